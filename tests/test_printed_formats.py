"""The indicator table as Markdown, as a page and as a workbook; and `scoring docs`, which writes them."""

from __future__ import annotations

import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from scoring.cli import main
from scoring.printed.html import fragment, page
from scoring.printed.markdown import document
from scoring.printed.table import printed_table
from scoring.printed.workbook import workbook
from scoring.ruleset import Ruleset, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.printed.model import PrintedTable

YONGZHOU = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023" / "ruleset.yaml"
LEAVES = 23
HOSTILE = (
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "＝1＋1", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a|b", "[link](https://example.org)", "![x](https://example.org/x.png)", "https://example.org/", "`code`", "*bold*",
    "# heading", "- list", "1. list", "a & b &lt;",
)  # fmt: skip


@pytest.fixture(scope="module")
def yongzhou() -> PrintedTable:
    ruleset = load(YONGZHOU)
    return printed_table(ruleset.program().definition, "zh", sha256=ruleset.sha256)


def hostile() -> PrintedTable:
    """Return a table all of whose names are hostile."""
    quoted = [each.replace("'", "''") for each in HOSTILE]
    leaves = "\n".join(
        f"  leaf{number}: {{name: '{name}', code: '{name}', points: 1, source: '{name}',"
        f" rules: {{deduct: 1, when: f{number}, because: '{name}'}}}}"
        for number, name in enumerate(quoted)
    )
    figures = "\n".join(
        f"  f{number}: {{name: '{name}', type: flag, text: '{name}'}}" for number, name in enumerate(quoted)
    )
    text = f"ruleset: t\ntitle: '{quoted[5]}'\nsource: '{quoted[6]}'\nfigures:\n{figures}\nindicators:\n{leaves}\n"
    return printed_table(Ruleset((("t.yaml", text),)).program().definition, "en")


class Elements(HTMLParser):
    """The elements of a page, what they ask for, and the cells of each row of the first table."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: set[str] = set()
        self.asked: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.rows: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.asked += [
            (name, value) for name, value in attrs if name in ("src", "href", "action") or name.startswith("on")
        ]
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            spans = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
            self.rows[-1] += spans.get("colspan", 1) * spans.get("rowspan", 1)

    def handle_data(self, data: str) -> None:
        """Note what is shown."""
        self.texts.append(data)


def test_the_page_asks_for_nothing_and_its_table_is_whole(yongzhou: PrintedTable) -> None:
    text = page(yongzhou)
    found = Elements(text)
    assert not found.asked
    assert not found.tags & {"script", "link", "img", "iframe"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    tree = Elements(text.partition("<h2>")[0])
    assert sum(tree.rows) == (LEAVES + 1) * 5  # five columns: every row of the grid is covered, none twice
    assert "@media print" in text
    assert "display: table-header-group" in text


@pytest.mark.parametrize("made", [page, fragment])
def test_hostile_names_are_text_in_html(made: Callable[[PrintedTable], str]) -> None:
    text = made(hostile())
    found = Elements(text)
    assert not found.asked
    assert not found.tags & {"script", "img", "a"}
    shown = "".join(found.texts)
    assert all(name in shown for name in HOSTILE)


def test_markdown_is_a_table_of_as_many_cells_in_every_row(yongzhou: PrintedTable) -> None:
    text = document(yongzhou)
    rows = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("|")]
    assert len(rows) == LEAVES + 2
    assert {line.count("|") for line in rows} == {6}
    assert "**①符合财经法规（1分）** 发现问题的，本项不得分。<br>" in text


def test_hostile_names_are_text_in_markdown() -> None:
    text = document(hostile())
    rows = [line for line in text.splitlines() if line.startswith("|")]
    counts = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
    assert counts == {4, 7}  # the tree and the figures, no cell more
    bare = text.replace("<br>", "")
    assert "<" not in bare
    assert not re.search(r"(?<!\\)[\[\]*]", bare)  # no link, no picture, nothing bold
    assert "://" not in bare.replace("\\://", "")


def test_the_workbook_has_numbers_merged_levels_and_print_titles(yongzhou: PrintedTable) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(yongzhou)))
    assert book.sheetnames == ["评分表", "总体规定", "数据"]
    sheet = book["评分表"]
    assert [cell.value for cell in sheet[2]] == ["一级指标", "二级指标", "三级指标", "分值", "评分标准"]
    points = [sheet.cell(row, 4).value for row in range(3, 3 + LEAVES)]
    assert sum(point for point in points if isinstance(point, int | float)) == 100
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert "A1:E1" in merged
    assert any(each.startswith("A3:A") for each in merged)
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$2",
        "landscape",
        0,
    )
    assert sheet.cell(10, 5).value == "预算执行率低于90%的，每低1个百分点扣0.1分，不足1个百分点的按比例扣，扣完为止。"


def test_equal_tables_make_equal_workbooks(yongzhou: PrintedTable) -> None:
    assert workbook(yongzhou) == workbook(yongzhou)


def test_points_that_no_cell_holds_are_a_text_in_a_workbook(tmp_path: Path) -> None:
    points = "1234567.12345678901"
    (tmp_path / "r.yaml").write_text(
        f"ruleset: r\nsource: x\npoints: {points}\nfigures: {{s: {{min: 0}}}}\n"
        f"indicators: {{a: {{points: {points}, rules: {{ratio: s, to: 500}}}}}}\n"
    )
    table = printed_table(load(tmp_path / "r.yaml").program().definition, "en")
    assert openpyxl.load_workbook(io.BytesIO(workbook(table))).worksheets[0]["B3"].value == points


def test_hostile_names_are_strings_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(hostile())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in cells)
    texts = "\n".join(str(cell.value) for cell in cells)
    assert all(name in texts for name in HOSTILE)


def test_docs_prints_markdown_and_writes_by_suffix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", str(YONGZHOU)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# 永州市2023年大中型水库移民后期扶持项目资金绩效评价\n")
    for suffix in ("md", "html", "xlsx"):
        assert main(["docs", str(YONGZHOU), "-o", str(tmp_path / f"table.{suffix}")]) == 0
    assert (tmp_path / "table.md").read_text("utf-8") == printed
    assert main(["docs", str(YONGZHOU), "--lang", "en", "--method", "whole_steps"]) == 0
    english = capsys.readouterr().out
    assert "a part of a step not counting" in english
    assert "- Method: whole\\_steps" in english


@pytest.mark.parametrize(
    ("lang", "hint"),
    [
        ("en", "write it as .html, open that in Word and save it as .docx; the suffixes are .md, .html, .xlsx"),
        ("zh", "请写成.html，用Word打开后另存为.docx；可用的后缀：.md, .html, .xlsx"),
    ],
)
@pytest.mark.parametrize("suffix", ["docx", "DOC"])
def test_who_wants_an_indicator_table_in_word_is_told_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, hint: str, suffix: str
) -> None:
    assert main(["docs", str(YONGZHOU), "--lang", lang, "-o", str(tmp_path / f"table.{suffix}")]) == 2
    said = capsys.readouterr().err
    assert "[docs-word]" in said
    assert hint in said
    assert not list(tmp_path.iterdir())


def test_what_docs_cannot_do_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["docs", str(YONGZHOU), "--lang", "en", "-o", str(tmp_path / "table.pdf")]) == 2
    assert "give a name that ends in one of .md, .html, .xlsx" in capsys.readouterr().err
    assert main(["docs", str(YONGZHOU), "--lang", "en", "--method", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["docs", str(YONGZHOU), "--lang", "en", "-o", str(tmp_path / "table.xlsx")]) == 2
    said = capsys.readouterr().err
    assert "error[needs-package]" in said
    assert "pip install 'declarative-scoring[excel]'" in said
    assert not (tmp_path / "table.xlsx").exists()
