"""Filled templates that cannot be read as they are: each thing is told once, with its sheet and cell."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.template.write import template_of
from template_filling import Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

RULESET = """\
ruleset: told
source: x
points: 10
figures:
  received: {name: 到位资金, unit: 万元, min: 0, max: 9000}
  rate: {name: 完成率, unit: "%", min: 0%, max: 100%}
  year: {name: 年度, words: ["2023", "2024"]}
  ready: {name: 已验收, type: flag}
  opened: {name: 开工日期, type: date}
  count: {name: 项目数, type: count}
  sites: {name: 项目点, list_of: {area: {min: 0}, faults: {list_of: {cost: {min: 0}}}}}
  checks: {name: 抽查, list_of: {min: 0}}
indicators:
  use: {name: 使用, code: A1, points: 5, rules: {ratio: received, to: 500}}
  care: {name: 管护, code: A2, points: 5, rules: judge, if_not_applicable: full}
without_findings: keep
outputs: [received, rate, year, ready, opened, count]
"""
CASES = """\
cases:
  north: {name: 北村}
  south: {name: 南村}
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> scoring.Ruleset:
    """Return the ruleset."""
    path = tmp_path_factory.mktemp("told") / "told.yaml"
    path.write_text(RULESET, "utf-8")
    return scoring.load(path)


@pytest.fixture
def person(ruleset: scoring.Ruleset, tmp_path: Path) -> Person:
    """Return somebody with the template of two cases in hands."""
    return with_template(ruleset, tmp_path)


def with_template(ruleset: scoring.Ruleset, folder: Path, *, wide: bool = False, cases: str = CASES) -> Person:
    """Return somebody with a template in hands."""
    known = folder / "cases.yaml"
    known.write_text(cases, "utf-8")
    path = folder / "sheet.xlsx"
    path.write_bytes(template_of(ruleset, scoring.load_cases(known), None, "zh", wide=wide))
    return Person(path)


def told(path: Path, ruleset: scoring.Ruleset | None = None) -> list[tuple[str, str]]:
    """Return sheet and cell, and code, of everything that is told."""
    with pytest.raises(scoring.ScoringError) as error:  # noqa: PT012  # either may tell it
        cases = scoring.load_cases(path)
        if ruleset is not None:
            ruleset.score_all(cases)
    found = error.value.diagnostics
    assert all(each.message("zh") != each.message("en") for each in found)
    return [(str(each.at).partition("#")[2], each.code) for each in found]


TRAPS: dict[str, tuple[str, Any, str, str]] = {
    # what is typed, as which kind of cell, and what is told of it: the figure's cell, or that it is fine
    "percent-of-money": ("到位资金", 83.06, "0.00%", "unexpected-percent"),
    "too-much-percent": ("完成率", 83.06, "0.00%", "out-of-range"),
    "percent-without-format": ("完成率", 83.06, "General", "ratio-range"),
    "percent-text": ("完成率", "83.06%", "@", ""),
    "ratio": ("完成率", 0.8306, "General", ""),
    "full-width": ("到位资金", "１２", "@", "value-wide"),
    "grouped": ("到位资金", "1,922.00", "@", "thousands"),
    "text-number": ("到位资金", "428", "@", ""),
    "shown-grouped": ("到位资金", 1922, "#,##0.00", ""),
    "with-unit": ("到位资金", "428万元", "@", "not-a-number"),
    "date-for-number": ("到位资金", dt.date(2024, 10, 18), "yyyy-mm-dd", "date-for-number"),
    "moment-for-date": ("开工日期", dt.datetime(2024, 10, 18, 9, 30), "yyyy-mm-dd hh:mm", "date-with-time"),  # noqa: DTZ001  # as cells have it
    "date": ("开工日期", dt.date(2024, 10, 18), "yyyy-mm-dd", ""),
    "date-text": ("开工日期", "2024-10-18", "@", ""),
    "no-such-day": ("开工日期", "2024-02-30", "@", "no-such-day"),
    "true-for-number": ("到位资金", True, "General", "not-a-number"),
    "true": ("已验收", True, "General", ""),
    "yes-in-chinese": ("已验收", "是", "@", ""),
    "true-in-capitals": ("已验收", "TRUE", "@", ""),
    "yes": ("已验收", "yes", "@", "not-a-truth-value"),
    "one": ("已验收", 1, "General", "not-a-truth-value"),
    "word-as-number": ("年度", 2024, "General", ""),
    "no-word": ("年度", "二〇二四", "@", "not-a-word"),
    "not-whole": ("项目数", 2.5, "General", "not-whole"),
    "below": ("到位资金", -1, "General", "out-of-range"),
    "error": ("到位资金", "#DIV/0!", "General", "sheet-error"),
    "formula": ("到位资金", "=1+1", "General", "sheet-formula"),
    "invisible": ("到位资金", "4\u200b28", "@", "invisible-character"),
    "blanks": ("到位资金", "   ", "@", ""),
}


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
@pytest.mark.parametrize("trap", TRAPS)
def test_traps_of_cells_are_told_with_sheet_and_cell(
    trap: str, ruleset: scoring.Ruleset, tmp_path: Path, *, wide: bool
) -> None:
    figure, value, shown, code = TRAPS[trap]
    person = with_template(ruleset, tmp_path, wide=wide)
    sheet = person.sheet("wide" if wide else "figures")
    if wide:
        row, column = 4, person.column(sheet, figure)
    else:
        row, column = person.find("figures", {"case": "南村", "figure": figure}), person.column(sheet, "数值")
    cell = sheet.cell(row, column)
    cell.value, cell.number_format = value, shown
    if not code:
        ruleset.score_all(scoring.load_cases(person.save()))
    else:
        assert told(person.save(), ruleset) == [(f"数据!{cell.coordinate}", code)]


def test_blanks_are_missing_never_zero(ruleset: scoring.Ruleset, person: Person) -> None:
    cases = scoring.load_cases(person.save())
    assert [case.id for case in cases] == ["north", "south"]
    assert all(not case.figures and not case.marks for case in cases)
    result = ruleset.score(cases[0])
    assert result.outcome == "missing"
    assert "received" in result.missing


def test_merged_cells_and_cells_that_stand_there_twice(person: Person, tmp_path: Path) -> None:
    person.sheet("figures").merge_cells("A2:A4")
    path = person.save()
    assert told(path) == [("数据!A2", "sheet-merged")]
    person.sheet("figures").unmerge_cells("A2:A4")
    person.write("figures", 2, {"value": 428})
    path, again = person.save(), tmp_path / "twice.xlsx"
    name = f"xl/worksheets/sheet{person.book.sheetnames.index('数据') + 1}.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            if each == name:
                found = re.search(rb'<c r="D2"[^>]*>.*?</c>', data)
                assert found
                data = data.replace(found[0], found[0] * 2)
            new.writestr(each, data)
    assert told(again) == [("数据!D2", "sheet-cell-twice")]


def given(person: Person, role: str, *rows: dict[str, object]) -> list[tuple[str, str]]:
    """Return what is told of some rows more."""
    for said in rows:
        person.add(role, said)
    return told(person.save())


def test_rows_that_do_not_say_what_they_are_about(person: Person) -> None:
    assert given(
        person,
        "figures",
        {"case": "北村", "value": 5},
        {"case": "西村", "figure": "到位资金", "value": 5},
        {"figure": "到位资金", "value": 5},
    ) == [("数据!A14", "template-row"), ("数据!A15", "template-case"), ("数据!A16", "template-which-case")]


def test_a_row_that_stands_there_twice(person: Person) -> None:
    person.write("figures", 2, {"value": 5})
    assert given(person, "figures", {"case": "北村", "figure": "到位资金", "value": 5}) == [
        ("数据!B14", "template-row-twice")
    ]


def test_a_figure_that_the_ruleset_does_not_know(ruleset: scoring.Ruleset, person: Person) -> None:
    person.add("figures", {"case": "north", "figure": "支出资金", "value": 5})
    assert told(person.save(), ruleset) == [("数据!B14", "unknown-case-figure")]


def test_marks_that_say_too_much_or_too_little(person: Person) -> None:
    assert given(
        person,
        "set",
        {"case": "北村", "node": "A1 使用", "because": "只有理由"},
        {"case": "北村", "score": 3},
    ) == [("核定得分!D2", "template-reason"), ("核定得分!A3", "template-row")]
    person.write("marks", 2, {"score": 3, "deduct": 1})
    person.write("marks", 3, {"because": "没有分数"})
    assert told(person.save())[:2] == [("评分!E2", "case-mark-both"), ("评分!F3", "template-reason")]


def test_findings_and_what_does_not_apply(ruleset: scoring.Ruleset, person: Person) -> None:
    person.add("not_applicable", {"case": "北村", "node": "A2 管护"})
    path = person.save()
    assert told(path, ruleset) == [("不适用!B2", "not-applicable-reason")]
    person.add("not_applicable", {"case": "南村", "node": "A2 管护", "because": "没有设施"})
    person.write("not_applicable", 2, {"because": "没有设施"})
    north, south = scoring.load_cases(person.save())
    assert [*north.not_applicable] == [*south.not_applicable] == ["care"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("count", "２", "value-wide"),
        ("count", 0, "out-of-range"),
        ("count", 1.5, "not-whole"),
        ("amount", "1,922.00", "thousands"),
        ("amount", "16万元", "not-a-number"),
    ],
)
def test_traps_in_findings(person: Person, field: str, value: object, code: str) -> None:
    cell = {"count": "C2", "amount": "D2"}[field]
    assert given(person, "findings", {"case": "北村", "node": "A1 使用", field: value}) == [(f"问题!{cell}", code)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("score", "２", "value-wide"), ("score", 7, "mark-range"), ("deduct", "1,922", "thousands")],
)
def test_traps_in_marks(ruleset: scoring.Ruleset, person: Person, field: str, value: object, code: str) -> None:
    person.write("marks", 2, {field: value, "because": "理由"})
    assert told(person.save(), ruleset) == [(f"评分!{'D' if field == 'score' else 'E'}2", code)]


def test_a_template_that_could_not_be_read_back_is_not_written(ruleset: scoring.Ruleset) -> None:
    many = [scoring.Case(str(number)) for number in range(5000)]
    with pytest.raises(scoring.CaseError, match="would have 210000 cells"):
        template_of(ruleset, many, None, "zh", wide=False)


def test_cases_that_are_not_named_or_named_twice(ruleset: scoring.Ruleset, tmp_path: Path, person: Person) -> None:
    assert given(person, "cases", {"id": "north"}, {"by": "某人"}, {"name": "东村", "date": "2024年10月18日"}) == [
        ("被评单位!A4", "case-id-twice"),
        ("被评单位!A5", "csv-id-empty"),
        ("被评单位!C6", "case-date"),
    ]
    path = tmp_path / "nobody.xlsx"
    path.write_bytes(template_of(ruleset, [], None, "zh", wide=False))
    assert told(path) == [("被评单位!A2", "template-no-case")]


def renamed(book: Workbook) -> None:
    book["数据"].title = "数据表"


def without_heading(book: Workbook) -> None:
    book["数据"]["D1"].value = "值"


def heading_twice(book: Workbook) -> None:
    book["数据"]["G1"].value = "数值"


def without_mark(book: Workbook) -> None:
    book["_scoring"]["B1"].value = "?"


def without_ruleset(book: Workbook) -> None:
    book["_scoring"]["A3"].value = "?"


def without_cases(book: Workbook) -> None:
    del book["被评单位"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (renamed, ("", "template-sheet")),
        (without_heading, ("数据!A1", "template-heading")),
        (heading_twice, ("数据!G1", "csv-heading-twice")),
        (without_mark, ("", "template-key")),
        (without_ruleset, ("", "template-key")),
        (without_cases, ("", "template-sheet")),
    ],
)
def test_templates_that_were_changed(
    person: Person, change: Callable[[Workbook], None], expected: tuple[str, str]
) -> None:
    change(person.book)
    assert told(person.save()) == [expected]


def test_a_named_sheet_is_read_as_any_sheet(person: Person) -> None:
    path = person.save()
    with pytest.raises(scoring.CaseError, match="csv-no-id"):
        scoring.load_cases(f"{path}#数据")


# Lists


LISTED = """\
cases:
  north:
    name: 北村
    figures:
      checks: [31, 36.5]
      sites:
      - {name: 一号点, area: 3.5, faults: [{cost: 1}, {cost: 2.5}]}
      - {area: 2, faults: []}
  south: {name: 南村, figures: {sites: [], checks: [7]}}
  east: {name: 东村}
"""


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
def test_lists_come_back_as_they_were(ruleset: scoring.Ruleset, tmp_path: Path, *, wide: bool) -> None:
    person = with_template(ruleset, tmp_path, wide=wide, cases=LISTED)
    before, after = (scoring.load_cases(path) for path in (tmp_path / "cases.yaml", person.save()))
    assert [lists_of(ruleset, case) for case in after] == [lists_of(ruleset, case) for case in before]
    assert "sites" not in after[2].figures  # nothing written is not the same as none
    assert lists_of(ruleset, after[1]) == {"sites": [], "checks": [{"each": "7"}]}


def lists_of(ruleset: scoring.Ruleset, case: scoring.Case) -> dict[str, object]:
    """Return the lists of a case as plain values."""
    lists = ruleset._bound(case, None).bound.lists  # noqa: SLF001  # as they are understood
    found: dict[str, object] = {}
    for name, value in lists.items():
        found[name] = [
            {
                **{field: str(each) for field, each in entry.values.items()},
                **({"name": entry.name} if entry.name else {}),
            }
            for entry in value.entries
        ]
    return found


def test_entries_of_lists_that_are_wrong(ruleset: scoring.Ruleset, tmp_path: Path) -> None:
    person = with_template(ruleset, tmp_path, cases=LISTED)
    sites, checks = person.book["项目点"], person.book["抽查"]
    checks.cell(5, 2).value = 5  # of no case
    checks.cell(6, 1).value, checks.cell(6, 2).value = "西村", 5
    sites.cell(4, 1).value, sites.cell(4, 3).value = "南村", 4  # it is said to have none
    person.sheet("cases").cell(4, 5).value = "清单"
    assert told(person.save()) == [
        ("被评单位!E3", "template-list-entries"),
        ("被评单位!E4", "template-list"),
        ("抽查!A5", "template-which-case"),
        ("抽查!A6", "csv-list-case"),
    ]
    sites["C1"].value = "面积"
    assert ("项目点!A1", "template-heading") in told(person.save())


def test_an_entry_with_a_wrong_value_names_its_cell(ruleset: scoring.Ruleset, tmp_path: Path) -> None:
    person = with_template(ruleset, tmp_path, cases=LISTED)
    person.book["项目点"]["C2"].value = "１２"
    assert told(person.save(), ruleset) == [("项目点!C2", "value-wide")]


def hints(ruleset: scoring.Ruleset, path: Path) -> dict[str, tuple[str, str]]:
    """Return message and hint, in Chinese, of what is told of each cell."""
    with pytest.raises(scoring.ScoringError) as error:
        ruleset.score_all(scoring.load_cases(path))
    return {str(each.at).partition("#")[2]: (each.message("zh"), each.hint("zh")) for each in error.value.diagnostics}


def test_hints_speak_of_columns_and_of_what_a_cell_shows(ruleset: scoring.Ruleset, person: Person) -> None:
    row = person.find("figures", {"case": "北村", "figure": "完成率"})
    person.write("figures", row, {"value": 97})
    person.sheet("figures").cell(row, 4).number_format = "0.00%"
    assert hints(ruleset, person.save())[f"数据!D{row}"] == ("“rate”的值9700%超出0%～100%", "是否想写“97%”？")
    person.sheet("figures").cell(row, 4).value = None
    person.write("marks", 2, {"deduct": 1})
    assert (
        hints(ruleset, person.save())["评分!E2"][1]
        == "请在同一行写明理由：模板中写在“理由”列，其他表格写在“A2.because”列"
    )
    person.add("findings", {"case": "北村", "node": "A2 管护", "amount": "8万元"})
    assert hints(ruleset, person.save())["问题!D2"][0] == "“金额”的值8万元不是数字"
