"""Bands, rows, tables and variants: values for which none holds, for which several do, and what is never taken."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.search import TRIES
from scoring.checks.look import owners_of
from scoring.checks.pairs import Pairs
from scoring.checks.words import block, example, ordinary_axis
from scoring.source import brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.analysis.boxes import Where
    from scoring.checks.look import Look, Seen
    from scoring.document import Table
    from scoring.notes import Choice
    from scoring.reading import Read
    from scoring.source import Span


_MOST_OPEN = 3
"""Open questions of one table that are told each at its row; of more the table is told."""

_FEW = 20
"""Boxes of which is tried whether a case can lie in them."""


class _Met(NamedTuple):
    """What one set of alternatives comes to, wherever it is used: counted by place.

    Attributes:
        never: by alternative, whether no case comes to it, wherever it is used.
        masked: by alternative, whether nothing is left for it.
        shown: alternatives of which a case is known.
        open: what could not be shown of the others, and where they all stand.
    """

    never: dict[Span, list[bool]]
    masked: dict[Span, list[bool]]
    owners: dict[Span, tuple[Table, ...]]
    kinds: dict[Span, str]
    first: dict[Span, Span]
    shown: set[Span]
    open: dict[Span, tuple[str, int, tuple[Table, ...], Span]]


def tables(look: Look) -> None:
    """Look through all alternatives of all programs."""
    met = _Met({}, {}, {}, {}, {}, set(), {})
    for seen in look.seen:
        for choice in seen.program.notes.choices:
            nodes = (choice.guard, *(option.holds for option in choice.options))
            if look.is_new("choice", choice.at, nodes):
                _Table(look, seen, choice).look_through(met)
    for at, found in met.never.items():
        kind, owners = met.kinds[at], met.owners[at]
        if all(found):
            look.warn("never-taken", at, owners, kind=kind)
        elif all(met.masked[at]):
            if at in met.first:
                look.warn("masked", at, owners, kind=kind, first=met.first[at])
            else:
                look.note("else-unused", at, owners, kind=kind)

    still = {at: each for at, each in met.open.items() if at not in met.shown}
    places = Counter(choice for *_, choice in still.values())
    for at, (what, tries, owners, table) in still.items():
        look.not_proved(what, tries, at if places[table] <= _MOST_OPEN else table, owners)


class _Table:
    """One set of alternatives, in one program."""

    def __init__(self, look: Look, seen: Seen, choice: Choice) -> None:
        self.look, self.seen, self.choice = look, seen, choice
        self.owners = owners_of(seen, choice.home, at=choice.at)
        subject = seen.subject
        self.guard = subject.condition(choice.guard)
        plan = seen.program.plans.get(choice.home) if choice.home else None
        vetoed = plan is not None and any(each.kind == "veto" for each in plan.entries)
        self.superseded = subject.condition(plan.superseded) if plan is not None and vetoed else g.FALSE
        self.holds = [subject.condition(each.holds) for each in choice.options]

    def boxes(self) -> Boxes:
        """Return the boxes of the alternatives.

        What supersedes the node is taken in where it depends on the same variables; else nothing is reported where it
        supersedes every case, and the places are told without it.

        Raises:
            NotProved: they cannot be had at all.
        """
        boxes = Boxes(self.seen.subject, [self.guard, *self.holds])
        if self.superseded is g.FALSE:
            return boxes
        try:
            both = Boxes(self.seen.subject, [self.guard, self.superseded, *self.holds])
        except NotProved:
            self.superseded = g.FALSE
            return boxes
        if both.axes.keys() == boxes.axes.keys():
            return both
        if not both.where(self.superseded).no:  # without a value it leaves no score either
            self.guard = g.FALSE
        self.superseded = g.FALSE
        return boxes

    def look_through(self, met: _Met) -> None:
        """Look for gaps and overlaps; note what is never taken."""
        try:
            boxes = self.boxes()
        except NotProved:
            self.try_out(met)
            return
        inside = boxes.where(self.guard).yes
        found = [boxes.where(each) for each in self.holds]
        if not inside:
            return  # it is never looked at: that is said of the condition above it
        self.gaps(boxes, inside, found)
        self.overlaps(boxes, inside, found)
        self.taken(inside, found, met)
        subject = self.seen.subject
        if not subject.free(boxes.axes):
            self.try_each(self.doubtful(boxes, inside, found, met), met)
        else:
            met.shown.update(
                option.at for option, where in zip(self.choice.options, found, strict=True) if where.yes & inside
            )

    def doubtful(self, boxes: Boxes, inside: int, found: list[Where], met: _Met) -> Iterator[int]:
        """Yield the alternatives of which is neither proved that they are taken nor that they are not."""
        left = inside
        for number, where in enumerate(found):
            own = where.yes & (left if self.choice.hit == "first" else inside)
            if any(self.occurs(boxes.values(box)) for box in islice(boxes.each(own), _FEW)):
                met.shown.add(self.choice.options[number].at)
            elif own:
                yield number
            left &= where.no

    # Gaps

    def gaps(self, boxes: Boxes, inside: int, found: list[Where]) -> None:
        """Report values for which nothing holds."""
        if self.choice.kind in ("by", "rules"):
            return  # of tables the loader has seen to that, and without a base a node has its start
        known = inside & reduce(lambda left, each: left & (each.yes | each.no), found, boxes.all)
        left = known & ~reduce(or_, (each.yes for each in found), 0) & ~boxes.where(self.superseded).yes
        for where, shown in self.places(boxes, left, "gap", self.choice.at):
            self.look.warn("gap", self.choice.at, self.owners, **self.said(where, shown))

    def said(self, where: str, shown: str) -> dict[str, str]:
        """Return the facts of a finding: an example that says no more than the place is not told again."""
        return {"kind": self.choice.kind, "where": where, "example": shown, "also": "" if shown == where else shown}

    def places(self, boxes: Boxes, left: int, what: str, at: Span) -> Iterator[tuple[str, str]]:
        """Yield the stretches of a set of boxes as text, with an example that occurs; none if none does."""
        if not left:
            return
        names = [name for name in boxes.axes if not ordinary_axis(boxes, left, name)] or list(boxes.axes)
        subject = self.seen.subject
        if len(names) == 1 and not names[0].startswith("#"):  # a comparison has no name that a text could say
            (name,) = names
            texts, shown = [], ""
            for low, high in boxes.runs(left, name):
                variable, axis = subject.variable(name), boxes.axes[name]
                ranged = {name: axis[low].value}
                middle = next((part.value for part in axis[low : high + 1] if not part.is_point), axis[low].value)
                occurs = variable.exact or self.occurs({name: middle}) or self.occurs(ranged)
                if not occurs:
                    continue
                texts.append(block(boxes, {name: (low, high)}, [name]))
                shown = shown or example(subject, {name: middle})
            if texts:
                yield ", ".join(texts), shown
            else:
                self.look.not_proved(what, len(boxes.axes[name]), at, self.owners)
            return
        tried = 0
        for box in boxes.each(left):
            tried += 1
            values = boxes.values(box)
            case = values if subject.free(values) else self.seen.search.realised(values)
            if case is not None:
                lowest = left & ~((1 << boxes.number(box)) - 1)
                compared = any(name.startswith("#") for name in names)
                shown = example(subject, case if compared else values)
                where = shown if compared else block(boxes, boxes.around(lowest), names)
                numbers = {name: (0, len(boxes.axes[name]) - 1) for name in names if subject.variable(name).is_number}
                whole = block(boxes, numbers, names) if not compared else "–"
                yield next((text for text in (where, whole) if text != "–"), shown), shown
                return
            if tried >= TRIES:
                break
        self.look.not_proved(what, tried, at, self.owners)

    def occurs(self, values: Mapping[str, Read]) -> bool:
        """Whether a case can have these values."""
        return self.seen.search.realised(values) is not None

    def try_out(self, met: _Met) -> None:
        """Try cases where nothing can be proved."""
        subject = self.seen.subject
        guard, options = subject.whole(self.choice.guard), [subject.whole(each.holds) for each in self.choice.options]
        if g.TRUE not in options and self.choice.kind not in ("by", "rules"):
            none = g.both(guard, *(g.negated(each) for each in options))
            tried = self.seen.search.holds(none)
            if tried.case is not None:
                shown = example(subject, tried.case)
                self.look.warn("gap", self.choice.at, self.owners, **self.said(shown, shown))
            else:
                self.look.not_proved("gap", tried.tries, self.choice.at, self.owners)
        if self.choice.hit == "unique":
            tried = self.seen.search.holds(g.both(guard, g.two_of(*options)))
            if tried.case is not None:
                shown = example(subject, tried.case)
                at, first = self.choice.options[-1].at, self.choice.options[0].at
                self.look.warn("overlap", at, self.owners, **self.said(shown, shown), first=first)
                return
            self.look.not_proved("overlap", TRIES, self.choice.at, self.owners)
        self.try_each(range(len(options)), met)

    def try_each(self, numbers: Iterable[int], met: _Met) -> None:
        """Try to find a case for each of some alternatives, and say so where none is found."""
        subject = self.seen.subject
        guard, options = subject.whole(self.choice.guard), [subject.whole(each.holds) for each in self.choice.options]
        first = self.choice.hit == "first"
        asked = list(numbers)
        met_at_once = self.seen.search.first(guard, options, alone=first) if asked else set()
        met.shown.update(self.choice.options[number].at for number in met_at_once)
        for number in asked:
            if number in met_at_once:
                continue
            before = options[:number] if first else []
            alone = g.both(options[number], *(g.negated(each) for each in before))
            tried = self.seen.search.holds(g.both(guard, alone))
            if tried.case is None and (guard is g.TRUE or self.seen.search.holds(alone).case is None):
                what = "else-unused" if options[number] is g.TRUE else "never-taken"
                met.open.setdefault(self.choice.options[number].at, (what, tried.tries, self.owners, self.choice.at))
            else:
                met.shown.add(self.choice.options[number].at)

    # Overlaps

    def overlaps(self, boxes: Boxes, inside: int, found: list[Where]) -> None:
        """Report values that two bands claim, or two rows of which only one may hold."""
        printed = self.choice.kind == "bands"
        if not printed and self.choice.hit != "unique":
            return
        pairs = Pairs(boxes, inside, found, printed=printed)
        for later in range(len(found)):
            if self.holds[later] is g.TRUE:
                continue
            both, earlier = pairs.of(later)
            partners = [brief(self.choice.options[each].at, self.choice.options[later].at) for each in earlier]
            for where, shown in self.places(boxes, both, "overlap", self.choice.options[later].at):
                facts = {**self.said(where, shown), "first": ", ".join(dict.fromkeys(partners))}
                self.look.warn("overlap", self.choice.options[later].at, self.owners, **facts)

    # What is never taken

    def taken(self, inside: int, found: list[Where], met: _Met) -> None:
        """Note which alternatives are never taken."""
        first = self.choice.hit == "first"
        left = inside
        for number, (option, where) in enumerate(zip(self.choice.options, found, strict=True)):
            rest = self.holds[number] is g.TRUE
            never = not where.yes & inside
            masked = first and not where.yes & left
            met.never.setdefault(option.at, []).append(never)
            met.masked.setdefault(option.at, []).append(masked)
            met.owners.setdefault(option.at, self.owners)
            met.kinds.setdefault(option.at, self.choice.kind)
            if masked and not never and not rest:
                met.first.setdefault(
                    option.at, self.choice.options[self._last_taker(number, where.yes & inside, found)].at
                )
            left &= where.no

    @staticmethod
    def _last_taker(number: int, left: int, found: list[Where]) -> int:
        """Return which alternative takes the last of what a later one names."""
        for earlier in range(number):
            left &= ~found[earlier].yes
            if not left:
                return earlier
        return number - 1
