"""What lowering notes down for ``check``: conditions and alternatives as they were written, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.graph import Node
from scoring.notes import Asked, Choice, Doubt, Many, Notes
from scoring.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.notes import Option

_Home = str
"""Key of the node something stands in; empty for the whole."""


_Key = tuple[Span, tuple[Node, ...], _Home]
"""Place, truth nodes, and home: what many nodes share is noted for each, since it may be looked at under others."""


class Noted:
    """Collects what is noted; what is lowered twice is noted once."""

    def __init__(self, context: Lowering) -> None:
        """Nothing is noted yet."""
        self.context = context
        self._choices: dict[_Key, tuple[str, str, tuple[Option, ...]]] = {}
        self._met: list[_Key] = []
        self._first: dict[_Key, int] = {}
        self._asked: dict[tuple[Span, Node, _Home], None] = {}
        self._doubts: dict[tuple[str, Span], Doubt] = {}
        self._many: dict[str, Many] = {}
        self._guards: dict[_Key, Node] = {}

    def _home(self, home: Indicator | None) -> _Home:
        return "" if home is None else self.context.keys.get(id(home), "")

    def choice(self, kind: str, hit: str, options: Iterable[Option], at: Span, home: Indicator | None) -> None:
        """Note alternatives."""
        found = tuple(options)
        if not found:
            return
        key = at, tuple(each.holds for each in found), self._home(home)
        self._choices.setdefault(key, (kind, hit, found))
        self._first.setdefault(key, len(self._met))
        self._met.append(key)

    def condition(self, holds: Node, at: Span, home: Indicator | None) -> None:
        """Note a condition."""
        self._asked.setdefault((at, holds, self._home(home)))

    def doubt(self, code: str, at: Span, home: Indicator | None, **facts: object) -> None:
        """Note something doubtful."""
        path = "" if home is None else home.path
        self._doubts.setdefault((code, at), Doubt(code, at, path, facts))

    def many(self, home: Indicator, made: Node, how: str, empty: Node) -> None:
        """Note what the records of a list make together."""
        self._many[home.path] = Many(home.path, made, how == "sum", how == "product", empty)

    def so_far(self) -> int:
        """Return how many choices were met."""
        return len(self._met)

    def guard(self, since: int, when: Node) -> None:
        """Note that the alternatives met since then only matter where a condition holds, unless met elsewhere too."""
        for key in dict.fromkeys(self._met[since:]):
            known = self._guards.get(key, g.TRUE)
            self._guards[key] = g.either(known, when) if self._first[key] < since else g.both(known, when)

    def notes(self) -> Notes:
        """Return all of it; to be asked once everything is lowered."""
        choices = tuple(
            Choice(kind, hit, options, at, self._path(home), g.both(self._guards.get(key, g.TRUE), self._acts(home)))
            for key, (kind, hit, options) in self._choices.items()
            for at, _, home in (key,)
        )
        asked = tuple(Asked(holds, at, self._path(home), self._acts(home, at)) for at, holds, home in self._asked)
        return Notes(choices, asked, tuple(self._doubts.values()), tuple(self._many.values()))

    def _path(self, home: _Home) -> str:
        return self.context.nodes[home].path

    def _acts(self, home: _Home, at: Span | None = None) -> Node:
        """Return the condition under which the rules of a node are looked at at all.

        Args:
            home: the node.
            at: where something stands that is looked at; what decides whether the node applies is looked at before.
        """
        if not home:
            return g.TRUE
        points = self.context.points
        field = self.context.nodes[home].keys.fields.get("applies_when")
        if at is not None and field is not None and _within(at, field.value.at):
            return points.taken(home.rpartition("#")[0] or home if "#" in home.rpartition(".")[2] else home)
        return g.both(points.taken(home), points.applies(home))


def _within(at: Span, whole: Span) -> bool:
    """Whether a place lies in another one."""
    same = (at.source.name, at.line) == (whole.source.name, whole.line)
    return same and whole.column <= at.column and at.end <= whole.end
