"""What ``scoring check`` prints for hosts and tools: places as they know them, sentences, and the fields of JSON."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pytest

from scoring.cli import main
from test_structure import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
ruleset: r
source: s
points: 2
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 2
    rules: {of: rate, bands: [{at_least: 100%, is: 2}, {below: 90%, is: 0}]}
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run ``scoring check`` and return its status, output and errors."""
    status = main(["check", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def ruleset(folder: Path, name: str = "r.yaml", text: str = TEXT) -> Path:
    """Write a ruleset with a gap."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


# SARIF


def test_sarif_percent_encodes_paths_and_calls_others_by_the_root(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "永州 #1 100%:a.yaml"
    path = ruleset(tmp_path / "here", name)
    other = ruleset(tmp_path / "other folder", name)
    monkeypatch.chdir(path.parent)
    _, out, _ = run(capsys, name, "../here/./" + name, other, "--format", "sarif")
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for each in json.loads(out)["runs"][0]["results"]]  # fmt: skip
    assert all(re.fullmatch(r"[A-Za-z0-9/._~:%-]+", uri) for uri in uris)
    assert [unquote(uri) for uri in uris[:2]] == [name, name]
    assert ":" not in uris[0]
    assert uris[2].startswith("file:///")
    assert unquote(urlparse(uris[2]).path) == str(other)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif_speaks_in_sentences_without_templates(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str
) -> None:
    path = ruleset(tmp_path, text=TEXT.replace("is: 2}", "is: 2, wher: 1}"))
    _, out, _ = run(capsys, ruleset(tmp_path, "gap.yaml"), path, "--format", "sarif", "--lang", lang)
    done = json.loads(out)["runs"][0]
    texts = [rule["shortDescription"]["text"] for rule in done["tool"]["driver"]["rules"]]
    texts += [each["message"]["text"] for each in done["results"]]
    assert len(texts) == 4
    for text in texts:
        assert not re.search(r"!\w\}", text), text
        assert text[-1] in ("?." if lang == "en" else "？。")
        assert text[0] == text[0].upper()
    said = done["results"][0]["message"]["text"]
    assert ("rate = 95%. Say what holds there" if lang == "en" else "rate = 95%。请写明") in said


# GitHub


def test_github_has_paths_as_they_lie_in_the_repository(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    path = ruleset(tmp_path / "m")
    (tmp_path / "w").mkdir()
    monkeypatch.chdir(tmp_path)
    for typed in (path, "m/r.yaml", "w/../m/./r.yaml"):
        assert run(capsys, typed, "--format", "github")[1].startswith("::warning file=m/r.yaml,line=8,")
    monkeypatch.chdir(tmp_path / "w")
    assert f"file={path}," in run(capsys, "../m/r.yaml", "--format", "github")[1]
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=m/r.yaml," in run(capsys, "../m/r.yaml", "--format", "github")[1]


# JSON


def test_json_has_no_place_where_there_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, tmp_path / "none.yaml", ruleset(tmp_path), "--format", "json")
    missing, gap = (each["findings"][0] for each in json.loads(out))
    assert (missing["line"], missing["column"], missing["end"]) == (None, None, None)
    assert (gap["line"], gap["column"]) == (8, 30)


def test_every_field_of_json_is_documented(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, ruleset(tmp_path), "--format", "json")
    (file,) = json.loads(out)
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    fields = "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    assert all(f"`{name}`" in fields for name in file)
    assert all(f"`findings[].{name}`" in fields or f"`{name}`" in fields for name in file["findings"][0])
    assert os.sep in file["file"]
