"""What a template asks for: figures, lists, marks and findings of a ruleset, in printed words that are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.addresses import folded
from scoring.inert import seems_formula
from scoring.report.words import listed, node_name
from scoring.template.use import Uses
from scoring.workbook import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from scoring.model import Figure
    from scoring.program import Plan, Program

_LONGEST = 120  # characters of a name: it is told apart, chosen from, and read
_BETWEEN = " › "


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure, or a field of a list.

    Attributes:
        address: under which a case gives it; of a field its id.
        words: what it is called in the template; no other is called so.
        figure: what it may be.
        uses: the indicators that read it, in words.
    """

    address: str
    words: str
    figure: Figure
    uses: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list.

    Attributes:
        address: of the list; of one in the records of another ``sites.faults``.
        words: what its sheet is about.
        fields: of a record, or ``each``.
        records: whether its entries are records.
        above: field by which an entry names the record that holds it, "" at the top.
        uses: the indicators that read it, in words.
    """

    address: str
    words: str
    fields: tuple[Asked, ...]
    records: bool
    above: str
    uses: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator that a person marks, and what the mark may be; None where that depends on the case."""

    path: str
    words: str
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Content:
    """What a template asks for.

    Attributes:
        figures: that a case gives; a date that is called ``date`` is the day of the case, which it says of itself.
        lists: outer ones first.
        nodes: path → words of every indicator.
        judged: indicators that take a mark.
        declarable: words of the indicators that may be said not to apply.
        findings: whether any rule reads findings.
    """

    figures: tuple[Asked, ...]
    lists: tuple[Listed, ...]
    nodes: dict[str, str]
    judged: tuple[Judged, ...]
    declarable: tuple[str, ...]
    findings: bool


def content_of(program: Program, lang: str) -> Content:
    """Return what a template of a program asks for, in ``zh`` or ``en``."""
    return _Reader(program, lang).run()


@dataclass
class _Words:
    """Printed words that are told apart."""

    taken: set[str] = field(default_factory=set)

    def unique(self, text: str, address: str) -> str:
        """Return words that no other address has; such as would be a formula when chosen begin with the address."""
        words = cell_text(" ".join(text.split()), _LONGEST)
        if not words or folded(words) in self.taken or seems_formula(words):
            words = cell_text(f"{address} {words}", _LONGEST) if len(address) < _LONGEST // 2 else address
        if folded(words) in self.taken:
            words = address
        self.taken.add(folded(words))
        return words


class _Reader:
    def __init__(self, program: Program, lang: str) -> None:
        self.program, self.lang = program, lang
        self.uses = Uses(program)
        self.names = {plan.path: node_name(plan, lang) for plan in self.plans()}

    def plans(self) -> Iterator[Plan]:
        """Yield every node below the root once."""
        done: set[str] = {""}
        for plan in self.program.root.walk():
            if plan.path not in done:
                done.add(plan.path)
                yield plan

    def run(self) -> Content:
        words = _Words()
        nodes = {plan.path: words.unique(self.node(plan), plan.path) for plan in self.plans()}
        program = self.program
        words = _Words()
        figures = tuple(
            Asked(name, words.unique(self.called(figure), name), figure, self.told(name))
            for name, (figure, _) in program.figures.items()
            if figure.form is None and figure.role == "input" and not (name == "date" and figure.type == "date")
        )
        return Content(
            figures,
            tuple(self.lists(words)),
            nodes,
            tuple(self.judged(path, nodes[path]) for path in nodes if path in program.judged),
            tuple(nodes[path] for path in nodes if path in program.declarable),
            bool(program.reads_findings),
        )

    def node(self, plan: Plan) -> str:
        """Return what a node is called; a criterion stands behind its leaf."""
        above = self.names.get(plan.path.rpartition(".")[0])
        own = self.names[plan.path]
        return f"{above}{_BETWEEN}{own}" if plan.kind == "criterion" and above else own

    def called(self, figure: Figure) -> str:
        """Return what a figure is called; a local one stands behind its node."""
        label = figure.label.text(self.lang)
        home = self.names.get(figure.home)
        return f"{home}{_BETWEEN}{label}" if home else label

    def told(self, name: str) -> str:
        """Return in words which indicators read a figure."""
        names = [self.names.get(path) or path for path in self.uses.paths(name)]
        return listed(self.lang, [*names, *self.uses.words(name, self.lang)])

    def judged(self, path: str, words: str) -> Judged:
        """Return what a mark may be, as far as no figure decides it."""
        ends = [
            (g.number_of(check.facts["low"].node), g.number_of(check.facts["high"].node))
            for check in self.program.checks
            if check.code == "mark-range" and check.path == path and {"low", "high"} <= check.facts.keys()
        ]
        lows, highs = [low for low, _ in ends], [high for _, high in ends]
        low = min((each for each in lows if each is not None), default=None) if None not in lows else None
        high = max((each for each in highs if each is not None), default=None) if None not in highs else None
        return Judged(path, words, low, high)

    def lists(self, words: _Words) -> Iterator[Listed]:
        waiting = [(name, figure, "") for name, figure in self.program.lists.items() if figure.role == "list"]
        while waiting:
            address, figure, above = waiting.pop(0)
            own = _Words()
            fields = tuple(
                Asked(id_, own.unique(each.label.text(self.lang) or id_, id_), each)
                for id_, each in figure.items.items()
                if each.form is None and each.role == "input"
            )
            yield Listed(
                address, words.unique(self.called(figure), address), fields, figure.records, above, self.told(address)
            )
            inner = [(id_, each) for id_, each in figure.items.items() if each.role == "list"]
            waiting += [(f"{address}.{id_}", each, address.rpartition(".")[2]) for id_, each in inner]
