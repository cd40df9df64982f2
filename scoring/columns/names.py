"""The names that generated code sees: NumPy's operations, lanes, full arrays, and the functions to 50 digits."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from scoring.approx import FUNCTIONS
from scoring.columns.code import BOOL, OBJECT, lane_of
from scoring.compiled import CALLS, Odd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[Any]

BLOCK = 65_536
"""Rows that are computed at a time: what is between two operations stays in the cache."""


def word_lane(words: Mapping[str, int]) -> str:
    """Return the lane of words."""
    return lane_of(0, max(len(words) - 1, 1))


@lru_cache(1024)
def _filled(value: int, lane: str) -> Array:
    found = np.full(BLOCK, value, lane)
    found.flags.writeable = False
    return found


def _narrowed(given: Array, lane: str) -> Array:
    """Return Python's own numbers in a narrow lane; what does not fit is not known anyway."""
    limits = np.iinfo(np.dtype(lane)) if lane != "f8" else None
    low, high = (-(1 << 53), 1 << 53) if limits is None else (int(limits.min), int(limits.max))
    return np.minimum(np.maximum(given, low), high).astype(lane)


def _called(name: str) -> Callable[..., tuple[Array, Array, Array]]:
    """Return a function to 50 digits over rows: over, under, and where it has no value."""
    call = CALLS[name]

    def rows(n: int, known: Any, *operands: Any) -> tuple[Array, Array, Array]:  # noqa: ANN401  # an array or a constant
        over, under = np.zeros(n, OBJECT), np.ones(n, OBJECT)
        outside = np.zeros(n, BOOL)
        wide = [np.broadcast_to(np.asarray(each, OBJECT), n) for each in operands]
        for row in np.flatnonzero(np.broadcast_to(known, n)).tolist():
            try:
                over[row], under[row] = call(*(each[row] for each in wide))
            except Odd:
                outside[row] = True
        return over, under, outside

    return rows


_UFUNCS = (
    "add", "subtract", "multiply", "minimum", "maximum", "floor_divide", "right_shift", "less", "less_equal", "equal",
    "logical_and", "logical_or", "logical_not", "bitwise_or", "bitwise_and", "bitwise_xor", "negative", "absolute",
    "divide", "floor", "where",
)  # fmt: skip
_NAMES: dict[str, object] = {
    **{name: getattr(np, name) for name in _UFUNCS},
    **{lane: np.dtype(lane) for lane in ("i1", "i2", "i4", "i8", "u1", "b1", "f8", "O")},
    **{f"fn_{name}": _called(name) for name in FUNCTIONS},
    "filled": _filled,
    "narrowed": _narrowed,
}


def compiled(source: str) -> Callable[..., tuple[Any, ...]]:
    """Return the function of a generated text."""
    space: dict[str, object] = {"__builtins__": {}, **_NAMES}
    # The text is made by this package alone, from names of operations and whole numbers.
    exec(compile(source, "<scoring>", "exec"), space)  # noqa: S102  # see above
    return cast("Callable[..., tuple[Any, ...]]", space["compute"])
