"""The pages say all there is: parts made from the code are fresh, every key, word and name has its place."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import doc_examples
import make_docs
import scoring
import test_structure
from scoring import cases, keys
from scoring.diagnostic import MESSAGES, Problems
from scoring.document import read_yaml
from scoring.functions import FUNCTIONS
from scoring.names import ATTRIBUTES
from scoring.rules import COMMON, kinds
from scoring.source import Source
from scoring.tree import Item, Listing, Scalar, Table

DOCS = make_docs.DOCS
PAGES = sorted(DOCS.glob("*.md"))
TABLES = (
    *(keys.ROOT, keys.NODE, keys.FIGURE, keys.NOTES, keys.OVERRIDE, keys.GRADE, keys.ROUNDING, keys.PORTFOLIO),
    *(keys.LIST, keys.COHORT, keys.ADMIT, keys.ORDER),
)
NOT_WRITTEN = {"left out"}  # how a table says that a key may be absent


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_made_from_the_code_is_fresh(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == make_docs.renewed(text), "stale: run python tests/make_docs.py"


def test_every_made_part_stands_on_one_page() -> None:
    names = [part["name"] for path in PAGES for part in make_docs.PART.finditer(path.read_text("utf-8"))]
    assert sorted(names) == sorted(make_docs.PARTS)


def test_every_code_stands_on_its_page_once() -> None:
    assert sorted(re.findall(r"^### ([a-z0-9-]+)$", page("errors"), re.MULTILINE)) == sorted(MESSAGES)


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\((\w[\w.-]*\.md)\)", page("README")))
    assert linked == {path.name for path in PAGES} - {"README.md"}


def test_every_module_is_named_in_the_architecture() -> None:
    text = page("architecture")
    names = [name.removeprefix("rules.").replace(".", "/") for name in test_structure.modules()]
    lost = [name for name in names if f"`{name}`" not in text]
    assert not lost, f"docs/architecture.md does not name: {', '.join(lost)}"


def examples(text: str) -> Iterator[Table]:
    """Yield every YAML file that stands on a page."""
    lines = text.splitlines()
    for language, start, stop in doc_examples.blocks(lines):
        if language == "yaml" and doc_examples.NAMED.fullmatch(lines[start]):
            problems = Problems()
            table = read_yaml(Source("page", "\n".join(lines[start:stop])), problems)
            if table is not None and not problems.errors:
                yield table


def written(item: Item) -> Iterator[str]:
    """Yield every key and every single word below a value."""
    if isinstance(item, Scalar):
        yield item.text
    elif isinstance(item, Listing):
        for each in item.items:
            yield from written(each)
    else:
        for key, field in item.fields.items():
            yield key
            yield from written(field.value)


def test_every_key_and_every_word_of_the_language_has_an_example() -> None:
    found = {word for table in examples(page("language")) for word in written(table)}
    tables = [*TABLES, COMMON, *(kind.keys for kind in kinds().values())]
    wanted = {name for table in tables for name in table}
    wanted |= {word for table in tables for key in table.values() if "|" in key.form for word in key.form.split("|")}
    wanted |= {"extends", "remove", "give_to", "as", "scaled", "points", "to", "exact", "else", "is"}
    of_cases = (cases._FILE, cases.CASE_KEYS, cases._FINDING, cases._MARK, cases._SET)  # noqa: SLF001  # they stand there
    wanted |= {word for table in of_cases for word in table}
    lost = sorted(wanted - NOT_WRITTEN - found)
    assert not lost, f"docs/language.md has no example of: {', '.join(lost)}"


def test_every_function_and_attribute_of_a_formula_is_described() -> None:
    text = page("language")
    lost = [name for name in FUNCTIONS if f"`{name}(" not in text]
    lost += [name for name in ATTRIBUTES if f"`.{name}`" not in text]
    assert not lost, f"docs/language.md does not tell what these do: {', '.join(lost)}"


def test_every_public_name_is_described() -> None:
    text = page("python")
    lost = [name for name in scoring.__all__ if f"`{name}" not in text and f"scoring.{name}" not in text]
    assert not lost, f"docs/python.md does not name: {', '.join(lost)}"


def attributes(kind: type) -> Iterator[str]:
    """Yield the public attributes, properties and methods that a class has of its own."""
    fields = {each.name for each in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    documented = re.findall(r"^    (\w+): ", inspect.getdoc(kind) or "", re.MULTILINE)
    yield from sorted({name for name in {*vars(kind), *fields, *documented} if not name.startswith("_")})


KINDS = [
    kind
    for name in scoring.__all__
    if isinstance(kind := getattr(scoring, name), type) and not issubclass(kind, Exception | StrEnum)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_attribute_of_a_public_class_is_described(kind: type) -> None:
    text = page("python")
    lost = [name for name in attributes(kind) if not re.search(rf"`\.?{name}\b", text)]
    assert not lost, f"docs/python.md does not describe {kind.__name__}: {', '.join(lost)}"
