"""The printed numbers of all cases together: weights, contributions, groups and total, under every weighting."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scoring.number import round_to
from scoring.outcome import Outcome
from scoring.portfolio import portfolio_of, portfolio_rules
from scoring.reconcile.printed import CONTRIBUTION, LOST, SCORE, WEIGHT, Cell, Key
from scoring.reconcile.readings import Words, rounded_text
from scoring.reconcile.verdict import ADDS_UP, DIFFERS, EQUAL, UNSCORED, Row, Tally, Verdict, agrees, row_places, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.graph import Value
    from scoring.portfolio import Portfolio
    from scoring.program import Program
    from scoring.reconcile.basis import Basis

GROUP, TOTAL = "group", "total"
_MODES = ("half_up", "half_even", "truncate")
_MOST_READINGS = 8
_NONE = Fraction(0)


class Weighting(NamedTuple):
    """One way to weight.

    Attributes:
        places: to which the weights are rounded, None for exact shares.
        mode: how the weights, and what comes of them, are rounded.
        of: ``of_groups`` or ``of_totals``: what the total is the sum of.
    """

    places: int | None
    mode: str
    of: str

    def words(self, what: str, places: int) -> Words:
        """Return it in words, for numbers that are printed with some places."""
        said = []
        for lang in ("en", "zh"):
            zh = lang == "zh"
            if self.places is None:
                text = "权重不取整" if zh else "exact shares as weights"
                if what == WEIGHT:
                    text += ("，印出时" if zh else ", printed ") + rounded_text(self.mode, places, lang)
            else:
                mode = "half_up" if self.mode == "truncate" and what != WEIGHT else self.mode
                how = rounded_text(mode, self.places, lang)
                text = f"权重{how}" if zh else f"weights {how}"
            if what != WEIGHT:
                text += ("；乘积" if zh else "; ") + rounded_text(self.mode, places, lang)
            if what == TOTAL:
                summed = {
                    "of_groups": ("sum of the groups", "各部分得分相加"),
                    "of_totals": ("sum of weight × total", "权重乘各单位总分后相加"),
                }
                text += ("；" if zh else "; ") + summed[self.of][zh]
            said.append(text)
        return Words("rounding", f"{what}:{self.places}:{self.mode}:{self.of}", *said)


class Weighing:
    """The printed numbers of all cases together, of one program and its cases."""

    def __init__(self, program: Program, bases: Sequence[Basis], cells: Mapping[Key, Cell]) -> None:
        """Take the cases, and what is printed of them and of all together."""
        self.program, self.bases, self.cells = program, bases, cells
        rules = portfolio_rules(program)
        self.mode, self.levels = rules.mode, program.definition.places
        self.asked = Weighting(rules.weight_places, rules.mode, "of_groups" if rules.of_groups else "of_totals")
        self.instead: dict[tuple[str, str], Fraction] = {}
        self.by_rules: set[Key] = set()  # printed as the rules give them, and not as other printed numbers make them
        self.groups = [plan.path for plan in program.root.children if not plan.beside]

    @cached_property
    def portfolio(self) -> Portfolio:
        """What the rules give."""
        return portfolio_of(self.program, [each.result for each in self.bases])

    @cached_property
    def kept(self) -> list[Basis]:
        """The cases that count."""
        return [each for each in self.bases if each.id in self.portfolio.weights]

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """The exact share of each case."""
        own = {}
        for each in self.kept:
            node = each.result.program.weight
            value = None if node is None else each.result.value(node)
            own[each.id] = value if isinstance(value, Fraction) else _NONE
        whole = sum(own.values(), _NONE)
        return {name: value / whole for name, value in own.items()} if whole else own

    def weights(self, way: Weighting) -> dict[str, Fraction]:
        """Return the weights under a weighting; who cuts off products still rounds weights half up."""
        if way.places is None:
            return self.shares
        mode = "half_up" if way.mode == "truncate" and way != self.asked else way.mode
        return {name: round_to(each, mode, Fraction(1, 10**way.places)) for name, each in self.shares.items()}

    def score(self, basis: Basis, path: str) -> Fraction:
        """Return the score of a case as printed; where it is not printed, what the printed ones below it give."""
        if (basis.id, path) in self.instead:
            return self.instead[basis.id, path]
        value = basis.put(path) if path in basis.printed else basis.own(path) if path in basis.plans else None
        return value if isinstance(value, Fraction) else _NONE

    def weighed(self, way: Weighting, path: str) -> Fraction:
        """Return the weighted score of a node, not rounded."""
        weights = self.weights(way)
        return sum((weights[each.id] * self.score(each, path) for each in self.kept), _NONE)

    def group(self, way: Weighting, path: str, places: int) -> Fraction:
        """Return the weighted score of a node, rounded as groups are; ``places``: where they are not."""
        level = self.levels.get("group")
        exact = self.weighed(way, path)
        if path not in self.groups or level is None:
            return exact if way == self.asked else round_to(exact, way.mode, Fraction(1, 10**places))
        return round_to(exact, way.mode, Fraction(1, 10**level))

    def total(self, way: Weighting, places: int) -> Fraction:
        """Return the total of all cases."""
        if way.of == "of_groups":
            exact = sum((self.group(way, path, places) for path in self.groups), _NONE)
        else:
            exact = self.weighed(way, "")
        level = self.levels.get("total")
        if level is None:
            return exact if way == self.asked else round_to(exact, way.mode, Fraction(1, 10**places))
        return round_to(exact, way.mode, Fraction(1, 10**level))

    def total_with(self, case: str, scores: Mapping[str, Fraction]) -> Fraction:
        """Return the total of all cases with other scores of one, by the ruleset's own weighting."""
        self.instead = {(case, path): score for path, score in scores.items()}
        try:
            return self.total(self.asked, 0)
        finally:
            self.instead = {}

    # Rows

    def rows(self) -> list[Row]:
        """Return the rows of what is printed: weights, groups, total, contributions, losses."""
        kinds: dict[tuple[str, str], list[Cell]] = {}
        for key, cell in self.cells.items():
            if key.what in (WEIGHT, CONTRIBUTION):
                kinds.setdefault((key.what, "" if key.case else "sum"), []).append(cell)
            elif not key.case and key.what in (SCORE, LOST):
                what = key.what if key.what == LOST else GROUP if key.path else TOTAL
                kinds.setdefault((what, ""), []).append(cell)
        return [self._row(what, cells, is_sum=end == "sum") for (what, end), cells in kinds.items()]

    def _row(self, what: str, cells: Sequence[Cell], *, is_sum: bool) -> Row:
        places = self._row_places(what, cells)
        if is_sum:
            return Row(what, "sum", [self._summed(cell) for cell in cells])
        row = Row(what, "", [self._verdict(what, cell, places) for cell in cells])
        scored = [each for each in row.verdicts if each.status != UNSCORED]
        base: dict[str, Value | None] = {
            each.name: self._of_way(what, each.cell, self.asked, places) for each in scored
        }
        row.tallies.append(Tally(None, base, tuple(each.name for each in scored if not each.is_finding)))
        found: list[Tally] = []
        for _, each in self._tallies(what, scored, places):
            if set(each.fits) - set(row.tallies[0].fits) and all(each.gives != other.gives for other in found):
                found.append(each)
        settle(row, found, _MOST_READINGS)
        return row

    def _row_places(self, what: str, cells: Sequence[Cell]) -> int:
        """Return the decimals that a row is printed with."""
        named = ((cell, self._by_rule(what, cell.key.case or cell.key.path)) for cell in cells)
        return max(row_places(named), row_places((cell, None) for cell in cells))

    def _summed(self, cell: Cell) -> Verdict:
        """Return what becomes of the printed sum of a printed row."""
        what = cell.key.what
        parts = [self.cells.get(Key(what, each.id, "")) for each in self.kept]
        rule = sum((self._by_rule(what, each.id) or _NONE for each in self.kept), _NONE) if self.kept else None
        own = rule if any(each is None for each in parts) else sum((each.value for each in parts if each), _NONE)
        if what == CONTRIBUTION and self.portfolio.total is not None and None in parts:
            own = self.portfolio.total
        adds_up, fits = (agrees(each, cell, None, cell.places, self.mode) for each in (own, rule))
        if fits and not adds_up:
            self.by_rules.add(cell.key)
        return Verdict(cell, EQUAL if adds_up or fits else DIFFERS, rule, own)

    def _verdict(self, what: str, cell: Cell, places: int) -> Verdict:
        rule = self._by_rule(what, cell.key.case or cell.key.path)
        if rule is None:
            return Verdict(cell, UNSCORED)
        own, rounded = self._own(what, cell, self.asked, places), self._places(what, cell.key.path)
        verdict = Verdict(cell, DIFFERS, rule, own, rounded)
        adds_up = agrees(own, cell, rounded, places, self.mode)
        if agrees(rule, cell, rounded, places, self.mode):
            verdict.status = EQUAL
            if not adds_up:
                self.by_rules.add(cell.key)
        elif adds_up:
            verdict.status = ADDS_UP
        return verdict

    def _by_rule(self, what: str, name: str) -> Fraction | None:
        """Return what the rules give, None where there is nothing."""
        found = self.portfolio
        if found.outcome is not Outcome.SCORED:
            return None
        if what == WEIGHT:
            return found.weights.get(name)
        if what == CONTRIBUTION:
            return found.contributions.get(name)
        if what == TOTAL:
            return found.total
        score: Fraction | None = found.groups.get(name)
        if score is None:
            parts = [(each, each.by_rule(name) if name in each.plans else None) for each in self.kept]
            weights = self.weights(self.asked)
            score = sum((weights[each.id] * value for each, value in parts if isinstance(value, Fraction)), _NONE)
        if what == LOST:
            points = self._points(name)
            return None if points is None else points - score
        return score

    def is_by_rule(self, total: Cell) -> bool:
        """Whether the printed total of all cases is what the rules give."""
        return agrees(self._by_rule(TOTAL, ""), total, self._places(TOTAL, ""), total.places, self.mode)

    def _points(self, path: str) -> Fraction | None:
        """Return the points of a node, None where they are not the same in all cases."""
        found = {each.result.value(each.plans[path].points) for each in self.kept if path in each.plans}
        value = found.pop() if len(found) == 1 else None
        return value if isinstance(value, Fraction) else None

    def _places(self, what: str, path: str) -> int | None:
        if what == WEIGHT:
            return self.asked.places
        if what == CONTRIBUTION or (what in (GROUP, LOST) and path not in self.groups):
            return None
        return self.levels.get("total" if what == TOTAL else "group")

    def _own(self, what: str, cell: Cell, way: Weighting, places: int) -> Fraction | None:
        """Return what the printed numbers give under a weighting."""
        key = cell.key
        if what == WEIGHT:
            return self.weights(way).get(key.case)
        if what == CONTRIBUTION:
            weight = self.weights(way).get(key.case)
            basis = next((each for each in self.kept if each.id == key.case), None)
            if weight is None or basis is None:
                return None
            exact = weight * self.score(basis, "")
            return exact if way == self.asked else round_to(exact, way.mode, Fraction(1, 10**places))
        if what == TOTAL:
            return self.total(way, places)
        if what == GROUP:
            return self.group(way, key.path, places)
        points, printed = self._points(key.path), self.cells.get(Key(SCORE, "", key.path))
        printed = None if way != self.asked or key in self.by_rules else printed
        score = self.group(way, key.path, places) if printed is None else printed.value
        return None if points is None else points - score

    def _tallies(self, what: str, verdicts: Sequence[Verdict], places: int) -> Iterator[tuple[Weighting, Tally]]:
        """Yield what every weighting gives of a row."""
        weights = [each for each in self.cells if each.what == WEIGHT and each.case]
        printed = max((self.cells[each].places for each in weights), default=2)
        rounds = dict.fromkeys((self.asked.places, printed, None))
        modes = dict.fromkeys((self.mode, *_MODES))
        sums = ("of_groups", "of_totals") if what == TOTAL else (self.asked.of,)
        for count, mode, of in product(rounds, modes, sums):
            way = Weighting(count, mode, of)
            if what == WEIGHT and count is None and way != self.asked:
                continue
            gives: dict[str, Value | None] = {}
            fits: list[str] = []
            for each in verdicts:
                value = self._of_way(what, each.cell, way, places)
                gives[each.name] = value
                if value == each.cell.value:
                    fits.append(each.name)
            yield way, Tally(way.words(what, places), gives, tuple(fits))

    def _of_way(self, what: str, cell: Cell, way: Weighting, places: int) -> Fraction | None:
        if what == WEIGHT and way.places is not None:
            share = self.shares.get(cell.key.case)
            return None if share is None else round_to(share, way.mode, Fraction(1, 10**way.places))
        self.instead = self._ruled(cell.key.path) if cell.key in self.by_rules else {}
        value = self._own(what, cell, way, places)
        self.instead = {}
        if value is not None and way == self.asked and self._places(what, cell.key.path) is None:
            return round_to(value, way.mode, Fraction(1, 10**places))
        return value

    def _ruled(self, path: str) -> dict[tuple[str, str], Fraction]:
        """Return what the rules give of each case, instead of what is printed."""
        found = {}
        for each in self.kept:
            for name in {"", path, *self.groups} & each.plans.keys():
                value = each.by_rule(name)
                found[each.id, name] = value if isinstance(value, Fraction) else _NONE
        return found

    def ways(self, row: Row) -> list[Tally]:
        """Return what every weighting gives of a row: the ruleset's own, then those that give something else.

        Of a total those too that come to the same in another way. Who gives most comes first.
        """
        places = self._row_places(row.what, [each.cell for each in row.verdicts])
        scored = [each for each in row.verdicts if each.status != UNSCORED]
        found = sorted(self._tallies(row.what, scored, places), key=lambda each: -len(each[1].fits))
        own = [each for way, each in found if way == self.asked]
        kept, seen = own, set[object]()
        if own:
            seen.add(self._alike(row, self.asked, own[0]))
        for way, each in found:
            alike = self._alike(row, way, each)
            if alike not in seen:
                seen.add(alike)
                kept.append(each)
        return kept

    def _alike(self, row: Row, way: Weighting, tally: Tally) -> object:
        values = tuple(tally.gives.values())
        return (values, way.places, way.of) if row.what == TOTAL else values
