"""What the reports say besides the numbers: items nobody marked, names of ledger lines, columns."""

from __future__ import annotations

import pytest

from scoring.case import Case, Finding, Mark, SetScore
from scoring.lower_cohort import TAKES
from scoring.portfolio import portfolio_of
from scoring.report.explain import explain_text
from scoring.report.tables import by_point, fits
from scoring.report.text import Page, score_text
from scoring.report.words import say
from scoring.rules import kinds
from scoring.ruleset import Ruleset

JUDGED = """\
ruleset: r
source: the law
points: 20
without_findings: keep
figures: {x: {min: 0}, there: {type: flag, if_missing: true}}
indicators:
  a: {code: C1, name: roads, points: 4, rules: judge}
  b: {code: C2, name: dams, points: 6, criteria: {c: {points: 2, rules: judge}, d: {points: 4, rules: judge}}}
  e: {code: C3, name: funds, points: 6, rules: {deduct: 1, per: 3, below: 10, of: x, part: exact}}
  f:
    code: C4
    name: reports
    points: 4
    applies_when: there
    if_not_applicable: full
    rules: {deduct: 1, per: finding}
portfolio: {weight: x}
"""


def text_of(cases: list[Case], lang: str = "en", room: int | None = None) -> list[str]:
    ruleset = Ruleset((("r.yaml", JUDGED),))
    results = ruleset.score_all(cases)
    return score_text(ruleset, results, portfolio_of(ruleset.program(), results), Page(lang, room))


def explained(case: Case, lang: str = "en") -> list[str]:
    ruleset = Ruleset((("r.yaml", JUDGED),))
    result = ruleset.score(case)
    return explain_text(ruleset, result, result["total"], Page(lang))


WHITE = Case(id="white", figures={"x": 10})
YELLOW = Case(id="yellow", figures={"x": 9}, marks={"a": Mark(score=4), "b.c": Mark(score=2)})
GREEN = Case(id="green", figures={"x": 10}, marks={"b": Mark(score=6)})


def test_items_that_nobody_marked_are_listed_with_the_cases() -> None:
    assert "Not marked, full marks kept: C1 (white, green); C2 (white)" in text_of([WHITE, YELLOW, GREEN])
    assert "未打分、按满分计：C1（white、green）；C2（white）" in text_of([WHITE, YELLOW, GREEN], "zh")
    assert "Not marked, full marks kept: C1, C2" in text_of([WHITE])
    assert not any("Not marked" in line for line in text_of([YELLOW]))


def test_of_many_cases_a_few_are_named() -> None:
    cases = [Case(id=f"n{number}", figures={"x": 10}) for number in range(6)]
    assert "Not marked, full marks kept: C1, C2 (n0, n1, n2, n3 and 2 more)" in text_of(cases)
    assert "未打分、按满分计：C1、C2（n0、n1、n2、n3等6个单位）" in text_of(cases, "zh")


@pytest.mark.parametrize(
    "case",
    [
        Case(figures={"x": 10}, findings=(Finding(("a",)),), marks={"a": Mark(score=4)}),
        Case(figures={"x": 10}, set={"a": SetScore(score=4, because="so")}),
    ],
)
def test_an_item_with_a_mark_or_a_set_score_is_not_listed(case: Case) -> None:
    assert "Not marked, full marks kept: C2" in text_of([case])


def test_lines_of_an_account_are_called_in_words() -> None:
    case = Case(figures={"x": 9}, findings=(Finding(("f",)),))
    assert "    deduction (by steps)  -0.3333… (-1/3)" in [line[2:] for line in explained(case)]
    assert any("deduction (for each finding)  -1" in line for line in explained(case))
    assert any("扣分（按档）" in line for line in explained(case, "zh"))
    assert any("扣分（按例）" in line for line in explained(case, "zh"))


def test_every_kind_has_words_for_its_lines() -> None:
    assert [kind.name for kind in kinds().values() if not kind.titles] == []


def test_a_cut_number_is_followed_by_its_unit() -> None:
    (line,) = (line for line in explained(Case(figures={"x": 9})) if "for every 3" in line)
    assert line.endswith("0.3333… × 1 = 0.3333… points.")


def test_a_finding_against_an_item_that_does_not_apply_costs_nothing() -> None:
    case = Case(figures={"x": 10, "there": False}, findings=(Finding(("f",), note="late"),))
    lines = [line.strip() for line in explained(case)]
    assert "findings (the item does not apply: costs nothing)" in lines
    assert "问题（该项不适用，不扣分）" in [line.strip() for line in explained(case, "zh")]


def test_numbers_of_a_column_stand_with_their_points_in_line() -> None:
    rows = [["name", "score"], ["a", "9.5"], ["b", "10"], ["c", "6.6666…"], ["d", "–"]]
    assert by_point(rows, [False, True])[1:] == [["a", "9.5    "], ["b", "10      "], ["c", "6.6666…"], ["d", "–"]]
    lines = text_of([WHITE, YELLOW])
    (white,) = (line for line in lines if line.startswith("white") and "scored" in line)
    (yellow,) = (line for line in lines if line.startswith("yellow") and "scored" in line)
    assert white.index("20 ") + 2 == yellow.index("19.6666…") + 2


def test_columns_are_headed_by_codes_alone_where_the_table_is_too_wide() -> None:
    wide, narrow = text_of([WHITE]), text_of([WHITE], room=60)
    assert any("C1 roads (4)  C2 dams (6)" in line for line in wide)
    assert any(line.split() == ["case", "total", "C1", "C2", "C3", "C4", "outcome"] for line in narrow)
    assert not fits([["abc", "d"]], 5)
    assert fits([["abc", "d"]], 6)


TAKEN = """\
ruleset: r
source: the law
figures:
  offer: {name: {en: offer, zh: 报价}, min: 0}
  fair: {name: {en: fair offer, zh: 有效报价}, type: flag, is: offer <= 50}
  x: {name: {en: x, zh: 统计值}, over: cases, %s}
points: none
indicators: {a: {points: none, rules: {points: x}}}
"""


@pytest.mark.parametrize(
    ("take", "en", "zh"),
    [
        ("take: min, of: offer", "least offer of all cases = 3", "全部单位中报价的最小值 = 3"),
        (
            "take: trimmed_mean, of: offer, where: fair",
            "mean of offer over all cases but the highest and the lowest (only those with fair offer) = 7",
            "去掉最高和最低后各单位报价的平均值（仅计有效报价的单位） = 7",
        ),
        ("take: max, of: {is: 2 * offer}", "greatest value of all cases = 122", "全部单位中数值的最大值 = 122"),
        (
            "take: count, where: offer < 9",
            "number of cases (only those with offer < 9)",
            "单位个数（仅计报价 < 9的单位）",
        ),
        (
            "take: rank, of: offer, best: low, ties: dense",
            "rank by offer among all cases",
            "按报价在全部单位中的名次",
        ),
    ],
)
def test_a_figure_over_all_cases_says_what_was_taken(take: str, en: str, zh: str) -> None:
    ruleset = Ruleset((("r.yaml", TAKEN % take),))
    results = ruleset.score_all([Case(str(offer), figures={"offer": offer}) for offer in (3, 7, 9, 61)])
    for lang, line in (("en", f"x = {en}"), ("zh", f"统计值 = {zh}")):
        text = "\n".join(explain_text(ruleset, results[0], results[0]["a"], Page(lang)))
        assert line in text


def test_everything_that_may_be_taken_has_its_words() -> None:
    for take in TAKES:
        for lang in ("en", "zh"):
            assert say(lang, f"over-{take}", of="x")
