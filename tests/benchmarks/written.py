"""Rulesets of any length to load: one as an author writes it, one as dense as YAML allows.

The first has a key a line: a figure takes four or five lines, a leaf about ten, in groups of eight, of every common
kind of rule. The second has a figure and a rule a line, and all its leaves in one group. What they say is not
sensible; that they are valid, and of a length, is.
"""

from collections.abc import Callable, Iterator
from itertools import count

_GROUP = 8
"""Leaves of a group, one of each kind."""


def authored(lines: int) -> str:
    """Return a ruleset with a key a line, of about so many lines."""
    per_group = len("\n".join(_group(0)).splitlines()) + len("\n".join(_figures(0)).splitlines())
    groups = max(1, (lines - 20) // per_group)
    head = [
        "ruleset: authored",
        'version: "1"',
        "title:",
        "  zh: 资金绩效评价",
        "  en: Performance of funds",
        "source: Annex 1",
        f"points: {10 * groups}",
        "without_findings: keep",
        "figures:",
    ]
    tail = [
        "grades:",
        f"  good: {9 * groups}",
        f"  fair: {6 * groups}",
        "  poor: else",
        "rounding:",
        "  mode: half_up",
        "  leaf: 2",
        "  total: 2",
    ]
    figures = [line for number in range(groups) for line in _figures(number)]
    nodes = [line for number in range(groups) for line in _group(number)]
    return "\n".join([*head, *figures, "indicators:", *nodes, *tail]) + "\n"


def dense(lines: int) -> str:
    """Return a ruleset with a figure and a rule a line, of about so many lines."""
    leaves = lines // 5
    figures = [f"  f{each}: {{name: figure {each}, unit: '%', min: 0%, max: 100%}}" for each in range(leaves)]
    nodes = []
    for each in range(leaves):
        bands = f"{{of: f{each}, edge: at_least, bands: {{95%: 100%, 90%: 80%, 80%: 60%, else: 0}}}}"
        step = f"{{deduct: 0.001, per: 1%, below: 90%, of: f{each}, part: exact}}"
        rule = step if each % 2 else bands
        nodes += [f"      n{each}:", f"        name: leaf {each}", f"        code: A{each}", f"        rules: {rule}"]
    head = ["ruleset: dense", "version: '1'", "source: Annex 1", "points: 100", "without_findings: keep", "figures:"]
    group = ["indicators:", "  g:", "    points: 100", "    spread: leaves", "    indicators:"]
    tail = ["grades: {good: 90, bad: else}", "rounding: {mode: half_up, total: 2}"]
    return "\n".join([*head, *figures, *group, *nodes, *tail]) + "\n"


def _figures(group: int) -> Iterator[str]:
    """Yield the figures of a group."""
    percent = ["unit: '%'", "min: 0%", "max: 100%"]
    money = ["unit: CNY", "min: 0", "places: 2"]
    number = ["type: count", "unit: sites"]
    yield from _figure(group, "rate", "Share of the money paid out by the end of the year", percent)
    yield from _figure(group, "satisfied", "Satisfied among the people asked", percent)
    yield from _figure(group, "budget", "Budget as approved", money)
    yield from _figure(group, "spent", "Money spent by the end of the year", money)
    yield from _figure(group, "planned", "Sites planned for the year", number)
    yield from _figure(group, "done", "Sites done and accepted", number)
    yield from _figure(group, "late", "Sites done after their time", number)
    yield from _figure(group, "effect", "Effect on the people served", ["words:", "- full", "- some", "- none"])
    yield from _figure(group, "used", "Share of the budget spent", ["unit: '%'", f"is: spent_{group} / budget_{group}"])


def _figure(group: int, name: str, label: str, keys: list[str]) -> Iterator[str]:
    yield f"  {name}_{group}:"
    yield f"    name: {label} {group}"
    yield from (f"    {key}" for key in keys)


def _group(group: int) -> Iterator[str]:
    """Yield a group of leaves, one of each kind."""
    yield f"  group_{group}:"
    yield f"    name: Part {group}"
    yield "    points: 10"
    yield "    indicators:"
    for leaf, (kind, points) in zip(count(), _LEAVES.items(), strict=False):
        yield f"      {kind.__name__.strip('_')}:"
        yield f"        name: {kind.__name__.strip('_').capitalize()} of part {group}"
        yield f"        code: {chr(65 + group % 26)}{group}.{leaf}"
        yield f"        points: {points}"
        yield f"        source: table {group}, clause {leaf} of the method as printed"
        yield from (f"        {line}" for line in kind(group))


def _step(group: int) -> Iterator[str]:
    yield from ("rules:", "- deduct: 0.1", "  per: 1%", "  below: 90%", f"  of: rate_{group}", "  part: exact")


def _banded(group: int) -> Iterator[str]:
    yield from ("rules:", f"  of: satisfied_{group}", "  edge: at_least", "  bands:")
    yield from ("    95%: 2", "    90%: 1.5", "    80%: 1", "    else: 0")


def _ratio(group: int) -> Iterator[str]:
    yield from ("rules:", f"  ratio: done_{group}", f"  to: planned_{group}", "  because: sites not done")


def _findings(_group: int) -> Iterator[str]:
    yield from ("rules:", "- deduct: 0.5", "  per: finding", "  up_to: 1", "- lose_all: findings > 5")


def _rows(group: int) -> Iterator[str]:
    yield from ("rules:", "  hit: first", "  rows:", f"  - when: late_{group} > 3 and done_{group} < planned_{group}")
    yield from ("    is: 0", f"  - when: late_{group} > 0", "    is: 0.5", "  - is: 1")


def _worded(group: int) -> Iterator[str]:
    yield from ("rules:", f"  of: effect_{group}", "  by:", "    full: 1", "    some: 0.2..0.8", "    none: 0")


def _shown(group: int) -> Iterator[str]:
    yield from ("criteria:", "  plan:", "    points: 0.5", "    rules: judge", "  cost:", "    points: 0.5")
    yield from ("    rules:", "      deduct: 0.1", f"      when: spent_{group} > budget_{group}")


def _late(group: int) -> Iterator[str]:
    yield from ("rules:", "- deduct: 0.25", "  per: 1", f"  of: late_{group}", f"- lose_all: used_{group} < 50%")


_LEAVES: dict[Callable[[int], Iterator[str]], str] = {
    _step: "1", _banded: "2", _ratio: "2", _findings: "1", _rows: "1", _worded: "1", _shown: "1", _late: "1",
}  # fmt: skip
