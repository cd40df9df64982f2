"""What made a report: ruleset, version, hash, method, library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.report.paper_words import paper

if TYPE_CHECKING:
    from scoring.report.paper import Scoring


def made_by(scoring: Scoring) -> list[tuple[str, str]]:
    """Return what made a report: names and values."""
    ruleset, lang = scoring.ruleset, scoring.lang
    library = next((f"declarative-scoring {each.library}" for each in scoring.results), "")
    source = ruleset.program(scoring.method).definition.source
    found = [
        ("ruleset", str(ruleset.id)), ("title", ruleset.title.text(lang)), ("version", ruleset.version or ""),
        ("source", source), ("hash", ruleset.sha256),
        ("method", scoring.method or paper(lang, "method-none")), ("library", library),
        ("case-count", str(len(scoring.results))),
    ]  # fmt: skip
    return [(paper(lang, key), value) for key, value in found if value]
