"""Templates filled in: by docxtpl, inside the limits of `scoring.report.docx_guard`; then cells are merged."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml.etree import XMLSyntaxError, fromstring

from scoring.diagnostic import ScoringError
from scoring.report.docx_guard import Guarded, refuse
from scoring.report.docx_variables import ABOVE, LEFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.report.docx_variables import Variable

_LONGEST_TITLE = 255
_MOST_COLUMNS = 63
"""Columns of a table of Word, at most."""

_SUMS = "TableHead"
"""Style of the paragraphs in a row of sums, as `scoring.report.docx_template` writes them."""


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl tells no types
    def render_xml_part(self, *args: Any, **options: Any) -> str:  # noqa: ANN401  # as docxtpl has it
        """Return a part filled in, which is still XML: docxtpl would mend what is not, in ways nobody meant."""
        found: str = super().render_xml_part(*args, **options)
        fromstring(found.encode())
        return found


def filled(content: bytes, told: Mapping[str, Variable], path: str) -> bytes:
    """Return a template filled in.

    Args:
        content: of the template.
        told: its variables.
        path: of the template, for messages.

    Raises:
        ScoringError: the template asks for what it may not have, or what comes of it is no document.
    """
    guard = Guarded(path)
    template = _Template(io.BytesIO(content))
    try:
        template.render(dict(told), guard, autoescape=True)
    except TemplateError as error:
        guard.explain(error, told)
    except XMLSyntaxError as error:
        refuse("template-broken", path, reason=error.msg)
    except ScoringError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        guard.blame(error)
        # A package without what Word documents have; docxtpl and python-docx say it in as many ways.
        refuse("template-not-word", path, name=path, reason=error)
    about = template.docx.core_properties
    about.title = about.title or str(told["title"])[:_LONGEST_TITLE]
    for table in template.docx.element.body.iter(qn("w:tbl")):
        merge(table)
        keep_total(table)
    found = io.BytesIO()
    template.save(found)
    return found.getvalue()


def merge(table: Any) -> None:  # noqa: ANN401  # an element of python-docx
    """Merge the cells of a table that say they belong to the one above or on the left."""
    above: dict[int, Any] = {}
    for row in table.findall(qn("w:tr")):
        here: dict[int, Any] = {}
        column, before = 0, None
        for cell in list(row.findall(qn("w:tc"))):
            text = "".join(each.text or "" for each in cell.iter(qn("w:t")))
            if text == LEFT and before is not None:
                _widen(before, cell)
                row.remove(cell)
                column += 1
                continue
            if text in (ABOVE, LEFT):
                _clear(cell)
            if text == ABOVE and column in above:
                _merge_down(above[column], "restart")
                _merge_down(cell, "continue")
            here[column] = before = cell
            column += _span(cell)
        above = here


def keep_total(table: Any) -> None:  # noqa: ANN401  # an element of python-docx
    """Keep a last row of sums on the page of the row above it.

    This is done here since which row stands above is known only once the template is filled in.
    """
    rows = table.findall(qn("w:tr"))
    if len(rows) < 2 or any(each.style != _SUMS for each in rows[-1].iter(qn("w:p"))):  # noqa: PLR2004  # a row above the last
        return
    for paragraph in rows[-2].iter(qn("w:p")):  # of all cells: some programs look at the first, some at any of them
        paragraph.get_or_add_pPr().keepNext_val = True


def _clear(cell: Any) -> None:  # noqa: ANN401  # an element of python-docx
    for each in cell.iter(qn("w:t")):
        each.text = ""


def _span(cell: Any) -> int:  # noqa: ANN401  # likewise
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if found is None else min(_MOST_COLUMNS, int(found.get(qn("w:val"))))


def _widen(cell: Any, other: Any) -> None:  # noqa: ANN401  # likewise
    """Let a cell take the room of the one on its right too."""
    properties = cell.get_or_add_tcPr()
    properties.grid_span = _span(cell) + _span(other)
    if cell.width is not None and other.width is not None:
        cell.width = cell.width + other.width


def _merge_down(cell: Any, how: str) -> None:  # noqa: ANN401  # likewise
    """Begin a merge over lines at a cell, or go on with it; what already goes on stays so."""
    properties = cell.get_or_add_tcPr()
    if properties.find(qn("w:vMerge")) is None:
        properties.vMerge_val = how
