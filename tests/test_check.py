"""What `check` looks for: each finding where it is due, and none where it is not or is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import RulesetError
from scoring.check import check, check_file, checked_json, checked_text
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.diagnostic import Diagnostic

TOP = "ruleset: r\nsource: the law\npoints: 10\nrounding: {mode: half_up, leaf: 2}\n"
PLAIN = TOP + "figures: {x: {min: 0}}\nindicators: {a: {points: 10, rules: {deduct: 1, per: 1, of: x, part: exact}}}\n"


HERE = {
    "unused-figure",
    "unused-function",
    "unused-shape",
    "unused-method",
    "duplicate-code",
    "leaf-not-rounded",
    "no-source",
    "grade-unreachable",
}
"""Codes that are looked at here; what analysis finds besides has tests of its own."""


def found_in(*texts: tuple[str, str]) -> list[Diagnostic]:
    """Return what is found in a ruleset, as far as it is looked at here."""
    return [each for each in check(Ruleset(texts)) if each.code in HERE]


def codes(text: str) -> list[str]:
    """Return the codes of what is found in a ruleset."""
    return [each.code for each in found_in(("r.yaml", text))]


def test_nothing_is_found_where_nothing_is() -> None:
    assert codes(PLAIN) == []


@pytest.mark.parametrize(
    ("figures", "unused"),
    [
        ("{x: {min: 0}, y: {min: 0}}", ["y"]),
        ("{x: {min: 0}, y: {min: 0}, z: {is: y + 1}}", ["z"]),
        ("{x: {is: y + 1}, y: {min: 0}}", []),
        ("{x: {is: w + 1}, w: {is: y + 1}, y: {min: 0}}", []),
        ("{x: {min: 0, if_missing: 0}, y: {min: 0, allow: {unused-figure: for the report}}}", []),
        ("{x: {min: 0}, v: {is: x + 1}, w: {is: v + 1}}", ["w"]),
        ("{x: {is: 2 if given(y) else 3}, y: {min: 0}}", []),
        ("{x: {over: cases, take: mean, of: y, where: z > 1}, y: {min: 0}, z: {min: 0}}", []),
    ],
)
def test_figures_that_nothing_reads(figures: str, unused: list[str]) -> None:
    found = found_in(("r.yaml", PLAIN.replace("{x: {min: 0}}", figures)))
    assert [each.facts["name"] for each in found] == unused
    assert all(each.code == "unused-figure" and each.severity == "warning" for each in found)


@pytest.mark.parametrize(
    "more",
    [
        "grades: [{grade: good, at_least: 5, require: y > 1}, {grade: poor}]\n",
        "grades: {good: 5, poor: else}\noverrides: [{when: y > 1, grade: poor}]\n",
        "portfolio: {weight: y}\n",
        "methods: {other: {indicators: {a: {rules: {of: y}}}}}\n",
        "cap: {of: y, edge: at_least, bands: {5: 10, else: 8}}\n",
        "admit: {when: y > 1}\n",
        "order: [{by: total, best: high}, {by: y, best: low}]\n",
    ],
)
def test_a_figure_is_used_by_grades_overrides_weights_limits_admission_order_and_methods(more: str) -> None:
    assert codes(PLAIN.replace("{x: {min: 0}}", "{x: {min: 0}, y: {min: 0}}") + more) == []


@pytest.mark.parametrize("over", ["take: min, of: y", "take: count, where: y > 1", "take: max, of: sum(sizes)"])
def test_a_figure_is_used_by_what_is_taken_over_all_cases_and_of_lists(over: str) -> None:
    sizes = "sites: {list_of: {size: {min: 0}, cracks: {list_of: {min: 0}}}}, y: {min: 0}"
    worth = "sizes: {for_each: sites, is: size * y + sum(cracks)}"
    figures = f"figures: {{{sizes}, {worth}, z: {{over: cases, {over}}}, x: {{is: z + sum(sizes)}}}}"
    assert codes(PLAIN.replace("figures: {x: {min: 0}}", figures)) == []
    alone = figures.replace("z + sum(sizes)", "sum(sites.size)")
    assert "unused-figure" in codes(PLAIN.replace("figures: {x: {min: 0}}", alone))


def test_local_figures_are_looked_at_too() -> None:
    local = PLAIN.replace("{points: 10, rules", "{points: 10, figures: {extra: {min: 0}}, rules")
    assert codes(local) == ["unused-figure"]


def test_a_code_at_two_indicators_is_shown_with_the_place_of_the_first() -> None:
    two = "{a: {code: A1, points: 4, rules: judge}, b: {code: A1, points: 6, rules: judge}}"
    text = TOP + f"indicators: {two}\n"
    (found,) = found_in(("r.yaml", text))
    assert (found.code, found.severity, str(found.at)) == ("duplicate-code", "warning", "r.yaml:5:64")
    assert found.facts == {"name": "A1", "first": "r.yaml:5:24"}
    assert codes(text.replace("code: A1, points: 6", "code: A2, points: 6")) == []
    assert codes(text.replace("points: 6", "allow: {duplicate-code: printed so}, points: 6")) == []


def test_variants_of_one_node_may_share_their_codes() -> None:
    part = "code: A, points: 10, indicators: {%s: {code: A1, points: 10, rules: judge}}"
    variants = f"{{variants: [{{when: f, {part % 'b'}}}, {{{part % 'c'}}}]}}"
    text = TOP + f"figures: {{f: {{type: flag}}}}\nindicators: {{a: {variants}}}\n"
    assert codes(text) == []
    assert codes(text.replace("{c: {code: A1", "{c: {code: A")) == ["duplicate-code"]


def test_leaves_with_more_decimals_than_their_rounding() -> None:
    text = TOP + "each: judge\nindicators: {a: {points: 10/3}, b: {points: 6.667}, c: {points: 0}}\n"
    text = text.replace("points: 10\n", "points: 10/3 + 6.667\n")
    found = found_in(("r.yaml", text))
    assert [(each.code, each.severity, each.facts["name"]) for each in found] == [
        ("leaf-not-rounded", "note", "a"),
        ("leaf-not-rounded", "note", "b"),
    ]
    allowed = text.replace("ruleset: r\n", "ruleset: r\nallow: {leaf-not-rounded: as printed}\n")
    assert codes(allowed) == []
    assert codes(text.replace("{points: 6.667}", "{points: 6.667, round: 0.1}")) == ["leaf-not-rounded"]


def test_rules_without_a_source_are_noted_once() -> None:
    bare = PLAIN.replace("source: the law\n", "")
    assert codes(bare) == ["no-source"]
    assert codes(bare.replace("{deduct", "{source: §1, deduct")) == []
    assert codes(bare.replace("a: {", "a: {source: §1, ")) == []


def test_grades_that_no_total_can_reach() -> None:
    assert codes(PLAIN + "grades: {best: 90, good: 5, poor: else}\n") == ["grade-unreachable"]
    assert codes(PLAIN + "grades: {best: 10, good: 5, poor: else}\n") == []


def test_methods_that_change_nothing() -> None:
    assert codes(PLAIN + "methods: {same: {indicators: {a: {rules: {part: exact}}}}}\n") == ["unused-method"]
    assert codes(PLAIN + "methods: {other: {indicators: {a: {rules: {part: drop}}}}}\n") == []


@pytest.mark.parametrize(
    ("figure", "more", "change"),
    [
        ("{min: 0}", "order: [{by: total, best: high}]\n", "order: [{by: x, best: low}]"),
        ("{min: 0}", "admit: {when: x > 1}\n", "admit: {when: x > 2}"),
        ("{over: cases, take: min, of: y}", "", "figures: {x: {take: max}}"),
        ("{is: mean(l)}", "", "figures: {x: {is: median(l)}}"),
    ],
)
def test_a_method_may_change_what_stands_around_the_scores(figure: str, more: str, change: str) -> None:
    figures = f"{{x: {figure}, y: {{min: 0}}, l: {{list_of: {{min: 0}}}}}}"
    rules = PLAIN.replace("{x: {min: 0}}", figures) + more
    assert "unused-method" not in codes(f"{rules}methods: {{other: {{{change}}}}}\n")


@pytest.mark.parametrize(
    "change",
    [
        "figures: {z: {take: max}}",
        "figures: {z: {where: x > 2}}",
        "admit: {when: x > 2}",
        "order: [{by: x, best: low}]",
        "figures: {m: {is: mean(list) + 1}}",
    ],
)
def test_methods_that_change_what_is_taken_over_all_cases_have_an_effect(change: str) -> None:
    more = "z: {over: cases, take: min, of: x, where: x > 1}, list: {list_of: {min: 0}}, m: {is: max(list)}"
    text = PLAIN.replace("{x: {min: 0}}", f"{{x: {{min: 0}}, {more}}}").replace("of: x", "of: x + z + m")
    text = text.replace("take: min, of: x + z + m", "take: min, of: x")
    text += "admit: {when: x > 1}\norder: [{by: x, best: high}]\n"
    assert codes(text + f"methods: {{other: {{{change}}}}}\n") == []
    assert codes(text + "methods: {same: {figures: {x: {min: 0}}}}\n") == ["unused-method"]


def test_a_file_that_is_unusable_keeps_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(PLAIN.replace("of: x", "of: y"), "utf-8")
    found = check_file(str(path))
    assert found.ruleset is None
    assert [each.code for each in found.diagnostics] == ["unknown-figure"]
    assert "1 error\n" in checked_text(found, "en")
    assert "1个错误\n" in checked_text(found, "zh")


def test_notes_are_shown_and_are_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(PLAIN.replace("source: the law\n", ""), "utf-8")
    found = check_file(str(path))
    assert found.findings == 0
    assert f"{path}:1:1: note[no-source]: 1 of the rules" in checked_text(found, "en")
    assert "说明[no-source]" in checked_text(found, "zh")
    assert '"severity": "note"' in checked_json([found], "en")


def test_what_an_extended_file_holds_more_is_not_minded() -> None:
    base = PLAIN + (
        "functions: {f: {needs: [a], is: a + 1}}\nshapes: {s: {rules: judge}}\n"
        "methods: {same: {indicators: {a: {rules: {part: exact}}}}}\n"
    )
    assert sorted(codes(base)) == ["unused-function", "unused-method", "unused-shape"]
    own = "extends: base.yaml\nmethods: {none: {indicators: {a: {rules: {part: exact}}}}}\n"
    found = found_in(("base.yaml", base), ("own.yaml", own))
    assert [(each.code, each.at.source.name) for each in found] == [("unused-method", "own.yaml")]


def test_bands_of_one_line_are_told_apart_by_their_columns() -> None:
    bands = "[{at_least: 8, is: 10}, {at_least: 5, at_most: 8, is: 4}, {is: 0}]"
    head = "ruleset: r\nsource: s\npoints: 10\nfigures: {x: {min: 0, max: 9}}\nindicators:\n"
    text = f"{head}  a: {{points: 10, rules: {{of: x, bands: {bands}}}}}\n"
    (found,) = (each for each in check(Ruleset((("r.yaml", text),))) if each.code == "overlap")
    assert found.message() == "this band claims x = 8, which is claimed at r.yaml:6:42 too"
    apart = text.replace("[{at_least: 8", "\n    [{at_least: 8").replace(", {at_least: 5", ",\n    {at_least: 5")
    (found,) = (each for each in check(Ruleset((("r.yaml", apart),))) if each.code == "overlap")
    assert found.message() == "this band claims x = 8, which is claimed at r.yaml:7 too"


@pytest.mark.parametrize("name", ["{en: Punctuality, zh: 准点}", "{zh: 准点, en: Punctuality}"])
def test_a_name_is_said_in_the_language_of_the_reader(name: str) -> None:
    bands = (
        f"indicators: {{a: {{name: {name}, points: 10, rules: {{of: x, edge: at_least, bands: {{8: 5, else: 0}}}}}}}}"
    )
    text = f"ruleset: r\nsource: s\npoints: 10\nfigures: {{x: {{min: 0, max: 9}}}}\n{bands}\n"
    found = [each for each in check(Ruleset((("r.yaml", text),))) if each.code == "full-unreachable"]
    assert found[0].message("en") == "'Punctuality' never gets its 10 points: it gets at most 5"
    assert found[0].message("zh") == "“准点”得不到满分10分：最多5分"


def test_the_whole_is_said_in_the_language_of_the_reader() -> None:
    text = "ruleset: r\ntitle: {zh: 考核, en: Trial}\npoints: 9\nindicators: {a: {points: 8, rules: judge}}"
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", text),))
    (problem,) = caught.value.diagnostics
    assert problem.message("en").startswith("'Trial' has 9 points")
    assert problem.message("zh").startswith("“考核”为9分")
