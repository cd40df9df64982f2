"""A rule kind is one file: two that are put beside the others work everywhere, and nothing else is changed.

They stand in a folder of the test and are found because the package ``scoring.rules`` is told to look there too.
That is done in a process of its own, so that no other test meets them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

QUOTA = '''"""``quota``: a fixed amount is gone once a figure is used up; nothing of it before.

Example:
    {quota: 3, used: trips, of_at_most: 12}
    At 12 trips nothing is lost, at 13 all 3 points.
"""

from __future__ import annotations

from scoring import graph as g
from scoring.keys import Key
from scoring.rules import CAPPED, UP_TO, Effect, Role, RuleKind, Sentence


def lower(rule):
    """Return the amount where more is used than the quota."""
    used = rule.term_of("used")
    most = rule.like("of_at_most", used)
    over = g.less(most, used.node)
    asked, judged = rule.amount("quota", g.if_(over, g.ONE, g.ZERO))
    amount = rule.capped(asked)
    quantities = {
        "value": rule.quantity(used.node, used.unit),
        "quota": rule.quantity(most, used.unit),
        "asked": rule.quantity(asked),
        "most": rule.quantity(amount),
    }
    events = {"fired": over, "zero": g.negated(over), "capped": g.less(amount, asked)}
    return Effect("quota", amount, quantities, events, {"used": rule.written("used")}, *judged[1:])


KIND = RuleKind(
    name="quota",
    role=Role.CHANGE,
    leads=("quota",),
    keys={
        "quota": Key("points", "what is lost above the quota", "超出限额扣分"),
        "used": Key("value", "the figure", "所依据的数据"),
        "of_at_most": Key("value", "the quota", "限额"),
        "up_to": UP_TO,
    },
    lower=lower,
    sentences={
        "quota": Sentence(
            "{used} is {value} of at most {quota}: {asked} point{asked:s} lost",
            "{used}为{value}，限额{quota}，扣{asked}分",
            (CAPPED,),
        )
    },
    needs=("used", "of_at_most"),
    titles={"quota": ("quota", "限额")},
    doc=__doc__ or "",
)
'''

MIDDLE = '''"""``middle``: the middle one of three values; a base, and a value form too.

Example:
    {middle: [a, b, c]}
"""

from __future__ import annotations

from scoring import graph as g
from scoring.document import Listing
from scoring.keys import Key
from scoring.rules import Effect, Role, RuleKind, Sentence


def form(table, scope, result):
    """Return the middle value."""
    listed = scope.need(table, "middle")
    values = [result(each) for each in listed.items] if isinstance(listed, Listing) else []
    if len(values) != 3:
        scope.fail("value-shape", listed.at)
    a, b, c = values
    return g.maximum(g.minimum(a, b), g.minimum(g.maximum(a, b), c))


def lower(rule):
    """Return the middle value as the opening score."""
    judged = rule.judged_form()
    return Effect("middle", judged.node, {"score": rule.quantity(judged.node)}, {}, {}, *judged[1:])


KIND = RuleKind(
    name="middle",
    role=Role.BASE,
    leads=("middle",),
    keys={"middle": Key("list", "three values", "三个值")},
    lower=lower,
    sentences={"middle": Sentence("the middle of three: {score}", "三者居中：{score}")},
    form=form,
    titles={"middle": ("middle", "居中")},
    doc=__doc__ or "",
)
'''

RULESET = """ruleset: trips
source: House rules
points: 20
figures:
  trips: {name: trips, type: count}
  a: {min: 0}
  b: {min: 0}
  c: {min: 0}
  mid: {middle: [a, b, c], round: 0.1, unit: km}
indicators:
  travel:
    points: 10
    allow: {cannot-exhaust: the quota takes four points at most}
    rules:
    - {quota: 3, used: trips, of_at_most: 12}
    - {quota: 20%, used: mid, of_at_most: {middle: [1, 2, 3]}, up_to: 1}
  panel: {name: panel, points: 10, allow: {score-outside: a and b may be more}, rules: {middle: [a, b, 40%]}}
rounding: {mode: half_up}
"""

WORK = """
import contextlib, io, json, random, sys
from fractions import Fraction
from pathlib import Path

folder, tests = Path(sys.argv[1]), sys.argv[2]
import scoring.rules
scoring.rules.__path__.append(str(folder / "kinds"))
for each in ("kinds", "titles", "leads", "form_leads", "form_keys"):
    getattr(scoring.rules, each).cache_clear()
sys.path.insert(0, tests)

import jsonschema, referencing
import make_docs
import scoring
from scoring import schema
from scoring.check import check
from scoring.cli import main
from scoring.interpret import interpret

found = {}
path = folder / "trips.yaml"
ruleset = scoring.load(path)
found["check"] = [each.code for each in check(ruleset)]
result = ruleset.score({"trips": 13, "a": 5, "b": 1, "c": "2.46"})
found["total"], found["mid"] = str(result.total), str(result.figures["mid"])
found["sentences"] = [each.sentence(lang) for each in result.deductions for lang in ("en", "zh")]
found["facts"] = {name: str(value) for name, value in result["travel"].deductions[0].facts.items()}
found["missing"] = sorted(ruleset.score({"trips": 1}).missing)
for lead in ("quota", "middle"):
    found[lead] = "### " + lead in make_docs.kind_pages()

validator = jsonschema.Draft7Validator(schema.ruleset_schema(), registry=referencing.Registry())
import test_schema
document = test_schema.read(path)
found["schema"] = [each.message for each in validator.iter_errors(document)]
document["indicators"]["travel"]["rules"][0]["usde"] = document["indicators"]["travel"]["rules"][0].pop("used")
found["schema_wrong"] = sorted(each.message for each in validator.iter_errors(document))

found["bad"] = []
for before, after in (
    ("used: trips", "usde: trips"),
    ("of_at_most: 12", "of_at_most: mid * 2 km"),
    ("{quota: 3", "{qouta: 3"),
    ("[a, b, 40%]", "[a, b]"),
):
    (folder / "bad.yaml").write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    try:
        scoring.load(folder / "bad.yaml")
    except scoring.RulesetError as error:
        found["bad"].append([[each.code, each.at.line] for each in error.diagnostics])

rng = random.Random(7)
differ = 0
for _ in range(300):
    case = {name: Fraction(rng.randint(0, 400), 100) for name in "abc"} | {"trips": rng.randint(10, 14)}
    scored = ruleset.score(case)
    root = ruleset.program().root.score
    given = {name: Fraction(value) for name, value in case.items()}
    differ += scored.total != interpret([root], given)[root]
    middle = sorted([case["a"], case["b"], Fraction(4)])[1]
    mid = Fraction(int(sorted([case["a"], case["b"], case["c"]])[1] * 10 + Fraction(1, 2)), 10)
    differ += scored.total != 10 - 3 * (case["trips"] > 12) - (mid > 2) + middle
found["differ"] = differ

out = io.StringIO()
figures = {"trips": 13, "a": 5, "b": 1, "c": 2.46}
(folder / "cases.json").write_text(json.dumps({"cases": {"one": {"figures": figures}}}))
terminal = io.TextIOWrapper(io.BytesIO(), "utf-8")
sys.argv = ["scoring", "explain", str(path), str(folder / "cases.json"), "--case", "one", "--lang", "en"]
with contextlib.redirect_stdout(terminal):
    found["status"] = main()
terminal.flush()
found["explained"] = terminal.buffer.getvalue().decode()
found["printed"] = {}
for lang in ("en", "zh"):
    terminal = io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.argv = ["scoring", "docs", str(path), "--lang", lang]
    with contextlib.redirect_stdout(terminal):
        main()
    terminal.flush()
    found["printed"][lang] = terminal.buffer.getvalue().decode()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what everything says of a ruleset with the two kinds."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "kinds").mkdir()
    (folder / "kinds" / "quota.py").write_text(QUOTA, "utf-8")
    (folder / "kinds" / "middle.py").write_text(MIDDLE, "utf-8")
    (folder / "trips.yaml").write_text(RULESET, "utf-8")
    (folder / "work.py").write_text(WORK, "utf-8")
    words = [sys.executable, "-B", str(folder / "work.py"), str(folder), str(TESTS)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_it_loads_checks_and_scores(found: dict[str, object]) -> None:
    assert found["check"] == []
    assert found["total"] == "10"  # 10 - 3 - 1, and of 5, 1 and 4 (40 % of 10) the middle one
    assert found["mid"] == "2.5"
    assert found["missing"] == ["a", "b", "c"]


def test_interpreter_and_generated_code_agree_with_sums_by_hand(found: dict[str, object]) -> None:
    assert found["differ"] == 0


def test_it_tells_its_reasons_in_both_languages(found: dict[str, object]) -> None:
    assert found["sentences"] == [
        "trips is 13 of at most 12: 3 points lost.",
        "trips为13，限额12，扣3分。",
        "mid is 2.5 km of at most 2 km: 2 points lost, at most 1 point.",
        "mid为2.5km，限额2km，扣2分，本条以1分为限。",
        "the middle of three: 4.",
        "三者居中：4。",
    ]
    assert found["facts"] == {"value": "13", "quota": "12", "asked": "3", "most": "3", "points": "10"}


def test_explain_shows_it(found: dict[str, object]) -> None:
    assert found["status"] == 0
    assert "trips is 13 of at most 12" in str(found["explained"])
    assert "deduction (quota)" in str(found["explained"])


def test_it_is_printed_by_the_meanings_of_its_keys(found: dict[str, object]) -> None:
    printed = found["printed"]
    assert isinstance(printed, dict)
    assert "What is lost above the quota: 3; the figure: trips; the quota: 12." in printed["en"]
    assert "超出限额扣分：20%；所依据的数据：mid；限额：（三个值：1、2、3）；最多扣（加）多少分：1。" in printed["zh"]
    assert "三个值：a、b、40%。" in printed["zh"]


def test_schema_and_pages_know_it(found: dict[str, object]) -> None:
    assert found["schema"] == []
    assert any("'usde' was unexpected" in each for each in list(found["schema_wrong"]))  # type: ignore[call-overload]  # a list
    assert (found["quota"], found["middle"]) == (True, True)


def test_its_mistakes_are_told_like_all_others(found: dict[str, object]) -> None:
    assert found["bad"] == [
        [["unknown-key", 15]], [["formula-syntax", 15]], [["unknown-rule", 15]], [["value-shape", 17]],
    ]  # fmt: skip
