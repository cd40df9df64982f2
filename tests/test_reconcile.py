"""Printed tables against their rules: Yongzhou's contradictions, official figures, and slips that are planted."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scoring
from printed_tables import compared, rows_of, statuses, written
from scoring.cli import main
from scoring.reconcile.printed import Key
from scoring.reconcile.told import Telling

if TYPE_CHECKING:
    from scoring.reconcile.told import Told
    from scoring.reconcile.verdict import Verdict
    from scoring.reconcile.whole import Reconciliation

RULESETS = Path(__file__).parents[1] / "rulesets"
YONGZHOU = RULESETS / "yongzhou-2023"
EXECUTION, COMPLIANCE = "process.funds.execution", "process.funds.compliance"
ON_TIME, LASTING = "output.timeliness.on_time", "benefit.sustainability.lasting"


def of(folder: Path, table: Path, method: str | None = None) -> Reconciliation:
    """Compare a table with the ruleset and cases of a folder."""
    ruleset = scoring.load(folder / "ruleset.yaml")
    results = ruleset.score_all(scoring.load_cases(folder / "cases.yaml"), method=method)
    return compared(ruleset, results, table, method)


@cache
def yongzhou(method: str | None = None) -> Reconciliation:
    """The printed table of Yongzhou."""
    return of(YONGZHOU, YONGZHOU / "published.csv", method)


def verdict(case: str, path: str, what: str = "score") -> Verdict:
    """What became of one printed number, or of a blank."""
    found = [*yongzhou().verdicts, *yongzhou().implied]
    (only,) = (each for each in found if each.cell.key == Key(what, case, path))
    return only


def told(lang: str = "en") -> list[Told]:
    return Telling(yongzhou(), lang).findings()


def finding(kind: str, case: str, path: str) -> str:
    """The whole text of the one finding about a number."""
    (only,) = (
        each for each in told() if each.kind == kind and any(one.cell.key[1:] == (case, path) for one in each.verdicts)
    )
    return "\n".join([only.title, *only.lines])


# Yongzhou


def test_the_contradictions_are_found_and_nothing_else() -> None:
    found = {(each.kind, tuple(one.cell.key for one in each.verdicts)) for each in told()}
    assert found == {
        ("conflict", (Key("score", "lengshuitan", EXECUTION), Key("score", "huilongwei", EXECUTION))),  # C-01
        ("differs", (Key("score", "lingling", ON_TIME),)),  # C-02
        ("differs", (Key("score", "huilongwei", ON_TIME),)),  # C-03
        ("blank", (Key("score", "lengshuitan", COMPLIANCE),)),  # C-05
        ("conflict", (Key("contribution", "lengshuitan", ""), Key("contribution", "jindong", ""))),  # C-07
        ("differs", (Key("score", "lengshuitan", LASTING),)),  # C-12
        ("differs", (Key("score", "lingling", COMPLIANCE),)),  # C-15
    }
    assert yongzhou().counts == {
        "equal": 153, "adds_up": 18, "reading": 0, "conflict": 4, "differs": 4, "unscored": 0,
    }  # fmt: skip


def test_two_execution_rates_need_two_readings() -> None:
    one, other = verdict("lengshuitan", EXECUTION), verdict("huilongwei", EXECUTION)
    assert (one.rule, other.rule) == (Fraction("1.31"), Fraction("1.24"))
    readings = {each.en for each in one.readings}
    assert {"'part: count'", "'part: nearest'", "'rounding leaf: 1'", "method started_steps"} <= readings
    assert [each.en for each in other.readings] == ["'part: drop'", "method whole_steps"]
    (row,) = (each for each in yongzhou().scores if each.path == EXECUTION)
    gives = {each.words.en: each for each in row.tallies if each.words is not None}
    assert [gives["'part: drop'"].gives[each] for each in ("lengshuitan", "huilongwei")] == [
        Fraction("1.4"),
        Fraction("1.3"),
    ]
    assert [gives["'part: count'"].gives[each] for each in ("lengshuitan", "huilongwei")] == [
        Fraction("1.3"),
        Fraction("1.2"),
    ]
    assert all(len(each.fits) < 5 for each in row.tallies)


def test_late_projects_are_counted() -> None:
    many, one = verdict("lingling", ON_TIME), verdict("huilongwei", ON_TIME)
    assert (many.rule, one.rule) == (0, 9)
    assert [(str(each.now), str(each.then)) for each in many.needs] == [("13", "7")]
    assert [(str(each.now), str(each.then)) for each in one.needs] == [("1", "5")]
    assert "with 0.00 the total is 81.22, of all cases together 83.25" in finding("differs", "lingling", ON_TIME)
    assert "with 9.00 the total is 93.30, of all cases together 85.22" in finding("differs", "huilongwei", ON_TIME)


def test_a_blank_must_hold_what_the_printed_sums_leave() -> None:
    blank = verdict("lengshuitan", COMPLIANCE)
    assert blank.implied
    assert blank.cell.value == 2
    assert blank.rule == 0
    text = finding("blank", "lengshuitan", COMPLIANCE)
    assert "B 过程 16.3 adds up only with 2, and the rules give 0.00" in text
    assert "334.05" in text
    assert "with 0.00 the total is 82.30" in text
    assert verdict("lengshuitan", "process").status == "adds_up"


def test_a_score_that_the_rule_cannot_give() -> None:
    found = verdict("lengshuitan", LASTING)
    assert found.rule == 3
    assert found.reached is not None
    assert not found.reached.possible
    assert list(map(str, found.reached.values)) == ["0", "2", "3", "5"]
    text = finding("differs", "lengshuitan", LASTING)
    assert "1 is a value that the rule cannot give; possible: 0, 2, 3, 5" in text


def test_payments_are_counted() -> None:
    found = verdict("lingling", COMPLIANCE)
    assert found.rule == Fraction("5.1")
    (need,) = found.needs
    assert need == (f"{COMPLIANCE}.approval/findings", Fraction(3), Fraction(1))
    assert "3 × 0.3 = 0.9" in finding("differs", "lingling", COMPLIANCE)


def test_groups_and_total_follow_under_the_rulesets_own_weighting() -> None:
    weighing = yongzhou().weighing
    assert weighing is not None
    rows = {row.what: weighing.ways(row) for row in yongzhou().together if row.tallies}
    own, *others = rows["group"]
    assert list(map(str, map(scoring.Number, map(Fraction, own.gives.values())))) == ["13.99", "19.9", "34.76", "16.49"]  # type: ignore[arg-type]  # numbers
    assert len(own.fits) == 4
    exact = next(each for each in others if each.words is not None and each.words.en.startswith("exact shares"))
    assert list(exact.gives.values()) == [Fraction(each) for each in ("13.99", "19.89", "34.77", "16.48")]
    totals = {
        each.words.en.replace("rounded to 2 places, half up", "R"): each.gives[""]
        for each in rows["total"]
        if each.words
    }
    assert totals["weights R; R; sum of the groups"] == Fraction("85.14")
    assert totals["weights R; R; sum of weight × total"] == Fraction("85.15")
    assert totals["exact shares as weights; R; sum of weight × total"] == Fraction("85.14")
    assert [each.status for each in yongzhou().verdicts if each.cell.key == Key("score", "", "")] == ["adds_up"]


def test_contributions_are_rounded_in_two_ways() -> None:
    weighing = yongzhou().weighing
    assert weighing is not None
    (row,) = (each for each in yongzhou().together if each.what == "contribution" and each.tallies)
    numbers = {tuple(each.gives.values()): each.fits for each in weighing.ways(row)}
    half_up, cut = (
        tuple(map(Fraction, each.split())) for each in ("2.88 53.06 18.55 8.88 1.79", "2.88 53.05 18.54 8.87 1.78")
    )
    exact = tuple(map(Fraction, ("2.8", "52.89", "18.77", "8.82", "1.86")))
    assert numbers[half_up] == ("city", "lingling", "huilongwei")
    assert numbers[cut] == ("city", "lengshuitan", "jindong")
    assert numbers[exact] == ()


def test_the_parts_of_the_printed_losses_mix_two_weightings(tmp_path: Path) -> None:
    text = (YONGZHOU / "published.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in text]
    for code, lost in {"B1.2": "1.68", "B2.1": "0.45", "B2.5": "0.63"}.items():  # C-14
        next(row for row in rows if row[0] == code)[9] = lost
    found = of(YONGZHOU, written(tmp_path / "p.csv", rows))
    (row,) = (each for each in found.together if each.what == "lost")
    assert {each.name: (each.status, *(one.en for one in each.readings)) for each in row.findings} == {
        EXECUTION: ("conflict", "exact shares as weights; rounded to 2 places, half up"),
        "process.organisation.system": (
            "conflict",
            "exact shares as weights; rounded to 2 places, half up",
            "exact shares as weights; cut off after 2 places",
        ),
    }


def test_marks_are_told_to_be_compared_only() -> None:
    assert sum(each.by_hand for each in yongzhou().verdicts if each.status == "equal") == 50
    assert not verdict("lingling", "output.quantity.done").by_hand


def test_scored_as_published_only_the_blank_and_the_contributions_are_left() -> None:
    ruleset = scoring.load(YONGZHOU / "ruleset.yaml")
    results = ruleset.score_all(scoring.load_cases(YONGZHOU / "cases-as-published.yaml"))
    found = compared(ruleset, results, YONGZHOU / "published.csv")
    assert set(statuses(found)) == {Key("contribution", each, "") for each in ("lengshuitan", "jindong")}
    assert found.implied == []


def test_another_method_is_compared_from_its_own_side() -> None:
    found = of(YONGZHOU, YONGZHOU / "published.csv", "started_steps")
    (row,) = (each for each in found.scores if each.path == EXECUTION)
    assert [each.status for each in row.verdicts] == ["equal", "equal", "equal", "equal", "conflict"]
    assert "without a method" not in {each.en for each in row.verdicts[4].readings}
    assert "'part: drop'" in {each.en for each in row.verdicts[4].readings}


# Official figures


def printed(folder: Path, tmp_path: Path) -> tuple[list[list[str]], Path]:
    """A table of the results of a shipped ruleset."""
    results = scoring.load(folder / "ruleset.yaml").score_all(scoring.load_cases(folder / "cases.yaml"))
    rows = rows_of(results)
    return rows, written(tmp_path / "printed.csv", rows)


@pytest.mark.parametrize("name", sorted(each.parent.name for each in RULESETS.glob("*/cases.yaml")))
def test_what_is_printed_as_it_is_scored_has_no_finding(name: str, tmp_path: Path) -> None:
    rows, table = printed(RULESETS / name, tmp_path)
    if not any(any(row[1:]) for row in rows[1:]):
        pytest.skip("it gives grades, no scores")
    found = of(RULESETS / name, table)
    assert found.is_clean, statuses(found)


OFFICIAL = {"CHE": "0.962", "LUX": "0.930", "THA": "0.800", "CHN": "0.768", "SSD": "0.385"}


def test_official_human_development_indices(tmp_path: Path) -> None:
    rows = [["case", "total"], *([case, value] for case, value in OFFICIAL.items())]
    assert of(RULESETS / "un-hdi", written(tmp_path / "hdi.csv", rows)).is_clean
    rows[4][1] = "0.778"
    found = of(RULESETS / "un-hdi", written(tmp_path / "slip.csv", rows))
    assert statuses(found) == {Key("score", "CHN", ""): "differs"}


def test_a_slip_in_a_nutri_score_is_found_with_its_sum(tmp_path: Path) -> None:
    rows, _ = printed(RULESETS / "nutri-score", tmp_path)
    sugars = next(row for row in rows if row[0] == "negative.for_sugars")
    before, sugars[3] = sugars[3], "6"
    assert before == "8"
    found = of(RULESETS / "nutri-score", written(tmp_path / "slip.csv", rows))
    assert statuses(found) == {
        Key("score", "cereals", "negative.for_sugars"): "differs",
        Key("score", "cereals", "negative"): "differs",
    }
    told = {each.kind: each for each in Telling(found, "en").findings()}
    assert set(told) == {"differs", "sum"}
    assert "the rules give the printed number" in told["sum"].lines


# Command line


def run(*arguments: object) -> int:
    files = ("ruleset.yaml", "cases.yaml", "published.csv")
    return main(["reconcile", *(str(YONGZHOU / each) for each in files), *map(str, arguments)])


def test_the_exit_status_says_whether_there_are_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--lang", "en") == 1
    assert "179 printed numbers: 153 equal" in capsys.readouterr().out
    assert run() == 1
    assert "所印的数179个：相同153个" in capsys.readouterr().out
    table = written(tmp_path / "p.csv", [["indicator", "city"], ["A1.1", "2"]])
    files = [str(YONGZHOU / "ruleset.yaml"), str(YONGZHOU / "cases.yaml"), str(table)]
    assert main(["reconcile", *files]) == 0
    assert "规则集给出的结果与所印的数全部相同。" in capsys.readouterr().out
    assert main(["reconcile", *files[:2], str(tmp_path / "none.csv")]) == 2


def test_json_says_the_same_with_numbers_as_texts(tmp_path: Path) -> None:
    assert run("--format", "json", "-o", tmp_path / "r.json", "--lang", "en") == 1
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert data["counts"] == yongzhou().counts
    assert data["clean"] is False
    assert len(data["numbers"]) == 179
    assert len(data["blank"]) == 10
    (number,) = (each for each in data["numbers"] if each["case"] == "lengshuitan" and each["path"] == LASTING)
    assert (number["printed"], number["rule"], number["possible"]) == ("1", "3.00", ["0", "2", "3", "5"])
    assert [each["kind"] for each in data["findings"]].count("differs") == 4
    assert not any(isinstance(each, float) for each in flat(data))


def flat(value: object) -> list[object]:
    """Every plain value in a JSON value."""
    if isinstance(value, dict):
        return [one for each in value.values() for one in flat(each)]
    return [one for each in value for one in flat(each)] if isinstance(value, list) else [value]


def test_the_shipped_table_is_the_printed_one() -> None:
    rows = list(csv.reader((YONGZHOU / "published.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 1 + 23 + 4 + 3
    assert all(len(row) == 11 for row in rows)
    assert all(row[10] for row in rows[1:])


def test_on_a_terminal_it_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    assert run("--lang", "en", "-o", tmp_path / "r.txt") == 1
    assert "compared: " in stream.getvalue()
    assert stream.getvalue().endswith("\r")
    assert "What the ruleset as it stands does not give" in (tmp_path / "r.txt").read_text("utf-8")


@pytest.mark.parametrize("method", ["by_totals", "by_totals_exact_weights"])
def test_methods_of_weighting_are_compared_too(method: str) -> None:
    found = of(YONGZHOU, YONGZHOU / "published.csv", method)
    (total,) = (each for each in found.verdicts if each.cell.key == Key("score", "", ""))
    assert total.own == {"by_totals": Fraction("85.15"), "by_totals_exact_weights": Fraction("85.14")}[method]
