"""Random trees of nodes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.authored import Rules, short
from oracle.figures import names_in
from oracle.plain import table
from oracle.pool import Pool, Ref
from oracle.scales import Scales

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle.plain import Spec, Table

_OUTSIDE = {"bonus", "penalty", "beside"}
_COMBINES = [
    "weighted_mean",
    "weighted_mean",
    "mean",
    "trimmed_mean",
    "geometric_mean",
    "geometric_mean",
    "product",
    "min",
    "max",
]


_RISE: Table = {"award": "1", "per": ["1", "x", "x + goal"], "above": "each", "of": "x * 2"}
#: Shapes that nodes may use; those that hold others come with them.
SHAPES: Table = {
    "rate": {"needs": ["x", "goal"], "rules": {"ratio": "x", "to": "goal", "if_undefined": "zero"}},
    "short": {
        "needs": ["x", "goal"],
        "rules": [
            {"deduct": "10%", "per": "2", "below": "goal", "of": "x", "part": "count"},
            {"lose_all": "known(x) and x > 90"},
            {"deduct": "goal", "when": "x > goal"},
        ],
    },
    "parts": {
        "needs": ["x", "goal"],
        "criteria": {
            "left": {"points": "40%", "rules": {"points": "goal * 0.1 + x"}},
            "right": {
                "points": "60%",
                "rules": {"award": "1", "per": ["1", "x", {"is": "x + goal"}], "above": "each", "of": "x * 2"},
            },
        },
        "floor": "none",
    },
    "kinds": {
        "needs": ["x"],
        "variants": [{"when": "x > 5", "rules": {"points": "x"}}, {"rules": {"deduct": "0.5", "per": "finding"}}],
    },
}


class Grower:
    """Grows the tree of one ruleset.

    Attributes:
        done: the finished nodes, which later formulas may read.
        shapes: the shapes that its nodes use.
        tunable: changes of nodes that a method may make, by id.
        by_formula: whether a formula makes the total, so that nothing is a share of it or empties it.
    """

    def __init__(self, pool: Pool, leaves: int) -> None:
        """Take the figures and the number of leaves wanted, about."""
        self.pool = pool
        self.left = leaves
        self.done: list[Ref] = []
        self.tunable: Table = {}
        self.by_formula = False
        self.scales = Scales(pool, self.done, self._name)
        self.shapes: Table = {}
        self._above: list[str] = []
        self._made = 0
        self._finished = 0

    def _name(self, kind: str) -> str:
        self._made += 1
        return f"{self.pool.pick([kind, kind, '指标'])}{self._made}"

    def inside(self, points: Fraction, depth: int) -> Table:
        """The keys of a group: its children and how they combine."""
        pool = self.pool
        count = min(pool.rng.randint(1, 4), max(self.left, 1))
        spread = pool.pick(["leaves", "children"]) if pool.chance(14) and (depth or not self.by_formula) else ""
        combine = pool.pick(_COMBINES) if not spread and pool.chance(40) else "sum"
        count = max(count, 3) if combine == "trimmed_mean" else count
        keys: Table = {} if combine == "sum" and pool.chance(80) else {"combine": combine}
        if spread:
            keys["spread"] = spread
        each = not spread and pool.chance(15)
        if each:
            keys["each"] = self._each()
        children: Table = {}
        keys["indicators"] = children
        for written, worth in self._shares(points, count, combine, bare=bool(spread)):
            name = self._name("item")
            self._above.append(name)
            child: Table = {"points": written} if written else {}
            if depth < 2 and self.left > count and pool.chance(45):
                child.update(self._bare_group(worth) if spread else self.inside(worth, depth + 1))
            elif not (each and pool.chance(70)):
                child.update(self._leaf(worth, shared=bool(spread)))
            self._above.pop()
            children[name] = child
            self._finish(name, child)
        self._weigh(keys, children)
        self._excuse(keys, children, depth)
        self._extras(children, summed=keys.get("combine", "sum") == "sum")
        self._group_rules(keys, points, children)
        return keys

    def _bare_group(self, points: Fraction) -> Table:
        """A group below a `spread`: its leaves state no points, but for one perhaps."""
        children: Table = {}
        for at in range(self.pool.rng.randint(1, 3)):
            name = self._name("part")
            self._above.append(name)
            stated: Table = {"points": "0.5"} if at and self.pool.chance(20) else {}
            children[name] = {**stated, **self._leaf(points / 2, shared=True)}
            self._above.pop()
            self._finish(name, table(children[name]))
        return {"indicators": children}

    def _shares(self, points: Fraction, count: int, combine: str, *, bare: bool) -> list[tuple[str, Fraction]]:
        """Written and real points of the children."""
        pool = self.pool
        if bare:
            return [("", points / count)] * count
        if combine != "sum":
            return [(at, Fraction(at)) for at in (pool.pick(["100", "10", "5", "3"]) for _ in range(count))]
        equal = [(short(points / count), points / count)] * count
        if pool.chance(10):
            return equal
        parts = [pool.rng.randint(1, 6) for _ in range(count)]
        unit = 10 if points >= count else 100
        real = [Fraction(round(points * part * unit / sum(parts)), unit) for part in parts[:-1]]
        real.append(points - sum(real, Fraction(0)))
        if min(real) <= 0:
            return equal
        whole = self.by_formula and not self._above
        if pool.chance(15) and not whole and all((part * 100 / points).denominator == 1 for part in real):
            return [(f"{part * 100 / points}%", part) for part in real]
        return [(short(part), part) for part in real]

    def _each(self) -> Table:
        """A rule for the leaves of a group that have none; with local figures or not."""
        figures: Table = {"actual": {"min": "0"}, "target": {"min": "0", "if_missing": "8"}}
        if self.pool.chance(20):
            self.shapes["rate"] = SHAPES["rate"]
            return {"use": "rate", "with": {"x": self.pool.number(1), "goal": self.pool.pick(["8", "12"])}}
        options: list[Table] = [
            {"figures": figures, "rules": {"ratio": "actual", "to": "target"}},
            {"deduct": "0.5", "per": "finding"},
            {"judge": "0%..100%"},
            {"rules": [{"deduct": "30%", "when": self.pool.truth(1)}]},
        ]
        return self.pool.pick(options)

    def _leaf(self, points: Fraction, *, shared: bool) -> Table:
        """The keys of a leaf; where its points come from a `spread`, those of its criteria are shares."""
        self.left -= 1
        pool = self.pool
        if pool.chance(20):
            return self._with_criteria(points, shared=shared)
        if pool.chance(10):
            first, last = Rules(pool, points, list(self.done)).leaf(), Rules(pool, points, list(self.done)).leaf()
            return {"variants": [{"when": pool.truth(1), **first}, last]}
        if pool.chance(8):
            figures: Table = {
                "actual": {"min": "0"},
                "target": {"min": "0"},
                "done": {"unit": "%", "is": "actual / target"},
            }
            steps: Table = {"deduct": "10%", "per": "10%", "below": "100%", "of": "done", "part": "count"}
            ratio: Table = {"ratio": "actual", "to": "target"}
            return {"figures": figures, "rules": pool.pick([ratio, steps])}
        if pool.chance(10):
            return self._shaped()
        keys = Rules(pool, points, list(self.done)).leaf()
        self._limits(keys, points)
        self._far_veto(keys)
        return keys

    def _shaped(self) -> Table:
        """A leaf made from a shape; its variants may give the shape other values."""
        pool = self.pool
        name = pool.pick(sorted(SHAPES))
        self.shapes[name] = SHAPES[name]
        policied = pool.policied if pool.chance(15) and pool.policied else pool.numbers
        given: Table = {"x": pool.pick([pool.number(1), pool.pick(policied)])}
        if "goal" in table(SHAPES[name])["needs"]:
            goals: list[Spec] = ["10", "20%", pool.pick(pool.numbers), {"is": pool.number(1)}]
            given["goal"] = pool.pick(goals)
        if pool.chance(20):
            other: Table = {**given, "x": pool.number(1)}
            return {"use": name, "with": given, "variants": [{"when": pool.truth(1)}, {"with": other}]}
        return {"use": name, "with": given, **({"cap": "80%"} if pool.chance(20) else {})}

    def _limits(self, keys: Table, points: Fraction) -> None:
        pool = self.pool
        if pool.chance(12):
            keys["floor"] = pool.pick(["none", f"-{short(points)}", "10%", "0"])
        if pool.chance(12):
            caps: list[Spec] = ["none", "80%", short(points), pool.bands(lambda: pool.pick(["100%", "80%", "50%"]))]
            keys["cap"] = pool.pick(caps)
        if pool.chance(8):
            steps: list[Spec] = ["0.5", "0.1", {"to": "0.5", "mode": "up"}, ["0.01", {"to": "0.1", "mode": "down"}]]
            keys["round"] = pool.pick(steps)

    def _far_veto(self, keys: Table) -> None:
        """A veto that empties more than its own node."""
        rules = keys["rules"]
        if not isinstance(rules, list) or len(self._above) < 2 or not self.pool.chance(30):
            return
        kinds = {kind for rule in rules for kind in table(rule)}
        if not kinds & {"deduct", "lose_all"} and "start" not in keys:
            return
        scope = self.pool.pick([*self._above[:-1], *([] if self.by_formula else ["total"])])
        rules.append({"lose_all": self.pool.pick(["findings > 3", self.pool.truth(1)]), "scope": scope})

    def _with_criteria(self, points: Fraction, *, shared: bool) -> Table:
        """A leaf with criteria: judged ones, plain ones, or with rules of their own."""
        pool = self.pool
        parts = self._shares(points, pool.rng.randint(2, 3), "sum", bare=False)
        if shared:
            parts = [(share, points / 2) for share in pool.pick([["40%", "60%"], ["25%", "25%", "50%"]])]
        way = pool.pick(["judged", "each", "rules", "rules"])
        criteria: Table = {}
        keys: Table = {"criteria": criteria}
        for name, (written, worth) in zip("xyz", parts, strict=False):
            rules = Rules(pool, worth, list(self.done)).leaf() if way == "rules" else {}
            criteria[name] = {"points": written, **rules} if rules else written
        if way == "judged":
            keys["each"] = {"judge": "0%..100%"}
        if way == "each":
            plain: list[Spec] = [{"lose_all": "findings > 0"}, {"deduct": "0.3", "per": "finding"}]
            keys["each"] = pool.pick(plain)
        if way == "rules":
            self._leaf_rules(keys, criteria)
        return keys

    def _leaf_rules(self, keys: Table, criteria: Table) -> None:
        first = table(criteria["x"])
        if all("judge" in str(table(each)["rules"]) for each in criteria.values()):
            # only plainly judged criteria, those of the other way, are to be replaced by one mark
            first["rules"] = {"deduct": "0.3", "per": "finding"}
            first.pop("start", None)
        if self.pool.chance(40):
            options: list[Spec] = [
                {"lose_all": "x.score == 0"},
                {"deduct": "20%", "when": "y.lost > 0"},
                {"deduct": "0.5", "per": "finding"},
            ]
            keys["rules"] = self.pool.pick(options)
        if self.pool.chance(30):
            policies: list[Spec] = ["drop", "full", "zero", {"give_to": "y", "as": "points"}]
            table(criteria["x"])["if_not_applicable"] = self.pool.pick(policies)
        if self.pool.chance(15):
            table(criteria["x"])["rules"] = [{"lose_all": "findings > 0", "scope": self._above[-1]}]
            table(criteria["x"]).pop("start", None)

    def _finish(self, name: str, child: Table) -> None:
        """Let later formulas read the node; give it other addresses; let a method change it."""
        self._finished += 1
        if self.pool.chance(20):
            child["code"] = f"A{self._finished}.1"
        if self.pool.chance(20):
            child["name"] = f"第{self._finished}项"
        if "variants" not in child:
            self.done.append(Ref(name, "indicators" in child or "criteria" in child))
        rules = child.get("rules")
        if isinstance(rules, dict) and "part" in rules and self.pool.chance(50):
            self.tunable[name] = {"rules": {"part": self.pool.pick(["drop", "count"])}}
        elif child.get("combine") in ("min", "max", "mean") and self.pool.chance(30):
            self.tunable[name] = {"combine": self.pool.pick(["min", "max", "mean"])}
        elif "cap" in child and self.pool.chance(30):
            self.tunable[name] = {"remove": ["cap"]}

    def _weigh(self, keys: Table, children: Table) -> None:
        pool = self.pool
        if keys.get("combine") not in ("weighted_mean", "geometric_mean"):
            return
        if pool.chance(40):
            keys["weights"] = "relative"
            given = [name for name in pool.numbers if not name.startswith("d")]
            for child in children.values():
                table(child)["weight"] = pool.pick(["1", "2", "0.5", pool.pick(given)])
        elif pool.chance(80):
            parts = [pool.rng.randint(1, 5) for _ in children]
            weights = [Fraction(part * 100 // sum(parts), 100) for part in parts[1:]]
            weights.insert(0, 1 - sum(weights, Fraction(0)))
            for child, weight in zip(children.values(), weights, strict=True):
                table(child)["weight"] = short(weight)

    def _excuse(self, keys: Table, children: Table, depth: int) -> None:
        """Let children not apply, and say what then."""
        pool = self.pool
        names = list(children)
        way = pool.pick(["scaled", "points"])
        summed = keys.get("combine", "sum") == "sum"
        for at, name in enumerate(names):
            child = table(children[name])
            if not pool.chance(22):
                continue
            policies: list[Spec] = ["drop", "drop", "full", "zero"]
            if summed and at + 1 < len(names):
                policies.append({"give_to": pool.pick(names[at + 1 :]), "as": way})
                policies.append({"give_to": names[at + 1], "as": way})
            child["if_not_applicable"] = pool.pick(policies)
            if pool.chance(45):
                child["applies_when"] = pool.truth(1)
        if summed and depth > 0 and pool.chance(35):
            keys["on_drop"] = pool.pick(["shrink", "shrink", "rescale"])

    def _extras(self, children: Table, *, summed: bool) -> None:
        """Bonus and penalty items, what stands beside, and open scales among the points."""
        pool = self.pool
        if summed and pool.chance(9):
            children[self._name("scale")] = self.scales.leaf() if pool.chance(60) else self.scales.inside(1)
        for item in ("bonus", "penalty", "beside"):
            if not pool.chance(8):
                continue
            worth = Fraction(pool.pick([1, 2, 5]))
            kind = "" if item == "beside" else item
            child: Table = {"points": short(worth), item: "true"}
            if kind and pool.chance(25):
                two = Fraction(2)
                parts: Table = {
                    self._name("part"): {"points": "2", **Rules(pool, two, [], kind, steady=True).leaf()}
                    for _ in range(2)
                }
                child["indicators"] = parts
            else:
                child.update(Rules(pool, worth, list(self.done), kind, steady=item == "penalty").leaf())
            children[self._name("extra")] = child

    def _group_rules(self, keys: Table, points: Fraction, children: Table) -> None:
        pool = self.pool
        inner = [Ref(name, inner=False) for name, child in children.items() if "variants" not in table(child)]
        own = Rules(pool, points, inner, steady=not self._above)
        if pool.chance(20):
            made: list[Spec] = []
            for _ in range(pool.rng.randint(1, 2)):
                options: list[Table] = [
                    own.step("deduct"),
                    {"deduct": own.few(), "when": pool.truth(1, inner)},
                    {"lose_all": pool.truth(1, inner)},
                    {"deduct": "0.5", "per": "finding"},
                ]
                made.append(pool.pick(options))
            if self._above and pool.chance(30):
                made.append({"lose_all": f"{self._above[-1]}.lowest < 10%"})
            keys["rules"] = made
        if pool.chance(12):
            keys["cap"] = pool.bands(lambda: pool.pick(["100%", "80%", short(points)]))
        if pool.chance(6):
            keys["floor"] = pool.pick(["10%", "none"])

    # what every node needs that may not apply

    def settle(self, node: Table) -> None:
        """Give a policy to each node that may turn out not to apply: by a figure, or since all its children may."""
        for _, child in _inner(node):
            self.settle(child)
            if "if_not_applicable" not in child and (self._may_drop_out(child) or self._reads_policy(child)):
                child["if_not_applicable"] = "drop"

    def _may_drop_out(self, node: Table) -> bool:
        main = [child for _, child in _inner(node) if not _OUTSIDE & set(child)]
        children = [child for _, child in _inner(node)] if {"bonus", "penalty"} & set(node) else main
        return bool(children) and all(
            child.get("if_not_applicable", "zero") not in ("full", "zero") for child in children
        )

    def _reads_policy(self, node: Table) -> bool:
        seen: set[str] = set()
        places = ("rules", "floor", "cap", "start", "variants", "each", "with")
        waiting = [name for key in places for name in names_in(node.get(key))]
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.pool.figures:
                seen.add(name)
                waiting.extend(names_in(self.pool.figures[name]))
        keys = ("if_missing", "if_undefined")
        return any(table(self.pool.figures[name]).get(key) == "not_applicable" for name in seen for key in keys)


def _inner(node: Table) -> Iterator[tuple[str, Table]]:
    for key in ("indicators", "criteria"):
        for name, child in table(node.get(key)).items():
            yield name, child if isinstance(child, dict) else {}
