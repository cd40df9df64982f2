"""`scoring batch`: the same scores as `scoring score` gives, from Parquet and CSV, whoever reads which rows."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

import scoring
from batch_runs import ROADS, batch, files_of, results, rows_of, ruleset
from benchmarks import policy_figures
from scoring.batch.run import TooManyBad
from scoring.command_tools import Wrong
from scoring.diagnostic import CaseError
from scoring.number import decimal_text

POLICY = Path(__file__).parent / "benchmarks" / "policy.yaml"
HEADINGS = (
    "id", "note", "到位资金", "spent", "satisfied", "built", "kind", "A3.mark", "A3.because", "care.findings",
    "A3.set", "care.not_applicable", "A3.deduct",
)  # fmt: skip
CELLS: dict[str, tuple[str, ...]] = {
    "note": ("", "plain", "with, comma", 'a "quote"', "two\nlines", "=1+1", "-5", "@x", "空 "),
    "到位资金": ("428", "191.50", "0", "1000000", "", " 12 ", "1,922", "12.5%", "4２8", "007", "1e3", "TRUE", "-1"),
    "spent": ("355.49", "400", "-", "-999", "", "0.0000000001", "12345678901234.123456789012345", "+5", "nan"),
    "satisfied": ("83.06%", "91.5%", "100%", "", "0.95", "101%", "95%", "79.99%", "8306%"),
    "built": ("2021-05-01", "", "2019-12-31", "2021-02-30", "2021/05/01"),
    "kind": ("new", "old", "", "New"),
    "A3.mark": ("4", "3.5", "", "90%", "5", "0"),
    "A3.because": ("untidy", "", " "),
    "care.findings": ("", "0", "1", "2", "-1", "1.5"),
    "A3.set": ("", "", "", "2.5", "50%", "9"),
    "care.not_applicable": ("", "", "", "no works", "false"),
    "A3.deduct": ("", "", "", "1", "0.5"),
}


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(each in text for each in '",\n') else text


def text_of(rows: list[dict[str, str]], headings: tuple[str, ...] = HEADINGS) -> str:
    lines = [headings, *([row[name] for name in headings] for row in rows)]
    return "".join(",".join(map(cell, line)) + "\n" for line in lines)


def drawn(many: int, seed: int) -> list[dict[str, str]]:
    dice = random.Random(seed)  # noqa: S311 - figures to score, not secrets
    often = {name: list(cells[:3]) for name, cells in CELLS.items()}
    found = []
    for number in range(many):
        wild = dice.random() < 0.5
        row = {
            name: dice.choice(cells if wild and dice.random() < 0.3 else often[name]) for name, cells in CELLS.items()
        }
        found.append({"id": f"r{number}", **row})
    return found


def plainly(rows: list[dict[str, str]], source: Path, folder: Path) -> dict[str, dict[str, str] | set[str]]:
    """Return by id what `scoring score` says of each row by itself: its cells, or the codes for which it is refused."""
    policy = scoring.load(str(source))
    path = folder / "one.csv"
    found: dict[str, dict[str, str] | set[str]] = {}
    for row in rows:
        names = tuple(name for name in HEADINGS if name != "note")
        path.write_text(text_of([row], names), "utf-8")
        try:
            (case,) = scoring.load_cases(str(path))
            result = policy.score(case)
        except CaseError as error:
            found[row["id"]] = {each.code for each in error.diagnostics}
            continue
        told = {"outcome": str(result.outcome), "grade": result.grade or ""}
        told["total"] = "" if result.total is None else str(result.total)
        for node in result.nodes:
            if node.path:
                told[f"{node.path}.outcome"] = str(node.outcome)
                told[node.path] = "" if node.score is None else str(node.score)
        found[row["id"]] = told
    return found


@pytest.mark.parametrize("chunk", [7, 100_000])
def test_a_csv_file_means_what_scoring_score_reads_in_it(tmp_path: Path, chunk: int) -> None:
    source = ruleset(tmp_path)
    rows = drawn(400, chunk)
    given = tmp_path / "in.csv"
    given.write_text(text_of(rows), "utf-8-sig")
    expected = plainly(rows, source, tmp_path)
    batch(source, given, tmp_path / "out.csv", chunk=chunk)
    found = {row["id"]: row for row in rows_of(tmp_path / "out.csv")}
    bad: dict[str, set[str]] = {}
    for line in rows_of(tmp_path / "out.csv.bad.csv"):
        bad.setdefault(line["id"], set()).add(line["code"])
        assert rows[int(line["row"]) - 1]["id"] == line["id"]
    assert bad.keys() == {name for name, told in expected.items() if isinstance(told, set)}
    for name, told in expected.items():
        if isinstance(told, set):
            assert bad[name] == told, name
        else:
            assert {key: found[name][key] for key in told} == told, name
    assert len(bad) > 50
    assert len(found) > 100


def test_the_same_rows_from_parquet_and_csv(tmp_path: Path) -> None:
    cases = policy_figures.cases(300)
    policy = scoring.load(str(POLICY))
    exact = [policy.score(each.exact) for each in cases]
    names = list(cases[0].exact)
    pq.write_table(pa.table({name: [each.floats[name] for each in cases] for name in names}), tmp_path / "a.parquet",
                   row_group_size=70)  # fmt: skip

    def written(name: str, value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if name == "satisfaction" and isinstance(value, Decimal):
            return f"{value * 100:f}%"
        return str(value)

    lines = [names, *([written(name, each.mixed[name]) for name in names] for each in cases)]
    (tmp_path / "b.csv").write_text("".join(",".join(line) + "\n" for line in lines), "utf-8")
    table = policy.score_table(pq.read_table(tmp_path / "a.parquet"), fixed=True)
    for given in ("a.parquet", "b.csv"):
        output = tmp_path / f"{given}-out.parquet"
        batch(POLICY, tmp_path / given, output, chunk=64)
        found = pq.read_table(output)
        assert [Fraction(each) for each in found.column("total").to_pylist()] == [each.total for each in exact]
        assert found.equals(table.drop_columns("refused"))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_columns_of_types_that_few_know_are_handed_on_or_named(tmp_path: Path, suffix: str) -> None:
    """DuckDB and others write them; of a view Arrow itself leaves out no row."""
    source = ruleset(tmp_path)
    figures = {"received": [1, -1, 1], "spent": [1, 1, 1], "A3.mark": [4, 4, 4]}
    texts = ["=a", "b", None]
    some = {
        "view": pa.array(texts, pa.string_view()),
        "bytes": pa.array([b"a", b"b", None], pa.binary_view()),
        "fixed": pa.array([b"ab", b"cd", None], pa.binary(2)),
        "json": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}", "1", None])),
        "uuid": pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16), bytes(16), None], pa.binary(16))),
    }
    for name, each in some.items():
        pq.write_table(pa.table({**figures, name: each}), tmp_path / "in.parquet")
        output = tmp_path / f"out{suffix}"
        if suffix == ".csv" and name in ("bytes", "fixed", "uuid"):
            with pytest.raises(Wrong) as caught:
                batch(source, tmp_path / "in.parquet", output)
            assert [one.code for one in caught.value.diagnostics] == ["batch-nested"]
            continue
        batch(source, tmp_path / "in.parquet", output, id=name)
        if suffix == ".csv":
            assert [row[name] for row in rows_of(output)] == ["'=a" if name == "view" else "{}", ""]
        else:
            assert pq.read_table(output).column(name).to_pylist() == [each[0].as_py(), None]


@pytest.mark.parametrize("group", [1, 7, 8, 57, 59, 64, 120, 1000])
def test_rows_of_parquet_come_once_whatever_its_row_groups(tmp_path: Path, group: int) -> None:
    source = ruleset(tmp_path)
    table = pa.table({"id": list(range(250)), "received": [100 + each for each in range(250)], "spent": [90] * 250,
                      "A3.mark": [4] * 250})  # fmt: skip
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=group)
    expected = scoring.load(str(source)).score_table(table)
    for name in ("out.parquet", "out.csv"):
        report = batch(source, tmp_path / "in.parquet", tmp_path / name, chunk=7)
        assert report.tally.rows == 250
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.column("id").to_pylist() == list(range(250))
    assert found.column("total").to_pylist() == expected.column("total").to_pylist()
    assert [int(each["id"]) for each in rows_of(tmp_path / "out.csv")] == list(range(250))


def test_neither_workers_nor_a_rerun_change_a_byte(tmp_path: Path) -> None:
    source, rows = ruleset(tmp_path), drawn(300, 1)
    given = tmp_path / "in.csv"
    given.write_text(text_of(rows), "utf-8")
    kinds = {}
    for name in ("out.csv", "out.parquet"):
        for workers in (1, 2):
            folder = tmp_path / f"{workers}-{name}"
            folder.mkdir()
            batch(source, given, folder / name, chunk=50, workers=workers)
            kinds[workers] = files_of(folder / name)
            assert kinds[workers].keys() == {name, f"{name}.bad.csv", f"{name}.manifest.json"}
        assert kinds[1] == kinds[2]


def test_one_bad_row_changes_nothing_for_the_others(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    rows = [row for row in drawn(2000, 5) if row["到位资金"] in CELLS["到位资金"][:3]]
    row = {**rows[0], "id": "bad", "到位资金": "4２8"}
    given = tmp_path / "in.csv"
    made = {}
    for name, own in (("without", rows), ("with", [*rows[:777], row, *rows[777:]])):
        given.write_text(text_of(own), "utf-8")
        report = batch(source, given, tmp_path / f"{name}.csv", chunk=256)
        batch(source, given, tmp_path / f"{name}.parquet", chunk=256)
        made[name] = report.tally
    assert (tmp_path / "with.csv").read_bytes() == (tmp_path / "without.csv").read_bytes()
    assert results(tmp_path / "with.parquet") == results(tmp_path / "without.parquet")
    more = [line for line in rows_of(tmp_path / "with.csv.bad.csv") if line["id"] == "bad"]
    assert [(line["row"], line["column"], line["value"], line["code"]) for line in more] == [
        ("778", "到位资金", "4２8", "value-wide")
    ]
    assert made["with"].refused == made["without"].refused + 1
    assert made["with"].outcomes == made["without"].outcomes


def test_a_folder_is_read_by_name_and_rows_are_counted_in_each_file(tmp_path: Path) -> None:
    source, rows = ruleset(tmp_path), drawn(60, 3)
    folder = tmp_path / "in"
    folder.mkdir()
    shuffled = (*HEADINGS[:2], *reversed(HEADINGS[2:]))
    (folder / "b.csv").write_text(text_of(rows[20:], shuffled), "utf-8")
    (folder / "a.CSV").write_text(text_of(rows[:20]), "utf-8")
    (folder / "_left.csv").write_text("nonsense", "utf-8")
    (folder / "README.txt").write_text("nonsense", "utf-8")
    (folder / "below.csv").mkdir()
    (tmp_path / "whole.csv").write_text(text_of(rows), "utf-8")
    batch(source, folder, tmp_path / "out.csv", chunk=8)
    batch(source, tmp_path / "whole.csv", tmp_path / "whole-out.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole-out.csv").read_bytes()
    lines, whole = rows_of(tmp_path / "out.csv.bad.csv"), rows_of(tmp_path / "whole-out.csv.bad.csv")
    assert {each["file"] for each in lines} == {"a.CSV", "b.csv"}
    shifted = [int(each["row"]) + 20 * (each["file"] == "b.csv") for each in lines]
    assert shifted == [int(each["row"]) for each in whole]
    assert [each["name"] for each in json.loads((tmp_path / "out.csv.manifest.json").read_text("utf-8"))["input"]] == [
        "a.CSV", "b.csv",
    ]  # fmt: skip


def test_columns_as_they_are_asked_for(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    given = tmp_path / "in.csv"
    given.write_text(text_of(drawn(30, 2)), "utf-8")
    output = tmp_path / "out.parquet"
    batch(source, given, output, columns=("total", "A2", "A1.outcome"), keep=("id", "spent"))
    assert pq.read_schema(output).names == ["id", "spent", "total", "people", "execution.outcome"]
    batch(source, given, output, nodes=False, keep=())
    assert pq.read_schema(output).names == ["outcome", "total", "grade", "missing"]
    batch(source, given, output, reasons=True, keep=())
    names = pq.read_schema(output).names
    assert {"execution.lost", "execution.reasons"} <= set(names)
    lost = [each for each in results(output) if each["execution.lost"]]
    assert lost
    assert all(each["execution.reasons"] == "step-below" for each in lost)


def test_what_is_counted_is_what_the_rows_say(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    given = tmp_path / "in.csv"
    given.write_text(text_of(drawn(500, 9)), "utf-8")
    report = batch(source, given, tmp_path / "out.parquet", chunk=64, reasons=True)
    rows, tally = results(tmp_path / "out.parquet"), report.tally
    assert tally.rows - tally.refused == len(rows)
    for what, counted in (("outcome", tally.outcomes), ("grade", tally.grades)):
        for word, many in counted.items():
            assert sum(each[what] == (word or None) for each in rows) == many
    totals = [Fraction(str(each["total"])) for each in rows if each["total"] is not None]
    assert (tally.totals, tally.total, tally.least, tally.most) == (len(totals), sum(totals), min(totals), max(totals))
    scored = [each for each in rows if each["outcome"] == "scored"]
    for path in ("execution", "people", "care"):
        lost = [each[f"{path}.lost"] for each in scored if each[f"{path}.outcome"] == "scored"]
        assert tally.lost[path] == sum(Fraction(str(each)) for each in lost), path
        assert tally.applied[path] == len(lost)
    told = json.loads((tmp_path / "out.parquet.manifest.json").read_text("utf-8"))
    assert told["total"]["max"] == decimal_text(max(totals))
    assert told["rows"] == tally.rows


def test_numbers_without_a_decimal_are_exact_in_both_kinds_of_file(tmp_path: Path) -> None:
    source = ruleset(tmp_path, ROADS.replace("rounding: {mode: half_up, leaf: 2, total: 2}\n", ""))
    given = tmp_path / "in.csv"
    given.write_text("id,received,spent,satisfied,A3.mark\na,428,355.49,95%,4\nb,3,2,95%,4\n", "utf-8")
    batch(source, given, tmp_path / "out.csv")
    batch(source, given, tmp_path / "out.parquet")
    policy = scoring.load(str(source))
    exact = [policy.score(case).total for case in scoring.load_cases(str(given))]
    assert [each["total"] for each in rows_of(tmp_path / "out.csv")] == [str(each) for each in exact]
    found = [each["total"] for each in results(tmp_path / "out.parquet")]
    assert [Fraction(int(each["numerator"]), int(each["denominator"])) for each in found] == exact  # type: ignore[index]  # a struct


WIDTH = """\
ruleset: width
points: 100
figures:
  width: {min: 0, max: 100}
indicators:
  wide: {code: W, points: 100, rules: {points: 0.5 * width}}
"""


def test_columns_are_those_of_score_table_whatever_types_the_files_have(tmp_path: Path) -> None:
    source = ruleset(tmp_path, WIDTH)
    policy = scoring.load(str(source))
    folder = tmp_path / "in"
    folder.mkdir()
    tables = [
        pa.table({"width": pa.array([Decimal("1.25"), Decimal(3)], pa.decimal128(5, 2))}),
        pa.table({"width": [1, 2, None]}),
    ]
    for place, table in enumerate(tables):
        pq.write_table(table, folder / f"{place}.parquet")
        batch(source, folder / f"{place}.parquet", tmp_path / "out.parquet", reasons=True)
        alone = policy.score_table(table, fixed=True, reasons=True).drop_columns("refused")
        assert pq.read_table(tmp_path / "out.parquet").equals(alone)
    batch(source, folder, tmp_path / "out.parquet")
    assert pq.read_schema(tmp_path / "out.parquet").field("total").type == pa.decimal128(38, 3)
    assert [each["total"] for each in results(tmp_path / "out.parquet")] == [
        Decimal("0.625"), Decimal("1.5"), Decimal("0.5"), Decimal(1), None,
    ]  # fmt: skip
    pq.write_table(pa.table({"width": [0.1, 1e-16]}), folder / "2.parquet")
    report = batch(source, folder, tmp_path / "out.csv")
    assert (report.tally.rows, report.tally.refused) == (7, 1)
    assert [each["total"] for each in rows_of(tmp_path / "out.csv")] == ["0.625", "1.5", "0.5", "1", "", "0.05"]
    (line,) = rows_of(tmp_path / "out.csv.bad.csv")
    assert (line["file"], line["row"], line["column"], line["code"]) == ("2.parquet", "2", "", "table-digits")


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_an_input_without_rows(tmp_path: Path, name: str) -> None:
    source = ruleset(tmp_path)
    given = tmp_path / "in.csv"
    given.write_text("id,received,spent,A3.mark\n", "utf-8")
    report = batch(source, given, tmp_path / name)
    assert report.tally.rows == 0
    assert (rows_of if name.endswith("csv") else results)(tmp_path / name) == []


OVER_ALL = """\
ruleset: over-all
points: 100
figures:
  offer: {min: 0}
  quality: {min: 0, max: 60}
  lowest: {over: cases, take: min, of: offer}
  place: {over: cases, take: rank, of: offer, best: low, ties: share}
indicators:
  price: {code: P, points: 30, rules: {points: 30 * lowest / offer}}
  order: {code: O, points: 10, rules: {deduct: 1, when: place > 3}}
  quality: {code: Q, points: 60, rules: {points: quality}}
rounding: {mode: half_up, leaf: 2, total: 2}
"""


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_figures_over_all_rows_are_those_of_one_run(tmp_path: Path, name: str) -> None:
    source = ruleset(tmp_path, OVER_ALL)
    dice = random.Random(8)  # noqa: S311 - figures to score, not secrets
    rows = [[f"r{number}", str(dice.randint(100, 999)), str(dice.randint(0, 60))] for number in range(90)]
    rows[3][1], rows[40][1], rows[60][2] = "", "12", "61"
    given = tmp_path / name
    if name.endswith("csv"):
        given.write_text("id,offer,quality\n" + "".join(",".join(row) + "\n" for row in rows), "utf-8")
    else:
        columns = zip(*([row[0], int(row[1]) if row[1] else None, int(row[2])] for row in rows), strict=True)
        pq.write_table(pa.table(dict(zip(("id", "offer", "quality"), map(list, columns), strict=True))), given)
    policy = scoring.load(str(source))
    taken = [row for row in rows if row[2] != "61"]
    figures = [{"offer": row[1] or None, "quality": row[2]} for row in taken]
    exact = policy.score_all([{key: each for key, each in own.items() if each is not None} for own in figures])
    for workers, chunk in ((1, 7), (2, 20), (1, 1000)):
        report = batch(source, given, tmp_path / "out.csv", chunk=chunk, workers=workers)
        assert report.tally.refused == 1
        found = [(row["id"], row["outcome"], row["total"]) for row in rows_of(tmp_path / "out.csv")]
        assert found == [
            (row[0], str(each.outcome), "" if each.total is None else str(each.total))
            for row, each in zip(taken, exact, strict=True)
        ]


def test_too_many_bad_rows_leave_the_old_output_alone(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    good, bad = "a,428,355,95%,4\n", "b,-1,355,95%,4\n"
    given, output = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text("id,received,spent,satisfied,A3.mark\n" + good * 97 + bad * 3, "utf-8")
    output.write_text("old", "utf-8")
    for limit in ("2", "2.99%", "0"):
        with pytest.raises(TooManyBad):
            batch(source, given, output, max_bad=limit, chunk=10)
        assert output.read_text("utf-8") == "old"
        assert len(rows_of(tmp_path / "out.csv.bad.csv")) >= 1
    report = batch(source, given, output, max_bad="3%", chunk=10, resume=True)
    assert report.tally.refused == 3
    assert report.resumed > 0
    assert len(rows_of(output)) == 97
    given.write_text("id,received,spent,satisfied,A3.mark\n" + bad * 3, "utf-8")
    with pytest.raises(TooManyBad):
        batch(source, given, output)
    assert len(rows_of(output)) == 97


def test_what_is_unusable_as_a_whole_is_told_before_anything_is_written(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    given = tmp_path / "in.csv"
    for text, code in (
        ("", "csv-empty"),
        ("id;received;spent\n", "csv-separator"),
        ("id,received,received,spent\n", "csv-heading-twice"),
        ("id,received,到位资金,spent\n", "table-twice"),
        ("id,received,A3.score,spent\n", "csv-heading-result"),
        ("id,spent\n", "table-columns"),
        ('id,"received,spent\n1,2,3\n', "csv-quote-open"),
        ("id,rec\u200beived,spent\n", "invisible-character"),
        ("id,received,spent,A3.mark,total\n", "batch-taken"),
    ):
        given.write_text(text, "utf-8")
        with pytest.raises(Wrong) as caught:
            batch(source, given, tmp_path / "out.csv")
        assert code in {each.code for each in caught.value.diagnostics}, text
    given.write_bytes("编号,received,spent\n".encode("gb18030"))
    with pytest.raises(Wrong) as caught:
        batch(source, given, tmp_path / "out.csv")
    assert [each.code for each in caught.value.diagnostics] == ["encoding-gbk"]
    given.write_bytes("编号,到位资金,spent,A3.mark\n一,428,355,4\n".encode("gb18030"))
    batch(source, given, tmp_path / "out.csv", encoding="gb18030")
    assert rows_of(tmp_path / "out.csv")[0]["编号"] == "一"
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(Wrong) as caught:
        batch(source, tmp_path / "cut.parquet", tmp_path / "out.csv")
    assert [each.code for each in caught.value.diagnostics] == ["batch-parquet"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "cut.parquet", "in.csv", "out.csv", "out.csv.bad.csv", "out.csv.manifest.json", "ruleset.yaml",
    ]  # fmt: skip


def test_what_is_read_is_never_written(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    given = folder / "in.csv"
    given.write_text("id,received,spent,A3.mark\na,1,1,4\n", "utf-8")
    for where, output, options, code in (
        (given, given, {}, "batch-read"),
        (folder, folder / "out.csv", {}, "batch-in-folder"),
        (given, tmp_path / "out.csv", {"quarantine": str(given)}, "batch-read"),
        (given, tmp_path / "out.csv", {"quarantine": str(tmp_path / "out.csv")}, "output-for-both"),
        (given, tmp_path / "out.csv", {"quarantine": str(tmp_path / "out.csv.journal")}, "output-for-both"),
        (given, tmp_path / "out.csv", {"quarantine": str(tmp_path / "out.csv.manifest.json")}, "output-for-both"),
        (given, tmp_path / "out.csv", {"quarantine": str(tmp_path / "out.csv.unfinished")}, "output-for-both"),
        (given, tmp_path / "out.txt", {}, "batch-output"),
        (given, folder, {}, "batch-output"),
        (given, tmp_path / "no" / "out.csv", {}, "batch-no-folder"),
        (tmp_path / "no.csv", tmp_path / "out.csv", {}, "file-missing"),
        (source, tmp_path / "out.csv", {}, "batch-input"),
        (given, tmp_path / "out.csv", {"columns": ("A9",)}, "batch-column"),
        (given, tmp_path / "out.csv", {"keep": ("nmae",)}, "batch-keep"),
        (given, tmp_path / "out.csv", {"id": "nmae"}, "batch-keep"),
        (given, tmp_path / "out.csv", {"max_bad": "many"}, "batch-limit"),
        (given, tmp_path / "out.csv", {"max_bad": "101%"}, "batch-limit"),
    ):
        with pytest.raises(Wrong) as caught:
            batch(source, where, output, **options)
        assert [each.code for each in caught.value.diagnostics] == [code]


def test_a_folder_that_is_called_as_that_of_the_parts_keeps_what_is_in_it(tmp_path: Path) -> None:
    source = ruleset(tmp_path)
    folder = tmp_path / "out.csv.parts"
    folder.mkdir()
    given = folder / "in.csv"
    given.write_text("id,received,spent,A3.mark\na,1,1,4\n", "utf-8")
    for where in (folder, given):
        with pytest.raises(Wrong) as caught:
            batch(source, where, tmp_path / "out.csv")
        assert [each.code for each in caught.value.diagnostics] == ["batch-read"]
    other = tmp_path / "other.csv"
    other.write_bytes(given.read_bytes())
    batch(source, other, tmp_path / "out.csv")
    assert [each.name for each in folder.iterdir()] == ["in.csv"]
