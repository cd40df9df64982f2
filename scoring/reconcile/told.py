"""What a reconciliation found, in sentences: each finding with the number that the rules give, and how."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.interpret import interpret
from scoring.number import Number
from scoring.reasons import NodeResult
from scoring.reconcile.printed import CONTRIBUTION, GRADE, LOST, POINTS, SCORE, WEIGHT
from scoring.reconcile.verdict import ADDS_UP, CONFLICT, DIFFERS, READING, UNSCORED, Row
from scoring.reconcile.weighing import GROUP, TOTAL
from scoring.reconcile.words import say
from scoring.report.words import colon, in_brackets, node_name
from scoring.testing.amounts import told_number
from scoring.testing.failure_rule import of_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.reconcile.basis import Basis
    from scoring.reconcile.grades import Graded
    from scoring.reconcile.reach import Need
    from scoring.reconcile.verdict import Tally, Verdict
    from scoring.reconcile.whole import Reconciliation

_MOST = 4
"""Readings that a line names."""
_ROWS = 6
"""Readings of a row that are compared."""


class Told(NamedTuple):
    """A finding.

    Attributes:
        kind: ``differs``, ``conflict``, ``reading``, ``blank``, ``sum``, ``unscored`` or ``grade``.
        row: where it stands.
        verdicts: the numbers that it is about.
        title: in one line.
        lines: why, and what else it may be.
        grade: which it is about, if it is about one.
    """

    kind: str
    row: Row
    verdicts: tuple[Verdict, ...]
    title: str
    lines: tuple[str, ...]
    grade: Graded | None = None


class Telling:
    """Tells a reconciliation in one language."""

    def __init__(self, found: Reconciliation, lang: str) -> None:
        """Take what was found."""
        self.found, self.lang = found, lang

    def say(self, key: str, **facts: object) -> str:
        """Return a phrase."""
        return say(self.lang, key, **facts)

    def listed(self, names: Sequence[str]) -> str:
        """Return names one after the other."""
        return self.say("and").join(names)

    def findings(self) -> list[Told]:
        """Return what the ruleset as it stands does not give, in the order of the table."""
        told = [told for row in self.found.rows for told in self._of_row(row)]
        return [*told, *(self._of_grade(each) for each in self.found.grades if each.is_finding)]

    # Names and numbers

    def case(self, id_: str) -> str:
        """Return what a case is called."""
        if not id_:
            return self.say("all-cases")
        case = self.found.bases[id_].result.case
        return case.name if case is not None and case.name else id_

    def node(self, path: str) -> str:
        """Return what an indicator is called."""
        return (
            node_name(self.found.ruleset.program(self.found.method).plans[path], self.lang)
            if path
            else self.say("total")
        )

    def name(self, verdict: Verdict) -> str:
        """Return what a number is of, without its case."""
        key = verdict.cell.key
        if key.what in (WEIGHT, CONTRIBUTION):
            return self.say(key.what) if key.case else self.say("sum-of", what=self.say(f"{key.what}s"))
        if key.what == POINTS:
            return self.say("points-of", name=self.node(key.path))
        if key.what == LOST:
            return self.say("lost-of", name=self.node(key.path))
        return self.node(key.path)

    def row_name(self, row: Row) -> str:
        """Return what the numbers of a row are."""
        if row.what in (WEIGHT, CONTRIBUTION):
            return self.say(f"{row.what}s")
        if row.what in (GROUP, TOTAL) or (row.what == LOST and not row.path):
            return f"{self.say('all-cases')}{'：' if self.lang == 'zh' else ': '}{self.say(row.what)}"
        return self.name(row.verdicts[0])

    def number(self, value: object, places: int | None = None) -> str:
        """Return a number as people read it."""
        if not isinstance(value, Fraction):
            return "–"
        return str(Number(value, places)) if places is not None else told_number(value)

    # Findings

    def _of_row(self, row: Row) -> Iterator[Told]:
        shared = [each for each in row.verdicts if each.status in (READING, CONFLICT) and not each.implied]
        if shared:
            kind = shared[0].status
            title = self.say("conflict" if kind == CONFLICT else "one-reading", name=self.row_name(row))
            yield Told(kind, row, tuple(shared), title, tuple(self._shared(row, shared)))
        for each in row.verdicts:
            if each.status == UNSCORED:
                yield Told(UNSCORED, row, (each,), self._unscored(each), ())
            elif each.status == DIFFERS or (each.implied and each.is_finding):
                yield self._one(row, each)

    def _of_grade(self, grade: Graded) -> Told:
        facts = {"name": self.say("grade"), "case": self.case(grade.case), "printed": grade.printed.name}
        rule, lines = grade.rule or "–", list[str]()
        if grade.status == UNSCORED:
            title = self.say("unscored", **facts)
        elif grade.own == grade.rule:
            title = self.say("differs", rule=rule, **facts)
        else:
            by = self.say("scores") if grade.total is None else self.say("total-of", total=grade.total.text)
            title = self.say("differs-grade", own=grade.own, by=by, **facts)
            fits = grade.rule == grade.printed.name
            lines = [self.say("grade-with-rule") if fits else self.say("rule-sum", rule=rule)]
        return Told(GRADE, Row(GRADE, "", []), (), title, tuple(lines), grade)

    def _shared(self, row: Row, verdicts: Sequence[Verdict]) -> Iterator[str]:
        """Yield what becomes of numbers that other readings give, and what these give of the whole row."""
        for each in verdicts:
            name = self.case(each.cell.key.case) if each.cell.key.case else self.name(each)
            facts = {"case": name, "printed": each.cell.text}
            if each.own == each.rule:
                yield self.say("each", rule=self.number(each.rule, each.places), **facts)
                if row.what == SCORE:
                    yield from self._why(each, rule=each is verdicts[0])
            else:
                yield self.say("each-own", own=self.number(each.own, each.places), **facts)
            readings = [one.text(self.lang) for one in each.readings[:_MOST]]
            yield "  " + self.say("would-give", printed=each.cell.text, readings=self.say("or").join(readings))
        yield from self._tallies(row)

    def _tallies(self, row: Row) -> Iterator[str]:
        """Yield what the readings give of a row, those together that give the same."""
        alike: dict[object, list[Tally]] = {}
        for each in row.tallies:
            alike.setdefault((tuple(each.gives.values()), each.elsewhere), []).append(each)
        for group in list(alike.values())[:_ROWS]:
            names = [each.words.text(self.lang) for each in group[:_MOST] if each.words is not None]
            yield self.tally(row, group[0], reading=self.say("or").join(names))

    def tally(self, row: Row, tally: Tally, *, whole: bool = False, asked: bool = False, reading: str = "") -> str:
        """Return what a reading gives of a row.

        Args:
            row: the row.
            tally: of the reading.
            whole: whether all numbers are told, or only those that the ruleset as it stands does not give.
            asked: whether it is the one of the ruleset as it stands.
            reading: what it is called, where several are alike.
        """
        printed = [each for each in row.verdicts if each.status != UNSCORED and not each.implied]
        values = []
        for each in [each for each in printed if whole or each.is_finding]:
            name = self.case(each.cell.key.case) if each.cell.key.case else self.name(each)
            value = self.number(tally.gives.get(each.name), each.places if tally.words is None else None)
            values.append(self.say("value-of", name=name, value=value))
        reading = self.say("as-it-stands") if tally.words is None else reading or tally.words.text(self.lang)
        if asked and tally.words is not None:
            reading = self.say("as-it-stands") + in_brackets(self.lang, reading)
        facts = {"values": self.listed(values), "fits": len(tally.fits), "count": len(printed)}
        text = self.say("gives", reading=reading, **facts)
        return text + (self.say("breaks", count=tally.elsewhere) if tally.elsewhere else "")

    def _unscored(self, verdict: Verdict) -> str:
        key = verdict.cell.key
        facts = {"name": self.name(verdict), "case": self.case(key.case), "printed": verdict.cell.text}
        basis = self.found.bases.get(key.case)
        if basis is None:
            return self.say("unscored", **facts)
        if key.path not in basis.plans:
            return self.say("unscored-not-here", **facts)
        missing = NodeResult(basis.result, basis.plans[key.path]).missing
        return (
            self.say("unscored-missing", names=self.listed(missing), **facts)
            if missing
            else self.say("unscored", **facts)
        )

    def _one(self, row: Row, verdict: Verdict) -> Told:
        """Return a finding about one number that no reading gives."""
        key = verdict.cell.key
        facts = {"name": self.name(verdict), "case": self.case(key.case), "printed": verdict.cell.text}
        rule, own = (self.number(each, verdict.places) for each in (verdict.rule, verdict.own))
        if verdict.implied:
            sums = self._sums(verdict)
            title = self.say("differs-blank", sums=sums, rule=rule, **facts)
            lines = [*self._why(verdict, rule=True), *self._asked(verdict), *self._then(verdict)]
            return Told("blank", row, (verdict,), title, tuple(lines))
        if (
            verdict.blanks
            or verdict.own != verdict.rule
            or (row.what == SCORE and self._is_sum(verdict) and not self._blank(verdict))
        ):
            title = self.say("differs-partly" if self._blank(verdict) else "differs-sum", own=own, **facts)
            return Told("sum", row, (verdict,), title, tuple(self._sum_lines(verdict, rule)))
        title = self.say("differs", rule=rule, **facts)
        if row.what != SCORE:
            return Told("differs", row, (verdict,), title, ())
        lines = [*self._why(verdict, rule=True), *self._asked(verdict), *self._then(verdict)]
        return Told("differs", row, (verdict,), title, tuple(lines))

    def _is_sum(self, verdict: Verdict) -> bool:
        key = verdict.cell.key
        return bool(key.case and self.found.bases[key.case].height(key.path))

    def _blank(self, verdict: Verdict) -> bool:
        """Whether anything below a sum is not printed."""
        key = verdict.cell.key
        basis = self.found.bases.get(key.case)
        return basis is not None and key.path in basis.plans and bool(basis.blank_below(key.path))

    def _sums(self, verdict: Verdict) -> str:
        """Return the printed sum that says what a blank must be."""
        key = verdict.cell.key
        for row in self.found.scores:
            for each in row.verdicts:
                if each.cell.key.case == key.case and each.status == ADDS_UP and key.path in dict(each.blanks):
                    return self.say("sums-up", name=self.name(each), printed=each.cell.text)
        return ""

    def _sum_lines(self, verdict: Verdict, rule: str) -> Iterator[str]:
        fits = verdict.rule == verdict.cell.value
        yield self.say("with-rule") if fits else self.say("rule-sum", rule=rule)
        if verdict.blanks:
            names = [
                self.say("blank-at", name=self.node(path), score=self.number(score)) for path, score in verdict.blanks
            ]
            yield self.say("one-of", names=self.listed(names))

    def _why(self, verdict: Verdict, *, rule: bool) -> Iterator[str]:
        """Yield the rule and its sum."""
        key = verdict.cell.key
        basis = self.found.bases[key.case]
        node = NodeResult(basis.result, basis.plans[key.path])
        lines = list(of_node(node, basis.result, self.lang))
        yield from (f"  {each.strip()}" for each in (lines if rule else lines[1:] or lines))
        if any(child.plan.kind != "criterion" for child in node.children):
            return
        inside = [each for each in (*node.deductions, *node.awards) if each.indicator != key.path]
        for each in inside[:_MOST]:
            name = each.plan.called.text(self.lang)
            said = each.sentence(self.lang)
            yield f"  {said}" if name in said else f"  {name}{colon(self.lang)}{said}"

    def _asked(self, verdict: Verdict) -> Iterator[str]:
        """Yield whether the rule can give a number at all, and what it would need."""
        printed, reached = verdict.cell.text, verdict.reached
        if reached is not None and not reached.possible:
            values = self.listed([self.number(each) for each in reached.values])
            yield "  " + self.say("possible" if values else "impossible", printed=printed, values=values)
            return
        if not verdict.by_hand:
            yield "  " + self.say("no-reading", printed=printed)
        yield from (f"  {self._need(verdict, each)}" for each in verdict.needs)

    def _need(self, verdict: Verdict, need: Need) -> str:
        program = self.found.bases[verdict.cell.key.case].result.program
        facts = {"printed": verdict.cell.text, "then": self.number(need.then), "now": self.number(need.now)}
        path, _, end = need.name.rpartition("/")
        if path in program.plans and end.startswith("findings"):
            return self.say("need-findings", name=self.node(path), s="" if need.then == 1 else "s", **facts)
        figure = program.figures.get(need.name)
        name = need.name if figure is None else figure[0].label.text(self.lang) or need.name
        return self.say("need-figure", name=name, **facts)

    # What would follow

    def _then(self, verdict: Verdict) -> Iterator[str]:
        """Yield what the totals would be with the number that the rules give, all others as printed."""
        key = verdict.cell.key
        basis = self.found.bases[key.case]
        if (
            not key.path
            or not isinstance(verdict.rule, Fraction)
            or not self.found.ruleset.program(self.found.method).definition.has_total
        ):
            return
        scores = self._lowest(basis)
        scores[key.path] = verdict.rule
        inputs = basis.set(scores)
        paths = ("", *(each.path for each in basis.plans[""].children))
        nodes = {path: basis.plans[path].score for path in paths if path in basis.plans}
        values = interpret(nodes.values(), inputs)
        total = values[nodes[""]]
        if not isinstance(total, Fraction):
            return
        whole = ""
        weighing = self.found.weighing
        if weighing is not None and any(each.id == basis.id for each in weighing.kept):
            instead = {path: value for path, node in nodes.items() if isinstance(value := values[node], Fraction)}
            found = weighing.total_with(basis.id, instead)
            whole = self.say("whole-then", total=self.number(found, weighing.levels.get("total")))
        rule = self.number(verdict.rule, verdict.places)
        total_text = self.number(total, basis.plans[""].places)
        yield "  " + self.say("total-then", rule=rule, total=total_text, whole=whole)

    def _lowest(self, basis: Basis) -> dict[str, Fraction]:
        """Return the printed scores below which none is printed, and what blanks must be."""
        found = {path: cell.value for path, cell in basis.printed.items() if not basis.height(path)}
        for each in self.found.implied:
            if each.cell.key.case == basis.id:
                found[each.cell.key.path] = each.cell.value
        return found
