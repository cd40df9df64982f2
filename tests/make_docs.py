"""Write the parts of the documentation that are made from the code.

Such a part stands between ``<!-- made from the code: NAME -->`` and ``<!-- end -->`` on a page of ``docs``.
``python tests/make_docs.py`` renews all of them; a test fails while one is stale.
"""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from types import ModuleType

import doc_examples
from scoring import (
    messages_case,
    messages_check,
    messages_document,
    messages_formula,
    messages_ruleset,
    messages_value,
)
from scoring.cli import _parser
from scoring.keys import FIGURE, GRADE, NODE, NOTES, OVERRIDE, PORTFOLIO, ROOT, ROUNDING, Key, Keys
from scoring.message import Message
from scoring.rules import COMMON, Role, RuleKind, kinds

DOCS = doc_examples.ROOT / "docs"
PART = re.compile(r"(<!-- made from the code: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
YAML_LINE = re.compile(r"\{|\w+: ")

ROLES = {
    Role.BASE: "base: it makes the opening score",
    Role.CHANGE: "change: it takes from the score or adds to it",
    Role.VETO: "veto: it empties the node",
}

TOPICS: dict[str, tuple[tuple[ModuleType, str], ...]] = {
    "Files": ((messages_document, "_FILES"), (messages_document, "_LIMITS")),
    "YAML": ((messages_document, "_SHAPE"), (messages_document, "_KEYS"), (messages_document, "_REFUSED")),
    "Traps of YAML": ((messages_document, "_TRAPS"),),
    "JSON": ((messages_document, "_JSON"),),
    "Rulesets: keys and names": ((messages_ruleset, "_SHAPE"),),
    "Rulesets: figures": ((messages_ruleset, "_FIGURES"),),
    "Rulesets: the tree": ((messages_ruleset, "_TREE"),),
    "Rulesets: rules": ((messages_ruleset, "_RULES"),),
    "Rulesets: value forms": ((messages_ruleset, "_FORMS"),),
    "Rulesets: the whole": ((messages_ruleset, "_WHOLE"),),
    "Formulas: names": ((messages_formula, "_NAMES"),),
    "Formulas: types": ((messages_formula, "_TYPES"),),
    "Formulas: units and numbers": ((messages_formula, "_UNITS"),),
    "Formulas: what may not stand": ((messages_formula, "_SYNTAX"),),
    "Formulas: functions": ((messages_formula, "_FUNCTIONS"),),
    "Case files": ((messages_case, "_FILES"), (messages_case, "_SHAPE"), (messages_case, "_CONTENT")),
    "CSV": ((messages_case, "_CSV"),),
    "Values of a case": ((messages_value, "_VALUES"),),
    "Marks, findings and set scores": ((messages_value, "_PERSONS"),),
    "How a ruleset is called": ((messages_value, "_CALLS"),),
    "check and the command line": ((messages_check, "CHECK"),),
}
"""Heading → the catalogues below it."""


def renewed(page: str) -> str:
    """Return the text of a page with its made parts as the code has them now."""
    return PART.sub(lambda part: f"{part[1]}{PARTS[part['name']]()}{part[3]}", page)


def keys_table(keys: Keys, needed: tuple[str, ...] = ()) -> str:
    """Return a table of keys: what may stand there, and what it means."""
    rows = [
        f"| `{name}`{' (needed)' if name in needed else ''} | {form_text(key)} | {key.en} | {key.zh} |"
        for name, key in keys.items()
    ]
    return "\n".join(["", "| key | takes | meaning | 含义 |", "|---|---|---|---|", *rows, "", ""])


def form_text(key: Key) -> str:
    """Return what may stand at a key: one of some words, or one of the named forms."""
    options = key.form.split("|")
    return ", ".join(f"`{each}`" for each in options) if len(options) > 1 else key.form


def kind_pages() -> str:
    """Return a section for every rule kind, bases first."""
    order = list(Role)
    found = sorted(kinds().values(), key=lambda kind: order.index(kind.role))
    return "\n" + "\n".join(kind_page(kind) for kind in found)


def kind_page(kind: RuleKind) -> str:
    """Return the section of one rule kind."""
    summary, _, rest = kind.doc.strip().partition("\n")
    lines = [f"### {kind.name}", "", plain(summary), "", f"Role: {ROLES[kind.role]}."]
    if kind.form:
        lines += ["It is a value form too: it may stand wherever a number may."]
    lines += ["", *prose(rest), keys_table(kind.keys, needed_keys(kind)).strip("\n"), "", "What it says of a case:", ""]
    lines += ["```text", *spoken(kind), "```", ""]
    return "\n".join(lines)


def needed_keys(kind: RuleKind) -> tuple[str, ...]:
    """Return the keys that a rule of this kind cannot do without; one of several leads is no such key."""
    return kind.needs + (kind.leads if len(kind.leads) == 1 else ())


def spoken(kind: RuleKind) -> Iterator[str]:
    """Yield the sentences of a kind in both languages, and what they may add."""
    for sentence in kind.sentences.values():
        yield bare(sentence.en)
        yield bare(sentence.zh)
    for also in {also: None for sentence in kind.sentences.values() for also in sentence.also}:
        yield f"… {bare(also.en)}"
        yield f"…{bare(also.zh)}"


def prose(text: str) -> Iterator[str]:
    """Yield the lines of a docstring as Markdown: what is indented is an example, with remarks among it."""
    lines = text.strip("\n").splitlines()
    code: list[str] = []
    for line in [*lines, ""]:
        example = line.startswith("    ") and YAML_LINE.match(line.strip()) is not None
        if code and not example:
            yield from ("```text", *code, "```", "")
            code = []
        if example:
            code.append(line.strip())
        elif line == "Example:":
            yield from ("For example:", "")
        else:
            yield plain(line.strip())


def plain(line: str) -> str:
    """Return a line of a docstring as Markdown."""
    return line.replace("``", "`")


def bare(template: str) -> str:
    """Return a template with its facts in braces and nothing else of its own marking."""
    parts = [text if name is None else f"{text}{{{name}}}" for text, name, _, _ in Formatter().parse(template)]
    return "".join(parts).replace("{}", "")


def all_codes() -> str:
    """Return every code of the catalogue with its words, by topic."""
    lines: list[str] = [""]
    for topic, catalogues in TOPICS.items():
        lines += [f"## {topic}", ""]
        for module, name in catalogues:
            for code, message in getattr(module, name).items():
                lines += [f"### {code}", "", "```text", *said(message), "```", ""]
    return "\n".join(lines)


def said(message: Message) -> Iterator[str]:
    """Yield the words of a message with its hint, in English and Chinese."""
    yield bare(message.en)
    if message.hint_en:
        yield f"  hint: {bare(message.hint_en)}"
    yield bare(message.zh)
    if message.hint_zh:
        yield f"  提示：{bare(message.hint_zh)}"


def options() -> str:
    """Return every command with its arguments."""
    commands = next(each for each in _parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001  # argparse tells it nowhere else
    lines: list[str] = [""]
    for choice in commands._choices_actions:  # noqa: SLF001  # likewise
        command = commands.choices[choice.dest]
        lines += [f"### scoring {choice.dest}", "", f"{command.description}", "", "| argument | |", "|---|---|"]
        lines += [f"| {argument(each)} | {each.help} |" for each in command._actions if each.dest != "help"]  # noqa: SLF001  # likewise
        lines.append("")
    return "\n".join(lines)


def argument(action: argparse.Action) -> str:
    """Return how an argument is written."""
    name = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"`{name}`" + ("…" if action.nargs == "+" else "")
    flags = ", ".join(f"`{each}`" for each in action.option_strings)
    if action.choices:
        return f"{flags} " + " or ".join(f"`{each}`" for each in action.choices)
    return flags if action.nargs == 0 else f"{flags} `{name}`"


PARTS: Mapping[str, Callable[[], str]] = {
    "ruleset_keys": lambda: keys_table(ROOT, ("ruleset", "indicators")),
    "figure_keys": lambda: keys_table(FIGURE),
    "node_keys": lambda: keys_table(NODE),
    "override_keys": lambda: keys_table(OVERRIDE, ("when",)),
    "grade_keys": lambda: keys_table(GRADE, ("grade",)),
    "rounding_keys": lambda: keys_table(ROUNDING),
    "portfolio_keys": lambda: keys_table(PORTFOLIO, ("weight",)),
    "note_keys": lambda: keys_table(NOTES),
    "rule_keys": lambda: keys_table(COMMON),
    "rule_kinds": kind_pages,
    "codes": all_codes,
    "options": options,
}
"""Name of a part → how it is made."""


def main() -> None:
    """Renew the made parts of every page."""
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text("utf-8")
        if (fresh := renewed(text)) != text:
            page.write_text(fresh, "utf-8")
            print(f"renewed: {page}")  # noqa: T201  # a script prints


if __name__ == "__main__":
    main()
