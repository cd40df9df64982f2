"""What a node of the graph may be: its type, the nineteen operations, and how absence is written down."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Type(StrEnum):
    """What a node's value may be."""

    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"


class Op(StrEnum):
    """The nineteen operations (`approx` stands for a family of functions)."""

    CONST = "const"
    INPUT = "input"
    ADD = "add"
    SUB = "sub"
    MUL = "mul"
    DIV = "div"
    MIN = "min"
    MAX = "max"
    FLOOR = "floor"
    ROUND = "round"
    APPROX = "approx"
    LT = "lt"
    LE = "le"
    EQ = "eq"
    AND = "and"
    OR = "or"
    NOT = "not"
    IF = "if"
    PICK = "pick"


class Cause(NamedTuple):
    """Why a value is unknown.

    Attributes:
        kind: ``missing`` (an input), ``undefined`` (an operation without a result) or ``none`` (the author
            wrote that there is no value).
        name: the input's name, or a code such as ``division-by-zero`` or ``no-band``.
    """

    kind: str
    name: str


class Unknown(NamedTuple):
    """No value, and every cause of that."""

    causes: frozenset[Cause]

    def joined(self, other: Unknown) -> Unknown:
        """Return the unknown with the causes of both."""
        return self if other.causes <= self.causes else Unknown(self.causes | other.causes)


Value = Fraction | bool | str | Unknown


class Rounding(NamedTuple):
    """A rounding: to a multiple of ``step`` (more than zero), by ``mode``."""

    mode: str
    step: Fraction


Payload = Fraction | bool | str | Unknown | Rounding | tuple[str, ...] | None
