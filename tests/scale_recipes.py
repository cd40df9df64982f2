"""The recipes of ``docs/scale.md``: blocks in ``py``, each run for real where what it needs is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import doc_examples
import scoring

if TYPE_CHECKING:
    from pathlib import Path

PAGE = doc_examples.ROOT / "docs" / "scale.md"


def prepared(folder: Path) -> tuple[scoring.Ruleset, Any]:
    """Write the files of the page into the current folder; return its ruleset and its table."""
    run = doc_examples.Run.__new__(doc_examples.Run)
    run.names, run.status = {"__name__": "__main__"}, 0
    lines = PAGE.read_text("utf-8").splitlines()
    for language, start, stop in doc_examples.blocks(lines):
        if language in ("yaml", "python"):
            run.block(language, lines[start:stop])
        if (folder / "cases.parquet").exists():
            break
    ruleset = run.names["ruleset"]
    assert isinstance(ruleset, scoring.Ruleset)
    return ruleset, run.names["cases"]


def recipe(word: str) -> str:
    """Return the one recipe that has a word."""
    lines = PAGE.read_text("utf-8").splitlines()
    found = ["\n".join(lines[start:stop]) for language, start, stop in doc_examples.blocks(lines) if language == "py"]
    (only,) = [each for each in found if word in each]
    return only
