"""What ``scoring test`` writes takes the place of nothing that was read or that somebody else wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scoring.cli import main
from scoring.testing.suggest_write import from_folder

if TYPE_CHECKING:
    from pathlib import Path

RULESET = """\
ruleset: roads
version: "2"
title: Village roads
points: 10
figures:
  rate: {unit: "%", min: 0%, max: 100%}
indicators:
  execution: {points: 10, rules: {deduct: 1, per: 5%, below: 90%, of: rate, part: count}}
"""
CASES = "cases:\n  hill: {figures: {rate: 95%}}\n"
TESTS = """\
ruleset: roads.yaml
base: {case: hill, from: cases.yaml}
tests:
- {name: full marks, expect: {total: 10}}
snapshots: {cases: cases.yaml, expect: kept.csv}
"""
TARGETS = {
    "--suggest": "more.test.yaml",
    "--coverage-html": "coverage.html",
    "--junit": "results.xml",
    "--report": "sign-off.md",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that a small ruleset and its tests are in, the current one."""
    for name, text in (("roads.yaml", RULESET), ("cases.yaml", CASES), ("roads.test.yaml", TESTS)):
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["test", ".", "--accept"]) == 0
    return tmp_path


@pytest.mark.parametrize("name", ["roads.test.yaml", "roads.yaml", "cases.yaml", "kept.csv", "./sub/../cases.yaml"])
@pytest.mark.parametrize("option", ["--suggest", "--coverage-html", "--junit"])
def test_what_is_read_is_not_overwritten(
    folder: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sub").mkdir()
    before = (folder / name).read_bytes()
    capsys.readouterr()
    assert main(["test", option, name]) == 2
    out, err = capsys.readouterr()
    assert out == ""  # nothing was run
    assert f"error[output-read]: '{name}' is read in this run; {option} would overwrite it" in err
    assert f"scoring test TESTS {option} {TARGETS[option]}" in err
    assert (folder / name).read_bytes() == before


def test_a_link_to_what_is_read_is_not_overwritten_either(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "link.xml").symlink_to("cases.yaml")
    assert main(["test", "--junit", "link.xml"]) == 2
    assert "error[output-read]" in capsys.readouterr().err


def test_results_that_are_not_kept_yet_are_read_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kept.csv").unlink()
    assert main(["test", "--accept", "--junit", "kept.csv"]) == 2
    assert "error[output-read]" in capsys.readouterr().err
    assert not (folder / "kept.csv").exists()


@pytest.mark.parametrize("option", TARGETS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_own_output_is_written_anew_and_nothing_else(
    folder: Path, option: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = TARGETS[option]
    file = folder / name
    for _ in range(2):
        assert main(["test", "roads.test.yaml", option, name, "--lang", lang]) == 0
    assert file.stat().st_size
    for text in ("my notes\n", f"my notes\n{file.read_text('utf-8')}" if option != "--coverage-html" else "<p>\n"):
        file.write_text(text, "utf-8")
        capsys.readouterr()
        assert main(["test", "roads.test.yaml", option, name, "--lang", "en"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert f"error[output-exists]: '{name}' exists already, and {option} has not written it" in err
        assert file.read_text("utf-8") == text
    file.write_text("", "utf-8")
    assert main(["test", "roads.test.yaml", option, name]) == 0
    assert file.stat().st_size


def test_a_page_of_another_option_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--report", "a.html"]) == 0
    before = (folder / "a.html").read_bytes()
    assert main(["test", "--coverage-html", "a.html"]) == 2
    assert "error[output-exists]" in capsys.readouterr().err
    assert main(["test", "--report", "a.html"]) == 0
    assert (folder / "a.html").read_bytes() == before


def test_two_options_do_not_write_one_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--coverage-html", "a.html", "--report", "./a.html"]) == 2
    assert "error[output-for-both]: './a.html' cannot be written by --coverage-html and by --report" in (
        capsys.readouterr().err
    )
    assert not (folder / "a.html").exists()


@pytest.mark.usefixtures("folder")
def test_what_is_no_file_is_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--junit", "/dev/null"]) == 0
    assert capsys.readouterr().err == "results of 1 test written to /dev/null\n"


# What was written is told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_was_written_is_told_in_a_line_each(folder: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = [part for each in TARGETS.items() for part in each]
    capsys.readouterr()
    assert main(["test", "roads.test.yaml", *options, "--lang", lang]) == 0
    out, err = capsys.readouterr()
    tests = (folder / "more.test.yaml").read_text("utf-8").count("    # ")
    assert err == ""
    assert out.splitlines()[2:] == {
        "en": [
            "coverage of roads.yaml written to coverage.html", "results of 1 test written to results.xml",
            f"{tests} tests written to more.test.yaml", "sign-off written to sign-off.md",
        ],
        "zh": [
            "已将roads.yaml的覆盖率写入coverage.html", "已将1项测试的结果写入results.xml",
            f"已将{tests}项测试写入more.test.yaml", "已将测试确认书写入sign-off.md",
        ],
    }[lang]  # fmt: skip


def test_what_was_written_is_told_beside_what_a_program_reads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["test", "roads.test.yaml", "--junit", "r.xml", "--format", "json", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)
    assert err == "results of 1 test written to r.xml\n"
    assert main(["test", "roads.test.yaml", "--junit", "r.xml", "--suggest", "--lang", "en"]) == 0
    assert capsys.readouterr().err == "results of 1 test written to r.xml\n"
    assert (folder / "r.xml").exists()


@pytest.mark.usefixtures("folder")
def test_a_terminal_is_told_how_far_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["test", "roads.test.yaml", "--suggest", "more.test.yaml", "--mutate"]) == 0
    err = capsys.readouterr().err
    assert "looking for cases: 0 of " in err
    assert "mutants: 1 of " in err
    assert err.endswith("\r\x1b[K")


# Suggested tests that stand there already


LEFT = "# No case was found for these; they may need a test of several cases, or be impossible:"


def reviewed(text: str) -> str:
    return text.replace("unconfirmed: true", 'reviewed_by: "Ada, 2026-07-01"  # looked at')


@pytest.mark.parametrize("paths", [["."], ["roads.test.yaml"], ["roads.test.yaml", "more.test.yaml"]])
def test_tests_that_stand_there_stay_and_what_is_missing_still_is_added(
    folder: Path, paths: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "more.test.yaml"
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 0
    before = reviewed(file.read_text("utf-8"))
    file.write_text(before, "utf-8")
    capsys.readouterr()
    assert main(["test", *paths, "--suggest", file.name]) == 0
    assert capsys.readouterr().out.endswith("nothing is missing; more.test.yaml is unchanged\n")
    assert file.read_text("utf-8") == before
    ruleset = RULESET + "  safety: {points: 0, rules: {deduct: 2, per: 10%, below: 50%, of: rate, part: count}}\n"
    (folder / "roads.yaml").write_text(ruleset.replace("points: 10,", "points: 7,").replace("points: 0", "points: 3"))
    (folder / "roads.test.yaml").write_text(TESTS.partition("snapshots")[0], "utf-8")
    main(["test", *paths, "--suggest", file.name])
    out = capsys.readouterr().out.splitlines()[-1]
    assert out.endswith(" tests added to more.test.yaml; what stood there is unchanged")
    after = file.read_text("utf-8")
    assert after.startswith(before)
    assert "safety" in after[len(before) :]
    assert "unconfirmed: true" in after[len(before) :]
    assert f"{after[len(before) :].count('    # ')} tests added" in out
    main(["test", *paths, "--suggest", file.name])
    assert "is unchanged" in capsys.readouterr().out.splitlines()[-1]
    assert file.read_text("utf-8") == after


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        ("tests:\n  # mine\n  - {name: a, expect: {total: 10}}\n# the end", ["  # mine\n  - {name: a", "# the end\n"]),
        ("tests:\n- name: a\n  expect:\n    total: 10\n\n# kept\nsnapshots: {cases: cases.yaml, expect: kept.csv}\n",
         ["    total: 10\n", "\n\n# kept\nsnapshots: {cases: cases.yaml, expect: kept.csv}\n"]),
        ("# Nothing is missing.\ntests: []   # none\n", ["tests:   # none\n- name"]),
        (f"tests:\n- {{name: a, expect: {{total: 10}}}}\n\n{LEFT}\n# - a.yaml:1 b: c\n",
         ["- {name: a"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_tests_are_added_however_the_file_is_written(folder: Path, own: str, kept: list[str], ends: str) -> None:
    file = folder / "more.test.yaml"
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 0
    full = file.read_text("utf-8")
    text = full.partition("tests:")[0] + own
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", ends).encode())
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 0
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    told = after.decode("utf-8-sig")
    assert told.count("\n") == told.count(ends)
    plain = told.replace(ends, "\n")
    assert all(each in plain for each in kept), plain
    assert "Nothing is missing" not in plain
    assert "No case was found" not in plain
    assert main(["test", file.name, "--fail-under", "100"]) == 0


@pytest.mark.parametrize(
    "own", ["tests: [{name: a, expect: {total: 10}}]\n", "tests:\n-\n  name: a\n  expect: {total: 10}\n"]
)
def test_a_file_to_which_nothing_can_be_added_stays(folder: Path, own: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "more.test.yaml"
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 0
    text = file.read_text("utf-8").partition("tests:")[0] + own
    file.write_text(text, "utf-8")
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 2
    assert "error[suggest-append]: no tests can be added to 'more.test.yaml'" in capsys.readouterr().err
    assert file.read_text("utf-8") == text


def test_tests_of_another_ruleset_and_files_with_mistakes_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "more.test.yaml"
    assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 0
    (folder / "other.yaml").write_text(RULESET, "utf-8")
    for old, new, code in (("roads.yaml", "other.yaml", "suggest-other"), ("tests:", "test:", "test-unknown-key")):
        text = file.read_text("utf-8").replace(old, new)
        file.write_text(text, "utf-8")
        assert main(["test", "roads.test.yaml", "--suggest", file.name]) == 2
        assert f"error[{code}]" in capsys.readouterr().err
        assert file.read_text("utf-8") == text
        file.write_text(text.replace(new, old), "utf-8")


def test_nothing_is_suggested_where_a_file_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.test.yaml").write_text("ruleset: roads.yaml\ntests: []\nother: 1\n", "utf-8")
    assert main(["test", ".", "--suggest", "more.test.yaml", "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.count("error[test-unknown-key]") == 1
    assert "error[suggest-unread]: no tests are suggested" in err
    assert not (folder / "more.test.yaml").exists()


# Suggested tests in another folder


@pytest.mark.parametrize("place", ["sub/deep/more.test.yaml", "../beside/more.test.yaml"])
def test_paths_are_as_they_are_from_the_folder_of_the_file(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home") / "in"
    folder.rename(home)
    monkeypatch.chdir(home)
    file = home / place
    file.parent.mkdir(parents=True)
    tests = """\
base:
  from: 'cases.yaml'   # kept remark
  case: hill
ruleset: "roads.yaml"
tests:
- {name: full marks, expect: {total: 10}}
- {name: another start, case: valley, from: more.yaml, expect: {total: 10}}
"""
    (home / "more.yaml").write_text("cases: {valley: {figures: {rate: 91%}}}\n", "utf-8")
    (home / "roads.test.yaml").write_text(tests, "utf-8")
    assert main(["test", "roads.test.yaml", "--suggest", place]) == 0
    text = file.read_text("utf-8")
    up = "../../" if "deep" in place else "../in/"
    assert f'ruleset: "{up}roads.yaml"\nbase:\n  from: "{up}cases.yaml"   # kept remark\n  case: hill\n' in text
    assert main(["test", "roads.test.yaml", place, "--fail-under", "100"]) == 0
    monkeypatch.chdir(file.parent)  # and seen from there
    file.unlink()
    assert main(["test", f"{up}roads.test.yaml", "--suggest", file.name]) == 0
    assert file.read_text("utf-8") == text
    assert from_folder(f"{up}more.yaml", file.parent) == f"{up}more.yaml"
    assert from_folder("x.xlsx#2024", file.parent) == "x.xlsx#2024"
