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


WHOLE = """\
ruleset: whole
source: the law
points: 10
figures: {x: {name: length, unit: m, min: 0}, y: {name: width, unit: m, min: 0}, wide: {type: flag}}
indicators:
  area:
    points: 10
    start: zero
    rules:
    - {of: x, edge: at_least, bands: {5: 10, else: 2}, when: wide}
    - {of: y, edge: at_least, bands: {5: 10, else: 4}, when: not wide}
"""


def account(rules: str, figures: dict[str, object], lang: str = "en", indicator: str = "total") -> list[str]:
    ruleset = Ruleset((("whole.yaml", rules),))
    result = ruleset.score(figures)
    return explain_text(ruleset, result, result[indicator], Page(lang))


def test_of_two_bases_only_the_one_that_is_reached_is_told() -> None:
    lines = [line.strip() for line in account(WHOLE, {"x": 7, "y": 3, "wide": True})]
    assert [line for line in lines if ": 10 of 10 points" in line] == ["length is 7 m (at least 5): 10 of 10 points."]
    lines = [line.strip() for line in account(WHOLE, {"x": 7, "y": 3, "wide": False})]
    assert [line for line in lines if "10 of 10" in line or "4 of 10 points" in line] == [
        "lost 6: width is 3 m (below 5): 4 of 10 points."
    ]


def test_one_point_of_an_open_scale_is_one_point() -> None:
    rules = WHOLE.replace("points: 10\n", "points: none\n").replace("5: 10", "5: 1")
    lines = account(rules, {"x": 7, "y": 3, "wide": True})
    assert "  area: 1 point" in lines
    assert "total: 1 point" in lines


@pytest.mark.parametrize(
    ("ratio", "en", "zh"),
    [
        ("{ratio: x - 1, to: 9 - 1}", "(length - 1) 6 m ÷ 8 = 75%", "（length - 1）6m÷8＝75%"),
        ("{ratio: x, to: y}", "length 7 m ÷ width 4 m = 175%", "length7m÷width4m＝175%"),
        ("{ratio: x, to: x + y}", "length 7 m ÷ (length + width) 11 m", "length7m÷（length + width）11m"),
    ],
)
def test_formulas_of_a_ratio_stand_in_brackets_before_their_values(ratio: str, en: str, zh: str) -> None:
    rules = WHOLE[: WHOLE.index("    start:")] + f"    rules: {ratio}\nallow: {{unused-figure: a sketch}}\n"
    for lang, text in (("en", en), ("zh", zh)):
        assert text in "\n".join(account(rules, {"x": 7, "y": 4, "wide": True}, lang))


def test_where_there_is_no_total_the_figures_tell_how_the_results_came_about() -> None:
    rules = """\
ruleset: answer
source: the law
total: none
grade: {words: [fine, poor], of: hours, edge: at_most, bands: {1: fine, else: poor}}
outputs: [hours]
figures: {minutes: {min: 0, unit: min}, hours: {unit: h, is: minutes / 60}}
"""
    lines = account(rules, {"minutes": 90})
    assert lines[lines.index("  hours: 1.5 h") :] == [
        "  hours: 1.5 h",
        "",
        "no total",
        "  figures",
        "    minutes = 90 min",
        "    hours = minutes ÷ 60 = 90 ÷ 60 = 1.5 h",
        "  source: the law",
    ]
    assert "不设总分" in account(rules, {"minutes": 90}, "zh")


def test_a_clause_names_what_is_printed_in_the_language_of_the_policy() -> None:
    named = WHOLE.replace("  area:\n", "  area:\n    name: {NAMES}\n")
    for names, clause in (("{en: area, zh: 面积}", "the law area"), ("{zh: 面积, en: area}", "the law 面积")):
        rules = named.replace("{NAMES}", names)
        assert f"  source: {clause}" in account(rules, {"x": 7, "y": 3, "wide": True}, indicator="area")
