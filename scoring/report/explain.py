"""``scoring explain``: the account of one case, node by node, with every figure, its origin and the clause."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import TRUE, Rounding, Unknown
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.reasons import NodeResult
from scoring.report.covered import emptied, is_replaced, is_told
from scoring.report.evidence import evidence, figures, unapplied
from scoring.report.tables import padded, width, wrapped
from scoring.report.text import Page, case_name, heading, output_text, overrides
from scoring.report.unscored import node_outcome, unscored
from scoring.report.words import (
    amount,
    code_title,
    colon,
    exactly,
    in_brackets,
    listed,
    node_name,
    number_text,
    outcome,
    say,
    to_digits,
)
from scoring.sentences import MODES, sentence_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node
    from scoring.program import Entry
    from scoring.reasons import Deduction
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset

_KINDS = {"not_applicable": "policy", "missing": "gap"}
_TAB = "  "


def explain_text(  # noqa: PLR0913, PLR0917  # what an account consists of
    ruleset: Ruleset, result: Result, node: NodeResult, page: Page, method: str | None = None,
    ranks: Ranks | None = None,
) -> list[str]:  # fmt: skip
    """Return the account of a node and of all below it.

    Args:
        ruleset: that scored.
        result: of the case.
        node: what is explained; the root for the whole case.
        page: language and width.
        method: the chosen method.
        ranks: of all cases of the run, None where nothing ranks them.
    """
    ranked = [] if ranks is None else list(_rank(result, ranks, page))
    return [*heading(ruleset, method, page), *_case(result, page), *ranked, *Account(result, page).tree(node)]


def _mode_of(entry: Entry) -> str:
    """Return how a node's own ``round`` rounds, "" where its line does not end in a rounding."""
    rounded = entry.asked.args[0] if entry.asked.args else entry.asked
    return rounded.payload.mode if isinstance(rounded.payload, Rounding) else ""


def _case(result: Result, page: Page) -> Iterator[str]:
    lang = page.lang
    id_, name = case_name(result, 1)
    text = f"{name or id_}{in_brackets(lang, id_ if name else '')}"
    numbered = result.program.definition.has_total
    if result.total is None and (numbered or result.outcome is not Outcome.SCORED):
        yield f"{text}{colon(lang)}{outcome(lang, result.outcome)}"
        for line in unscored(result, lang):
            yield from wrapped(line, page.room, _TAB)
        if result.exclusion is not None and result.exclusion.clause:
            yield from wrapped(say(lang, "clause", text=result.exclusion.clause), page.room, _TAB)
    elif result.total is None:
        yield f"{text}{colon(lang)}{result.grade or outcome(lang, result.outcome)}"
    else:
        grade = say(lang, "then", text=result.grade) if result.grade else ""
        facts = {"total": number_text(result.total), "points": result["total"].points}
        total = say(lang, "total-open" if result.program.root.open else "total-of", **facts)
        yield f"{text}{colon(lang)}{total}{grade}"
    for text in overrides(result, lang):
        yield from wrapped(f"{say(lang, 'overridden')}{colon(lang)}{text}", page.room, _TAB)
    for each in result.program.outputs:
        value = output_text(each, result.outputs[each.name], lang)
        yield f"{_TAB}{say(lang, 'output', name=each.label.text(lang), value=value)}"


def _rank(result: Result, ranks: Ranks, page: Page) -> Iterator[str]:
    """Yield which rank a case has, and its values of all that cases are ranked by, so that ties can be followed."""
    lang = page.lang
    rank = ranks.get(case_name(result, 1)[0])
    if rank is None:
        return
    told = []
    for each in result.program.order:
        value = result.value(each.by)
        text = number_text(result.total) if each.by is result.program.root.score and result.total else ""
        told.append(f"{each.words.text(lang)} = {text or shown(value, each.unit, lang)}")
    count = sum(1 for each in ranks.values() if each is not None)
    yield from wrapped(say(lang, "rank-of", rank=rank, count=count, by=listed(lang, told)), page.room, _TAB)


class Line(NamedTuple):
    """A line of an account: what it is called, its amount, and the node of that."""

    name: str
    value: Fraction
    node: Node


class Account:
    """What is told of the nodes of one case."""

    def __init__(self, result: Result, page: Page) -> None:
        """Tell of a case on a page of some language and width."""
        self.result, self.page, self.lang = result, page, page.lang
        self.after_body = False

    def say(self, key: str, **facts: object) -> str:
        """Return a phrase in the language of the page."""
        return say(self.lang, key, **facts)

    def tree(self, node: NodeResult, depth: int = 0, *, covered: bool = False) -> Iterator[str]:
        """Yield a node and all below it."""
        body = list(self.body(node, asked=not depth))
        if body or node.children or self.after_body:
            yield ""
        self.after_body = bool(body)
        yield from wrapped(self.title(node, asked=not depth, covered=covered), self.page.room, _TAB * depth)
        for line, indent in body:
            text = line.lstrip(" ")
            yield from wrapped(text, self.page.room, _TAB * (depth + indent) + line[: len(line) - len(text)])
        emptied = is_replaced(self.result, node)
        for child in node.children:
            if not (child.plan.kind == "criterion" and self.is_plain(child, emptied=emptied)):
                yield from self.tree(child, depth + 1, covered=covered or emptied)

    def is_plain(self, node: NodeResult, *, emptied: bool) -> bool:
        """Whether there is nothing to say of a criterion but its points."""
        if node.children or any(evidence(self.result, node, self.lang)):
            return False
        if emptied:
            return not is_told(self.result, node)
        return node.score is not None and node.score == node.points and not node.entries

    def plain(self, node: NodeResult) -> Iterator[tuple[str, int]]:
        """Yield the criteria of which there is nothing to say, on one line."""
        emptied = is_replaced(self.result, node)
        criteria = [each for each in node.children if each.plan.kind == "criterion"]
        found = [each for each in criteria if self.is_plain(each, emptied=emptied)]
        if found:
            names = [f"{node_name(each.plan, self.lang)} {_printed(self.result, each)}" for each in found]
            yield self.say("not-alone" if emptied else "kept-whole", names=listed(self.lang, names)), 1

    def title(self, node: NodeResult, *, asked: bool, covered: bool) -> str:
        """Return what a node is called, where it stands if it was asked for, and what it scored."""
        if not (node.path or self.result.program.definition.has_total):
            return self.say("no-total")
        name = node_name(node.plan, self.lang)
        above = [node_name(each.plan, self.lang) for each in self.above(node)] if asked else []
        text = " › ".join([*above, name]) + colon(self.lang)
        if node.score is None or node.points is None:
            return text + self.say("no-score", outcome=outcome(self.lang, node_outcome(self.result, node)))
        if node.plan.item:
            return text + self.say(node.plan.item, score=number_text(node.score), most=_printed(self.result, node))
        if node.plan.open:
            text += self.say("of-open", score=number_text(node.score), s="" if abs(node.score) == 1 else "s")
            return text + (self.say("covered") if covered and node.score else "")
        text += self.say("of", score=number_text(node.score), points=number_text(node.points))
        lost = node.points - node.score
        if lost:
            text += self.say("lost" if lost > 0 else "won", points=number_text(Number(abs(lost), node.plan.places)))
        return text + (self.say("covered") if covered and lost else "")

    def above(self, node: NodeResult) -> Iterator[NodeResult]:
        """Yield the nodes that hold this one, the uppermost first."""
        parts = node.path.split(".")
        for number in range(1, len(parts)):
            yield self.result[".".join(parts[:number])]

    def body(self, node: NodeResult, *, asked: bool) -> Iterator[tuple[str, int]]:
        """Yield what is told of a node, each line with its indent."""
        yield from self.moved(node)
        if self.result.value(node.plan.applies) is False:
            yield from ((line, 1) for line in unapplied(self.result, node.path, self.lang))
        lost, won = self.result.reasons_below(node.path)
        own = [each for each in (*lost, *won) if each.indicator == node.path]
        for each in own:
            yield from self.reason(each, gained=each in won)
        yield from self.full(node)
        yield from self.section("figures", figures(self.result, node, self.lang))
        yield from evidence(self.result, node, self.lang)
        clause = node.plan.clause
        if clause and (asked or not clause.startswith(self.result.program.definition.source)):
            yield self.say("clause", text=clause), 1
        account = list(self.account(node))
        if account and (asked or own or node.entries):
            yield self.say("account"), 1
            yield from ((line, 2) for line in self.aligned(account))
        yield from self.rescaled(node)
        yield from self.plain(node)

    def moved(self, node: NodeResult) -> Iterator[tuple[str, int]]:
        """Yield how many points more or less than printed a node has in this case."""
        printed = self.result.value(node.plan.printed)
        if not isinstance(printed, Fraction) or node.points is None or node.plan.item or printed == node.points:
            return
        facts = {"points": amount(node.points), "printed": amount(printed), "s": "" if node.points == 1 else "s"}
        more = node.points - printed
        text = self.say("points-more", more=amount(more), **facts) if more > 0 else ""
        yield text or self.say("points-less", less=amount(-more), **facts), 1

    def reason(self, each: Deduction, *, gained: bool) -> Iterator[tuple[str, int]]:
        """Yield one deduction or award."""
        head = self.say("award" if gained else "deduction", points=number_text(each.points))
        exact = exactly(each.nominal)
        exact = self.say("exact", value=exact) if exact else ""
        if each.nominal == each.points:
            head += exact
        else:
            head += self.say("nominal", nominal=amount(each.nominal), exact=exact)
        if each.effect and each.effect != each.points:
            head += self.say("effect", effect=amount(each.effect))
        yield f"{head}{colon(self.lang)}{each.sentence(self.lang)}", 1
        at = each.place
        if at is not None and at.line:
            yield self.say("rule-at", place=f"{_file(at.source.name)}:{at.line}"), 2
        if each.source and each.source != self.result[each.indicator].plan.clause:
            yield self.say("clause", text=each.source), 2

    def full(self, node: NodeResult) -> Iterator[tuple[str, int]]:
        """Yield why a rule gave full marks, or emptied a scale without any: neither is a line of the ledger."""
        yield from ((line, 1) for line in emptied(self.result, node, self.lang))
        if self.result.value(node.plan.superseded) is not False or node.score is None:
            return
        for entry in node.plan.entries:
            reached = self.result.value(entry.events.get("reached", TRUE)) is True
            if entry.kind == "base" and entry.code != "judged" and reached and self.result.value(entry.amount) == 0:
                yield sentence_of(self.result, node.plan, entry, self.lang), 1

    def section(self, key: str, lines: list[str]) -> Iterator[tuple[str, int]]:
        """Yield lines under a heading, nothing where there is none."""
        if lines:
            yield self.say(key), 1
            yield from ((line, 2) for line in lines)

    # The ledger

    def account(self, node: NodeResult) -> Iterator[Line]:
        """Yield the lines that add up from the points to the score, with nominal amounts."""
        if node.points is None or node.score is None:
            return
        lines = [Line(self.entry_name(node, each), Fraction(value), each.amount) for each, value in node.entries]
        for child, factor in zip(node.plan.children, node.plan.factors, strict=True):
            taken = self.result.taken(child)
            value = self.result.value(factor)
            if taken is None or not isinstance(value, Fraction) or not value:
                continue
            score, points = self.result.value(taken.score), self.result.value(taken.points)
            if isinstance(score, Unknown) or isinstance(points, Unknown):
                continue
            lost = value * (score - points)  # type: ignore[operator]  # scores and points are numbers
            if lost:
                way = "counts" if taken.open else "children" if lost < 0 else "won-in"
                lines.append(Line(self.say(way, name=node_name(taken, self.lang)), lost, factor * taken.score))
        if lines:
            yield Line(self.say("opens" if node.plan.open else "points"), Fraction(node.points), node.plan.points)
            yield from lines
            yield Line(self.say("score"), Fraction(node.score), node.plan.score)

    def entry_name(self, node: NodeResult, entry: Entry) -> str:
        """Return what a line of the ledger is called."""
        kind = _KINDS.get(entry.kind, entry.kind)
        if kind == "change":
            value = self.result.value(entry.amount)
            kind = "give" if isinstance(value, Fraction) and value > 0 else "deduct"
        if kind == "base" and node.plan.open:
            kind = "score-by-rule"
        name = self.say("mark" if entry.code == "judged" else kind)
        if kind == "round":
            mode = _mode_of(entry) or self.result.program.definition.mode
            places = "" if node.plan.places is None else f"{node.plan.places}"
            words = MODES.get(mode, (mode, mode))
            text = (
                f"{words[1]}到{places}位小数"
                if self.lang == "zh"
                else f"{words[0]}, {places} place{'' if places == '1' else 's'}"
            )
            return name + in_brackets(self.lang, text if places else "")
        return name + in_brackets(self.lang, code_title(self.lang, entry.code) if entry.code != entry.kind else "")

    def rescaled(self, node: NodeResult) -> Iterator[tuple[str, int]]:
        """Yield that the points of what applies were scaled up to those of the node, if items were dropped."""
        value = self.result.value
        pairs = [(self.result.taken(child), value(factor))
                 for child, factor in zip(node.plan.children, node.plan.factors, strict=True)]  # fmt: skip
        within = [(NodeResult(self.result, plan), factor) for plan, factor in pairs if not plan.outside]
        kept = [(child, factor) for child, factor in within if value(child.plan.present) is True]
        factors = {factor for _, factor in kept}
        scores = [child.score for child, _ in kept]
        points = [child.points for child, _ in kept]
        if node.score is None or node.plan.open or len(kept) == len(within) or len(factors) != 1 or None in scores:
            return
        factor = factors.pop()
        score, most = (sum((each for each in numbers if each), Fraction(0)) for numbers in (scores, points))
        if isinstance(factor, Fraction) and factor not in (0, 1) and factor * most == node.points:
            facts = {"score": score, "most": most, "scaled": factor * score, "points": factor * most}
            yield self.say("rescaled", **{name: amount(number) for name, number in facts.items()}), 1

    def aligned(self, lines: list[Line]) -> Iterator[str]:
        """Yield the lines of an account, amounts under one another."""
        last = len(lines) - 1
        texts = [amount(line.value, signed=0 < at < last) for at, line in enumerate(lines)]
        names = max(width(line.name) for line in lines)
        whole = max(len(text.partition(".")[0]) for text in texts)
        for (name, value, node), text in zip(lines, texts, strict=True):
            exact = exactly(value) or to_digits(value, node, self.lang)
            yield (f"{padded(name, names)}  {text.rjust(len(text) + whole - len(text.partition('.')[0]))}"
                   f"{in_brackets(self.lang, exact)}")  # fmt: skip


def _printed(result: Result, node: NodeResult) -> str:
    points = result.value(node.plan.printed)
    return amount(points) if isinstance(points, Fraction) else ""


def _file(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
