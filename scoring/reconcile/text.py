"""A reconciliation as text: the counts first, then what does not agree, then what follows from it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.reconcile.printed import LOST, SCORE
from scoring.reconcile.told import Telling
from scoring.reconcile.verdict import ADDS_UP, CONFLICT, DIFFERS, EQUAL, READING, UNSCORED
from scoring.reconcile.weighing import GROUP, TOTAL
from scoring.report.tables import by_point, table, wrapped
from scoring.report.text import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.reconcile.verdict import Row
    from scoring.reconcile.whole import Reconciliation
    from scoring.report.text import Page

_WAYS = 4
"""Weightings of a row that are told."""
_NAMED = 12
"""Rows, cases or indicators that are named."""
_LONG = 24
"""Characters of a row that is not read."""


def reconcile_text(found: Reconciliation, name: str, page: Page) -> list[str]:
    """Return the lines of a reconciliation.

    Args:
        found: what was found.
        name: of the published file.
        page: language and room.
    """
    telling = Telling(found, page.lang)
    lines = [*heading(found.ruleset, found.method, page), telling.say("published", name=PurePath(name).name), ""]
    lines += [line for each in summary(telling) for line in wrapped(each, page.room, rest="  ")]
    for title, block in (
        ("findings", list(_findings(telling, page))),
        ("follows", list(_follows(telling, page))),
        ("together", list(_together(telling, page))),
    ):
        if block:
            lines += ["", telling.say(title), *block]
    return lines


def summary(telling: Telling) -> Iterator[str]:
    """Yield how many numbers agree, in sentences."""
    found, counts = telling.found, telling.found.counts
    total = sum(counts.values())
    parts = {
        "parts": ("sum-adds_up", counts[ADDS_UP]),
        "reading": ("sum-reading", counts[READING]),
        "found": ("sum-found", counts[CONFLICT] + counts[DIFFERS]),
        "unscored": ("sum-unscored", counts[UNSCORED]),
    }
    texts = {key: telling.say(word, count=count) if count else "" for key, (word, count) in parts.items()}
    text = telling.say("summary", count=total, s="" if total == 1 else "s", equal=counts["equal"], **texts)
    yield text + telling.say("end")
    if found.is_clean:
        yield telling.say("clean")
    blanks, wrong = len(blank_scores(telling)), len(found.implied)
    if blanks:
        yield telling.say("blank" if wrong else "blank-fine", count=blanks, s="" if blanks == 1 else "s", wrong=wrong)
    by_hand = sum(each.by_hand and each.status == "equal" for each in found.verdicts)
    if by_hand:
        yield telling.say("by-hand", count=by_hand)
    yield from _by_rules(telling)
    yield from _grades(telling)
    if found.published.unread:
        yield telling.say("unread", names=telling.listed(found.published.unread))
    if found.published.skipped:
        rows = [
            telling.say("skipped-row", number=number, text=text if len(text) <= _LONG else text[:_LONG] + "…")
            for number, text in found.published.skipped
        ]
        yield telling.say("skipped", rows=_cut(telling, rows))
    yield from _absent(telling)


def _cut(telling: Telling, names: Sequence[str]) -> str:
    """Return names one after the other, and no more than people read."""
    return telling.listed([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def _absent(telling: Telling) -> Iterator[str]:
    """Yield which cases and indicators the table has no place for."""
    found = telling.found
    absent = {
        "absent-cases": [telling.case(each) for each in found.absent_cases],
        "absent-nodes": [telling.node(each) for each in found.absent_nodes],
    }
    said = [
        telling.say(key, count=len(names), s="" if len(names) == 1 else "s", names=_cut(telling, names))
        for key, names in absent.items()
        if names
    ]
    if said:
        yield telling.say("absent", names=telling.listed(said))


def _grades(telling: Telling) -> Iterator[str]:
    """Yield how many grades agree."""
    statuses = [each.status for each in telling.found.grades]
    words = {
        "parts": ("sum-by-total", ADDS_UP),
        "found": ("sum-found", DIFFERS),
        "unscored": ("sum-unscored", UNSCORED),
    }
    if statuses:
        counts = {key: (word, statuses.count(status)) for key, (word, status) in words.items()}
        texts = {key: telling.say(word, count=count) if count else "" for key, (word, count) in counts.items()}
        count, s = len(statuses), "" if len(statuses) == 1 else "s"
        yield telling.say("grades", count=count, s=s, equal=statuses.count(EQUAL), **texts)


def _by_rules(telling: Telling) -> Iterator[str]:
    """Yield the numbers of all cases together that are what the rules give, and not what printed numbers make."""
    numbers = []
    for row in telling.found.together:
        for each in row.verdicts:
            if telling.found.weighing is not None and each.cell.key in telling.found.weighing.by_rules:
                facts = {"name": telling.name(each), "case": telling.case(each.cell.key.case)}
                own = telling.number(each.own, each.places)
                numbers.append(telling.say("by-rules-one", printed=each.cell.text, own=own, **facts))
    if numbers:
        yield telling.say("by-rules", numbers=telling.listed(numbers))


def blank_scores(telling: Telling) -> list[tuple[str, str]]:
    """Return case and path of the scores that are not printed though the table has a place for them."""
    bases = telling.found.bases
    return [
        (each.case, each.path)
        for each in telling.found.published.blanks
        if each.what == SCORE and each.case in bases and each.path in bases[each.case].plans
    ]


def _findings(telling: Telling, page: Page) -> Iterator[str]:
    told = telling.findings()
    room = len(str(len(told)))
    for number, each in enumerate(told, 1):
        yield from wrapped(each.title, page.room, f"{number:>{room + 2}}  ")
        for line in each.lines:
            inner = line.lstrip()
            yield from wrapped(inner, page.room, " " * (room + 6 + len(line) - len(inner)))


def _follows(telling: Telling, page: Page) -> Iterator[str]:
    """Yield the numbers that other printed numbers make, with what the rules give."""
    rows = [[telling.say(each) for each in ("number", "case", "printed", "by-rule")]]
    for row in telling.found.rows:
        for each in row.verdicts:
            if each.status == ADDS_UP:
                case = telling.case(each.cell.key.case)
                rule = telling.number(each.rule, each.places)
                rows.append([telling.name(each), case, each.cell.text, rule])
    rows += [
        [telling.say("grade"), telling.case(each.case), each.printed.name, each.rule or "–"]
        for each in telling.found.grades
        if each.status == ADDS_UP
    ]
    if len(rows) > 1:
        right = [False, False, True, True]
        yield from (f"  {line}" for line in table(by_point(rows, right), right, page.room))


def _together(telling: Telling, page: Page) -> Iterator[str]:
    """Yield what the weightings give of the numbers of all cases together."""
    weighing = telling.found.weighing
    if weighing is None:
        return
    for row in telling.found.together:
        if not row.tallies or row.what == LOST:
            continue
        yield from wrapped(telling.row_name(row), page.room, "  ")
        for text in weightings(telling, row):
            yield from wrapped(text, page.room, "    ")


def weightings(telling: Telling, row: Row) -> Iterator[str]:
    """Yield what the ruleset's weighting gives of a row of all cases together, then others."""
    weighing = telling.found.weighing
    if weighing is None or not row.tallies:
        return
    for number, each in enumerate(weighing.ways(row)):
        if number > (_WAYS if row.findings or row.what in (GROUP, TOTAL) else 1):
            return
        yield telling.tally(row, each, whole=True, asked=not number)
