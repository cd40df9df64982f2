"""Columns, wrapping, words of reasons: what a reader sees."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.report.data import safe
from scoring.report.tables import cut, padded, table, width, wrapped
from scoring.report.words import amount, exactly
from scoring.sentences import shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("冷水滩", 6), ("B1.2 预算", 9), ("（1）", 5), ("e\u0301", 1), ("…", 1)],
)
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_table_is_aligned_by_columns_not_by_characters() -> None:
    lines = table([("单位", "分"), ("lengshuitan", "84.31"), ("市本级", "6")], [False, True])
    assert lines == ["单位            分", "lengshuitan  84.31", "市本级           6"]
    assert {width(line) for line in lines} == {18}
    assert table([], [True]) == []


def test_a_table_is_cut_only_where_there_is_a_width() -> None:
    rows = [("a very long name indeed", "1"), ("short", "22")]
    assert table(rows, [False, True])[0] == "a very long name indeed   1"
    assert table(rows, [False, True], 16) == ["a very long…   1", "short         22"]


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("abc", None, "abc"),
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abc…"),
        ("冷水滩区", 6, "冷水…"),
        ("冷水滩区", 7, "冷水滩…"),
    ],
)
def test_cut(text: str, room: int | None, short: str) -> None:
    assert cut(text, room) == short


def test_padded_stands_left_or_right() -> None:
    assert padded("滩", 4) == "滩  "
    assert padded("滩", 4, right=True) == "  滩"


def test_long_texts_are_wrapped_at_words_and_chinese_characters() -> None:
    assert list(wrapped("one two three four", 12, "- ")) == ["- one two", "  three", "  four"]
    lines = list(wrapped("预算执行率为83.0584…%，低于90%（不足的按比例）。", 24, "扣 "))
    assert lines[0].startswith("扣 预算")
    assert all(width(line) <= 24 for line in lines)
    assert all(not line.strip().startswith(("，", "。", "）")) and not line.endswith("（") for line in lines)
    assert list(wrapped("x" * 50, 20)) == ["x" * 50]
    assert list(wrapped("no limit at all", None, "> ")) == ["> no limit at all"]


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (Fraction(428), "万元", "428万元", "428 万元"),
        (Fraction(1, 3), "", "0.3333…", "0.3333…"),
        (Fraction(-1, 3), "", "-0.3333…", "-0.3333…"),
        (Fraction(91, 100), "%", "91%", "91%"),
        (Fraction(1, 100), "percentage point", "1个百分点", "1 percentage point"),
        (Fraction(7, 100), "percentage point", "7个百分点", "7 percentage points"),
        (True, "", "是", "yes"),
        ("city", "", "city", "city"),
        (None, "", "未知", "unknown"),
    ],
)
def test_values_as_people_read_them(value: object, unit: str, zh: str, en: str) -> None:
    assert (shown(value, unit, "zh"), shown(value, unit, "en")) == (zh, en)  # type: ignore[arg-type]  # any fact


def test_amounts_keep_their_sign_and_say_what_is_exact() -> None:
    assert amount(Fraction(1, 2), signed=True) == "+0.5"
    assert amount(Fraction(-1, 2), signed=True) == "-0.5"
    assert exactly(Fraction(1, 2)) == ""
    assert exactly(Fraction(2971, 4280)) == "2971/4280"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"])
def test_no_text_of_a_csv_begins_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe("A1") == "A1"
