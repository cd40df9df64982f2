"""Small random rulesets that know what they say: every condition also as a function, every edge, and on which line.

Each figure comes with the numbers at which anything can change, so that a grid of them, with a little to either side,
shows all there is to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

F = Fraction
Case = Mapping[str, "Fraction | bool | str | None"]
Holds = Callable[[Case], "bool | None"]
"""Whether a condition holds in a case; None where it reads what has no value."""


@dataclass(frozen=True)
class Figure:
    """A figure that a case gives.

    Attributes:
        kind: ``number``, ``count``, ``percent``, ``word`` or ``flag``.
        options: of a word or a truth value.
        better: 1 or -1 where the ruleset says which is better, else 0.
        missing: what a case has that does not give it: a number as written, ``null``, or nothing said.
    """

    name: str
    kind: str
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str | bool, ...] = ()
    better: int = 0
    missing: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return not self.options

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return self.kind == "count"

    def written(self, value: Fraction) -> str:
        """Return a value as it stands in a ruleset."""
        return decimal(value * 100) + "%" if self.kind == "percent" else decimal(value)

    def line(self) -> str:
        """Return its declaration."""
        keys = {"number": [], "count": ["type: count"], "percent": ['unit: "%"'], "flag": ["type: flag"]}.get(
            self.kind, [f"words: [{', '.join(map(str, self.options))}]"]
        )
        keys = list(keys)
        keys += [f"min: {self.written(self.low)}"] if self.low is not None else []
        keys += [f"max: {self.written(self.high)}"] if self.high is not None else []
        keys += ["max: none"] if self.kind == "percent" and self.high is None else []
        keys += [f"if_missing: {self.missing}"] if self.missing else []
        keys += [f"better: {'higher' if self.better > 0 else 'lower'}"] if self.better else []
        return f"  {self.name}: {{{', '.join(keys)}}}"


class Condition(NamedTuple):
    """A condition as text and as a function, and the figures it reads.

    Attributes:
        joint: whether one comparison in it reads two numbers.
    """

    text: str
    holds: Holds
    reads: frozenset[str]
    joint: bool = False


class Option(NamedTuple):
    """A band or a row, and its line; without a condition it is the rest."""

    condition: Condition | None
    line: int


@dataclass(frozen=True)
class Choice:
    """Bands or rows of a leaf.

    Attributes:
        guard: when the rule acts.
    """

    kind: str
    hit: str
    options: tuple[Option, ...]
    guard: Condition | None

    @property
    def lines(self) -> range:
        """The lines it stands on."""
        return range(self.options[0].line, self.options[-1].line + 1)

    @property
    def reads(self) -> frozenset[str]:
        """The figures that decide it."""
        parts = [each.condition for each in self.options if each.condition is not None]
        return frozenset().union(*(each.reads for each in [*parts, *([self.guard] if self.guard else [])]))

    @property
    def joint(self) -> bool:
        """Whether any comparison of it reads two numbers."""
        parts = [each.condition for each in self.options] + [self.guard]
        return any(each is not None and each.joint for each in parts)


@dataclass
class Leaf:
    """A leaf: what it is worth, what it reads, and what stands on its lines.

    Attributes:
        keys: those of its own that set limits.
        guard: when its opening score acts.
        applies: when it applies.
        veto: when it loses all.
        bonus: whether it stands outside the points.
        steps: whether it has a rule in steps.
        partial: whether there are more steps that matter than the grid shows.
    """

    path: str
    points: Fraction
    reads: set[str] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)
    conditions: dict[int, Condition] = field(default_factory=dict)
    lines: range = range(0)
    keys: set[str] = field(default_factory=set)
    guard: Condition | None = None
    applies: Condition | None = None
    veto: Condition | None = None
    bonus: bool = False
    steps: bool = False
    partial: bool = False


@dataclass
class Made:
    """A ruleset.

    Attributes:
        cuts: figure → numbers at which something changes.
        derived: whether ``r`` is x ÷ y.
        grades: name → bound, None for the last, if there are grades.
        conditions: line → condition of the rules on the total.
    """

    seed: int
    text: str
    figures: dict[str, Figure]
    cuts: dict[str, set[Fraction]]
    leaves: list[Leaf]
    points: Fraction
    derived: bool
    grades: dict[str, Fraction | None]
    conditions: dict[int, Condition]

    @property
    def reads(self) -> set[str]:
        """The inputs that the total depends on."""
        own = [each.reads for each in self.conditions.values()]
        return set().union(*(leaf.reads for leaf in self.leaves), *own)


_STEPS = 13
"""Steps of a rule of which the grid shows every one."""


def decimal(value: Fraction) -> str:
    """Return a decimal of at most three places."""
    thousandths = round(value * 1000)
    assert F(thousandths, 1000) == value
    sign, left = "-" if thousandths < 0 else "", abs(thousandths)
    return (f"{sign}{left // 1000}.{left % 1000:03d}").rstrip("0").rstrip(".")


def make(seed: int, dice: Random, most: int = 3) -> Made:
    """Make a ruleset of one to so many leaves."""
    return _Author(seed, dice).ruleset(dice.randint(1, most))


_SIDES: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": lambda x, edge: x > edge,
    ">=": lambda x, edge: x >= edge,
    "<": lambda x, edge: x < edge,
    "<=": lambda x, edge: x <= edge,
    "==": lambda x, edge: x == edge,
}
_EDGES = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def side(name: str, sign: str, edge: Fraction) -> Holds:
    """Return the function of a comparison."""

    def holds(case: Case) -> bool | None:
        value = case.get(name)
        return None if value is None else _SIDES[sign](value, edge)  # type: ignore[arg-type]  # a number

    return holds


def all_of(parts: Sequence[Holds]) -> Holds:
    """Return the function of "and": false if any is false, else without a value if any is."""

    def holds(case: Case) -> bool | None:
        found = [each(case) for each in parts]
        return False if False in found else None if None in found else True

    return holds


def any_of(parts: Sequence[Holds]) -> Holds:
    """Return the function of "or"."""

    def holds(case: Case) -> bool | None:
        found = [each(case) for each in parts]
        return True if True in found else None if None in found else False

    return holds


def both(one: Condition | None, other: Condition | None) -> Condition | None:
    """Return the condition that two hold, where there are any."""
    if one is None or other is None:
        return one or other
    holds = all_of((one.holds, other.holds))
    return Condition("", holds, one.reads | other.reads, one.joint or other.joint)


def opposite(part: Holds) -> Holds:
    """Return the function of "not"."""

    def holds(case: Case) -> bool | None:
        found = part(case)
        return None if found is None else not found

    return holds


class _Author:
    """Writes one ruleset."""

    def __init__(self, seed: int, dice: Random) -> None:
        self.seed, self.dice = seed, dice
        self.figures: dict[str, Figure] = {}
        self.cuts: dict[str, set[Fraction]] = {}
        self.lines: list[str] = []
        self.leaves: list[Leaf] = []
        self.conditions: dict[int, Condition] = {}
        self.derived = dice.random() < 0.15

    # Figures

    def draw_figures(self) -> None:
        """Draw numbers, words and truth values; how many is a matter of chance."""
        dice = self.dice
        whole = {"low": F(0), "high": dice.choice((F(6), F(12), None))}
        number = dice.choice(((F(0), F(20)), (F(0), None), (F(-5), F(10)), (None, None), (F(1, 2), F(8)), (None, F(10))))
        offered = [
            Figure("x", "number", *number, better=dice.choice((0, 1, 1, -1)), missing=dice.choice(("", "", "5", "null"))),
            Figure("n", "count", **whole, better=dice.choice((0, 1, -1))),
            Figure("p", "percent", F(0), dice.choice((F(1), F(1), None)), better=dice.choice((0, 1, -1))),
        ]
        chosen = dice.sample(offered, dice.choice((1, 1, 2, 3)))
        if self.derived:
            chosen = [Figure("x", "number", F(0), dice.choice((None, F(20)))), Figure("y", "number", F(0), None)]
        if dice.random() < 0.5:
            chosen.append(Figure("k", "word", options=("a", "b", "c")))
        if dice.random() < 0.35:
            chosen.append(Figure("f", "flag", options=(True, False)))
        self.figures = {each.name: each for each in chosen}
        self.cuts = {each.name: set() for each in chosen if each.is_number}
        if self.derived:
            self.cuts["r"] = set()

    def numbers(self) -> list[str]:
        """Names of the numbers that rules read."""
        return ["r", "r", "x"] if self.derived else [each.name for each in self.figures.values() if each.is_number]

    def figure(self, name: str) -> Figure:
        """Return a figure, also the derived one."""
        return Figure("r", "number") if name == "r" else self.figures[name]

    def edge(self, name: str, *, outside: bool = True) -> Fraction:
        """Draw a number that something can change at, mostly within what the figure can be, and note it."""
        figure, dice = self.figure(name), self.dice
        if figure.kind == "percent":
            value = F(dice.choice((0, 10, 25, 30, 50, 60, 80, 90, 95, 100, *((110, 150) if outside else ()))), 100)
        elif figure.whole:
            value = F(dice.randint(0, 14 if outside else 6))
        elif name == "r":
            value = F(dice.choice((0, 1, 2, 3, 4, 6, 8)), 4)
        else:
            value = F(dice.randint(-14 if outside and figure.low is None else -2, 44 if outside else 40), 2)
        self.cuts[name].add(value)
        return value

    def edges(self, name: str, count: int) -> list[Fraction]:
        """Draw several different ones, rising."""
        found: set[Fraction] = set()
        while len(found) < count:
            found.add(self.edge(name))
        return sorted(found)

    # Conditions

    def atom(self) -> Condition:
        """Draw a comparison, a question about a word, or a truth value."""
        dice = self.dice
        numbers = self.numbers()
        words = [each.name for each in self.figures.values() if not each.is_number]
        if {"x", "n"} <= set(numbers) and dice.random() < 0.06:
            return self.sum_of_two("x", "n")
        if words and dice.random() < 0.4:
            return self.word(dice.choice(words))
        name = dice.choice(numbers)
        figure = self.figure(name)
        shape = dice.random()
        if name == "x" and figure.missing and shape < 0.3:
            return Condition("given(x)", lambda case: case.get("given:x") is not False, frozenset((name,)))
        if shape < 0.15:
            low, high = self.edges(name, 2)
            text = f"{figure.written(low)} <= {name} < {figure.written(high)}"
            return Condition(text, all_of((side(name, ">=", low), side(name, "<", high))), frozenset((name,)))
        sign = dice.choice((">", ">=", "<", "<=", "==" if shape > 0.9 else ">"))
        edge = self.edge(name)
        return Condition(f"{name} {sign} {figure.written(edge)}", side(name, sign, edge), frozenset((name,)))

    def sum_of_two(self, one: str, other: str) -> Condition:
        """Return a comparison of two numbers at once."""
        edge = F(self.dice.randint(0, 12))

        def holds(case: Case) -> bool | None:
            values = (case[one], case[other])
            return None if None in values else sum(values) > edge  # type: ignore[arg-type]  # numbers

        return Condition(f"{one} + {other} > {decimal(edge)}", holds, frozenset((one, other)), joint=True)

    def word(self, name: str) -> Condition:
        """Return a question about a word, or a truth value."""
        reads = frozenset((name,))
        if name == "f":
            no = self.dice.random() < 0.3
            return Condition("not f" if no else "f", lambda case: bool(case["f"]) is not no, reads)
        some = self.dice.sample(("a", "b", "c"), self.dice.choice((1, 1, 2)))
        if len(some) == 1:
            return Condition(f"k == '{some[0]}'", lambda case: case["k"] == some[0], reads)
        return Condition(f"k in ('{some[0]}', '{some[1]}')", lambda case: case["k"] in some, reads)

    def condition(self) -> Condition:
        """Draw a condition of one or two parts."""
        one = self.atom()
        shape = self.dice.random()
        if shape < 0.6:
            return one
        if shape < 0.65:
            return Condition(f"not ({one.text})", opposite(one.holds), one.reads, one.joint)
        other = self.atom()
        join, holds = ("and", all_of) if shape < 0.85 else ("or", any_of)
        reads, joint = one.reads | other.reads, one.joint or other.joint
        return Condition(f"({one.text}) {join} ({other.text})", holds((one.holds, other.holds)), reads, joint)

    # The whole

    def ruleset(self, count: int) -> Made:
        """Write it."""
        self.draw_figures()
        dice = self.dice
        points = [F(dice.choice((1, 2, 4, 5, 10))) for _ in range(count)]
        bonus = count > 1 and dice.random() < 0.1
        whole = sum(points[: count - bonus], F(0))
        self.lines += [f"ruleset: made-{self.seed}", "source: a policy", f"points: {decimal(whole)}"]
        self.lines += ["without_findings: keep"]
        mode = dice.choice(("half_up", "half_up", "half_even", "up", "down", "truncate"))
        places = [f"{level}: {dice.choice((0, 1, 2))}" for level in ("leaf", "total") if dice.random() < 0.5]
        self.lines.append(f"rounding: {{{', '.join([f'mode: {mode}', *places])}}}")
        self.lines.append("figures:")
        self.lines += [each.line() for each in self.figures.values()]
        self.lines += ["  r: {is: x / y}"] if self.derived else []
        if count > 1 and not bonus and dice.random() < 0.2:
            self.lines.append(f"combine: {dice.choice(('mean', 'min', 'max'))}")
        self.lines.append("indicators:")
        for number, worth in enumerate(points):
            self.leaf(f"leaf{number}", worth, bonus=bonus and number == count - 1)
        if dice.random() < 0.2:
            self.on_the_total(whole)
        grades = self.grades(whole) if dice.random() < 0.5 else {}
        text = "\n".join(self.lines) + "\n"
        return Made(
            self.seed, text, self.figures, self.cuts, self.leaves, whole, self.derived, grades, self.conditions
        )

    def on_the_total(self, points: Fraction) -> None:
        """Write a rule or a limit of the total."""
        kind = self.dice.choice(("cap", "score", "deduct", "veto"))
        if kind == "cap":
            self.lines.append("cap: 90%")
            return
        self.lines.append("rules:")
        if kind == "score":
            self.lines.append('- {lose_all: "leaf0.score == 0"}')
            return
        condition = self.condition()
        self.conditions[self.next_line] = condition
        amount = decimal(points * self.dice.choice((F(1, 10), F(1, 2))))
        rule = f"deduct: {amount}, when" if kind == "deduct" else "lose_all"
        self.lines.append(f'- {{{rule}: "{condition.text}"}}')

    def grades(self, points: Fraction) -> dict[str, Fraction | None]:
        """Write grades, mostly within the points."""
        bounds = sorted({points * F(self.dice.randint(1, 11), 10) for _ in range(3)}, reverse=True)
        found: dict[str, Fraction | None] = dict(zip(("best", "good", "fair"), bounds, strict=False))
        found["poor"] = None
        written = ", ".join(f"{name}: {'else' if at is None else decimal(at)}" for name, at in found.items())
        self.lines.append(f"grades: {{read: rounded, {written}}}")
        return found

    @property
    def next_line(self) -> int:
        """The number of the line that comes next."""
        return len(self.lines) + 1

    def leaf(self, path: str, points: Fraction, *, bonus: bool) -> None:
        """Write a leaf."""
        dice = self.dice
        leaf = Leaf(path, points, bonus=bonus)
        first = self.next_line
        self.leaves.append(leaf)
        self.lines += [f"  {path}:", f"    points: {decimal(points)}", *(["    bonus: true"] if bonus else [])]
        if dice.random() < 0.1:
            limit = dice.choice(("floor: none", "cap: none", "cap: 80%", "floor: 10%"))
            leaf.keys.add(limit.partition(":")[0])
            self.lines.append(f"    {limit}")
        if dice.random() < 0.1:
            self.lines.append(f"    round: {dice.choice(('0.5', '0.1', '2'))}")
        if dice.random() < 0.12:
            leaf.applies = self.condition()
            leaf.conditions[self.next_line] = leaf.applies
            leaf.reads |= leaf.applies.reads
            policy = dice.choice(("drop", "zero", "full"))
            self.lines += [f"    applies_when: \"{leaf.applies.text}\"", f"    if_not_applicable: {policy}"]
        base = dice.random() < 0.7
        changes = [dice.choice(("deduct", "award")) for _ in range(dice.choice((0, 0, 1, 1, 2)))]
        guarded = base and dice.random() < 0.15
        veto = dice.random() < 0.25 or not (base or changes)
        if guarded or (not base and "award" in changes and (veto or "deduct" in changes)):
            self.lines.append(f"    start: {dice.choice(('full', 'zero', '1'))}")
        self.lines.append("    rules:")
        if base:
            leaf.guard = self.guarded(leaf) if guarded else None
            self.base(leaf, leaf.guard)
        for change in changes:
            self.change(leaf, change)
        if veto:
            scope = ", scope: total" if dice.random() < 0.1 else ""
            leaf.veto = self.asked(leaf, f"    - {{{{lose_all: \"%s\"{scope}}}}}".replace("{{", "{").replace("}}", "}"))
        leaf.lines = range(first, self.next_line)

    def asked(self, leaf: Leaf, written: str) -> Condition:
        """Write a line with a condition, and note it."""
        condition = self.condition()
        leaf.conditions[self.next_line] = condition
        leaf.reads |= condition.reads
        self.lines.append(written % condition.text)
        return condition

    def guarded(self, leaf: Leaf) -> Condition:
        """Write the first line of a rule: when it acts."""
        return self.asked(leaf, "    - when: \"%s\"")

    # Opening scores

    def base(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write what makes the opening score."""
        kinds = [self.short_bands, self.long_bands, self.long_bands, self.rows, self.rows, self.interpolate, self.ratio]
        kinds += [self.formula] * ("p" not in self.figures) + [self.table] * ("k" in self.figures) + [self.judged]
        kinds += [self.counts] * ("n" in self.figures)
        before = len(self.lines)
        self.dice.choice(kinds)(leaf, guard)
        if guard is None:  # the first line begins the rule
            self.lines[before] = "    - " + self.lines[before].lstrip()

    def amount(self, leaf: Leaf) -> str:
        """Draw a result in points, now and then more than there are."""
        most = leaf.points * (F(6, 5) if self.dice.random() < 0.08 else F(1))
        value = most * F(self.dice.choice((0, 1, 2, 3, 4, 5, 5)), 5)
        return "-1" if self.dice.random() < 0.03 else decimal(value)

    def short_bands(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write bands with one edge each."""
        dice = self.dice
        name = dice.choice(self.numbers())
        figure, edge = self.figure(name), dice.choice(tuple(_EDGES))
        bounds = self.edges(name, dice.randint(1, 4))
        if edge in ("at_least", "above"):
            bounds.reverse()
        self.lines += [f"      of: {name}", f"      edge: {edge}", "      bands:"]
        options = []
        for bound in bounds:
            holds = side(name, _EDGES[edge], bound)
            options.append(Option(Condition("", holds, frozenset((name,))), self.next_line))
            self.lines.append(f"        {figure.written(bound)}: {self.amount(leaf)}")
        if dice.random() < 0.7:
            options.append(Option(None, self.next_line))
            self.lines.append(f"        else: {self.amount(leaf)}")
        leaf.reads.add(name)
        leaf.choices.append(Choice("bands", "first", tuple(options), both(leaf.applies, guard)))

    def long_bands(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write bands with two edges, which may leave gaps or overlap."""
        dice = self.dice
        name = dice.choice(self.numbers())
        figure = self.figure(name)
        bounds = self.edges(name, dice.randint(2, 4))
        ends = [(None, bounds[0]), *zip(bounds, bounds[1:], strict=False), (bounds[-1], None)]
        self.lines += [f"      of: {name}", "      bands:"]
        options = []
        for low, high in ends if dice.random() < 0.7 else reversed(ends):
            if dice.random() < 0.12:
                continue
            parts: list[Holds] = []
            keys = []
            for bound, edges in ((low, ("at_least", "above")), (high, ("at_most", "below"))):
                if bound is None:
                    continue
                edge = edges[0] if dice.random() < (0.8 if edges[0] == "at_least" else 0.25) else edges[1]
                at = self.edge(name) if dice.random() < 0.1 else bound
                parts.append(side(name, _EDGES[edge], at))
                keys.append(f"{edge}: {figure.written(at)}")
            if not keys:
                continue
            options.append(Option(Condition("", all_of(parts), frozenset((name,))), self.next_line))
            self.lines.append(f"      - {{{', '.join(keys)}, is: {self.amount(leaf)}}}")
        if not options or dice.random() < 0.15:
            options.append(Option(None, self.next_line))
            self.lines.append(f"      - {{is: {self.amount(leaf)}}}")
        leaf.reads.add(name)
        leaf.choices.append(Choice("bands", "first", tuple(options), both(leaf.applies, guard)))

    def rows(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write a decision table."""
        dice = self.dice
        hit = dice.choice(("first", "first", "first", "unique", "sum", "max", "min"))
        self.lines += [f"      hit: {hit}", "      rows:"]
        options = []
        for _ in range(dice.randint(1, 4)):
            condition = self.condition()
            options.append(Option(condition, self.next_line))
            leaf.reads |= condition.reads
            self.lines.append(f"      - {{when: \"{condition.text}\", is: {self.amount(leaf)}}}")
        if hit != "unique" and dice.random() < 0.6:
            options.append(Option(None, self.next_line))
            self.lines.append(f"      - {{is: {self.amount(leaf)}}}")
        leaf.choices.append(Choice("rows", hit, tuple(options), both(leaf.applies, guard)))

    def interpolate(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write a broken line."""
        del guard
        name = self.dice.choice(self.numbers())
        knots = self.edges(name, self.dice.randint(2, 4))
        written = ", ".join(f"{self.figure(name).written(knot)}: {self.amount(leaf)}" for knot in knots)
        beyond = self.dice.choice(("hold", "hold", "extend", "null"))
        self.lines += [f"      of: {name}", f"      interpolate: {{{written}}}", f"      beyond: {beyond}"]
        leaf.reads.add(name)

    def ratio(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write points in proportion to a figure."""
        del guard
        dice = self.dice
        name = dice.choice(self.numbers())
        target = abs(self.edge(name, outside=False)) or F(1)
        cap, cut = dice.choice((F(1), F(1), F(4, 5), F(6, 5))), dice.choice((None, None, F(1, 2), F(3, 5)))
        self.lines += [f"      ratio: {name}", f"      to: {self.figure(name).written(target)}"]
        form = dice.choice(("", "", "ratio", "two_minus"))
        self.lines += ["      better: lower", f"      form: {form}"] if form else []
        self.lines += [f"      cap: {decimal(cap * 100)}%"] if cap != 1 else []
        self.lines += [f"      zero_below: {decimal(cut * 100)}%"] if cut is not None else []
        for share in (cap, cut, F(0), F(2)):
            if share is not None:
                at = {"": share * target, "two_minus": (2 - share) * target}.get(form, target / share if share else F(0))
                self.cuts[name].add(at)
        leaf.reads.add(name)

    def formula(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write points by a formula."""
        del guard
        dice = self.dice
        name, points = dice.choice(self.numbers()), decimal(leaf.points)
        edge, step = self.edge(name, outside=False), dice.choice((F(1, 2), F(2), F(5)))
        at, by = self.figure(name).written(edge), decimal(step)
        self.cuts[name] |= {edge + step * leaf.points * k for k in (-1, 1)} | {edge + step * k for k in range(-3, 4)}
        self.cuts[name] |= {edge + leaf.points, edge - leaf.points}
        text = dice.choice(
            (
                f"max(0, {points} - abs({name} - {at}) / {by})",
                f"min({points}, ({name} - {at}) / {by})",
                f"{points} - floor(({name} - {at}) / {by})",
                f"{points} if {name} > {at} else 1",
                f"{points} / (1 + abs({name} - {at}))",
                f"1 / ({name} - {at})",
                f"{points}",
            )
        )
        self.lines.append(f"      points: \"{text}\"")
        leaf.reads |= {name} if name in text else set()

    def table(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write points by a word, one of them by bands."""
        del guard
        self.lines += ["      of: k", "      by:"]
        for word in ("a", "b"):
            self.lines.append(f"        {word}: {self.amount(leaf)}")
        if self.dice.random() < 0.5:
            name = self.dice.choice(self.numbers())
            low, high = (self.figure(name).written(each) for each in self.edges(name, 2))
            bands = f"{{{high}: {self.amount(leaf)}, {low}: {self.amount(leaf)}, else: 0}}"
            self.lines.append(f"        c: {{of: {name}, edge: at_least, bands: {bands}}}")
            leaf.reads.add(name)
        else:
            self.lines.append(f"        c: {self.amount(leaf)}")
        leaf.reads.add("k")

    def counts(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write points by a whole number."""
        keys = self.edges("n", self.dice.randint(1, 4))
        self.lines += ["      of: n", "      by:"]
        options = []
        for key in keys:
            options.append(Option(Condition("", side("n", "==", key), frozenset(("n",))), self.next_line))
            self.lines.append(f"        {decimal(key)}: {self.amount(leaf)}")
        options.append(Option(None, self.next_line))
        self.lines.append(f"        else: {self.amount(leaf)}")
        leaf.reads.add("n")
        leaf.choices.append(Choice("by", "first", tuple(options), both(leaf.applies, guard)))

    def judged(self, leaf: Leaf, guard: Condition | None) -> None:
        """Write a range that a person marks within, by a word where there is one."""
        del guard
        half = decimal(leaf.points / 2)
        mark = f"{leaf.path}/mark"
        self.cuts[mark] = {F(0), leaf.points / 2, leaf.points}
        leaf.reads.add(mark)
        if "k" not in self.figures or self.dice.random() < 0.5:
            self.lines.append(f"      judge: {self.dice.choice(('0', half))}..{decimal(leaf.points)}")
            return
        low, high = f"0..{half}", f"{half}..{decimal(leaf.points)}"
        written = self.dice.choice((f"a: {low}, b: {high}, c: 0", f"a: {decimal(leaf.points)}, b: {low}, c: {high}"))
        self.lines += ["      of: k", f"      by: {{{written}}}"]
        leaf.reads.add("k")

    # Changes

    def change(self, leaf: Leaf, lead: str) -> None:
        """Write a deduction or an award."""
        dice = self.dice
        amount = decimal(leaf.points * dice.choice((F(1, 10), F(1, 5), F(1, 2), F(1), F(6, 5))))
        kind = dice.choice(("step", "step", "step", "when", "finding", "each"))
        cap = f", up_to: {decimal(leaf.points * dice.choice((F(1, 2), F(3, 5))))}" if dice.random() < 0.25 else ""
        if kind == "when":
            self.asked(leaf, f"    - {{{lead}: {amount}, when: \"%s\"}}")
            return
        if kind == "finding":
            findings = f"{leaf.path}/findings"
            self.cuts[findings] = {*map(F, range(12)), F(10**6)}
            leaf.reads.add(findings)
            self.lines.append(f"    - {{{lead}: {amount}, per: finding{cap}}}")
            return
        name = dice.choice(self.numbers())
        figure = self.figure(name)
        leaf.reads.add(name)
        if kind == "each":
            which = dice.choice(("above", "at_least", "below", "at_most"))
            edges = self.edges(name, 2)[:: 1 if which.startswith("a") and which != "at_most" else -1]
            listed = ", ".join(map(figure.written, edges))
            self.lines.append(f"    - {{{lead}: {amount}, per: [{listed}], {which}: each, of: {name}{cap}}}")
            return
        edge, way = self.edge(name, outside=False), dice.choice(("below", "above"))
        step = dice.choice((F(1), F(2), F(5))) if figure.kind != "percent" else dice.choice((F(1, 100), F(1, 10)))
        step = step / 4 if name == "r" else step
        part = dice.choice(("exact", "drop", "count", "nearest"))
        sign = 1 if way == "above" else -1
        self.cuts[name] |= {edge + sign * step * F(k, 2) for k in range(2 * _STEPS)}
        end = figure.high if way == "above" else figure.low
        limited = bool(leaf.keys) or leaf.steps
        leaf.steps = True
        leaf.partial |= limited and (end is None or abs(end - edge) > _STEPS * step)
        written = f"per: {figure.written(step)}, {way}: {figure.written(edge)}, of: {name}, part: {part}{cap}"
        self.lines.append(f"    - {{{lead}: {amount}, {written}}}")
