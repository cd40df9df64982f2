"""Formulas and conditions as a person would say them: ``rate < 80% and not signed`` → 完成率小于80%且“合同已签订”为否.

`spoken` keeps the shape of a formula, for a sentence that has the numbers beside it. Here nobody sees numbers, so
comparisons, functions and attributes become words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.addresses import Found
from scoring.dates import DATE, WRITTEN
from scoring.document import Scalar
from scoring.formula import Formula, FormulaError, parsed
from scoring.graph import Type
from scoring.spoken import field_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.document import Item
    from scoring.names import Names

# How strongly the parts of a text hang together; a weaker part inside a stronger one stands in brackets.
_CHOICE, _OR, _AND, _COMPARED, _WORDS, SUM, PRODUCT, _SIGN, ATOM = range(9)
_TWO = 2

Inline = Callable[["Names", "Item"], str]
"""Says a value form within a sentence."""

_COMPARES = {
    ast.Gt: ("{a} is more than {b}", "{a}大于{b}"),
    ast.GtE: ("{a} is at least {b}", "{a}不小于{b}"),
    ast.Lt: ("{a} is less than {b}", "{a}小于{b}"),
    ast.LtE: ("{a} is at most {b}", "{a}不大于{b}"),
    ast.Eq: ("{a} is {b}", "{a}为{b}"),
    ast.NotEq: ("{a} is not {b}", "{a}不为{b}"),
    ast.In: ("{a} is one of {b}", "{a}为{b}之一"),
    ast.NotIn: ("{a} is none of {b}", "{a}不是{b}中的任何一个"),
}
_OF_DAYS = {
    ast.Gt: ("{a} is after {b}", "{a}晚于{b}"),
    ast.GtE: ("{a} is not before {b}", "{a}不早于{b}"),
    ast.Lt: ("{a} is before {b}", "{a}早于{b}"),
    ast.LtE: ("{a} is not after {b}", "{a}不晚于{b}"),
}
_OF_WORDS = {
    ast.Gt: ("{a} is better than {b}", "{a}好于{b}"),
    ast.GtE: ("{a} is no worse than {b}", "{a}不差于{b}"),
    ast.Lt: ("{a} is worse than {b}", "{a}差于{b}"),
    ast.LtE: ("{a} is no better than {b}", "{a}不好于{b}"),
}
"""Words with an order, of which the best comes first."""
_OF_SHARES = {
    ast.Gt: ("{a} is above {b}", "{a}高于{b}"),
    ast.GtE: ("{a} is at least {b}", "{a}不低于{b}"),
    ast.Lt: ("{a} is below {b}", "{a}低于{b}"),
    ast.LtE: ("{a} is at most {b}", "{a}不高于{b}"),
}
_SIGNS = {ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "=", ast.NotEq: "≠"}
_ARITHMETIC = {ast.Add: ("+", SUM), ast.Sub: ("−", SUM), ast.Mult: ("×", PRODUCT), ast.Div: ("÷", PRODUCT)}
_NAMES = {
    "findings": ("the number of findings", "问题例数"), "amount": ("the amount", "问题金额"),
    "mark": ("the mark", "评分"), "total": ("the total", "总分"), "each": ("the entry", "该项"),
    "date": ("the date of the case", "评价日期"), "true": ("yes", "是"), "false": ("no", "否"),
}  # fmt: skip
_ATTRIBUTES = {
    "score": ("the score of {node}", "“{node}”的得分"), "lost": ("the points lost in {node}", "“{node}”的扣分"),
    "points": ("the points of {node}", "“{node}”的分值"), "applies": ("{node} applies", "“{node}”适用"),
    "findings": ("the number of findings against {node}", "“{node}”的问题例数"),
    "mark": ("the mark of {node}", "“{node}”的评分"),
    "lowest": ("the lowest share of points scored below {node}", "“{node}”各下级指标中最低的得分率"),
}  # fmt: skip
_FUNCTIONS = {
    "abs": ("|{0}|", "|{0}|"), "clip": ("{0}, kept between {1} and {2}", "{0}，最低按{1}、最高按{2}"),
    "floor": ("{0}, rounded down to a whole number", "{0}向下取整"),
    "ceil": ("{0}, rounded up to a whole number", "{0}向上取整"),
    "truncate": ("{0} without its decimals", "{0}舍去小数部分"),
    "quotient": ("{0} ÷ {1}, rounded down to a whole number", "{0}÷{1}向下取整"),
    "remainder": ("what is left of {0} ÷ {1}", "{0}÷{1}的余数"),
    "power": ("{0} to the power of {1}", "{0}的{1}次方"), "root": ("the root of degree {1} of {0}", "{0}的{1}次方根"),
    "normal": ("normal({0})", "标准正态分布函数({0})"),
    "known": ("{0} is known", "{0}有数值"), "given": ("{0} is given", "填报了{0}"),
    "position": ("the place of {0} among its words", "{0}在各词中的序号"),
    "sum": ("the sum of {0}", "{0}的合计"), "mean": ("the mean of {0}", "{0}的平均值"),
    "median": ("the median of {0}", "{0}的中位数"), "count": ("the number of entries of {0}", "{0}的个数"),
}  # fmt: skip
_DENIED = {"known": ("{0} is not known", "{0}无数值"), "given": ("{0} is not given", "未填报{0}")}
_OF_SEVERAL = {
    "min": ("the smallest of {0}", "{0}中的最小者"), "max": ("the greatest of {0}", "{0}中的最大者"),
    "first_known": ("the first of {0} that is known", "{0}中第一个有数值的"),
}  # fmt: skip
_EXTREME = {"min": ("the smallest of {0}", "{0}的最小值"), "max": ("the greatest of {0}", "{0}的最大值")}
_TRIMMED = (
    "the mean of {list} but the {lows} lowest and the {highs} highest",
    "{list}去掉{lows}个最低、{highs}个最高后的平均值",
)  # fmt: skip
_TRIMMED_HIGHEST = ("the mean of {list} but the {highs} highest", "{list}去掉{highs}个最高后的平均值")
_TRIMMED_LOWEST = ("the mean of {list} but the {lows} lowest", "{list}去掉{lows}个最低后的平均值")
_PLAIN = re.compile(r"\s*(-?\d+(?:\.\d+)?%?|\d{4}-\d{2}-\d{2})\s*", re.ASCII)


class Part(NamedTuple):
    """A part of a formula in words, and how strongly it hangs together."""

    text: str
    binds: int = ATOM


def worded(scope: Names, item: Item, lang: str, inline: Inline, least: int = _CHOICE) -> str:
    """Return a formula in words, as it is read in a scope.

    Args:
        scope: where it stands; what it has been asked to read before is known to be a date or a word.
        item: the formula.
        lang: ``zh`` or ``en``.
        inline: says a value form, which a parameter of a shape may stand for.
        least: how strongly it must hang together; what hangs together less stands in brackets.
    """
    found = _said(scope, item, lang, inline)
    if found.binds >= least:
        return found.text
    return f"（{found.text}）" if lang == "zh" else f"({found.text})"


def _said(scope: Names, item: Item, lang: str, inline: Inline) -> Part:
    if not isinstance(item, Scalar):
        return Part(inline(scope, item))
    if item.value is None and not item.quoted:
        return Part(("no value", "无值")[lang == "zh"])
    plain = _PLAIN.fullmatch(item.text)
    if plain is not None:
        return Part(f"−{plain[1][1:]}" if plain[1].startswith("-") else plain[1])
    try:
        formula = parsed(item.text)
    except FormulaError:  # a word with blanks, which is no formula
        return Part(item.text)
    return _Speaker(scope, lang, formula, inline).part(formula.body)


class _Speaker:
    """One formula being said."""

    def __init__(self, scope: Names, lang: str, formula: Formula, inline: Inline) -> None:
        self.scope, self.lang, self.formula, self.inline = scope, lang, formula, inline
        self.zh = lang == "zh"

    def pick(self, pair: tuple[str, str]) -> str:
        """Return the text of a pair in the language."""
        return pair[self.zh]

    def part(self, node: ast.expr) -> Part:
        """Return a part in words."""
        say = _HANDLERS.get(type(node))
        return Part(self.formula.part(node)) if say is None else say(self, node)

    def name(self, node: ast.expr) -> Part:
        """Return a name, or an attribute of a node."""
        return self.named("".join(self.formula.part(node).split()))

    def sign(self, node: ast.UnaryOp) -> Part:
        """Return what does not hold, or a number below 0."""
        if isinstance(node.op, ast.Not):
            return self.negated(node.operand)
        return Part(f"−{self.within(node.operand, _SIGN)}", _SIGN)

    def joined(self, node: ast.BoolOp) -> Part:
        """Return conditions joined by and, or by or."""
        both = isinstance(node.op, ast.And)
        binds, joint = (_AND, (" and ", "且")) if both else (_OR, (" or ", "或"))
        return Part(self.pick(joint).join(self.within(each, binds) for each in node.values), binds)

    def chosen(self, node: ast.IfExp) -> Part:
        """Return one of two values by a condition."""
        texts = [self.within(each, _OR) for each in (node.body, node.test, node.orelse)]
        return Part(self.pick(("{0} if {1}, else {2}", "{1}时取{0}，否则取{2}")).format(*texts), _CHOICE)

    def one_of(self, node: ast.Tuple) -> Part:
        """Return several words, of which any will do."""
        return Part(self.listed([self.part(each).text for each in node.elts], (" or ", "或")), _WORDS)

    def within(self, node: ast.expr, binds: int) -> str:
        """Return a part inside another one, in brackets where it hangs together less."""
        found = self.part(node)
        return self.bracketed(found.text) if found.binds < binds else found.text

    def bracketed(self, text: str) -> str:
        """Return a text in brackets."""
        return f"（{text}）" if self.zh else f"({text})"

    def listed(self, texts: Sequence[str], last: tuple[str, str] = (" and ", "和")) -> str:
        """Return texts one after the other, the last one joined by a word."""
        head = ("、" if self.zh else ", ").join(texts[:-1])
        return f"{head}{self.pick(last)}{texts[-1]}" if head else texts[-1]

    def constant(self, node: ast.Constant) -> Part:
        """Return a number, a truth value or a quoted word."""
        if isinstance(node.value, str):
            return Part(node.value if WRITTEN.fullmatch(node.value) else f"“{node.value}”")
        start, length = self.formula.span(node)
        return Part(self.formula.text[start : start + length] + ("%" if start in self.formula.percents else ""))

    def arithmetic(self, node: ast.BinOp) -> Part:
        """Return a sum or a product."""
        sign, binds = _ARITHMETIC[type(node.op)]
        left = self.within(node.left, binds)
        right = self.within(node.right, binds + isinstance(node.op, ast.Sub | ast.Div))
        return Part(f"{left}{sign}{right}" if self.zh else f"{left} {sign} {right}", binds)

    def negated(self, operand: ast.expr) -> Part:
        """Return what it is that does not hold."""
        found = self.part(operand)
        if isinstance(operand, ast.Call) and isinstance(operand.func, ast.Name) and operand.func.id in _DENIED:
            inner = self.part(operand.args[0]).text
            return Part(self.pick(_DENIED[operand.func.id]).format(inner), _COMPARED)
        if isinstance(operand, ast.Name | ast.Attribute):
            return Part(f"“{found.text}”为否" if self.zh else f"not {found.text}", _COMPARED)
        return Part(f"并非{self.bracketed(found.text)}" if self.zh else f"not {self.bracketed(found.text)}", _COMPARED)

    def compared(self, node: ast.Compare) -> Part:
        """Return a comparison; a chain of them keeps its signs."""
        parts = [node.left, *node.comparators]
        texts = [self.within(each, _WORDS) for each in parts]
        if len(parts) > _TWO and all(type(each) in _SIGNS for each in node.ops):
            signs = [_SIGNS[type(each)] for each in node.ops]
            return Part(texts[0] + "".join(f" {sign} {each}" for sign, each in zip(signs, texts[1:], strict=True)),
                         _COMPARED)  # fmt: skip
        own = isinstance(node.left, ast.Name) and node.left.id == "findings"
        zero = self.formula.part(node.comparators[0])
        if own and (
            (isinstance(node.ops[0], ast.Gt) and zero == "0") or (isinstance(node.ops[0], ast.GtE) and zero == "1")
        ):
            return Part(self.pick(("anything is found", "发现问题")), _COMPARED)
        found = [
            self.pick(self.pattern(each, parts[number : number + 2])).format(a=texts[number], b=texts[number + 1])
            for number, each in enumerate(node.ops)
        ]
        return Part(self.pick((" and ", "且")).join(found), _COMPARED)

    def pattern(self, operator: ast.cmpop, parts: Sequence[ast.expr]) -> tuple[str, str]:
        """Return how two values are compared in words: days and words have an order, but no size."""
        terms = [self.scope.told.get("".join(self.formula.part(each).split())) for each in parts]
        days = any(isinstance(each, ast.Constant) and WRITTEN.fullmatch(str(each.value)) for each in parts) or any(
            term is not None and term.unit == DATE for term in terms
        )
        words = any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in parts) or any(
            term is not None and term.node.type is Type.CHOICE for term in terms
        )
        shares = (
            any(term is not None and term.unit == "%" for term in terms)
            or any(isinstance(each, ast.Attribute) and each.attr in ("score", "lowest") for each in parts)
            or any(isinstance(each, ast.Name) and each.id == "total" for each in parts)
        )
        special = _OF_DAYS if days else _OF_WORDS if words else _OF_SHARES if shares else {}
        return special.get(type(operator), _COMPARES[type(operator)])

    def call(self, node: ast.Call) -> Part:
        """Return what a function makes of its values."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        texts = [self.part(each).text for each in node.args]
        known = name not in self.scope.functions()
        if known and name == "trimmed_mean":
            lows, highs = texts[1:] if len(texts) > _TWO else ("1", "1")
            pattern = _TRIMMED_HIGHEST if lows == "0" else _TRIMMED_LOWEST if highs == "0" else _TRIMMED
            return Part(self.pick(pattern).format(list=texts[0], lows=lows, highs=highs), _WORDS)
        if known and name in _OF_SEVERAL:
            texts = [self.within(each, SUM) for each in node.args] if len(texts) > 1 else texts
            several = _EXTREME if len(texts) == 1 and name in _EXTREME else _OF_SEVERAL
            return Part(self.pick(several[name]).format(self.listed(texts)), _WORDS)
        if known and name in _FUNCTIONS:
            bind = name in ("quotient", "remainder", "power", "floor", "ceil", "truncate", "root", "clip")
            inner = [self.within(each, PRODUCT if bind else _WORDS) for each in node.args]
            if name == "abs":
                return Part(f"|{texts[0]}|")
            said = self.pick(_FUNCTIONS[name]).format(*inner)
            return Part(said, _COMPARED if name in ("known", "given") else ATOM if name == "normal" else _WORDS)
        return Part(f"{name}({('，' if self.zh else ', ').join(texts)})")

    # Names

    def named(self, name: str) -> Part:
        """Return what a name is called."""
        context, inside = self.scope.context, self.scope.inside
        if name in self.scope.parameters:
            return Part(name)
        passed = context.arguments.find(self.scope, name)
        if passed is not None:
            outside = context.arguments.outside(passed)
            said = _said(outside, passed.item, self.lang, self.inline)
            return said if said.binds in (ATOM, SUM, PRODUCT, _SIGN) else Part(said.text, _CHOICE)
        figure = context.figures.find(name, inside)
        if figure is not None:
            return Part(figure.label.text(self.lang))
        address, _, attribute = name.rpartition(".")
        owner = context.figures.find(address, inside) if address else None
        if owner is not None and owner.is_list and attribute in owner.items:
            return Part(field_words(owner, attribute, self.lang))
        found = context.addresses.find(address, inside, ids_only=True) if address else None
        if isinstance(found, Found) and found.kind == "node" and attribute in _ATTRIBUTES:
            label = context.node_label(found.path).text(self.lang)
            binds = _COMPARED if attribute == "applies" else ATOM
            return Part(self.pick(_ATTRIBUTES[attribute]).format(node=label), binds)
        return Part(self.pick(_NAMES[name]) if name in _NAMES else name)


_HANDLERS: dict[type[ast.expr], Callable[[_Speaker, Any], Part]] = {
    ast.Name: _Speaker.name,
    ast.Attribute: _Speaker.name,
    ast.Constant: _Speaker.constant,
    ast.BinOp: _Speaker.arithmetic,
    ast.UnaryOp: _Speaker.sign,
    ast.BoolOp: _Speaker.joined,
    ast.Compare: _Speaker.compared,
    ast.IfExp: _Speaker.chosen,
    ast.Tuple: _Speaker.one_of,
    ast.Call: _Speaker.call,
}
"""Every part that a formula may have."""
