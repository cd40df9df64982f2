"""Names and texts of every hostile kind in a template: nothing becomes a formula, and what is written is read again."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from scoring.sheet_form import KEY
from scoring.template.write import sheet_name, template_of
from scoring.workbook import CELL, Book, cell_number, cell_text
from template_filling import filled

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "http://example.org/=x",
    "<b>&amp;\"'</b>",
    "_x0041_",
    "<r><t>x</t></r>",
    "<r>&</x></r>",
    "a,b;c；d",
    "[]:*?/\\'",
    "name",
    "名称",
    "id",
    "编号",
    "date",
    "evidence:a1",
    "x" * 400,
    "资" * 400,
    "same",
    "same",
    "𝒳\U0001f600",
]

RULESET = """\
ruleset: hostile
title: {title}
source: x
points: 10.8
figures:
{figures}
  sites: {{name: {list}, list_of: {{area: {{name: {field}, min: 0}}}}}}
indicators:
{nodes}
without_findings: keep
"""


def quoted(text: str) -> str:
    """Return a text as YAML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> scoring.Ruleset:
    """Return a ruleset all of whose names are hostile."""
    figures = "\n".join(
        f"  a{number}: {{name: {quoted(text)}, unit: {quoted(HOSTILE[number % 12])}, min: 0, text: {quoted(text)}}}"
        for number, text in enumerate(HOSTILE)
    )
    figures += f"\n  word: {{words: [{', '.join(map(quoted, HOSTILE[:12]))}]}}"
    nodes = "\n".join(
        f"  n{number}: {{name: {quoted(text)}, points: 0.4, rules: judge}}" for number, text in enumerate(HOSTILE)
    )
    path = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    path.write_text(
        RULESET.format(title=quoted("=1+1"), figures=figures, nodes=nodes, list=quoted("=1+1"), field=quoted("=2")),
        "utf-8",
    )
    return scoring.load(path)


def case_of() -> scoring.Case:
    """Return a case all of whose texts are hostile."""
    return scoring.Case(
        "=1+1",
        "@name",
        by="+by",
        figures={**{f"a{number}": number for number in range(len(HOSTILE))}, "word": HOSTILE[0],
                 "sites": [{"name": "=1", "area": 3}]},
        findings=(scoring.Finding(("n0", "n12"), note="=note", source="-source"),),
        marks={f"n{number}": scoring.Mark(0, because=text, by="=x") for number, text in enumerate(HOSTILE)},
    )  # fmt: skip


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_come_out_inert_and_can_be_read_back(
    hostile: scoring.Ruleset, tmp_path: Path, lang: str, *, wide: bool
) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(template_of(hostile, [case_of()], None, lang, wide=wide))
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None
                if str(cell.value)[:1] in "=+-@＝＋－＠" and cell.value is not None:
                    assert cell.quotePrefix, cell.coordinate
    with zipfile.ZipFile(path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
        assert not [name for name in package.namelist() if "externalLink" in name]
    (read,) = scoring.load_cases(path)
    assert hostile.score(read).total == hostile.score(case_of()).total
    assert {each: str(getattr(given, "value", given)) for each, given in read.figures.items() if each[0] == "a"} == {
        f"a{number}": str(number) for number in range(len(HOSTILE))
    }
    assert read.findings[0].against == ("n0", "n12")
    assert (read.id, read.name, read.findings[0].note) == ("=1+1", "@name", "=note")


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
def test_a_person_can_fill_in_a_hostile_template(hostile: scoring.Ruleset, tmp_path: Path, *, wide: bool) -> None:
    # a person who types =1 gets a formula: what is typed here is plain, what is printed is not
    figures = {**case_of().figures, "word": HOSTILE[10], "sites": [{"name": "1", "area": 3}]}
    marks = {f"n{number}": scoring.Mark(0, because="x") for number in range(len(HOSTILE))}
    plain = scoring.Case("one", figures=figures, marks=marks)
    path = filled(hostile, [plain], tmp_path / "filled.xlsx", wide=wide)
    (read,) = scoring.load_cases(path)
    assert hostile.score(read).total == hostile.score(plain).total
    assert hostile.score(read).outcome == "scored"


def test_what_cannot_be_seen_is_replaced_and_what_is_too_long_is_cut() -> None:
    assert cell_text("a\x00b\ud800c\u202ed\ufffee\x1b[1m") == "a�b�c�d�e�[1m"
    assert cell_text("one\r\ntwo\rthree\v") == "one\ntwo\nthree"
    cut = cell_text("资" * 40_000)
    assert (len(cut), cut[-1]) == (CELL, "…")


def test_texts_with_surrogates_and_controls_leave_a_file_that_opens(tmp_path: Path) -> None:
    book = Book("x")
    sheet = book.sheet("a")
    for row, text in enumerate(("a\ud800", "\x00\x08", "=1\ufffe", "x" * 40_000, "", "_x000D_")):
        book.text(sheet, row, 0, text)
    path = tmp_path / "x.xlsx"
    path.write_bytes(book.finished())
    found = [row[0] for row in openpyxl.load_workbook(path)["a"].iter_rows(values_only=True)]
    assert found[:3] == ["a�", "��", "=1�"]
    assert len(str(found[3])) == CELL
    assert found[4] is None


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=200, deadline=None)
def test_names_of_sheets_are_such_as_sheets_may_have(texts: list[str]) -> None:
    taken: list[str] = []
    for text in texts:
        taken.append(sheet_name(text, taken))
        name = taken[-1]
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\'")
        assert not name.startswith("_")
    assert len({name.lower() for name in taken}) == len(taken)
    book = Book("x")
    for name in taken:
        book.sheet(name)
    assert book.finished()


def test_no_sheet_is_called_like_a_hidden_one() -> None:
    assert sheet_name(KEY, []) == "scoring"
    assert sheet_name("History", []) == "History 2"


@given(st.fractions(max_denominator=10**7) | st.decimals(allow_nan=False, allow_infinity=False, places=4).map(Fraction))
@settings(max_examples=200, deadline=None)
def test_a_number_is_written_exactly_or_not_as_a_number(value: Fraction) -> None:
    found = cell_number(value)
    if found is not None:
        assert Fraction(found) == value
        assert Fraction(f"{found:.15G}") == value
    else:
        powers = (power for power in range(40) if (value * 10**power).denominator == 1)
        power = next(powers, None)
        assert power is None or len(str(abs(value * 10**power)).rstrip("0")) > 15
