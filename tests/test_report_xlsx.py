"""Workbooks that are handed in: every number as JSON says it, sums that hold, nothing cut, nothing that runs."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from office_runs import SHIPPED, Office, office, report, results, rewritten, shipped
from scoring.cli import main
from scoring.number import Number, places_of
from scoring.report.printed import Printed
from scoring.report.xlsx_cells import number_format, stays_number, stored
from scoring.report.xlsx_page import column_name, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOKED_AT = {0: 197, 2: 23, 3: 36, 4: 19, 6: 30, 7: 16, 8: 0}
"""Shipped cases whose workbooks LibreOffice reads; how many formulas each has. The others are like one of them."""

FIXED = {"汇总", "得分明细", "扣分清单", "数据", "说明"}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the workbook of every shipped ruleset and file of cases."""
    folder = tmp_path_factory.mktemp("workbooks")
    return [report(*shipped(number), folder / f"{number}.xlsx", "--lang", "zh") for number in range(len(SHIPPED))]


@pytest.fixture(scope="session")
def libre(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return LibreOffice."""
    return office(tmp_path_factory.mktemp("office"))


def told(capsys: pytest.CaptureFixture[str], number: int) -> dict[str, Any]:
    """Return what `scoring score` says of a shipped ruleset and its cases, as JSON."""
    capsys.readouterr()
    main(["score", *shipped(number), "--format", "json", "--lang", "zh"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def is_number(cell: Any, text: str | None) -> bool:  # noqa: ANN401  # a cell of openpyxl
    """Whether a cell holds exactly the number that JSON writes."""
    if text is None:
        return cell.value in (None, "–") or not isinstance(cell.value, int | float)
    number = Number(Fraction(text))
    if places_of(number) is None:  # shown rounded, and whole in a comment
        near = abs(Fraction(str(cell.value)) - number) < abs(number) / 10**14
        return near and cell.comment.text.endswith(f"：{text}") and cell.number_format.startswith('"≈"')
    if isinstance(cell.value, str):
        return not stays_number(number) and cell.value == text
    return Fraction(format(cell.value, ".15g")) == number


@pytest.mark.parametrize("number", range(len(SHIPPED)))
def test_every_number_is_as_json_says_it(written: list[Path], capsys: pytest.CaptureFixture[str], number: int) -> None:
    said, book = told(capsys, number), openpyxl.load_workbook(written[number], data_only=True)
    nodes = [(case["name"] or case["case"], node) for case in said["cases"] for node in case["nodes"]]
    rows = list(book["得分明细"].iter_rows(min_row=3))
    assert [(row[0].value, row[3].value) for row in rows] == [(case, node["path"]) for case, node in nodes]
    for row, (_, node) in zip(rows, nodes, strict=True):
        assert is_number(row[5], node["points"]), node
        assert is_number(row[6], node["score"]), node
    reasons = [(each, kind) for case in said["cases"] for kind in ("deductions", "awards") for each in case[kind]]
    rows = [row for row in book["扣分清单"].iter_rows(min_row=3) if row[2].value != "不另计"]
    for row, (each, kind) in zip(rows, reasons, strict=True):
        assert row[2].value == {"deductions": "扣分", "awards": "加分"}[kind]
        for at, key in ((3, "points"), (4, "nominal"), (5, "effect")):
            assert is_number(row[at], each[key]), each
        assert (row[6].value, row[7].value or "") == (each["sentence"], each["source"])
    assert_overview(book["汇总"], said)


def assert_overview(sheet: Any, said: dict[str, Any]) -> None:  # noqa: ANN401  # a sheet of openpyxl
    heads = {cell.value: cell.column - 1 for cell in sheet[2]}
    rows = list(sheet.iter_rows(min_row=3))
    for row, case in zip(rows, said["cases"], strict=False):
        assert row[heads.get("编号", 0)].value == case["case"]
        assert "总分" not in heads or is_number(row[heads["总分"]], case["total"])
        assert (row[heads["等级"]].value if "等级" in heads else None) in (case["grade"], "–")
        assert "名次" not in heads or row[heads["名次"]].value == (case["rank"] or "–")
        for node in (each for each in case["nodes"] if each["level"] == 1):
            code = node["code"] or ""
            name = f"{code} {node['name']}" if code and code != node["name"] else node["name"]
            assert is_number(row[heads[name]], node["score"])
    whole = said["portfolio"]
    if whole is None:
        assert len(rows) == len(said["cases"])
        return
    last = rows[len(said["cases"])]
    assert is_number(last[heads["总分"]], whole["total"])
    assert last[heads["等级"]].value == whole["grade"]
    for row, case in zip(rows, said["cases"], strict=False):
        assert is_number(row[heads["权重"]], whole["weights"].get(case["case"]))
    scores = [cell for cell, head in zip(last, sheet[2], strict=True) if head.value and head.value[:1] in "ABCDE"]
    assert [is_number(*each) for each in zip(scores, whole["groups"].values(), strict=True)] == [True] * len(scores)


def lines_of(sheet: Any, printed: Printed) -> Iterator[tuple[Any, tuple[Any, ...]]]:  # noqa: ANN401  # of openpyxl
    """Yield the lines of a table with the rows of its sheet; no shipped one needs more than one row a line."""
    rows = list(sheet.iter_rows(min_row=5))
    yield from zip(printed.lines, rows[: len(printed.lines)], strict=True)


@pytest.mark.parametrize("number", range(len(SHIPPED)))
def test_the_table_of_a_case_is_as_it_is_printed(written: list[Path], number: int) -> None:
    stored_values, formulas = (openpyxl.load_workbook(written[number], data_only=only) for only in (True, False))
    names = [name for name in stored_values.sheetnames if name not in FIXED]
    found = results(*shipped(number))
    assert len(names) == len(found)
    for name, result in zip(names, found, strict=True):
        printed, sheet = Printed(result, "zh"), stored_values[name]
        merged = {str(area) for area in sheet.merged_cells.ranges}
        levels = len(printed.names)
        if printed.lines:
            assert [cell.value for cell in sheet[4]] == [*printed.names, *printed.heads]
            assert sheet.print_title_rows == "$4:$4"
        for at, (line, row) in enumerate(lines_of(sheet, printed)):
            for column, cell in enumerate(line.cells):
                assert row[column].value == (None if cell is None else cell.text)
                if cell is not None and (cell.down, cell.across) != (1, 1):
                    last = f"{column_name(column + cell.across - 1)}{at + 4 + cell.down}"
                    assert f"{column_name(column)}{at + 5}:{last}" in merged
            values = [line.score] if printed.open else [line.points, line.score, line.lost]
            for column, value in enumerate(values, levels):
                text = str(value) if isinstance(value, Number) else None
                assert is_number(row[column], text), (name, line)
                assert isinstance(value, Number) or row[column].value == value
            assert row[levels + len(values)].value == ("\n".join(line.reasons) or None)
        assert_formulas(sheet, formulas[name])


def assert_formulas(values: Any, formulas: Any) -> None:  # noqa: ANN401  # sheets of openpyxl
    """Every formula, worked out here with fractions, gives what is stored."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                own = Fraction(format(values[cell.coordinate].value, ".15g"))
                assert abs(worked_out(cell.value, values) - own) < Fraction(1, 10**12), cell


def worked_out(formula: str, sheet: Any) -> Fraction:  # noqa: ANN401  # a sheet of openpyxl
    """Return what a formula of ours comes to: a sum of cells and areas, a difference, or a product."""

    def value(name: str) -> Fraction:
        found = sheet[name].value
        return Fraction(format(found, ".15g")) if isinstance(found, int | float) else Fraction(0)

    total = re.fullmatch(r"=SUM\((.+)\)", formula)
    if total is None:
        first, sign, second = re.fullmatch(r"=([A-Z]+\d+)([-*])([A-Z]+\d+)", formula).groups()  # type: ignore[union-attr]
        return value(first) - value(second) if sign == "-" else value(first) * value(second)
    found = Fraction(0)
    for part in total[1].split(","):
        first, _, last = part.partition(":")
        column = first.rstrip("0123456789")
        rows = range(int(first[len(column) :]), int((last or first)[len(column) :]) + 1)
        found += sum((value(f"{column}{row}") for row in rows), Fraction(0))
    return found


def test_sums_are_formulas_where_they_are_just_sums(written: list[Path]) -> None:
    book = openpyxl.load_workbook(written[0])
    sheet = book["冷水滩"]
    found = {row[0].value or row[1].value: [cell.value for cell in row[3:6]] for row in sheet.iter_rows(min_row=5)}
    assert found["总分"] == ["=SUM(D11,D21,D26,D31)", "=SUM(E11,E21,E26,E31)", "=SUM(F11,F21,F26,F31)"]
    assert [cell.value for cell in sheet[11][3:6]] == ["=SUM(D5:D10)", "=SUM(E5:E10)", "=SUM(F5:F10)"]
    assert [cell.value for cell in sheet[5][3:6]] == [2, "=D5-F5", 0]
    whole = book["汇总"]
    assert (whole["E3"].value, whole["E8"].value, whole["D8"].value) == ("=C3*D3", "=SUM(E3:E7)", 82.96)
    index = openpyxl.load_workbook(written[6])["China"]  # a geometric mean is no sum
    assert [cell.value for cell in index[11][2:5]] == [1, 0.768, "=C11-D11"]


@pytest.fixture(scope="session")
def again(written: list[Path], libre: Office, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the workbooks as LibreOffice writes them: formulas worked out anew, rows as high as it finds right."""
    folder = tmp_path_factory.mktemp("again")
    spoilt = [folder / f"{number}.xlsx" for number in LOOKED_AT]
    for path, output in zip((written[number] for number in LOOKED_AT), spoilt, strict=True):
        rewritten(path, output, r"(</f>)<v>[^<]*</v>", r"\1<v>-12345</v>")
    flat = libre.convert("fods", spoilt, folder)
    for path in flat:  # of a workbook it keeps the heights that are there, even where none are
        text = re.sub(r' style:row-height="[^"]*"', "", path.read_text("utf-8"))
        path.write_text(text.replace('optimal-row-height="false"', 'optimal-row-height="true"'), "utf-8")
    (folder / "out").mkdir()
    return libre.convert("xlsx", flat, folder / "out")


def test_the_formulas_give_what_is_stored_when_a_spreadsheet_works_them_out(
    written: list[Path], again: list[Path]
) -> None:
    counts: list[int] = []
    for own, other in zip((written[number] for number in LOOKED_AT), again, strict=True):
        formulas, stored_values, found = (
            openpyxl.load_workbook(path, data_only=only) for path, only in ((own, False), (own, True), (other, True))
        )
        counts.append(0)
        for cell in (cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            ours, theirs = (book[cell.parent.title][cell.coordinate].value for book in (stored_values, found))
            assert theirs == pytest.approx(ours, rel=1e-13), (own, cell)
            counts[-1] += 1
    assert counts == [*LOOKED_AT.values()], counts


def test_rows_are_as_high_as_a_spreadsheet_would_make_them(written: list[Path], again: list[Path]) -> None:
    compared = 0
    for own, other in zip((written[number] for number in LOOKED_AT), again, strict=True):
        ours, theirs = openpyxl.load_workbook(own), openpyxl.load_workbook(other)
        for sheet in ours:
            wanted = theirs[sheet.title].row_dimensions
            heights = [(row, size.height, wanted[row].height) for row, size in sheet.row_dimensions.items()]
            assert [each for each in heights if each[1] and each[2] and each[1] < each[2]] == [], (own, sheet)
            compared += sum(1 for each in heights if each[2] and each[2] > 20)
    assert compared > 250  # rows of two lines and more


ODD = """\
ruleset: odd
points: 100000000000000.5
figures: {share: {unit: "%", min: 0%, max: 100%}, large: {min: 0}, free: {}}
indicators:
  many: {name: 'NAME', points: 99999999999999.75, rules: {points: 12345678901234.5678}}
  third: {points: 0.75, rules: {ratio: free, to: large}}
"""


def odd(folder: Path) -> openpyxl.Workbook:
    """Return the workbook of a ruleset with numbers and names that no cell holds easily."""
    (folder / "odd.yaml").write_text(ODD.replace("NAME", "很长的名称" * 3000), "utf-8")
    cases = "{a: {figures: {share: 12.5%, large: 3, free: 1}}, b: {figures: {large: 987654321012345.123456, free: 0}}}"
    (folder / "cases.yaml").write_text(f"cases: {cases}", "utf-8")
    return openpyxl.load_workbook(
        report(folder / "odd.yaml", folder / "cases.yaml", folder / "odd.xlsx", "--lang", "en")
    )


def test_numbers_that_no_cell_holds(tmp_path: Path) -> None:
    book = odd(tmp_path)
    sheet = book["a"]
    rows = {str(row[0].value)[:5]: row[1:4] for row in sheet.iter_rows(min_row=5) if row[0].value}
    assert [cell.value for cell in rows["很长的名称"]] == [
        "99999999999999.75", "12345678901234.5678", "87654321098765.1822",
    ]  # fmt: skip
    points, score, lost = rows["third"]
    assert (points.value, score.number_format, lost.value) == (0.75, "0.00", 0.5)
    assert score.data_type == "f"
    assert rows["total"][0].value == "100000000000000.5"  # no sum: texts are not added up
    figures = [[cell.value for cell in row] for row in book["Figures"].iter_rows(min_row=3)]
    assert [row[2] for row in figures] == [0.125, 3, 1, "not given", "987654321012345.123456", 0]
    assert book["Figures"]["C3"].number_format == "0.0%"


def test_what_is_too_high_for_a_row_takes_several(tmp_path: Path) -> None:
    sheet = odd(tmp_path)["a"]
    (area,) = (each for each in sheet.merged_cells.ranges if each.min_row == 5 and each.min_col == 1)
    heights = [sheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)]
    assert max(heights) <= 400
    lines = 2 * 15_000 / (sheet.column_dimensions["A"].width)
    assert sum(heights) > 13 * lines
    found = {each.coord for each in sheet.merged_cells.ranges if each.min_row == 5}
    assert found == {f"{column}5:{column}{area.max_row}" for column in "ABCDE"}


@pytest.mark.parametrize(
    ("number", "shown", "kept"),
    [
        (Number("84.30"), "0.00", "84.30"), (Number(5), "0", "5"), (Number(Fraction(1, 8)), "0.000", "0.125"),
        (Number(Fraction(25, 6)), '"≈"0.0000', "4.16666666666667"),
        (Number(Fraction(-2, 3)), '"≈"0.0000', "-0.666666666666667"),
        (Number(Fraction(1, 3 * 10**20)), '"≈"0.0000', "3.33333333333333E-21"),
        (Number("0.12345678"), '"≈"0.0000', "0.12345678"),
        (Number(Fraction(10**20, 3)), '"≈"0.0000', "33333333333333300000"),
    ],
)  # fmt: skip
def test_a_number_is_stored_as_exactly_as_a_cell_can(number: Number, shown: str, kept: str) -> None:
    assert number_format(number) == shown
    assert stored(number) == Decimal(kept)


@pytest.mark.parametrize(
    ("lang", "called"),
    [("zh", ["市政府", "城关（east）", "城关（west）", "plain"]),
     ("en", ["市政府", "城关 (east)", "城关 (west)", "plain"])],
)  # fmt: skip
def test_lists_name_a_case_by_its_name_and_by_its_id_where_several_have_that_name(
    tmp_path: Path, lang: str, called: list[str]
) -> None:
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\npoints: 10\nfigures: {f: {min: 0}}\nindicators: {a: {points: 10, rules: {lose_all: f > 0}}}\n",
        "utf-8",
    )
    cases = {"city": "市政府", "east": "城关", "west": "城关", "plain": ""}
    lines = "".join(f"  {id_}: {{name: '{name}', figures: {{f: 1}}}}\n" for id_, name in cases.items())
    (tmp_path / "c.yaml").write_text(f"cases:\n{lines}", "utf-8")
    path = report(tmp_path / "r.yaml", tmp_path / "c.yaml", tmp_path / "r.xlsx", "--lang", lang)
    sheets = openpyxl.load_workbook(path).worksheets[-4:-1]
    for sheet in sheets:  # all scores, deductions, figures
        assert [*dict.fromkeys(row[0].value for row in sheet.iter_rows(min_row=3))] == called, sheet


def test_letters_of_columns_and_texts_of_footers() -> None:
    assert [column_name(each) for each in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert escaped("&P 1") == "&&P 1"
    assert escaped("12") == " 12"
