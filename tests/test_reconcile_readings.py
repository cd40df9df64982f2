"""What is said of numbers that another reading, rounding or weighting gives, of blanks, points and losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import scoring
from printed_tables import compared, statuses, written
from scoring.reconcile.printed import Key
from scoring.reconcile.text import reconcile_text
from scoring.reconcile.told import Telling
from scoring.report.text import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scoring.reconcile.verdict import Verdict
    from scoring.reconcile.whole import Reconciliation

HEAD = "ruleset: r\npoints: {points}\nwithout_findings: keep\n"
SATISFIED = HEAD.format(points=5) + (
    'figures: {s: {unit: "%", min: 0%, max: 100%}}\n'
    "indicators: {a: {points: 5, rules: {of: s, edge: at_least, bands: {90%: 5, 80%: 3, else: 0}}}}\n"
)
SHARES = HEAD.format(points=12) + (
    "figures: {n: {min: 0}, m: {min: 1}, w: {min: 0, if_missing: 1}}\n"
    "indicators:\n"
    "  g:\n    points: 10\n    indicators:\n"
    "      a: {points: 5, rules: {ratio: n, to: m}}\n"
    "      b: {points: 5, rules: {ratio: n, to: m}}\n"
    "  c: {points: 2, rules: {deduct: 0.5, per: finding}}\n"
    "rounding: {mode: half_up, leaf: 2, group: 2, total: 2}\n"
    "portfolio: {weight: w, round_weights: 2, total: of_totals}\n"
)
TWO = {"one": {"n": 1, "m": 3, "w": 1}, "two": {"n": 2, "m": 3, "w": 2}}


def of(
    tmp_path: Path, text: str, figures: Mapping[str, Mapping[str, object]], rows: Sequence[Sequence[str]]
) -> Reconciliation:
    (tmp_path / "ruleset.yaml").write_text(text, "utf-8")
    ruleset = scoring.load(tmp_path / "ruleset.yaml")
    results = ruleset.score_all([scoring.Case(id=name, figures=values) for name, values in figures.items()])
    return compared(ruleset, results, written(tmp_path / "p.csv", rows))


def texts(found: Reconciliation, lang: str = "en") -> list[str]:
    return ["\n".join([each.title, *each.lines]) for each in Telling(found, lang).findings()]


def only(found: Reconciliation) -> Verdict:
    (verdict,) = (each for each in found.verdicts if each.status != "equal")
    return verdict


def test_who_owns_a_shared_bound(tmp_path: Path) -> None:
    figures = {"x": {"s": "90%"}, "y": {"s": "80%"}, "z": {"s": "95%"}}
    found = of(tmp_path, SATISFIED, figures, [["case", "a"], ["x", "3"], ["y", "0"], ["z", "5"]])
    assert set(statuses(found).values()) == {"reading"}
    assert {each.en for verdict in found.verdicts for each in verdict.readings} == {"'edge: above'"}
    assert "'edge: above': x 3, y 0: 3 of 3" in texts(found)[0]
    mixed = of(tmp_path, SATISFIED, figures, [["case", "a"], ["x", "3"], ["y", "3"], ["z", "5"]])
    assert statuses(mixed) == {Key("score", "x", "a"): "conflict"}


def test_a_table_that_cuts_off(tmp_path: Path) -> None:
    rows = [["indicator", "one", "two"], ["a", "1.66", "3.33"], ["b", "1.66", "3.33"], ["g", "3.32", "6.66"]]
    found = of(tmp_path, SHARES, TWO, rows)
    assert statuses(found) == {
        Key("score", "one", "g.a"): "reading",
        Key("score", "one", "g.b"): "reading",
        Key("score", "one", "g"): "adds_up",
    }
    assert "'rounding mode: truncate'" in {each.en for verdict in found.verdicts for each in verdict.readings}


def test_a_number_with_other_decimals(tmp_path: Path) -> None:
    found = of(tmp_path, SHARES, TWO, [["indicator", "one", "two"], ["a", "1.7", "3.3"]])
    assert set(statuses(found).values()) == {"reading"}
    assert "'rounding leaf: 1'" in texts(found)[0]
    cut = of(tmp_path, SHARES, TWO, [["indicator", "one", "two"], ["a", "1.6", "3.3"]])
    assert "cut off after 1 place" in texts(cut)[0]
    assert "舍去尾数，取1位小数" in texts(cut, "zh")[0]


def test_the_rounded_sum_instead_of_the_sum_of_the_rounded(tmp_path: Path) -> None:
    rows = [["indicator", "one", "two"], ["a", "1.67", "3.33"], ["b", "1.67", "3.33"], ["g", "3.33", "6.67"]]
    found = of(tmp_path, SHARES, TWO, rows)
    assert statuses(found) == {Key("score", "one", "g"): "reading", Key("score", "two", "g"): "reading"}
    assert "no 'rounding leaf: 2': one 3.3333…, two 6.6667" not in texts(found)[0]
    assert "no 'rounding leaf: 2'" in texts(found)[0]


def test_a_sum_that_does_not_add_up_is_told_where_it_stands(tmp_path: Path) -> None:
    rows = [
        ["indicator", "one", "two"],
        ["a", "1.67", "3.33"],
        ["b", "1.67", "3.33"],
        ["g", "3.5", "6.66"],
        ["c", "2", "2"],
    ]
    found = of(tmp_path, SHARES, TWO, [*rows, ["total", "5.5", "8.66"]])
    assert statuses(found) == {Key("score", "one", "g"): "differs", Key("score", "one", ""): "adds_up"}
    assert texts(found) == ["g, one: printed 3.5, and the printed numbers below it make 3.34\nby the rules it is 3.34"]


def test_several_blanks_that_may_hold_the_difference_are_named(tmp_path: Path) -> None:
    rows = [["indicator", "one"], ["a", ""], ["b", ""], ["g", "4.34"]]
    found = of(tmp_path, SHARES, {"one": TWO["one"]}, rows)
    assert found.implied == []
    assert only(found).status == "differs"
    assert "the difference may lie in one of the blanks: a 2.67, b 2.67" in texts(found)[0]
    rows[1][1] = "1.67"
    found = of(tmp_path, SHARES, {"one": TWO["one"]}, rows)
    (blank,) = found.implied
    assert (str(blank.cell.value), blank.cell.key) == ("267/100", Key("score", "one", "g.b"))
    assert "未印；g4.34要求此处为2.67，而按规则1.67" in texts(found, "zh")[0]
    without = of(tmp_path, SHARES, {"one": TWO["one"]}, [rows[0], rows[1], rows[3]])
    assert without.implied == []  # b has no place in that table


def test_what_cannot_be_computed_is_said(tmp_path: Path) -> None:
    text = HEAD.format(points=2) + (
        "figures: {k: {words: [p, q]}, n: {min: 0, max: 2}}\nindicators:\n  a:\n    points: 2\n    variants:\n"
        "    - {when: k == 'p', criteria: {x: {points: 2, rules: {lose_all: findings > 0}}}}\n"
        "    - {criteria: {y: {points: 2, rules: {lose_all: n > 1}}}}\n"
    )
    found = of(
        tmp_path,
        text,
        {"one": {"k": "p"}, "two": {"k": "q"}},
        [["case", "a", "y"], ["one", "2", "2"], ["two", "2", ""]],
    )
    assert statuses(found) == {Key("score", "one", "a.y"): "unscored", Key("score", "two", "a"): "unscored"}
    assert texts(found) == [
        "a, two: printed 2, and nothing can be computed without n",
        "y, one: printed 2, and this case does not have the indicator",
    ]
    assert "没有计算结果可比2个" in "\n".join(reconcile_text(found, "p.csv", Page("zh")))


def test_full_marks_are_compared_and_added(tmp_path: Path) -> None:
    rows = [["indicator", "points"], ["a", "5"], ["b", "5"], ["g", "10"], ["c", "2"], ["total", "12"]]
    assert of(tmp_path, SHARES, TWO, rows).is_clean
    rows[2][1] = "4"
    found = of(tmp_path, SHARES, TWO, rows)
    assert statuses(found) == {Key("points", "", "g.b"): "differs", Key("points", "", "g"): "differs"}
    assert texts(found) == [
        "points of b, all cases: printed 4, the rules give 5",
        (
            "points of g, all cases: printed 10, and the printed numbers below it make 9\n"
            "the rules give the printed number"
        ),
    ]


def test_losses_go_with_the_printed_score(tmp_path: Path) -> None:
    rows = [
        ["case", "indicator", "score", "lost"],
        ["one", "a", "1.67", "3.33"],
        ["two", "a", "2.5", "2.5"],
        ["two", "b", "3.33", "1.7"],
    ]
    found = of(tmp_path, SHARES, TWO, rows)
    assert statuses(found) == {
        Key("score", "two", "g.a"): "differs",
        Key("lost", "two", "g.a"): "adds_up",
        Key("lost", "two", "g.b"): "differs",
    }


def test_sums_of_weights_and_contributions(tmp_path: Path) -> None:
    rows = [
        ["case", "weight", "contribution", "total"],
        ["one", "0.33", "1.76", "5.34"],
        ["two", "0.67", "5.8", "8.66"],
        ["portfolio", "1", "7.56", "7.56"],
    ]
    assert of(tmp_path, SHARES, TWO, rows).is_clean
    rows[3][2] = rows[3][3] = "7.57"
    found = of(tmp_path, SHARES, TWO, rows)
    assert statuses(found) == {Key("score", "", ""): "differs", Key("contribution", "", ""): "differs"}
    assert texts(found) == [
        (
            "sum of the contributions, all cases: printed 7.57, and the printed numbers below it make 7.56\n"
            "by the rules it is 7.5644"
        ),
        "total, all cases: printed 7.57, the rules give 7.56",
    ]


def test_a_whole_that_is_printed_as_the_rules_give_it_is_right(tmp_path: Path) -> None:
    """The slip is in a total below it, and is told there."""
    text = SHARES.replace("round_weights: 2, ", "")
    rows = [
        ["indicator", "one", "two", "portfolio"],
        *(["a", "1.67", "3.33", ""], ["b", "1.67", "3.33", ""], ["c", "2", "2", ""]),
        ["g", "3.34", "6.66", "5.55"],
        ["total", "5.84", "8.66", "7.55"],  # 5.34 slipped
        ["weight", "0.33", "0.67", "1.00"],
    ]
    found = of(tmp_path, text, TWO, rows)
    assert statuses(found) == {Key("score", "one", ""): "differs"}
    assert len(texts(found)) == 1
    assert any(
        line == "所印正是按规则的数，而不合于所印的各单位的数：总分（全部单位）7.55，由所印的数得7.72。"
        for line in reconcile_text(found, "p.csv", Page("zh"))
    )
    assert found.weighing is not None
    (total,) = (row for row in found.together if row.path == "" and row.what == "total")
    assert found.weighing.ways(total)[0].fits == ("",)
    english = reconcile_text(found, "p.csv", Page("en"))
    at = english.index("  weights")
    own = "the ruleset as it stands (exact shares as weights, printed rounded to 2 places, half up)"
    assert english[at + 1].strip() == f"{own}: one 0.33, two 0.67: 2 of 2"


def test_weights_that_are_not_rounded_as_the_ruleset_says(tmp_path: Path) -> None:
    found = of(tmp_path, SHARES, TWO, [["case", "weight"], ["one", "33.3%"], ["two", "66.7%"]])
    assert set(statuses(found).values()) == {"reading"}
    assert "half up: one 0.333, two 0.667: 2 of 2" in texts(found)[0]
    slip = of(tmp_path, SHARES, TWO, [["case", "weight"], ["one", "0.33"], ["two", "0.76"]])
    assert statuses(slip) == {Key("weight", "two", ""): "differs"}


def test_a_portfolio_whose_contributions_are_cut_off(tmp_path: Path) -> None:
    rows = [["case", "contribution"], ["one", "1.7"], ["two", "5.8"]]
    whole = of(tmp_path, SHARES, TWO, rows)
    assert set(statuses(whole).values()) == {"reading"}
    assert "cut off after 1 place" in texts(whole)[0]


POSSIBLE = HEAD.format(points=24) + (
    "figures: {s: {words: [good, fair, bad]}, ok: {type: flag}, n: {type: count, if_missing: zero}}\n"
    "indicators:\n"
    "  a: {points: 10, rules: {of: s, by: {good: 10, fair: 10/3, bad: 0}}}\n"
    "  b: {points: 6, rules: {points: 6 if ok else 2}}\n"
    "  c: {points: 4, rules: {points: 4 if n > 2 else 1}}\n"
    "  d: {points: 4, rules: {deduct: 4/3, per: finding}}\n"
)


def test_what_other_words_would_give_can_be_had(tmp_path: Path) -> None:
    cases = {"x": {"s": "good", "ok": True, "n": 3}}
    there = of(tmp_path, POSSIBLE, cases, [["indicator", "x"], ["a", "3.33"], ["b", "2"], ["c", "0"], ["d", "1.33"]])
    assert {each.status for each in there.verdicts} == {"differs"}
    assert all(each.reached is not None and each.reached.possible for each in there.verdicts)
    assert not any("cannot give" in each for each in texts(there))
    (lost,) = there.verdicts[-1].needs
    assert (lost.name, str(lost.now), str(lost.then)) == ("d/findings", "0", "2")
    not_there = of(tmp_path, POSSIBLE, cases, [["indicator", "x"], ["a", "3.34"], ["b", "3"], ["c", "2"], ["d", "1.4"]])
    values = [[str(one) for one in each.reached.values] for each in not_there.verdicts if each.reached is not None]
    assert values == [["0", "10/3", "10"], ["2", "6"], ["0", "1", "4"], ["0", "4/3", "8/3", "4"]]


def test_what_one_case_does_not_have_stands_in_the_way_of_no_reading(tmp_path: Path) -> None:
    text = HEAD.format(points=7) + (
        'figures: {k: {words: [p, q]}, s: {unit: "%", min: 0%, max: 100%}}\nindicators:\n'
        "  a:\n    points: 2\n    variants:\n"
        "    - {when: k == 'p', criteria: {x: {points: 2, rules: {lose_all: findings > 0}}}}\n"
        "    - {criteria: {y: {points: 2, rules: {lose_all: findings > 0}}}}\n"
        "  b: {points: 5, rules: {of: s, edge: at_least, bands: {90%: 5, 80%: 3, else: 0}}}\n"
    )
    cases = {"one": {"k": "p", "s": "90%"}, "two": {"k": "q", "s": "80%"}}
    found = of(tmp_path, text, cases, [["case", "y", "b"], ["one", "2", "3"], ["two", "2", "0"]])
    assert statuses(found) == {
        Key("score", "one", "a.y"): "unscored",
        Key("score", "one", "b"): "reading",
        Key("score", "two", "b"): "reading",
    }


def test_what_does_not_apply_might(tmp_path: Path) -> None:
    text = HEAD.format(points=10) + (
        "figures: {n: {min: 0, max: 10}}\nindicators: {a: {points: 10, if_not_applicable: zero, rules: {points: n}}}\n"
    )
    (tmp_path / "ruleset.yaml").write_text(text, "utf-8")
    ruleset = scoring.load(tmp_path / "ruleset.yaml")
    results = ruleset.score_all([scoring.Case(id="x", figures={"n": 4}, not_applicable={"a": "no such thing"})])
    found = only(compared(ruleset, results, written(tmp_path / "p.csv", [["indicator", "x"], ["a", "7"]])))
    assert found.reached is not None
    assert found.reached.possible
