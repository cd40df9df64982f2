"""Words of the reports that are handed in: headings of their tables and parts, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.ruleset import Ruleset

SHORT_HASH = 12
"""Digits of a hash where it only tells rulesets apart; it stands whole once in every report."""

_NUMERALS = "一二三四五六七八九十"
_WORDS = {
    "score-table": ("Score table", "评分表"),
    "report": ("Scoring report", "评分报告"),
    "overview": ("Overview", "汇总"),
    "results": ("Results", "评价结果"),
    "cases": ("Cases", "各单位得分"),
    "reasons": ("Where points were lost", "扣分原因"),
    "reasons-open": ("Where points came from", "计分说明"),
    "deductions": ("Deductions", "扣分清单"),
    "scores": ("All scores", "得分明细"),
    "figures": ("Figures", "数据"),
    "made-by": ("Made by", "说明"),
    "indicator": ("indicator", "指标"),
    "level": ("level {number}", "{number}级指标"),
    "points": ("points", "分值"),
    "score": ("score", "得分"),
    "lost": ("lost", "扣分"),
    "why-lost": ("why points were lost", "扣分原因"),
    "why": ("why", "计分原因"),
    "subtotal": ("subtotal", "小计"),
    "own": ("at this level itself", "本级加减分"),
    "own-total": ("on the total itself", "总分加减分"),
    "of-points": (" ({points})", "（{points}分）"),
    "of-points-kept": (" ({score} of {points})", "（{points}分，得{score}分）"),
    "of-points-none": (" ({points}: {outcome})", "（{points}分，{outcome}）"),
    "of-full": (" of {points}", "（满分{points}）"),
    "further": ("Further results", "其他结果"),
    "note": ("Notes", "备注"),
    "contribution": ("weight × total", "加权得分"),
    "code": ("code", "编码"),
    "name": ("name", "名称"),
    "path": ("address", "路径"),
    "kind": ("kind", "类别"),
    "deducted": ("lost", "扣分"),
    "not-counted": ("not counted", "不另计"),
    "awarded": ("gained", "加分"),
    "settled": ("settled", "实际分数"),
    "nominal": ("by the rule alone", "按规则"),
    "effect": ("effect on the total", "影响总分"),
    "reason": ("reason", "原因"),
    "clause": ("source", "依据"),
    "place": ("rule at", "规则位置"),
    "value": ("value", "数值"),
    "unit": ("unit", "计量单位"),
    "origin": ("origin", "来源"),
    "given": ("given", "填报"),
    "derived": ("derived", "计算"),
    "not-given": ("not given", "未填"),
    "id": ("id", "标识"),
    "ruleset": ("ruleset", "规则集"),
    "title": ("title", "标题"),
    "version": ("version", "版本"),
    "hash": ("SHA-256 of what was read", "规则集的SHA-256"),
    "method": ("method", "方法"),
    "method-none": ("the ruleset as it stands", "规则集原样"),
    "library": ("library", "软件"),
    "case-count": ("number of cases", "单位数"),
    "source": ("source", "依据"),
    "page": ("Page {page} of {pages}", "第 {page} 页，共 {pages} 页"),
    "nothing": ("nothing was lost", "没有扣分"),
    "table-of": ("{case}: score table", "{case}评分表"),
    "portfolio-is": ("The portfolio comes to {total}{grade}.", "汇总得分{total}分{grade}。"),
    "case-is": ("{case} comes to {total}{grade}{rank}.", "{case}得{total}分{grade}{rank}。"),
    "case-graded": ("{case}: {grade}.", "{case}：{grade}。"),
    "case-without": ("{case} has no total: {outcome}.", "{case}没有总分：{outcome}。"),
    "then-grade": (", grade {grade}", "，等级为{grade}"),
    "then-rank": (", rank {rank}", "，第{rank}名"),
    "lost-at": ("{name}: {lost} of {points} lost", "{name}：扣{lost}分（分值{points}分）"),
    "scored-at": ("{name}: {score}", "{name}：{score}"),
    "exact-is": ("exactly {value}", "精确值：{value}"),
}


def paper(lang: str, key: str, **facts: object) -> str:
    """Return a phrase of the reports in ``zh`` or ``en`` with its facts filled in."""
    return _WORDS[key][lang == "zh"].format_map(facts)


def level_name(lang: str, level: int) -> str:
    """Return what a level of the table is called: 一级指标, level 1."""
    numeral = _NUMERALS[level - 1] if lang == "zh" and level <= len(_NUMERALS) else str(level)
    return paper(lang, "level", number=numeral)


def circled(number: int) -> str:
    """Return the sign of a criterion: ①, ②, … as far as there are such signs, then "(51)"."""
    for first, last, sign in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(sign + number - first)
    return f"({number})"


def stamp(ruleset: Ruleset, lang: str) -> str:
    """Return in a few words which ruleset made a report: id, version, beginning of its hash."""
    parts = [f"{paper(lang, 'ruleset')} {ruleset.id}"]
    parts += [f"{paper(lang, 'version')} {ruleset.version}"] if ruleset.version else []
    return ("，" if lang == "zh" else ", ").join([*parts, f"sha256 {ruleset.sha256[:SHORT_HASH]}"])


def title_of(ruleset: Ruleset, lang: str) -> str:
    """Return what the ruleset is called in a heading."""
    return ruleset.title.text(lang) or str(ruleset.id)
