"""Write the parts of the documentation that are made from the code.

Such a part stands between ``<!-- made from the code: NAME -->`` and ``<!-- end -->`` on a page of ``docs``.
``python tests/make_docs.py`` renews all of them; a test fails while one is stale.
"""

import argparse
import ast
import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase

import doc_examples
from scoring.checks.explain import bare, first_sentence
from scoring.checks.page import Page, Text, whole
from scoring.checks.pages_rounding import ROUNDING as ROUNDING_PAGES
from scoring.checks.pages_scores import SCORES
from scoring.checks.pages_tables import TABLES
from scoring.checks.pages_unused import UNUSED
from scoring.checks.pages_written import WRITTEN
from scoring.cli import _parser
from scoring.keys import (
    ADMIT,
    COHORT,
    FIGURE,
    FORMS,
    FUNCTION,
    GRADE,
    LIST,
    NODE,
    NOTES,
    ORDER,
    OVERRIDE,
    PORTFOLIO,
    ROOT,
    ROUNDING,
    Key,
    Keys,
)  # fmt: skip
from scoring.message import Message
from scoring.messages_batch import BATCH
from scoring.messages_case import CASE
from scoring.messages_check import CHECK
from scoring.messages_command import COMMAND
from scoring.messages_document import DOCUMENT
from scoring.messages_formula import FORMULA
from scoring.messages_lists import LISTS
from scoring.messages_printed import PRINTED
from scoring.messages_reconcile import RECONCILE
from scoring.messages_report import REPORT
from scoring.messages_reuse import REUSE
from scoring.messages_rows import ROWS
from scoring.messages_ruleset import RULESET
from scoring.messages_script import SCRIPT
from scoring.messages_sheet import SHEET
from scoring.messages_spark import SPARK
from scoring.messages_table import TABLE
from scoring.messages_template import TEMPLATE
from scoring.messages_test import TEST
from scoring.messages_types import TYPES
from scoring.messages_value import VALUE
from scoring.rules import COMMON, Role, RuleKind, kinds
from scoring.schema import LIST_TABLE
from scoring.testing import keys as test_keys
from test_structure import FLOW, modules

DOCS = doc_examples.ROOT / "docs"
PART = re.compile(r"(<!-- made from the code: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIRST = re.compile(r".*?(?:\.(?= )|$)")
YAML_LINE = re.compile(r"\{|\w+: ")

ROLES = {
    Role.BASE: "base: it makes the opening score",
    Role.CHANGE: "change: it takes from the score or adds to it",
    Role.VETO: "veto: it empties the node",
}

#: Each catalogue of messages with its heading on the page of codes.
CATALOGUES = (
    ("Files, YAML and JSON", DOCUMENT),
    ("Rulesets", RULESET),
    ("Formulas and value forms", FORMULA),
    ("Lists, figures over all cases, ranks", LISTS),
    ("Dates and ordered words", TYPES),
    ("Functions, shapes and shared files", REUSE),
    ("Case files", {**CASE, **SHEET}),
    ("Lists in tables", ROWS),
    ("Templates", TEMPLATE),
    ("Cases and their ruleset", VALUE),
    ("Tables of many rows", TABLE),
    ("Spark", SPARK),
    ("Changing figures in a page", SCRIPT),
    ("Runs over many rows", BATCH),
    ("Reports", REPORT),
    ("Files of tests", TEST),
    ("Printed tables", RECONCILE),
    ("check and the command line", {**CHECK, **COMMAND, **PRINTED}),
)

#: Pages about findings of check with their heading.
FINDINGS = (
    ("Bands, rows, tables and conditions", TABLES),
    ("Scores and grades", SCORES),
    ("How a ruleset is written", WRITTEN),
    ("Rounding", ROUNDING_PAGES),
    ("What has no effect, is accepted, or is not proved", UNUSED),
)


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
    return key.form if key.form in FORMS else ", ".join(f"`{each}`" for each in key.form.split("|"))


def kind_pages() -> str:
    """Return a section for every rule kind, bases first."""
    order = list(Role)
    found = sorted(kinds().values(), key=lambda kind: order.index(kind.role))
    return "\n" + "\n".join(kind_page(kind) for kind in found)


def kind_page(kind: RuleKind) -> str:
    """Return the section of one rule kind."""
    summary, _, rest = kind.doc.strip().partition("\n")
    form = " It is a value form too: it may stand wherever a number may." if kind.form else ""
    lines = [f"### {kind.name}", "", plain(summary), "", f"Role: {ROLES[kind.role]}.{form}"]
    lines += [
        "",
        prose(rest),
        "",
        keys_table(kind.keys, needed_keys(kind)).strip("\n"),
        "",
        "What it says of a case:",
        "",
    ]
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


def prose(text: str) -> str:
    """Return the text of a docstring as Markdown: what is indented is an example, with remarks among it."""
    parts: list[str] = []
    code = False
    for line in text.strip("\n").splitlines():
        example = line.startswith("    ") and YAML_LINE.match(line.strip()) is not None
        if example is not code:
            parts += ["", "```text"] if example else ["```", ""]
            code = example
        parts.append(line.strip() if example else "For example:" if line == "Example:" else plain(line.strip()))
    parts += ["```"] if code else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip("\n")


def plain(line: str) -> str:
    """Return a line of a docstring as Markdown."""
    return line.replace("``", "`")


def all_codes() -> str:
    """Return every code of the catalogue with its words, by topic."""
    lines: list[str] = [""]
    for heading, catalogue in CATALOGUES:
        lines += [f"## {heading}", ""]
        for code, message in catalogue.items():
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
    if message.cell_en:
        yield f"  hint in a cell: {bare(message.cell_en)}"
        yield f"  提示（表格中）：{bare(message.cell_zh)}"
    if message.near_en:
        yield f"  hint where a known name is like it: did you mean '…'? {bare(message.near_en)}"
        yield f"  提示（有相近的名称时）：是否想写“…”？{bare(message.near_zh)}"


def finding_table() -> str:
    """Return a table of all that check finds, in one line each."""
    rows = [
        f"| [{code}](#{code}) | {page.severity} | {first_sentence(page.what.en)} | {first_sentence(page.what.zh)} |"
        for _, pages in FINDINGS
        for code, page in pages.items()
    ]
    return "\n".join(["", "| code | severity | what is found | 发现 |", "|---|---|---|---|", *rows, "", ""])


def finding_pages() -> str:
    """Return a section about every finding of check, by subject."""
    lines: list[str] = [""]
    for heading, pages in FINDINGS:
        lines += [f"## {heading}", ""]
        for code, page in pages.items():
            lines += finding_page(code, page)
    return "\n".join(lines)


def finding_page(code: str, page: Page) -> Iterator[str]:
    """Yield the section about one finding: its examples are whole rulesets."""
    yield from (f"### {code}", "", f"*{page.severity}*", "")
    yield from beside(page.what)
    for word, example in (("avoid", page.avoid), ("prefer", page.prefer)):
        yield from (f"{word.capitalize()}:", "", "```yaml", f"# file: {code}-{word}.yaml")
        yield from (*whole(example).splitlines(), "```", "")
    yield from beside(Text(f"**Why**: {page.why.en}", f"**后果**：{page.why.zh}"))
    mended = " `scoring check --fix` deletes it." if page.fixed else ""
    yield from (f"**What to do**: {page.options.en}{mended}", "")


def beside(text: Text) -> Iterator[str]:
    """Yield a text in English with its Chinese below, as two paragraphs."""
    yield from (text.en, "", text.zh, "")


def options() -> str:
    """Return every command with its arguments."""
    commands = next(each for each in _parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001  # argparse tells it nowhere else
    lines: list[str] = [""]
    for choice in commands._choices_actions:  # noqa: SLF001  # likewise
        command = commands.choices[choice.dest]
        lines += [f"### scoring {choice.dest}", "", f"{command.description}", "", "| argument | |", "|---|---|"]
        arguments = [each for each in command._actions if each.dest != "help"]  # noqa: SLF001  # likewise
        lines += [f"| {argument(each)} | {(each.help or '').replace('%%', '%')} |" for each in arguments]
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


def all_modules() -> str:
    """Return every module with its first sentence, in the order of the data flow; rule kinds in one row."""
    found = {name: path for name, path in modules().items() if not name.startswith("rules.")}
    ordered = [name for line in FLOW for pattern in line for name in found if fnmatchcase(name, pattern)]
    rows = []
    for name in ordered:
        text = plain(" ".join((ast.get_docstring(ast.parse(found[name].read_text("utf-8"))) or "").split()))
        kinds_of = ": " + ", ".join(f"`{kind}`" for kind in kinds()) if name == "rules" else ""
        rows.append(f"| `{name.replace('.', '/')}` | {FIRST.match(text)[0].rstrip('.')}{kinds_of} |")  # type: ignore[index]  # it matches anything
    return "\n".join(["", "| module | |", "|---|---|", *rows, "", ""])


PARTS: Mapping[str, Callable[[], str]] = {
    "ruleset_keys": lambda: keys_table(ROOT, ("ruleset", "indicators")),
    "figure_keys": lambda: keys_table(FIGURE),
    "function_keys": lambda: keys_table(FUNCTION, ("needs",)),
    "node_keys": lambda: keys_table(NODE),
    "override_keys": lambda: keys_table(OVERRIDE, ("when",)),
    "grade_keys": lambda: keys_table(GRADE, ("grade",)),
    "rounding_keys": lambda: keys_table(ROUNDING),
    "list_keys": lambda: keys_table(LIST),
    "list_table_keys": lambda: keys_table(LIST_TABLE, ("from",)),
    "cohort_keys": lambda: keys_table(COHORT, ("over", "take")),
    "admit_keys": lambda: keys_table(ADMIT, ("when",)),
    "order_keys": lambda: keys_table(ORDER, ("by", "best")),
    "portfolio_keys": lambda: keys_table(PORTFOLIO, ("weight",)),
    "note_keys": lambda: keys_table(NOTES),
    "rule_keys": lambda: keys_table(COMMON),
    "test_file_keys": lambda: keys_table(test_keys.FILE, ("ruleset",)),
    "test_keys": lambda: keys_table(test_keys.TEST),
    "test_row_keys": lambda: keys_table(test_keys.ROW, ("row",)),
    "test_base_keys": lambda: keys_table(test_keys.BASE),
    "expect_keys": lambda: keys_table(test_keys.EXPECT),
    "aspect_keys": lambda: keys_table(test_keys.ASPECTS),
    "reason_keys": lambda: keys_table(test_keys.REASON),
    "expect_portfolio_keys": lambda: keys_table(test_keys.PORTFOLIO),
    "expect_group_keys": lambda: keys_table(test_keys.GROUP),
    "known_issue_keys": lambda: keys_table(test_keys.KNOWN, ("because", "until")),
    "snapshot_keys": lambda: keys_table(test_keys.SNAPSHOT, ("cases", "expect")),
    "rule_kinds": kind_pages,
    "codes": all_codes,
    "finding_table": finding_table,
    "finding_pages": finding_pages,
    "options": options,
    "modules": all_modules,
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
