"""Coverage: what tests show of a ruleset, what they do not, and what cannot occur; as text, JSON and a page."""

import datetime as dt
import json
import time
from html import unescape
from pathlib import Path

import pytest

from scoring.ruleset import load
from scoring.testing.coverage import Coverage, coverage_of, due_of, share
from scoring.testing.coverage_html import coverage_html
from scoring.testing.coverage_json import coverage_json
from scoring.testing.coverage_text import coverage_text
from scoring.testing.running import open_suite, run

RULESETS = Path(__file__).parents[1] / "rulesets"
TODAY = dt.date(2026, 7, 1)

SMALL = """\
ruleset: small
version: "1"
points: 20
without_findings: keep
figures:
  rate:   {name: rate, unit: "%", min: 0%, max: 100%}
  share:  {name: share, unit: "%", min: 0%, max: 100%, places: 1}
  fenced: {type: flag}
  worst:  {type: flag, if_missing: false}
indicators:
  steps:
    points: 5
    rules: {deduct: 1, per: 2%, below: 90%, of: rate, part: drop}
  bands:
    points: 5
    rules: {of: share, edge: at_least, bands: {95%: 5, 80%: 3, else: 0}}
  fence: {points: 5, rules: {lose_all: not fenced}}
  held:  {points: 5, rules: {deduct: 2, per: finding, up_to: 3}}
overrides: [{when: worst, grade_at_most: C}]
grades: {A: 15, C: else}
rounding: {mode: half_up, total: 2}
"""
BASE = "base: {figures: {rate: 95%, share: 99%, fenced: true}}\n"


def covered(tmp_path: Path, tests: str, ruleset: str = SMALL, base: str = BASE) -> Coverage:
    (tmp_path / "ruleset.yaml").write_text(ruleset, encoding="utf-8")
    path = tmp_path / "small.test.yaml"
    path.write_text(f"ruleset: ruleset.yaml\n{base}tests:\n{tests}", encoding="utf-8")
    suite = open_suite(str(path))
    return coverage_of(suite, list(run(suite, today=TODAY)))


def missing(coverage: Coverage, path: str) -> set[str]:
    return {each.due.label.text("en") for each in coverage.missing if each.due.path == path}


def shown(coverage: Coverage, path: str) -> set[str]:
    return {each.due.label.text("en") for each in coverage.items if each.is_covered and each.due.path == path}


FULL = "- {name: full, expect: {total: 20, grade: A}}\n"


def test_of_steps_what_one_case_shows_is_covered_and_the_rest_is_named(tmp_path: Path) -> None:
    coverage = covered(tmp_path, FULL)
    assert shown(coverage, "steps") == {"takes no effect"}
    assert missing(coverage, "steps") == {
        "takes effect",
        "nothing is left",
        "a figure is missing",
        "rate at 90%",
        "rate just below 90%: 89%",
        "rate just above 90%: 91%",
        "the first step",
        "the last step that leaves something: 4",
        "the step that exhausts: 5",
    }


def test_every_part_of_a_step_rule_is_covered_by_the_case_that_shows_it(tmp_path: Path) -> None:
    rows = "{91%: 5, 90%: 5, 89.5%: 5, 88%: 4, 82%: 1, 80%: 0, 0%: 0}"
    tests = f"{FULL}- {{name: rate, vary: rate, expect_of: steps, rows: {rows}}}\n"
    coverage = covered(tmp_path, tests)
    assert missing(coverage, "steps") == {"a figure is missing"}


@pytest.mark.parametrize(
    ("gap", "label"),
    [
        ("91%: 5", "rate just above 90%: 91%"),
        ("90%: 5", "rate at 90%"),
        ("89.5%: 5", "rate just below 90%: 89%"),
        ("88%: 4", "the first step"),
        ("82%: 1", "the last step that leaves something: 4"),
        ("80%: 0", "the step that exhausts: 5"),
    ],
)
def test_a_planted_gap_is_found_and_nothing_else(tmp_path: Path, gap: str, label: str) -> None:
    rows = ["91%: 5", "90%: 5", "89.5%: 5", "88%: 4", "82%: 1", "80%: 0", "0%: 0"]
    rows.remove(gap)
    tests = f"{FULL}- {{name: rate, vary: rate, expect_of: steps, rows: {{{', '.join(rows)}}}}}\n"
    assert missing(covered(tmp_path, tests), "steps") == {"a figure is missing", label}


def test_one_unit_is_the_finer_of_places_and_the_bound_as_it_is_written(tmp_path: Path) -> None:
    coverage = covered(tmp_path, FULL)  # share has one decimal, so that 95% has 94.9% below it
    assert "share just below 95%: 94.9%" in missing(coverage, "bands")
    tests = "- {name: share, vary: share, expect_of: bands, rows: {94%: 3, 94.8%: 3, 94.95%: 3}}\n"
    assert missing(covered(tmp_path, tests.replace(", 94.95%: 3", "")), "bands") >= {"share just below 95%: 94.9%"}
    assert "share just below 95%: 94.9%" in shown(covered(tmp_path, tests), "bands")


def test_each_band_is_an_outcome_and_the_rest_is_one_too(tmp_path: Path) -> None:
    tests = "- {name: share, vary: share, expect_of: bands, rows: {95%: 5, 80%: 3, 79.9%: 0}}\n"
    assert shown(covered(tmp_path, tests), "bands") >= {"band 95%", "band 80%", "otherwise"}
    only = "- {name: share, vary: share, expect_of: bands, rows: {80%: 3}}\n"
    assert missing(covered(tmp_path, only), "bands") >= {"band 95%", "otherwise"}


def test_each_word_of_nested_tables_is_an_outcome_where_its_branch_is_taken(tmp_path: Path) -> None:
    ruleset = """\
ruleset: words
version: "1"
points: 5
figures:
  road: {words: [trunk, county, village]}
  soil: {words: [rock, clay]}
indicators:
  norm: {points: 5, rules: {of: [road, soil], by: {trunk: 5, county: {rock: 4, else: 3}, village: [2, 1]}}}
"""
    base = "base: {figures: {road: trunk, soil: rock}}\n"
    coverage = covered(tmp_path, "- {name: trunk, expect: {norm: 5}}\n", ruleset, base)
    assert shown(coverage, "norm") == {"entry trunk"}  # the rock of a trunk road decides nothing
    labels = [each.due.label.text("en") for each in coverage.missing]
    assert sorted(labels) == [
        "a figure is missing",
        "entry clay",
        "entry county",
        "entry rock",
        "entry rock",
        "entry village",
        "otherwise",
    ]
    tests = "- {name: two, figures: {road: village, soil: clay}, expect: {norm: 1}}\n"
    assert shown(covered(tmp_path, tests, ruleset, base), "norm") == {"entry village", "entry clay"}


def test_a_veto_has_fired_or_not_and_a_cap_holds_or_not(tmp_path: Path) -> None:
    coverage = covered(tmp_path, FULL)
    assert missing(coverage, "fence") == {"takes effect", "a figure is missing"}
    assert missing(coverage, "held") >= {
        "takes effect",
        "held at its cap",
        "the first step",
        "the step that exhausts: 2",
    }
    tests = "- {name: two, findings: [{against: held, count: 2}], expect: {held: 2}}\n"
    found = shown(covered(tmp_path, tests), "held")
    assert found == {"takes effect", "held at its cap", "the step that exhausts: 2"}


def test_what_analysis_proves_impossible_is_not_counted(tmp_path: Path) -> None:
    coverage = covered(tmp_path, FULL)
    impossible = {(each.path, each.label.text("en")) for each in coverage.impossible}
    assert ("held", "nothing is left") in impossible  # no more than 3 of 5 points are taken
    assert ("held", "nothing is left") not in {(each.due.path, each.due.label.text("en")) for each in coverage.items}
    assert ("bands", "share just above 95%: 95.1%") not in impossible


def test_only_what_a_test_expects_something_of_is_covered(tmp_path: Path) -> None:
    steps = "- {name: one, figures: {rate: 88%, share: 80%}, expect: {steps: 4}}\n"
    coverage = covered(tmp_path, steps)
    assert "the first step" in shown(coverage, "steps")
    assert shown(coverage, "bands") == set()
    total = "- {name: all, figures: {rate: 88%, share: 80%}, expect: {total: 17}}\n"
    coverage = covered(tmp_path, total)  # the total follows from both
    assert "the first step" in shown(coverage, "steps")
    assert "band 80%" in shown(coverage, "bands")
    assert shown(coverage, "") == set()  # no grade is expected


def test_grades_and_overrides_are_covered_by_who_expects_a_grade(tmp_path: Path) -> None:
    graded = "- {name: capped, figures: {worst: true}, expect: {grade: C}}\n"
    assert shown(covered(tmp_path, graded), "") == {"takes effect: C", "grade C"}
    just = "- {name: just, figures: {rate: 80%}, expect: {grade: A, total: 15}}\n"
    assert shown(covered(tmp_path, just), "") == {"takes no effect: C", "grade A", "total at 15"}


def test_a_test_that_fails_covers_and_one_that_changes_the_ruleset_does_not(tmp_path: Path) -> None:
    fails = "- {name: wrong, figures: {rate: 88%}, expect: {steps: 1}}\n"
    assert "the first step" in shown(covered(tmp_path, fails), "steps")
    counts = "{indicators: {steps: {rules: {part: count}}}}"
    changes = f"- {{name: other, figures: {{rate: 88%}}, with: {counts}, expect: {{steps: 4}}}}\n"
    assert shown(covered(tmp_path, f"{FULL}{changes}"), "steps") == {"takes no effect"}


def test_unconfirmed_tests_are_counted_apart(tmp_path: Path) -> None:
    tests = f"{FULL}- {{name: one, unconfirmed: true, figures: {{rate: 88%}}, expect: {{steps: 4}}}}\n"
    coverage = covered(tmp_path, tests)
    assert {each.due.label.text("en") for each in coverage.unconfirmed} == {"takes effect", "the first step"}
    assert coverage.percent > coverage.percent_confirmed == covered(tmp_path, FULL).percent
    assert f"{coverage.percent_confirmed}%" in coverage_text(coverage, "en").splitlines()[1]


def test_a_rule_of_records_is_one_rule_whatever_the_number_of_records(tmp_path: Path) -> None:
    ruleset = """\
ruleset: records
version: "1"
points: 5
figures: {sites: {list_of: {faults: {type: count, min: 0}}}}
indicators:
  sites: {points: 5, for_each: sites, combine: mean, if_empty: full, rules: {deduct: 2, per: 1, of: faults}}
"""
    tests = """\
- {name: two, figures: {sites: [{faults: 0}, {faults: 1}]}, expect: {total: 4}}
- {name: three, figures: {sites: [{faults: 3}, {faults: 0}, {faults: 0}]}, expect: {sites: 10/3}}
"""
    coverage = covered(tmp_path, tests.replace("10/3", "{between: [3, 4]}"), ruleset, "")
    labels = [each.due.label.text("en") for each in coverage.items]
    assert labels.count("takes effect") == 1
    assert {"takes effect", "takes no effect", "faults just above 0: 1", "the step that exhausts: 3"} <= {
        each.due.label.text("en") for each in coverage.items if each.is_covered
    }


def test_a_share_is_never_rounded_up() -> None:
    assert share(996, 1000) == 99
    assert share(9999, 10000) == 99
    assert share(0, 3) == 0
    assert share(3, 3) == share(0, 0) == 100


@pytest.mark.parametrize("path", sorted(RULESETS.glob("*/ruleset.yaml")), ids=lambda path: path.parent.name)
def test_nothing_is_counted_twice(path: Path) -> None:
    dues = list(due_of(load(path).program()).values())
    assert len({each.key for each in dues}) == len(dues) > 10
    told = [(each.path, each.figure, each.at, each.node, each.lost is None) for each in dues]
    assert len(set(told)) == len(told)


def test_yongzhou_in_good_time() -> None:
    suite = open_suite(str(RULESETS / "yongzhou-2023/ruleset.test.yaml"))
    verdicts = list(run(suite, today=TODAY))
    verdicts = (verdicts * (200 // len(verdicts) + 1))[:200]
    start = time.perf_counter()
    coverage = coverage_of(suite, verdicts)
    assert time.perf_counter() - start < 5  # 0.6 s on an idle machine
    assert coverage.percent > 40


def test_json_lists_everything(tmp_path: Path) -> None:
    coverage = covered(tmp_path, FULL)
    told = json.loads(coverage_json(coverage, "zh"))
    assert told["percent"] == coverage.percent
    assert len(told["coverage"]) == told["items"] == len(coverage.items)
    assert sum(not each["covered"] for each in told["coverage"]) == told["missing"] == len(coverage.missing)
    one = next(each for each in told["coverage"] if each["label"] == "未触发" and each["path"] == "steps")
    assert one["tests"] == [{"name": "full", "line": 4}]
    assert {each["label"] for each in told["impossible"]} >= {"扣完"}


def test_the_page_shows_the_whole_ruleset_and_asks_for_nothing(tmp_path: Path) -> None:
    evil = SMALL.replace(
        "steps:\n    points: 5", "steps:\n    name: '<script>alert(1)</script> & \"x\"'\n    points: 5"
    )
    page = coverage_html(covered(tmp_path, FULL, evil), "en")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not any(word in page for word in ("http://", "https://", "src=", "href=", "url(", "@import"))
    text = unescape(page)
    assert all(line in text for line in evil.splitlines())
    rows = [row for row in page.split("<tr") if "the step that exhausts: 5" in row]
    assert len(rows) == 1
    assert "below: 90%" in rows[0]  # beside the line of its rule
    assert 'class="s part"' in rows[0]


def test_text_names_the_place_and_what_is_missing_there(tmp_path: Path) -> None:
    text = coverage_text(covered(tmp_path, FULL), "en")
    assert "  ruleset.yaml:13 steps" in text
    assert "    takes effect; nothing is left; rate at 90%; rate just below 90%: 89%;" in text
    zh = coverage_text(covered(tmp_path, FULL), "zh")
    assert zh.startswith("覆盖率")
    assert "rate略低于90%：89%" in zh


@pytest.mark.parametrize(("day", "name"), [("9999-12-31", "above"), ("0001-01-01", "below")])
def test_edges_of_a_date_stay_within_the_calendar(tmp_path: Path, day: str, name: str) -> None:
    ruleset = f"""\
ruleset: small
version: "1"
points: 10
figures: {{end: {{type: date}}}}
indicators: {{a: {{points: 10, rules: {{lose_all: "end <= '{day}'"}}}}}}
"""
    coverage = covered(tmp_path, "- {figures: {end: 2024-01-01}, expect: {a: 0}}\n", ruleset, base="")
    found = {each.due.label.text("en") for each in coverage.items}
    assert f"end at {day}" in found
    assert not any(each.startswith(f"end just {name} {day}") for each in found)


def test_of_thousands_of_rows_coverage_is_told_in_a_moment(tmp_path: Path) -> None:
    rows = "".join(f"        - {{when: x < {number}, is: {number % 10}}}\n" for number in range(1, 800))
    ruleset = f"""\
ruleset: rows
version: "1"
points: 10
figures: {{x: {{min: 0}}}}
indicators:
  a:
    points: 10
    rules:
      hit: first
      rows:
{rows}        - {{when: x < 3, is: 1}}
        - {{is: 0}}
"""
    tests = "".join(f"- {{name: t{x}, figures: {{x: {x}}}, expect: {{a: {(x + 1) % 10}}}}}\n" for x in range(0, 700, 7))
    started = time.process_time()
    coverage = covered(tmp_path, tests, ruleset, base="")
    assert time.process_time() - started < 10
    assert len([each for each in coverage.items if each.is_covered and not each.is_edge]) == 100
    assert [each.label.text("en") for each in coverage.impossible] == ["row x < 3"]  # an earlier row takes it


@pytest.mark.parametrize(
    "expect", ["{outcome: scored}", "{steps: {points: 5}}", "{total: {between: [null, null]}}", "{missing: []}"]
)
def test_what_says_nothing_of_a_score_covers_no_edge(tmp_path: Path, expect: str) -> None:
    tests = "".join(f"- {{name: t{rate}, figures: {{rate: {rate}%}}, expect: {expect}}}\n" for rate in (89, 90, 91))
    coverage = covered(tmp_path, tests)
    assert [each.due.label.text("en") for each in coverage.items if each.is_covered] == []


def test_who_expects_that_a_score_is_missing_covers_that(tmp_path: Path) -> None:
    coverage = covered(tmp_path, "- {figures: {rate: null}, expect: {outcome: missing}}\n")
    assert shown(coverage, "steps") == {"a figure is missing"}
    assert shown(coverage, "bands") == set()
