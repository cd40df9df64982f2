"""Suggested tests: loaded again they pass, and they show what was missing, for every ruleset that is shipped."""

import datetime as dt
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from scoring.testing.coverage import Coverage, coverage_of
from scoring.testing.due import Due
from scoring.testing.running import Suite, Verdict, open_suite, run
from scoring.testing.suggest_check import Trial
from scoring.testing.suggest_file import suggested
from scoring.testing.suggest_write import Suggestion, Writer

RULESETS = Path(__file__).parents[1] / "rulesets"
TODAY = dt.date(2026, 7, 1)

FILES = sorted(RULESETS.glob("*/*.test.yaml"))

#: What no test of a single case can show: prices are compared with those of the other cases of a run.
ALONE = {"procurement-comprehensive": {"price"}}


class Looked(NamedTuple):
    """Tests of a file, what became of them, and what they show."""

    suite: Suite
    verdicts: list[Verdict]
    coverage: Coverage

    @property
    def shown(self) -> set[object]:
        """What they show."""
        return {each.due.key for each in self.coverage.items if each.is_covered}


def looked(path: Path) -> Looked:
    suite = open_suite(str(path))
    verdicts = list(run(suite, today=TODAY))
    return Looked(suite, verdicts, coverage_of(suite, verdicts))


def check(path: Path, *, lacking: frozenset[str] = frozenset()) -> Looked:
    """Suggest tests for a file, load them, and look whether they pass and show what was missing."""
    before = looked(path)
    text = suggested(before.suite, before.coverage)
    assert text == suggested(before.suite, before.coverage)  # the same text every time
    made = path.with_name("made.test.yaml")
    made.write_text(text, encoding="utf-8")
    after = looked(made)
    assert [each.test.name for each in after.verdicts if each.fails] == []
    assert not any(each.test.confirmed for each in after.verdicts)
    left = [each.due for each in before.coverage.missing if each.due.key not in after.shown]
    assert {each.path for each in left} <= lacking, [(each.path, each.label.text("en")) for each in left]
    for each in left:
        assert each.label.text("en") in text or each.label.text("zh") in text  # said to be left
    return after


def copied(path: Path, tmp_path: Path) -> Path:
    shutil.copytree(path.parent, tmp_path / path.parent.name)
    return tmp_path / path.parent.name / path.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_tests_of_a_ruleset_miss_is_suggested(path: Path, tmp_path: Path) -> None:
    check(copied(path, tmp_path), lacking=frozenset(ALONE.get(path.parent.name, ())))


@pytest.mark.parametrize("name", ["dmn-lending", "project-self-evaluation", "un-hdi", "yueyang-2023"])
def test_from_a_base_alone_everything_is_suggested(name: str, tmp_path: Path) -> None:
    path = copied(RULESETS / name / "ruleset.test.yaml", tmp_path)
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("\ntests:")]
    path.write_text(f"{head}\ntests:\n- {{name: as it is, expect: {{outcome: scored}}}}\n", encoding="utf-8")
    after = check(path)
    assert len(after.coverage.items) > 40
    assert after.coverage.percent > 90


SMALL = """\
ruleset: small
version: "1"
title: TITLE
points: 10
figures:
  done: {type: count, min: 0}
  due: {type: count, min: 0}
  rate: {name: RATE, unit: "%", is: done / due}
  start: {type: date}
indicators:
  steps: {points: 5, source: clause 7, rules: {deduct: 1, per: 10%, below: 80%, of: rate, part: count}}
  timely: {points: 5, rules: {deduct: 1, per: 30, above: '2024-01-31', of: start, part: count}}
"""
BASE = """\
# my own remark
ruleset: ruleset.yaml
base:                       # where all start
  figures: {done: 9, due: 10, start: 2024-01-01}

tests:
- {name: full, expect: {total: 10}}
"""


def small(tmp_path: Path, title: str, rate: str) -> Path:
    text = SMALL.replace("TITLE", title).replace("RATE", rate)
    (tmp_path / "ruleset.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "small.test.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path


def test_edges_of_a_derived_figure_and_of_a_date_are_solved(tmp_path: Path) -> None:
    path = small(tmp_path, "small", "completion rate")
    check(path)
    text = (tmp_path / "made.test.yaml").read_text(encoding="utf-8")
    assert "completion rate at 80%" in text
    assert "    8: 5    # completion rate at 80%\n" in text  # of the 10 that were due
    assert "    2024-02-01: 4    # start just above 2024-01-31: 2024-02-01" in text
    assert text.count("unconfirmed: true") == text.count("- name: ")


def test_what_the_file_says_of_its_base_is_taken_over_and_the_clause_is_cited(tmp_path: Path) -> None:
    before = looked(small(tmp_path, "small", "completion rate"))
    text = suggested(before.suite, before.coverage)
    assert "ruleset: ruleset.yaml\nbase:                       # where all start\n  figures: {done: 9," in text
    assert "  cite: clause 7\n" in text


def test_names_are_in_the_language_of_the_ruleset(tmp_path: Path) -> None:
    before = looked(small(tmp_path, "{zh: 小规则, en: small}", "完成率"))
    text = suggested(before.suite, before.coverage)
    assert "完成率略低于80%：79%" in text
    assert text.startswith("# 由")


def test_tests_that_vary_one_figure_stand_in_one_table_by_size(tmp_path: Path) -> None:
    before = looked(small(tmp_path, "small", "completion rate"))
    text = suggested(before.suite, before.coverage)
    table = text[text.index("  vary: start") :].split("\n- ")[0].splitlines()
    days = [line.split(":")[0].strip() for line in table[3:] if ":" in line]
    assert len(days) >= 4
    assert days == sorted(days)


def test_where_nothing_is_missing_no_test_is_made(tmp_path: Path) -> None:
    path = small(tmp_path, "small", "completion rate")
    check(path)
    made = tmp_path / "made.test.yaml"
    path.write_text(made.read_text(encoding="utf-8") + BASE.split("tests:\n")[1], encoding="utf-8")
    before = looked(path)
    assert before.coverage.missing == ()
    assert before.coverage.percent == 100
    assert before.coverage.percent_confirmed < 100
    assert "# Nothing is missing." in suggested(before.suite, before.coverage)


OVERRIDE = """\
ruleset: t
version: "1"
points: none
figures: {x: {}, n: {if_missing: 0}}
grades: {top: 9, fair: else}
overrides: [{when: n > 3, grade_at_most: fair}]
indicators: {a: {points: none, rules: {points: x}}}
"""


def from_nothing(tmp_path: Path, ruleset: str) -> Path:
    (tmp_path / "ruleset.yaml").write_text(ruleset, encoding="utf-8")
    path = tmp_path / "small.test.yaml"
    path.write_text("ruleset: ruleset.yaml\ntests: []\n", encoding="utf-8")
    return path


def test_what_a_test_is_said_to_show_it_shows(tmp_path: Path) -> None:
    path = from_nothing(tmp_path, OVERRIDE)
    check(path)
    text = (tmp_path / "made.test.yaml").read_text(encoding="utf-8")
    rows = [line.split("    #") for line in text.splitlines() if "    #" in line]
    assert len({row for row, _ in rows}) == len(rows)  # no value twice
    assert not any("missing" in row and "grade" in label for row, label in rows)


def test_tests_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    before = looked(from_nothing(tmp_path, OVERRIDE))
    trial = Trial(before.suite, before.coverage, before.suite.file.path, ["ruleset: ruleset.yaml"])
    due = next(each.due for each in before.coverage.missing if each.due.label.text("en") == "grade top")
    other = next(each.due for each in before.coverage.missing if each.due.label.text("en") == "grade fair")
    writer = Writer("en")

    def made(value: str, grade: str, *dues: Due) -> Suggestion:
        return Suggestion(dues or (due,), "none", (), (("x", value),), (("grade", grade),))

    good = made("9", "top")
    found = [made("1234567890123456789", "top"), good, made("9", "top", other), made("9", "best"), made("1", "top")]
    assert trial.kept(found, writer) == [good]  # too long, the same again, no such grade, and one that fails
    assert trial.kept([made("8", "fair", due)], writer) == []  # it shows another one
