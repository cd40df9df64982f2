"""``rows``: a decision table.

Example:
    hit: first
    rows: [{when: missing_papers > 3, is: 0}, {when: missing_papers > 0, is: 2}, {is: 5}]

``hit`` says what several matching rows mean: ``first`` in order, ``unique`` (two matches are undefined),
``sum``, ``max`` or ``min``. No matching row is undefined (code ``no-row``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Listing, Table
from scoring.keys import NOTES, Key
from scoring.model import Label
from scoring.notes import Option
from scoring.rules import Effect, Result, Role, RuleKind, Said, Sentence
from scoring.rules.bands import chain, refuse_unreached

if TYPE_CHECKING:
    from scoring.document import Item
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope
    from scoring.scope import Scope
    from scoring.wording import Wording

HITS = ("first", "unique", "sum", "max", "min")
_ROW = ("when", "is", *NOTES)


def conditions(table: Table, scope: Scope) -> list[tuple[Node, Item]]:
    """Return condition and result of each row."""
    found = scope.need(table, "rows")
    if not isinstance(found, Listing) or not found.items:
        scope.fail("rows-shape", found.at)
    rows: list[tuple[Node, Item]] = []
    for row in found.items:
        if not isinstance(row, Table):
            scope.fail("rows-shape", row.at)
        scope.check_keys(row, _ROW, "row")
        when = scope.condition(row.fields["when"].value) if "when" in row.fields else g.TRUE
        rows.append((when, scope.need(row, "is")))
    hit = scope.word(table, "hit", HITS)
    if hit == "first":
        refuse_unreached(found, ("when",), scope)
    places = [item.fields["when"].value if isinstance(item, Table) and "when" in item.fields else item
              for item in found.items]  # fmt: skip
    options = [Option(when, place.at, row.at) for place, row, (when, _) in zip(places, found.items, rows, strict=True)]
    scope.alternatives("rows", hit, found.at, options)
    return rows


def form(table: Table, scope: Scope, result: Result) -> Node:
    """Return what the matching rows give, by ``hit``."""
    hit = scope.word(table, "hit", HITS)
    rows = [(when, result(item)) for when, item in conditions(table, scope)]
    none = g.undefined("no-row", rows[0][1].type)
    if hit in ("first", "unique"):
        node = chain(rows, none)
        if hit == "first" or len(rows) == 1:
            return node
        return g.if_(g.two_of(*(when for when, _ in rows)), g.undefined("two-rows", node.type), node)
    anything = g.either(*(when for when, _ in rows))
    return g.if_(anything, _collected(hit, rows), none)


def _collected(hit: str, rows: list[tuple[Node, Node]]) -> Node:
    if rows[0][1].type is g.Type.TRUTH:  # what is asked is whether any row does something
        return g.either(*(g.both(when, each) for when, each in rows))
    if hit == "sum":
        return g.add(*(g.if_(when, each, g.ZERO) for when, each in rows))
    # No number is neutral for max and min: a row that does not match stands in as the first that does.
    first = chain(rows, g.undefined("no-row"))
    extreme = g.maximum if hit == "max" else g.minimum
    return extreme(*(g.if_(when, each, first) for when, each in rows))


def lower(rule: RuleScope) -> Effect:
    """Return the opening score of the matching rows."""
    judged = rule.judged_form()
    rows = conditions(rule.table, rule)
    quantities = {"score": rule.quantity(judged.node)}
    one = rule.word(rule.table, "hit", HITS) in ("first", "unique")
    if one:
        numbers = [(when, g.const(number)) for number, (when, _) in enumerate(rows, 1)]
        quantities["row"] = rule.quantity(chain(numbers, g.undefined("no-row")))
    return Effect(
        "row",
        judged.node,
        quantities,
        {f"row:{number}": when for number, (when, _) in enumerate(rows, 1)},
        {**_spoken(rule), **rule.reasons(rule.table.fields["rows"].value, "row")},
        *judged[1:],
        sentence="one-row" if one else "row",
    )


def _spoken(rule: RuleScope) -> dict[str, Label]:
    """Return the condition of each row in words, by ``row:1`` and so on."""
    found = rule.table.fields["rows"].value
    rows = [each for each in found.items if isinstance(each, Table)] if isinstance(found, Listing) else []
    otherwise = Label({"en": "otherwise", "zh": "其他情形"})
    return {
        f"row:{number}": rule.written_item(row.fields["when"].value) if "when" in row.fields else otherwise
        for number, row in enumerate(rows, 1)
    }


_HITS = {
    "first": ("the first line that holds counts", "自上而下，以先符合的一条为准"),
    "unique": (
        "only one line may hold; where several do, there is no result", "只应符合其中一条，同时符合几条的不给出结果",
    ),
    "sum": ("what all lines that hold give is added up", "符合的各条相加"),
    "max": ("of the lines that hold, the greatest result counts", "符合几条的，取其中最高"),
    "min": ("of the lines that hold, the smallest result counts", "符合几条的，取其中最低"),
}  # fmt: skip


def says(words: Wording) -> Said:
    """Return the rows of the table."""
    found = words.item("rows")
    tables = [each for each in found.items if isinstance(each, Table)] if isinstance(found, Listing) else []
    rows, open_ended = [], True
    for table in tables:
        when = words.say("otherwise", "其他情形") if words.text("hit") == "first" else words.say("always", "任何情形")
        if "when" in table.fields:
            when = words.condition(table.fields["when"].value)
        open_ended = open_ended and "when" in table.fields
        rows.append(words.row(when, table.fields["is"].value, table, rest="when" not in table.fields))
    lead = words.say(*_HITS[words.text("hit")]) if len(rows) > 1 else ""
    after = words.say("where no line holds, there is no result", "各条都不符合的，不给出结果") if open_ended else ""
    return Said(lead, tuple(rows), after)


KIND = RuleKind(
    name="rows",
    role=Role.BASE,
    leads=("rows",),
    keys={
        "hit": Key("|".join(HITS), "what several matching rows mean; no default", "多行符合时如何处理（须写明）"),
        "rows": Key("any", "rows of `when` and `is`", "各行的条件和得分"),
    },
    lower=lower,
    sentences={
        "row": Sentence("the table gives {score} of {points} point{points:s}", "按表得{score}分（满分{points}分）"),
        "one-row": Sentence(
            "{condition}: {score} of {points} point{points:s}", "{condition}，得{score}分（满分{points}分）"
        ),
    },
    needs=("hit", "rows"),
    form=form,
    blends=lambda table: getattr(table.fields["hit"].value, "text", "") == "sum" if "hit" in table.fields else False,
    titles={"row": ("by decision table", "按判定表")},
    doc=__doc__ or "",
    says=says,
)
