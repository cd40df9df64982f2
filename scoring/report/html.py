"""``scoring report -o FILE.html``: one file that holds all it needs and asks nobody for more."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from scoring.report.page.calculator import CalculatorParts
from scoring.report.page.curve_picture import caption, lines_of, name_of, picture, standing, table
from scoring.report.page.curves import Curves
from scoring.report.page.markup import EMPTY, Html, both, joined, tag
from scoring.report.page.one_case import case_section
from scoring.report.page.overview import cases_table, compared, names_of, portfolio_section
from scoring.report.page.words import said, say
from scoring.ruleset import LIBRARY

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scoring.report.page.curve_lines import Frame
    from scoring.report.page.curves import Curve, Point
    from scoring.report.paper import Scoring
    from scoring.result import Result

CASES = 40
"""Cases that are shown in detail; of more, a table and a sentence tell."""

_TOP = 12
"""Digits of a hash."""


def written(scoring: Scoring, options: argparse.Namespace) -> str:
    """Return a scoring as a page.

    Args:
        scoring: what is told of.
        options: of ``scoring report``; ``calculator`` makes the figures editable.
    """
    detailed = min(len(scoring.results), CASES)
    pictures = _Pictures(scoring.results[:detailed])
    cases = [case_section(scoring, number, pictures.of_case(number)) for number in range(detailed)]
    calculator = CalculatorParts(scoring) if options.calculator and scoring.results else None
    scripts = [_resource("page.js")]
    added = EMPTY
    if calculator is not None:
        scripts += [calculator.engine, _resource("calculator.js")]
        added = calculator.section
    body = [
        _controls(scoring.lang),
        _header(scoring),
        tag(
            "main",
            _overview(scoring, detailed),
            added,
            _navigation(scoring, detailed),
            *cases,
            pictures.rules(scoring.results),
            id="main",
        ),
        _footer(scoring),
    ]
    data = EMPTY if calculator is None else calculator.data
    return _document(scoring, joined((pictures.symbols(), *body, data)), scripts)


def _document(scoring: Scoring, body: Html, scripts: Sequence[str]) -> str:
    hashes = " ".join(f"'sha256-{_hash(each)}'" for each in scripts)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {hashes}; base-uri 'none'; form-action 'none'"
    title = scoring.ruleset.title.text(scoring.lang) or scoring.ruleset.id
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(_resource("page.css"))),
    )
    tail = joined(tag("script", Html(each)) for each in scripts)
    lang = "zh-CN" if scoring.lang == "zh" else "en"
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', body, tail), lang=lang)}\n"


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _resource(name: str) -> str:
    return files("scoring.report.page").joinpath(name).read_text("utf-8")


# Parts


def _controls(lang: str) -> Html:
    """Return the bar above: language, search, opening and closing."""
    choices = [
        joined((
            tag("input", type="radio", name="language", id=f"to-{each}", value=each, checked=each == lang),
            tag("label", name, for_=f"to-{each}", lang=code),
        ))
        for each, name, code in (("zh", "中文", "zh-CN"), ("en", "English", "en"))
    ]  # fmt: skip
    switch = tag("fieldset", tag("legend", said("language"), class_="unseen"), *choices, class_="switch")
    find = tag("div", tag("label", said("search"), for_="find"), tag("input", type="search", id="find",
               autocomplete="off", spellcheck="false"), tag("output", id="found", for_="find", aria_live="polite",
               data_zh=say("zh", "found", count="#"), data_en=say("en", "found", count="#")),
               class_="find", role="search")  # fmt: skip
    buttons = [tag("button", said(key), type="button", id=key) for key in ("open-all", "close-all")]
    return tag("div", tag("a", said("skip"), href="#main", class_="skip"), switch,
               tag("div", find, *buttons, class_="tools", hidden=True), class_="controls")  # fmt: skip


def _header(scoring: Scoring) -> Html:
    ruleset = scoring.ruleset
    parts = [said("ruleset"), " ", ruleset.id]
    parts += ["  ·  ", said("version"), " ", ruleset.version] if ruleset.version else []
    parts += ["  ·  ", said("method"), " ", scoring.method] if scoring.method else []
    count = len(scoring.results)
    parts += ["  ·  ", said("case-count", count=count, s="" if count == 1 else "s")]
    title = both(lambda lang: ruleset.title.text(lang) or ruleset.id)
    return tag("header", tag("h1", title), tag("p", *parts, class_="quiet"))


def _overview(scoring: Scoring, detailed: int) -> Html:
    if not scoring.results:
        return EMPTY
    parts = [tag("h2", said("overview"), id="overview"), cases_table(scoring, detailed)]
    if detailed < len(scoring.results):
        parts.append(tag("p", said("too-many", shown=detailed, count=len(scoring.results)), class_="note"))
    parts += [portfolio_section(scoring.portfolio), compared(scoring.results, detailed)]
    return tag("section", *parts, class_="overview")


def _navigation(scoring: Scoring, detailed: int) -> Html:
    if detailed < 2:  # noqa: PLR2004  # nothing to choose from
        return EMPTY
    links = [tag("li", tag("a", names_of(each, number)[1], href=f"#case-{number + 1}"))
             for number, each in enumerate(scoring.results[:detailed])]  # fmt: skip
    title = tag("h2", said("cases"), id="cases")
    return tag("nav", title, tag("ul", *links), class_="choice", aria_labelledby="cases")


def _footer(scoring: Scoring) -> Html:
    return tag("footer", tag("p", said("made-by", version=LIBRARY), f"  ·  sha256 {scoring.ruleset.sha256}"))


# Curves


class _Pictures:
    """The curves of the page: each once, its lines as a symbol that every picture of it uses."""

    def __init__(self, results: Sequence[Result]) -> None:
        curves = Curves()
        self.found: list[dict[str, list[tuple[Curve, Point]]]] = []
        for number, result in enumerate(results):
            leaves = [each for each in result.nodes if not each.children]
            self.found.append({each.path: curves.of(result, number, each) for each in leaves})
        self.curves = curves.all
        self.drawn = {each.number: lines_of(each) for each in self.curves}

    def of_case(self, number: int) -> _OfCase:
        """Return what gives the curves of the leaves of one case."""
        return _OfCase(self, number)

    def symbols(self) -> Html:
        """Return the lines of all curves, which show nothing by themselves."""
        if not self.curves:
            return EMPTY
        return tag("svg", *(symbol for _, symbol in self.drawn.values()), class_="symbols", aria_hidden="true",
                   width=0, height=0, focusable="false")  # fmt: skip

    def rules(self, results: Sequence[Result]) -> Html:
        """Return every curve with all cases on it, and its table."""
        if not self.curves:
            return EMPTY
        order = sorted(self.curves, key=lambda each: (each.plan.at.line, each.number))
        parts = [self._rule(each, results) for each in order]
        return tag("section", tag("h2", said("rules"), id="rules"),
                   tag("p", said("rules-note"), " ", said("rules-none"), class_="quiet"),
                   tag("div", *parts, class_="rules"), class_="all-rules", aria_labelledby="rules")  # fmt: skip

    def _rule(self, curve: Curve, results: Sequence[Result]) -> Html:
        frame, _ = self.drawn[curve.number]
        result = results[curve.points[0].case]
        id_ = f"rule-{curve.number}"
        cases = [tag("li", tag("span", names_of(results[each.case], each.case)[1], class_="name"), " ",
                     standing(each, curve)) for each in curve.points]  # fmt: skip
        title = tag(
            "h3", name_of(curve, result), " ", tag("span", caption(curve, result), class_="quiet"), id=f"{id_}-title"
        )
        behind = tag("details", tag("summary", said("curve-table")), tag("div", table(curve), class_="scroll"),
                     tag("ul", *cases, class_="plain"), class_="behind")  # fmt: skip
        return tag("figure", tag("figcaption", title), picture(curve, frame, curve.points, f"{id_}-title"), behind,
                   id=id_, class_="rule-curve")  # fmt: skip


class _OfCase:
    def __init__(self, pictures: _Pictures, number: int) -> None:
        self.pictures, self.found = pictures, pictures.found[number]

    def __call__(self, path: str) -> list[tuple[Curve, Point, Frame]]:
        drawn = self.pictures.drawn
        return [(curve, point, drawn[curve.number][0]) for curve, point in self.found.get(path, ())]
