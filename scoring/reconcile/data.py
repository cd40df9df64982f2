"""A reconciliation for programs: JSON, in which every number is a text."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import Number, decimal_text
from scoring.reconcile.text import blank_scores, summary
from scoring.reconcile.told import Telling
from scoring.reconcile.verdict import UNSCORED
from scoring.ruleset import LIBRARY

if TYPE_CHECKING:
    from scoring.reconcile.verdict import Row, Tally, Verdict
    from scoring.reconcile.whole import Reconciliation


def reconcile_json(found: Reconciliation, name: str, lang: str) -> str:
    """Return a reconciliation as JSON text.

    Args:
        found: what was found.
        name: of the published file.
        lang: of names and sentences.
    """
    telling, ruleset = Telling(found, lang), found.ruleset
    about = {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256, "method": found.method}
    whole = {
        "library": LIBRARY,
        "ruleset": about,
        "published": name,
        "clean": found.is_clean,
        "counts": found.counts,
        "summary": list(summary(telling)),
        "findings": [
            {
                "kind": each.kind,
                "title": each.title,
                "lines": [line.strip() for line in each.lines],
                "numbers": [_number(telling, one) for one in each.verdicts],
            }
            for each in telling.findings()
        ],
        "numbers": [_number(telling, each) for each in found.verdicts],
        "blank": [{"case": case, "path": path} for case, path in blank_scores(telling)],
        "readings": [_row(telling, row) for row in found.rows if len(row.tallies) > 1],
        "weightings": _weightings(telling),
        "grades": [
            {
                "case": each.case or None,
                "printed": each.printed.name,
                "rule": each.rule,
                "from_parts": each.own,
                "status": each.status,
                "at": str(each.printed.at),
            }
            for each in found.grades
        ],
        "unread": list(found.published.unread),
        "unread_rows": [{"row": number, "text": text} for number, text in found.published.skipped],
        "absent": {"cases": found.absent_cases, "paths": found.absent_nodes},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _number(telling: Telling, verdict: Verdict) -> dict[str, object]:
    key, found = verdict.cell.key, telling.found
    plans = found.ruleset.program(found.method).plans
    told: dict[str, object] = {
        "what": key.what,
        "case": key.case or None,
        "path": key.path,
        "code": plans[key.path].code if key.path in plans else "",
        "name": telling.name(verdict),
        "printed": None if verdict.implied else verdict.cell.text,
        "value": decimal_text(verdict.cell.value),
        "rule": _text(verdict.rule, verdict.places),
        "from_parts": _text(verdict.own, verdict.places),
        "status": verdict.status,
        "at": str(verdict.cell.at),
    }
    if verdict.implied:
        told["implied"] = True
    if verdict.by_hand:
        told["by_hand"] = True
    if verdict.readings:
        told["readings"] = [each.text(telling.lang) for each in verdict.readings]
    if verdict.needs:
        told["needs"] = [
            {"input": each.name, "now": decimal_text(each.now), "then": decimal_text(each.then)}
            for each in verdict.needs
        ]
    if verdict.reached is not None and not verdict.reached.possible:
        told["possible"] = [decimal_text(each) for each in verdict.reached.values]
    if verdict.blanks:
        told["blanks"] = {path: decimal_text(score) for path, score in verdict.blanks}
    return told


def _text(value: object, places: int | None) -> str | None:
    return str(Number(value, places)) if isinstance(value, Fraction) else None


def _row(telling: Telling, row: Row) -> dict[str, object]:
    count = sum(each.status != UNSCORED and not each.implied for each in row.verdicts)
    tallies = [_tally(telling, each) for each in row.tallies]
    return {"what": row.what, "path": row.path, "name": telling.row_name(row), "count": count, "readings": tallies}


def _tally(telling: Telling, tally: Tally) -> dict[str, object]:
    return {
        "reading": None if tally.words is None else tally.words.text(telling.lang),
        "kind": None if tally.words is None else tally.words.kind,
        "gives": {name: _text(value, None) for name, value in tally.gives.items()},
        "fits": list(tally.fits),
        "elsewhere": tally.elsewhere,
    }


def _weightings(telling: Telling) -> list[dict[str, object]]:
    """Return what every weighting gives of the numbers of all cases together, the ruleset's own first."""
    weighing = telling.found.weighing
    if weighing is None:
        return []
    rows = [row for row in telling.found.together if row.tallies]
    return [
        {
            "what": row.what,
            "name": telling.row_name(row),
            "count": len(row.verdicts),
            "weightings": [_tally(telling, each) for each in weighing.ways(row)],
        }
        for row in rows
    ]
