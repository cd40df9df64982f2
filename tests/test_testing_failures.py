"""What is told of failed tests: golden texts, in English and in Chinese, of every kind of failure."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring.diagnostic import columns_of
from scoring.testing.failure import LINES, failure_text
from scoring.testing.output import summary
from scoring.testing.readings import readings_of
from scoring.testing.running import open_suite, run

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "failures"
FILES = sorted(path.name.removesuffix(".test.yaml") for path in FOLDER.glob("*.test.yaml"))
TODAY = dt.date(2026, 6, 1)
COLUMNS = 160


def texts(name: str, lang: str) -> Iterator[str]:
    """Yield what is told of each test of a file that is not fine, or only known to fail."""
    verdicts = list(run(open_suite(str(FOLDER / f"{name}.test.yaml")), today=TODAY))
    readings = readings_of(verdicts, lang)
    yield from (failure_text(each, lang, readings) for each in verdicts if each.fails or not each.status.is_fine)
    yield summary(verdicts, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_told_as_written(name: str, lang: str, *, update_golden: bool) -> None:
    found = "\n".join(texts(name, lang)) + "\n"
    kept = FOLDER / f"{name}.{lang}.txt"
    if update_golden:
        kept.write_text(found, "utf-8")
    assert kept.read_text("utf-8") == found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_short_and_in_one_language(name: str, lang: str) -> None:
    for text in list(texts(name, lang))[:-1]:
        lines = text.split("\n")
        assert len(lines) <= LINES
        assert all(columns_of(line) <= COLUMNS for line in lines)
        assert re.match(r"failures/[a-z]+\.test\.yaml:\d+[:：]", lines[0])
        assert "None" not in text
        assert "Fraction" not in text
        if lang == "zh":
            told = re.sub(r"“[^”]*”|'[^']*'|规则 .*", "", "\n".join(lines[1:]))
            assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]", told), told


def test_there_are_ten_kinds() -> None:
    assert len(FILES) > 10
    assert {path.name for path in FOLDER.glob("*.txt")} == {
        f"{name}.{lang}.txt" for name in FILES for lang in ("en", "zh")
    }
