"""What the YAML and JSON readers make of a document, and what they say to an author's slip."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from parsers import PARSERS, read, use_parser, verdict
from scoring.diagnostic import Problems
from scoring.document import decoded, load_source
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=PARSERS, autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    use_parser(request.param, monkeypatch)


def table_of(text: str, *, json: bool = False) -> Table:
    table, problems = read(text, json=json)
    assert problems == ()
    assert table is not None
    return table


def value_of(text: str) -> object:
    item = table_of(f"a: {text}\n").fields["a"].value
    assert isinstance(item, Scalar)
    return item.value


def plain(item: Item) -> object:
    """Return a tree as lists, dicts and values."""
    if isinstance(item, Listing):
        return [plain(each) for each in item.items]
    return item.value if isinstance(item, Scalar) else {key: plain(each.value) for key, each in item.fields.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("1.10", Fraction(11, 10)),
        ("-3", Fraction(-3)),
        ("355.49", Fraction(35549, 100)),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_numbers_truth_values_and_null(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("no", "on", "off", "yes", "y", "True", "NULL", "1:30", "22:22", "190:20:30", "010", "0x1F", "0b11", "1_000"),
        *("0o10", "1e3", "1.0e+3", "+.5", "+5", ".5", "5.", "007", "2024-01-01", "2024-13-45", "95%", "=", "１２"),
        "1234567890123456",
    ],
)
def test_all_else_is_text_as_written(text: str) -> None:
    assert value_of(text) == text


def test_quoted_is_always_text() -> None:
    assert value_of('"90"') == "90"
    assert value_of("'null'") == "null"
    assert value_of('"a\\n\\u4e2d\\\\"') == "a\n中\\"
    assert value_of("|\n  a\n  b\n") == "a\nb\n"


def test_the_text_is_kept_as_written() -> None:
    item = table_of("code: 1.10").fields["code"].value
    assert item == Scalar("1.10", Fraction(11, 10), item.at)


def test_keys_are_text_and_keep_their_order() -> None:
    table = table_of("{95%: a, 90: b, true: c, 优: d, ~: e, '1.0': f}")
    assert list(table.fields) == ["95%", "90", "true", "优", "~", "1.0"]


def test_nesting() -> None:
    text = "a:\n- {b: [1, x]}\n- - c\n  - d: {}\nempty: []\n"
    assert plain(table_of(text)) == {"a": [{"b": [1, "x"]}, ["c", {"d": {}}]], "empty": []}


def test_every_value_and_key_has_its_place() -> None:
    table = table_of("名称: 到位资金 # c\nb:\n  - {c: '满 意', d: }\n  - |\n    x\n")
    name, b = table.fields["名称"], table.fields["b"]
    assert (name.key.at[1:], name.value.at[1:]) == ((1, 1, 3), (1, 5, 9))
    assert isinstance(b.value, Listing)
    row, block = b.value.items
    assert isinstance(row, Table)
    assert (row.at[1:], block.at[1:3]) == ((3, 5, 6), (4, 5))
    assert row.fields["c"].value.at[1:] == (3, 9, 14)
    assert row.fields["d"].value.at == row.fields["d"].key.at  # an empty value is shown at its key
    assert str(block.at) == "a.yaml:4:5"


def test_trees_are_equal_wherever_they_stand() -> None:
    assert table_of("a: [1, x]") == table_of("\n\na:\n  - 1\n  - 'x'\n")
    assert table_of("a: 1") != table_of("a: '1'")
    assert table_of("a: 1.0") != table_of("a: 1")


def test_line_breaks_of_windows_and_a_document_mark() -> None:
    assert plain(table_of("---\r\na: 1\r\nb: x\r\n...\r\n")) == {"a": 1, "b": "x"}


def test_what_is_fine_stays_fine() -> None:
    text = "# a\tcomment\na: 1 # c\nb: 附表5#3\nc: {d: '#3'}\ne: a, b (c\nf: b?  ## c\ng: {h: 见1), i: f(x)}\n"
    assert plain(table_of(text))["e"] == "a, b (c"  # type: ignore[index]  # a table


SLIPS = [
    # traps of the language page
    ("source: 附表5 #3\n", "comment-in-value", 1, 13),
    ("a: {source: 附表5 #3}\n", "comment-in-value", 1, 17),
    ("a:\n  b: {c: 附表5 #3, d: 1}\n  e: 1\n", "comment-in-value", 2, 14),
    ("a: {when: min(a, b) > 0}\n", "comma-in-value", 1, 11),
    ("a: {of: min(a, b), because: x}\n", "comma-in-value", 1, 9),
    ("a: {of: 最大（a, b）}\n", "comma-in-value", 1, 9),
    ("a: {because: one, two}\n", "comma-in-value", 1, 14),
    ("a: {because: 一, two, three, x: 1}\n", "comma-in-value", 1, 14),
    ("a: [min(a, b), 3]\n", "comma-in-value", 1, 5),
    ("a: {of: max([a, b])}\n", "bracket-in-value", 1, 13),
    ("unit: %\n", "percent-unquoted", 1, 7),
    ("a: {unit: %}\n", "percent-unquoted", 1, 11),
    ("bands: {95%: 1, 0.95: 2}\n", "equal-keys", 1, 17),
    # colons and dashes
    ("points 5\nname: x\n", "colon-missing", 1, 1),
    ("name: x\npoints 5\n", "colon-missing", 2, 1),
    ("name: x\npoints：5\n", "colon-wide", 2, 7),
    ("points：5\n", "colon-wide", 1, 1),
    ("{a：5}\n", "colon-wide", 1, 2),
    ("name: x\npoints:5\n", "colon-blank", 2, 7),
    ("points:5\n", "colon-blank", 1, 1),
    ("{a:1}\n", "colon-blank", 1, 2),
    ("{a:}\n", "colon-blank", 1, 3),
    ("a: b: c\n", "colon-in-value", 1, 5),
    ("a: {b: c: d}\n", "colon-in-value", 1, 9),
    ("x" * 1100 + ": 1\n", "key-long", 1, 1101),
    (": 1\n", "key-empty", 1, 1),
    ("a:\n-b\nc: 1\n", "dash-blank", 2, 1),
    ("a: - b\n", "dash-in-value", 1, 4),
    ("a: {b, c: 1}\n", "key-without-value", 1, 5),
    # indentation
    ("a:\n\tb: 1\n", "tab", 2, 1),
    ("a: 1\t# c\n", "tab", 1, 5),
    ("a: 1\n  b: 2\n", "indentation", 2, 3),
    ("a:\n  b: 1\n c: 2\n", "indentation", 3, 2),
    (" a: 1\nb: 2\n", "indentation", 2, 1),
    ("a: 1\n- b\n", "indentation", 2, 1),
    # quotes and brackets
    ('a: "b\nc: 2\n', "quote-open", 1, 4),
    ("a: 'b\nc: 2\n", "quote-open", 1, 4),
    ('a: "b" c\n', "text-after-value", 1, 8),
    ("a: [草案] 评价\n", "text-after-value", 1, 9),
    ('a: {b: "x" c: 1}\n', "text-after-value", 1, 12),
    ("a: {b: 1\nc: 2\n", "bracket-open", 1, 4),
    ("a: [1, 2\nb: 3\n", "bracket-open", 1, 4),
    ("a: {b: 1]\n", "bracket-open", 1, 4),
    ("a: [", "bracket-open", 1, 4),
    ("a: b\n}\n", "bracket-extra", 2, 1),
    ("a: [b, , c]\n", "comma-extra", 1, 8),
    ("a: {b: c?}\n", "question-in-value", 1, 9),
    ("a: @b\n", "reserved-character", 1, 4),
    ("a: |x\n  b\n", "block-text", 1, 4),
    ("a: |#\n  b\n", "block-text", 1, 4),
    ('a: "中\\q"\n', "bad-escape", 1, 6),
    ("a: ? b\n", "yaml-syntax", 1, 4),
    # shapes
    ("a: 1\n...\nb: 2\n", "several-documents", 3, 1),
    ("a: ,b\n", "reserved-character", 1, 4),
    ("", "document-empty", 1, 1),
    ("# x\n", "document-empty", 1, 1),
    ("- a\n", "document-not-table", 1, 1),
    ("a\n", "document-not-table", 1, 1),
    ("~\n", "document-not-table", 1, 1),
]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: {code: A1， points: 15}\n", "comma-wide", 1, 13),
        ("a: {code: A1，points: 15, name: x}\n", "comma-wide", 1, 13),
        ("a: {code: 'A，1' points: 15}\n", "text-after-value", 1, 17),
        ("ruleset: x\npoints： 15\n", "colon-wide", 2, 7),
        ("a:\n  code： A1\n  points: 15\n", "colon-wide", 2, 7),
        ("a:\n  points: 15\n  code：A1\n", "colon-wide", 3, 7),
        ("a: {x： 9%, y: 3}\n", "colon-wide", 1, 5),
        ("a:\n- {x: 1}\n{x: 2}\n", "dash-missing", 3, 1),
        ("a:\n  b:\n  - {x: 1}\n  {x: 2}\n", "dash-missing", 4, 3),
        ("a:\n  - x: 1\n  y: 2\n", "dash-missing", 3, 3),
    ],
)
def test_a_full_width_sign_or_a_missing_dash_is_named_where_it_stands(
    text: str, code: str, line: int, column: int
) -> None:
    assert verdict(text) == [(code, line, column)]


@pytest.mark.parametrize(("text", "code", "line", "column"), SLIPS)
def test_one_slip_gets_one_message_with_its_place(text: str, code: str, line: int, column: int) -> None:
    assert verdict(text) == [(code, line, column)]


def test_duplicate_keys_name_both_places_and_the_first_stands() -> None:
    table, problems = read("a: 1\nb: 2\n'a': 3\nc: 4\n")
    assert table is not None
    assert plain(table) == {"a": 1, "b": 2, "c": 4}
    assert [(str(each.at), each.code, each.facts["line"]) for each in problems] == [
        ("a.yaml:3:1", "duplicate-key", "1")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{1: a, 1.0: b}", "equal-keys"),
        ("{0.5: a, 50%: b}", "equal-keys"),
        ("{-0: a, 0: b}", "equal-keys"),
        ("{ａ: 1, a: 2}", "alike-keys"),
        ("{a: {b: 1, c: {}, b: 2}}", "duplicate-key"),
        ("{_a: 1}", "key-underscore"),
    ],
)
def test_keys_that_would_take_the_place_of_others(text: str, code: str) -> None:
    assert [each.code for each in read(text)[1]] == [code]


def test_codes_that_look_like_numbers_may_be_quoted() -> None:
    assert list(table_of("{'1.1': a, '1.10': b}").fields) == ["1.1", "1.10"]


def test_the_comment_trap_is_shown_in_full() -> None:
    (problem,) = read("a: {source: 附表5 #3}\n")[1]
    assert problem.render() == (
        "a.yaml:1:17: error[comment-in-value]: '#3}' is read as a comment, the value is only '附表5'\n"
        " | a: {source: 附表5 #3}\n"
        " |                   ^^^\n"
        "  hint: put the value in quotes; if it is a comment, leave a blank after #"
    )


def test_the_comma_trap_is_shown_in_full() -> None:
    (problem,) = read("- x\n- {because: 一, two}\n".replace("- x\n- ", "a: 1\nb: "))[1]
    assert problem.render("zh") == (
        "a.yaml:2:14: 错误[comma-in-value]：逗号使值在“一”处就结束了\n"
        " | b: {because: 一, two}\n"
        " |              ^^^^^^^\n"
        "  提示：含逗号的值请加引号"
    )


def test_all_slips_are_found_at_once() -> None:
    text = "a: .nan\nb: 附表5 #3\nb: 1\n_c: 2\n"
    assert [code for code, _, _ in verdict(text)] == [
        "not-finite",
        "comment-in-value",
        "duplicate-key",
        "key-underscore",
    ]


def test_json_is_read_like_yaml() -> None:
    text = '{"a": [1.10, -2, "x\\n中", true, null, {}], "95%": {"b": []}}\n'
    assert plain(table_of(text, json=True)) == {"a": [Fraction(11, 10), -2, "x\n中", True, None, {}], "95%": {"b": []}}
    value = table_of('{\n  "a": 1.10}', json=True).fields["a"]
    assert (value.key.at[1:], value.value.at[1:], value.value) == (
        (2, 3, 6),
        (2, 8, 12),
        Scalar("1.10", Fraction(11, 10), value.key.at),
    )
    assert isinstance(value, Field)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "document-empty", 1, 1),
        ("[]", "document-not-table", 1, 1),
        ("1", "document-not-table", 1, 1),
        ('{"a": 1e3}', "number-exponent", 1, 7),
        ('{"a": 1e400}', "number-exponent", 1, 7),
        ('{"a": NaN}', "not-finite", 1, 7),
        ('{"a": -Infinity}', "not-finite", 1, 7),
        ('{"a": 007}', "number-form", 1, 7),
        ('{"a": .5}', "number-form", 1, 7),
        ('{"a": 0.1234567890123456}', "number-long", 1, 7),
        ('{"a": True}', "json-word", 1, 7),
        ('{"a": 1, "a": 2}', "duplicate-key", 1, 10),
        ('{"a": 1,}', "json-syntax", 1, 9),
        ('{"a": [1,]}', "json-syntax", 1, 10),
        ('{"a": 1 "b": 2}', "json-comma", 1, 9),
        ('{"a" 1}', "colon-missing", 1, 6),
        ("{'a': 1}", "json-key", 1, 2),
        ('{"a": "b\n"}', "json-quote-open", 1, 7),
        ('{"a": "b', "json-quote-open", 1, 7),
        ('{"a": "b\\q"}', "bad-escape", 1, 9),
        ('{"a": "\\ud800"}', "bad-escape", 1, 7),
        ('{"a": "\\u200b"}', "invisible-character", 1, 7),
        ('{"a": 1} {}', "several-documents", 1, 10),
        ('{"a": [1}', "json-syntax", 1, 9),
        ('{"a": [1', "bracket-open", 1, 7),
        ('{"a":', "bracket-open", 1, 1),
        ("}", "json-syntax", 1, 1),
    ],
)
def test_one_slip_in_json_gets_one_message(text: str, code: str, line: int, column: int) -> None:
    assert verdict(text, json=True) == [(code, line, column)]


def from_bytes(data: bytes, encoding: str = "utf-8") -> tuple[str | None, list[str]]:
    problems = Problems()
    source = decoded("a.yaml", data, problems, encoding)
    return source.text if source else None, [f"{each.at} {each.code}" for each in problems.diagnostics]


def test_encodings() -> None:
    text = "a: 1\r\n名称: 冷水滩\n"
    assert from_bytes(text.encode("utf-8")) == (text, [])
    assert from_bytes(text.encode("utf-8-sig")) == (text, [])
    assert from_bytes(text.encode("gb18030"), "gb18030") == (text, [])
    assert from_bytes(text.encode("gb18030")) == (None, ["a.yaml:2:1 encoding-gbk"])
    assert from_bytes(text.encode("utf-16")) == (None, ["a.yaml encoding-utf16"])
    assert from_bytes(text.encode("utf-16-le")) == (None, ["a.yaml encoding-utf16"])
    assert from_bytes(text.encode("utf-32")) == (None, ["a.yaml encoding-utf16"])
    assert from_bytes("a: 中\nb: ".encode() + b"\xff\n") == (None, ["a.yaml:2:4 encoding"])
    assert from_bytes(b"a", "klingon") == (None, ["a.yaml encoding-unknown"])


def test_files(tmp_path: Path) -> None:
    def codes(path: Path | str) -> list[str]:
        problems = Problems()
        assert load_source(path, problems) is None
        return [each.code for each in problems.diagnostics]

    good, large = tmp_path / "good.yaml", tmp_path / "large.yaml"
    good.write_bytes(b"\xef\xbb\xbfa: 1\n")
    large.write_bytes(b"#" * (2**20 + 1))
    source = load_source(good, Problems())
    assert source is not None
    assert (source.name, source.text) == (str(good), "a: 1\n")
    assert codes(tmp_path / "none.yaml") == ["file-missing"]
    assert codes(tmp_path) == ["file-unreadable"]
    assert codes("a\0b") == ["file-missing"]
    assert codes("/dev/zero") == ["file-unreadable"]
    assert codes("x" * 5_000) == ["file-unreadable"]
    assert codes(large) == ["file-too-large"]
