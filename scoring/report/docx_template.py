"""The template that Word reports are made from where there is no other: made here, by code.

It is an ordinary template, so ``--save-template`` hands it out as a start for one's own.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from scoring.report.docx_fonts import Fonts, fonts_of, list_fonts, set_fonts
from scoring.report.paper_words import paper
from scoring.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME, _LEAF, _REASON = 15, 26, 40
_A4_WIDE, _A4_HIGH, _SIDE = Mm(210), Mm(297), Mm(20)
_UPRIGHT = (Mm(37), Mm(35), Mm(28), Mm(26))
_BLACK = RGBColor(0, 0, 0)
_MOST_UPRIGHT = 90
"""Columns of half a Chinese character that a table on an upright page has room for."""

_FLAT = 138
"""And one on a page on its side."""


class Shape(NamedTuple):
    """What a template is made for.

    Attributes:
        lang: of its headings.
        names: headings of the columns that name nodes.
        heads: headings of the others.
        overview: how wide each column of the table of all cases is, in halves of a Chinese character.
        number: how wide a column of points and scores is.
    """

    lang: str
    names: Sequence[str]
    heads: Sequence[str]
    overview: Sequence[int]
    number: int


def default_template(shape: Shape) -> bytes:
    """Return the template for tables of some shape."""
    content = io.BytesIO()
    _Maker(shape).document().save(content)
    return content.getvalue()


class _Maker:
    def __init__(self, shape: Shape) -> None:
        self.shape, self.lang = shape, shape.lang
        self.fonts: Fonts = fonts_of(shape.lang)
        self.doc: Any = Document()

    def document(self) -> Any:  # noqa: ANN401  # of python-docx
        """Return the whole template."""
        list_fonts(self.doc, self.lang)
        about = self.doc.core_properties  # python-docx would name itself, and a day in 2013
        about.author, about.comments, about.title = "", "", ""
        about.created = about.modified = dt.datetime.now(dt.UTC)
        self.styles()
        upright = sum(self.shape.overview) <= _MOST_UPRIGHT
        self.upright(self.doc.sections[0])
        self.line("{{ title }}", "Title")
        self.line(paper(self.lang, "report"), "Subtitle")
        self.heading(1, "results")
        self.line("{%p if portfolio %}")
        self.line("{{ portfolio.summary }}")
        self.line("{%p endif %}")
        self.loop("case in cases", "{{ case.summary }}")
        if upright:
            self.overview()
        self.flat(self.doc.add_section(WD_SECTION.NEW_PAGE))
        if not upright:
            self.overview()
        self.tables()
        self.upright(self.doc.add_section(WD_SECTION.NEW_PAGE))
        self.reasons()
        self.heading(5, "made-by")
        rows = [
            ("tag", ["{%tr for each in made_by %}"]),
            ("plain", ["{{ each.name }}", "{{ each.value }}"]),
            ("tag", ["{%tr endfor %}"]),
        ]
        self.grid(rows, [1, 3], centred=set())
        return self.doc

    # Parts

    def overview(self) -> None:
        """Add the table of all cases."""
        self.heading(2, "cases")
        columns = range(len(self.shape.overview))
        rows = [
            ("head", [f"{{{{ overview.columns[{at}] }}}}" for at in columns]),
            ("tag", ["{%tr for row in overview.rows %}"]),
            ("plain", [f"{{{{ row[{at}] }}}}" for at in columns]),
            ("tag", ["{%tr endfor %}"]),
            ("tag", ["{%tr if overview.whole %}"]),
            ("strong", [f"{{{{ overview.whole[{at}] }}}}" for at in columns]),
            ("tag", ["{%tr endif %}"]),
        ]
        self.grid(rows, self.shape.overview, centred=set(columns) - {0})
        self.line("{%p if left_out %}")
        self.line(say(self.lang, "left-out", names="{{ left_out }}"))
        self.line("{%p endif %}")

    def tables(self) -> None:
        """Add the score table of each case, one below another on pages of their own."""
        names, heads = len(self.shape.names), len(self.shape.heads)
        self.line("{%p for case in cases %}")
        self.line("{%p if loop.first %}")
        self.heading(3, "score-table")
        self.line("{%p else %}")
        self.doc.add_page_break()
        self.line("{%p endif %}")
        self.line(paper(self.lang, "table-of", case="{{ case.label }}"), "Caption")
        self.line("{% for each in case.facts %}{{ each.name }}" + ("：" if self.lang == "zh" else ": ")
                  + "{{ each.value }}{% if not loop.last %}" + ("　" if self.lang == "zh" else "; ")
                  + "{% endif %}{% endfor %}", "Table Note")  # fmt: skip
        cells = [*(f"{{{{ row.names[{at}] }}}}" for at in range(names)),
                 *(f"{{{{ row.numbers[{at}] }}}}" for at in range(heads - 1)), "{{ row.reasons }}"]  # fmt: skip
        rows = [
            ("head", [*(f"{{{{ case.names[{at}] }}}}" for at in range(names)), *self.shape.heads]),
            ("tag", ["{%tr for row in case.rows %}"]),
            ("tag", ["{%tr if row.strong %}"]),
            ("strong", cells),
            ("tag", ["{%tr else %}"]),
            ("plain", cells),
            ("tag", ["{%tr endif %}"]),
            ("tag", ["{%tr endfor %}"]),
        ]
        widths = [*[_NAME] * (names - 1), _LEAF, *[self.shape.number] * (heads - 1)]
        widths.append(max(_REASON, _FLAT - sum(widths)))
        self.line("{%p if case.rows %}")
        self.grid(rows, widths, centred={*range(names - 1), *range(names, names + heads - 1)})
        self.line("{%p endif %}")
        self.line("{%p if case.outputs %}")
        self.line(paper(self.lang, "further"), "Table Note")
        rows = [
            ("tag", ["{%tr for each in case.outputs %}"]),
            ("plain", ["{{ each.name }}", "{{ each.value }}"]),
            ("tag", ["{%tr endfor %}"]),
        ]
        self.grid(rows, [8, 12], centred=set())
        self.line("{%p endif %}")
        self.loop("note in case.notes", "{{ note }}", "Table Note")
        self.line("{%p endfor %}")

    def reasons(self) -> None:
        """Add the reasons as sentences, case by case and indicator by indicator."""
        self.heading(4, "reasons" if len(self.shape.heads) > 2 else "reasons-open")  # noqa: PLR2004  # score and reasons
        self.line("{%p for case in cases %}")
        self.line("{{ case.label }}", "Heading 2")
        self.line("{%p for group in case.reasons %}")
        self.line("{{ group.title }}", "Heading 3")
        self.loop("sentence in group.sentences", "{{ sentence }}")
        self.line("{%p endfor %}")
        self.line("{%p if not case.reasons %}")
        self.line(f"{paper(self.lang, 'nothing')}{'。' if self.lang == 'zh' else '.'}")
        self.line("{%p endif %}")
        self.line("{%p endfor %}")

    # Pieces

    def line(self, text: str, style: str = "Normal") -> None:
        """Add a paragraph."""
        self.doc.add_paragraph(text, style=style)

    def loop(self, over: str, text: str, style: str = "Normal") -> None:
        """Add a paragraph for each of some things."""
        self.line(f"{{%p for {over} %}}")
        self.line(text, style)
        self.line("{%p endfor %}")

    def heading(self, number: int, key: str) -> None:
        """Add a numbered heading."""
        sign = f"{'一二三四五'[number - 1]}、" if self.lang == "zh" else f"{number} "
        self.line(f"{sign}{paper(self.lang, key)}", "Heading 1")

    def grid(self, rows: Sequence[tuple[str, Sequence[str]]], widths: Sequence[int], *, centred: set[int]) -> None:
        """Add a table.

        Args:
            rows: of kind ``head``, ``plain``, ``strong`` or ``tag`` (which leaves no row), and texts of their cells.
            widths: of the columns, one to another.
            centred: columns whose texts stand in the middle.
        """
        section = self.doc.sections[-1]
        room = section.page_width - section.left_margin - section.right_margin
        table = self.doc.add_table(0, len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = room * width // sum(widths)
        for kind, texts in rows:
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no word for these
            properties.append(OxmlElement("w:cantSplit"))
            if kind == "head":
                properties.append(OxmlElement("w:tblHeader"))
            for at, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
                cell.width = room * width // sum(widths)
                cell.vertical_alignment = 1
                text = texts[at] if at < len(texts) else ""
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Head" if kind in ("head", "strong") else "Table Text"
                paragraph.add_run(text)
                if kind == "head" or at in centred:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                if kind in ("head", "strong"):
                    shade = OxmlElement("w:shd")
                    for name, value in (
                        ("val", "clear"),
                        ("color", "auto"),
                        ("fill", "D9E2EC" if kind == "head" else "F2F2F2"),
                    ):
                        shade.set(qn(f"w:{name}"), value)
                    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # likewise

    # Pages and styles

    def upright(self, section: Any) -> None:  # noqa: ANN401  # of python-docx
        """Make a section upright, with the margins of official documents."""
        section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, _A4_WIDE, _A4_HIGH
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = _UPRIGHT
        self.running(section)

    def flat(self, section: Any) -> None:  # noqa: ANN401  # of python-docx
        """Lay a section on its side, for wide tables."""
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, _A4_HIGH, _A4_WIDE
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = _SIDE
        self.running(section)

    def running(self, section: Any) -> None:  # noqa: ANN401  # of python-docx
        """Write what stands above and below every page: what made it, and the page's number."""
        if len(self.doc.sections) > 1:
            return  # later sections take over what the first one has
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.style = foot.style = "Running"
        head.add_run("{{ stamp }}")
        head.alignment, foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        foot._p.append(field)  # noqa: SLF001  # python-docx has no word for fields
        foot.add_run(" —")

    def styles(self) -> None:
        """Set the fonts and sizes of all styles."""
        fonts, chinese = self.fonts, self.lang == "zh"
        body = 16 if chinese else 11
        self.style("Normal", fonts.text, body, first=chinese, space=28 if chinese else 16)
        self.style("Title", fonts.title, 22 if chinese else 20, middle=True, space=36)
        self.style("Subtitle", fonts.text, body, middle=True, space=30)
        self.style("Heading 1", fonts.head, body if chinese else 14, bold=not chinese, space=30, follows=True)
        self.style("Heading 2", fonts.second, body if chinese else 12, bold=True, space=28, follows=True)
        self.style("Heading 3", fonts.text, body, bold=True, first=chinese, space=28 if chinese else 18, follows=True)
        self.style("Caption", fonts.head, 14 if chinese else 12, bold=not chinese, middle=True, space=24, follows=True)
        self.style("Table Text", fonts.text, 10)
        self.style("Table Head", fonts.text, 10, bold=True)
        self.style("Table Note", fonts.text, 10)
        self.style("Running", fonts.text, 9)

    def style(  # noqa: PLR0913  # what a style has
        self, name: str, font: tuple[str, str], size: int, *, bold: bool = False, middle: bool = False,
        first: bool = False, space: int = 0, follows: bool = False,
    ) -> None:  # fmt: skip
        """Set a style.

        Args:
            name: of the style, which is made where it is not there.
            font: for Latin letters, and for Chinese.
            size: in points.
            bold: whether it is.
            middle: whether lines stand in the middle.
            first: whether the first line begins two characters further in.
            space: points from line to line, 0 for what the font asks.
            follows: whether it stays with what follows it.
        """
        styles = self.doc.styles
        style = styles[name] if name in styles else styles.add_style(name, 1)
        if name not in ("Normal", "Title", "Subtitle") and not name.startswith("Heading"):
            style.base_style = None
        set_fonts(style.element.get_or_add_rPr(), font)
        style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, _BLACK
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(2 if name.startswith("Table") else 0)
        form.line_spacing = Pt(space) if space else 1
        form.keep_with_next = follows
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        for attribute in list(indent.attrib):
            del indent.attrib[attribute]
        indent.set(qn("w:firstLineChars"), "200" if first else "0")
        indent.set(qn("w:firstLine"), str(40 * size) if first else "0")
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
