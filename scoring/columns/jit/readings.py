"""How values are taken into the lanes of a kernel, one at a time, and which of them are plainly fit for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.columns.code import FLOAT
from scoring.columns.jit.steps import Steps
from scoring.columns.jit.text import SIZES, TYPES, Lines, looped

if TYPE_CHECKING:
    from scoring.columns.jit.sources import Way


def reading(name: str, way: Way) -> tuple[str, set[str]]:
    """Return the function of a reading, and what it calls.

    It takes the memory that is read, where there are values, where they go, and what `READINGS` and gaps ask for.
    """
    lines = Lines()
    value = lines.load(way.lane, "%from", "%i", way.stride)
    good, found, parameters = READINGS[way.kind](lines, way, value)
    if way.gaps:
        there = lines.truth("%there")
        good = lines.let(f"or i1 {good}, {lines.let(f'xor i1 {there}, true')}")
        if way.into is not None:
            kind = TYPES[way.into]
            found = lines.let(f"select i1 {there}, {kind} {found}, {kind} %filler")
            parameters.append(f"{kind} %filler")
    if way.into is not None:
        lines.store(way.into, found, "%into", "%i", SIZES[way.into])
    pointers = [f"ptr noalias {each}" for each in ("%from", "%there", "%into")]
    return looped(name, [*pointers, *parameters], lines, good), lines.declared


def _float(lines: Lines, way: Way, value: str) -> tuple[str, str, list[str]]:
    """Take a binary float as a whole multiple of 1 / power, if it stands for one."""
    scaled = lines.call("rint", "double", lines.let(f"fmul double {value}, %power"))
    back = lines.let(f"fdiv double {scaled}, %power")
    good = lines.all_of(
        (
            lines.let(f"fcmp oeq double {back}, {value}"),
            lines.let(f"fcmp oge double {scaled}, %low"),
            lines.let(f"fcmp ole double {scaled}, %high"),
        )
    )
    found = "" if way.into is None else Steps(lines).cast(scaled, FLOAT, way.into)
    return good, found, [f"double %{each}" for each in ("power", "low", "high")]


def _whole(lines: Lines, way: Way, value: str) -> tuple[str, str, list[str]]:
    """Take a whole number within limits."""
    kind = TYPES[way.lane]
    good = lines.all_of((lines.let(f"icmp sge {kind} {value}, %low"), lines.let(f"icmp sle {kind} {value}, %high")))
    found = "" if way.into is None else Steps(lines).cast(value, way.lane, way.into)
    return good, found, [f"{kind} %low", f"{kind} %high"]


def _word(lines: Lines, way: Way, value: str) -> tuple[str, str, list[str]]:
    """Take what a word means; a place that no word has is good nowhere."""
    kind = TYPES[way.lane]
    good = lines.all_of((lines.let(f"icmp sge {kind} {value}, 0"), lines.let(f"icmp sle {kind} {value}, %last")))
    found = ""
    if way.into is not None:
        place = lines.let(f"select i1 {good}, {kind} {value}, {kind} 0")
        wide = place if kind == "i64" else lines.let(f"zext {kind} {place} to i64")
        found = lines.load(way.into, "%words", wide, SIZES[way.into])
    return good, found, ["ptr noalias %words", f"{kind} %last"]


READINGS = {"float": _float, "whole": _whole, "word": _word}
