"""What an entry of the catalogue of messages looks like."""

from typing import NamedTuple


class Message(NamedTuple):
    """The words of one kind of problem, with ``{fact}`` where a fact of the problem stands.

    Attributes:
        en: what is wrong, in English.
        zh: the same in Chinese.
        hint_en: what to write instead; "" where the message says it already.
        hint_zh: the same in Chinese.
    """

    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
