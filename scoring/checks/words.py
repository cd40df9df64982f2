"""How a finding speaks of values: ``90% ≤ execution_rate < 100%``, in the author's names and units, in any language."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.dates import day_text
from scoring.number import decimal_text, round_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.analysis.boxes import Boxes, Part
    from scoring.analysis.subject import Subject, Variable
    from scoring.graph import Value


def called(variable: Variable) -> str:
    """Return what the author calls a variable."""
    if variable.figure is not None or variable.label:
        return variable.label if variable.figure is None else variable.figure.id
    return variable.name.removeprefix("given:").replace("/", ".")


def shown(variable: Variable, value: object) -> str:
    """Return a value of a variable as its author would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, Fraction):
        return str(value)
    figure = variable.figure
    if figure is not None and figure.type == "date":
        return day_text(value)
    if figure is not None and figure.unit == "%":
        return f"{number(value * 100)}%"
    return number(value)


_LONG = 12
_SHOWN = 4


def number(value: Fraction) -> str:
    """Return a number; a long one cut, ``3.1622…``."""
    text = decimal_text(value)
    if len(text) <= _LONG:
        return text
    cut = round_to(value, "truncate", Fraction(1, 10**_SHOWN))
    return f"{decimal_text(cut)}…"


def _ordinary(name: str, value: object) -> bool:
    """Whether nothing is to be said of a variable: a figure is given, a node applies, a comparison has no name."""
    return name.startswith(("given:", "#")) or (name.endswith("/not_applicable") and value is False)


def ordinary_axis(boxes: Boxes, where: int, name: str) -> bool:
    """Whether some boxes lie where an axis is as usual: the figure is given, the node applies."""
    if not name.startswith("given:") and not name.endswith("/not_applicable"):
        return False
    usual = [part.value for part in boxes.axes[name]].index(name.startswith("given:"))
    return not where & ~boxes.part(name, usual)


def _absent(values: Mapping[str, object]) -> set[str]:
    """Return the figures that a case does not give, whatever value stands for them beside that."""
    return {name.removeprefix("given:") for name, value in values.items() if name.startswith("given:") and not value}


def example(subject: Subject, values: Mapping[str, Value]) -> str:
    """Return values of variables, ``x = 95%, kind = city``; a case that gives no figure is shown without it."""
    parts = []
    absent = _absent(values)
    for name, value in values.items():
        variable = subject.variable(name)
        if name.startswith("given:") and value is False:
            parts.append(f"{called(variable)} = null")
        if _ordinary(name, value) or name in absent:
            continue
        parts.append(f"{called(variable)} = {shown(variable, value)}")
    return ", ".join(parts) or "–"


def stretch(variable: Variable, first: Part, last: Part) -> str:
    """Return a stretch of a variable from one of its parts to another: ``90% ≤ x < 100%``."""
    name = called(variable)
    low, high, from_it, to_it = first.low, last.high, first.is_point, last.is_point
    if variable.whole:
        if low is not None and not from_it:
            low, from_it = Fraction(low.__floor__() + 1), True
        if high is not None and not to_it:
            high, to_it = Fraction(high.__ceil__() - 1), True
    if low is not None and low == high:
        return f"{name} = {shown(variable, low)}"
    left = "" if low is None else f"{shown(variable, low)} {'≤' if from_it else '<'} "
    right = "" if high is None else f" {'≤' if to_it else '<'} {shown(variable, high)}"
    if left and not right:  # x > 95% reads better than 95% < x
        return f"{name} {'≥' if from_it else '>'} {shown(variable, low)}"
    return f"{left}{name}{right}"


def block(boxes: Boxes, found: Mapping[str, tuple[int, int]], names: Iterable[str]) -> str:
    """Return a block of boxes, ``x > 3, kind = city``."""
    parts = []
    absent = _absent({name: boxes.axes[name][low].value for name, (low, _) in found.items()})
    for name in names:
        if name not in found or name in absent:
            continue
        low, high = found[name]
        variable, axis = boxes.subject.variable(name), boxes.axes[name]
        if name.startswith("given:") and axis[low].value is False:
            parts.append(f"{called(variable)} = null")
        if _ordinary(name, axis[low].value):
            continue
        if variable.is_number:
            parts.append(stretch(variable, axis[low], axis[high]))
        else:
            parts.append(
                f"{called(variable)} = {' / '.join(str(shown(variable, p.value)) for p in axis[low : high + 1])}"
            )
    return ", ".join(parts) or "–"
