"""`scoring batch` as a user sees it: what it says in both languages, exit status, what it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from batch_runs import cli, environment, ruleset
from scoring import cli as scoring_cli
from scoring.batch.journal import Journal, in_use
from scoring.batch.progress import Progress, duration

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """\
id,village,received,spent,satisfied,A3.mark
a,"Hill, side",428,355.49,91.5%,4
b,Riverside,191,,97%,4
c,Lakeside,"1,922",1250,95%,4
d,Seaside,0,0,95%,4
e,Woodside,100,95,85%,3
"""


def made(folder: Path) -> tuple[str, str, str]:
    ruleset(folder)
    (folder / "in.csv").write_text(ROWS, "utf-8")
    return "ruleset.yaml", "in.csv", "out.csv"


def test_a_summary_in_both_languages(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    english = cli(source, given, "-o", output, "--lang", "en", cwd=tmp_path)
    chinese = cli(source, given, "-o", output, "--lang", "zh", cwd=tmp_path)
    assert (english.returncode, chinese.returncode) == (1, 1)
    for said, words in (
        (english, ("Rows read: 5; written to out.csv: 3", "Refused: 2, listed in out.csv.bad.csv (lines: 2)",
                   "Outcomes", "Grades", "Totals: mean 14.53, least 14.53, most 14.53", "A2 people",
                   "3.47 in all, 3.47 a row", "1  thousands    '…' is …, with thousands separators")),
        (chinese, ("读入5行，写入out.csv的有3行", "2行不予受理，逐条列于out.csv.bad.csv（共2条）", "评分情况", "等级",
                   "总分：平均14.53，最低14.53，最高14.53", "合计3.47，每行3.47", "不予受理的原因")),
    ):  # fmt: skip
        for each in words:
            assert each in said.stdout, said.stdout
        assert "█" in said.stdout
    assert english.stderr == "handed on as they came, being none of the ruleset's: id, village\n"
    assert chinese.stderr == "以下各列不属于规则集，原样保留：id、village\n"
    message = (tmp_path / "out.csv.bad.csv").read_text("utf-8-sig").splitlines()[1]
    assert message.startswith('in.csv,3,c,received,"1,922",thousands,')
    assert "“received”" in message


def test_a_summary_for_programs(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    found = json.loads(cli(source, given, "-o", output, "--format", "json", cwd=tmp_path).stdout)
    assert (found["rows"], found["refused"]) == (5, 2)
    assert found["outcomes"] == {"scored": 1, "missing": 1, "undefined": 1}
    assert found["total"] == {"rows": 1, "mean": "14.53", "min": "14.53", "max": "14.53"}
    assert found["lost"]["execution"] == {"rows": 1, "points": "3.47"}
    assert found["codes"] == {"mark-reason": 1, "thousands": 1}


def test_all_fine_is_exit_status_0(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    (tmp_path / given).write_text("".join(ROWS.splitlines(keepends=True)[:3]), "utf-8")
    found = cli(source, given, "-o", output, "--keep", "id", cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert (tmp_path / "out.csv.bad.csv").read_text("utf-8-sig") == "file,row,id,column,value,code,message\n"


def test_a_share_that_is_neither_none_nor_all_does_not_look_like_it(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    rows = ["r,Hillside,428,355.49,91.5%,4\n"] * 2999
    (tmp_path / given).write_text("".join([ROWS.splitlines(keepends=True)[0], *rows, "s,Seaside,0,0,95%,4\n"]), "utf-8")
    said = cli(source, given, "-o", output, "--lang", "en", cwd=tmp_path).stdout
    assert "2,999   99.9 %" in said
    assert "100.0 %" not in said.partition("Grades")[0]
    assert "    1    0.1 %" in said


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--workers", "0"], "batch-many"),
        (["--chunk", "many"], "batch-many"),
        (["--max-bad", "5 %"], "batch-limit"),
        (["--columns", "A9"], "batch-column"),
        (["--keep", "villages"], "batch-keep"),
        (["--method", "other"], "no-methods"),
    ],
)
def test_options_that_cannot_be_meant(
    tmp_path: Path, options: list[str], code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, given, output = made(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert scoring_cli.main(["batch", source, given, "-o", output, "--lang", "en", *options]) == 2
    said = capsys.readouterr().err
    assert f"error[{code}]" in said
    assert "hint: " in said
    assert not (tmp_path / output).exists()


def test_a_limit_and_what_it_says(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    found = cli(source, given, "-o", output, "--max-bad", "1", "--lang", "en", cwd=tmp_path)
    assert found.returncode == 2
    assert "error[batch-too-many-bad]: 2 of 5 rows were refused; no results are written" in found.stderr
    assert "1  thousands" in found.stderr
    again = cli(source, given, "-o", output, "--lang", "en", cwd=tmp_path)
    assert "an unfinished run (chunks done: 1) is thrown away" in again.stderr
    nothing = cli(source, given, "-o", output, "--resume", "--lang", "en", cwd=tmp_path)
    assert "there is no unfinished run" in nothing.stderr


def test_without_pyarrow_one_line_says_what_to_install(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    code = "import sys; sys.modules['pyarrow'] = None; from scoring.cli import main; sys.exit(main(sys.argv[1:]))"
    found = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code, "batch", source, given, "-o", output, "--lang", "en"],
        capture_output=True, check=False, encoding="utf-8", cwd=tmp_path, env=environment(),
    )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr == "scoring batch needs pyarrow: pip install 'declarative-scoring[data]'\n"


def test_progress_is_told_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(1000, "en", wanted=True)
    progress.started -= 20
    progress.last -= 20
    progress.skip(200)
    progress.add(400, 40_000)
    progress.add(1, 1)
    progress.end()
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "50 % · 40,000 rows · 2,000 rows/s · 0:20 left"
    silent = Progress(1000, "zh", wanted=None)
    silent.last -= 20
    silent.add(400, 40_000)
    assert capsys.readouterr().err == ""
    assert [duration(each) for each in (5, 65, 3665)] == ["0:05", "1:05", "1:01:05"]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("A1.below", "'A1.below' is called like a number written in the ruleset"),
        ("A3.mrak", "did you mean A3.mark?"),
        ("A3.findngs", "did you mean A3.findings?"),
    ],
)
def test_headings_that_would_be_passed_over_in_silence(heading: str, said: str, tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    (tmp_path / given).write_text(ROWS.replace("village", heading), "utf-8")
    done = cli(source, given, "-o", output, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / output).exists()


def test_a_column_may_be_called_nearly_as_none(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    (tmp_path / given).write_text(ROWS.replace("village", "A3.remarks"), "utf-8")
    assert cli(source, given, "-o", output, cwd=tmp_path).returncode == 1


def test_a_run_that_goes_on_is_not_called_unfinished(tmp_path: Path) -> None:
    path = tmp_path / "out.csv.journal"
    path.write_bytes(b"head\none\n")
    assert not in_use(path)
    with Journal(str(path)):
        assert in_use(path)
    assert not in_use(path)


def test_a_misspelt_figure_is_named(tmp_path: Path) -> None:
    source, given, output = made(tmp_path)
    (tmp_path / given).write_text(ROWS.replace("received", "Recieved"), "utf-8")
    done = cli(source, given, "-o", output, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "'Recieved' is the name of no figure" in done.stderr
    assert "did you mean 'received'?" in done.stderr
