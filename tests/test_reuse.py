"""What an author writes once and uses often: functions, shapes, shared files, and lists of thresholds."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring.check import check
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
ruleset: reuse
source: x
points: 10
without_findings: keep
figures:
  age: {min: 0, name: {en: age in years, zh: 年限}}
  ground: {words: [rock, clay], name: {en: ground, zh: 土质}}
  road: {unit: "%", max: 100%, name: {en: road share, zh: 通路率}}
  water: {unit: "%", max: 100%, if_missing: zero}
  late: {type: count}
  kind: {words: [city, district], if_missing: city}
  x: {min: 0}
"""
CASE = {"age": 3, "ground": "clay", "road": "60%", "water": "45%", "late": 2, "x": 4}


def made(text: str) -> Ruleset:
    return Ruleset((("reuse.yaml", HEAD.lstrip() + text),))


def total(text: str, **figures: object) -> Fraction | None:
    return made(text).score({**CASE, **figures}).total


def points(formula: str, functions: str, **figures: object) -> Fraction | None:
    rule = f'indicators: {{a: {{points: 10, rules: {{points: "{formula}"}}}}}}\n'
    return total(f"{rule}functions:\n  {functions}\n", **figures)


# Functions


@pytest.mark.parametrize(
    ("functions", "formula", "expected"),
    [
        ("wear: {needs: [years, soil], of: soil, by: {rock: 1 * years, else: 2 * years}}", "wear(age, ground)", 6),
        ("wear: {needs: [years, soil], of: soil, by: {rock: 1 * years, else: 2 * years}}", "wear(1, 'rock')", 1),
        ("twice: {needs: x, is: 2 * x}", "twice(twice(age) - 5)", 2),
        ("pi: {needs: [], is: 22/7}", "pi()", Fraction(22, 7)),
        ("old: {needs: [y], is: y > 2}", "5 if old(age) else 1", 5),
        ("a_: {needs: y, words: [o, n], of: y, edge: above, bands: {2: o, else: n}}", "5 if a_(x) == 'o' else 1", 5),
        ("slope: {needs: [y], of: y, interpolate: {0: 1, 6: 4}, beyond: hold}", "slope(age)", Fraction(5, 2)),
        ("best: {needs: [a, b], hit: first, rows: [{when: a > b, is: a}, {is: b}]}", "best(age, late)", 3),
        ("share: {needs: [p], is: p * 10}", "share(road)", 6),
        ("safe: {needs: [p, q], is: p if known(p) else q}", "safe(age / (late - 2), 7)", 7),
    ],
)  # fmt: skip
def test_a_function_is_a_value_of_its_parameters(functions: str, formula: str, expected: Fraction) -> None:
    assert points(formula, functions) == expected


def test_an_argument_that_the_branch_does_not_need_may_be_undefined() -> None:
    assert points("pick(age, age / (late - 2))", "pick: {needs: [p, q], is: p if p < 5 else q}") == 3


def test_a_parameter_hides_the_figure_of_its_name() -> None:
    assert points("twice(age) + x", "twice: {needs: x, is: 2 * x}") == 10


def test_functions_call_one_another_in_any_order() -> None:
    functions = "four: {needs: x, is: two(two(x))}\n  two: {needs: x, is: 2 * x}"
    assert points("four(late)", functions) == 8


def test_many_calls_of_equal_arguments_are_worked_out_once() -> None:
    chain = "f0: {needs: x, is: x}\n" + "".join(
        f"  f{each}: {{needs: x, is: (f{each - 1}(x) + f{each - 1}(x)) / 2}}\n" for each in range(1, 8)
    )
    assert points(" + ".join(["f7(age)"] * 3), chain) == 9


def test_calls_without_bound_are_refused_before_they_are_worked_out() -> None:
    nested = "f0: {needs: x, is: x}\n" + "".join(
        f"  f{each}: {{needs: x, is: {' + '.join(f'f{each - 1}({n} * x + {n})' for n in range(1, 12))}}}\n"
        for each in range(1, 8)
    )
    with pytest.raises(scoring.RulesetError) as caught:
        points("f7(age)", nested)
    assert {each.code for each in caught.value.diagnostics} <= {"functions-many", "number-too-large"}


def test_a_deep_body_in_a_deep_body_is_no_recursion_error() -> None:
    deep = "(" * 20 + "x" + " + 1)" * 20
    chain = f"f0: {{needs: x, is: {deep}}}\n" + "".join(
        f"  f{each}: {{needs: x, is: {deep.replace('x', f'f{each - 1}(x)')}}}\n" for each in range(1, 8)
    )
    assert points("f7(age) - 153", chain) == 10


def test_a_figures_policy_acts_through_a_function() -> None:
    text = (
        "functions: {half: {needs: p, is: p / 2}}\nindicators: {a: {points: 10, rules: {points: half(water) * 10}}}\n"
    )
    result = made(text).score({key: value for key, value in CASE.items() if key != "water"})
    assert result.total == 0


def test_two_wrong_calls_are_two_mistakes_and_a_wrong_body_is_one() -> None:
    text = """
functions: {more: {needs: [p, q], is: p + q}, bad: {needs: p, is: p + nothing}}
indicators:
  a: {points: 5, rules: {points: "more(age, ground)"}}
  b: {points: 5, rules: {points: "more(ground, age) + bad(age) + bad(x)"}}
"""
    with pytest.raises(scoring.RulesetError) as caught:
        made(text)
    assert [(each.code, each.at.line) for each in caught.value.diagnostics] == [
        ("formula-type", 16),
        ("formula-type", 17),
    ]
    with pytest.raises(scoring.RulesetError) as caught:
        made(text.replace("more(ground, age)", "1").replace("more(age, ground)", "bad(late)"))
    assert [(each.code, each.at.line) for each in caught.value.diagnostics] == [("function-reads", 14)]


def test_a_function_may_read_the_amount_of_a_finding() -> None:
    text = """
functions: {heavy: {needs: [y, most], is: y > most}}
indicators: {a: {points: 10, rules: {deduct: 2, per: finding, when: "heavy(amount, 5)"}}}
"""
    case = scoring.Case(
        figures=CASE, findings=tuple(scoring.Finding(against=("a",), amount=Fraction(each)) for each in (4, 6, 7))
    )
    assert made(text).score(case).total == 6


LISTS = """
ruleset: lists
source: x
points: 10
figures:
  marks: {list_of: {min: 0, max: 10}}
  age: {min: 0}
"""


def test_a_list_may_be_passed_to_a_function_and_to_a_shape() -> None:
    text = """functions: {middle: {needs: [of, n], is: n * (max(of) + min(of))}}
shapes: {judged: {needs: [m], rules: {points: mean(m)}}}
indicators:
  a: {points: 5, rules: {points: "middle(marks, 0.5)"}}
  b: {points: 5, use: judged, with: {m: marks}}
"""
    result = Ruleset((("lists.yaml", LISTS.lstrip() + text),)).score({"marks": [1, 2, 6]})
    assert [result["a"].score, result["b"].score] == [Fraction(7, 2), 3]


@pytest.mark.parametrize(
    ("body", "code"),
    [("sum(marks) + n", "function-reads"), ("of + n", "list-alone"), ("sum(n)", "list-expected")],
)
def test_a_function_reads_no_list_that_it_is_not_given(body: str, code: str) -> None:
    text = f"functions: {{middle: {{needs: [of, n], is: {body}}}}}\n"
    text += 'indicators: {a: {points: 10, rules: {points: "middle(marks, age)"}}}\n'
    with pytest.raises(scoring.RulesetError) as caught:
        Ruleset((("lists.yaml", LISTS.lstrip() + text),))
    assert [each.code for each in caught.value.diagnostics] == [code]


# Shapes

COVERAGE = "shapes:\n  coverage: {needs: [x, goal], rules: {ratio: x, to: goal}}\n"


def test_a_shape_is_filled_in_with_what_the_node_says() -> None:
    text = (
        COVERAGE
        + """
indicators:
  a: {points: 4, use: coverage, with: {x: road, goal: 90%}}
  b: {points: 6, use: coverage, with: {x: x, goal: 8}}
"""
    )
    result = made(text).score(CASE)
    assert [result["a"].score, result["b"].score] == [Fraction(8, 3), 3]
    sentence = result["a"].deductions[0].sentence
    assert sentence("en").startswith("road share 60% ÷ 90% = 66.6666…%")
    assert sentence("zh").startswith("通路率60%÷90%")


def test_parts_of_a_formula_are_said_in_brackets() -> None:
    text = "shapes: {half: {needs: [x], rules: {deduct: 1, per: 1, part: exact, of: x / 2}}}\n"
    text += "indicators: {a: {points: 10, use: half, with: {x: age + late}}}"
    assert made(text).score(CASE).deductions[0].sentence("en").startswith("(age in years + late) ÷ 2 is 2.5")


def test_a_nodes_own_keys_go_before_those_of_its_shape() -> None:
    shape = "shapes: {s: {needs: [x], points: 4, cap: 3, round: 1, rules: {points: x}}}\n"
    text = shape + "indicators: {a: {use: s, with: {x: age + 0.6}}, b: {points: 6, cap: none, use: s, with: {x: 8}}}"
    result = made("rounding: {mode: half_up}\n" + text).score(CASE)
    assert [result["a"].points, result["a"].score, result["b"].score] == [4, 3, 8]


def test_a_shape_in_an_each_is_filled_in_leaf_by_leaf() -> None:
    text = (
        COVERAGE
        + """
spread: leaves
each: {use: coverage, with: {goal: 90%}}
indicators:
  a: {with: {x: road}}
  b: {with: {x: age, goal: 6}}
  own: {rules: {points: 1}, with: {x: age, goal: 1}}
"""
    )
    result = made(text).score(CASE)
    assert [result[each].lost for each in ("a", "b", "own")] == [Fraction(10, 9), Fraction(5, 3), Fraction(7, 3)]


def test_a_shape_in_an_each_may_bring_children_that_do_not_take_it_again() -> None:
    text = """
shapes:
  pair:
    needs: [x]
    criteria: {one: 40%, two: {points: 60%, rules: {deduct: 2, per: 1, of: x}}}
    each: {deduct: 1, per: finding}
each: {use: pair}
indicators: {a: {points: 5, with: {x: late}}, b: {points: 5, with: {x: 0}}}
"""
    case = scoring.Case(figures=CASE, findings=(scoring.Finding(against=("a.one",)),))
    with pytest.raises(scoring.RulesetError, match="option-needed"):
        made(text.replace("with: {x: 0}", "with: {x: 0.5}"))  # not whole: what a part of a step does must be said
    result = made(text).score(case)
    assert [result[each].score for each in ("a.one", "a.two", "b")] == [1, 0, 5]


def test_a_parameter_is_a_count_where_a_count_is_passed() -> None:
    text = "shapes: {s: {needs: [n], rules: {deduct: 2, per: 1, of: n}}}\n"
    text += "indicators: {a: {points: 10, use: s, with: {n: late}}}"
    assert total(text) == 6


def test_variants_may_give_one_shape_other_values() -> None:
    text = (
        COVERAGE
        + """
indicators:
  a:
    points: 10
    use: coverage
    with: {goal: 80%}
    variants: [{when: kind == 'city', with: {x: road}}, {with: {x: age, goal: 4}}]
"""
    )
    assert total(text) == Fraction(15, 2)
    assert total(text, kind="district") == Fraction(15, 2)
    assert total(text, kind="district", age=2) == 5


def test_a_shape_may_bring_variants() -> None:
    shape = (
        "shapes: {s: {needs: [x], variants: [{when: kind == 'city', rules: {points: x}}, {rules: {points: 2 * x}}]}}\n"
    )
    text = shape + "indicators: {a: {points: 10, use: s, with: {x: age}}}"
    assert [total(text), total(text, kind="district")] == [3, 6]


def test_shapes_stand_in_shapes_and_pass_on_what_they_are_given() -> None:
    text = """
shapes:
  half: {needs: [x], rules: {points: x / 2}}
  pair:
    needs: [x, y]
    indicators: {one: {points: 5, use: half, with: {x: x + y}}, two: {points: 5, use: half, with: {x: y}}}
indicators: {a: {points: 10, use: pair, with: {x: age, y: x}}}
"""
    result = made(text).score(CASE)
    assert [result["one"].score, result["two"].score] == [Fraction(7, 2), 2]


def test_local_figures_of_the_node_may_be_passed() -> None:
    text = (
        COVERAGE
        + "indicators: {a: {points: 10, figures: {got: {min: 0}, x: {min: 0}}, use: coverage, with: {x: got, goal: x}}}"
    )
    result = made(text).score({**CASE, "a": {"got": 3, "x": 6}})
    assert result.total == 5


def test_given_and_policies_go_through_a_parameter() -> None:
    text = "shapes: {s: {needs: [p], rules: {points: 4 if given(p) else p * 10}}}\n"
    text += "indicators: {a: {points: 10, use: s, with: {p: water}}}"
    assert total(text) == 4
    result = made(text).score({key: value for key, value in CASE.items() if key != "water"})
    assert result.total == 0


def test_findings_and_scores_may_be_passed() -> None:
    text = """
shapes: {s: {needs: [n, limit], rules: [{deduct: n, when: n > 0}, {deduct: 3, per: finding, when: amount > limit}]}}
indicators:
  a: {points: 6, use: s, with: {n: findings, limit: 5}}
  b: {points: 4, use: s, with: {n: a.lost / 2, limit: 9}}
"""
    case = scoring.Case(figures=CASE, findings=(scoring.Finding(against=("a",), amount=Fraction(6)),))
    result = made(text).score(case)
    assert [result["a"].score, result["b"].score] == [2, 2]


def test_check_names_functions_and_shapes_that_nothing_uses() -> None:
    text = """
functions:
  used: {needs: x, is: inner(x)}
  inner: {needs: x, is: x}
  idle: {needs: x, is: idler(x)}
  idler: {needs: x, is: x}
  kept: {needs: x, is: x, allow: {unused-function: for later}}
shapes:
  s: {rules: {points: 3}}
  t: {rules: {points: used(late)}}
  kept: {rules: {points: 2}, allow: {unused-shape: for later}}
indicators: {a: {points: 10, rules: {points: age}}}
methods: {other: {indicators: {a: {remove: [rules], use: t}}}}
"""
    found = [(each.code, each.facts.get("name")) for each in check(made(text))]
    assert [each for each in found if each[0] in {"unused-function", "unused-shape"}] == [
        ("unused-function", "idle"),
        ("unused-function", "idler"),
        ("unused-shape", "s"),
    ]


def test_a_method_changes_functions_shapes_and_what_they_are_given() -> None:
    text = (
        COVERAGE
        + """
functions: {wear: {needs: [y, soil], of: soil, by: {rock: 1, else: y}}}
indicators:
  a: {points: 5, use: coverage, with: {x: road, goal: 90%}}
  b: {points: 5, rules: {points: "wear(age, ground)"}}
methods:
  goal: {indicators: {a: {with: {goal: 60%}}}}
  wear: {functions: {wear: {by: {else: 2}}}}
  plain: {functions: {wear: {is: 1}}}
  shape: {shapes: {coverage: {rules: {cap: 10%}}}}
"""
    )
    ruleset = made(text)
    scores = {each: ruleset.score(CASE, method=each).total for each in (None, *ruleset.methods)}
    third = Fraction(10, 3)
    assert scores == {None: third + 3, "goal": 8, "wear": third + 2, "plain": third + 1, "shape": Fraction(7, 2)}


def test_a_word_that_a_function_passes_on_keeps_its_order() -> None:
    text = """ruleset: words
source: x
points: 10
figures:
  state: {words: [good, fair, bad], ordered: true}
  other: {words: [good, fair, bad], ordered: true}
  same: {is: "worse(state, other)"}
functions: {worse: {needs: [a, b], is: "min(a, b)"}}
indicators:
  a: {points: 5, rules: {lose_all: same < 'fair'}}
  b: {points: 5, rules: {lose_all: "worse(state, other) == 'bad'"}}
"""
    ruleset = Ruleset((("words.yaml", text),))
    assert ruleset.score({"state": "bad", "other": "good"}).total == 0
    assert ruleset.score({"state": "fair", "other": "good"}).total == 10


# Shared files


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder / "ruleset.yaml"


LEAF = 'indicators: {a: {points: 10, rules: {points: "wear(age)"}}}\n'


def test_shared_files_bring_functions_shapes_and_figures(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "shared").mkdir()
    write(
        tmp_path / "shared",
        functions="use: figures.yaml\nfunctions: {wear: {needs: y, is: 2 * y}, more: {needs: y, is: y}}\n",
    )
    figures = "figures: {age: {min: 0, max: 5}, size: {min: 0}}\nshapes: {s: {rules: {points: 1}}}\n"
    write(tmp_path / "shared", figures=figures)
    path = write(
        tmp_path / "ours",
        ruleset=f"ruleset: r\nsource: x\nuse: [../shared/functions.yaml, ../shared/figures.yaml]\n{LEAF}",
    )
    ruleset = scoring.load(path)
    assert ruleset.score({"age": 4}).total == 8
    assert check(ruleset) == [], "what a shared file holds besides is no finding"
    again = pickle.loads(pickle.dumps(ruleset))  # noqa: S301  # our own
    assert [again.sha256, again.score({"age": 4}).total] == [ruleset.sha256, 8]
    write(tmp_path / "shared", figures="figures: {age: {min: 1}}\n")
    assert scoring.load(path).sha256 != ruleset.sha256


def test_an_extending_ruleset_changes_what_its_base_uses_and_adds_to_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        shared="functions: {wear: {needs: y, of: y, by: {1: 5, else: 7}}}\nfigures: {age: {min: 0}}\n",
        more="functions: {extra: {needs: y, is: y + 1}}\n",
        base=f"ruleset: r\nuse: shared.yaml\n{LEAF}",
        ruleset="""ruleset: r2
extends: base.yaml
use: more.yaml
functions: {wear: {by: {else: extra(y)}}}
figures: {age: {max: 6}}
""",
    )
    ruleset = scoring.load(tmp_path / "ruleset.yaml")
    assert [ruleset.score({"age": 4}).total, ruleset.score({"age": 1}).total] == [5, 5]
    with pytest.raises(scoring.CaseError):
        ruleset.score({"age": 7})
    assert scoring.load(tmp_path / "base.yaml").score({"age": 4}).total == 7


def test_both_places_of_a_name_that_two_files_bring_are_told(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        one="functions: {wear: {needs: y, is: y}}\n",
        two="functions: {wear: {needs: y, is: y}}\n",
        ruleset=f"ruleset: r\nuse: [one.yaml, two.yaml]\nfigures: {{age: {{}}}}\n{LEAF}",
    )
    with pytest.raises(scoring.RulesetError) as caught:
        scoring.load(path)
    (problem,) = caught.value.diagnostics
    assert problem.code == "name-twice"
    assert problem.at.source.name.endswith("two.yaml")
    assert "/one.yaml:1 too" in problem.message()


def test_a_shared_file_is_read_once_however_it_is_named(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        one="use: two.yaml\nfunctions: {wear: {needs: y, is: half(y)}}\n",
        two="functions: {half: {needs: y, is: y / 2}}\n",
        ruleset=f"ruleset: r\nuse: [one.yaml, ./two.yaml, ../{tmp_path.name}/two.yaml]\nfigures: {{age: {{}}}}\n{LEAF}",
    )
    assert scoring.load(path).score({"age": 4}).total == 2


# Thresholds


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{award: 1, per: [3, 4.1, 5.2], above: each, of: x}", {"3": 0, "3.01": 1, "4.1": 1, "5.3": 3, "100": 3}),
        ("{award: 1, per: [3, 4.1, 5.2], at_least: each, of: x}", {"2.99": 0, "3": 1, "4.1": 2, "5.2": 3}),
        ("{deduct: 20%, per: [5, 3], below: each, of: x}", {"5": 10, "4.99": 8, "3": 8, "2": 6}),
        ("{deduct: 2, per: [5, 3], at_most: each, of: x, up_to: 3}", {"5.01": 10, "5": 8, "3": 7}),
        ("{award: 1, per: [2 * late, {is: 6}], above: each, of: x}", {"4": 0, "5": 1, "6.5": 2}),
        ("{award: 0.25, per: [1, 2], at_least: each, of: x, round: 0.1}", {"1": Fraction(3, 10), "3": Fraction(1, 2)}),
        ("{award: 1, per: [1, 2], above: each, of: x, when: age > 5}", {"4": 0}),
    ],
)  # fmt: skip
def test_one_amount_for_each_threshold(rule: str, expected: dict[str, Fraction]) -> None:
    ruleset = made(f"rounding: {{mode: half_up}}\nindicators: {{a: {{points: 10, rules: {rule}}}}}\n")
    assert {x: ruleset.score({**CASE, "x": x}).total for x in expected} == expected


def test_a_thresholds_sentence_says_how_many_were_passed() -> None:
    rule = "{RULE: 1, per: [0.9, 1.9, 2.8, 4.1, 5.2], above: each, of: age, up_to: 3}"
    text = f"indicators: {{a: {{points: 10, start: 2, rules: [{rule}, {{deduct: 1, when: late > 9}}]}}}}"
    result = made(text.replace("RULE", "award")).score({**CASE, "age": "4.5"})
    (award,) = result.awards
    assert award.sentence("en") == (
        "age in years is 4.5, above 4 of 5 thresholds (the last 4.1): 4 × 1 = 4 points gained, at most 3 points."
    )
    assert (
        award.sentence("zh") == "年限为4.5，高于5个界限值中的4个（最后一个为4.1），每个加1分，4×1＝4分，本条以3分为限。"
    )
    assert {name: str(award.facts[name]) for name in ("value", "count", "thresholds", "last", "each", "asked")} == {
        "value": "4.5", "count": "4", "thresholds": "5", "last": "4.1", "each": "1", "asked": "4",
    }  # fmt: skip


def test_thresholds_of_a_date_are_dates() -> None:
    text = """ruleset: dates
source: x
points: 10
figures: {done: {type: date, name: {en: finished, zh: 完成日期}}}
indicators: {a: {points: 10, rules: {deduct: 2, per: [2024-03-31, 2024-06-30], above: each, of: done}}}
"""
    ruleset = Ruleset((("dates.yaml", text),))
    assert [ruleset.score({"done": day}).total for day in ("2024-03-31", "2024-04-01", "2024-07-01")] == [10, 8, 6]
    (lost,) = ruleset.score({"done": "2024-05-01"}).deductions
    assert lost.sentence("en") == (
        "finished is 2024-05-01, after 1 of 2 dates (the last 2024-03-31): 1 × 2 = 2 points lost."
    )
    assert (
        lost.sentence("zh") == "完成日期为2024-05-01，晚于2个日期中的1个（最后一个为2024-03-31），每个扣2分，1×2＝2分。"
    )


def test_a_threshold_that_takes_a_range_asks_for_a_mark() -> None:
    text = "indicators: {a: {points: 10, rules: {deduct: 0.5..1, per: [2, 3], at_least: each, of: age}}}"
    assert made(text).score(CASE).outcome == "missing"
    marked = scoring.Case(figures=CASE, marks={"a": scoring.Mark(deduct=Fraction(3, 2), because="b")})
    assert made(text).score(marked).total == Fraction(17, 2)


@pytest.mark.parametrize("key", ["use", "extends"])
@pytest.mark.parametrize("name", [f"{'x' * 300}.yaml", "loop.yaml"])
def test_a_name_that_leads_to_no_file_is_refused(tmp_path: Path, key: str, name: str) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "r.yaml").write_text(
        f"ruleset: t\npoints: 10\n{key}: {name}\nindicators: {{a: {{points: 10, rules: judge}}}}\n"
    )
    with pytest.raises(scoring.RulesetError) as caught:
        scoring.load(tmp_path / "r.yaml")
    assert [(each.code, each.at.line) for each in caught.value.diagnostics] == [(f"{key}-path", 3)]
