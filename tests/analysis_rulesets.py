"""Small random rulesets that know what they say: every condition also as a function, every edge, and on which line.

Each figure comes with the numbers at which anything can change, so that a grid of them, with a little to either side,
shows all there is to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis_conditions import decimal
from analysis_rules import Leaf, Rules

if TYPE_CHECKING:
    from random import Random

    from analysis_conditions import Condition, Figure

F = Fraction


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


def make(seed: int, dice: Random, most: int = 3) -> Made:
    """Make a ruleset of one to so many leaves."""
    return _Author(seed, dice).ruleset(dice.randint(1, most))


class _Author(Rules):
    """Writes one ruleset."""

    def __init__(self, seed: int, dice: Random) -> None:
        super().__init__(dice)
        self.seed = seed
        self.leaves: list[Leaf] = []
        self.conditions: dict[int, Condition] = {}

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
        return Made(self.seed, text, self.figures, self.cuts, self.leaves, whole, self.derived, grades, self.conditions)

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

    def leaf(self, path: str, points: Fraction, *, bonus: bool) -> None:
        """Write a leaf."""
        dice = self.dice
        leaf = Leaf(path, points, bonus=bonus, rounded="leaf:" in "".join(self.lines[:6]))
        first = self.next_line
        self.leaves.append(leaf)
        self.lines += [f"  {path}:", f"    points: {decimal(points)}", *(["    bonus: true"] if bonus else [])]
        if dice.random() < 0.1:
            limit = dice.choice(("floor: none", "cap: none", "cap: 80%", "floor: 10%"))
            leaf.keys.add(limit.partition(":")[0])
            self.lines.append(f"    {limit}")
        if dice.random() < 0.1:
            leaf.rounded = True
            self.lines.append(f"    round: {dice.choice(('0.5', '0.1', '2'))}")
        if dice.random() < 0.12:
            leaf.applies = self.condition()
            leaf.conditions[self.next_line] = leaf.applies
            leaf.reads |= leaf.applies.reads
            policy = dice.choice(("drop", "zero", "full"))
            self.lines += [f'    applies_when: "{leaf.applies.text}"', f"    if_not_applicable: {policy}"]
        if dice.random() < 0.06:
            self.variants(leaf)
            leaf.lines = range(first, self.next_line)
            return
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
            leaf.veto = self.asked(leaf, f'    - {{{{lose_all: "%s"{scope}}}}}'.replace("{{", "{").replace("}}", "}"))
        leaf.lines = range(first, self.next_line)
