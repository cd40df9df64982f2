"""What the commands do: read, compute, print; the exit status is theirs too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.command_inputs import loaded, results_of
from scoring.command_tools import (
    FINE,
    UNUSABLE,
    Wrong,
    complain,
    output,
    problem,
    room,
    say,
    write,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.language import is_chinese

if TYPE_CHECKING:
    import argparse

    from scoring.reasons import NodeResult
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset


def run(options: argparse.Namespace) -> int:
    """Run the command that was chosen."""
    if options.version:
        from scoring.ruleset import LIBRARY  # noqa: PLC0415  # each command loads what it needs

        write(f"scoring {LIBRARY}\n")
        return FINE
    if options.command is None:
        say(
            "scoring: a command is needed: check, score, explain, test, batch, template, report, reconcile, docs, "
            "schema, init; see scoring --help\n"
        )
        return UNUSABLE
    command = {
        "check": check, "score": score, "explain": explain, "test": test, "batch": batch, "schema": schema,
        "init": init, "template": template, "report": report, "reconcile": reconcile, "docs": docs,
    }[options.command]  # fmt: skip
    return command(options)


# score and explain


def score(options: argparse.Namespace) -> int:
    """Score cases."""
    found = loaded(options)
    if isinstance(found, int):
        return found
    ruleset, cases, chosen, lang = found
    try:
        results, ranks = results_of(ruleset, cases, chosen, options.method, allow_missing=options.allow_missing)
        text = _scored(options, ruleset, results, ranks, lang)
        if options.output:
            write_file(options.output, text, mark=options.format == "csv")
        elif options.format == "text":
            write(text)
        else:
            output(text)
    except ScoringError as error:
        return complain(error, lang)
    return FINE


def _scored(
    options: argparse.Namespace, ruleset: Ruleset, results: list[Result], ranks: Ranks | None, lang: str
) -> str:
    from scoring.portfolio import portfolio_of  # noqa: PLC0415  # each command loads what it needs

    program = ruleset.program(options.method)
    whole = program.weight is not None and options.case is None
    portfolio = portfolio_of(program, results) if whole else None
    if options.format == "json":
        from scoring.report.data import score_json  # noqa: PLC0415  # not every command needs it

        return score_json(ruleset, results, portfolio, lang, options.method, ranks)
    if options.format == "csv":
        from scoring.report.data import score_csv  # noqa: PLC0415  # not every command needs it

        return score_csv(results, ranks)
    from scoring.report.text import Page, score_text  # noqa: PLC0415  # not every command needs it

    page = Page(lang, None if options.output else room())
    return "\n".join(score_text(ruleset, results, portfolio, page, options.method, ranks)) + "\n"


def explain(options: argparse.Namespace) -> int:
    """Explain one case."""
    from scoring.report.explain import explain_text  # noqa: PLC0415  # each command loads what it needs
    from scoring.report.text import Page  # noqa: PLC0415  # not every command needs it

    found = loaded(options)
    if isinstance(found, int):
        return found
    ruleset, cases, chosen, lang = found
    try:
        (result,), ranks = results_of(ruleset, cases, chosen, options.method, allow_missing=True)
        node = _node(result, options.indicator, options.ruleset)
        lines = explain_text(ruleset, result, node, Page(lang, room()), options.method, ranks)
    except ScoringError as error:
        return complain(error, lang)
    write("\n".join(lines) + "\n")
    return FINE


def _node(result: Result, address: str | None, path: str) -> NodeResult:
    """Return the node that an address names, the root for none."""
    from scoring.addresses import Ambiguous  # noqa: PLC0415  # each command loads what it needs

    addresses = result.program.addresses
    found = addresses.find(address) if address is not None else None
    if address in (None, "total") or (address == "总分" and found is None):
        return result["total"]
    if isinstance(found, Ambiguous):
        raise Wrong([problem("ambiguous-address", path, address=address or "", candidates=", ".join(found.candidates))])
    if found is None or found.kind != "node":
        near = addresses.near(address or "")
        raise Wrong([problem("no-such-node", path, [near or ""], address=address or "")])
    try:
        return result[found.path]
    except KeyError:
        raise Wrong([problem("node-not-here", path, name=address or "")]) from None


# The other commands


def check(options: argparse.Namespace) -> int:
    """Check rulesets, or tell of checks."""
    from scoring import commands_check  # noqa: PLC0415  # each command loads what it needs

    return commands_check.run(options)


def test(options: argparse.Namespace) -> int:
    """Run tests of policies."""
    from scoring import commands_test  # noqa: PLC0415  # likewise

    return commands_test.run(options)


def batch(options: argparse.Namespace) -> int:
    """Score files of many rows."""
    from scoring import commands_batch  # noqa: PLC0415  # likewise

    return commands_batch.run(options)


def template(options: argparse.Namespace) -> int:
    """Write the sheet to fill in."""
    from scoring import commands_template  # noqa: PLC0415  # likewise

    return commands_template.run(options)


def report(options: argparse.Namespace) -> int:
    """Write scores and reasons as they are handed in."""
    from scoring import commands_report  # noqa: PLC0415  # likewise

    return commands_report.run(options)


def reconcile(options: argparse.Namespace) -> int:
    """Check a printed table."""
    from scoring import commands_reconcile  # noqa: PLC0415  # likewise

    return commands_reconcile.run(options)


def docs(options: argparse.Namespace) -> int:
    """Write a ruleset as the table that people print."""
    from scoring import commands_docs  # noqa: PLC0415  # likewise

    return commands_docs.run(options)


def schema(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    import json  # noqa: PLC0415  # each command loads what it needs

    from scoring.schema import cases_schema, ruleset_schema  # noqa: PLC0415  # not every command needs it
    from scoring.testing.schema import schema_of_tests  # noqa: PLC0415  # not every command needs it

    found = cases_schema() if options.cases else schema_of_tests() if options.tests else ruleset_schema()
    output(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return FINE


def init(options: argparse.Namespace) -> int:
    """Make a folder to start from."""
    from scoring.starter import make  # noqa: PLC0415  # each command loads what it needs

    lang = options.lang or ("zh" if is_chinese(options.name) else "en")
    path = Path(options.name)
    if not re.fullmatch(r"\w[\w-]{0,79}", path.name):
        return complain(Wrong([problem("name-unusable", options.name, name=options.name)]), lang)
    if path.exists():
        return complain(Wrong([problem("file-exists", options.name, name=options.name)]), lang)
    try:
        write(make(path, lang))
    except OSError as error:
        reason = error.strerror or str(error)
        return complain(Wrong([problem("cannot-write", options.name, name=options.name, reason=reason)]), lang)
    return FINE
