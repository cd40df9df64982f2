"""Cases from Python, YAML and JSON: what they hold, where it came from, and what is refused."""

import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from scoring.case import PYTHON, Case, Finding, Given, Mark, SetScore
from scoring.cases import load_cases
from scoring.diagnostic import CaseError, Diagnostic

EXAMPLE = """\
by: 评价组
cases:
  lengshuitan:
    name: 冷水滩
    date: 2024-10-18
    figures: {kind: district, received: 428, spent: 355.490, satisfaction: 95%, flag: true, none: null,
              quoted: "true", trained: {actual: 1506, target: 948}}
    findings:
    - {against: [social, usable], count: 4, note: 牛蛙项目停止经营, source: "附表5 #12"}
    - {against: diversion, amount: 334.05}
    marks: {procedure: {deduct: 1, because: 无四议两公开资料}, quality: 10,
            share: {score: 80%, by: 张三, because: 一般}}
    set: {lasting: {score: 1, because: C-12}, plain: 2}
    not_applicable: {procurement: 无采购事项}
  lingling:
"""

Write = Callable[[str, str], Path]


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
        return path

    return write


def problems_of(path: Path) -> list[tuple[str, int, int]]:
    """Return code, line and column of every problem of a file."""
    with pytest.raises(CaseError) as caught:
        load_cases(path)
    for each in caught.value.diagnostics:
        assert len(each.render("en")) < 1000
        assert each.message("en") != each.message("zh")
    return [(each.code, each.at.line, each.at.column) for each in caught.value.diagnostics]


def only_problem(path: Path) -> Diagnostic:
    with pytest.raises(CaseError) as caught:
        load_cases(path)
    (problem,) = caught.value.diagnostics
    return problem


def test_a_case_keeps_everything_that_its_file_says(write: Write) -> None:
    first, second = load_cases(write("cases.yaml", EXAMPLE))
    assert first == Case(
        id="lengshuitan",
        name="冷水滩",
        date=date(2024, 10, 18),
        figures={
            "kind": Given("district", written=True),
            "received": Given("428", written=True),
            "spent": Given("355.490", written=True),
            "satisfaction": Given("95%", written=True),
            "flag": Given(value=True, written=True),
            "quoted": Given("true", written=True),
            "none": Given(None, written=True),
            "trained": {"actual": Given("1506", written=True), "target": Given("948", written=True)},
        },
        findings=(
            Finding(("social", "usable"), "4", note="牛蛙项目停止经营", source="附表5 #12"),
            Finding(("diversion",), amount="334.05"),
        ),
        marks={
            "procedure": Mark(deduct="1", because="无四议两公开资料", by="评价组"),
            "quality": Mark("10", by="评价组"),
            "share": Mark("80%", because="一般", by="张三"),
        },
        set={"lasting": SetScore("1", "C-12", "评价组"), "plain": SetScore("2", by="评价组")},
        not_applicable={"procurement": Given("无采购事项", written=True)},
    )
    assert second == Case(id="lingling")


def test_local_figures_stand_under_their_joined_address(write: Write) -> None:
    case = load_cases(write("cases.yaml", EXAMPLE))[0]
    assert {"trained.actual", "trained.target"} < case.figures.keys()
    assert "trained" not in case.figures


def test_every_value_knows_where_it_came_from(write: Write) -> None:
    path = write("cases.yaml", EXAMPLE)
    case = load_cases(path)[0]
    spent = case.figures["spent"]
    assert isinstance(spent, Given)
    assert (str(spent.origin), spent.origin.text("zh")) == ("cases.yaml:6", "cases.yaml:6")
    assert str(spent.origin.at) == f"{path}:6:53"
    assert str(spent.origin.key) == f"{path}:6:46"
    assert case.at.line == 3
    assert [str(each.origin) for each in case.findings] == ["cases.yaml:9", "cases.yaml:10"]
    assert [(place.line, place.column) for place in case.findings[0].places] == [(9, 18), (9, 26)]
    assert str(case.marks["quality"].origin.at) == f"{path}:11:65"
    assert str(case.set["lasting"].origin) == "cases.yaml:13"


def test_json_says_the_same_as_yaml(write: Write) -> None:
    written = {
        "by": "评价组",
        "cases": {
            "lengshuitan": {
                "date": "2024-10-18",
                "figures": {"received": 428, "share": "95%", "flag": False, "trained": {"actual": 0.1}, "none": None},
                "findings": [{"against": "social", "count": 4}],
                "marks": {"quality": {"score": 8, "because": "无记录"}},
            }
        },
    }
    (case,) = load_cases(write("cases.json", json.dumps(written)))
    assert case.figures == {
        "received": Given("428", written=True),
        "share": Given("95%", written=True),
        "flag": Given(value=False, written=True),
        "trained.actual": Given("0.1", written=True),
        "none": Given(None, written=True),
    }
    assert case.date == date(2024, 10, 18)
    assert case.findings == (Finding(("social",), "4"),)
    assert case.marks == {"quality": Mark("8", because="无记录", by="评价组")}


def test_a_case_made_in_python_keeps_plain_values() -> None:
    figures = {"received": 428, "spent": Decimal("355.49"), "share": Fraction(1, 3), "trained": {"actual": 1506}}
    case = Case("a", figures=figures, findings=[Finding("x")], marks={"quality": 10}, set={"y": "80%"})  # type: ignore[arg-type, dict-item]  # short forms
    assert dict(case.figures) == {
        "received": 428,
        "spent": Decimal("355.49"),
        "share": Fraction(1, 3),
        "trained.actual": 1506,
    }
    assert case.findings == (Finding(("x",)),)
    assert case.marks["quality"] == Mark(10)
    assert case.set["y"] == SetScore("80%")
    assert str(case.marks["quality"].origin) == str(PYTHON) == ""


def test_a_case_cannot_be_changed() -> None:
    figures = {"received": 428}
    case = Case("a", figures=figures)
    figures["received"] = 1
    assert case.figures["received"] == 428
    with pytest.raises(FrozenInstanceError):
        case.id = "b"  # type: ignore[misc]  # that is the point
    with pytest.raises(TypeError):
        case.figures["received"] = 2  # type: ignore[index]  # likewise
    assert replace(case, id="b").figures == case.figures


def test_a_case_pickles_and_copies(write: Write) -> None:
    cases = load_cases(write("cases.yaml", EXAMPLE))
    assert pickle.loads(pickle.dumps(cases)) == cases  # noqa: S301  # our own bytes
    again = copy.deepcopy(cases[0])
    assert again == cases[0]
    assert str(again.findings[0].origin) == "cases.yaml:9"


def test_python_figures_without_end_or_twice_are_refused() -> None:
    endless: dict[str, object] = {}
    endless["a"] = endless
    with pytest.raises(CaseError, match="case-deep"):
        Case(figures=endless)
    with pytest.raises(CaseError, match="case-twice"):
        Case(figures={"trained": {"actual": 1}, "trained.actual": 2})


def test_an_extending_file_adds_findings_and_replaces_the_rest(write: Write) -> None:
    write("base.yaml", EXAMPLE)
    top = """\
        extends: base.yaml
        by: 复核组
        cases:
          new: {figures: {received: 1}}
          lengshuitan:
            name: 冷水滩区
            figures: {spent: 400, trained: {actual: 1500}}
            findings: [{against: social}]
            marks: {quality: 9, procedure: null}
            set: {lasting: {score: 2}}
            not_applicable: {procurement: null}
        """
    first, second, third = load_cases(write("top.yaml", top))
    assert [first.id, second.id, third.id] == ["lengshuitan", "lingling", "new"]
    assert first.name == "冷水滩区"
    assert first.date == date(2024, 10, 18)
    assert first.figures["spent"] == Given("400", written=True)
    assert first.figures["received"] == Given("428", written=True)
    assert first.figures["trained.actual"] == Given("1500", written=True)
    assert first.figures["trained.target"] == Given("948", written=True)
    assert [each.against for each in first.findings] == [("social", "usable"), ("diversion",), ("social",)]
    assert first.marks["quality"] == Mark("9", by="复核组")
    assert first.marks["procedure"] == Mark(by="复核组")
    assert first.marks["share"] == Mark("80%", because="一般", by="张三")
    assert first.set == {"lasting": SetScore("2", by="复核组"), "plain": SetScore("2", by="评价组")}
    assert first.not_applicable == {"procurement": Given(None, written=True)}
    assert [first.marks[key].origin.layer for key in ("share", "quality")] == [0, 1]


def test_three_files_may_extend_one_another_and_the_lowest_may_be_csv(write: Write) -> None:
    write("data/facts.csv", "id,received,spent\na,1,2\n")
    write("data/marks.yaml", "extends: facts.csv\ncases: {a: {marks: {x: 1}, figures: {spent: 3}}}")
    (case,) = load_cases(write("top.yaml", "extends: data/marks.yaml\ncases: {a: {figures: {spent: 4}}}"))
    layers = {address: given.origin.layer for address, given in case.figures.items() if isinstance(given, Given)}
    assert layers == {"received": 0, "spent": 2}
    assert case.figures["spent"] == Given("4", written=True)


def test_a_file_may_extend_without_cases_of_its_own(write: Write) -> None:
    write("base.yaml", EXAMPLE)
    assert len(load_cases(write("top.yaml", "extends: base.yaml\n"))) == 2


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd.yaml",
        "../base.yaml",
        "https://example.org/a.yaml",
        "C:/a.yaml",
        "a\\b.yaml",
        "sub/../../x.yaml",
        ".",
    ],
)
def test_only_files_beside_or_below_can_be_extended(write: Write, name: str) -> None:
    problem = only_problem(write("in/top.yaml", f"extends: '{name}'\ncases: {{a: {{}}}}\n"))
    assert problem.code == ("case-suffix" if name == "." else "case-extends-path")


def test_a_link_out_of_the_folder_cannot_be_extended(write: Write, tmp_path: Path) -> None:
    write("secret.yaml", EXAMPLE)
    path = write("in/top.yaml", "extends: link.yaml\ncases: {a: {}}\n")
    (tmp_path / "in/link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert problems_of(path) == [("case-extends-path", 1, 10)]


def test_a_link_to_itself_cannot_be_extended(write: Write, tmp_path: Path) -> None:
    path = write("top.yaml", "extends: link.yaml\ncases: {a: {}}\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "link.yaml")
    assert problems_of(path) in ([("case-extends-path", 1, 10)], [("file-missing", 0, 0)])


def test_a_nul_in_the_name_of_an_extended_file_is_refused(write: Write) -> None:
    path = write("top.json", '{"extends": "a\\u0000.yaml", "cases": {"a": {}}}')
    with pytest.raises(CaseError):
        load_cases(path)


def test_files_that_extend_one_another_in_a_circle_are_refused(write: Write) -> None:
    write("b.yaml", "extends: a.yaml\ncases: {a: {}}\n")
    problem = only_problem(write("a.yaml", "extends: b.yaml\ncases: {a: {}}\n"))
    assert (problem.code, Path(problem.at.source.name).name) == ("case-extends-cycle", "b.yaml")


def test_all_problems_of_all_files_come_at_once(write: Write) -> None:
    write("base.yaml", "cases: {a: {marks: {x: {points: 1}}}}\n")
    path = write(
        "top.yaml",
        """\
        extends: base.yaml
        autor: x
        cases:
          a:
            nmae: A
            date: 2024-13-01
            figures: {x: [1, [2]], y: {z: 1}, y.z: 2}
            findings:
            - {count: 2}
            - note
            - {against: []}
            - {against: [b, b]}
            marks: {p: {because: x}, q: {score: 1, deduct: 1}, r: {points: 3}, s: [1]}
            set: {p: {because: x}, r: {points: 3}}
            not_applicable: {p: true, q: null, r: "", s: [a]}
          b: 3
        """,
    )
    with pytest.raises(CaseError) as caught:
        load_cases(path)
    found = [(each.code, Path(each.at.source.name).name, each.at.line) for each in caught.value.diagnostics]
    assert sorted(found) == sorted(
        [
            ("case-points", "base.yaml", 1),
            ("case-unknown-key", "top.yaml", 2),
            ("case-unknown-key", "top.yaml", 5),
            ("case-date", "top.yaml", 6),
            ("case-value", "top.yaml", 7),
            ("case-twice", "top.yaml", 7),
            ("case-against", "top.yaml", 9),
            ("case-findings", "top.yaml", 10),
            ("case-against", "top.yaml", 11),
            ("case-twice", "top.yaml", 12),
            ("case-mark", "top.yaml", 13),
            ("case-mark-both", "top.yaml", 13),
            ("case-points", "top.yaml", 13),
            ("case-table", "top.yaml", 13),
            ("case-mark", "top.yaml", 13),
            ("case-set", "top.yaml", 14),
            ("case-points", "top.yaml", 14),
            ("case-reason", "top.yaml", 15),
            ("case-reason", "top.yaml", 15),
            ("case-text", "top.yaml", 15),
            ("case-table", "top.yaml", 16),
        ]
    )


def test_points_in_a_mark_say_what_to_write(write: Write) -> None:
    problem = only_problem(write("cases.yaml", "cases: {a: {marks: {quality: {points: 3}}}}"))
    assert (problem.code, problem.at.line, problem.at.column) == ("case-points", 1, 31)
    assert problem.hint("en") == "write score (points kept) or deduct (points taken off)"
    assert problem.hint("zh") == "请写score（得分）或deduct（扣分）"


def test_a_mistyped_key_has_a_near_name(write: Write) -> None:
    problem = only_problem(write("cases.yaml", "cases: {a: {finding: []}}"))
    assert problem.hint("en") == "did you mean 'findings'?"
    problem = only_problem(write("cases.yaml", "cases: {a: {zzz: []}}"))
    assert "the keys here are: name, date, by, figures" in problem.hint("en")


@pytest.mark.parametrize(
    "day", ["2024-2-30", "2024-02-30", "2024/10/18", "20241018", "２０２４-10-18", "2024-10-18T00:00", "0000-01-01"]
)
def test_a_day_is_year_month_day(write: Write, day: str) -> None:
    assert problems_of(write("cases.yaml", f'cases: {{a: {{date: "{day}"}}}}')) == [("case-date", 1, 19)]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("cases.yaml", "by: x\n", "case-none"),
        ("cases.yaml", "cases: {}\n", "case-none"),
        ("cases.yaml", "cases: [a]\n", "case-table"),
        ("cases.yaml", "cases: {'': {}}\n", "key-empty"),
        ("cases.yaml", "cases: {a: {}, ａ: {}}\n", "alike-keys"),
        ("cases.yaml", "cases: {a: {name: [x]}}\n", "case-text"),
        ("cases.yaml", "cases: {a: {figures: 3}}\n", "case-table"),
        ("cases.yaml", "cases: {a: {findings: {against: x}}}\n", "case-findings"),
        ("cases.yaml", "cases: {a: {findings: [{against: x, count: [1]}]}}\n", "case-text"),
        ("cases.yaml", "cases: {a: {findings: [{against: {x: 1}}]}}\n", "case-against"),
        ("cases.txt", "cases: {a: {}}\n", "case-suffix"),
        ("cases", "cases: {a: {}}\n", "case-suffix"),
    ],
)
def test_what_is_no_file_of_cases_is_refused(write: Write, name: str, text: str, code: str) -> None:
    assert only_problem(write(name, text)).code == code


def test_a_key_with_nothing_below_it_gives_nothing(write: Write) -> None:
    (case,) = load_cases(write("cases.yaml", "cases:\n  a:\n    figures:\n    findings:\n    marks:\n    set: ~\n"))
    assert case == Case("a")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "none.yaml").code == "file-missing"
    assert only_problem(tmp_path / "none.csv").code == "file-missing"
    with pytest.raises(CaseError, match="file-missing"):
        load_cases("nul\0.csv")


# The classes of hostile JSON; YAML has its own in the tests of the loader.
@pytest.mark.parametrize(
    "text",
    [
        '{"cases": {"a": {}, "a": {}}}',
        '{"cases": {"a": {"figures": {"x": NaN}}}}',
        '{"cases": {"a": {"figures": {"x": -Infinity}}}}',
        '{"cases": {"a": {"figures": {"x": 1e400}}}}',
        '{"cases": {"a": {"figures": {"x": 1e3}}}}',
        '{"cases": {"a": {"figures": {"x": 01}}}}',
        '{"cases": {"a": {"name": "\\ud800"}}}',
        '{"cases": {"a": {}}',
        '{"cases": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"a":' * 20_000,
        "[]",
        "",
        "3",
    ],
    ids=[
        "duplicate",
        "nan",
        "infinity",
        "1e400",
        "1e3",
        "01",
        "surrogate",
        "cut",
        "deep",
        "deep-cut",
        "list",
        "empty",
        "3",
    ],
)
def test_hostile_json_is_refused_with_a_place(write: Write, text: str) -> None:
    with pytest.raises(CaseError) as caught:
        load_cases(write("cases.json", text))
    assert all(Path(each.at.source.name).name == "cases.json" for each in caught.value.diagnostics)
    assert len(caught.value.diagnostics) == 1
