"""What the sentence of a ledger line is made from, as a script fills it in: templates, nodes, and words that stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.graph import Op
from scoring.sentences import TO_THE_LIMIT, home_words, mode_words, own_sentence, without_full

if TYPE_CHECKING:
    from scoring.model import Label
    from scoring.program import Entry, Plan, Program
    from scoring.rules import Sentence
    from scoring.script.rows import Rows

Made = dict[str, object]

LANGUAGES = ("en", "zh")
_CHOSEN = re.compile("(?:band|row):[0-9]+")
_NAMES = re.compile(r"\{(\w+)(?::s)?\}")


def wording(program: Program, plan: Plan, entry: Entry, rows: Rows) -> Made:
    """Return what the reason of a line is told with; every pair of texts is English and Chinese."""
    sentences = [entry.sentence] if entry.sentence else [own_sentence(entry, way) for way in ("down", "up")]
    templates = [_pair(each, plan) for each in sentences]
    also = [
        [rows.place(entry.events[each.event]), [each.en, each.zh]]
        for each in sentences[0].also
        if each.event in entry.events
    ]
    texts = [text for pair in templates for text in pair] + [text for each in sentences[0].also for text in each[1:]]
    used = {name for text in texts for name in _NAMES.findall(text)}
    standing = [
        {
            **mode_words(program.definition.mode, plan.places, lang),
            **{name: label.text(lang) for name, label in _plain(entry)},
        }
        for lang in LANGUAGES
    ]
    return {
        "templates": templates,
        "also": also,
        "standing": [{name: text for name, text in each.items() if name in used} for each in standing],
        "quantities": [[name, rows.place(each.node), each.unit] for name, each in entry.quantities.items()],
        "chosen": {name: _texts(label) for name, label in entry.words.items() if _CHOSEN.fullmatch(name)},
        "where": _where(program, plan, entry),
        "because": None if entry.because is None or not entry.because.texts else _texts(entry.because),
        "more": _more(entry, rows),
        "emptied": entry.kind == "change",
        "person": _person(program, plan, entry),
    }


def account(plan: Plan, rows: Rows) -> list[list[object]]:
    """Return the lines of a node up to its limit, kind and amount: they tell whether a deduction asked for too much."""
    return [[each.kind, rows.place(each.amount)] for each in plan.entries if each.kind in TO_THE_LIMIT]


def _pair(sentence: Sentence, plan: Plan) -> list[str]:
    texts = [sentence.en, sentence.zh]
    return [without_full(each) for each in texts] if plan.open else texts


def _texts(label: Label) -> list[str]:
    return [label.text(lang) for lang in LANGUAGES]


def _plain(entry: Entry) -> list[tuple[str, Label]]:
    return [(name, label) for name, label in entry.words.items() if ":" not in name]


def _where(program: Program, plan: Plan, entry: Entry) -> list[str]:
    if entry.kind != "veto" or not entry.home or entry.home == plan.path or entry.home not in program.plans:
        return ["", ""]
    return [home_words(program.plans[entry.home], lang) for lang in LANGUAGES]


def _more(entry: Entry, rows: Rows) -> list[list[object]]:
    """Return the reasons of bands and rows: the node, the number it must be (None: it must hold), and the texts."""
    found: list[list[object]] = []
    for key, label in entry.words.items():
        event, _, last = key.rpartition(":")
        if last != "because":
            continue
        quantity, _, number = event.partition(":")
        counted = entry.quantities.get(quantity)
        node = entry.events[event] if counted is None else counted.node
        found.append([rows.place(node), None if counted is None else int(number), _texts(label)])
    return found


def _person(program: Program, plan: Plan, entry: Entry) -> list[str]:
    """Return whose words belong to a line: what of the case they stand with, and under which name there."""
    path = plan.path
    if entry.kind == "not_applicable":
        return ["reasons", path]
    if entry.kind in ("set", "mark") or (path in program.judged and entry.kind in ("base", "change")):
        return ["sets" if entry.kind == "set" else "marks", path]
    quantity = entry.quantities.get("findings")
    if entry.kind not in ("change", "veto") or (quantity is None and entry.kind != "veto"):
        return []
    name = str(quantity.node.payload) if quantity is not None and quantity.node.op is Op.INPUT else ""
    if name.rpartition("/")[2].startswith("findings?"):
        return ["counted", name]
    return ["findings", entry.home or path]
