"""`Definition` → the indicator table that people print: the tree, its rules as sentences, the figures, the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.diagnostic import Problems, RulesetError
from scoring.lower import Lowering
from scoring.printed.figures import Figures
from scoring.printed.model import PrintedTable
from scoring.printed.nodes import Nodes
from scoring.printed.whole import Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.model import Definition

_FACTS = {
    "ruleset": ("Ruleset", "规则集"),
    "version": ("Version", "版本"),
    "method": ("Method", "方法"),
    "source": ("Source", "依据"),
    "sha256": ("SHA-256", "SHA-256"),
}
_READING = {
    "deducts": (
        "Where only deductions are named, scoring starts at the full points and ends at 0.",
        "只列扣分的指标从满分起扣，扣完为止。",
    ),
    "open": (
        "Where no full mark is set (open), points are added up from 0, and the score may go below 0.",
        "分值“不设”的，从0分起累计，得分可为负。",
    ),
    "items": (
        "Bonus and penalty items stand outside the full marks: they are added to the score of the others or taken off.",
        "加分项、扣分项不占分值，在其他指标得分之外另行加减。",
    ),
    "judged": (
        "A mark below the best of its range needs a reason.", "由评价人评定的，低于该范围最高分时须说明理由。",
    ),
    "judged-whole": (
        "Where every criterion is judged by a person, one mark may be given for the whole indicator instead.",
        "各要点均由评价人评定的，也可以对整项打一个分。",
    ),
    "absent": (
        "A missing figure or a division by 0 is never taken as 0: what needs it has no score, unless more is said.",
        "数据未填或除数为零的，不按0处理；未另行规定的，用到它的指标没有得分。",
    ),
}  # fmt: skip


def printed_table(definition: Definition, lang: str, *, method: str | None = None, sha256: str = "") -> PrintedTable:
    """Return the indicator table of a ruleset.

    Args:
        definition: the ruleset, under the method that is asked for.
        lang: ``zh`` or ``en``.
        method: name of that method.
        sha256: of what was read.

    Raises:
        RulesetError: something in it is wrong.
    """
    context = Lowering(definition, Problems())
    if context.program() is None:
        raise RulesetError(context.problems.diagnostics)
    nodes, figures = Nodes(context, lang), Figures(context, lang)
    lines = tuple(nodes.line(child) for child in definition.root.children)
    whole = tuple(Whole(nodes).paragraphs())
    codes = nodes.reading.codes | {"absent"} | ({"judged"} if context.inputs.judged else set())
    facts = {
        "ruleset": definition.id, "version": definition.version, "method": method or "", "source": definition.source,
        "sha256": sha256,
    }  # fmt: skip
    return PrintedTable(
        lang, definition.title.text(lang) or definition.id,
        tuple((_FACTS[name][lang == "zh"], text) for name, text in facts.items() if text),
        lines, tuple(figures.lines()), tuple(figures.functions(iter(definition.functions.values()))), whole,
        tuple(_told(lang, codes)),
    )  # fmt: skip


def _told(lang: str, codes: set[str]) -> Sequence[str]:
    """Return how the table is read."""
    return [texts[lang == "zh"] for code, texts in _READING.items() if code in codes]
