"""Whether the Python of Spark's workers can score: a tiny job asks them before any large one."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from scoring.diagnostic import CaseError, Diagnostic
from scoring.ruleset import LIBRARY
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import SparkSession

_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_FEWEST = 8
"""Workers that are asked where their number is not known."""

_OTHER_PYTHON = re.compile(r"PYTHON_VERSION_MISMATCH\D*(?P<found>3\.[0-9]+)")
_NO_PROGRAM = re.compile(r"Cannot run program .*")
_CAUSE = re.compile(r"Caused by: (.*)")
_LACKS = re.compile(r"No module named '(?P<name>\w+)")
_checked: WeakSet[Any] = WeakSet()


def check_workers(session: SparkSession) -> None:
    """See, once a session, that the workers have this Python, this library, NumPy and pyarrow.

    Raises:
        CaseError: they have not; one line says what to do.
    """
    if session in _checked:
        return
    functions = import_module("pyspark.sql.functions")
    asked = functions.udf(_question(), "string", useArrow=False)  # with Arrow it would need pyarrow to say so
    try:
        slots = max(session.sparkContext.defaultParallelism, 1)
    except Exception:  # noqa: BLE001  # Spark Connect has no such thing, and says so in its own way
        slots = _FEWEST
    try:
        rows = session.range(0, slots, 1, slots).select(asked("id").alias("said")).distinct().collect()
    except Exception as error:  # noqa: BLE001  # PySpark's errors and Java's, whatever is wrong with a cluster
        raise CaseError([_failed(str(error))]) from None
    for row in rows:
        found = _wrong(row["said"])
        if found is not None:
            raise CaseError([found])
    _checked.add(session)


def _question() -> Callable[[object], str]:
    """Return what a worker is asked. It is sent as code, since this module may not be there."""

    def said(_: object) -> str:
        lacks, library = [], ""
        for name in ("numpy", "pyarrow", "scoring"):
            try:
                __import__(name)
            except ImportError:
                lacks.append(name)
        if not lacks:
            library = __import__("scoring.ruleset", fromlist=["LIBRARY"]).LIBRARY
        return f"{', '.join(lacks)};{library}"

    return said


def _wrong(said: str) -> Diagnostic | None:
    """Return what is wrong with a worker's answer."""
    missing, _, library = said.partition(";")
    if missing:
        return Diagnostic("spark-lacks", NOWHERE, {"missing": missing, "version": LIBRARY})
    if library != LIBRARY:
        return Diagnostic("spark-library", NOWHERE, {"found": library, "own": LIBRARY})
    return None


def _failed(text: str) -> Diagnostic:
    """Return what is wrong where the job failed."""
    other = _OTHER_PYTHON.search(text)
    if other is not None:
        return Diagnostic("spark-python", NOWHERE, {"found": other["found"], "own": _PYTHON})
    lacks = _LACKS.search(text)
    if lacks is not None:
        return Diagnostic("spark-lacks", NOWHERE, {"missing": lacks["name"], "version": LIBRARY})
    no_program, causes = _NO_PROGRAM.search(text), _CAUSE.findall(text)
    said = no_program[0] if no_program is not None else ["", *text.strip().splitlines()[:1], *causes][-1]
    return Diagnostic("spark-worker", NOWHERE, {"said": said, "own": _PYTHON})
