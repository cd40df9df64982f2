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
from scoring.checks.settings import SettingsError
from scoring.command_tools import (
    FINDINGS,
    FINE,
    UNUSABLE,
    Wrong,
    begins_with_mark,
    complain,
    language,
    language_of_file,
    problem,
    room,
    write,
    write_file,
)
from scoring.diagnostic import ScoringError, clean
from scoring.ruleset import LIBRARY, load, load_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from scoring.checks.look import Seen
    from scoring.program import Plan

_WIDTH = 78
_LONGEST = 2_000
_WORDS = {
    "en": {
        "fixed": "{path}: deleted what is never used (lines as they were before):",
        "as": "  line {line}: {code}",
        "left": "{path}: left as it is:",
        "why": "  {place}: {code}: {why}",
        "line": "line {line}",
        "file": "it stands in another file",
        "score": "it depends on the score of a node, which a person may set",
        "place": "it cannot be taken out of the text by itself",
        "loads": "without it the ruleset cannot be read",
        "other": "without it something else would be found",
        "scores": "not every case would surely score as before",
        "large": "its node is too large for its scores to be compared",
        "tries": "too many changes were tried",
    },
    "zh": {
        "fixed": "{path}：已删去从不起作用的内容（行号为改动前的行号）：",
        "as": "  第{line}行：{code}",
        "left": "{path}：以下各项保持原样：",
        "why": "  {place}：{code}：{why}",
        "line": "第{line}行",
        "file": "写在另一个文件中",
        "score": "取决于某个指标的得分，而得分可由人工设定",
        "place": "无法单独从文本中删去",
        "loads": "删去后规则集无法读取",
        "other": "删去后会出现其他问题",
        "scores": "不能确定所有单位的得分不变",
        "large": "所在指标过大，无法比较得分",
        "tries": "尝试的改动过多",
    },
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
    status = FINE
    for path in options.rulesets if options.fix else ():
        try:
            fix(options, path)
        except Wrong as error:
            status = complain(error, language_of_file(options, path))
        except ScoringError:
            continue  # what cannot be read is told below
    return max(status, report(options, list(checked(options.rulesets))))


def checked(paths: Iterable[str]) -> Iterator[Checked]:
    """Yield what is found in each file; settings that several have and that cannot be read are told of once."""
    told: set[str] = set()
    for path in paths:
        try:
            settings_of(path)
        except SettingsError as error:
            if error.text() not in told:
                yield Checked(error.diagnostics[0].at.source.name, None, error.diagnostics)
            told.add(error.text())
        else:
            yield check_file(path)


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
    if found.done:
        write_file(path, found.text, mark=begins_with_mark(path))
    words = _WORDS[language(options, ruleset)]
    lines = [words["fixed"].format(path=path)] if found.done else []
    lines += [words["as"].format(line=each.line, code=each.code) for each in found.done]
    lines += [words["left"].format(path=path)] if found.left else []
    for each, why in found.left:
        name = each.at.source.name
        place = words["line"].format(line=each.at.line) if name == ruleset.texts[-1][0] else f"{name}:{each.at.line}"
        lines.append(words["why"].format(place=place, code=each.code, why=words[why]))
    sys.stderr.write("".join(f"{clean(line, _LONGEST)}\n" for line in lines))
