"""A printed sentence is enough to score by: whatever is changed in a ruleset changes what is printed of it."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from scoring.keys import COHORT, FIGURE, NODE, ROOT
from scoring.printed.markdown import document
from scoring.printed.table import printed_table
from scoring.rules import COMMON, kinds
from scoring.ruleset import Ruleset

LANGS = ("zh", "en")
OPTIONS = yaml.safe_load((Path(__file__).parent / "printed-options.yaml").read_text("utf-8"))
HEAD = """
ruleset: t
source: example
points: 100
without_findings: keep
rounding: {mode: half_up}
figures:
  x: {name: x, unit: "%", min: 0%, max: 100%}
  y: {name: y, unit: "%", min: 0%, max: 100%}
  n: {name: n, type: count}
  kind: {name: kind, words: [a, b]}
  flag: {name: flag, type: flag}
indicators:
  other: {points: 40, rules: judge}
"""
SHAPES = "shapes: {one: {needs: [f], rules: {ratio: f, to: 90%}}, two: {needs: [f], rules: {ratio: f, to: 80%}}}\n"


def printed(text: str, lang: str) -> str:
    """Return what is printed of a ruleset."""
    return document(printed_table(Ruleset((("t.yaml", text),)).program().definition, lang))


def assert_all_differ(texts: list[str], what: str) -> None:
    for lang in LANGS:
        found = [printed(text, lang) for text in texts]
        for (one, first), (other, second) in combinations(zip(texts, found, strict=True), 2):
            assert first != second, f"{what}, {lang}: these read the same\n{one}\n{other}"


def with_rule(rule: str) -> str:
    leaf = (
        f"{{points: 60, start: full, rules: {rule}}}"
        if "award" in rule or "90%, when" in rule
        else f"{{points: 60, rules: {rule}}}"
    )
    return f"{HEAD}  group: {{points: 60, indicators: {{leaf: {leaf}}}}}\n"


RULES = [(kind, key) for kind, keys in OPTIONS["rules"].items() for key in keys]


@pytest.mark.parametrize(("kind", "key"), RULES)
def test_every_key_of_a_rule_is_printed(kind: str, key: str) -> None:
    assert_all_differ([with_rule(rule) for rule in OPTIONS["rules"][kind][key]], f"{kind}.{key}")


@pytest.mark.parametrize("key", OPTIONS["common"])
def test_every_key_that_any_rule_may_have_is_printed(key: str) -> None:
    assert_all_differ([with_rule(rule) for rule in OPTIONS["common"][key]], key)


@pytest.mark.parametrize("key", OPTIONS["node"])
def test_every_key_of_a_node_is_printed(key: str) -> None:
    shapes = SHAPES if key in ("use", "with") else ""
    head = HEAD.replace("points: 100\n", "")
    assert_all_differ([f"{shapes}{head}  leaf: {node}\n" for node in OPTIONS["node"][key]], key)


@pytest.mark.parametrize("key", OPTIONS["figure"])
def test_every_key_of_a_figure_is_printed(key: str) -> None:
    texts = OPTIONS["figure"][key]
    if key == "if_missing":
        texts = [each for each in texts if "stop" not in each]  # what holds where nothing is said
    assert_all_differ([HEAD.replace("indicators:", f"  z: {each}\nindicators:")
                       + "  leaf: {points: 60, cap: none, rules: {points: z}}\n" for each in texts], key)  # fmt: skip


@pytest.mark.parametrize("key", [*OPTIONS["words"], *OPTIONS["cohort"]])
def test_every_key_of_words_and_of_figures_over_all_cases_is_printed(key: str) -> None:
    texts = OPTIONS["words"].get(key) or OPTIONS["cohort"][key]
    assert_all_differ([HEAD.replace("indicators:", f"  z: {each}\nindicators:")
                       + "  leaf: {points: 60, rules: judge}\n" for each in texts], key)  # fmt: skip


@pytest.mark.parametrize("key", OPTIONS["root"])
def test_every_key_of_the_whole_is_printed(key: str) -> None:
    found = []
    for lines in OPTIONS["root"][key]:
        head = HEAD
        for line in lines.splitlines():
            head = re.sub(rf"^{line.partition(':')[0]}: .*\n", "", head, flags=re.MULTILINE)
        if "total:" in lines and not lines.startswith(("rounding", "portfolio", "order")):
            head = head.replace("points: 100\n", "")
        if key == "without_findings":
            head = head.replace("deduct: 1, per: finding", "judge")
        found.append(f"{lines}\n{head}  leaf: {{points: 60, rules: {{ratio: x, to: 90%}}}}\n")
    assert_all_differ(found, key)


def test_every_key_there_is_was_tried_or_has_a_reason() -> None:
    missing = {
        f"{kind.name}.{key}"
        for kind in kinds().values()
        for key in kind.keys
        if key not in OPTIONS["rules"][kind.name]
        and (key if kind.name != "finding" else f"{key} finding") not in OPTIONS["excused"]["rule"]
    }
    missing |= {key for key in COMMON if key not in OPTIONS["common"] and key not in OPTIONS["excused"]["rule"]}
    missing |= {f"node.{key}" for key in NODE if key not in OPTIONS["node"] and key not in OPTIONS["excused"]["node"]}
    missing |= {f"root.{key}" for key in ROOT if key not in OPTIONS["root"] and key not in OPTIONS["excused"]["root"]}
    of_figures = OPTIONS["figure"].keys() | OPTIONS["words"].keys() | OPTIONS["excused"]["figure"].keys()
    missing |= {f"figure.{key}" for key in FIGURE if key not in of_figures}
    missing |= {
        f"cohort.{key}" for key in COHORT if key not in OPTIONS["cohort"] and key not in OPTIONS["excused"]["cohort"]
    }
    assert not missing


def test_every_option_of_a_key_was_tried() -> None:
    """Of a key that takes one of several words, each of them stands in some alternative, the one by default aside."""
    by_default = {"higher", "rescale", "finding", "each", "sum"}
    missing = []
    for kind in kinds().values():
        for key, meaning in kind.keys.items():
            tried = " ".join(each for texts in OPTIONS["rules"][kind.name].values() for each in texts)
            words = meaning.form.split("|") if "|" in meaning.form else []
            missing += [f"{kind.name}.{key}: {word}" for word in words if word not in by_default and word not in tried]
    for key, meaning in NODE.items():
        tried = " ".join(OPTIONS["node"].get(key, []))
        words = meaning.form.split("|") if "|" in meaning.form else []
        missing += [f"node.{key}: {word}" for word in words if word not in by_default and word not in tried]
    assert not missing
