"""One raw value → normalised: an exact number, a truth value, a word, or nothing.

What may be written differs by where a value comes from. In a file (YAML, JSON, CSV) a ``%`` figure carries its
``%``; from Python a number is the ratio itself, 0.95. Nothing is guessed and nothing is clamped: what does not fit
the figure is refused with a code and the facts of its message.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from scoring.dates import MEANT, MOMENT, WRITTEN, Day, day_of, day_text, meant_day, parse_day
from scoring.graph import Type
from scoring.number import decimal_text, parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE_LIMIT = 10**15
"""A number has at most 15 digits before its point, …"""

PART_LIMIT = 10**30
"""… and a number from Python at most 30 after it, or a denominator below this; written ones have 15."""

_LONGEST_NUMBER = 33
"""Characters of a written number, with its signs."""

_DIGITS = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A written number, if it were not for how many digits there are."""

_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?%?")
"""A number with thousands separators."""

_CELL_WORDS = {"true": True, "false": False, "是": True, "否": False}
"""What a cell may say for a truth value, in lower case."""

_CELL_TRUTHS = re.compile(r"(?:true|false|是|否)(?:\s*;\s*(?:true|false|是|否))*", re.ASCII | re.IGNORECASE)
"""A truth value of a cell, or those of a list in one cell."""

_SURELY_PERCENT = 2
"""A ratio from here on was meant as percent where only that lies within the limits."""

_SURELY_TWICE = 10
"""A ratio from here on, written with its %, was a percentage in a cell of percentages: 97 became 9700%."""

Read = Fraction | bool | str
"""A value that was read."""


class CellNumber(str):
    """A number that a cell of a sheet holds, as its shortest decimal.

    It may be a word ("2024") or a mark for what is missing (-999), as any text; as a number it is read like one from
    Python, so of a ``%`` figure it is the ratio itself.
    """

    __slots__ = ()


class CellTruth(str):
    """A text of a cell that people write for a truth value, or for several: 是, or TRUE as spreadsheets show it.

    It may be a word as any text; only where a truth value is asked for, it is one.
    """

    __slots__ = ()


def of_cell(text: str) -> str:
    """Return the text of a cell, of a sheet or of CSV, as what it may mean there and nowhere else."""
    return CellTruth(text) if _CELL_TRUTHS.fullmatch(text) else text


class Refusal(NamedTuple):
    """Why a value cannot be the figure's: the code of a message and its facts."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Domain:
    """What one input may be.

    Attributes:
        name: of the input, as the caller and the graph name it.
        type: number, truth or choice.
        low: least number allowed, in the unit of the figure (a ratio for ``%``); None: no limit.
        high: greatest number allowed.
        places: decimals that the ruleset promises, of the written value; None: not said.
        whole: only whole numbers.
        percent: a written value carries ``%``; the value is the ratio.
        words: what a choice may be.
        default: the value where none is given; None: the input is missing then.
        blanks: texts that mean "no value".
        unit: for messages.
        date: a whole number of days, written as a date.
    """

    name: str
    type: Type = Type.NUMBER
    low: Fraction | None = None
    high: Fraction | None = None
    places: int | None = None
    whole: bool = False
    percent: bool = False
    words: tuple[str, ...] = ()
    default: Read | None = None
    blanks: tuple[str, ...] = ()
    unit: str = ""
    date: bool = False


AMOUNT = Domain("amount")
COUNT = Domain("count", low=Fraction(1), places=0, whole=True)
"""What the amount of a finding may be, and how often it may have been found."""


def read_value(raw: object, domain: Domain, *, written: bool) -> Read | Refusal | None:
    """Return the value of one input; None means that none is given.

    Args:
        raw: text, or what YAML, JSON or a Python caller gives.
        domain: what the input may be.
        written: whether the value comes from a file, where a ``%`` figure must carry its ``%``.

    Returns:
        A `Refusal` where the value cannot be taken, never an exception and never another value.
    """
    if raw is None or (isinstance(raw, str) and (not raw or raw in domain.blanks)):
        return None
    if domain.type is not Type.NUMBER or domain.date:
        return (_truth if domain.type is Type.TRUTH else _date if domain.date else _word)(raw, domain)
    if isinstance(raw, CellNumber):
        raw, written = Decimal(raw), False
    if isinstance(raw, str):
        value = _from_text(raw, domain)
    elif isinstance(raw, bool):
        return _refused("not-a-number", raw, domain)
    elif domain.percent and written:
        return _refused("percent-sign", raw, domain)
    else:
        value = _from_python(raw, domain)
    return value if isinstance(value, Refusal) else _as_ratio(within(value, raw, domain), value, raw, domain)


def within(value: Fraction, raw: object, domain: Domain) -> Fraction | Refusal:
    """Return the number if the figure's limits allow it."""
    if domain.whole and value.denominator != 1:
        return _refused("not-whole", raw, domain)
    if (domain.low is not None and value < domain.low) or (domain.high is not None and value > domain.high):
        return _refused("out-of-range", raw, domain)
    return value


def _as_ratio(found: Fraction | Refusal, value: Fraction, raw: object, domain: Domain) -> Fraction | Refusal:
    """Refuse 91.5 for 91.5% in words of its own: from Python a percentage is a ratio. Of 9150% tell what was meant."""
    if isinstance(found, Refusal) and isinstance(raw, str) and domain.percent:
        meant = value >= _SURELY_TWICE and not isinstance(within(value / 100, raw, domain), Refusal)
        return found._replace(facts={**found.facts, "near": f"{decimal_text(value)}%"}) if meant else found
    fits = isinstance(found, Fraction) or not domain.percent or isinstance(raw, str) or abs(value) < _SURELY_PERCENT
    if fits or isinstance(within(value / 100, raw, domain), Refusal):
        return found
    return _refused("ratio-range", value, domain)


def _truth(raw: object, domain: Domain) -> bool | Refusal:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in {"true", "false"}:
        return raw == "true"
    if isinstance(raw, CellTruth) and raw.lower() in _CELL_WORDS:
        return _CELL_WORDS[raw.lower()]
    return _refused("not-a-truth-value", raw, domain)


def _word(raw: object, domain: Domain) -> str | Refusal:
    return raw if isinstance(raw, str) and raw in domain.words else _refused("not-a-word", raw, domain)


def _date(raw: object, domain: Domain) -> Fraction | Refusal:
    """Read a date: a text like 2024-10-18, or a date of Python's."""
    day = parse_day(raw) if isinstance(raw, str) else day_of(raw)
    if day is None:
        return _refused(_no_date(raw), raw, domain)
    found = within(Day(day), raw, domain)
    return found if isinstance(found, Refusal) else Day(day)


def _no_date(raw: object) -> str:
    """Return the code of what is wrong with what is no date."""
    if isinstance(raw, dt.datetime) or (isinstance(raw, str) and MOMENT.fullmatch(raw)):
        return "date-with-time"
    return "no-such-day" if isinstance(raw, str) and WRITTEN.fullmatch(raw) else "not-a-date"


def _from_text(text: str, domain: Domain) -> Fraction | Refusal:
    percent = text.endswith("%")
    value = parse_number(text.removesuffix("%"))
    if value is None and MEANT.fullmatch(text[:_LONGEST_NUMBER]):
        return _refused("date-for-number", text, domain)
    if value is None:
        return _refused(_no_number(text), text, domain)
    if percent is not domain.percent:
        return _refused("unexpected-percent" if percent else "percent-sign", text, domain)
    return value / 100 if percent else value


def _no_number(text: str) -> str:
    """Return the code of what is wrong with a text that writes no number."""
    if _DIGITS.fullmatch(text.removesuffix("%")):
        return "too-many-digits"
    if _GROUPED.fullmatch(text[: _LONGEST_NUMBER + 1]):
        return "thousands"
    return "not-a-number" if _half_width(text) is None else "value-wide"


def _half_width(text: str) -> str | None:
    """Return the number that a text in full-width characters was meant to be, None if it is none."""
    half = normalize("NFKC", text) if len(text) <= _LONGEST_NUMBER else text
    return half if half != text and parse_number(half.removesuffix("%")) is not None else None


def _from_python(raw: object, domain: Domain) -> Fraction | Refusal:
    """Read a number of the caller's, without a decimal context and without building a giant one first."""
    value: Fraction | None = None
    if isinstance(raw, dt.date | Day):
        return _refused("date-for-number", raw, domain)
    if isinstance(raw, float):
        raw = Decimal(float.__repr__(raw))
    if isinstance(raw, Rational):
        value = Fraction(int(raw.numerator), int(raw.denominator))
    elif isinstance(raw, Decimal) and raw.is_finite():
        if raw and not -30 <= raw.adjusted() < 15:  # noqa: PLR2004  # the digits of the limits
            return _refused("too-many-digits", raw, domain)
        value = Fraction(*raw.as_integer_ratio())
    if value is None:
        return _refused("not-a-number", raw, domain)
    if abs(value) >= WHOLE_LIMIT or value.denominator > PART_LIMIT:
        return _refused("too-many-digits", raw, domain)
    return value


def _refused(code: str, raw: object, domain: Domain) -> Refusal:
    facts = {"name": domain.name, "value": shown_value(raw)}
    if code == "ratio-range" and isinstance(raw, Fraction):
        facts |= {"ratio": decimal_text(raw / 100), "percent": f"{decimal_text(raw)}%"}
    if code in {"out-of-range", "ratio-range"}:
        facts |= {"low": _limit(domain.low, domain, "−∞"), "high": _limit(domain.high, domain, "∞")}
    elif code == "thousands":
        facts["number"] = shown_value(raw).replace(",", "")
    elif code == "value-wide":
        facts["half"] = _half_width(str(raw)) or ""
    elif code == "not-a-date" and isinstance(raw, str) and (meant := meant_day(raw[:_LONGEST_NUMBER])):
        facts["near"] = meant
    elif code == "not-a-word":
        facts["words"] = ", ".join(domain.words)
    return Refusal(code, facts)


def shown_value(raw: object) -> str:
    """Return the value as its writer knows it, in a line of bounded length."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Day):
        return day_text(raw)
    if isinstance(raw, Fraction):
        return decimal_text(raw)[:80]
    if isinstance(raw, int) and raw.bit_length() > 300:  # noqa: PLR2004  # Python refuses to write very long ones
        return f"{raw.bit_length()} bits"
    return (str(raw) if isinstance(raw, str | int | float | Decimal | dt.date) else type(raw).__name__)[:80]


def _limit(limit: Fraction | None, domain: Domain, none: str) -> str:
    if limit is None:
        return none
    if domain.date:
        return day_text(limit)
    return f"{decimal_text(limit * 100)}%" if domain.percent else decimal_text(limit)
