"""Snapshots: results of many cases, kept in a file, compared exactly by case and column, and accepted."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring.cases import load_cases
from scoring.diagnostic import ScoringError
from scoring.evaluator import PATIENCE
from scoring.ruleset import load
from scoring.testing.kept import About, Kept, kept_text, read_kept
from scoring.testing.model import Status
from scoring.testing.running import Suite, open_suite
from scoring.testing.snapshot_text import LINES, accepted_text, snapshot_text
from scoring.testing.snapshots import (
    WHOLE,
    CellDifference,
    SnapshotVerdict,
    _Sheet,
    accept,
    expected_text,
    snapshot_verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(scoring.__file__).parents[1]

RULESET = """\
ruleset: village-libraries
version: "2025.1"
points: 30
source: x
figures:
  visits: {type: count, min: 0}
  open_days: {type: count, min: 0, max: 366}
indicators:
  use:
    points: 20
    indicators:
      visitors: {points: 12, rules: {ratio: visits, to: 700}}
      hours: {points: 8, rules: {deduct: 1, per: 10, below: 250, of: open_days, part: drop}}
  stock: {points: 10, rules: {deduct: 2, per: finding}}
without_findings: keep
grades: {good: 24, fair: 18, poor: else}
rounding: {mode: half_up, total: 1}
outputs: [visits]
"""
CASES = """\
id,visits,open_days,stock.findings
upper,540,231,2
lower,700,366,
blank,,300,
wrong,-5,400,
"""
TESTS = "ruleset: ruleset.yaml\nsnapshots: {cases: many.csv, expect: many.expected.csv}\n"
EXPECTED = """\
#ruleset,village-libraries,version,2025.1
id,outcome,total,grade,missing,errors,use,use.visitors,use.hours,stock,outputs.visits
upper,scored,22.3,fair,,,569/35,324/35,7,6,540
lower,scored,30.0,good,,,20,12,8,10,700
blank,missing,,,visits,,,,8,10,
wrong,error,,,,out-of-range,,,,,
"""


@pytest.fixture(name="suite")
def suite_of(tmp_path: Path) -> Callable[..., Suite]:
    """Return what writes the files of a snapshot and opens its tests; what is not said is as above."""

    def make(ruleset: str = RULESET, cases: str = CASES, expected: str | None = None, tests: str = TESTS) -> Suite:
        files = {"ruleset.yaml": ruleset, "many.csv": cases, "x.test.yaml": tests, "many.expected.csv": expected}
        for name, text in files.items():
            if text is not None:
                (tmp_path / name).write_text(text, encoding="utf-8")
        return open_suite(str(tmp_path / "x.test.yaml"))

    return make


def verdict(suite: Suite) -> SnapshotVerdict:
    (snapshot,) = suite.file.snapshots
    return snapshot_verdict(suite, snapshot)


def test_a_row_a_case_and_a_column_for_every_node_and_further_result(suite: Callable[..., Suite]) -> None:
    found = suite()
    assert expected_text(found, found.file.snapshots[0]) == EXPECTED


def test_what_is_as_it_was_kept_passes(suite: Callable[..., Suite]) -> None:
    found = verdict(suite(expected=EXPECTED))
    assert (found.status, found.cases, found.differences) == (Status.PASSED, 4, ())
    assert snapshot_text(found).endswith("x.test.yaml:2: 4 cases as kept in many.expected.csv")
    assert snapshot_text(found, "zh").endswith("4个案例与many.expected.csv一致")


def test_neither_the_order_of_rows_and_columns_nor_how_a_number_is_written_matters(
    suite: Callable[..., Suite],
) -> None:
    about, *rows = (line.split(",") for line in EXPECTED.splitlines())
    turned = [[row[0], *row[:0:-1]] for row in [rows[0], *rows[:0:-1]]]
    text = "\r\n".join(",".join(row) for row in [about + [""] * 7, *turned]) + "\r\n\r\n"
    assert text.count("30.0") == 1
    found = verdict(suite(expected="\ufeff" + text.replace("30.0", "30")))
    assert (found.status, found.differences) == (Status.PASSED, ())


def test_a_difference_is_told_by_case_and_column(suite: Callable[..., Suite]) -> None:
    found = verdict(suite(RULESET.replace("deduct: 2", "deduct: 3"), expected=EXPECTED))
    assert found.status is Status.FAILED
    assert found.differences == (
        CellDifference("upper", "total", "22.3", "20.3"),
        CellDifference("upper", "stock", "6", "4"),
    )
    head, *lines = snapshot_text(found).splitlines()
    assert head.endswith("failed: not as kept in many.expected.csv: cells that differ: 2, of cases: 1")
    assert lines == [
        "  upper, total: 22.3 kept, 20.3 now",
        "  upper, stock: 6 kept, 4 now",
        "  `scoring test --accept` takes the results of now",
    ]


def test_a_difference_below_any_rounding_is_one(suite: Callable[..., Suite]) -> None:
    found = verdict(suite(expected=EXPECTED.replace("324/35", "9.257142857142857")))
    assert found.differences == (CellDifference("upper", "use.visitors", "9.257142857142857", "324/35"),)


def test_cases_and_columns_that_come_and_go_are_told(suite: Callable[..., Suite]) -> None:
    cases = CASES.replace("lower", "lowest").replace("blank", "outer")
    found = verdict(suite(RULESET.replace("  stock:", "  books:"), cases.replace("stock", "books"), EXPECTED))
    assert (found.added, found.removed) == (("lowest", "outer"), ("lower", "blank"))
    assert (found.columns_added, found.columns_removed) == (("books",), ("stock",))
    told = snapshot_text(found, "zh")
    assert "新增案例2个（lowest、outer）；缺少案例2个（lower、blank）；新增列1个（books）；缺少列1个（stock）" in told


@pytest.mark.parametrize(("kept", "now"), [("missing,,,visits,", "missing,,,a;visits,")])
def test_names_are_compared_in_any_order(suite: Callable[..., Suite], kept: str, now: str) -> None:
    cases = CASES.replace("blank,,300", "blank,,")
    text = EXPECTED.replace(kept, "missing,,,open_days;visits,").replace("visits,,,,8,10,", "visits,,,,,10,")
    assert verdict(suite(cases=cases, expected=text)).status is Status.PASSED
    assert verdict(suite(cases=cases, expected=text.replace("open_days;visits", now))).status is Status.FAILED


def test_at_most_eight_lines_tell_of_a_snapshot(suite: Callable[..., Suite]) -> None:
    rows = "".join(f"case{number},{number},200,9\n" for number in range(40))
    cases = CASES + rows
    found = suite(cases=cases)
    accept(found, found.file.snapshots[0])
    found = suite(RULESET.replace("to: 700", "to: 800"), cases + "extra,1,1,\n")
    for lang in ("en", "zh"):
        lines = snapshot_text(verdict(found), lang).splitlines()
        assert len(lines) == LINES
        assert max(map(len, lines)) <= 160


def test_a_missing_file_fails_and_says_what_writes_it(suite: Callable[..., Suite]) -> None:
    found = verdict(suite())
    assert [each.code for each in found.problems] == ["snapshot-missing"]
    assert found.status is Status.FAILED
    assert "there is no 'many.expected.csv' yet" in snapshot_text(found)
    assert "scoring test --accept" in snapshot_text(found, "zh")


def test_accepting_writes_what_passes_and_tells_what_changed(suite: Callable[..., Suite], tmp_path: Path) -> None:
    found = suite()
    (snapshot,) = found.file.snapshots
    path = tmp_path / "many.expected.csv"
    assert accept(found, snapshot) == (0, 4, 0, 0, 0, True)
    assert path.read_text("utf-8-sig") == EXPECTED
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # by which a spreadsheet knows UTF-8
    assert snapshot_verdict(found, snapshot).status is Status.PASSED
    again = accept(found, snapshot)
    assert again == (0, 0, 0, 0, 0, False)
    assert accepted_text(snapshot, again) == "many.expected.csv: as it was"
    changed = suite(RULESET.replace("deduct: 2", "deduct: 3"), CASES.replace("lower", "lowest"))
    told = accept(changed, snapshot)
    assert told == (2, 1, 1, 0, 0, True)
    assert accepted_text(snapshot, told) == "many.expected.csv: cells changed: 2; rows added: 1; rows removed: 1"
    assert verdict(changed).status is Status.PASSED


def test_a_new_version_alone_fails_nothing_and_is_accepted(suite: Callable[..., Suite], tmp_path: Path) -> None:
    found = suite("# other words\n" + RULESET.replace("2025.1", "2026"), expected=EXPECTED)
    (snapshot,) = found.file.snapshots
    assert verdict(found).status is Status.PASSED
    told = accept(found, snapshot)
    assert told == (0, 0, 0, 0, 0, True)
    assert accepted_text(snapshot, told, "zh") == "many.expected.csv：已重写，结果不变"
    assert (
        (tmp_path / "many.expected.csv").read_text("utf-8-sig").startswith("#ruleset,village-libraries,version,2026\n")
    )


@pytest.mark.parametrize(
    "text",
    [
        "id,outcome\nupper,scored\n",
        "#ruleset,x\n",
        "#ruleset,x\nname,outcome\n",
        "#ruleset,x\nid,total,total\nupper,1,2\n",
        EXPECTED + "upper,scored,22.3,fair,,,569/35,324/35,7,6,540\n",
        EXPECTED + "more,scored\n",
        EXPECTED + 'more,"scored\n',
        EXPECTED.replace(",", ";"),
    ],
)
def test_a_file_of_something_else_or_a_damaged_one_fails(suite: Callable[..., Suite], text: str) -> None:
    assert [each.code for each in verdict(suite(expected=text)).problems] == ["snapshot-file"]


def test_bytes_that_are_no_text_fail(suite: Callable[..., Suite], tmp_path: Path) -> None:
    found = suite()
    (tmp_path / "many.expected.csv").write_bytes(b"#ruleset,\xff\xfe\n")
    assert [each.code for each in verdict(found).problems] == ["snapshot-file"]
    (tmp_path / "many.expected.csv").unlink()
    (tmp_path / "many.expected.csv").mkdir()
    assert [each.code for each in verdict(found).problems] == ["file-unreadable"]


def test_accepting_never_writes_over_a_file_of_something_else(suite: Callable[..., Suite], tmp_path: Path) -> None:
    found = suite(tests=TESTS.replace("many.expected.csv", "many.csv"))
    with pytest.raises(ScoringError) as error:
        accept(found, found.file.snapshots[0])
    assert [each.code for each in error.value.diagnostics] == ["snapshot-file"]
    assert (tmp_path / "many.csv").read_text("utf-8") == CASES


def test_accepting_mends_a_damaged_file_of_kept_results(suite: Callable[..., Suite]) -> None:
    found = suite(expected=EXPECTED + "more,scored\n")
    assert accept(found, found.file.snapshots[0]) == (0, 4, 0, 0, 0, True)
    assert verdict(found).status is Status.PASSED


def test_cases_that_cannot_be_read_fail_and_accept_nothing(suite: Callable[..., Suite], tmp_path: Path) -> None:
    found = suite(cases="id,visits\nupper,1,2\n", expected=EXPECTED)
    assert [each.code for each in verdict(found).problems] == ["csv-row-long"]
    with pytest.raises(ScoringError):
        accept(found, found.file.snapshots[0])
    assert (tmp_path / "many.expected.csv").read_text("utf-8") == EXPECTED


def test_a_method_has_results_of_its_own(suite: Callable[..., Suite], tmp_path: Path) -> None:
    ruleset = RULESET + "methods: {strict: {indicators: {stock: {rules: {deduct: 5, per: finding}}}}}\n"
    found = suite(ruleset, tests=TESTS.replace("}", ", method: strict}"))
    (snapshot,) = found.file.snapshots
    accept(found, snapshot)
    text = (tmp_path / "many.expected.csv").read_text("utf-8-sig")
    assert text.startswith("#ruleset,village-libraries,version,2025.1,method,strict\n")
    assert "upper,scored,16.3,poor" in text
    unknown = suite(ruleset, tests=TESTS.replace("}", ", method: lax}"))
    assert [each.code for each in verdict(unknown).problems] == ["unknown-method"]


def test_what_looks_like_a_formula_is_inert_and_read_as_it_was(tmp_path: Path) -> None:
    texts = ("=1+1", "'=1+1", "-5", "-5/3", "-5+1", "@x", "＝x", "\tx", "a,b", 'a"b', "a\nb", "'", "", "+1", "1/2")
    table = Kept(About("=r", "+1", "-m"), tuple(f"={text}" for text in texts), {"=id": texts, "-id": texts})
    path = tmp_path / "kept.csv"
    path.write_text(kept_text(table), encoding="utf-8", newline="")
    assert read_kept(path) == table
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    risky = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert sorted(set(risky)) == ["-5", "-5/3"]


def test_cases_that_are_compared_with_each_other_are_scored_together(suite: Callable[..., Suite]) -> None:
    ruleset = """\
ruleset: bids
version: "1"
source: x
points: 10
figures:
  price: {min: 0}
  lowest: {over: cases, take: min, of: price}
indicators:
  offer: {points: 10, rules: {ratio: lowest / price, to: 1}}
"""
    found = suite(ruleset, "id,price\na,100\nb,80\nc,-1\n")
    rows = expected_text(found, found.file.snapshots[0]).splitlines()[2:]
    assert rows == ["a,scored,8,,,,8", "b,scored,10,,,,10", "c,error,,,,out-of-range,"]


def test_records_have_columns_for_the_most_that_a_case_has(suite: Callable[..., Suite], tmp_path: Path) -> None:
    ruleset = """\
ruleset: bridges
version: "1"
source: x
figures:
  sites: {list_of: {area: {min: 0}}}
indicators:
  all:
    points: 10
    for_each: sites
    combine: mean
    if_empty: zero
    rules: {ratio: area, to: 10}
"""
    (tmp_path / "many.sites.csv").write_text("id,name,area\na,x,5\nb,x,10\nb,y,0\n", encoding="utf-8")
    found = suite(ruleset, "id\na\nb\n")
    about, head, *rows = expected_text(found, found.file.snapshots[0]).splitlines()
    assert about == "#ruleset,bridges,version,1"
    assert head.split(",")[6:] == ["all", "all.1", "all.2"]
    assert rows == ["a,scored,5,,,,5,5,", "b,scored,5,,,,5,10,0"]


def test_a_node_named_like_a_column_of_the_whole_has_a_column_of_its_own(suite: Callable[..., Suite]) -> None:
    found = suite(RULESET.replace("  stock:", "  errors:"), CASES.replace("stock", "errors"))
    headings = expected_text(found, found.file.snapshots[0]).splitlines()[1].split(",")
    assert headings[-2:] == ["nodes.errors", "outputs.visits"]


def test_nodes_named_like_headings_have_columns_of_their_own(suite: Callable[..., Suite]) -> None:
    ruleset = """\
ruleset: names
points: 10
figures: {x: {min: 0}, v: {is: x}}
outputs: [v]
indicators:
  grade: {points: 2, rules: {points: x}}
  nodes: {points: 4, indicators: {grade: {points: 2, rules: {points: x}}, nodes: {points: 2, rules: {points: x}}}}
  outputs: {points: 4, indicators: {v: {points: 4, rules: {points: x}}}}
"""
    found = suite(ruleset, "id,x\na,1\n")
    headings = expected_text(found, found.file.snapshots[0]).splitlines()[1].split(",")
    assert headings[6:] == [
        "nodes.grade", "nodes", "nodes.nodes.grade", "nodes.nodes.nodes", "outputs", "nodes.outputs.v", "outputs.v",
    ]  # fmt: skip
    accept(found, found.file.snapshots[0])
    assert verdict(found).status is Status.PASSED


def test_words_that_look_like_numbers_are_words(suite: Callable[..., Suite]) -> None:
    ruleset = """\
ruleset: words
points: 10
figures: {x: {min: 0}, w: {words: ["1.0", "1.00"], of: x, edge: at_least, bands: {5: "1.00", else: "1.0"}}}
outputs: [w]
indicators: {a: {points: 10, rules: {points: x}}}
"""
    kept = "#ruleset,words,version,\nid,outcome,total,grade,missing,errors,a,outputs.w\na,scored,6.0,,,,6.00,1.0\n"
    found = verdict(suite(ruleset, "id,x\na,6\n", kept))
    assert found.differences == (CellDifference("a", "outputs.w", "1.0", "1.00"),)


def test_results_of_another_ruleset_are_told(suite: Callable[..., Suite]) -> None:
    found = suite(expected=EXPECTED.replace("village-libraries", "town-libraries"))
    (problem,) = verdict(found).problems
    assert problem.code == "snapshot-other"
    assert "'town-libraries', not of 'village-libraries'" in snapshot_text(verdict(found))
    accept(found, found.file.snapshots[0])
    assert verdict(found).status is Status.PASSED


@pytest.mark.parametrize("name", ["../kept.csv", "../../kept.csv", "link.csv", "folder/kept.csv", "/kept.csv"])
def test_results_are_kept_nowhere_else(suite: Callable[..., Suite], tmp_path: Path, name: str) -> None:
    inside = tmp_path / "rules"
    inside.mkdir()
    (inside / "link.csv").symlink_to(tmp_path / "kept.csv")
    (inside / "folder").symlink_to(tmp_path)
    suite()
    tests = "ruleset: rules/ruleset.yaml\nsnapshots: {cases: ../many.csv, expect: NAME}\n"
    (tmp_path / "ruleset.yaml").rename(inside / "ruleset.yaml")
    path = inside / "y.test.yaml"
    path.write_text(tests.replace("rules/", "").replace("NAME", name), "utf-8")
    if name.startswith("/"):
        with pytest.raises(ScoringError) as error:
            open_suite(str(path))
        assert [each.code for each in error.value.diagnostics] == ["test-snapshot"]
        return
    found = open_suite(str(path))
    assert [each.code for each in verdict(found).problems] == ["snapshot-outside"]
    with pytest.raises(ScoringError) as error:
        accept(found, found.file.snapshots[0])
    assert [each.code for each in error.value.diagnostics] == ["snapshot-outside"]
    assert not (tmp_path / "kept.csv").exists()


@pytest.mark.parametrize("name", ["kept.csv", "below/kept.csv", "../kept.csv", "../tests/kept.csv"])
def test_results_are_kept_below_the_tests_or_beside_the_ruleset(
    suite: Callable[..., Suite], tmp_path: Path, name: str
) -> None:
    suite()
    (tmp_path / "tests" / "below").mkdir(parents=True)
    path = tmp_path / "tests" / "y.test.yaml"
    path.write_text(f"ruleset: ../ruleset.yaml\nsnapshots: {{cases: ../many.csv, expect: {name}}}\n", "utf-8")
    found = open_suite(str(path))
    assert accept(found, found.file.snapshots[0]).written
    assert verdict(found).status is Status.PASSED


@pytest.mark.parametrize("path", sorted((ROOT / "rulesets").glob("*/ruleset.yaml")), ids=lambda path: path.parent.name)
def test_the_cells_of_shipped_rulesets_are_what_results_say(path: Path) -> None:
    ruleset = load(path)
    sheet = _Sheet(ruleset.program(), of_all=True)
    for result in ruleset.score_all(load_cases(path.with_name("cases.yaml"))):
        rows = [sheet.row(result) for _ in range(PATIENCE + 2)]  # the last ones by a generated function
        assert rows[0] == rows[-1]
        own = {each.path: each.score for each in result.nodes}
        scores = ["" if own.get(each) is None else str(own[each]) for each in sheet.paths]
        assert rows[0][len(WHOLE) :][: len(scores)] == scores
        assert rows[0][1] == ("" if result.total is None else str(result.total))
