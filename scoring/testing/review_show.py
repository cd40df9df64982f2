"""What a person is shown of a test that is to be confirmed: its clause, its figures, what is expected and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.case import Case, Given
from scoring.sentences import shown as said_value
from scoring.testing.judge import Lost, aim_of, node_of, shown, wanted_text
from scoring.testing.suggest_write import differing, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.result import Result
    from scoring.testing.judge import Aim
    from scoring.testing.model import Expectation, Test
    from scoring.testing.running import Verdict

_SENTENCES = 6
_ROWS = 60

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "count": "\n[{count}/{all}]",
        "clause": "  clause: {text}",
        "changes": "  in the ruleset: {text}",
        "figure": "{name}: {value}{base}",
        "base": " (else {value})",
        "same": "  the case that all tests start from, as it is",
        "run": "  all cases of a file",
        "row": "  {test}: {what}: now {now}; what is right? (Enter: leave it, q: quit) ",
        "expected": "  expected: {what} = {wanted}{got}",
        "got": ", but it comes out as {got}",
        "why": "    {text}",
        "more": "    … {n} more",
        "nothing lost": "nothing is lost there",
        "who": "your name, to stand beside the tests that you confirm: ",
        "question": "  right? [y]es, [n]o, [s]kip, [q]uit: ",
        "number": "  a number, please, or null (Enter: leave it, q: quit) ",
        "refused": "  that cannot stand there: {why}",
        "again": "  what is right? (Enter: leave it, q: quit) ",
        "right": "  {what}: now {now}; what is right? (Enter: leave it, q: quit) ",
        "unchanged": "  nothing was said, so the test stays unconfirmed",
        "changed": "  the file has changed meanwhile; this test is left as it is",
        "unreadable": "  that cannot be written there; this test is left as it is",
        "part": "\n  values of this test put into the file: {n}; it stays unconfirmed, as it was not gone through",
        "nothing": "every test is confirmed",
        "stopped": "\nstopped; every answer so far is in the file",
        "summary": "confirmed {confirmed}, corrected {corrected}, skipped {skipped}; {left} left",
        "yes": "y yes",
        "no": "n no",
        "skip": "s skip",
        "quit": "q quit",
        "comma": "; ",
    },
    "zh": {
        "count": "\n〔{count}/{all}〕",
        "clause": "  依据：{text}",
        "changes": "  对规则集的改动：{text}",
        "figure": "{name}：{value}{base}",
        "base": "（起点为{value}）",
        "same": "  与各测试的起点案例相同",
        "run": "  文件中的全部案例",
        "row": "  {test}：{what}现为{now}，应为多少？（直接回车表示不改，q 退出）",
        "expected": "  预期：{what}＝{wanted}{got}",
        "got": "，但算出的是{got}",
        "why": "    {text}",
        "more": "    ……另有{n}条",
        "nothing lost": "此处没有扣分",
        "who": "您的姓名（写在您确认的测试旁）：",
        "question": "  对吗？y 对，n 不对，s 跳过，q 退出：",
        "number": "  请填数字，或null（直接回车表示不改，q 退出）",
        "refused": "  此处不能这样写：{why}",
        "again": "  应为多少？（直接回车表示不改，q 退出）",
        "right": "  {what}现为{now}，应为多少？（直接回车表示不改，q 退出）",
        "unchanged": "  没有填写，该测试仍未确认",
        "changed": "  文件已被改动，该测试未作处理",
        "unreadable": "  无法写入，该测试未作处理",
        "part": "\n  已将该测试的{n}个值写入文件；因未全部核对，该测试仍未确认",
        "nothing": "所有测试都已确认",
        "stopped": "\n已停止，此前的回答都已写入文件",
        "summary": "已确认{confirmed}项，已更正{corrected}项，跳过{skipped}项；还有{left}项未确认",
        "yes": "y yes 对 是",
        "no": "n no 不对 否",
        "skip": "s skip 跳过",
        "quit": "q quit 退出",
        "comma": "；",
    },
}


def question(lang: str) -> str:
    """Return what a person is asked."""
    return WORDS[lang]["question"]


def shown_test(verdicts: Sequence[Verdict], base: Case | None, lang: str) -> Iterator[str]:
    """Yield what is told of a test, or of the tests of a table."""
    words, first = WORDS[lang], verdicts[0].test
    yield first.name if len(verdicts) == 1 else first.name.rpartition(" [")[0]
    if first.cite:
        yield words["clause"].format(text=first.cite)
    if first.changes is not None:
        yield words["changes"].format(text=", ".join(first.changes.fields))
    if len(verdicts) == 1:
        yield from _case(verdicts[0], base, lang)
        yield from _expected(verdicts[0], lang)
        return
    said = [_differing(each, base, lang) for each in verdicts]
    shared = {key: text for key, text in said[0].items() if all(each.get(key) == text for each in said)}
    yield from (f"  {text}" for text in shared.values())
    varied = dict.fromkeys(key for each in said for key in each if key not in shared)
    for verdict, own in zip(verdicts[:_ROWS], said, strict=False):
        yield f"  {_row(verdict, [own.get(key) or _as_base(verdict, key, lang) for key in varied], lang)}"
        yield from (f"  {line}" for line in (*_derived(verdict, lang), *_expected(verdict, lang)))
    if len(verdicts) > _ROWS:
        yield words["more"].format(n=len(verdicts) - _ROWS)


def _row(verdict: Verdict, texts: Sequence[str], lang: str) -> str:
    """Return what a row says of its case, after its name where it has one of its own."""
    name, told = row_of(verdict.test), WORDS[lang]["comma"].join(filter(None, texts))
    if not told or all(part in told for part in name.split(", ")):
        return told or name
    return f"{name}{WORDS[lang]['comma']}{told}"


def row_of(test: Test) -> str:
    """Return the values of the row of a table that a test was made of."""
    return test.name.rpartition(" [")[2].rstrip("]")


def _case(verdict: Verdict, base: Case | None, lang: str) -> Iterator[str]:
    """Yield how the case of a test differs from the one that all start from."""
    words = WORDS[lang]
    if verdict.test.is_run:
        yield words["run"]
        return
    said = _differing(verdict, base, lang)
    yield from (f"  {text}" for text in said.values())
    if not said:
        yield words["same"]
    yield from _derived(verdict, lang)


def _differing(verdict: Verdict, base: Case | None, lang: str) -> dict[str, str]:
    """Return how the case of a test differs from the one that all start from, by what differs."""
    words, start = WORDS[lang], base or Case()
    says, figures = differing(verdict.test.case, start, lambda path: path)
    found: dict[str, str] = {}
    for name, value in figures:
        before = start.figures.get(name.strip('"'))
        told = before.value if isinstance(before, Given) else before
        other = "" if told is None else words["base"].format(value=listed(told))
        found[name] = words["figure"].format(name=_called(verdict, name, lang), value=value, base=other)
    return found | {name: words["figure"].format(name=name, value=value, base="") for name, value in says}


def _as_base(verdict: Verdict, name: str, lang: str) -> str:
    """Return what a case says of a figure that is as in the case that all start from, "" where it says nothing."""
    given = verdict.test.case.figures.get(name.strip('"'))
    if given is None:
        return ""
    return WORDS[lang]["figure"].format(name=_called(verdict, name, lang), value=listed(given), base="")


def _called(verdict: Verdict, name: str, lang: str) -> str:
    """Return the address of a figure, with its printed name where that is another one."""
    if verdict.ruleset is None:
        return name
    program = verdict.ruleset.program(verdict.test.method)
    found = program.addresses.find(name.strip('"'), first="figure")
    figure, _ = program.figures.get(getattr(found, "path", ""), (None, None))
    label = name if figure is None else figure.label.text(lang)
    return name if label.casefold() in name.casefold() else f"{name} {label}"


def _derived(verdict: Verdict, lang: str) -> Iterator[str]:
    """Yield the derived figures that the rules read of which something is expected, worked out."""
    told: dict[str, None] = {}
    for result, expects in _by_result(verdict):
        if result is None or verdict.test.is_run:
            continue
        for each in expects:
            aim = _aim(result, each)
            node = None if aim is None or aim.kind != "node" else node_of(result, aim.path)
            for name in () if node is None else (name for entry in node.plan.entries for name in entry.reads):
                figure, computed = result.program.figures.get(name, (None, None))
                if figure is not None and computed is not None and figure.form is not None:
                    value = said_value(result.value(computed), figure.unit, lang)
                    told[f"  {figure.label.text(lang)} = {value}"] = None
    yield from told


def _aim(result: Result, expected: Expectation) -> Aim | None:
    try:
        return aim_of(result.program, expected.address)
    except Lost:
        return None


def _expected(verdict: Verdict, lang: str) -> Iterator[str]:
    """Yield what is expected of a test, what comes out where that is something else, and why."""
    words, test = WORDS[lang], verdict.test
    differs = {each.expectation.at: each for each in verdict.differences}
    told: set[str] = set()
    for result, expects in _by_result(verdict):
        for each in expects:
            other = differs.get(each.at)
            got = "" if other is None else words["got"].format(got=shown(other.got))
            what = each.address if each.aspect == "score" else f"{each.address} {each.aspect}".strip()
            if test.is_run and result is not None and result.case is not None:
                what = f"{result.case.id} {what}"
            yield words["expected"].format(what=what, wanted=wanted_text(each), got=got)
            if result is not None and (each.address or "total") not in told:
                yield from _why(result, each, lang)
                told.add(each.address or "total")


def _by_result(verdict: Verdict) -> Iterator[tuple[Result | None, Sequence[Expectation]]]:
    test = verdict.test
    for result in verdict.results:
        own = "" if not test.is_run or result.case is None else result.case.id
        if own in test.expects:
            yield result, test.expects[own]
    if not verdict.results:
        yield from ((None, each) for each in test.expects.values())
    if test.portfolio:
        yield None, test.portfolio


def _why(result: Result, expected: Expectation, lang: str) -> Iterator[str]:
    """Yield the sentences that say why points are lost or won where something is expected."""
    words = WORDS[lang]
    aim = _aim(result, expected)
    if aim is None or aim.kind != "node" or expected.aspect in ("missing", "error"):
        return
    node = node_of(result, aim.path)
    if node is None or node.score is None:
        return
    lost, won = result.reasons_below(aim.path)
    sentences = list(dict.fromkeys(each.sentence(lang) for each in (*lost, *won)))
    for text in sentences[:_SENTENCES]:
        yield words["why"].format(text=text)
    if len(sentences) > _SENTENCES:
        yield words["more"].format(n=len(sentences) - _SENTENCES)
    if not sentences and node.points is not None and node.score == node.points:
        yield words["why"].format(text=words["nothing lost"])
