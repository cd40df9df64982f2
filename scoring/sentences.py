"""Reasons in words, Chinese and English: one catalogue for what every node's account may hold.

The sentences of rules stand with their kinds; here are those of limits, rounding, set values and the like,
and how numbers are written in all of them.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.dates import DATE, DAYS, date_of, day_text
from scoring.graph import Op, Unknown
from scoring.number import Number, decimal_text, places_of
from scoring.rules import POINTS_OF_PERCENT, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.binding import Bound
    from scoring.case import Finding
    from scoring.graph import Value
    from scoring.program import Entry, Plan
    from scoring.result import Result

Fact = Number | dt.date | str | bool | None
"""What a figure or a quantity is, for people and programs: None where it is not known."""
_SHOWN = 4
_MOST = 6
_FACT = re.compile(r"\{(\w+)(:s)?\}")
OWN: dict[str, Sentence] = {
    "start": Sentence("opens at {score} of {points} point{points:s}", "起评分{score}分（满分{points}分）"),
    "not-earned": Sentence("{score} of {points} point{points:s} earned", "满分{points}分，得{score}分，其余未取得"),
    "uneven": Sentence(
        "the shares earned are uneven: their geometric mean is {lost} point{lost:s} below the weighted mean",
        "各项得分率不均衡，几何平均比加权平均低{lost}分",
    ),
    "limit-down": Sentence("above the greatest score: {lost} taken back", "超过得分上限，减去{lost}分"),
    "limit-up": Sentence("below the least score: {amount} given back", "低于得分下限，补回{amount}分"),
    "round-down": Sentence("rounding ({mode}) takes {lost} point{lost:s}", "按{mode}取{places}，减少{lost}分"),
    "round-up": Sentence("rounding ({mode}) gives {amount} point{amount:s}", "按{mode}取{places}，增加{amount}分"),
    "set": Sentence("set to {score} of {points} point{points:s} by a person", "人工核定为{score}分（满分{points}分）"),
    "judged-whole": Sentence("a person judged {score} of {points} point{points:s}", "评定{score}分（满分{points}分）"),
    "not-applicable-drop": Sentence("does not apply; its points are dropped", "不适用，分值不计"),
    "not-applicable-give": Sentence("does not apply; its points are given to another item", "不适用，分值并入其他要点"),
    "not-applicable-zero": Sentence("does not apply and scores nothing", "不适用，按规定不得分"),
    "not-applicable-full": Sentence("does not apply and keeps its points", "不适用，按规定得满分"),
    "not-applicable-mean_of_cases": Sentence(
        "does not apply; the mean of the cases where it does stands for it", "不适用，按其他单位该项得分的平均值计"
    ),
    "no-records-zero": Sentence("the list is empty: nothing is scored", "列表为空，按规定不得分"),
    "no-records-full": Sentence("the list is empty: the points are kept", "列表为空，按规定得满分"),
    "missing-zero": Sentence("a figure is not given: nothing is scored", "缺少数据，按规定不得分"),
    "missing-full": Sentence("a figure is not given: the points are kept", "缺少数据，按规定得满分"),
    "full-marks": Sentence(
        "the full marks of what is below come to {amount} point{amount:s}", "下级的满分合计为{amount}分"
    ),
}
#: How sentences speak of the full mark → how they do where there is none.
_WITHOUT_FULL = (
    (" of {points} point{points:s}", " point{score:s}"),
    ("（满分{points}分）", ""),
    ("all {points} point{points:s} lost", "nothing is scored"),
    ("{points}分全部扣除", "得0分"),
)
MODES = {
    "half_up": ("half up", "四舍五入"),
    "half_even": ("half to even", "四舍六入五成双"),
    "up": ("up", "向上取整"),
    "down": ("down", "向下取整"),
    "truncate": ("truncation", "舍去尾数"),
}


def fact_of(value: Value, unit: str = "") -> Fact:
    """Return a value as a fact: a `Number`, a date, a word, a truth value, or None where it is unknown."""
    if isinstance(value, Unknown):
        return None
    if unit == DATE and isinstance(value, Fraction):
        return date_of(value)
    return Number(value) if isinstance(value, Fraction) else value


def shown(value: Value | Fact, unit: str = "", lang: str = "en") -> str:
    """Return a value as people read it: percent with its sign, long decimals cut with "…"."""
    if isinstance(value, bool):
        return {("zh", True): "是", ("zh", False): "否"}.get((lang, value), "yes" if value else "no")
    if isinstance(value, Unknown) or value is None:
        undefined = value is not None and all(each.kind == "undefined" for each in value.causes)
        return {"zh": "算不出" if undefined else "未知"}.get(lang, "undefined" if undefined else "unknown")
    if isinstance(value, str | dt.date):
        return str(value)
    return day_text(value) if unit == DATE else _number(value, unit, lang)


def _number(value: Fraction, unit: str, lang: str) -> str:
    """Return a number with its unit."""
    if unit == "%":
        return f"{digits(value * 100)}%"
    if unit == POINTS_OF_PERCENT:
        many = "" if value * 100 == 1 else "s"
        return f"{digits(value * 100)}{'个百分点' if lang == 'zh' else f' {unit}{many}'}"
    if unit == DAYS:
        return f"{digits(value)}天" if lang == "zh" else f"{digits(value)} {unit}{'' if value == 1 else 's'}"
    return f"{digits(value)}{_unit(unit, lang)}"


def _unit(unit: str, lang: str) -> str:
    return unit if not unit or lang == "zh" else f" {unit}"


def digits(value: Fraction) -> str:
    """Return a number in decimals, a long one cut after four with "…"."""
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
    chinese = lang == "zh"
    values = {name: result.value(each.node) for name, each in entry.quantities.items()}
    facts = {name: shown(value, entry.quantities[name].unit, lang) for name, value in values.items()}
    sentence = entry.sentence or _own(entry, values)
    facts |= (
        _step(entry, values, lang)
        | _amounts(values, lang)
        | mode_words(result.program.definition.mode, plan.places, lang)
    )
    facts |= {name: label.text(lang) for name, label in entry.words.items()} | _chosen(entry, values, lang)
    template = sentence.zh if chinese else sentence.en
    if plan.open:
        template = without_full(template)
        values.setdefault("score", values.get("amount", Fraction(0)))
    for each in sentence.also:
        event = entry.events.get(each.event)
        if event is not None and result.value(event) is True:
            template += each.zh if chinese else each.en

    def fill(match: re.Match[str]) -> str:
        name, plural = match[1], match[2]
        if plural:
            return "" if facts.get(name) == "1" or values.get(name) == 1 else "s"
        return facts.get(name, match[0])

    text = _where(result, plan, entry, lang) + _FACT.sub(fill, template) + _emptied(result, plan, entry, lang)
    reasons_given = [*_because(result, entry, values, lang), _person(result, plan, entry, lang)]
    said = [each.rstrip("。.") for each in reasons_given if each]
    reasons = ("；" if chinese else "; ").join(said)
    parts = [text, reasons] if reasons else [text]
    return ("：" if chinese else ": " if ": " not in text else "; ").join(parts) + ("。" if chinese else ".")


def without_full(template: str) -> str:
    """Return a sentence as it reads on an open scale."""
    for with_full, without in _WITHOUT_FULL:
        template = template.replace(with_full, without)
    return template


TO_THE_LIMIT = ("base", "start", "change", "limit")


def _emptied(result: Result, plan: Plan, entry: Entry, lang: str) -> str:
    """Return that no more than the points can be lost, where a deduction asked for more."""
    if entry.kind != "change":
        return ""
    account = [(each.kind, result.value(each.amount)) for each in plan.entries if each.kind in TO_THE_LIMIT]
    amounts = [(kind, amount) for kind, amount in account if isinstance(amount, Fraction)]
    asked = result.value(entry.amount)
    back = sum(amount for kind, amount in amounts if kind == "limit")
    if len(amounts) < len(account) or not isinstance(asked, Fraction) or back <= 0 or asked >= 0:
        return ""
    if plan.open:
        return "，得分不低于下限" if lang == "zh" else "; the score goes no lower than its least"
    most = -sum((amount for _, amount in amounts), Fraction(0))  # what the limit leaves to lose
    points = shown(most, "", lang)
    if most == result.value(plan.points):
        return (
            f"，本项分值{points}分，扣完为止"
            if lang == "zh"
            else f"; no more than its {points} point{'' if most == 1 else 's'} can be lost"
        )
    return f"，最多扣{points}分" if lang == "zh" else f"; no more than {points} points can be lost"


def _own(entry: Entry, values: dict[str, Value]) -> Sentence:
    """Return the sentence of a line that no rule makes."""
    amount = values.get("amount")
    return own_sentence(entry, "down" if isinstance(amount, Fraction) and amount < 0 else "up")


def own_sentence(entry: Entry, way: str) -> Sentence:
    """Return the sentence of a line that no rule makes, which takes points (``down``) or gives them (``up``)."""
    for code in (entry.code, f"{entry.code}-{way}", entry.kind, f"{entry.kind}-{way}"):
        if code in OWN:
            return OWN[code]
    return Sentence(entry.code, entry.code)


def _amounts(values: dict[str, Value], lang: str) -> dict[str, str]:
    """Return what was lost and what is left, of a line that tells its amount."""
    amount, points = values.get("amount"), values.get("points")
    if not isinstance(amount, Fraction) or not isinstance(points, Fraction):
        return {}
    return {"lost": shown(-amount, "", lang), "score": shown(points + amount, "", lang)}


def _step(entry: Entry, values: dict[str, Value], lang: str) -> dict[str, str]:
    """Return a whole step of a figure without a unit as Chinese counts it."""
    step = values.get("step")
    if lang != "zh" or not isinstance(step, Fraction) or step.denominator != 1 or entry.quantities["step"].unit:
        return {}
    return {"step": f"{digits(step)}个"}


def mode_words(name: str, decimals: int | None, lang: str) -> dict[str, str]:
    """Return how a mode of rounding and the places it rounds to are told."""
    if decimals is None:
        return {"mode": MODES.get(name, (name, name))[lang == "zh"], "places": "规定的精度" if lang == "zh" else ""}
    places = f"{decimals}位小数" if decimals else "整数"
    return {"mode": MODES.get(name, (name, name))[lang == "zh"], "places": places}


def _chosen(entry: Entry, values: dict[str, Value], lang: str) -> dict[str, str]:
    """Return the words of the band or row that holds."""
    found: dict[str, str] = {}
    for quantity, name in (("band", "interval"), ("row", "condition")):
        number = values.get(quantity)
        label = entry.words.get(f"{quantity}:{number}") if isinstance(number, Fraction) else None
        if label is not None:
            found[name] = label.text(lang)
    return found


def _where(result: Result, plan: Plan, entry: Entry, lang: str) -> str:
    """Return the name of the node whose veto empties this one too."""
    if entry.kind != "veto" or not entry.home or entry.home == plan.path:
        return ""
    home = result.program.plans.get(entry.home)
    return "" if home is None else home_words(home, lang)


def home_words(home: Plan, lang: str) -> str:
    """Return how a sentence begins that speaks of the veto of a node above."""
    return f"“{home.label.text(lang)}”" if lang == "zh" else f"{home.label.text(lang)}: "


def _because(result: Result, entry: Entry, values: dict[str, Value], lang: str) -> list[str]:
    """Return the reasons that the author gave: of the rule, and of the band or the rows that hold."""
    found = [entry.because] if entry.because else []
    for key, label in entry.words.items():
        event, _, last = key.rpartition(":")
        if last != "because":
            continue
        quantity, _, number = event.partition(":")
        one = values.get(quantity)
        if one == int(number) if quantity in values else result.value(entry.events[event]) is True:
            found.append(label)
    return [each.text(lang) for each in found]


def _person(result: Result, plan: Plan, entry: Entry, lang: str) -> str:
    """Return what a person said: of a mark, a set value, a declaration, or of findings."""
    bound = result.bound
    if bound is None:
        return ""
    path = plan.path
    if entry.kind == "not_applicable":
        return bound.reasons.get(path, "")
    said = bound.sets.get(path) if entry.kind == "set" else bound.marks.get(path)
    marks = entry.kind in ("set", "mark") or _is_judged(result, path, entry)
    parts: list[str] = []
    if said is not None and marks:
        by = f"（{said.by}）" if lang == "zh" else f" ({said.by})"
        parts.append(f"{said.because}{by if said.by else ''}" if said.because else said.by)
    elif entry.kind in ("change", "veto"):
        parts.extend(each.note for each in _counted(bound, path, entry) if each.note)
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)


def _counted(bound: Bound, path: str, entry: Entry) -> Iterable[Finding]:
    """Return the findings that a change or a veto counts: all of its node, or those with a fitting amount."""
    quantity = entry.quantities.get("findings")
    if quantity is None and entry.kind != "veto":
        return ()
    name = str(quantity.node.payload) if quantity is not None and quantity.node.op is Op.INPUT else ""
    if name.rpartition("/")[2].startswith("findings?"):
        return bound.counted.get(name, ())
    return bound.findings.get(entry.home or path, ())


def _is_judged(result: Result, path: str, entry: Entry) -> bool:
    return path in result.program.judged and entry.kind in ("base", "change")
