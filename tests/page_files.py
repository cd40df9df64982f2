"""Pages for tests: made by the command line, read as a tree of elements, opened in Chromium."""

from __future__ import annotations

import functools
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
VOID = frozenset(("col", "input", "link", "meta"))
RULESETS = (
    "yongzhou-2023",
    "un-hdi",
    "procurement-comprehensive",
    "nutri-score",
    "dmn-lending",
    "project-self-evaluation",
)


def made(folder: Path, ruleset: Path | str, cases: Path | str, *options: str) -> Path:
    """Return the page of a scoring."""
    output = folder / f"page{len(list(folder.glob('page*.html')))}.html"
    assert main(["report", str(ruleset), str(cases), "-o", str(output), *options]) == 0
    return output


@functools.cache
def shipped(name: str, *options: str) -> str:
    """Return the page of a shipped ruleset as text."""
    import tempfile  # noqa: PLC0415  # here alone

    home = ROOT / "rulesets" / name
    with tempfile.TemporaryDirectory() as folder:
        return made(Path(folder), home / "ruleset.yaml", home / "cases.yaml", *options).read_text("utf-8")


@dataclass
class Element:
    """An element of a page.

    Attributes:
        parts: texts and elements, in their order.
    """

    tag: str
    attributes: dict[str, str | None]
    parts: list[Element | str] = field(default_factory=list)

    def text(self, lang: str = "") -> str:
        """Return what is read in it, in one language or in both."""
        other = {"zh": "en", "en": "zh"}.get(lang)
        return "".join(
            part if isinstance(part, str) else "" if other in part.classes else part.text(lang) for part in self.parts
        )

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return (self.attributes.get("class") or "").split()

    def walk(self) -> Iterator[Element]:
        """Yield it and all below it."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        """Return the elements below it of a tag, a class, or both."""
        return [each for each in self.walk()
                if each is not self and tag in ("", each.tag) and (not class_ or class_ in each.classes)]  # fmt: skip

    def one(self, tag: str = "", class_: str = "") -> Element:
        """Return the first of them."""
        return self.all(tag, class_)[0]

    def by_id(self, id_: str) -> Element:
        """Return the element of an id."""
        (found,) = (each for each in self.walk() if each.attributes.get("id") == id_)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        found = Element(tag, dict(attrs))
        self.open[-1].parts.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(text: str) -> Element:
    """Return a page as elements; every one of them is closed where it must be."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    (whole,) = reader.open
    return whole


# Chromium


def chromium() -> str:
    """Return where Chromium is; without one the test is left out, but never where all tests must run."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("CI"):
        pytest.fail("there is no chromium, and all tests must run here; see tests/debian.sh")
    pytest.skip("there is no chromium: sh tests/debian.sh installs it")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only tests that have Chromium need it

    path = chromium()
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def opened(started: Browser, path: Path, width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
    """Open a page; in the end nothing may have gone wrong, and nobody may have been asked for anything."""
    context = started.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("console", lambda each: wrong.append(f"console: {each.text}"))
    page.on("pageerror", lambda each: wrong.append(f"error: {each}"))
    page.on("request", lambda each: wrong.append(f"request: {each.url}") if each.url != path.as_uri() else None)
    page.on("dialog", lambda each: wrong.append(f"dialog: {each.message}"))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert wrong == []
