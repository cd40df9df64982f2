"""Reports as LibreOffice shows them on paper: every text is there, and a Chinese font is."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from office_runs import office, pdf_text, report, results, shipped, squeezed
from scoring.number import Number
from scoring.report.printed import Printed
from scoring.report.words import number_text

if TYPE_CHECKING:
    from pathlib import Path

FEW = [(0, "zh"), (6, "zh"), (7, "en")]
"""Which shipped cases are printed in which language."""

MORE = [(0, "en"), (1, "zh"), (2, "zh"), (3, "zh"), (3, "en"), (4, "zh"), (5, "zh"), (5, "en"), (8, "zh"), (9, "en")]


@pytest.mark.parametrize("reports", [FEW, pytest.param(MORE, marks=pytest.mark.long)], ids=["few", "more"])
def test_every_text_is_on_paper_with_a_chinese_font(reports: list[tuple[int, str]], tmp_path: Path) -> None:
    libre = office(tmp_path / "office")
    keys = [(number, lang, suffix) for number, lang in reports for suffix in ("xlsx", "docx")]
    made = [
        report(*shipped(number), tmp_path / f"{suffix}-{number}-{lang}.{suffix}", "--lang", lang)
        for number, lang, suffix in keys
    ]
    for (number, lang, suffix), path in zip(keys, libre.convert("pdf", made, tmp_path), strict=True):
        assert_texts(path, number, lang, suffix)
        assert_fonts(path, lang)


def test_a_total_never_begins_a_page(tmp_path: Path) -> None:
    libre = office(tmp_path / "office")
    made = [report(*shipped(number), tmp_path / f"{number}.docx", "--lang", "zh") for number in (0, 4)]
    totals = 0
    for path in libre.convert("pdf", made, tmp_path):
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)  # noqa: S603, S607  # it stands on the path
        for page in done.stdout.decode().split("\f"):
            lines = [line.split() for line in page.splitlines()]
            total = next((at for at, words in enumerate(lines) if words[:1] == ["总分"]), None)
            above = [] if total is None else [words for words in lines[:total] if words]
            totals += total is not None
            assert not above or above[-1][0] != "一级指标", page  # the headings, which every page repeats
    assert totals >= 5


def assert_texts(path: Path, number: int, lang: str, suffix: str) -> None:
    """Every text of the tables and every reason stands in a PDF, whose pages are of A4."""
    text = pdf_text(path)
    missing: list[str] = []
    for result in results(*shipped(number)):
        table = Printed(result, lang)
        wanted = [*table.notes(), *(value for _, value in table.subtitle())]
        wanted += [*table.names, *table.heads] if table.lines else []
        for line in table.lines:
            wanted += [part for cell in line.cells if cell for part in cell.text.split("\n")]
            wanted += [*line.reasons, *(each for each in (line.points, line.score) if isinstance(each, str))]
            if suffix == "docx":
                wanted += [
                    number_text(each) for each in (line.points, line.score, line.lost) if isinstance(each, Number)
                ]
        wanted += [each.sentence(lang) for each in result.deductions if result.total is not None]
        missing += [each for each in wanted if squeezed(each) not in text]
    assert missing == []
    assert "###" not in text  # what a spreadsheet shows of a number that is too wide
    for page in PdfReader(path).pages:
        assert sorted(round(each * 254 / 720) for each in page.mediabox[2:]) == [210, 297]


def assert_fonts(path: Path, lang: str) -> None:
    """All fonts of a PDF are embedded, a Chinese one among them."""
    done = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)  # noqa: S603, S607  # it stands on the path
    assert all("yes" in line[37:].split() for line in done.stdout.splitlines()[2:]), done.stdout
    known = ("CJK", "WenQuanYi", "ZenHei", "Fang", "Song", "Uming")
    assert lang == "en" or any(name in done.stdout for name in known), done.stdout
