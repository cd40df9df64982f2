"""What the reports say of rounded figures and of one point, so that no sum looks wrong."""

from __future__ import annotations

import pytest

from scoring.case import Case, Mark
from scoring.report.explain import explain_text
from scoring.report.text import Page
from scoring.ruleset import Ruleset

ROUNDED = """\
ruleset: r
total: x
better: higher
rounding: {mode: half_even}
figures: {f: {min: 0}, x: {is: f / 8, round: %s}}
"""


@pytest.mark.parametrize(
    ("written", "en", "zh"),
    [
        ("1", "rounded to a whole number: half to even", "取整：四舍六入五成双"),
        ("{to: 0.1, mode: up}", "rounded to 1 place: up", "取1位小数：向上取整"),
        ("{to: 0.01, mode: truncate}", "rounded to 2 places: truncation", "取2位小数：舍去尾数"),
        ("{to: 0.5, mode: half_up}", "rounded to multiples of 0.5: half up", "取0.5的整数倍：四舍五入"),
        (
            "[{to: 0.1, mode: half_up}, {to: 1, mode: half_up}]",
            "rounded to 1 place: half up, then rounded to a whole number: half up",
            "取1位小数：四舍五入，再取整：四舍五入",
        ),
    ],
)
def test_a_rounded_figure_is_told_with_its_rounding(written: str, en: str, zh: str) -> None:
    ruleset = Ruleset((("r.yaml", ROUNDED % written),))
    result = ruleset.score(Case(figures={"f": 27}))
    for lang, words in (("en", f" ({en})"), ("zh", f"（{zh}）")):
        lines = explain_text(ruleset, result, result["total"], Page(lang))
        (line,) = (each for each in lines if each.strip().startswith("x = "))
        assert line.endswith(words)


ONE = """\
ruleset: r
points: 1
rounding: {mode: up, leaf: 1}
without_findings: keep
figures: {f: {min: 0}}
indicators:
  a: {points: 1, rules: [{deduct: 2, when: f > 1}, judge]}
"""


def test_one_point_is_no_points_and_one_place_no_places() -> None:
    ruleset = Ruleset((("r.yaml", ONE.replace(", judge]", "]")),))
    result = ruleset.score(Case(figures={"f": 2}))
    text = "\n".join(explain_text(ruleset, result, result["total"], Page("en")))
    assert "no more than its 1 point can be lost" in text
    judged = Ruleset((("r.yaml", ONE.replace("[{deduct: 2, when: f > 1}, judge]", "judge")),))
    result = judged.score(Case(figures={"f": 2}, marks={"a": Mark(score=1, because="fine")}))
    assert "mark: 1 point, fine" in "\n".join(explain_text(judged, result, result["total"], Page("en")))


def test_one_place_of_a_rounding_is_one_place() -> None:
    text = "ruleset: r\npoints: 1\nrounding: {mode: up, leaf: 1}\nfigures: {f: {min: 0}}\n"
    ruleset = Ruleset((("r.yaml", f"{text}indicators: {{a: {{points: 1, rules: {{points: f / 8}}}}}}\n"),))
    result = ruleset.score(Case(figures={"f": 3}))
    assert "rounding (up, 1 place)" in "\n".join(explain_text(ruleset, result, result["total"], Page("en")))


TRIMMED = """\
ruleset: r
total: trimmed_mean(marks)
better: higher
figures: {marks: {list_of: {min: 0}}}
"""


@pytest.mark.parametrize(
    ("marks", "cause"), [([], "a list is empty"), ([7, 8], "nothing is left after the lowest and highest are left out")]
)
def test_a_trimmed_mean_of_two_marks_has_nothing_left_and_one_of_none_an_empty_list(
    marks: list[int], cause: str
) -> None:
    ruleset = Ruleset((("r.yaml", TRIMMED),))
    result = ruleset.score(Case(figures={"marks": marks}))
    assert f"total: {cause}" in "\n".join(explain_text(ruleset, result, result["total"], Page("en")))
