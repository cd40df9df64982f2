"""Smaller doubts: codes that stand twice, rules without a clause, figures that cost points twice, judged rules."""

from __future__ import annotations

from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.checks.look import owners_of
from scoring.checks.words import called
from scoring.intervals import Between, ranges
from scoring.rewrite import replaced
from scoring.source import brief

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.checks.look import Look, Seen
    from scoring.graph import Node
    from scoring.model import Indicator
    from scoring.program import Entry, Plan
    from scoring.reading import Domain, Read
    from scoring.source import Span


def codes(look: Look) -> None:
    """Look for codes that stand at two nodes which a case can have at once."""
    seen: dict[str, list[_Coded]] = {}
    for coded in _coded(look.definition.root):
        node = coded.node
        before = seen.setdefault(node.code, [])
        first = next((each for each in before if each.node.path != node.path and not each.excludes(coded)), None)
        before.append(coded)
        if first is not None:
            look.warn("duplicate-code", coded.at, (node.keys,), name=node.code, first=first.at)


class _Coded(NamedTuple):
    """A node with a code, and which variant it belongs to of each node that has variants."""

    node: Indicator
    choices: tuple[tuple[str, int], ...]

    @property
    def at(self) -> Span:
        return self.node.keys.fields["code"].value.at

    def excludes(self, other: _Coded) -> bool:
        """Whether the two stand in different variants of one node."""
        mine = dict(self.choices)
        return any(mine.get(path, number) != number for path, number in other.choices)


def _coded(node: Indicator, choices: tuple[tuple[str, int], ...] = ()) -> Iterator[_Coded]:
    if node.code and "code" in node.keys.fields:
        yield _Coded(node, choices)
    for child in node.children:
        yield from _coded(child, choices)
    for number, (_, variant) in enumerate(node.variants):
        yield from _coded(variant, (*choices, (node.path, number)))


def sources(look: Look) -> None:
    """Look for rules that follow no text that is named, in a ruleset that names none as a whole."""
    definition = look.definition
    nodes = [node for node in definition.root.walk() if "source" not in node.keys.fields]
    bare = [rule for node in nodes for rule in node.rules if "source" not in rule.keys.fields]
    if bare and not definition.source:
        look.note("no-source", definition.keys.fields["ruleset"].key.at, (), count=len(bare))


def while_lowering(look: Look) -> None:
    """Report what was met while the ruleset was read."""
    for seen in look.seen:
        for each in seen.program.notes.doubts:
            note = look.note if each.code == "judge-without-range" else look.warn
            note(each.code, each.at, owners_of(seen, each.home), **each.facts)


# Figures that cost points twice


def twice(look: Look) -> None:
    """Look for two rules that take points for the same figure and can do so in one case."""
    for seen in look.seen[:1]:
        before: dict[str, list[tuple[Plan, Entry]]] = {}
        for plan in seen.plans():
            for entry in plan.entries:
                if entry.kind != "change" or entry.at is None or not _takes(seen, entry):
                    continue
                for name in _figures(seen, entry):
                    earlier = before.setdefault(name, [])
                    first = next(
                        (one for _, one in earlier if one.at != entry.at and _together(seen, one, entry)), None
                    )
                    earlier.append((plan, entry))
                    if first is not None and first.at is not None:
                        facts = {"name": called(seen.subject.variable(name)), "first": brief(first.at)}
                        look.note("deducts-twice", entry.at, owners_of(seen, plan.path), **facts)


def _figures(seen: Seen, entry: Entry) -> list[str]:
    """Return the figures that a rule takes points for, those that were cut as themselves."""
    used = sorted(seen.subject.used(seen.subject.score(entry.asked)))
    return [name for name in used if seen.subject.variable(name).figure is not None]


def _takes(seen: Seen, entry: Entry) -> bool:
    found = seen.reaches.number(seen.subject.score(entry.asked))
    return found.high is not None and found.high <= 0 and not (found.low == 0 == found.high)


def _together(seen: Seen, one: Entry, other: Entry) -> bool:
    """Whether two rules can both take something from one case."""
    both = g.both(*(g.less(each.asked, g.ZERO) for each in (one, other)))
    condition = seen.subject.score(both)
    try:
        boxes = Boxes(seen.subject, [condition])
    except NotProved:
        return True
    return bool(boxes.where(condition).yes)


# Words with an order

_MOST_TRIALS = 256
"""Combinations of other words and truth values that are tried; with more nothing is proved."""


def worse_words_that_pay_more(look: Look) -> None:
    """Look for opening scores that rise where a word of an ordered figure gets worse, whatever the numbers are."""
    seen = look.first
    for figure, word in seen.program.figures.values():
        for plan in seen.program.root.walk() if figure.ordered else ():
            for entry in plan.entries:
                score = entry.quantities.get("score")
                if entry.kind != "base" or score is None or entry.at is None or figure.name not in entry.reads:
                    continue
                found = _rise(score.node, word, figure.words, seen.program.domains)
                if found is not None:
                    owners = owners_of(seen, plan.path, figure)
                    look.warn("worse-pays-more", entry.at, owners, name=figure.label.text(), **found)


def _rise(score: Node, word: Node, words: Sequence[str], domains: Mapping[str, Domain]) -> dict[str, object] | None:
    """Return two neighbouring words of which the worse one surely gives more, None if none is found."""
    results = [replaced([score], {word: g.const(each)})[0] for each in words]
    inputs = {str(node.payload): node for node in g.walk(results) if node.op is g.Op.INPUT}
    options: dict[str, tuple[bool | str, ...]] = {
        name: domains[name].words if node.type is g.Type.CHOICE else (True, False)
        for name, node in inputs.items()
        if node.type is not g.Type.NUMBER
    }
    if prod(map(len, options.values())) > _MOST_TRIALS:
        return None
    for values in product(*options.values()):
        known: dict[str, Read] = dict(zip(options, values, strict=True))
        possible = ranges(results, known, domains)
        pays = [possible[each] for each in results]
        for number, (better, worse) in enumerate(pairwise(pays)):
            if not isinstance(better, Between) or not isinstance(worse, Between) or better.empty or worse.empty:
                continue
            if better.high is not None and worse.low is not None and worse.low > better.high:
                two = {"better": words[number], "worse": words[number + 1]}
                return {**two, "less": better.high, "more": worse.low}
    return None
