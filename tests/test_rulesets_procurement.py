"""Procurement by comprehensive scoring: the price example, the judges' means, the ranking, the other price rules."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.check import check

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "rulesets" / "procurement-comprehensive"
POLICY = ROOT.parent / "shared" / "policies" / "procurement-comprehensive.md"
RANGES = {"solution": 25, "staff": 15, "support": 10, "record": 12, "warranty": 8}


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(FOLDER / "ruleset.yaml")


def bid(offer: object, *, qualified: bool = True, small: bool = False, **marks: Sequence[object]) -> dict[str, object]:
    """Return a bid on which five judges agree at 6 points an item, unless other marks are given."""
    given = {f"{item}.marks": marks.get(item, [6] * 5) for item in RANGES}
    return {"offer": offer, "qualified": qualified, "small": small, **given}


def scored(*bids: dict[str, object], method: str | None = None) -> list[scoring.Result]:
    """Score the bids of one tender."""
    return list(ruleset().score_all(bids, method=method))


def prices(*bids: dict[str, object], method: str | None = None) -> list[str]:
    """Return the price scores of one tender."""
    return [str(result["price"].score) for result in scored(*bids, method=method)]


EXAMPLE = (bid(100), bid(110), bid(95, qualified=False), bid(125, small=True))


def test_the_worked_example() -> None:
    """Reference 100 (A, and D at 125 less 20 %); C at 95 is rejected and leaves the reference too."""
    results = scored(*EXAMPLE)
    assert [result.outcome for result in results] == ["scored", "scored", "excluded", "scored"]
    assert results[2].total is None
    assert [str(results[number]["price"].score) for number in (0, 1, 3)] == ["30.00", "27.27", "30.00"]
    assert [results[number].figures["reference"] for number in (0, 1, 3)] == [100, 100, 100]


@pytest.mark.skipif(not POLICY.exists(), reason="the policy pages are not part of the project")
def test_the_worked_example_is_the_one_of_the_page() -> None:
    text = POLICY.read_text("utf-8")
    assert "Bids: A 100, B 110, C 95 (rejected at the gate), D 125" in text
    assert "Price scores: A 30.00, B 27.27, D 30.00" in text


def test_the_lowest_bid_would_set_the_reference_if_it_were_qualified() -> None:
    assert prices(bid(100), bid(110), bid(95), bid(125, small=True)) == ["28.50", "25.91", "30.00", "28.50"]


def test_without_the_reduction_the_small_enterprise_pays_its_full_price() -> None:
    assert prices(bid(100), bid(125)) == ["30.00", "24.00"]


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ([20, 18, 13], "17.00"),
        ([20, 18, 13, 15, 10], "15.20"),  # five: all count, 76 / 5
        ([20, 18, 13, 15, 10, 14], "14.00"),  # six: without 20, 70 / 5
        ([20, 18, 13, 15, 10, 14, 12], "14.40"),  # seven: without 20 and 10, 72 / 5
        ([20, 20, 13, 15, 10, 10, 12, 11], "13.50"),  # one 20 and one 10 of two each: 81 / 6
    ],
)
def test_what_is_left_out_depends_on_the_number_of_judges(marks: list[object], mean: str) -> None:
    assert str(scored(bid(100, solution=marks))[0]["solution"].score) == mean


def test_plain_means_leave_out_nothing() -> None:
    (result,) = scored(bid(100, solution=[20, 18, 13, 15, 10, 14, 12]), method="plain_means")
    assert str(result["solution"].score) == "14.57"  # 102 / 7


@pytest.mark.parametrize("item", RANGES)
def test_a_mark_outside_the_range_of_its_item_is_refused(item: str) -> None:
    marks: dict[str, Any] = {item: [RANGES[item], RANGES[item] + Decimal("0.5")]}
    with pytest.raises(scoring.CaseError) as raised:
        ruleset().score(bid(100, **marks))
    assert [each.code for each in raised.value.diagnostics] == ["out-of-range"]


def test_the_items_add_up_to_the_points() -> None:
    full: dict[str, Any] = {item: [most] * 5 for item, most in RANGES.items()}
    (result,) = scored(bid(100, **full))
    assert [result.total, result["panel"].score] == [100, 70]


def test_rounding_each_item_or_the_total_alone() -> None:
    """Two thirds, twice: 6.67 + 6.67 + 48 = 61.34, but 6.666… + 6.666… + 48 = 61.333…."""
    thirds: dict[str, Any] = {"solution": [7, 7, 6], "record": [7, 7, 6]}
    assert [str(scored(bid(100, **thirds), method=each)[0].total) for each in (None, "round_once")] == [
        "61.34",
        "61.33",
    ]


def shipped(method: str | None = None) -> list[scoring.Result]:
    """Score the shipped cases."""
    return ruleset().score_all(scoring.load_cases(FOLDER / "cases.yaml"), method=method)


def ranks(results: list[scoring.Result]) -> list[tuple[int | None, object]]:
    """Return place and offer of every bid, best first."""
    return [(place, result.figures["offer"]) for place, result in ruleset().ranked(results)]


def test_the_shipped_cases() -> None:
    """Worked out by hand: seven judges, so A's solution is (20 + 21 + 19 + 22 + 20) / 5 = 20.4, and so on."""
    results = dict(zip("ABCD", shipped(), strict=True))
    assert {name: str(result.total) for name, result in results.items()} == {
        "A": "86.00",  # 30 + 40 + 16
        "B": "85.47",  # 27.27 + 44 + 14.2
        "C": "None",
        "D": "86.00",  # 30 + 41 + 15
    }
    assert [results[name]["technical"].score for name in "ABD"] == [40, 44, 41]
    assert [results[name]["commercial"].score for name in "ABD"] == [16, Decimal("14.2"), 15]


def test_equal_totals_are_ranked_by_the_lower_bid_price() -> None:
    """A and D have 86; A bids 100, D 125. Compared after the reduction both are 100, and D's technical 41 decides."""
    assert ranks(shipped()) == [(1, 100), (2, 125), (3, 110), (None, 95)]
    assert ranks(shipped("ties_reduced")) == [(1, 125), (2, 100), (3, 110), (None, 95)]


def test_equal_totals_and_prices_are_ranked_by_the_technical_score() -> None:
    better = bid(100, solution=[9] * 5, record=[3] * 5)
    first, second = ruleset().ranked(scored(bid(100), better))
    assert [first[0], first[1]["technical"].score] == [1, 21]
    assert [second[0], second[1]["technical"].score] == [2, 18]
    assert first[1].total == second[1].total


def test_bids_alike_in_everything_share_a_rank() -> None:
    assert [place for place, _ in ruleset().ranked(scored(bid(100), bid(100), bid(120)))] == [1, 1, 3]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # mean of 80, 100, 120 is 100, less 5 %: 95. Distances: 80 is 15.789… % below, 100 is 5.263… % above,
        # 120 is 26.3 % above and loses the most, 20.
        ("mean_half", ["22.11", "24.74", "10.00"]),  # 30 - 7.894…, 30 - 5.263…
        ("mean_half_whole", ["22.00", "24.00", "10.00"]),  # 16 and 6 started steps
        ("mean_third", ["25.26", "24.74", "10.00"]),  # 30 - 4.736…
        ("mean_third_whole", ["25.20", "24.00", "10.00"]),
        (None, ["30.00", "24.00", "20.00"]),
    ],
)
def test_the_mean_as_reference(method: str | None, expected: list[str]) -> None:
    assert prices(bid(80), bid(100), bid(120), method=method) == expected


@pytest.mark.parametrize("method", ["mean_half", "mean_half_whole", "mean_third", "mean_third_whole"])
def test_on_the_reference_nothing_is_lost_and_one_percent_beside_it_a_step(method: str) -> None:
    """Mean 400 / 4 = 100, reference 95; 95.95 is 1 % above, 94.05 is 1 % below."""
    step = "0.5" if "half" in method else "0.3"
    expected = [30, 29, 30 - Decimal(step)]
    results = scored(bid(95), bid("95.95"), bid("94.05"), bid(115), method=method)
    assert [result["price"].score for result in results[:3]] == expected


def test_a_rejected_bid_leaves_the_mean() -> None:
    assert prices(bid(80), bid(100), bid(120), bid(10, qualified=False), method="mean_half")[0] == "22.11"


def test_far_below_the_reference_no_more_than_20_is_lost() -> None:
    """Mean 100, reference 95: 10 is 89.4 % below, which would cost 44.7 at half a point for each."""
    assert prices(bid(10), bid(190), method="mean_half") == ["10.00", "10.00"]


def test_check_finds_nothing() -> None:
    assert [each.code for each in check(ruleset())] == []
