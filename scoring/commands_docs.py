"""``scoring docs``: a ruleset as the indicator table that people print, as Markdown, a page, or a workbook."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.command_tools import (
    FINE,
    Wrong,
    complain,
    keep_inputs,
    language,
    language_of_file,
    output,
    problem,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.extra import needed
from scoring.printed.html import page
from scoring.printed.markdown import document
from scoring.printed.table import printed_table
from scoring.printed.workbook import workbook
from scoring.ruleset import load_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scoring.printed.model import PrintedTable

_WRITERS: dict[str, Callable[[PrintedTable], str | bytes]] = {".md": document, ".html": page, ".xlsx": workbook}
_WORD = frozenset([".docx", ".doc"])


def run(options: argparse.Namespace) -> int:
    """Print the indicator table of a ruleset as Markdown, or write it to a file by its suffix."""
    try:
        ruleset = load_for(options.ruleset, options.method)
        program = ruleset.program(options.method)
    except ScoringError as error:
        return complain(error, language_of_file(options, options.ruleset))
    lang = language(options, ruleset)
    try:
        writer = _writer(options.output)
        keep_inputs([options.output], [options.ruleset])
        if writer is workbook:
            needed("xlsxwriter", options.output)
        table = printed_table(program.definition, lang, method=options.method, sha256=ruleset.sha256)
        if options.output is None:
            output(document(table))
        else:
            write_file(options.output, writer(table))
    except ScoringError as error:
        return complain(error, lang)
    return FINE


def _writer(name: str | None) -> Callable[[PrintedTable], str | bytes]:
    """Return what makes a file of this name.

    Raises:
        Wrong: its suffix is none that is known.
    """
    if name is None:
        return document
    suffix = PurePath(name).suffix.lower()
    found = _WRITERS.get(suffix)
    if found is None:
        # Reports are written for Word, so this is what people try here too.
        code = "docs-word" if suffix in _WORD else "report-format"
        raise Wrong([problem(code, name, name=name, known=", ".join(_WRITERS))])
    return found
