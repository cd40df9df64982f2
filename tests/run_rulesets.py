"""Made-up rulesets whose cases depend on each other and have lists, and runs of cases for them."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TAKES = ("min", "max", "mean", "median", "trimmed_mean", "count")
PLACED = ("rank", "percentile")
MARKS = (
    "mean(marks)", "trimmed_mean(marks)", "median(marks)", "sum(marks)", "max(marks)", "count(marks)",
    "trimmed_mean(marks, 0, 2)", "min(better)", "mean(better)",
)  # fmt: skip
SITES = ("sum(areas)", "mean(areas)", "max(sites.area)", "count(sites)", "sum(rates)")
TERMS = ("a", "b", "a + b", "a / b", "first_known(a / b, 0)", "m", "m / b", "max(a, m)", "s", "floor(a / b * 10)", "r")


class Made:
    """One ruleset: numbers a and b with gaps, a flag, marks m of judges, records s; some of all cases on top."""

    def __init__(self, seed: int) -> None:
        """Draw it."""
        self.dice = dice = random.Random(seed)  # noqa: S311 - rulesets, not secrets
        self.marks, self.sites = dice.choice(MARKS), dice.choice(SITES)
        figures = [
            "a: {min: 0, places: 2}", "b: {min: 0}", "ok: {type: flag}",
            "marks: {list_of: {min: 0, max: 100}}",
            "better: {for_each: marks, is: each + a}",
            "sites: {list_of: {area: {min: 0}, good: {type: flag}}}",
            "areas: {for_each: sites, is: 'area if good else 0'}",
            "rates: {for_each: sites, is: area / b}",
            f"m: {{is: '{self.marks}'}}", f"s: {{is: '{self.sites}'}}", "r: {is: '3 * a'}",
        ]  # fmt: skip
        names: list[str] = []
        for place in range(dice.randint(1, 4)):
            figures.append(f"c{place}: {self.cohort(names)}")
            names.append(f"c{place}")
        if dice.random() < 0.3:
            figures.append("above: {for_each: marks, is: 'each if each > c0 else 0'}")
            figures.append("sa: {is: sum(above)}")
            names.append("sa")
        leaves = [f"  i{place}: {{points: 10, rules: {{points: '{self.rule(name)}'}}{self.applies()}}}"
                  for place, name in enumerate([*names, *dice.sample(TERMS, 2)])]  # fmt: skip
        lines = ["ruleset: made", f"points: {10 * len(leaves) + 10}", "without_findings: keep", "figures:"]
        lines += [f"  {each}" for each in figures]
        if dice.random() < 0.4:
            lines.append("admit: {when: " + dice.choice(("ok", "a > 1", "a / b < 3")) + "}")
        leaves.append("  j: {points: 10, rules: {judge: 0..4}}")
        lines += ["indicators:", *leaves]
        if dice.random() < 0.6:
            lines.append("rounding: {mode: half_up, leaf: 2, total: 2}")
        self.text = "\n".join([*lines, ""])

    def cohort(self, names: Sequence[str]) -> str:
        """Return a figure over all cases."""
        dice = self.dice
        of = dice.choice((*TERMS, *(f"{name} + a" for name in names), *names))
        where = dice.choice(("", "", ", where: ok", ", where: a > 2"))
        if dice.random() < 0.4:
            take = dice.choice(PLACED)
            ties = f", ties: {dice.choice(('share', 'dense', 'lowest'))}" if take == "rank" else ""
            return f"{{over: cases, take: {take}, of: '{of}', best: {dice.choice(('high', 'low'))}{ties}{where}}}"
        return f"{{over: cases, take: {dice.choice(TAKES)}, of: '{of}'{where}}}"

    def rule(self, name: str) -> str:
        """Return the points of an indicator."""
        return self.dice.choice((name, f"{name} / 7", f"2 * {name}", f"min({name}, a)", f"{name} if ok else a"))

    def applies(self) -> str:
        """Return that an indicator does not apply to some cases, and what stands for it then."""
        if self.dice.random() < 0.7:
            return ""
        return f", applies_when: {self.dice.choice(('ok', 'a < 5'))}, if_not_applicable: " + self.dice.choice(
            ("drop", "full", "mean_of_cases")
        )

    def case(self) -> dict[str, object]:
        """Return a case, some with gaps, a few with values that are refused."""
        dice = self.dice
        found: dict[str, object] = {
            "a": Fraction(dice.choice((0, 1, 2, 2, 3, 700, dice.randint(0, 1000))), dice.choice((1, 1, 100))),
            "b": dice.choice((0, 1, 2, 3, 7)), "ok": dice.random() < 0.7,
        }  # fmt: skip
        found["marks"] = [dice.choice((0, 50, 60, Fraction(145, 2), 99)) for _ in range(dice.choice((0, 1, 2, 5, 18)))]
        found["sites"] = [self.site() for _ in range(dice.choice((0, 1, 2, 3)))]
        for name in tuple(found):
            if dice.random() < 0.06:
                del found[name]
        if "marks" in found and dice.random() < 0.05:
            found["marks"] = [90, None, 80, None]
        if dice.random() < 0.95:
            found["j/mark.because"] = dice.random() < 0.98
            found["j/mark"] = dice.choice((0, 1, 2, 4, 4, 4, 4, 4, 4, 7 if dice.random() < 0.3 else 3))
        if dice.random() < 0.04:
            found[dice.choice(("a", "b"))] = dice.choice((-1, "x", 10**16))
        if dice.random() < 0.02:
            found["marks"] = dice.choice(([101], ["x"], 7, "80; 90", "80; 200"))
        return found

    def site(self) -> dict[str, object]:
        """Return a record."""
        found: dict[str, object] = {"area": self.dice.randint(0, 90), "good": self.dice.random() < 0.5}
        if self.dice.random() < 0.04:
            del found[self.dice.choice(("area", "good"))]
        return found
