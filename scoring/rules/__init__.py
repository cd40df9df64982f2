"""Rule kinds, one file each; a kind is known because its file is here.

A kind's module holds ``KIND``, a `RuleKind`: its keys, its role, and ``lower``, which says once what the
rule means as nodes of the graph, with named quantities for the explanation and events for coverage; and ``says``,
the same in words, for the indicator table that people print. The module's docstring is its documentation page. A
kind with a ``form`` is a value form too.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import FALSE, ZERO, Node, at_most, both, negated
from scoring.keys import NOTES, Key, Keys

if TYPE_CHECKING:
    from scoring.document import Item, Table
    from scoring.model import Label
    from scoring.rule_scope import RuleScope
    from scoring.scope import Scope
    from scoring.wording import Wording


class Role(StrEnum):
    """What a rule does to a score."""

    BASE = "base"
    CHANGE = "change"
    VETO = "veto"


class Quantity(NamedTuple):
    """A named node of an entry, with the unit it is shown in."""

    node: Node
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one rule means.

    Attributes:
        code: of its reason.
        amount: base: the opening score; change: points moved, not below 0; veto: a truth node.
        quantities: name → what the sentence and the facts show.
        events: name → truth node, for coverage.
        words: name → fixed text of the sentence, such as the figure's name.
        reached: a judged range is reached, so that a mark is needed.
        violated: the mark lies outside the range that is reached.
        below: the mark lies below the top of that range, so that it needs a reason.
        sentence: which of the kind's sentences explains it; the one of its code unless said.
    """

    code: str
    amount: Node
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    events: Mapping[str, Node] = field(default_factory=dict)
    words: Mapping[str, Label] = field(default_factory=dict)
    reached: Node = FALSE
    violated: Node = FALSE
    below: Node = FALSE
    sentence: str = ""


def graded(points: Node, score: Node) -> dict[str, Node]:
    """Return the events of an opening score that may be anything up to the points: all, some, none of them."""
    full, zero = at_most(points, score), at_most(score, ZERO)
    return {"full": full, "partial": both(negated(full), negated(zero)), "zero": both(zero, negated(full))}


class Also(NamedTuple):
    """What a sentence says besides where one of the entry's events holds."""

    event: str
    en: str
    zh: str


class Sentence(NamedTuple):
    """The explanation of a reason, with ``{names}`` of quantities and words in braces.

    Attributes:
        en: in English; ``{name:s}`` is the "s" of a plural.
        zh: in Chinese.
        also: what is added where an event holds.
    """

    en: str
    zh: str
    also: tuple[Also, ...] = ()


class Said(NamedTuple):
    """A rule or a value form in words, as a printed table has it.

    Attributes:
        text: a finished sentence without its full stop; what leads to the rows, if there are any.
        rows: of its table, one after the other.
        after: what is to be said behind the rows.
        repeats: it may ask for more than there is, so that it must be said where taking or giving ends.
    """

    text: str
    rows: tuple[str, ...] = ()
    after: str = ""
    repeats: bool = False


Result = Callable[["Item"], Node]
Form = Callable[["Table", "Scope", Result], Node]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A kind of rule.

    Attributes:
        name: of the kind, as in the documentation.
        role: base, change or veto.
        leads: keys one of which every rule of the kind has.
        keys: all keys besides those every rule may have.
        lower: rule → effect.
        sentences: code → explanation.
        takes: further condition on the keys, where several kinds share a lead.
        needs: keys that must stand.
        form: how a value form of this kind becomes a node, None if it is no form.
        titles: code → what a line of an account is called by, in English and in Chinese.
        blends: whether a form of this kind calculates with its results, so that none of them may be a date.
        own_when: its ``when`` is its own affair and does not guard the rule.
        gives: those leads of a change that add to the score.
        doc: the page of the documentation.
        says: the rule or the form in words; without it, its keys are told one by one.
    """

    name: str
    role: Role
    leads: tuple[str, ...]
    keys: Keys
    lower: Callable[[RuleScope], Effect]
    sentences: Mapping[str, Sentence]
    takes: Callable[[Table], bool] = lambda _: True
    needs: tuple[str, ...] = ()
    form: Form | None = None
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    blends: Callable[[Table], bool] = lambda _: False
    own_when: bool = False
    gives: tuple[str, ...] = ("award",)
    doc: str = ""
    says: Callable[[Wording], Said] | None = None

    def adds(self, rule: Table) -> bool:
        """Whether a change adds to the score; else it takes from it."""
        return any(lead in rule.fields for lead in self.gives)


#: Keys that every rule may have.
COMMON: Keys = MappingProxyType(
    {
        "when": Key("condition", "when the rule holds", "规则生效的条件"),
        "round": Key("any", "rounding of what it takes or gives", "扣分或得分的取舍"),
        "if_undefined": Key("any", "zero, full or a score where a divisor is 0", "除数为零时的得分"),
        **NOTES,
    }
)
UP_TO = Key("points", "the most it takes or gives", "最多扣（加）多少分")
#: What a rule with ``up_to`` says where its cap is reached.
CAPPED = Also("capped", ", at most {most} point{most:s}", "，本条以{most}分为限")
#: What stands for the unit of a distance between two percentages.
POINTS_OF_PERCENT = "percentage point"


@cache
def kinds() -> Mapping[str, RuleKind]:
    """Return every kind by name, in the order of their files' names."""
    found: dict[str, RuleKind] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        kind: RuleKind = importlib.import_module(f"{__name__}.{module.name}").KIND
        found[kind.name] = kind
    return MappingProxyType(found)


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Return what the codes of all kinds are called in an account, in English and in Chinese."""
    return MappingProxyType({code: title for kind in kinds().values() for code, title in kind.titles.items()})


@cache
def leads() -> frozenset[str]:
    """Return the keys that show which kind a rule is."""
    return frozenset(lead for kind in kinds().values() for lead in kind.leads)


@cache
def form_leads() -> frozenset[str]:
    """Return the keys that show that a table is a value form."""
    return frozenset(lead for kind in kinds().values() if kind.form for lead in kind.leads) | {"is"}


@cache
def form_keys() -> tuple[str, ...]:
    """Return the keys that may stand in some value form."""
    return tuple(dict.fromkeys(("is", *(key for kind in kinds().values() if kind.form for key in kind.keys))))


def kind_of(table: Table) -> RuleKind | None:
    """Return the kind of a rule by its keys, None if no kind has them."""
    for kind in kinds().values():
        if not table.fields.keys().isdisjoint(kind.leads) and kind.takes(table):
            return kind
    return None


def form_of(table: Table) -> RuleKind | None:
    """Return the kind of a value form by its keys, None if it is none."""
    for kind in kinds().values():
        if kind.form is not None and not table.fields.keys().isdisjoint(kind.leads):
            return kind
    return None
