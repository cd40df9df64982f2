"""What headings and beginnings of rows mean: cases, indicators, and the few words for other numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous, folded
from scoring.reconcile.printed import CONTRIBUTION, GRADE, LOST, POINTS, SCORE, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.case import Case
    from scoring.program import Program

CASE, INDICATOR, NOTE, PLACE, PORTFOLIO, TOTAL = "case", "indicator", "note", "place", "portfolio", "total"

_WORDS: dict[str, tuple[str, ...]] = {
    CASE: ("case", "unit", "单位", "案例", "被评价单位", "单位编号", "id"),
    INDICATOR: ("indicator", "code", "address", "指标", "三级指标", "指标编号", "指标代码", "编号", "代码"),
    NOTE: (
        "note", "notes", "remark", "remarks", "source", "reason", "because", "name", "page", "备注", "说明", "来源",
        "依据", "名称", "指标名称", "单位名称", "扣分原因", "页码",
    ),
    PLACE: ("no.", "rank", "ranking", "序号", "名次", "排名", "位次"),
    PORTFOLIO: ("portfolio", "all", "whole", "汇总", "综合", "综合得分", "全部", "全部单位"),
    TOTAL: ("total", "总分", "总得分", "合计得分", "合计", "总计"),
    GRADE: ("grade", "grades", "rating", "等级", "评定等级", "评价等级", "考核等级", "等次", "评级"),
    WEIGHT: ("weight", "weights", "权重", "资金占比", "占比"),
    CONTRIBUTION: ("contribution", "contributions", "加权得分", "按资金占比计算得分", "贡献"),
    POINTS: ("points", "full marks", "分值", "满分", "标准分"),
    LOST: ("lost", "deduction", "deductions", "deducted", "扣分", "失分"),
    SCORE: ("score", "scores", "printed", "value", "得分", "评价得分", "所印得分", "实得分"),
}  # fmt: skip
WORDS = {folded(word): token for token, words in _WORDS.items() for word in words}
_ENDS = {".lost": LOST, ".points": POINTS, ".score": SCORE, "扣分": LOST, "分值": POINTS}


def first_column(words: Sequence[str]) -> int:
    """Return which column begins the rows of a wide table, by the words that its headings are."""
    told = (number for number, token in enumerate(words) if token in (CASE, INDICATOR))
    return next(told, words[:1].count(PLACE))


class Subject(NamedTuple):
    """What a row or column is about, besides a case.

    Attributes:
        token: ``node``, or one of ``total``, ``weight``, ``contribution``, ``grade``.
        path: of the node.
        what: ``score``, ``points`` or ``lost``, "" where it is not said.
    """

    token: str
    path: str = ""
    what: str = ""


class Names:
    """Finds cases and indicators by what a table calls them."""

    def __init__(self, program: Program, cases: Sequence[Case]) -> None:
        """Take what there is to be found; an id goes before a name, and a name that two cases share is none."""
        self.addresses = program.addresses
        self.grades = {folded(each): each for each in program.grades}
        self.ids = [each.id for each in cases]
        named: dict[str, list[str]] = {}
        for each in cases:
            if each.name:
                named.setdefault(folded(each.name), []).append(each.id)
        self._cases = {name: ids[0] for name, ids in named.items() if len(ids) == 1}
        self._cases.update((folded(each.id), each.id) for each in cases)
        self.names = [*self.ids, *(each.name for each in cases if each.name)]

    def case(self, text: str) -> str | None:
        """Return the id of a case, None for none of that name."""
        return self._cases.get(folded(text))

    def word(self, text: str) -> str:
        """Return which of the few words a text is, "" for none."""
        token = WORDS.get(folded(text).lower(), "")
        return NOTE if token == GRADE and not self.grades else token

    def grade(self, text: str) -> str | None:
        """Return the grade that a text names."""
        return self.grades.get(folded(text))

    def is_case(self, text: str) -> bool:
        """Whether a heading or the beginning of a row can only be a case, all cases, or what stands beside them."""
        return self.case(text) is not None or self.word(text) in (POINTS, LOST, PORTFOLIO)

    def is_whose(self, text: str) -> bool:
        """Whether a text is a case, or all of them."""
        return self.case(text) is not None or self.word(text) in (PORTFOLIO, TOTAL)

    def is_subject(self, text: str) -> bool:
        """Whether a text is what a row or column may be about, or may be one of several indicators."""
        return self.subject(text) is not None

    def is_anything(self, text: str) -> bool:
        """Whether a text means anything in a table."""
        return bool(self.word(text)) or self.case(text) is not None or self.is_subject(text)

    def subject(self, text: str) -> Subject | Ambiguous | None:
        """Return what a text is about: an indicator goes before a word; ``A1.lost`` is what is lost in A1."""
        found = self._plain(text)
        if found is not None:
            return found
        for end, what in _ENDS.items():
            if text.endswith(end) and text != end:
                inner = self._plain(text.removesuffix(end).strip())
                if isinstance(inner, Ambiguous):
                    return inner
                if inner is not None and inner.token in ("node", TOTAL):
                    return inner._replace(what=what)
        return None

    def _plain(self, text: str) -> Subject | Ambiguous | None:
        found = self._node(text)
        token = self.word(text)
        token = TOTAL if token == SCORE else token  # of no indicator: of the whole
        return Subject(token) if found is None and token in (TOTAL, WEIGHT, CONTRIBUTION, GRADE) else found

    def _node(self, text: str) -> Subject | Ambiguous | None:
        found = self.addresses.find(text) if text else None
        if isinstance(found, Ambiguous):
            return found
        return Subject("node", found.path) if found is not None and found.kind == "node" else None
