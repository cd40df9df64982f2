"""The way of an evaluator: a template filled in by hand, scored, handed in as a workbook, and read again by others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import scoring
from scoring.cli import main
from template_filling import filled
from test_report_xlsx import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

YONGZHOU = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023"
RULESET, CASES = YONGZHOU / "ruleset.yaml", YONGZHOU / "cases.yaml"


def rows_of(book: openpyxl.Workbook, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows below the two lines of headings."""
    yield from book[name].iter_rows(min_row=3)


@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
def test_what_was_typed_into_a_template_comes_out_of_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, wide: bool
) -> None:
    listed = scoring.load_cases(CASES)
    template = filled(scoring.load(RULESET), listed, tmp_path / "filled.xlsx", wide=wide)
    output = tmp_path / "评分表.xlsx"
    assert main(["report", str(RULESET), str(template), "-o", str(output), "--lang", "zh"]) == 0
    capsys.readouterr()
    main(["score", str(RULESET), str(CASES), "--format", "json", "--lang", "zh"])
    said = json.loads(capsys.readouterr().out)
    book = openpyxl.load_workbook(output, data_only=True)
    nodes = [(case["name"], node) for case in said["cases"] for node in case["nodes"]]
    assert len(said["cases"]) == 5
    for row, (case, node) in zip(rows_of(book, "得分明细"), nodes, strict=True):
        assert (row[0].value, row[3].value) == (case, node["path"])
        assert is_number(row[5], node["points"]), node
        assert is_number(row[6], node["score"]), node
    reasons = [each for case in said["cases"] for key in ("deductions", "awards") for each in case[key]]
    for row, each in zip(rows_of(book, "扣分清单"), reasons, strict=True):
        assert all(is_number(row[at], each[key]) for at, key in ((3, "points"), (4, "nominal"), (5, "effect"))), each
        assert row[6].value == each["sentence"]
    totals = {row[0].value: row for row in book["汇总"].iter_rows() if row[0].value}
    for case in said["cases"]:
        assert any(is_number(cell, case["total"]) for cell in totals[case["name"]][1:] if cell.value is not None)
        assert case["grade"] in [cell.value for cell in totals[case["name"]]]
