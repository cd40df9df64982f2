"""``[tool.scoring]`` in ``pyproject.toml``: where it is looked for, what it may say, how mistakes in it are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scoring.cli import main

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
    status = main(["check", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def settings(folder: Path, text: str) -> None:
    """Write the settings of a project."""
    (folder / "pyproject.toml").write_text(text, "utf-8")


def test_severities_and_the_share_of_a_cliff_are_settings(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    settings(clinics.parent, '[tool.scoring.severity]\ngap = "note"\ncliff = "off"\n')
    status, out, _ = run(capsys, clinics)
    assert status == 0
    assert "note[gap]" in out
    assert "cliff" not in out
    settings(clinics.parent, '[tool.scoring]\ncliff = "100%"\nseverity = {gap = "error"}\n')
    status, out, _ = run(capsys, clinics)
    assert status == 1
    assert "error[gap]" in out
    assert "cliff" not in out


def test_the_nearest_settings_count_and_others_are_passed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settings(tmp_path, '[tool.scoring]\ncliff = "100%"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    settings(inner, '[project]\nname = "x"\n')
    (inner / "r.yaml").write_text(TEXT, "utf-8")
    assert "cliff" not in run(capsys, inner / "r.yaml")[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.scoring", "settings-unreadable"),
        ('[tool.scoring]\nclif = "5%"\n', "did you mean 'cliff'?"),
        ("[tool.scoring]\ncliff = 5\n", "settings-cliff"),
        ('[tool.scoring]\ncliff = "400%"\n', "settings-cliff"),
        ('[tool.scoring]\nseverity = "off"\n', "'severity' is a table"),
        ('tool.scoring = "off"\n', "'scoring' is a table"),
        ('[tool.scoring.severity]\npoints-mismatch = "off"\n', "settings-fixed"),
        ('[tool.scoring.severity]\nunknown-key = "off"\n', "settings-fixed"),
        ('[tool.scoring.severity]\nno-such = "off"\n', "error[unknown-code]: there is no finding 'no-such'"),
        (f"[tool.scoring]\na = {'[' * 3000}{']' * 3000}\n", "settings-deep"),
        ("#" * (1 << 20) + "\n", "file-too-large"),
        ('[tool.scoring.severity]\ngapp = "note"\n', "did you mean 'gap'?"),
        ('[tool.scoring.severity]\ngap = "loud"\n', "error, warning, note, off"),
    ],
)
def test_settings_that_cannot_be_read(capsys: pytest.CaptureFixture[str], clinics: Path, text: str, said: str) -> None:
    settings(clinics.parent, text)
    for more in ([], ["--fix"]):
        status, out, err = run(capsys, clinics, *more, "--lang", "en")
        assert status == 2
        assert said in out + err


# Where they are looked for


def test_the_real_folder_of_a_file_counts_whatever_way_leads_to_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("m", "w/s"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "m" / "gap.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "w" / "m").symlink_to(tmp_path / "m")
    settings(tmp_path / "w", '[tool.scoring.severity]\ngap = "off"\n')
    settings(tmp_path / "w" / "s", '[tool.scoring.severity]\ngap = "off"\n')
    monkeypatch.chdir(tmp_path / "w" / "s")
    for typed in ("../../m/gap.yaml", "../m/gap.yaml"):
        assert "warning[gap]" in run(capsys, typed)[1]


# What is said of mistakes

WRONG = """\
[project]
cliff = "1%"

[tool.scoring]
clif = "5%"   # cliff
cliffs = "6%"
cliff = "-5%"

[tool.scoring.severity]
gap = "loud"
"gapp" = "off"
unknown-key = "off"
"""


def test_all_mistakes_are_told_once_each_at_its_line(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    settings(clinics.parent, WRONG)
    other = clinics.with_name("other.yaml")
    other.write_text(TEXT, "utf-8")
    (clinics.parent / "in").mkdir()
    settings(clinics.parent / "in", '[tool.scoring]\ncliff = "90%"\n')
    good = clinics.parent / "in" / "good.yaml"
    good.write_text(TEXT, "utf-8")
    status, out, _ = run(capsys, clinics, other, good, "--lang", "en")
    assert status == 2
    name = re.escape(str(clinics.with_name("pyproject.toml")))
    assert re.findall(rf"^{name}:(\d+):\d+: error\[(.*?)\]", out, re.MULTILINE) == [
        ("5", "settings-key"), ("6", "settings-key"), ("7", "settings-cliff"),
        ("10", "unknown-option"), ("11", "unknown-code"), ("12", "settings-fixed"),
    ]  # fmt: skip
    assert "pyproject.toml: 6 errors" in out
    assert f"{good}: 1 warning" in out, "what has settings of its own is checked"


def test_mistakes_on_one_line_are_all_told(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    settings(clinics.parent, "tool.scoring = {cliff = 3, severity = {gap = 1, cliff = true}, more = 1}\n")
    _, out, _ = run(capsys, clinics, "--lang", "en")
    assert out.count("error[") == 4
    assert "pyproject.toml:1:" in out


def test_a_mistake_of_toml_has_its_line(capsys: pytest.CaptureFixture[str], clinics: Path) -> None:
    settings(clinics.parent, "[tool.scoring]\ncliff = \n")
    _, out, _ = run(capsys, clinics, "--lang", "en")
    assert "pyproject.toml:2:9: error[settings-unreadable]" in out
