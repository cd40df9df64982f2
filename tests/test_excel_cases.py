"""Cases from sheets: the headings of CSV, exact numbers; what a person sees otherwise is refused with its cell."""

from __future__ import annotations

import datetime as dt
import io
import pickle
import time
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from scoring import sheet_package
from scoring.case import Case, Finding, Given, Mark, SetScore
from scoring.case_rows import CELL
from scoring.cases import load_cases
from scoring.cli import main
from scoring.csv_cases import read_csv
from scoring.diagnostic import CaseError, Problems, ScoringError
from scoring.ruleset import Ruleset
from scoring.sheet_grid import BUILT_IN, Problem, kind_of, number
from scoring.source import Source, cell_name
from scoring.testing.running import open_suite, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

RULESET = """\
ruleset: sheets
source: x
points: 10
figures:
  received: {min: 0}
  rate: {unit: "%", min: 0, max: 100%}
  year: {words: ["2023", "2024"], if_missing: "2024"}
  ready: {type: flag, if_missing: true}
  opened: {type: date, if_missing: 2024-01-01}
  left: {missing: ["-999"], if_missing: zero}
indicators:
  use: {points: 10, rules: {ratio: received, to: 500}}
without_findings: keep
outputs: [received, rate, year, ready, opened, left]
"""


def book_of(rows: Sequence[Sequence[object]], title: str = "main") -> tuple[openpyxl.Workbook, Worksheet]:
    """Return a workbook with some rows in its only sheet."""
    book = openpyxl.Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def saved(folder: Path, book: openpyxl.Workbook, name: str = "cases.xlsx") -> str:
    path = folder / name
    book.save(path)
    return str(path)


def edited(path: str, part: str, *changes: tuple[str, str]) -> str:
    """Change the text of a part of a workbook that is written already."""
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    text = parts[part].decode()
    for before, after in changes:
        assert before in text, text[:3000]
        text = text.replace(before, after)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each, data in parts.items():
            new.writestr(each, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"
NIGHT = dt.datetime.combine(dt.date(2024, 10, 18), dt.time.min)


def values(case: Case) -> dict[str, object]:
    return {address: each.value for address, each in case.figures.items() if isinstance(each, Given)}


def read(path: str) -> list[dict[str, object]]:
    return [values(case) for case in load_cases(path)]


def wrong(path: str) -> list[str]:
    """Return code and place of what is wrong with a file of cases."""
    with pytest.raises(CaseError) as error:
        load_cases(path)
    for each in error.value.diagnostics:
        for lang in ("en", "zh"):
            assert len(each.render(lang)) <= 500 + len(path)
    return [f"{each.code} {str(each.at).rpartition('/')[2]}" for each in error.value.diagnostics]


# The same as CSV


def test_a_row_is_a_case_and_a_heading_an_address(tmp_path: Path) -> None:
    headings = (
        "id,name,date,by,received,到位资金,trained.actual,approval.findings,approval.amount,quality.mark,"
        "quality.because,process.funds.deduct,lasting.set,lasting.because,procurement.not_applicable"
    )
    row = "lengshuitan,冷水滩,2024-10-18,张三,428,,1506,2,334.05,8,无记录,1,1,C-12,无采购事项"
    typed = ["lengshuitan", "冷水滩", dt.date(2024, 10, 18), "张三", 428, None, 1506.0, 2, 334.05, 8, "无记录", 1, 1.0,
             "C-12", "无采购事项"]  # fmt: skip
    book, _ = book_of([headings.split(","), typed])
    assert load_cases(saved(tmp_path, book)) == read_csv(Source("x.csv", f"{headings}\n{row}\n"), Problems())
    (case,) = load_cases(tmp_path / "cases.xlsx")
    assert case.findings == (Finding(("approval",), "2", "334.05"),)
    assert case.marks == {
        "quality": Mark("8", because="无记录", by="张三"),
        "process.funds": Mark(deduct="1", by="张三"),
    }
    assert case.set == {"lasting": SetScore("1", "C-12", "张三")}


def test_every_value_knows_its_sheet_and_cell(tmp_path: Path) -> None:
    book, _ = book_of([[], ["id", None, "spent"], [], ["a", None, 355.49]], "2024 年")
    (case,) = load_cases(saved(tmp_path, book))
    spent = case.figures["spent"]
    assert isinstance(spent, Given)
    assert (spent.origin.text(), spent.origin.text("zh")) == ("cases.xlsx#2024 年!C4", "cases.xlsx#2024 年!C4")
    assert str(spent.origin.key).endswith("cases.xlsx#2024 年!C2")
    assert (spent.origin.row, spent.origin.column) == (4, "spent")
    assert str(case.at).endswith("cases.xlsx#2024 年!A4")
    assert pickle.loads(pickle.dumps(case)) == case  # noqa: S301  # our own


def test_what_is_wrong_with_rows_is_told_by_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "x", "x", "y.points"], ["a", 1, 2, 3]]
    assert wrong(saved(tmp_path, book_of(rows)[0])) == [
        "csv-heading-twice cases.xlsx#main!C1",
        "csv-heading-result cases.xlsx#main!D1",
    ]
    rows = [["id", "x", None, "date"], ["a", 1, 7], [None, 2], ["a", 3], ["b", None, None, "2024/1/1"]]
    assert wrong(saved(tmp_path, book_of(rows)[0])) == [
        "csv-no-heading cases.xlsx#main!C2",
        "csv-id-empty cases.xlsx#main!A3",
        "case-id-twice cases.xlsx#main!A4",
        "case-date cases.xlsx#main!D5",
    ]
    assert wrong(saved(tmp_path, book_of([["name"], ["a"]])[0])) == ["csv-no-id cases.xlsx#main!A1"]
    assert wrong(saved(tmp_path, book_of([])[0])) == ["csv-empty cases.xlsx#main"]
    assert wrong(saved(tmp_path, book_of([["id"]])[0])) == ["case-none cases.xlsx#main"]


def test_a_sheet_is_named_behind_the_file(tmp_path: Path) -> None:
    book, _ = book_of([["id"], ["a"]])
    for name in ("2024", "二〇二四 年#1"):
        book.create_sheet(name).append(["id"])
        book[name].append([f"of {name}"])
    path = saved(tmp_path, book, "Cases.XLSX")
    assert [case.id for case in load_cases(path)] == ["a"]
    assert [case.id for case in load_cases(f"{path}#2024")] == ["of 2024"]
    assert [case.id for case in load_cases(f"{path}#二〇二四 年#1")] == ["of 二〇二四 年#1"]
    assert wrong(f"{path}#2025") == ["sheet-unknown Cases.XLSX"]
    assert wrong(f"{path}#") == ["file-missing Cases.XLSX#"]
    assert wrong(str(tmp_path / "none.xlsx#1")) == ["file-missing none.xlsx"]


def test_a_first_sheet_that_nobody_sees_is_not_taken(tmp_path: Path) -> None:
    book, sheet = book_of([["id"], ["a"]], "old")
    book.create_sheet("new").append(["id"])
    sheet.sheet_state = "hidden"
    path = saved(tmp_path, book)
    assert wrong(path) == ["sheet-hidden cases.xlsx"]
    with pytest.raises(CaseError, match=r"say which sheet is meant: cases\.xlsx#new"):
        load_cases(path)
    assert [case.id for case in load_cases(f"{path}#old")] == ["a"]


def test_sheets_of_charts_are_passed_over(tmp_path: Path) -> None:
    book, _ = book_of([["id"], ["a"]])
    book.create_chartsheet("picture", 0)
    assert [case.id for case in load_cases(saved(tmp_path, book))] == ["a"]


# Values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (428.0, "428"),
        (428, "428"),
        (-0.0, "0"),
        (83.06, "83.06"),
        (83.06000000000002, "83.06"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (1e21, "1" + "0" * 21),
        (1.5e-7, "0.00000015"),
        (123456789012345678, "123456789012346000"),
        ("１２", "１２"),
        ("1,922.00", "1,922.00"),
        (" 12\u00a0", "12"),
        ("012", "012"),
        (True, "true"),
        (False, "false"),
        (dt.date(2024, 10, 18), "2024-10-18"),
        (NIGHT, "2024-10-18"),
        (NIGHT + dt.timedelta(hours=12.5), "2024-10-18 12:30:00"),
        (dt.date(1900, 1, 1), "1900-01-01"),
        (dt.date(1900, 3, 1), "1900-03-01"),
        (dt.date(9999, 12, 31), "9999-12-31"),
        (dt.time(8, 5), "08:05:00"),
        (dt.timedelta(days=1, hours=2), "26:00:00"),
        ("a\nb", "a\nb"),
    ],
)
def test_a_value_is_read_as_a_person_sees_it(tmp_path: Path, value: object, expected: str) -> None:
    book, sheet = book_of([["id", "x"], ["a", "?"]])
    sheet["B2"] = value  # type: ignore[assignment]  # any value a cell can have
    if isinstance(value, dt.timedelta):
        sheet["B2"].number_format = "[h]:mm:ss"
    assert read(saved(tmp_path, book)) == [{"x": expected}]


def test_blanks_are_not_given_and_formats_alone_are_nothing(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x", "y"], ["a", None, "  "], [None, "\u3000"], ["b", 0, ""]])
    sheet["Z99"].number_format = "0.00%"
    assert read(saved(tmp_path, book)) == [{}, {"x": "0"}]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.8306, "0.00%", "83.06%"),
        (0.8306, "0%", "83.06%"),
        (0.83060000000000012, "0.0%", "83.06%"),
        (1, "0%", "100%"),
        (0.95, "[Red]0.0%;-0.0%", "95%"),
        (83.06, '0.00"%"', "83.06%"),
        (0.5, '0.0"%";-0.0', "0.5%"),
        (83.06, "0.00\\%", "83.06%"),
        (83.06, '0.00;-0.0"%"', "83.06"),
        (83.06, '0.00_%" of 100%"', "83.06"),
        (1922, "#,##0.00", "1922"),
        (1922, '#,##0.00"元"', "1922"),
        (0.1234, "0.00", "0.1234"),
        (5, "General", "5"),
        (45583, 'yyyy"年"m"月"d"日"', "2024-10-18"),
        (45583, "[$-804]mmmm d", "2024-10-18"),
        (45583.5, "d/m/yy h:mm", "2024-10-18 12:00:00"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (1.5, "[hh]:mm", "36:00:00"),
        (1234.5, "0.00E+00", "1234.5"),
        (0.000012345678901234, "0.00%", "0.000012345678901234"),
    ],
)
def test_how_a_cell_shows_a_number_says_what_it_is(tmp_path: Path, value: float, code: str, expected: str) -> None:
    book, sheet = book_of([["id", "x"], ["a", value]])
    sheet["B2"].number_format = code
    assert read(saved(tmp_path, book)) == [{"x": expected}]


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x"], ["a", 0]])
    sheet["B2"].number_format = "yyyy-mm-dd"
    book.epoch = CALENDAR_MAC_1904
    assert read(saved(tmp_path, book)) == [{"x": "1904-01-01"}]


@pytest.mark.parametrize("value", [-1, 0, 2_958_466, 1e300])
def test_a_number_that_is_no_day_is_refused_as_a_date(tmp_path: Path, value: float) -> None:
    book, sheet = book_of([["id", "x"], ["a", value]])
    sheet["B2"].number_format = "yyyy-mm-dd"
    assert wrong(saved(tmp_path, book)) == ["sheet-value cases.xlsx#main!B2"]


def test_the_day_that_only_spreadsheets_have_is_no_day(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "opened", "received"], ["a", 60, 1]])
    sheet["B2"].number_format = "yyyy-mm-dd"
    assert scored(saved(tmp_path, book)) == "no-such-day B2"


def scored(path: str) -> object:
    """Return the further results of the first case, or code and cell of what its ruleset refuses."""
    ruleset = Ruleset((("sheets.yaml", RULESET),))
    try:
        outputs = ruleset.score(load_cases(path)[0]).outputs
    except CaseError as error:
        return " ".join(f"{each.code} {str(each.at).rpartition('!')[2]}" for each in error.diagnostics)
    return {name: value for name, value in outputs.items() if value is not None}


@pytest.mark.parametrize(
    ("figure", "value", "code", "expected"),
    [
        ("rate", 0.8306, "General", Fraction(8306, 10000)),
        ("rate", 0.8306, "0.00%", Fraction(8306, 10000)),
        ("rate", "83.06%", "General", Fraction(8306, 10000)),
        ("rate", "83.06%", "@", Fraction(8306, 10000)),
        ("rate", 83.06, "General", "ratio-range B2"),
        ("rate", 83.06, "0.00%", "out-of-range B2"),
        ("rate", 83.06, '0.00"%"', Fraction(8306, 10000)),
        ("rate", 0.5, '0.0"%"', Fraction(5, 1000)),
        ("received", 0.5, '0.0"%"', "unexpected-percent B2"),
        ("rate", "0.8306", "General", "percent-sign B2"),
        ("received", 0.8306, "0.00%", "unexpected-percent B2"),
        ("received", "428", "General", 428),
        ("received", "1,922.00", "General", "thousands B2"),
        ("received", "１２", "General", "value-wide B2"),
        ("received", True, "General", "not-a-number B2"),
        ("received", dt.date(2024, 10, 18), "yyyy-mm-dd", "date-for-number B2"),
        ("received", -1, "General", "out-of-range B2"),
        ("received", 1e16, "General", "too-many-digits B2"),
        ("received", 0.000012345678901234, "0.00%", Fraction("0.000012345678901234")),
        ("received", 1.25e-20, "General", Fraction("0.0000000000000000000125")),
        ("received", "=1+1", "@", "not-a-number B2"),
        ("year", 2023, "General", "2023"),
        ("year", "2023", "@", "2023"),
        ("year", 2022, "General", "not-a-word B2"),
        ("ready", False, "General", False),
        ("ready", "false", "General", False),
        ("ready", "FALSE", "@", False),
        ("ready", "否", "@", False),
        ("ready", 0, '"TRUE";"TRUE";"FALSE"', False),
        ("ready", 0, "General", "not-a-truth-value B2"),
        ("ready", "no", "@", "not-a-truth-value B2"),
        ("received", 1, '"TRUE";"TRUE";"FALSE"', "not-a-number B2"),
        ("opened", dt.date(2024, 10, 18), "d.m.yy", dt.date(2024, 10, 18)),
        ("opened", "2024-10-18", "@", dt.date(2024, 10, 18)),
        ("opened", 45583, "General", "not-a-date B2"),
        ("opened", NIGHT + dt.timedelta(hours=9), "d.m.yy h:mm", "date-with-time B2"),
        ("left", -999, "0", None),
    ],
)
def test_a_figure_takes_what_its_cell_means(
    tmp_path: Path, figure: str, value: object, code: str, expected: object
) -> None:
    book, sheet = book_of([["id", figure], ["a", "?"]])
    sheet["B2"] = value  # type: ignore[assignment]  # any value a cell can have
    sheet["B2"].number_format = code
    if value == "=1+1":
        sheet["B2"].data_type = "s"
    found = scored(saved(tmp_path, book))
    assert (found.get(figure) if isinstance(found, dict) else found) == expected


def test_the_message_for_a_figure_typed_without_its_sign_says_what_to_write(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of([["id", "rate"], ["a", 83.06]])[0])
    with pytest.raises(CaseError) as error:
        Ruleset((("sheets.yaml", RULESET),)).score(load_cases(path)[0])
    (problem,) = error.value.diagnostics
    assert problem.message() == "'rate' is 83.06, outside 0% … 100%; a number without % is a ratio"
    assert problem.hint() == "write 0.8306 or '83.06%'"


def test_a_list_stands_in_one_cell(tmp_path: Path) -> None:
    text = RULESET.replace(
        "  left:", '  parts: {list_of: {unit: "%", max: 100%}}\n  most: {unit: "%", is: max(parts)}\n  left:'
    )
    ruleset = Ruleset((("x.yaml", text.replace("left]", "left, most]")),))
    book, sheet = book_of([["id", "parts"], ["a", "30%; 95%"], ["b", 0.31], ["c", 0.31]])
    sheet["B4"].number_format = "0%"
    found = [ruleset.score(case).outputs["most"] for case in load_cases(saved(tmp_path, book))]
    assert found == [Fraction(95, 100), Fraction(31, 100), Fraction(31, 100)]


# What is seen otherwise than it is read


def test_errors_of_formulas_are_refused(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x"], ["a", "#DIV/0!"], ["b", "?"]])
    sheet["B3"].value, sheet["B3"].data_type = "#N/A", "e"
    assert wrong(saved(tmp_path, book)) == ["sheet-error cases.xlsx#main!B2", "sheet-error cases.xlsx#main!B3"]


def test_formulas_without_a_stored_result_are_refused_and_those_with_one_are_read(tmp_path: Path) -> None:
    book, _ = book_of([["id", "x"], ["a", "=1+1"]])
    path = saved(tmp_path, book)
    assert wrong(path) == ["sheet-formula cases.xlsx#main!B2"]
    edited(path, SHEET, ("<v></v>", "<v>2</v>") if "<v></v>" in part(path) else ("<v />", "<v>2</v>"))
    assert wrong(path) == ["sheet-formula cases.xlsx#main!B2"]  # the writer leaves all results to be computed later
    edited(path, "xl/workbook.xml", ('fullCalcOnLoad="1"', ""))
    assert read(path) == [{"x": "2"}]
    edited(path, SHEET, ('<c r="B2">', '<c r="B2" t="str">'), ("<v>2</v>", "<v></v>"))
    assert read(path) == [{}]  # the stored result is the empty text


def test_the_formulas_that_libreoffice_writes_for_truth_values_are_read_as_such(tmp_path: Path) -> None:
    book, _ = book_of([["id", "ready"], ["a", "=FALSE()"], ["b", "=1-1"]])
    path = edited(saved(tmp_path, book), "xl/workbook.xml", ('fullCalcOnLoad="1"', ""))
    empty = "<v></v>" if "<v></v>" in part(path) else "<v />"
    text = part(path).replace(empty, "<v>0</v>")
    edited(path, SHEET, (part(path), text))
    assert read(path) == [{"ready": "false"}, {"ready": "0"}]


def part(path: str, name: str = SHEET) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def test_merged_cells_are_refused_where_there_are_cells(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x", "y"], ["a", 1, 2], ["b", None, 3]])
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("F7:G9")
    assert wrong(saved(tmp_path, book)) == ["sheet-merged cases.xlsx#main!A1", "sheet-merged cases.xlsx#main!B2"]
    with pytest.raises(CaseError, match="the cells B2:B3 are merged: only the first of them has a value"):
        load_cases(tmp_path / "cases.xlsx")


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of([["id", "x"], ["a", 1], ["b", 2]])[0])
    edited(path, SHEET, ('<c r="B3"', '<c r="A3"'))
    assert wrong(path) == ["sheet-cell-twice cases.xlsx#main!A3"]


def test_invisible_characters_and_long_texts_are_refused(tmp_path: Path) -> None:
    book, _ = book_of([["id", "x", "y"], ["a\u200b", "b", "c"]])
    path = edited(saved(tmp_path, book), SHEET, ("<t>b</t>", "<t>b_x0007_</t>"), ("<t>c</t>", f"<t>{'c' * 33_000}</t>"))
    assert wrong(path) == [
        "invisible-character cases.xlsx#main!A2",
        "invisible-character cases.xlsx#main!B2",
        "csv-cell-long cases.xlsx#main!C2",
    ]
    assert CELL < 33_000


def test_hidden_rows_and_columns_are_read(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x"], ["a", 1], ["b", 2]])
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["B"].hidden = True
    assert read(saved(tmp_path, book)) == [{"x": "1"}, {"x": "2"}]


def test_texts_of_other_programs_are_read(tmp_path: Path) -> None:
    """Shared and rich texts, how they are read aloud, escapes, and cells that do not say where they stand."""
    path = saved(tmp_path, book_of([["id", "x"], ["a", "b"]])[0])
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>id</t></si><si><r><t>re</t></r>'
        '<r><rPr/><t xml:space="preserve">ceived</t></r><rPh sb="0" eb="1"><t>kana</t></rPh></si>'
        "<si><t>_x0041_1</t></si></sst>"
    )
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>4.28E2</v></c></row>'
    sheet = part(path)
    old = sheet[sheet.index("<sheetData>") : sheet.index("</sheetData>")]
    edited(path, SHEET, (old, f"<sheetData>{cells}"))
    relations = "xl/_rels/workbook.xml.rels"
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings"
    edited(
        path,
        relations,
        ("</Relationships>", f'<Relationship Id="t" Type="{kind}" Target="/xl/t.xml"/></Relationships>'),
    )
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/t.xml", shared)
    (case,) = load_cases(path)
    assert (case.id, values(case)) == ("A1", {"received": "428"})
    edited(path, SHEET, ("<v>2</v>", "<v>3</v>"))
    assert wrong(path) == ["sheet-damaged cases.xlsx"]


def test_what_looks_like_a_formula_stays_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, sheet = book_of([["id", "received"], ["a", 500]])
    sheet["A2"].value = "=cmd|'/c calc'!A0"
    sheet["A2"].data_type = "s"
    path = saved(tmp_path, book)
    (tmp_path / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    assert main(["score", str(tmp_path / "ruleset.yaml"), path, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("'=cmd|'/c calc'!A0,,scored,10,")


# Files that are no workbook, and hostile ones


def test_what_is_no_workbook_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert wrong(str(path)) == ["sheet-old cases.xlsx"]
    for data in (b"", b"id,x\na,1\n", b"PK"):
        path.write_bytes(data)
        assert wrong(str(path)) == ["sheet-not-workbook cases.xlsx"]
    for suffix in (".xls", ".xlsm", ".xlsb", ".numbers"):
        assert wrong(str(tmp_path / f"cases{suffix}")) == [f"case-suffix cases{suffix}"]
    path.unlink()
    path.mkdir()
    assert wrong(str(path)) == ["file-unreadable cases.xlsx"]
    assert wrong(f"{path}\0.xlsx") == ["file-missing cases.xlsx\0.xlsx"]


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of([["id", "x"], ["a", 1]])[0])
    whole = Path(path).read_bytes()
    for cut in (30, 300, len(whole) // 2, len(whole) - 10):
        Path(path).write_bytes(whole[:cut])
        assert wrong(path) == ["sheet-damaged cases.xlsx"]
    for broken in ("<row", '<c r="B9"', '<c r="!"', '<c r="B2" s="x"', '<c r="B2" t="s"', '<c r="ZZZ2"', '<row r="-1"'):
        Path(path).write_bytes(whole)
        before = broken.partition(" ")[0] if broken.startswith("<row") else '<c r="B2"'
        edited(path, SHEET, (before, broken if broken != "<row" else "<rw>"))
        assert wrong(path) == ["sheet-damaged cases.xlsx"], broken
    Path(path).write_bytes(whole)
    edited(path, SHEET, ("<v>1</v>", "<v>NaN</v>"))
    assert wrong(path) == ["sheet-value cases.xlsx#main!B2"]


def test_documents_with_entities_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of([["id", "x"], ["a", "b"]])[0])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet'
    edited(path, SHEET, ("<worksheet", bomb), ("<t>b</t>", "<t>&b;</t>"))
    assert wrong(path) == ["sheet-damaged cases.xlsx"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("<t>b</t>", f"<t>{'b' * 70_000_000}</t>", "sheet-damaged"),
        ("</sheetData>", "<row><c><v>1</v></c></row>" * 210_000 + "</sheetData>", "sheet-damaged"),
        ("<sheetData>", "<x>" * 200 + "<sheetData>", "sheet-damaged"),
    ],
    ids=["text", "cells", "depth"],
)
def test_bombs_are_refused_before_they_are_large(tmp_path: Path, before: str, after: str, code: str) -> None:
    path = edited(saved(tmp_path, book_of([["id", "x"], ["a", "b"]])[0]), SHEET, (before, after))
    assert Path(path).stat().st_size < 200_000
    begin = time.process_time()
    assert wrong(path) == [f"{code} cases.xlsx"]
    assert time.process_time() - begin < 5


def test_parts_that_are_large_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, book_of([["id", "x"], ["a", "b"]])[0])
    monkeypatch.setattr(sheet_package, "UNPACKED", 1000)
    assert wrong(path) == ["sheet-large cases.xlsx"]


def test_what_is_packed_more_than_a_hundred_times_is_refused_where_it_is_large(tmp_path: Path) -> None:
    path = saved(tmp_path, book_of([["id"], ["a"]])[0])
    edited(path, SHEET, ("</sheetData>", f"</sheetData>{' ' * 1_000_000}"))
    assert read(path) == [{}]
    edited(path, SHEET, ("</sheetData>", f"</sheetData>{' ' * 1_000_000}"))
    assert wrong(path) == ["sheet-damaged cases.xlsx"]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = Path(saved(tmp_path, book_of([["id"]])[0]))
    path.write_bytes(path.read_bytes() + b"\0" * (1 << 24))
    assert wrong(str(path)) == ["sheet-large cases.xlsx"]


def test_one_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    book, sheet = book_of([["id", "x"], ["a", 1]])
    sheet["XFD1048576"] = 1
    assert wrong(saved(tmp_path, book)) == [
        "csv-id-empty cases.xlsx#main!A1048576",
        "csv-no-heading cases.xlsx#main!XFD1048576",
    ]
    book, sheet = book_of([["id"], *([[f"c{number}"] for number in range(20)])])
    sheet["XFD1"] = "x"
    assert wrong(saved(tmp_path, book)) == ["too-many-nodes cases.xlsx#main"]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_byte_can_do_anything_but_be_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    stream = io.BytesIO()
    book_of([["id", "x"], ["a", 1], ["b", "c"]])[0].save(stream)
    folder = tmp_path_factory.mktemp("bytes")
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(folder / "x.xlsx", "w") as new:
        for name in old.namelist():
            text = bytearray(old.read(name))
            if name in {SHEET, "xl/workbook.xml", "xl/styles.xml"}:
                for _ in range(data.draw(st.integers(0, 3))):
                    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
            new.writestr(name, bytes(text))
    try:
        load_cases(folder / "x.xlsx")
    except ScoringError as error:
        assert error.diagnostics  # noqa: PT017  # either way is right


# .ods

ODS = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:automatic-styles>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="main" table:style-name="{style}">
<table:table-column table:number-columns-repeated="1024"/>
<table:table-header-rows><table:table-row>
<table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>x</text:p><office:annotation><text:p>note</text:p>
</office:annotation></table:table-cell>
<table:table-cell table:number-columns-repeated="1022"/></table:table-row></table:table-header-rows>
{rows}
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>
</table:table-row></table:table>
<table:table table:name="other">
<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>z</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>
"""
ROW = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>{id}</text:p></table:table-cell>'
    "{cell}</table:table-row>"
)


@pytest.fixture(name="ods")
def ods_of(tmp_path: Path) -> Callable[..., str]:
    """Return what writes an .ods file whose cells of the column ``x`` are given."""

    def make(*cells: str, style: str = "ta1") -> str:
        path = tmp_path / "cases.ods"
        rows = "".join(ROW.format(id=f"c{number}", cell=cell) for number, cell in enumerate(cells))
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            file.writestr("content.xml", ODS.format(rows=rows, style=style))
        return str(path)

    return make


def cell(kind: str, text: str = "", **more: str) -> str:
    names = {"calc": "calcext:value-type", "formula": "table:formula"}
    own = "".join(f' {names.get(key) or "office:" + key.replace("_", "-")}="{value}"' for key, value in more.items())
    kind = f' office:value-type="{kind}"' if kind else ""
    return f"<table:table-cell{kind}{own}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cell("float", "428", value="428"), "428"),
        (cell("float", "83.06", value="83.060000000000002"), "83.06"),
        (cell("currency", "428 元", value="428"), "428"),
        (cell("percentage", "83.06%", value="0.8306"), "83.06%"),
        (cell("float", "83.1%", value="83.06"), "83.06%"),
        (cell("float", "83.1 of 100%", value="83.06"), "83.06"),
        (cell("date", "18.10.24", date_value="2024-10-18"), "2024-10-18"),
        (cell("date", "18.10.24", date_value="2024-10-18T00:00:00"), "2024-10-18"),
        (cell("date", "18.10.24", date_value="2024-10-18T12:30:00"), "2024-10-18 12:30:00"),
        (cell("time", "8:05", time_value="PT08H05M00S"), "08:05:00"),
        (cell("boolean", "WAHR", boolean_value="true"), "true"),
        (cell("string", "1,922.00"), "1,922.00"),
        (cell("string", "a<text:s text:c='2'/>b</text:p><text:p>c<text:span>d</text:span>"
              "<draw:frame><text:p>no</text:p></draw:frame>"), "a  b\ncd"),
        (cell("string", "", formula="of:=&quot;&quot;", string_value=""), None),
        (cell("float", "2", formula="of:=1+1", value="2"), "2"),
        ("<table:table-cell/>", None),
    ],
)  # fmt: skip
def test_cells_of_ods_say_what_they_are(ods: Callable[..., str], written: str, expected: str | None) -> None:
    assert read(ods(written))[0].get("x") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cell("string", "#DIV/0!", formula="of:=1/0", calc="error"), "sheet-error"),
        (cell("float", "Err:502", formula="of:=1/0", value="0"), "sheet-error"),
        (cell("", "", formula="of:=1+1"), "sheet-formula"),
        (cell("float", "1", value="INF"), "sheet-value"),
        (cell("float", "1", value="1").replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"'),
         "sheet-merged"),
    ],
)  # fmt: skip
def test_what_is_seen_otherwise_is_refused_in_ods(ods: Callable[..., str], written: str, expected: str) -> None:
    assert wrong(ods(cell("float", "1", value="1"), written)) == [f"{expected} cases.ods#main!B3"]


def test_repeated_cells_and_rows_of_ods_are_all_there(ods: Callable[..., str]) -> None:
    row = "</table:table-row><table:table-row table:number-rows-repeated='2'>" + cell("string", "d")
    assert wrong(ods(cell("float", "1", value="1") + row)) == ["case-id-twice cases.ods#main!A4"]
    many = cell("float", "1", value="1").replace(
        "<table:table-cell", "<table:table-cell table:number-columns-repeated='2'"
    )
    assert wrong(ods(many)) == ["csv-no-heading cases.ods#main!C2"]
    for count in ("300000", "x", "9999999999"):
        assert wrong(ods(many.replace("'2'", f"'{count}'"))) == ["sheet-damaged cases.ods"]
    rows = "</table:table-row><table:table-row table:number-rows-repeated='900000'>" + cell("string", "d")
    assert wrong(ods(rows)) == ["sheet-damaged cases.ods"]


def test_blanks_of_ods_are_no_more_than_a_cell_may_hold(ods: Callable[..., str]) -> None:
    begin = time.process_time()
    long = cell("string", "a" + "<text:s text:c='40000'/>" * 100_000 + "b</text:p><text:p>" * 10)
    assert wrong(ods(long)) == ["csv-cell-long cases.ods#main!B2"]
    full = f"a<text:s text:c='{CELL - 2}'/>b"
    assert read(ods(cell("string", full))) == [{"x": f"a{' ' * (CELL - 2)}b"}]
    assert wrong(ods(cell("string", f"{full}c"))) == ["csv-cell-long cases.ods#main!B2"]
    assert time.process_time() - begin < 3


def test_sheets_of_ods_are_named_and_may_be_hidden(ods: Callable[..., str]) -> None:
    path = ods(cell("float", "1", value="1"), style="ta2")
    assert wrong(path) == ["sheet-hidden cases.ods"]
    assert read(f"{path}#main") == [{"x": "1"}]
    assert [case.id for case in load_cases(f"{path}#other")] == ["z"]
    assert wrong(f"{path}#mine") == ["sheet-unknown cases.ods"]


def test_an_xlsx_file_that_is_called_ods_is_refused(tmp_path: Path) -> None:
    assert wrong(saved(tmp_path, book_of([["id"]])[0], "x.ods")) == ["sheet-damaged x.ods"]


# In tests, and smaller parts


def test_tests_and_snapshots_take_cases_from_sheets(tmp_path: Path) -> None:
    book, _ = book_of([["id", "received"], ["a", 500], ["b", 250]], "2024")
    saved(tmp_path, book, "many.xlsx")
    (tmp_path / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "x.test.yaml").write_text(
        "ruleset: ruleset.yaml\ntests:\n- {name: one, base: {case: b, from: many.xlsx}, expect: {total: 5}}\n"
        "- {name: all, cases: many.xlsx#2024, expect: {a: {total: 10}, b: {total: 5}}}\n",
        encoding="utf-8",
    )
    assert [verdict.fails for verdict in run(open_suite(str(tmp_path / "x.test.yaml")))] == [False, False]


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=2))
def test_a_number_that_a_person_types_is_read_as_typed(value: Decimal) -> None:
    double = float(value)
    for text in (repr(double), f"{double:.17g}", f"{double:.15g}"):
        assert Decimal(cast("str", number(text))) == value


def test_names_of_cells() -> None:
    assert [cell_name(7, column) for column in (1, 26, 27, 702, 703, 16384)] == [
        "A7",
        "Z7",
        "AA7",
        "ZZ7",
        "AAA7",
        "XFD7",
    ]


def test_formats_that_are_built_in_are_what_their_codes_say() -> None:
    codes = BUILTIN_FORMATS
    assert {id_: kind_of(code) for id_, code in codes.items() if kind_of(code)} == {
        id_: kind for id_, kind in BUILT_IN.items() if id_ in codes
    }


def test_what_no_cell_can_hold_is_no_number() -> None:
    for text in ("", "NaN", "INF", "1e9999", "0x1", "１", "1,5", "1_0", " 1"):
        assert isinstance(number(text), Problem)
