"""What is told of mutants: how many tests notice, and of each that none does the test that would."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.interpret import GIVEN
from scoring.number import decimal_text
from scoring.source import brief
from scoring.testing.noticing import noticing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.reading import Read
    from scoring.testing.mutants import Mutant
    from scoring.testing.mutation import Fate, Mutation

MOST = 20
"""Mutants that are told of, unless all are asked for."""

_WORDS = {
    "en": {
        "head": "mutants: {percent} % noticed: {killed} of {counted} small changes to the policy fail a test",
        "tests": "  tried with {tests} tests",
        "left": ", {left} left out (they fail, expect an error or change the ruleset)",
        "equivalent": "  {count} more change no score at all and are not counted",
        "kinds": "  noticed of each kind: {kinds}",
        "kind": "{name} {killed}/{all}",
        "none": "  nothing is left that no test notices",
        "survives": "{at}: not noticed: {what}{effect}",
        "dropped": "{before} dropped",
        "changed": "{before} → {after}",
        "effect": " (moves a total by up to {effect})",
        "test": "  this test would notice: {test}",
        "where": "it shows where {where}",
        "open": "not decided: no case was found that shows it",
        "more": "… and {count} more; --format json lists them all",
        "join": ", ",
    },
    "zh": {
        "head": "变异：察觉{percent}%：对规则的{counted}处小改动中，{killed}处使测试不通过",
        "tests": "  用{tests}项测试检验",
        "left": "，未用{left}项（未通过、预期出错或改动规则集的）",
        "equivalent": "  另有{count}处改动不影响任何得分，不计入",
        "kinds": "  各类察觉数：{kinds}",
        "kind": "{name} {killed}/{all}",
        "none": "  没有未察觉的改动",
        "survives": "{at}：未察觉：{what}{effect}",
        "dropped": "删去{before}",
        "changed": "{before} → {after}",
        "effect": "（使总分最多变动{effect}）",
        "test": "  这项测试可以察觉：{test}",
        "where": "在{where}时可以看出",
        "open": "未能判定：没有找到能显示它的案例",
        "more": "……另有{count}处；--format json可全部列出",
        "join": "，",
    },
}
KINDS_ZH = {
    "amount": "分值", "threshold": "界限", "step": "步长", "side": "边界归属", "part": "不足一档", "band": "分档",
    "limit": "上下限", "rounding": "取舍", "condition": "条件", "rule": "规则", "weight": "权重", "grade": "等级",
    "override": "特别规定", "policy": "不适用", "word": "选项", "number": "数值",
}  # fmt: skip


def mutation_text(mutation: Mutation, lang: str, *, most: int = MOST) -> str:
    """Return what is told of the mutants of a ruleset, those that no test notices by their effect."""
    words = _WORDS[lang]
    counted = len(mutation.fates) - len(mutation.equivalent)
    head = {"percent": mutation.percent, "killed": len(mutation.killed), "counted": counted}
    tests = words["tests"].format(tests=mutation.tests)
    lines = [
        words["head"].format_map(head),
        tests + (words["left"].format(left=mutation.left_out) if mutation.left_out else ""),
        words["kinds"].format(kinds=words["join"].join(_by_kind(mutation, lang))),
    ]
    if mutation.equivalent:
        lines.append(words["equivalent"].format(count=len(mutation.equivalent)))
    survivors = mutation.survivors
    if not survivors:
        lines.append(words["none"])
    for fate in survivors[:most]:
        lines += _survivor(fate, lang)
    if len(survivors) > most:
        lines.append(words["more"].format(count=len(survivors) - most))
    return "\n".join(lines) + "\n"


def _by_kind(mutation: Mutation, lang: str) -> Iterator[str]:
    every = Counter(each.mutant.kind for each in mutation.fates if not each.equivalent)
    killed = Counter(each.mutant.kind for each in mutation.killed)
    for kind, count in every.most_common():
        name = KINDS_ZH[kind] if lang == "zh" else kind
        yield _WORDS[lang]["kind"].format(name=name, killed=killed[kind], all=count)


def _survivor(fate: Fate, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    effect = words["effect"].format(effect=decimal_text(fate.effect)) if fate.effect else ""
    yield words["survives"].format(at=brief(fate.mutant.at), what=change_text(fate.mutant, lang), effect=effect)
    test = noticing(fate)
    yield words["test"].format(test=test) if test else f"  {where_text(fate, lang)}"


def change_text(mutant: Mutant, lang: str) -> str:
    """Return what a mutant changes."""
    return _WORDS[lang]["changed" if mutant.after else "dropped"].format(before=mutant.before, after=mutant.after)


def where_text(fate: Fate, lang: str) -> str:
    """Return where a mutant shows that no test notices, or that this is not decided."""
    words = _WORDS[lang]
    if fate.shown is None or any("/findings?" in name for name in fate.shown.inputs):
        return words["open"]
    return words["where"].format(where=words["join"].join(_inputs(fate.shown.inputs)))


def _inputs(inputs: Mapping[str, Read]) -> Iterator[str]:
    """Yield inputs as they are called and as they are worth."""
    for name, value in inputs.items():
        if not name.startswith(GIVEN):
            yield f"{name} = {decimal_text(value) if isinstance(value, Fraction) else value}"


def mutation_json(mutation: Mutation) -> dict[str, object]:
    """Return what is told of the mutants, for machines."""
    return {
        "percent": mutation.percent,
        "tests": mutation.tests,
        "left_out": mutation.left_out,
        "killed": len(mutation.killed),
        "equivalent": len(mutation.equivalent),
        "survived": len(mutation.survivors),
        "mutants": [_told(each) for each in mutation.fates],
    }


def _told(fate: Fate) -> Mapping[str, object]:
    mutant = fate.mutant
    return {
        "file": mutant.at.source.name,
        "line": mutant.at.line,
        "column": mutant.at.column,
        "node": mutant.path or None,
        "kind": mutant.kind,
        "before": mutant.before,
        "after": mutant.after or None,
        "fate": "killed" if fate.killer is not None else "equivalent" if fate.equivalent else "survived",
        "by": None if fate.killer is None else fate.killer.name,
        "effect": decimal_text(fate.effect) if fate.killer is None else None,
        "test": noticing(fate) or None if fate.killer is None else None,
    }
