"""The benchmark's policy as a small system of OpenFisca, the rules-as-code engine of tax and benefit models.

Every figure, every leaf and every group is a variable, as a country package has them; a formula is NumPy over all
persons, here over all cases. Numbers are what OpenFisca makes of them, 32 bits each: sums of money lose digits on the
way in. A run makes a simulation, gives it the figures and asks for all scores, since a simulation keeps what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.columns_by_hand import BANDS, Array, Scores, below, half_up, less
from benchmarks.policy_figures import DECLARED

Read = Callable[[str], Array]
PERIOD = "2023"
FORMULAS: dict[str, Callable[[Read], Array]] = {
    "arrival_rate": lambda v: v("received") / v("budget"),
    "execution_rate": lambda v: v("spent") / v("received"),
    "A1_1": lambda v: 0.5 * (v("lawful_plan") * 1.0 + v("sector_fit") + v("within_remit") + v("public_use")),
    "A1_2": lambda v: half_up(v("procedure_mark") + v("papers_mark") + v("study_mark")),
    "A2_1": lambda v: v("has_target") * 1.0 + v("target_related") + 0.5 * v("target_complete") + 0.5 * v("target_fits"),
    "A2_2": lambda v: half_up(v("split_mark") + v("measurable_mark") + v("tasks_mark") + v("reviewed_mark")),
    "A3_1": lambda v: half_up(v("reasoned_mark") + v("items_mark") + v("grounds_mark") + v("workload_mark")),
    "A3_2": lambda v: half_up(
        less(0.5, 0.1, v("method_faults")) + less(0.5, 0.1, v("standard_faults")) + less(1, 0.1, v("unfair_shares"))
    ),
    "B1_1": lambda v: half_up(below(1, 0.2, v("arrival_rate"))),
    "B1_2": lambda v: half_up(below(2, 0.1, v("execution_rate"))),
    "B1_3": lambda v: half_up(np.where(v("diversions") > 0, 0, _compliance(v))),
    "B1_4": lambda v: less(1, 0.5, v("undisclosed")),
    "B2_1": lambda v: half_up(v("procurement_mark") + v("acceptance_mark") + v("statutes_mark")),
    "B2_2": lambda v: half_up(v("observed_mark") + v("changes_mark") + v("filing_mark") + v("support_mark")),
    "B2_3": lambda v: 0.5 * (v("self_evaluated") * 1.0 + v("on_time_report") + v("rated_report") + v("full_report")),
    "B2_4": lambda v: less(2, 1, v("uncorrected")),
    "B2_5": lambda v: np.array([4.0, 0.0, 2.0], "f4")[v("rectified")],  # all, none, some
    "C1_1": lambda v: half_up(10 * np.minimum(v("completed") / v("planned"), 1)),
    "C2_1": lambda v: half_up(10 * np.minimum(v("qualified") / v("produced"), 1)),
    "C3_1": lambda v: less(10, 1, v("late")),
    "C4_1": lambda v: v("cost_mark"),
    "D1_1": lambda v: less(5, 0.5, v("poor_places")),
    "D2_1": lambda v: less(5, 0.5, v("dry_places")),
    "D3_1": lambda v: np.where(
        v("kind") == 0, less(5, 0.5, v("unused_places")), 2.0 * v("usable") + 3.0 * v("maintained")
    ),
    "D4_1": lambda v: np.where(v("petition"), 0, _satisfied(v("satisfaction"))),
}
LEAVES = tuple(name for name in FORMULAS if "_rate" not in name)


def _compliance(v: Read) -> Array:
    kept = less(1, 0.3, v("approval_gaps")) + less(1, 0.5, v("undecided")) + less(1, 0.5, v("off_budget"))
    return np.where(v("breaches") > 0, 0, 1) + kept + 2


def _satisfied(rate: Array) -> Array:
    points: Array = np.zeros(len(rate), "f4")
    for bound, own in reversed(BANDS):
        points = np.where(rate >= bound, own, points)
    return points


def _group(letter: str) -> Callable[[Read], Array]:
    return lambda v: half_up(sum(v(name) for name in LEAVES if name[0] == letter))


def _grade(v: Read) -> Array:
    total = v("total")
    grade = np.where(total >= 90, 0, np.where(total >= 80, 2, np.where(total >= 60, 1, 3)))
    return np.where(v("severe"), 3, grade)


def with_openfisca() -> Callable[[Mapping[str, Array]], Scores]:
    """Return the policy as a function from plain columns to scores, total and grade by name.

    Raises:
        ImportError: OpenFisca is not installed.
    """
    entities = import_module("openfisca_core.entities")
    systems = import_module("openfisca_core.taxbenefitsystems")
    model: Any = import_module("openfisca_core.model_api")
    builder = import_module("openfisca_core.simulations")
    case = entities.Entity("case", "cases", "A case", "")
    system = systems.TaxBenefitSystem([case])

    def variable(name: str, kind: type, formula: Callable[[Read], Array] | None = None, **more: object) -> None:
        body: dict[str, Any] = {"value_type": kind, "entity": case, "definition_period": model.YEAR, "label": name}
        if formula is not None:
            body["formula"] = lambda cases, period: formula(lambda other: cases(other, period))
        system.add_variable(type(name, (model.Variable,), body | more))

    for name, given in DECLARED.items():
        if name in FORMULAS:
            continue
        if "words" in given:
            words = model.Enum(name.title(), sorted(given["words"]))  # codes are of words in this order
            variable(name, model.Enum, possible_values=words, default_value=next(iter(words)))
        else:
            variable(name, {"flag": bool, "count": int}.get(str(given.get("type")), float))
    groups = {letter: _group(letter) for letter in "ABCD"}
    for name, formula in {**FORMULAS, **groups}.items():
        variable(name, float, formula)
    variable("total", float, lambda v: half_up(sum(v(letter) for letter in groups)))
    variable("grade", int, _grade)
    wanted = (*LEAVES, "total", "grade")

    def run(columns: Mapping[str, Array]) -> Scores:
        rows = len(columns["kind"])
        simulation = builder.SimulationBuilder().build_default_simulation(system, rows)
        for name, values in columns.items():
            simulation.set_input(name, PERIOD, values)
        return {name: simulation.calculate(name, PERIOD) for name in wanted}

    return run
