"""Reconciliations as workbooks: the numbers are those of the JSON, and no text is more than a text."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

import scoring
from printed_tables import compared, written
from scoring.cli import main
from scoring.reconcile import book
from scoring.reconcile.data import reconcile_json

if TYPE_CHECKING:
    import pytest

    from scoring.reconcile.whole import Reconciliation

YONGZHOU = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023"
FILES = [str(YONGZHOU / each) for each in ("ruleset.yaml", "cases.yaml", "published.csv")]
HOSTILE = '=HYPERLINK("http://x","y")<b>&\'\u202e'
RULESET = """\
ruleset: r
title: '{name}'
points: 10
without_findings: keep
indicators:
  a: {{name: '{name}', points: 6, rules: {{deduct: 1, per: finding}}}}
  b: {{name: '@SUM(A1)', points: 4, rules: judge}}
rounding: {{mode: half_up, leaf: 1, total: 1}}
"""


def loaded(content: bytes) -> Any:  # noqa: ANN401  # of a library
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_number_is_there_as_in_the_json(tmp_path: Path) -> None:
    assert main(["reconcile", *FILES, "--format", "xlsx", "-o", str(tmp_path / "r.xlsx"), "--lang", "en"]) == 1
    assert main(["reconcile", *FILES, "--format", "json", "-o", str(tmp_path / "r.json"), "--lang", "en"]) == 1
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    found = loaded((tmp_path / "r.xlsx").read_bytes())
    assert found.sheetnames == ["summary", "findings", "numbers", "readings"]
    rows = list(found["numbers"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 179 + 1
    for row, number in zip(rows, data["numbers"], strict=False):
        assert row[0] == number["name"]
        assert Fraction(str(row[2])) == Fraction(number["value"])
        assert Fraction(str(row[3])) == Fraction(number["rule"]) if isinstance(row[3], int | float) else row[3]
    assert rows[-1][2] == "–"  # the blank
    findings = list(found["findings"].iter_rows(min_row=2, values_only=True))
    assert len({row[0] for row in findings}) == len(data["findings"]) == 7
    texts = "\n".join(str(row[5]) for row in findings)
    assert "possible: 0, 2, 3, 5" in texts
    assert found["findings"].print_title_rows == "$1:$1"


def test_a_number_that_no_cell_holds_is_there_as_a_text(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\nsource: x\npoints: 100\nfigures: {s: {min: 0}}\n"
        "indicators: {a: {points: 100, rules: {ratio: s, to: 500}}}\n"
    )
    ruleset = scoring.load(tmp_path / "r.yaml")
    result = ruleset.score(scoring.Case(id="x", figures={"s": "123.123456789012345"}))
    table = written(tmp_path / "p.csv", [["indicator", "x"], ["a", "24.62469135780247"]])
    found = loaded(book.workbook(compared(ruleset, [result], table), "p.csv", "en"))
    row = next(found["numbers"].iter_rows(min_row=2, values_only=True))
    assert row[2:4] == ("24.62469135780247", "24.624691357802469")  # as numbers of a sheet they would be one


def hostile(tmp_path: Path) -> Reconciliation:
    (tmp_path / "r.yaml").write_text(RULESET.format(name=HOSTILE.replace("'", "''").replace("\u202e", "")), "utf-8")
    ruleset = scoring.load(tmp_path / "r.yaml")
    case = scoring.Case(id="=1+1", name="+cmd|' /C calc'!A0\x07", marks={"b": scoring.Mark(2, because="-2+3")})
    table = written(tmp_path / "p.csv", [["indicator", "=1+1", "note"], ["a", "5", "x"], ["b", "3", "y"]])
    return compared(ruleset, [ruleset.score(case)], table)


def test_texts_of_others_are_texts_and_nothing_else(tmp_path: Path) -> None:
    content = book.workbook(hostile(tmp_path), "p.csv", "en")
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
    texts = [str(cell.value) for sheet in loaded(content) for row in sheet.iter_rows() for cell in row]
    assert any("=HYPERLINK" in each for each in texts)
    assert not any("\x07" in each for each in texts)
    risky = [
        cell
        for row in loaded(content)["numbers"].iter_rows()
        for cell in row
        if str(cell.value).startswith(("=", "+", "@"))
    ]
    assert len(risky) > 1
    assert all(cell.quotePrefix for cell in risky)
    assert all(cell.data_type != "f" for sheet in loaded(content) for row in sheet.iter_rows() for cell in row)
    assert json.loads(reconcile_json(hostile(tmp_path), "p.csv", "zh"))["counts"]["differs"] == 2


def test_a_name_in_markup_of_the_writer_is_a_text(tmp_path: Path) -> None:
    name = "<r><t>rich</t></r>"
    (tmp_path / "r.yaml").write_text(RULESET.format(name=name), "utf-8")
    ruleset = scoring.load(tmp_path / "r.yaml")
    case = scoring.Case(id="x", name=name, marks={"b": scoring.Mark(2, because="y")})
    table = written(tmp_path / "p.csv", [["indicator", "x"], ["a", "5"], ["b", "3"]])
    parts = zipfile.ZipFile(io.BytesIO(book.workbook(compared(ruleset, [ruleset.score(case)], table), "p.csv", "en")))
    assert "<r>" not in parts.read("xl/sharedStrings.xml").decode()


def test_without_xlsxwriter_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    target = tmp_path / "r.xlsx"
    assert main(["reconcile", *FILES, "--format", "xlsx", "-o", str(target), "--lang", "en"]) == 2
    assert "pip install 'declarative-scoring[excel]'" in capsys.readouterr().err
    assert not target.exists()


def test_a_workbook_needs_a_file_to_go_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", *FILES, "--format", "xlsx", "--lang", "en"]) == 2
    assert "add -o FILE.xlsx" in capsys.readouterr().err
