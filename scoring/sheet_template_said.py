"""What the rows of a template say: figures, marks, findings, set scores, and what does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.addresses import folded
from scoring.case import Finding, Given, Mark, SetScore
from scoring.reading import AMOUNT, COUNT, Refusal, of_cell, read_value
from scoring.sheet_form import BETWEEN, HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.case import Case
    from scoring.diagnostic import Problems
    from scoring.sheet_template_rows import Row
    from scoring.source import Span

Labels = dict[str, dict[str, str]]
"""``figure`` or ``node`` → printed words, folded → address."""


class Said:
    """What is said of one case, row by row.

    Attributes:
        figures: address → figure.
        marks: address → mark.
        sets: address → set score.
        not_applicable: address → why it does not apply.
        findings: what was found.
    """

    def __init__(self, case: Case, labels: Labels, lang: str, problems: Problems) -> None:
        """Nothing is said yet.

        Args:
            case: with its name and who evaluated it.
            labels: what the words of the template stand for.
            lang: of the template.
            problems: where to note.
        """
        self._case, self._labels, self._lang, self._problems = case, labels, lang, problems
        self._first: dict[tuple[str, str], Span] = {}
        self.figures: dict[str, object] = {}
        self.marks: dict[str, Mark] = {}
        self.sets: dict[str, SetScore] = {}
        self.not_applicable: dict[str, Given] = {}
        self.findings: list[Finding] = []

    def take(self, role: str, row: Row) -> None:
        """Take what a row says on a sheet of some role."""
        {
            "figures": self._figure, "marks": self._points, "set": self._points, "findings": self._finding,
            "not_applicable": self._declared,
        }[role](role, row)  # fmt: skip

    def _figure(self, role: str, row: Row) -> None:
        """Take a figure; evidence without a value says nothing."""
        if "value" in row.cells and (address := self._address(role, "figure", row)) is not None:
            self.figures[address] = Given(of_cell(row.text("value")), row.origin("value", "figure"), written=True)

    def _points(self, role: str, row: Row) -> None:
        """Take a mark or a set score."""
        given = sorted(row.cells.keys() & {"score", "deduct"})
        if not given:
            if "because" in row.cells:
                self._problems.error("template-reason", row.at("because"), name=row.text("node"))
            return
        address = self._address(role, "node", row)
        if address is None:
            return
        if len(given) > 1:
            self._problems.error("case-mark-both", row.at("deduct"), address=row.text("node"))
            return
        origin, because = row.origin(given[0], "node"), row.text("because")
        by = row.text("by") or self._case.by
        score, deduct = row.text("score") or None, row.text("deduct") or None
        if role == "marks":
            self.marks[address] = Mark(score, deduct, because, by, origin)
        else:
            self.sets[address] = SetScore(score, because, by, origin)

    def _finding(self, role: str, row: Row) -> None:
        del role
        if not row.text("node"):
            self._problems.error("template-row", row.at("node"), heading=HEADINGS["findings"]["node"].text(self._lang))
            return
        for field, domain in (("count", COUNT), ("amount", AMOUNT)):
            value = read_value(row.text(field), domain, written=True)
            if isinstance(value, Refusal):
                heading = HEADINGS["findings"][field].text(self._lang)
                self._problems.error(value.code, row.at(field), **{**value.facts, "name": heading})
                return
        against = several(row.text("node"), self._labels["node"])
        origin = row.origin("node", "node")
        self.findings.append(
            Finding(
                against,
                row.text("count") or 1,
                row.text("amount") or None,
                row.text("note"),
                row.text("source"),
                origin,
                (origin.at,) * len(against),
            )
        )

    def _declared(self, role: str, row: Row) -> None:
        """Take that a node does not apply; that there must be a reason, a ruleset tells."""
        if (address := self._address(role, "node", row)) is not None:
            self.not_applicable[address] = Given(row.text("because"), row.origin("because", "node"), written=True)

    def _address(self, role: str, kind: str, row: Row) -> str | None:
        """Return the address that a row is about; None, which is noted, where there is none or it was there before."""
        words = row.text(kind)
        if not words:
            self._problems.error("template-row", row.at(kind), heading=HEADINGS[role][kind].text(self._lang))
            return None
        address = self._labels[kind].get(folded(words), words)
        at = row.at(kind)
        first = self._first.setdefault((role, address), at)
        if first is not at:
            self._problems.error("template-row-twice", at, name=words, first=first)
            return None
        return address


def several(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the addresses of several names in one cell; a name that has a semicolon in it is one name."""
    if folded(text) in labels:
        return (labels[folded(text)],)
    for between in BETWEEN[1:]:
        text = text.replace(between, BETWEEN[0])
    parts = (part.strip() for part in text.split(BETWEEN[0]))
    return tuple(dict.fromkeys(labels.get(folded(part), part) for part in parts if part))
