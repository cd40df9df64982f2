"""What should be so of every case: scores within their points, better figures that cost nothing, books that balance.

Each of these is a function of a case. It raises with the case, the values and the scores, the two values of a figure
brought as near to each other as they show the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.case import Case
from scoring.graph import Unknown
from scoring.interpret import GIVEN, interpret
from scoring.number import Number
from scoring.result import LedgerError
from scoring.testing.better_values import monotone
from scoring.testing.drafts import scored
from scoring.testing.strategies import hypothesis, inputs, with_edges
from scoring.testing.telling import NODES, called, end_text, reasons, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    from scoring.graph import Node, Value
    from scoring.reading import Read
    from scoring.reasons import NodeResult
    from scoring.result import Result
    from scoring.ruleset import Ruleset

Property = Callable[[Case], None]
"""Raises `AssertionError` for a case of which something is not so."""

_ZERO = Fraction(0)


def check_properties(ruleset: Ruleset, examples: int = 200, method: str | None = None) -> None:
    """Look for a case that breaks `bounded`, `monotone` or `books_balance`, the edges of the rules first.

    The cases are the same every time.

    Args:
        ruleset: the ruleset.
        examples: cases that are tried of each, beside the edges.
        method: one of its methods.

    Raises:
        AssertionError: there is one; all three are looked at, and each is told with the simplest case that breaks it.
        ImportError: Hypothesis is not installed.
        RulesetError: there is no such method.
    """
    __tracebackhide__ = True
    tried = [make(ruleset, method) for make in (bounded, monotone, books_balance)]
    cases, first = inputs(ruleset, method), with_edges(ruleset, method)

    def all_hold(case: Case) -> None:
        for holds in tried:
            holds(case)

    if not _broken(all_hold, cases, first, examples):  # one run for all of them, as long as nothing is wrong
        return
    found = [text for holds in tried if (text := _broken(holds, cases, first, examples))]
    raise AssertionError("\n\n".join(found))


def _broken(holds: Property, cases: SearchStrategy[Case], first: Callable[[Property], Property], examples: int) -> str:
    """Return what is told of the simplest case that breaks a property, "" if none is found."""
    tool = hypothesis()
    settings = tool.settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, report_multiple_bugs=False,
        suppress_health_check=list(tool.HealthCheck), verbosity=tool.Verbosity.quiet,
    )  # fmt: skip

    def test(case: Case) -> None:
        holds(case)

    given: Callable[[Property], Callable[[], None]] = tool.given(cases)
    try:
        first(settings(given(test)))()  # type: ignore[call-arg]  # Hypothesis gives it the case
    except AssertionError as error:
        return str(error)
    return ""


# Bounds


def bounded(ruleset: Ruleset, method: str | None = None) -> Property:
    """Return the property that every score lies between 0 and the points of its node.

    A node may pass its points by what its bonus items come to, and fall below 0 by what its penalties do; those are
    limited by points of their own. Nothing is said of open scales, of a total that a formula makes, and of an end for
    which the node has a ``floor`` or ``cap`` of its own.

    Args:
        ruleset: the ruleset.
        method: one of its methods.

    Raises:
        RulesetError: there is no such method.
    """
    root = ruleset.program(method).definition.root
    own: dict[str, set[str]] = {}
    for each in root.walk():
        own.setdefault(each.path, set()).update({"floor", "cap"} & each.keys.fields.keys())

    def holds(case: Case) -> None:
        __tracebackhide__ = True
        result = scored(ruleset, case, method)
        for node in (result[""], *result.nodes):
            low, high = _bounds(node, own.get(node.path, set()))
            score = node.score
            if score is not None and ((low is not None and score < low) or (high is not None and score > high)):
                limits = f"{end_text(low, '−∞')} … {end_text(high, '∞')}"
                lines = [f"  {called(node)} scores {score}, outside {limits}", *reasons(node)]
                raise AssertionError("\n".join([f"{ruleset.id}: a score is out of bounds", *lines, *told(case)]))

    return holds


def _bounds(node: NodeResult, own: set[str]) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest score of a node, None: nothing is said."""
    plan, points = node.plan, node.points
    low: Fraction | None = _ZERO
    high: Fraction | None = points
    if plan.open or plan.by_formula or points is None:
        return None, None
    if plan.item:
        return None, None  # its points are the limits that it is cut to
    for child in node.children:
        if child.plan.open or child.plan.beside:
            continue
        most = _most_of_item(child)
        if child.plan.item == "bonus":
            high = None if high is None else high + most
        elif child.plan.item == "penalty":
            low = None if low is None else low - most
    return None if "floor" in own else low, None if "cap" in own else high


def _most_of_item(node: NodeResult) -> Fraction:
    """Return what a bonus or penalty comes to at most: what it does come to, since it is cut to its own limits."""
    score = node.score
    return _ZERO if score is None else abs(score)


# Books


def books_balance(ruleset: Ruleset, method: str | None = None) -> Property:
    """Return the property that the books of a case balance, exactly.

    At every node score = points + its entries + what its children lost or won, each by its factor, all worked out by
    the reference interpreter, which must come to the total that was scored; and the effects of all settled reasons
    together are what the total lost.

    Args:
        ruleset: the ruleset.
        method: one of its methods.

    Raises:
        RulesetError: there is no such method.
    """

    def holds(case: Case) -> None:
        __tracebackhide__ = True
        result = scored(ruleset, case, method)
        wrong = _accounts(result)
        try:
            wrong += _unsettled(result)
        except LedgerError:
            wrong.append("  the account cannot be read: score and ledger disagree")
        if wrong:
            head = f"{ruleset.id}: the books do not balance; this is a fault of the library"
            raise AssertionError("\n".join([head, *wrong[:NODES], *told(case)]))

    return holds


def _accounts(result: Result) -> list[str]:
    """Return what is told of nodes whose account does not come to their score, and of a total that is another one."""
    nodes = (result[""], *result.nodes)
    plans = [each.plan for node in nodes for each in (node, *node.children)]
    wanted = [node for plan in plans for node in (plan.score, plan.points, *plan.factors)]
    values = interpret([*wanted, *(entry.amount for plan in plans for entry in plan.entries)], _inputs(result))
    found = [text for node in nodes if (text := _unbalanced(node, values))]
    total = values[result.program.root.score]
    if result.total is not None and total != result.total:
        found.insert(0, f"  the total is {result.total}, but the reference interpreter has another one")
    return found


def _inputs(result: Result) -> dict[str, Read | Unknown]:
    """Return the inputs of a case, defaults in place, and which of them are given."""
    domains, bound = result.program.domains.items(), result.bound
    own = {} if bound is None else bound.inputs
    given = {GIVEN + name: True for name, value in own.items() if not isinstance(value, Unknown)}
    return {**{name: each.default for name, each in domains if each.default is not None}, **own, **given}


def _unbalanced(node: NodeResult, values: Mapping[Node, Value]) -> str:
    """Return what is told of a node whose account does not come to its score, "" if it does or has none."""
    plan = node.plan
    score, points = values[plan.score], values[plan.points]
    if not (isinstance(score, Fraction) and isinstance(points, Fraction)):
        return ""
    amounts: list[object] = [values[each.amount] for each in plan.entries]
    for child, factor in zip(node.children, plan.factors, strict=True):
        amounts.append(_from_child(values[factor], values[child.plan.score], values[child.plan.points]))
    numbers = [each for each in amounts if isinstance(each, Fraction)]
    account = sum(numbers, points)
    if len(numbers) == len(amounts) and account == score:
        return ""
    came = f"comes to {Number(account)}" if len(numbers) == len(amounts) else "is not known"
    return f"  {called(node)} scores {Number(score)}, but its account {came}"


def _from_child(factor: object, score: object, points: object) -> object:
    """Return what a child lost or won in points of its parent; of one that does not count, nothing, known or not."""
    if factor == 0 or not isinstance(factor, Fraction):
        return factor
    return factor * (score - points) if isinstance(score, Fraction) and isinstance(points, Fraction) else None


def _unsettled(result: Result) -> list[str]:
    """Return what is told of reasons that do not add up to what was lost."""
    lost, won = result.deductions, result.awards
    if result.total is None or result.program.root.by_formula or result[""].points is None:
        return []
    effects = [(each.effect, sign) for found, sign in ((lost, -1), (won, 1)) for each in found]
    if any(effect is None for effect, _ in effects):
        return []
    change = sum((effect * sign for effect, sign in effects if effect is not None), _ZERO)
    wanted = result.total - (result[""].points or _ZERO)
    if change == wanted:
        return []
    return [f"  the reasons come to {Number(change)}, the total to {Number(wanted)} beside its points"]
