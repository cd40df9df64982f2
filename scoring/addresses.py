"""What a written address means: full path, unique tail of a path, code or printed name of a node or figure.

The same addresses serve in formulas, cases, tests, results and on the command line. A full path is always
an address, so what a result prints can be read back. Everything else must fit one place only, as seen from
the node that asks: what lies below that node comes first, then what lies below its parent, and so on.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["node", "figure"]
Path = tuple[str, ...]


class Entry(NamedTuple):
    """One thing that can be addressed.

    Attributes:
        kind: ``node`` or ``figure``.
        path: ids from the top down, as a tuple or joined by dots.
        code: the printed number, such as ``B1.2``; "" if there is none.
        names: the printed names, in any language.
    """

    kind: Kind
    path: Sequence[str] | str
    code: str = ""
    names: Sequence[str] = ()


class Found(NamedTuple):
    """The one thing an address means; ``path`` is its dotted full path."""

    path: str
    kind: Kind


class Ambiguous(NamedTuple):
    """An address that fits several places; their dotted full paths, in document order."""

    candidates: tuple[str, ...]


class _Place(NamedTuple):
    """A thing that can be addressed, with its path in parts."""

    kind: Kind
    path: Path

    @property
    def text(self) -> str:
        """The dotted full path."""
        return ".".join(self.path)

    def nearness(self, home: Path) -> int:
        """Return how many levels of ``home`` this lies below; more is nearer."""
        shared = 0
        for own, asking in zip(self.path[:-1], home, strict=False):
            if own != asking:
                break
            shared += 1
        return shared


_Index = dict[str, dict[_Place, None]]  # what a text fits, in document order, each thing once


class _Indexed(NamedTuple):
    """What a text fits: as a full path, as ids, as a code, as a printed name."""

    full: dict[Kind, dict[str, Found]]
    ids: _Index
    codes: _Index
    names: _Index

    def take(self, entry: Entry) -> None:
        """Take up an entry."""
        path = tuple(entry.path.split(".")) if isinstance(entry.path, str) else tuple(entry.path)
        place = _Place(entry.kind, path)
        self.full[entry.kind].setdefault(place.text, Found(place.text, entry.kind))
        for start in range(len(path)):
            self.ids.setdefault(".".join(path[start:]), {})[place] = None
        if entry.code:
            self.codes.setdefault(entry.code, {})[place] = None
        for name in filter(None, entry.names):
            self.names.setdefault(folded(name), {})[place] = None


_KNOWN = 10_000
"""Answers that are kept: cases ask the same again and again, and a hostile one asks anything."""


class Addresses:
    """Every address of a ruleset; build it once, ask it often (it never changes).

    Ids and codes are compared as written, since both must equal their NFKC form. Printed names are compared
    by their NFKC form, so that full-width brackets and spaces do not matter.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries; two with one kind and path (variants of a node) are one thing."""
        self._entries = tuple(entries)
        self._known: dict[tuple[str, str, Kind, bool], Found | Ambiguous | None] = {}

    @cached_property
    def _index(self) -> _Indexed:
        """What every text fits, worked out at the first address: most rulesets are scored without any."""
        made = _Indexed({"node": {}, "figure": {}}, {}, {}, {})
        for entry in self._entries:
            made.take(entry)
        return made

    def find(
        self, text: str, home: str = "", *, first: Kind = "node", ids_only: bool = False
    ) -> Found | Ambiguous | None:
        """Return what an address means.

        Args:
            text: the address as written.
            home: dotted path of the node that asks, "" for the whole tree.
            first: of which kind it is if it fits both a node and a figure.
            ids_only: pass over codes and printed names, as formulas do.
        """
        if not home and (found := self._index.full[first].get(text)):
            return found
        key = text, home, first, ids_only
        try:
            return self._known[key]
        except KeyError:
            answer = self._find(text, home, first, ids_only=ids_only)
        if len(self._known) >= _KNOWN:
            self._known.clear()  # another thread may do so at once, so nothing is read back
        self._known[key] = answer
        return answer

    def _find(self, text: str, home: str, first: Kind, *, ids_only: bool) -> Found | Ambiguous | None:
        places = self._index.ids.get(text, {})
        if not ids_only:
            places = places | self._index.codes.get(text, {}) | self._index.names.get(folded(text), {})
        if not places:
            return None
        asking = tuple(home.split(".")) if home else ()
        nearest = _nearest([each for each in places if each.kind == first] or list(places), asking)
        if len(nearest) > 1:
            nearest = [each for each in nearest if each.text == text] or nearest
        if len(nearest) > 1:
            return Ambiguous(tuple(each.text for each in nearest))
        return Found(nearest[0].text, nearest[0].kind)

    def near(self, text: str) -> str | None:
        """Return the closest known address, None if nothing is close (slow: only for messages)."""
        plain = folded(text)
        known = self._index.ids | self._index.codes | self._index.names
        if plain in known:
            return plain
        close = get_close_matches(plain, [each for each in known if not each[:1].isdigit()], n=1)  # no record's number
        return close[0] if close else None


def folded(text: str) -> str:
    """Return the NFKC form of a text, by which ids and names are told apart."""
    return text if text.isascii() else normalize("NFKC", text)


def _nearest(places: list[_Place], home: Path) -> list[_Place]:
    """Return those that lie below the innermost node, of ``home`` and its parents, that has any."""
    if len(places) == 1 or not home:
        return places
    levels = [each.nearness(home) for each in places]
    best = max(levels)
    return [place for place, level in zip(places, levels, strict=True) if level == best]
