"""A case and a ruleset → the inputs of the program: addresses resolved, values read, all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.addresses import Ambiguous, Found
from scoring.binding_lists import flat
from scoring.case import Case, Finding, Given, Mark, Origin, SetScore
from scoring.interpret import interpret
from scoring.reading import AMOUNT, COUNT, Domain, Refusal, read_value, shown_value
from scoring.source import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.binding_lists import ListValue
    from scoring.diagnostic import Problems
    from scoring.graph import Unknown
    from scoring.program import Program
    from scoring.reading import Read

_POINTS = Domain("points")
_SHARE = Domain("points", percent=True)


@dataclass(slots=True)
class Bound:
    """A case as inputs.

    Attributes:
        inputs: input name → value; what is absent is not given. What is worked out of lists and over all cases is
            added by a run, an `Unknown` where it has no value.
        origins: input name → where its value came from.
        findings: path → findings held against the node.
        counted: input that counts some of a node's findings → those it counts.
        marks: path → mark.
        sets: path → set value.
        reasons: path → why the node is said not to apply.
        addressed: path → where a case names a node.
        lists: name → list, those inside records too (``sites[2].faults``).
    """

    inputs: dict[str, Read | Unknown] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    counted: dict[str, list[Finding]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    sets: dict[str, SetScore] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    addressed: dict[str, Span] = field(default_factory=dict)
    lists: dict[str, ListValue] = field(default_factory=dict)


def bound(program: Program, case: Case, lists: Mapping[str, ListValue], problems: Problems) -> Bound:
    """Return the case as inputs of the program; what is wrong is recorded.

    Args:
        program: made for as many records as the lists have.
        case: the case.
        lists: its lists, read before.
        problems: where to record.
    """
    return _Binding(program, case, lists, problems).run()


class _Binding:
    def __init__(self, program: Program, case: Case, lists: Mapping[str, ListValue], problems: Problems) -> None:
        self.program, self.case, self.problems = program, case, problems
        self.found = Bound()
        for name, value in lists.items():
            self.found.lists.update(flat(name, value))
        self.layers: dict[str, tuple[int, str]] = {}

    def run(self) -> Bound:
        case = self.case
        self.entries()
        for address, raw in case.figures.items():
            self.figure(address, raw if isinstance(raw, Given) else Given(raw))
        self.case_date()
        for finding in case.findings:
            self.finding(finding)
        for address, mark in case.marks.items():
            self.mark(address, mark)
        for address, score in case.set.items():
            self.set_score(address, score)
        for address, why in case.not_applicable.items():
            given = why if isinstance(why, Given) else Given(why)
            self.not_applicable(address, given)
        self.count_findings()
        return self.found

    # Addresses

    def path(self, address: str, at: Span) -> str | None:
        """Return the path of the node that an address names."""
        found = self.program.addresses.find(address)
        if isinstance(found, Ambiguous):
            self.problems.error("ambiguous-address", at, address=address, candidates=", ".join(found.candidates))
            return None
        if found is None or found.kind != "node":
            near = self.program.addresses.near(address)
            self.problems.error("no-such-node", at, address=address, near=near)
            return None
        if at is not NOWHERE or found.path not in self.found.addressed:
            self.found.addressed[found.path] = at
        return found.path

    def first(self, name: str, address: str, origin: Origin) -> bool:
        """Whether this value of an input stands: a higher file replaces a lower one, one file says it once."""
        layer, before = self.layers.get(name, (-1, ""))
        if origin.layer == layer and before != address:
            self.problems.error("case-twice", origin.key, address=address)
            return False
        if origin.layer < layer:
            return False
        self.layers[name] = (origin.layer, address)
        return True

    # Figures

    def entries(self) -> None:
        """Give the nodes that are made from records the fields of theirs."""
        for name, value in self.found.lists.items():
            for number, entry in enumerate(value.entries, 1):
                for field_, read in entry.values.items():
                    key = f"{name}[{number}]" if field_ == "each" else f"{name}[{number}].{field_}"
                    if key in self.program.domains:
                        self.found.inputs[key], self.found.origins[key] = read, entry.origins[field_]

    def figure(self, address: str, given: Given) -> None:
        """Read one figure."""
        origin = given.origin
        found = self.program.addresses.find(address, first="figure") or self.local(address)
        if isinstance(found, Ambiguous):
            self.problems.error(
                "ambiguous-address", origin.key, address=address, candidates=", ".join(found.candidates)
            )
            return
        if found is None or found.kind != "figure":
            near = self.program.addresses.near(address) if found is None else None
            code = "unknown-case-figure" if found is None else "case-figure-is-node"
            self.problems.error(code, origin.key, name=address, near=near)
            return
        name = found.path
        listed = self.program.lists.get(name)
        if listed is not None and listed.role == "list":
            return  # read before
        figure = listed or self.program.figures[name][0]
        if figure.form is not None:
            if given.value is not None:  # nothing may be said of it: that takes back what a lower file gives
                self.problems.error("derived-figure", origin.key, address=address)
            return
        if isinstance(given.value, tuple):
            self.problems.error("case-value", origin.at if origin.at.line else origin.key, address=address)
            return
        if self.first(name, address, origin):
            self.read(name, address, given.value, self.program.domains[name], origin, written=given.written)

    def case_date(self) -> None:
        """Read the day of the case as the figure ``date``, if rules read it and it is one."""
        domain = self.program.domains.get("date")
        if domain is None or not domain.date or self.case.date is None:
            return
        value = read_value(self.case.date, domain, written=False)
        given = self.found.inputs.get("date")
        if isinstance(value, Refusal):
            self.problems.error(value.code, self.case.at, **value.facts)
        elif value is not None and given in (None, value):
            self.found.inputs["date"] = value
            self.found.origins.setdefault("date", Origin(self.case.at, self.case.at))
        elif value is not None:
            at, days = self.found.origins["date"].at, {"date": value, "value": given}
            self.problems.error("case-date-twice", at, **{name: shown_value(day) for name, day in days.items()})

    def local(self, address: str) -> Found | Ambiguous | None:
        """Return the local figure behind any address of its node, such as ``B1.2.actual``."""
        owner, _, id_ = address.rpartition(".")
        node = self.program.addresses.find(owner) if owner else None
        if node is None or isinstance(node, Ambiguous) or node.kind != "node":
            return node if isinstance(node, Ambiguous) else None
        return self.program.addresses.find(f"{node.path}.{id_}", first="figure")

    def read(  # noqa: PLR0913  # what a value is, whose it is and where it stood
        self, name: str, address: str, raw: object, domain: Domain, origin: Origin, *, written: bool
    ) -> Read | None:
        """Read one value into an input."""
        value = read_value(raw, domain, written=written)
        if isinstance(value, Refusal):
            at = origin.at if origin.at.line else NOWHERE
            self.problems.error(value.code, at, **{**value.facts, "name": address})
            return None
        if value is None:
            self.found.inputs.pop(name, None)
            return None
        self.found.inputs[name] = value
        self.found.origins[name] = origin
        return value

    # Findings

    def finding(self, finding: Finding) -> None:
        """Hold a finding against its nodes."""
        count = read_value(finding.count, COUNT, written=True)
        amount = read_value(finding.amount, AMOUNT, written=True)
        for name, value in (("count", count), ("amount", amount)):
            if isinstance(value, Refusal):
                self.problems.error(value.code, finding.origin.at, **{**value.facts, "name": name})
                return
        kept = Finding(
            finding.against, 1 if count is None else count, amount, finding.note, finding.source, finding.origin,
            finding.places,
        )  # fmt: skip
        places = finding.places or (finding.origin.at,) * len(finding.against)
        for address, at in zip(finding.against, places, strict=False):
            path = self.path(address, at)
            if path is not None:
                self.found.findings.setdefault(path, []).append(kept)

    def count_findings(self) -> None:
        """Add up counts and amounts of the findings that rules read."""
        domains, inputs = self.program.domains, self.found.inputs
        for path, findings in self.found.findings.items():
            if f"{path}/findings" in domains:
                inputs[f"{path}/findings"] = sum((_number(each.count) for each in findings), Fraction(0))
            if f"{path}/amount" in domains:
                inputs[f"{path}/amount"] = sum((_number(each.amount) for each in findings), Fraction(0))
        for counted in self.program.counted:
            findings = self.found.findings.get(counted.path, [])
            total = Fraction(0)
            for each in findings:
                given: dict[str, Read] = {} if each.amount is None else {"amount": _number(each.amount)}
                value = interpret([counted.condition], given)[counted.condition]
                if value is True:
                    total += _number(each.count)
                    self.found.counted.setdefault(counted.name, []).append(each)
                elif value is not False:
                    self.problems.error("finding-amount", each.origin.at, address=counted.path)
            inputs[counted.name] = total

    # Marks and set values

    def mark(self, address: str, mark: Mark) -> None:
        """Read a mark."""
        path = self.path(address, mark.origin.key)
        if path is None or not self.first(f"{path}/mark", address, mark.origin):
            return
        for key in ("mark", "mark.deduct", "mark.because"):  # of a lower file
            self.found.inputs.pop(f"{path}/{key}", None)
        self.found.marks.pop(path, None)
        if mark.score is None and mark.deduct is None:
            return
        if path not in self.program.judged:
            self.problems.error("mark-unjudged", mark.origin.key, address=address)
            return
        if mark.score is not None and mark.deduct is not None:
            self.problems.error("mark-both", mark.origin.key, address=address)
            return
        key = "mark" if mark.deduct is None else "mark.deduct"
        self.points(path, key, mark.score if mark.deduct is None else mark.deduct, mark.origin, address)
        self.found.inputs[f"{path}/mark.because"] = bool(mark.because)
        self.found.marks[path] = mark

    def set_score(self, address: str, score: SetScore) -> None:
        """Read a set value."""
        path = self.path(address, score.origin.key)
        if path is None or not self.first(f"{path}/set", address, score.origin):
            return
        self.found.inputs.pop(f"{path}/set", None)
        self.found.sets.pop(path, None)
        if score.score is None:
            return
        self.points(path, "set", score.score, score.origin, address)
        self.found.sets[path] = score

    def points(self, path: str, key: str, raw: object, origin: Origin, address: str) -> None:
        """Read points, or a share of the node's points."""
        name = f"{path}/{key}"
        share = isinstance(raw, str) and raw.endswith("%")
        value = self.read(name, address, raw, _SHARE if share else _POINTS, origin, written=share)
        if share and isinstance(value, Fraction):
            plan = self.program.plans[path]
            printed = g.number_of(plan.printed)
            if plan.open:
                self.problems.error("share-of-open", origin.at, address=address)
                return
            if printed is None:
                self.problems.error("share-of-changing-points", origin.at, address=address)
                return
            self.found.inputs[name] = value * printed

    def not_applicable(self, address: str, given: Given) -> None:
        """Read that a node does not apply."""
        path = self.path(address, given.origin.key)
        if path is None or given.value is None or not self.first(f"{path}/not_applicable", address, given.origin):
            return
        reason = str(given.value).strip()
        if not reason:
            self.problems.error("not-applicable-reason", given.origin.key, address=address)
        elif path not in self.program.declarable:
            self.problems.error("not-applicable-policy", given.origin.key, address=address)
        else:
            self.found.inputs[f"{path}/not_applicable"] = True
            self.found.origins[f"{path}/not_applicable"] = given.origin
            self.found.reasons[path] = reason


def _number(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value) if isinstance(value, int) else Fraction(0)
