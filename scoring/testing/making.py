"""Values worth a test for every input of a ruleset, and plain cases that others are changes of."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.diagnostic import CaseError
from scoring.document import Scalar
from scoring.graph import Op, Type, walk
from scoring.lower_figures import domain_of
from scoring.lower_lists import ENTRY
from scoring.testing.drafts import Draft, finished, lists, needs_mark, plain_figures, ranges, scored, written
from scoring.testing.edge_values import EdgeValues, beside, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.case import Case
    from scoring.model import Figure
    from scoring.program import Program
    from scoring.reading import Domain, Read
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.testing.drafts import Range

MARK_UNIT = Fraction(1, 10)
"""The least step between two marks."""

_DAY = Fraction(739_000)
"""A day that is tried where nothing is said of days: 2024-04-27."""


class Maker:
    """Makes cases of one ruleset.

    Attributes:
        program: what it computes.
        values: its edges.
    """

    def __init__(self, ruleset: Ruleset, method: str | None = None) -> None:
        """Look for the edges.

        Raises:
            RulesetError: there is no such method.
        """
        self.ruleset, self.method = ruleset, method
        self.program: Program = ruleset.program(method)
        self.values = EdgeValues(self.program)
        self._options: dict[str, list[Read]] = {}

    def options(self, name: str, domain: Domain) -> list[Read]:
        """Return the values of an input that are worth a test.

        The first is a plain one: the first word, or a number near 1: of a share all of it, of done and planned the
        same.
        """
        if name not in self._options:
            self._options[name] = self._worth(name, domain)
        return self._options[name]

    def _worth(self, name: str, domain: Domain) -> list[Read]:
        if domain.type is Type.TRUTH:
            return [True, False]
        if domain.type is Type.CHOICE:
            return [*domain.words]
        known = self.values.numbers.get(name, [])
        found = {*known, *(() if domain.date and known else (_DAY,) if domain.date else (Fraction(0), Fraction(1)))}
        for end in () if domain.date else (domain.low, domain.high):
            if end is not None:
                found.update(beside(end, domain))
        fitting = [each for each in found if fits(each, domain) and written(each, domain) not in domain.blanks]
        ordered = sorted(fitting, key=lambda each: (each.denominator, abs(each), each)) or [domain.low or Fraction(0)]
        plain = min(ordered, key=lambda each: (abs(each - 1), each))
        return [plain, *(each for each in ordered if each != plain)]

    def amounts(self, path: str) -> list[Fraction | None]:
        """Return what a finding against a node may be about: nothing, unless rules ask, and amounts at their edges."""
        asked = [each.condition for each in self.program.counted if each.path == path]
        found = {node.payload for node in walk(asked) if node.op is Op.CONST and isinstance(node.payload, Fraction)}
        found |= {near for each in tuple(found) for near in beside(each, None)}
        found |= {*self.values.numbers.get(f"{path}/amount", ()), Fraction(1)}
        return [*([] if asked else [None]), *sorted(each for each in found if each >= 0)]

    def counts(self, path: str) -> list[int]:
        """Return how often something may be found."""
        own = (each for name, found in self.values.numbers.items() for each in found
               if name.partition("?")[0] == f"{path}/findings")  # fmt: skip
        return sorted({1, 2, 3, *(int(each) for each in own if each > 0)})

    # Cases

    def plain(self) -> Draft:
        """Return a case that gives every figure, in a plain way."""
        draft = Draft()
        for figure in plain_figures(self.program):
            draft.figures[figure.name] = self._plain_value(figure.name, self.program.domains[figure.name])
        for figure in lists(self.program):
            draft.figures[figure.name] = [self._plain_entry(figure, figure.name)]
        return draft

    def _plain_value(self, name: str, domain: Domain) -> object:
        return written(self.options(name, domain)[0], domain)

    def _plain_entry(self, figure: Figure, name: str) -> object:
        inner = f"{name}{ENTRY}"
        if not figure.records:
            return self._plain_value(inner, domain_of(figure.items["each"]))
        found: dict[str, object] = {}
        for field, item in figure.items.items():
            own = f"{inner}.{field}"
            if item.role == "list":
                found[field] = [self._plain_entry(item, own)]
            elif item.form is None:
                found[field] = self._plain_value(own, domain_of(item))
        return found

    def marked(self, draft: Draft, called: str) -> Case | None:
        """Return a draft with the full mark wherever there must be one, None if it is no case of the ruleset."""
        result = self.unmarked(draft)
        if result is None:
            return None
        for each in ranges(result):
            if each.path not in draft.marks and needs_mark(result, each.path):
                draft.marks[each.path] = self.mark_options(each)[0]
        return self.finished(draft, called)

    def unmarked(self, draft: Draft) -> Result | None:
        """Return the result of a draft without its marks, None if it is no case of the ruleset."""
        case = Draft(draft.figures, draft.findings, {}, draft.not_applicable).case()
        try:
            return scored(self.ruleset, case, self.method)
        except CaseError:
            return None

    def finished(self, draft: Draft, called: str = "") -> Case | None:
        """Return a draft as a case that can be scored, None if it cannot be."""
        return finished(self.ruleset, draft, self.method, MARK_UNIT, called)

    def mark_options(self, span: Range) -> list[Fraction]:
        """Return marks that are worth a test within a range, the full one first."""
        own = self.values.numbers.get(f"{span.path}/mark", ())
        most = span.high - MARK_UNIT if span.path in self.values.open_marks else span.high
        tried = [most, span.low, (span.low + span.high) / 2, span.high - MARK_UNIT, span.low + MARK_UNIT, *own]
        return [*dict.fromkeys(each for each in tried if span.low <= each <= most)] or [span.low]

    def edges(self) -> Iterator[Case]:
        """Yield the plain case, then one for every edge."""
        told: set[str] = set()
        for called, inputs in self._edges():
            draft = self.plain()
            if called not in told and draft.take(self.program, inputs):
                told.add(called)
                case = self.marked(draft, called)
                if case is not None:
                    yield case

    def _edges(self) -> Iterator[tuple[str, dict[str, Read]]]:
        yield "plain", {}
        own = [figure.name for figure in plain_figures(self.program)]
        for name in own:
            domain = self.program.domains[name]
            for value in self.options(name, domain):
                yield f"{name} = {written(value, domain)}", {name: value}
        for figure in lists(self.program):
            yield from self._entry_edges(figure, f"{figure.name}{ENTRY}")
        for name, numbers in self.values.numbers.items():
            for number in numbers if name not in own and ENTRY not in name else ():
                shown = written(number, self.values.domain(name))
                yield f"{name.replace('/', '.')} = {shown}", {name: number}
        for joint in self.values.joint.values():
            for each in joint:
                parts = (f"{name} = {written(value, self.values.domain(name))}" for name, value in each.inputs.items())
                yield f"{each.of}: {', '.join(parts)}", {**each.inputs}

    def _entry_edges(self, figure: Figure, inner: str) -> Iterator[tuple[str, dict[str, Read]]]:
        """Yield what one entry of a list may be; lists inside records stay plain."""
        for field, item in figure.items.items():
            if item.form is None and not item.is_list:
                own, domain = f"{inner}.{field}" if figure.records else inner, domain_of(item)
                for value in self.options(own, domain):
                    yield f"{own.replace(ENTRY, '[1]')} = {written(value, domain)}", {own: value}


def may_lack(figure: Figure) -> bool:
    """Whether a ruleset says what a case scores that does not give a figure."""
    field = figure.keys.fields.get("if_missing")
    return field is not None and not (isinstance(field.value, Scalar) and field.value.text == "stop")
