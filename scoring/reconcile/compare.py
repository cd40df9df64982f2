"""Every printed score against the computed one, and against what is printed below it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import decimal_text, places_of
from scoring.reconcile.printed import SCORE, Cell, Key
from scoring.reconcile.reach import Reach, needs
from scoring.reconcile.readings import printings
from scoring.reconcile.verdict import (
    ADDS_UP,
    CONFLICT,
    DIFFERS,
    EQUAL,
    UNSCORED,
    Row,
    Tally,
    Verdict,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.graph import Value
    from scoring.reconcile.basis import Basis
    from scoring.reconcile.printed import Published
    from scoring.reconcile.readings import Reading, Readings

_MOST_READINGS = 8
"""Readings of a row that are kept."""


class Comparison:
    """Compares the scores of some cases."""

    def __init__(
        self,
        bases: Mapping[str, Basis],
        published: Published,
        readings: Readings,
        tell: Callable[[int, int], None],
    ) -> None:
        """Take the cases by id, what is printed, the other readings, and what is told how far it has come."""
        self.bases, self.cells, self.readings, self.tell = bases, published.cells, readings, tell
        self._empty = frozenset(published.blanks)
        self._reach: dict[int, Reach] = {}
        self._keyed: dict[int, dict[str, Reading]] = {}

    def rows(self) -> list[Row]:
        """Return the rows of scores, in the order of the table."""
        by_path: dict[str, list[Cell]] = {}
        for key, cell in self.cells.items():
            if key.what == SCORE and key.case:
                by_path.setdefault(key.path, []).append(cell)
        found = []
        for number, (path, cells) in enumerate(by_path.items()):
            self.tell(number, len(by_path))
            found.append(self._row(path, cells))
        by_row = {row.path: row for row in found}
        for row in found:
            for blank in self._implied(row):
                self._add(blank, found, by_row)
        for row in found:
            self._elsewhere(row, found)
        return found

    def _add(self, blank: Verdict, rows: list[Row], by_row: dict[str, Row]) -> None:
        """Put what a blank must be into the row of its indicator."""
        path = blank.cell.key.path
        if path not in by_row:
            by_row[path] = Row(SCORE, path, [])
            rows.append(by_row[path])
        by_row[path].verdicts.append(blank)

    def _row(self, path: str, cells: Sequence[Cell]) -> Row:
        row = Row(SCORE, path, [self._verdict(cell) for cell in cells])
        self._read(row)
        return row

    def _verdict(self, cell: Cell) -> Verdict:
        basis, path = self.bases[cell.key.case], cell.key.path
        plan = basis.plans.get(path)
        if plan is None:
            return Verdict(cell, UNSCORED)
        rule, own = basis.by_rule(path), basis.own(path)
        verdict = Verdict(cell, DIFFERS, rule, own, plan.places, by_hand=basis.by_hand(path))
        if basis.agrees(path, own):
            verdict.status = EQUAL if basis.agrees(path, rule) else ADDS_UP
        elif not isinstance(own, Fraction):
            verdict.status = UNSCORED
        return verdict

    # Readings

    def _read(self, row: Row) -> None:
        """Look which readings give the numbers of a row."""
        scored = [each for each in row.verdicts if each.status != UNSCORED]
        row.tallies.append(self._tally(None, row, scored))
        differing = [each for each in scored if each.is_finding]
        first = self._tallies(self._of(row.path, scored), row, scored)
        found = [each for each in first if set(each.fits) - set(row.tallies[0].fits)]
        missing = {each.name for each in differing} - {name for each in found for name in each.fits}
        if missing:
            plan = self.bases[differing[0].cell.key.case].plans[row.path]
            places = self.bases[differing[0].cell.key.case].places.get(row.path, 0)
            ways = printings(plan, sorted({places, *(each.cell.places for each in differing)}))
            gives = [each.gives for each in found]
            for tally in self._tallies(ways, row, scored):
                if missing & set(tally.fits) and tally.gives not in gives:
                    gives.append(tally.gives)
                    found.append(tally)
        for each in settle(row, found, _MOST_READINGS):
            self._ask(each)

    def _of(self, path: str, verdicts: Sequence[Verdict]) -> list[Reading]:
        """Return the readings that a row may be read by; only where something is not as the ruleset says."""
        found: dict[str, Reading] = {}
        if any(each.is_finding for each in verdicts):
            for verdict in verdicts:
                by_key = self._by_key(self.bases[verdict.cell.key.case])
                found.update((key, each) for key, each in by_key.items() if each.touches(path))
        return list(found.values())

    def _by_key(self, basis: Basis) -> dict[str, Reading]:
        """Return the readings of the program of a case by their keys."""
        program = id(basis.result.program.definition)
        if program not in self._keyed:
            self._keyed[program] = {each.words.key: each for each in self.readings.of(basis)}
        return self._keyed[program]

    def _tallies(self, ways: Sequence[Reading], row: Row, verdicts: Sequence[Verdict]) -> Iterator[Tally]:
        for each in ways:
            yield self._tally(each, row, verdicts)

    def _tally(self, reading: Reading | None, row: Row, verdicts: Sequence[Verdict]) -> Tally:
        """Return what a reading gives of a row: of sums from what is printed below them, else from the rules."""
        gives: dict[str, Value | None] = {}
        fits: list[str] = []
        for each in verdicts:
            basis, case = self.bases[each.cell.key.case], each.cell.key.case
            heights = [basis.height(row.path)]
            if reading is not None and heights[0] and each.is_finding and each.rule != each.cell.value:
                heights.append(0)  # the rounded sum instead of the sum of the rounded
            for height in heights:
                value = basis.own(row.path) if reading is None else reading.value(basis, row.path, height)
                gives.setdefault(case, value)
                if basis.agrees(row.path, value, each.cell):
                    gives[case] = value
                    fits.append(case)
                    break
        return Tally(None if reading is None else reading.words, gives, tuple(fits))

    def _elsewhere(self, row: Row, rows: Sequence[Row]) -> None:
        """Count what the readings of a row would make of other rows."""
        for tally in row.tallies[1:]:
            if tally.words is None or tally.words.kind == "printing":
                continue
            for other in rows:
                if other is not row:
                    tally.elsewhere += self._lost(tally.words.key, other)

    def _lost(self, key: str, row: Row) -> int:
        """Return how many numbers of a row are no longer given under a reading."""
        count = 0
        for each in row.verdicts:
            basis = self.bases[each.cell.key.case]
            if each.implied or each.status == UNSCORED or not basis.agrees(row.path, each.own):
                continue
            reading = self._by_key(basis).get(key)
            if reading is not None and reading.touches(row.path):
                value = reading.value(basis, row.path, basis.height(row.path))
                count += not basis.agrees(row.path, value)
        return count

    # What no reading gives

    def _ask(self, verdict: Verdict) -> None:
        """Ask what else would give a score: other counts, or nothing at all."""
        cell = verdict.cell
        basis = self.bases[cell.key.case]
        plan = basis.plans[cell.key.path]
        if verdict.by_hand or any(child.kind != "criterion" for child in plan.children):
            return
        program = basis.result.program
        reach = self._reach.setdefault(id(program), Reach(program))
        verdict.reached = reach(basis, cell.key.path, cell)
        if verdict.reached.possible:
            verdict.needs = tuple(needs(basis, cell.key.path, cell))

    def _implied(self, row: Row) -> Iterator[Verdict]:
        """Yield what blanks below printed sums must be, where the sums are not what the rules make of the blanks."""
        for each in row.verdicts:
            if each.implied or each.status not in (DIFFERS, CONFLICT) or not isinstance(each.own, Fraction):
                continue
            basis = self.bases[each.cell.key.case]
            found = list(self._blanks(basis, each))
            each.blanks = tuple(found)
            if len(found) == 1:
                each.status = ADDS_UP
                (path, score), case = found[0], each.cell.key.case
                places = places_of(score) or 0
                cell = Cell(Key(SCORE, case, path), score, places, decimal_text(score), each.cell.at)
                plan = basis.plans[path]
                value = basis.by_rule(path)
                blank = Verdict(cell, DIFFERS, value, value, plan.places, by_hand=basis.by_hand(path), implied=True)
                alone = Row(SCORE, path, [blank])
                self._read(alone)
                yield blank

    def _blanks(self, basis: Basis, verdict: Verdict) -> Iterator[tuple[str, Fraction]]:
        """Yield each blank that can hold what is left of a sum, and the score that it would have."""
        path, printed, own = verdict.cell.key.path, verdict.cell.value, verdict.own
        assert isinstance(own, Fraction)  # noqa: S101  # else it is unscored
        blanks = basis.blank_below(path)
        if any(Key(SCORE, basis.id, plan.path) not in self._empty for plan in blanks):
            return  # the table has no place for some: what it leaves out says nothing
        for plan in blanks:
            score, points = basis.value(plan.score, basis.height(path)), basis.result.value(plan.points)
            if not isinstance(score, Fraction) or not isinstance(points, Fraction):
                continue
            more = basis.with_scores(path, {plan.path: score + 1})
            if not isinstance(more, Fraction) or more == own:
                continue
            must = score + (printed - own) / (more - own)
            if 0 <= must <= points and basis.with_scores(path, {plan.path: must}) == printed:
                yield plan.path, must
