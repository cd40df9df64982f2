"""The calculator of a page: its data, and the frame that its script fills with fields and live scores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scoring.report.page.markup import Html, tag
from scoring.report.page.overview import names_of
from scoring.report.page.words import said
from scoring.report.words import number_text
from scoring.script import calculator_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.number import Number
    from scoring.program import Program
    from scoring.report.paper import Scoring
    from scoring.result import Result

MOST = 200
"""Cases that can be changed, at most; where figures are taken over all cases, all of them are needed."""

_WORDS = {
    "unset": ("not known", "未知"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "range": ("{low} to {high}", "{low}至{high}"),
    "from": ("at least {low}", "不低于{low}"),
    "to": ("at most {high}", "不高于{high}"),
    "optional": ("may be left out", "可不填"),
    "percent": ("with %", "带%"),
    "count": ("whole number", "整数"),
    "date": ("as 2024-10-18", "如2024-10-18"),
    "list": ("values with ; between them", "数值之间用;分隔"),
    "was": ("was {value}", "原为{value}"),
    "none": ("nothing", "空"),
    "changed": ("{count} changed", "已改{count}项"),
    "unchanged": ("nothing changed", "未改动"),
    "reset-one": ("Back", "恢复"),
    "problems": ("Not scored: {count} to be mended, marked below.", "未计分：有{count}处需改正，已在下面标出。"),
    "waits": ("Not scored: another case has something to be mended, and figures are taken over all cases.",
              "未计分：另一单位有需改正之处，而有数据取自全部单位。"),
    "missing": ("missing: {names}", "缺少：{names}"),
    "mark": ("mark", "评分"),
    "deduct": ("points off", "扣分"),
    "set": ("set score", "核定"),
    "more-findings": ("further findings", "另有问题（例）"),
    "not_applicable": ("does not apply", "不适用"),
    "by-calculator": ("changed in the calculator", "在计算器中改动"),
    "amount": ("amount", "金额"),
    "gone": ("0 takes it away", "填0即去掉"),
    "portfolio": ("portfolio", "汇总"),
    "times": ("count", "例数"),
    "figures": ("Figures", "数据"),
    "lists": ("Lists", "清单"),
    "findings": ("Findings", "问题"),
    "nodes": ("Indicators", "指标"),
    "entry": ("entry {number}", "第{number}条"),
    "now": ("now", "现在"),
    "before": ("in the report", "报告中"),
    "case": ("case", "单位"),
    "total": ("total", "总分"),
    "grade": ("grade", "等级"),
    "scored": ("scored", "已评分"),
    "missing-outcome": ("missing", "缺数据"),
    "undefined": ("undefined", "算不出"),
    "not-applicable": ("not applicable", "不适用"),
    "excluded": ("excluded", "不参评"),
    "of": ("of {points}", "满分{points}"),
}  # fmt: skip


class CalculatorParts:
    """What a page with a calculator holds beside the report.

    Attributes:
        section: the frame.
        data: the JSON that its script reads; a browser does not run it.
        engine: the script that scores.
    """

    def __init__(self, scoring: Scoring) -> None:
        """Make the data of the cases that can be changed."""
        results = scoring.results
        together = bool(results) and bool(results[0].program.cohorts)
        shown = results if together else results[:MOST]
        made = calculator_of(shown)
        self.engine = made.script
        places = {id(each): place for place, each in reversed(list(enumerate(made.inputs)))}
        order = sorted(set(places.values()))
        distinct = [made.inputs[place] for place in order]
        programs = [results[place].program for place in order]
        tables = [order.index(places[id(each)]) for each in made.inputs]
        self.data = _data({
            "words": {key: {"en": en, "zh": zh} for key, (en, zh) in _WORDS.items()},
            "names": [names_of(each, number)[1] for number, each in enumerate(shown)],
            "cases": made.cases,
            "inputs": distinct,
            "of": tables,
            "trees": [_tree(each) for each in programs],
            "before": [_before(each) for each in shown],
            "together": together,
            "weighed": scoring.portfolio is not None and len(shown) == len(results),
            "portfolio": None if scoring.portfolio is None else _number(scoring.portfolio.total),
        })  # fmt: skip
        self.section = _section(scoring, together=together, left=len(results) - len(shown))


def _before(result: Result) -> dict[str, object]:
    return {"total": _number(result.total), "grade": result.grade}


def _number(value: Number | None) -> str | None:
    return None if value is None else number_text(value)


def _tree(program: Program) -> dict[str, object]:
    """Return what the live tree is made of: every node but variants inside others, and what is told of the whole."""
    nodes = [
        {"path": path, "kind": plan.kind, "level": plan.level, "open": plan.open or bool(plan.item)}
        for path, plan in program.plans.items()
        if path
    ]
    outputs = [{"name": each.name, "label": dict(each.label.texts)} for each in program.outputs]
    figures = {name: dict(figure.label.texts) for name, (figure, _) in program.figures.items()}
    return {"nodes": nodes, "outputs": outputs, "labels": figures, "total": program.definition.has_total,
            "open": program.root.open}  # fmt: skip


def _data(value: object) -> Html:
    """Return JSON as a block that no browser runs, and in which no text can end it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return tag("script", Html(text), type="application/json", id="calculator-data")


def _section(scoring: Scoring, *, together: bool, left: int) -> Html:
    notes: list[Html] = [tag("li", said("calculator-together"))] if together else []
    notes += [tag("li", said("calculator-portfolio"))] if scoring.portfolio is not None and left else []
    notes += [tag("li", said("calculator-ranks"))] if scoring.ranks is not None else []
    notes += [tag("li", said("calculator-records"))] if _has_records(scoring.results) else []
    notes += [tag("li", said("calculator-left", count=left))] if left else []
    choice = tag("p", tag("label", said("calculator-case"), for_="start"), " ", tag("select", id="start"),
                 class_="start")  # fmt: skip
    result = tag(
        "div",
        tag("dl", id="live-facts", class_="facts"),
        tag("p", tag("output", id="live-state", aria_live="polite"), " ",
            tag("button", said("calculator-reset"), type="button", id="reset")),
        tag("div", id="live-whole", class_="whole"),
        tag("ul", id="live-problems", class_="problems"),
        tag("ul", id="live-changed", class_="plain"),
        class_="live",
    )  # fmt: skip
    form = tag("form", choice, tag("div", id="fields"), id="calculator-form", autocomplete="off",
               aria_labelledby="calculator-name")  # fmt: skip
    body = tag("div", result, form, tag("div", id="live-cases", class_="scroll"), id="calculator-body", hidden=True)
    return tag(
        "section",
        tag("h2", said("calculator"), id="calculator-name"),
        tag("p", said("calculator-about")),
        tag("p", said("calculator-script"), id="calculator-script", class_="note"),
        body,
        tag("ul", *notes, class_="quiet plain"),
        class_="calculator", id="calculator", aria_labelledby="calculator-name",
    )  # fmt: skip


def _has_records(results: Sequence[Result]) -> bool:
    return any(figure.records for result in results for figure in result.program.lists.values())
