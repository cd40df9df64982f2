"""What each rule of a program can come to, as truth nodes: from the events of its ledger lines and what authors chose.

No rule kind is known here. Where the rules of a node are superseded (by a veto, a mark on the whole leaf, a set
score) they come to nothing, so a test shows nothing of them then.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.definedness import known
from scoring.graph import Op
from scoring.model import WHOLE, Label
from scoring.testing.due import OUTCOME, Due, never
from scoring.tree import Listing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node
    from scoring.notes import Choice
    from scoring.program import Entry, Plan, Program
    from scoring.source import Span
    from scoring.testing.written import Written
    from scoring.tree import Item

_TOLD_BY_CHOICES = ("band:", "row:", "from:")


class Stood(NamedTuple):
    """An account and when it stands: the node applies and its variant is taken.

    Attributes:
        varies: it is one of several variants of its node.
    """

    plan: Plan
    acts: Node
    varies: bool


def said(name: str) -> Label:
    """Return what an event is called."""
    kind, _, number = name.partition(":")
    en, zh = _EVENTS.get(kind, (name, name))
    return Label({"en": en.format(number), "zh": zh.format(number)})


_EVENTS = {
    "full": ("full marks", "得满分"),
    "partial": ("part of the marks", "得部分分"),
    "zero": ("no marks", "不得分"),
    "capped": ("held at its cap", "达到本条上限"),
    "cut-off": ("below the cut-off", "低于起算线"),
    "fired": ("takes effect", "触发"),
    "idle": ("takes no effect", "未触发"),
    "step": ("threshold {} is passed", "越过第{}个界限"),
    "word": ("entry {}", "选项“{}”"),
    "reached": ("its condition holds", "条件成立"),
    "none": ("none of its rules applies", "各条均不适用"),
    "nothing left": ("nothing is left", "扣完"),
    "all earned": ("all points earned", "得满分"),
    "not applicable": ("not applicable", "不适用"),
    "missing": ("a figure is missing", "缺少数据"),
    "excluded": ("excluded", "不参评"),
    "admitted": ("admitted", "参评"),
}


def standing(plan: Plan, acts: Node = g.TRUE, *, varies: bool = False) -> Iterator[Stood]:
    """Yield every account below a plan, with when it stands; of a node with variants each of them."""
    own = g.both(acts, plan.applies)
    yield Stood(plan, own, varies)
    for child in plan.children:
        yield from standing(child, own)
    for taken, variant in plan.variants:
        yield from standing(variant, g.both(own, taken), varies=True)


def outcomes(program: Program, written: Written) -> Iterator[Due]:
    """Yield the outcomes of all rules of a program, grades and overrides among them."""
    for each in standing(program.root):
        if not each.plan.variants:
            for entry in each.plan.entries:
                yield from _of_entry(program, each, entry)
            yield from _of_changes(each)
            yield from _of_bases(each)
            yield from _of_absence(each)
        if not each.varies:
            yield from _of_applying(program, each)
    for choice in program.notes.choices:
        if choice.kind != "rules":
            yield from of_choice(program, written, choice)
    yield from _of_grades(program)
    yield from _of_case(program)


def _of_case(program: Program) -> Iterator[Due]:
    """Yield whether overrides take effect, and whether a case is scored at all."""
    for rule in program.grade_rules:
        for name, holds in (("fired", rule.condition), ("idle", g.negated(rule.condition))):
            label = Label({lang: f"{said(name).text(lang)}: {rule.grade}" for lang in ("en", "zh")})
            about = (rule.condition, *_grade(program))
            yield Due(OUTCOME, "", rule.at, label, WHOLE, holds, about, clause=rule.clause, whole="grade")
    if program.admit is not None:
        admit = program.admit
        for name, holds in (("admitted", admit.condition), ("excluded", g.negated(admit.condition))):
            yield Due(OUTCOME, "", admit.at, said(name), WHOLE, holds, (admit.condition,), clause=admit.clause,
                      whole="outcome")  # fmt: skip


def of_plan(each: Stood, at: Span, name: str, holds: Node, *about: Node, clause: str = "") -> Due:
    """Return an outcome of a node."""
    plan = each.plan
    clause = clause or plan.clause
    return Due(OUTCOME, plan.path, at, said(name), plan.called, holds, (plan.score, *about), clause=clause)


def _of_entry(program: Program, each: Stood, entry: Entry) -> Iterator[Due]:
    """Yield the outcomes of one rule, by the events of its ledger line."""
    if entry.kind not in ("base", "change", "veto") or entry.at is None or entry.home != each.plan.path:
        return  # a veto from below is told of where it stands
    events = dict(entry.events)
    reached = events.pop("reached", g.TRUE)
    acts = g.both(each.acts, g.TRUE if entry.kind == "veto" else g.negated(each.plan.superseded))
    if entry.kind != "base":
        events = {name: g.both(reached, holds) for name, holds in events.items() if name != "zero"}
        events["idle"] = g.negated(events["fired"])
    elif each.plan.open:
        for name in ("full", "partial", "zero"):
            events.pop(name, None)
    elif reached is not g.TRUE and not any(name in events for name in ("full", "partial", "zero")):
        events["reached"] = g.TRUE
    options = {option.holds for choice in program.notes.choices if choice.home == each.plan.path
               for option in choice.options}  # fmt: skip
    for name, holds in events.items():
        told = name.startswith(_TOLD_BY_CHOICES) or (name.startswith("word:") and holds in options)
        condition = g.both(acts, holds, reached if entry.kind == "base" else g.TRUE)
        if told or name == "holds" or never(condition) or condition is g.TRUE:
            continue
        yield of_plan(each, entry.at, name, condition, entry.asked, clause=entry.clause)


def _of_changes(each: Stood) -> Iterator[Due]:
    """Yield whether the rules of a node can take all its points, or earn all."""
    plan = each.plan
    changes = [entry for entry in plan.entries if entry.kind == "change" and entry.at is not None]
    if not changes or plan.open or plan.children or plan.outside:
        return
    acts = g.both(each.acts, g.negated(plan.superseded))
    at = changes[0].at or plan.at
    if plan.opens_at_zero:
        yield of_plan(each, at, "all earned", g.both(acts, g.at_most(plan.points, plan.exact)))
    else:
        yield of_plan(each, at, "nothing left", g.both(acts, g.at_most(plan.exact, g.ZERO)))


def _of_bases(each: Stood) -> Iterator[Due]:
    """Yield that none of several rules with conditions gives the score."""
    bases = [entry for entry in each.plan.entries if entry.kind == "base" and entry.at is not None]
    reached = [entry.events.get("reached", g.TRUE) for entry in bases]
    if bases and g.TRUE not in reached:
        holds = g.both(each.acts, g.negated(each.plan.superseded), g.negated(g.either(*reached)))
        yield of_plan(each, each.plan.at, "none", holds)


def _of_absence(each: Stood) -> Iterator[Due]:
    """Yield that a figure, a mark or whether the node applies is not known."""
    plan = each.plan
    rules = any(entry.kind in ("base", "change", "veto", "start") for entry in plan.entries)
    if plan.children or not rules or plan.score.is_const:
        return
    holds = g.both(each.acts, g.negated(known(plan.score)))
    yield Due(OUTCOME, plan.path, plan.at, said("missing"), plan.called, holds, (plan.score,), lost=plan.score,
              clause=plan.clause)  # fmt: skip


def _of_applying(program: Program, each: Stood) -> Iterator[Due]:
    """Yield that a node does not apply, of those whose own keys, figures or cases can say so."""
    plan = each.plan
    own = plan.path in program.conditions or plan.path in program.declarable
    if plan.applies is g.TRUE or (plan.children and not own):
        return
    yield of_plan(each, plan.at, "not applicable", g.negated(plan.applies), plan.applies)


def guard_of(program: Program, written: Written, choice: Choice) -> Node:
    """Return when alternatives are looked at, those that stand inside one of others included."""
    for at in written.above(choice.at):
        for other in program.notes.choices:
            if other.home != choice.home or other is choice:
                continue
            for number, option in enumerate(other.options):
                if at in (option.at, option.whole):
                    return g.both(choice.guard, taken(program, written, other, number))
    return choice.guard


def taken(program: Program, written: Written, choice: Choice, number: int) -> Node:
    """Return when one of some alternatives is taken."""
    before = list(islice(_none_before(choice), number + 1))[number]
    return g.both(guard_of(program, written, choice), choice.options[number].holds, before)


def _none_before(choice: Choice) -> Iterator[Node]:
    """Yield for each alternative when none before it holds, where that matters; then when none holds at all.

    Each is made of the one before: so they are together no larger than the alternatives.
    """
    none = g.TRUE
    for option in choice.options:
        yield none if choice.hit == "first" else g.TRUE
        none = g.both(none, g.negated(option.holds))
    yield none


def of_choice(program: Program, written: Written, choice: Choice) -> Iterator[Due]:
    """Yield each of some alternatives: bands, rows, words, variants, and that none of them holds."""
    figure = "" if choice.home else written.figure(choice.at)
    called = program.plans[choice.home].called if choice.home else WHOLE
    clause = program.plans[choice.home].clause if choice.home in program.plans else ""
    about = [option.holds for option in choice.options]
    if figure:
        called, about = program.figures[figure][0].label, [program.figures[figure][1]]
    elif choice.home:
        about = [program.plans[choice.home].score]

    def due(at: Span, label: Label, holds: Node) -> Due:
        return Due(OUTCOME, choice.home, at, label, called, holds, tuple(about), clause=clause, figure=figure)

    guard = guard_of(program, written, choice)
    *none_before, none = _none_before(choice)
    for number, (option, before) in enumerate(zip(choice.options, none_before, strict=True)):
        text = _word(option.holds) or written.text(option.at)
        rest = text == "else" or (option.holds is g.TRUE and not text)
        en, zh = _REST if rest else _KINDS.get(choice.kind, _KINDS["by"])
        shown = text or str(number + 1)
        label = Label({"en": en.format(shown), "zh": zh.format(shown)})
        yield due(option.whole, label, g.both(guard, option.holds, before))
    if choice.kind == "by" and all(option.holds is not g.TRUE for option in choice.options):
        label = Label(dict(zip(("en", "zh"), _REST, strict=True)))
        yield due(choice.at, label, g.both(guard, none))


def _word(holds: Node) -> str:
    """Return the word that an entry of a table stands beside, "" for any other alternative."""
    words = [each.payload for each in holds.args if each.is_const and isinstance(each.payload, str)]
    return words[0] if holds.op is Op.EQ and words else ""


_REST = ("otherwise", "其他情形")
_KINDS = {
    "bands": ("band {}", "“{}”一档"),
    "rows": ("row {}", "“{}”一行"),
    "by": ("entry {}", "选项“{}”"),
    "variants": ("variant {}", "变体“{}”"),
}


def _grade(program: Program) -> tuple[Node, ...]:
    return () if program.grade is None else (program.grade,)


def _of_grades(program: Program) -> Iterator[Due]:
    """Yield each grade."""
    fields = program.definition.keys.fields
    if program.grade is None:
        return
    table: Item = (fields.get("grades") or fields["grade"]).value
    places: dict[str, Span] = {}
    if isinstance(table, Table):
        places = {key.text: key.at for key, _ in table.fields.values()}
    elif isinstance(table, Listing):
        for item in table.items:
            grade = item.fields["grade"].value if isinstance(item, Table) and "grade" in item.fields else None
            places.setdefault(getattr(grade, "text", ""), item.at)
    for name in program.grades:
        label = Label({"en": f"grade {name}", "zh": f"等级{name}"})
        holds = g.equal(program.grade, g.const(name))
        yield Due(OUTCOME, "", places.get(name, table.at), label, WHOLE, holds, (program.grade,), whole="grade",
                  clause=program.definition.source)  # fmt: skip
