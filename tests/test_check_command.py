"""The options of ``scoring check``: formats, pages, curves, mending, and the settings of a project."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scoring.check import check
from scoring.cli import main
from scoring.ruleset import Ruleset
from test_structure import ROOT

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


def test_explain_takes_several_codes_in_any_writing(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--explain", "Gap", "NEVER_TAKEN", "gap", "points-mismatch")
    assert (status, err) == (0, "")
    heads = re.findall(r"^([a-z-]+) \((?:warning|note|of reading files)\)$", out, re.MULTILINE)
    assert heads == ["gap", "never-taken", "points-mismatch"]
    assert "hint: correct the points" in out
    assert "docs/errors.md" in out
    status, out, err = run(capsys, "--explain", "gaps", "gap", "clif", "--lang", "zh")
    assert (status, out) == (2, "")
    assert re.findall("是否想写“([a-z-]+)”？", err) == ["gap", "cliff"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--explain", "gap", "--format", "json"], "scoring check: --format does nothing beside --explain"),
        (["--explain", "gap", "--method", "mild"], "scoring check: --method does nothing beside --explain"),
        (["--explain", "gap", "r.yaml"], "scoring check: --explain takes codes and no files"),
        (["r.yaml", "--explain", "gap"], "scoring check: --explain takes codes and no files"),
        (
            ["r.yaml", "--explain", "gap", "--lang", "zh"],
            "scoring check：--explain只说明代码的含义，请只写代码，不写文件",
        ),
        (["r.yaml", "--curve", "a", "--format", "sarif"], "scoring check: --format does nothing beside --curve"),
        (["r.yaml", "--method", "mild", "--lang", "zh"], "scoring check：--method只与--curve同用"),
        (["--lang", "zh"], "scoring check：请写规则集文件；用法见scoring check --help"),
    ],
)
def test_options_that_do_nothing_are_refused(capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    status, out, err = run(capsys, *options)
    assert (status, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_fix_and_curve_exclude_each_other(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, _, err = run(capsys, clinics, "--fix", "--curve", "opening")
    assert status == 2
    assert "not allowed with" in err


# Curves

CURVE = """\
opening, 4 points, ruleset clinics

points by open_days (open days)
  from  to    points  to points
     0   2         0          0
     3   4         2          2
     5   5  no score
     6   7         4          4
"""
WORDS = """\
ruleset: r
source: s
figures:
  kind: {name: {en: kind of place, zh: 地区}, words: [a, b, c]}
  x: {name: {en: late, zh: 逾期}, unit: days, min: 0}
  y: {type: count, max: 9}
  z: {unit: "%", max: none}
indicators:
  n:
    code: A1
    name: {en: lateness, zh: 时效}
    points: 10
    rules:
    - {deduct: {of: kind, by: {a: 1, b: 2, c: 1}}, per: 1, of: x, part: drop}
    - {deduct: 3, per: 1, of: y}
  w: {points: 5, rules: {of: kind, by: {a: 5, b: 0, c: 0}}}
  o: {points: none, rules: {deduct: 0.5, per: 2%, of: z, part: exact}}
"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A ruleset in which a word decides how steep a deduction is."""
    path = tmp_path / "r.yaml"
    path.write_text(WORDS, "utf-8")
    return path


def test_a_curve_shows_where_points_turn(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, _ = run(capsys, clinics, "--curve", "opening", "--lang", "en")
    assert status == 0
    assert out.startswith(CURVE)
    assert "•" in out


def test_several_curves_stand_below_each_other(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, _ = run(capsys, clinics, "--curve", "opening", "--curve", "patients", "--lang", "en")
    assert status == 0
    assert re.findall(r"^(\w+), \d points, ruleset clinics$", out, re.MULTILINE) == ["opening", "patients"]
    status, out, err = run(capsys, clinics, "--curve", "openin", "--curve", "patient", "--lang", "en")
    assert (status, out) == (2, "")
    assert re.findall(r"did you mean '(\w+)'", err) == ["opening", "patients"]


def test_a_curve_of_what_is_no_indicator(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    status, out, err = run(capsys, clinics, "--curve", "openin")
    assert (status, out) == (2, "")
    assert "there is no indicator 'openin'" in err
    assert "opening" in err


def test_a_curve_goes_by_each_number_and_each_word(capsys: pytest.CaptureFixture[str], words: Path) -> None:
    _, out, _ = run(capsys, words, "--curve", "n", "--lang", "en")
    assert out.startswith("A1 lateness (n), 10 points, ruleset r\n")
    assert out.count("points by x (late, days, no max)") == 2, "a and c have the same table"
    assert out.count("points by y\n") == 1, "no word matters"
    assert "with kind (kind of place) = a / c, y = 0" in out
    assert re.search(r"^ +1 +<10 +9 +1 \(in steps of 1 per 1 days\)$", out, re.MULTILINE)
    assert re.search(r"^ +1 +<5 +8 +2 \(in steps of 2 per 1 days\)$", out, re.MULTILINE), "twice as steep for b"
    _, out, _ = run(capsys, words, "--curve", "w", "--lang", "en")
    assert out.endswith(
        "points by kind (kind of place)\n  kind (kind of place) = a  5\n  kind (kind of place) = b / c  0\n"
    )


def test_a_curve_in_chinese_has_chinese_signs(capsys: pytest.CaptureFixture[str], words: Path) -> None:
    _, out, _ = run(capsys, words, "--curve", "n", "--lang", "zh")
    assert out.startswith("A1 时效（n），满分10分，规则集r\n\n得分随x（逾期，days，无上限）的变化\n")
    assert "  其中kind（地区） = a / c，y = 0\n" in out
    assert "（分档，每1days一档，每档1分）" in out
    assert not re.search("[一-鿿][,:(]", out)


def test_limits_that_are_not_given_and_values_without_end_are_told(
    capsys: pytest.CaptureFixture[str], words: Path
) -> None:
    _, out, _ = run(capsys, words, "--curve", "o", "--lang", "en")
    assert "o, an open scale, ruleset r" in out
    assert "points by z (%, no min, no max)" in out
    assert re.search(r"^ +−∞ +0% +0 +0$", out, re.MULTILINE)
    assert re.search(r"^ +>0% +∞ +0 +−∞$", out, re.MULTILINE)
    assert out.rstrip().endswith("…"), "the axis of the picture goes on"


def test_a_long_table_is_shortened(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    head = "ruleset: r\nsource: s\nfigures: {x: {min: 0, max: 1000}}\nindicators:\n  n:\n    points: 100\n    rules:\n"
    regular = "".join(f"      - {{below: {each * 10}, is: {each}}}\n" for each in range(1, 100))
    path.write_text(f"{head}      of: x\n      bands:\n{regular}      - {{is: 100}}\n", "utf-8")
    _, out, _ = run(capsys, path, "--curve", "n", "--lang", "en")
    assert re.search(r"^ +0 +<990 +1 +99 \(in steps of 1 per 10\)$", out, re.MULTILINE)
    assert len(out.splitlines()) < 25
    uneven = "".join(f"      - {{below: {each * 10}, is: {each**3 % 97}}}\n" for each in range(1, 100))
    path.write_text(f"{head}      of: x\n      bands:\n{uneven}      - {{is: 100}}\n", "utf-8")
    _, out, _ = run(capsys, path, "--curve", "n", "--lang", "en")
    assert re.search(r"^  … \d+ more$", out, re.MULTILINE)
    assert len(out.splitlines()) < 80


def test_combinations_of_words_are_bounded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    flags = [f"f{each}" for each in range(30)]
    rules = ", ".join(f"{{deduct: {place + 1}, when: {flag}}}" for place, flag in enumerate(flags))
    path.write_text(
        "ruleset: r\nsource: s\n"
        f"figures: {{{', '.join(f'{flag}: {{type: flag}}' for flag in flags)}, x: {{min: 0}}}}\n"
        f"indicators:\n  n: {{points: 500, rules: [{rules}, {{deduct: 1, per: 1, of: x, part: exact}}]}}\n",
        "utf-8",
    )
    status, out, _ = run(capsys, path, "--curve", "n", "--lang", "en")
    assert status == 0
    assert out.count("points by x") == 8
    assert "more tables for other words, not shown" in out
    assert "more than a million further combinations of words were not looked at" in out


def test_a_curve_takes_one_ruleset_and_a_method(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    clinics.write_text(
        TEXT + "methods: {mild: {indicators: {patients: {rules: {bands: {80%: 6, else: 3}}}}}}\n", "utf-8"
    )
    _, out, _ = run(capsys, clinics, "--curve", "patients", "--method", "mild", "--lang", "en")
    assert re.search(r"0% +<80% +3 +3", out)
    assert "ruleset clinics, method mild" in out
    assert run(capsys, clinics, "--method", "mild")[0] == 2
    status, _, err = run(capsys, clinics, "--curve", "patients", "--method", "milt")
    assert status == 2
    assert "unknown-method" in err
    assert "did you mean 'mild'?" in err


def test_a_ruleset_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys)
    assert status == 2
    assert "a ruleset file is needed" in err


# Folders and what is no ruleset


def test_a_folder_means_all_rulesets_in_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = "ruleset: r\nsource: s\nindicators: {a: {points: 5, rules: {judge: 0..5}}}\n"
    files = {
        "b/ruleset.yaml": fine, "a/two.yml": "\ufeff# one\n" + fine, "a/broken.yaml": "ruleset: [\n",
        "a/flow.yaml": "# a note\n{ruleset: r, source: s, indicators: {a: {points: 5, rules: {judge: 0..5}}}}\n",
        "a/cases.yaml": "cases: {one: {figures: {x: 1}}}\n", "a/r.test.yaml": fine,
        "a/tests.yaml": "ruleset: r\ntests: []\n",
        "a/shared.yaml": "figures: {x: {min: 0}}\n", "a/note.txt": fine, ".hidden/r.yaml": fine,
        "node_modules/r.yaml": fine, "env/pyvenv.cfg": "", "env/r.yaml": fine, ".venv/r.yaml": fine,
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self.yaml").symlink_to("self.yaml")
    os.mkfifo(tmp_path / "a" / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    status, out, _ = run(capsys, ".", "a/two.yml", "b", "--format", "json")
    assert status == 2, "one is broken"
    found = ["a/broken.yaml", "a/flow.yaml", "a/two.yml", "b/ruleset.yaml"]
    assert [each["file"] for each in json.loads(out)] == [*found, "a/two.yml"], "a file that is named is told of"
    status, out, _ = run(capsys, "b", "--curve", "a", "--lang", "en")
    assert status == 0
    assert "ruleset r" in out


def test_a_folder_without_rulesets_and_an_empty_name_are_errors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, out, _ = run(capsys, tmp_path, "")
    assert status == 2
    assert "error[folder-empty]: there is no ruleset in this folder" in out
    assert "error[name-empty]: an empty name was given in place of a ruleset" in out
    status, out, err = run(capsys, "", "--curve", "a", "--lang", "zh")
    assert (status, out) == (2, "")
    assert "错误[name-empty]：给出的规则集名称是空的" in err


def test_a_folder_that_cannot_be_read_is_told_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "z").mkdir()
    (tmp_path / "r.yaml").write_text(TEXT, "utf-8")
    scan = os.scandir

    def refused(path: str) -> object:
        if Path(path).name == "z":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    status, out, _ = run(capsys, tmp_path, "--lang", "en")
    assert status == 2
    assert "warning[gap]" in out
    assert f"{tmp_path / 'z'}: error[folder-unreadable]: this folder cannot be read: Permission denied" in out


def test_a_file_is_looked_at_in_a_time_that_its_length_allows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "r.yaml").write_text("# " * 200_000 + "\n" + "#\n" * 200_000 + " " * 200_000, "utf-8")
    status, out, _ = run(capsys, tmp_path)
    assert status == 2
    assert "folder-empty" in out


@pytest.mark.parametrize(
    "text",
    ["cases: {a: {figures: {x: 1}}}\n", "figures: {x: 1}\n", "name: a\nmarks: {m: 3}\n", "findings: [{against: a}]\n"],
)
def test_a_file_of_cases_is_known(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(text, "utf-8")
    status, out, _ = run(capsys, path)
    assert status == 2
    assert "error[ruleset-is-cases]" in out
    assert "'check' takes the ruleset alone" in out


# Streams of a real process


def process(command: str, *arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which ``"$@"`` is ``scoring check`` with arguments."""
    program = [sys.executable, "-c", "import sys; from scoring.cli import main; sys.exit(main())", "check"]
    line = ["bash", "-c", f"set -o pipefail; {command}", "bash", *program, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]  # noqa: S603


def test_who_stops_reading_changes_nothing(clinics: Path) -> None:
    for options, status in (([], 1), (["--curve", "opening"], 0), (["--format", "json"], 1)):
        done = process('"$@" | true', clinics, *options)
        assert (done.returncode, done.stderr) == (status, ""), options
    done = process('"$@" | head -1', clinics, clinics, "--lang", "en")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("\n") == 1
    done = process('"$@" | true', "--explain")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_a_line(clinics: Path) -> None:
    done = process('"$@" > /dev/full', clinics)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("scoring: the output cannot be written: ")
    done = process('"$@" > /dev/full', "--explain", "gap", "--lang", "zh")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("scoring：无法写出结果：")


def test_a_closed_output_is_told_in_a_line(clinics: Path) -> None:
    for options in ([], ["--curve", "opening"]):
        done = process('"$@" >&-', clinics, *options)
        assert (done.returncode, done.stderr) == (2, "scoring: the output cannot be written: it is closed\n")
    done = process('"$@" 2>&-', clinics, "--method", "mild")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


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
