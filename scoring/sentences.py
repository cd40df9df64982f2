"""Reasons in words, Chinese and English: one catalogue for what every node's account may hold.

The sentences of rules stand with their kinds; here are those of limits, rounding, set values and the like,
and how numbers are written in all of them.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.graph import Unknown
from scoring.number import Number, decimal_text, places_of
from scoring.rules import Sentence

if TYPE_CHECKING:
    from scoring.graph import Value
    from scoring.program import Entry, Plan
    from scoring.result import Fact, Result

_SHOWN = 4
_MOST = 6
OWN: dict[str, Sentence] = {
    "start": Sentence("opens at {amount} against its points", "起始分与满分相差{amount}分"),
    "not-earned": Sentence("{amount} of {points} points were not earned", "{points}分中有{amount}分未取得"),
    "limit": Sentence("limits of the score change {amount} points", "得分受上下限限制，调整{amount}分"),
    "round": Sentence("rounding changes {amount} points", "四舍五入等取舍，调整{amount}分"),
    "set": Sentence("the score was set by a person", "得分由人工核定"),
    "judged-whole": Sentence("judged as a whole", "由评价人整体评定"),
    "not-applicable-drop": Sentence("does not apply; its points are dropped", "不适用，分值不计"),
    "not-applicable-give": Sentence("does not apply; its points are given to another item", "不适用，分值并入其他要点"),
    "not-applicable-zero": Sentence("does not apply and scores nothing", "不适用，按规定不得分"),
    "not-applicable-full": Sentence("does not apply and keeps its points", "不适用，按规定得满分"),
    "missing-zero": Sentence("a figure is not given: nothing is scored", "缺少数据，按规定不得分"),
    "missing-full": Sentence("a figure is not given: the points are kept", "缺少数据，按规定得满分"),
}


def fact_of(value: Value) -> Fact:
    """Return a value as a fact: a `Number`, a word, a truth value, or None where it is unknown."""
    if isinstance(value, Unknown):
        return None
    return Number(value) if isinstance(value, Fraction) else value


def shown(value: Value | Fact, unit: str = "", lang: str = "en") -> str:
    """Return a value as people read it: percent with its sign, long decimals cut with "…"."""
    if isinstance(value, bool):
        return {("zh", True): "是", ("zh", False): "否"}.get((lang, value), "yes" if value else "no")
    if isinstance(value, Unknown) or value is None:
        return "未知" if lang == "zh" else "unknown"
    if isinstance(value, str):
        return value
    if unit == "%":
        return f"{_digits(value * 100)}%"
    return f"{_digits(value)}{_unit(unit, lang)}"


def _unit(unit: str, lang: str) -> str:
    return unit if not unit or lang == "zh" else f" {unit}"


def _digits(value: Fraction) -> str:
    places = places_of(value)
    if places is not None and places <= _MOST:
        return decimal_text(Fraction(value))
    scale = 10**_SHOWN
    cut = abs(value) * scale // 1
    text = decimal_text(Fraction(cut, scale))
    whole, _, decimals = text.partition(".")
    return f"{'-' if value < 0 else ''}{whole}.{decimals.ljust(_SHOWN, '0')}…"


def sentence_of(result: Result, plan: Plan, entry: Entry, lang: str) -> str:
    """Return the reason of a ledger line as a finished sentence."""
    sentence = entry.sentence or OWN.get(entry.code) or OWN.get(entry.kind) or Sentence(entry.code, entry.code)
    template = sentence.zh if lang == "zh" else sentence.en
    words = {name: label.text(lang) for name, label in entry.words.items()}
    facts = {name: shown(_plain(entry, name, result.value(each.node)), each.unit, lang) for name, each in entry.quantities.items()}
    extra = {"by": "", "because": "", **facts, **words}
    text = re.sub(r"\{(\w+)\}", lambda match: extra.get(match[1], match[0]), template)
    said = [each for each in (_because(entry, lang), _person(result, plan, entry, lang)) if each]
    stop = "。" if lang == "zh" else "."
    comma = "；" if lang == "zh" else "; "
    return comma.join([text, *said]) + stop


def _plain(entry: Entry, name: str, value: Value) -> Value:
    """Return an amount without its sign where the words say which way it goes."""
    if name == "amount" and entry.code in ("not-earned",) and isinstance(value, Fraction):
        return abs(value)
    return value


def _because(entry: Entry, lang: str) -> str:
    return entry.because.text(lang) if entry.because else ""


def _person(result: Result, plan: Plan, entry: Entry, lang: str) -> str:
    """Return what a person said: of a mark, a set value, a declaration, or of findings."""
    bound = result.bound
    if bound is None:
        return ""
    path = plan.path
    if entry.kind == "not_applicable":
        return bound.reasons.get(path, "")
    said = bound.sets.get(path) if entry.kind == "set" else bound.marks.get(path)
    marks = entry.kind == "set" or entry.kind == "mark" or _is_judged(result, path, entry)
    parts: list[str] = []
    if said is not None and marks:
        by = f"（{said.by}）" if lang == "zh" else f" ({said.by})"
        parts.append(f"{said.because}{by if said.by else ''}")
    elif entry.kind in ("change", "veto"):
        notes = [each.note for each in bound.findings.get(entry.home or path, ()) if each.note]
        parts.extend(notes if "findings" in entry.quantities or entry.kind == "veto" else ())
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)


def _is_judged(result: Result, path: str, entry: Entry) -> bool:
    return path in result.program.judged and entry.kind in ("base", "change")
