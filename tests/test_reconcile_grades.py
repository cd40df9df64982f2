"""Printed grades; titles and notes around a table; cases and indicators that a table leaves out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import openpyxl
import pytest

import scoring
from printed_tables import compared, statuses, written
from scoring.cli import main
from scoring.diagnostic import CaseError
from scoring.reconcile.printed import Key
from scoring.reconcile.text import reconcile_text
from scoring.reconcile.told import Telling
from scoring.report.text import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scoring.reconcile.whole import Reconciliation

RULES = """\
ruleset: r
points: 100
figures: {n: {min: 0, max: 60}, m: {min: 0, max: 40}, w: {min: 0, if_missing: 1}, bad: {type: flag, if_missing: false}}
indicators:
  a: {code: A, name: 数量, points: 60, indicators: {b: {code: A1, points: 60, rules: {ratio: n, to: 60}}}}
  c: {code: C, points: 40, rules: {ratio: m, to: 40}}
overrides: [{when: bad, grade_at_most: 中}]
grades: {优: 90, 良: 80, 中: 60, 差: else}
rounding: {mode: half_up, total: 2}
portfolio: {weight: w}
"""
Cases = Mapping[str, Mapping[str, object]]
CASES: Cases = {"x": {"n": 60, "m": 35}, "y": {"n": 50, "m": 32}, "z": {"n": 50, "m": 40, "bad": True}}
ROWS = [
    ["指标", "x", "y", "z", "汇总"],
    ["A", "60", "50", "50", ""],
    ["C", "35", "32", "40", ""],
    ["总分", "95", "82", "90", "89"],
    ["等级", "优", "良", "中", "良"],
]


def of(tmp_path: Path, rows: Sequence[Sequence[str]], text: str = RULES, cases: Cases = CASES) -> Reconciliation:
    (tmp_path / "ruleset.yaml").write_text(text, "utf-8")
    ruleset = scoring.load(tmp_path / "ruleset.yaml")
    results = ruleset.score_all([scoring.Case(id=name, figures=values) for name, values in cases.items()])
    return compared(ruleset, results, written(tmp_path / "p.csv", rows))


def changed(row: int, column: int, text: str) -> list[list[str]]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = text
    return rows


def texts(found: Reconciliation, lang: str = "zh") -> list[str]:
    return ["\n".join([each.title, *each.lines]) for each in Telling(found, lang).findings()]


def lines(found: Reconciliation, lang: str = "zh") -> list[str]:
    return reconcile_text(found, "p.csv", Page(lang))


# Grades

SHAPES = {
    "a row an indicator": ROWS,
    "a row a case": [list(each) for each in zip(*ROWS, strict=True)],
    "a row a number": [
        ["单位", "指标", "得分"],
        *([case, "总分", total] for case, total in zip(ROWS[0][1:], ROWS[3][1:], strict=True)),
        *([case, "评定等级", grade] for case, grade in zip(ROWS[0][1:], ROWS[4][1:], strict=True)),
    ],
    "a row a case, in a long table": [
        ["单位", "指标", "得分", "grade"],
        *([case, "", *rest] for case, *rest in zip(*(row[1:] for row in (ROWS[0], *ROWS[3:])), strict=True)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", SHAPES.values(), ids=SHAPES)
def test_grades_are_read_in_every_shape(rows: list[list[str]], tmp_path: Path) -> None:
    found = of(tmp_path, rows)
    assert found.is_clean, texts(found)
    assert {each.case: each.printed.name for each in found.grades} == {"x": "优", "y": "良", "z": "中", "": "良"}
    assert "所印的等级4个：相同4个。" in lines(found)


@pytest.mark.parametrize("word", ["合计", "总分", "得分", "score", "total"])
def test_the_total_by_any_name_in_every_shape(word: str, tmp_path: Path) -> None:
    across = changed(3, 0, word)
    for rows in (across, [list(each[:4]) for each in zip(*across, strict=True)][:4]):
        found = of(tmp_path, rows)
        assert found.is_clean
        assert Key("score", "y", "") in found.published.cells
    for begin in ("单位", "乡镇"):
        found = of(tmp_path, [[begin, word], ["x", "95"], ["y", "83"]])
        assert statuses(found) == {Key("score", "y", ""): "differs"}
    found = of(tmp_path, [["单位", "指标", "得分"], ["x", "A", "60"], ["x", word, "95"]])
    assert found.is_clean


def test_a_long_table_whose_groups_stand_beside_their_indicators(tmp_path: Path) -> None:
    rows = [
        ["单位", "一级指标", "三级指标", "得分"],
        *(["x", "数量", "A1", "60"], ["x", "数量", "", "60"], ["x", "", "C", "35"], ["x", "合计", "", "95"]),
        *(["x", "等级", "", "优"], ["x", "", "名次", "1"], ["y", "", "", "82"]),
    ]
    found = of(tmp_path, rows)
    assert found.is_clean
    keys = {Key("score", "x", path) for path in ("a.b", "a", "c", "")}
    assert set(found.published.cells) == {*keys, Key("score", "y", "")}
    assert list(found.published.grades) == ["x"]


def test_a_grade_that_is_not_the_one_of_its_total_is_told(tmp_path: Path) -> None:
    found = of(tmp_path, changed(4, 2, "优"))
    assert not found.is_clean
    assert texts(found) == ["等级，y：印优，按规则良"]
    assert texts(found, "en") == ["grade, y: printed 优, the rules give 良"]
    assert "所印的等级4个：相同3个，无法解释1个。" in lines(found)
    assert texts(of(tmp_path, changed(4, 4, "优"))) == ["等级，全部单位：印优，按规则良"]
    capped = of(tmp_path, changed(4, 3, "优"))
    assert texts(capped) == ["等级，z：印优，按规则中"]


def test_a_grade_is_held_against_the_printed_total_too(tmp_path: Path) -> None:
    rows = changed(3, 2, "79")
    told = texts(of(tmp_path, rows))
    assert told[1:] == ["等级，y：印良，而按所印的总分79应为中\n按规则正是所印的等级"]
    rows[4][2] = "差"
    assert texts(of(tmp_path, rows), "en")[1:] == [
        "grade, y: printed 差, and by the printed total 79 it is 中\nby the rules it is 良"
    ]
    rows[4][2] = "中"
    found = of(tmp_path, rows)
    assert len(texts(found)) == 1
    assert [each.status for each in found.grades] == ["equal", "adds_up", "equal", "equal"]
    assert any(line.split() == ["等级", "y", "中", "良"] for line in lines(found))
    assert "所印的等级4个：相同3个，与规则不同、但由所印的得分可得1个。" in lines(found)
    of_scores = of(tmp_path, [ROWS[0], ["A", "40", "", "", ""], ["等级", "优", "", "", ""]])
    assert texts(of_scores)[1:] == ["等级，x：印优，而按所印的得分应为中\n按规则正是所印的等级"]
    whole = of(tmp_path, [*changed(3, 4, "90")])
    assert texts(whole)[1:] == ["等级，全部单位：印良，而按所印的总分90应为优\n按规则正是所印的等级"]


def test_a_grade_read_from_the_total_before_it_is_rounded(tmp_path: Path) -> None:
    text = RULES.replace("{优: 90,", "{read: exact, 优: 90,").replace("total: 2", "total: 0")
    rows = [["单位", "总分", "等级"], ["x", "90", "良"]]
    assert of(tmp_path, rows, text, {"x": {"n": 59.6, "m": 30}}).is_clean
    rows[1][2] = "优"
    assert texts(of(tmp_path, rows, text, {"x": {"n": 59.6, "m": 30}})) == ["等级，x：印优，按规则良"]


def test_grades_that_nothing_can_be_said_of(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        of(tmp_path, changed(4, 2, "优秀"))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.at.line) == ("published-grade", 5)
    assert "优, 良, 中, 差" in caught.value.text("zh")
    with pytest.raises(CaseError) as caught:
        of(tmp_path, [*ROWS, ["grade", "优", "", "", ""]])
    assert [each.code for each in caught.value.diagnostics] == ["published-twice"]
    without = RULES.replace("grades: {优: 90, 良: 80, 中: 60, 差: else}\n", "").replace(
        "overrides: [{when: bad, grade_at_most: 中}]\n", ""
    )
    found = of(tmp_path, ROWS, without)
    assert found.is_clean
    assert "没有读的行：第5行（等级 优 良 中 良）。" in lines(found)
    ungraded = of(tmp_path, ROWS, RULES.replace("{weight: w}", "{weight: w, grade: false}"))
    assert texts(ungraded) == ["等级，全部单位：印良，没有可比的计算结果"]


def test_grades_in_json_and_in_a_workbook(tmp_path: Path) -> None:
    of(tmp_path, changed(4, 2, "优"))
    cases = "\n".join(f"  {name}: {{figures: {json.dumps(each)}}}" for name, each in CASES.items())
    (tmp_path / "cases.yaml").write_text(f"cases:\n{cases}\n", "utf-8")
    files = [str(tmp_path / each) for each in ("ruleset.yaml", "cases.yaml", "p.csv")]
    assert main(["reconcile", *files, "--format", "json", "-o", str(tmp_path / "r.json")]) == 1
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    one = data["grades"][1]
    assert (one["case"], one["printed"], one["rule"], one["status"]) == ("y", "优", "良", "differs")
    assert [each["kind"] for each in data["findings"]] == ["grade"]
    assert main(["reconcile", *files, "--format", "xlsx", "-o", str(tmp_path / "r.xlsx")]) == 1
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    found = list(book["不符之处"].values)
    assert found[1] == (1, "等级", "y", "优", "良", "等级，y：印优，按规则良")
    assert ("等级", "y", "优", "良", "良", "不同") in [row[:6] for row in book["逐个比较"].values]


# Titles and notes


AROUND = [
    ["农村饮水工程考核得分表", "", "", "", ""],
    ["编制单位：县水利局", "", "", "", "单位：分"],
    *ROWS,
    ["注：总分满分100分。", "", "", "", ""],
    ["", "审核人：甲", "", "制表人：乙", ""],
]


def test_titles_and_notes_are_left_out_and_told(tmp_path: Path) -> None:
    found = of(tmp_path, AROUND)
    assert found.is_clean
    told = (
        "第1行（农村饮水工程考核得分表）、第2行（编制单位：县水利局 单位：分）、第8行（注：总分满分100分。）、"
        "第9行（审核人：甲 制表人：乙）"
    )
    assert f"没有读的行：{told}。" in lines(found)
    assert any(line.startswith("Rows that were not read: 1 (农村") for line in lines(found, "en"))


@pytest.mark.parametrize("rows", [SHAPES["a row a case"], SHAPES["a row a number"]])
def test_titles_and_notes_of_other_shapes(rows: list[list[str]], tmp_path: Path) -> None:
    found = of(tmp_path, [["考核得分表"], ["2025年度", "", ""], *rows, ["注：x得满分。"]])
    assert found.is_clean
    assert [number for number, _ in found.published.skipped] == [1, 2, len(rows) + 3]


def test_ranks_and_serial_numbers_are_left_out_and_told(tmp_path: Path) -> None:
    found = of(tmp_path, [*ROWS, ["名次", "1", "3", "2", ""]])
    assert found.is_clean
    assert found.published.skipped == ((6, "名次 1 3 2"),)
    rows = [["序号", "乡镇", "得分", "名次"], ["1", "x", "95", "1"], ["2", "y", "82", "3"], ["", "汇总", "89", ""]]
    found = of(tmp_path, rows)
    assert found.is_clean
    assert found.published.unread == ("序号", "名次")
    assert len(found.published.cells) == 3


def test_a_title_may_be_the_name_of_a_case(tmp_path: Path) -> None:
    found = of(tmp_path, [["x"], ["指标", "x"], ["A", "60"]])
    assert found.is_clean
    assert found.published.skipped == ((1, "x"),)


def test_what_holds_numbers_is_no_note(tmp_path: Path) -> None:
    for row in (["A9", "60", "", "", ""], ["注：", "9,52", "", "", ""]):
        with pytest.raises(CaseError) as caught:
            of(tmp_path, [*ROWS, row])
        assert [each.code for each in caught.value.diagnostics] == ["published-indicator"]
    with pytest.raises(CaseError) as caught:
        of(tmp_path, [["项目", "xx", "yy", "1"], *ROWS])
    assert caught.value.diagnostics[0].at.line == 1


def test_merged_titles_and_notes_of_a_sheet(tmp_path: Path) -> None:
    of(tmp_path, ROWS)
    ruleset = scoring.load(tmp_path / "ruleset.yaml")
    results = ruleset.score_all([scoring.Case(id=name, figures=values) for name, values in CASES.items()])
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["考核得分表"])
    page.append([])
    for row in ROWS:
        page.append(row)
    page.append(["注：无"])
    page.merge_cells("A1:E2")
    page.merge_cells("A8:D8")
    book.save(tmp_path / "p.xlsx")
    found = compared(ruleset, results, tmp_path / "p.xlsx")
    assert found.is_clean
    assert found.published.skipped == ((1, "考核得分表"), (8, "注：无"))
    page.merge_cells("B4:C4")
    book.save(tmp_path / "p.xlsx")
    with pytest.raises(CaseError) as caught:
        compared(ruleset, results, tmp_path / "p.xlsx")
    assert [each.code for each in caught.value.diagnostics] == ["sheet-merged"]


# What the table leaves out


def test_what_the_table_has_no_place_for_is_told(tmp_path: Path) -> None:
    found = of(tmp_path, [["指标", "x", "y"], ["A", "60", "50"], ["总分", "95", ""]])
    assert "表中没有：1个单位（z）、2个指标或指标组（A1 b、C c）。" in lines(found)
    assert "Not in the table: 1 case (z), 2 indicators or groups (A1 b, C c)." in lines(found, "en")
    assert not any(
        "表中没有" in line for line in lines(of(tmp_path, [["单位", "A1", "C"], *([each, "", "1"] for each in CASES)]))
    )
