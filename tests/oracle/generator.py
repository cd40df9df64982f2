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
        way = self.pool.pick(["points"] * 8 + ["open", "formula"])
        self.grower.by_formula = way == "formula"
        result.update({"points": short(points), "rounding": self.rounding()})
        result.update(self.grower.scales.inside(0) if way == "open" else self.grower.inside(points, 0))
        if way == "formula":
            result = self.by_formula(result)
        self.grower.settle(result)
        numbered = result.get("total") != "none"
        self.graded(result, points, numbered=numbered)
        if chance(35) or not ({"grade", "grades"} & set(result) or numbered):
            result["outputs"] = self.grower.scales.outputs()
        if numbered and self.pool.weights and chance(40) and not isinstance(result.get("grades"), list):
            result["portfolio"] = self.portfolio(sums=way == "points")
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

    def by_formula(self, whole: Table) -> Table:
        """Put a formula, or no total at all, in place of what makes the total of the indicators."""
        made = ("points", "combine", "weights", "rules", "cap", "floor")
        kept: Table = {key: value for key, value in whole.items() if key not in made}
        for child in table(kept["indicators"]).values():
            table(child).pop("weight", None)
        kept["total"] = self.grower.scales.total()
        return kept

    def graded(self, result: Table, points: Fraction, *, numbered: bool) -> None:
        """Give the ruleset grades, or a word as the grade, or neither; and what overrides them."""
        scales, names = self.grower.scales, GRADES
        if self.pool.chance(15):
            result["grade"] = scales.grade()
            names = scales.words_of(result["grade"])
        elif numbered and self.pool.chance(80):
            if self.pool.chance(15):
                result["better"] = "lower"
            result["grades"] = self.grades(points, lower="better" in result)
        if {"grade", "grades"} & set(result) and self.pool.chance(30):
            result["overrides"] = self.overrides(names, "total < 40" if numbered else "not false")

    def rounding(self) -> Table:
        rounding: Table = {"mode": self.pool.pick(["half_up", "half_up", "half_even", "up", "down", "truncate"])}
        for level, places in (("criterion", "1"), ("leaf", "2"), ("group", "2"), ("total", "2")):
            if self.pool.chance(60):
                rounding[level] = self.pool.pick([places, places, "1", "0", "none"])
        return rounding

    def overrides(self, names: list[str], total: str) -> Spec:
        made: list[Spec] = []
        for _ in range(self.pool.rng.randint(1, 2)):
            when = total if self.pool.chance(15) else self.pool.truth(1, self.grower.done)
            sets = self.pool.pick(["grade_at_most", "grade_at_most", "grade"])
            made.append({"when": when, sets: self.pool.pick(names), "because": "重大问题"})
        return made

    def grades(self, points: Fraction, *, lower: bool) -> Spec:
        edges = [short(points * at / 10) for at in (9, 8, 6)]
        if lower:
            edges = ["-1", *reversed(edges[1:])]
        if self.pool.chance(65):
            short_form: Table = {"read": "exact"} if self.pool.chance(25) else {}
            short_form.update(zip(GRADES, [*edges, "else"], strict=True))
            return short_form
        rows: list[Spec] = []
        for grade, edge in zip(GRADES, edges, strict=False):
            row: Table = {"grade": grade, "at_most" if lower else "at_least": edge}
            if self.pool.chance(40):
                row["require"] = self.pool.truth(1, self.grower.done)
            rows.append(row)
        return [*rows, {"grade": GRADES[-1]}]

    def portfolio(self, *, sums: bool) -> Table:
        said: Table = {"weight": self.pool.pick(self.pool.weights)}
        if self.pool.chance(50):
            said["round_weights"] = "2"
        if self.pool.chance(60):
            said["total"] = self.pool.pick(["of_totals", "of_groups"] if sums else ["of_totals"])
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
