"""The columns of a file: which of them are inputs of the ruleset, and which are only handed on."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Found
from scoring.case_rows import role_of
from scoring.columns.tables import input_of, lacking, required
from scoring.command_tools import Wrong, problem
from scoring.lifting import candidates
from scoring.parameters import meant_by, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.columns.runner import Columns
    from scoring.diagnostic import Diagnostic

_KEYS = {"deduct": "mark.deduct", "because": "mark.because"}
_ROLES = ("mark", "findings", "amount", "set", "not_applicable", "because", "deduct")
_ALIKE = 74 / 100
"""How alike the end of a heading must be to one of these to be taken for a mistyped one."""

_ABOUT = ("by",)  # who marked: it changes no score


class Fields(NamedTuple):
    """The columns of a file.

    Attributes:
        inputs: input → heading.
        others: headings that are none of the ruleset's.
    """

    inputs: dict[str, str]
    others: tuple[str, ...]

    def heading(self, columns: Columns, name: str) -> str:
        """Return the heading of what a message calls by an input's name or by the code or path of a node, or ""."""
        if name in self.inputs:
            return self.inputs[name]
        node = columns.program.addresses.find(name)
        if not isinstance(node, Found):
            return ""
        return next((each for own, each in self.inputs.items() if own.startswith(f"{node.path}/")), "")


def fields_of(columns: Columns, headings: Sequence[str], path: str) -> Fields:
    """Return what the columns of a file are.

    Raises:
        Wrong: some are missing, given twice, results, or none is of the ruleset.
    """
    inputs: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    others = []
    for heading in headings:
        own = meant(columns, heading)
        if own is None:
            others.append(heading)
            wrong += _no_input(columns, heading, path)
        elif own in inputs:
            wrong.append(problem("table-twice", path, first=inputs[own], second=heading, name=own))
        else:
            inputs[own] = heading
    wrong += _drawn(columns, others, path)
    missing = [name for name in required(columns) if name not in inputs]
    if missing:
        wrong += [problem(code, path, **facts) for code, facts in lacking(missing, others)]
    elif not inputs:
        wrong.append(problem("batch-no-figures", path, names=", ".join(list(columns.program.domains)[:5])))
    if wrong:
        raise Wrong(wrong)
    return Fields(inputs, tuple(others))


def meant(columns: Columns, heading: str) -> str | None:
    """Return the input that a heading means, by the rules of tables and of case files; None for none."""
    own = input_of(columns, heading)
    if own is not None:
        return own
    address, role = role_of(heading)
    program = columns.program
    if role == "figure":
        owner, _, last = heading.rpartition(".")
        node = program.addresses.find(owner) if owner else None
        local = f"{node.path}.{last}" if isinstance(node, Found) else ""
        return local if local in program.domains or local in program.lists else None
    node = program.addresses.find(address)
    name = f"{node.path}/{_KEYS.get(role, role)}" if isinstance(node, Found) else ""
    return name if name in program.domains else None


def _drawn(columns: Columns, headings: Sequence[str], path: str) -> list[Diagnostic]:
    """Return what is wrong with headings that mean a number written in the ruleset, or nearly: it is not replaced."""
    known = named(candidates(columns.ruleset, columns.method))
    addresses = columns.program.addresses
    return [problem("batch-drawn", path, heading=each) for each in headings if meant_by(each, known, addresses)]


def _no_input(columns: Columns, heading: str, path: str) -> list[Diagnostic]:
    """Return what is wrong with a heading that speaks of an indicator and yet can be no input."""
    address, role = role_of(heading)
    node = columns.program.addresses.find(address) if role not in ("figure", *_ABOUT) and address else None
    owner, _, last = heading.rpartition(".")
    near = get_close_matches(last, _ROLES, n=1, cutoff=_ALIKE) if owner and role == "figure" else []
    if near and isinstance(columns.program.addresses.find(owner), Found):
        return [problem("batch-near", path, heading=heading, write=f"{owner}.{near[0]}")]
    if not isinstance(node, Found) or node.kind != "node" or role == "because":
        return []
    if role == "result":
        return [problem("csv-heading-result", path, heading=heading, write=f"{address}.mark")]
    return [problem("batch-idle", path, heading=heading)]
