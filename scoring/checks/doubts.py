"""Smaller doubts: codes that stand twice, rules without a clause, figures that cost points twice, judged rules."""

from __future__ import annotations

from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.search import TRIES
from scoring.checks.look import owners_of
from scoring.checks.words import called
from scoring.intervals import Between, ranges
from scoring.reading import Domain
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.checks.look import Look, Seen
    from scoring.graph import Node
    from scoring.model import Figure, Indicator
    from scoring.program import Entry, Plan
    from scoring.reading import Read
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
            note(each.code, each.at, owners_of(seen, each.home, at=each.at), **each.facts)


# Figures that cost points twice


def twice(look: Look) -> None:
    """Look for rules of two nodes that take points for the same figure and can do so in one case."""
    seen = look.first
    found: dict[str, list[tuple[Plan, Entry]]] = {}
    for plan in seen.plans():
        for entry in plan.entries:
            if entry.kind == "change" and entry.at is not None and _takes(seen, entry):
                for name in _figures(seen, entry):
                    found.setdefault(name, []).append((plan, entry))
    for name, rules in found.items():
        together = _together(seen, [entry for _, entry in rules])
        for later, (plan, entry) in enumerate(rules):
            earlier = [rules[each] for each in range(later) if together is None or together[each] & together[later]]
            others = [one for other, one in earlier if other.path != plan.path and one.at != entry.at]
            _twice(look, plan, entry, name, others)


def _together(seen: Seen, rules: list[Entry]) -> list[int] | None:
    """Return the boxes in which each of some rules takes something; None where they cannot be had for all at once."""
    takes = [seen.subject.score(g.less(each.asked, g.ZERO)) for each in rules]
    try:
        boxes = Boxes(seen.subject, takes)
    except NotProved:
        return None
    return [boxes.where(each).yes for each in takes]


def _twice(look: Look, plan: Plan, entry: Entry, name: str, others: list[Entry]) -> None:
    seen, at = look.first, entry.at
    owners = owners_of(seen, plan.path, at=plan.at)
    for one in others:
        shown = seen.shown(g.both(*(g.less(each.asked, g.ZERO) for each in (one, entry))))
        if one.at is None or at is None or (shown.values is None and shown.proved):
            continue
        if shown.values is None:
            look.not_proved("deducts-twice", TRIES, at, owners)
            continue
        facts = {"name": called(seen.subject.variable(name)), "first": one.at}
        look.note("deducts-twice", at, owners, **facts)
        return


def _figures(seen: Seen, entry: Entry) -> list[str]:
    """Return the figures that a rule takes points for, those that were cut as themselves; not what guards it."""
    value = entry.quantities.get("value")
    used = sorted(seen.subject.used(seen.subject.score(entry.asked if value is None else value.node)))
    return [name for name in used if seen.subject.variable(name).figure is not None]


def _takes(seen: Seen, entry: Entry) -> bool:
    found = seen.reaches.number(seen.subject.score(entry.asked))
    return found.high is not None and found.high <= 0 and not (found.low == 0 == found.high)


# Words with an order

_MOST_TRIALS = 256
"""Combinations of other words and truth values that are tried; with more nothing is proved."""


def worse_words_that_pay_more(look: Look) -> None:
    """Look for scores that rise where a word of an ordered figure gets worse, whatever the other figures are."""
    seen = look.first
    for figure, word in seen.program.figures.values():
        for plan in seen.plans() if figure.ordered else ():
            entries = [each for each in plan.entries if figure.name in each.reads and each.at is not None]
            scores = [each.quantities["score"].node for each in entries if "score" in each.quantities]
            if entries and seen.subject.used(seen.subject.uncut(plan.exact)) == {figure.name}:
                scores.append(seen.subject.uncut(plan.exact))
            for score in scores:
                if _compared(seen, score, figure):
                    continue  # a word against another of the same list says nothing of one of them alone
                at = entries[0].at
                assert at is not None  # noqa: S101  # so they were chosen
                owners = owners_of(seen, plan.path, figure, at)
                try:
                    found = _rise(seen, score, word, figure.words, plan.path)
                except NotProved:
                    look.not_proved("worse-pays-more", 0, at, owners)
                    break
                if found is not None:
                    look.warn("worse-pays-more", at, owners, name=figure.label, **found)
                    break


def _compared(seen: Seen, score: Node, figure: Figure) -> bool:
    """Whether a score depends on another figure with the same words."""
    figures = (seen.program.figures.get(name, (None, None))[0] for name in seen.subject.used(score))
    return any(each is not None and each.name != figure.name and each.words == figure.words for each in figures)


def _marks(seen: Seen, path: str, by: Mapping[Node, Node]) -> dict[str, Domain]:
    """Return what a node's mark may be where some nodes are others."""
    mark = seen.subject.variable(f"{path}/mark") if path in seen.program.judged else None
    if mark is None:
        return {}
    low, high = seen.subject.marks.range(mark.name, by)
    return {mark.name: Domain(mark.name, low=low, high=high)}


def _rise(seen: Seen, score: Node, word: Node, words: Sequence[str], path: str) -> dict[str, object] | None:
    """Return two neighbouring words of which the worse one surely gives more, None if there are none.

    Raises:
        NotProved: too many other words decide it too.
    """
    domains = seen.program.domains
    results = [replaced([score], {word: g.const(each)})[0] for each in words]
    marks = [_marks(seen, path, {word: g.const(each)}) for each in words]
    inputs = {str(node.payload): node for node in g.walk(results) if node.op is g.Op.INPUT}
    options: dict[str, tuple[bool | str, ...]] = {
        name: domains[name].words if node.type is g.Type.CHOICE else (True, False)
        for name, node in inputs.items()
        if node.type is not g.Type.NUMBER
    }
    if prod(map(len, options.values())) > _MOST_TRIALS:
        raise NotProved
    for values in product(*options.values()):
        known: dict[str, Read] = dict(zip(options, values, strict=True))
        pays = [ranges([each], known, {**domains, **mark})[each] for each, mark in zip(results, marks, strict=True)]
        for number, (better, worse) in enumerate(pairwise(pays)):
            if not isinstance(better, Between) or not isinstance(worse, Between) or better.empty or worse.empty:
                continue
            if better.high is not None and worse.low is not None and worse.low > better.high:
                two = {"better": words[number], "worse": words[number + 1]}
                return {**two, "less": better.high, "more": worse.low}
    return None
