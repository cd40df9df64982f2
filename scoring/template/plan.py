"""What all sheets of a template share while it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scoring.sheet_form import CHOICES
from scoring.template.cells import choices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.program import Program
    from scoring.template.content import Content
    from scoring.template.known import Known
    from scoring.workbook import Book


@dataclass
class Making:
    """A template being made.

    Attributes:
        book: the workbook.
        program: of the ruleset.
        content: what is asked for.
        known: of cases that are known already.
        lang: ``zh`` or ``en``.
        key: rows of the hidden sheet that tells what the template is.
        sheets: names of the sheets so far.
        choices_sheet: the hidden sheet with what drop-downs offer.
    """

    book: Book
    program: Program
    content: Content
    known: Sequence[Known]
    lang: str
    key: list[tuple[str, ...]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    _choices: dict[tuple[str, ...], str] = field(default_factory=dict)
    _choices_sheet: Any = None

    def say(self, *texts: str) -> None:
        """Add a row to the hidden sheet."""
        self.key.append(texts)

    def sheet(self, name: str, role: str, address: str = "") -> None:
        """Note a sheet."""
        self.sheets.append(name)
        self.say("sheet", name, role, address)

    def choices(self, texts: Iterable[str]) -> str:
        """Return where the texts of a drop-down stand, "" for none; equal drop-downs share one place."""
        key = tuple(texts)
        if key not in self._choices:
            self._choices[key] = choices_of(self.choices_sheet, self.book, len(self._choices), key, CHOICES)
        return self._choices[key]

    @property
    def choices_sheet(self) -> Any:  # noqa: ANN401  # of a package without types
        """Return the hidden sheet with what drop-downs offer."""
        if self._choices_sheet is None:
            self._choices_sheet = self.book.sheet(CHOICES)
        return self._choices_sheet

    def words(self, path: str) -> str:
        """Return what a node is called; one that only a case has by its path."""
        return self.content.nodes.get(path, path)

    @property
    def blocks(self) -> list[tuple[str, Known | None]]:
        """The cases with their words; one without a name where none is known."""
        return [(each.words, each) for each in self.known] or [("", None)]

    @property
    def case_choices(self) -> str:
        """Where the names of the cases stand, "" where none is known."""
        return self.choices([each.words for each in self.known])
