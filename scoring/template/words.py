"""Words of a template in both languages: what may stand in a cell, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.dates import day_text
from scoring.document import Scalar, Table
from scoring.lower_figures import domain_of
from scoring.number import decimal_text
from scoring.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from scoring.model import Figure

_WORDS = {
    "or": (" or ", "或"),
    "one-of": ("one of: {words}", "请选：{words}"),
    "true": ("true", "是"),
    "false": ("false", "否"),
    "date": ("a date such as 2024-10-18", "日期，如2024-10-18"),
    "whole": ("a whole number", "整数"),
    "number": ("a number", "数值"),
    "percent": ("a percentage, such as 83.06%", "百分数，如83.06%"),
    "text": ("a text", "文字"),
    "between": ("{low} to {high}", "{low}至{high}"),
    "least": ("{low} or more", "不小于{low}"),
    "most": ("{high} or less", "不大于{high}"),
    "places": ("at most {count} decimals", "最多{count}位小数"),
    "blanks": ("{texts} for no value", "无数据可写{texts}"),
    "for": ("for {names}", "用于：{names}"),
    "unused": ("no rule reads it", "没有规则用到"),
    "default": ("left empty, it counts as {value}", "不填按{value}计"),
    "default-zero": ("left empty, what reads it scores nothing", "不填的，用到它的指标不得分"),
    "default-full": ("left empty, what reads it keeps its points", "不填的，用到它的指标得满分"),
    "default-not_applicable": ("left empty, what reads it does not apply", "不填的，用到它的指标不适用"),
    "mark-range": ("{low} to {high} points", "{low}至{high}分"),
    "mark-open": ("see the ruleset", "见评分规则"),
    "evidence-of": ("{words}: evidence", "{words}：依据"),
    "bad-value": ("This does not fit here", "填写的内容不符"),
}


def say(lang: str, key: str, **facts: object) -> str:
    """Return a phrase in ``zh`` or ``en`` with its facts filled in."""
    return _WORDS[key][lang == "zh"].format_map(facts)


def truths(lang: str) -> list[str]:
    """Return what stands for the truth values."""
    return [say(lang, each) for each in ("true", "false")]


def range_of(figure: Figure, lang: str) -> str:
    """Return in words what a figure may be."""
    parts = [_kind(figure, lang)]
    if figure.type in ("number", "count", "date"):
        domain = domain_of(figure)
        low = domain.low if figure.type == "count" else figure.low
        parts += _limits(low, figure.high, figure, lang)
    if figure.places is not None and figure.type == "number":
        parts.append(say(lang, "places", count=figure.places))
    if figure.blanks:
        parts.append(say(lang, "blanks", texts=say(lang, "or").join(figure.blanks)))
    return ("；" if lang == "zh" else "; ").join(parts)


def _kind(figure: Figure, lang: str) -> str:
    if figure.type == "flag":
        return say(lang, "one-of", words=listed(lang, truths(lang)))
    if figure.type == "words":
        return say(lang, "one-of", words=listed(lang, list(figure.words)))
    if figure.type == "date":
        return say(lang, "date")
    return say(lang, "whole" if figure.type == "count" else "percent" if figure.unit == "%" else "number")


def _limits(low: Fraction | None, high: Fraction | None, figure: Figure, lang: str) -> Iterator[str]:
    def text(end: Fraction) -> str:
        if figure.type == "date":
            return day_text(end)
        return f"{decimal_text(end * 100)}%" if figure.unit == "%" else decimal_text(end)

    if low is not None and high is not None:
        yield say(lang, "between", low=text(low), high=text(high))
    elif low is not None:
        yield say(lang, "least", low=text(low))
    elif high is not None:
        yield say(lang, "most", high=text(high))


def meaning_of(figure: Figure, uses: str, lang: str) -> str:
    """Return in words what a figure is: its printed words, its source, what reads it, what its absence means."""
    parts = [text for key in ("text", "source") if (text := _written(figure, key, lang))]
    parts.append(say(lang, "for", names=uses) if uses else say(lang, "unused"))
    default = _written(figure, "if_missing", lang)
    if default and default not in ("stop", "null"):
        key = f"default-{default}" if f"default-{default}" in _WORDS else "default"
        value = say(lang, default) if figure.type == "flag" and default in ("true", "false") else default
        parts.append(say(lang, key, value=value))
    return "\n".join(parts)


def _written(figure: Figure, key: str, lang: str) -> str:
    found = figure.keys.fields.get(key)
    item = None if found is None else found.value
    if isinstance(item, Table) and item.fields:
        field = item.fields.get(lang) or next(iter(item.fields.values()))
        item = field.value
    return item.text if isinstance(item, Scalar) else ""
