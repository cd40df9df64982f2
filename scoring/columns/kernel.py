"""One function for blocks of a kind: which inputs they have, in which units and within which limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from scoring import graph
from scoring.columns.code import BOOL, lane_of
from scoring.columns.forms import Form
from scoring.columns.names import compiled, word_lane
from scoring.columns.wholes import ZERO, Whole
from scoring.columns.writer import Value, Writer
from scoring.graph import Node, Op, Type, add, const, div, if_, input_, less, nothing, walk
from scoring.interpret import GIVEN
from scoring.intervals import ranges
from scoring.rewrite import replaced
from scoring.specialise import specialise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.columns.code import Step
    from scoring.columns.layout import Account, Layout, Part
    from scoring.columns.writer import Read
    from scoring.reading import Domain

THERE, UNDER, LACKS, FAILS = "there:", "under:", "lacks:", "fails:"
"""Of an input: where it has a value, what it is divided by, where causes are missing inputs, where others are."""

NOT_APPLICABLE, EXCLUDED, ABSENT = 4, 8, 16
"""With the kinds of causes, the bits of an outcome; the highest one counts."""


class Shape(NamedTuple):
    """What a column of a block is.

    Attributes:
        gaps: whether it has no value in some rows.
        unit: of a number; its values are whole multiples of it.
        low: least multiple.
        high: greatest multiple.
        under: the greatest number that one is divided by.
        causes: whether a gap has causes of its own.
    """

    gaps: bool
    unit: Fraction = Fraction(1)
    low: int = 0
    high: int = 0
    under: int = 1
    causes: bool = False

    @property
    def lane(self) -> str:
        """The lane of a number."""
        return lane_of(self.low, self.high)

    def takes(self, each: Shape) -> bool:
        """Whether a column of another shape is within this one."""
        return (
            each.gaps <= self.gaps
            and (each.unit is self.unit or each.unit == self.unit)
            and self.low <= each.low
            and each.high <= self.high
            and each.under <= self.under
            and each.causes <= self.causes
        )


class Out(NamedTuple):
    """One result of a kernel: arrays or constants for all rows.

    Attributes:
        key: what it is of; "" for the whole.
        what: ``flags``, ``number``, ``word``, ``truth`` or ``bits``.
        values: place of the values among what the function returns.
        without: place of the truth values that say where there is none.
        under: place of what the values are divided by, None for 1.
        unit: of a number.
        negative: whether a number may be below zero.
    """

    key: str
    what: str
    values: int
    without: int
    under: int | None = None
    unit: Fraction = Fraction(1)
    negative: bool = False


@dataclass(frozen=True)
class Kernel:
    """A generated function.

    Attributes:
        shapes: of the columns that it takes.
        names: the arrays that it takes, in their order.
        lanes: their lanes.
        run: the function.
        outs: what it returns.
        bad: place of the truth values of rows that it does not decide.
        doubtful: place of the truth values of rows that it may have decided wrongly; the exact kernel decides them.
        source: its text.
        steps: its operations; the arrays that it takes are called v0, v1, …
        codes: names or constants of what it returns.
    """

    shapes: Mapping[str, Shape]
    names: tuple[str, ...]
    lanes: Mapping[str, str]
    run: Callable[..., tuple[Any, ...]]
    outs: tuple[Out, ...]
    bad: int
    doubtful: int
    source: str
    steps: tuple[Step, ...]
    codes: tuple[str, ...]

    def takes(self, shapes: Mapping[str, Shape]) -> bool:
        """Whether columns of a block are within what the function was made for."""
        return shapes.keys() == self.shapes.keys() and all(own.takes(shapes[name]) for name, own in self.shapes.items())


def kernel(asked: Layout, shapes: Mapping[str, Shape], words: Mapping[str, int], *, floats: bool = True) -> Kernel:
    """Generate the function that answers what is asked, for blocks with columns of such shapes.

    Args:
        asked: what is asked.
        shapes: of the columns.
        words: the places of the words.
        floats: whether binary floats may decide where numbers fit no lane (see `scoring.columns.nearly`).
    """
    return finished(asked.nodes, asked.program.domains, shapes, words, floats=floats).kernel(asked)


def plain_kernel(
    nodes: Sequence[Node],
    domains: Mapping[str, Domain],
    shapes: Mapping[str, Shape],
    words: Mapping[str, int],
    *,
    floats: bool = True,
) -> Kernel:
    """Generate the function of some nodes: of each its value under its number, and its state under ``state``."""
    finish = finished(tuple(dict.fromkeys(nodes)), domains, shapes, words, floats=floats)
    for place, node in enumerate(nodes):
        value = finish.value(node)
        finish.out(str(place), value, "False")
        finish.flags(f"state {place}", value.state)
    return finish.made("False")


def finished(  # noqa: PLR0913  # what there is, and how it is written
    nodes: tuple[Node, ...],
    known: Mapping[str, Domain],
    shapes: Mapping[str, Shape],
    words: Mapping[str, int],
    *,
    floats: bool,
    writer: type[Writer] = Writer,
) -> Finish:
    """Write nodes for blocks with columns of such shapes; what stands in no column is missing."""
    domains = dict(known)
    gaps: dict[Node, Node] = {}
    present = set(shapes)
    for name, shape in shapes.items():
        domain = domains[name]
        domains[name] = replace(_narrower(domain, shape) if domain.type is Type.NUMBER else domain, default=None)
        value = found = input_(name, domain.type)
        if shape.under > 1:
            domains[name] = replace(domains[name], low=shape.low * shape.unit, high=shape.high * shape.unit)
            domains[UNDER + name] = replace(
                domain, name=UNDER + name, low=Fraction(1), high=Fraction(shape.under), default=None
            )
            found = div(value, input_(UNDER + name))
            present.add(UNDER + name)
        if shape.gaps:
            there = input_(THERE + name, Type.TRUTH)
            none = nothing("missing", name, domain.type) if domain.default is None else const(domain.default)
            if shape.causes and writer is Writer:  # of which kinds they are is all that counts
                lacks, fails = (input_(each + name, Type.TRUTH) for each in (LACKS, FAILS))
                undefined = nothing("undefined", name)
                none = if_(fails, if_(lacks, add(none, undefined), undefined), none)
                present.update((LACKS + name, FAILS + name))
            gaps[input_(GIVEN + name, Type.TRUTH)] = there
            found = if_(there, found, none)
            present.add(THERE + name)
        if found is not value:
            gaps[value] = found
    special = specialise(replaced(nodes, gaps), present, domains)
    return Finish(dict(zip(nodes, special, strict=True)), shapes, domains, words, writer, floats=floats)


def _narrower(domain: Domain, shape: Shape) -> Domain:
    low, high = shape.low * shape.unit, shape.high * shape.unit
    return replace(
        domain,
        low=low if domain.low is None else max(low, domain.low),
        high=high if domain.high is None else min(high, domain.high),
    )


class Finish:
    """Writes the nodes that are asked for, and what becomes of them."""

    def __init__(  # noqa: PLR0913  # as above
        self, special: Mapping[Node, Node], shapes: Mapping[str, Shape], domains: Mapping[str, Domain],
        words: Mapping[str, int], writer: type[Writer], *, floats: bool,
    ) -> None:  # fmt: skip
        """Write all of them, operands first."""
        self.special, self.shapes, self.words, self.domains = special, shapes, words, domains
        wanted = tuple(special.values())
        self.writer = writer(ranges(wanted, {}, domains), words, {}, floats=floats)
        self.lanes: dict[str, str] = {}
        self.outputs: list[str] = []
        self.outs: list[Out] = []
        self.inputs = inputs = self.writer.inputs
        read = {str(node.payload) for node in walk(wanted) if node.op is Op.INPUT}
        for name, shape in shapes.items():
            if name in read:
                inputs[name] = self._input(domains[name], shape)
            for each in (THERE, LACKS, FAILS):
                if each + name in read:
                    inputs[each + name] = self._named(each + name, BOOL)
            if UNDER + name in read:
                inputs[UNDER + name] = self._input(domains[UNDER + name], Shape(gaps=False, low=1, high=shape.under))
        for node in walk(wanted):
            self.writer.write(node)

    def _named(self, name: str, lane: str) -> str:
        self.lanes[name] = lane
        return self.writer.input(len(self.lanes) - 1, lane)

    def _input(self, domain: Domain, shape: Shape) -> Read:
        if domain.type is Type.TRUTH:
            return self._named(domain.name, BOOL)
        if domain.type is Type.CHOICE:
            places = [self.words[word] for word in domain.words]
            return Whole(self._named(domain.name, word_lane(self.words)), min(places), max(places))
        return Form(Whole(self._named(domain.name, shape.lane), shape.low, shape.high), shape.unit)

    def value(self, node: Node) -> Value:
        """Return what was written of a node of the program."""
        return self.writer.values[self.special[node]]

    def holds(self, node: Node) -> str:
        """Return where a truth node is true, and known to be."""
        form, state = self.value(node)
        return self.writer.all_of((cast("str", form), self.writer.is_known(state)))

    def fails(self, node: Node) -> str:
        """Return where a truth node is false, and known to be."""
        form, state = self.value(node)
        return self.writer.all_of((self.writer.negated(cast("str", form)), self.writer.is_known(state)))

    def place(self, code: str) -> int:
        """Return the place of an output."""
        self.outputs.append(code)
        return len(self.outputs) - 1

    def out(self, key: str, value: Value, without: str) -> None:
        """Return a value of every row, none where it is unknown and where a truth value holds."""
        writer = self.writer
        form = value.form
        nowhere = self.place(writer.any_of((without, writer.negated(writer.is_known(value.state)))))
        if isinstance(form, Form):
            under = None if form.plain else self.place(writer.cast(form.under.code, form.under.lane))
            values = writer.cast(form.over.code, form.over.lane)
            self.outs.append(Out(key, "number", self.place(values), nowhere, under, form.unit, form.over.low < 0))
        elif isinstance(form, Whole):
            self.outs.append(Out(key, "word", self.place(form.code), nowhere))
        else:
            self.outs.append(Out(key, "truth", self.place(form), nowhere))

    def flags(self, key: str, state: str) -> None:
        """Return an outcome of every row."""
        self.outs.append(Out(key, "flags", self.place(state), self.place("False")))

    def kernel(self, asked: Layout) -> Kernel:
        """Return the whole function."""
        program, writer = asked.program, self.writer
        outside = "False"
        state = writer.states(self.value(node).state for node in program.deciding)
        if not asked.always_applies:
            applies, admitted = program.root.applies, asked.admitted
            outside = writer.negated(writer.all_of((self.holds(applies), self.holds(admitted))))
            own = (self.value(applies).state, self.value(admitted).state)
            left_out = writer.where(str(NOT_APPLICABLE), self.fails(applies))
            state = writer.states((state, *own, left_out, writer.where(str(EXCLUDED), self.fails(admitted))))
        self.flags("outcome", state)
        total, *more = (self.value(node) for node in program.scores)
        if asked.numbered:
            self.out("total", total, outside)
        if program.grade is not None:
            unknown = writer.negated(writer.is_known(total.state))
            self.out("grade", more.pop(0), writer.any_of((outside, unknown)))
        for output, value in zip(program.outputs, more, strict=True):
            self.out(f"output {output.name}", value, "False")
        for part in asked.parts:
            self._part(part, lost=bool(asked.accounts), told=asked.has_column(part))
        whole = writer.all_of((self.fails(program.root.applies), writer.negated(self.fails(asked.admitted))))
        for account in asked.accounts:
            self._account(account, "False" if asked.always_applies else whole)
        wrong = [self.holds(check.node) for check in program.checks]
        wrong += [self.all_of_variant(name, taken) for name in self.shapes if (taken := asked.taken(name)) is not None]
        return self.made(writer.any_of(wrong))

    def all_of_variant(self, name: str, taken: Node) -> str:
        """Return where a node is addressed that stands in a variant not taken."""
        writer = self.writer
        there: Read = "True"
        if self.shapes[name].gaps:
            there = self.inputs.get(THERE + name) or self._named(THERE + name, BOOL)
        value = self.inputs.get(name) or self._input(self.domains[name], self.shapes[name])
        if name.endswith("/findings"):
            value = writer.negated(writer.compared("equal", cast("Form", value).over, ZERO))
        elif not name.endswith("/not_applicable"):
            value = "True"
        return writer.all_of((cast("str", there), cast("str", value), self.fails(taken)))

    def made(self, bad: str) -> Kernel:
        """Return the function of all outputs; ``bad``: where it does not decide."""
        writer, place = self.writer, self.place(bad)
        doubtful = self.place(writer.any_of(writer.doubts))
        source = writer.text(self.outputs, [f"v{each}" for each in range(len(self.lanes))])
        return Kernel(
            self.shapes, tuple(self.lanes), self.lanes, compiled(source), tuple(self.outs), place, doubtful, source,
            tuple(writer.needed(self.outputs)), tuple(self.outputs),
        )  # fmt: skip

    def _account(self, account: Account, nowhere: str) -> None:
        """Return the reasons of a node as bits, none where its account is not known whole or does not count."""
        writer = self.writer
        own = [(line.plan, less(amount, graph.ZERO)) for line, amount in account.lines]
        unknown: dict[int, str] = {}
        for plan, node in own:
            state = self.value(node).state
            unknown[id(plan)] = writer.any_of((unknown.get(id(plan), "False"), writer.negated(writer.is_known(state))))
        silent = writer.any_of((nowhere, *(self.holds(node) for node in account.above)))
        bits = []
        for place, (plan, node) in enumerate(own):
            lost = writer.all_of((self.holds(node), writer.negated(writer.any_of((silent, unknown[id(plan)])))))
            bits.append(writer.times(writer.flag(lost), 1 << place))
        found = writer.sum(bits)
        code = writer.cast(found.code, found.lane)
        self.outs.append(Out(f"reasons {account.path}", "bits", self.place(code), self.place("False")))

    def _part(self, part: Part, *, lost: bool, told: bool) -> None:
        writer = self.writer
        taken, score, flags, without = "False", None, "0", "True"
        cost = None
        for choices, plan in part.plans:
            here = writer.all_of(self.holds(when) if holds else writer.negated(self.holds(when))
                                 for when, holds in choices)  # fmt: skip
            own = self.value(plan.score)
            applies = self.value(plan.applies)
            left_out = writer.where(str(NOT_APPLICABLE), self.fails(plan.applies))
            state = writer.states((own.state, applies.state, left_out))
            score = own if score is None else writer.choose(here, own, score)
            if lost:
                own = self.value(graph.sub(plan.points, plan.score))
                cost = own if cost is None else writer.choose(here, own, cost)
            flags = writer.chosen_state(here, state, flags)
            without = writer.chosen_truth(here, self.fails(plan.present), without)
            taken = writer.any_of((taken, here))
        self.flags(f"outcome {part.path}", writer.states((flags, writer.where(str(ABSENT), writer.negated(taken)))))
        if told:
            self.out(f"score {part.path}", cast("Value", score), without)
            if cost is not None:
                self.out(f"lost {part.path}", cost, without)
