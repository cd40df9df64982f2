"""`monotone`: a better figure never makes a total worse; shown by two values as near to each other as may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.case import Case, Given, Record
from scoring.diagnostic import CaseError
from scoring.document import Scalar
from scoring.graph import Type
from scoring.lower_figures import domain_of
from scoring.lower_lists import ENTRY
from scoring.reading import read_value
from scoring.testing.drafts import figure_of, scored, written
from scoring.testing.edge_values import fits, unit_of
from scoring.testing.making import Maker
from scoring.testing.telling import NODES, called, place_of, reasons, told

if TYPE_CHECKING:
    from scoring.model import Figure
    from scoring.program import Program
    from scoring.reading import Domain
    from scoring.result import Result
    from scoring.ruleset import Ruleset


_FURTHER, _TIMES = 4, 10
"""How far from a value others are tried: one unit, 4 units, 16 and so on, so many times."""


class Slot(NamedTuple):
    """A number in a case that is said to have a better way.

    Attributes:
        name: of the figure, with the number of the record (``sites[2].area``).
        edges: under which its edges are known.
        path: where it stands: key of the figures, then places and fields.
        domain: what it may be.
        way: 1 where higher is better, -1 where lower is.
        value: what it is.
    """

    name: str
    edges: str
    path: tuple[str | int, ...]
    domain: Domain
    way: int
    value: Fraction


def monotone(ruleset: Ruleset, method: str | None = None) -> Callable[[Case], None]:
    """Return the property that a better value of a figure alone never makes the total of a case worse.

    Each figure of the case that is declared ``better: higher`` or ``lower``, also in the records of its lists, is set
    to better values: its edges, the ends of its range, and some between. A total that is then unknown is no worse.
    Derived figures that are declared so are not looked at, since they do not change alone.

    Args:
        ruleset: the ruleset.
        method: one of its methods.

    Raises:
        RulesetError: there is no such method.
    """
    maker = Maker(ruleset, method)
    sense = -1 if maker.program.definition.lower_is_better else 1

    def total(case: Case) -> Fraction | None:
        try:
            found = scored(ruleset, case, method).total
        except CaseError:  # a mark may not fit any more
            return None
        return None if found is None else found * sense

    def holds(case: Case) -> None:
        __tracebackhide__ = True
        before = total(case)
        for slot in slots(maker.program, case) if before is not None else ():
            for value in _better(maker, slot):
                after = total(_changed(case, slot, value))
                if after is not None and before is not None and after < before:
                    pair = [_changed(case, slot, each) for each in _nearest(total, case, slot, value)]
                    one, other = (scored(ruleset, each, method) for each in pair)
                    raise AssertionError(
                        "\n".join([f"{ruleset.id}: {_worse(slot, one, other)}", *told(replace(pair[0], id=""))])
                    )

    return holds


def slots(program: Program, case: Case) -> Iterator[Slot]:
    """Yield the numbers of a case whose figures are declared ``better``."""
    for address, raw in case.figures.items():
        figure = figure_of(program, address)
        if figure is not None:
            yield from _slots(figure, raw, (address,), figure.name, figure.name)


def _slots(figure: Figure, raw: object, path: tuple[str | int, ...], name: str, edges: str) -> Iterator[Slot]:
    value = raw.value if isinstance(raw, Given) else raw
    if figure.is_list:
        for number, entry in enumerate(value if isinstance(value, tuple) else ()):
            inner, here = f"{name}[{number + 1}]", f"{edges}{ENTRY}"
            if isinstance(entry, Record):
                for field, own in entry.items():
                    if field in figure.items:
                        yield from _slots(
                            figure.items[field], own, (*path, number, field), f"{inner}.{field}", f"{here}.{field}"
                        )
            elif "each" in figure.items:
                yield from _slots(figure.items["each"], entry, (*path, number), inner, here)
        return
    field_ = figure.keys.fields.get("better")
    text = field_.value.text if field_ is not None and isinstance(field_.value, Scalar) else ""
    domain = domain_of(figure)
    if text not in ("higher", "lower") or figure.form is not None or domain.type is not Type.NUMBER:
        return
    read = read_value(value, domain, written=isinstance(raw, Given) and raw.written)
    if isinstance(read, Fraction):
        yield Slot(name, edges, path, domain, 1 if text == "higher" else -1, read)


def _better(maker: Maker, slot: Slot) -> list[Fraction]:
    """Return better values of a figure, the nearest first: edges, and some further and further away."""
    tried = [each for each in maker.options(slot.edges, slot.domain) if isinstance(each, Fraction)]
    tried += maker.values.reduced(slot.edges)
    tried += [slot.value + slot.way * unit_of(slot.domain) * _FURTHER**power for power in range(_TIMES)]
    better = {each for each in tried if (each - slot.value) * slot.way > 0 and fits(each, slot.domain)}
    return sorted(better, key=lambda each: each * slot.way)


def _changed(case: Case, slot: Slot, value: Fraction) -> Case:
    """Return a case with another value of one figure."""
    first, *inner = slot.path
    own = _replaced(case.figures[str(first)], inner, written(value, slot.domain))
    return replace(case, figures={**case.figures, str(first): own})


def _replaced(raw: object, path: list[str | int], value: object) -> object:
    if not path:
        return value
    inside = raw.value if isinstance(raw, Given) else raw
    step, *rest = path
    if isinstance(inside, Mapping):
        return {**inside, step: _replaced(inside[str(step)], rest, value)}
    assert isinstance(inside, tuple)  # noqa: S101  # a list, else there is no place in it
    return [_replaced(each, rest, value) if number == step else each for number, each in enumerate(inside)]


def _nearest(
    total: Callable[[Case], Fraction | None], case: Case, slot: Slot, value: Fraction
) -> tuple[Fraction, Fraction]:
    """Return two values as near to each other as may be of which the better one gives less."""
    unit, low, high = unit_of(slot.domain), slot.value, value
    at_high = total(_changed(case, slot, high))
    while abs(high - low) > unit:
        middle = ((low + high) / 2 / unit).__floor__() * unit
        if middle in (low, high) or not min(low, high) < middle < max(low, high):
            break
        here = total(_changed(case, slot, middle))
        if here is None or at_high is None:
            break
        if here > at_high:
            low = middle
        else:
            high, at_high = middle, here
    return low, high


def _worse(slot: Slot, one: Result, other: Result) -> str:
    """Return what is told of two results of which the second has a better figure and a worse total."""
    values = [_shown(slot, each) for each in (one, other)]
    lines = [
        f"a better {slot.name} gives a worse total",
        f"  {slot.name} from {values[0]} to {values[1]}: total from {one.total} to {other.total}",
    ]
    before = {each.path: each for each in one.nodes if not each.children}
    changed = [each for each in other.nodes if each.path in before and each.score != before[each.path].score]
    for node in changed[:NODES]:
        was = before[node.path]
        lines.append(f"  {called(node)} from {was.score} to {node.score}{place_of(node)}")
        lines += [*reasons(was), *reasons(node)]
    return "\n".join(lines)


def _shown(slot: Slot, result: Result) -> str:
    """Return the value of a figure in the case of a result."""
    value: object = None if result.case is None else result.case.figures
    for step in slot.path:
        inside = value.value if isinstance(value, Given) else value
        assert isinstance(inside, Mapping | tuple)  # noqa: S101  # the slot is in it
        value = inside[step]  # type: ignore[index]  # a field of a record, or the place of an entry
    return str(value.value if isinstance(value, Given) else value)
