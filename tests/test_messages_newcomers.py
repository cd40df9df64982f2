"""Slips of people who write their first files: every message says what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scoring.case import Case
from scoring.cases import load_cases
from scoring.cli import main
from scoring.diagnostic import CaseError, Diagnostic, RulesetError
from scoring.document import read_yaml
from scoring.functions import FUNCTIONS
from scoring.ruleset import Ruleset
from scoring.source import Source
from scoring.statistic import REDUCTIONS

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
ruleset: r
points: 10
without_findings: keep
figures: {f: {min: 0}, marks: {list_of: {min: 0}}}
functions: {wear: {needs: [years], is: years / 2}}
indicators: {E: {name: works, points: 10, rules: {deduct: 1, when: f > 3}}}
"""


def scored(**figures: object) -> tuple[Diagnostic, ...]:
    with pytest.raises(CaseError) as caught:
        Ruleset((("r.yaml", RULES),)).score(Case(figures={"f": 1, **figures}))
    return caught.value.diagnostics


def checked(old: str, new: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", RULES.replace(old, new)),)).program()
    return caught.value.diagnostics


def of_file(folder: Path, text: str, name: str = "c.yaml") -> tuple[Diagnostic, ...]:
    (folder / "r.yaml").write_text(RULES, "utf-8")
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(CaseError) as caught:
        Ruleset((("r.yaml", RULES),)).score_all(load_cases(folder / name))
    return caught.value.diagnostics


def said(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.code, problem.hint("en"), problem.hint("zh")


def test_an_indicator_where_a_figure_is_meant_is_called_an_indicator() -> None:
    for address in ("E", "works"):
        (problem,) = scored(**{address: 3})
        code, en, zh = said(problem)
        assert code == "case-figure-is-node"
        assert "'marks' or 'set'" in en
        assert "did you mean" not in en
        assert "marks或set" in zh


def test_a_mistyped_function_of_lists_is_guessed_among_all_functions() -> None:
    (problem,) = checked("f > 3", "trimed_mean(marks) > 3")
    assert said(problem) == ("unknown-function", "did you mean 'trimmed_mean'?", "是否想写“trimmed_mean”？")
    (problem,) = checked("f > 3", "qqqq(marks) > 3")
    for name in (*FUNCTIONS, *REDUCTIONS, "wear"):
        assert re.search(rf"\b{name}\b", problem.hint("en")), name
        assert re.search(rf"\b{name}\b", problem.hint("zh"), re.ASCII), name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: {deduct: 2, per：finding}\n", "colon-wide"),
        ("a: {deduct: 2, per：finding, up_to: 10}\n", "colon-wide"),
        ("a: {because: 一, 注意：三, x: 1}\n", "comma-in-value"),
    ],
)
def test_a_full_width_colon_behind_another_key_in_brackets_is_named(text: str, code: str) -> None:
    from scoring.diagnostic import Problems  # noqa: PLC0415  # stands with its use

    problems = Problems()
    read_yaml(Source("a.yaml", text), problems)
    assert [each.code for each in problems.diagnostics] == [code]


def test_thousands_separators_are_named_with_the_number_to_write(tmp_path: Path) -> None:
    (problem,) = of_file(tmp_path, "cases: {a: {figures: {f: 2,000, marks: [1]}}}\n")
    hints = ("write a number without thousands separators: 2000", "数字不要写千分位逗号：2000")
    assert said(problem) == ("comma-in-number", *hints)
    (problem,) = of_file(tmp_path, "cases: {a: {figures: {f: 1,234,567.5}}}\n")
    assert said(problem)[1].endswith(": 1234567.5")
    (problem,) = of_file(tmp_path, 'id,f,marks\na,"2,000",1\n', "c.csv")
    hints = ("write the number without thousands separators: 2000", "数字不要写千分位逗号：2000")
    assert said(problem) == ("thousands", *hints)
    (problem,) = scored(f="20,5")
    assert problem.code == "not-a-number"


@pytest.mark.parametrize("between", [",", "，", "、", "；"])
def test_a_list_in_a_cell_is_separated_by_semicolons(tmp_path: Path, between: str) -> None:
    (problem,) = of_file(tmp_path, f'id,f,marks\na,2,"1.2{between}1.4"\n', "c.csv")
    code, en, zh = said(problem)
    assert (code, en[-8:], zh[-8:]) == ("list-commas", "1.2; 1.4", "1.2; 1.4")


def test_figures_outside_figures_are_told_where_they_stand(tmp_path: Path) -> None:
    (problem,) = of_file(tmp_path, "cases: {a: {price: 400}}\n")
    code, en, zh = said(problem)
    assert code == "case-figure-outside"
    assert en.startswith("figures stand under 'figures': figures: {price: …}")
    assert zh.startswith("数据请写在figures下：figures: {price: …}")
    (problem,) = of_file(tmp_path, "cases: {a: {figurs: {f: 400}}}\n")
    assert said(problem)[:2] == ("case-unknown-key", "did you mean 'figures'?")


def test_a_ruleset_without_methods_says_so() -> None:
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", RULES),)).program("x")
    (problem,) = caught.value.diagnostics
    assert problem.code == "no-methods"


def test_the_total_is_called_so_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    (tmp_path / "c.yaml").write_text("cases: {a: {figures: {f: 5}}}\n", "utf-8")
    told = []
    for address in ("总分", "total"):
        arguments = ["explain", str(tmp_path / "r.yaml"), str(tmp_path / "c.yaml"), "--case", "a", "--lang", "zh"]
        assert main([*arguments, "--indicator", address]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("c.yaml", "cases: {a: {figures: {done: 是}}}", "请写 true 或 false"),
        ("c.json", '{"cases": {"a": {"figures": {"done": "TRUE"}}}}', "请写 true 或 false"),
        ("c.csv", "id,done\na,yes\n", "请写 true 或 false"),
    ],
)
def test_what_is_no_truth_value_is_told_with_what_to_write(tmp_path: Path, name: str, text: str, hint: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    rules = RULES.replace("{f: {min: 0},", "{f: {min: 0, if_missing: 0}, done: {type: flag},")
    with pytest.raises(CaseError) as caught:
        Ruleset((("r.yaml", rules),)).score(load_cases(tmp_path / name)[0])
    (told,) = caught.value.diagnostics
    assert (told.code, told.hint("zh")) == ("not-a-truth-value", hint)
