"""`assert_score`: one case and what is expected of it, in a test written in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import Number, decimal_text, parse_written
from scoring.outcome import Outcome
from scoring.result import Result
from scoring.source import NOWHERE
from scoring.testing.failure import failure_text
from scoring.testing.folding import folded
from scoring.testing.judge import Lost, differences
from scoring.testing.model import Between, Exact, Expectation, Status, Test, Texts
from scoring.testing.running import Verdict

if TYPE_CHECKING:
    from scoring.case import Case
    from scoring.ruleset import Ruleset
    from scoring.testing.judge import Difference
    from scoring.testing.model import Wanted

_ASPECTS = ("score", "lost", "points", "outcome", "missing", "between", "value")
_NAMES = ("missing", "perhaps_missing", "grades")
_WHOLE = ("outcome", "grade", "range", *_NAMES)
"""What is said of the whole case."""

_OPEN = ("range", "grades")
"""What needs a case to be scored with ``allow_missing``."""

_WORDS = {
    "en": {
        "head": "{name}{case}: {count} of {all} not as expected",
        "lost": "  '{address}' is no node, figure or output of the ruleset",
        "near": "; did you mean '{near}'?",
        "several": "; it may be {candidates}: write the whole address",
    },
    "zh": {
        "head": "{name}{case}：{all}项中有{count}项与预期不符",
        "lost": "  “{address}”不是规则集中的节点、数据或输出",
        "near": "；是否想写“{near}”？",
        "several": "；可能是{candidates}：请写完整的地址",
    },
}


def assert_score(
    ruleset: Ruleset,
    case: Case | Mapping[str, object] | Result,
    expected: Mapping[str, object],
    *,
    method: str | None = None,
    lang: str | None = None,
) -> None:
    """Score a case, and raise unless all that is expected of it is so.

    The error tells every difference: expected and got, by how much, the rule with its place, and the sentence of what
    was lost there. What only follows from others, such as the total from a wrong leaf, is named in one line.

    Args:
        ruleset: the ruleset.
        case: a case, or figures by name; a result, such as one of ``ruleset.score_all``, is taken as it is.
        expected: address → what it should be. An address is that of a node, a figure or a further result, or
            ``total``, ``grade``, ``outcome``, ``missing``, ``perhaps_missing``, ``range``, ``grades``. What it should
            be is a number (int, Decimal, Fraction, or a text such as ``"1.99"`` or ``"95%"``), a word, a truth value,
            a date, None for "no value", a list of names for ``missing``; ``{"between": [a, b]}``, both included, None:
            no limit; or ``{"score": …, "lost": …, "points": …, "outcome": …, "missing": …}``, any of these.
        method: of the ruleset.
        lang: ``en`` (unless said) or ``zh``.

    Raises:
        AssertionError: something is not as expected, or an address means nothing, or several things.
        CaseError: a value of the case is wrong.
        TypeError: something cannot be expected, such as a set.
        RulesetError: there is no such method.
    """
    __tracebackhide__ = True  # pytest shows the line of the caller
    wanted = [(address, [*_expectations(address, each)]) for address, each in expected.items()]
    result = case if isinstance(case, Result) else _scored(ruleset, case, expected, method)
    text = difference_text(result, wanted, lang or "en")
    if text:
        raise AssertionError(text)


def _scored(
    ruleset: Ruleset, case: Case | Mapping[str, object], expected: Mapping[str, object], method: str | None
) -> Result:
    return ruleset.score(case, allow_missing=any(each in expected for each in _OPEN), method=method)


def difference_text(result: Result, wanted: list[tuple[str, list[Expectation]]], lang: str) -> str:
    """Return what is told of a result that is not as expected, "" if it is."""
    words = _WORDS[lang]
    found: list[Difference] = []
    lost: list[str] = []
    for address, expectations in wanted:
        try:
            found += differences(result, expectations)
        except Lost as error:
            told = words["near"].format(near=error.near) if error.near else ""
            if error.candidates:
                told = words["several"].format(candidates=", ".join(error.candidates))
            lost.append(words["lost"].format(address=address) + told)
    if not found and not lost:
        return ""
    case = result.case.id if result.case is not None else ""
    count = len({each.expectation.address or each.expectation.aspect for each in found}) + len(lost)
    name = result.program.definition.id
    head = words["head"].format(name=name, case=case and f" / {case}", count=count, all=len(wanted))
    return "\n".join([head, *lost, *_told(result, found, lang)])


def _told(result: Result, found: list[Difference], lang: str) -> Iterator[str]:
    """Yield the lines of all differences, each with as much as is told of a failed test."""
    told, follows = folded(found)
    for each in told:
        yield from _lines(result, [each], lang)[1:]
    if follows:
        yield _lines(result, found, lang)[-1]


def _lines(result: Result, found: list[Difference], lang: str) -> list[str]:
    test = Test("", NOWHERE, (), {})
    return failure_text(Verdict(test, Status.FAILED, tuple(found), (result,)), lang).splitlines()


# What is expected


def _expectations(address: str, wanted: object) -> Iterator[Expectation]:
    """Yield what one entry says.

    Raises:
        TypeError: it is nothing that can be expected.
    """
    if address in _WHOLE:
        names = address in _NAMES
        yield Expectation("", address, _texts(wanted) if names else _ends(address, wanted) or _exact(address, wanted),
                          NOWHERE)  # fmt: skip
    elif isinstance(wanted, Mapping):
        for aspect, each in wanted.items():
            yield _aspect(address, str(aspect), each)
        if not wanted:
            raise TypeError(f"{address!r} is expected to be nothing: an empty mapping")
    else:
        aspect = "outcome" if isinstance(wanted, str) and wanted in list(Outcome) else "score"
        yield Expectation(address, aspect, _exact(address, wanted), NOWHERE)


def _aspect(address: str, aspect: str, wanted: object) -> Expectation:
    if aspect not in _ASPECTS:
        raise TypeError(f"{address!r} has no {aspect!r}; what can be expected of it: {', '.join(_ASPECTS)}")
    if aspect == "between":
        found: Wanted | None = _ends(address, wanted)
    elif aspect == "missing":
        found = _texts(wanted)
    else:
        inner = wanted.get("between") if isinstance(wanted, Mapping) else None
        found = _ends(address, inner) or _exact(address, wanted)
    if found is None:
        raise TypeError(f"'between' of {address!r} needs two numbers, [a, b], not {wanted!r}")
    return Expectation(address, "score" if aspect in ("between", "value") else aspect, found, NOWHERE)


def _ends(address: str, wanted: object) -> Between | None:
    """Return two ends, None if these are none."""
    if not isinstance(wanted, list | tuple) or len(wanted) != 2:  # noqa: PLR2004  # two ends
        return None
    low, high = (None if each is None else _exact(address, each).value for each in wanted)
    if not all(each is None or isinstance(each, Fraction) for each in (low, high)):
        return None
    return Between(low if isinstance(low, Fraction) else None, high if isinstance(high, Fraction) else None)


def _texts(wanted: object) -> Texts:
    names = [wanted] if isinstance(wanted, str) else [] if wanted is None else wanted
    if not isinstance(names, list | tuple | set | frozenset):
        raise TypeError(f"names are expected as a list, not as {wanted!r}")
    return Texts(tuple(map(str, names)))


def _exact(address: str, wanted: object) -> Exact:
    """Return one value as a file would write it."""
    if wanted is None or isinstance(wanted, bool):
        return Exact({None: "null", True: "true", False: "false"}[wanted], wanted)
    if isinstance(wanted, str):
        return Exact(str(wanted), parse_written(wanted) if parse_written(wanted) is not None else str(wanted))
    if isinstance(wanted, dt.date):
        day = wanted.date() if isinstance(wanted, dt.datetime) else wanted
        return Exact(day.isoformat(), day.isoformat())
    if isinstance(wanted, float):
        wanted = Decimal(float.__repr__(wanted))
    if isinstance(wanted, Decimal) and wanted.is_finite():
        return Exact(str(wanted), Fraction(*wanted.as_integer_ratio()))
    if isinstance(wanted, int | Fraction):
        return Exact(str(wanted) if isinstance(wanted, Number) else decimal_text(Fraction(wanted)), Fraction(wanted))
    raise TypeError(f"{address!r} cannot be expected to be {wanted!r}")
