"""The calculator as a script: what stands in it, what it reads and refuses, what cases give it, how inputs are told."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

import scoring
from scoring.case import Case, Finding, Given, Mark, SetScore
from scoring.graph import Type
from scoring.message import Message
from scoring.messages_script import SCRIPT
from scoring.reading import Domain, Refusal, read_value
from scoring.ruleset import Ruleset
from scoring.script import calculator_of, inputs_of
from scoring.script.calculator import script_of
from scoring.script.rows import domain_row, number_text
from script_runs import Told, compare, node_says, said, scored

ROOT = Path(__file__).parents[1]
YONGZHOU = ROOT / "rulesets/yongzhou-2023"
PROCUREMENT = ROOT / "rulesets/procurement-comprehensive/ruleset.yaml"
HOSTILE = "</script><script>alert(1)</script><!-- \\u2028 ' \" ` ${x} &amp; =1+1 \\\\"


def ruleset(text: str) -> Ruleset:
    return Ruleset((("ruleset.yaml", text),))


def told_of(made: Ruleset, case: Case, **changed: object) -> Told:
    """Return what the script says of a scored case, some of what it gives changed."""
    made_of = calculator_of([made.score(case)])
    ((told,),) = said([made_of.script], [(0, False, [{**made_of.cases[0], **changed}])])
    return told


# --- the text ----------------------------------------------------------------------------------------------------


def test_a_script_holds_hostile_names_as_data_alone() -> None:
    path = re.sub(r"\W", "", HOSTILE)
    made = ruleset(f"""\
ruleset: t
title: {json.dumps(HOSTILE)}
points: 1
figures:
  kind: {{name: {json.dumps(HOSTILE)}, words: [{json.dumps("</script><b>")}, "a&b", "it's"]}}
  x: {{missing: ["<!--", "-->"]}}
indicators:
  {path}: {{points: 1, rules: {{of: kind, by: {{"</script><b>": 1, "a&b": 0.5, "it's": 0}}}}}}
""")
    case = Case(figures={"kind": "</script><b>", "x": 3})
    made_of = calculator_of([made.score(case)])
    data = made_of.script.partition("const DATA = ")[2].partition("\n")[0]
    assert data.isascii()
    assert not re.search(r"[<>&]", data)
    assert not re.search(r"</|<!--|<script", made_of.script)
    ((told,),) = said([made_of.script], [(0, False, made_of.cases)])
    compare(made.score(case), told)
    assert told["total"] == "1"


def test_a_script_asks_for_nothing_and_makes_no_code() -> None:
    script = script_of([scoring.load(str(YONGZHOU / "ruleset.yaml")).program()])
    code = re.sub(r"const DATA = .*", "", script)
    assert not re.search(
        r"\beval\b|\bFunction\b|\bimport\b|\brequire\b|fetch|XMLHttp|https?:|setTimeout|document|window", code
    )
    assert script == script_of([scoring.load(str(YONGZHOU / "ruleset.yaml")).program()])
    assert node_says(
        f"{script}\nconsole.log(Object.keys(scoringCalculator).join(), Object.isFrozen(scoringCalculator))", ""
    ) == ("score,scoreAll,scorePortfolio true\n")


def test_a_ruleset_makes_the_same_script_in_every_process() -> None:
    code = f"""\
import hashlib, scoring
from scoring.script.calculator import script_of
made = scoring.load({str(PROCUREMENT)!r})
print(hashlib.sha256(script_of([made.program(), made.program("plain_means")]).encode()).hexdigest())
"""
    told = set()
    for seed in ("1", "2"):
        own = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, check=True)  # noqa: S603  # ours
        told.add(done.stdout)
    assert len(told) == 1


def test_cases_of_equal_programs_share_a_table() -> None:
    made = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    results = made.score_all(scoring.load_cases(YONGZHOU / "cases.yaml"))
    made_of = calculator_of(results)
    assert {case["table"] for case in made_of.cases} == {0}
    assert made_of.script.count('"plans"') == 1
    assert all(each is made_of.inputs[0] for each in made_of.inputs)
    (told,) = said([made_of.script], [(0, True, made_of.cases)])
    for result, each in zip(results, told, strict=True):
        compare(result, each)


# --- what is typed -----------------------------------------------------------------------------------------------

DOMAINS = (
    Domain("spent", low=Fraction(0), places=2, blanks=("—", "-1"), unit="万元"),
    Domain("rate", low=Fraction(0), high=Fraction(1), percent=True, unit="%"),
    Domain("faults", low=Fraction(0), whole=True),
    Domain("gap", low=Fraction(-5), high=Fraction(5), places=1),
    Domain("any"),
    Domain("open", percent=True, high=None),
    Domain("flag", Type.TRUTH),
    Domain("kind", Type.CHOICE, words=("city", "district", "1")),
    Domain("day", low=Fraction(1), high=Fraction(3652059), whole=True, date=True),
    Domain("late", low=Fraction(738000), whole=True, date=True),
)
TEXTS = (
    "", "—", "-1", "0", "-0", "5", "7.0", "1.5", "-0.01", "83.06", "83.06%", "95", "101%", "-5%", "%", "83％",
    "１２", "１２%", "１２％", "٣.٥", "٣", "𝟙", "①", "1_000", "1,922.00", "1,922", "1,92", "12,345,678.9%",
    "1e3", "+5", ".5", "5.", "007", "-007", "00", " 5", "5 ", "5\n", "nan", "Infinity", "1" * 15, "1" * 16,
    "0." + "1" * 15, "0." + "1" * 16, "9" * 15 + ".5", "1" * 5000, "a" * 200, "😀" * 100, "2024-10-18",
    "2024-02-29", "2023-02-29", "0001-01-01", "0000-01-01", "9999-12-31", "0099-03-01", "1900-02-29",
    "2000-02-29", "2024-13-01", "2024-1-1", "2024/10/18", "2024年10月18日", "２０２４-１０-１８", "2024.1.1",
    " 2024-10-18", "2024-10-18\u3000", "\ufeff2024-10-18", "\x1f2024-10-18", "2024-10-18T00:00", "true",
    "false", "TRUE", "yes", "city", "City", "1", "是", "\u2028", "\x00", "</script>", "__proto__",
    "constructor", "9700%", "1000.5%", "-9700%", "2024-10-18 08:30:00.5Z",
    "2024.2.30", "２０２４年２月９日", "٢٠٢٤-١-١",
)  # fmt: skip
_READ = """
for (const line of require("fs").readFileSync(0, "utf8").split("\\n")) {
  const [domain, raw] = JSON.parse(line);
  const value = readValue(raw, domainOf(domain));
  const told = value instanceof Refusal ? [value.code, value.facts] : isNumber(value) ? `${value.n}/${value.d}` : value;
  process.stdout.write(JSON.stringify(told) + "\\n");
}
"""


def noise(dice: random.Random) -> str:
    """Return a text that is nearly a number, a percentage or a date."""
    signs = "0123456789" * 3 + "..,,--%%//１％。年月日 \u3000e+'٣²Ⅷ½"
    return "".join(dice.choice(signs) for _ in range(dice.randint(1, dice.choice((4, 12, 36)))))


def test_what_is_typed_is_read_as_everywhere() -> None:
    dice = random.Random(1)  # noqa: S311  # texts, not secrets
    pairs: list[tuple[Domain, str | bool]] = [(domain, text) for domain in DOMAINS for text in (*TEXTS, True, False)]
    pairs += [(dice.choice(DOMAINS), noise(dice)) for _ in range(20_000)]
    lines = [json.dumps([domain_row(domain), raw]) for domain, raw in pairs]
    parts = [files("scoring.script").joinpath(f"{name}.js").read_text("utf-8")
             for name in ("rational", "approx", "graph", "reading")]  # fmt: skip
    told = node_says("\n".join([*parts, _READ]), "\n".join(lines)).split("\n")[:-1]
    codes = set()
    for (domain, raw), line in zip(pairs, told, strict=True):
        value = read_value(raw, domain, written=True)
        expected: object = value
        if isinstance(value, Refusal):
            codes.add(value.code)
            expected = [value.code, dict(value.facts)]
        elif isinstance(value, Fraction):
            expected = number_text(value) if value.denominator > 1 else f"{value.numerator}/1"
        assert json.loads(line) == expected, (domain.name, raw)
    assert codes == {
        "too-many-digits", "thousands", "value-wide", "not-a-number", "date-for-number", "percent-sign",
        "unexpected-percent", "not-whole", "out-of-range", "not-a-truth-value", "not-a-word", "not-a-date",
        "no-such-day", "date-with-time",
    }  # fmt: skip


def test_numbers_that_nobody_can_type_are_kept() -> None:
    made = ruleset("ruleset: t\npoints: none\nfigures: {x: {}}\nindicators: {a: {points: none, rules: {points: x}}}\n")
    case = Case(figures={"x": Fraction(1, 3)})
    assert calculator_of([made.score(case)]).cases[0]["figures"] == {"x": {"exact": "1/3"}}
    assert told_of(made, case)["total"] == "1/3"
    assert told_of(made, case, figures={"x": "0.5"})["total"] == "0.5"
    direct = calculator_of([made.score({"x": "0.25"})])
    assert direct.cases[0]["figures"] == {"x": "0.25"}


# --- what is said of nodes ---------------------------------------------------------------------------------------

JUDGED = """\
ruleset: t
points: 10
without_findings: keep
figures: {x: {min: 0}, y: {is: 2 * x}}
indicators:
  a: {points: 4, rules: {judge: 0..4}}
  b: {points: 2, rules: {deduct: 0.5, per: finding}}
  c: {points: 3, rules: {points: "min(x, 3)"}, if_not_applicable: drop}
  d: {points: 1, rules: {deduct: 1, per: finding, when: amount > 10}}
"""


def both(case: Case, page: Told) -> Told:
    """Return what the script says of a case as a page gives it, after it was compared with Python."""
    made = ruleset(JUDGED)
    ((told,),) = said([script_of([made.program()])], [(0, False, [page])])
    compare(scored(made, case, None), told)
    return told


def typed(text: str) -> Given:
    return Given(text, written=True)


def test_marks_findings_set_scores_and_declarations() -> None:
    case = Case(
        figures={"x": typed("2")},
        marks={"a": Mark(score="75%", because="fair")},
        set={"c": SetScore("50%", because="appeal")},
        findings=(Finding(("b", "d"), "2", "11"), Finding(("b",)), Finding(("d",), 1, "3")),
    )
    page = {
        "figures": {"x": "2"}, "marks": {"a": {"score": "75%", "because": "fair"}},
        "sets": {"c": {"score": "50%", "because": "appeal"}},
        "findings": [{"against": ["b", "d"], "count": "2", "amount": "11"}, {"against": ["b"]},
                     {"against": ["d"], "count": "1", "amount": "3"}],
    }  # fmt: skip
    assert both(case, page)["total"] == "5"
    declared = Case(not_applicable={"c": "none there"}, marks={"a": Mark(deduct="1", because="late")})
    told = both(declared, {"not_applicable": {"c": "none there"}, "marks": {"a": {"deduct": "1", "because": "late"}}})
    assert told["outcome"] == "scored"


@pytest.mark.parametrize(
    ("case", "page", "code"),
    [
        (Case(marks={"a": Mark("5", because="x")}), {"marks": {"a": {"score": "5", "because": "x"}}}, "mark-range"),
        (Case(marks={"a": Mark("3")}), {"marks": {"a": {"score": "3"}}}, "mark-reason"),
        (Case(marks={"a": Mark("1", "2")}), {"marks": {"a": {"score": "1", "deduct": "2"}}}, "mark-both"),
        (Case(marks={"c": Mark("1")}), {"marks": {"c": {"score": "1"}}}, "mark-unjudged"),
        (Case(marks={"q": Mark("1")}), {"marks": {"q": {"score": "1"}}}, "no-such-node"),
        (Case(marks={"a": Mark("x")}), {"marks": {"a": {"score": "x"}}}, "not-a-number"),
        (Case(set={"c": SetScore("4")}), {"sets": {"c": {"score": "4"}}}, "set-range"),
        (Case(not_applicable={"c": " \u3000"}), {"not_applicable": {"c": " \u3000"}}, "not-applicable-reason"),
        (Case(not_applicable={"a": "x"}), {"not_applicable": {"a": "x"}}, "not-applicable-policy"),
        (Case(figures={"y": 3}), {"figures": {"y": "3"}}, "derived-figure"),
        (Case(figures={"z": 3}), {"figures": {"z": "3"}}, "unknown-case-figure"),
        (Case(figures={"x": [3]}), {"figures": {"x": ["3"]}}, "case-value"),
        (Case(findings=(Finding(("b",), "0"),)), {"findings": [{"against": ["b"], "count": "0"}]}, "out-of-range"),
        (Case(findings=(Finding(("b",), 1, "x"),)), {"findings": [{"against": ["b"], "amount": "x"}]}, "not-a-number"),
        (Case(findings=(Finding(("d",)),)), {"findings": [{"against": ["d"]}]}, "finding-amount"),
    ],
)
def test_what_a_case_may_not_say(case: Case, page: dict[str, object], code: str) -> None:
    (problem,) = both(case, page)["problems"]
    assert problem["code"] == code


# --- lists and runs ----------------------------------------------------------------------------------------------

LISTS = """\
ruleset: t
points: 20
figures:
  marks: {list_of: {min: 0, max: 100}}
  sites: {list_of: {area: {min: 0}, faults: {list_of: {min: 0}}}}
  best: {over: cases, take: max, of: mean(marks)}
indicators:
  a: {points: 10, rules: {points: 10 * mean(marks) / best}}
  b: {points: 10, for_each: sites, combine: mean, rules: {points: "min(area, 10)"}, if_empty: full}
"""
FIRST = {"marks": [80, 90], "sites": [{"name": "<b>", "area": 3, "faults": [1]}, {"area": "12.5"}]}


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ({"marks": "80, 90"}, "list-commas"),
        ({"marks": "80; 190"}, "out-of-range"),
        ({"marks": [["80"]]}, "list-value"),
        ({"marks": {"a": "80"}}, "list-expected-value"),
        ({"sites": "3"}, "list-records"),
        ({"sites": ["3", {"area": "1"}]}, "list-record"),
        ({"sites": [{"area": "1", "size": "1"}, {"area": "1"}]}, "record-field"),
        ({"other": ["1"]}, "unknown-case-figure"),
        ({"marks": ["1"] * 10_001}, "list-long"),
        ({"sites": [{"area": "1"}]}, "calculator-records"),
        ({}, "calculator-records"),
    ],
)
def test_what_is_wrong_with_lists(lists: dict[str, object], code: str) -> None:
    told = told_of(ruleset(LISTS), Case(figures=FIRST), lists=lists)
    assert {each["code"] for each in told["problems"]} == {code}


def test_lists_may_be_typed_as_one_text() -> None:
    made = ruleset(LISTS)
    results = made.score_all([Case(figures=FIRST), Case(figures={**FIRST, "marks": "60; ; 50"})])
    made_of = calculator_of(results)
    first, second = made_of.cases
    assert second["lists"] == {"marks": ["60", None, "50"], "sites": first["lists"]["sites"]}
    second["lists"]["marks"] = "60; ; 50"
    (told,) = said([made_of.script], [(0, True, [first, second])])
    for result, each in zip(results, told, strict=True):
        compare(result, each)
    assert told[1]["missing"] == ["marks[2]"]


def test_a_case_moves_the_figures_over_all_cases_and_waits_for_the_others() -> None:
    made = ruleset(LISTS)
    cases = [Case(figures=FIRST), Case(figures={**FIRST, "marks": [40]})]
    made_of = calculator_of(made.score_all(cases))
    first, second = made_of.cases
    better = {**second, "lists": {**second["lists"], "marks": ["100"]}}
    wrong = {**second, "lists": {**second["lists"], "marks": ["x"]}}
    told, waiting = said([made_of.script], [(0, True, [first, better]), (0, True, [first, wrong])])
    again = made.score_all([cases[0], Case(figures={**FIRST, "marks": [100]})])
    for result, each in zip(again, told, strict=True):
        compare(result, each)
    assert (waiting[0]["waits"], waiting[0]["outcome"], waiting[0]["problems"]) == (True, None, [])
    assert (waiting[1]["waits"], [each["code"] for each in waiting[1]["problems"]]) == (False, ["not-a-number"])


# --- what a page asks for ----------------------------------------------------------------------------------------


def test_inputs_are_told() -> None:
    made = ruleset("""\
ruleset: t
points: 3
figures:
  rate: {name: {zh: 执行率, en: rate}, unit: "%", min: 0%, max: 100%, places: 2}
  faults: {type: count, if_missing: 0}
  day: {type: date, min: 2024-01-01, if_missing: stop}
  level: {words: [good, bad], missing: ["-"]}
  open: {type: flag}
  twice: {is: 2 * faults}
  marks: {list_of: {min: 0}}
  sites: {list_of: {area: {min: 0, unit: 亩}, double: {is: 2 * area}}}
indicators:
  a: {points: 2, code: A1, figures: {own: {max: 9}}, rules: {judge: 0..2}, if_not_applicable: drop}
  b: {points: 1, for_each: sites, combine: mean, rules: {points: "min(1, area)"}, if_empty: full}
""")
    told: Told = inputs_of(made.program())
    json.dumps(told)
    figures = {each["name"]: each for each in told["figures"]}
    assert list(figures) == ["rate", "faults", "day", "level", "open", "a.own"]
    assert figures["rate"] == {
        "name": "rate", "label": {"zh": "执行率", "en": "rate"}, "type": "number", "unit": "%", "words": [],
        "blanks": [], "min": "0%", "max": "100%", "places": 2, "required": True, "node": "",
    }  # fmt: skip
    assert [figures["faults"][key] for key in ("type", "min", "max", "required")] == ["count", "0", None, False]
    assert [figures["day"][key] for key in ("type", "unit", "min", "required")] == ["date", "", "2024-01-01", True]
    assert [figures["level"][key] for key in ("type", "words", "blanks")] == ["words", ["good", "bad"], ["-"]]
    assert figures["open"]["type"] == "flag"
    assert [figures["a.own"][key] for key in ("max", "node")] == ["9", "a"]
    marks, sites = told["lists"]
    assert (marks["fixed"], marks["fields"][0]["name"]) == (False, "each")
    assert (sites["fixed"], [(each["name"], each["unit"]) for each in sites["fields"]]) == (True, [("area", "亩")])
    nodes = {each["path"]: each for each in told["nodes"]}
    assert nodes["a"] == {
        "path": "a", "code": "A1", "label": {"": "a"}, "mark": True, "findings": False, "not_applicable": True,
        "set": True, "places": None,
    }  # fmt: skip
    assert told["cohorts"] is False


def test_its_own_messages_are_used() -> None:
    assert set(SCRIPT) == {"calculator-records"}
    assert all(isinstance(each, Message) for each in SCRIPT.values())
