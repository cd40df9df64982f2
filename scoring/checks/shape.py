"""How a score goes with a figure: jumps, and directions that a figure should not have."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.chain import Chain, Floor
from scoring.analysis.direction import Step, against, certain
from scoring.analysis.piece import NotProved, middle
from scoring.analysis.pieces import pieces
from scoring.analysis.search import TRIES
from scoring.analysis.smooth import cannot_jump
from scoring.checks.look import owners_of
from scoring.checks.words import called, example, number, shown
from scoring.document import Scalar
from scoring.graph import Rounding, Unknown, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Variable
    from scoring.checks.look import Look, Seen
    from scoring.graph import Node
    from scoring.program import Entry, Plan
    from scoring.reading import Read
    from scoring.source import Span

_FEW = 5
"""Jumps of which is tried whether a case can stand there."""

_WORK = 20_000
"""Operations that are looked at for one node and one figure, where several figures decide."""

_MOST = 60
"""Combinations of the other variables for each of which a direction is looked at."""


def cliffs(look: Look) -> None:
    """Look for rules that look up a figure and jump by more than a share of the leaf's points.

    What a condition gives or takes is a step by its nature, and so is a veto: they are no cliffs.
    """
    for seen, plan in look.plans("cliffs"):
        points = g.number_of(plan.printed)
        if plan.children or plan.open or plan.by_formula or not points:
            continue
        for entry in plan.entries:
            base = entry.kind == "base" and "score" in entry.quantities
            if base or (entry.kind == "change" and "value" in entry.quantities):
                node = seen.subject.score(entry.quantities["score"].node if base else entry.asked)
                numbers = seen.subject.numbers(node)
                if len(numbers) == 1 and not _counted(numbers[0]) and entry.at is not None:
                    _cliff(look, seen, plan, entry, node, numbers[0], points)


def _counted(variable: Variable) -> bool:
    """Whether a variable counts something, so that it goes in steps by its nature."""
    return variable.whole and (variable.figure is None or variable.figure.type == "count")


class _Jump(NamedTuple):
    """A place where a score jumps, from what to what, and the words and truth values that go with it."""

    place: Fraction
    before: Fraction
    after: Fraction
    fixed: dict[str, Read]

    @property
    def size(self) -> Fraction:
        return abs(self.after - self.before)


def _cliff(  # noqa: PLR0913, PLR0917  # one rule
    look: Look, seen: Seen, plan: Plan, entry: Entry, node: Node, variable: Variable, points: Fraction
) -> None:
    if cannot_jump(seen.subject, node):
        return
    when = g.both(plan.applies, entry.events.get("reached", g.TRUE))  # elsewhere the rule makes no jump
    acting = seen.subject.score(g.if_(when, node, g.undefined("not-applicable")))
    alone = len(seen.subject.numbers(acting)) == 1
    node = acting if alone else node
    try:
        start = points if entry.kind == "change" and not plan.opens_at_zero else points * 0
        found = [jump for fixed, run in seen.reaches.runs(node) for jump in _jumps(run, fixed, start, points)]
    except NotProved:
        look.not_proved("cliff", 0, entry.at or plan.at, owners_of(seen, plan.path, at=plan.at))
        return
    large = sorted((jump for jump in found if jump.size > look.settings.cliff * points), key=lambda jump: -jump.size)
    if large and not alone:
        acts = [_acts_at(seen, when, variable, jump) for jump in large[:_FEW]]
        large = [jump for jump, does in zip(large[:_FEW], acts, strict=True) if does]
        if not large and None in acts:
            look.not_proved("cliff", TRIES, entry.at or plan.at, owners_of(seen, plan.path, at=plan.at))
    largest = next((jump for jump in large[:_FEW] if variable.exact or _realised(seen, variable, jump)), None)
    if largest is None:
        return
    facts = {
        "name": plan.called,
        "where": example(seen.subject, {variable.name: largest.place, **largest.fixed}),
        "before": number(largest.before),
        "after": number(largest.after),
        "points": number(points),
    }
    look.note("cliff", entry.at or plan.at, owners_of(seen, plan.path, at=plan.at), **facts)


def _acts_at(seen: Seen, when: Node, variable: Variable, jump: _Jump) -> bool | None:
    """Whether a rule can act where it jumps, other figures than the one that it looks up deciding; None: not known."""
    subject = seen.subject
    wanted = [g.equal(variable.formula or variable.node, g.const(jump.place))]
    wanted += [g.equal(subject.variable(name).node, g.const(value)) for name, value in jump.fixed.items()]
    shown = seen.shown(g.both(when, *wanted))
    return True if shown.values is not None else False if shown.proved else None


def _jumps(run: list[Piece], fixed: dict[str, Read], start: Fraction, points: Fraction) -> Iterator[_Jump]:
    """Yield the jumps of a rule, as far as the limits of the node let them show."""
    none = points * 0
    for place, before, after in (*_between(run), *_inside_of(run, start, points)):
        here, there = (max(none, min(points, start + each)) for each in (before, after))
        if here != there:
            yield _Jump(place, here, there, fixed)


def _between(run: list[Piece]) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Yield where one piece ends and the next begins with another value."""
    for one, other in pairwise(run):
        left, right = one.parts[0], other.parts[0]
        if isinstance(left, Unknown | str | bool) or isinstance(right, Unknown | str | bool):
            continue
        before, after = one.ends(left)[1].value, other.ends(right)[0].value
        if before is not None and after is not None and one.high is not None and before != after:
            yield one.high, before, after


def _inside_of(run: list[Piece], start: Fraction, points: Fraction) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Yield the steps of every staircase at its ends and at the limits of the score; all its steps are alike."""
    for piece in run:
        part = piece.parts[0]
        last = part.steps[-1] if isinstance(part, Chain) and part.steps else None
        if not isinstance(part, Chain) or not isinstance(last, Floor | Rounding):
            continue
        height = abs(part.slope) * (last.step if isinstance(last, Rounding) else 1)
        low, high = (each.value for each in piece.ends(part))
        if low == high:
            continue
        levels = {each + shift for each in (low, high, -start, points - start) if each is not None
                  for shift in (-height, 0, height)}  # fmt: skip
        for place in {place for level in levels for place in part.crossings(level)}:
            inside = (piece.low is None or piece.low < place) and (piece.high is None or place < piece.high)
            before, after = part.end(place, -1).value, part.end(place, 1).value
            if inside and before is not None and after is not None and before != after:
                yield place, before, after


# Directions


def directions(look: Look) -> None:
    """Look for scores that get worse where a figure gets better."""
    for seen in look.seen:
        wanted = [
            (variable, way)
            for name, (figure, node) in seen.program.figures.items()
            if (way := _declared(figure.keys)) and (variable := _variable(seen, name, node)) is not None
        ]
        said: set[tuple[str, str]] = set()
        plans = list(_signed(seen.program.root, -1 if seen.program.definition.lower_is_better else 1))
        for plan, sense in sorted(plans, key=lambda each: bool(each[0].variants)):  # a node after its variants
            for variable, way in wanted if sense else ():
                asked = plan.variants or not plan.children or _has_own(seen, plan)
                if (
                    asked
                    and (plan.path, variable.name) not in said
                    and _direction(look, seen, plan, variable, way * sense)
                ):
                    said.add((plan.path, variable.name))


def _has_own(seen: Seen, plan: Plan) -> bool:
    """Whether a group has rules or limits of its own that figures decide."""
    keys = owners_of(seen, plan.path, at=plan.at)[0].fields
    limits = [keys[each].value for each in ("cap", "floor") if each in keys]
    return "rules" in keys or any(not isinstance(getattr(each, "value", None), Fraction) for each in limits)


def _signed(plan: Plan, sense: int) -> Iterator[tuple[Plan, int]]:
    """Yield every node with whether a higher score of it is better (1), worse (-1), or nobody knows (0)."""
    yield plan, sense
    below = 0 if plan.by_formula else sense
    for child, factor in zip(plan.children, plan.factors, strict=True):
        known = g.number_of(factor)
        yield from _signed(child, -below if known is not None and known < 0 else below)
    for _, variant in plan.variants:
        yield from _signed(variant, sense)


def _declared(keys: object) -> int:
    field = getattr(keys, "fields", {}).get("better")
    text = field.value.text if field is not None and isinstance(field.value, Scalar) else ""
    return {"higher": 1, "lower": -1}.get(text, 0)


def _variable(seen: Seen, name: str, node: Node) -> Variable | None:
    """Return the variable that a figure is, None where it is none of its own."""
    subject = seen.subject
    for own in (f"={name}", name):
        if own in subject.variables:
            return subject.variables[own]
    if node.op is g.Op.INPUT:
        return subject.variable(name)
    return None


def _direction(look: Look, seen: Seen, plan: Plan, variable: Variable, way: int) -> bool:
    """Look at one node and one figure; return whether something was said."""
    subject = seen.subject
    exact = g.if_(plan.applies, plan.exact, g.undefined("not-applicable"))  # where it does not apply it has no score
    node = subject.score(exact)
    direct = certain(subject, node, variable) if variable.name in subject.used(node) else 0
    if any(each != variable.name and variable.name in subject.variable(each).base for each in subject.used(node)):
        if direct is not None and direct * way >= 0 and _through(seen, plan, variable, way):
            return False
        node = subject.uncut(exact)  # what it does through figures that were cut belongs to it
    if variable.name not in subject.used(node):
        return False
    known = certain(subject, node, variable)
    if known is not None and known * way >= 0:
        return False
    at = _rule_of(seen, plan, variable)
    owners = owners_of(seen, plan.path, variable.figure, plan.at)
    proved, tried = True, 0
    for fixed, run in _runs(seen, node, variable):
        wrong = _against(run, way, variable)
        if run is None or isinstance(wrong, NotProved):
            proved = False
            continue
        found, tried = wrong, tried + 1
        if found is not None and not _occurs(seen, node, variable, found, fixed):
            found, proved = _elsewhere(seen, variable, run, fixed, way), False
        if found is not None:
            facts = _wrong(seen, variable, found, fixed)
            look.warn("wrong-direction", at, owners, **facts, node=plan.called)
            return True
    others = [each for each in subject.numbers(node) if each.name != variable.name]
    if not proved or others:
        look.not_proved("wrong-direction", tried, at, owners)
        return True
    return False


def _rule_of(seen: Seen, plan: Plan, variable: Variable) -> Span:
    """Return where a node makes use of a figure."""
    name = "" if variable.figure is None else variable.figure.name
    keys = owners_of(seen, plan.path, at=plan.at)[0].fields
    limit = next((each for each in ("cap", "floor") if each in keys), "")
    own = keys.get(limit) or keys.get("rules")
    whole = own.value.at if own is not None and plan.children else plan.at
    return next((each.at for each in plan.entries if each.at and name in each.reads), whole)


def _through(seen: Seen, plan: Plan, variable: Variable, way: int) -> bool:
    """Whether a node goes the right way in each cut figure that depends on a variable, as that does in the variable.

    A cut figure that is declared ``better`` itself is looked at by itself.
    """
    subject = seen.subject
    node = subject.score(plan.exact)
    for name in subject.used(node):
        cut = subject.variable(name)
        if cut.formula is None or variable.name not in cut.base:
            continue
        own = certain(subject, subject.uncut(cut.formula), variable)
        if own is None:
            return False
        if cut.figure is not None and _declared(cut.figure.keys) == own * way:
            continue
        known = certain(subject, node, cut)
        if (known is not None and known * own * way >= 0) or (
            len(subject.numbers(node)) == 1
            and all(_against(run, own * way, cut) is None for _, run in _runs(seen, node, cut))
        ):
            continue
        return False
    return True


def _against(run: list[Piece] | None, way: int, variable: Variable) -> Step | NotProved | None:
    """Return what goes against a direction: None if nothing does, ``NotProved`` if nobody knows."""
    if run is None:
        return NotProved()
    try:
        return against(run, way, whole=variable.whole)
    except NotProved as error:
        return error


def _realised(seen: Seen, variable: Variable, jump: _Jump) -> bool:
    return seen.search.realised({**jump.fixed, variable.name: jump.place}) is not None


def _occurs(seen: Seen, node: Node, variable: Variable, found: Step, fixed: Mapping[str, Read]) -> bool:
    """Whether cases can have the two values, with what the others are."""
    if seen.subject.free(seen.subject.used(node)):
        return True
    cases = ({**fixed, variable.name: place} for place in (found.low, found.high))
    return all(seen.search.realised(case) is not None for case in cases)


def _elsewhere(seen: Seen, variable: Variable, run: list[Piece], fixed: Mapping[str, Read], way: int) -> Step | None:
    """Return two values that cases can have of which the better one gives less, None if none are found."""
    before: tuple[Fraction, Fraction] | None = None
    for piece in run:
        part = piece.parts[0]
        for place in _inside(piece, whole=variable.whole):
            value = part.at(place) if isinstance(part, Chain) else part
            if not isinstance(value, Fraction) or seen.search.realised({**fixed, variable.name: place}) is None:
                continue
            if before is not None and (value - before[1]) * way < 0:
                return Step(before[0], place, before[1], value)
            if before is None or (value - before[1]) * way > 0:
                before = (place, value)
    return None


def _inside(piece: Piece, *, whole: bool) -> list[Fraction]:
    """Return a few numbers of a piece, in order."""
    first = piece.inside
    places = (
        [first] if piece.is_point else [first, middle(first, piece.high), middle(middle(first, piece.high), piece.high)]
    )
    return [place for place in places if not whole or place.denominator == 1]


def _runs(seen: Seen, node: Node, variable: Variable) -> Iterator[tuple[dict[str, Read], list[Piece] | None]]:
    """Yield the pieces of a node in one variable, for combinations of values of all others.

    None stands for pieces that cannot be had, and at the end for combinations of words that were not looked at.
    """
    subject = seen.subject
    others = [each for each in map(subject.variable, sorted(subject.used(node))) if each.name != variable.name]
    options = [seen.search.values(node, each) for each in others]
    if prod(map(len, options)) > _MOST:
        options = [
            values[:: max(1, len(values) // 3)] if each.is_number else values
            for each, values in zip(others, options, strict=True)
        ]
    most = min(_MOST, max(_FEW, _WORK // sum(1 for _ in walk([node]))))
    for values in islice(product(*options), most):
        fixed: dict[str, Read] = dict(zip((each.name for each in others), values, strict=True))
        try:
            yield fixed, pieces([node], variable.node, fixed, variable.low, variable.high)
        except NotProved:
            yield fixed, None
    if prod(map(len, options)) > most:
        yield {}, None


def _wrong(seen: Seen, variable: Variable, found: Step, fixed: dict[str, Read]) -> dict[str, str]:
    """Return what is told of two values of a figure of which the better one gives less."""
    return {
        "name": called(variable),
        "low": shown(variable, found.low),
        "high": shown(variable, found.high),
        "at_low": number(found.at_low),
        "at_high": number(found.at_high),
        "others": f" ({example(seen.subject, fixed)})" if fixed else "",
    }
