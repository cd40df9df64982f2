"""What a file of tests may say: expectations, tables, cases, runs, known faults; and what is told of a mistake."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from scoring.cli import main
from scoring.testing.amounts import parse_expected, told_number, ways_to_write
from scoring.testing.failure import failure_text
from scoring.testing.model import Status
from scoring.testing.mutation import mutate
from scoring.testing.reading import TestFileError
from scoring.testing.running import open_suite, run
from scoring.tree import FAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.testing.running import Suite, Verdict

RULESET = """\
ruleset: village-roads
version: "1"
title: Village roads
source: Order 7
points: 30
without_findings: keep
figures:
  received: {min: 0}
  spent: {min: 0}
  done: {unit: "%", min: 0%, max: 100%}
  rate: {unit: "%", is: spent / received}
  opened: {type: date}
  place: {over: cases, take: rank, of: spent, best: low, ties: share}
  margin: {is: place + 1}
indicators:
  money:
    code: A
    name: Money
    points: 20
    indicators:
      execution: {code: A1, points: 8, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}}
      quality: {code: A2, points: 8, rules: {judge: 0..8}}
      records: {code: A3, points: 4, rules: {deduct: 1.5, per: finding}}
  works: {code: B, points: 10, rules: {of: done, edge: at_least, bands: {90%: 10, 80%: 5, else: 0}}}
outputs: [place, margin, opened]
order: [{by: total, best: high}]
grades: {good: 24, fair: 18, poor: else}
rounding: {mode: half_up, leaf: none, total: 2}
portfolio: {weight: received}
methods: {strict: {indicators: {records: {rules: {deduct: 3, per: finding}}}}}
"""
CASES = """\
cases:
  east: {figures: {received: 428, spent: 355.49, done: 95%, opened: 2024-03-01}}
  west: {figures: {received: 200, spent: 180, done: 85%, opened: 2024-03-01}, findings: [{against: A3}]}
"""
HEAD = "ruleset: ruleset.yaml\nbase: {case: east, from: cases.yaml}\ntests:\n"
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a ruleset and cases, where commands are given."""
    (tmp_path / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(folder: Path, tests: str, head: str = HEAD) -> Suite:
    (folder / "a.test.yaml").write_text(head + tests, encoding="utf-8")
    return open_suite("a.test.yaml")


def ran(folder: Path, tests: str, head: str = HEAD) -> list[Verdict]:
    return list(run(opened(folder, tests, head), today=DAY))


def statuses(folder: Path, tests: str) -> list[str]:
    return [str(each.status) for each in ran(folder, tests)]


def told(folder: Path, tests: str, lang: str = "en") -> str:
    return "\n".join(failure_text(each, lang) for each in ran(folder, tests) if each.status is not Status.PASSED)


def refused(folder: Path, tests: str, head: str = HEAD) -> list[str]:
    """Return code, line and column of every mistake, with what may have been meant."""
    with pytest.raises(TestFileError) as error:
        opened(folder, tests, head)
    for each in error.value.diagnostics:
        assert each.message("zh"), each.code
    return [
        f"{each.code} {each.at.line}:{each.at.column} {each.facts.get('near', '')}".strip()
        for each in error.value.diagnostics
    ]


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("84.31", Fraction(8431, 100)),
        ("95%", Fraction(19, 20)),
        ("25/6", Fraction(25, 6)),
        ("-25/6", Fraction(-25, 6)),
        ("35549/428%", Fraction(35549, 42800)),
        ("2.5/7.5", Fraction(1, 3)),
        ("1/0", None),
        ("1/-2", None),
        ("1 / 2", None),
        ("1/2/3", None),
        ("%", None),
        ("٣/4", None),
    ],
)
def test_an_expected_number_may_be_a_fraction(text: str, value: Fraction | None) -> None:
    assert parse_expected(text) == value


@pytest.mark.parametrize(
    ("value", "unit", "text", "ways"),
    [
        (Fraction(35549, 42800), "%", "83.0584…%", ("35549/428%", "{between: [83.0584%, 83.0585%]}")),
        (Fraction(-25, 6), "", "-4.1666…", ("-25/6", "{between: [-4.1667, -4.1666]}")),
        (Fraction(1, 3000000), "", "0.000000333…", ("1/3000000", "{between: [0, 0.0001]}")),
        (Fraction(1, 3**90), "", "0.0000…", ("", "{between: [0, 0.0001]}")),
        (Fraction(1, 8), "%", "12.5%", None),
        (Fraction(84, 1), "", "84", None),
    ],
)
def test_a_number_without_a_finite_decimal_is_told_with_what_to_write(
    value: Fraction, unit: str, text: str, ways: tuple[str, str] | None
) -> None:
    assert told_number(value, unit) == text
    assert ways_to_write(value, unit) == ways
    for each in filter(None, ways or ()):
        if "{" not in each:
            assert parse_expected(each) == value


def test_fractions_are_expected_of_figures_and_scores(folder: Path) -> None:
    tests = """\
- {name: figure, expect: {rate: 35549/428%, A1: 3877/856}}
- name: both
  expect: {A1: {score: 3877/856, lost: {between: [2970/856, 2972/856]}}, reasons: {at: A1, points: 2971/856}}
- {name: row, vary: spent, expect_of: [A1, rate], rows: [[355.49, 3877/856, 35549/428%]]}
"""
    assert statuses(folder, tests) == ["passed"] * 3


def test_a_case_takes_no_fraction(folder: Path) -> None:
    assert statuses(folder, "- {name: a, figures: {spent: 25/6}, expect: {error: not-a-number}}\n") == ["passed"]


def test_what_to_write_is_told_of_a_failure(folder: Path) -> None:
    tests = "- {name: a, expect: {rate: 83.06%}}\n"
    assert told(folder, tests).splitlines()[1:] == [
        "  rate: expected 83.06%, got 83.0584…%, 0.00158… percentage points less",
        "    rule ruleset.yaml:11: rate: {unit: %, is: spent / received}",
        "    spent = 355.49, received = 428",
        "    to expect it, write 35549/428% or {between: [83.0584%, 83.0585%]}",
    ]
    assert "预期此值可写35549/428%或{between: [83.0584%, 83.0585%]}" in told(folder, tests, "zh")


# What a case can still get


def test_range_and_grades_hold_for_what_a_case_can_still_get(folder: Path) -> None:
    tests = """\
- name: both
  figures: {done: null}
  expect: {range: [16.53, 26.53], grades: [poor, fair, good], outcome: missing, missing: done}
- {name: no limit is wrong, figures: {done: null}, expect: {range: [null, 26.53]}}
- {name: whole, expect: {range: [26.53, 26.53], grades: good}}
- name: in a run
  cases: {a: {figures: {done: null}}, b: {}}
  expect: {a: {range: [16.53, 26.53]}, b: {range: [26.53, 26.53]}}
  expect_portfolio: {outcome: missing, groups: {A: null}}
"""
    assert statuses(folder, tests) == ["passed", "failed", "passed", "passed"]
    assert "range: expected …..26.53, got 16.53..26.53" in told(folder, tests)


def test_mutants_are_tried_on_what_a_case_can_still_get(folder: Path) -> None:
    tests = """\
- {name: range, figures: {done: null}, expect: {range: [16.53, 26.53]}}
- {name: alone, run_of_one: true, expect: {place: 1}}
- {name: run, cases: cases.yaml, expect: {west: {rank: 2}, east: {rank: 1}}}
"""
    found = mutate(ran(folder, tests))
    assert found.tests == 3
    killers = {None if each.killer is None else each.killer.name for each in found.fates}
    assert killers == {None, "range", "run"}


# Errors


def test_an_error_demands_exactly_its_codes(folder: Path) -> None:
    tests = """\
- {name: one, figures: {done: 101%}, expect: {error: out-of-range}}
- {name: more, figures: {done: 101%}, expect: {error: [out-of-range, not-a-number]}}
- {name: both, figures: {done: 101%, spent: much}, expect: {error: [not-a-number, out-of-range]}}
- {name: less, figures: {done: 101%, spent: much}, expect: {error: out-of-range}}
- {name: none, expect: {error: out-of-range}}
- name: in a run
  cases: {a: {figures: {done: 101%}}, b: {figures: {spent: much}}, c: {}}
  expect: {a: {error: out-of-range}, b: {error: not-a-number}, c: {B: 10}}
- name: the rest of a run is looked at
  cases: {a: {figures: {done: 101%}}, c: {}}
  expect: {a: {error: out-of-range}, c: {B: 9}}
"""
    assert statuses(folder, tests) == ["passed", "failed", "passed", "failed", "failed", "passed", "failed"]


# Faults that are known

KNOWN = "known_issue: {because: printed so, until: 2099-12-31%s}"


def test_an_error_of_the_case_is_no_known_fault(folder: Path) -> None:
    tests = f"- {{name: a, figures: {{done: 101%}}, expect: {{B: 5}}, {KNOWN % ''}}}\n"
    assert statuses(folder, tests) == ["failed"]
    assert "outside 0% … 100%" in told(folder, tests)


@pytest.mark.parametrize(
    ("expect", "gives", "status"),
    [
        ("B: 5", "", "known"),
        ("B: 5", "B: 10", "known"),
        ("B: 5", "works: 10", "known"),
        ("B: 5", "B: 9", "failed"),
        ("B: 10", "B: 10", "fixed"),
        ("B: 5, total: 21.53", "B: 10", "known"),
        ("B: 5, A2: 7", "B: 10", "failed"),
        ("B: 5, A2: 7", "B: 10, A2: 8", "known"),
        ("B: {lost: 5}", "B: 10", "known"),
        ("B: 5", "B: {lost: 0}", "known"),
        ("B: 5", "total: 26.53", "failed"),
        ("grade: fair", "grade: good", "known"),
    ],
)
def test_only_the_wrong_values_that_are_known_are_put_up_with(
    folder: Path, expect: str, gives: str, status: str
) -> None:
    own = KNOWN % (f", gives: {{{gives}}}" if gives else "")
    assert statuses(folder, f"- {{name: a, expect: {{{expect}}}, {own}}}\n") == [status]


def test_a_known_value_that_is_another_one_is_told(folder: Path) -> None:
    tests = f"- {{name: a, expect: {{B: 5}}, {KNOWN % ', gives: {B: 9}'}}}\n"
    assert "works: known_issue says 9, got 10, 1 more" in told(folder, tests)
    assert "known_issue写明为9，实际10" in told(folder, tests, "zh")


def test_known_values_of_runs_and_rows(folder: Path) -> None:
    tests = f"""\
- {{name: run, cases: cases.yaml, expect: {{west: {{B: 10}}}}, {KNOWN % ", gives: {west: {B: 5}}"}}}
- name: rows
  vary: done
  expect_of: B
  rows: [[95%, 10], {{name: printed, row: [85%, 6], {KNOWN % ", gives: {B: 5}"}}}]
"""
    assert statuses(folder, tests) == ["known", "passed", "known"]
    unknown = tests.replace("{west: {B: 5}}", "{vest: {B: 5}}")
    assert refused(folder, unknown) == ["test-no-case 4:72 west"]


# Runs


def test_a_case_alone_may_be_a_run_of_one(folder: Path) -> None:
    tests = """\
- {name: alone, expect: {place: null}}
- {name: run of one, run_of_one: true, expect: {place: 1, margin: 2}}
- {name: rows, run_of_one: true, vary: spent, expect_of: place, rows: {1: 1, 400: 1}}
- {name: told, expect: {place: 1, margin: 2}}
"""
    assert statuses(folder, tests) == ["passed", "passed", "passed", "passed", "failed"]
    text = told(folder, tests)
    assert text.count("write 'run_of_one: true'") == 2
    assert "place: taken over all cases of a run" in text
    whole = [str(each.status) for each in ran(folder, tests, HEAD.replace("tests:", "run_of_one: true\ntests:"))]
    assert whole == ["failed", "passed", "passed", "passed", "passed"]
    assert refused(folder, "- {name: a, cases: cases.yaml, run_of_one: true, expect: {east: {B: 10}}}\n") == [
        "test-key-idle 4:32"
    ]


def test_cases_may_be_a_table(folder: Path) -> None:
    tests = """\
- name: base and all that a case may say
  cases:
    x: {name: X, figures: {spent: 400}}
    y: {findings: [{against: A3}], marks: {A2: {score: 5, because: c}}}
    z: {}
  expect: {x: {A1: 8, place: 3}, y: {A3: 2.5, A2: 5, place: 1}, z: {place: 1}}
- name: another base
  base: {case: west, from: cases.yaml}
  cases: {x: {}, y: {findings: none}, z: {findings: [none, {against: A3, count: 2}]}}
  with: {indicators: {works: {rules: {bands: {80%: 6}}}}}
  expect: {x: {A3: 2.5, B: 6}, y: {A3: 4}, z: {A3: 1}}
- name: from a case
  case: west
  from: cases.yaml
  cases: {x: {}}
  expect: {x: {B: 5}}
"""
    assert statuses(folder, tests) == ["passed"] * 3
    assert refused(folder, "- {name: a, cases: {}, expect: {x: {B: 1}}}\n") == ["test-cases 4:20"]
    assert refused(folder, "- {name: a, cases: [x], expect: {x: {B: 1}}}\n") == ["test-cases 4:20"]
    assert refused(folder, "- {name: a, cases: {x: {}}, figures: {spent: 1}, expect: {y: {B: 1}}}\n") == [
        "test-key-idle 4:29",
        "test-no-case 4:59",
    ]
    assert refused(folder, "- {name: a, cases: cases.yaml, base: none, expect: {east: {B: 1}}}\n") == [
        "test-key-idle 4:32"
    ]


def test_a_key_that_does_nothing_is_told_beside_which(folder: Path) -> None:
    with pytest.raises(TestFileError, match="'figures' does nothing beside 'cases'"):
        opened(folder, "- {name: a, cases: cases.yaml, figures: {spent: 1}, expect: {east: {B: 1}}}\n")


def test_ranks_groups_and_contributions_of_a_run(folder: Path) -> None:
    tests = """\
- name: a
  cases: {x: {figures: {spent: 400}}, y: {figures: {spent: 380}, findings: [{against: A3}]}, z: {figures: {done: null}}}
  expect: {x: {rank: 1}, y: {rank: {between: [2, 3]}}, z: {rank: null}}
- name: b
  cases: {x: {figures: {spent: 400}}, y: {figures: {spent: 400}, findings: [{against: A3}]}}
  expect_portfolio:
    total: {between: [29, 30]}
    groups: {A: {score: 19.25, lost: 0.75, points: 20}, works: {between: [9, 10]}, Money: 19.25}
    weights: {x: 0.5, y: {between: [0.4, 0.6]}}
    contributions: {x: 15, y: {between: [14, 14.5]}}
- name: wrong
  cases: {x: {}, y: {}}
  expect: {x: {rank: 2}}
  expect_portfolio: {groups: {B: {lost: 1}}, contributions: {x: 1}}
"""
    assert statuses(folder, tests) == ["passed", "passed", "failed"]
    text = told(folder, tests)
    assert "x: rank: expected 2, got 1" in text
    assert "B (lost): expected 1, got 0" in text
    assert "contribution of x: expected 1, got 13.265" in text


def test_a_ruleset_may_have_a_figure_called_rank(folder: Path) -> None:
    text = RULESET.replace("order: [{by: total, best: high}]\n", "").replace("place", "rank")
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    assert statuses(folder, "- {name: a, run_of_one: true, expect: {rank: 1}}\n") == ["passed"]
    (folder / "ruleset.yaml").write_text(text.replace("rank", "place").replace("take: place", "take: rank"), "utf-8")
    assert refused(folder, "- {name: a, expect: {rank: 1}}\n") == ["no-order 4:22"]


# What is missing


@pytest.mark.parametrize("names", ["money.quality.mark", "quality.mark", "A2.mark", "A2", "quality", "[money.quality]"])
def test_what_is_missing_may_be_any_address(folder: Path, names: str) -> None:
    text = RULESET.replace("without_findings: keep\n", "").replace(
        "{code: A3, points: 4, rules: {deduct: 1.5, per: finding}}", "{code: A3, points: 4, rules: {judge: 0..4}}"
    )
    text = text.split("methods:", maxsplit=1)[0]
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    tests = f"- {{name: a, marks: {{A3: 4}}, expect: {{missing: {names}, A: {{missing: {names}}}}}}}\n"
    assert statuses(folder, tests) == ["passed"]
    assert statuses(folder, "- {name: a, marks: {A2: 8}, expect: {missing: A2}}\n") == ["failed"]


# Tables


def test_a_table_varies_any_address_of_a_case(folder: Path) -> None:
    tests = """\
- {name: findings, vary: A3.findings, expect_of: records, rows: {0: 4, 1: 2.5, 2: 1, null: 4}}
- {name: mark, vary: quality.mark, expect_of: A2, rows: {8: 8, 5.5: 5.5, 50%: 4, null: 8}}
- {name: deduct, vary: [A2.deduct, A2.because], expect_of: A2, rows: [[3, no signature, 5]]}
- {name: set, vary: A1.set, expect_of: A1, rows: {3: 3, null: 3877/856}}
- {name: date, vary: [date, opened], expect_of: opened, rows: [[2024-10-18, 2024-10-19, 2024-10-19]]}
- {name: not applicable, vary: B.not_applicable, expect_of: total, rows: [["no works", {between: [0, 30]}]]}
"""
    text = RULESET.replace("{code: B,", "{code: B, if_not_applicable: full,")
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    found = ran(folder, tests)
    assert [str(each.status) for each in found] == ["passed"] * len(found)
    assert [each.test.name for each in found[:4]] == [f"findings [{row}]" for row in ("0", "1", "2", "null")]
    marks = [each for each in found if each.test.name == "mark [5.5]"]
    assert marks[0].test.case.marks["quality"].because == "mark [5.5]"


def test_a_row_may_have_a_name_and_a_clause(folder: Path) -> None:
    tests = """\
- name: bands
  cite: article 4
  vary: done
  expect_of: [B, A2]
  rows:
  - {name: at the bound, cite: article 4 ①, row: [90%, 10, 8]}
  - {row: [89.99%, 5, 8]}
  - [79%, 0, {lost: 0}]
"""
    found = ran(folder, tests)
    assert [(each.test.name, each.test.cite) for each in found] == [
        ("bands [at the bound]", "article 4 ①"),
        ("bands [89.99%]", "article 4"),
        ("bands [79%]", "article 4"),
    ]
    assert all(each.status is Status.PASSED for each in found)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("vary: [done, done], expect_of: B, rows: {95%: 10}", ["case-twice 4:26"]),
        ("vary: B.score, expect_of: B, rows: {95%: 10}", ["csv-heading-result 4:19"]),
        ("vary: id, expect_of: B, rows: {95%: 10}", ["test-vary-id 4:19"]),
        ("vary: done, expect_of: B, rows: [[95%]]", ["test-rows 4:46"]),
        ("vary: done, expect_of: B, rows: []", ["test-rows 4:45"]),
        ("vary: done, expect_of: B, rows: [{name: x, values: [95%, 10]}]", ["test-rows 4:46", "test-unknown-key 4:56"]),
        ("vary: done, expect_of: B, rows: {95%: }", ["test-empty 4:46"]),
        ("vary: [A2.mark, A2.deduct], expect_of: A2, rows: [[1, 2, 3]]", ["case-mark-both 4:20"]),
        ("vary: date, expect_of: A2, rows: [[2024-02-30, 8]]", ["case-date 4:48"]),
        ("vary: dome, expect_of: B, rows: {95%: 10}", ["unknown-case-figure 4:19 done"]),
        ("vary: A9.findings, expect_of: B, rows: {1: 10}", ["no-such-node 4:19 A"]),
    ],
)
def test_a_table_that_is_wrong(folder: Path, table: str, codes: list[str]) -> None:
    assert sorted(refused(folder, f"- {{name: t, {table}}}\n")) == sorted(codes)


def test_none_takes_away_what_the_base_has(folder: Path) -> None:
    text = RULESET.replace("{code: B,", "{code: B, if_not_applicable: full,")
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    base = (
        "base: {case: west, from: cases.yaml, marks: {A2: {score: 5, because: a}}, set: {A1: {score: 3, because: b}},"
        " not_applicable: {B: no works}}"
    )
    head = HEAD.replace("base: {case: east, from: cases.yaml}", base)
    tests = """\
- {name: base, expect: {A1: 3, A2: 5, A3: 2.5, B: not_applicable}}
- {name: none, findings: none, marks: none, set: none, not_applicable: none, expect: {A1: 8, A2: 8, A3: 4, B: 5}}
- {name: other, findings: [none, {against: A3, count: 2}], expect: {A3: 1}}
- {name: rows, marks: none, vary: A3.findings, expect_of: [A2, A3], rows: [[1, 8, 1]]}
"""
    found = ran(folder, tests, head)
    assert [str(each.status) for each in found] == ["passed"] * 4


# What is looked up before anything runs


@pytest.mark.parametrize(
    ("test", "codes"),
    [
        ("figures: {spend: 1}, expect: {B: 10}", ["unknown-case-figure 4:23 spent"]),
        ("figures: {rate: 1%}, expect: {B: 10}", ["derived-figure 4:23"]),
        ("figures: {spend: 1}, expect: {error: unknown-case-figure}", []),
        ("marks: {A7: 1}, set: {A8: 1}, expect: {B: 10}", ["no-such-node 4:21 A", "no-such-node 4:35 A"]),
        ("findings: [{against: record}], expect: {B: 10}", ["no-such-node 4:34 records"]),
        ("not_applicable: {work: none}, expect: {B: 10}", ["no-such-node 4:30 works"]),
        ("marks: {A1: 1}, expect: {B: 10}", ["mark-unjudged 4:21"]),
        ("expect: {grade: goood}", ["test-grade 4:29 good"]),
        ("expect: {grades: [good, far, por]}", ["test-grade 4:37 fair", "test-grade 4:42 poor"]),
        ("expect: {error: out-of-rang}", ["test-error-code 4:29 out-of-range"]),
        ("expect: {reasons: {code: per-findings}}", ["test-reason-code 4:38 per-finding"]),
        ("expect: {reasons: {at: A11, points: 3}}", ["test-address 4:36 A1"]),
        ("expect: {missing: [spend, quality.marks]}", ["test-missing 4:32 spent", "test-missing 4:39 quality.mark"]),
        ("expect: {B: {missing: [dome]}}", ["test-missing 4:36 done"]),
        ("method: strikt, expect: {B: 10}", ["unknown-method 4:21 strict"]),
        ("expect: {B1: 10}", ["test-address 4:22 B"]),
        ("expect: {rank: 1}", ["test-rank-alone 4:22"]),
        ("run_of_one: true, expect: {rank: 1}", []),
        ("expect: {B.score: 10}", ["test-address 4:22 B: {score: …}"]),
        ("expect: {money.lost: 3}", ["test-address 4:22 money: {lost: …}"]),
        ("expect: {B: 5分}", ["test-value 4:25 5"]),
        ("expect: {B: 5..10}", ["test-value 4:25 {between: [5, 10]}"]),
        ("expect: {rate: 80%~85%}", ["test-value 4:28 {between: [80%, 85%]}"]),
        ("expect: {rate: ８３％}", ["test-value 4:28 83%"]),
        ("expect: {total: true}", ["test-value 4:29"]),
        ("expect: {opened: 2024-03-01, B: null, A: 1}", []),
        ("expect: {B: , rate: {value: }}", ["test-empty 4:22", "test-empty 4:34"]),
        ("expect: {grade: , missing: }", ["test-empty 4:22", "test-empty 4:31"]),
        ("expect: {error: out-of-range, B: 3}", ["test-key-idle 4:43"]),
        ("with: {methods: {strict: {points: 30}}}, expect: {B: 10}", ["test-with-idle 4:19"]),
        ("with: {points: 30}, expect: {B: 10}", ["test-with-idle 4:19"]),
        ("method: strict, with: {methods: {strict: {title: x, floor: 1}}}, expect: {B: 10}", []),
        ("with: {indicators: {B: {point: 3}}}, expect: {B: 10}", ["unknown-key 4:37 points"]),
        ("case: east, from: caces.yaml, expect: {B: 10}", ["test-file-missing 4:31 cases.yaml"]),
        ("case: eats, from: cases.yaml, expect: {B: 10}", ["test-no-case 4:19 east"]),
        ("cases: caces.yaml, expect: {east: {B: 10}}", ["test-file-missing 4:20 cases.yaml"]),
        ("known_issue: {because: x, until: 2027-02-30}, expect: {B: 10}", ["case-date 4:46"]),
        ("known_issue: {because: x}, expect: {B: 10}", ["test-known-issue 4:26"]),
        ("known_issue: {because: x, until: 2027-02-28, gives: {B9: 1}}, expect: {B: 10}", ["test-address 4:66 B"]),
    ],
)  # fmt: skip
def test_names_are_looked_up_at_their_place(folder: Path, test: str, codes: list[str]) -> None:
    tests = f"- {{name: t, {test}}}\n"
    if codes:
        assert sorted(refused(folder, tests)) == sorted(codes)
    else:
        opened(folder, tests)


@pytest.mark.parametrize(
    ("portfolio", "codes"),
    [
        ("groups: {execution: 3}", ["test-group 4:72 A"]),
        ("groups: {rate: 3}", ["test-group 4:72"]),
        ("groups: {C: 3}", ["test-address 4:72"]),
        ("weights: {eats: 0.5}", ["test-no-case 4:73 east"]),
        ("contributions: {wets: 5}", ["test-no-case 4:79 west"]),
        ("left_out: [east, wets]", ["test-no-case 4:80 west"]),
        ("groups: {A: {lots: 3}}", ["test-unknown-key 4:76 lost"]),
        ("groups: {A: 3..5}", ["test-value 4:75 {between: [3, 5]}"]),
        ("weights: {east: half}", ["test-value 4:79"]),
        ("total: 84..86", ["test-value 4:70 {between: [84, 86]}"]),
        ("grade: best", ["test-grade 4:70"]),
        ("grade: ", ["test-empty 4:63"]),
    ],
)
def test_what_is_expected_of_all_cases_is_looked_up(folder: Path, portfolio: str, codes: list[str]) -> None:
    tests = f"- {{name: t, cases: cases.yaml, expect_portfolio: {' ' * 12}{{{portfolio}}}}}\n"
    assert refused(folder, tests) == codes


def test_a_ruleset_without_a_portfolio_is_told_at_the_test(folder: Path) -> None:
    (folder / "ruleset.yaml").write_text(RULESET.replace("portfolio: {weight: received}\n", ""), encoding="utf-8")
    tests = "- {name: t, cases: cases.yaml, expect_portfolio: {total: 3}}\n"
    assert refused(folder, tests) == ["no-portfolio 4:51"]


def test_records_make_addresses_that_only_a_case_has(folder: Path) -> None:
    (folder / "ruleset.yaml").write_text(
        """\
ruleset: sites
version: "1"
title: Sites
source: Order 7
points: 10
figures: {sites: {list_of: {faults: {type: count}}}}
indicators: {all: {points: 10, for_each: sites, combine: mean, rules: {deduct: 2, per: 1, of: faults}, if_empty: full}}
rounding: {mode: half_up}
""",
        encoding="utf-8",
    )
    head = "ruleset: ruleset.yaml\nbase: {figures: {sites: [{faults: 1}, {faults: 2}]}}\ntests:\n"
    good = "- {name: a, set: {all.2: {score: 9, because: seen}}, expect: {total: 8.5, all: 8.5}}\n"
    assert [str(each.status) for each in ran(folder, good, head)] == ["passed"]
    bad = good.replace("all.2", "all.3")
    assert refused(folder, bad, head) == ["no-such-node 4:19 all.2"]


# Files and commands


def test_files_that_are_not_there_are_told_where_they_are_named(folder: Path) -> None:
    tests = "- {name: t, expect: {B: 10}}\n"
    head = HEAD.replace("ruleset.yaml", "rulset.yaml").replace("cases.yaml", "cases.yam")
    assert refused(folder, tests, head) == ["test-file-missing 1:10 ruleset.yaml", "test-file-missing 2:26 cases.yaml"]
    assert refused(folder, tests, HEAD.replace("cases.yaml", "sub/cases.yaml")) == ["test-file-missing 2:26"]
    assert refused(folder, tests, HEAD.replace("cases.yaml", "cases.xlsx#2024")) == [
        "test-file-missing 2:26 cases.yaml"
    ]
    assert refused(folder, tests, HEAD.replace("cases.yaml", "/cases.yaml")) == ["test-path 2:26"]


def test_a_ruleset_is_no_file_of_tests(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(folder / "ruleset.yaml")]) == 2
    assert "this is a ruleset, not a file of tests" in capsys.readouterr().err


def test_a_name_that_no_test_has_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened(folder, "- {name: bands, expect: {B: 10}}\n- {name: rate, expect: {A2: 8}}\n")
    assert main(["test", ".", "-k", "BAND"]) == 0
    assert main(["test", ".", "-k", "bends"]) == 2
    told_ = capsys.readouterr().err
    assert "error[test-no-name]: no test has 'bends' in its name" in told_
    assert "did you mean 'bands'?" in told_


def test_the_sum_is_in_chinese_where_all_rulesets_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zh = "\n".join("title: 道路" if line.startswith("title:") else line for line in RULESET.splitlines())
    (folder / "zh.yaml").write_text(zh, encoding="utf-8")
    text = HEAD + "- {name: rate, expect: {B: 10}}\n"
    for name in ("a", "b"):
        (folder / f"{name}.test.yaml").write_text(text.replace("ruleset.yaml", "zh.yaml"), encoding="utf-8")
    assert main(["test", "."]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "通过2项"
    (folder / "b.test.yaml").write_text(text.replace("rate", "执行率"), encoding="utf-8")
    assert main(["test", "."]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed"


def test_rule_and_reason_of_a_node_are_told_once(folder: Path) -> None:
    text = told(folder, "- {name: a, expect: {A1: {score: 8, points: 9}}}\n")
    assert text.count("    rule ") == 1
    assert "A1 execution (points): expected 9, got 8, 1 less" in text


def test_a_score_that_is_not_there_says_why(folder: Path) -> None:
    text = told(folder, "- {name: a, figures: {done: null}, expect: {B: 10}}\n")
    assert "B works: expected 10, got null (without done)" in text
    assert "nothing is lost" not in text


@pytest.mark.parametrize(
    "test", ["- {nmae: x}", "- {name: x, expect: {reasons: [{cdoe: y}]}}", "- {name: x, expect: {zz: 1}}"]
)
def test_a_file_is_read_up_to_a_hundred_mistakes(folder: Path, test: str) -> None:
    assert len(refused(folder, "".join(f"{test}\n".replace("zz", f"z{n}") for n in range(300)))) == FAULTS
