"""Coverage as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.testing.coverage import Coverage
    from scoring.testing.due import Due


def coverage_json(coverage: Coverage, lang: str) -> str:
    """Return coverage as JSON: the shares, every outcome and edge with its tests, and what cannot occur."""
    definition = coverage.program.definition
    table = {
        "ruleset": {"id": definition.id, "version": definition.version},
        "tests": coverage.file,
        "percent": coverage.percent,
        "percent_confirmed": coverage.percent_confirmed,
        "items": len(coverage.items),
        "missing": len(coverage.missing),
        "covered_unconfirmed": len(coverage.unconfirmed),
        "coverage": [
            {
                **_told(each.due, lang),
                "covered": each.is_covered,
                "confirmed": each.is_confirmed,
                "tests": [{"name": test.name, "line": test.at.line} for test in each.tests],
            }
            for each in coverage.items
        ],
        "impossible": [_told(each, lang) for each in coverage.impossible],
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _told(due: Due, lang: str) -> dict[str, object]:
    return {
        "file": due.at.source.name,
        "line": due.at.line,
        "column": due.at.column,
        "path": due.path,
        "figure": due.figure,
        "name": due.called.text(lang),
        "kind": due.kind,
        "label": due.label.text(lang),
        "clause": due.clause,
    }
