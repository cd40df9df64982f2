"""What ``allow`` may say: codes of findings, each with a reason that is one."""

from __future__ import annotations

import pytest

from scoring import RulesetError
from scoring.check import check
from scoring.ruleset import Ruleset

TEXT = """ruleset: r
source: the law
points: 10
functions: {double: {needs: [q], is: q * 2«function»}}
shapes: {lent: {needs: [z], points: 10, rules: {points: z}«shape»}}
figures:
  x: {min: 0, max: 5«figure»}
  several: {list_of: {min: 0, max: 1}«list»}
indicators:
  a: {use: lent, with: {z: "min(double(x) + sum(several), 10)"}«indicator»}
«top»
"""
PLACES = ("function", "shape", "figure", "list", "indicator", "top")
CLIFF = """ruleset: r
source: the law
points: 10
figures: {x: {min: 0, max: 5}}
indicators: {a: {points: 10, allow: {cliff: «reason»}, rules: {of: x, edge: at_least, bands: {3: 10, else: 0}}}}
"""


def filled(place: str, allow: str) -> str:
    """Return the ruleset with an ``allow`` at one place."""
    text = TEXT
    for each in PLACES:
        written = "" if each != place else f"allow: {allow}" if each == "top" else f", allow: {allow}"
        text = text.replace(f"«{each}»", written)
    return text


def found(text: str) -> list[str]:
    """Return the codes of what is found."""
    return [each.code for each in check(Ruleset((("r.yaml", text),)))]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("allow", ["cliff", "[cliff]", "[cliff, gap]"])
def test_codes_without_reasons_are_refused_wherever_they_stand(place: str, allow: str) -> None:
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", filled(place, allow)),))
    (problem,) = caught.value.diagnostics
    assert problem.code == "allow-shape"
    assert problem.hint("en") == "write 'allow: {cliff: why it is meant}'"
    assert problem.hint("zh") == "请写“allow: {cliff: 允许的理由}”"


@pytest.mark.parametrize(
    ("allow", "code"),
    [
        ("'cliff, gap'", "cliff"),
        ("cliff by law", "cliff"),
        ("the law allows never-taken", "never-taken"),
        ("[nonsense, gap]", "gap"),
        *((each, "CODE") for each in ("true", "3", "null", "[]", "[{cliff: by law}]", "nonsense", "[points-mismatch]")),
    ],
)
def test_the_hint_names_a_code_that_there_is(allow: str, code: str) -> None:
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", filled("indicator", allow)),))
    (problem,) = caught.value.diagnostics
    assert problem.message("en") == "'allow' takes the codes of findings, each with a reason"
    assert problem.hint("en") == f"write 'allow: {{{code}: why it is meant}}'"


@pytest.mark.parametrize("place", PLACES)
def test_a_table_is_read_wherever_it_stands(place: str) -> None:
    assert found(filled(place, "{gaap: by law}")) == ["allow-unknown"]


@pytest.mark.parametrize(
    "reason",
    [
        "by law",
        "法定",
        "statutory",
        "附表1",
        "§ 12",
        '"article 3, all or nothing"',
        "{en: by law, zh: 法定}",
        "{zh: 法定}",
    ],
)
def test_a_reason_says_something(reason: str) -> None:
    assert found(CLIFF.replace("«reason»", reason)) == []


WORTHLESS = (
    *("", "true", '"true"', "True", "12345", '"12345"', "12:30:45", "x", "法", '"...."', "ok", "null", "[by law]"),
    *("{}", "{en: x, zh: 法定}", "{en: by law, zh: }", "{fr: la loi}", "{en: {zh: 法定}}"),
)


@pytest.mark.parametrize("reason", WORTHLESS)
def test_what_says_nothing_is_no_reason(reason: str) -> None:
    assert found(CLIFF.replace("«reason»", reason)) == ["allow-reason"]


@pytest.mark.parametrize("reason", ["true", "x"])
def test_what_says_nothing_is_told_with_what_to_write(reason: str) -> None:
    (finding,) = check(Ruleset((("r.yaml", CLIFF.replace("«reason»", reason)),)))
    assert (finding.code, finding.severity, finding.at.column) == ("allow-reason", "warning", 38)
    assert finding.message("en") == "'cliff' is allowed without a reason"
    assert finding.message("zh") == "允许“cliff”而没有写理由"
    assert finding.hint("en") == "write why in a few words: 'allow: {cliff: …}'"
    assert finding.hint("zh") == "请用几个字写明理由：“allow: {cliff: …}”"


def test_an_error_cannot_be_allowed() -> None:
    text = CLIFF.replace("{cliff: «reason»}", "{cliff: by law, points-mismatch: by law}")
    (finding,) = check(Ruleset((("r.yaml", text),)))
    assert (finding.code, finding.severity) == ("allow-error", "warning")
    assert finding.message("en") == "'points-mismatch' is no finding of check: an error cannot be allowed"
    assert finding.message("zh") == "“points-mismatch”不是检查项：错误不能允许"
    assert finding.hint("en") == "delete it, and correct the ruleset where the error is"
    assert finding.hint("zh") == "请删去，并在出错处改正规则集"


def test_a_code_that_is_almost_one_is_told() -> None:
    found = check(Ruleset((("r.yaml", CLIFF.replace("{cliff: «reason»}", "{Cliff: by law}")),)))
    assert [each.code for each in found] == ["allow-unknown", "cliff"]
    assert found[0].hint("en") == "did you mean 'cliff'?"


def test_what_is_not_found_may_be_found_elsewhere() -> None:
    (finding,) = check(Ruleset((("r.yaml", filled("figure", "{gap: by law}")),)))
    assert (finding.code, finding.severity) == ("allow-unused", "warning")
    assert finding.message("en") == "'gap' is allowed here and not found"
    assert finding.message("zh") == "此处允许的“gap”并未出现"
    assert finding.hint("en").startswith("delete it; or if the finding is elsewhere, move it")
    assert "别处" in finding.hint("zh")
