"""What a test expects, as it is written → `Expectation`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.outcome import Outcome
from scoring.testing.amounts import parse_expected
from scoring.testing.model import Between, Exact, Expectation, Reason, Texts
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.diagnostic import Problems
    from scoring.source import Span

WHOLE = ("outcome", "grade", "missing", "perhaps_missing", "range", "grades", "rank", "error", "reasons")
"""Keys of ``expect`` that speak of the whole case; any other is an address."""

ASPECTS = ("score", "lost", "points", "outcome", "missing", "between", "value")
"""What can be expected of one address."""

PORTFOLIO = ("outcome", "total", "grade", "groups", "weights", "contributions", "left_out")
"""Keys of ``expect_portfolio``."""

GROUP = ("score", "lost", "points", "between")
"""What can be expected of one group of a portfolio."""

REASON = ("at", "code", "contains", "points")
"""Parts of a reason."""

_NAMES = ("missing", "perhaps_missing", "grades", "error")
_PARTS = {"groups": "group", "weights": "weight", "contributions": "contribution"}


class Expects:
    """Reads expectations; what is wrong is noted."""

    def __init__(self, problems: Problems) -> None:
        """Note problems there."""
        self.problems = problems

    def of(self, item: Item) -> tuple[Expectation, ...]:
        """Return what a table of ``expect`` says."""
        if not isinstance(item, Table) or not item.fields:
            self.problems.error("test-expect", item.at)
            return ()
        if "error" in item.fields:
            for key, _ in item.fields.values():
                if key.text != "error":
                    self.problems.error("test-key-idle", key.at, key=key.text, other="error")
        return tuple(each for key, value in item.fields.values() for each in self.one(key, value))

    def one(self, key: Scalar, item: Item) -> Iterator[Expectation]:
        """Yield what is expected of one key."""
        name, at = key.text, key.at
        if self.is_empty(name, item):
            return
        if name == "reasons":
            yield from self.reasons(item)
        elif name in WHOLE:
            yield from self.whole(key, item)
        elif isinstance(item, Table):
            yield from self.aspects(key, item)
        elif isinstance(item, Scalar):
            aspect = "outcome" if _is_outcome(item) else "score"
            yield Expectation(name, aspect, _exact(item), item.at, at)
        else:
            self.problems.error("test-value", item.at, key=name)

    def whole(self, key: Scalar, item: Item) -> Iterator[Expectation]:
        """Yield what is expected of the case as a whole."""
        name, at = key.text, key.at
        if name == "range":
            between = self.between(item)
            if between is not None:
                yield Expectation("", name, between, item.at, at)
        elif name in _NAMES:
            yield Expectation("", name, self.names(item), item.at, at)
        elif name == "rank" and isinstance(item, Table):
            yield from self.aspects(key, item, name)
        elif isinstance(item, Scalar):
            if name == "outcome" and not _is_outcome(item):
                near = self.problems.near(item.text, list(Outcome))
                self.problems.error("test-outcome", item.at, found=item.text, options=", ".join(Outcome), near=near)
            yield Expectation("", name, _exact(item), item.at, at)
        else:
            self.problems.error("test-value", item.at, key=name)

    def aspects(self, address: Scalar, table: Table, of_whole: str = "") -> Iterator[Expectation]:
        """Yield what is expected of the parts of one address, or of one thing of the whole."""
        if not table.fields:
            self.problems.error("test-expect", table.at)
        own = "" if of_whole else address.text
        for key, (name, item) in table.fields.items():
            if key not in (("between",) if of_whole else ASPECTS):
                self.unknown(name, ASPECTS)
            elif self.is_empty(key, item):
                continue
            elif key == "between":
                between = self.between(item)
                if between is not None:
                    yield Expectation(own, of_whole or "score", between, item.at, address.at)
            elif key == "missing":
                yield Expectation(own, key, self.names(item), item.at, address.at)
            else:
                yield from self.number(own, "score" if key == "value" else key, item, name, address.at)

    def number(
        self, address: str, aspect: str, item: Item, key: Scalar, at: Span | None = None
    ) -> Iterator[Expectation]:
        """Yield what is expected of one value: itself, or two ends; ``at``: where the address is written."""
        at = at or key.at
        if isinstance(item, Table) and "between" in item.fields:
            for other, field in item.fields.items():
                if other != "between":
                    self.unknown(field.key, ("between",))
            between = self.between(item.fields["between"].value)
            if between is not None:
                yield Expectation(address, aspect, between, item.at, at)
        elif isinstance(item, Scalar):
            yield Expectation(address, aspect, _exact(item), item.at, at)
        else:
            self.problems.error("test-value", item.at, key=key.text)

    def between(self, item: Item) -> Between | None:
        """Return two ends."""
        ends = item.items if isinstance(item, Listing) else ()
        numbers = [_end(each) for each in ends]
        if len(numbers) != 2 or "" in numbers:  # noqa: PLR2004  # two ends
            self.problems.error("test-between", item.at)
            return None
        low, high = (each if isinstance(each, Fraction) else None for each in numbers)
        if low is not None and high is not None and low > high:
            self.problems.error("test-between", item.at)
        return Between(low, high)

    def reasons(self, item: Item) -> Iterator[Expectation]:
        """Yield the reasons that must be given."""
        if isinstance(item, Scalar) and item.text == "none":
            yield Expectation("", "reason", Reason("", "", "", None, none=True), item.at)
            return
        for each in item.items if isinstance(item, Listing) else (item,):
            fields = each.fields if isinstance(each, Table) else {}
            for key, field in fields.items():
                if key not in REASON:
                    self.unknown(field.key, REASON)
            if not fields:
                self.problems.error("test-reason", each.at)
                continue
            at, code, contains, points = (self.reason_part(fields.get(key)) for key in REASON)
            number = parse_expected(points) if points else None
            if points and not isinstance(number, Fraction):
                self.problems.error("test-reason", fields["points"].value.at)
            place = next((fields[key].value.at for key in ("at", "code") if key in fields), each.at)
            yield Expectation("", "reason", Reason(at, code, contains, number if points else None), each.at, place)

    def reason_part(self, field: Field | None) -> str:
        """Return one part of a reason as text."""
        if field is None:
            return ""
        if not isinstance(field.value, Scalar) or not field.value.text:
            self.problems.error("test-reason", field.value.at)
            return ""
        return field.value.text

    def names(self, item: Item) -> Texts:
        """Return some names; one name is a list of one."""
        items = item.items if isinstance(item, Listing) else (item,)
        names = [each for each in items if isinstance(each, Scalar) and each.text]
        if len(names) < len(items):
            self.problems.error("test-names", item.at)
        return Texts(tuple(each.text for each in names), tuple(each.at for each in names))

    # All cases together

    def of_portfolio(self, field: Field) -> tuple[Expectation, ...]:
        """Return what is expected of all cases together."""
        item = field.value
        if not isinstance(item, Table) or not item.fields:
            self.problems.error("test-expect", item.at)
            return ()
        return tuple(each for key in item.fields for each in self.part_of_portfolio(key, item.fields[key]))

    def part_of_portfolio(self, key: str, field: Field) -> Iterator[Expectation]:
        """Yield what is expected of one part of a portfolio."""
        item = field.value
        if key not in PORTFOLIO:
            self.unknown(field.key, PORTFOLIO)
        elif self.is_empty(key, item):
            return
        elif key in _PARTS:
            if not isinstance(item, Table):
                self.problems.error("table-expected", item.at, key=key)
                return
            for name, each in item.fields.values():
                yield from self.part(_PARTS[key], name, each)
        elif key == "left_out":
            yield Expectation("", key, self.names(item), item.at, field.key.at)
        elif key == "total":
            yield from self.number("total", "score", item, field.key)
        elif isinstance(item, Scalar):
            yield Expectation("", key, _exact(item), item.at, field.key.at)
        else:
            self.problems.error("test-value", item.at, key=key)

    def part(self, aspect: str, name: Scalar, item: Item) -> Iterator[Expectation]:
        """Yield what is expected of one group, or of one case in it."""
        if self.is_empty(name.text, item):
            return
        if aspect != "group" or not isinstance(item, Table):
            yield from self.number(name.text, aspect, item, name)
            return
        if not item.fields:
            self.problems.error("test-expect", item.at)
        for key, (own, value) in item.fields.items():
            if key not in GROUP:
                self.unknown(own, GROUP)
            elif self.is_empty(key, value):
                continue
            elif key == "between":
                between = self.between(value)
                if between is not None:
                    yield Expectation(name.text, aspect, between, value.at, name.at)
            else:
                how = aspect if key == "score" else f"{aspect}_{key}"
                yield from self.number(name.text, how, value, own, name.at)

    # What is wrong

    def is_empty(self, key: str, item: Item) -> bool:
        """Note a key with nothing behind it: whether nothing is expected or no value, nobody can say."""
        empty = isinstance(item, Scalar) and not item.text and not item.quoted
        if empty:
            self.problems.error("test-empty", item.at, key=key)
        return empty

    def unknown(self, key: Scalar, known: tuple[str, ...]) -> None:
        """Note a key that may not stand there."""
        near = self.problems.near(key.text, known)
        self.problems.error("test-unknown-key", key.at, key=key.text, known=", ".join(known), near=near)


def _exact(item: Scalar) -> Exact:
    return Exact(item.text, item.value)


def _is_outcome(item: Scalar) -> bool:
    return item.text in list(Outcome)


def _end(item: Item) -> Fraction | str | None:
    """Return one end: a number, None for no limit, "" for anything else."""
    if not isinstance(item, Scalar):
        return ""
    if item.value is None:
        return None
    number = item.value if isinstance(item.value, Fraction) else parse_expected(item.text)
    return number if isinstance(number, Fraction) else ""
