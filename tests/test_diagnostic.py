"""How a problem is shown: place, words, source line, caret, hint."""

import pickle
from fractions import Fraction

import pytest

from scoring.diagnostic import Diagnostic, Problems, RulesetError, ScoringError
from scoring.model import Label
from scoring.number import Number
from scoring.source import NOWHERE, Source, Span, whole

LINES = Source("budget.yaml", "rules:\n  source: 附表5 #3\n  of: rate\n")


def diagnostic(at: Span, **facts: str) -> Diagnostic:
    return Diagnostic("duplicate-key", at, {"key": "of", "line": "3", **facts})


def test_the_whole_text_in_english() -> None:
    assert diagnostic(Span(LINES, 3, 3, 5)).render() == (
        "budget.yaml:3:3: error[duplicate-key]: 'of' stands here twice; the first is on line 3\n"
        " |   of: rate\n"
        " |   ^^\n"
        "  hint: delete or rename one of them; of a list each item begins with '- '"
    )


def test_the_whole_text_in_chinese() -> None:
    assert diagnostic(Span(LINES, 3, 3, 5)).render("zh") == (
        "budget.yaml:3:3: 错误[duplicate-key]：“of”重复，第一次出现在第3行\n"
        " |   of: rate\n"
        " |   ^^\n"
        "  提示：请删除其中一个，或改名；如果是列表，每一项都要以“- ”开头"
    )


def test_a_name_that_may_have_been_meant_replaces_the_hint() -> None:
    shown = diagnostic(Span(LINES, 3, 3, 5), near="off")
    assert shown.hint() == "did you mean 'off'?"
    assert shown.hint("zh") == "是否想写“off”？"


def test_a_name_may_also_be_right_where_it_is_another_word_for_a_known_one() -> None:
    shown = Diagnostic("rows-case", NOWHERE, {"name": "Lakside", "rows": "p.csv row 3", "near": "Lakeside"})
    assert shown.hint() == (
        "did you mean 'Lakeside'? If that is what the table calls a case, write in the case file: names: {Lakside: id}"
    )
    assert shown.hint("zh") == (
        "是否想写“Lakeside”？如果表中就是这样称呼案例的，请在案例文件中写明：names: {Lakside: 编号}"
    )


def test_the_caret_stands_right_behind_wide_characters() -> None:
    _, line, caret, _ = diagnostic(Span(LINES, 2, 15, 17)).render().split("\n")
    assert line == " |   source: 附表5 #3"
    assert caret == " | " + " " * 16 + "^^"  # 附表 takes four columns


def test_the_caret_is_as_wide_as_what_it_marks() -> None:
    _, _, caret, _ = diagnostic(Span(LINES, 2, 11, 14)).render().split("\n")
    assert caret == " |           ^^^^^"


def test_tabs_and_control_characters_are_shown_and_counted() -> None:
    source = Source("a.yaml", "\ta\x07b: 1")
    _, line, caret, _ = diagnostic(Span(source, 1, 4, 5)).render().split("\n")
    assert line == " |     a\\x07b: 1"
    assert caret == " |          ^"


def test_combining_marks_take_no_column() -> None:
    source = Source("a.yaml", "e\u0301: 1")
    assert diagnostic(Span(source, 1, 5, 6)).render().split("\n")[2] == " |    ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    source = Source("a.yaml", "x" * 1000 + "here" + "y" * 1000)
    shown = diagnostic(Span(source, 1, 1001, 1005)).render()
    _, line, caret, _ = shown.split("\n")
    assert line.startswith(" | …x")
    assert line.endswith("y…")
    assert line[caret.index("^") : caret.rindex("^") + 1] == "here"
    assert len(shown) <= 500


def test_a_hostile_text_stays_short_and_printable() -> None:
    hostile = "\x1b[31m\u202e" + "附" * 1000
    source = Source("a.yaml", hostile)
    problems = Problems()
    problems.error("equal-keys", Span(source, 1, 1, 1000), key=hostile, other=hostile, line=1)
    for lang in ("en", "zh"):
        shown = problems.diagnostics[0].render(lang)
        assert len(shown) <= 500
        assert all(char.isprintable() or char == "\n" for char in shown)


def test_a_name_is_a_fact_in_each_language_wherever_it_was_sent() -> None:
    problems = Problems()
    problems.error("unused-figure", whole("a.yaml"), name=Label({"zh": "资金", "en": "fu\x07nds"}))
    sent = pickle.loads(pickle.dumps(problems.diagnostics[0]))  # noqa: S301  # our own
    assert sent.facts == {"name": "资金"}
    assert sent.message("en") == r"figure 'fu\x07nds' is read by nothing"
    assert sent.message("zh") == "没有任何规则用到数据“资金”"


def test_facts_are_text_with_numbers_written_out() -> None:
    problems = Problems()
    problems.error("equal-keys", NOWHERE, key=Fraction(1, 10), other=Number("84.30"), line=True)
    assert problems.diagnostics[0].facts == {"key": "0.1", "other": "84.30", "line": "true"}


def test_a_file_as_a_whole_and_no_file_at_all() -> None:
    assert str(whole("a.yaml")) == "a.yaml"
    assert str(NOWHERE) == "<python>"
    assert Diagnostic("file-missing", whole("a.yaml")).render() == (
        "a.yaml: error[file-missing]: there is no such file\n  hint: check the path"
    )


def test_one_message_for_one_code_and_place_sorted_by_place() -> None:
    problems = Problems()
    problems.error("tab", Span(LINES, 3, 1, 2))
    problems.error("tab", Span(LINES, 3, 1, 2))
    problems.warning("tab", Span(LINES, 1, 1, 2))
    assert [(each.at.line, each.severity) for each in problems.diagnostics] == [(1, "warning"), (3, "error")]
    assert problems.errors == 1


def test_raised_together() -> None:
    problems = Problems()
    problems.warning("tab", Span(LINES, 1, 1, 2))
    problems.raise_as(RulesetError)
    problems.error("tab", Span(LINES, 3, 1, 2))
    with pytest.raises(RulesetError) as caught:
        problems.raise_as(RulesetError)
    assert isinstance(caught.value, ScoringError)
    assert [each.severity for each in caught.value.diagnostics] == ["warning", "error"]
    assert str(caught.value).count("[tab]") == 2
    assert "警告[tab]" in caught.value.text("zh")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  # our own


def test_near_names() -> None:
    problems = Problems()
    known = ["execution_rate", "满意度", "received"]
    assert problems.near("executon_rate", known) == "execution_rate"
    assert problems.near("满意", known) == "满意度"
    assert problems.near("zzz", known) is None
    assert problems.near("x" * 1000, known) is None
    problems.error("duplicate-key", NOWHERE, key="a", line=1, near=None)
    assert "near" not in problems.diagnostics[0].facts


def test_a_code_without_words_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Problems().error("no-such-code", NOWHERE)


def test_lines_of_a_source() -> None:
    source = Source("a", "one\r\ntwo\rthree\n")
    assert [source.line(number) for number in range(6)] == ["", "one", "two", "three", "", ""]
    assert source.span(5, 8) == Span(source, 2, 1, 4)
    assert source.span(5, 100) == Span(source, 2, 1, 4)
    assert source.offset(Span(source, 3, 2, 3)) == 10
    assert str(source.span(10, 11)) == "a:3:2"
