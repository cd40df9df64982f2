"""The command line: every command, both languages, exit status, and what broken input gets."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import scoring
from scoring import commands
from scoring.cli import main
from scoring.language import is_chinese

ROOT = Path(__file__).parents[1]
YONGZHOU = ROOT / "rulesets" / "yongzhou-2023"
RULESET = str(YONGZHOU / "ruleset.yaml")
CASES = str(YONGZHOU / "cases.yaml")
PUBLISHED = str(YONGZHOU / "cases-as-published.yaml")

SMALL = """\
ruleset: small
source: the law
points: 20
figures:
  received: {min: 0}
  spent: {min: 0}
  rate: {unit: "%", is: spent / received}
  rich: {type: flag, if_missing: false}
indicators:
  execution: {code: A1, points: 10, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}}
  people: {code: A2, points: 10, rules: [{points: 8}, {award: 1, when: rich, up_to: 0.5}]}
grades: {good: 16, poor: else}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
TWO = """\
cases:
  hillside: {figures: {received: 428, spent: 355.49}}
  riverside: {name: River, figures: {received: 191}}
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[str, str]:
    """Two small files."""
    (tmp_path / "ruleset.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "cases.yaml").write_text(TWO, "utf-8")
    return str(tmp_path / "ruleset.yaml"), str(tmp_path / "cases.yaml")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command and return its status, output and errors."""
    try:
        status = main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    shown = capsys.readouterr()
    return status, shown.out, shown.err


# score


def test_score_prints_cases_reasons_and_portfolio(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "score", RULESET, PUBLISHED)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "永州市2023年大中型水库移民后期扶持项目资金绩效评价"
    assert "冷水滩  lengshuitan  84.30  良           14.00         16.30         40.00         14.00  已评分" in lines
    assert "汇总：85.14，良" in lines
    assert "合计          85.14   13.99   19.90   34.76   16.49" in lines


def test_score_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", RULESET, CASES, "--lang", "en", "--case", "jindong")
    assert "Where points were lost" in out
    assert "-2.00  B1.2 预算执行率" in out
    assert "32.9581… percentage points below 90%" in out
    assert "; no more than its 2 points can be lost." in out
    assert "Portfolio" not in out


def test_score_as_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "score", RULESET, PUBLISHED, "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert list(found) == ["library", "ruleset", "cases", "portfolio"]
    assert list(found["ruleset"]) == ["id", "version", "sha256", "method"]
    assert [each["total"] for each in found["cases"]] == ["96.00", "84.22", "84.30", "88.75", "89.30"]
    assert found["portfolio"]["total"] == "85.14"
    assert found["portfolio"]["grade"] == "良"
    assert found["portfolio"]["groups"] == {
        "decision": "13.99", "process": "19.90", "output": "34.76", "benefit": "16.49"
    }  # fmt: skip
    assert found["portfolio"]["weights"]["lengshuitan"] == "0.22"
    nodes = {each["path"]: each for each in found["cases"][2]["nodes"]}
    assert nodes["process.funds.execution"] == {
        "path": "process.funds.execution", "code": "B1.2", "name": "预算执行率", "level": 3, "points": "2",
        "score": "1.30", "outcome": "scored",
    }  # fmt: skip


def test_json_deductions_carry_facts_as_texts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", RULESET, CASES, "--format", "json", "--case", "lengshuitan")
    found = json.loads(out)
    one = next(each for each in found["cases"][0]["deductions"] if each["path"] == "process.funds.execution")
    assert found["portfolio"] is None
    assert (one["points"], one["nominal"], one["effect"], one["code"]) == ("0.69", "2971/4280", "0.69", "step-below")
    assert one["facts"]["threshold"] == "0.9"
    assert one["source"].endswith("附表1 过程 / 资金管理 / 预算执行率")
    assert "低于90%" in one["sentence"]


def test_score_as_csv_has_one_row_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", RULESET, PUBLISHED, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in rows] == ["city", "lingling", "lengshuitan", "jindong", "huilongwei"]
    assert (rows[2]["name"], rows[2]["total"], rows[2]["B1.2"]) == ("冷水滩", "84.30", "1.30")
    assert rows[2]["process.funds"] == rows[2]["process.funds"].strip()


def test_csv_texts_cannot_be_formulas(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    Path(small[1]).write_text('cases: {a: {name: "=cmd|x", figures: {received: 1, spent: 1}}}', "utf-8")
    _, out, _ = run(capsys, "score", *small, "--format", "csv")
    assert "a,'=cmd|x,scored,18.00," in out


def test_methods_change_the_score(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", RULESET, PUBLISHED, "--method", "by_totals", "--format", "json")
    found = json.loads(out)
    assert (found["portfolio"]["total"], found["ruleset"]["method"]) == ("85.15", "by_totals")


def test_a_case_without_a_total_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str]
) -> None:
    status, out, _ = run(capsys, "score", *small, "--allow-missing")
    assert status == 0
    assert "missing: spent (needed by A1)" in out
    assert "total from 8.00 to 18.00" in out
    assert "possible grades: good, poor" in out
    _, zh, _ = run(capsys, "score", *small, "--lang", "zh")
    assert "River（riverside）：缺数据" in zh
    assert "缺少：spent（A1要用）" in zh
    found = json.loads(run(capsys, "score", *small, "--format", "json", "--allow-missing")[1])
    assert found["cases"][1]["missing"] == ["spent"]
    assert (found["cases"][1]["total"], found["cases"][1]["range"]) == (None, ["8.00", "18.00"])


def test_a_division_by_zero_is_named(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    Path(small[1]).write_text("cases: {a: {figures: {received: 0, spent: 0}}}", "utf-8")
    _, out, _ = run(capsys, "score", *small)
    assert "A1 execution: division by zero, since received is 0" in out
    _, out, _ = run(capsys, "explain", *small, "--case", "a")
    assert "rate = spent ÷ received = 0 ÷ 0 = undefined" in out
    assert "total from" not in out, "no total is possible"


DIVIDED = """\
ruleset: d
points: 10
without_findings: keep
figures: {a: {name: 甲}, b: {name: 乙}, flag: {type: flag}, kind: {words: [x, y]}, sum: {name: 合计, is: a + b}}
indicators:
  n: {points: 4, rules: {ratio: {of: kind, by: {x: a / b, y: a / sum}}, to: 1}}
  m: {points: 6, rules: {ratio: "1 / a if flag else 1 / (b - 1)", to: 1}}
"""


def test_of_a_division_by_zero_the_figures_are_named_that_are_zero_and_divide(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rules, cases = tmp_path / "r.yaml", tmp_path / "c.yaml"
    rules.write_text(DIVIDED, "utf-8")
    cases.write_text(
        """\
cases:
  p: {figures: {a: 0, b: 0, flag: true, kind: x}}
  q: {figures: {a: 0, b: 0, flag: false, kind: y}}
  r: {figures: {a: 0, b: 1, flag: false, kind: y}}
""",
        "utf-8",
    )
    _, out, _ = run(capsys, "score", str(rules), str(cases), "--lang", "zh")
    told = [line.strip() for line in out.splitlines() if "除数为零" in line]
    assert told == [
        "n：除数为零：乙（b）为0",
        "m：除数为零：甲（a）为0",
        "n：除数为零：合计（sum）为0",
        "m：除数为零",
    ]


MOVED = """\
ruleset: moved
source: the law
points: 20
without_findings: keep
indicators:
  dam: {code: A1, points: 8, if_not_applicable: {give_to: wall, as: points}, rules: {deduct: 1, per: finding}}
  wall:
    code: A2
    points: 12
    rules: [{deduct: 1, per: finding, when: amount <= 50}, {deduct: 3, per: finding, when: amount > 50}]
"""


def test_a_reason_names_only_the_findings_that_it_counts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "moved.yaml").write_text(MOVED, "utf-8")
    findings = "[{against: A2, amount: 20, note: weeds}, {against: A2, amount: 90, note: a leak}]"
    cases = f"cases: {{a: {{findings: {findings}, not_applicable: {{A1: no dam}}}}, b: {{}}}}"
    (tmp_path / "cases.yaml").write_text(cases, "utf-8")
    small = str(tmp_path / "moved.yaml"), str(tmp_path / "cases.yaml")
    _, out, _ = run(capsys, "score", *small)
    assert "1 finding, 3 points lost for each: 1 × 3 = 3 points; a leak.\n" in out
    assert "1 finding, 1 point lost for each: 1 × 1 = 1 point; weeds.\n" in out
    assert "  A1 dam (8)  A2 wall (12)  " in out, "cases differ: the printed points"
    assert "  A1 dam (0)  A2 wall (20)  " in run(capsys, "score", *small, "--case", "a")[1]
    assert "  20 points: 12 printed, 8 more\n" in run(capsys, "explain", *small, "--case", "a")[1]
    assert "  分值0（原定8，调减8）\n" in run(capsys, "explain", *small, "--case", "a", "--lang", "zh")[1]


def test_one_mistake_gets_one_message(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "moved.yaml").write_text(MOVED, "utf-8")
    (tmp_path / "cases.csv").write_text("id,A2.findings,A3.findings\na,0,1\nb,0,2\nc,0,3\n", "utf-8")
    status, _, err = run(capsys, "score", str(tmp_path / "moved.yaml"), str(tmp_path / "cases.csv"))
    assert (status, err.count("error[no-such-node]")) == (2, 1), err
    (tmp_path / "moved.yaml").write_text(MOVED.replace("without_findings: keep\n", ""), "utf-8")
    status, out, _ = run(capsys, "check", str(tmp_path / "moved.yaml"))
    assert (status, out.count("error[without-findings]")) == (2, 1), out


def test_output_goes_to_a_file_whole_or_not_at_all(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    assert run(capsys, "score", *small, "--format", "csv", "-o", str(target)) == (0, "", "")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfid,name,")
    status, _, err = run(capsys, "score", *small, "-o", str(tmp_path / "none" / "out.txt"))
    assert status == 2
    assert "error[cannot-write]" in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cases.yaml", "out.csv", "ruleset.yaml"]


def test_csv_cases_in_gb18030(capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes("id,name,received,spent\na,冷水滩,428,400\n".encode("gb18030"))
    status, out, _ = run(capsys, "score", small[0], str(path), "--encoding", "gb18030")
    assert (status, "冷水滩" in out) == (0, True)
    status, _, err = run(capsys, "score", small[0], str(path))
    assert (status, "gb18030" in err.lower()) == (2, True)


# explain

CLAUSE = "永州市2023年大中型水库移民后期扶持项目资金绩效评价报告（湘宏达绩字（2025）第006号）附表1"
ZH = f"""\
永州市2023年大中型水库移民后期扶持项目资金绩效评价
冷水滩（lengshuitan）：总分84.31（满分100），良

B 过程 › 资金管理 › B1.2 预算执行率：满分2，得1.31，扣0.69
  扣0.69分（按规则为0.6941…分，即2971/4280）：预算执行率为83.0584…%，低于90%，相差6.9415…个百分点；\
每1个百分点扣0.1分（不足的按比例），6.9415…×0.1＝0.6941…分。
    规则：ruleset.yaml:62
  数据
    预算执行率 = 支出资金 ÷ 到位资金 = 355.49 ÷ 428 = 83.0584…%
    支出资金 = 355.49万元（cases.yaml:32）
    到位资金 = 428万元（cases.yaml:32）
  问题（仅作证据，本身不扣分）
    到位428万元，支出355.49万元（附表5 #8；cases.yaml:38）
  依据：{CLAUSE} 过程 / 资金管理 / 预算执行率
  计分过程
    满分                            2
    扣分（按档）                   -0.6941…（-2971/4280）
    小数取舍（四舍五入到2位小数）  +0.0041…（89/21400）
    得分                            1.31
"""
EN = f"""\
Yongzhou resettlement fund 2023
冷水滩 (lengshuitan): total 84.31 of 100, 良

B 过程 › 资金管理 › B1.2 预算执行率: 1.31 of 2, 0.69 lost
  lost 0.69 (by the rule alone 0.6941…, exactly 2971/4280): 预算执行率 is 83.0584…%, \
6.9415… percentage points below 90%; 0.1 points lost for every 1 percentage point (parts in proportion): \
6.9415… × 0.1 = 0.6941… points.
    rule: ruleset.yaml:62
  figures
    预算执行率 = 支出资金 ÷ 到位资金 = 355.49 ÷ 428 = 83.0584…%
    支出资金 = 355.49 万元 (cases.yaml:32)
    到位资金 = 428 万元 (cases.yaml:32)
  findings (evidence; costs nothing by itself)
    到位428万元，支出355.49万元 (附表5 #8; cases.yaml:38)
  source: {CLAUSE} 过程 / 资金管理 / 预算执行率
  account
    points                         2
    deduction (by steps)          -0.6941… (-2971/4280)
    rounding (half up, 2 places)  +0.0041… (89/21400)
    score                          1.31
"""


@pytest.mark.parametrize(("lang", "expected"), [("zh", ZH), ("en", EN)])
@pytest.mark.parametrize("address", ["B1.2", "预算执行率", "process.funds.execution"])
def test_explain_one_indicator(capsys: pytest.CaptureFixture[str], lang: str, expected: str, address: str) -> None:
    if address == "预算执行率":
        address = "execution"  # the printed name is a figure's too
    arguments = ("explain", RULESET, CASES, "--case", "lengshuitan", "--indicator", address, "--lang", lang)
    status, out, err = run(capsys, *arguments)
    lines = out.splitlines(keepends=True)
    assert (status, err) == (0, "")
    assert "".join([lines[0], *lines[2:]]) == expected  # the second line holds the hash


def test_explain_a_whole_case_holds_every_leaf_finding_and_mark(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", RULESET, CASES, "--case", "冷水滩")
    assert all(f"{code} " in out for code in ("A1.1", "A3.2", "B1.1", "B2.5", "C1.1", "D4.1"))
    assert "“无截留挤占挪用虚列冒领”发现1例问题，6分全部扣除：支出355.49万元中334.05万元用于其他年度项目。" in out
    assert "扣2（已含在上级扣分中，不重复计）" in out
    assert "发现4例问题，每例扣0.5分，4×0.5＝2分" in out
    assert "评分：1分，部分项目无四议两公开资料（评价组；cases.yaml:42）" in out
    assert "核定：5分，C-17：报告未印满意度，按所印得分（评价组；cases.yaml:44）" in out
    assert "完成项目数34个÷计划项目数34个＝100%，按比例得10分（满分10分）。" in out
    assert "不单独计分的要点：按程序申请 0.5、批文材料有效 0.5、事前论证决策 1" in out


def test_explain_every_case_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for case in scoring.load_cases(PUBLISHED):
        for lang in ("zh", "en"):
            status, out, err = run(capsys, "explain", RULESET, PUBLISHED, "--case", case.id, "--lang", lang)
            assert (status, err) == (0, "")
            assert "{" not in out


def test_explain_says_what_is_not_given(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    _, out, _ = run(capsys, "explain", *small, "--case", "riverside")
    assert "A1 execution: no score: missing" in out
    assert "spent: not given" in out
    assert "rich = no (not given; the ruleset says no)" in out


def test_explain_refuses_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "explain", RULESET, CASES, "--case", "lengshuitn")
    assert (status, out) == (2, "")
    assert err == f"{CASES}: 错误[unknown-case]：没有名为“lengshuitn”的单位\n  提示：是否想写“lengshuitan”？\n"
    status, _, err = run(capsys, "explain", RULESET, CASES, "--case", "city", "--indicator", "B1.9", "--lang", "en")
    assert (status, "error[no-such-node]" in err) == (2, True)
    status, _, err = run(capsys, "explain", RULESET, CASES, "--case", "city", "--indicator", "usable")
    assert (status, "[node-not-here]" in err) == (2, True)


# check


def test_check_finds_nothing_in_the_shipped_rulesets(capsys: pytest.CaptureFixture[str]) -> None:
    found = (ROOT / "rulesets").glob("*/*.yaml")
    paths = [str(path) for path in sorted(found) if "cases" not in path.name and ".test." not in path.name]
    assert len(paths) >= 8
    status, out, err = run(capsys, "check", *paths)
    assert (status, out, err) == (0, "".join(f"{path}：没有发现问题\n" for path in paths), "")


def test_check_ends_with_1_for_findings_and_2_for_unusable_files(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path
) -> None:
    Path(small[0]).write_text(SMALL.replace("  rich:", "  poor: {min: 0}\n  rich:"), "utf-8")
    status, out, _ = run(capsys, "check", small[0])
    assert status == 1
    assert out.endswith(f"{small[0]}: 2 warnings, 1 note\n")
    assert f"{small[0]}:8:3: warning[unused-figure]: figure 'poor' is read by nothing" in out
    status, out, _ = run(capsys, "check", small[0], str(tmp_path / "none.yaml"), "--format", "json")
    assert status == 2
    assert [[one["code"] for one in each["findings"]] for each in json.loads(out)] == [
        ["unused-figure", "full-unreachable", "zero-unreachable"],
        ["file-missing"],
    ]


# schema and init


@pytest.mark.parametrize("more", [(), ("--cases",), ("--tests",)])
def test_schema_is_json(capsys: pytest.CaptureFixture[str], more: tuple[str, ...]) -> None:
    status, out, _ = run(capsys, "schema", *more)
    assert status == 0
    assert json.loads(out)["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_init_makes_what_scores_and_passes_check(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "my-rules"
    status, out, _ = run(capsys, "init", str(folder), "--lang", lang)
    assert (status, "scoring score" in out) == (0, True)
    files = str(folder / "ruleset.yaml"), str(folder / "cases.yaml")
    assert run(capsys, "check", files[0])[0] == 0
    status, out, _ = run(capsys, "score", *files)
    assert (status, "12.53" in out, is_chinese(out)) == (0, True, lang == "zh")
    assert run(capsys, "explain", *files, "--case", "east")[0] == 0
    status, out, _ = run(capsys, "test", str(folder))
    assert (status, "17" in out, is_chinese(out)) == (0, True, lang == "zh")
    before = Path(files[0]).read_text("utf-8")
    assert "ruleset: my-rules\n" in before
    status, _, err = run(capsys, "init", str(folder), "--lang", "en")
    assert (status, "error[file-exists]" in err, Path(files[0]).read_text("utf-8")) == (2, True, before)


def test_init_refuses_a_name_that_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "init", str(tmp_path / "a b"))
    assert (status, "name-unusable" in err) == (2, True)
    status, _, err = run(capsys, "init", str(tmp_path / "none" / "a"))
    assert (status, "cannot-write" in err) == (2, True)


# What goes wrong


def test_mistakes_in_files_are_shown_in_the_language_of_the_file(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str]
) -> None:
    Path(small[0]).write_text(SMALL.replace("of: rate", "of: raet"), "utf-8")
    status, out, err = run(capsys, "score", *small)
    assert (status, out) == (2, "")
    assert "error[unknown-figure]" in err
    assert "did you mean 'rate'?" in err
    Path(small[0]).write_text(SMALL.replace("of: rate", "of: raet").replace("the law", "文件"), "utf-8")
    assert "错误[unknown-figure]" in run(capsys, "score", *small)[2]
    assert "error[unknown-figure]" in run(capsys, "score", *small, "--lang", "en")[2]


def test_mistakes_in_cases_are_shown_all_at_once(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    Path(small[1]).write_text("cases: {a: {figures: {recieved: 1, spent: x}}, b: {figures: {spent: -1}}}", "utf-8")
    status, _, err = run(capsys, "score", *small)
    assert status == 2
    assert err.count("error[") == 3


@pytest.mark.parametrize("name", ["nothing.yaml", "."])
def test_files_that_cannot_be_read(capsys: pytest.CaptureFixture[str], small: tuple[str, str], name: str) -> None:
    status, _, err = run(capsys, "score", str(Path(small[0]).parent / name), small[1])
    assert (status, "error[" in err, "Traceback" in err) == (2, True, False)


def test_an_unknown_method_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "score", RULESET, CASES, "--method", "by_total")
    assert (status, "unknown-method" in err, "by_totals" in err) == (2, True, True)


def test_no_command_and_wrong_options_are_told_shortly(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys)[0] == 2
    status, _, err = run(capsys, "score", RULESET)
    assert (status, "CASES" in err) == (2, True)
    assert run(capsys, "--version") == (0, f"scoring {scoring.__version__}\n", "")


def test_a_fault_of_our_own_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise ValueError("oh\nno")

    monkeypatch.setattr(commands, "schema", broken)
    monkeypatch.delenv("SCORING_DEBUG", raising=False)
    status, out, err = run(capsys, "schema")
    assert (status, out) == (2, "")
    assert "internal error (ValueError: oh no)" in err
    assert "Traceback" not in err
    monkeypatch.setenv("SCORING_DEBUG", "1")
    with pytest.raises(ValueError, match="oh"):
        main(["schema"])


def test_interrupting_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "schema", stopped)
    assert run(capsys, "schema") == (130, "", "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "scoring.cli", "score", RULESET, CASES, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "scoring.cli", "score", RULESET, CASES]
    done = subprocess.run(command, capture_output=True, check=True, env=environment, timeout=60)  # noqa: S603 - our own command
    assert "冷水滩" in done.stdout.decode("utf-8")


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    Path(small[1]).write_text('{"cases": {"a": {"name": "\\u001b[31mred", "figures": {"received": 1}}}}', "utf-8")
    Path(small[1]).rename(Path(small[1]).with_suffix(".json"))
    _, out, err = run(capsys, "score", small[0], str(Path(small[1]).with_suffix(".json")))
    assert "\x1b" not in out + err


def test_swapped_files_get_one_message(capsys: pytest.CaptureFixture[str], small: tuple[str, str]) -> None:
    status, out, err = run(capsys, "score", small[1], small[0], "--lang", "en")
    assert (status, out) == (2, "")
    assert err.count("error[") == 1
    assert "error[ruleset-is-cases]: this is a file of cases" in err
    assert "the ruleset comes first" in err
    rows = Path(small[1]).with_suffix(".csv")
    rows.write_text("id,spent\na,3\n", "utf-8")
    assert "error[ruleset-is-cases]" in run(capsys, "score", str(rows), small[0], "--lang", "en")[2]
    status, _, err = run(capsys, "score", small[0], small[0], "--lang", "zh")
    assert status == 2
    assert err.count("错误[") == 1
    assert "错误[case-is-ruleset]：这是规则集" in err


def test_a_workbook_for_a_ruleset_is_told_in_one_plain_line(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "长表.xlsx"
    book.write_bytes(b"PK\x03\x04\x00\xff\xfe")
    status, out, err = run(capsys, "score", str(book), small[0])
    assert (status, out) == (2, "")
    assert err == (
        f"{book}: 错误[ruleset-is-sheet]：这是工作簿（电子表格），而这里应是规则集（YAML文件）\n"
        "  提示：先写规则集，再写案例文件：scoring score 规则集 案例文件；check只需写规则集\n"
    )


def test_a_file_that_is_not_there_is_told_in_the_language_of_its_name(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path
) -> None:
    assert "错误[file-missing]：没有这个文件" in run(capsys, "score", str(tmp_path / "没有.yaml"), small[1])[2]
    assert "error[file-missing]" in run(capsys, "score", str(tmp_path / "none.yaml"), small[1])[2]


def test_a_file_of_gbk_is_told_with_the_option_that_reads_it(
    capsys: pytest.CaptureFixture[str], small: tuple[str, str], tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_bytes("id,name\na,文市镇\n".encode("gb18030"))
    assert "--encoding gb18030" in run(capsys, "score", small[0], str(rows), "--lang", "zh")[2]
    assert "encoding" not in run(capsys, "score", small[0], str(rows), "--encoding", "gb18030")[2]


@pytest.mark.parametrize("command", ["check", "score", "explain", "schema", "init"])
def test_every_option_has_its_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    bare = [line for line in out.partition("options:")[2].splitlines() if line.startswith("  -")]
    texts = out.partition("options:")[2].splitlines()
    assert bare
    for line in bare:
        after = texts[texts.index(line) + 1 :]
        assert len(line.split("  ")) > 2 or (after and after[0].startswith("      ")), line


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert scoring.__version__ == project["version"]
