"""Random open scales, totals by formula, and what else a ruleset yields."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.authored import Rules
from oracle.plain import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.plain import Spec, Table
    from oracle.pool import Pool, Ref

AMOUNTS = ["0.1", "0.5", "1", "2", "2.5", "10/3"]


class Scales:
    """Makes open scales.

    Attributes:
        pool: the figures.
        done: the nodes that formulas may read.
    """

    def __init__(self, pool: Pool, done: list[Ref], name: Callable[[str], str]) -> None:
        """Take the figures, the finished nodes and what gives a new node its name."""
        self.pool, self.done, self.name = pool, done, name

    def leaf(self) -> Table:
        """The keys of an open leaf."""
        pool = self.pool
        own = Rules(pool, Fraction(6), list(self.done), steady=True)
        rules: list[Spec] = []
        if pool.chance(40):
            bases: list[Table] = [
                {"points": pool.number(1)},
                pool.bands(lambda: pool.pick(["0", "1.5", "-2", "4", "10/3"])),
                {"judge": pool.pick(["0..3", "-1..2.5", "1..<4"])},
                pool.by(lambda: pool.pick(["0", "-1", "5"])),
            ]
            rules.append(pool.pick(bases))
        for _ in range(pool.rng.randint(0 if rules else 1, 3)):
            kind = pool.pick(["award", "award", "deduct"])
            changes: list[Table] = [
                {kind: pool.pick(AMOUNTS), "per": "finding"},
                {**own.step(kind), kind: pool.pick(AMOUNTS)},
                {kind: pool.pick(AMOUNTS), "when": pool.truth(1, self.done)},
            ]
            rules.append(pool.pick(changes))
        if pool.chance(15):
            rules.append({"lose_all": own.condition()})
        pool.rng.shuffle(rules)
        keys: Table = {"points": "none", "rules": rules[0] if len(rules) == 1 and pool.chance(70) else rules}
        for key, limits in (("floor", ["0", "-5", "none"]), ("cap", ["5", "20", "none"]), ("start", ["zero", "2"])):
            if pool.chance(12) and not (key == "start" and any(_is_base(table(rule)) for rule in rules)):
                keys[key] = pool.pick(limits)
        if pool.chance(10):
            keys["round"] = pool.pick(["0.5", "0.1"])
        return keys

    def inside(self, depth: int) -> Table:
        """The keys of an open group: its children and how they combine."""
        pool = self.pool
        children: Table = {}
        for at in range(pool.rng.randint(1, 4)):
            children[self.name("scale")] = self._child(depth, ["beside"] if at else [])
        combine = pool.pick(["sum", "sum", "sum", "mean", "weighted_mean", "min", "max"])
        keys: Table = {"points": "none", "indicators": children}
        if combine != "sum" or pool.chance(20):
            keys["combine"] = combine
        if combine == "weighted_mean":
            keys["weights"] = "relative"
        for child in map(table, children.values()):
            if "beside" in child:
                continue
            if combine == "weighted_mean" or (combine == "sum" and pool.chance(40)):
                factors = ["1", "2", "0.5", "1/3"]
                child["weight"] = pool.pick(
                    [*factors, *(["-1", "-0.5", pool.pick(pool.numbers)] if combine == "sum" else [])]
                )
        if pool.chance(25):
            rules: list[Spec] = [
                {"deduct": pool.pick(AMOUNTS), "when": pool.truth(1)},
                {"award": pool.pick(AMOUNTS), "per": "finding"},
                {"lose_all": pool.truth(1)},
            ]
            keys["rules"] = pool.pick(rules)
        if pool.chance(15):
            keys["cap"] = pool.pick(["12", "30"])
        if pool.chance(15):
            keys["floor"] = pool.pick(["0", "-10"])
        return keys

    def _child(self, depth: int, more: list[str]) -> Table:
        """A child of an open group: open or with points, a leaf or a group."""
        pool = self.pool
        way = pool.pick(["open", "open", "points", "points", "group", *more])
        if way == "group" and depth < 2:
            return self.inside(depth + 1)
        if way in ("points", "beside"):
            worth = pool.pick([5, 10, 3])
            child: Table = {"points": str(worth), **Rules(pool, Fraction(worth), list(self.done), steady=True).leaf()}
            child.update({"beside": "true"} if way == "beside" else {})
            policies = ["drop", "zero", "full"]
        else:
            child, policies = self.leaf(), ["drop", "zero"]
        if pool.chance(20) and way != "beside":
            child["if_not_applicable"] = pool.pick(policies)
            if pool.chance(60):
                child["applies_when"] = pool.truth(1)
        return child

    # what a ruleset yields

    def total(self) -> Spec:
        """A formula for the whole, or none."""
        pool = self.pool
        scores = [f"{pool.pick(self.done).name}.score" for _ in range(2)] if self.done else pool.numbers[:2] * 2
        formulas: list[Spec] = [
            f"{scores[0]} - 2 * {scores[1]}",
            f"{scores[0]} + {pool.number(1)}",
            f"{scores[0]} / 3 if {pool.truth(1)} else {pool.number(1)}",
            pool.bands(lambda: pool.pick(["0", "7", "-3", scores[0]])),
            "none",
        ]
        return pool.pick(formulas)

    def grade(self) -> Spec:
        """A word as the grade: a figure's, or one that a form gives."""
        pool = self.pool
        if pool.words and pool.chance(60):
            return pool.pick(sorted(pool.words))
        words: list[str] = ["keep", "mend", "drop"]
        form = pool.form(lambda: pool.pick(words), numeric=False)
        return {"words": list(words), **form}

    def words_of(self, grade: Spec) -> list[str]:
        """The words that a grade may be."""
        return ["keep", "mend", "drop"] if isinstance(grade, dict) else self.pool.words[str(grade)]

    def outputs(self) -> list[Spec]:
        """Some figures and nodes."""
        pool = self.pool
        known = [*pool.figures, *(ref.name for ref in self.done)]
        return [*pool.rng.sample(known, min(len(known), pool.rng.randint(1, 3)))]


def _is_base(rule: Table) -> bool:
    return not {"award", "deduct", "lose_all"} & set(rule)
