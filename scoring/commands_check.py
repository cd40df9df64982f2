"""``scoring check``: findings, what they mean, curves of single indicators, and mending."""

from __future__ import annotations

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
from scoring.checks.folders import rulesets_of
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
    output,
    problem,
    room,
    say,
    write,
    write_file,
)
from scoring.diagnostic import MESSAGES, Diagnostic, ScoringError, clean
from scoring.ruleset import LIBRARY, load, load_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

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
_SAID = {
    "en": {
        "colon": ": ",
        "needed": "a ruleset file is needed; see scoring check --help",
        "method": "--method goes with --curve; every method is checked anyway",
        "explain-files": "--explain takes codes and no files, since it only tells what codes mean",
        "explain-method": "--method does nothing beside --explain, which only tells what codes mean",
        "explain-format": "--format does nothing beside --explain, which prints text",
        "curve-format": "--format does nothing beside --curve, which prints text",
    },
    "zh": {
        "colon": "：",
        "needed": "请写规则集文件；用法见scoring check --help",
        "method": "--method只与--curve同用；检查时本来就包括各种计算方法",
        "explain-files": "--explain只说明代码的含义，请只写代码，不写文件",
        "explain-method": "--explain只说明代码的含义，不能与--method同用",
        "explain-format": "--explain只输出文本，不能与--format同用",
        "curve-format": "--curve只输出文本，不能与--format同用",
    },
}


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    lang = options.lang or "en"
    wrong = _idle(options)
    if wrong is not None:
        say(f"scoring check{_SAID[lang]['colon']}{_SAID[lang][wrong]}\n")
        return UNUSABLE
    if options.explain is not None:
        return explain(options.explain, lang)
    named = list(rulesets_of(options.rulesets))
    if options.curve is not None:
        return max(_unusable(each, lang) if isinstance(each, Diagnostic) else curve(options, each) for each in named)
    status = FINE
    for path in named if options.fix else ():
        if isinstance(path, Diagnostic):
            continue
        try:
            fix(options, path)
        except Wrong as error:
            status = complain(error, language_of_file(options, path))
        except ScoringError:
            continue  # what cannot be read is told below
    return max(status, report(options, list(checked(named))))


def _idle(options: argparse.Namespace) -> str | None:
    """Return what is to be said of options that do nothing beside others, or that lack something."""
    formatted = options.format != "text"
    if options.explain is not None:
        idle = {"explain-files": options.rulesets, "explain-method": options.method, "explain-format": formatted}
        named = [each for each in options.explain if each.lower().endswith((".yaml", ".yml"))]
        return next((code for code, given in idle.items() if given), "explain-files" if named else None)
    if not options.rulesets:
        return "needed"
    if options.curve is not None:
        return "curve-format" if formatted else None
    return "method" if options.method is not None else None


def _unusable(found: Diagnostic, lang: str) -> int:
    return complain(Wrong([found]), lang)


def checked(named: Iterable[str | Diagnostic]) -> Iterator[Checked]:
    """Yield what is found in each file; settings that several have and that cannot be read are told of once."""
    told: set[str] = set()
    for path in named:
        if isinstance(path, Diagnostic):
            yield Checked(path.at.source.name or "''", None, (path,))
            continue
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
        output(checked_json(found, lang))
    elif options.format == "github":
        output(checked_github(found, lang))
    elif options.format == "sarif":
        output(checked_sarif(found, lang, LIBRARY))
    else:
        for each in found:
            own = language(options, each.ruleset) if each.ruleset else language_of_file(options, each.path)
            write(checked_text(each, own))
    if any(each.ruleset is None for each in found):
        return UNUSABLE
    return FINDINGS if any(each.findings for each in found) else FINE


def explain(codes: Sequence[str], lang: str) -> int:
    """Tell what codes mean, or list all of findings."""
    from scoring.checks.explain import codes_text, page_text, plain  # noqa: PLC0415  # only this option needs it

    wanted = list(dict.fromkeys(map(plain, codes)))
    unknown = [each for each in codes if plain(each) not in MESSAGES]
    if unknown:
        found = [problem("unknown-code", "--explain", MESSAGES, name=plain(each) or each) for each in unknown]
        return complain(Wrong(found), lang)
    write("\n\n".join(page_text(each, lang) for each in wanted) if wanted else codes_text(lang))
    return FINE


def curve(options: argparse.Namespace, path: str) -> int:
    """Show how the points of indicators go with their figures."""
    from scoring.checks.curve import curve_text  # noqa: PLC0415  # only this option needs it
    from scoring.checks.look import Look  # noqa: PLC0415  # not every command needs it
    from scoring.checks.settings import Settings  # noqa: PLC0415  # not every command needs it

    try:
        ruleset = load_for(path, options.method)
        seen = Look(ruleset, Settings(), [options.method]).first
        lang = language(options, ruleset)
        width = min(room() or _WIDTH, _WIDTH)
        texts = [curve_text(seen, plan, lang, width) for plan in plans_of(seen, options.curve, path)]
    except ScoringError as error:
        return complain(error, language_of_file(options, path))
    write("\n".join(texts))
    return FINE


def plans_of(seen: Seen, addresses: Iterable[str], path: str) -> list[Plan]:
    """Return the accounts that addresses mean: one, or one a variant.

    Raises:
        Wrong: one of them means no indicator.
    """
    known = seen.program.addresses
    paths: dict[str, None] = {}
    wrong: list[Diagnostic] = []
    for address in dict.fromkeys(addresses):
        found = known.find(address)
        if isinstance(found, Ambiguous):
            wrong.append(problem("ambiguous-address", path, address=address, candidates=", ".join(found.candidates)))
        elif found is None or found.kind != "node":
            wrong.append(problem("no-such-node", path, [known.near(address) or ""], address=address))
        else:
            paths[found.path] = None
    if wrong:
        raise Wrong(wrong)
    plans = list(seen.plans())
    return [plan for each in paths for plan in plans if plan.path == each]


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
    say("".join(f"{clean(line, _LONGEST)}\n" for line in lines))
