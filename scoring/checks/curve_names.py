"""What a curve is called: its indicator, the figure it goes by, and what stands still meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.checks.words import called, number, shown
from scoring.interpret import GIVEN
from scoring.lower_cohort import RUN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.analysis.subject import Subject, Variable
    from scoring.checks.look import Seen
    from scoring.program import Plan
    from scoring.reading import Read

_WORDS = {
    "en": {
        "id": "{name} ({path})",
        "variant": "variant at line {line}",
        "points": "{points} point{s}",
        "open": "an open scale",
        "ruleset": "ruleset {id}",
        "method": "method {method}",
        "findings": "number of findings",
        "amount": "amount of the findings",
        "mark": "mark",
        "of": "{what} of {path}",
        "cases": "{what} over all cases",
        "detail": "{name} ({details})",
        "low": "no min",
        "high": "no max",
        "missing": "{name} missing",
        "more": "{n} more figures at usual values",
        "comma": ", ",
    },
    "zh": {
        "id": "{name}（{path}）",
        "variant": "第{line}行的变体",
        "points": "满分{points}分",
        "open": "不设满分",
        "ruleset": "规则集{id}",
        "method": "计算方法{method}",
        "findings": "问题例数",
        "amount": "问题金额",
        "mark": "评分",
        "of": "{path}的{what}",
        "cases": "全部单位的{what}",
        "detail": "{name}（{details}）",
        "low": "无下限",
        "high": "无上限",
        "missing": "没有{name}",
        "more": "另有{n}项数据取常见值",
        "comma": "，",
    },
}
_NAMED = 8
"""Values that stand still and are named."""

_OWN = ("findings", "amount", "mark")


def heading(seen: Seen, plan: Plan, lang: str) -> str:
    """Return which indicator of which ruleset and method is shown, and its points."""
    words = _WORDS[lang]
    name = " ".join(filter(None, (plan.code, plan.label.text(lang))))
    name = words["id"].format(name=name, path=plan.path) if name and plan.path not in ("", name) else name or plan.path
    parts = [name]
    if sum(each.path == plan.path for each in seen.plans()) > 1:
        parts.append(words["variant"].format(line=plan.at.line))
    points = g.number_of(seen.subject.score(plan.points))
    if plan.open:
        parts.append(words["open"])
    elif points:
        parts.append(words["points"].format(points=number(points), s="" if points == 1 else "s"))
    parts.append(words["ruleset"].format(id=seen.program.definition.id))
    if seen.method is not None:
        parts.append(words["method"].format(method=seen.method))
    return words["comma"].join(parts)


def titled(variable: Variable, plan: Plan, lang: str) -> str:
    """Return a figure with its name, its unit, and which limits it lacks."""
    words, figure = _WORDS[lang], variable.figure
    name = _name(variable, plan, lang)
    details = []
    if figure is not None:
        label = figure.label.text(lang)
        details += [label] if label and label != name else []
        details += [figure.unit] if figure.unit and figure.type != "date" else []
    if variable.is_number:
        details += [words["low"]] if variable.low is None else []
        details += [words["high"]] if variable.high is None else []
    return words["detail"].format(name=name, details=words["comma"].join(details)) if details else name


def _name(variable: Variable, plan: Plan, lang: str) -> str:
    words = _WORDS[lang]
    path, _, own = variable.name.removesuffix(RUN).rpartition("/")
    if variable.figure is not None or variable.label or own not in _OWN:
        name = called(variable)
        name = name.removeprefix(f"{plan.path}.") if plan.path else name
        return words["cases"].format(what=name.removesuffix(".cases")) if variable.name.endswith(RUN) else name
    return (
        words[own]
        if path == plan.path
        else words["of"].format(what=words[own], path=path.removeprefix(f"{plan.path}.") if plan.path else path)
    )


def condition(
    subject: Subject, plan: Plan, named: Mapping[str, frozenset[Read]], fixed: Mapping[str, Read], lang: str
) -> str:
    """Return what stands still: words of which several may hold alike, and numbers."""
    words = _WORDS[lang]
    absent = {
        name.removeprefix(GIVEN) for name, values in named.items() if name.startswith(GIVEN) and True not in values
    }
    parts: list[str] = []
    for name, values in named.items():
        variable = subject.variable(name)
        if len(values) == len(variable.options) or name in absent:
            continue
        if name.startswith(GIVEN):
            if True not in values:
                own = subject.variable(name.removeprefix(GIVEN))
                parts.append(words["missing"].format(name=_name(own, plan, lang)))
            continue
        ordered = [shown(variable, each) for each in variable.options if each in values]
        parts.append(f"{titled(variable, plan, lang)} = {' / '.join(ordered)}")
    for name, value in fixed.items():
        if name not in absent:
            variable = subject.variable(name)
            parts.append(f"{_name(variable, plan, lang)} = {shown(variable, value)}")
    if len(parts) > _NAMED:
        parts[_NAMED:] = [words["more"].format(n=len(parts) - _NAMED)]
    return words["comma"].join(parts)
