"""Names and sentences that others wrote, made inert: they show as they are, and do nothing in any format."""

from __future__ import annotations

import re
from html import escape

from scoring.diagnostic import clean

_LONGEST = 100_000
_CELL = 32_000
"""Characters that a cell of a sheet holds, with some room."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPECIAL = re.compile(r"[\\`*_\[\]#|~$]|(?<=\w):(?=//)|(?<=\bwww)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BEGINNING = re.compile(r"^(?:[-+](?=[\s-]|$)|>|=+\s*$)")
"""What begins a list, a quotation or the line under a heading."""


def html(text: str) -> str:
    """Return a text as HTML that shows it and nothing else."""
    return escape("\n".join(clean(line, _LONGEST) for line in text.split("\n")), quote=True)


def markdown(text: str) -> str:
    """Return a text in one line as Markdown that shows it: no HTML, no link, no list, no cell of its own."""
    line = " ".join(clean(each, _LONGEST) for each in text.split("\n"))
    inert = _SPECIAL.sub(r"\\\g<0>", escape(line, quote=False))
    return _BEGINNING.sub(r"\\\g<0>", _NUMBERED.sub(r"\1\\\2", inert))


def seems_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula, at once or when somebody edits its cell."""
    return text.startswith(_FORMULA)


def cell(text: str) -> str:
    """Return a text for a cell of a sheet, which must be written as a string: without what no workbook can hold."""
    found = "\n".join(clean(line, _LONGEST) for line in text.split("\n"))
    if found.startswith("<r>"):  # xlsxwriter takes such a text for markup of its own, and writes it as it is
        found = f" {found}"
    return found if len(found) <= _CELL else f"{found[:_CELL]}…"
