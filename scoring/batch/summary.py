"""What a run says in the end: rows, outcomes, grades, totals, where points were lost, what was refused."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scoring.batch.manifest import counted, grade_names
from scoring.batch.tally import lost_points
from scoring.diagnostic import MESSAGES
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.report.tables import cut, padded, width
from scoring.report.text import Page, heading
from scoring.report.words import colon, node_name, outcome

if TYPE_CHECKING:
    from scoring.batch.plan import Plan
    from scoring.batch.run import Report
    from scoring.batch.tally import Tally

_BAR = 20
_MOST = 15
_WORDS = {
    "en": {
        "rows": "Rows read: {rows}; written to {output}: {written}",
        "refused": "Refused: {rows}, listed in {quarantine} (lines: {lines})",
        "blank": "Blank rows passed over: {rows}",
        "resumed": "Chunks that were there already: {chunks}",
        "dropped": "Finished chunks that were damaged or gone, and were done again: {chunks}",
        "outcomes": "Outcomes",
        "grades": "Grades",
        "none": "none",
        "total": "Totals",
        "mean": "mean {mean}, least {least}, most {most}",
        "lost": "Where points were lost (in points of each indicator; scored rows: {rows})",
        "each": "{points} in all, {each} a row",
        "more": "… indicators that are not shown: {rows}; --format json lists all",
        "nothing": "nowhere",
        "bad": "What was refused",
    },
    "zh": {
        "rows": "读入{rows}行，写入{output}的有{written}行",
        "refused": "{rows}行不予受理，逐条列于{quarantine}（共{lines}条）",
        "blank": "跳过空行{rows}行",
        "resumed": "其中{chunks}块此前已经完成",
        "dropped": "{chunks}块已完成的内容损坏或丢失，已重新计算",
        "outcomes": "评分情况",
        "grades": "等级",
        "none": "无",
        "total": "总分",
        "mean": "平均{mean}，最低{least}，最高{most}",
        "lost": "失分所在（按各指标自身分值，已评分的{rows}行合计）",
        "each": "合计{points}，每行{each}",
        "more": "……另有{rows}个指标；--format json列出全部",
        "nothing": "没有失分",
        "bad": "不予受理的原因",
    },
}


def summary_text(plan: Plan, report: Report, room: int | None) -> list[str]:
    """Return the lines of a summary; ``room``: columns of the terminal, None for no limit."""
    lang, tally = plan.request.lang, report.tally
    words = _WORDS[lang]
    lines = [*heading(plan.job.ruleset, plan.job.method, Page(lang, room)), ""]
    written = f"{tally.rows - tally.refused:,}"
    lines.append(words["rows"].format(rows=f"{tally.rows:,}", written=written, output=plan.places.output.name))
    if tally.refused:
        problems = f"{sum(tally.codes.values()):,}"
        facts = {"rows": f"{tally.refused:,}", "lines": problems, "quarantine": plan.places.quarantine.name}
        lines.append(words["refused"].format(**facts))
    lines += [words["blank"].format(rows=f"{tally.blank:,}")] if tally.blank else []
    lines += [words["resumed"].format(chunks=report.resumed)] if report.resumed else []
    lines += [words["dropped"].format(chunks=report.dropped)] if report.dropped else []
    outcomes = [(outcome(lang, each.value), tally.outcomes[each.value]) for each in Outcome]
    lines += _shares(words["outcomes"], [each for each in outcomes if each[1]])
    grades = [(name or words["none"], tally.grades[name]) for name in grade_names(plan, tally)]
    lines += _shares(words["grades"], grades)
    if tally.totals:
        ends = [_two(each) for each in (tally.total / tally.totals, tally.least, tally.most)]
        told = words["mean"].format(mean=ends[0], least=ends[1], most=ends[2])
        lines += ["", f"{words['total']}{colon(lang)}{told}"]
    lines += _lost(plan, tally, room)
    lines += bad_lines(tally, lang, room)
    return lines


def bad_lines(tally: Tally, lang: str, room: int | None) -> list[str]:
    """Return what rows were refused for: codes with their words, the most frequent first."""
    if not tally.codes:
        return []
    often = sorted(tally.codes.items(), key=lambda pair: (-pair[1], pair[0]))
    wide = max(len(f"{many:,}") for _, many in often)
    longest = max(map(len, tally.codes))
    lines = [f"  {many:>{wide},}  {code:<{longest}}  {_meaning(code, lang)}".rstrip() for code, many in often]
    return ["", _WORDS[lang]["bad"], *(cut(line, room) for line in lines)]


def _meaning(code: str, lang: str) -> str:
    """Return the words of a code, with "…" where each row has something of its own."""
    words = MESSAGES[code].zh if lang == "zh" else MESSAGES[code].en
    kept, inside = "", False
    for char in words:
        inside = char == "{" or (inside and char != "}")
        kept += "" if inside else "…" if char == "}" else char
    return re.sub(r"…(?: …)+", "…", kept)


def _shares(title: str, counts: list[tuple[str, int]]) -> list[str]:
    """Return counts with their shares of all, and a bar for each."""
    if not counts:
        return []
    every = sum(many for _, many in counts)
    name = max(width(each) for each, _ in counts)
    wide = max(len(f"{many:,}") for _, many in counts)
    lines = []
    for each, many in counts:
        told = f"{many:>{wide},}  {_percent(many, every):>5} %"
        lines.append(f"  {padded(each, name)}  {told}  {_bar(many, every)}".rstrip())
    return ["", title, *lines]


def _percent(part: int, whole: int) -> str:
    """Return a share in percent to one place; what is neither none nor all does not look like it."""
    told = format(Number(Fraction(part * 100, whole)), ".1f")
    return {"0.0": "0.1", "100.0": "99.9"}.get(told, told) if 0 < part < whole else told


def _bar(part: Fraction | int, whole: Fraction | int) -> str:
    return "█" * round(_BAR * Fraction(part) / whole) if whole > 0 and part > 0 else ""


def _lost(plan: Plan, tally: Tally, room: int | None) -> list[str]:
    """Return where points were lost, most first."""
    lang = plan.request.lang
    words = _WORDS[lang]
    scored = tally.outcomes[Outcome.SCORED.value]
    if not scored or not tally.lost:
        return []
    found = lost_points(plan.chunks.columns, tally)
    named = [(node_name(own, lang), points, tally.applied[path]) for path, own, points in found if points > 0]
    title = ["", words["lost"].format(rows=f"{scored:,}")]
    if not named:
        return [*title, f"  {words['nothing']}"]
    named.sort(key=lambda each: -each[1])
    most = named[0][1]
    shown = [(cut(name, 40), _two(points), _two(points / rows)) for name, points, rows in named[:_MOST]]
    wide = [max(map(width, each)) for each in zip(*shown, strict=True)]
    lines = []
    for (name, points, each), (_, exact, _) in zip(shown, named, strict=False):
        told = words["each"].format(points=f"{points:>{wide[1]}}", each=f"{each:>{wide[2]}}")
        lines.append(f"  {padded(name, wide[0])}  {told}  {_bar(exact, most)}".rstrip())
    lines += [f"  {words['more'].format(rows=len(named) - _MOST)}"] if len(named) > _MOST else []
    return [*title, *(cut(line, room) for line in lines)]


def _two(number: Fraction | None) -> str:
    return "–" if number is None else format(Number(number), ",.2f")


def summary_json(plan: Plan, report: Report) -> str:
    """Return a summary for other programs; numbers are texts."""
    about: dict[str, Any] = {
        "ruleset": report.about["ruleset"], "library": report.about["library"], "output": report.about["output"],
        "quarantine": report.about["quarantine"], "resumed_chunks": report.resumed, **counted(plan, report.tally),
    }  # fmt: skip
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
