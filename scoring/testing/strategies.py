"""Cases for property tests: a Hypothesis strategy of all that a ruleset accepts, and its edges as plain cases.

Hypothesis is loaded when a strategy is asked for; the edges do without it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from scoring.case import Case, Finding
from scoring.graph import Type
from scoring.lower_figures import domain_of
from scoring.lower_lists import ENTRY
from scoring.testing.drafts import Draft, lists, needs_mark, plain_figures, ranges, taken, written
from scoring.testing.edge_values import unit_of
from scoring.testing.making import MARK_UNIT, Maker, may_lack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from hypothesis.strategies import DrawFn, SearchStrategy

    from scoring.model import Figure
    from scoring.reading import Domain
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.testing.drafts import Range

One = TypeVar("One")
Test = TypeVar("Test", bound=Callable[..., object])

MOST_EXAMPLES = 100
"""Edges that `with_edges` gives to a test."""

_TENTHS = 10
_EDGES = 7
"""So many of ten numbers are taken from the edges, …"""

_LEFT_OUT = 2
"""… so many of ten figures are left out where they may be, …"""

_APPLY = 9
"""… and so many of ten cases say of no node that it does not apply."""

_MOST = 3
"""Entries of a list, findings of a case, and marks beside those that there must be."""

_FEW = 8
_PLAINLY, _SELDOM = (8, 9, 9, 4), (2, 0)
"""Of how many of ten figures the plain value is taken, by case; and where there are few figures."""

_FAR = 1000


def inputs(ruleset: Ruleset, method: str | None = None, *, missing: bool = False) -> SearchStrategy[Case]:
    """Return a strategy of cases that a ruleset accepts, most of them right at, below or above an edge of its rules.

    Figures lie within their ``min``, ``max`` and ``places``, words and truth values are all tried, lists hold up to
    three values or records, nodes get findings, marks lie in the ranges that the case has, a node that may be declared
    not applicable now and then is. A figure with another ``if_missing`` than ``stop`` is left out now and then. Values
    stand as a file writes them (``"84.5%"``); ``ruleset.score(case).figures`` has them as numbers.

    Not generated: scores set by a person (``set``), one mark for a whole leaf of judged criteria, several cases at once
    (the figures over all cases are missing from ``ruleset.score(case)``; ``ruleset.score_all([case])`` takes them of
    this one), more than two decimals where ``places`` says nothing and no threshold has more. The bounds of grades are
    met by chance alone.

    Args:
        ruleset: the ruleset.
        method: one of its methods.
        missing: whether any figure, list or mark may be left out.

    Raises:
        ImportError: Hypothesis is not installed.
        RulesetError: there is no such method.

    Source:
        MacIver et al., Hypothesis: a new approach to property-based testing, JOSS 4(43), 2019.
    """
    drawing = _Drawing(Maker(ruleset, method), missing=missing)
    found: SearchStrategy[Case] = hypothesis().strategies.composite(drawing.case)()
    return found


def edges(ruleset: Ruleset, method: str | None = None) -> list[Case]:
    """Return the edges of a ruleset as cases, one thing at an edge in each; the id of a case says which.

    The first, ``plain``, is what the others are changes of. In them a figure is at a threshold, one unit below or
    above, at an end of its range, or another word; or figures are such that what is derived from them is there.

    Args:
        ruleset: the ruleset.
        method: one of its methods.

    Raises:
        RulesetError: there is no such method.

    Source:
        Boundary value analysis, ISO/IEC/IEEE 29119-4, 5.2.3.
    """
    return list(Maker(ruleset, method).edges())


def with_edges(ruleset: Ruleset, method: str | None = None) -> Callable[[Test], Test]:
    """Return a decorator that gives a Hypothesis test the edges of a ruleset as explicit examples.

    It stands above ``@given``. Of more than 100 edges an even selection is taken.

    Args:
        ruleset: the ruleset.
        method: one of its methods.

    Raises:
        ImportError: Hypothesis is not installed.
        RulesetError: there is no such method.
    """
    example = hypothesis().example
    cases = edges(ruleset, method)
    if len(cases) > MOST_EXAMPLES:
        cases = [cases[number * len(cases) // MOST_EXAMPLES] for number in range(MOST_EXAMPLES)]

    def decorate(test: Test) -> Test:
        for case in reversed(cases):
            test = example(case)(test)
        return test

    return decorate


def hypothesis() -> ModuleType:
    """Return Hypothesis.

    Raises:
        ImportError: it is not installed.
    """
    try:
        import hypothesis as found  # noqa: PLC0415  # loaded only where it is used
        import hypothesis.strategies  # noqa: PLC0415  # likewise
    except ImportError as error:
        raise ImportError("Hypothesis is not installed: pip install 'declarative-scoring[test]'") from error
    return found


class _Drawing:
    """Draws cases."""

    def __init__(self, maker: Maker, *, missing: bool) -> None:
        self.maker, self.missing = maker, missing
        self.program = maker.program
        count = len(plain_figures(self.program)) + len(lists(self.program))
        self.plainly = _SELDOM if count <= _FEW else _PLAINLY
        self._wide: dict[str, SearchStrategy[Fraction]] = {}

    def case(self, draw: DrawFn) -> Case:
        """Draw a case."""
        drawn = _Drawn(self, draw)
        drawn.figures()
        result = self.maker.unmarked(drawn.draft)
        if result is not None:
            drawn.findings(result)
            drawn.marks(self.maker.unmarked(drawn.draft) or result)
        case = self.maker.finished(drawn.draft)
        hypothesis().assume(case is not None)
        assert case is not None  # noqa: S101  # just assumed
        return case

    def wide(self, name: str, domain: Domain) -> SearchStrategy[Fraction]:
        """Return a strategy of numbers anywhere within the limits of a figure, or far enough where it has none."""
        if name not in self._wide:
            st, unit = hypothesis().strategies, unit_of(domain)
            known = [each for each in self.maker.options(name, domain) if isinstance(each, Fraction)]
            low, high = _span(domain, known)
            first, last = (low / unit).__ceil__(), (high / unit).__floor__()
            self._wide[name] = (
                st.integers(first, last).map(lambda number: number * unit) if first <= last else st.sampled_from(known)
            ).filter(lambda number: written(number, domain) not in domain.blanks)
        return self._wide[name]


def _span(domain: Domain, known: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Return between what numbers are drawn: the limits of the figure, far beyond its edges where it has none."""
    far = Fraction(_FAR) if domain.date else max(Fraction(_FAR), *(10 * abs(each) for each in known))
    low = min(known) - far if domain.low is None or domain.date else domain.low
    high = max(known) + far if domain.high is None or domain.date else domain.high
    return max(low, domain.low or low), min(high, domain.high or high)


class _Drawn:
    """One case that is being drawn.

    Attributes:
        plainly: of so many of ten figures the plain value is taken, so that few are out of the way together.
    """

    def __init__(self, of: _Drawing, draw: DrawFn) -> None:
        self.of, self.draw, self.draft = of, draw, Draft()
        self.maker, self.program, self.st = of.maker, of.program, hypothesis().strategies
        self.plainly = int(draw(self.st.sampled_from(of.plainly)))

    def some(self, tenths: int) -> bool:
        """Draw whether something is so in so many of ten cases; the simplest case is that it is."""
        return bool(self.draw(self.st.integers(0, _TENTHS - 1)) < tenths)

    def one(self, options: Sequence[One], others: int = 0) -> One | None:
        """Draw one of some options, the first more often than any other, or None in place of so many others.

        It is one draw, not several: Hypothesis makes new cases of old ones by copying draws from one place to another,
        and what is copied here is another option there.
        """
        all_ = len(options) + others
        first = all_ * self.plainly // (_TENTHS - self.plainly)
        place = max(0, int(self.draw(self.st.integers(0, first + all_ - 1))) - first)
        return options[place] if place < len(options) else None

    # Figures

    def figures(self) -> None:
        """Draw all figures, then some of those together whose derived values are at an edge."""
        for figure in plain_figures(self.program):
            if self.is_given(figure):
                self.draft.figures[figure.name] = self.value(figure.name, self.program.domains[figure.name])
        for figure in lists(self.program):
            if self.is_given(figure):
                self.draft.figures[figure.name] = self.entries(figure, figure.name)
        for joint in self.maker.values.joint.values():
            edge = self.one([None, *joint], len(joint))
            if edge is not None:
                self.draft.take(self.program, edge.inputs)

    def is_given(self, figure: Figure) -> bool:
        """Draw whether a figure is given."""
        return not (self.of.missing or may_lack(figure)) or self.some(_TENTHS - _LEFT_OUT)

    def value(self, name: str, domain: Domain) -> object:
        """Draw a value as a file writes it."""
        options = self.maker.options(name, domain)
        number = domain.type is Type.NUMBER
        value = self.one(options, _TENTHS * len(options) // _EDGES - len(options) if number else 0)
        return written(self.draw(self.of.wide(name, domain)) if value is None else value, domain)

    def entries(self, figure: Figure, name: str) -> list[object]:
        """Draw the entries of a list."""
        count = self.one([1, 2, _MOST, 0]) or 0
        return [self.entry(figure, f"{name}{ENTRY}") for _ in range(count)]

    def entry(self, figure: Figure, inner: str) -> object:
        """Draw a value or a record of a list."""
        if not figure.records:
            return self.value(inner, domain_of(figure.items["each"]))
        found: dict[str, object] = {}
        for field, item in figure.items.items():
            own = f"{inner}.{field}"
            if item.role == "list":
                found[field] = self.entries(item, own)
            elif item.form is None and self.is_given(item):
                found[field] = self.value(own, domain_of(item))
        return found

    # Nodes

    def findings(self, result: Result) -> None:
        """Draw findings, and what does not apply, of the nodes that the case has."""
        program, st = result.program, self.st
        against = sorted(each for each in program.reads_findings if taken(result, each))
        if against:
            for path in self.draw(st.lists(st.sampled_from(against), max_size=_MOST)):
                count = self.draw(st.sampled_from(self.maker.counts(path)))
                amount = self.draw(st.sampled_from(self.maker.amounts(path)))
                shown = None if amount is None else written(amount, None)
                self.draft.findings.append(Finding((path,), count, shown))
        declarable = sorted(each for each in program.declarable if taken(result, each))
        if declarable and not self.some(_APPLY):
            self.draft.not_applicable.append(self.draw(st.sampled_from(declarable)))

    def marks(self, result: Result) -> None:
        """Draw marks: where there must be one, and some elsewhere."""
        spans = list(ranges(result))
        needed = [each for each in spans if needs_mark(result, each.path)]
        others = [each for each in spans if each not in needed]
        if others:
            needed += self.draw(self.st.lists(self.st.sampled_from(others), max_size=_MOST, unique=True))
        for span in needed:
            if not self.of.missing or self.some(_TENTHS - _LEFT_OUT):
                self.draft.marks[span.path] = self.mark(span)

    def mark(self, span: Range) -> Fraction:
        """Draw a mark within a range."""
        first, last = (span.low / MARK_UNIT).__ceil__(), (span.high / MARK_UNIT).__floor__()
        options = self.maker.mark_options(span)
        found = self.one(options, 0 if first > last else len(options))
        return int(self.draw(self.st.integers(first, last))) * MARK_UNIT if found is None else found
