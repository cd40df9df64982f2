"""``scoring report``: scores and reasons as they are handed in, in the format that the suffix names."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.command_inputs import loaded, results_of
from scoring.command_tools import FINE, Wrong, complain, keep_inputs, problem, write_file
from scoring.diagnostic import ScoringError
from scoring.portfolio import portfolio_of
from scoring.report.paper import Scoring

if TYPE_CHECKING:
    import argparse

_WRITERS = {".xlsx": "xlsx", ".docx": "docx", ".html": "html", ".md": "markdown"}
"""Suffix of a file → the module of ``scoring.report`` that writes it, by its function ``written``."""

_WORD = ".docx"


def run(options: argparse.Namespace) -> int:
    """Score cases and write the report."""
    found = loaded(options)
    if isinstance(found, int):
        return found
    ruleset, cases, chosen, lang = found
    suffix = Path(options.output).suffix.lower()
    try:
        if suffix not in _WRITERS:
            raise Wrong([problem("report-format", options.output, name=options.output, known=", ".join(_WRITERS))])
        for option in ("template", "save_template"):
            if getattr(options, option) and suffix != _WORD:
                name = f"--{option.replace('_', '-')}"
                raise Wrong([problem("template-for-word", options.output, name=options.output, option=name)])
        keep_inputs([options.output, options.save_template], [options.ruleset, options.cases, options.template])
        results, ranks = results_of(ruleset, cases, chosen, options.method, allow_missing=True)
        program = ruleset.program(options.method)
        whole = program.weight is not None and options.case is None
        scoring = Scoring(
            ruleset, results, portfolio_of(program, results) if whole else None, lang, options.method, ranks
        )
        writer = import_module(f"scoring.report.{_WRITERS[suffix]}")
        if options.save_template:
            write_file(options.save_template, writer.saved_template(scoring, options.save_template))
        written = writer.written(scoring, options)
        write_file(options.output, written)
    except ScoringError as error:
        return complain(error, lang)
    return FINE
