"""Review: answers go into the file at once, at their place, and nothing else in it changes."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.command_tools import write_file
from scoring.testing.review import Answer, Reviewed, review, review_files
from scoring.testing.running import open_suite, run

TODAY = dt.date(2026, 7, 1)
RULESET = """\
ruleset: small
version: "1"
points: 10
figures:
  rate: {name: rate, unit: "%", min: 0%, max: 100%}
  fenced: {type: flag}
indicators:
  steps: {points: 5, source: clause 7, rules: {deduct: 1, per: 2%, below: 90%, of: rate, part: drop}}
  fence: {points: 5, rules: {lose_all: not fenced}}
grades: {A: 8, B: else}
"""
TESTS = """\
# the first line
ruleset: ruleset.yaml
base: {figures: {rate: 95%, fenced: true}}
tests:
- {name: by hand, expect: {total: 10}}          # confirmed long ago
- name: "one step"        # odd   spaces
  cite: clause 7
  unconfirmed:   true     # to do
  figures: {rate: 88%}
  expect: {steps: 4, total: 9}

- {name: in a line, unconfirmed: true, figures: {fenced: false}, expect: {total: 5, grade: B}}
- name: a table
  unconfirmed: true
  vary: rate
  expect_of: steps
  rows:
    90%: 5   # at the bound
    80%: 0
# the last line
"""
DONE = 'reviewed_by: "Li Si, 2026-07-01"'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    file = tmp_path / "small.test.yaml"
    file.write_text(TESTS, encoding="utf-8")
    return file


class Person:
    """Gives answers, and remembers what was said."""

    def __init__(self, *answers: str | type[BaseException] | Callable[[], str]) -> None:
        """Give these answers, one after the other; an exception instead of one is raised."""
        self._answers: Iterator[str | type[BaseException] | Callable[[], str]] = iter(answers)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, question: str) -> str:
        """Return the next answer."""
        self.asked.append(question)
        answer = next(self._answers)
        if isinstance(answer, type):
            raise answer
        return answer if isinstance(answer, str) else answer()

    def review(self, path: Path, lang: str = "en") -> Reviewed:
        """Answer the questions about a file."""
        return review(str(path), self.ask, "Li Si", self.told.append, TODAY, write=write, lang=lang)


def write(name: str, text: str, mark: bool) -> None:  # noqa: FBT001  # as `review` calls it
    write_file(name, text, mark=mark)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_yes_puts_the_name_in_place_of_the_mark_and_leaves_all_else(path: Path) -> None:
    found = Person("y", "y", "y").review(path)
    wanted = TESTS.replace("unconfirmed:   true", DONE).replace("unconfirmed: true", DONE)
    assert text_of(path) == wanted
    assert found.counts == {Answer.CONFIRMED: 3}
    assert found.left == 0
    suite = open_suite(str(path))
    assert all(each.confirmed for each in suite.file.tests)
    assert [each.reviewed_by for each in suite.file.tests] == ["", *["Li Si, 2026-07-01"] * 4]


def test_a_skip_leaves_a_test_as_it_is(path: Path) -> None:
    found = Person("s", "y", "skip").review(path)
    assert text_of(path) == TESTS.replace("in a line, unconfirmed: true", f"in a line, {DONE}")
    assert (found.counts[Answer.SKIPPED], found.left) == (2, 2)


def test_every_answer_is_in_the_file_before_the_next_question(path: Path) -> None:
    seen: list[int] = []

    def look() -> str:
        seen.append(text_of(path).count(DONE))
        return "y"

    Person(look, look, look).review(path)
    assert seen == [0, 1, 2]


@pytest.mark.parametrize("end", ["q", "quit", EOFError, KeyboardInterrupt])
def test_whatever_ends_it_nothing_is_lost(path: Path, end: str | type[BaseException]) -> None:
    found = Person("y", end).review(path)
    assert text_of(path) == TESTS.replace("unconfirmed:   true", DONE)
    assert found.counts == {Answer.CONFIRMED: 1, Answer.STOPPED: 1}
    assert found.left == 2


@pytest.mark.parametrize("end", ["q", "Quit", EOFError, KeyboardInterrupt])
def test_who_stops_amid_a_correction_keeps_what_was_said_and_has_confirmed_nothing(
    path: Path, end: str | type[BaseException]
) -> None:
    person = Person("n", "3", end)
    found = person.review(path)
    assert text_of(path) == TESTS.replace("{steps: 4, total: 9}", "{steps: 3, total: 9}")
    assert found.counts == {Answer.STOPPED: 1}
    assert found.left == 3
    assert any("values of this test put into the file: 1; it stays unconfirmed" in each for each in person.told)


@pytest.mark.parametrize("end", ["q", "退出", EOFError, KeyboardInterrupt])
def test_who_stops_in_a_table_keeps_the_rows_so_far(path: Path, end: str | type[BaseException]) -> None:
    person = Person("y", "s", "n", "4", "about 1", end)
    found = person.review(path, "zh")
    assert text_of(path) == TESTS.replace("unconfirmed:   true", DONE).replace("90%: 5", "90%: 4")
    assert found.counts == {Answer.CONFIRMED: 1, Answer.SKIPPED: 1, Answer.STOPPED: 1}
    again = Person("y", "y")
    again.review(path)
    assert text_of(path).count(DONE) == 3


def test_who_stops_in_a_table_before_any_value_leaves_it(path: Path) -> None:
    person = Person("s", "s", "n", "", "q")
    person.review(path)
    assert text_of(path) == TESTS
    assert not any("put into the file" in each for each in person.told)
    assert any("stopped; every answer so far is in the file" in each for each in person.told)


def test_a_word_for_quitting_is_no_value(path: Path) -> None:
    Person("s", "n", "", "q").review(path)  # the second is a grade, which could be any word
    assert text_of(path) == TESTS


def test_a_no_writes_what_is_right_and_the_test_fails_then(path: Path) -> None:
    person = Person("n", "3", "", "s", "s")
    found = person.review(path)
    assert text_of(path) == TESTS.replace("unconfirmed:   true", DONE).replace(
        "{steps: 4, total: 9}", "{steps: 3, total: 9}"
    )
    assert found.counts[Answer.CORRECTED] == 1
    verdicts = {each.test.name: each for each in run(open_suite(str(path)), today=TODAY)}
    assert verdicts["one step"].fails
    assert verdicts["one step"].test.confirmed
    assert "steps: now 4" in person.asked[1]
    assert "total: now 9" in person.asked[2]


def test_a_no_in_a_line_and_words_that_need_quotes(path: Path) -> None:
    path.with_name("ruleset.yaml").write_text(RULESET.replace("{A: 8,", '{A: 9, "Very: good": 8,'), encoding="utf-8")
    Person("s", "n", "4.5", "Very: good", "s").review(path)
    assert (
        f'{{name: in a line, {DONE}, figures: {{fenced: false}}, expect: {{total: 4.5, grade: "Very: good"}}}}'
        in text_of(path)
    )


def test_a_no_without_another_value_confirms_nothing(path: Path) -> None:
    found = Person("n", "", "", "s", "s").review(path)
    assert text_of(path) == TESTS
    assert found.counts == {Answer.SKIPPED: 3}


def test_a_number_is_asked_for_until_it_is_one(path: Path) -> None:
    Person("n", "about three", "3", "", "s", "s").review(path)
    assert "{steps: 3, total: 9}" in text_of(path)


def test_null_is_written_plain(path: Path) -> None:
    Person("n", "null", "", "s", "n", "null", "").review(path)
    text = text_of(path)
    assert "{steps: null, total: 9}" in text
    assert "90%: null   # at the bound" in text
    assert '"null"' not in text
    open_suite(str(path))


@pytest.mark.parametrize(("lang", "words"), [("en", "that cannot stand there: "), ("zh", "此处不能这样写：")])
def test_a_grade_that_there_is_not_is_asked_for_again(path: Path, lang: str, words: str) -> None:
    person = Person("s", "n", "", "Bee", "A", "s")
    person.review(path, lang)
    assert "expect: {total: 5, grade: A}}" in text_of(path)
    assert any(words in each for each in person.told)
    open_suite(str(path))


def test_a_wrong_grade_that_is_given_up_leaves_the_test(path: Path) -> None:
    found = Person("s", "n", "", "Bee", "", "s").review(path)
    assert text_of(path) == TESTS
    assert found.counts == {Answer.SKIPPED: 3}


def test_the_rows_of_a_table_are_one_question_and_are_corrected_one_by_one(path: Path) -> None:
    person = Person("s", "s", "n", "", "1")
    person.review(path)
    after = TESTS[TESTS.index("- name: a table") :].replace("unconfirmed: true", DONE).replace("80%: 0", "80%: 1")
    assert text_of(path) == TESTS[: TESTS.index("- name: a table")] + after
    assert "  90%: steps: now 5" in person.asked[3]


def test_what_is_shown_is_the_clause_the_figures_that_differ_and_why(path: Path) -> None:
    person = Person("s", "s", "s")
    person.review(path)
    told = "\n".join(person.told)
    assert "one step\n  clause: clause 7\n  rate: 88% (else 95%)\n  expected: steps = 4\n" in told
    assert "rate is 88%, 2 percentage points below 90%" in told
    assert "fenced: false (else True)" in told or "fenced: false (else true)" in told
    assert "by hand" not in told
    assert "confirmed 0, corrected 0, skipped 3; 3 left" in told


def test_rows_are_shown_with_figure_base_and_what_is_derived(path: Path) -> None:
    path.with_name("ruleset.yaml").write_text(
        RULESET.replace('rate: {name: rate, unit: "%", min: 0%, max: 100%}', """\
done: {name: {en: done works, zh: 完成数}, min: 0}
  due: {min: 0}
  rate: {name: {en: completion, zh: 完成率}, unit: "%", is: done / due}"""),
        encoding="utf-8",
    )  # fmt: skip
    path.write_text(
        """\
ruleset: ruleset.yaml
base: {figures: {done: 95, due: 100, fenced: true}}
tests:
- {name: t, unconfirmed: true, figures: {due: 110}, vary: [done], expect_of: steps, rows: {88: 0, 95: 4}}
- {name: single, unconfirmed: true, figures: {done: 88}, expect: {steps: 4}}
- name: two
  unconfirmed: true
  vary: [done, steps.findings]
  expect_of: fence
  rows: [[88, 0, 5], {name: with a name, row: [88, 0, 5]}]
""",
        encoding="utf-8",
    )
    person = Person("s", "s", "q")
    person.review(path)
    told = "\n".join(person.told)
    table = "t\n  due: 110 (else 100)\n  done done works: 88 (else 95)\n    completion = 80%\n    expected: steps = 0"
    assert table in told
    assert "\n  done done works: 95\n    completion = 86.3636…%\n    expected: steps = 4" in told
    assert "single\n  done done works: 88 (else 95)\n  completion = 88%\n  expected: steps = 4\n" in told
    assert "two\n  done done works: 88 (else 95)\n  88, 0\n" in told  # what all rows share stands above them
    assert "\n  with a name\n" in told
    person = Person("s", "q")
    person.review(path, "zh")
    assert "\n  done 完成数：88（起点为95）\n    完成率 = 80%\n    预期：" in "\n".join(person.told)


def test_in_chinese(path: Path) -> None:
    person = Person("对", "不对", "", "", "退出")
    found = person.review(path, "zh")
    assert found.counts == {Answer.CONFIRMED: 1, Answer.SKIPPED: 1, Answer.STOPPED: 1}
    assert "对吗" in person.asked[0]
    assert any("依据：clause 7" in each for each in person.told)


def test_line_ends_and_a_byte_order_mark_stay(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + TESTS.replace("\n", "\r\n").encode())
    Person("y", "q").review(path)
    assert (
        path.read_bytes() == b"\xef\xbb\xbf" + TESTS.replace("unconfirmed:   true", DONE).replace("\n", "\r\n").encode()
    )


def test_a_file_that_changes_meanwhile_keeps_what_others_wrote(path: Path) -> None:
    def other() -> str:
        text = (
            text_of(path)
            .replace("# the first line", "# the first line\n# and another")
            .replace("rate: 88%", "rate: 86%")
        )
        path.write_text(text, encoding="utf-8")
        return "y"

    person = Person(other, "y", "s")
    found = person.review(path)
    assert any("changed meanwhile" in each for each in person.told)  # the first test is another one now
    assert found.counts == {Answer.SKIPPED: 2, Answer.CONFIRMED: 1}
    text = text_of(path)
    assert "# and another" in text
    assert "rate: 86%" in text
    assert f"in a line, {DONE}" in text
    assert text.count("unconfirmed") == 2


def test_a_file_that_cannot_be_written_is_told(path: Path) -> None:
    def refuse(_: str, __: str, ___: bool) -> None:  # noqa: FBT001  # as `review` calls it
        raise PermissionError

    person = Person("y")
    with pytest.raises(PermissionError):
        review(str(path), person.ask, "Li Si", person.told.append, TODAY, write=refuse, lang="en")
    assert text_of(path) == TESTS


def test_a_name_with_quotes_stays_a_name(path: Path) -> None:
    person = Person("y", "q")
    review(str(path), person.ask, 'Li "Boss" \\ Si', person.told.append, TODAY, write=write, lang="en")
    assert open_suite(str(path)).file.tests[1].reviewed_by == 'Li "Boss" \\ Si, 2026-07-01'


def test_who_has_not_said_a_name_is_asked_for_it_once(path: Path) -> None:
    other = path.with_name("other.test.yaml")
    other.write_text(TESTS, encoding="utf-8")
    person = Person("", "Li Si", "y", "s", "s", "y", "q")
    review_files([str(path), str(other)], "", "en", ask=person.ask, out=person.told.append, today=TODAY, write=write)
    assert text_of(path).count(DONE) == text_of(other).count(DONE) == 1


def test_several_files_until_someone_stops(path: Path) -> None:
    other = path.with_name("other.test.yaml")
    other.write_text(TESTS, encoding="utf-8")
    person = Person("y", "y", "y", "y", "q")
    found = review_files(
        [str(path), str(other), "not-there.test.yaml"], "Li Si", "en",
        ask=person.ask, out=person.told.append, today=TODAY, write=write,
    )  # fmt: skip
    assert found.counts == {Answer.CONFIRMED: 4, Answer.STOPPED: 1}
    assert text_of(other).count(DONE) == 1


def test_where_nothing_is_unconfirmed_nothing_is_asked(path: Path) -> None:
    path.write_text(TESTS.split("- name:", 1)[0], encoding="utf-8")
    person = Person()
    assert person.review(path).counts == {}
    assert person.told == ["every test is confirmed"]
