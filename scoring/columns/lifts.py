"""The rulesets of drawn numbers: for all draws that a reading of the ruleset answers alike, one program over columns.

Most draws are answered as the written numbers are. Others have a program of their own; where there are too many such
answers, a ruleset is made for each draw.
"""

from __future__ import annotations

from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from scoring.columns.runner import Columns
from scoring.diagnostic import RulesetError
from scoring.graph import numeral
from scoring.lifting import Lift, lifted
from scoring.message import Spoken
from scoring.parameters import place_of, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.parameters import Parameter
    from scoring.ruleset import Ruleset

_PATHS = 48
"""Programs that are kept for other answers; rows of further ones are scored by a ruleset of their own."""

_RULESETS = 64
"""Rulesets with drawn numbers that are kept."""

_DRAWS = 1 << 16
"""Draws of which it is kept which program they have."""

Draw = tuple[Fraction, ...]
"""The drawn numbers of a row, in the order of the parameters."""

_SAID = 120
"""Characters of drawn numbers that are told; a message with all of them would be cut before it says what is wrong."""


class Path(NamedTuple):
    """What scores all draws with the same answers.

    Attributes:
        lift: the ruleset in which the drawn numbers are inputs.
        columns: scores tables by it; None where the numbers make no ruleset.
    """

    lift: Lift
    columns: Columns | None


class Lifts:
    """Keeps what scores drawn numbers; it is safe in threads.

    Attributes:
        chosen: the parameters that are drawn.
        columns: scores tables whose drawn numbers are answered as the written ones are.
    """

    def __init__(self, plain: Columns, chosen: Sequence[Parameter]) -> None:
        """Prepare; ``plain``: what scores tables by the ruleset as it is written.

        Raises:
            RulesetError: there is no such method.
        """
        self.chosen = tuple(chosen)
        self._plain = plain
        lift = lifted(plain.ruleset, plain.method, self.chosen, {each.name: each.value for each in self.chosen})
        self.columns = self._scorer(lift)
        self._paths = [Path(lift, self.columns)]
        self._path_of: dict[Draw, int | None] = {}
        self._rulesets: dict[Draw, Ruleset | RulesetError] = {}
        self._lock = Lock()

    @property
    def scorers(self) -> list[Columns]:
        """What scores tables, for all answers so far."""
        return [each.columns for each in self._paths if each.columns is not None]

    def values(self, draw: Draw) -> dict[str, Fraction]:
        """Return the numbers of a draw by the names of the parameters."""
        return {each.name: value for each, value in zip(self.chosen, draw, strict=True)}

    def said(self, draw: Draw) -> str:
        """Return the drawn numbers that are not the written ones, in words; of many the first ones."""
        found = [
            f"{each.name} = {written(value, each.unit)}"
            for each, value in zip(self.chosen, draw, strict=True)
            if value != each.value
        ]
        text, more = found[0] if found else "", found[1:]
        while more and len(text) + len(more[0]) < _SAID:
            text = f"{text}, {more.pop(0)}"
        return Spoken(f"{text} and {len(more)} more", zh=f"{text}等{len(found)}个数") if more else text

    def path(self, number: int | None) -> Path | None:
        """Return a path by its number."""
        return None if number is None else self._paths[number]

    def path_of(self, draw: Draw) -> int | None:
        """Return the number of the path of a draw, None where there are too many."""
        with self._lock:
            if draw not in self._path_of:
                if len(self._path_of) >= _DRAWS:
                    self._path_of.clear()
                self._path_of[draw] = self._found(self.values(draw))
            return self._path_of[draw]

    def _found(self, values: Mapping[str, Fraction]) -> int | None:
        for place, path in enumerate(self._paths):
            if path.lift.lifting.holds(values):
                return place
        if len(self._paths) >= _PATHS:
            return None
        lift = lifted(self._plain.ruleset, self._plain.method, self.chosen, values)
        self._paths.append(Path(lift, None if lift.made is None else self._scorer(lift)))
        return len(self._paths) - 1

    def _scorer(self, lift: Lift) -> Columns:
        asked = self._plain.asked
        return Columns(
            lift.ruleset, self._plain.method, parts=bool(asked.parts), reasons=bool(asked.accounts),
            exact_parts=asked.exact_parts, fast=self._plain.fast,
        )  # fmt: skip

    def ruleset(self, draw: Draw) -> Ruleset:
        """Return the ruleset in which the drawn numbers stand.

        Raises:
            RulesetError: that is none.
        """
        found = self._rulesets.get(draw)
        if found is None:
            found = self._plain.ruleset._with_numbers({  # noqa: SLF001  # what makes others of it
                place_of(each.place): (written(value, each.unit), numeral(value))
                for each, value in zip(self.chosen, draw, strict=True)
            })  # fmt: skip
            try:
                found.program(self._plain.method)
            except RulesetError as error:
                found = error
            if len(self._rulesets) >= _RULESETS:
                self._rulesets = {}
            self._rulesets[draw] = found
        if isinstance(found, RulesetError):
            raise found
        return found
