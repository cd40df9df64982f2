"""``scoring template``: the workbook to fill in for a ruleset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scoring.cases import load_cases
from scoring.command_tools import (
    FINE,
    Wrong,
    complain,
    keep_inputs,
    language,
    language_of_file,
    problem,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.ruleset import load_for
from scoring.template.write import template_of

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Write a template."""
    lang = language_of_file(options, options.ruleset)
    try:
        ruleset = load_for(options.ruleset, options.method)
        lang = language(options, ruleset)
        if Path(options.output).suffix.lower() != ".xlsx":
            raise Wrong([problem("template-format", options.output, name=options.output)])
        keep_inputs([options.output], [options.ruleset, options.cases])
        cases = load_cases(options.cases) if options.cases else []
        write_file(options.output, template_of(ruleset, cases, options.method, lang, wide=options.wide))
    except ScoringError as error:
        return complain(error, lang)
    return FINE
