"""What a file of tests names, looked up in the ruleset before anything is run: each mistake where it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from scoring.binding import bound
from scoring.case import Case, Finding
from scoring.dates import DATE
from scoring.diagnostic import MESSAGES, CaseError, Problems
from scoring.graph import Type
from scoring.messages_case import CASE
from scoring.messages_value import VALUE
from scoring.testing.amounts import parse_expected
from scoring.testing.expects import WHOLE
from scoring.testing.judge import GROUPS, Lost, aim_of, groups_of, meant, number_of
from scoring.testing.model import Exact, Reason, Texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scoring.program import Program
    from scoring.ruleset import Ruleset
    from scoring.source import Span
    from scoring.testing.judge import Aim
    from scoring.testing.model import Expectation, Test

_ADDRESSES = frozenset((
    "unknown-case-figure", "case-figure-is-node", "derived-figure", "ambiguous-address", "no-such-node",
    "mark-unjudged", "not-applicable-policy",
))  # fmt: skip
"""Problems of a case that lie in what it names, and not in what it says of that."""

_NUMBERS = ("score", "lost", "points", "rank", "weight", "contribution", *GROUPS)
_RESULTS = ("score", "lost", "points", "outcome", "missing", "value")
_SAME = ("methods", "ruleset", "version", "title")
"""Keys of a ruleset that change nothing in what is scored."""

_END = r"-?[0-9]+(?:\.[0-9]+)?%?"
_ENDS = re.compile(rf"\[?\s*({_END})\s*(?:\.{{2,3}}|…|~|～|至|到|-|–|—|,|，|、|\bto\b)\s*({_END})\s*\]?", re.ASCII)
_WITH_UNIT = re.compile(rf"({_END})\s*[^\s\d.,].*", re.ASCII)


class LookUp:
    """Looks up what tests name, everything once."""

    def __init__(self, ruleset: Ruleset, problems: Problems) -> None:
        """Note problems there; ``ruleset``: the one that is tested, as it stands."""
        self.ruleset, self.problems = ruleset, problems
        self._seen: set[tuple[int, str, str]] = set()
        self._codes: dict[int, frozenset[str]] = {}

    def test(self, test: Test, ruleset: Ruleset) -> None:
        """Look up all that a test names; ``ruleset``: with what it changes there."""
        if not self.method(test.method, test.method_at or test.at, ruleset):
            return
        program = ruleset.program(test.method)
        if test.changes is not None and self.is_idle(test, program):
            self.problems.error("test-with-idle", test.changes.at)
        if test.portfolio and program.weight is None:
            self.problems.error("no-portfolio", test.portfolio[0].key_at)
        for each in _all(test):
            self.expectation(each, program, ruleset, test)
        for case in test.cases:
            if not any(each.aspect == "error" for each in test.expected(case)):
                self.case(case, program, ruleset, test.method)

    def method(self, name: str | None, at: Span, ruleset: Ruleset) -> bool:
        """Whether there is a method; if not, that is noted."""
        if name is None or name in ruleset.methods:
            return True
        near = self.problems.near(name, ruleset.methods)
        code = "unknown-method" if ruleset.methods else "no-methods"
        self.problems.error(code, at, name=name, methods=", ".join(ruleset.methods), near=near)
        return False

    def is_idle(self, test: Test, program: Program) -> bool:
        """Whether a test changes nothing in what is scored."""
        if test.method is not None and test.method not in self.ruleset.methods:
            return False
        kept = [
            {key: field.value for key, field in each.definition.keys.fields.items() if key not in _SAME}
            for each in (program, self.ruleset.program(test.method))
        ]
        return kept[0] == kept[1]

    # Expectations

    def expectation(self, each: Expectation, program: Program, ruleset: Ruleset, test: Test) -> None:
        """Look up what is expected, and of what."""
        of_case = each.aspect in ("weight", "contribution", "left_out")  # whose ids the reader knows
        aim = self.address(each.address, each.key_at, program) if each.address and not of_case else None
        if each.aspect in GROUPS:
            self.group(each, aim, program)
        if isinstance(each.wanted, Reason):
            self.reason(each.wanted, each.key_at, program, self.codes(program, ruleset, test.method))
        elif not each.address or each.aspect == "missing":
            self.whole(each, program, test)
        if aim is not None or of_case or each.aspect == "rank":
            self.value(each, aim, program)

    def reason(self, wanted: Reason, at: Span, program: Program, codes: frozenset[str]) -> None:
        """Look up a reason."""
        if wanted.at:
            self.address(wanted.at, at, program)
        if wanted.code:
            self.one_of("test-reason-code", wanted.code, codes, at)

    def whole(self, each: Expectation, program: Program, test: Test) -> None:
        """Look up what is expected of the case as a whole."""
        names = _names(each)
        if each.aspect in ("grade", "grades") and (program.grades or program.grade is None):
            for name, at in names:
                options = ", ".join(program.grades) or "–"
                self.one_of("test-grade", name, program.grades, at, grades=options)
        elif each.aspect == "error":
            for name, at in names:
                self.one_of("test-error-code", name, [*CASE, *VALUE], at, beside=MESSAGES)
        elif each.aspect in ("missing", "perhaps_missing"):
            for name, at in names:
                self.missing(name, at, program)
        elif each.aspect == "rank" and program.order and not (test.is_run or test.run_of_one):
            self.problems.error("test-rank-alone", each.key_at)
        elif each.aspect == "rank" and not program.order and self.find("rank", program) is None:
            self.problems.error("no-order", each.key_at)

    def one_of(
        self, code: str, name: str, known: Iterable[str], at: Span, *, beside: Collection[str] = (), **facts: str
    ) -> None:
        """Note a name that is none of those that are known."""
        names = sorted(known)
        if name not in names and name not in beside:
            self.problems.error(code, at, **{"name": name, **facts, "near": self.problems.near(name, names)})

    def codes(self, program: Program, ruleset: Ruleset, method: str | None) -> frozenset[str]:
        """Return the codes of all reasons that the rules can give."""
        if id(program) not in self._codes:
            whole = ruleset.program_of_two(method) if program.record_lists else program
            found = {entry.code for plan in whole.root.walk() for entry in plan.entries}
            self._codes[id(program)] = frozenset(found)
        return self._codes[id(program)]

    def address(self, address: str, at: Span, program: Program) -> Aim | None:
        """Return what an address means; if it means nothing, or several things, that is noted."""
        try:
            return aim_of(program, address)
        except Lost as lost:
            if self.is_new(program, "address", address):
                self.lost(lost, at, program)
        return None

    def find(self, address: str, program: Program) -> Aim | None:
        """Return what an address means, None for nothing."""
        try:
            return aim_of(program, address)
        except Lost:
            return None

    def lost(self, lost: Lost, at: Span, program: Program) -> None:
        """Note an address that means nothing, or several things."""
        if lost.candidates:
            candidates = ", ".join(lost.candidates)
            self.problems.error("test-ambiguous", at, address=lost.address, candidates=candidates)
            return
        owner, _, last = lost.address.rpartition(".")
        near = lost.near
        if last in _RESULTS and owner and self.find(owner, program) is not None:
            near = f"{owner}: {{{last}: …}}"
        whole = ", ".join(("total", *WHOLE))
        self.problems.error("test-address", at, address=lost.address, whole=whole, near=near)

    def group(self, each: Expectation, aim: Aim | None, program: Program) -> None:
        """Note a group that a portfolio does not tell of."""
        paths = groups_of(program)
        if aim is None or (aim.kind == "node" and aim.path in paths):
            return
        plans = [program.plans[path] for path in paths]
        names = [plan.code or plan.path for plan in plans]
        head = aim.path.partition(".")[0]
        near = next((name for plan, name in zip(plans, names, strict=True) if plan.path == head), None)
        self.problems.error("test-group", each.key_at, address=each.address, groups=", ".join(names), near=near)

    def missing(self, name: str, at: Span, program: Program) -> None:
        """Note a name that can never be missing."""
        try:
            meant(program, name)
        except Lost as lost:
            if program.record_lists or not self.is_new(program, "missing", name):
                return
            if lost.candidates:
                self.lost(lost, at, program)
            else:
                self.problems.error("test-missing", at, name=name, near=lost.near)

    def value(self, each: Expectation, aim: Aim | None, program: Program) -> None:
        """Note a value that what is expected can never have."""
        wanted = each.wanted
        if not isinstance(wanted, Exact) or wanted.value is None or number_of(wanted) is not None:
            return
        if each.aspect in _NUMBERS and (aim is None or _is_number(aim, program)):
            self.problems.error("test-value", each.at, key=each.address or each.aspect, near=_near(wanted.text))

    # Cases

    def case(self, case: Case, program: Program, ruleset: Ruleset, method: str | None) -> None:
        """Look up what a case names."""
        part = self.unseen(case, program)
        if part is None:
            return
        found = Problems()
        bound(program, part, {}, found)
        wrong = [each for each in found.diagnostics if each.code in _ADDRESSES]
        if wrong and program.record_lists:  # there may be such a thing for as many records as the case has
            try:
                ruleset.score(case, method=method)
            except CaseError as error:
                wrong = [each for each in error.diagnostics if each.code in _ADDRESSES]
            else:
                wrong = []
        self.problems.take(wrong)

    def unseen(self, case: Case, program: Program) -> Case | None:
        """Return a case that names only what was not looked up before, None for nothing."""
        new = {
            "figures": {key: each for key, each in case.figures.items() if self.is_new(program, "figure", key)},
            "marks": {key: each for key, each in case.marks.items() if self.is_new(program, "mark", key)},
            "set": {key: each for key, each in case.set.items() if self.is_new(program, "set", key)},
            "not_applicable": {
                key: each for key, each in case.not_applicable.items() if self.is_new(program, "not_applicable", key)
            },
        }
        findings = tuple(each for each in case.findings if self.is_new_finding(each, program))
        if not findings and not any(new.values()):
            return None
        return Case(id=case.id, at=case.at, findings=findings, **new)  # type: ignore[arg-type]  # each part of its kind

    def is_new_finding(self, finding: Finding, program: Program) -> bool:
        """Whether a finding names what was not looked up before."""
        return any(self.is_new(program, "finding", each) for each in finding.against)

    def is_new(self, program: Program, kind: str, name: str) -> bool:
        """Whether something is looked up for the first time."""
        key = id(program), kind, name
        new = key not in self._seen
        self._seen.add(key)
        return new


def _all(test: Test) -> Iterator[Expectation]:
    for expects in test.expects.values():
        yield from expects
    if test.known is not None:
        for expects in test.known.gives.values():
            yield from expects
    yield from test.portfolio


def _names(each: Expectation) -> list[tuple[str, Span]]:
    """Return the names that are expected, with their places."""
    if isinstance(each.wanted, Texts):
        return [*zip(*each.wanted, strict=True)]
    named = isinstance(each.wanted, Exact) and each.wanted.value is not None
    return [(each.wanted.text, each.at)] if named and isinstance(each.wanted, Exact) else []


def _is_number(aim: Aim, program: Program) -> bool:
    """Whether something is always a number, or nothing."""
    if aim.kind == "node":
        return True
    if aim.kind == "output":
        output = next(each for each in program.outputs if each.name == aim.path)
        return output.node.type is Type.NUMBER and output.unit != DATE
    figure, node = program.figures[aim.path]
    return node.type is Type.NUMBER and DATE not in (figure.unit, figure.type) and not figure.is_list


def _near(text: str) -> str | None:
    """Return what may have been meant by a text in place of a number."""
    text = normalize("NFKC", text.strip())
    if parse_expected(text) is not None:  # in full-width digits, or with such a sign
        return text
    ends = _ENDS.fullmatch(text)
    if ends is not None:
        return f"{{between: [{ends[1]}, {ends[2]}]}}"
    number = _WITH_UNIT.fullmatch(text)
    return None if number is None else number[1]
