"""What the commands do: read, compute, print; the exit status is theirs too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.command_tools import (
    FINE,
    UNUSABLE,
    Wrong,
    complain,
    language,
    language_of_file,
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
    from collections.abc import Sequence

    from scoring.case import Case
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
        say("scoring: a command is needed: check, score, explain, test, batch, schema, init; see scoring --help\n")
        return UNUSABLE
    command = {
        "check": check, "score": score, "explain": explain, "test": test, "batch": batch, "schema": schema,
        "init": init,
    }[options.command]  # fmt: skip
    return command(options)


# score and explain


def loaded(options: argparse.Namespace) -> tuple[Ruleset, list[Case], list[Case], str] | int:
    """Return ruleset, all cases, those asked for, and language, or the exit status where one of them is unusable."""
    from scoring.cases import load_cases  # noqa: PLC0415  # each command loads what it needs
    from scoring.ruleset import load_for  # noqa: PLC0415  # not every command needs it

    try:
        ruleset = load_for(options.ruleset, options.method)
    except ScoringError as error:
        return complain(error, language_of_file(options, options.ruleset))
    lang = language(options, ruleset)
    try:
        cases = load_cases(options.cases, encoding=options.encoding)
        wanted = [options.case] if isinstance(options.case, str) else options.case
        chosen = cases if wanted is None else [_case(cases, id_, options.cases) for id_ in wanted]
    except ScoringError as error:
        return complain(error, lang)
    return ruleset, cases, chosen, lang


def _case(cases: Sequence[Case], id_: str, path: str) -> Case:
    for case in (*(each for each in cases if each.id == id_), *(each for each in cases if each.name == id_)):
        return case
    ids = [case.id for case in cases]
    raise Wrong([problem("unknown-case", path, [*ids, *(case.name for case in cases)], name=id_, cases=", ".join(ids))])


def score(options: argparse.Namespace) -> int:
    """Score cases."""
    found = loaded(options)
    if isinstance(found, int):
        return found
    ruleset, cases, chosen, lang = found
    try:
        results, ranks = _results(ruleset, cases, chosen, options.method, allow_missing=options.allow_missing)
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


def _results(
    ruleset: Ruleset, cases: list[Case], chosen: list[Case], method: str | None, *, allow_missing: bool
) -> tuple[list[Result], Ranks | None]:
    """Return the results of the cases asked for, and every rank; only what looks at all cases scores the others."""
    program = ruleset.program(method)
    together = bool(program.cohorts or program.order)
    results = ruleset.score_all(cases if together else chosen, allow_missing=allow_missing, method=method)
    if not together:
        return results, None
    names = {each.id for each in chosen}
    ranks = {_id(result): rank for rank, result in ruleset.ranked(results)} if program.order else None
    return [each for each in results if _id(each) in names], ranks


def _id(result: Result) -> str:
    return "" if result.case is None else result.case.id


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
        (result,), ranks = _results(ruleset, cases, chosen, options.method, allow_missing=True)
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
