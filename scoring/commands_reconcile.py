"""``scoring reconcile``: every printed number of a published table against the computed one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scoring.command_inputs import loaded
from scoring.command_tools import (
    FINDINGS,
    FINE,
    Wrong,
    complain,
    keep_inputs,
    output,
    problem,
    room,
    say,
    write,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.extra import needed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scoring.reconcile.whole import Reconciliation


def run(options: argparse.Namespace) -> int:
    """Compare a printed table with what the ruleset makes of the cases."""
    from scoring.reconcile.reading import read_published  # noqa: PLC0415  # each command loads what it needs
    from scoring.reconcile.whole import reconcile  # noqa: PLC0415  # likewise

    found = loaded(options)
    if isinstance(found, int):
        return found
    ruleset, cases, _, lang = found
    try:
        if options.format == "xlsx" and not options.output:
            raise Wrong([problem("reconcile-output", options.published)])
        keep_inputs([options.output], [options.ruleset, options.cases, options.published])
        program = ruleset.program(options.method)
        published = read_published(options.published, program, cases, encoding=options.encoding)
        results = ruleset.score_all(cases, method=options.method)
        compared = reconcile(ruleset, results, published, method=options.method, tell=_telling(lang))
        _write(options, compared, lang)
    except ScoringError as error:
        return complain(error, lang)
    return FINE if compared.is_clean else FINDINGS


def _write(options: argparse.Namespace, found: Reconciliation, lang: str) -> None:
    if options.format == "json":
        from scoring.reconcile.data import reconcile_json  # noqa: PLC0415  # not every format needs it

        text = reconcile_json(found, options.published, lang)
        write_file(options.output, text) if options.output else output(text)
    elif options.format == "xlsx":
        from scoring.reconcile.book import workbook  # noqa: PLC0415  # not every format needs it

        needed("xlsxwriter", options.output)
        write_file(options.output, workbook(found, options.published, lang))
    else:
        from scoring.reconcile.text import reconcile_text  # noqa: PLC0415  # not every format needs it
        from scoring.report.text import Page  # noqa: PLC0415  # likewise

        lines = reconcile_text(found, options.published, Page(lang, None if options.output else room()))
        text = "\n".join(lines) + "\n"
        write_file(options.output, text) if options.output else write(text)


def _telling(lang: str) -> Callable[[int, int], None]:
    """Return what tells on a terminal how far it has come."""
    stream = sys.stderr
    on_terminal = stream is not None and stream.isatty()

    def tell(done: int, of: int) -> None:
        if on_terminal and of:
            text = f"已比较{100 * done // of}%" if lang == "zh" else f"compared: {100 * done // of} %"
            say(f"\r{text:<30}" + ("\r" + " " * 30 + "\r" if done + 1 >= of else ""))

    return tell
