"""Random rules of one node."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.pool import DAYS, EDGES, SHARES, Pool, Ref

if TYPE_CHECKING:
    from oracle.plain import Spec, Table

PARTS = ["exact", "drop", "count", "nearest"]


@dataclass
class Rules:
    """Makes the rules of one node.

    Attributes:
        pool: the figures.
        points: its printed points, about.
        nodes: other nodes that its formulas may read.
        item: bonus, penalty or "".
        steady: whether no figure may be read that says what happens to the node where it is missing.
        judged: whether one range was made already (at most one a node).
        made: its rules so far.
    """

    pool: Pool
    points: Fraction
    nodes: list[Ref]
    item: str = ""
    steady: bool = False
    judged: bool = False
    made: list[Table] = field(default_factory=list)

    def leaf(self) -> Table:
        """The keys of a leaf: rules and what they need."""
        way = self.pool.pick(["deduct", "deduct", "award", "both", "base", "base", "base", "judge", "whens"])
        keys: Table = {}
        if self.item == "penalty":
            way = "deduct"
        if way in ("deduct", "both"):
            self.some_changes("deduct")
        if way in ("award", "both"):
            self.some_changes("award")
        if way == "base":
            self.made.append(self.base())
        if way == "judge":
            self.made.append(self.judge())
        if way == "whens":
            self.two_bases()
        if way in ("base", "judge", "whens") and self.pool.chance(30):
            self.some_changes(self.pool.pick(["deduct", "award"]))
        if self.item != "penalty" and self.pool.chance(25):
            self.made.append({"lose_all": self.condition()})
        roles = {kind for rule in self.made for kind in ("deduct", "award", "lose_all") if kind in rule}
        always = any("when" not in rule and not roles & set(rule) for rule in self.made)
        if not always and (
            way == "whens" or roles not in ({"deduct"}, {"award"}, {"lose_all"}, {"deduct", "lose_all"})
        ):
            keys["start"] = self.pool.pick(["full", "zero", self.small()])
        self.pool.rng.shuffle(self.made)
        keys["rules"] = self.made[0] if len(self.made) == 1 and self.pool.chance(70) else list(self.made)
        return keys

    def condition(self) -> str:
        """A condition over figures, findings or other nodes."""
        if self.pool.chance(40):
            return self.pool.pick(["findings > 0", "findings >= 2", "amount > 10", "findings > 1 or amount > 50"])
        return self.pool.truth(1, self.nodes)

    def small(self) -> str:
        """Few points, as a number that a table would print."""
        part = self.points * self.pool.rng.randint(1, 8) / 8
        return _text(max(Fraction(1, 10), Fraction(round(part * 10), 10)))

    def few(self) -> Spec:
        """What one step costs: points, a share, seldom a form."""
        if self.pool.chance(12):
            return self.pool.pick(["5%", "10%", "25%"])
        if self.pool.chance(6):
            return self.pool.by(lambda: self.pool.pick(["0.1", "0.5", "1"]))
        return self.pool.pick(["0.1", "0.2", "0.25", "0.3", "0.5", "1", "2", self.small()])

    def result(self) -> Spec:
        """What a band or row pays."""
        if self.pool.chance(20):
            return self.pool.pick(["100%", "80%", "60%", "37.5%", "0%"])
        if self.pool.chance(7):
            return self.pool.number(1)
        if self.pool.chance(4):
            return self.pool.form(self.small)
        return self.pool.pick(["0", self.small(), self.small()])

    def ranged(self) -> Spec:
        """What a band pays: points, or a range, if no other rule has one."""
        self.judged = True
        high = Fraction(self.small())
        ranges = ["60%..<80%", "0%..<60%", "80%..100%", f"0..{_text(high)}", f"{_text(high / 2)}..{_text(high)}"]
        return self.pool.pick(ranges) if self.pool.chance(60) else self.result()

    # bases

    def base(self) -> Table:
        """A base of any kind."""
        kind = self.pool.pick(["form", "form", "form", "form", "ratio", "ratio", "points", "policied"])
        if kind == "ratio":
            return self.ratio()
        if kind == "points":
            return {"points": self.pool.pick([self.pool.number(1), self.small(), "80%"])}
        if kind == "policied" and self.pool.policied:
            return {"points": f"{self.pool.pick(self.pool.policied)} * {self.small()}"}
        rule = self.pool.form(self.ranged if not self.judged and self.pool.chance(15) else self.result)
        if self.pool.chance(10):
            rule["round"] = self.pool.pick(["0.1", "0.5", "0.01"])
        return rule

    def ratio(self) -> Table:
        """A ratio in one of its directions."""
        pool = self.pool
        rule: Table = {"ratio": pool.pick(pool.numbers), "to": pool.pick([*pool.numbers, "8"])}
        if pool.chance(30):
            rule.update({"better": "lower", "form": pool.pick(["ratio", "two_minus"])})
        if pool.chance(25):
            rule["zero_below"] = pool.pick(["60%", "50%"])
        if pool.chance(15):
            rule["cap"] = pool.pick(["120%", "80%"])
        if pool.chance(25):
            rule["if_undefined"] = pool.pick(["zero", "full"])
        return rule

    def judge(self) -> Table:
        """A judged base."""
        self.judged = True
        top = _text(Fraction(self.small()))
        return {"judge": self.pool.pick(["0%..100%", "0%..100%", f"0..{top}", "60%..100%", "null"])}

    def two_bases(self) -> None:
        """Bases with conditions, which seldom overlap."""
        condition = self.pool.truth(0)
        other = self.pool.truth(0) if self.pool.chance(15) else f"not ({condition})"
        for when in [condition, other][: self.pool.rng.randint(1, 2)]:
            self.made.append({**self.base(), "when": when})

    # changes

    def some_changes(self, kind: str) -> None:
        """One to three changes of a role."""
        for _ in range(self.pool.rng.randint(1, 3)):
            self.made.append(self.change(kind))

    def change(self, kind: str) -> Table:
        """One change."""
        pool = self.pool
        way = pool.pick(["step", "step", "step", "each", "finding", "finding", "when", "range"])
        if way == "range" and kind == "deduct" and not self.judged and self.item != "penalty":
            self.judged = True
            how: Table = {"per": "finding"} if pool.chance(40) else {"when": pool.truth(1, self.nodes)}
            return {kind: pool.pick(["0.2..1", "0..2", "5%..20%"]), **how}
        if way == "finding":
            rule: Table = {kind: self.few(), "per": "finding"}
            if pool.chance(25):
                rule["when"] = pool.pick(["amount > 10", "amount <= 10", "10 < amount < 100"])
        elif way in ("step", "each"):
            rule = self.step(kind) if way == "step" else self.thresholds(kind)
            if pool.chance(20):
                rule["when"] = pool.truth(0, self.nodes)
        else:
            rule = {kind: self.few(), "when": pool.truth(1, self.nodes)}
        if pool.chance(20):
            rule["up_to"] = pool.pick([self.small(), "50%"])
        if pool.chance(8):
            rule["round"] = pool.pick(["0.1", "0.5"])
        return rule

    def thresholds(self, kind: str) -> Table:
        """An amount for each threshold passed."""
        of, edges = self.pool.measured()
        side = self.pool.pick(["above", "at_least", "at_most", "below"])
        per: list[Spec] = list(self.pool.some(edges, 4))
        if side in ("at_most", "below"):
            per.reverse()
        if edges is not SHARES and edges is not DAYS and self.pool.chance(10):
            per.append(self.pool.number(1))
        return {kind: self.few(), "per": per, side: "each", "of": of}

    def step(self, kind: str) -> Table:
        """An amount for each step."""
        pool = self.pool
        rule: Table = {kind: self.few()}
        way = pool.pick(["share", "share", "number", "number", "count", "computed", "policied", "date"])
        side = pool.pick(["below", "above"])
        if way == "share" and pool.shares:
            rule.update({"per": pool.pick(["1%", "5%", "0.5%", "10%"]), side: pool.pick(SHARES[1:])})
            return {**rule, "of": pool.pick(pool.shares), "part": pool.pick(PARTS)}
        if way == "date" and pool.dates:
            rule.update({"per": pool.pick(["30", "1", "7"]), side: pool.pick([*DAYS, pool.pick(pool.dates)])})
            return {**rule, "of": pool.pick(pool.dates), "part": pool.pick(PARTS)}
        if way == "count":
            return {**rule, "per": "1", "of": pool.pick(pool.counts)}
        if way == "policied" and pool.policied and not self.steady:
            return {**rule, "per": "2", "of": pool.pick(pool.policied), "part": pool.pick(PARTS)}
        step = f"10% * {pool.pick(pool.numbers)}" if way == "computed" else pool.pick(["1", "0.5", "3", "10"])
        of = pool.number(1) if pool.chance(20) else pool.pick(pool.numbers)
        rule.update({"per": step, "of": of, "part": pool.pick(PARTS)})
        if pool.chance(70):
            rule[side] = pool.pick(EDGES[2:])
        return rule


def _text(value: Fraction) -> str:
    """A short decimal of a number with few places."""
    hundredths = round(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def short(value: Fraction) -> str:
    """A number of points as an author writes it: a decimal, or a quotient."""
    return _text(value) if (value * 100).denominator == 1 else f"{value.numerator}/{value.denominator}"
