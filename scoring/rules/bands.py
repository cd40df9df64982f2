"""``bands``: the result of the interval that a figure lies in.

Example:
    {of: satisfaction, edge: at_least, bands: {95%: 5, 90%: 4, 80%: 3, else: 0}}
    At exactly 90 % the second band holds, since it begins at 90 %; ``edge: above`` would give it to the next.

Mixed edges take the long form, where the first band that holds wins:
    {of: x, bands: [{at_least: 130, below: 150, is: 3}, {at_least: 150, is: 1}, {is: 0}]}

Without ``else`` a value outside every band is undefined (code ``no-band``); an intended gap is a band with
``is: null``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE
from scoring.document import Listing, Scalar, Table
from scoring.keys import EDGES, NOTES, Key
from scoring.model import Label
from scoring.notes import Option
from scoring.rules import Effect, Result, Role, RuleKind, Said, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.document import Item
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope
    from scoring.scope import Scope
    from scoring.term import Term
    from scoring.wording import Wording

_LONG = (*EDGES, "is", *NOTES)
_OPPOSITE = {"at_least": "below", "above": "at_most", "at_most": "above", "below": "at_least"}
_DAY_WORDS = {
    "at_least": ("not before", "不早于"),
    "above": ("after", "晚于"),
    "at_most": ("not after", "不晚于"),
    "below": ("before", "早于"),
}
_EDGE_WORDS = {
    "at_least": ("at least", "不低于"),
    "above": ("above", "高于"),
    "at_most": ("at most", "不高于"),
    "below": ("below", "低于"),
}


def reaches(edge: str, value: Node, bound: Node) -> Node:
    """Return the truth node "the value lies on the near side of the bound"."""
    if edge in ("at_least", "above"):
        return (g.at_most if edge == "at_least" else g.less)(bound, value)
    return (g.at_most if edge == "at_most" else g.less)(value, bound)


def rows(form: Table, scope: Scope) -> list[tuple[Node, Item]]:
    """Return condition and result of each band, in order; `g.TRUE` for the rest."""
    value = scope.measure(scope.need(form, "of"))
    bands = scope.need(form, "bands")
    if isinstance(bands, Listing):
        long = [_long(each, value, scope) for each in bands.items]
        refuse_unreached(bands, EDGES, scope)
        scope.alternatives("bands", "first", bands.at, [Option(holds, item.at, item.at) for holds, item, _ in long])
        return [(holds, result) for holds, _, result in long]
    if not isinstance(bands, Table) or not bands.fields:
        scope.fail("bands-shape", bands.at)
    edge = scope.word(form, "edge", EDGES)
    found = []
    previous = None
    for key, result in bands.fields.values():
        if key.text == "else":
            found.append((g.TRUE, result))
            continue
        bound = scope.bound(key, value)
        falls = edge in ("at_least", "above")
        if previous is not None and (bound >= previous if falls else bound <= previous):
            _refuse_merged(bands, key, scope)
            scope.fail("bands-order", key.at, edge=edge, order="fall" if falls else "rise", bound=key.text)
        previous = bound
        found.append((reaches(edge, value.node, g.const(bound)), result))
    if "else" in list(bands.fields)[:-1]:
        keys = [each.key for each in bands.fields.values()]
        _refuse_merged(bands, keys[[key.text for key in keys].index("else") + 1], scope)
        scope.fail("else-last", bands.at)
    keys = [key for key, _ in bands.fields.values()]
    options = [Option(holds, key.at, key.at) for key, (holds, _) in zip(keys, found, strict=True)]
    scope.alternatives("bands", "first", bands.at, options)
    return found


def _refuse_merged(bands: Table, key: Scalar, scope: Scope) -> None:
    """Refuse bands of which some stand in what a method or another file changes, with the one that is out of order."""
    places = [bands.at, *(each.key.at for each in bands.fields.values())]
    files = {at.source.name for at in places}
    lines = [(at.line, at.column) for at in places]
    if len(files) > 1 or lines != sorted(lines):
        keys = list(bands.fields)
        scope.fail("bands-merged", key.at, bound=key.text, before=keys[keys.index(key.text) - 1])


def refuse_unreached(listed: Listing, conditions: Sequence[str], scope: Scope) -> None:
    """Refuse rows behind one without a condition, where the first that holds wins."""
    for item in listed.items[:-1]:
        if isinstance(item, Table) and not item.fields.keys() & set(conditions) and not scope.context.misread(item):
            scope.fail("else-last", item.at)


def _long(item: Item, value: Term, scope: Scope) -> tuple[Node, Item, Item]:
    """Return condition, place and result of a band."""
    if not isinstance(item, Table):
        scope.fail("bands-shape", item.at)
    scope.check_keys(item, _LONG, "band")
    edges = [
        reaches(edge, value.node, scope.same_unit(item.fields[edge].value, value))
        for edge in EDGES
        if edge in item.fields
    ]
    return g.both(*edges), item, scope.need(item, "is")


def chain(found: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """Return the result of the first row whose condition holds."""
    node = otherwise
    for condition, result in reversed(found):
        node = g.if_(condition, result, node)
    return node


def form(table: Table, scope: Scope, result: Result) -> Node:
    """Return the result of the first band that holds."""
    found = [(condition, result(item)) for condition, item in rows(table, scope)]
    return chain(found, g.undefined("no-band", found[0][1].type if found else g.Type.NUMBER))


def lower(rule: RuleScope) -> Effect:
    """Return the opening score that the figure's band gives."""
    found = rows(rule.table, rule)
    numbers = [(condition, g.const(number)) for number, (condition, _) in enumerate(found, 1)]
    band = chain(numbers, g.undefined("no-band"))
    judged = rule.judged_form()
    value = rule.term(rule.need(rule.table, "of"))
    intervals = _intervals(rule.table, _DAY_WORDS if value.unit == DATE else _EDGE_WORDS)
    reasons = rule.reasons(rule.table.fields["bands"].value, "band")
    return Effect(
        "band",
        judged.node,
        {
            "value": rule.quantity(value.node, value.unit),
            "score": rule.quantity(judged.node),
            "band": rule.quantity(band),
        },
        {f"band:{number}": g.equal(band, node) for number, (_, node) in enumerate(numbers, 1)},
        {"of": rule.written("of"), **intervals, **reasons},
        *judged[1:],
    )


def _intervals(table: Table, words: Mapping[str, tuple[str, str]]) -> dict[str, Label]:
    """Return the interval of each band in words, by ``band:1`` and so on."""
    bands = table.fields["bands"].value
    if isinstance(bands, Listing):
        edges = [{key: _text(each.fields[key].value) for key in EDGES if key in each.fields} for each in bands.items
                 if isinstance(each, Table)]  # fmt: skip
    else:
        edge = _text(table.fields["edge"].value)
        other = _OPPOSITE[edge]
        edges, before = [], ""
        for key in bands.fields if isinstance(bands, Table) else ():
            own = {} if key == "else" else {edge: key}
            edges.append({**own, **({other: before} if before else {})})
            before = key
    return {f"band:{number}": _interval(each, words) for number, each in enumerate(edges, 1)}


def _text(item: Item) -> str:
    return item.text if isinstance(item, Scalar) else "…"


def _interval(edges: dict[str, str], words: Mapping[str, tuple[str, str]]) -> Label:
    en = " and ".join(f"{words[edge][0]} {bound}" for edge, bound in edges.items())
    zh = "、".join(f"{words[edge][1]}{bound}" for edge, bound in edges.items())
    return Label({"en": en or "otherwise", "zh": zh or "其他"})


def _is_plain(table: Table) -> bool:
    return isinstance(table.fields["bands"].value, Table | Listing | Scalar)


def says(words: Wording) -> Said:
    """Return the bands, each with its interval."""
    unit, bands = words.unit_of("of"), words.item("bands")
    ends = _DAY_WORDS if unit == DATE else _EDGE_WORDS
    rows: list[str] = []
    open_ended = True
    if isinstance(bands, Table):
        edge, before = words.text("edge"), ""
        for key, result in bands.fields.values():
            last = key.text == "else"
            own = {} if last else {edge: words.value_of(key, unit)}
            edges = {**own, **({_OPPOSITE[edge]: before} if before else {})}
            edges = dict(sorted(edges.items(), key=lambda each: EDGES.index(each[0])))  # the lower end first
            before = own.get(edge, before)
            open_ended = open_ended and not last
            rows.append(words.row(_interval_said(words, edges, ends), result, rest=not edges))
    for band in bands.items if isinstance(bands, Listing) else ():
        fields = band.fields if isinstance(band, Table) else {}
        edges = {edge: words.value_of(fields[edge].value, unit) for edge in EDGES if edge in fields}
        open_ended = open_ended and bool(edges)
        rows.append(words.row(_interval_said(words, edges, ends), fields["is"].value, band, rest=not edges))
    lead = words.leads_to(words.value("of"))
    if isinstance(bands, Listing):
        lead += words.say(", the first that holds", "，自上而下以先符合的一档为准")
    after = words.say("outside these bands there is no result", "不在以上各档的，不给出结果") if open_ended else ""
    return Said(lead, tuple(rows), after)


def _interval_said(words: Wording, edges: dict[str, str], ends: Mapping[str, tuple[str, str]]) -> str:
    """Return an interval in words, the one value that it holds where it is no more."""
    if edges.keys() == {"at_least", "at_most"} and edges["at_least"] == edges["at_most"]:
        return words.say("exactly {n}", "等于{n}", n=edges["at_least"])
    return _interval(edges, ends).text(words.lang)


KIND = RuleKind(
    name="bands",
    role=Role.BASE,
    leads=("bands",),
    keys={
        "of": Key("value", "the figure that is looked up", "所依据的数据"),
        "edge": Key("|".join(EDGES), "which band owns a printed bound; no default", "界限值归哪一档（须写明）"),
        "bands": Key("any", "bound → result, or a list of bands with their edges", "各档及其得分"),
    },
    lower=lower,
    sentences={
        "band": Sentence(
            "{of} is {value} ({interval}): {score} of {points} point{points:s}",
            "{of}为{value}（{interval}），得{score}分（满分{points}分）",
        )
    },
    takes=_is_plain,
    needs=("of", "bands"),
    form=form,
    titles={"band": ("by band", "按分档")},
    doc=__doc__ or "",
    says=says,
)
