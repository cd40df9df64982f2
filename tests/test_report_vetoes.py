"""What the reports say of what a veto, or a set score, takes the place of: tables add up, and no fact is hidden."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import openpyxl
import pytest

from page_files import Element, read
from scoring.case import Case, Finding, Mark, SetScore
from scoring.cli import main
from scoring.report.explain import explain_text
from scoring.report.html import written
from scoring.report.paper import Scoring
from scoring.report.printed import Printed
from scoring.report.text import Page, score_text
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.number import Number
    from scoring.result import Result

WATER = """\
ruleset: r
points: 40
without_findings: keep
figures:
  accident: {type: flag, name: {en: accident, zh: 发生事故}}
  books: {type: flag, name: {en: no books, zh: 未专账核算}}
  slips: {type: count, min: 0, name: {en: lost slips, zh: 缺票据}}
  late: {type: count, min: 0, name: {en: late, zh: 超期}}
indicators:
  funds:
    code: A
    points: 20
    rules: {lose_all: late > 90}
    indicators:
      proper:
        code: A1
        points: 15
        criteria:
          own: {name: {en: own books, zh: 专账核算}, points: 5, rules: {lose_all: books}}
          kept: {name: {en: slips kept, zh: 票据齐全}, points: 5, rules: {deduct: 0.5, per: 1, of: slips}}
          straight: {name: {en: no misuse, zh: 无挪用}, points: 5, rules: {lose_all: findings > 0, scope: proper}}
      timely: {code: A2, points: 5, rules: {deduct: 1, per: 1, of: late}}
  work:
    code: B
    points: 20
    indicators:
      order: {code: B1, points: 10, rules: {judge: 0..10}}
      tests: {code: B2, points: 10, rules: {deduct: 2, per: finding}}
rules: {lose_all: accident}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
FINE: dict[str, object] = {"accident": False, "books": False, "slips": 0, "late": 0}
MARKED = {"order": Mark(7, because="none")}
ABOVE = "其中7分已在以上各项扣除，本行再扣33分。"


def case(**figures: object) -> Case:
    return Case(id="x", figures={**FINE, **figures}, marks=MARKED)


def scored(given: Case, ruleset: str = WATER) -> Result:
    return Ruleset((("r.yaml", ruleset),)).score(given)


def funds(score: int) -> dict[str, SetScore]:
    return {"funds": SetScore(score, because="agreed")}


def page_of(result: Result, ruleset: str = WATER) -> Element:
    scoring = Scoring(Ruleset((("r.yaml", ruleset),)), [result], None, "zh")
    return read(written(scoring, Namespace(calculator=False)))


def own(result: Result, lang: str = "zh") -> list[tuple[Number | None, tuple[str, ...]]]:
    return [(line.lost, line.reasons) for line in Printed(result, lang).lines if line.kind == "own"]


@pytest.mark.parametrize(
    "given",
    [
        case(accident=True, slips=4, late=2),
        case(late=100),
        case(accident=True, late=100, books=True),
        replace(case(accident=True, slips=4), findings=(Finding(("straight",)),)),
        replace(case(slips=4, late=2), set=funds(18)),
        replace(case(slips=4, late=2), set=funds(5)),
        replace(case(slips=4, late=2), set=funds(20)),
    ],
)
def test_the_losses_of_a_printed_table_add_up_under_a_veto(given: Case) -> None:
    lines = Printed(scored(given), "zh").lines
    parts = [line.lost for line in lines if line.kind in {"leaf", "own"}]
    assert sum((each for each in parts if each is not None), Fraction(0)) == lines[-1].lost


def test_a_veto_says_what_it_takes_beyond_the_losses_above() -> None:
    lost, told = own(scored(case(accident=True, slips=4, late=2)))[0]
    assert str(lost) == "33.00"
    assert told == ("扣40.00分：发生事故，40分全部扣除。", ABOVE)
    _, told = own(scored(case(accident=True, slips=4, late=2)), "en")[0]
    assert told[1] == "7 of these points are already lost above; this row takes the other 33."


def test_a_set_score_above_the_losses_of_its_rows_gives_back() -> None:
    lost, told = own(scored(replace(case(slips=4, late=2), set=funds(18))))[0]
    assert str(lost) == "-2"
    assert told[-1] == "代替以上各项所扣的4分，本行加回2分。"


def test_a_veto_over_an_unknown_loss_says_that_it_contains_what_stands_above() -> None:
    lost, told = own(scored(case(accident=True, slips=None, late=2)))[0]
    assert str(lost) == "40.00"
    assert told[-1] == "以上各项的扣分已含在内，不重复计。"


def test_a_veto_of_an_open_scale_stands_in_the_table() -> None:
    ruleset = """\
ruleset: r
points: none
figures: {n: {min: 0}, bad: {type: flag, name: {en: bad, zh: 出事}}}
indicators:
  a: {points: none, rules: {award: 1, per: 1, of: n, part: exact}}
rules: {lose_all: bad}
"""
    (line,) = (
        line
        for line in Printed(scored(Case(id="x", figures={"n": 5, "bad": True}), ruleset), "zh").lines
        if line.kind == "own"
    )
    assert line.reasons == ("出事，得0分。",)


def test_the_page_shows_reasons_below_a_veto_and_a_table_that_adds_up() -> None:
    text = page_of(scored(case(accident=True, slips=4, late=2))).text("zh")
    assert text.count("每1个扣1分，2×1＝2分。（已含在上级扣分中，不重复计）") == 1
    assert ABOVE in text


MISUSED = replace(case(books=True, slips=4), findings=(Finding(("straight",)),))
BOOKS = "扣5分：未专账核算，5分全部扣除。"
SLIPS = "扣2分：缺票据为4；每1个扣0.5分，4×0.5＝2分。"
COVERED = "（已含在上级扣分中，不重复计）"


def test_an_account_tells_of_the_criteria_of_an_emptied_leaf() -> None:
    result = scored(MISUSED)
    lines = "\n".join(explain_text(Ruleset((("r.yaml", WATER),)), result, result["A1"], Page("zh")))
    assert f"专账核算：满分5，得0，扣5{COVERED}\n    {BOOKS}" in lines
    assert f"票据齐全：满分5，得3，扣2{COVERED}\n    {SLIPS}" in lines
    assert "不单独计分" not in lines


def test_a_printed_table_tells_of_the_criteria_of_an_emptied_leaf() -> None:
    line = Printed(scored(MISUSED), "zh").lines[0]
    assert line.reasons[1:] == (f"①{BOOKS}{COVERED}", f"②{SLIPS}{COVERED}")


def test_a_printed_table_says_what_a_criterion_of_an_emptied_leaf_lacks() -> None:
    line = Printed(scored(replace(MISUSED, figures={**FINE, "slips": None})), "zh").lines[0]
    assert line.reasons[1:] == ("②缺少：缺票据（slips）",)
    assert any(each is not None and "②票据齐全（5分，缺数据）" in each.text for each in line.cells)


def test_nobody_asks_for_criteria_of_a_leaf_that_a_person_marked_whole() -> None:
    ruleset = """\
ruleset: r
points: 6
indicators:
  b: {points: 6, criteria: {c: {points: 2, rules: judge}, d: {points: 4, rules: judge}}}
"""
    result = scored(Case(id="x", marks={"b": Mark(4, because="late")}), ruleset)
    text = "\n".join(explain_text(Ruleset((("r.yaml", ruleset),)), result, result["b"], Page("zh")))
    assert "不单独计分的要点：c 2、d 4" in text
    assert "缺数据" not in str(Printed(result, "zh").lines[0])


def test_a_frame_gives_the_reason_of_every_loss() -> None:
    rows = scored(MISUSED).to_frame("polars", lang="zh").to_dicts()
    told = {row["path"]: row["reasons"] for row in rows}
    assert told["funds.proper.own"] == "未专账核算，5分全部扣除。"
    assert all(row["reasons"] for row in rows if row["lost"] and row["path"].count(".") > 1)


def test_the_list_of_deductions_has_those_that_are_not_counted_again(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(WATER, "utf-8")
    figures = "{accident: false, books: true, slips: 4, late: 0}"
    text = f"cases: {{x: {{figures: {figures}, findings: [{{against: straight}}]}}}}\n"
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    ruleset, cases, output = (str(tmp_path / each) for each in ("r.yaml", "c.yaml", "r.xlsx"))
    assert main(["report", ruleset, cases, "-o", output, "--lang", "zh"]) == 0
    sheet = openpyxl.load_workbook(output)["扣分清单"]
    rows = [[cell.value for cell in row[1:6]] for row in sheet.iter_rows(min_row=3)]
    assert ["A1 proper › 票据齐全", "不另计", 2, 2, 0] in rows


def test_the_page_shows_the_reasons_of_criteria_under_their_closed_leaf() -> None:
    rows = [each for each in page_of(scored(case(slips=4))).walk() if "part" in each.classes]
    assert [each.text("zh") for each in rows] == ["-2 票据齐全：缺票据为4；每1个扣0.5分，4×0.5＝2分。"]
    rows = [each for each in page_of(scored(MISUSED)).walk() if "part" in each.classes]
    assert [each.text("zh").endswith(COVERED) for each in rows] == [True, True]


def test_full_marks_that_nobody_gave_are_told_also_under_a_veto_of_the_whole() -> None:
    result = scored(replace(case(accident=True), marks={}))
    assert "未打分、按满分计：B1 order" in list(Printed(result, "zh").notes())
    assert "未打分、按满分计：B1" in score_text(Ruleset((("r.yaml", WATER),)), [result], None, Page("zh"))


def test_a_row_that_only_gives_back_says_why() -> None:
    _, told = own(scored(replace(case(slips=4, late=2), set=funds(20))))[0]
    assert told == ("核定：20分，agreed", "代替以上各项所扣的4分，本行加回4分。")


def test_a_notebook_gives_the_reason_of_every_loss() -> None:
    assert SLIPS.removeprefix("扣2分：") in scored(MISUSED)._repr_html_()
