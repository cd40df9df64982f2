"""Random figures of a ruleset, and random formulas over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from oracle.plain import Spec, Table

_T = TypeVar("_T")
Result: TypeAlias = "Callable[[], Spec]"

EDGES = ["0", "0.5", "1", "2", "3", "5", "7.5", "10", "12", "20", "50", "100"]
SHARES = ["0%", "33.3%", "50%", "60%", "80%", "85%", "90%", "95%", "100%"]
VOCABULARY = [
    ["all", "some", "none"],
    ["city", "district"],
    ["优秀", "一般", "差"],
    ["not done", "half-done", "done", "over"],
]


DAYS = ["0001-01-01", "2023-01-01", "2023-06-30", "2023-12-31", "2024-02-28", "2024-02-29", "2024-03-01", "9999-12-31"]


@dataclass
class Ref:
    """A node that formulas may read: how it is called, and whether it has children."""

    name: str
    inner: bool


@dataclass
class Pool:
    """The figures made so far, by kind; `nodes` are those that a formula may read here."""

    rng: Random
    figures: Table = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    policied: list[str] = field(default_factory=list)
    weights: list[str] = field(default_factory=list)
    nodes: list[Ref] = field(default_factory=list)
    functions: Table = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.rng.randrange(100) < percent

    def pick(self, options: Sequence[_T]) -> _T:
        """One of the options."""
        return options[self.rng.randrange(len(options))]

    def fill(self) -> None:
        """Make the figures of a ruleset: given ones of every kind, then derived ones."""
        for at in range(self.rng.randint(3, 5)):
            self._number(f"n{at}" if at else "金额")
        for at in range(self.rng.randint(1, 3)):
            self.shares.append(self._figure(f"p{at}", {"unit": "%", "min": "0%", "max": "100%"}, ["0%", "60%", "null"]))
        for at in range(self.rng.randint(1, 2)):
            self.counts.append(self._figure(f"c{at}", {"type": "count", "min": "0"}, ["0", "3", "null"]))
        for at in range(self.rng.randint(1, 3)):
            self.flags.append(self._figure(f"f{at}", {"type": "flag"}, ["false", "false", "true"]))
        for at in range(self.rng.randint(1, 2)):
            words = self.pick(VOCABULARY)
            name = self._figure(f"w{at}", {"words": list(words)}, list(words))
            self.words[name] = words
        self._comparable()
        for at, policy in enumerate(("zero", "full", "not_applicable")):
            if self.chance(25):
                self.policied.append(self._figure(f"q{at}", {"min": "0", "if_missing": policy}, []))
        for at in range(self.pick([0, 0, 1, 2])):
            self._function(f"fn{at}")
        for at in range(self.rng.randint(1, 5)):
            self._derived(f"d{at}")

    def _comparable(self) -> None:
        """Dates, and two figures with words of one list that has an order."""
        for at in range(self.pick([0, 0, 1, 2])):
            self.dates.append(self._figure(f"t{at}", {"type": "date"}, ["2024-02-29", "null"]))
        if self.dates and self.chance(50):
            self.dates.append("date")
        words = self.pick(VOCABULARY)
        for at in range(self.pick([0, 2])):
            spec: Table = {"words": list(words), "ordered": "true"}
            self.words[f"o{at}"] = words
            self.ordered.append(self._figure(f"o{at}", spec, list(words)))

    def _figure(self, name: str, spec: Table, defaults: list[str]) -> str:
        if defaults and self.chance(25):
            spec["if_missing"] = self.pick(defaults)
        self.figures[name] = spec
        return name

    def _number(self, name: str) -> None:
        spec: Table = {"min": "0"}
        if self.chance(50):
            spec["places"] = self.pick(["1", "2"])
        if self.chance(30):
            spec["max"] = self.pick(["100", "1000"])
        if self.chance(15):
            spec["missing"] = ["-1", "—"]
        if self.chance(10):
            spec["round"] = self.pick(["0.5", "0.1", "10"])
        self._figure(name, spec, ["0", "5", "null", "stop"])
        self.numbers.append(name)
        if spec.get("if_missing") is None:
            self.weights.append(name)

    def _function(self, name: str) -> None:
        """A function of two numbers, or of a word and a number; it may call one that was made before."""
        inner = Pool(self.rng, {}, ["a", "b"], counts=["b"], calls=[each for each in self.calls if "({a}" in each])
        word = self.pick(sorted(self.words)) if self.chance(30) else ""
        if word:
            table: Table = {each: inner.number(1) for each in self.words[word][:1]}
            self.functions[name] = {"needs": ["w", "a", "b"], "of": "w", "by": {**table, "else": inner.number(1)}}
            self.calls.append(f"{name}({word}, {{a}}, {{b}})")
            return
        form: Table = inner.bands(lambda: inner.number(1)) if self.chance(30) else {"is": inner.number(2)}
        self.functions[name] = {"needs": ["a", "b"], **form}
        self.calls.append(f"{name}({{a}}, {{b}})")

    def _derived(self, name: str) -> None:
        if self.dates and self.chance(30):
            self.figures[name] = {"type": "date", "is": self.date(1)}
            self.dates.append(name)
            return
        make = self.pick(
            [self._quotient, self._quotient, self._formula, self._curve, self._form, self._word, self._truth]
        )
        spec, home = make()
        self.figures[name] = spec
        if "words" in spec:
            self.words[name] = [word for word in spec["words"] if isinstance(word, str)]
        else:
            home.append(name)

    def _quotient(self) -> tuple[Table, list[str]]:
        spec: Table = {"is": f"{self.pick(self.numbers)} / {self.pick(self.numbers)}"}
        percent = self.chance(60)
        if percent:
            spec["unit"] = "%"
        if self.chance(40):
            spec["if_undefined"] = self.pick(["0%" if percent else "0", "100%" if percent else "1", "null"])
        elif self.chance(25):
            # without a unit, as the other figures of that list
            return {"is": spec["is"], "if_undefined": self.pick(["zero", "full", "not_applicable"])}, self.policied
        if self.chance(15):
            spec["round"] = "0.01%" if percent else "0.01"
        return spec, self.shares if percent else self.numbers

    def _formula(self) -> tuple[Table, list[str]]:
        spec: Table = {"is": self.number(2)}
        if self.chance(30):
            spec["if_undefined"] = self.pick(["0", "2"])
        return spec, self.numbers

    def _curve(self) -> tuple[Table, list[str]]:
        spec: Table = {"is": self.to_digits(self.pick(self.numbers), self.number(1))}
        if self.chance(30):
            spec["if_undefined"] = self.pick(["0", "2", "null"])
        if self.chance(20):
            spec["round"] = "0.01"
        return spec, self.numbers

    def _form(self) -> tuple[Table, list[str]]:
        form = self.form(lambda: self.pick(EDGES) if self.chance(80) else self.number(1))
        if self.chance(20):
            form["if_undefined"] = "1"
        return form, self.numbers

    def _word(self) -> tuple[Table, list[str]]:
        words = self.pick(VOCABULARY)
        named: Table = {"words": list(words)}
        named.update(self.form(lambda: self.pick(words), numeric=False))
        return named, []

    def _truth(self) -> tuple[Table, list[str]]:
        return {"type": "flag", "is": self.truth(1)}, self.flags

    # forms

    def form(self, result: Result, *, numeric: bool = True) -> Table:
        """A random value form with results of a kind."""
        makers: list[Callable[[Result], Table]] = [
            self.bands,
            self.bands,
            self.long_bands,
            self.by,
            self.by,
            partial(self.rows, numeric=numeric),
        ]
        if numeric:
            makers.append(self.interpolate)
        return self.pick(makers)(result)

    def measured(self) -> tuple[str, list[str]]:
        """A figure to be measured, and edges in its unit."""
        if self.dates and self.chance(20):
            return self.pick(self.dates), DAYS
        if self.shares and self.chance(50):
            return self.pick(self.shares), SHARES
        return self.pick([*self.numbers, *self.counts]), EDGES

    def some(self, edges: list[str], most: int) -> list[str]:
        """Some edges, rising."""
        return [edges[at] for at in sorted(self.rng.sample(range(len(edges)), self.rng.randint(2, most)))]

    def bands(self, result: Result) -> Table:
        """Short bands."""
        of, edges = self.measured()
        edge = self.pick(["at_least", "at_least", "above", "at_most", "below"])
        chosen = self.some(edges, 4)
        if edge in ("at_least", "above"):
            chosen.reverse()
        bands: Table = {at: result() for at in chosen}
        if self.chance(75):
            bands["else"] = result()
        return {"of": of, "edge": edge, "bands": bands}

    def long_bands(self, result: Result) -> Table:
        """Long bands with both bounds; sometimes an intended gap."""
        of, edges = self.measured()
        low, high = self.some(edges, 2)
        gap: Spec = "null" if self.chance(10) else result()
        rows: list[Spec] = [{"at_least": high, "is": result()}, {"above": low, "below": high, "is": gap}]
        if self.chance(75):
            rows.append({"is": result()})
        return {"of": of, "bands": rows}

    def by(self, result: Result) -> Table:
        """A table by words, truths or whole numbers, sometimes by two."""
        if self.dates and self.chance(20):
            since: Table = {day: result() for day in self.some(DAYS, 3)}
            return {"of": self.pick(self.dates), "by": {**since, "else": result()}}
        if not self.words or self.chance(20):
            if self.chance(50):
                return {"of": self.pick(self.flags), "by": {"true": result(), "false": result()}}
            keys: Table = {str(at): result() for at in range(self.rng.randint(1, 3))}
            return {"of": self.pick(self.counts), "by": {**keys, "else": result()}}
        of = self.pick(sorted(self.words))
        if self.chance(65):
            return {"of": of, "by": self._branch(of, result)}
        other = self.pick([name for name in sorted(self.words) if name != of] or self.flags)
        inner = [
            self._branch(other, result) if other in self.words else {"true": result(), "else": result()},
            result(),
        ]
        words = self.words[of]
        return {"of": [of, other], "by": {word: inner[0] if at == 0 else result() for at, word in enumerate(words)}}

    def _branch(self, of: str, result: Result) -> Spec:
        words = self.words[of]
        if self.chance(20):
            return [result() for _ in words]
        known = words if self.chance(50) else words[:1]
        branch: Table = {word: result() for word in known}
        if len(known) < len(words):
            branch["else"] = result()
        return branch

    def interpolate(self, _: Result) -> Table:
        """A broken line."""
        of, edges = self.measured()
        knots: Table = {at: self.pick(EDGES[:8]) for at in self.some(edges, 4)}
        return {"of": of, "interpolate": knots, "beyond": self.pick(["hold", "hold", "extend", "null"])}

    def rows(self, result: Result, *, numeric: bool = True) -> Table:
        """A decision table."""
        hit = self.pick(["first", "first", "unique", "sum", "max", "min"] if numeric else ["first", "first", "unique"])
        rows: list[Spec] = [{"when": self.truth(1), "is": result()} for _ in range(self.rng.randint(1, 3))]
        if hit != "unique" and self.chance(60):
            rows.append({"is": result()})
        return {"hit": hit, "rows": rows}

    # formulas

    def number(self, depth: int) -> str:
        """A formula of a number."""
        if depth == 0 or self.chance(25):
            return self.pick([*self.numbers, *self.counts]) if self.chance(75) else self.pick(EDGES)
        a, b = self.number(depth - 1), self.number(depth - 1)
        name, divisor = self.pick(self.numbers), self.pick(self.numbers)
        if self.calls and self.chance(20):
            return self.pick(self.calls).format(a=a, b=b)
        return self.pick(
            [
                f"({a} + {b})",
                f"({a} - {b})",
                f"{a} * 0.5",
                f"{a} / {divisor}",
                f"{a} / 4",
                f"min({a}, {b})",
                f"max({a}, 0, {b})",
                f"abs({a} - {b})",
                f"clip({a}, 1, 8)",
                f"({a} if {self.truth(depth - 1)} else {b})",
                f"first_known({name}, {b})",
                f"floor({a})",
                f"ceil({a} / 3)",
                f"quotient({a}, {divisor})",
                f"remainder({name}, 3)",
                f"truncate({a})",
                f"power({name}, 2)",
                self.to_digits(name, a),
                f"-{name} + {b}",
            ]
        )

    def date(self, depth: int) -> str:
        """A formula of a date."""
        if depth == 0 or self.chance(25):
            return self.pick(self.dates) if self.chance(75) else f"'{self.pick(DAYS)}'"
        a, b = self.pick(self.dates), self.date(depth - 1)
        return self.pick(
            [
                f"{a} + 30",
                f"{self.pick(self.counts)} + {a}",
                f"{a} - 366 * {self.pick(self.counts)}",
                f"min({a}, {b})",
                f"max({b}, {a})",
                f"first_known({a}, {b})",
                f"clip({a}, '2023-01-01', '2024-02-29')",
                f"({a} if {self.truth(0)} else {b})",
            ]
        )

    def to_digits(self, name: str, a: str) -> str:
        """A function to 50 digits, of a figure or of a formula."""
        return self.pick(
            [
                f"root({name}, {self.pick(['2', '3', '5'])})",
                f"root({a}, 3)",
                f"power({name}, {self.pick(['0.5', '1.5', '-1', '-0.25', '30'])})",
                f"power(1 + {name} / 1200, 0 - {self.pick(self.counts)})",
                f"ln({name})",
                f"ln({name} + 1)",
                f"log10({name})",
                f"exp({name} / -7)",
                f"exp({name})",
                f"normal({name} - 5)",
                f"normal(({a}) / 10)",
            ]
        )

    def truth(self, depth: int, nodes: list[Ref] | None = None) -> str:
        """A condition; over nodes too, if some are named."""
        if depth > 0 and self.chance(45):
            a, b = self.truth(depth - 1, nodes), self.truth(depth - 1, nodes)
            return self.pick([f"({a} and {b})", f"({a} or {b})", f"not ({a})"])
        if nodes and self.chance(50):
            return self.about(self.pick(nodes))
        options = [
            f"{self.pick([*self.numbers, *self.counts])} {self.pick(['>', '>=', '<', '<='])} {self.pick(EDGES)}",
            f"{self.pick(self.counts)} {self.pick(['==', '!='])} {self.pick(['0', '1', '2'])}",
            f"0 < {self.pick(self.numbers)} <= {self.pick(EDGES)}",
        ]
        if not self.figures:
            return self.pick([*options, f"known({self.pick(self.numbers)})"])
        options += [
            self.pick(self.flags),
            f"not {self.pick(self.flags)}",
            f"{self.pick(['known', 'given'])}({self.pick([name for name in self.figures if name[0] not in 'dq'])})",
        ]
        if self.shares:
            options.append(f"{self.pick(self.shares)} {self.pick(['>', '>=', '<', '<='])} {self.pick(SHARES)}")
        options.extend(self.comparisons())
        if self.words:
            of = self.pick(sorted(self.words))
            words = self.words[of]
            options.append(f"{of} {self.pick(['==', '!='])} '{self.pick(words)}'")
            options.append(f"{of} in ('{words[0]}', '{words[-1]}')")
        return self.pick(options)

    def comparisons(self) -> list[str]:
        """Conditions over dates, and over words with an order."""
        options: list[str] = []
        if self.dates:
            sign = self.pick(["<", "<=", ">", ">=", "==", "!="])
            other = self.pick([self.pick(self.dates), f"'{self.pick(DAYS)}'"])
            options.append(f"{self.pick(self.dates)} {sign} {other}")
            options.append(f"{self.pick(self.dates)} - {self.pick(self.dates)} > {self.pick(['0', '30', '366'])}")
        if self.ordered:
            one, other = self.ordered
            word, sign = self.pick(self.words[one]), self.pick(["<", "<=", ">", ">="])
            options.append(f"{one} {sign} {other}")
            options.append(f"{one} {sign} '{word}'")
            options.append(f"{self.pick(['min', 'max'])}({one}, {other}) {sign} '{word}'")
            options.append(f"position({other}) {sign} 2")
        return options

    def about(self, node: Ref) -> str:
        """A condition about another node."""
        name = node.name
        options = [
            f"{name}.score < {self.pick(EDGES)}",
            f"{name}.lost > {self.pick(EDGES)}",
            f"{name}.score == {name}.points",
            f"{name}.applies and {name}.score > 0",
            f"not {name}.applies",
            f"{name}.points > 5",
        ]
        if node.inner:
            options.extend([f"{name}.lowest == 0%", f"{name}.lowest < 60%"])
        return self.pick(options)
