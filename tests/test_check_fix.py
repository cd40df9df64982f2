"""``scoring check --fix``: what is taken out of a file, what is left, and that nothing scores otherwise."""

from __future__ import annotations

import os
import re
import stat
from fractions import Fraction
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml

from scoring.check import check
from scoring.check_fix import fixed
from scoring.checks.cut import without
from scoring.checks.page import whole
from scoring.checks.pages import PAGES
from scoring.checks.settings import Settings
from scoring.cli import main
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.check_fix import Fixed
    from scoring.diagnostic import Diagnostic


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run ``scoring check`` and return its status, output and errors."""
    status = main(["check", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def mended(text: str) -> Fixed:
    """Return what becomes of a text."""
    return fixed(Ruleset((("r.yaml", text),)), Settings())


def in_blocks(text: str) -> str:
    """Return a ruleset without any brackets."""
    plain = yaml.safe_dump(yaml.load(text, yaml.BaseLoader), sort_keys=False, allow_unicode=True, width=1000)  # noqa: S506  # all values as text
    return re.sub(r"'(-?\d[\d.]*%?)'", r"\1", plain)


def random_case(ruleset: Ruleset, dice: Random) -> dict[str, object]:
    """Return a case of a ruleset: numbers at and around those that it speaks of, some figures missing."""
    numbers = {Fraction(found) for found in re.findall(r"\d+(?:\.\d+)?", ruleset.texts[-1][1])}
    case: dict[str, object] = {}
    for name, domain in ruleset.program().domains.items():
        if "/" in name or dice.random() < 0.1:
            continue
        if domain.words:
            case[name] = dice.choice(domain.words)
        elif domain.type.value == "truth":
            case[name] = dice.random() < 0.5
        else:
            scale = Fraction(1, 100) if dice.random() < 0.5 else Fraction(1)
            value = dice.choice(sorted(numbers)) * scale + dice.choice(
                list(map(Fraction, ("0", "0", "1", "-1", "0.001")))
            )
            if domain.whole:
                value = Fraction(round(value))
            low, high = domain.low, domain.high
            case[name] = max(value if high is None else min(value, high), value if low is None else low)
    return case


def assert_alike(before: str, after: str) -> None:
    """Score 300 cases by both, under each method."""
    one, other = (Ruleset((("r.yaml", text),)) for text in (before, after))
    dice = Random(7)  # noqa: S311  # the same cases every time
    for method, _ in product((None, *one.methods), range(300)):
        case = random_case(one, dice)
        results = [each.score(case, method=method) for each in (one, other)]
        assert results[0].outcome == results[1].outcome, case
        assert results[0].total == results[1].total, case
        assert results[0].grade == results[1].grade, case


# What pages promise

FIXABLE = [(code, page) for code, page in PAGES.items() if page.fixed]
EXAMPLES = [pytest.param(code, write(whole(page.avoid)), id=f"{code}-{write.__name__}")
            for code, page in FIXABLE for write in (str, in_blocks)]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_the_example_of_a_page_is_mended(code: str, text: str) -> None:
    found = mended(text)
    assert [each.code for each in found.done] == [code]
    assert not found.left
    assert not check(Ruleset((("r.yaml", found.text),)))
    assert len(found.text.splitlines()) <= len(text.splitlines())
    assert_alike(text, found.text)


VARIANTS = """\
ruleset: r
source: s
points: 4
figures: {n: {type: count, min: 0, max: 9}}
indicators:
  a:
    points: 4
    variants:
    - when: n > 9
      rules: {of: n, by: {1: 4, else: 0}}
    - {when: n > 4, rules: {of: n, bands: [{above: 6, is: 4}, {is: 3}]}}
    # the third
    - when: n > 5   # too late
      rules: {deduct: 1, per: 1, of: n, part: drop}
    - rules: {deduct: 1, per: 1, of: n, part: drop}
"""
ROWS = """\
ruleset: r
source: s
points: 4
figures: {n: {type: count, min: 0, max: 9}}
indicators:
  a:
    points: 4
    rules:
      of: n
      bands:
      - at_least: 7
        is: 4
      - above: 9   # never
        is: 3
        source: elsewhere

      # the rest of it
      - is: 0
"""


@pytest.mark.parametrize(
    ("text", "gone"), [(VARIANTS, {9, 10, 13, 14}), (ROWS, {13, 14, 15})], ids=["variants", "bands"]
)
def test_a_variant_or_band_goes_as_a_whole(text: str, gone: set[int]) -> None:
    found = mended(text)
    lines = text.splitlines(keepends=True)
    assert found.text == "".join(line for number, line in enumerate(lines, 1) if number not in gone)
    assert_alike(text, found.text)


def test_two_rules_of_which_one_never_opens_are_not_mixed_up() -> None:
    text = (
        "ruleset: r\nsource: s\npoints: 4\nfigures: {n: {type: count, min: 0, max: 9}}\n"
        "indicators:\n  a:\n    points: 4\n    start: zero\n    rules:\n    - {points: 4, when: n > 5}\n"
        "    - {points: 3, when: n > 9}\n"
    )
    found = mended(text)
    assert_alike(text, found.text)


# What is left as it is


def test_what_depends_on_a_score_is_left_since_a_person_may_set_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = """\
ruleset: r
source: s
points: 10
figures: {x: {type: count, min: 0, max: 9}}
indicators:
  a: {points: 5, rules: {deduct: 1, per: 1, of: x, part: drop}}
  b:
    points: 5
    rules:
      hit: first
      rows:
      - {when: a.score < 0 or x > 9, is: 1}
      - {when: x > 9, is: 2}
      - {when: x > 3, is: 5}
      - {is: 0}
"""
    path = tmp_path / "r.yaml"
    path.write_text(text, "utf-8")
    _, _, err = run(capsys, path, "--fix", "--lang", "en")
    assert path.read_text("utf-8") == text
    assert "left as it is" in err
    assert "  line 13: never-taken: it depends on the score of a node, which a person may set\n" in err
    _, _, err = run(capsys, path, "--fix", "--lang", "zh")
    assert "  第13行：never-taken：取决于某个指标的得分，而得分可由人工设定\n" in err


def test_what_is_left_has_its_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (
        "ruleset: base\nsource: s\nallow: {gap: as in the law}\n"
        "figures: {n: {type: count, max: 9, min: 0}, m: {type: count}}\n"
        "indicators:\n  a: {points: 5, rules: {hit: first, rows: [{when: n > 9 and m > 1, is: 1}, {is: 5}]}}\n"
    )
    (tmp_path / "base.yaml").write_text(text, "utf-8")
    _, _, err = run(capsys, tmp_path / "base.yaml", "--fix", "--lang", "en")
    assert "line 5: never-taken: without it something else would be found" in err, "m would be read by nothing"
    assert "  line 3: allow-unused\n" in err
    (tmp_path / "base.yaml").write_text(text, "utf-8")
    (tmp_path / "own.yaml").write_text("extends: base.yaml\nruleset: own\n", "utf-8")
    _, _, err = run(capsys, tmp_path / "own.yaml", "--fix", "--lang", "en")
    assert f"{tmp_path / 'base.yaml'}:6: never-taken: it stands in another file" in err


def test_an_entry_stays_without_which_a_missing_figure_would_not_be_missed() -> None:
    text = (
        "ruleset: r\nsource: s\npoints: 4\nfigures: {n: {type: count, min: 0, max: 9}, m: {type: count}}\n"
        "indicators:\n  a:\n    points: 4\n    rules:\n    - {deduct: 1, per: 1, of: n, part: drop}\n"
        "    - deduct: {hit: first, rows: [{when: n > 20, is: 2}, {is: 1}]}\n"
        "      per: 1\n      of: m\n      part: drop\n"
    )
    alone = text.replace("    - {deduct: 1, per: 1, of: n, part: drop}\n", "")
    alone = alone.replace("count}}", "count}, k: {of: n, edge: at_least, bands: {20: 2, else: 1}}}")
    alone = alone.replace("n > 20", "k > 2 and k < 2")
    for each in (text, alone):
        assert_alike(each, mended(each).text)
    bands = (
        "ruleset: r\nsource: s\npoints: 4\nfigures: {n: {type: count, min: 0, max: 9}, m: {type: count},\n"
        "  k: {of: n, edge: at_least, bands: {20: 2, else: 1}}}\n"
        "indicators:\n  a: {points: 4, rules: {deduct: k, per: 1, of: m, part: drop}}\n"
    )
    found = mended(bands)
    assert found.text == bands, "without n the score is missing"
    assert {(each.found.code, each.why) for each in found.left} <= {("never-taken", "scores"), ("never-taken", "other")}
    assert found.left


# Many at once


def test_many_findings_are_mended_in_little_time() -> None:
    names = range(120)
    rows = "".join(
        f"  i{name}:\n    points: 5\n    rules:\n      hit: first\n      rows:\n"
        f"      - {{when: f{name} > 50, is: 0}}\n"
        + (f"      - {{when: f{name} > 60, is: 1}}\n" if name % 4 == 0 else "")
        + f"      - {{when: f{name} > 20, is: 3}}\n      - {{is: 5}}\n"
        for name in names
    )
    figures = "".join(f"  f{name}: {{type: count, min: 0, max: 99}}\n" for name in names)
    text = f"ruleset: r\nsource: s\nfigures:\n{figures}indicators:\n{rows}"
    calls: list[Ruleset] = []

    def counted(ruleset: Ruleset, settings: Settings) -> list[Diagnostic]:
        calls.append(ruleset)
        return check(ruleset, settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.check_fix.check", counted)
        found = mended(text)
    assert len(found.done) == 30
    assert [each.line for each in found.done] == sorted(each.line for each in found.done)
    assert text.splitlines()[found.done[-1].line - 1] == "      - {when: f116 > 60, is: 1}"
    assert len(calls) == 2, "once before, once for all of them"


# What the file is


def wrong_file(folder: Path) -> Path:
    """Write a file with something to mend."""
    path = folder / "r.yaml"
    path.write_text(whole(PAGES["allow-unused"].avoid), "utf-8")
    return path


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_a_file_keeps_its_permissions_and_a_link_stays_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = wrong_file(tmp_path)
    path.chmod(0o600)
    link = tmp_path / "link.yaml"
    link.symlink_to(path.name)
    run(capsys, link, "--fix")
    assert link.is_symlink()
    assert "allow" not in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir()} == {"r.yaml", "link.yaml"}


def test_a_byte_order_mark_and_line_ends_stay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = wrong_file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    lines = path.read_bytes().splitlines(keepends=True)
    run(capsys, path, "--fix")
    assert path.read_bytes() == b"".join(line for line in lines if b"allow" not in line)


# Cuts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: [1, @2, 3]   # all\n", "a: [1, 3]   # all\n"),
        ("a: [@1, 2]\n", "a: [2]\n"),
        ("a: [1, @2]  # c\n", "a: [1]  # c\n"),
        ("a: {x: 1, @y: 2, z: 3}\n", "a: {x: 1, z: 3}\n"),
        ("a: [1,\n    2,   # two\n    @3,   # three\n    4]   # four\n", "a: [1,\n    2,   # two\n    4]   # four\n"),
        ("a: [1,   # one\n    2,   # two\n    @3]   # three\nb: 1\n", "a: [1,   # one\n    2]   # two\nb: 1\n"),
        ("a: [@1,   # one\n    2,   # two\n    3]   # three\n", "a: [2,   # two\n    3]   # three\n"),
        ("a: [\n  1,   # one\n  @2    # two\n]\n", "a: [\n  1   # one\n]\n"),
        ("a: [\n  1,   # one\n  @2,   # two\n]\n", "a: [\n  1,   # one\n]\n"),
        ("a: [1, @2,   # both\n    3]\n", "a: [1,   # both\n    3]\n"),
        ("a: [{x: 1},   # one\n    @{x: [2,\n        3]}]   # two\n", "a: [{x: 1}]   # one\n"),
        ("a:\n- 1   # one\n- @2   # two\n# of three\n- 3\n", "a:\n- 1   # one\n# of three\n- 3\n"),
        ("a:\n  - x: 1\n\n  -   # two\n    @x: 2\n    y: |\n      t\n  # e\nb: 1\n", "a:\n  - x: 1\n\n  # e\nb: 1\n"),
        ("a:\n- @x: 1   # one\n  y: 2\n- x: 2\n", "a:\n- x: 2\n"),
        ("a:\n  x: 1\n  @'y': 2\n  z: 3", "a:\n  x: 1\n  z: 3"),
        ("a:\n  x: 1\n  @z: 3", "a:\n  x: 1\n"),
    ],
)  # fmt: skip
def test_a_cut_takes_one_thing_with_its_own_comma_and_comment(before: str, after: str) -> None:
    cut = without(before.replace("@", ""), before.index("@"))
    assert cut is not None
    assert cut.text == after
    assert before.count("\n") - after.count("\n") == len(cut.gone)


@pytest.mark.parametrize("before", ["a: [@1]\n", "a:\n- @1\n", "a:\n  @b:\n    c: 1\n", "a: @1\n"])
def test_the_only_one_cannot_be_cut(before: str) -> None:
    assert without(before.replace("@", ""), before.index("@")) is None


# Whole files

WRONG = """\
ruleset: roads
source: road order
points: 10
allow: {cliff: meant, no-source: "as in the law"}   # why
figures:
  done: {unit: "%", min: 0%, max: 100%}
  kind: {words: [a, b]}
indicators:
  one:
    points: 5
    rules:
      of: done
      bands:
      - {at_least: 90%, is: 5}
      - {at_least: 95%, is: 4}   # never
      # about the next one
      - {at_least: 60%, is: 2}
      - {at_least: 120%, is: 5}
      - {is: 0}
  two:
    points: 5
    allow: {overlap: as in the law}
    rules: {of: kind, by: {a: 5, b: 0, else: 2}}   # else stays nowhere
"""
RIGHT = """\
ruleset: roads
source: road order
points: 10
allow: {cliff: meant}   # why
figures:
  done: {unit: "%", min: 0%, max: 100%}
  kind: {words: [a, b]}
indicators:
  one:
    points: 5
    rules:
      of: done
      bands:
      - {at_least: 90%, is: 5}
      # about the next one
      - {at_least: 60%, is: 2}
      - {is: 0}
  two:
    points: 5
    rules: {of: kind, by: {a: 5, b: 0}}   # else stays nowhere
"""


def test_what_is_never_used_is_deleted_and_nothing_else(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "roads.yaml"
    path.write_text(WRONG, "utf-8")
    status, out, err = run(capsys, path, "--fix", "--lang", "en")
    assert path.read_text("utf-8") == RIGHT
    assert (status, out) == (0, f"{path}: nothing found\n")
    assert err == (
        f"{path}: deleted what is never used (lines as they were before):\n"
        "  line 4: allow-unused\n  line 15: masked\n  line 18: never-taken\n"
        "  line 22: allow-unused\n  line 23: else-unused\n"
    )
    before = path.stat().st_mtime_ns
    assert run(capsys, path, "--fix")[0] == 0
    assert path.stat().st_mtime_ns == before, "a file in which nothing is to be mended is not written"


def test_mending_leaves_what_has_no_safe_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, text = tmp_path / "r.yaml", whole(PAGES["gap"].avoid)
    path.write_text(text, "utf-8")
    status, out, err = run(capsys, path, "--fix", "--lang", "en")
    assert (status, err) == (1, "")
    assert "warning[gap]" in out
    assert path.read_text("utf-8") == text


def test_an_else_goes_where_a_count_has_all_its_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (
        "ruleset: r\nsource: s\nfigures: {n: {type: count, max: 1}}\n"
        "indicators: {a: {points: 5, rules: {of: n, by: {0: 5, 1: 0, else: 2}}}}\n"
    )
    path = tmp_path / "r.yaml"
    path.write_text(text, "utf-8")
    status, out, _ = run(capsys, path, "--fix")
    assert (status, path.read_text("utf-8")) == (0, text.replace(", else: 2", ""))
    assert out.endswith("nothing found\n")


def test_what_stands_in_another_file_is_not_mended(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(WRONG, "utf-8")
    own = "extends: base.yaml\nruleset: own\nallow: {gap: as in the law}\n"
    (tmp_path / "own.yaml").write_text(own, "utf-8")
    run(capsys, tmp_path / "own.yaml", "--fix")
    assert (tmp_path / "base.yaml").read_text("utf-8") == WRONG
    assert (tmp_path / "own.yaml").read_text("utf-8") == "extends: base.yaml\nruleset: own\n"


def test_a_file_that_is_unusable_is_not_touched(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("ruleset: [", "utf-8")
    assert run(capsys, path, "--fix")[0] == 2
    assert path.read_text("utf-8") == "ruleset: ["
