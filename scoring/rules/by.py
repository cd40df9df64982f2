"""``by``: the result that stands beside a word, a truth value, a whole number or a date.

Example:
    {of: rectified, by: {all: 4, some: 0..4, none: 0}}
    ``some`` is a range: a person's mark within it is needed.

Several figures nest, ``{of: [road, soil], by: {trunk: 90, county: {rock: 70, else: 55}, village: [40, 30, 35]}}``:
a shorter branch holds for all remaining keys, a list follows the order of the words.

Whole numbers need an ``else``, but for a count that has ``max: 2`` and whose entries are 0, 1 and 2: then none is left.

The key of a date counts from that day on, until the next one; ``else`` holds before the first:
    {of: date, by: {2021-01-01: 40, 2023-01-01: 45, else: null}}
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE, parse_day
from scoring.document import Listing, Scalar, Table
from scoring.graph import Node, Type, Unknown
from scoring.keys import Key
from scoring.notes import Option
from scoring.rules import Effect, Result, Role, RuleKind, Said, Sentence, form_leads
from scoring.term import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item
    from scoring.rule_scope import RuleScope
    from scoring.scope import Scope
    from scoring.term import Term
    from scoring.wording import Wording

_MANY = 100
"""Counts that have fewer values may have them all written."""


def form(table: Table, scope: Scope, result: Result) -> Node:
    """Return the entry for the words the figures have."""
    of = scope.need(table, "of")
    terms = [scope.term(each) for each in of.items] if isinstance(of, Listing) else [scope.term(of)]
    return _branch(scope.need(table, "by"), terms, scope, result, None)


def _branch(item: Item, terms: list[Term], scope: Scope, result: Result, otherwise: Node | None) -> Node:
    if not terms or not isinstance(item, Table | Listing) or _is_form(item):
        return result(item)
    term, rest = terms[0], terms[1:]
    entries = _entries(item, term, scope)
    default = entries.pop("else", None)
    if default is not None:
        otherwise = _branch(default, rest, scope, result, otherwise)
    wanted = ("true", "false") if term.node.type is Type.TRUTH else possible(term) or _counts(term.node, scope)
    absent = [word for word in wanted if word not in entries]
    dated = term.unit == DATE
    if otherwise is None and dated:
        scope.fail("by-date-else", item.at, first=next(iter(entries), "–"))
    if otherwise is None and (not wanted or (absent and term.node.type is Type.NUMBER)):
        scope.fail("by-else", item.at)
    if otherwise is None and absent:
        scope.fail("by-incomplete", item.at, words=", ".join(absent))
    nodes = {key: _branch(each, rest, scope, result, otherwise) for key, each in entries.items()}
    scope.alternatives("by", "first", item.at, _options(item, term, entries, spare=bool(wanted) and not absent))
    if term.node.type is Type.CHOICE:
        last = next(reversed(nodes.values())) if otherwise is None else otherwise
        return g.pick(term.node, nodes, g.undefined("no-entry", last.type) if otherwise is None else otherwise)
    if term.node.type is Type.TRUTH:
        yes, no = nodes.get("true", otherwise), nodes.get("false", otherwise)
        return g.if_(term.node, yes or g.undefined("no-entry"), no or g.undefined("no-entry"))
    node = otherwise or g.undefined("no-entry")
    if dated:
        return _from_day_on(term.node, nodes, node)
    for key, each in reversed(nodes.items()):
        node = g.if_(g.equal(term.node, g.const(int(key))), each, node)
    return node


def _options(item: Table | Listing, term: Term, entries: dict[str, Item], *, spare: bool) -> list[Option]:
    """Return the entries of a table or a list as alternatives; of days, the latest comes first.

    Args:
        item: the table.
        term: what is looked up.
        entries: its entries but ``else``.
        spare: whether they name all there is, so that nothing asks for an ``else``.
    """
    if isinstance(item, Listing):
        places = zip(entries, item.items, strict=True)
        return [Option(g.equal(term.node, g.const(word)), each.at, each.at) for word, each in places]
    keys = {key: field.key.at for key, field in item.fields.items()}
    if term.unit == DATE:
        found = [(key, g.at_most(g.const(parse_day(key) or 0), term.node)) for key in reversed(entries)]
    elif term.node.type is Type.TRUTH:
        found = [(key, term.node if key == "true" else g.negated(term.node)) for key in entries]
    else:
        number = term.node.type is Type.NUMBER
        found = [(key, g.equal(term.node, g.const(int(key) if number else key))) for key in entries]
    if spare and "else" in keys:
        found.append(("else", g.TRUE))
    return [Option(holds, keys[key], keys[key]) for key, holds in found]


def _counts(node: Node, scope: Scope) -> tuple[str, ...]:
    """Return all that a count of a case may be, none where it has no limits or they are wide."""
    stand_in: object = None
    if node.op is g.Op.IF and node.args[1].op is g.Op.INPUT and node.args[0] is g.given(str(node.args[1].payload)):
        stand_in, node = g.value_of(node.args[2]), node.args[1]
    domain = scope.context.inputs.domains.get(str(node.payload)) if node.op is g.Op.INPUT else None
    if domain is None or not domain.whole or domain.date or domain.low is None or domain.high is None:
        return ()
    low, high = ceil(domain.low), floor(domain.high)
    found = range(low, high + 1) if high - low < _MANY else ()
    return tuple(map(str, found)) if stand_in is None or isinstance(stand_in, Unknown) or stand_in in found else ()


def _from_day_on(day: Node, nodes: dict[str, Node], before: Node) -> Node:
    """Return the result of the latest key that is not after the day."""
    node = before
    for key, each in nodes.items():
        node = g.if_(g.at_most(g.const(parse_day(key) or 0), day), each, node)
    return node


def _is_form(item: Item) -> bool:
    return isinstance(item, Table) and any(key in form_leads() for key in item.fields)


def _entries(item: Table | Listing, term: Term, scope: Scope) -> dict[str, Item]:
    if isinstance(item, Listing):
        if len(item.items) != len(term.words):
            scope.fail("by-list", item.at, count=len(item.items), words=", ".join(term.words) or "-")
        return dict(zip(term.words, item.items, strict=True))
    before = ""
    for key, _ in item.fields.values():
        scope.check_entry(key, term)
        if term.unit == DATE and key.text != "else":
            if key.text <= before:
                scope.fail("by-date-order", key.at, text=key.text, before=before)
            before = key.text
    return {key: entry.value for key, entry in item.fields.items()}


def lower(rule: RuleScope) -> Effect:
    """Return the opening score beside the figure's word."""
    judged = rule.judged_form()
    of = rule.need(rule.table, "of")
    first = of.items[0] if isinstance(of, Listing) else of
    value = rule.term(first)
    entries = rule.table.fields["by"].value
    keys = entries.fields if isinstance(entries, Table) else dict.fromkeys(value.words)
    events = {f"word:{key}": g.equal(value.node, g.const(key)) for key in keys if key in value.words}
    if value.unit == DATE:
        days = [key for key in keys if key != "else"]
        numbers = {key: g.const(number) for number, key in enumerate(days, 1)}
        since = _from_day_on(value.node, numbers, g.ZERO)
        events = {f"from:{key}": g.equal(since, number) for key, number in numbers.items()}
    return Effect(
        "by-word",
        judged.node,
        {"value": rule.quantity(value.node, value.unit), "score": rule.quantity(judged.node)},
        events,
        {"of": rule.written_item(first) if isinstance(first, Scalar) else rule.written("of")},
        *judged[1:],
    )


def says(words: Wording) -> Said:
    """Return the entries, those of several figures one within the other."""
    of = words.item("of")
    figures: list[Item] = list(of.items) if isinstance(of, Listing) else [of]
    rows = [
        words.row(words.listed(keys), result, rest=rest)
        for keys, rest, result in _said(words, words.item("by"), figures, [], rest=True)
    ]
    names = [words.value_of(each) for each in figures]
    after = ""
    if words.term(figures[0]).unit == DATE:
        after = words.say("each entry holds until the next one begins", "各行自所列日期起适用，至下一行起始日期前为止")
    return Said(words.leads_to(words.listed(names)), tuple(rows), after)


def _said(
    words: Wording, item: Item, figures: list[Item], before: list[str], *, rest: bool
) -> Iterator[tuple[list[str], bool, Item]]:
    """Yield the keys of each entry in words, whether it is for the rest (or a day), and what it gives."""
    if not figures or not isinstance(item, Table | Listing) or _is_form(item):
        yield before, rest, item
        return
    term = words.any_term(figures[0])
    if isinstance(item, Listing):
        entries = list(zip(term.words, item.items, strict=False))
    else:
        entries = [(key, field.value) for key, field in item.fields.items()]
    for key, value in entries:
        own = key == "else" or term.unit == DATE
        said = _entry_said(words, key, term, words.value_of(figures[0]))
        yield from _said(words, value, figures[1:], [*before, said], rest=own)


def _entry_said(words: Wording, key: str, term: Term, name: str) -> str:
    """Return the key of an entry in words."""
    if key == "else":
        return words.say("otherwise", "其他")
    if term.unit == DATE:
        return words.say("from {day} on", "自{day}起", day=key)
    if term.node.type is Type.TRUTH:
        pattern = ("{name} is yes", "{name}为是") if key == "true" else ("{name} is no", "{name}为否")
        return words.say(*pattern, name=name)
    if words.kind != "score":
        return key
    plain = term.node.type is not Type.CHOICE
    return words.say("{key}", "为{key}" if plain else "为“{key}”" if key.isascii() else "{key}", key=key)


KIND = RuleKind(
    name="by",
    role=Role.BASE,
    leads=("by",),
    keys={
        "of": Key("values", "the figure, or a list of figures", "所依据的数据"),
        "by": Key("any", "word → result", "各词对应的得分"),
    },
    lower=lower,
    sentences={
        "by-word": Sentence(
            "{of} is {value}: {score} of {points} point{points:s}", "{of}为{value}，得{score}分（满分{points}分）"
        )
    },
    needs=("of",),
    form=form,
    titles={"by-word": ("by table", "按对照表")},
    doc=__doc__ or "",
    says=says,
)
