"""The plugin of pytest: tests of policies are collected, chosen, run and told of as any others."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from scoring.testing import failure, plugin, reading, running, snapshot_text, snapshots

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.source import Source
    from scoring.testing.model import TestFile

pytest_plugins = ["pytester"]

LOADED = (failure, running, snapshot_text, snapshots)  # here, for each pytest that is run would load them anew

RULESET = """\
ruleset: small
version: "1"
title: A small evaluation
source: made for tests
points: 10
figures:
  done: {name: work done, unit: "%", min: 0%, max: 100%}
indicators:
  work: {name: Work, code: A, points: 10, rules: {of: done, edge: at_least, bands: {90%: 10, 80%: 5, else: 0}}}
rounding: {mode: half_up, leaf: 2, group: 2, total: 2}
"""

CASES = "cases: {a: {figures: {done: 95%}}, b: {figures: {done: 85%}}}\n"

PASSES = """\
ruleset: ruleset.yaml
tests:
- {name: all of it, figures: {done: 90%}, expect: {total: 10}}
- name: bands
  vary: done
  expect_of: A
  rows: {90%: 10, 89.99%: 5, 79.99%: 0}
"""

KNOWN = """\
ruleset: ruleset.yaml
tests:
- name: known
  figures: {done: 80%}
  expect: {A: 6}
  known_issue: {because: the table is unclear, until: 2999-12-31}
- name: expired
  figures: {done: 80%}
  expect: {A: 6}
  known_issue: {because: the table is unclear, until: 2000-01-01}
- name: fixed
  figures: {done: 80%}
  expect: {A: 5}
  known_issue: {because: the table is unclear, until: 2999-12-31}
"""

FAILS = """\
ruleset: ruleset.yaml
tests:
- {name: half, figures: {done: 80%}, expect: {A: 5}}

- {name: wrong, figures: {done: 80%}, expect: {A: 6}}
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """Return a folder with a ruleset and cases."""
    write(pytester.path, "ruleset.yaml", RULESET)
    write(pytester.path, "cases.yaml", CASES)
    return pytester.path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


def ran(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:hypothesispytest", *arguments)  # which loads itself anew every time


def outcomes(pytester: pytest.Pytester, *arguments: str) -> dict[str, int]:
    return {key: count for key, count in ran(pytester, *arguments).parseoutcomes().items() if key != "warnings"}


def names(pytester: pytest.Pytester) -> list[str]:
    return [line for line in ran(pytester, "--collect-only", "-q").outlines if "::" in line]


# What is collected


def test_rows_that_failed_are_known_again(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES.replace("89.99%: 5", "89.99%: 6"))
    assert outcomes(pytester) == {"passed": 3, "failed": 1}
    assert outcomes(pytester, "--lf") == {"failed": 1}
    write(folder, "a.test.yaml", PASSES)
    assert outcomes(pytester, "--lf") == {"passed": 1}


def test_the_plugin_is_installed() -> None:
    assert [each.value for each in entry_points(group="pytest11", name="scoring")] == [plugin.__name__]


def test_it_knows_files_by_the_same_ending_as_the_command(folder: Path, pytester: pytest.Pytester) -> None:
    assert plugin._SUFFIX == reading.SUFFIX  # noqa: SLF001  # written twice, for the sake of the start
    write(folder, "a.test.yaml", PASSES)
    write(folder, "b.yaml", PASSES)
    write(folder, "c.test.yml", PASSES)
    write(folder, "helm.test.yaml", "suite: of something else\ntests:\n- it: has no ruleset\n")
    write(folder, "indented.test.yaml", "suite:\n  ruleset: of something else\n")
    assert names(pytester) == [
        "a.test.yaml::all of it",
        "a.test.yaml::bands[90%]",
        "a.test.yaml::bands[89.99%]",
        "a.test.yaml::bands[79.99%]",
    ]


def test_names_are_made_unique(folder: Path, pytester: pytest.Pytester) -> None:
    tests = ["twice", "twice", "twice (2)", "a::b", "tab\\tin it"]
    text = "\n".join(f'- {{name: "{name}", figures: {{done: 90%}}, expect: {{A: 10}}}}' for name in tests)
    write(folder, "a.test.yaml", f"ruleset: ruleset.yaml\ntests:\n{text}\n")
    assert [name.removeprefix("a.test.yaml::") for name in names(pytester)] == [
        "twice", "twice (2)", "twice (2) (2)", "a:b", "tab\\x09in it",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ruleset: ruleset.yaml\ntests:\n- {name: x, expcet: {A: 1}}\n", "a.test.yaml:3:13: error[test-unknown-key]"),
        ("ruleset: ruleset.yaml\ntests:\n- {name: x, expect: {AB: 1}}\n", "a.test.yaml:3:22: error[test-address]"),
        ("ruleset: ruleset.yaml\ntests: [\n", "a.test.yaml:2:8: error[bracket-open]"),
        ("ruleset: none.yaml\ntests:\n- {name: x, expect: {A: 1}}\n", "a.test.yaml:1:10: error[test-file-missing]"),
        ("ruleset: cases.yaml\ntests:\n- {name: x, expect: {A: 1}}\n", "cases.yaml:1:1: error["),
    ],
)
def test_a_file_or_ruleset_that_is_wrong_is_one_error_without_a_traceback(
    folder: Path, pytester: pytest.Pytester, text: str, told: str
) -> None:
    write(folder, "a.test.yaml", text)
    result = ran(pytester)
    assert result.parseoutcomes() == {"errors": 1}
    out = result.stdout.str()
    assert told in out
    assert "Traceback" not in out
    assert "plugin.py" not in out


def test_a_wrong_file_is_told_of_in_its_language(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", "ruleset: ruleset.yaml\ntests:\n- {name: 全部, expcet: {A: 1}}\n")
    assert "未知的键“expcet”" in ran(pytester).stdout.str()
    write(folder, "a.test.yaml", "ruleset: ruleset.yaml # 规则\ntests:\n- {name: all, expcet: {A: 1}}\n")
    assert "unknown key 'expcet'" in ran(pytester).stdout.str()


def test_it_can_be_turned_off(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES)
    assert ran(pytester, "-p", "no:scoring").ret == pytest.ExitCode.NO_TESTS_COLLECTED


# What becomes of tests


def test_tests_pass(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES)
    assert outcomes(pytester) == {"passed": 4}


def test_a_failure_is_told_in_our_words_and_summed_up_in_a_line(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", FAILS)
    result = ran(pytester)
    assert result.parseoutcomes() == {"failed": 1, "passed": 1}
    out = result.stdout.str()
    assert "a.test.yaml:5: failed: wrong\n  A Work: expected 6, got 5.00, 1 less\n" in out
    assert "FAILED a.test.yaml::wrong - A Work: expected 6, got 5.00, 1 less" in out
    assert "plugin.py" not in out
    assert "a.test.yaml:5: A Work: expected 6, got 5.00, 1 less" in ran(pytester, "--tb=line").stdout.str()


def test_known_issues_are_expected_to_fail_and_told_of_once_they_do_not(
    folder: Path, pytester: pytest.Pytester
) -> None:
    write(folder, "a.test.yaml", KNOWN)
    result = ran(pytester, "-rx")
    assert result.parseoutcomes() == {"failed": 2, "xfailed": 1}
    out = result.stdout.str()
    assert "XFAIL a.test.yaml::known - the table is unclear (until 2999-12-31)" in out
    assert "a.test.yaml:7: failed, and was put up with only until 2000-01-01: expired" in out
    assert "a.test.yaml:11: passes, though it is said to fail: fixed; delete its known_issue" in out
    assert outcomes(pytester, "--runxfail") == {"failed": 3}


def test_unconfirmed_tests_pass_and_are_counted(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES)
    assert "scoring: " not in ran(pytester).stdout.str()
    write(folder, "a.test.yaml", PASSES + "  unconfirmed: true\n")
    assert "scoring: 3 unconfirmed tests\n" in ran(pytester).stdout.str()
    assert "scoring: 1 unconfirmed test\n" in ran(pytester, "a.test.yaml::bands[90%]").stdout.str()


def test_a_snapshot_is_one_test(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", "ruleset: ruleset.yaml\nsnapshots: [{cases: cases.yaml, expect: kept.csv}]\n")
    result = ran(pytester)
    assert result.parseoutcomes() == {"failed": 1}
    assert "a.test.yaml:2:13: error[snapshot-missing]" in result.stdout.str()
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", ACCEPT], capture_output=True, text=True, check=True, cwd=folder, timeout=60
    )
    assert done.stderr == ""
    assert outcomes(pytester) == {"passed": 1}
    write(folder, "cases.yaml", CASES.replace("95%", "70%"))
    assert "snapshot kept.csv - a.test.yaml:2: " in ran(pytester).stdout.str()


ACCEPT = """
from scoring.testing.running import open_suite
from scoring.testing.snapshots import accept
suite = open_suite("a.test.yaml")
accept(suite, suite.file.snapshots[0])
"""


# What pytest does with tests


def test_tests_are_chosen_by_name(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES)
    write(folder, "b.test.yaml", FAILS)
    assert outcomes(pytester, "-k", "bands") == {"passed": 3, "deselected": 3}
    assert outcomes(pytester, "-k", "wrong or half") == {"passed": 1, "failed": 1, "deselected": 4}
    assert outcomes(pytester, "b.test.yaml") == {"passed": 1, "failed": 1}
    assert outcomes(pytester, "b.test.yaml::half") == {"passed": 1}
    assert outcomes(pytester, "a.test.yaml::all of it") == {"passed": 1}
    assert outcomes(pytester, "a.test.yaml::bands") == {"passed": 3}
    assert outcomes(pytester, "a.test.yaml::bands[89.99%]") == {"passed": 1}


def test_what_failed_last_runs_again(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES)
    write(folder, "b.test.yaml", FAILS)
    assert outcomes(pytester) == {"passed": 5, "failed": 1}
    assert outcomes(pytester, "--lf") == {"failed": 1}
    write(folder, "b.test.yaml", FAILS.replace("6", "5"))
    assert outcomes(pytester, "--lf") == {"passed": 1}


def test_junit_has_file_line_and_what_differs(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", FAILS + KNOWN.partition("- name: expired")[0].partition("tests:\n")[2])
    ran(pytester, "--junitxml=out.xml", "-o", "junit_family=xunit1")
    half, wrong, known = ET.parse(folder / "out.xml").getroot().iter("testcase")  # noqa: S314  # our own
    assert [(each.get("file"), each.get("line")) for each in (half, wrong, known)] == [
        ("a.test.yaml", "2"), ("a.test.yaml", "4"), ("a.test.yaml", "5"),
    ]  # fmt: skip  # pytest counts lines from zero there
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.get("message") == "A Work: expected 6, got 5.00, 1 less"
    assert (failure.text or "").startswith("a.test.yaml:5: failed: wrong\n")
    skipped = known.find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "the table is unclear (until 2999-12-31)"


def test_several_processes_tell_the_same(folder: Path, pytester: pytest.Pytester) -> None:
    write(folder, "a.test.yaml", PASSES + "  unconfirmed: true\n")
    write(folder, "b.test.yaml", FAILS)
    write(folder, "c.test.yaml", KNOWN)
    result = ran(pytester, "-n", "2", "-rfx")
    assert result.parseoutcomes() == {"passed": 5, "failed": 3, "xfailed": 1}
    out = result.stdout.str()
    assert "FAILED b.test.yaml::wrong - A Work: expected 6, got 5.00, 1 less" in out
    assert "XFAIL c.test.yaml::known - the table is unclear (until 2999-12-31)" in out
    assert "scoring: 3 unconfirmed tests" in out


def test_a_file_is_opened_once(folder: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def opens(path: str, source: Source | None = None) -> TestFile:
        opened.append(path)
        return reading.load_tests(path, source)

    monkeypatch.setattr(running, "load_tests", opens)
    write(folder, "a.test.yaml", PASSES)
    assert outcomes(pytester) == {"passed": 4}
    assert opened == ["a.test.yaml"]


# What it costs


def test_it_loads_nothing_of_ours_before_there_is_a_file_of_tests(tmp_path: Path) -> None:
    code = (
        "import sys, pytest; pytest.main(['--collect-only', '-q']); print(*(n for n in sys.modules if 'scoring' in n))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60
    )
    last = done.stdout.splitlines()[-1].split()
    assert [name for name in last if not name.startswith("__editable__")] == [
        "scoring", "scoring.testing", "scoring.testing.plugin",
    ]  # fmt: skip
