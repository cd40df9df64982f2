"""Names that a format may take for something else come out as texts in every report."""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from hostile_labels import LABELS, LONG, NAMES, WORSE, hostile
from scoring.diagnostic import clean
from scoring.inert import markdown as plain
from scoring.report import docx as word
from scoring.report import markdown, xlsx
from scoring.report.data import score_csv
from scoring.report.xlsx_cells import sheet_names

if TYPE_CHECKING:
    from scoring.report.paper import Scoring

OPTIONS = argparse.Namespace(output="report", template=None)
OURS = re.compile(r"=(SUM\([A-Z0-9:,]+\)|[A-Z]+\d+[-*][A-Z]+\d+)")


@pytest.fixture(scope="module")
def scoring_of(tmp_path_factory: pytest.TempPathFactory) -> Scoring:
    """Return cases with hostile names, scored."""
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def workbook(scoring_of: Scoring) -> bytes:
    """Return their workbook."""
    return xlsx.written(scoring_of, OPTIONS)


@pytest.fixture(scope="module")
def book(workbook: bytes) -> openpyxl.Workbook:
    """Return it as a reader has it."""
    return openpyxl.load_workbook(io.BytesIO(workbook))


@pytest.fixture(scope="module")
def document(scoring_of: Scoring) -> bytes:
    """Return their document."""
    return word.written(scoring_of, OPTIONS)


def test_a_workbook_holds_them_as_texts(book: openpyxl.Workbook) -> None:
    kept, texts = marked(book), set[str]()
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            text = str(cell.value)
            assert cell.hyperlink is None
            if cell.data_type == "f":
                assert OURS.fullmatch(text), text
            elif cell.data_type == "s":
                texts.add(text)
                if text[0] in "=+-@＝":
                    assert cell.style_id in kept, text  # a text also once somebody has edited it
            else:
                assert cell.data_type == "n"
    for label in LABELS:
        assert label == LONG or any(text.strip() == label for text in texts), label
    assert {clean(each) for each in WORSE if each and each != "line\nfeed"} <= texts
    assert max(map(len, texts)) <= 32_767
    assert any(text.startswith("長" * 30_000) and text.endswith("…") for text in texts)


def marked(book: openpyxl.Workbook) -> set[int]:
    """Return the styles whose cells are texts whatever they begin with."""
    styles: Any = vars(book)["_cell_styles"]  # openpyxl has no other way
    return {at for at, style in enumerate(styles) if style.quotePrefix}


def test_no_text_becomes_markup_of_a_workbook(workbook: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        shared = parts.read("xl/sharedStrings.xml").decode()
        assert "<r><t>rich" not in shared
        assert "&lt;r&gt;&lt;t&gt;rich" in shared
        assert "_x005F_x0041_" in shared  # else it would be an "A"
        assert not [name for name in parts.namelist() if "hyperlink" in parts.read(name).decode("utf-8", "ignore")]
        assert not [name for name in parts.namelist() if "externalLink" in name or "vbaProject" in name]


def test_sheets_have_allowed_names_that_differ(book: openpyxl.Workbook) -> None:
    assert len(book.sheetnames) == len(NAMES) + 5
    found = sheet_names([*LABELS, *WORSE, "a", "A", "a (2)", "History", "x" * 40, "x" * 31, "𠀀" * 20], ["数据"])
    for names in (book.sheetnames, found):
        assert len({name.casefold() for name in names}) == len(names)
        for name in names:
            assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
            assert not set(name) & set("[]:*?/\\")
            assert name.strip("'") == name
    assert found[-7:] == ["a", "A (2)", "a (2) (2)", "History (2)", "x" * 31, "x" * 27 + " (2)", "𠀀" * 15]


def test_a_document_holds_them_as_texts(document: bytes) -> None:
    found = docx.Document(io.BytesIO(document))
    body = found.element.body
    text = "\n".join("".join(part.text or "" for part in each.iter(qn("w:t"))) for each in body.iter(qn("w:p")))
    for label in [each for each in LABELS if each not in (LONG, "{_{ 7*7 }_}")]:
        assert label in text, label
    assert "長" * 39_000 in text
    assert "{{ 7*7 }}" in text
    assert "49" not in re.sub(r"[0-9a-f]{12,}", "", text)
    for each in (each for each in WORSE if each and each != "line\nfeed"):
        assert clean(each) in text
    assert not list(body.iter(qn("w:hyperlink")))
    assert not list(body.iter(qn("w:drawing")))
    fields = [each.get(qn("w:instr")) for each in found.sections[0].footer._element.iter(qn("w:fldSimple"))]  # noqa: SLF001  # python-docx has no word for fields
    assert fields == ["PAGE"]
    assert not list(body.iter(qn("w:fldSimple"), qn("w:instrText")))


def test_markdown_holds_them_as_texts(scoring_of: Scoring) -> None:
    text = markdown.written(scoring_of, OPTIONS)
    lines = text.splitlines()
    for label in LABELS:
        assert plain(label) in text
    for forbidden in ("<img", "http://", "<r>", "</w:t>", "\x1b", "\x00", "\ud800", "\u202e"):
        assert forbidden not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not [line for line in lines if re.match(r"#{1,6} ", line) and "head" in line and "\\#" not in line]
    tables = [line for line in lines if line.startswith("|")]
    columns = {len(re.findall(r"(?<!\\)\|", line)) - 1 for line in tables}
    assert columns == {2, 6}  # what made it, all cases, score tables


def test_csv_holds_them_as_texts(scoring_of: Scoring) -> None:
    text = score_csv(scoring_of.results)
    for line in text.splitlines():
        for cell in line.split(","):
            assert cell.lstrip('"')[:1] not in tuple("=+@＝"), line
