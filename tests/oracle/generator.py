"""Random valid rulesets: every kind of rule, group and policy, in combination; the same seed gives the same one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from oracle.authored import short
from oracle.emit import yaml_text
from oracle.figures import names_in
from oracle.grown import Grower
from oracle.made_cases import make_cases
from oracle.plain import table
from oracle.pool import Pool

if TYPE_CHECKING:
    from oracle.plain import Spec, Table

GRADES = ["优", "良", "中", "差"]


@dataclass(frozen=True)
class Generated:
    """A ruleset as plain data and as YAML text.

    Attributes:
        seed: makes it again.
        ruleset: every scalar a string.
        text: the same as YAML.
        method: the name of its only method, if it has one.
    """

    seed: int
    ruleset: Table
    text: str
    method: str | None

    def cases(self, count: int) -> dict[str, Table]:
        """Make so many cases, the same ones each time."""
        return make_cases(self.ruleset, Random(self.seed * 7919 + 1), count)  # noqa: S311 (reproducible, not secret)


def generate(seed: int) -> Generated:
    """Make the ruleset of a seed."""
    rng = Random(seed)  # noqa: S311 (reproducible, not secret)
    pool = Pool(rng)
    pool.fill()
    ruleset = _Author(seed, pool).ruleset()
    return Generated(seed, ruleset, yaml_text(ruleset), "other" if "methods" in ruleset else None)


def cases_text(cases: dict[str, Table]) -> str:
    """Write cases as a case file."""
    return yaml_text({"cases": dict(cases)})


class _Author:
    def __init__(self, seed: int, pool: Pool) -> None:
        self.seed = seed
        self.pool = pool
        self.grower = Grower(pool, pool.pick([1, 2, 4, 6, 8, 12]))

    def ruleset(self) -> Table:
        chance = self.pool.chance
        points = Fraction(self.pool.pick([100, 100, 10, 20, 50]))
        result: Table = {"ruleset": f"made-{self.seed}", "version": "v1", "title": "随机规则"}
        result.update({"points": short(points), "rounding": self.rounding()})
        result.update(self.grower.inside(points, 0))
        self.grower.settle(result)
        if chance(80):
            result["grades"] = self.grades(points)
        if "grades" in result and chance(30):
            result["overrides"] = self.overrides()
        if self.pool.weights and chance(40) and not isinstance(result.get("grades"), list):
            result["portfolio"] = self.portfolio()
        if self.grower.tunable and chance(60):
            change: Table = {"rounding": {"leaf": "1"}} if chance(30) else {}
            result["methods"] = {"other": {**change, "indicators": self.grower.tunable}}
        if self.grower.shapes:
            result["shapes"] = self.grower.shapes
        if self.pool.functions:
            result["functions"] = self.pool.functions
        result["figures"] = self.read_figures(result)
        result["without_findings"] = "keep"
        return result

    def rounding(self) -> Table:
        rounding: Table = {"mode": self.pool.pick(["half_up", "half_up", "half_even", "up", "down", "truncate"])}
        for level, places in (("criterion", "1"), ("leaf", "2"), ("group", "2"), ("total", "2")):
            if self.pool.chance(60):
                rounding[level] = self.pool.pick([places, places, "1", "0", "none"])
        return rounding

    def overrides(self) -> Spec:
        made: list[Spec] = []
        for _ in range(self.pool.rng.randint(1, 2)):
            when = "total < 40" if self.pool.chance(15) else self.pool.truth(1, self.grower.done)
            sets = self.pool.pick(["grade_at_most", "grade_at_most", "grade"])
            made.append({"when": when, sets: self.pool.pick(GRADES), "because": "重大问题"})
        return made

    def grades(self, points: Fraction) -> Spec:
        edges = [short(points * at / 10) for at in (9, 8, 6)]
        if self.pool.chance(65):
            short_form: Table = {"read": "exact"} if self.pool.chance(25) else {}
            short_form.update(zip(GRADES, [*edges, "else"], strict=True))
            return short_form
        rows: list[Spec] = []
        for grade, edge in zip(GRADES, edges, strict=False):
            row: Table = {"grade": grade, "at_least": edge}
            if self.pool.chance(40):
                row["require"] = self.pool.truth(1, self.grower.done)
            rows.append(row)
        return [*rows, {"grade": GRADES[-1]}]

    def portfolio(self) -> Table:
        said: Table = {"weight": self.pool.pick(self.pool.weights)}
        if self.pool.chance(50):
            said["round_weights"] = "2"
        if self.pool.chance(60):
            said["total"] = self.pool.pick(["of_totals", "of_groups"])
        if self.pool.chance(40):
            said["missing_cases"] = "leave_out"
        return said

    def read_figures(self, ruleset: Table) -> Table:
        """The figures that something reads, in their order."""
        wanted = set(names_in(ruleset))
        for name in reversed(list(self.pool.figures)):
            if name in wanted:
                wanted.update(names_in(table(self.pool.figures[name])))
        return {name: spec for name, spec in self.pool.figures.items() if name in wanted}
