"""A result and what was expected of it → what differs."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous, Found
from scoring.number import Number, decimal_text
from scoring.outcome import Outcome
from scoring.ranking import ranked
from scoring.reasons import NodeResult
from scoring.run import called
from scoring.testing.amounts import parse_expected, told_number, ways_to_write
from scoring.testing.model import Between, Exact, Expectation, Reason, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.portfolio import Portfolio
    from scoring.program import Program
    from scoring.result import Result

Got = Number | Fraction | str | bool | None | dt.date | tuple[object, ...]
"""What came out: a number, a word, a truth value, a day, names, or nothing."""


class Lost(LookupError):  # noqa: N818  # it is caught where it is told
    """An address that means nothing, or several things.

    Attributes:
        address: as written.
        near: what may have been meant.
        candidates: what it may mean.
    """

    def __init__(self, address: str, near: str | None = None, candidates: tuple[str, ...] = ()) -> None:
        """Take what is known of it."""
        super().__init__(address)
        self.address, self.near, self.candidates = address, near, candidates


class Aim(NamedTuple):
    """What an address means: ``node``, ``figure`` or ``output``, and its path or name."""

    kind: str
    path: str


class Difference(NamedTuple):
    """Something that is not as expected.

    Attributes:
        expectation: what was expected.
        got: what came out instead.
        aim: what it is about, None for the case as a whole.
        delta: got − expected, where both are numbers and one was expected.
        result: of the case, None for a portfolio.
    """

    expectation: Expectation
    got: Got
    aim: Aim | None
    delta: Fraction | None
    result: Result | None


def aim_of(program: Program, address: str) -> Aim:
    """Return what an address means.

    Raises:
        Lost: nothing, or several things.
    """
    if address in ("", "total"):
        return Aim("node", "")
    found = program.addresses.find(address)
    if isinstance(found, Ambiguous):
        raise Lost(address, candidates=found.candidates)
    if found is not None and found.kind == "node":
        return Aim("node", found.path)
    if any(each.name == address for each in program.outputs):
        return Aim("output", address)
    if found is None or found.path not in program.figures:
        raise Lost(address, program.addresses.near(address))
    return Aim("figure", found.path)


def is_open(expects: Iterable[Expectation]) -> bool:
    """Whether expectations are about what a case can still get, so that it is scored with ``allow_missing``."""
    return any(each.aspect in ("range", "grades") for each in expects)


def ranks_of(results: Sequence[Result], expects: Iterable[Expectation]) -> list[int | None]:
    """Return the rank of each result of a run; None without one, and where no expectation is about it."""
    if not any(each.aspect == "rank" for each in expects):
        return [None] * len(results)
    ranks = {id(result): rank for rank, result in ranked(results)}
    return [ranks[id(each)] for each in results]


def meant(program: Program, name: str) -> str:
    """Return the name under which a result tells that something is missing, for any address of it.

    Raises:
        Lost: nothing of that address can be missing, or it may be several things.
    """
    known = {called(each) for each in program.domains} | set(program.lists)
    known |= {called(each.name) for each in program.cohorts}
    if name in known or name in program.figures or "[" in name:
        return name
    found = program.addresses.find(name, first="figure")
    if isinstance(found, Ambiguous):
        raise Lost(name, candidates=found.candidates)
    if found is not None:
        path = found.path if found.kind == "figure" else f"{found.path}.mark"
    else:
        owner, _, last = name.rpartition(".")
        node = program.addresses.find(owner) if owner else None
        path = name if node is None or isinstance(node, Ambiguous) else f"{node.path}.{last}"
    if path not in known and path not in program.figures:
        owner = name.rpartition(".")[0]
        judged = owner and isinstance(node := program.addresses.find(owner), Found) and node.path in program.judged
        near = f"{owner}.mark" if judged else program.addresses.near(name)
        raise Lost(name, None if near == name else near)
    return path


def differences(result: Result, expects: Iterable[Expectation], rank: int | None = None) -> list[Difference]:
    """Return what differs from what was expected, in the order of the expectations.

    Args:
        result: of a case.
        expects: what is expected.
        rank: of the case in its run.

    Raises:
        Lost: an expectation is about nothing that the ruleset has.
    """
    found: list[Difference] = []
    for each in expects:
        if each.aspect == "reason":
            found += _reason(result, each)
            continue
        aim = aim_of(result.program, each.address) if each.address else None
        if each.aspect == "rank":
            aim, got = _rank(result, rank)
        else:
            got = _whole(result, each.aspect) if aim is None else aspect_of(result, aim, each.aspect)
        difference = compared(each, got, aim, result)
        if difference is not None:
            found.append(difference)
    return found


def compared(expectation: Expectation, got: Got, aim: Aim | None, result: Result | None) -> Difference | None:
    """Return how what came out differs, None if it is as expected."""
    wanted = expectation.wanted
    if isinstance(wanted, Texts):
        own = tuple(map(str, got)) if isinstance(got, tuple) else () if got is None else (str(got),)
        names = wanted.names
        if result is not None and expectation.aspect in ("missing", "perhaps_missing"):
            names = tuple(each if each in own else meant(result.program, each) for each in names)
        same = sorted(own) == sorted(names)
        return None if same else Difference(expectation, own, aim, None, result)
    if isinstance(wanted, Between):
        inside = isinstance(got, Fraction) and (
            (wanted.low is None or wanted.low <= got) and (wanted.high is None or got <= wanted.high)
        )
        if isinstance(got, tuple):  # what is still possible
            inside = got == (wanted.low, wanted.high)
        return None if inside else Difference(expectation, got, aim, None, result)
    assert isinstance(wanted, Exact)  # noqa: S101  # reasons are looked at by themselves
    value = number_of(wanted) if isinstance(got, Fraction) else _plain(wanted, got)
    if isinstance(got, Fraction):
        if isinstance(value, Fraction):
            return None if value == got else Difference(expectation, got, aim, got - value, result)
    elif value == got and isinstance(value, bool) is isinstance(got, bool):
        return None
    return Difference(expectation, got, aim, None, result)


def number_of(wanted: Exact) -> Fraction | None:
    """Return the number that an expectation writes, None if it writes none."""
    return wanted.value if isinstance(wanted.value, Fraction) else parse_expected(wanted.text)


def _plain(wanted: Exact, got: Got) -> object:
    if isinstance(got, dt.date):
        return _day(wanted.text)
    return wanted.value if wanted.value is None or isinstance(wanted.value, bool) else wanted.text


def _day(text: str) -> object:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _whole(result: Result, aspect: str) -> Got:
    if aspect == "outcome":
        return str(result.outcome)
    if aspect == "range":
        return result.range
    if aspect == "grade":
        return result.grade
    names = {"missing": "missing", "grades": "grades", "perhaps_missing": "perhaps_missing"}.get(aspect)
    found: Got = () if names is None else getattr(result, names)  # an error is told by none that could be scored
    return found


def _rank(result: Result, rank: int | None) -> tuple[Aim | None, Got]:
    """Return the rank of a case, and what it is about where the ruleset has something of that name, but no order."""
    if result.program.order:
        return None, None if rank is None else Number(rank)
    aim = aim_of(result.program, "rank")
    return aim, aspect_of(result, aim, "score")


def aspect_of(result: Result, aim: Aim, aspect: str) -> Got:
    """Return what an aspect of something comes to: score (or value), lost, points, outcome, missing."""
    if aim.kind == "output":
        return result.outputs[aim.path]
    if aim.kind == "figure":
        return result.figures[aim.path]
    node = node_of(result, aim.path)
    if not aim.path and aspect in ("score", "outcome"):
        return result.total if aspect == "score" else str(result.outcome)
    if node is None:
        return str(Outcome.NOT_APPLICABLE) if aspect == "outcome" else None
    if aspect == "outcome":
        return str(node.outcome)
    found: Got = getattr(node, aspect)
    return found


def node_of(result: Result, path: str) -> NodeResult | None:
    """Return a node of a result, None where it stands in a variant that the case does not have."""
    plan = result.program.plans.get(path)
    if plan is not None and not plan.variants and path not in result.program.taken:
        return NodeResult(result, plan)  # at once: there is no other node of this path
    try:
        return result[path]
    except KeyError:
        return None


def _reason(result: Result, expectation: Expectation) -> list[Difference]:
    wanted = expectation.wanted
    assert isinstance(wanted, Reason)  # noqa: S101  # the caller has asked
    path = aim_of(result.program, wanted.at).path if wanted.at else ""
    given = [*result.reasons_below(path)[0], *result.reasons_below(path)[1]]
    if wanted.none:
        lost = (each for each in result.reasons_below(path)[0] if each.entry.kind != "round")
        told = tuple(f"{each.plan.code or each.indicator}: {each.code}" for each in lost)
        return [Difference(expectation, told, None, None, result)] if told else []
    for each in given:
        said = not wanted.contains or any(wanted.contains in each.sentence(lang) for lang in ("zh", "en"))
        if said and wanted.code in ("", each.code) and wanted.points in (None, each.points):
            return []
    told = tuple(f"{each.code}: {each.points}" for each in given)
    return [Difference(expectation, told, Aim("node", path) if wanted.at else None, None, result)]


def portfolio_differences(portfolio: Portfolio, program: Program, expects: Iterable[Expectation]) -> list[Difference]:
    """Return what differs in the result of all cases together.

    Raises:
        Lost: an expectation is about a group that the ruleset does not have.
    """
    found: list[Difference] = []
    for each in expects:
        got: Got
        aim: Aim | None = None
        if each.aspect in GROUPS:
            aim = aim_of(program, each.address)
            got = _of_group(portfolio, aim.path, each.aspect)
        elif each.aspect == "weight":
            got = portfolio.weights.get(each.address)
        elif each.aspect == "contribution":
            got = portfolio.contributions.get(each.address)
        else:
            got = getattr(portfolio, "total" if each.aspect == "score" else each.aspect)
            got = str(got) if each.aspect == "outcome" else got
        difference = compared(each, got, aim, None)
        if difference is not None:
            found.append(difference)
    return found


GROUPS = ("group", "group_lost", "group_points")
"""Aspects of a group of a portfolio."""


def groups_of(program: Program) -> list[str]:
    """Return the paths of the groups that a portfolio tells of."""
    return [each.path for each in program.root.children if not each.beside]


def _of_group(portfolio: Portfolio, path: str, aspect: str) -> Number | None:
    """Return what a group of a portfolio comes to: its score, its points (as cases weigh), or what is lost of them."""
    score = portfolio.groups.get(path)
    if score is None or aspect == "group":
        return score
    counted: list[tuple[Fraction, Fraction]] = []
    for number, result in enumerate(portfolio.results, 1):
        name = result.case.id if result.case is not None and result.case.id else str(number)
        node = node_of(result, path) if name in portfolio.weights else None
        if node is not None and node.points is not None:
            counted.append((portfolio.weights[name], node.points))
    whole = sum((weight for weight, _ in counted), Fraction(0))
    if not whole:
        return None
    points = sum((weight * each for weight, each in counted), Fraction(0)) / whole
    return Number(points if aspect == "group_points" else points - score, score.places)


def shown(got: Got, *, unit: str = "") -> str:
    """Return what came out as it would be written in a test."""
    if got is None:
        return "null"
    if isinstance(got, bool):
        return "true" if got else "false"
    if isinstance(got, Fraction):
        if unit == "%":
            return f"{decimal_text(got * 100)}%"
        return str(got) if isinstance(got, Number) else decimal_text(got)
    if isinstance(got, tuple):
        return ", ".join("null" if each is None else str(each) for each in got) or "–"
    return str(got)


def told(got: Got, unit: str = "") -> str:
    """Return what came out as people read it: a number without a finite decimal as its first decimals."""
    return told_number(got, unit) if isinstance(got, Fraction) and ways_to_write(got, unit) else shown(got, unit=unit)


def wanted_text(expectation: Expectation) -> str:
    """Return what was expected, as it is written."""
    wanted = expectation.wanted
    if isinstance(wanted, Exact):
        return wanted.text
    if isinstance(wanted, Between):
        ends = ("…" if each is None else decimal_text(each) for each in wanted)
        return "{}..{}".format(*ends)
    if isinstance(wanted, Texts):
        return ", ".join(wanted.names) or "–"
    parts = {"at": wanted.at, "code": wanted.code, "contains": wanted.contains}
    said = [f"{key}: {value}" for key, value in parts.items() if value]
    if wanted.points is not None:
        said.append(f"points: {decimal_text(wanted.points)}")
    return "none" if wanted.none else ", ".join(said)
