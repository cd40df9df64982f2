"""CSV by strict rules in a run over many rows: every trap is one row in the quarantine, and the others are read."""

from __future__ import annotations

import io
import random
import re
from typing import TYPE_CHECKING

import pytest

from batch_runs import batch, rows_of, ruleset
from scoring.batch import csv_lines
from scoring.batch.csv_table import read_cells
from scoring.batch.encode import cell
from scoring.case_rows import CELL
from scoring.cases import load_cases
from scoring.command_tools import Wrong
from scoring.diagnostic import CaseError
from scoring.ruleset import load

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.case import Case

GOOD = [f"r{number},428,355.49,95%,4" for number in range(1, 9)]
HEAD = "id,received,spent,satisfied,A3.mark\n"
TRAPS = {
    "short": ("x,428,355", "row-short"),
    "long": ("x,1,922,355,95%,4", "row-long"),
    "open quote": ('x,"428,355,95%,4', "csv-text-after-quote"),
    "open quote without another": ('x,428,355,95%,"4', "csv-quote-open"),
    "text after quote": ('"x" ,428,355,95%,4', "csv-text-after-quote"),
    "quote inside": ('x,428"5,355,95%,4', "csv-quote-inside"),
    "long cell": (f'"{"x" * (CELL + 1)}",428,355,95%,4', "csv-cell-long"),
    "endless cell": (f'"{"x" * 9 * CELL},428,355,95%,4', "csv-cell-long"),
    "invisible": ("x\u200b,428,355,95%,4", "invisible-character"),
    "control": ("x\x07,428,355,95%,4", "invisible-character"),
    "full width": ("x,４28,355,95%,4", "value-wide"),
    "thousands": ('x,"1,428",355,95%,4', "thousands"),
    "no percent": ("x,428,355,95,4", "percent-sign"),
    "percent too much": ("x,428%,355,95%,4", "unexpected-percent"),
    "exponent": ("x,4e2,355,95%,4", "not-a-number"),
    "leading zero": ("x,0428,355,95%,4", "not-a-number"),
    "plus": ("x,+428,355,95%,4", "not-a-number"),
    "no number": ("x,NULL,355,95%,4", "not-a-number"),
    "nan": ("x,nan,355,95%,4", "not-a-number"),
    "too long": ("x,1234567890123456,355,95%,4", "too-many-digits"),
    "out of range": ("x,428,355,95%,4.5", "mark-range"),
}


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_a_trap_is_one_row_and_the_others_are_read(tmp_path: Path, name: str, place: int) -> None:
    line, code = TRAPS[name]
    quoted = [each.replace("r3,", '"r3",').replace("r7,", '"r7",') for each in GOOD]
    if name in {"open quote without another", "endless cell"} or place == 8:
        quoted = GOOD
    if name == "open quote" and place == 8:
        code = "csv-quote-open"
    given = tmp_path / "in.csv"
    given.write_text(HEAD + "\n".join([*quoted[:place], line, *quoted[place:]]) + "\n", "utf-8")
    source = ruleset(tmp_path)
    batch(source, given, tmp_path / "out.csv", chunk=5)
    assert [each["id"] for each in rows_of(tmp_path / "out.csv")] == [f"r{number}" for number in range(1, 9)]
    (bad,) = rows_of(tmp_path / "out.csv.bad.csv")
    assert (bad["row"], bad["code"]) == (str(place + 1), code)
    assert len(bad["value"]) <= 80
    given.write_text(HEAD + "\n".join(GOOD) + "\n", "utf-8")
    batch(source, given, tmp_path / "good.csv")
    assert (tmp_path / "good.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_bytes_that_are_no_characters_cost_their_row_alone(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    lines = [each.encode() for each in GOOD]
    given.write_bytes(HEAD.encode() + b"\n".join([*lines[:3], b"\xcd\xf2,428,355,95%,4", *lines[3:]]))
    batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert [each["code"] for each in rows_of(tmp_path / "out.csv.bad.csv")] == ["row-encoding"]
    assert len(rows_of(tmp_path / "out.csv")) == 8


def test_a_character_that_stands_for_lost_ones_is_one_whatever_the_other_rows_hold(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    rows = ["a\ufffd,428,355,95%,4\n".encode(), b"\xcd\xf2,428,355,95%,4\n", "b\u200b,428,355,95%,4\n".encode()]
    given.write_bytes(HEAD.encode() + b"".join(rows))
    batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert [each["id"] for each in rows_of(tmp_path / "out.csv")] == ["a\ufffd"]
    found = [(each["row"], each["code"]) for each in rows_of(tmp_path / "out.csv.bad.csv")]
    assert found == [("2", "row-encoding"), ("3", "invisible-character")]
    assert rows_of(tmp_path / "out.csv.bad.csv")[0]["value"] == "\ufffd\ufffd"


def test_blank_rows_are_none_and_are_counted_in_the_numbers(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + "\n,,,,\n" + GOOD[0] + '\n  \n"","",,,\n' + "x,-1,1,95%,4\n\n\n", "utf-8")
    report = batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert (report.tally.rows, report.tally.refused, report.tally.blank) == (2, 1, 6)
    assert [each["row"] for each in rows_of(tmp_path / "out.csv.bad.csv")] == ["6"]


def test_a_row_is_not_blank_whose_text_stands_far_behind(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    blank = " " * CELL + "\n" + "," * CELL + "\n"
    given.write_text(f"{HEAD}{GOOD[0]}\n{blank}{' ' * CELL}x\n{',' * CELL}y\n", "utf-8")
    report = batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert (report.tally.rows, report.tally.refused, report.tally.blank) == (3, 2, 2)
    found = [(each["row"], each["code"]) for each in rows_of(tmp_path / "out.csv.bad.csv")]
    assert found == [("4", "row-short"), ("5", "row-long")]


def test_a_column_without_a_heading_holds_nothing(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text("id,received,spent,,A3.mark\na,1,1,,4\nb,1,1,x,4\n", "utf-8")
    batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert [each["code"] for each in rows_of(tmp_path / "out.csv.bad.csv")] == ["csv-no-heading"]
    assert [each["id"] for each in rows_of(tmp_path / "out.csv")] == ["a"]
    with pytest.raises(Wrong) as caught:
        batch(ruleset(tmp_path), given, tmp_path / "out.csv", keep=("",))
    assert [each.code for each in caught.value.diagnostics] == ["batch-keep"]


def test_cells_that_a_spreadsheet_would_run_are_disarmed(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text("id,received,spent,A3.mark\n=cmd|'/c',1,1,4\n-5,1,1,4\n＝1,1,1,4\n@a,=1+1,1,4\n", "utf-8")
    batch(ruleset(tmp_path), given, tmp_path / "out.csv")
    assert [each["id"] for each in rows_of(tmp_path / "out.csv")] == ["'=cmd|'/c'", "-5", "'＝1"]
    (bad,) = rows_of(tmp_path / "out.csv.bad.csv")
    assert (bad["id"], bad["value"]) == ("'@a", "'=1+1")
    assert cell('a"b') == '"a""b"'


def rows_by_the_rules(text: str) -> list[list[str] | None]:
    """Read rows one character after the other; None: a faulty one, after which the line after its cell's is tried."""
    cells = re.compile(r'"(?P<quoted>(?:[^"]++|"")*+)"|[^",\r\n]*+')
    found: list[list[str] | None] = []
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        match = cells.match(text, at)
        assert match is not None
        stop, quoted = match.end(), match["quoted"]
        if text[stop : stop + 1] not in ",\r\n":
            cell_start = at if quoted is not None or stop == at else stop
            broken = re.compile(r"\r\n|\r|\n").search(text, cell_start)
            at = broken.end() if broken else len(text)
            found.append(None)
            row = []
            continue
        row.append(match[0] if quoted is None else quoted.replace('""', '"'))
        at = stop + 1
        if text[stop : stop + 1] != ",":
            found.append(row)
            row = []
            at += text.startswith("\r\n", stop)
    return found


PIECES = (
    "a",
    "b",
    ",",
    ",",
    ",",
    '"',
    '"',
    '""',
    "\n",
    "\n",
    "\r\n",
    "\r",
    '",',
    '"a"',
    "a,b\n",
    " ",
    "\xa0",
    "长",
    "\x01",
)


@pytest.mark.parametrize("seed", range(3))
def test_any_text_is_read_as_the_rules_say(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    check(seed, 700, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_any_text_is_read_as_the_rules_say_at_length(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    check(seed, 10_000, monkeypatch)


def check(seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)  # noqa: S311 - texts to read, not secrets
    monkeypatch.setattr(csv_lines, "_AFTER_FAULT", 8)
    for _ in range(many):
        width = dice.randint(1, 3)
        text = "".join(dice.choice(PIECES) for _ in range(dice.randint(0, 30)))
        monkeypatch.setattr(csv_lines, "BLOCK", dice.choice((1, 7, 64)))
        data, expected = text.encode(), rows_by_the_rules(text)
        good: dict[int, list[str]] = {}
        bad: dict[int, str] = {}
        rows = 0
        for each in csv_lines.stretches(io.BytesIO(data), 0, dice.choice((1, 2, 5, 100))):
            part = data[each.offset : each.offset + each.length]
            cells = read_cells(part, each, [f"h{number}" for number in range(width)], "utf-8")
            columns = [column.to_pylist() for column in cells.columns.values()]
            good.update(zip(cells.rows.tolist(), map(list, zip(*columns, strict=True)), strict=True))
            bad.update((one.row, one.problem.code) for one in cells.bad)
            rows += each.rows
        assert rows == len(expected), text
        assert not good.keys() & bad.keys(), text
        for number, row in enumerate(expected, 1):
            told = None if row is None else [each.strip() for each in row]
            if told is None:
                assert bad[number].startswith("csv-"), text
            elif not any(told):
                assert number not in good, text
                assert number not in bad, text
            elif len(told) != width:
                assert bad[number] in {"row-short", "row-long"}, text
            elif any("\x01" in each for each in told):
                assert bad[number] == "invisible-character", text
            else:
                assert good[number] == told, text


def test_a_row_without_an_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_lines, "LONGEST", 3000)
    monkeypatch.setattr(csv_lines, "BLOCK", 1000)
    with pytest.raises(csv_lines.EndlessRowError):
        list(csv_lines.stretches(io.BytesIO(b"a,b\n" + b"x" * 9000), 0, 5))
    assert tmp_path.is_dir()


FLAGS = """\
ruleset: flags
points: 10
figures:
  done: {type: flag}
  paid: {min: 0}
  each: {list_of: {type: flag}}
  many: {is: count(each)}
  word: {words: [是, 否]}
without_findings: keep
indicators:
  a: {points: 6, rules: [{deduct: 4, when: not done}, {deduct: 1, when: paid > 3}]}
  b: {points: 4, rules: {lose_all: many > 1 or word == '否'}}
"""


@pytest.mark.parametrize("lists", [False, True])
def test_truth_values_as_people_write_them_mean_the_same_in_a_run_as_in_a_file_of_cases(
    tmp_path: Path, *, lists: bool
) -> None:
    text = FLAGS if lists else re.sub(r"(?m)^  (?:each|many):.*\n", "", FLAGS).replace("many > 1 or ", "")
    texts = ["TRUE", "False", "是", "否", "true", "yes", "1", "0", "真", "ＴＲＵＥ", "是;否"]
    parts = ["TRUE", "是;否", "是", "1", "FALSE; 是"]
    lines = ["id,done,paid,word" + ",each" * lists]
    lines += [
        f"r{number},{texts[number % len(texts)]},{number % 7}.{number},是" + f",{parts[number % 5]}" * lists
        for number in range(330)
    ]
    given, output = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text("\n".join(lines) + "\n", "utf-8")
    source = ruleset(tmp_path, text)
    batch(source, given, output)
    totals = {row["id"]: row["total"] for row in rows_of(output)}
    codes = {row["id"]: row["code"] for row in rows_of(tmp_path / "out.csv.bad.csv")}
    rules = load(source)

    def told(case: Case) -> str:
        try:
            return str(rules.score(case).total)
        except CaseError as error:
            return error.diagnostics[0].code

    assert {case.id: told(case) for case in load_cases(given)} == totals | codes
    assert totals["r0"] == "10"
    assert set(codes.values()) == {"not-a-truth-value"}
