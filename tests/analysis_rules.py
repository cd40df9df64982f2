"""Random rules of a leaf, of every kind, which know on which line they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analysis_conditions import EDGES, Condition, all_of, both, decimal, side
from analysis_figures import Words

if TYPE_CHECKING:
    from random import Random

    from analysis_conditions import Holds

F = Fraction
_STEPS = 13
"""Steps of a rule of which the grid shows every one."""


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
        rounded: whether its score is rounded.
        varied: whether it has variants.
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
    rounded: bool = False
    varied: bool = False
    steps: bool = False
    partial: bool = False


class Rules(Words):
    """Writes the rules of leaves.

    Attributes:
        lines: of the ruleset so far.
    """

    def __init__(self, dice: Random) -> None:
        """Nothing is written yet."""
        super().__init__(dice)
        self.lines: list[str] = []

    @property
    def next_line(self) -> int:
        """The number of the line that comes next."""
        return len(self.lines) + 1

    def asked(self, leaf: Leaf, written: str) -> Condition:
        """Write a line with a condition, and note it."""
        condition = self.condition()
        leaf.conditions[self.next_line] = condition
        leaf.reads |= condition.reads
        self.lines.append(written % condition.text)
        return condition

    def guarded(self, leaf: Leaf) -> Condition:
        """Write the first line of a rule: when it acts."""
        return self.asked(leaf, '    - when: "%s"')

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
        figure, edge = self.figure(name), dice.choice(tuple(EDGES))
        bounds = self.edges(name, dice.randint(1, 4))
        if edge in ("at_least", "above"):
            bounds.reverse()
        self.lines += [f"      of: {name}", f"      edge: {edge}", "      bands:"]
        options = []
        for bound in bounds:
            holds = side(name, EDGES[edge], bound)
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
        ends = [(None, bounds[0]), *pairwise(bounds), (bounds[-1], None)]
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
                parts.append(side(name, EDGES[edge], at))
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
            self.lines.append(f'      - {{when: "{condition.text}", is: {self.amount(leaf)}}}')
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
                at = {"": share * target, "two_minus": (2 - share) * target}.get(
                    form, target / share if share else F(0)
                )
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
        self.lines.append(f'      points: "{text}"')
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

    def variants(self, leaf: Leaf) -> None:
        """Write the leaf as one that has other rules for some cases."""
        leaf.varied = True
        self.lines.append("    variants:")
        options = []
        for _ in range(self.dice.randint(1, 3)):
            condition = self.condition()
            options.append(Option(condition, self.next_line))
            leaf.reads |= condition.reads
            self.lines.append(f'    - {{when: "{condition.text}", rules: {{points: {self.amount(leaf)}}}}}')
        if self.dice.random() < 0.5:
            options.append(Option(None, self.next_line))
            self.lines.append(f"    - {{rules: {{points: {self.amount(leaf)}}}}}")
        leaf.choices.append(Choice("variants", "first", tuple(options), leaf.applies))

    # Changes

    def change(self, leaf: Leaf, lead: str) -> None:
        """Write a deduction or an award."""
        dice = self.dice
        amount = decimal(leaf.points * dice.choice((F(1, 10), F(1, 5), F(1, 2), F(1), F(6, 5))))
        kind = dice.choice(("step", "step", "step", "when", "finding", "each"))
        cap = f", up_to: {decimal(leaf.points * dice.choice((F(1, 2), F(3, 5))))}" if dice.random() < 0.25 else ""
        if kind == "when":
            self.asked(leaf, f'    - {{{lead}: {amount}, when: "%s"}}')
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
        if cap:  # where it takes no more
            self.cuts[name].add(edge + sign * step * F(cap.rpartition(" ")[2]) / F(amount))
        end = figure.high if way == "above" else figure.low
        limited = bool(leaf.keys) or leaf.steps
        leaf.steps = True
        leaf.partial |= limited and (end is None or abs(end - edge) > _STEPS * step)
        written = f"per: {figure.written(step)}, {way}: {figure.written(edge)}, of: {name}, part: {part}{cap}"
        self.lines.append(f"    - {{{lead}: {amount}, {written}}}")
