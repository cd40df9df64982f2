"""Results → the script that computes their ruleset in a browser, and what their cases give it to begin with.

The script is text of this package (``*.js``) around the tables of the programs, in one function that leaves a single
constant behind. Nothing in it is made code out of the ruleset: names, words and numbers stand in it as data, in
which every character that could end a script, or a line of one, is escaped.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.diagnostic import MESSAGES
from scoring.script.describe import inputs_of
from scoring.script.given import given_of
from scoring.script.table import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.program import Program
    from scoring.result import Result

NAME = "scoringCalculator"
"""The one constant that the script defines."""

_PARTS = (
    "rational",
    "approx",
    "graph",
    "reading",
    "words",
    "lists",
    "binding",
    "run",
    "sentences",
    "result",
    "weighing",
    "calculator",
)
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_CODES = (
    "case-value", "date-for-number", "date-with-time", "derived-figure", "finding-amount", "list-commas",
    "list-expected-value", "list-long", "list-record", "list-records", "list-value", "mark-both", "mark-unjudged",
    "no-such-day", "no-such-node", "not-a-date", "not-a-number", "not-a-truth-value", "not-a-word",
    "not-applicable-policy", "not-applicable-reason", "not-whole", "out-of-range", "percent-sign", "record-field",
    "calculator-records", "share-of-changing-points", "share-of-open", "thousands", "too-many-digits",
    "unexpected-percent", "unknown-case-figure", "value-wide", "variant-not-taken",
)  # fmt: skip


class Calculator(NamedTuple):
    """What a page needs to score changed cases.

    Attributes:
        script: the JavaScript.
        cases: for each result what its case gives, as ``score`` and ``scoreAll`` of the script take it.
        inputs: for each result what may be given (`inputs_of`).
    """

    script: str
    cases: list[dict[str, Any]]
    inputs: list[dict[str, Any]]


def calculator_of(results: Sequence[Result]) -> Calculator:
    """Return the calculator of some results of one ruleset and method; other records make other tables."""
    tables: dict[str, int] = {}
    numbers: list[int] = []
    known: dict[int, int] = {}
    shown: dict[int, dict[str, object]] = {}
    for result in results:
        key = id(result.program)
        if key not in known:
            known[key] = tables.setdefault(_json(table_of(result.program)), len(tables))
            shown[key] = inputs_of(result.program)
        numbers.append(known[key])
    cases = [given_of(result, number) for result, number in zip(results, numbers, strict=True)]
    codes = {check.code for result in results for check in result.program.checks}
    return Calculator(_script(tables, codes), cases, [shown[id(result.program)] for result in results])


def script_of(programs: Iterable[Program]) -> str:
    """Return the script of some programs; a case says by ``table`` which one it is for."""
    listed = list(programs)
    tables = [_json(table_of(each)) for each in listed]
    return _script(tables, {check.code for each in listed for check in each.checks})


def _script(tables: Iterable[str], codes: Iterable[str]) -> str:
    messages = {code: list(_templates(code)) for code in sorted({*_CODES, *codes})}
    data = f'const DATA = {{"messages": {_json(messages)}, "tables": [{",".join(tables)}]}};'
    folder = files("scoring.script")
    parts = [folder.joinpath(f"{name}.js").read_text("utf-8") for name in _PARTS]
    return "\n".join([f"const {NAME} = (() => {{", '"use strict";', data, *parts, "})();", ""])


def _templates(code: str) -> tuple[str, str, str, str]:
    message = MESSAGES[code]
    return message.en, message.zh, message.hint_en, message.hint_zh


def _json(value: object) -> str:
    """Return JSON in plain ASCII without ``<``, ``>`` and ``&``: inert in a script wherever it stands."""
    return json.dumps(value, separators=(",", ":")).translate(_ESCAPED)
