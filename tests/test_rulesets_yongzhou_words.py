"""Three indicators of Yongzhou as their report words them: B2.1, B1.3 and D3.1, worked out by hand from the text.

Places are those of the report: 附表1-1 is the table of the city's own unit, 附表1-2 to 1-5 those of the districts.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import scoring

ROOT = Path(__file__).parent.parent
REPORT = ROOT.parent / "shared" / "seeds" / "003_13228d5bec205f4c.txt"
KINDS = ("city", "district")


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(ROOT / "rulesets" / "yongzhou-2023" / "ruleset.yaml")


def unit(
    kind: str = "city",
    found: Mapping[str, int] | None = None,
    marks: Mapping[str, scoring.Mark] | None = None,
    absent: tuple[str, ...] = (),
    **figures: object,
) -> scoring.Case:
    """Return a faultless unit, but for what was found, marked or said of it."""
    plain = {"budget": 56, "received": 56, "spent": 56, "planned": 1, "completed": 1, "rectified": "all"}
    return scoring.Case(
        figures={"kind": kind, "satisfaction": "95%", **plain, **figures},
        findings=tuple(scoring.Finding(against=(name,), count=count) for name, count in (found or {}).items()),
        marks=dict(marks or {}),
        not_applicable=dict.fromkeys(absent, "无此类事项"),
    )


def off(points: str) -> dict[str, scoring.Mark]:
    """Take points off ③ of B2.1."""
    return {"regulations": scoring.Mark(deduct=points, because="制度不完整")}


@pytest.mark.skipif(not REPORT.exists(), reason="the report is not part of the project")
def test_the_report_says_it_in_every_table() -> None:
    text = REPORT.read_text("utf-8")
    assert [len(re.findall(each, text)) for each in (r"③为\s*3\s*分", r"③为\s*2\s*分")] == [5, 5]  # B2.1
    assert [len(re.findall(each, text)) for each in (r"6\s*分全扣", r"等级定为“差”")] == [5, 5]  # B1.3 ⑤ ⑥
    assert [len(re.findall(each, text)) for each in ("可持续利用性，得5分；每发现一处", "得3分，否则不得分")] == [
        1,
        4,
    ]  # D3.1


# B2.1


def test_where_all_items_apply_each_has_one_point() -> None:
    """附表1-1 to 1-5, B2.1: ①, ② and ③ count 1 point each; else points come off at discretion."""
    marks = {
        "procurement": scoring.Mark(deduct="0.3", because="一份合同未招标"),
        "follow_up": scoring.Mark(deduct="0.5", because="未办理移交"),
        **off("0.1"),
    }
    result = ruleset().score(unit(marks=marks))
    names = ("procurement", "follow_up", "regulations")
    assert [result[each].points for each in names] == [1, 1, 1]
    assert [result[each].score for each in names] == [Decimal("0.7"), Decimal("0.5"), Decimal("0.9")]
    assert [result["B2.1"].points, result["B2.1"].score, result.total] == [3, Decimal("2.1"), Decimal("99.1")]


@pytest.mark.parametrize(
    ("absent", "points"),
    [((), 1), (("procurement",), 2), (("follow_up",), 2), (("procurement", "follow_up"), 3)],
)
@pytest.mark.parametrize("method", [None, "moved_scaled"])
def test_points_of_items_that_do_not_apply_go_to_the_third(
    absent: tuple[str, ...], points: int, method: str | None
) -> None:
    """附表1-1 to 1-5, B2.1: ③ is 3 points where neither ① nor ② applies, 2 where one does not; nothing is lost."""
    result = ruleset().score(unit(absent=absent), method=method)
    assert [result["regulations"].points, result["regulations"].score] == [points, points]
    assert [result[each].outcome for each in absent] == ["not_applicable"] * len(absent)
    assert [result["B2.1"].points, result["B2.1"].score, result.total] == [3, 3, 100]
    assert result.deductions == ()


@pytest.mark.parametrize(
    ("method", "absent", "third", "whole"),
    [
        (None, (), "0.5", "2.5"),
        (None, ("procurement",), "1.5", "2.5"),  # 2 - 0.5, and 1 for ②
        (None, ("follow_up",), "1.5", "2.5"),
        (None, ("procurement", "follow_up"), "2.5", "2.5"),  # 3 - 0.5
        ("moved_scaled", (), "0.5", "2.5"),
        ("moved_scaled", ("procurement",), "1", "2"),  # (1 - 0.5) × 2, and 1 for ②
        ("moved_scaled", ("follow_up",), "1", "2"),
        ("moved_scaled", ("procurement", "follow_up"), "1.5", "1.5"),  # (1 - 0.5) × 3
    ],
)
def test_half_a_point_off_the_third(method: str | None, absent: tuple[str, ...], third: str, whole: str) -> None:
    """附表1-1 to 1-5, B2.1 does not say whether a deduction grows with the points: both readings."""
    result = ruleset().score(unit(absent=absent, marks=off("0.5")), method=method)
    assert [result["regulations"].score, result["B2.1"].score] == [Decimal(third), Decimal(whole)]
    assert result.total == 97 + Decimal(whole)


@pytest.mark.parametrize(
    ("method", "absent", "most"),
    [
        (None, (), "1"),
        (None, ("procurement",), "2"),
        (None, ("procurement", "follow_up"), "3"),
        ("moved_scaled", (), "1"),
        ("moved_scaled", ("procurement",), "1"),
        ("moved_scaled", ("procurement", "follow_up"), "1"),
    ],
)
def test_all_of_the_third_can_be_lost_and_no_more(method: str | None, absent: tuple[str, ...], most: str) -> None:
    """附表1-1 to 1-5, B2.1: as points a mark is out of 1, 2 or 3; stretched, always out of 1."""
    result = ruleset().score(unit(absent=absent, marks=off(most)), method=method)
    assert [result["regulations"].score, result["B2.1"].score] == [0, 2 - len(absent)]
    with pytest.raises(scoring.CaseError) as raised:
        ruleset().score(unit(absent=absent, marks=off(f"{most}.01")), method=method)
    assert [each.code for each in raised.value.diagnostics] == ["mark-range"]


# B1.3


@pytest.mark.parametrize(
    ("criterion", "count", "score"),
    [
        ("law", 1, "5"),  # ① all or nothing
        ("law", 2, "5"),
        ("approval", 1, "5.7"),  # ② 0.3 each
        ("approval", 3, "5.1"),
        ("approval", 4, "5"),  # 1.2 asked, the criterion has 1
        ("major", 1, "5.5"),  # ③ 0.5 each
        ("major", 2, "5"),
        ("major", 3, "5"),
        ("purpose", 1, "5.5"),  # ④ 0.5 each
        ("purpose", 2, "5"),
        ("purpose", 3, "5"),
        ("diversion", 1, "0"),  # ⑤ has 2 points and takes 6
        ("diversion", 2, "0"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_on_one_criterion(kind: str, criterion: str, count: int, score: str) -> None:
    """附表1-1 to 1-5, B1.3: ① 1 point or none; ② 0.3 a case; ③ and ④ 0.5 a case; one case of ⑤ takes all 6 points."""
    result = ruleset().score(unit(kind, {criterion: count}))
    assert result["B1.3"].score == Decimal(score)
    assert [result.total, result.grade] == [94 + Decimal(score), "优"]
    assert sum(each.effect or 0 for each in result.deductions) == 6 - Decimal(score)


def test_one_finding_on_each_of_the_first_four() -> None:
    """附表1-1 to 1-5, B1.3 ① to ④ together: 1 + 0.3 + 0.5 + 0.5 of 6 points."""
    result = ruleset().score(unit(found={"law": 1, "approval": 1, "major": 1, "purpose": 1}))
    assert result["B1.3"].score == Decimal("3.7")
    assert [each.points for each in result["B1.3"].deductions] == [1, Decimal("0.3"), Decimal("0.5"), Decimal("0.5")]


def test_what_empties_the_indicator_covers_its_other_losses() -> None:
    """附表1-1 to 1-5, B1.3 ⑤: all 6 points, not 2, and not 6 beside what ① to ④ cost."""
    result = ruleset().score(unit(found={"law": 1, "approval": 2, "diversion": 1}))
    assert [result["B1.3"].score, result.total] == [0, 94]
    assert [[each.points, each.effect] for each in result.deductions if each.effect] == [[6, 6]]
    assert [str(result[each].score) for each in ("law", "approval", "major", "purpose")] == ["0", "0.4", "1", "1"]


@pytest.mark.parametrize(
    ("found", "total", "otherwise"),
    [
        ({}, "100", "优"),
        ({"diversion": 1}, "94", "优"),
        ({"diversion": 1, "C3.1": 10}, "84", "良"),
        ({"diversion": 1, "C3.1": 10, "D1.1": 10, "D2.1": 10, "D3.1": 10, "law": 1, "B1.4": 2}, "68", "中"),
    ],
)
def test_an_especially_serious_breach_sets_the_grade_whatever_the_total(
    found: dict[str, int], total: str, otherwise: str
) -> None:
    """附表1-1 to 1-5, B1.3 ⑥: no points, but the grade of the evaluation is 差."""
    calm, severe = (ruleset().score(unit(found=found, severe_breach=each)) for each in (False, True))
    assert [str(calm.total), calm.grade] == [f"{Decimal(total):.2f}", otherwise]
    assert [severe.total, severe.grade] == [calm.total, "差"]


# D3.1


@pytest.mark.parametrize(
    ("places", "score"), [(0, "5"), (1, "4.5"), (2, "4"), (9, "0.5"), (10, "0"), (11, "0"), (40, "0")]
)
def test_the_city_loses_half_a_point_a_place(places: int, score: str) -> None:
    """附表1-1, D3.1: 5 points; 0.5 off for each place found not to conform, until nothing is left."""
    result = ruleset().score(unit("city", {"D3.1": places} if places else {}))
    assert [result["D3.1"].score, result.total] == [Decimal(score), 95 + Decimal(score)]
    assert result["D3.1"].children == ()


@pytest.mark.parametrize(
    ("found", "score"),
    [
        ({}, 5),
        ({"usable": 1}, 3),
        ({"usable": 4}, 3),
        ({"maintained": 1}, 2),
        ({"maintained": 3}, 2),
        ({"usable": 1, "maintained": 1}, 0),
    ],
)
def test_a_district_has_two_parts_all_or_nothing(found: dict[str, int], score: int) -> None:
    """附表1-2 to 1-5, D3.1: 2 points for lasting use; 3 for a body, rules and staff to maintain it, else none."""
    result = ruleset().score(unit("district", found))
    assert [result["D3.1"].score, result.total] == [score, 95 + score]
    assert [child.points for child in result["D3.1"].children] == [2, 3]


@pytest.mark.parametrize("criterion", ["usable", "maintained"])
def test_the_city_has_no_such_parts(criterion: str) -> None:
    """附表1-1 prints neither of the two parts: a finding against one of them is a mistake of the case."""
    with pytest.raises(scoring.CaseError) as raised:
        ruleset().score(unit("city", {criterion: 1}))
    assert len(raised.value.diagnostics) == 1
