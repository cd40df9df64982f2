"""The figures of a case as rows: value, unit, and where each came from or how it was made."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.dates import DATE
from scoring.graph import Unknown
from scoring.lower_lists import ENTRY
from scoring.number import Number
from scoring.report.evidence import entries_text, how_made, origin_text
from scoring.report.words import node_name
from scoring.sentences import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.model import Figure
    from scoring.result import Result


class FigureRow(NamedTuple):
    """A figure of a case.

    Attributes:
        id: as cases give it.
        name: printed name, behind that of the node it belongs to.
        value: a number, or what is no number in words; None where nobody knows it.
        unit: of the number; "%" numbers are shares (0.83 is 83 %).
        derived: whether the ruleset makes it from others.
        origin: where it was given, or how it was made: "spent ÷ received = 355.49 ÷ 428".
    """

    id: str
    name: str
    value: Number | str | None
    unit: str
    derived: bool
    origin: str


def figure_rows(result: Result, lang: str) -> Iterator[FigureRow]:
    """Yield the figures of a case in the order of the ruleset, its lists among the last."""
    for id_, (figure, node) in result.program.figures.items():
        if ENTRY in id_:
            continue
        value = result.value(node)
        derived = figure.form is not None or figure.role not in ("input", "list")
        known: Number | str | None = shown(value, figure.unit, lang)
        if isinstance(value, Unknown):
            known = None
        elif isinstance(value, Fraction) and figure.unit != DATE:
            known = Number(value)
        text = "" if known is None else shown(value, figure.unit, lang)
        given = "" if known is None else origin_text(result, id_, text, lang)
        origin = how_made(result, figure, lang).removesuffix(" = ") if derived else given
        yield FigureRow(id_, _name(result, figure, lang), known, figure.unit, derived, origin)
    for id_, figure in result.program.lists.items():
        if ENTRY not in id_ and figure.role == "list":
            entries, origin = entries_text(result, id_, lang)
            yield FigureRow(id_, _name(result, figure, lang), entries, "", derived=False, origin=origin)


def _name(result: Result, figure: Figure, lang: str) -> str:
    home = result.program.plans.get(figure.home) if figure.home else None
    label = figure.label.text(lang)
    return label if home is None else f"{node_name(home, lang)} › {label}"
