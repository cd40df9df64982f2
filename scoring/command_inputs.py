"""What the commands that score have in common: reading ruleset and cases, and the results of those asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.command_tools import Wrong, complain, language, language_of_file, problem, say
from scoring.diagnostic import Problems, ScoringError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scoring.case import Case
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset


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
    _warn(ruleset, cases, lang)
    return ruleset, cases, chosen, lang


def _warn(ruleset: Ruleset, cases: Sequence[Case], lang: str) -> None:
    """Say that a template was made before the ruleset was changed; one of another ruleset is refused elsewhere."""
    problems = Problems()
    for made in (case.made_for for case in cases if case.made_for is not None):
        if made.ruleset == ruleset.id and made.sha256 != ruleset.sha256:
            then, now = (f"{each.version} ({each.sha256[:12]})".strip() for each in (made, ruleset))
            problems.warning("template-version", made.at, made=then, now=now)
    for each in problems.diagnostics:
        say(f"{each.render(lang)}\n")


def _case(cases: Sequence[Case], id_: str, path: str) -> Case:
    for case in (*(each for each in cases if each.id == id_), *(each for each in cases if each.name == id_)):
        return case
    ids = [case.id for case in cases]
    raise Wrong([problem("unknown-case", path, [*ids, *(case.name for case in cases)], name=id_, cases=", ".join(ids))])


def results_of(
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
