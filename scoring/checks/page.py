"""What a page about a finding says: what it is, an example of it, the same done well, why, and what can be set."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """A text in English and in Chinese."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return the text in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en


class Page(NamedTuple):
    """The page of one code.

    Attributes:
        severity: ``warning`` or ``note``, unless the project says otherwise.
        what: what is found.
        avoid: parts of a ruleset in which it is found.
        prefer: the same without it.
        why: what goes wrong for a person who is scored.
        options: what can be set, and when it is right to allow it.
        fixed: whether ``scoring check --fix`` mends it.
    """

    severity: str
    what: Text
    avoid: str
    prefer: str
    why: Text
    options: Text
    fixed: bool = False


HEAD = """ruleset: example
source: the policy, article 1
"""
"""What stands before ``avoid`` and ``prefer`` to make them whole rulesets."""


def whole(example: str) -> str:
    """Return an example of a page as a whole ruleset; one that begins with the ruleset's name is whole already."""
    return example if example.startswith("ruleset:") else HEAD + example
