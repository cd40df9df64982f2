"""What a rule kind is given to say itself in words: the values of a rule's keys as a printed table has them.

A kind's ``says`` builds one finished sentence of them, in the language asked for. Values are told as they are meant:
a step of a ``%`` figure in percentage points, a share of the points as points, a value form as its own table.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from scoring import graph as g
from scoring.addresses import Found
from scoring.dates import DATE, DAYS
from scoring.diagnostic import Problems
from scoring.document import Item, Listing, Scalar, Table
from scoring.names import Failed, Needs
from scoring.number import decimal_text, parse_written
from scoring.rule_scope import PointsScope
from scoring.rules import COMMON, POINTS_OF_PERCENT, Said, form_of
from scoring.scope import Scope
from scoring.sentences import digits, shown
from scoring.term import Term, percent_share
from scoring.typed import read_label
from scoring.worded import ATOM, PRODUCT, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.keys import Keys
    from scoring.model import Rule
    from scoring.names import Names

_RANGE = re.compile(r"(?P<low>.+?)\s*\.\.(?P<open><?)\s*(?P<high>.*)", re.ASCII)
_NAMES = re.compile(r"\{(\w+)(:s)?\}")
_Said = TypeVar("_Said")
_NO_TERM = Term(g.ZERO)
_SHORT = 16
"""Digits of a number that is worked out where it is written as a formula."""


class Wording:
    """A rule, or a value form, being said in one language.

    Attributes:
        scope: where its names are looked up.
        table: its keys.
        lang: ``zh`` or ``en``.
        kind: what its results are: a ``score`` (得5分), ``points`` (5分), or a ``value``.
        rule: the rule itself, None for a value form.
        earns: an award is not on top of something: the node opens at zero and only gains.
    """

    def __init__(  # noqa: PLR0913  # what there is to know of a rule
        self, scope: Scope, table: Table, lang: str, kind: str = "value", *, rule: Rule | None = None,
        earns: bool = False, unit: str = "", choices: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Take a rule or a form; of a form also the unit of its results, or the words they may be."""
        self.scope, self.table, self.lang, self.kind = scope, table, lang, kind
        self.rule, self.earns, self.unit, self.choices = rule, earns, unit, choices

    # Texts

    def say(self, en: str, zh: str, **facts: str) -> str:
        """Return a text of the language with its facts filled in; ``{x:s}`` is the "s" of a plural."""

        def fill(match: re.Match[str]) -> str:
            found = facts[match[1]]
            return found if not match[2] else "" if found in ("1", "−1") else "s"

        return _NAMES.sub(fill, zh if self.lang == "zh" else en)

    def has(self, key: str) -> bool:
        """Whether a key stands."""
        return key in self.table.fields

    def item(self, key: str) -> Item:
        """Return what stands under a key."""
        return self.table.fields[key].value

    def text(self, key: str, otherwise: str = "") -> str:
        """Return the word that stands under a key."""
        return getattr(self.item(key), "text", otherwise) if self.has(key) else otherwise

    def listed(self, texts: Sequence[str]) -> str:
        """Return texts one after the other."""
        return ("、" if self.lang == "zh" else ", ").join(texts)

    # Values

    def term(self, item: Item) -> Term:
        """Return what a value is, nothing in particular where it cannot be told."""
        return self._asked(lambda: self.scope.measure(item)) or _NO_TERM

    def any_term(self, item: Item) -> Term:
        """Return what a value of any type is, nothing in particular where it cannot be told."""
        return self._asked(lambda: self.scope.term(item)) or _NO_TERM

    def _asked(self, ask: Callable[[], _Said]) -> _Said | None:
        """Return what the lowering says, None where it cannot; a function that nothing has called yet is worked out."""
        while True:
            try:
                return ask()
            except Needs as need:
                self.scope.context.run(need.task)
            except Failed:
                return None

    def node(self, address: str) -> str:
        """Return what a node is called, ``total`` being the whole."""
        context = self.scope.context
        if address == "total":
            return self.say("the total", "总分")
        found = context.addresses.find(address, self.scope.inside)
        name = context.node_label(found.path).text(self.lang) if isinstance(found, Found) else address
        return self.say("{name}", "“{name}”", name=name)

    def is_root(self) -> bool:
        """Whether the rule is one on the total."""
        return self.scope.home is not None and self.scope.home.kind == "root"

    def unit_of(self, key: str) -> str:
        """Return the unit of a key's value."""
        return self.term(self.item(key)).unit

    def condition(self, item: Item) -> str:
        """Return a condition in words."""
        self._asked(lambda: self.scope.condition(item))  # so that what it compares is known
        return self._formula(item)

    def value(self, key: str, unit: str = "") -> str:
        """Return what stands under a key."""
        return self.value_of(self.item(key), unit)

    def value_of(self, item: Item, unit: str = "", *, within: bool = False) -> str:
        """Return a value: a number with its unit, a formula, or a form with its results.

        Args:
            item: the value.
            unit: the unit it is shown in, where it has none of its own.
            within: it stands in a product, so that a sum needs brackets.
        """
        if isinstance(item, Listing):
            return self.several(item, unit)
        if not isinstance(item, Scalar):
            return self.inline(item, "value", unit)
        if item.text in self.choices:
            return item.text
        term = self.term(item)
        number = g.number_of(term.node)
        own = term.unit or unit
        short = number is not None and len(digits(number)) <= _SHORT and "…" not in digits(number)
        if number is not None and short and term is not _NO_TERM and not (within and own not in ("%", "")):
            return _minus(shown(number, own, self.lang))
        return self._formula(item, PRODUCT if within else 0)

    def _formula(self, item: Item, least: int = 0) -> str:
        """Return a formula in words; what a shape was given may be a form."""

        def inline(scope: Names, form: Item) -> str:
            own = scope if isinstance(scope, Scope) else self.scope
            return Wording(own, self.table, self.lang, choices=self.choices).inline(form, "value")

        return worded(self.scope, item, self.lang, inline, least)

    def several(self, item: Listing, unit: str = "") -> str:
        """Return several values, a unit that all have behind the last one."""
        numbers = [g.number_of(self.term(each).node) for each in item.items]
        if unit and unit not in ("%", DATE) and None not in numbers:
            *first, last = [_signed(each) for each in numbers if each is not None]
            space = "" if self.lang == "zh" else " "
            return self.listed([*first, f"{last}{space}{unit}"])
        return self.listed([self.value_of(each, unit) for each in item.items])

    def factor(self, key: str) -> str:
        """Return a value as it stands in a product."""
        return self.value_of(self.item(key), within=True)

    def step(self, key: str, unit: str) -> str:
        """Return a step of a figure: of a percentage in percentage points, of a date in days."""
        item = self.item(key)
        number = g.number_of(self.term(item).node)
        if number is None or not isinstance(item, Scalar) or "…" in digits(number):
            return self.value_of(item)
        distance = {"%": POINTS_OF_PERCENT, DATE: DAYS}.get(unit, unit)
        text = shown(number, distance, self.lang)
        return f"{text}个" if self.lang == "zh" and not distance and number.denominator == 1 else text

    def inline(self, item: Item, kind: str, unit: str = "") -> str:
        """Return a value form inside a sentence."""
        said = self.form(item, kind, unit)
        rows = ("；" if self.lang == "zh" else "; ").join(said.rows)
        parts = [each for each in (said.text, rows) if each]
        text = ("：" if self.lang == "zh" else ": ").join(parts)
        text += f"{'；' if self.lang == 'zh' else '; '}{said.after}" if said.after else ""
        return f"（{text}）" if self.lang == "zh" else f"({text})"

    def form(self, item: Item, kind: str, unit: str = "") -> Said:
        """Return a value in any form in words; its rows are what it may yield."""
        if not isinstance(item, Table):
            return Said(self.points_of(item) if kind != "value" else self.value_of(item, unit))
        if "is" in item.fields:
            return self.form(item.fields["is"].value, kind, unit)
        own = form_of(item)
        inner = Wording(self.scope, item, self.lang, kind, unit=unit, choices=self.choices)
        if own is None or own.says is None:
            return inner.by_keys(own.keys if own is not None else {})
        return own.says(inner)

    def by_keys(self, meaning: Keys) -> Said:
        """Return the keys of a rule one by one, for a kind that has no sentence of its own."""
        told = [
            f"{(meaning[key].zh if self.lang == 'zh' else meaning[key].en) if key in meaning else key}"
            f"{'：' if self.lang == 'zh' else ': '}{self._any(field.value)}"
            for key, field in self.table.fields.items()
            if key not in COMMON
        ]
        return Said(("；" if self.lang == "zh" else "; ").join(told), repeats=self.rule is not None)

    def _any(self, item: Item) -> str:
        """Return a value of which nothing is known."""
        if isinstance(item, Listing):
            return self.listed([self._any(each) for each in item.items])
        return self.value_of(item)

    # Points

    def full(self) -> str:
        """Return the points of the node, as a number where they are one for every case."""
        number = self.whole()
        return self.say("points", "分值") if number is None else decimal_text(number)

    def points_of(self, item: Item) -> str:
        """Return points with their word: ``5分``; a judged range as the range, a formula in brackets."""
        span = _RANGE.fullmatch(item.text) if isinstance(item, Scalar) and isinstance(item.value, str) else None
        if span is not None:
            return self.span(span)
        if isinstance(item, Table):
            return self.inline(item, "points")
        if isinstance(item, Scalar) and item.value is None and not item.quoted:
            return self.say("no value", "无值")
        share = self.share(item)
        if share:
            return share
        return self.say("{n} point{n:s}", "{n}分", n=self.bare_points(item, ATOM))

    def share(self, item: Item) -> str:
        """Return a share of points that are not one number, "" for any other value."""
        share = percent_share(self.term(item))
        if share is None or self.whole() is not None:
            return ""
        return self.say("{share} of the points", "本项分值的{share}", share=shown(share, "%", self.lang))

    def whole(self) -> Fraction | None:
        """Return the points of the node where they are one number for every case."""
        return g.number_of(self.scope.points) if isinstance(self.scope, PointsScope) else Fraction(1)

    def bare_points(self, item: Item, least: int = 0) -> str:
        """Return points without their word; a bare percent is a share of the node's points."""
        term, whole = self.term(item), self.whole()
        share, number = percent_share(term), g.number_of(term.node)
        if share is not None and whole is not None:
            return _signed(whole * share)
        if number is not None and term is not _NO_TERM:
            return _signed(number)
        return self._formula(item, least)

    def span(self, match: re.Match[str]) -> str:
        """Return a judged range: ``0至3分``; an upper end that is outside is said to be."""
        low, high = (self._end(match[end]) for end in ("low", "high"))
        if not match["high"]:
            return self.say("{low} point{low:s} or more", "{low}分及以上", low=low)
        if match["open"]:
            return self.say(
                "{low} to less than {high} point{high:s}", "{low}至{high}分（不含{high}分）", low=low, high=high
            )
        return self.say("{low} to {high} point{high:s}", "{low}至{high}分", low=low, high=high)

    def between(self, low: Fraction, high: Fraction) -> str:
        """Return the range between two numbers of points."""
        return self.say(
            "{low} to {high} point{high:s}", "{low}至{high}分", low=decimal_text(low), high=decimal_text(high)
        )

    def _end(self, text: str) -> str:
        number = parse_written(text)
        return self.bare_points(Scalar(text, text if number is None else number, self.table.at)) if text else ""

    def is_judged(self, item: Item) -> bool:
        """Whether a value is a range that a person marks within."""
        return isinstance(item, Scalar) and isinstance(item.value, str) and _RANGE.fullmatch(item.text) is not None

    def moves(self, lead: str) -> str:
        """Return what a change takes or gives: ``扣0.5分``, ``酌情加1至2分``."""
        item = self.item(lead)
        adds = self.rule is not None and self.rule.kind.adds(self.rule.keys)
        verb = ("得" if self.earns else "加") if adds else "扣"
        end = "" if adds and self.earns else " more" if adds else " off"
        points = self.points_of(item)
        if self.is_judged(item):
            return self.say(
                "{points}{end} (as a person judges)", "酌情{verb}{points}", points=points, end=end, verb=verb
            )
        return self.say("{points}{end}", "{verb}{points}", points=points, end=end, verb=verb)

    def capped(self) -> str:
        """Return the cap of the rule itself, "" if it has none."""
        if not self.has("up_to"):
            return ""
        adds = self.rule is not None and self.rule.kind.adds(self.rule.keys)
        points = self.points_of(self.item("up_to"))
        return self.say(
            ", at most {points} by this rule",
            "，本条最多{verb}{points}",
            points=points,
            verb=("得" if self.earns else "加") if adds else "扣",
        )

    # Results

    def result(self, item: Item) -> str:
        """Return what a row yields: ``得5分``, ``由评价人在0至4分之间评定``, ``5分`` or a value."""
        if isinstance(item, Scalar) and item.value is None and not item.quoted:
            return self.say("no result", "不给出结果")
        if self.kind == "value":
            return self.value_of(item, self.unit)
        if isinstance(item, Table) and "is" in item.fields:
            return self.result(item.fields["is"].value)
        return self._paid(item, self.points_of(item))

    def _paid(self, item: Item, points: str) -> str:
        """Return what a row pays, its points being told."""
        if self.is_judged(item):
            end = item.text.rstrip() if isinstance(item, Scalar) else ""
            zh = "由评价人评定，{points}" if end.endswith(("..", "<")) else "由评价人在{points}之间评定"
            return self.say("{points}, as a person judges", zh, points=points)
        if self.kind == "points":
            return points
        if isinstance(item, Scalar) and g.number_of(self.term(item).node) is None:
            return self.say("score = {formula}", "得分＝{formula}", formula=self.bare_points(item))
        return self.say("{points}", "得{points}", points=points)

    def row(self, when: str, item: Item, notes: Item | None = None, *, rest: bool = False) -> str:
        """Return a row: where it holds, what it yields, and why; ``rest``: it is for what no other row holds for."""
        text = self.result(item)
        zh = "{when}：{text}" if self.kind != "score" else "{when}，{text}" if rest else "{when}的，{text}"
        return self.say("{when}: {text}", zh, when=when, text=text) + self.notes(notes)

    def notes(self, table: Item | None) -> str:
        """Return in brackets what stands beside a rule or a row for people: reason, clause, printed words."""
        fields = table.fields if isinstance(table, Table) else {}
        heads = {"because": ("reason", "理由"), "source": ("source", "依据"), "text": ("as printed", "原文")}
        told = [
            self.say("{head}: {text}", "{head}：{text}", head=self.say(*heads[key]), text=self.note(fields[key].value))
            for key in heads
            if key in fields
        ]
        return self.say(" ({told})", "（{told}）", told=self.say("; ", "；").join(told)) if told else ""

    def note(self, item: Item) -> str:
        """Return a text that may differ by language."""
        return read_label(Problems(), item, "because").text(self.lang)

    def leads_to(self, of: str) -> str:
        """Return the beginning of a table that is looked up by a figure."""
        if self.kind == "score":
            return self.say("by {of}", "按{of}计分", of=of)
        return self.say("by {of}", "按{of}取值", of=of)


def _minus(text: str) -> str:
    """Return a number with the sign that people print; a date has hyphens of its own."""
    return f"−{text[1:]}" if text.startswith("-") else text


def _signed(value: Fraction) -> str:
    """Return a number exactly: in decimals, or as a fraction."""
    return _minus(decimal_text(value))
