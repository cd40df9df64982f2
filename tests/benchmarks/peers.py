"""The benchmark's policy in other people's expression languages, written once and spelled for each.

The formulas are what an author of those languages would write: a conditional for each cap, rounding by the
language's own means, binary floats where the language has them. They tell the total and the grade, no reasons.
"""

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib import import_module
from math import floor
from typing import NamedTuple

Outcome = tuple[object, object]
Scorer = Callable[[Mapping[str, float | bool | str]], Outcome]


class Spelling(NamedTuple):
    """How a language writes what the formulas need beyond + - * / and comparisons."""

    choose: str
    negate: str
    round: str

    def when(self, condition: str, then: str, otherwise: str) -> str:
        """Write a conditional."""
        return self.choose.format(condition=condition, then=then, otherwise=otherwise)

    def unless(self, flag: str, amount: str) -> str:
        """Write an amount that is lost if the flag is false."""
        return self.when(self.negate.format(flag), amount, "0.0")

    def capped(self, points: str, each: str, count: str) -> str:
        """Write points that go down by an amount for each of a count, never below zero."""
        return self.when(f"{count} * {each} >= {points}", "0.0", f"{points} - {count} * {each}")

    def below(self, points: str, each: str, rate: str, bound: str, empty: str) -> str:
        """Write points that go down for each percent below a bound, and are gone at ``empty``."""
        partly = self.round.format(f"{points} - {each} * ({bound} - {rate})")
        return self.when(f"{rate} >= {bound}", points, self.when(f"{rate} <= {empty}", "0.0", partly))

    def share(self, points: str, actual: str, target: str) -> str:
        """Write points in proportion to what was reached of a target, at most all."""
        return self.when(f"{actual} >= {target}", points, self.round.format(f"{points} * {actual} / {target}"))


PYTHON = Spelling("({then} if {condition} else {otherwise})", "not {}", "floor(({}) * 100.0 + 0.5) / 100.0")
CEL = Spelling("({condition} ? {then} : {otherwise})", "!{}", "double(int(({}) * 100.0 + 0.5)) / 100.0")
ZEN = Spelling("({condition} ? {then} : {otherwise})", "not {}", "round({}, 2)")


def leaves(say: Spelling) -> dict[str, str]:
    """Return the formula of each of the 23 leaves, in points."""
    compliance = [
        say.when("breaches > 0.0", "0.0", "1.0"),
        say.capped("1.0", "0.3", "approval_gaps"),
        say.capped("1.0", "0.5", "undecided"),
        say.capped("1.0", "0.5", "off_budget"),
    ]
    kept = [say.unless("usable", "2.0"), say.unless("maintained", "3.0")]
    satisfied = "0.0"
    for bound, points in (("0.6", "1.0"), ("0.7", "2.0"), ("0.8", "3.0"), ("0.9", "4.0"), ("0.95", "5.0")):
        satisfied = say.when(f"satisfaction >= {bound}", points, satisfied)
    return {
        "A1_1": flags(say, "2.0", lawful_plan="0.5", sector_fit="0.5", within_remit="0.5", public_use="0.5"),
        "A1_2": "procedure_mark + papers_mark + study_mark",
        "A2_1": flags(say, "3.0", has_target="1.0", target_related="1.0", target_complete="0.5", target_fits="0.5"),
        "A2_2": "split_mark + measurable_mark + tasks_mark + reviewed_mark",
        "A3_1": "reasoned_mark + items_mark + grounds_mark + workload_mark",
        "A3_2": " + ".join(
            [
                say.capped("0.5", "0.1", "method_faults"),
                say.capped("0.5", "0.1", "standard_faults"),
                say.capped("1.0", "0.1", "unfair_shares"),
            ]
        ),
        "B1_1": say.below("1.0", "0.2", "received / budget * 100.0", "90.0", "85.0"),
        "B1_2": say.below("2.0", "0.1", "spent / received * 100.0", "90.0", "70.0"),
        "B1_3": say.when("diversions > 0.0", "0.0", " + ".join([*compliance, "2.0"])),
        "B1_4": say.capped("1.0", "0.5", "undisclosed"),
        "B2_1": "procurement_mark + acceptance_mark + statutes_mark",
        "B2_2": "observed_mark + changes_mark + filing_mark + support_mark",
        "B2_3": flags(say, "2.0", self_evaluated="0.5", on_time_report="0.5", rated_report="0.5", full_report="0.5"),
        "B2_4": say.capped("2.0", "1.0", "uncorrected"),
        "B2_5": say.when("rectified == 'all'", "4.0", say.when("rectified == 'some'", "2.0", "0.0")),
        "C1_1": say.share("10.0", "completed", "planned"),
        "C2_1": say.share("10.0", "qualified", "produced"),
        "C3_1": say.capped("10.0", "1.0", "late"),
        "C4_1": "cost_mark",
        "D1_1": say.capped("5.0", "0.5", "poor_places"),
        "D2_1": say.capped("5.0", "0.5", "dry_places"),
        "D3_1": say.when("kind == 'city'", say.capped("5.0", "0.5", "unused_places"), f"5.0 - {kept[0]} - {kept[1]}"),
        "D4_1": say.when("petition", "0.0", satisfied),
    }


def flags(say: Spelling, points: str, **lost: str) -> str:
    """Write points less an amount for each flag that is false."""
    return " - ".join([points, *(say.unless(flag, amount) for flag, amount in lost.items())])


def total_of(say: Spelling, parts: Mapping[str, str] | None = None) -> str:
    """Return one formula for the rounded total of the leaves, or of other parts."""
    return say.round.format(" + ".join(f"({formula})" for formula in (parts or leaves(say)).values()))


def grade_of(say: Spelling, total: str) -> str:
    """Return the formula of the grade, given how the total is named."""
    low = say.when(f"{total} >= 60.0", "'fair'", "'poor'")
    word = say.when(f"{total} >= 90.0", "'excellent'", say.when(f"{total} >= 80.0", "'good'", low))
    return say.when("severe", "'poor'", word)


def exact(*, rounded: bool = True) -> Callable[[Mapping[str, Fraction | bool | str]], Outcome]:
    """Return the same formulas over fractions: what every competitor's last digit is compared with.

    Args:
        rounded: whether leaves are rounded; the total always is.
    """
    number = re.compile(r"\b\d+\.\d+\b")

    def over_fractions(formula: str) -> str:
        return number.sub(lambda found: f"Fraction('{found[0]}')", formula)

    known = {"Fraction": Fraction, "floor": floor}
    parts = leaves(PYTHON if rounded else PYTHON._replace(round="({})"))
    total = compile(over_fractions(total_of(PYTHON, parts)), "<total>", "eval")
    grade = compile(over_fractions(grade_of(PYTHON, "total")), "<grade>", "eval")

    def score(figures: Mapping[str, Fraction | bool | str]) -> Outcome:
        names = {**known, **figures}
        names["total"] = eval(total, names)  # noqa: S307 - our own formulas
        return names["total"], eval(grade, names)  # noqa: S307 - our own formulas

    return score


def with_simpleeval() -> Scorer:
    """Return simpleeval over two trees parsed beforehand."""
    simpleeval = import_module("simpleeval")
    evaluator = simpleeval.SimpleEval(functions={"floor": floor})
    total, grade = total_of(PYTHON), grade_of(PYTHON, "total")
    # The limit on the length of a formula is one for untrusted text; parsed trees do not pass it.
    parsed_total, parsed_grade = evaluator.parse(total), evaluator.parse(grade)

    def score(figures: Mapping[str, float | bool | str]) -> Outcome:
        names = dict(figures)
        evaluator.names = names
        names["total"] = points = evaluator.eval(total, previously_parsed=parsed_total)
        return points, evaluator.eval(grade, previously_parsed=parsed_grade)

    return score


def with_cel() -> Scorer:
    """Return Rust CEL over one compiled program that gives total and grade."""
    program = import_module("cel").compile(f"[{total_of(CEL)}].map(total, [total, {grade_of(CEL, 'total')}])[0]")

    def score(figures: Mapping[str, float | bool | str]) -> Outcome:
        total, grade = program.execute(figures)
        return total, grade

    return score


def zen_decision() -> str:
    """Return the decision that zen-engine evaluates: a line for each leaf, the total and the grade."""
    expressions = {**leaves(ZEN), "total": "round(" + " + ".join(f"$.{leaf}" for leaf in leaves(ZEN)) + ", 2)"}
    expressions["grade"] = grade_of(ZEN, "$.total")
    lines = [{"id": name, "key": name, "value": text} for name, text in expressions.items()]
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "content": {}},
            {"id": "policy", "type": "expressionNode", "name": "policy", "content": {"expressions": lines}},
            {"id": "out", "type": "outputNode", "name": "out", "content": {}},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "policy"},
            {"id": "2", "type": "edge", "sourceId": "policy", "targetId": "out"},
        ],
    }
    return json.dumps(content)


def with_zen(*, trace: bool = False) -> Scorer:
    """Return zen-engine over one decision; its trace is the nearest it has to reasons."""
    decision = import_module("zen").ZenEngine().create_decision(zen_decision())
    options = {"trace": trace}

    def score(figures: Mapping[str, float | bool | str]) -> Outcome:
        found = decision.evaluate(figures, options)["result"]
        return found["total"], found["grade"]

    return score


def with_zen_batch() -> Callable[[list[Mapping[str, float | bool | str]]], list[Outcome]]:
    """Return zen-engine over many cases in one call."""
    zen = import_module("zen")
    engine = zen.ZenEngine({"loader": {"policy": zen.ZenDecisionContent(zen_decision())}.get})

    def score(cases: list[Mapping[str, float | bool | str]]) -> list[Outcome]:
        found = engine.evaluate_batch([{"key": "policy", "context": case} for case in cases])
        return [(each["total"], each["grade"]) for each in (own["data"]["result"] for own in found)]

    return score
