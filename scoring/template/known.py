"""What is known of cases already, so that a template is not empty: their values by the addresses of the ruleset."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Found, folded
from scoring.case_checks import each_case
from scoring.graph import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.binding_lists import ListValue
    from scoring.case import Case, Finding, Mark, SetScore
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.ruleset import Ruleset


class Against(NamedTuple):
    """A finding and the full paths of the nodes that it is held against."""

    finding: Finding
    paths: tuple[str, ...]


class Entry(NamedTuple):
    """One entry of a list: the record that holds it, its name, its values by field."""

    holder: str
    name: str
    values: Mapping[str, Read]


@dataclass(frozen=True)
class Known:
    """What is known of a case.

    Attributes:
        case: as it was read.
        words: what it is called in the template.
        values: address → value.
        evidence: address → what it is said to rest on.
        findings: with full paths.
        marks: path → mark.
        sets: path → set score.
        reasons: path → why it does not apply.
        lists: address of a list, also of one inside records → its entries; a list that is not given is not there.
    """

    case: Case
    words: str
    values: Mapping[str, Read]
    evidence: Mapping[str, str]
    findings: tuple[Against, ...]
    marks: Mapping[str, Mark]
    sets: Mapping[str, SetScore]
    reasons: Mapping[str, str]
    lists: Mapping[str, Sequence[Entry]]


def known_of(ruleset: Ruleset, cases: Sequence[Case], method: str | None) -> list[Known]:
    """Return what is known of some cases.

    Raises:
        CaseError: a value of any case is wrong; all of them are listed.
    """
    names = Counter(folded(case.name) for case in cases)
    ids = {folded(case.id): case.id for case in cases}

    def known(case: Case) -> Known:
        name = folded(case.name)
        words = case.name if case.name and names[name] == 1 and ids.get(name, case.id) == case.id else case.id
        # a template that was made for another ruleset is a source of values like any other file
        found = ruleset._bound(replace(case, made_for=None), method)  # noqa: SLF001  # a further reader
        program, inputs = found.compiled.program, found.bound
        values = {name: value for name, value in inputs.inputs.items()
                  if name in program.figures and not isinstance(value, Unknown)}  # fmt: skip
        lists: dict[str, list[Entry]] = {}
        for name, value in inputs.lists.items():
            if "[" not in name:
                _add(name, value, "", lists)
        evidence = {name: origin.evidence for name, origin in inputs.origins.items() if origin.evidence}
        findings = tuple(Against(each, tuple(_paths(program, each))) for each in case.findings)
        return Known(case, words, values, evidence, findings, inputs.marks, inputs.sets, inputs.reasons, lists)

    return each_case(cases, known)


def _paths(program: Program, finding: Finding) -> Iterator[str]:
    for address in finding.against:
        found = program.addresses.find(address)
        yield found.path if isinstance(found, Found) else address


def _add(address: str, value: ListValue, holder: str, lists: dict[str, list[Entry]]) -> None:
    entries = lists.setdefault(address, [])
    for number, entry in enumerate(value.entries, 1):
        entries.append(Entry(holder, entry.name, entry.values))
        for field, inner in entry.lists.items():
            _add(f"{address}.{field}", inner, entry.name or str(number), lists)
