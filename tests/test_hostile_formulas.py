"""Formulas made to crash, hang, swell, mislead or break out: each is refused at once, with code and place."""

from __future__ import annotations

import sys
import time

import pytest

from scoring.diagnostic import RulesetError, ScoringError
from scoring.ruleset import Ruleset
from timing import refused_within

SECONDS = 0.05 * (10 if sys.gettrace() is not None else 1)  # where coverage is measured, time is not
TEXT = 500
HEAD = """ruleset: hostile
points: 10
figures:
  x: {min: 0}
  kind: {words: [city, district]}
"""

FORMULAS = {
    # what simpleeval takes by default, security.md 2
    "power tower": ("9**4000000", "formula-operator"),
    "power of a large base": ("3999999**3999999", "formula-operator"),
    "power and rest": ("(3999999**1000000)%7", "percent-sign-place"),
    "joined powers": ("'*'.join(['3**4000000']*40)", "formula-character"),
    "zfill": ("'x'.zfill(2000000000)", "formula-not-allowed"),
    "ljust": ("'x'.ljust(999999999)", "formula-not-allowed"),
    "format of bytes": ("b'%999999999d' % 1", "percent-sign-place"),
    "f-string": ('f"{1:.999999999f}"', "formula-not-allowed"),
    "comprehension": ("[[0]*100000 for a in list('x'*9999)]", "formula-character"),
    "generator": ("(y for y in x)", "formula-not-allowed"),
    "minus signs": ("-" * 490 + "1", "formula-too-deep"),
    "plus signs": ("+" * 490 + "1", "formula-not-allowed"),
    "nots": ("not " * 120 + "true", "formula-too-deep"),
    "thousands of minus signs": ("-" * 30_000 + "1", "formula-too-long"),
    "thousands of nots": ("not " * 2_000 + "true", "formula-too-long"),
    "assignment": ("x = 1", "formula-operator"),
    "assignment in place": ("x += 1", "formula-operator"),
    "walrus": ("(y := 3)", "formula-character"),
    "two formulas": ("1; 2", "formula-character"),
    "comment": ("1#c", "formula-character"),
    "exponent": ("1e400", "number-written"),
    "infinity less infinity": ("1e400-1e400", "number-written"),
    "not a number": ("float('nan')", "unknown-function"),
    "imaginary": ("1j*1j", "number-written"),
    "Ellipsis": ("...", "formula-not-allowed"),
    "truth values added": ("True+True", "formula-name-truth"),
    "text times number": ("'5'*3", "formula-type"),
    "root of a negative": ("(-8)**(1/3)", "formula-operator"),
    "function as a value": ("abs==abs and 5", "function-without-call"),
    "function of simpleeval": ("rand", "unknown-figure"),
    "figure called": ("x(1)", "unknown-function"),
    "update": ("x.update(x=999)", "formula-operator"),
    "clear": ("x.clear()", "formula-not-allowed"),
    "append": ("x.l.append(5)", "formula-not-allowed"),
    "write_text": ("x.write_text('pwned')", "formula-not-allowed"),
    "getattr": ("getattr_(getattr_(1,'__class__'),'__base__')", "unknown-function"),
    "pow": ("pow(2, 100000000)", "unknown-function"),
    "range": ("sum(range(1000000000))", "unknown-function"),
    "if_": ("if_(true, 1, 1/0)", "unknown-function"),
    "full-width name": ("ｘ", "name-folds"),
    "ordinal": ("ª", "name-folds"),
    "full-width function": ("ｍａｘ(1, 2)", "name-folds"),
    "Arabic digit": ("int('٣')", "unknown-function"),
    "Arabic number": ("٣", "formula-syntax"),
    # ways out
    "class": ("x.__class__", "unknown-attribute"),
    "class of a method": ("x.__class__.__mro__", "unknown-attribute"),
    "subclasses": ("().__class__.__bases__[0].__subclasses__()", "formula-character"),
    "import": ("__import__('os')", "name-underscore"),
    "eval": ("eval('1')", "unknown-function"),
    "format with attributes": ("'{0.__class__}'.format(x)", "formula-not-allowed"),
    "builtins": ("__builtins__", "name-underscore"),
    "lambda": ("(lambda: 1)()", "formula-character"),
    "await": ("await x", "formula-not-allowed"),
    "yield": ("(yield)", "formula-not-allowed"),
    "star": ("max(*x)", "formula-not-allowed"),
    "keyword": ("max(x, key=abs)", "formula-operator"),
    "subscript": ("x[0]", "formula-character"),
    "escape": ("'\\x41' == kind", "formula-character"),
    "words side by side": ("kind == 'a' 'b'", "formula-not-allowed"),
    # operators and numbers of other languages
    "floor division": ("x // 2", "formula-operator"),
    "rest": ("x % 2", "percent-sign-place"),
    "shift left": ("x << 2", "formula-operator"),
    "shift right": ("x >> 2", "formula-operator"),
    "and of bits": ("x & 1", "formula-character"),
    "complement": ("~x", "formula-character"),
    "matrix product": ("x @ x", "formula-character"),
    "identity": ("x is x", "formula-operator"),
    "text in text": ("kind in 'city'", "formula-in"),
    "underscores": ("1_000", "number-written"),
    "hexadecimal": ("0x1F", "number-written"),
    "leading zeros": ("007", "number-written"),
    "long number": ("9" * 400, "number-too-long"),
    "none": ("None", "formula-not-allowed"),
    # what grows
    "brackets": ("(" * 26 + "x" + ")" * 26, "formula-too-deep"),
    "terms": ("x" + "+x" * 240, "formula-too-deep"),
    "powers of powers": ("power(" * 10 + "x" + ", 20)" * 10, "number-too-large"),
    "powers of constants": ("power(" * 10 + "9" + ", 20)" * 10, "number-too-large"),
    "large exponent": ("power(2, 100000000)", "power-domain"),
    "long name": ("x" * 501, "formula-too-long"),
    # what would go wrong when a case is scored
    "division by zero": ("x / (1 - 1)", "division-by-zero"),
    "quotient by zero": ("quotient(x, 0)", "division-by-zero"),
    "number as truth": ("x and 1", "formula-type"),
    "number as condition": ("1 if x else 2", "formula-type"),
    "truth as number": ("1 + (x > 2)", "formula-type"),
    "two types": ("first_known(x, true)", "formula-type"),
}


def refused(text: str) -> RulesetError:
    error = refused_within(SECONDS, RulesetError, lambda: Ruleset((("hostile.yaml", text),)))
    assert isinstance(error, ScoringError)
    return error


def quoted(formula: str) -> str:
    return "'" + formula.replace("'", "''") + "'"


PLACES = {
    "figure": "  y: {is: FORMULA}\nindicators:\n  a: {points: 10, rules: {deduct: 1, when: y > 3}}\n",
    "condition": "indicators:\n  a: {points: 10, rules: {deduct: 1, when: FORMULA}}\n",
    "amount": "indicators:\n  a: {points: 10, rules: {deduct: FORMULA, when: x > 3}}\n",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", FORMULAS)
def test_a_hostile_formula_is_refused_at_once(name: str, place: str) -> None:
    formula, code = FORMULAS[name]
    if (name, place) == ("Ellipsis", "amount"):
        code = "formula-syntax"  # two dots make a range, of which each end is a formula
    text = HEAD + PLACES[place].replace("FORMULA", quoted(formula))
    line = next(number for number, each in enumerate(text.splitlines(), 1) if quoted(formula) in each)
    (problem,) = refused(text).diagnostics
    assert (problem.code, problem.at.line) == (code, line)
    assert problem.at.column > text.splitlines()[line - 1].index(quoted(formula))
    for lang in ("en", "zh"):
        shown = problem.render(lang)
        assert len(shown) <= TEXT
        assert all(char.isprintable() or char == "\n" for char in shown)


@pytest.mark.parametrize("name", ["max", "min", "power", "total", "if", "true", "given", "findings"])
def test_no_figure_takes_the_name_of_a_function(name: str) -> None:
    text = HEAD + f"  {name}: {{min: 0}}\nindicators:\n  a: {{points: 10, rules: {{deduct: 1, when: x > 3}}}}\n"
    assert "id-reserved" in {each.code for each in refused(text).diagnostics}


def test_powers_of_powers_by_way_of_figures_are_refused() -> None:
    figures = "".join(f"  f{number + 1}: {{is: 'power(f{number}, 20)'}}\n" for number in range(9))
    rest = "indicators:\n  a: {points: 10, rules: {deduct: 1, when: f9 > 3}}\n"
    (problem,) = refused(HEAD + "  f0: {min: 0}\n" + figures + rest).diagnostics
    assert problem.code == "number-too-large"


def nested(form: str, depth: int) -> str:
    inner = "5"
    for _ in range(depth):
        inner = form.replace("INNER", inner)
    return inner


@pytest.mark.parametrize(
    ("form", "depth"),
    [
        ("{of: x, edge: at_least, bands: {1: INNER, else: 0}}", 14),
        ("{of: x, beyond: hold, interpolate: {0: 0, 1: INNER}}", 14),
        ("{of: kind, by: {city: INNER, else: 0}}", 14),
        ("{hit: max, rows: [{when: x > 1, is: INNER}, {is: 0}]}", 9),
    ],
)
def test_forms_inside_forms_are_read_once_each(form: str, depth: int) -> None:
    text = HEAD + f"indicators:\n  a: {{points: 10, rules: {nested(form, depth)}}}\n"
    start = time.thread_time()
    ruleset = Ruleset((("deep.yaml", text),))
    assert time.thread_time() - start < 10 * SECONDS
    assert ruleset.score({"x": 2, "kind": "city"}).total == 5


def test_an_error_speaks_of_its_own_formula_in_every_thread() -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # for this test alone

    def code(number: int) -> str:
        return refused_text(f"unknown{number} > 3")

    def refused_text(formula: str) -> str:
        text = HEAD + PLACES["condition"].replace("FORMULA", quoted(formula))
        with pytest.raises(RulesetError) as caught:
            Ruleset((("thread.yaml", text),))
        return caught.value.diagnostics[0].facts["name"]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(code, range(200))) == [f"unknown{number}" for number in range(200)]
