"""A ruleset after reading: frozen, resolved against the whole tree, not yet lowered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from scoring.document import Item, Table
    from scoring.rules import RuleKind
    from scoring.source import Span


@dataclass(frozen=True, slots=True)
class Label:
    """A name or sentence, in one language or several.

    Attributes:
        texts: language → text; the language ``""`` holds a text written without one.
    """

    texts: Mapping[str, str]

    def text(self, lang: str = "") -> str:
        """Return the text in this language, else the one there is."""
        return self.texts.get(lang) or self.texts.get("") or self.printed

    @property
    def printed(self) -> str:
        """The text that was written first: in the language of the policy itself."""
        return next(iter(self.texts.values()), "")


WHOLE = Label({"en": "total", "zh": "总分"})
"""What the whole is called where it has no name."""


def name_of(label: Label, path: str) -> Label:
    """Return what a node is called: by its name, else by its path."""
    return label if label.text() else Label({"": path}) if path else WHOLE


@dataclass(frozen=True, slots=True)
class Figure:
    """An input, or a value derived from inputs.

    Attributes:
        name: canonical name: the id, behind the path of its node if it is local.
        id: as written.
        type: ``number``, ``count``, ``flag``, ``date`` or ``words``.
        low: least value that is accepted.
        high: greatest value that is accepted.
        form: how a derived figure is made, None for an input.
        keys: the table as written.
        home: the node, or the list (``sites[]``), that it belongs to; empty for a figure of the ruleset.
        ordered: its words have an order, the best first.
        flawed: a part of it could not be read, so nothing is said of what reads it.
        role: ``input``, ``derived``, ``list`` (given as a list), ``mapped`` (a list made from one), ``cohort`` (taken
            over all cases of a run).
        items: of a list, what an entry holds: the fields of a record by id, or ``each`` for a plain value.
        records: whether the entries of a list are records.
    """

    name: str
    id: str
    label: Label
    unit: str
    type: str
    low: Fraction | None
    high: Fraction | None
    places: int | None
    words: tuple[str, ...]
    blanks: tuple[str, ...]
    form: Item | None
    keys: Table
    at: Span = field(compare=False, repr=False)
    home: str = ""
    flawed: bool = False
    role: str = "input"
    items: Mapping[str, Figure] = field(default_factory=dict)
    records: bool = False
    ordered: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list, given or made from one."""
        return self.role in ("list", "mapped")


@dataclass(frozen=True, slots=True)
class Function:
    """A formula with a name, that other formulas call.

    Attributes:
        needs: names of its parameters, in the order of a call.
        words: the words it may yield; empty where it yields none.
        form: the value form that makes it.
        flawed: a part of it could not be read, so nothing is said of what calls it.
    """

    name: str
    needs: tuple[str, ...]
    words: tuple[str, ...]
    form: Table
    keys: Table
    at: Span = field(compare=False, repr=False)
    flawed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as written, with the kind that knows its keys."""

    kind: RuleKind
    keys: Table
    clause: str
    at: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Records:
    """What makes the children of a node.

    Attributes:
        figure: canonical name of the list.
        count: how many records the case has; None where it does not give the list.
        if_empty: ``not_applicable``, ``full`` or ``zero``.
    """

    figure: str
    count: int | None
    if_empty: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the tree.

    Attributes:
        path: dotted ids from the top; empty for the root.
        level: 0 for the root, 1 for its children; a criterion has the level of its leaf plus one.
        kind: ``root``, ``group``, ``leaf`` or ``criterion``.
        item: ``bonus`` or ``penalty`` for items outside the points, else empty.
        beside: its score stays out of the total.
        keys: the node's own keys as written, after ``each``.
        variants: conditions (None = otherwise) and the node each makes of this one.
        records: what makes its children one for each record of a list, None for an ordinary node.
        is_record: it is one of these children, and has the points of its parent.
        flawed: a part of it could not be read, so its score is not worked out.
        shape: name of the shape it is made from, empty if it is made from none.
        arguments: parameters of that shape and what stands for them, to be read outside of the shape.
        open: it is an open scale: no full mark, no limits; with variants, whether each of them is.
    """

    path: str
    label: Label
    code: str
    clause: str
    level: int
    kind: str
    item: str
    beside: bool
    keys: Table
    rules: tuple[Rule, ...]
    figures: Mapping[str, Figure]
    children: tuple[Indicator, ...]
    at: Span = field(compare=False, repr=False)
    variants: tuple[tuple[Item | None, Indicator], ...] = ()
    flawed: bool = False
    records: Records | None = None
    is_record: bool = False
    shape: str = ""
    arguments: Mapping[str, Item] = field(default_factory=dict)
    open: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Work out whether it is an open scale, which is asked of every node again and again."""
        points = self.keys.fields.get("points")
        is_open = self.by_formula or (points is not None and getattr(points.value, "text", "") == "none")
        if self.variants:
            is_open = all(variant.open for _, variant in self.variants)
        object.__setattr__(self, "open", is_open)

    @property
    def called(self) -> Label:
        """What it is called where its name is empty too."""
        return name_of(self.label, self.path)

    @property
    def outside(self) -> bool:
        """Whether it stands outside the points of its group."""
        return bool(self.item) or self.beside

    @property
    def by_formula(self) -> bool:
        """Whether a formula makes the score of the whole, not what stands below."""
        return self.kind == "root" and "total" in self.keys.fields

    def walk(self) -> Iterator[Indicator]:
        """Yield this node, its variants and everything below, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()
        for _, variant in self.variants:
            yield from variant.walk()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole ruleset.

    Attributes:
        keys: the top-level table after ``extends`` and the method.
        root: the tree under an unnamed root that holds the ruleset's own points and rules.
        grade: the form under ``grade``, as a figure without a name of its own; None where there is none.
        lower_is_better: a smaller total is a better one.
        functions: the author's own functions by name.
        shapes_used: names of the shapes that some node is made from.
    """

    id: str
    version: str
    title: Label
    source: str
    keys: Table
    figures: Mapping[str, Figure]
    root: Indicator
    mode: str
    places: Mapping[str, int]
    keeps_findings: bool | None
    grade: Figure | None = None
    lower_is_better: bool = False
    functions: Mapping[str, Function] = field(default_factory=dict)
    shapes_used: frozenset[str] = frozenset()

    @property
    def has_total(self) -> bool:
        """Whether the whole has a number."""
        total = self.keys.fields.get("total")
        return total is None or getattr(total.value, "text", "") != "none"
