"""Shapes of published tables, and tables that cannot be used: told with their place, never guessed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

import scoring
from scoring.cli import main
from scoring.diagnostic import CaseError
from scoring.reconcile.printed import Key, written
from scoring.reconcile.reading import read_published

if TYPE_CHECKING:
    from scoring.reconcile.printed import Published

RULESETS = Path(__file__).parents[1] / "rulesets"
RULESET = scoring.load(RULESETS / "yongzhou-2023" / "ruleset.yaml")
CASES = scoring.load_cases(RULESETS / "yongzhou-2023" / "cases.yaml")
RATE, DECISION = "process.funds.execution", "decision"


def read(tmp_path: Path, text: str, name: str = "p.csv") -> Published:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_published(str(path), RULESET.program(), CASES)


def refused(tmp_path: Path, text: str, name: str = "p.csv") -> list[tuple[str, int, int]]:
    """What is wrong with a table: code, line, column."""
    with pytest.raises(CaseError) as caught:
        read(tmp_path, text, name)
    return [(each.code, each.at.line, each.at.column) for each in caught.value.diagnostics]


SHAPES = {
    "a row an indicator": "indicator,city,lingling\nB1.2,0,1.3\nA,13,14\ntotal,96,84.22\n",
    "a row a case": "case,B1.2,A,total\ncity,0,13,96\nlingling,1.3,14,84.22\n",
    "a row a number": (
        "case,indicator,score\ncity,B1.2,0\ncity,A,13\ncity,total,96\nlingling,B1.2,1.3\nlingling,A,14\nlingling,,84.22\n"
    ),
    "by names": "三级指标,市本级,零陵\n预算执行率,0,1.3\n决策,13,14\n合计得分,96,84.22\n",
    "by paths, columns elsewhere": f"备注,单位,总分,{DECISION},{RATE}\nx,city,96,13,0\ny,零陵,84.22,14,1.3\n",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_natural_shape_is_read(text: str, tmp_path: Path) -> None:
    found = read(tmp_path, text)
    assert {tuple(key): cell.text for key, cell in found.cells.items()} == {
        ("score", "city", RATE): "0",
        ("score", "lingling", RATE): "1.3",
        ("score", "city", DECISION): "13",
        ("score", "lingling", DECISION): "14",
        ("score", "city", ""): "96",
        ("score", "lingling", ""): "84.22",
    }


def test_other_numbers_have_rows_and_columns_of_their_own(tmp_path: Path) -> None:
    text = (
        "指标,分值,市本级,零陵,汇总,扣分\n决策,15,13,14,13.99,1.01\nA.lost,,2,1,,\n"
        "总分,100,,,85.14,\n资金占比,,3%,0.63,1,\n加权得分,,2.88,53.06,85.14,\n"
    )
    across = read(tmp_path, text)
    assert {key: cell.value for key, cell in across.cells.items()} == {
        Key("points", "", DECISION): 15,
        Key("score", "city", DECISION): 13,
        Key("score", "lingling", DECISION): 14,
        Key("score", "", DECISION): Fraction("13.99"),
        Key("lost", "", DECISION): Fraction("1.01"),
        Key("lost", "city", DECISION): 2,
        Key("lost", "lingling", DECISION): 1,
        Key("points", "", ""): 100,
        Key("score", "", ""): Fraction("85.14"),
        Key("weight", "city", ""): Fraction("0.03"),
        Key("weight", "lingling", ""): Fraction("0.63"),
        Key("weight", "", ""): 1,
        Key("contribution", "city", ""): Fraction("2.88"),
        Key("contribution", "lingling", ""): Fraction("53.06"),
        Key("contribution", "", ""): Fraction("85.14"),
    }
    down = read(tmp_path, "case,A,total,weight\n分值,15,100,\ncity,13,,0.03\n汇总,13.99,85.14,\n")
    assert {key for key in down.cells} == {  # noqa: C416  # the keys, as a set
        Key("points", "", DECISION), Key("points", "", ""), Key("score", "city", DECISION), Key("weight", "city", ""),
        Key("score", "", DECISION), Key("score", "", ""),
    }  # fmt: skip


def test_a_table_of_one_case_needs_no_case(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("三级指标,分值,得分,扣分,扣分原因\n预算执行率,2,1.31,0.69,83.06%\n", "utf-8")
    found = read_published(str(path), RULESET.program(), CASES[2:3])
    assert {tuple(key): cell.text for key, cell in found.cells.items()} == {
        ("points", "lengshuitan", RATE): "2",
        ("score", "lengshuitan", RATE): "1.31",
        ("lost", "lengshuitan", RATE): "0.69",
    }
    assert found.unread == ("扣分原因",)
    assert refused(tmp_path, "三级指标,得分\n预算执行率,1.31\n") == [("published-one-case", 1, 6)]


def test_blanks_are_not_printed(tmp_path: Path) -> None:
    found = read(tmp_path, "indicator,city,lingling\nB1.2,,–\nA,13,-\n")
    assert list(found.cells) == [Key("score", "city", DECISION)]
    assert set(found.blanks) == {
        Key("score", "city", RATE), Key("score", "lingling", RATE), Key("score", "lingling", DECISION),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("9.52", "9.52", 2), ("12.00", "12", 2), ("1,922.00", "1922", 2), ("９．５２", "9.52", 2), ("-3", "-3", 0),
        ("−3.5", "-3.5", 1), ("+2", "2", 0), ("22%", "0.22", 2), ("3.5 %", "0.035", 3), ("12,345,678", "12345678", 0),
    ],
)  # fmt: skip
def test_numbers_as_people_print_them(text: str, value: str, places: int) -> None:
    found = written(text)
    assert (found.value, found.places) == (Fraction(value), places)


@pytest.mark.parametrize(
    "text", ["9,52", "1,92.00", "1 922", "3分", "1.2.3", "0x10", "1e3", "=1+1", "NaN", "٣", "1_000"]
)
def test_what_is_no_number_is_refused(text: str, tmp_path: Path) -> None:
    assert written(text).value is None
    assert refused(tmp_path, f'indicator,city\nB1.2,"{text}"\n') == [("published-number", 2, 6)]


BAD = {
    "unknown case": ("indicator,citty,lingling\nA,1,2\n", [("published-case", 1, 11)]),
    "unknown case in a row": ("case,A,B\ncitty,1,2\nlingling,1,2\n", [("published-case", 2, 1)]),
    "unknown case in a long table": ("case,indicator,score\ncitty,A,1\n", [("published-case", 2, 1)]),
    "unknown indicator": ("indicator,city\nA1.22,1\nA,2\n", [("published-indicator", 2, 1)]),
    "unknown indicator in a column": ("case,A,A1.22\ncity,1,2\n", [("published-indicator", 1, 8)]),
    "a figure": ("indicator,city\nbudget,56\nA,13\n", [("published-indicator", 2, 1)]),
    "twice": ("indicator,city\nA,13\n决策,14\n", [("published-twice", 3, 4)]),
    "a percentage of points": ("indicator,city\nA,87%\n", [("published-percent", 2, 3)]),
    "no heading": ("indicator,city,\nA,13,14\n", [("published-heading", 2, 6)]),
    "a longer row": ("indicator,city\nA,13,14\n", [("published-heading", 2, 6)]),
    "no beginning": ("indicator,city\nA,13\n,14\n", [("published-row", 3, 2)]),
    "a note at a number": ("indicator,city\nA,13²\nB,1①\n", [("published-number", 2, 3), ("published-number", 3, 3)]),
    "points of a weight": ("indicator,分值,city\nweight,1,0.03\n", [("published-nothing", 2, 8)]),
    "neither": ("a,b\n1,2\n", [("published-shape", 1, 1)]),
    "semicolons": ("indicator;city\nA;13\n", [("csv-separator", 1, 1)]),
    "empty": ("", [("published-empty", 0, 0)]),
    "nothing printed": ("indicator,city\nA,\n", [("published-empty", 0, 0)]),
    "an open quote": ('indicator,city\n"A,13\n', [("csv-quote-open", 2, 1)]),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_told_with_its_place(text: str, expected: list[tuple[str, int, int]], tmp_path: Path) -> None:
    assert refused(tmp_path, text) == expected


def test_all_that_is_wrong_is_told_at_once_and_near_names_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read(tmp_path, "indicator,city,lengshuitang\nB1.22,1,2\nB1.2,x,1\n")
    text = caught.value.text("en")
    assert "did you mean 'lengshuitan'?" in text
    assert "did you mean 'B1.2'?" in text
    assert "'x' is no number" in text
    assert "没有单位“lengshuitang”" in caught.value.text("zh")


def test_a_name_that_fits_several_indicators_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\npoints: 2\nindicators:\n"
        "  a: {points: 1, indicators: {x: {name: same, points: 1, rules: judge}}}\n"
        "  b: {points: 1, indicators: {y: {name: same, points: 1, rules: judge}}}\n",
        "utf-8",
    )
    program = scoring.load(tmp_path / "r.yaml").program()
    path = tmp_path / "p.csv"
    path.write_text("indicator,one\nsame,1\na,1\n", "utf-8")
    with pytest.raises(CaseError) as caught:
        read_published(str(path), program, [scoring.Case(id="one")])
    assert [each.code for each in caught.value.diagnostics] == ["published-ambiguous"]
    assert "a.x, b.y" in caught.value.text("en")
    path.write_text("indicator,one,portfolio\na,1,1\n", "utf-8")
    with pytest.raises(CaseError) as caught:
        read_published(str(path), program, [scoring.Case(id="one")])
    assert [each.code for each in caught.value.diagnostics] == ["published-no-portfolio"]


def test_another_file_is_no_table(tmp_path: Path) -> None:
    assert [each[0] for each in refused(tmp_path, "x", "p.txt")] == ["published-suffix"]


def sheet(tmp_path: Path, *, merged: bool = False) -> str:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "评分"
    for row in (
        ["指标", "市本级", "零陵"],
        ["预算执行率", 0, 1.3],
        ["决策", "１３", "14.00"],
        ["资金占比", 0.03, 0.63],
    ):
        page.append(row)
    page["B4"].number_format = "0%"
    if merged:
        page.merge_cells("B2:C2")
    book.save(tmp_path / "p.xlsx")
    return str(tmp_path / "p.xlsx")


def test_a_sheet_is_read_like_a_csv_file(tmp_path: Path) -> None:
    found = read_published(f"{sheet(tmp_path)}#评分", RULESET.program(), CASES)
    values = {tuple(key): cell.value for key, cell in found.cells.items()}
    assert values["score", "lingling", RATE] == Fraction("1.3")
    assert values["score", "city", DECISION] == 13
    assert values["score", "lingling", DECISION] == 14
    assert values["weight", "city", ""] == Fraction("0.03")
    assert str(found.cells[Key("score", "lingling", RATE)].at).endswith("p.xlsx#评分!C2")


def test_merged_cells_are_told_with_sheet_and_cell(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_published(sheet(tmp_path, merged=True), RULESET.program(), CASES)
    (problem,) = caught.value.diagnostics
    assert problem.code == "sheet-merged"
    assert "p.xlsx#评分!B2" in str(problem)


@pytest.mark.parametrize("name", ["A" + ".lost" * 6000, "x" * 32_000, "\u202e=cmd|' /C calc'!A0", "." * 5000, "\x07"])
def test_names_of_others_do_no_harm(name: str, tmp_path: Path) -> None:
    codes = {each[0] for each in refused(tmp_path, f"indicator,city\nA,13\n{name},1\n")}
    assert codes <= {"published-indicator", "invisible-character"}
    assert codes
    codes = {each[0] for each in refused(tmp_path, f"indicator,city,{name}\nA,13,1\n")}
    assert codes <= {"published-case", "invisible-character"}
    assert codes


def test_a_template_that_was_filled_in_is_no_printed_table(tmp_path: Path) -> None:
    target = tmp_path / "template.xlsx"
    assert main(["template", str(RULESETS / "yongzhou-2023" / "ruleset.yaml"), "-o", str(target)]) == 0
    with pytest.raises(CaseError) as caught:
        read_published(str(target), RULESET.program(), CASES)
    assert [each.code for each in caught.value.diagnostics] == ["published-template"]


def test_a_row_that_is_too_short_has_empty_cells(tmp_path: Path) -> None:
    short = read(tmp_path, "indicator,score,case\nA,13,city\nB,20\n")
    assert short.cells.keys() == read(tmp_path, "indicator,score,case\nA,13,city\nB,20,\n").cells.keys()
    assert [key.case for key in short.cells] == ["city", ""]
