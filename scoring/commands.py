"""What the commands do: read, compute, print; the exit status is theirs too."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Diagnostic, ScoringError, clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from scoring.case import Case
    from scoring.reasons import NodeResult
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset

FINE, FINDINGS, UNUSABLE = 0, 1, 2
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LONGEST = 100_000
_NARROWEST = 40


class Wrong(ScoringError):  # noqa: N818  # said to the user as any other problem
    """Something that was asked for on the command line cannot be done."""


def run(options: argparse.Namespace) -> int:
    """Run the command that was chosen."""
    if options.version:
        from scoring.ruleset import LIBRARY  # noqa: PLC0415  # each command loads what it needs

        write(f"scoring {LIBRARY}\n")
        return FINE
    if options.command is None:
        sys.stderr.write("scoring: a command is needed: check, score, explain, schema or init; see scoring --help\n")
        return UNUSABLE
    command = {"check": check, "score": score, "explain": explain, "schema": schema, "init": init}[options.command]
    return command(options)


def write(text: str) -> None:
    """Print a text; what could steer a terminal is escaped."""
    sys.stdout.write("\n".join(clean(line, _LONGEST) for line in text.split("\n")))


def complain(error: ScoringError, lang: str) -> int:
    """Print the problems of something unusable."""
    if not error.diagnostics:  # a fault of our own, not of the input
        raise error
    sys.stderr.write(f"{error.text(lang)}\n")
    return UNUSABLE


# Languages


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _CHINESE.search(text) is not None


def language(options: argparse.Namespace, ruleset: Ruleset) -> str:
    """Return the language asked for, else the one of the ruleset's title and names."""
    if options.lang:
        return str(options.lang)
    definition = ruleset.program().definition
    texts = [*ruleset.title.texts.values()]
    texts += [text for node in definition.root.walk() for text in node.label.texts.values()]
    texts += [text for figure in definition.figures.values() for text in figure.label.texts.values()]
    return "zh" if is_chinese("".join(texts)) else "en"


def language_of_file(options: argparse.Namespace, path: str) -> str:
    """Return the language asked for, else the one of a file that may be unusable, its comments left out."""
    if options.lang:
        return str(options.lang)
    try:
        with Path(path).open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8", "ignore")
    except (OSError, ValueError):
        return "en"
    return "zh" if any(is_chinese(line.partition("#")[0]) for line in text.splitlines()) else "en"


def room() -> int | None:
    """Return the columns of the terminal, None where the output goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


# score and explain


def loaded(options: argparse.Namespace) -> tuple[Ruleset, list[Case], list[Case], str] | int:
    """Return ruleset, all cases, those asked for, and language, or the exit status where one of them is unusable."""
    from scoring.cases import load_cases  # noqa: PLC0415  # each command loads what it needs
    from scoring.ruleset import load_for  # noqa: PLC0415

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
    raise Wrong(
        [_problem("unknown-case", path, [*ids, *(case.name for case in cases)], name=id_, cases=", ".join(ids))]
    )


def _problem(code: str, path: str, known: Iterable[str] = (), /, **facts: str) -> Diagnostic:
    """Return a problem with what was asked for on the command line."""
    from scoring.diagnostic import Problems  # noqa: PLC0415  # only where something is wrong
    from scoring.source import whole  # noqa: PLC0415

    problems = Problems()
    name = facts.get("name") or facts.get("address") or ""
    problems.error(code, whole(path), **facts, near=problems.near(name, [each for each in known if each]))
    return problems.diagnostics[0]


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
            sys.stdout.write(text)
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
        from scoring.report.data import score_json  # noqa: PLC0415

        return score_json(ruleset, results, portfolio, lang, options.method, ranks)
    if options.format == "csv":
        from scoring.report.data import score_csv  # noqa: PLC0415

        return score_csv(results, ranks)
    from scoring.report.text import Page, score_text  # noqa: PLC0415

    page = Page(lang, None if options.output else room())
    return "\n".join(score_text(ruleset, results, portfolio, page, options.method, ranks)) + "\n"


def write_file(name: str, text: str, *, mark: bool = False) -> None:
    """Write a whole file or none: beside it first, then in its place.

    Args:
        name: of the file.
        text: its content.
        mark: whether it begins with a byte order mark, by which spreadsheets know UTF-8.
    """
    path = Path(name)
    beside = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(text.encode("utf-8-sig" if mark else "utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Wrong([_problem("cannot-write", name, name=name, reason=error.strerror or str(error))]) from None


def explain(options: argparse.Namespace) -> int:
    """Explain one case."""
    from scoring.report.explain import explain_text  # noqa: PLC0415  # each command loads what it needs
    from scoring.report.text import Page  # noqa: PLC0415

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
        raise Wrong(
            [_problem("ambiguous-address", path, address=address or "", candidates=", ".join(found.candidates))]
        )
    if found is None or found.kind != "node":
        near = addresses.near(address or "")
        raise Wrong([_problem("no-such-node", path, [near or ""], address=address or "")])
    try:
        return result[found.path]
    except KeyError:
        raise Wrong([_problem("node-not-here", path, name=address or "")]) from None


# The other commands


def check(options: argparse.Namespace) -> int:
    """Check rulesets."""
    from scoring.check import check_file, checked_json, checked_text  # noqa: PLC0415  # each command loads what it needs

    found = [check_file(path) for path in options.rulesets]
    if options.format == "json":
        sys.stdout.write(checked_json(found, options.lang or "en"))
    else:
        for each in found:
            lang = language(options, each.ruleset) if each.ruleset else language_of_file(options, each.path)
            write(checked_text(each, lang))
    if any(each.ruleset is None for each in found):
        return UNUSABLE
    return FINDINGS if any(each.findings for each in found) else FINE


def schema(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    import json  # noqa: PLC0415  # each command loads what it needs

    from scoring.schema import cases_schema, ruleset_schema  # noqa: PLC0415

    found = cases_schema() if options.cases else ruleset_schema()
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return FINE


def init(options: argparse.Namespace) -> int:
    """Make a folder to start from."""
    from scoring.starter import make  # noqa: PLC0415  # each command loads what it needs

    lang = options.lang or ("zh" if is_chinese(options.name) else "en")
    path = Path(options.name)
    if not re.fullmatch(r"\w[\w-]{0,79}", path.name):
        return complain(Wrong([_problem("name-unusable", options.name, name=options.name)]), lang)
    if path.exists():
        return complain(Wrong([_problem("file-exists", options.name, name=options.name)]), lang)
    try:
        write(make(path, lang))
    except OSError as error:
        reason = error.strerror or str(error)
        return complain(Wrong([_problem("cannot-write", options.name, name=options.name, reason=reason)]), lang)
    return FINE
