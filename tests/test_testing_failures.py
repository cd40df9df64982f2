"""What is told of failed tests: golden texts, in English and in Chinese, of every kind of failure."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from scoring.cli import main
from scoring.diagnostic import columns_of
from scoring.testing.failure import LINES, failure_text
from scoring.testing.folding import folded
from scoring.testing.output import summary
from scoring.testing.readings import readings_of
from scoring.testing.running import open_suite, run

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "failures"
FILES = sorted(path.name.removesuffix(".test.yaml") for path in FOLDER.glob("*.test.yaml"))
TODAY = dt.date(2026, 6, 1)
COLUMNS = 160


def texts(name: str, lang: str) -> Iterator[str]:
    """Yield what is told of each test of a file that is not fine, or only known to fail."""
    verdicts = list(run(open_suite(str(FOLDER / f"{name}.test.yaml")), today=TODAY))
    readings = readings_of(verdicts, lang)
    yield from (failure_text(each, lang, readings) for each in verdicts if each.fails or not each.status.is_fine)
    yield summary(verdicts, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_told_as_written(name: str, lang: str, *, update_golden: bool) -> None:
    found = "\n".join(texts(name, lang)) + "\n"
    kept = FOLDER / f"{name}.{lang}.txt"
    if update_golden:
        kept.write_text(found, "utf-8")
    assert kept.read_text("utf-8") == found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_short_and_in_one_language(name: str, lang: str) -> None:
    for text in list(texts(name, lang))[:-1]:
        lines = text.split("\n")
        assert len(lines) <= LINES
        assert all(columns_of(line) <= COLUMNS for line in lines)
        assert re.match(r"failures/[a-z]+\.test\.yaml:\d+[:：]", lines[0])
        assert "None" not in text
        assert "Fraction" not in text
        if lang == "zh":
            told = re.sub(r"“[^”]*”|'[^']*'|规则 .*", "", "\n".join(lines[1:]))
            assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]", told), told


def test_there_are_ten_kinds() -> None:
    assert len(FILES) > 10
    assert {path.name for path in FOLDER.glob("*.txt")} == {
        f"{name}.{lang}.txt" for name in FILES for lang in ("en", "zh")
    }


# What only follows

SUMS = """\
ruleset: sums
points: 30
figures: {x: {min: 0}, y: {min: 0}, w: {min: 0}}
rounding: {mode: half_up, leaf: 2, total: 1}
indicators:
  a: {points: 10, rules: {deduct: 1, per: 1, of: x, part: exact}}
  b: {points: 10, rules: {deduct: 1, per: 1, of: y, part: exact}}
  c: {points: 10, rules: {deduct: 1, per: 1, of: w, part: exact}}
grades: {good: 28.8, fair: 10, poor: else}
"""


@pytest.mark.parametrize(
    ("figures", "expect", "told"),
    [
        ("x: 1, y: 0.15, w: 0", "a: 8, total: 27.9, grade: fair", "a"),
        ("x: 1, y: 0.15, w: 0", "a: 8, total: 28, grade: fair", "a total"),
        ("x: 1, y: 0.15, w: 0", "a: 8, total: 27.7", "a total"),
        ("x: 1, y: 0.15, w: 0", "a: {lost: 2}, total: 27.9", "a"),
        ("x: 1, y: 0.15, w: 0", "a: 8, b: 9, total: 27", "a b"),
        ("x: 1, y: 0.15, w: 0", "a: 8, grade: fair", "a"),
        ("x: 1, y: 0.15, w: 0", "a: 8, grade: poor", "a grade"),
        ("x: 1, y: 0.15, w: 0", "a: 8, total: {between: [27, 28]}", "a"),
        ("x: 1, y: 0.15, w: 0", "a: 8, total: {between: [0, 1]}", "a total"),
        ("x: 1, y: 0, w: 0", "a: {score: 8, lost: 2}", "a"),
        ("x: 1, y: 0, w: 0", "a: {score: 8, lost: 5}", "a a"),
        ("x: 1, w: 0", "a: 8, total: scored", "a total"),
        ("x: 1, w: 0", "b: scored, total: scored", "b"),
        ("x: 1", "b: scored, total: scored", "b total"),
        ("x: 1", "b: scored, total: 28", "b total"),
        ("x: 1, w: 0", "b: scored, total: 28", "b"),
        ("x: 1, w: 0", "b: 9, total: 28, grade: fair", "b"),
        ("x: 1, w: 0", "b: 9, total: 27", "b total"),
    ],
)
def test_only_what_follows_exactly_is_left_untold(tmp_path: Path, figures: str, expect: str, told: str) -> None:
    (tmp_path / "r.yaml").write_text(SUMS, "utf-8")
    test = f"{{figures: {{{figures}}}, expect: {{{expect}}}}}"
    (tmp_path / "a.test.yaml").write_text(f"ruleset: r.yaml\ntests:\n- {test}\n", "utf-8")
    (verdict,) = run(open_suite(str(tmp_path / "a.test.yaml")))
    assert " ".join(each.expectation.address or "grade" for each in folded(verdict.differences)[0]) == told


@pytest.mark.parametrize(("expect", "told"), [("a: 8, total: 16", "a total"), ("a: 8, b: 8, total: 16", "a b")])
def test_equal_rules_are_not_taken_for_one(tmp_path: Path, expect: str, told: str) -> None:
    (tmp_path / "r.yaml").write_text(SUMS.replace("of: y", "of: x"), "utf-8")
    test = f"{{figures: {{x: 1, w: 10}}, expect: {{{expect}}}}}"
    (tmp_path / "a.test.yaml").write_text(f"ruleset: r.yaml\ntests:\n- {test}\n", "utf-8")
    (verdict,) = run(open_suite(str(tmp_path / "a.test.yaml")))
    assert " ".join(each.expectation.address for each in folded(verdict.differences)[0]) == told


# In files for build servers

SMALL = """\
ruleset: small
points: 10
figures: {x: {min: 0}}
indicators: {a: {points: 10, rules: {points: x}}}
"""


@pytest.fixture(name="folder")
def folder_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a passing and a failing snapshot, a test, and files that cannot be read."""
    files = {
        "r.yaml": SMALL,
        "c.yaml": "cases: {a: {figures: {x: 1}}}\n",
        "kept.csv": "#ruleset,small,version,\nid,outcome,total,grade,missing,errors,a\na,scored,1,,,,1\n",
        "other.csv": "#ruleset,small,version,\nid,outcome,total,grade,missing,errors,a\na,scored,1,,,,2\n",
        "a.test.yaml": "ruleset: r.yaml\nsnapshots:\n- {cases: c.yaml, expect: kept.csv}\n"
        "- {cases: c.yaml, expect: other.csv}\ntests:\n- {name: one, figures: {x: 1}, expect: {a: 1}}\n",
        "b.test.yaml": "ruleset: none.yaml\ntests: 1\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_junit_has_snapshots_and_files_that_cannot_be_read(folder: Path) -> None:
    assert main(["test", "--junit", "out.xml"]) == 2
    suites = ET.parse(folder / "out.xml").getroot().findall("testsuite")  # noqa: S314  # our own
    counts = [[each.get(key) for key in ("name", "tests", "failures", "errors")] for each in suites]
    assert counts == [["a.test.yaml", "3", "1", "0"], ["b.test.yaml", "1", "0", "1"]]
    snapshots = [each for each in suites[0] if "snapshot" in str(each.get("name"))]
    assert [[each.get("name"), each.get("line")] for each in snapshots] == [
        ["snapshot kept.csv", "3"], ["snapshot other.csv", "4"],
    ]  # fmt: skip
    assert [len(each) for each in snapshots] == [0, 1]
    assert "a, a: 2 kept, 1 now" in str(snapshots[1][0].text)
    error = suites[1].find("testcase/error")
    assert error is not None
    assert "error[test-file-missing]" in str(error.text)


def test_json_has_snapshots_and_files_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert main(["test", "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    (file,) = told["files"]
    assert [each["status"] for each in file["snapshots"]] == ["passed", "failed"]
    assert file["snapshots"][1]["differences"] == [{"case": "a", "column": "a", "expected": "2", "got": "1"}]
    (unread,) = told["unread"]
    assert unread["file"] == "b.test.yaml"
    assert "test-file-missing" in [each["code"] for each in unread["problems"]]
    assert main(["test", "a.test.yaml", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["unread"] == []
