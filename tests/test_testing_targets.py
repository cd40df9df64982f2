"""What ``scoring test`` writes takes the place of nothing that was read or that somebody else wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring.cli import main

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
    assert capsys.readouterr().err == ""
