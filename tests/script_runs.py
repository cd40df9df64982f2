"""Scripts run in node, and what they say compared with results of Python: every figure, outcome and reason."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.case import Finding, Given, Mark, SetScore
from scoring.number import Number, decimal_text, places_of
from scoring.report.text import output_text
from scoring.script.given import given_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.reading import Domain
    from scoring.sentences import Fact

Told = dict[str, Any]
Typed = dict[str, Any]

_DRIVER = """
for (const line of require("fs").readFileSync(0, "utf8").split("\\n")) {
  if (!line) continue;
  const { script, together, cases } = JSON.parse(line);
  const { score, scoreAll, scorePortfolio } = all[script];
  const told = together === null ? scorePortfolio(cases) : together ? scoreAll(cases) : cases.map(score);
  process.stdout.write(JSON.stringify(told) + "\\n");
}
"""
_ODD = ("", "-", "nonsense", "-1", "1e5", "+3", ".5", "05", "1.", "1,922.00", "１２", "１２％", "95", "95%", "9 5",
        "12.5", "0.5", "1" * 16, "0." + "1" * 16, "2024-02-30", "2024-10-18", "2024年10月18日", "２０２４-１-１",
        "0000-01-01", "true", "TRUE", "是", " 12", "12\n", "\u2028", "</script>", "__proto__", "𝟙𝟚", "-0", "101%",
        "999999999999999.999999999999999")  # fmt: skip


def node_says(code: str, text: str) -> str:
    """Return what a script for node prints, given a text on its standard input."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed (tests/debian.sh installs it)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.cjs"
        path.write_text(code, "utf-8")
        done = subprocess.run([node, path], input=text, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  # node itself
    assert done.returncode == 0, done.stderr[:2000]
    return done.stdout


def said(scripts: Sequence[str], asked: Iterable[tuple[int, bool, Sequence[Typed]]]) -> list[list[Told]]:
    """Return what scripts say of cases, in one process.

    Args:
        scripts: of calculators.
        asked: number of the script, whether the cases are one run, and the cases.
    """
    blocks = [f"{{\n{script}\nall.push(scoringCalculator);\n}}" for script in scripts]
    lines = [json.dumps({"script": script, "together": together, "cases": cases}) for script, together, cases in asked]
    told = node_says("\n".join(["const all = [];", *blocks, _DRIVER]), "\n".join(lines))
    return [json.loads(line) for line in told.split("\n") if line]


def portfolios(scripts: Sequence[str], runs: Sequence[Sequence[Typed]]) -> list[Told]:
    """Return what scripts say of runs of cases weighted into one: of each script its run."""
    asked: Any = [(script, None, cases) for script, cases in enumerate(runs)]
    told: list[Any] = said(scripts, asked)
    return told


def compare_portfolio(portfolio: scoring.Portfolio, told: Told, cases: Sequence[scoring.Case]) -> None:
    """Compare what a script says of a portfolio with what Python says, its cases too."""
    for result, each in zip(portfolio.results, told["results"], strict=True):
        compare(result, each)
    ids = [each.id for each in cases]

    def listed(values: Mapping[str, Number]) -> list[Told]:
        return [{"case": ids.index(id_), "value": str(value)} for id_, value in values.items()]

    assert told["portfolio"] == {
        "outcome": str(portfolio.outcome),
        "total": None if portfolio.total is None else str(portfolio.total),
        "grade": portfolio.grade,
        "groups": [{"path": path, "score": str(score)} for path, score in portfolio.groups.items()],
        "weights": listed(portfolio.weights),
        "contributions": listed(portfolio.contributions),
        "leftOut": [ids.index(id_) for id_ in portfolio.left_out],
    }


def fact(value: Fact) -> object:
    """Return a fact as a script tells it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Number) else value


def expected(result: scoring.Result) -> Told:
    """Return what a script should say of the case of a result."""

    def number(value: Fraction | None) -> str | None:
        return None if value is None else str(value)

    def reason(each: scoring.Deduction) -> Told:
        return {"path": each.indicator, "code": each.code, "points": str(each.points),
                "nominal": str(each.nominal), "effect": number(each.effect),
                "sentence": {lang: each.sentence(lang) for lang in ("en", "zh")}}  # fmt: skip

    root = result.program.root
    rules = result.program.grade_rules
    return {
        "problems": [], "waits": False, "outcome": str(result.outcome), "total": number(result.total),
        "points": number(result[""].points) if root else None, "grade": result.grade, "missing": list(result.missing),
        "perhapsMissing": list(result.perhaps_missing),
        "nodes": [
            {"path": each.path, "points": number(each.points), "score": number(each.score), "lost": number(each.lost),
             "outcome": str(each.outcome), "missing": list(each.missing)}
            for each in result.nodes
        ],
        "deductions": [reason(each) for each in result.deductions],
        "awards": [reason(each) for each in result.awards],
        "figures": [{"name": name, "value": fact(value)} for name, value in result.figures.items()],
        "outputs": [
            {"name": each.name, "value": fact(result.outputs[each.name]),
             "said": {lang: output_text(each, result.outputs[each.name], lang) for lang in ("en", "zh")}}
            for each in result.program.outputs
        ],
        "overrides": [at for at, rule in enumerate(rules) if any(rule is each for each in result.overrides)],
    }  # fmt: skip


def compare(result: scoring.Result | scoring.CaseError, told: Told) -> None:
    """Compare what a script says of a case with what Python says."""
    if isinstance(result, scoring.CaseError):
        wrong = [each for each in result.diagnostics if each.severity == "error"]
        assert {each.code for each in wrong} == {each["code"] for each in told["problems"]}, (wrong, told["problems"])
        for lang in ("en", "zh"):
            words = {each[lang] for each in told["problems"]}
            assert {each.message(lang) for each in wrong} <= words, (wrong, words)
            hints = {each["hint"][lang] for each in told["problems"]}
            assert {each.hint(lang) for each in wrong if "near" not in each.facts} <= hints, (wrong, hints)
        assert told["outcome"] is None
        return
    for each in (*told["deductions"], *told["awards"]):
        each.pop("line")
    should = expected(result)
    assert told.keys() == should.keys()
    for key, value in should.items():
        assert told[key] == value, (key, result.case)


def scored(ruleset: scoring.Ruleset, case: scoring.Case, method: str | None) -> scoring.Result | scoring.CaseError:
    """Return what Python says of a case, also where it refuses it."""
    try:
        return ruleset.score(case, method=method)
    except scoring.CaseError as error:
        return error


class Typing:
    """Rows of values as a person types them: texts, for the page and for a file of cases alike."""

    def __init__(self, domains: Mapping[str, Domain], seed: int, odd: float) -> None:
        """Take what may be typed, and how often something odd is."""
        self.domains, self.odd = domains, odd
        self.dice = random.Random(seed)  # noqa: S311  # figures to score, not secrets

    def text(self, value: object, *, percent: bool = False) -> object:
        """Return a value as text."""
        if isinstance(value, bool):
            return value
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, Fraction | int):
            number = Fraction(value) * (100 if percent else 1)
            places = places_of(number)
            number = number if places is not None and places <= 15 else Fraction(round(number * 10**6), 10**6)
            return decimal_text(number) + "%" * percent
        return str(value)

    def case(self, row: Mapping[str, object]) -> tuple[scoring.Case, Typed]:
        """Return a row as a case of Python and as what a page gives a script."""
        figures: dict[str, object] = {}
        for name, value in row.items():
            if "/" not in name:
                odd = self.dice.random() < self.odd
                text = self.dice.choice(_ODD) if odd else self.text(value, percent=self.domains[name].percent)
                figures[name] = text
        marks: dict[str, Any] = {}
        sets: dict[str, Any] = {}
        reasons: dict[str, str] = {}
        findings: list[dict[str, Any]] = []
        for name, value in row.items():
            path, _, key = name.rpartition("/")
            if key in ("mark", "mark.deduct"):
                because = "sampled" if row.get(f"{path}/mark.because") else ""
                marks[path] = {
                    "score" if key == "mark" else "deduct": self.text(value),
                    "because": because,
                    "by": self.dice.choice(("", "评审组")),
                }
            elif key == "set" and path:
                sets[path] = {"score": self.text(value), "because": "appeal"}
            elif key == "not_applicable":
                reasons[path] = "no such thing"
            elif key == "findings" and value:
                amount = self.dice.choice((None, None, "3", "0.25", "1200"))
                findings.append(
                    {
                        "against": [path],
                        "count": self.text(value),
                        "amount": amount,
                        "note": self.dice.choice(("", "seen.")),
                    }
                )
        given = {name: Given(text, written=True) for name, text in figures.items()}
        case = scoring.Case(
            figures=given,
            marks={path: Mark(**each) for path, each in marks.items()},
            set={path: SetScore(**each) for path, each in sets.items()},
            not_applicable=reasons,
            findings=tuple(
                Finding(tuple(each["against"]), each["count"], each["amount"], each["note"]) for each in findings
            ),
        )
        page = {"table": 0, "figures": figures, "lists": {}, "marks": marks, "sets": sets, "not_applicable": reasons,
                "findings": findings}  # fmt: skip
        return case, page


def given(results: Iterable[scoring.Result]) -> list[Typed]:
    """Return what the cases of some results give, for the one table of a script."""
    return [given_of(each, 0) for each in results]
