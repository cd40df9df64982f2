"""The sentences of an indicator table, in Chinese and in English, as an evaluator would print them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import doc_examples
from oracle.generator import generate
from scoring.diagnostic import RulesetError
from scoring.printed.markdown import document
from scoring.printed.table import printed_table
from scoring.ruleset import Ruleset, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.printed.model import Line, Paragraph, PrintedTable

ROOT = Path(__file__).parents[1]
RULESETS = sorted(ROOT.glob("rulesets/*/*.yaml"))


def lines(table: PrintedTable) -> Iterator[Line]:
    waiting = list(reversed(table.lines))
    while waiting:
        line = waiting.pop()
        yield line
        waiting.extend(reversed(line.children))


def text_of(said: tuple[Paragraph, ...]) -> str:
    return "".join(
        part for each in said for part in (each.head, each.text, *(f"[{row}]" for row in each.rows), each.after)
    )


def sentence(rule: str, lang: str, more: str = "", points: str = "10") -> str:
    """Return what is printed of an indicator with a rule."""
    text = f"""
ruleset: t
source: example
without_findings: keep
figures:
  rate: {{name: {{zh: 执行率, en: the rate}}, unit: "%", min: 0%, max: 100%}}
  base: {{name: {{zh: 基准值, en: the base}}, unit: "%", min: 0%, max: 100%}}
  cost: {{name: {{zh: 成本, en: the cost}}, unit: 万元, min: 0}}
  late: {{name: {{zh: 迟报次数, en: late reports}}, type: count}}
  due: {{name: {{zh: 应付日, en: the due day}}, type: date}}
  paid: {{name: {{zh: 付款日, en: the day of payment}}, type: date}}
  state: {{name: {{zh: 整改情况, en: repairs}}, words: [全部, 部分, 未]}}
  faked: {{name: {{zh: 弄虚作假, en: faked}}, type: flag, if_missing: false}}
  marks: {{name: {{zh: 打分, en: marks}}, list_of: {{min: 0, max: 10}}}}
indicators:
  top:
    name: {{zh: 上级, en: the group}}
    points: {points}
    indicators: {{leaf: {{points: {points}, {more}rules: {rule}}}}}
"""
    table = printed_table(Ruleset((("t.yaml", text),)).program().definition, lang)
    return text_of(table.lines[0].children[0].said)


SENTENCES = yaml.safe_load((ROOT / "tests" / "printed-sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("told", SENTENCES, ids=lambda told: told["rule"])
def test_a_rule_reads_as_people_print_it(told: dict[str, str]) -> None:
    assert {lang: sentence(told["rule"], lang) for lang in ("zh", "en")} == {"zh": told["zh"], "en": told["en"]}


def test_limits_start_and_several_rules_are_told_after_one_another() -> None:
    step = "per: 5%, of: rate, part: drop"
    rules = f"[{{award: 5, {step}, above: base}}, {{deduct: 5, {step}, below: base}}]"
    assert sentence(rules, "zh", "start: 8, floor: 2, ").endswith(
        "执行率低于基准值的，每低5个百分点扣5分，不足5个百分点的不扣。以上各条合计，最高不超过满分。得分最低为2分。"
    )
    assert sentence(rules, "en", "start: 8, cap: 12, ").startswith("Scoring starts at 8 points.")
    assert "The score is never below 0, all of these together.The score is never more than 12 points." in sentence(
        rules, "en", "start: 8, cap: 12, "
    )


def test_a_number_without_a_short_decimal_is_told_exactly() -> None:
    assert sentence("{ratio: rate, to: 100%}", "zh", points="50/12") == "得分＝25/6×执行率，执行率最多按100%计。"
    assert "…" not in sentence("{deduct: 1/3, when: faked}", "en")


def test_the_table_of_yongzhou_is_the_printed_one() -> None:
    table = printed_table(load(ROOT / "rulesets/yongzhou-2023/ruleset.yaml").program().definition, "zh")
    found = {line.code: line for line in lines(table) if line.code}
    assert len([line for line in lines(table) if not line.children]) == 23
    assert [line.points for line in table.lines] == ["15", "25", "40", "20"]
    assert (
        text_of(found["B1.2"].said) == "预算执行率低于90%的，每低1个百分点扣0.1分，不足1个百分点的按比例扣，扣完为止。"
    )
    assert "⑤无截留挤占挪用虚列冒领（2分）发现问题的，本项不得分，“资金使用合规性”全部不得分。" in text_of(
        found["B1.3"].said
    )
    assert text_of(found["D3.1"].said).startswith("单位类别为“city”的单位：每发现1例问题扣0.5分，扣完为止。其他单位：")
    assert "优：不低于90分" in text_of(table.whole).replace("][", " ")
    rates = {each.id: each.how for each in table.figures}
    assert rates["execution_rate"] == "＝支出资金÷到位资金"


def test_a_method_is_printed_as_it_scores() -> None:
    ruleset = load(ROOT / "rulesets/yongzhou-2023/ruleset.yaml")
    table = printed_table(ruleset.program("whole_steps").definition, "zh", method="whole_steps")
    leaf = next(line for line in lines(table) if line.code == "B1.2")
    assert "不足1个百分点的不扣" in text_of(leaf.said)
    assert ("方法", "whole_steps") in table.facts


def examples() -> list[tuple[str, str]]:
    """Return every ruleset that a page of the documentation shows, with its place."""
    found = []
    for page in sorted(doc_examples.ROOT.glob("docs/*.md")):
        text = page.read_text("utf-8")
        for part in text.split("```yaml\n# file: ")[1:]:
            name, _, rest = part.partition("\n")
            body = rest.partition("\n```")[0]
            if body.startswith("ruleset:") or "\nruleset:" in body:
                found.append((f"{page.name}:{name}", body))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_ruleset_of_the_documentation_reads_whole(lang: str) -> None:
    """No sentence has a gap, a brace, or a cut number in it, and every leaf says something."""
    count = 0
    for place, body in examples():
        try:
            ruleset = Ruleset((("example.yaml", body),), all_methods=False)
        except (RulesetError, FileNotFoundError):
            continue  # it shows a mistake, or extends another file
        table = printed_table(ruleset.program().definition, lang)
        count += 1
        for line in lines(table):
            told = text_of(line.said)
            assert told or line.children, f"{place}: {line.path} says nothing"
            assert not any(sign in told for sign in ("{", "}", "…", "None", "  ")), f"{place}: {told}"
    assert count > 90


@pytest.mark.parametrize("path", [path for path in RULESETS if "\nindicators:" in path.read_text("utf-8")], ids=str)
def test_every_shipped_ruleset_is_printed_under_all_methods(path: Path) -> None:
    text = path.read_text("utf-8")
    if not text.lstrip("# ").startswith("ruleset:") and "\nruleset:" not in text:
        pytest.skip("no ruleset")
    ruleset = load(path)
    for method in (None, *ruleset.methods):
        tables = [printed_table(ruleset.program(method).definition, lang, method=method) for lang in ("zh", "en")]
        leaves = [[line.path for line in lines(table) if not line.children] for table in tables]
        assert leaves[0] == leaves[1]
        assert all(line.said for table in tables for line in lines(table) if not line.children)


def test_what_rounding_leaves_alone_and_what_stands_outside_the_points_is_told() -> None:
    text = """
ruleset: t
source: example
without_findings: keep
indicators:
  third: {points: 10/3, rules: judge}
  prize: {points: 2, bonus: true, rules: {award: 1, per: finding}}
rounding: {mode: half_up, leaf: 2}
"""
    table = printed_table(Ruleset((("t.yaml", text),)).program().definition, "en")
    assert [line.points for line in lines(table)] == ["10/3", "up to +2"]
    assert "A lowest indicator whose points have more decimals than that is not rounded." in text_of(table.whole)
    assert any(each.startswith("Bonus and penalty items stand outside") for each in table.reading)


def test_what_a_shape_is_given_is_told_whatever_it_is() -> None:
    text = """
ruleset: t
source: example
figures:
  x: {name: 完成率, unit: "%", min: 0%, max: 100%}
  y: {name: 基准, unit: "%", min: 0%, max: 100%}
  kind: {name: 类别, words: [甲, 乙]}
shapes:
  goal: {needs: [x, goal], rules: {ratio: x, to: goal - 10%}}
indicators:
  plain: {points: 5, use: goal, with: {x: x - y, goal: 90%}}
  table: {points: 5, use: goal, with: {x: x, goal: {of: kind, by: {甲: 90%, 乙: 80%}}}}
"""
    table = printed_table(Ruleset((("t.yaml", text),)).program().definition, "zh")
    assert [text_of(line.said) for line in table.lines] == [
        "得分＝5×（完成率−基准）÷80%，比例最多按100%计。",
        "得分＝5×完成率÷（（按类别取值：甲：90%；乙：80%）−10%），比例最多按100%计。",
    ]


@pytest.mark.parametrize("seed", [387, *range(40)])
def test_generated_rulesets_read_whole(seed: int) -> None:
    ruleset = Ruleset((("t.yaml", generate(seed).text),), all_methods=False)
    for lang in ("zh", "en"):
        told = document(printed_table(ruleset.program().definition, lang))
        assert not any(sign in told for sign in ("{", "}", "…", "None")), told


def test_what_prints_a_ruleset_names_no_kind_of_rule() -> None:
    readers = [*(ROOT / "scoring" / "printed").glob("*.py"), *(ROOT / "scoring").glob("word*.py")]
    assert len(readers) > 10
    for path in readers:
        text = path.read_text("utf-8")
        assert "scoring.rules." not in text, path
        assert "kind.name" not in text, path
