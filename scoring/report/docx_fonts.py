"""Fonts of Word reports: those of official documents, and for each what stands in for it where it is not installed."""

from __future__ import annotations

from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LATIN = "Times New Roman"
_STANDS_IN = {
    "仿宋_GB2312": ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "方正小标宋简体": ("方正小标宋_GBK", "黑体", "SimHei", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "黑体": ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    "楷体_GB2312": ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC", "Noto Sans CJK SC"),
}
"""Font → what Word takes in its place, the best first."""


class Fonts(NamedTuple):
    """Fonts of a document, each for Latin letters and for Chinese.

    Attributes:
        text: of what is read.
        title: of the title.
        head: of headings.
        second: of headings below them.
    """

    text: tuple[str, str]
    title: tuple[str, str]
    head: tuple[str, str]
    second: tuple[str, str]


def fonts_of(lang: str) -> Fonts:
    """Return the fonts of documents in a language; English ones may hold Chinese names too."""
    latin = _LATIN if lang == "zh" else "Arial"
    return Fonts((_LATIN, "仿宋_GB2312"), (latin, "方正小标宋简体"), (latin, "黑体"), (latin, "楷体_GB2312"))


def set_fonts(properties: Any, font: tuple[str, str]) -> None:  # noqa: ANN401  # an element of python-docx
    """Set the fonts of a run or a style, those for Chinese too; what a theme says is taken away."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    latin, chinese = font
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), value)


def list_fonts(document: Any, lang: str) -> None:  # noqa: ANN401  # of python-docx
    """Write into a document which fonts stand in for those that are missing, and which language it is in."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _STANDS_IN.items()
    )
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            text = f"{_XML}<w:fonts {nsdecls('w')}>{rows}</w:fonts>"
            relation.target_part._blob = text.encode()  # noqa: SLF001  # python-docx has no word for it
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    set_fonts(properties, fonts_of(lang).text)
