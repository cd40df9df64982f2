"""Templates: made from a ruleset, filled in as a person does it, read back, and scored like the cases they are from."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scoring
from scoring.cli import main
from scoring.sheet_form import SHEETS
from scoring.template.write import template_of
from scoring.testing.strategies import inputs
from template_filling import Person, filled, names_only

if TYPE_CHECKING:
    from scoring.result import Result
    from scoring.ruleset import Ruleset

ROOT = Path(__file__).parents[1] / "rulesets"
SHIPPED = [
    ("dmn-lending/ruleset.yaml", "cases.yaml"),
    ("dmn-lending/collect-sum.yaml", "cases-collect-sum.yaml"),
    ("nutri-score/ruleset.yaml", "cases.yaml"),
    ("procurement-comprehensive/ruleset.yaml", "cases.yaml"),
    ("project-self-evaluation/ruleset.yaml", "cases.yaml"),
    ("project-self-evaluation/yueyang.yaml", "cases-yueyang.yaml"),
    ("un-hdi/ruleset.yaml", "cases.yaml"),
    ("yongzhou-2023/ruleset.yaml", "cases.yaml"),
    ("yongzhou-2023/ruleset.yaml", "cases-as-published.yaml"),
    ("yueyang-2023/ruleset.yaml", "cases.yaml"),
]
YONGZHOU = ROOT / "yongzhou-2023"
OFFICE = shutil.which("soffice")


def scored(ruleset: str | Path, cases: str | Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what ``scoring score --format json`` prints."""
    capsys.readouterr()
    assert main(["score", str(ruleset), str(cases), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.fixture(scope="module")
def yongzhou() -> Ruleset:
    """Return the ruleset of Yongzhou."""
    return scoring.load(YONGZHOU / "ruleset.yaml")


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
@pytest.mark.parametrize(("ruleset", "cases"), SHIPPED, ids=["-".join(each) for each in SHIPPED])
def test_every_shipped_ruleset_scores_a_filled_template_like_its_cases(
    ruleset: str, cases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, wide: bool
) -> None:
    path = ROOT / ruleset
    listed = scoring.load_cases(path.parent / cases)
    sheet = filled(scoring.load(path), listed, tmp_path / "filled.xlsx", wide=wide)
    told = [json.loads(scored(path, each, capsys)) for each in (sheet, path.parent / cases)]
    for case in told[0]["cases"]:
        case.pop("rows", None)  # a list on a sheet tells its rows
    assert told[0] == told[1]


@pytest.mark.parametrize("form", [[], ["--wide"]], ids=["long", "wide"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_known_of_cases_is_filled_in_already(
    form: list[str], lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, sheet = YONGZHOU / "cases.yaml", tmp_path / "known.xlsx"
    command = ["template", str(YONGZHOU / "ruleset.yaml"), "--cases", str(cases), "-o", str(sheet), "--lang", lang]
    assert main([*command, *form]) == 0
    assert scored(YONGZHOU / "ruleset.yaml", sheet, capsys) == scored(YONGZHOU / "ruleset.yaml", cases, capsys)
    for first, second in zip(scoring.load_cases(cases), scoring.load_cases(sheet), strict=True):
        assert (first.id, first.name, len(first.findings)) == (second.id, second.name, len(second.findings))


def test_every_value_names_its_sheet_and_cell_and_evidence_shows_in_explanations(
    yongzhou: Ruleset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = scoring.load_cases(YONGZHOU / "cases.yaml")
    for wide, cell in ((False, "!D25"), (True, "!K5")):
        path = filled(yongzhou, cases, tmp_path / f"{wide}.xlsx", wide=wide, evidence="支出明细账：")
        case = scoring.load_cases(path)[2]
        origins = [*case.figures.values(), *case.marks.values(), *case.set.values(), *case.findings]
        assert all(f"{wide}.xlsx#" in str(each.origin) and "!" in str(each.origin) for each in origins)  # type: ignore[attr-defined]
        arguments = ["explain", str(YONGZHOU / "ruleset.yaml"), str(path), "--case", "冷水滩", "--indicator", "B1.2"]
        assert main(arguments) == 0
        out = capsys.readouterr().out
        assert f"{wide}.xlsx#数据!" in out
        assert "；支出明细账：spent）" in out
        spent = next(line for line in out.splitlines() if "支出资金 = " in line)
        assert cell in spent


def test_a_template_of_another_ruleset_is_refused_and_a_changed_ruleset_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "ruleset: one\nversion: '{}'\nsource: x\npoints: 1\nfigures:\n  a: {{min: 0}}\n"
    text += "indicators:\n  use: {{points: 1, rules: {{ratio: a, to: 5}}}}\n"
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(text.format(1), "utf-8")
    other.write_text(text.format(1).replace("ruleset: one", "ruleset: other"), "utf-8")
    cases, sheet = tmp_path / "cases.csv", tmp_path / "sheet.xlsx"
    cases.write_text("id,a\nx,3\ny,4\n", "utf-8")
    assert main(["template", str(one), "-o", str(sheet), "--cases", str(cases)]) == 0
    made_for = scoring.load_cases(sheet)[0].made_for
    assert made_for is not None
    assert (made_for.ruleset, made_for.version, made_for.sha256) == ("one", "1", scoring.load(one).sha256)
    assert main(["score", str(other), str(sheet)]) == 2
    assert capsys.readouterr().err.count("error[template-other]") == 1
    with pytest.raises(scoring.CaseError, match="made for the ruleset 'one', not for 'other'"):
        scoring.load(other).score_all(scoring.load_cases(sheet))
    one.write_text(text.format(2), "utf-8")
    assert main(["score", str(one), str(sheet)]) == 0
    err = capsys.readouterr().err
    assert err.count("warning[template-version]") == 1
    assert "then 1 (" in err
    assert "now 2 (" in err
    moved = tmp_path / "moved.xlsx"  # into a template for the ruleset as it is now
    assert main(["template", str(other), "-o", str(moved), "--cases", str(sheet)]) == 0
    assert [case.figures for case in scoring.load_cases(moved)] == [case.figures for case in scoring.load_cases(sheet)]


def test_templates_are_workbooks_and_need_a_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ruleset = str(YONGZHOU / "ruleset.yaml")
    assert main(["template", ruleset, "-o", str(tmp_path / "a.xls"), "--lang", "en"]) == 2
    assert "template-format" in capsys.readouterr().err

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["template", ruleset, "-o", str(tmp_path / "a.xlsx"), "--lang", "en"]) == 2
    assert "pip install 'declarative-scoring[excel]'" in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


def test_what_was_filled_in_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ruleset, sheet = str(YONGZHOU / "ruleset.yaml"), tmp_path / "filled.xlsx"
    assert main(["template", ruleset, "-o", str(sheet), "--cases", str(YONGZHOU / "cases.yaml")]) == 0
    before = sheet.read_bytes()
    for command in (
        ["report", ruleset, str(sheet), "-o", str(sheet)],
        ["report", ruleset, f"{sheet}#数据", "-o", str(tmp_path / "." / "filled.xlsx")],
        ["template", ruleset, "--cases", str(sheet), "-o", str(sheet)],
        ["reconcile", ruleset, str(sheet), str(YONGZHOU / "published.csv"), "--format", "xlsx", "-o", str(sheet)],
    ):
        assert main([*command, "--lang", "en"]) == 2
        if "#" not in command[2]:
            assert "error[output-input]" in capsys.readouterr().err
        assert sheet.read_bytes() == before


def test_a_template_says_what_may_stand_in_a_cell(tmp_path: Path) -> None:
    sheet = tmp_path / "t.xlsx"
    assert main(["template", str(YONGZHOU / "ruleset.yaml"), "-o", str(sheet)]) == 0
    book = openpyxl.load_workbook(sheet)
    seen = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
    assert seen == ["填写说明", "被评单位", "数据", "评分", "问题", "不适用", "核定得分"]
    assert {name for name in book.sheetnames if book[name].sheet_state == "veryHidden"} == {"_choices", "_scoring"}
    figures = book["数据"]
    rows = {str(row[1].value): row for row in figures.iter_rows(min_row=2)}
    assert [cell.value for cell in rows["支出资金"][2:]] == [
        "万元", None, None, "数值；不小于0；最多2位小数", "用于：B1.2 预算执行率"
    ]  # fmt: skip
    assert rows["违规情况特别严重"][6].value == "用于：等级\n不填按否计"
    rules = {str(rule.sqref): rule for rule in figures.data_validations.dataValidation}
    kinds = {name: rules[row[3].coordinate].type for name, row in rows.items()}
    assert kinds["单位类别"] == kinds["发生移民重大上访"] == "list"
    assert kinds["计划项目数"] == "whole"
    assert kinds["移民满意度调查结果"] == "decimal"
    satisfied = rules[rows["移民满意度调查结果"][3].coordinate]
    assert (satisfied.formula1, satisfied.formula2) == ("0", "1")
    assert figures.freeze_panes == "C2"
    marks = book["评分"]
    first = {str(row[1].value): str(row[2].value) for row in marks.iter_rows(min_row=2)}
    assert first["A1.1 立项依据充分性"] == "0至2分"
    assert first["A1.1 立项依据充分性 › 合法规规划"] == "0至0.5分"
    choices = rules[rows["单位类别"][3].coordinate].formula1.split("!")[1].replace("$", "")
    assert [cell[0].value for cell in book["_choices"][choices]] == ["city", "district"]


def test_an_only_case_needs_not_be_named_in_every_row(yongzhou: Ruleset, tmp_path: Path) -> None:
    case = scoring.load_cases(YONGZHOU / "cases.yaml")[2]
    path = filled(yongzhou, [case], tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(path)
    for name in ("数据", "评分", "问题", "核定得分"):
        for row in range(2, book[name].max_row + 1):
            book[name].cell(row, 1).value = None
    book["被评单位"]["A2"].value = None  # called by its name then
    book.save(path)
    (read,) = scoring.load_cases(path)
    assert (read.id, read.name) == ("冷水滩", "冷水滩")
    assert yongzhou.score(read).total == yongzhou.score(case).total


def test_rows_and_columns_may_be_moved_and_added(yongzhou: Ruleset, tmp_path: Path) -> None:
    cases = scoring.load_cases(YONGZHOU / "cases.yaml")
    path = filled(yongzhou, cases, tmp_path / "moved.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["数据"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    mixed = [rows[0][::-1], *(row[::-1] for row in sorted(rows[1:], key=lambda row: str(row[1])))]
    sheet.delete_rows(1, sheet.max_row)
    for row in [[*mixed[0], "我的备注"], *([*row, "核对过"] for row in mixed[1:])]:
        sheet.append(row)
    del book["不适用"]
    book.save(path)
    assert [each.total for each in yongzhou.score_all(scoring.load_cases(path))] == [
        each.total for each in yongzhou.score_all(cases)
    ]


def test_names_of_cases_that_are_not_unique_are_not_used(tmp_path: Path) -> None:
    ruleset = scoring.load(ROOT / "un-hdi/ruleset.yaml")
    cases = scoring.load_cases(ROOT / "un-hdi/cases.yaml")[:2]
    same = [scoring.Case(id=case.id, name="同名", figures=case.figures) for case in cases]
    path = filled(ruleset, same, tmp_path / "same.xlsx")
    assert [case.id for case in scoring.load_cases(path)] == [case.id for case in cases]
    assert [each.total for each in ruleset.score_all(scoring.load_cases(path))] == [
        each.total for each in ruleset.score_all(cases)
    ]


def test_names_of_cases_that_differ_only_in_width_are_not_used(tmp_path: Path) -> None:
    ruleset = scoring.load(ROOT / "un-hdi/ruleset.yaml")
    cases = [
        replace(case, name=name)
        for case, name in zip(scoring.load_cases(ROOT / "un-hdi/cases.yaml"), ("甲\uff11", "甲1"), strict=False)
    ]
    path = filled(ruleset, cases, tmp_path / "alike.xlsx")
    assert [each.total for each in ruleset.score_all(scoring.load_cases(path))] == [
        each.total for each in ruleset.score_all(cases)
    ]
    person = Person(path)
    sheet = person.sheet("figures")
    sheet.cell(2, 1).value = "甲\uff11"  # as a person might write it
    person.book.save(path)
    with pytest.raises(scoring.CaseError) as caught:
        scoring.load_cases(path)
    assert [each.code for each in caught.value.diagnostics] == ["template-case"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_may_be_called_like_a_sheet_of_the_template(tmp_path: Path, lang: str) -> None:
    long = "长" * 90
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\nsource: x\npoints: 10\nfigures:\n"
        "  found: {name: {en: Findings, zh: 问题}, list_of: {cost: {min: 0}}}\n"
        "  put: {name: {en: Set scores, zh: 核定得分}, list_of: {cost: {min: 0}}}\n"
        f"  kind: {{words: [{long}, b]}}\n"
        "indicators:\n"
        "  a: {points: 5, rules: {deduct: 1, per: finding}}\n"
        f"  b: {{points: 5, rules: {{of: kind, by: {{{long}: 5, b: 0}}}}}}\n"
        "without_findings: keep\n",
        "utf-8",
    )
    ruleset = scoring.load(tmp_path / "r.yaml")
    case = scoring.Case(id="x", figures={"kind": long})
    (tmp_path / "r.xlsx").write_bytes(template_of(ruleset, [case], None, lang, wide=False))
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    names = ["Findings 2", "Set scores 2"] if lang == "en" else ["问题 2", "核定得分 2"]
    assert set(names) < set(book.sheetnames)
    assert ruleset.score(scoring.load_cases(tmp_path / "r.xlsx")[0])["b"].score == 5  # words are written whole


def test_cases_pickle_with_what_their_template_was_made_for(yongzhou: Ruleset, tmp_path: Path) -> None:
    path = filled(yongzhou, names_only(scoring.load_cases(YONGZHOU / "cases.yaml")), tmp_path / "empty.xlsx")
    for case in scoring.load_cases(path):
        again = pickle.loads(pickle.dumps(case))  # noqa: S301  # our own
        assert again.made_for == case.made_for is not None
        assert not case.figures
        assert yongzhou.score(case).outcome == "missing"


@pytest.mark.skipif(OFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["ods", pytest.param("xlsx", marks=pytest.mark.long)])
def test_a_template_saved_by_libreoffice_is_read_like_before(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, ruleset, cases = tmp_path / "y.xlsx", YONGZHOU / "ruleset.yaml", YONGZHOU / "cases.yaml"
    assert main(["template", str(ruleset), "--cases", str(cases), "-o", str(sheet)]) == 0
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    folder = tmp_path / "again"
    command = [str(OFFICE), home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(sheet)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603  # our own words
    assert scored(ruleset, folder / f"y.{kind}", capsys) == scored(ruleset, cases, capsys)


RULESETS = sorted({ROOT / ruleset for ruleset, _ in SHIPPED})


@pytest.mark.parametrize("examples", [3, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("path", RULESETS, ids=lambda path: "-".join(path.parts[-2:]))
def test_generated_cases_come_back_as_they_went_in(
    path: Path, tmp_path_factory: pytest.TempPathFactory, examples: int
) -> None:
    ruleset = scoring.load(path)
    sheet = tmp_path_factory.mktemp("generated") / "t.xlsx"

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(inputs(ruleset, missing=True), min_size=1, max_size=3), st.booleans(), st.sampled_from(["zh", "en"])
    )
    def come_back(made: list[scoring.Case], wide: bool, lang: str) -> None:  # noqa: FBT001  # as Hypothesis gives it
        cases = [replace(case, id=f"c{number}") for number, case in enumerate(made)]
        sheet.write_bytes(template_of(ruleset, cases, None, lang, wide=wide))
        first, again = ruleset.score_all(cases), ruleset.score_all(scoring.load_cases(sheet))
        assert [data_of(each) for each in again] == [data_of(each) for each in first]

    come_back()


def data_of(result: Result) -> object:
    """Return all that a result says, but where it comes from."""
    nodes = [(each.path, each.outcome, each.score) for each in result.nodes]
    reasons = [(each.code, each.points, each.nominal, each.sentence("zh")) for each in result.deductions]
    return result.outcome, result.total, result.grade, result.missing, nodes, reasons


PLAIN = """\
ruleset: plain
source: x
points: 10
figures: {done: {name: 完成数, min: 0}, accident: {name: 发生事故, type: flag, if_missing: false}}
indicators: {a: {name: 完成, points: 10, rules: {ratio: done, to: 10}}}
rules: {lose_all: accident}
grades: {好: 6, 差: else}
"""


@pytest.mark.parametrize("wide", [False, True])
def test_a_template_speaks_of_the_sheets_that_it_has_and_of_what_can_empty_the_total(
    tmp_path: Path, *, wide: bool
) -> None:
    (tmp_path / "r.yaml").write_text(PLAIN, "utf-8")
    sheet = tmp_path / "t.xlsx"
    sheet.write_bytes(template_of(scoring.load(tmp_path / "r.yaml"), [], None, "zh", wide=wide))
    book = openpyxl.load_workbook(sheet)
    steps = "\n".join(str(row[0].value) for row in book["填写说明"].iter_rows())
    named = {each.text("zh") for each in SHEETS.values() if f"“{each.text('zh')}”表" in steps}
    assert named == {"数据", "核定得分", *([] if wide else ["被评单位"])} <= set(book.sheetnames)
    told = "\n".join(str(cell.value) for row in book["数据"].iter_rows() for cell in row)
    assert "请选：是、否" in told
    assert "用于：总分（一票否决）\n不填按否计" in told
    choices = {str(row[0].value) for row in book["_choices"].iter_rows()}
    assert {"是", "否"} <= choices
