"""Lists that stand in a table of all cases: CSV files and sheets as people keep them, and all that is told of them."""

from __future__ import annotations

import json
import pickle
import re
import time
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape

import openpyxl
import pytest

import scoring
from scoring.cli import main
from scoring.diagnostic import CaseError
from scoring.messages_rows import ROWS
from scoring.report.unscored import unscored
from scoring.row_ranges import all_rows, rows_text
from scoring.table_rows import rows_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.result import Result

RULESET = """\
ruleset: tables
source: x
points: 10
figures:
  projects:
    name: project list
    list_of:
      allotted: {name: 指标金额, unit: 万元, min: 0}
      paid: {name: 已支付, unit: 万元, min: 0}
      kind: {words: [home, industry], if_missing: industry}
      share: {unit: "%", min: 0%, max: 100%, if_missing: 0%}
  home: {unit: 万元, for_each: projects, is: "paid if kind == 'home' else 0"}
  spent: {unit: 万元, is: sum(projects.paid)}
  at_home: {unit: 万元, is: sum(home)}
  largest: {unit: 万元, is: max(projects.paid)}
  number: {is: count(projects)}
  shares: {unit: "%", is: sum(projects.share)}
  rate: {unit: "%", is: spent / sum(projects.allotted), if_undefined: 0%}
indicators:
  use: {points: 10, rules: {points: 10 * rate}}
outputs: [spent, at_home, largest, number, shares]
allow: {unused-figure: shown}
"""
CASES = "cases:\n  north: {name: 北}\n  south: {name: 南}\n"
ROWS_OF = """\
单位,项目,指标金额,已支付,kind
north,well,10,4.5,home
南,road,20,20,industry
north,lamp,10,0,home
北,pump,30,10.25,industry
"""
SAID = "columns: {name: 项目, allotted: 指标金额, paid: 已支付, kind: kind}, case: 单位"


class Folder:
    """A folder with a ruleset, cases, and a table."""

    def __init__(self, path: Path) -> None:
        """Write the ruleset."""
        self.path = path
        (path / "r.yaml").write_text(RULESET, "utf-8")

    def cases(self, said: str = SAID, table: str | bytes | None = ROWS_OF, cases: str = CASES) -> list[scoring.Case]:
        """Return the cases of a file that says where the list stands, `p.csv` unless it says otherwise."""
        if table is not None:
            (self.path / "p.csv").write_bytes(table.encode("utf-8") if isinstance(table, str) else table)
        said = said if "from:" in said else f"from: p.csv, {said}"
        (self.path / "c.yaml").write_text(f"lists:\n  projects: {{{said}}}\n{cases}", "utf-8")
        return scoring.load_cases(self.path / "c.yaml")

    def results(self, said: str = SAID, table: str | bytes | None = ROWS_OF, cases: str = CASES) -> list[Result]:
        """Return the results of such cases."""
        return scoring.load(self.path / "r.yaml").score_all(self.cases(said, table, cases))

    def wrong(self, said: str = SAID, table: str | bytes | None = ROWS_OF, cases: str = CASES) -> dict[str, str]:
        """Return code → place of everything that is wrong."""
        with pytest.raises(CaseError) as caught:
            self.results(said, table, cases)
        for each in caught.value.diagnostics:
            assert each.message("zh")
            assert len(each.render()) <= 500
        return {each.code: str(each.at).removeprefix(f"{self.path}/") for each in caught.value.diagnostics}

    def text(self, said: str = SAID, table: str | bytes | None = ROWS_OF, cases: str = CASES) -> str:
        """Return all that is told of what is wrong."""
        with pytest.raises(CaseError) as caught:
            self.results(said, table, cases)
        return str(caught.value)

    def workbook(self, rows: Sequence[Sequence[object]], title: str = "projects", name: str = "p.xlsx") -> Worksheet:
        """Return the sheet of a new workbook, which is saved."""
        book = openpyxl.Workbook()
        sheet = cast("Worksheet", book.active)
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        book.save(self.path / name)
        return sheet

    def save(self, sheet: Worksheet, name: str = "p.xlsx") -> None:
        """Save a workbook anew."""
        cast("openpyxl.Workbook", sheet.parent).save(self.path / name)


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def values(results: Iterable[Result], *names: str) -> list[tuple[object, ...]]:
    return [tuple(result.figures[name] for name in names) for result in results]


def cells_of(text: str) -> list[list[str | float]]:
    return [[float(cell) if re.fullmatch(r"[0-9.]+", cell) else cell for cell in line.split(",")]
            for line in text.splitlines()]  # fmt: skip


def ods(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> None:
    """Write a small .ods workbook."""

    def cell(value: object) -> str:
        if isinstance(value, float | int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if not value:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )


# What is read


def test_rows_go_to_their_cases_by_id_or_name(folder: Folder) -> None:
    north, south = folder.results()
    assert values([north, south], "spent", "at_home", "largest", "number") == [
        (Fraction("14.75"), Fraction("4.5"), Fraction("10.25"), 3),
        (20, 0, 20, 1),
    ]
    assert [each["name"].value for each in north.case.figures["projects"].value] == ["well", "lamp", "pump"]  # type: ignore[union-attr]
    assert str(north.bound.lists["projects"].entries[2].origins["paid"]) == "p.csv row 5, column 已支付"  # type: ignore[union-attr]


def test_headings_are_fields_by_id_or_printed_name(folder: Folder) -> None:
    table = "序号,id,name,指标金额,paid\n1,north,a,10,5\n2,south,b,4,1\n"
    assert values(folder.results("key: 序号", table), "spent") == [(5,), (1,)]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_sheet_is_read_like_a_csv_file(folder: Folder, kind: str) -> None:
    rows = cells_of(ROWS_OF)
    if kind == "ods":
        ods(folder.path / "p.ods", {"notes": [["x"]], "projects": rows})
    else:
        folder.workbook(rows)
    for name in (f"p.{kind}", f"'p.{kind}#projects'"):
        results = folder.results(f"from: {name}, {SAID}", None)
        assert values(results, "spent", "at_home") == [(Fraction("14.75"), Fraction("4.5")), (20, 0)]
        (found,) = rows_behind(results[0], "spent")
        assert found.text() == f"p.{kind}#projects rows 2, 5"


@pytest.mark.parametrize(("last", "missing"), [("5", ()), ("", ("marks[2]",))])
def test_a_list_of_plain_values_is_a_column(folder: Folder, last: str, missing: tuple[str, ...]) -> None:
    (folder.path / "marks.yaml").write_text(
        "ruleset: marks\nsource: x\npoints: 10\nfigures: {marks: {list_of: {min: 0, max: 10}}}\n"
        "indicators: {a: {points: 10, rules: {points: mean(marks)}}}\n",
        "utf-8",
    )
    table = f"juror,case,mark\na,north,7\na,south,3\nb,north,8\nb,south,{last}\n"
    (folder.path / "p.csv").write_text(table, "utf-8")
    said = "lists: {marks: {from: p.csv, case: case, columns: {each: mark}}}\n"
    (folder.path / "c.yaml").write_text(said + CASES, "utf-8")
    north, south = scoring.load(folder.path / "marks.yaml").score_all(scoring.load_cases(folder.path / "c.yaml"))
    assert north.total == Fraction("7.5")
    assert rows_behind(north, "marks")[0].rows == (2, 4)
    assert (south.total, south.missing) == (None if missing else 4, missing)
    assert [line.partition(" (")[0] for line in unscored(south, "en")] == ["missing: marks in p.csv row 5"] * len(
        missing
    )


def test_a_folder_has_a_file_of_the_lists_name(folder: Folder) -> None:
    (folder.path / "tables").mkdir()
    (folder.path / "tables" / "projects.csv").write_text(ROWS_OF, "utf-8")
    assert values(folder.results(f"from: tables, {SAID}", None), "spent") == [(Fraction("14.75"),), (20,)]


def test_the_only_sheet_is_the_list_whatever_it_is_called(folder: Folder) -> None:
    folder.workbook(cells_of(ROWS_OF), "附表3")
    assert values(folder.results(f"from: p.xlsx, {SAID}", None), "spent") == [(Fraction("14.75"),), (20,)]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_lists_in_sheets_beside_the_cases(folder: Folder, kind: str) -> None:
    units: list[list[object]] = [["id", "name"], ["north", "北"], ["south", "南"], ["west", "西"]]
    listed: list[list[object]] = [["id", "指标金额", "已支付"], ["北", 10, 4.5], ["south", 20, 20], ["北", 2, 1.25]]
    if kind == "ods":
        ods(folder.path / "units.ods", {"units": units, "units.projects": listed, "projects": [["x"]]})
    else:
        sheet = folder.workbook(units, "units", "units.xlsx")
        other = cast("openpyxl.Workbook", sheet.parent).create_sheet("units.projects")
        for row in listed:
            other.append(row)
        folder.save(sheet, "units.xlsx")
    cases = scoring.load_cases(folder.path / f"units.{kind}")
    results = scoring.load(folder.path / "r.yaml").score_all(cases)
    assert values(results, "spent", "number") == [(Fraction("5.75"), 2), (20, 1), (0, 0)]
    assert rows_behind(results[0], "spent")[0].text() == f"units.{kind}#units.projects rows 2, 4"


def test_a_ledger_as_people_keep_it(folder: Folder) -> None:
    sheet = folder.workbook([
        ["附表3 项目资金明细表"],
        ["单位：万元"],
        ["序号", "单位", "项目", "指标金额", "已支付", "备注"],
        [1, "北区中心", "well", 10, 4.5, None],
        [2, None, "lamp", 10, 0, None],
        [None, None, "小 计", 20, 4.5, None],
        [3, "南区中心", "road", 20, 20, "#"],
        [None, "合计", None, 40, 24.5, None],
    ])  # fmt: skip
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("B4:B5")
    sheet.merge_cells("F4:F6")  # nobody reads that column
    sheet["F7"] = "=1/0"
    folder.save(sheet)
    said = (
        "from: p.xlsx, headings: 3, case: 单位, key: 序号, fill_down: true, columns: {name: 项目, allotted: 指标金额, "
        "paid: 已支付}, leave_out: {项目: 小计, 单位: [合计, 总计]}, names: {北区中心: north, 南区中心: 南}"
    )
    results = folder.results(said, None)
    assert values(results, "spent", "number", "rate") == [(Fraction("4.5"), 2, Fraction("0.225")), (20, 1, 1)]
    assert rows_behind(results[0], "projects")[0].rows == (4, 5)


def test_a_file_that_is_extended_may_have_the_list(folder: Folder) -> None:
    folder.cases()
    (folder.path / "more.yaml").write_text(
        "extends: c.yaml\ncases:\n  south: {figures: {projects: [{allotted: 4, paid: 3}]}}\n  north: {name: N}\n",
        "utf-8",
    )
    results = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "more.yaml"))
    assert values(results, "spent") == [(Fraction("14.75"),), (3,)]


def test_a_higher_file_may_have_another_table(folder: Folder) -> None:
    folder.cases()
    (folder.path / "q.csv").write_text("id,allotted,paid\nnorth,9,8\nsouth,9,7\n", "utf-8")
    (folder.path / "more.yaml").write_text("extends: c.yaml\nlists: {projects: {from: q.csv}}\n", "utf-8")
    results = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "more.yaml"))
    assert values(results, "spent") == [(8,), (7,)]


def test_cases_in_csv_with_a_yaml_file_for_the_list(folder: Folder) -> None:
    (folder.path / "units.csv").write_text("id,name\nnorth,北\nsouth,南\n", "utf-8")
    (folder.path / "p.csv").write_text(ROWS_OF, "utf-8")
    (folder.path / "c.yaml").write_text(f"extends: units.csv\nlists: {{projects: {{from: p.csv, {SAID}}}}}\n", "utf-8")
    results = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "c.yaml"))
    assert values(results, "spent") == [(Fraction("14.75"),), (20,)]


def test_null_takes_back_a_figure_that_a_ruleset_derives(folder: Folder) -> None:
    folder.cases()
    (folder.path / "old.yaml").write_text("cases:\n  north: {figures: {spent: 3}}\n", "utf-8")
    (folder.path / "new.yaml").write_text(
        f"extends: old.yaml\nlists: {{projects: {{from: p.csv, {SAID}, names: {{南: north, 北: north}}}}}}\n"
        "cases:\n  north: {figures: {spent: null}}\n",
        "utf-8",
    )
    (result,) = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "new.yaml"))
    assert result.figures["spent"] == Fraction("34.75")


def test_gb18030(folder: Folder) -> None:
    table = ROWS_OF.encode("gb18030")
    assert folder.wrong(SAID, table) == {"encoding-gbk": "p.csv:1:1"}
    assert values(folder.results(f"{SAID}, encoding: gb18030", table), "spent") == [(Fraction("14.75"),), (20,)]


def test_a_percentage_in_a_table_is_the_one_that_is_seen(folder: Folder) -> None:
    sheet = folder.workbook([["id", "allotted", "paid", "share"], ["north", 1, 1, 0.25], ["south", 1, 1, 0.5]])
    sheet["D2"].number_format = "0%"
    folder.save(sheet)
    assert values(folder.results("from: p.xlsx", None), "shares") == [(Fraction(1, 4),), (Fraction(1, 2),)]


# Cases without a row


def test_it_is_asked_what_a_case_without_a_row_means(folder: Folder) -> None:
    cases = f"{CASES}  west: {{name: 西}}\n"
    assert folder.wrong(SAID, ROWS_OF, cases) == {"rows-none": "c.yaml:2:3"}
    assert "the table has no row for: west" in folder.text(SAID, ROWS_OF, cases)
    empty = folder.results(f"{SAID}, no_rows: empty", ROWS_OF, cases)[2]
    assert (empty.figures["spent"], empty.figures["number"], empty.outcome) == (0, 0, "scored")
    missing = folder.results(f"{SAID}, no_rows: missing", ROWS_OF, cases)[2]
    assert (missing.outcome, missing.missing) == ("missing", ("projects",))


# Blanks


def test_a_blank_is_missing_and_told_with_its_rows(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    table = "单位,项目,指标金额,已支付,kind\nnorth,a,10,,home\nnorth,b,10,,\nsouth,c,1,1,\nnorth,d,5,1,\n"
    north, south = folder.results(SAID, table)
    assert (north.outcome, north.missing) == ("missing", ("projects[1].paid", "projects[2].paid"))
    assert south.outcome == "scored"
    assert main(["score", str(folder.path / "r.yaml"), str(folder.path / "c.yaml"), "--lang", "en"]) == 0
    assert "missing: 已支付 of project list in p.csv rows 2–3 (needed by use)" in capsys.readouterr().out


# What is told of rows


def test_explanations_tell_the_rows_that_count(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.cases()
    paths = [str(folder.path / "r.yaml"), str(folder.path / "c.yaml")]
    assert main(["explain", *paths, "--case", "north", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "spent = sum(project list 已支付) = 14.75 万元 (p.csv rows 2, 5)" in out
    assert "(p.csv rows 2, 4–5)" in out  # the list itself
    assert main(["score", *paths, "--format", "json", "--lang", "en"]) == 0
    north, south = json.loads(capsys.readouterr().out)["cases"]
    assert north["rows"] == {
        "spent": {"p.csv": "2, 5"}, "at_home": {"p.csv": "2"}, "largest": {"p.csv": "5"}, "number": {"p.csv": "2, 4-5"},
        "shares": {"p.csv": ""}, "rate": {"p.csv": "2, 4-5"}, "projects": {"p.csv": "2, 4-5"},
    }  # fmt: skip
    assert south["rows"]["at_home"] == {"p.csv": ""}


def test_many_records_are_counted_and_not_listed(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.cases(table="单位,项目,指标金额,已支付,kind\n" + "north,a,1,1,\n" * 60 + "south,b,1,1,\n")
    assert (
        main(["explain", str(folder.path / "r.yaml"), str(folder.path / "c.yaml"), "--case", "north", "--lang", "en"])
        == 0
    )
    assert "project list = 60 records (p.csv rows 2–61)" in capsys.readouterr().out


def test_lists_beside_csv_cases_tell_their_rows_too(folder: Folder) -> None:
    (folder.path / "u.csv").write_text("id\nnorth\n", "utf-8")
    (folder.path / "u.projects.csv").write_text("id,allotted,paid\nnorth,1,1\nnorth,1,0\nnorth,5,2\n", "utf-8")
    (result,) = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "u.csv"))
    assert rows_behind(result, "spent")[0].text() == "u.projects.csv rows 2, 4"
    assert rows_behind(result, "spent")[0].text("zh") == "u.projects.csv 第2、4行"


def test_figures_from_elsewhere_have_no_rows(folder: Folder) -> None:
    case = scoring.Case("x", figures={"projects": [{"allotted": 1, "paid": 1}]})
    result = scoring.load(folder.path / "r.yaml").score(case)
    assert rows_behind(result, "spent") == rows_behind(result, "projects") == rows_behind(result, "nothing") == ()


@pytest.mark.parametrize(
    ("rows", "en", "zh"),
    [
        ([], "no row of p.csv", "p.csv 无计入的行"),
        ([7], "p.csv row 7", "p.csv 第7行"),
        ([3, 2, 9, 2], "p.csv rows 2–3, 9", "p.csv 第2–3、9行"),
        (range(2, 1002), "p.csv rows 2–1001", "p.csv 第2–1001行"),
    ],
)
def test_rows_in_words(rows: Iterable[int], en: str, zh: str) -> None:
    assert (rows_text("a/p.csv", rows), rows_text("a/p.csv", rows, "zh")) == (en, zh)


def test_very_many_rows_are_cut_in_words_and_whole_for_programs() -> None:
    rows = range(2, 2002, 2)
    text = rows_text("p.csv", rows)
    assert text.endswith(", 48, …, 2000 (1000 rows)")
    assert text.startswith("p.csv rows 2, 4, 6, ")
    assert rows_text("p.csv", rows, "zh").endswith("、48、…、2000行，共1000行")
    assert all_rows(rows).count(",") == 999
    assert all_rows([5, 2, 3]) == "2-3, 5"


def test_a_pickled_result_is_the_same(folder: Folder) -> None:
    result = folder.results()[0]
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  # our own bytes
    assert again.figures == result.figures
    assert rows_behind(again, "spent") == rows_behind(result, "spent")


# What is wrong with the table

WRONG = {
    "nobody": (SAID, ROWS_OF + "east,x,1,1,\neast,y,1,1,\n", {"rows-case": "p.csv:6:1"}),
    "blank case": (SAID, ROWS_OF + ",x,1,1,\n", {"rows-case-blank": "p.csv:6:1"}),
    "total": (SAID, ROWS_OF + "合计,,70,34.75,\n", {"rows-total": "p.csv:6:1"}),
    "total with blanks": (SAID, ROWS_OF + "合 计：,,70,34.75,\n", {"rows-total": "p.csv:6:1"}),
    "total elsewhere": (f"{SAID}, fill_down: true", ROWS_OF + ",Grand total,70,34.75,\n", {"rows-total": "p.csv:6:2"}),
    "part total": (f"{SAID}, fill_down: true", ROWS_OF + ",零陵小计,70,34.75,\n", {"rows-total": "p.csv:6:2"}),
    "other total": (f"{SAID}, leave_out: {{单位: 合计}}", ROWS_OF + "总计,,70,34.75,\n", {"rows-total": "p.csv:6:1"}),
    "bare": (SAID, ROWS_OF + "north,,,,\n", {"rows-bare": "p.csv:6:1"}),
    "nothing above": (f"{SAID}, fill_down: true", "单位,项目,指标金额,已支付,kind\n,a,1,1,\n",
                      {"rows-nothing-above": "p.csv:2:1", "rows-case-blank": "p.csv:2:1"}),
    "aside": (f"{SAID}, fill_down: true", ROWS_OF + ",注：单位为万元,,,\n", {"rows-aside": "p.csv:6:2"}),
    "key twice": (f"{SAID}, key: 项目", ROWS_OF + "south,well,1,1,\n", {"rows-key-twice": "p.csv:6:7"}),
    "key blank": (f"{SAID}, key: 项目", ROWS_OF + "south,,1,1,\n", {"rows-key-blank": "p.csv:6:7"}),
    "short": (SAID, ROWS_OF + "north,x,1\n", {"csv-row-short": "p.csv:6:1"}),
    "long": (SAID, ROWS_OF + "north,x,1,1,,\n", {"csv-row-long": "p.csv:6:1"}),
    "open quote": (SAID, ROWS_OF + 'north,"x,1,1,\n', {"csv-quote-open": "p.csv:6:7"}),
    "thousands": (SAID, ROWS_OF + 'north,x,"1,922.00",1,\n', {"thousands": "p.csv:6:9"}),
    "full width": (SAID, ROWS_OF + "north,x,１２,1,\n", {"value-wide": "p.csv:6:9"}),
    "no number": (SAID, ROWS_OF + "north,x,nan,1,\n", {"not-a-number": "p.csv:6:9"}),
    "power": (SAID, ROWS_OF + "north,x,1e5,1,\n", {"not-a-number": "p.csv:6:9"}),
    "below": (SAID, ROWS_OF + "north,x,-1,1,\n", {"out-of-range": "p.csv:6:9"}),
    "percent": (SAID, ROWS_OF + "north,x,1%,1,\n", {"unexpected-percent": "p.csv:6:9"}),
    "digits": (SAID, ROWS_OF + "north,x,1234567890123456,1,\n", {"too-many-digits": "p.csv:6:9"}),
    "word": (SAID, ROWS_OF + "north,x,1,1,house\n", {"not-a-word": "p.csv:6:13"}),
    "invisible": (SAID, ROWS_OF + "north,x\u200b,1,1,\n", {"invisible-character": "p.csv:6:8"}),
    "no such field": ("case: 单位", ROWS_OF, {"record-field": "p.csv:1:4"}),
    "field twice": ("", "id,paid,已支付\nnorth,1,1\nsouth,1,1\n", {"case-twice": "p.csv:1:9"}),
    "heading twice": ("", "id,paid,paid\nnorth,1,1\n", {"csv-heading-twice": "p.csv:1:9"}),
    "no heading": ("case: 单位, columns: {paid: 支付}", ROWS_OF, {"rows-heading": "c.yaml:2:53"}),
    "no case column": ("", "unit,paid\nnorth,1\n", {"rows-heading": "c.yaml:2:20"}),
    "empty": (SAID, "\n\n", {"rows-empty": "p.csv:1:1"}),
    "no such row": (f"{SAID}, headings: 9", ROWS_OF, {"rows-empty": "p.csv:1:1"}),
    "semicolons": (SAID, ROWS_OF.replace(",", ";"), {"csv-separator": "p.csv:1:1"}),
    "missing file": ("from: q.csv, case: id", None, {"file-missing": "q.csv"}),
    "outside": ("from: ../p.csv", None, {"rows-path": "c.yaml:2:20"}),
    "suffix": ("from: p.txt", None, {"rows-suffix": "c.yaml:2:20"}),
    "no from": ("from: null", None, {"rows-from": "c.yaml:2:20"}),
    "no columns": ("columns: {}", None, {"rows-columns": "c.yaml:2:36"}),
    "headings": ("headings: top", None, {"rows-headings": "c.yaml:2:37"}),
    "a text": ("case: [a]", None, {"rows-texts": "c.yaml:2:33"}),
    "texts": ("names: {a: [b]}", None, {"rows-texts": "c.yaml:2:38"}),
    "leave out": ("leave_out: [a]", None, {"rows-leave-out": "c.yaml:2:38"}),
    "no rows": ("no_rows: zero", None, {"rows-no-rows": "c.yaml:2:36"}),
    "unknown key": ("heading: 3", None, {"case-unknown-key": "c.yaml:2:27"}),
}  # fmt: skip


@pytest.mark.parametrize(("said", "table", "codes"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(
    folder: Folder, said: str, table: str | None, codes: dict[str, str]
) -> None:
    assert folder.wrong(said, table) == codes


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ("lists: p.csv", "rows-lists"),
        ("lists: {projects: p.csv}", "rows-from"),
        ("lists: {projects: {case: x}}", "rows-from"),
    ],
)
def test_it_is_said_which_table(folder: Folder, lists: str, code: str) -> None:
    (folder.path / "c.yaml").write_text(f"{lists}\n{CASES}", "utf-8")
    with pytest.raises(CaseError, match=code):
        scoring.load_cases(folder.path / "c.yaml")


def test_rows_of_nobody_are_told_once_a_name(folder: Folder) -> None:
    text = folder.text(SAID, ROWS_OF + "".join(f"nrth,x{number},1,1,\n" for number in range(400)))
    assert text.count("rows-case") == 1
    assert "there is no case 'nrth' (p.csv rows 6–405)" in text
    assert "did you mean 'north'?" in text


def test_rows_of_nobody_are_told_in_the_language_of_the_reader(folder: Folder) -> None:
    with pytest.raises(CaseError) as caught:
        folder.cases(SAID, ROWS_OF + "nrth,a,1,1,\n,b,1,1,\nnrth,c,1,1,\n")
    told = [each.message("zh") for each in caught.value.diagnostics]
    assert told == ["没有案例“nrth”（p.csv 第6、8行）", "没有写明属于哪个案例（p.csv 第7行）"]
    assert [each.facts["rows"] for each in caught.value.diagnostics] == ["p.csv rows 6, 8", "p.csv row 7"]


def test_two_cases_of_one_name_are_told(folder: Folder) -> None:
    cases = "cases:\n  north: {name: 北}\n  other: {name: 北}\n  south: {name: 南}\n"
    assert folder.wrong(f"{SAID}, no_rows: empty", ROWS_OF, cases)["rows-case-several"] == "p.csv:5:1"


def test_a_record_may_be_called_total_if_it_is_said(folder: Folder) -> None:
    table = ROWS_OF + "south,Total,1,2,\n"
    assert folder.wrong(SAID, table) == {"rows-total": "p.csv:6:7"}
    assert values(folder.results(f"{SAID}, leave_out: {{}}", table), "spent")[1] == (22,)
    assert values(folder.results(f"{SAID}, leave_out: {{项目: total, kind: x}}", ROWS_OF), "spent")[1] == (20,)


@pytest.mark.parametrize("text", ["合计数", "本年合 计 数", "合计金额", "总额", "Sum", "Total amount", "total (2)"])
def test_totals_in_other_words_are_not_added_to_the_case_above(folder: Folder, text: str) -> None:
    assert folder.wrong(f"{SAID}, fill_down: true", f"{ROWS_OF},{text},70,34.75,\n") == {"rows-total": "p.csv:6:2"}


@pytest.mark.parametrize(
    "text", ["设计费", "会计服务", "合计划", "统计局大楼", "共计算", "totality", "合计数据", "总额控制", "summary"]
)
def test_other_words_are_no_totals(folder: Folder, text: str) -> None:
    assert values(folder.results(SAID, f"{ROWS_OF}north,{text},0,0,\n"), "number")[0] == (4,)


def test_the_list_may_not_be_given_twice(folder: Folder) -> None:
    cases = CASES.replace("{name: 南}", "{name: 南, figures: {projects: []}}")
    assert folder.wrong(SAID, ROWS_OF, cases) == {"case-twice": "c.yaml:5:30"}


@pytest.mark.parametrize(
    ("address", "code"),
    [("projcts", "unknown-case-figure"), ("spent", "derived-figure"), ("date", "unknown-case-figure")],
)
def test_the_list_must_be_one_of_the_ruleset(folder: Folder, address: str, code: str) -> None:
    (folder.path / "p.csv").write_text(ROWS_OF, "utf-8")
    (folder.path / "c.yaml").write_text(f"lists: {{{address}: {{from: p.csv, {SAID}}}}}\n{CASES}", "utf-8")
    with pytest.raises(CaseError) as caught:
        scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "c.yaml"))
    assert [(each.code, each.at.line, each.at.column) for each in caught.value.diagnostics] == [(code, 1, 9)]


def test_the_list_may_be_called_by_its_printed_name(folder: Folder) -> None:
    (folder.path / "p.csv").write_text(ROWS_OF, "utf-8")
    (folder.path / "c.yaml").write_text(f"lists: {{project list: {{from: p.csv, {SAID}}}}}\n{CASES}", "utf-8")
    results = scoring.load(folder.path / "r.yaml").score_all(scoring.load_cases(folder.path / "c.yaml"))
    assert values(results, "spent") == [(Fraction("14.75"),), (20,)]


def test_sheets_are_told_with_cells(folder: Folder) -> None:
    sheet = folder.workbook([
        ["id", "allotted", "paid", "kind"],
        ["north", "1,922.00", True, None],
        ["north", "=1/0", 1, None],
        ["south", "１２", 0.5, "home"],
        ["south", 3, 2, "home"],
    ])  # fmt: skip
    sheet["C4"].number_format = "0%"
    folder.save(sheet)
    said = "from: p.xlsx, columns: {allotted: allotted, paid: paid}"
    assert folder.wrong(said, None) == {"sheet-formula": "p.xlsx#projects!B3"}
    sheet["B3"] = 1
    folder.save(sheet)
    assert folder.wrong(said, None) == {
        "thousands": "p.xlsx#projects!B2",
        "not-a-number": "p.xlsx#projects!C2",
        "value-wide": "p.xlsx#projects!B4",
        "unexpected-percent": "p.xlsx#projects!C4",
    }


@pytest.mark.parametrize(
    ("cells", "said", "code"),
    [
        ("A2:A3", "case: id", "rows-merged"),
        ("A2:B2", "case: id, fill_down: true", "rows-merged"),
        ("B1:C1", "case: id, fill_down: true", "rows-merged"),
        ("B2:B3", "case: id, fill_down: true", "rows-merged"),
        ("A2:A3", "case: id, fill_down: id", ""),
        ("B2:B3", "case: id, fill_down: [id, allotted]", ""),
    ],
)
def test_merged_cells_are_told_unless_they_are_filled(folder: Folder, cells: str, said: str, code: str) -> None:
    rows: list[list[object]] = [["id", "allotted", "paid"], ["north", 5, 1], ["north", 5, 2], ["south", 5, 3]]
    sheet = folder.workbook(rows)
    sheet.merge_cells(cells)
    folder.save(sheet)
    if code:
        assert folder.wrong(f"from: p.xlsx, {said}", None) == {code: f"p.xlsx#projects!{cells.partition(':')[0]}"}
        assert cells in folder.text(f"from: p.xlsx, {said}", None)
    else:
        assert values(folder.results(f"from: p.xlsx, {said}", None), "spent", "number") == [(3, 2), (3, 1)]


def test_which_sheet_is_asked(folder: Folder) -> None:
    sheet = folder.workbook([["id"], ["north"]], "a")
    cast("openpyxl.Workbook", sheet.parent).create_sheet("b")
    folder.save(sheet)
    assert folder.wrong("from: p.xlsx", None) == {"rows-sheet": "p.xlsx"}
    assert folder.wrong("from: 'p.xlsx#c'", None) == {"sheet-unknown": "p.xlsx"}
    (folder.path / "q.xlsx").write_bytes(b"id,paid\n")
    assert folder.wrong("from: q.xlsx", None) == {"sheet-not-workbook": "q.xlsx"}


def test_a_sheet_without_cells_has_no_headings(folder: Folder) -> None:
    folder.workbook([])
    assert folder.wrong("from: p.xlsx", None) == {"rows-empty": "p.xlsx#projects!A1"}


def test_a_row_of_errors_alone_is_told(folder: Folder) -> None:
    sheet = folder.workbook([["id", "paid"], ["north", 1], ["south", 2], ["=1/0", "=1/0"]])
    folder.save(sheet)
    assert folder.wrong("from: p.xlsx, fill_down: true", None) == {"sheet-formula": "p.xlsx#projects!B4"}


def test_tables_have_limits(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = folder.workbook([["id", "paid"], ["north", 1], ["south", 2]])
    sheet["XFD1"] = "far out"
    folder.save(sheet)
    assert folder.results("from: p.xlsx", None)
    monkeypatch.setattr("scoring.list_cells.SPREAD", 3 * 16_384 - 1)
    assert folder.wrong("from: p.xlsx", None) == {"rows-large": "p.xlsx"}
    monkeypatch.setattr("scoring.list_cells.CELLS", 20)
    assert folder.wrong() == {"rows-large": "p.csv"}
    folder.workbook(cells_of(ROWS_OF))
    assert folder.wrong("from: p.xlsx", None) == {"sheet-damaged": "p.xlsx"}
    monkeypatch.setattr("scoring.list_cells.BYTES", 20)
    assert folder.wrong() == {"file-too-large": "p.csv"}


def test_a_hundred_faults_are_enough(folder: Folder) -> None:
    assert folder.text(SAID, ROWS_OF + "".join(f"x{n},a,1,1,\n" for n in range(5000))).count("rows-case") == 100
    sheet = folder.workbook([["id", "paid"], ["north", 1]])
    for row in range(2, 302, 2):
        sheet.merge_cells(f"A{row}:B{row}")
    folder.save(sheet)
    assert folder.text("from: p.xlsx", None).count("rows-merged") == 100
    assert len(folder.text(SAID, ROWS_OF + "north,x,1\n" * 5000).splitlines()) < 500


def test_every_message_is_shown_here() -> None:
    shown = {code for _, _, codes in WRONG.values() for code in codes}
    asked = {"rows-lists", "rows-none", "rows-case-several", "rows-merged", "rows-sheet", "rows-large"}
    assert set(ROWS) == {code for code in shown | asked if code.startswith("rows-")}


def ledger(folder: Folder, cases: int, rows: int) -> float:
    """Return the seconds of computing in which a ledger of all cases is read and reduced."""
    lines = ["序号,单位,项目,指标金额,已支付,kind"]
    lines += [
        f"{n},单位{n % cases},项目{n},{n % 90}.25,{n % 7}.50,{'home' if n % 3 else 'industry'}" for n in range(rows)
    ]
    said = "\n".join(f"  u{number}: {{name: 单位{number}}}" for number in range(cases))
    started = time.process_time()
    results = folder.results(f"{SAID}, key: 序号", "\n".join(lines), f"cases:\n{said}\n")
    took = time.process_time() - started
    assert sum(cast("Fraction", each.figures["spent"]) for each in results) == sum(
        Fraction(n % 7) + Fraction(1, 2) for n in range(rows)
    )
    return took


def test_a_ledger_of_many_cases_is_read_in_one_pass(folder: Folder) -> None:
    assert ledger(folder, 100, 5_000) < 10


@pytest.mark.long
def test_a_large_ledger_is_read_in_reasonable_time(folder: Folder) -> None:
    assert ledger(folder, 1_000, 100_000) < 60
