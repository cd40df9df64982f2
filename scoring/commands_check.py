"""``scoring check``: findings, what they mean, curves of single indicators, and mending."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scoring.addresses import Ambiguous
from scoring.check import (
    Checked,
    check_file,
    checked_github,
    checked_json,
    checked_sarif,
    checked_text,
    settings_of,
)
from scoring.command_tools import (
    FINDINGS,
    FINE,
    UNUSABLE,
    Wrong,
    complain,
    language,
    language_of_file,
    problem,
    room,
    write,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.ruleset import LIBRARY, load, load_for

if TYPE_CHECKING:
    import argparse

    from scoring.checks.look import Seen
    from scoring.program import Plan

_WIDTH = 78
_WORDS = {
    "en": {"fixed": "{path}: mended {n}", "as": "  line {line}: {code}"},
    "zh": {"fixed": "{path}：已改正{n}处", "as": "  第{line}行：{code}"},
}


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    if options.explain is not None:
        return explain(options.explain, options.lang or "en")
    if not options.rulesets:
        sys.stderr.write("scoring check: a ruleset file is needed; see scoring check --help\n")
        return UNUSABLE
    if options.method is not None and options.curve is None:
        sys.stderr.write("scoring check: --method goes with --curve; every method is checked anyway\n")
        return UNUSABLE
    if options.curve is not None:
        return max(curve(options, path) for path in options.rulesets)
    if options.fix:
        for path in options.rulesets:
            try:
                fix(options, path)
            except ScoringError as error:
                return complain(error, language_of_file(options, path))
    return report(options, [check_file(path) for path in options.rulesets])


def report(options: argparse.Namespace, found: list[Checked]) -> int:
    """Print what was found."""
    lang = options.lang or "en"
    if options.format == "json":
        sys.stdout.write(checked_json(found, lang))
    elif options.format == "github":
        sys.stdout.write(checked_github(found, lang))
    elif options.format == "sarif":
        sys.stdout.write(checked_sarif(found, lang, LIBRARY))
    else:
        for each in found:
            own = language(options, each.ruleset) if each.ruleset else language_of_file(options, each.path)
            write(checked_text(each, own))
    if any(each.ruleset is None for each in found):
        return UNUSABLE
    return FINDINGS if any(each.findings for each in found) else FINE


def explain(code: str, lang: str) -> int:
    """Tell what a code means, or list all codes."""
    from scoring.checks.explain import codes_text, page_text  # noqa: PLC0415  # only this option needs it
    from scoring.diagnostic import MESSAGES  # noqa: PLC0415

    if code and code not in MESSAGES:
        return complain(Wrong([problem("unknown-code", "--explain", MESSAGES, name=code)]), lang)
    write(page_text(code, lang) if code else codes_text(lang))
    return FINE


def curve(options: argparse.Namespace, path: str) -> int:
    """Show how the points of an indicator go with its figures."""
    from scoring.checks.curve import curve_text  # noqa: PLC0415  # only this option needs it
    from scoring.checks.look import Look  # noqa: PLC0415
    from scoring.checks.settings import Settings  # noqa: PLC0415

    try:
        ruleset = load_for(path, options.method)
        look = Look(ruleset, Settings(), [options.method])
        lang = language(options, ruleset)
        plans = plans_of(look.first, options.curve, path)
        for plan in plans:
            write(curve_text(look.first, plan, lang, min(room() or _WIDTH, _WIDTH)))
    except ScoringError as error:
        return complain(error, language_of_file(options, path))
    return FINE


def plans_of(seen: Seen, address: str, path: str) -> list[Plan]:
    """Return the accounts that an address means: one, or one a variant.

    Raises:
        Wrong: it means no indicator.
    """
    addresses = seen.program.addresses
    found = addresses.find(address)
    if isinstance(found, Ambiguous):
        raise Wrong([problem("ambiguous-address", path, address=address, candidates=", ".join(found.candidates))])
    if found is None or found.kind != "node":
        raise Wrong([problem("no-such-node", path, [addresses.near(address) or ""], address=address)])
    return [plan for plan in seen.plans() if plan.path == found.path]


def fix(options: argparse.Namespace, path: str) -> None:
    """Mend a file.

    Raises:
        ScoringError: it cannot be read or written.
    """
    from scoring.check_fix import fixed  # noqa: PLC0415  # only this option needs it

    settings, ruleset = settings_of(path), load(path)
    found = fixed(ruleset, settings)
    if not found.done:
        return
    write_file(path, found.text)
    words = _WORDS[language(options, ruleset)]
    lines = [words["fixed"].format(path=path, n=len(found.done))]
    lines += [words["as"].format(line=each.at.line, code=each.code) for each in found.done]
    sys.stderr.write("\n".join(lines) + "\n")
