"""Cases from CSV: strict quoting, exact places, nothing guessed."""

import csv
import io
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.case import Case, Finding, Given, Mark, SetScore
from scoring.case_rows import CELL
from scoring.cases import load_cases
from scoring.csv_cases import read_csv
from scoring.diagnostic import MESSAGES, CaseError, Problems
from scoring.source import Source

Write = Callable[[str | bytes], Path]


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path) -> Write:
    def write(text: str | bytes) -> Path:
        path = tmp_path / "cases.csv"
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    return write


def read(text: str) -> tuple[list[Case], list[tuple[str, int, int]]]:
    """Return the cases of a text, and code, line and column of what is wrong with it."""
    problems = Problems()
    cases = read_csv(Source("cases.csv", text), problems)
    for each in problems.diagnostics:
        assert len(each.render("en")) < 1000
        assert each.message("en") != each.message("zh")
    return cases, [(each.code, each.at.line, each.at.column) for each in problems.diagnostics]


def values(case: Case) -> dict[str, object]:
    """Return the figures of a case without where they came from."""
    return {address: each.value for address, each in case.figures.items() if isinstance(each, Given)}


def test_a_row_is_a_case_and_a_heading_an_address() -> None:
    headings = (
        "id,name,date,by,received,到位资金,trained.actual,approval.findings,approval.amount,quality.mark,"
        "quality.because,process.funds.deduct,lasting.set,lasting.because,procurement.not_applicable"
    )
    row = "lengshuitan,冷水滩,2024-10-18,张三,428,,1506,2,334.05,8,无记录,1,1,C-12,无采购事项"
    (case,), problems = read(f"{headings}\n{row}\n")
    assert not problems
    assert case == Case(
        id="lengshuitan",
        name="冷水滩",
        date=date(2024, 10, 18),
        by="张三",
        figures={"received": Given("428", written=True), "trained.actual": Given("1506", written=True)},
        findings=(Finding(("approval",), "2", "334.05"),),
        marks={"quality": Mark("8", because="无记录", by="张三"), "process.funds": Mark(deduct="1", by="张三")},
        set={"lasting": SetScore("1", "C-12", "张三")},
        not_applicable={"procurement": Given("无采购事项", written=True)},
    )


def test_every_cell_knows_its_row_and_column() -> None:
    (first, second), _ = read("id,spent,x.findings\na,1,1\n\nb,22,3\n")
    spent = second.figures["spent"]
    assert isinstance(spent, Given)
    assert str(spent.origin) == "cases.csv row 4, column spent"
    assert spent.origin.text("zh") == "cases.csv 第4行spent列"
    assert str(spent.origin.at) == "cases.csv:4:3"
    assert str(spent.origin.key) == "cases.csv:1:4"
    assert str(second.findings[0].origin) == "cases.csv row 4, column x.findings"
    assert str(second.findings[0].places[0]) == "cases.csv:1:10"
    assert (first.at.line, second.at.line) == (2, 4)


def test_a_quoted_cell_may_hold_commas_quotes_and_lines() -> None:
    (first, second), problems = read('id,name,x\r\na,"five "" inches, or\r\nso",1\r\n"b","",2\r\n')
    assert not problems
    assert first.name == 'five " inches, or\r\nso'
    assert (second.id, second.name) == ("b", "")
    figure = second.figures["x"]
    assert isinstance(figure, Given)
    assert (figure.origin.row, figure.origin.at.line) == (3, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_break_ends_a_row(end: str) -> None:
    for last in ("", end, end + end):
        cases, problems = read(f"id,x{end}a,1{end}b,2{last}")
        assert not problems
        assert [values(each) for each in cases] == [{"x": "1"}, {"x": "2"}]


def test_an_empty_cell_is_not_given_and_an_empty_row_no_case() -> None:
    cases, problems = read("id,x,y,\na, ,0,\n,,,\n  ,,,\nb,\u3000,\t1 ,\n")
    assert not problems
    assert [values(each) for each in cases] == [{"y": "0"}, {"y": "1"}]


def test_what_is_no_number_stays_as_written_for_the_figure_to_refuse() -> None:
    odd = ["１２", "٣.٥", "1_000", "nan", "Infinity", "1e999999999", "1,922.00", "83.06%", "=1+1", "007"]
    (case,), problems = read("id," + ",".join(f"f{i}" for i in range(len(odd))) + '\na,"' + '","'.join(odd) + '"\n')
    assert not problems
    assert list(values(case).values()) == odd


def test_a_count_of_nothing_is_no_finding() -> None:
    (case,), problems = read("id,a.findings,b.findings,b.amount,c.amount,d.findings\nx,0,0,3,4,00\n")
    assert not problems
    assert case.findings == (
        Finding(("b",), "0", "3"),
        Finding(("c",), 1, "4"),
        Finding(("d",), "00"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("csv-empty", 0, 0)]),
        ("\n\n", [("csv-empty", 0, 0)]),
        (",,\n1,2,3\n", [("csv-empty", 0, 0)]),
        ("name,x\na,1\n", [("csv-no-id", 1, 1)]),
        ("id;x\na;1\n", [("csv-separator", 1, 1)]),
        ("id\tx\na\t1\n", [("csv-separator", 1, 1)]),
        ("id，x\na，1\n", [("csv-separator", 1, 1)]),
        ("id,x,x\na,1,2\n", [("csv-heading-twice", 1, 6)]),
        ("id,x,ｘ\na,1,2\n", [("csv-heading-twice", 1, 6)]),
        ("id,id\na,b\n", [("csv-heading-twice", 1, 4)]),
        ("id,x.points,y.score\na,1,2\n", [("csv-heading-result", 1, 4), ("csv-heading-result", 1, 13)]),
        ("id,x,\na,1,2\nb,1,\n", [("csv-no-heading", 2, 5)]),
        ("id,x\na\nb,1,2\nc,1\n", [("csv-row-short", 2, 1), ("csv-row-long", 3, 1)]),
        ("id,x\na,1,922.00\n", [("csv-row-long", 2, 1)]),
        ("x,id\n1,\n2,b\n", [("csv-id-empty", 2, 3)]),
        ("id,x\na,1\nb,2\na,3\nａ,4\n", [("case-id-twice", 4, 1), ("case-id-twice", 5, 1)]),
        ('id,x\na,"1\nb,2\n', [("csv-quote-open", 2, 3)]),
        ('id,"x\na,1\n', [("csv-quote-open", 1, 4)]),
        ('id,x\na,5" pipe\nb,2\n', [("csv-quote-inside", 2, 4)]),
        ('id,x\na,"5" pipe\nb,2\n', [("csv-text-after-quote", 2, 6)]),
        ('id,x\na,"5"""",\nb,2\n', [("csv-quote-open", 2, 3)]),
        ("id,date\na,2024-02-30\nb,2024/10/18\n", [("case-date", 2, 3), ("case-date", 3, 3)]),
        ("id,q.mark,q.deduct\na,1,2\n", [("case-mark-both", 2, 5)]),
        ("id,q.mark,q.because\na,,no\nb,1,no\n", [("csv-because-alone", 2, 4)]),
    ],
)
def test_what_is_wrong_has_a_code_and_a_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert read(text)[1] == expected


def test_one_bad_row_leaves_the_others() -> None:
    good = "id,x\na,1\nc,3\n"
    expected = read(good)[0]
    for bad in ("b", "b,1,2", ",2", 'b,5" pipe', 'b,"5" pipe', f"b,{'9' * (CELL + 1)}"):
        cases, problems = read(f"id,x\na,1\n{bad}\nc,3\n")
        assert len(problems) == 1, bad
        assert [each for each in cases if each.id != "b"] == expected


def test_a_huge_cell_is_refused_and_a_large_one_is_not() -> None:
    cases, problems = read(f"id,name\na,{'x' * CELL}\n")
    assert (len(cases[0].name), problems) == (CELL, [])
    assert read(f'id,name\na,"{"x" * (CELL + 1)}"\n')[1] == [("csv-cell-long", 2, 3)]


def test_a_reason_serves_mark_and_set() -> None:
    (case,), problems = read("id,q.mark,q.set,q.because\na,1,2,no\n")
    assert not problems
    assert case.marks["q"].because == case.set["q"].because == "no"


def test_a_byte_order_mark_is_no_part_of_the_first_heading(write: Write) -> None:
    (case,) = load_cases(write("\ufeffid,x\na,1\n"))
    assert case.id == "a"


def test_gb18030_is_read_when_asked_for_and_named_otherwise(write: Write) -> None:
    path = write("id,name,到位资金\na,冷水滩,1\n".encode("gb18030"))
    with pytest.raises(CaseError, match="GB18030"):
        load_cases(path)
    (case,) = load_cases(path, encoding="gb18030")
    assert (case.name, values(case)) == ("冷水滩", {"到位资金": "1"})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_refused(write: Write, encoding: str) -> None:
    with pytest.raises(CaseError):
        load_cases(write("id,x\na,1\n".encode(encoding)))


@pytest.mark.parametrize("char", ["\0", "\x1b", "\u200b", "\u202e", "\x85", "\u2028"])
def test_invisible_characters_are_refused(write: Write, char: str) -> None:
    with pytest.raises(CaseError) as caught:
        load_cases(write(f"id,x\na,1{char}\n"))
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.at.line, problem.at.column) == ("invisible-character", 2, 4)


def test_a_file_with_headings_only_has_no_cases(write: Write) -> None:
    with pytest.raises(CaseError, match="case-none"):
        load_cases(write("id,x\n"))


@pytest.mark.parametrize(
    "text",
    [
        "id,x\n" + "a\n" * 150_000,
        "id,x\n" + 'a,b"\n' * 100_000,
        "," * (1 << 20),
        "\n" * (1 << 20),
        'id,x\na,"' + '""' * (1 << 18) + "\n",
        'id,x\na,"' + "\n" * (1 << 17) + '"\nb,1"',
        '"' * ((1 << 20) - 1),
        ",".join(f"h{i}" for i in range(90_000)) + "\n",
        ",".join(["id", *(f"h{i % 1000}" for i in range(90_000))]) + "\n",
    ],
    ids=["short", "quotes", "commas", "lines", "open", "long-cell", "quotes-only", "headings", "headings-twice"],
)
def test_a_hostile_megabyte_is_refused_soon_and_briefly(text: str) -> None:
    begun = time.thread_time()
    problems = read(text)[1]
    assert time.thread_time() - begun < 3
    assert 1 <= len(problems) <= 101


def test_a_megabyte_of_good_cases_is_read_in_time() -> None:
    text = "id," + ",".join(f"f{i}" for i in range(60)) + "\n"
    text += "".join(f"case{i}," + ",".join(["12.5"] * 60) + "\n" for i in range(3000))
    begun = time.thread_time()
    cases, problems = read(text)
    assert time.thread_time() - begun < 4
    assert (len(cases), problems) == (3000, [])


@given(st.lists(st.lists(st.text('ab,"\n 1\u3000é', max_size=6), min_size=3, max_size=3), max_size=5))
def test_what_a_csv_writer_writes_is_read(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["id", "x", "y"])
    writer.writerows([f"case{number}", *row[1:]] for number, row in enumerate(rows))
    cases, problems = read(stream.getvalue())
    assert not problems
    assert [values(each) for each in cases] == [
        {name: text.strip() for name, text in zip("xy", row[1:], strict=True) if text.strip()} for row in rows
    ]


@given(st.text('id,"\r\n;.x1', max_size=60) | st.text(max_size=40))
def test_any_text_gives_cases_or_problems(text: str) -> None:
    for start in ("", "id,x,q.mark\n"):
        cases, problems = read(start + text)
        assert all(isinstance(each, Case) for each in cases)
        assert all(code in MESSAGES for code, _, _ in problems)


def test_random_bytes_raise_nothing_but_case_errors(write: Write) -> None:
    seed = random.randrange(1 << 32)  # noqa: S311  # no secret
    print("seed", seed)  # noqa: T201  # shown if the test fails
    chance = random.Random(seed)  # noqa: S311  # likewise
    parts = [
        b"id",
        b",",
        b'"',
        b"\n",
        b"\r\n",
        b"x.mark",
        b"\xef\xbb\xbf",
        "冷".encode(),
        "冷".encode("gbk"),
        b"\0",
        b"1",
    ]
    for _ in range(300):
        path = write(b"id,x\n" * chance.randrange(2) + b"".join(chance.choices(parts, k=chance.randrange(30))))
        try:
            load_cases(path, encoding=chance.choice([None, "gb18030"]))
        except CaseError as error:
            assert error.diagnostics  # noqa: PT017  # that nothing else is raised is the point
