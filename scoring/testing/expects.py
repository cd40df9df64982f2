"""What a test expects, as it is written → `Expectation`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import parse_number, parse_written
from scoring.outcome import Outcome
from scoring.testing.model import Between, Exact, Expectation, Reason, Texts
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.diagnostic import Problems

WHOLE = ("outcome", "grade", "missing", "perhaps_missing", "range", "grades", "error", "reasons")
"""Keys of ``expect`` that speak of the whole case; any other is an address."""

_ASPECTS = ("score", "lost", "points", "outcome", "missing", "between", "value")
_PORTFOLIO = ("outcome", "total", "grade", "groups", "weights", "left_out")
_REASON = ("at", "code", "contains", "points")


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
        return tuple(each for key, value in item.fields.values() for each in self.one(key.text, value))

    def one(self, key: str, item: Item) -> Iterator[Expectation]:
        """Yield what is expected of one key."""
        if key == "reasons":
            yield from self.reasons(item)
        elif key in WHOLE:
            yield from self.whole(key, item)
        elif isinstance(item, Table):
            yield from self.aspects(key, item)
        elif isinstance(item, Scalar):
            aspect = "outcome" if _is_outcome(item) else "score"
            yield Expectation(key, aspect, _exact(item), item.at)
        else:
            self.problems.error("test-value", item.at, key=key)

    def whole(self, key: str, item: Item) -> Iterator[Expectation]:
        """Yield what is expected of the case as a whole."""
        if key == "range":
            between = self.between(item)
            if between is not None:
                yield Expectation("", key, between, item.at)
        elif key in ("missing", "perhaps_missing", "grades", "error"):
            yield Expectation("", key, Texts(self.names(item)), item.at)
        elif isinstance(item, Scalar):
            if key == "outcome" and not _is_outcome(item):
                near = self.problems.near(item.text, list(Outcome))
                self.problems.error("test-outcome", item.at, found=item.text, options=", ".join(Outcome), near=near)
            yield Expectation("", key, _exact(item), item.at)
        else:
            self.problems.error("test-value", item.at, key=key)

    def aspects(self, address: str, table: Table) -> Iterator[Expectation]:
        """Yield what is expected of the parts of one address."""
        if not table.fields:
            self.problems.error("test-expect", table.at)
        for key, (name, item) in table.fields.items():
            if key not in _ASPECTS:
                near = self.problems.near(key, _ASPECTS)
                self.problems.error("test-unknown-key", name.at, key=key, known=", ".join(_ASPECTS), near=near)
            elif key == "between":
                between = self.between(item)
                if between is not None:
                    yield Expectation(address, "score", between, item.at)
            elif key == "missing":
                yield Expectation(address, key, Texts(self.names(item)), item.at)
            elif isinstance(item, Table) and "between" in item.fields:
                between = self.between(item.fields["between"].value)
                if between is not None:
                    yield Expectation(address, key, between, item.at)
            elif isinstance(item, Scalar):
                yield Expectation(address, "score" if key == "value" else key, _exact(item), item.at)
            else:
                self.problems.error("test-value", item.at, key=key)

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
            wrong = [field.key for key, field in fields.items() if key not in _REASON]
            for key in wrong:
                near = self.problems.near(key.text, _REASON)
                self.problems.error("test-unknown-key", key.at, key=key.text, known=", ".join(_REASON), near=near)
            if not fields:
                self.problems.error("test-reason", each.at)
                continue
            at, code, contains, points = (self.reason_part(fields.get(key)) for key in _REASON)
            number = parse_number(points) if points else None
            if points and not isinstance(number, Fraction):
                self.problems.error("test-reason", fields["points"].value.at)
            yield Expectation("", "reason", Reason(at, code, contains, number if points else None), each.at)

    def reason_part(self, field: Field | None) -> str:
        """Return one part of a reason as text."""
        if field is None:
            return ""
        if not isinstance(field.value, Scalar) or not field.value.text:
            self.problems.error("test-reason", field.value.at)
            return ""
        return field.value.text

    def names(self, item: Item) -> tuple[str, ...]:
        """Return some names; one name is a list of one."""
        items = item.items if isinstance(item, Listing) else (item,)
        names = [each.text for each in items if isinstance(each, Scalar)]
        if len(names) < len(items):
            self.problems.error("test-names", item.at)
        return tuple(names)

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
        if key not in _PORTFOLIO:
            near = self.problems.near(key, _PORTFOLIO)
            self.problems.error("test-unknown-key", field.key.at, key=key, known=", ".join(_PORTFOLIO), near=near)
        elif key in ("groups", "weights"):
            for name, each in item.fields.values() if isinstance(item, Table) else ():
                if isinstance(each, Scalar):
                    yield Expectation(name.text, key.removesuffix("s"), _exact(each), each.at)
                else:
                    self.problems.error("test-value", each.at, key=name.text)
            if not isinstance(item, Table):
                self.problems.error("table-expected", item.at, key=key)
        elif key == "left_out":
            yield Expectation("", key, Texts(self.names(item)), item.at)
        elif isinstance(item, Table) and "between" in item.fields:
            between = self.between(item.fields["between"].value)
            if between is not None:
                yield Expectation("total", "score", between, item.at)
        elif isinstance(item, Scalar):
            address, aspect = ("total", "score") if key == "total" else ("", key)
            yield Expectation(address, aspect, _exact(item), item.at)
        else:
            self.problems.error("test-value", item.at, key=key)


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
    number = item.value if isinstance(item.value, Fraction) else parse_written(item.text)
    return number if isinstance(number, Fraction) else ""
