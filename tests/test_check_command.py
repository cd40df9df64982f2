"""The options of ``scoring check``: formats, pages, curves, mending, and the settings of a project."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from scoring.check import check
from scoring.cli import main
from scoring.ruleset import Ruleset
from test_structure import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
ruleset: clinics
source: clinic order 7
points: 10
figures:
  open_days: {name: open days, type: count, min: 0, max: 7}
  satisfied: {unit: "%", min: 0%, max: 100%}
indicators:
  opening:
    points: 4
    rules:
      of: open_days
      bands: [{at_least: 6, is: 4}, {at_least: 3, below: 5, is: 2}, {below: 3, is: 0}]
  patients: {points: 6, rules: {of: satisfied, edge: at_least, bands: {80%: 6, else: 0}}}
"""


@pytest.fixture
def clinics(tmp_path: Path) -> Path:
    """A ruleset with a gap and a cliff."""
    path = tmp_path / "clinics.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run ``scoring check`` and return its status, output and errors."""
    try:
        status = main(["check", *map(str, arguments)])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    shown = capsys.readouterr()
    return status, shown.out, shown.err


# Formats


def test_github_shows_findings_beside_their_lines(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, _ = run(capsys, clinics, "--format", "github")
    warning, notice = out.splitlines()
    assert status == 1
    assert re.fullmatch(
        r"::warning file=\S+clinics\.yaml,line=12,title=gap,col=14,endColumn=15::"
        r"no band holds for open_days = 5: nothing is scored there%0Asay what holds .*",
        warning,
    )
    assert notice.startswith("::notice file=")
    assert "at satisfied = 80%25 'patients' jumps" in notice


def test_what_would_end_an_annotation_is_escaped(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a,b:c%.yaml"
    path.write_text(TEXT.replace("  patients:", '  "a\\nb": {points: 0, rules: judge}\n  patients:'), "utf-8")
    _, out, _ = run(capsys, path, "--format", "github")
    for line in out.splitlines():
        head, _, _ = line.removeprefix("::").partition("::")
        assert "a%2Cb%3Ac%25.yaml" in head


def test_sarif_names_rules_places_and_levels(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, _ = run(capsys, clinics, "--format", "sarif")
    (done,) = json.loads(out)["runs"]
    rules = done["tool"]["driver"]["rules"]
    assert status == 1
    assert [rule["id"] for rule in rules] == ["cliff", "gap"]
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    gap, cliff = done["results"]
    assert (gap["ruleId"], gap["level"], cliff["level"]) == ("gap", "warning", "note")
    assert rules[gap["ruleIndex"]]["id"] == "gap"
    place = gap["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12, "startColumn": 14, "endColumn": 15}
    assert place["artifactLocation"]["uri"].endswith("clinics.yaml")


def test_paths_below_the_folder_are_relative(
    capsys: pytest.CaptureFixture[str], clinics: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clinics.parent)
    _, out, _ = run(capsys, clinics, "--format", "sarif")
    places = re.findall(r'"uri": "([^"]+)"', out)
    assert set(places) == {"clinics.yaml"}


def test_unusable_files_are_findings_of_every_format(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(TEXT.replace("of: open_days", "of: open_day"), "utf-8")
    for form, shown in (("github", "::error"), ("sarif", '"level": "error"'), ("json", '"severity": "error"')):
        status, out, _ = run(capsys, path, "--format", form)
        assert status == 2
        assert shown in out
    status, out, _ = run(capsys, tmp_path / "none.yaml", "--format", "github")
    assert status == 2
    assert out.startswith("::error file=")


def test_json_gives_example_and_facts(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    _, out, _ = run(capsys, clinics, "--format", "json")
    gap, _ = json.loads(out)[0]["findings"]
    assert gap["code"] == "gap"
    assert gap["example"] == "open_days = 5"
    assert gap["facts"]["where"] == "open_days = 5"
    assert gap["hint"]


# Pages


def test_explain_prints_a_page_or_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--explain", "gap")
    assert (status, out.splitlines()[0][:3]) == (0, "gap")
    status, out, _ = run(capsys, "--explain", "gap", "--lang", "zh")
    assert "空档" in out
    status, out, _ = run(capsys, "--explain")
    assert status == 0
    assert {"gap", "cliff", "not-proved"} <= {line.split()[0] for line in out.splitlines() if line.strip()}


def test_explain_does_not_know_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--explain", "gaps")
    assert (status, out) == (2, "")
    assert "error[unknown-code]: there is no finding 'gaps'" in err
    assert "did you mean 'gap'?" in err


# Curves

CURVE = """\
opening: points by open_days
  from  to    points  to points
     0   2         0          0
     3   4         2          2
     5   5  no score
     6   7         4          4
"""


def test_a_curve_shows_where_points_turn(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, _ = run(capsys, clinics, "--curve", "opening", "--lang", "en")
    assert status == 0
    assert out.startswith(CURVE)
    assert "•" in out


def test_a_curve_of_what_is_no_indicator(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, err = run(capsys, clinics, "--curve", "openin")
    assert (status, out) == (2, "")
    assert "there is no indicator 'openin'" in err
    assert "opening" in err


def test_a_curve_goes_by_each_number_and_each_word(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "ruleset: r\nsource: s\nfigures: {kind: {words: [a, b]}, x: {min: 0}, y: {type: count, max: 9}}\n"
        "indicators:\n"
        "  n: {points: 10, rules: [{deduct: {of: kind, by: {a: 1, b: 2}}, per: 1, of: x, part: exact},"
        " {deduct: 3, per: 1, of: y}]}\n"
        "  w: {points: 5, rules: {of: kind, by: {a: 5, b: 0}}}\n",
        "utf-8",
    )
    _, out, _ = run(capsys, path, "--curve", "n", "--lang", "en")
    assert out.count("n: points by x") == 2
    assert out.count("n: points by y") == 2
    assert "with kind = b, y = 0" in out
    assert re.search(r"^ +0 +5 +10 +0$", out, re.MULTILINE), "twice as steep for b"
    _, out, _ = run(capsys, path, "--curve", "w", "--lang", "en")
    assert "kind = a  5" in out


def test_a_curve_takes_one_ruleset_and_a_method(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    clinics.write_text(
        TEXT + "methods: {mild: {indicators: {patients: {rules: {bands: {80%: 6, else: 3}}}}}}\n", "utf-8"
    )
    _, out, _ = run(capsys, clinics, "--curve", "patients", "--method", "mild", "--lang", "en")
    assert re.search(r"0% +<80% +3 +3", out)
    assert run(capsys, clinics, "--method", "mild")[0] == 2
    status, _, err = run(capsys, clinics, "--curve", "patients", "--method", "wild")
    assert status == 2
    assert "unknown-method" in err


def test_a_ruleset_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys)
    assert status == 2
    assert "a ruleset file is needed" in err


# Accepted findings


def codes(text: str) -> list[str]:
    """Return the codes of what is found."""
    return [each.code for each in check(Ruleset((("r.yaml", text),)))]


def test_a_finding_is_accepted_where_it_is_or_above() -> None:
    assert codes(TEXT) == ["gap", "cliff"]
    assert codes(TEXT.replace("  opening:\n", "  opening:\n    allow: {gap: a law}\n")) == ["cliff"]
    assert codes(TEXT + "allow: {gap: a law, cliff: a law}\n") == []


def test_an_acceptance_needs_a_code_a_reason_and_a_finding() -> None:
    assert codes(TEXT + "allow: {gap: a law, cliff: a law, masked: a law}\n") == ["allow-unused"]
    assert codes(TEXT + "allow: {gap: a law, cliff: a law, cleft: a law}\n") == ["allow-unknown"]
    assert codes(TEXT + "allow: {gap: , cliff: a law}\n") == ["allow-reason"]


# Hooks


def test_the_hooks_are_well_formed_and_meet_the_rulesets() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["scoring-check", "scoring-check-fix"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert re.search(hook["files"], "rulesets/yongzhou-2023/ruleset.yaml")
        assert not re.search(hook["files"], "rulesets/yongzhou-2023/cases.yaml")
