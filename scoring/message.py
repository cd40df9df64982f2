"""What an entry of the catalogue of messages looks like, and how its facts are filled in."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self


class Message(NamedTuple):
    """The words of one kind of problem, with ``{fact}`` where a fact of the problem stands.

    A fact that is one of our own few words (a type, a place in a ruleset) is put into the reader's language
    by ``{fact!w}``.

    Attributes:
        en: what is wrong, in English.
        zh: the same in Chinese.
        hint_en: what to write instead; "" where the message says it already.
        hint_zh: the same in Chinese.
        cell_en: what to write instead in a cell of a sheet; "" where it is the same.
        cell_zh: the same in Chinese.
        near_en: what to write where the name is not a mistyped one, behind the question whether another was meant; ""
            where every unknown name is a mistyped one.
        near_zh: the same in Chinese.
    """

    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    cell_en: str = ""
    cell_zh: str = ""
    near_en: str = ""
    near_zh: str = ""


class Spoken(str):
    """A fact with a text for each language; as it stands it is the one that was written first.

    Attributes:
        en: the text in English.
        zh: the text in Chinese.
    """

    __slots__ = ("en", "zh")
    en: str
    zh: str

    def __new__(cls, text: str, en: str = "", zh: str = "") -> Self:
        """Take the text written first, and those of the languages where they differ from it."""
        made = super().__new__(cls, text)
        made.en, made.zh = en or text, zh or text
        return made


class Words(Formatter):
    """Fills facts into a message of one language."""

    def __init__(self, lang: str) -> None:
        """Take the words of ``zh``, or of English."""
        self._index = 1 if lang == "zh" else 0

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as in the base class
        """Return a fact, in the language where it has a text for each."""
        value = super().get_value(key, args, kwargs)
        return (value.en, value.zh)[self._index] if isinstance(value, Spoken) else value

    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ANN401  # as in the base class
        """Return a fact: by ``!w`` in the words of the language, by ``!e`` as an example where there is one."""
        if conversion == "e":
            return ("; for example {}", "；例如{}")[self._index].format(value) if value else ""
        if conversion != "w":
            return super().convert_field(value, conversion)
        return _WORDS.get(value, (value, value))[self._index]


_WORDS = {
    "number": ("a number", "数"),
    "truth": ("true or false", "真假（true或false）"),
    "choice": ("a word", "文字选项"),
    "date": ("a date", "日期"),
    "ruleset": ("at the top level", "规则集顶层"),
    "node": ("in an indicator", "指标中"),
    "figure": ("in a figure", "数据中"),
    "form": ("in a value form", "这种取值写法中"),
    "function": ("in a function", "函数中"),
    "shape": ("in a shape", "模板中"),
    "rule": ("in this kind of rule", "这种规则中"),
    "band": ("in a band", "bands的一档中"),
    "list": ("in a list", "列表中"),
    "admit": ("in admit", "admit中"),
    "order": ("in order", "order的一项中"),
    "row": ("in a row", "rows的一行中"),
    "grade": ("in a grade", "等级中"),
    "override": ("in an override", "overrides中"),
    "rounding": ("in 'rounding'", "rounding中"),
    "round": ("in 'round'", "round中"),
    "portfolio": ("in 'portfolio'", "portfolio中"),
    "if_not_applicable": ("in 'if_not_applicable'", "if_not_applicable中"),
    "fall": ("fall", "从大到小"),
    "bonus": ("bonus", "加分项"),
    "penalty": ("penalty", "扣分项"),
    "rise": ("rise", "从小到大"),
    "bands": ("band", "档"),
    "rows": ("row", "行"),
    "by": ("entry", "项"),
    "variants": ("variant", "个变体"),
    "rules": ("rule", "条规则"),
}
"""A word that facts are made of → in English, in Chinese."""
