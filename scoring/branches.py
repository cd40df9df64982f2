"""Several branches with one result, as generated code: a conditional expression, or ``if``, ``elif``, ``else``."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from scoring.scaled import Block, Form, Ratio, Scaled, common_unit, in_unit, parts

Code = Form | str
"""What a node is in generated code: a `Form` for a number, an expression for a truth value or a word."""

_INLINE = 6
"""Branches that a conditional expression may have; more become statements."""


@dataclass(frozen=True, slots=True)
class Link:
    """One branch of a chain: what its condition needs, the condition ("" for the last), its statements and result."""

    before: Block
    condition: str
    inner: Block
    code: Code


def chained(block: Block, links: list[Link]) -> Code:
    """Write branches of one result: as an expression if they are few and plain, as statements otherwise."""
    block.lines += links[0].before.lines
    results = _alike(links)
    plain = not any(each.inner.lines for each in links) and not any(each.before.lines for each in links[1:])
    if plain and len(links) <= _INLINE and len(results[0].names) == 1:
        codes = [
            f"{result.codes[0]} if {link.condition} else " for result, link in zip(results, links[:-1], strict=False)
        ]
        return results[0].shape([f"({''.join(codes)}{results[-1].codes[0]})"])
    names = [block.fresh() for _ in results[0].names]
    depth = 0
    for place, (link, result) in enumerate(zip(links, results, strict=True)):
        if place and link.before.lines:
            block.lines.append((depth, "else:"))
            depth += 1
            block.put(link.before, depth)
        head = f"if {link.condition}:" if place == 0 or link.before.lines else f"elif {link.condition}:"
        block.lines.append((depth, head if link.condition else "else:"))
        for name, code in zip(names, result.codes, strict=True):
            link.inner.line(f"{name} = {code}")
        block.put(link.inner, depth + 1)
    return results[0].shape(names)


@dataclass(frozen=True, slots=True)
class _Result:
    """A branch's integers in the shape that all branches have."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    unit: Fraction

    def shape(self, codes: list[str]) -> Code:
        """Return the value that has these integers."""
        if self.names == ("text",):
            return codes[0]
        return Scaled(codes[0], self.unit) if self.names == ("over",) else Ratio(codes[0], codes[1], self.unit)


def _alike(links: list[Link]) -> list[_Result]:
    forms = [each.code for each in links if not isinstance(each.code, str)]
    if not forms:
        return [_Result(("text",), (cast("str", each.code),), Fraction(1)) for each in links]
    unit = common_unit(each.unit for each in forms)
    names = ("over", "under") if any(isinstance(each, Ratio) for each in forms) else ("over",)
    found = []
    for form in forms:
        over, under = parts(form)
        found.append(_Result(names, (in_unit(over, form.unit, unit), under)[: len(names)], unit))
    return found
