"""What a node's score rests on: figures with values and origins, findings, marks and set values of the case."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.dates import DATE
from scoring.document import Listing, Scalar, Table
from scoring.graph import Unknown
from scoring.list_origin import RowsOrigin
from scoring.lower_lists import ENTRY
from scoring.number import Number, parse_number, places_of
from scoring.report.words import amount, colon, in_brackets, listed, say, to_digits
from scoring.sentences import MODES, shown
from scoring.spoken import field_words, printed
from scoring.table_rows import rows_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.case import Finding, Mark, SetScore
    from scoring.document import Item
    from scoring.model import Figure
    from scoring.program import Condition, Program
    from scoring.reading import Read
    from scoring.reasons import NodeResult
    from scoring.result import Result

_MOST_ENTRIES = 20
_MOST_ROWS = 5
_CONSTANT = re.compile(r"-?[0-9.]+%?")


def figures(result: Result, node: NodeResult, lang: str) -> list[str]:
    """Return the figures that the rules of a node read, derived ones worked out, given ones with their origin.

    Where there is no total, nothing but figures tells how the results of the whole came about: all of them.
    """
    names = dict.fromkeys(name for entry in node.plan.entries for name in entry.reads)
    if not (node.path or result.program.definition.has_total):
        names |= dict.fromkeys(result.program.figures)
    lines: list[str] = []
    for name in names:
        if name in result.program.lists or name not in result.program.figures:
            lines.extend(_list(result, name, lang))
            continue
        figure, computed = result.program.figures[name]
        label = figure.label.text(lang)
        value = shown(result.value(computed), figure.unit, lang)
        if figure.form is not None:
            found = result.value(computed)
            rounds = _rounding(result, figure, lang)
            marked = rounds or to_digits(found, computed, lang) if isinstance(found, Fraction) else ""
            rows = origin_rows(result, name, lang)
            notes = ("；" if lang == "zh" else "; ").join(filter(None, (marked, rows)))
            lines.append(f"{label} = {how_made(result, figure, lang)}{value}{in_brackets(lang, notes)}")
        elif isinstance(result.value(computed), Unknown):
            lines.append(f"{label}{colon(lang)}{say(lang, 'unknown')}")
        else:
            lines.append(f"{label} = {value}{in_brackets(lang, origin_text(result, name, value, lang))}")
    return lines


def origin_rows(result: Result, name: str, lang: str) -> str:
    """Return in words which rows of tables a figure comes from, "" where it comes from none or has no value."""
    made = result.program.figures.get(name)
    if made is not None and isinstance(result.value(made[1]), Unknown):
        return ""
    return ("；" if lang == "zh" else "; ").join(each.text(lang) for each in rows_behind(result, name))


def _rounding(result: Result, figure: Figure, lang: str) -> str:
    """Return in words how a figure is rounded, "" where it is not: its formula alone would look like wrong sums."""
    written = figure.keys.fields.get("round")
    if written is None:
        return ""
    said: list[str] = []
    for each in written.value.items if isinstance(written.value, Listing) else (written.value,):
        parts = {key: field.value for key, field in each.fields.items()} if isinstance(each, Table) else {"to": each}
        texts = {key: part.text for key, part in parts.items() if isinstance(part, Scalar)}
        said.append(_rounded_to(texts.get("to", ""), texts.get("mode", result.program.definition.mode), lang))
    return (", then " if lang == "en" else "，再").join(said)


def _rounded_to(to: str, mode: str, lang: str) -> str:
    """Return one rounding in words; a step that is no decimal place is told as it is written."""
    step = parse_number(to)
    places = None if step is None else places_of(step)
    mode_name = MODES.get(mode, (mode, mode))[lang == "zh"]
    if places is None or step != Fraction(1, 10**places):
        return say(lang, "rounded-step", mode=mode_name, step=to)
    key = "rounded-places" if places else "rounded-whole"
    return say(lang, key, mode=mode_name, places=places, s="" if places == 1 else "s")


def unmet(result: Result, condition: Condition, word: str, lang: str) -> str:
    """Return in words that a condition does not hold, with what it reads, and what comes of that."""
    values = [f"{label.text(lang)} = {shown(result.value(each.node), each.unit, lang)}"
              for label, each in condition.values]  # fmt: skip
    words = condition.words.text(lang)
    if [label.text(lang) for label, _ in condition.values] == [words]:  # a flag says it all
        return say(lang, word) + colon(lang) + values[0]
    return say(lang, "unmet", what=say(lang, word), words=words, values=in_brackets(lang, listed(lang, values)))


def unapplied(result: Result, path: str, lang: str) -> Iterator[str]:
    """Yield in words which conditions of a node do not hold, so that it does not apply."""
    for condition in result.program.conditions.get(path, ()):
        if result.value(condition.holds) is False:
            yield unmet(result, condition, "not_applicable", lang)


def _list(result: Result, name: str, lang: str) -> Iterator[str]:
    """Yield a list of the case with its entries; a list inside the entries of another one is not told of."""
    figure = result.program.lists.get(name)
    if ENTRY in name or figure is None:
        return
    label = figure.label.text(lang)
    text, origin = entries_text(result, name, lang)
    yield (
        f"{label}{colon(lang)}{say(lang, 'unknown')}"
        if text is None
        else f"{label} = {text}{in_brackets(lang, origin)}"
    )


def entries_text(result: Result, name: str, lang: str) -> tuple[str | None, str]:
    """Return the entries of a list of the case in words, None where it is not given, and where it was given."""
    value = None if result.bound is None else result.bound.lists.get(name)
    if value is None:
        return None, ""
    # Who wants to see very many opens the table.
    if len(value.entries) > _MOST_ROWS and isinstance(value.origin, RowsOrigin):
        return say(lang, "records", count=len(value.entries)), origin_rows(result, name, lang)
    figure = result.program.lists[name]
    entries = [_entry(figure, entry.values, entry.name, lang) for entry in value.entries[:_MOST_ENTRIES]]
    text = ("；" if lang == "zh" else "; ").join(
        [*entries, *(["…"] if len(value.entries) > _MOST_ENTRIES else [])]
    ) or say(lang, "empty-list")
    return text, value.origin.text(lang)


def _entry(figure: Figure, values: Mapping[str, Read], name: str, lang: str) -> str:
    if not figure.records:
        own = values.get("each")
        return say(lang, "unknown") if own is None else shown(own, figure.items["each"].unit, lang)
    parts = [f"{figure.items[field].label.text(lang)} {shown(value, figure.items[field].unit, lang)}"
             for field, value in values.items()]  # fmt: skip
    return f"{name}{colon(lang) if name and parts else ''}{listed(lang, parts)}"


def origin_text(result: Result, name: str, value: str, lang: str) -> str:
    """Return where the value of an input was given; of one that was not, what the ruleset says stands for it."""
    if result.bound is None:
        return ""
    origin = result.bound.origins.get(name)
    return say(lang, "default", value=value) if origin is None else origin.text(lang)


def how_made(result: Result, figure: Figure, lang: str) -> str:
    """Return how a derived figure is made: its formula in names, then in numbers, "" at the end of both."""
    form = figure.form
    if not isinstance(form, Table):
        return ""
    formula = form.fields["is"].value if "is" in form.fields else None
    if isinstance(formula, Scalar):
        if _CONSTANT.fullmatch(formula.text):
            return ""
        text = formula.text
        named, worked = (_written(result, figure, text, lang, values=values) for values in (False, True))
        if worked == _bare(result, figure, lang):  # another figure as it is
            return "" if named == figure.label.text(lang) else f"{named} = "
        return f"{named} = " if named == worked else f"{named} = {worked} = "
    of = form.fields.get("of")
    if "over" in form.fields:
        return f"{_over_cases(result, figure, form, lang)} = "
    names = [_written(result, figure, each.text, lang, values=False) for each in _scalars(of.value)] if of else []
    return f"{say(lang, 'table-by', of=listed(lang, names))} = " if names else ""


def _over_cases(result: Result, figure: Figure, form: Table, lang: str) -> str:
    """Return what is taken over all cases, and over which of them."""
    texts = {key: field.value.text for key, field in form.fields.items() if isinstance(field.value, Scalar)}
    of, where = (_written(result, figure, texts.get(key, ""), lang, values=False) for key in ("of", "where"))
    said = say(lang, f"over-{texts['take']}", of=of or say(lang, "over-value"))
    return said + in_brackets(lang, say(lang, "over-where", where=where) if where else "")


def _scalars(item: Item) -> Iterator[Scalar]:
    if isinstance(item, Scalar):
        yield item
    elif not isinstance(item, Table):
        yield from (each for each in item.items if isinstance(each, Scalar))


def _written(result: Result, figure: Figure, text: str, lang: str, *, values: bool) -> str:
    """Return a formula with the names of its figures, or with their values, in place of their ids."""

    def called(name: str) -> str | None:
        found = _figure(result.program, name, figure.home)
        if found is None:
            owner, _, field = name.rpartition(".")
            found = _figure(result.program, owner, figure.home) if owner else None
            return field_words(found, field, lang) if found is not None and field in found.items else None
        if found.is_list:
            return found.label.text(lang)
        if not values:
            return found.label.text(lang)
        return _bare(result, found, lang)

    return printed(text, lang, called)


def _bare(result: Result, figure: Figure, lang: str) -> str:
    """Return the value of a figure as it stands in a formula: without its unit."""
    value = result.value(result.program.figures[figure.name][1])
    return shown(value, figure.unit if figure.unit in ("%", DATE) else "", lang)


def _figure(program: Program, name: str, home: str) -> Figure | None:
    """Return the figure or list that a bare name means, the nearest node's own first."""
    while True:
        path = f"{home}.{name}" if home else name
        found = program.figures.get(path)
        if found is not None:
            return found[0]
        if path in program.lists or not home:
            return program.lists.get(path)
        home = home.rpartition(".")[0]


# Findings and persons


def evidence(result: Result, node: NodeResult, lang: str) -> Iterator[tuple[str, int]]:
    """Yield what the case says of a node: findings, mark, set value, reason; each line with its indent."""
    bound = result.bound
    if bound is None:
        return
    found = bound.findings.get(node.path, [])
    if found:
        free = node.path not in result.program.reads_findings and node.path not in result.program.judged
        note = "not-here" if result.value(node.plan.applies) is False else "no-cost" if free else ""
        yield say(lang, "findings") + (say(lang, note) if note else ""), 1
        yield from ((_finding(each, lang), 2) for each in found)
    mark = bound.marks.get(node.path)
    if mark is not None:
        yield f"{say(lang, 'marked')}{colon(lang)}{_person(mark, mark.deduct, lang)}", 1
    score = bound.sets.get(node.path)
    if score is not None:
        yield f"{say(lang, 'set-by')}{colon(lang)}{_person(score, None, lang)}", 1
    reason = bound.reasons.get(node.path)
    if reason:
        origin = bound.origins.get(f"{node.path}/not_applicable")
        place = "" if origin is None else origin.text(lang)
        yield f"{say(lang, 'reason')}{colon(lang)}{reason}{in_brackets(lang, place)}", 1
    if mark is None and score is None and node.plan.kind != "criterion" and _keeps(node):
        yield say(lang, "kept"), 1


def _keeps(node: NodeResult) -> bool:
    rules = [entry for entry in node.plan.entries if entry.code == "judged"]
    return bool(rules) and node.score is not None and node.score == node.points


def kept_unmarked(result: Result) -> Iterator[NodeResult]:
    """Yield the nodes left to a person that nobody marked and that kept their points since nothing was found.

    Of a leaf whose criteria are judged one by one it is the leaf, or none if a person marked any of them.
    """
    marks = {} if result.bound is None else result.bound.marks
    found: dict[str, list[NodeResult]] = {}
    for node in result.nodes:
        if node.path not in marks and _keeps(node) and not _decided_above(result, node.path):
            leaf = node.path.rpartition(".")[0] if node.plan.kind == "criterion" else ""
            found.setdefault(leaf or node.path, []).append(node)
    for path, nodes in found.items():
        holder = result[path]
        if len(holder.children) == len(nodes):
            yield holder
        elif not any(each.path in marks for each in holder.children):
            yield from nodes


def _decided_above(result: Result, path: str) -> bool:
    """Whether the score of a node is not printed as its own: something stands for its leaf, or a group does not apply.

    A veto or a set score further up leaves its row with full marks that nobody gave.
    """
    parts = path.split(".")
    above = [result["total"], *(result[".".join(parts[: number + 1])] for number in range(len(parts)))]
    if any(result.value(each.plan.applies) is not True for each in above):
        return True
    own = (each for each in above if each.plan.kind in {"leaf", "criterion"})
    return any(result.value(each.plan.superseded) is not False for each in own)


def _finding(each: Finding, lang: str) -> str:
    parts = [each.note] if each.note else []
    if isinstance(each.count, Fraction | int) and each.count != 1:
        parts.append(say(lang, "note-count", count=Number(each.count)))
    if isinstance(each.amount, Fraction):
        parts.append(say(lang, "note-amount", amount=amount(each.amount)))
    text = ("，" if lang == "zh" else ", ").join(parts)
    places = [part for part in (each.source, each.origin.text(lang)) if part]
    return text + in_brackets(lang, ("；" if lang == "zh" else "; ").join(places))


def _person(said: Mark | SetScore, deduct: object, lang: str) -> str:
    value = said.score if deduct is None else deduct
    key, many = "mark-score" if deduct is None else "mark-deduct", "" if str(value) == "1" else "s"
    parts = [say(lang, key, value=value, s=many)]
    parts += [said.because] if said.because else []
    text = ("，" if lang == "zh" else ", ").join(parts)
    places = [part for part in (say(lang, "by", name=said.by) if said.by else "", said.origin.text(lang)) if part]
    return text + in_brackets(lang, ("；" if lang == "zh" else "; ").join(places))
