"""The edges of a program: each bound that a number is compared with, one unit below it and one above it.

Of steps they are the first, the last that leaves something, and the one that leaves nothing. Edges are read from the
comparisons of the graph, so no rule kind is known here. One unit is the least that a number is written in: 1 of a
count, a day of a date, else the last decimal of the bound or of the figure's ``places``, whichever is finer. An edge
"one unit below" is met by any number nearer to the bound than that, too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.grid import grids
from scoring.dates import FIRST, LAST, day_text
from scoring.graph import Op, Type
from scoring.model import WHOLE, Label
from scoring.number import decimal_text, places_of
from scoring.testing.bounds import compared
from scoring.testing.due import EDGE, Due, Window
from scoring.testing.outcomes import Stood, guard_of, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.graph import Node
    from scoring.model import Figure
    from scoring.program import Entry, Plan, Program
    from scoring.source import Span
    from scoring.testing.bounds import Bound
    from scoring.testing.written import Written

_COMPARED = frozenset((Op.LT, Op.LE, Op.EQ))
_EXTREMES = frozenset((Op.MIN, Op.MAX))


class Site(NamedTuple):
    """Where a comparison stands: what its edges belong to, and when it is looked at."""

    home: str
    at: Span
    called: Label
    acts: Node
    about: tuple[Node, ...]
    clause: str
    figure: str = ""


class Edges:
    """Finds the edges of a program."""

    def __init__(self, program: Program, written: Written) -> None:
        """Nothing is found yet."""
        self.program, self.written = program, written
        self._figures: dict[Node, Figure] = {node: figure for figure, node in program.figures.values()}
        self._names: dict[Node, Label] = {}
        self._percents: set[Node] = set()
        self._plans: dict[str, Plan] = {}
        self._whole: set[Node] = {node for node, figure in self._figures.items() if figure.type == "date"}
        self._seen: set[tuple[str, Span | None, Node, Fraction]] = set()
        self._scores = {plan.score for plan in program.root.walk() if not plan.score.is_const}

    def all(self) -> Iterator[Due]:
        """Yield every edge."""
        stood = [each for each in standing(self.program.root) if not each.plan.variants]
        for each in stood:
            for entry in each.plan.entries:
                self._learn(entry)
        self._names.setdefault(self.program.root.score, WHOLE)
        yield from self._of_figures_()
        yield from self._of_grades()
        yield from self._of_choices(nodes=True)
        yield from self._of_conditions(nodes=True)
        for each in stood:
            for entry in each.plan.entries:
                if entry.at is not None and entry.kind in ("base", "change", "veto"):
                    yield from self._of_entry(each, entry)

    # Where comparisons stand

    def _of_figures_(self) -> Iterator[Due]:
        yield from self._of_choices(nodes=False)
        yield from self._of_conditions(nodes=False)
        for name, (figure, node) in self.program.figures.items():
            if figure.form is not None:
                site = Site(figure.home, figure.at, figure.label, g.TRUE, (node,), self.program.definition.source, name)
                yield from self._edges(site, (node,), own=node)

    def _of_choices(self, *, nodes: bool) -> Iterator[Due]:
        for choice in self.program.notes.choices:
            figure = self.written.figure(choice.at)
            if bool(figure) is nodes or choice.kind == "rules":
                continue
            acts = guard_of(self.program, self.written, choice)
            for option in choice.options:
                site = self._site(choice.home, option.whole, acts, option.holds)
                if choice.kind == "by" and g.Op.EQ is option.holds.op:
                    continue
                yield from self._edges(site, (option.holds,))

    def _of_conditions(self, *, nodes: bool) -> Iterator[Due]:
        for asked in self.program.notes.asked:
            if bool(self.written.figure(asked.at)) is not nodes:
                site = self._site(asked.home, asked.at, asked.guard, asked.holds)
                yield from self._edges(site, (asked.holds,))

    def _site(self, home: str, at: Span, acts: Node, node: Node) -> Site:
        figure, program = self.written.figure(at), self.program
        if figure:
            own, value = program.figures[figure]
            return Site(home, at, own.label, acts, (value,), program.definition.source, figure)
        plan = program.plans.get(home)
        about = (node,) if plan is None else (node, plan.score) if home else (node,)
        called = WHOLE if plan is None else plan.called
        return Site(home, at, called, acts, about, program.definition.source if plan is None else plan.clause)

    def _of_grades(self) -> Iterator[Due]:
        program = self.program
        fields = program.definition.keys.fields
        if program.grade is None or "grades" not in fields:
            return
        total = program.root.exact if program.grades_exact else program.root.score
        self._names.setdefault(total, WHOLE)
        yield from self._edges(
            Site("", fields["grades"].value.at, WHOLE, g.TRUE, (program.grade,), program.definition.source),
            (program.grade,), whole="grade", only=total,
        )  # fmt: skip

    def _of_entry(self, each: Stood, entry: Entry) -> Iterator[Due]:
        assert entry.at is not None  # noqa: S101  # the caller has asked
        reached = entry.events.get("reached", g.TRUE)
        own = g.TRUE if entry.kind == "veto" else g.negated(each.plan.superseded)
        site = Site(each.plan.path, entry.at, each.plan.called, g.both(each.acts, reached, own),
                    (entry.asked, each.plan.score), entry.clause or each.plan.clause)  # fmt: skip
        nodes = [quantity.node for name, quantity in entry.quantities.items() if name not in ("points", "amount")]
        counter = _counter(entry)
        found = [due for due in self._edges(site, nodes, counter) if not _is_own(due)]
        yield from found
        if counter is not None:
            step = entry.quantities.get("step")
            units = set() if step is None else {due.window.unit for due in found if due.window is not None}
            first = step is None or g.number_of(step.node) not in units  # else it is "just below" already
            yield from self._of_steps(site, each.plan, entry, counter, first=first)

    # Edges of comparisons

    def _edges(  # noqa: PLR0913, PLR0917  # what is looked at, and where
        self,
        site: Site,
        nodes: Iterable[Node],
        counter: Node | None = None,
        whole: str = "",
        own: Node | None = None,
        only: Node | None = None,
    ) -> Iterator[Due]:
        for atom in self._atoms(nodes, own):
            for bound in compared(atom, self._figures, counter):
                number, value = bound.number, bound.value
                if number is counter or number.type is not Type.NUMBER or only not in (None, number):
                    continue
                if value == 0 and str(number.payload).endswith("/findings"):
                    continue  # none, or some: that is whether the rule takes effect
                home = site.home if not site.figure else f"={site.figure}"
                if (home, None, number, value) in self._seen:
                    continue
                self._seen.add((home, None, number, value))
                yield from self._around(site, bound, whole)

    def _atoms(self, nodes: Iterable[Node], own: Node | None) -> Iterator[Node]:
        """Yield the comparisons of some nodes, those of (other) figures and of scores that they read left out."""
        stack, seen = list(nodes), set(nodes)
        first = set(stack)
        while stack:
            node = stack.pop()
            if node in self._figures and node is not own:
                continue
            if node in self._scores and node not in first:
                continue
            if (node.op in _COMPARED and node.args[0].type is Type.NUMBER) or node.op in _EXTREMES:
                yield node
            new = [each for each in node.args if each not in seen]
            seen.update(new)
            stack.extend(reversed(new))

    def _around(self, site: Site, bound: Bound, whole: str) -> Iterator[Due]:
        """Yield a bound itself, one unit below and one unit above it."""
        number, value = bound.number, bound.value
        unit, grid = self._unit(number, value)
        below, above = value - unit, value + unit
        if grid:
            below = min(below, grid * ((value / grid).__ceil__() - 1))
            above = max(above, grid * ((value / grid).__floor__() + 1))
        at = g.const(value)
        for way, holds, there in (
            (0, g.equal(number, at), value),
            (-1, g.both(g.at_most(g.const(below), number), g.less(number, at)), below),
            (1, g.both(g.less(at, number), g.at_most(number, g.const(above))), above),
        ):
            if number in self._whole and not FIRST <= there <= LAST:
                continue  # no such day can be written
            text, edge = self._text(number, there), self._text(number, value)
            en, zh = _SIDES[way]
            named = self._names.get(number) or self._name(number, site)
            label = Label({
                "en": en.format(name=named.text("en"), value=text, edge=edge),
                "zh": zh.format(name=named.text("zh"), value=text, edge=edge),
            })  # fmt: skip
            window = Window(number, there, unit, value)
            yield self._due(site, label, g.both(site.acts, bound.acts, holds), window, whole)

    def _due(self, site: Site, label: Label, holds: Node, window: Window, whole: str = "") -> Due:
        return Due(EDGE, site.home, site.at, label, site.called, holds, site.about, window=window, clause=site.clause,
                   figure=site.figure, whole=whole)  # fmt: skip

    def _of_steps(self, site: Site, plan: Plan, entry: Entry, counter: Node, *, first: bool) -> Iterator[Due]:
        """Yield the first step, the last that leaves something, and the one that leaves nothing."""
        each = g.number_of(entry.quantities["each"].node)
        most = _most(plan, entry)
        steps: dict[int, str] = {}
        if each is not None and each > 0 and most is not None:
            exhausting = (most / each).__ceil__()
            steps = {exhausting: "exhausting", exhausting - 1: "last"}
        steps.setdefault(1, "first")
        if steps[1] == "last":
            steps[1] = "first"
        for number, name in sorted(steps.items()):
            if number < 1 or (name == "first" and not first):
                continue
            low, high = g.const(number), g.const(number + 1)
            holds = g.both(g.at_most(low, counter), g.less(counter, high))
            if name == "first":
                holds = g.both(g.less(g.ZERO, counter), g.at_most(counter, low))
            en, zh = _STEPS[name]
            label = Label({"en": en.format(n=number), "zh": zh.format(n=number)})
            yield self._due(
                site, label, g.both(site.acts, holds), Window(counter, Fraction(number), Fraction(1), Fraction(number))
            )

    # What a number is

    def _learn(self, entry: Entry) -> None:
        """Remember what an entry says of the numbers it reads."""
        of, to = (entry.words.get(each) for each in ("of", "to"))
        for name, quantity in entry.quantities.items():
            if quantity.unit == "%":
                self._percents.add(quantity.node)
            if name == "value" and of is not None and to is None:
                self._names.setdefault(quantity.node, of)
            elif name == "ratio" and of is not None and to is not None:
                parts = {lang: f"{_bare(of.text(lang))} / {_bare(to.text(lang))}".strip(" /") for lang in ("en", "zh")}
                self._names.setdefault(quantity.node, Label(parts))

    def _name(self, number: Node, site: Site) -> Label:
        figure = self._figures.get(number)
        if figure is not None:
            return figure.label if figure.label.text() else Label({"": figure.id})
        path, _, own = str(number.payload).rpartition("/") if number.op is Op.INPUT else ("", "", "")
        plan = self.program.plans.get(path)
        if own in _OWN and plan is not None:
            en, zh = _OWN[own]
            return Label({"en": en, "zh": zh})
        text = self.written.text(site.at)
        return Label({"en": f"the value in “{text}”" if text else "the value compared",
                      "zh": f"“{text}”中的数值" if text else "所比较的数值"})  # fmt: skip

    def _percent(self, number: Node) -> bool:
        figure = self._figures.get(number)
        return figure.unit == "%" if figure is not None else number in self._percents

    def _text(self, number: Node, value: Fraction) -> str:
        if number in self._whole:
            return day_text(value) if FIRST <= value <= LAST else str(value)
        return f"{decimal_text(value * 100)}%" if self._percent(number) else decimal_text(value)

    def _unit(self, number: Node, value: Fraction) -> tuple[Fraction, Fraction | None]:
        """Return one unit of a number at a bound, and what all its values are multiples of."""
        scale = 100 if self._percent(number) else 1
        written = Fraction(1, scale * 10 ** (places_of(value * scale) or 0))
        figure = self._figures.get(number)
        if figure is not None and figure.places is not None:
            written = min(written, Fraction(1, scale * 10**figure.places))
        grid = grids([number], self._is_whole)[number]
        return (min(written, grid) if grid else written), grid or None

    def _is_whole(self, name: str) -> bool:
        domain = self.program.domains.get(name)
        return domain is not None and domain.whole


_OWN = {
    "findings": ("findings", "问题例数"),
    "amount": ("amount of the findings", "问题金额"),
    "mark": ("mark", "评分"),
}
_SIDES = {
    0: ("{name} at {edge}", "{name}为{edge}"),
    -1: ("{name} just below {edge}: {value}", "{name}略低于{edge}：{value}"),
    1: ("{name} just above {edge}: {value}", "{name}略高于{edge}：{value}"),
}
_STEPS = {
    "first": ("the first step", "第一档"),
    "last": ("the last step that leaves something: {n}", "扣完前的最后一档：第{n}档"),
    "exhausting": ("the step that exhausts: {n}", "达到上限的一档：第{n}档"),
}


def _bare(text: str) -> str:
    """Return a formula without the brackets around it."""
    text = text.strip()
    return text[1:-1] if text[:1] in ("(", "（") and text[-1:] in (")", "）") else text


def _is_own(due: Due) -> bool:
    """Whether an edge is one of the findings of a node: those that authors compare stand in their conditions."""
    return due.window is not None and str(due.window.number.payload).endswith("/findings")


def _counter(entry: Entry) -> Node | None:
    """Return what a rule takes its amount for each of, None where it takes none for each."""
    if "each" not in entry.quantities or entry.kind != "change":
        return None
    found = entry.quantities.get("steps") or entry.quantities.get("findings")
    return None if found is None or found.node.is_const else found.node


def _most(plan: Plan, entry: Entry) -> Fraction | None:
    """Return what a rule can take or give at most, None where other rules decide that."""
    most = entry.quantities.get("most")
    limits = [] if most is None or most.node.op is not Op.MIN else [g.number_of(each) for each in most.node.args]
    alone = sum(each.kind in ("base", "change") for each in plan.entries) == 1
    if not plan.open and alone and (plan.plain or plan.item):
        limits.append(g.number_of(plan.printed))
    known = [each for each in limits if each is not None and each > 0]
    return min(known, default=None)
