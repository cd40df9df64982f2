"""A rule in words, with all that any rule may have: guard, rounding, what 0/0 gives, reason and clause."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import places_of
from scoring.rounding import steps
from scoring.rules import Role, Said
from scoring.sentences import MODES, shown

if TYPE_CHECKING:
    from scoring.document import Item
    from scoring.wording import Wording


def rule_said(words: Wording) -> Said:
    """Return a rule as a finished sentence without its full stop, and the rows of its table."""
    assert words.rule is not None  # noqa: S101  # asked of rules alone
    kind = words.rule.kind
    said = words.by_keys(kind.keys) if kind.says is None else kind.says(words)
    text, stop = said.text, words.say("; ", "；")
    if words.has("when") and not kind.own_when and "when" not in kind.needs:
        when = words.condition(words.item("when"))
        text = words.say("if {when}: {text}", "{when}时，{text}", when=when, text=text)
    more = [said.after] if said.after else []
    if words.has("round"):
        moved = "加分" if kind.adds(words.rule.keys) else "扣分"
        pair = ("the result is ", "结果") if kind.role is Role.BASE else ("the amount is ", moved)
        more.append(words.say(*pair) + rounding_said(words, words.item("round")))
    if words.has("if_undefined"):
        more.append(
            words.say("where it cannot be computed (a division by 0): ", "无法计算（除数为零等）的，") + _instead(words)
        )
    notes = words.notes(words.table)
    if said.rows:
        return said._replace(text=text + notes, after=stop.join(more))
    return said._replace(text=stop.join([text, *more]) + notes, after="")


def _instead(words: Wording) -> str:
    """Return what stands for a score that cannot be computed."""
    item = words.item("if_undefined")
    told = {"zero": words.say("nothing is scored", "得0分"), "full": words.say("the full points", "得满分")}
    return told.get(getattr(item, "text", "")) or words.result(item)


def rounding_said(words: Wording, item: Item, unit: str = "") -> str:
    """Return a rounding in words; of a ``%`` figure its steps are percentages."""
    found = [_rounded(words, step, mode, unit) for step, mode in steps(words.scope, item)]
    return words.say(", then ", "，再").join(found)


def _rounded(words: Wording, step: Fraction, mode: str, unit: str) -> str:
    name, half = MODES.get(mode, (mode, mode))[words.lang == "zh"], mode.startswith("half")
    places = places_of(step)
    if unit != "%" and places is not None and step == Fraction(1, 10**places):
        if not places:
            return words.say("rounded to a whole number ({mode})", "{mode}取整数" if half else "{mode}", mode=name)
        zh = "{mode}取{n}位小数" if half else "取{n}位小数（{mode}）"
        return words.say("rounded to {n} decimal place{n:s} ({mode})", zh, n=str(places), mode=name)
    if unit == "%":
        return words.say("rounded to {step} ({mode})", "{mode}，精确到{step}", step=shown(step, unit), mode=name)
    text = shown(step, "", words.lang)
    return words.say("rounded to multiples of {step} ({mode})", "取{step}的整数倍（{mode}）", step=text, mode=name)
