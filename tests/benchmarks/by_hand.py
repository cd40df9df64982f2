"""The benchmark's policy written by hand: integers only, figures ready and scaled, no reasons.

``score`` is how a careful programmer writes it, with the scores of leaves and groups that a report needs; it is
the floor the others are measured against. ``total_only`` is the same unrolled, for whoever wants to know how much
of the floor is calls and results. Money and marks are in hundredths, the satisfaction in ten-thousandths, counts
are counts; scores are in hundredths of a point.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

Ready = Mapping[str, Any]


class Scores(NamedTuple):
    """What a case scored, in hundredths of a point."""

    leaves: dict[str, int]
    groups: dict[str, int]
    total: int
    grade: str


def half_up(part: int, whole: int) -> int:
    """Return a quotient that is not negative rounded half up."""
    return (2 * part + whole) // (2 * whole)


def less(points: int, each: int, count: int) -> int:
    """Return points less an amount for each of a count, never below zero."""
    return max(0, points - each * count)


def below(points: int, each: int, part: int, whole: int) -> int:
    """Return points less an amount for each percent that a rate stays below ninety."""
    if 10 * part >= 9 * whole:
        return points
    return max(0, half_up(points * whole - each * (90 * whole - 100 * part), whole))


def share(points: int, part: int, whole: int) -> int:
    """Return points in proportion to what was reached."""
    return min(points, half_up(points * part, whole))


def satisfied(satisfaction: int) -> int:
    """Return the points of a satisfaction given in ten-thousandths."""
    for bound, points in ((9500, 500), (9000, 400), (8000, 300), (7000, 200), (6000, 100)):
        if satisfaction >= bound:
            return points
    return 0


def decision(case: Ready) -> dict[str, int]:
    """Return the leaf scores of the decision."""
    return {
        "A1.1": 50 * (case["lawful_plan"] + case["sector_fit"] + case["within_remit"] + case["public_use"]),
        "A1.2": case["procedure_mark"] + case["papers_mark"] + case["study_mark"],
        "A2.1": 100 * (case["has_target"] + case["target_related"])
        + 50 * (case["target_complete"] + case["target_fits"]),
        "A2.2": case["split_mark"] + case["measurable_mark"] + case["tasks_mark"] + case["reviewed_mark"],
        "A3.1": case["reasoned_mark"] + case["items_mark"] + case["grounds_mark"] + case["workload_mark"],
        "A3.2": less(50, 10, case["method_faults"])
        + less(50, 10, case["standard_faults"])
        + less(100, 10, case["unfair_shares"]),
    }


def process(case: Ready) -> dict[str, int]:
    """Return the leaf scores of the process."""
    compliance = 0
    if not case["diversions"]:
        compliance = 300 if case["breaches"] == 0 else 200
        compliance += (
            less(100, 30, case["approval_gaps"]) + less(100, 50, case["undecided"]) + less(100, 50, case["off_budget"])
        )
    return {
        "B1.1": below(100, 20, case["received"], case["budget"]),
        "B1.2": below(200, 10, case["spent"], case["received"]),
        "B1.3": compliance,
        "B1.4": less(100, 50, case["undisclosed"]),
        "B2.1": case["procurement_mark"] + case["acceptance_mark"] + case["statutes_mark"],
        "B2.2": case["observed_mark"] + case["changes_mark"] + case["filing_mark"] + case["support_mark"],
        "B2.3": 50 * (case["self_evaluated"] + case["on_time_report"] + case["rated_report"] + case["full_report"]),
        "B2.4": less(200, 100, case["uncorrected"]),
        "B2.5": {"all": 400, "some": 200, "none": 0}[case["rectified"]],
    }


def output(case: Ready) -> dict[str, int]:
    """Return the leaf scores of the output."""
    return {
        "C1.1": share(1000, case["completed"], case["planned"]),
        "C2.1": share(1000, case["qualified"], case["produced"]),
        "C3.1": less(1000, 100, case["late"]),
        "C4.1": case["cost_mark"],
    }


def benefit(case: Ready) -> dict[str, int]:
    """Return the leaf scores of the benefit."""
    if case["kind"] == "city":
        lasting = less(500, 50, case["unused_places"])
    else:
        lasting = 200 * case["usable"] + 300 * case["maintained"]
    return {
        "D1.1": less(500, 50, case["poor_places"]),
        "D2.1": less(500, 50, case["dry_places"]),
        "D3.1": lasting,
        "D4.1": 0 if case["petition"] else satisfied(case["satisfaction"]),
    }


def grade_of(total: int, *, severe: bool) -> str:
    """Return the grade of a total in hundredths."""
    if severe or total < 6000:
        return "poor"
    return "excellent" if total >= 9000 else "good" if total >= 8000 else "fair"


def score(case: Ready) -> Scores:
    """Return the scores of leaves and groups, the total and the grade of one case of ready integers."""
    parts = {"A": decision(case), "B": process(case), "C": output(case), "D": benefit(case)}
    groups = {name: sum(leaves.values()) for name, leaves in parts.items()}
    total = sum(groups.values())
    leaves = {**parts["A"], **parts["B"], **parts["C"], **parts["D"]}
    return Scores(leaves, groups, total, grade_of(total, severe=case["severe"]))


def total_only(case: Ready) -> tuple[int, str]:  # noqa: C901, PLR0912, PLR0915 - unrolled: calls are what it leaves out
    """Return the total and the grade alone, all in one function."""
    total = 0
    # A, decision
    if case["lawful_plan"]:
        total += 50
    if case["sector_fit"]:
        total += 50
    if case["within_remit"]:
        total += 50
    if case["public_use"]:
        total += 50
    total += case["procedure_mark"] + case["papers_mark"] + case["study_mark"]
    if case["has_target"]:
        total += 100
    if case["target_related"]:
        total += 100
    if case["target_complete"]:
        total += 50
    if case["target_fits"]:
        total += 50
    total += case["split_mark"] + case["measurable_mark"] + case["tasks_mark"] + case["reviewed_mark"]
    total += case["reasoned_mark"] + case["items_mark"] + case["grounds_mark"] + case["workload_mark"]
    if (faults := case["method_faults"]) < 5:
        total += 50 - 10 * faults
    if (faults := case["standard_faults"]) < 5:
        total += 50 - 10 * faults
    if (faults := case["unfair_shares"]) < 10:
        total += 100 - 10 * faults
    # B, process
    received = case["received"]
    budget = case["budget"]
    kept = 2000 * received - 1700 * budget
    if kept >= 100 * budget:
        total += 100
    elif kept > 0:
        total += (2 * kept + budget) // (2 * budget)
    kept = 1000 * case["spent"] - 700 * received
    if kept >= 200 * received:
        total += 200
    elif kept > 0:
        total += (2 * kept + received) // (2 * received)
    if not case["diversions"]:
        total += 200
        if not case["breaches"]:
            total += 100
        if (gaps := case["approval_gaps"]) < 4:
            total += 100 - 30 * gaps
        if (gaps := case["undecided"]) < 2:
            total += 100 - 50 * gaps
        if (gaps := case["off_budget"]) < 2:
            total += 100 - 50 * gaps
    if (faults := case["undisclosed"]) < 2:
        total += 100 - 50 * faults
    total += case["procurement_mark"] + case["acceptance_mark"] + case["statutes_mark"]
    total += case["observed_mark"] + case["changes_mark"] + case["filing_mark"] + case["support_mark"]
    if case["self_evaluated"]:
        total += 50
    if case["on_time_report"]:
        total += 50
    if case["rated_report"]:
        total += 50
    if case["full_report"]:
        total += 50
    if (faults := case["uncorrected"]) < 2:
        total += 200 - 100 * faults
    rectified = case["rectified"]
    if rectified == "all":
        total += 400
    elif rectified == "some":
        total += 200
    # C, output
    planned = case["planned"]
    completed = case["completed"]
    total += 1000 if completed >= planned else (2000 * completed + planned) // (2 * planned)
    produced = case["produced"]
    qualified = case["qualified"]
    total += 1000 if qualified >= produced else (2000 * qualified + produced) // (2 * produced)
    if (late := case["late"]) < 10:
        total += 1000 - 100 * late
    total += case["cost_mark"]
    # D, benefit
    if (places := case["poor_places"]) < 10:
        total += 500 - 50 * places
    if (places := case["dry_places"]) < 10:
        total += 500 - 50 * places
    if case["kind"] == "city":
        if (places := case["unused_places"]) < 10:
            total += 500 - 50 * places
    else:
        if case["usable"]:
            total += 200
        if case["maintained"]:
            total += 300
    if not case["petition"]:
        satisfaction = case["satisfaction"]
        if satisfaction >= 9500:
            total += 500
        elif satisfaction >= 9000:
            total += 400
        elif satisfaction >= 8000:
            total += 300
        elif satisfaction >= 7000:
            total += 200
        elif satisfaction >= 6000:
            total += 100
    return total, grade_of(total, severe=case["severe"])
