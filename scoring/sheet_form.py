"""What a template to fill in looks like: its sheets, their headings in both languages, and the sheet that knows it.

Whoever writes a template and whoever reads it back go by what stands here. What a person sees decides what is read: a
row is about the figure that it names, in the words that the template printed; what these words stand for says the
hidden sheet `KEY`, in rows of `KIND`, and then up to three texts.

- ``template``: `MARK`; ``language``: ``zh`` or ``en``; ``ruleset``: id, version, SHA-256; ``method``: its name.
- ``sheet``: name, role, and of a list its address.
- ``figure``, ``node``: printed words, address.
- ``column``: name of the sheet, heading, what it holds: of the wide form a field of `CASES`, ``figure:`` and an
  address, or ``evidence:`` and the address it is about; of a list the field of a record, ``id`` for the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "_scoring"
"""Name of the hidden sheet by which a template is known."""

MARK = "scoring template 1"
"""Its first text."""

CHOICES = "_choices"
"""Name of the hidden sheet with what drop-downs offer."""

FIGURE, EVIDENCE = "figure:", "evidence:"
"""What stands before the address of the figure that a column holds, or whose evidence it holds."""

BETWEEN = ("；", ";", "\n")
"""What stands between several names in one cell."""


class Words(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return it in ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en


SHEETS: Mapping[str, Words] = {
    "guide": Words("How to fill in", "填写说明"),
    "cases": Words("Cases", "被评单位"),
    "figures": Words("Figures", "数据"),
    "wide": Words("Figures", "数据"),
    "marks": Words("Marks", "评分"),
    "findings": Words("Findings", "问题"),
    "not_applicable": Words("Not applicable", "不适用"),
    "set": Words("Set scores", "核定得分"),
}
"""Role of a sheet → what it is called. A list has the role ``list`` and is called by its own name."""

_CASE = Words("case", "被评单位")
_NODE = Words("indicator", "指标")

CASES: Mapping[str, Words] = {
    "id": Words("id", "编号"),
    "name": Words("name", "名称"),
    "date": Words("date", "评价日期"),
    "by": Words("evaluated by", "评价人"),
    "empty": Words("lists without entries", "没有记录的清单"),
}
"""What is said of a case itself: field → heading; ``empty`` only where there are lists."""

HEADINGS: Mapping[str, Mapping[str, Words]] = {
    "cases": CASES,
    "figures": {
        "case": _CASE,
        "figure": Words("figure", "数据项"),
        "unit": Words("unit", "计量单位"),
        "value": Words("value", "数值"),
        "evidence": Words("evidence", "依据"),
        "range": Words("what may stand there", "可填范围"),
        "meaning": Words("what it is for", "含义和用途"),
    },
    "marks": {
        "case": _CASE,
        "node": _NODE,
        "range": Words("range", "评分范围"),
        "score": Words("points given", "得分"),
        "deduct": Words("or points off", "或扣分"),
        "because": Words("reason", "理由"),
        "by": Words("marked by", "评分人"),
    },
    "findings": {
        "case": _CASE,
        "node": _NODE,
        "count": Words("count", "例数"),
        "amount": Words("amount", "金额"),
        "note": Words("what was found", "问题描述"),
        "source": Words("source", "出处"),
    },
    "not_applicable": {"case": _CASE, "node": _NODE, "because": Words("reason", "理由")},
    "set": {
        "case": _CASE,
        "node": _NODE,
        "score": Words("points", "得分"),
        "because": Words("reason", "理由"),
        "by": Words("set by", "核定人"),
    },
}
"""Role → field → heading, in the order of the columns. Other columns in between are a person's own."""

ONLY_TOLD = frozenset({"unit", "range", "meaning"})
"""Fields that tell a person what to write, and are not read back."""

WIDE_NOTE = Words("(explained here; this line is not read)", "（本行是说明，不读取）")
"""What the second line of the wide form begins with."""

ENTRY_NAME = Words("name of the record", "记录名称")
"""Heading of what a record of a list is called."""
