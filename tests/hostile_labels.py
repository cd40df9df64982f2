"""Names of every kind that a format may take for something else, in a ruleset and in cases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import scoring
from scoring.report.paper import Scoring

if TYPE_CHECKING:
    from pathlib import Path

LONG = "長" * 40_000
LABELS = [
    "=cmd|'/c calc'!A0", "＝1+1", "@SUM(A1)", "+1", "-1", '<img src=x onerror="alert(1)">&amp;', LONG, "a|b",
    "[x](javascript:alert(1))", "{{ 7*7 }}", "{% for a in cases %}", "{_{ 7*7 }_}", "_x0041_", "<r><t>rich</t></r>",
    "http://example.org/", "'quoted'", "a\\tb", "#REF!", "TRUE", "007", "</w:t></w:r>", "`code`", "# head", "&P&N",
]  # fmt: skip
"""Names that files may hold."""

WORSE = [
    "a\x1bb\x00c\x07",
    "half \ud800",
    "\u202eright to left",
    "tab\there",
    "line\nfeed",
    "\ue000",
    "\ue001",
    "",
    "'",
]
"""Names that only cases made in Python may hold: files with them are refused."""


NAMES = [*LABELS[:9], *WORSE]
"""Names of the cases; each case tells all labels."""


def quoted(text: str) -> str:
    """Return a text as YAML writes it in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def hostile(folder: Path, lang: str = "zh") -> Scoring:
    """Return the scoring of cases with hostile names, by a ruleset whose indicators are called so too."""
    leaves = "\n".join(
        f"      leaf{at}: {{name: {quoted(label)}, points: 1, rules: {{lose_all: bad, because: {quoted(label)}}}}}"
        for at, label in enumerate(LABELS)
    )
    (folder / "ruleset.yaml").write_text(
        f"ruleset: hostile\ntitle: {quoted(LABELS[0])}\nsource: {quoted(LABELS[8])}\npoints: {len(LABELS)}\n"
        f"figures:\n  bad: {{type: flag, name: {quoted(LABELS[9])}}}\n  worth: {{min: 0}}\n"
        f"portfolio: {{weight: worth}}\n"
        f"indicators:\n  group:\n    name: {quoted(LABELS[5])}\n    points: {len(LABELS)}\n    indicators:\n{leaves}\n",
        "utf-8",
    )
    ruleset = scoring.load(folder / "ruleset.yaml")
    (folder / "cases.yaml").write_text("cases: {one: {figures: {bad: true, worth: 1}}}\n", "utf-8")
    (case,) = scoring.load_cases(folder / "cases.yaml")
    cases = [replace(case, id=f"c{at}", name=name) for at, name in enumerate(NAMES)]
    portfolio = ruleset.score_portfolio(cases)
    return Scoring(ruleset, portfolio.results, portfolio, lang)
