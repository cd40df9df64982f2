"""The score table line by line, as all formats print it: names in merged cells, amounts, reasons, and what adds up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Unknown
from scoring.outcome import Outcome
from scoring.report.covered import beyond_text, contained, emptied, is_told, is_unknown
from scoring.report.evidence import evidence, kept_unmarked, unapplied
from scoring.report.paper import ScoreTable, is_sum, lost_itself
from scoring.report.paper_words import circled, level_name, paper
from scoring.report.text import overrides
from scoring.report.unscored import node_outcome, unscored
from scoring.report.words import (
    amount,
    colon,
    in_brackets,
    input_name,
    listed,
    node_name,
    number_text,
    outcome,
    say,
    why,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.number import Number
    from scoring.reasons import Deduction, NodeResult
    from scoring.report.paper import Row
    from scoring.result import Result

_SIGNS = {"bonus": "+", "penalty": "-"}


class Cell(NamedTuple):
    """A cell that names nodes.

    Attributes:
        text: its lines, with line feeds between them.
        down: how many lines it covers.
        across: how many columns it covers.
    """

    text: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Line:
    """A line of the printed table.

    Attributes:
        kind: ``leaf``; ``own``, reasons of a group itself; ``subtotal`` of a group of level 1; ``total``.
        node: whose line it is.
        cells: one for each column of names, None where another one covers it.
        points: full marks; a text where an item has none of its own ("+5": up to 5 on top), None on an open scale.
        score: points kept; a text (the outcome in words) where there are none.
        lost: points − score; of ``own`` what was taken off; None where points or score are no numbers.
        reasons: finished sentences, one for each line of the cell.
        adds: numbers of the lines whose points, scores and losses add up to those of this line; empty where that is
            not so.
    """

    kind: str
    node: NodeResult
    cells: tuple[Cell | None, ...]
    points: Number | str | None
    score: Number | str | None
    lost: Number | None
    reasons: tuple[str, ...] = ()
    adds: tuple[int, ...] = ()


class Printed:
    """The table of one case, ready to be printed.

    Attributes:
        result: of the case.
        table: as nodes.
        open: whether there are no full marks at all, so that points and losses have no columns.
        names: headings of the columns that name nodes.
        heads: headings of the others: points, score, lost, reasons; of an open scale score and reasons.
        lines: of the table, the total at the end; empty where the ruleset has neither indicators nor a total.
    """

    def __init__(self, result: Result, lang: str, columns: int = 1) -> None:
        """Lay a result out in lines.

        Args:
            result: of the case.
            lang: of names and reasons, ``zh`` or ``en``.
            columns: how many of them name nodes at least, so that several tables may look alike.
        """
        self.result, self.lang, self.table = result, lang, ScoreTable(result)
        self.open = result.program.root.open
        self.levels = levels = max(columns, self.table.levels)
        self.names = [paper(lang, "indicator")] if levels == 1 else [level_name(lang, at + 1) for at in range(levels)]
        keys = ("score", "why") if self.open else ("points", "score", "lost", "why-lost")
        self.heads = [paper(lang, key) for key in keys]
        children = bool(result["total"].children)
        there = result.program.definition.has_total or children
        self.lines: tuple[Line, ...] = tuple(self._lines() if children else self._alone()) if there else ()

    def _lines(self) -> list[Line]:
        """Return all lines; a group of level 1 that has several is followed by its subtotal."""
        rows, levels = self.table.rows, self.levels
        at: list[int] = []  # the line of each row
        found: list[Line] = []
        heads: dict[tuple[int, int], Cell] = {}
        starts = {(block.level - 1, block.first): block for block in self.table.blocks()}
        for number, row in enumerate(rows):
            at.append(len(found))
            found.append(self._row(row, levels))
            top = next((block for (level, first), block in starts.items()
                        if not level and first < block.last == number), None)  # fmt: skip
            if top is not None:
                adds = self._adding(top.node, at)
                found.append(
                    self._sum("subtotal", top.node, (None, *_spread(paper(self.lang, "subtotal"), levels - 1)), adds)
                )
        for (level, first), block in starts.items():
            subtotal = not level and first < block.last
            heads[at[first], level] = Cell(self._group(block.node), at[block.last] + subtotal - at[first] + 1)
        for (line, level), cell in heads.items():
            cells = list(found[line].cells)
            cells[level] = cell
            found[line] = replace(found[line], cells=tuple(cells))
        if self.result.program.definition.has_total:
            found.append(
                self._sum("total", self.table.total, _spread(say(self.lang, "total"), levels), self._parts(found))
            )
        return found

    def _alone(self) -> Iterator[Line]:
        """Yield the one line of a ruleset whose whole has rules of its own, and nothing below it."""
        line = self._row(self.table.rows[0], self.levels)
        yield replace(line, kind="total", reasons=(*line.reasons, *self._grade()))

    # What adds up

    def _adding(self, node: NodeResult, at: Sequence[int]) -> tuple[int, ...]:
        """Return the lines that a group adds up from, empty where it is more than a sum."""
        found: list[int] = []
        for number, row in enumerate(self.table.rows):
            if row.node.path == node.path or any(each.path == node.path for each in row.above):
                if row.own:
                    return ()
                found.append(at[number])
        groups = {each.path: each for row in self.table.rows for each in row.above}
        below = [each for path, each in groups.items() if path == node.path or path.startswith(f"{node.path}.")]
        return tuple(found) if all(is_sum(each) for each in below) else ()

    def _parts(self, lines: Sequence[Line]) -> tuple[int, ...]:
        """Return the lines that the total adds up from: subtotals, and lines of what has none."""
        if not is_sum(self.table.total) or any(line.kind == "own" and not line.node.path for line in lines):
            return ()
        found: dict[str, int] = {}
        for number, line in enumerate(lines):
            found[line.node.path.partition(".")[0]] = number  # a subtotal stands last
        return tuple(found.values()) if _add_up(self.table.total, [lines[each].node for each in found.values()]) else ()

    def _sum(self, kind: str, node: NodeResult, cells: tuple[Cell | None, ...], adds: tuple[int, ...]) -> Line:
        told = self._grade() if kind == "total" else ()
        return Line(kind, node, cells, self._points(node), self._score(node), self._lost(node), told, adds)

    def _grade(self) -> tuple[str, ...]:
        grade = self.result.grade
        return (f"{say(self.lang, 'grade')}{colon(self.lang)}{grade}",) if grade else ()

    # Rows

    def _row(self, row: Row, levels: int) -> Line:
        depth = len(row.above)
        name = self._own(row) if row.own else self._leaf(row.node)
        cells = (*[None] * depth, *_spread(name, levels - depth))
        reasons = tuple(self._reasons(row))
        if not row.own:
            node = row.node
            return Line("leaf", node, cells, self._points(node), self._score(node), self._lost(node), reasons)
        return Line("own", row.node, cells, None, None, None if self.open else lost_itself(self.result, row), reasons)

    def _own(self, row: Row) -> str:
        return paper(self.lang, "own" if row.node.path else "own-total")

    def called(self, line: Line) -> str:
        """Return what the node of a line is called; where a group itself has reasons, that they are its own."""
        if line.kind != "own":
            return node_name(line.node.plan, self.lang)
        own = paper(self.lang, "own" if line.node.path else "own-total")
        return f"{node_name(line.node.plan, self.lang)} › {own}" if line.node.path else own

    def _group(self, node: NodeResult) -> str:
        """Return what the cell of a group says: its name, below it its points."""
        points = node.points
        told = "" if points is None or node.plan.open or node.plan.item else number_text(points)
        name = node_name(node.plan, self.lang)
        return f"{name}\n{paper(self.lang, 'of-points', points=told).strip()}" if told else name

    def _leaf(self, node: NodeResult) -> str:
        """Return what the cell of a leaf says: its name, and below it its criteria where one of them lost points."""
        lines = [node_name(node.plan, self.lang)]
        told = any(each.score != each.points for each in node.children)
        for number, each in enumerate(node.children if told else (), 1):
            points, score = each.points, each.score
            text = f"{self._sign(number)}{node_name(each.plan, self.lang)}"
            if points and not each.plan.open:
                key, facts = "of-points", {"points": number_text(points)}
                if score is None and is_unknown(self.result, each) and is_told(self.result, each):
                    key, facts["outcome"] = "of-points-none", outcome(self.lang, node_outcome(self.result, each))
                elif score is not None and score != points:
                    key, facts["score"] = "of-points-kept", number_text(score)
                text += paper(self.lang, key, **facts)
            lines.append(text)
        return "\n".join(lines)

    def _points(self, node: NodeResult) -> Number | str | None:
        if node.plan.open:
            return None
        if node.plan.item:
            most = self.result.value(node.plan.printed)
            return f"{_SIGNS[node.plan.item]}{amount(most)}" if isinstance(most, Fraction) else _SIGNS[node.plan.item]
        return node.points

    def _score(self, node: NodeResult) -> Number | str:
        if node.score is not None:
            return node.score
        return outcome(self.lang, node_outcome(self.result, node))

    def _lost(self, node: NodeResult) -> Number | None:
        return None if node.plan.open or node.plan.item == "bonus" else node.lost

    # Reasons

    def _reasons(self, row: Row) -> Iterator[str]:
        node = row.node
        yield from self._moved(node)
        told = [(each, "award" if each in row.won else "deduction") for each in (*row.lost, *row.won)]
        alone = len(told) == 1 and not row.own and not row.won and told[0][0].points == node.lost
        for each, way in told:
            head = "" if alone else f"{say(self.lang, way, points=number_text(each.points))}{colon(self.lang)}"
            yield f"{self._criterion(node, each)}{head}{each.sentence(self.lang)}"
        yield from emptied(self.result, node, self.lang)
        if row.own and not told:
            yield from unapplied(self.result, node.path, self.lang)
            yield from (text for text, _ in evidence(self.result, node, self.lang))
        if row.own and (told_above := beyond_text(self.result, node, self.lang)):
            yield told_above
        if node.score is None and not row.own:
            yield from self._without_score(node)
        elif self.result.value(node.plan.applies) is False and not row.own:
            yield from unapplied(self.result, node.path, self.lang)
        if not row.own:
            yield from self._contained(node)

    def _contained(self, leaf: NodeResult) -> Iterator[str]:
        """Yield what the criteria of an emptied leaf lost or lack, which costs nothing beyond the leaf's own loss."""
        for number, criterion, lost in contained(self.result, leaf):
            for each in lost:
                head = f"{say(self.lang, 'deduction', points=number_text(each.points))}{colon(self.lang)}"
                yield f"{self._sign(number)}{head}{each.sentence(self.lang)}{say(self.lang, 'covered')}"
            yield from (f"{self._sign(number)}{text}" for text in self._without_score(criterion) if not lost)

    def _moved(self, node: NodeResult) -> Iterator[str]:
        """Yield how many points more or less than printed a leaf has in this case."""
        printed = self.result.value(node.plan.printed)
        if not isinstance(printed, Fraction) or node.points is None or node.plan.item or printed == node.points:
            return
        more = node.points - printed
        key, change = ("points-more", {"more": amount(more)}) if more > 0 else ("points-less", {"less": amount(-more)})
        many = "" if node.points == 1 else "s"
        yield say(self.lang, key, points=amount(node.points), printed=amount(printed), s=many, **change)

    def _criterion(self, leaf: NodeResult, each: Deduction) -> str:
        """Return the sign of the criterion that a reason is of, "" for one of the leaf itself."""
        for number, child in enumerate(leaf.children, 1):
            if child.plan.kind == "criterion" and (f"{each.indicator}.").startswith(f"{child.path}."):
                return self._sign(number)
        return ""

    def _sign(self, number: int) -> str:
        return circled(number) + ("" if self.lang == "zh" else " ")

    def _without_score(self, node: NodeResult) -> Iterator[str]:
        """Yield why a leaf has no score."""
        result, lang = self.result, self.lang
        yield from unapplied(result, node.path, lang)
        said = "" if result.bound is None else result.bound.reasons.get(node.path, "")
        if said:
            yield f"{say(lang, 'reason')}{colon(lang)}{said}"
        for name in node.missing if node_outcome(result, node) is not Outcome.EXCLUDED else ():
            if not name.endswith(".mark.deduct"):
                yield say(lang, "missing", name=input_name(result.program, name, lang))
        value = result.value(node.plan.score)
        if isinstance(value, Unknown):
            codes = sorted({each.name for each in value.causes if each.kind != "missing"})
            if codes:
                yield listed(lang, [why(lang, code) for code in codes])

    # What stands above and below the table

    def notes(self) -> Iterator[str]:
        """Yield what must be known beside the table: why there is no total, what set the grade, what nobody marked."""
        result, lang = self.result, self.lang
        if result.outcome is not Outcome.SCORED:
            yield f"{say(lang, 'without-total')}{colon(lang)}{outcome(lang, result.outcome)}"
            yield from unscored(result, lang)
        for text in overrides(result, lang):
            yield f"{say(lang, 'overridden')}{colon(lang)}{text}"
        names = [node_name(each.plan, lang) for each in kept_unmarked(result)]
        if names:
            yield say(lang, "unmarked", names=listed(lang, names))

    def subtitle(self, rank: int | None = None) -> list[tuple[str, str]]:
        """Return what identifies the case and its result: names and values.

        Args:
            rank: of the case, None without one.
        """
        result, lang = self.result, self.lang
        case = result.case
        id_, name = (case.id, case.name) if case is not None else ("", "")
        found = [(say(lang, "case"), f"{name or id_}{in_brackets(lang, id_ if name and name != id_ else '')}")]
        if result.total is not None:
            full = result["total"].points
            of = "" if self.open or full is None else paper(lang, "of-full", points=number_text(full))
            found.append((say(lang, "total"), f"{number_text(result.total)}{of}"))
        found += [(say(lang, "grade"), result.grade)] if result.grade else []
        found += [(say(lang, "rank"), str(rank))] if rank is not None else []
        found += [(say(lang, "outcome"), outcome(lang, result.outcome))] if result.outcome is not Outcome.SCORED else []
        return found


def _spread(text: str, columns: int) -> tuple[Cell | None, ...]:
    """Return a cell over some columns."""
    return (Cell(text, 1, columns), *[None] * (columns - 1)) if columns else ()


def _add_up(whole: NodeResult, parts: Sequence[NodeResult]) -> bool:
    points, scores = [each.points for each in parts], [each.score for each in parts]
    known = [each for each in (*points, *scores) if each is not None]
    return (
        len(known) == len(points) + len(scores)
        and whole.points == sum((each for each in points if each is not None), Fraction(0))
        and whole.score == sum((each for each in scores if each is not None), Fraction(0))
    )
