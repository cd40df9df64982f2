"""What the tests of reports share: shipped rulesets with their cases, written reports, and LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.result import Result

ROOT = Path(__file__).parents[1]
SHIPPED = (
    ("yongzhou-2023/ruleset.yaml", "cases.yaml"),
    ("yongzhou-2023/ruleset.yaml", "cases-as-published.yaml"),
    ("yueyang-2023/ruleset.yaml", "cases.yaml"),
    ("procurement-comprehensive/ruleset.yaml", "cases.yaml"),
    ("project-self-evaluation/ruleset.yaml", "cases.yaml"),
    ("project-self-evaluation/yueyang.yaml", "cases-yueyang.yaml"),
    ("un-hdi/ruleset.yaml", "cases.yaml"),
    ("nutri-score/ruleset.yaml", "cases.yaml"),
    ("dmn-lending/ruleset.yaml", "cases.yaml"),
    ("dmn-lending/collect-sum.yaml", "cases-collect-sum.yaml"),
)
"""Every shipped ruleset with each of its files of cases."""

ALWAYS = (
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item>"
)
"""The setting of LibreOffice by which it works out the formulas of every workbook that it opens."""


def shipped(number: int) -> tuple[str, str]:
    """Return the paths of a shipped ruleset and its cases."""
    ruleset, cases = SHIPPED[number]
    path = ROOT / "rulesets" / ruleset
    return str(path), str(path.parent / cases)


def report(ruleset: str | Path, cases: str | Path, output: Path, *options: str) -> Path:
    """Write a report by the command line, and return its path."""
    assert main(["report", str(ruleset), str(cases), "-o", str(output), *options]) == 0
    return output


def results(ruleset: str | Path, cases: str | Path) -> list[Result]:
    """Return the results of cases."""
    return scoring.load(ruleset).score_all(scoring.load_cases(cases), allow_missing=True)


@dataclass(frozen=True)
class Office:
    """LibreOffice with settings of its own."""

    home: Path

    def convert(self, kind: str, files: Iterable[Path], folder: Path) -> list[Path]:
        """Return files as LibreOffice converts them, in the same order."""
        given = list(files)
        command = [
            "soffice", f"-env:UserInstallation=file://{self.home}", "--headless", "--convert-to", kind,
            "--outdir", str(folder), *map(str, given),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603  # it stands on the path
        found = [folder / f"{each.stem}.{kind}" for each in given]
        assert all(each.exists() for each in found), done.stdout + done.stderr
        return found


def office(home: Path) -> Office:
    """Return LibreOffice; where CI has none that is a failure, elsewhere the test is left out."""
    missing = [name for name in ("soffice", "pdftotext", "pdffonts") if shutil.which(name) is None]
    if missing:
        why = f"there is no {', no '.join(missing)}: sh tests/debian.sh installs it on Debian and Ubuntu"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    settings = home / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{ALWAYS}</oor:items>\n',
        "utf-8",
    )
    return Office(home)


def rewritten(workbook: Path, output: Path, pattern: str, by: str) -> int:
    """Write a workbook again with something replaced in all its sheets, and return how often it was there."""
    count = 0
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith("xl/worksheets/sheet"):
                text, found = re.subn(pattern, by, content.decode())
                content, count = text.encode(), count + found
            new.writestr(part, content)
    return count


def pdf_text(path: Path) -> str:
    """Return the text of a PDF without any white space, since lines break anywhere, and without what runs on pages."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)  # noqa: S603, S607  # it stands on the path
    text = squeezed(done.stdout.decode())
    return re.sub(r"—\d+—|(规则集|ruleset)[-\w]+(，版本|,version)?[-\w]*[，,]sha256[0-9a-f]{12}", "", text)


def squeezed(text: str) -> str:
    """Return a text without any white space; signs of criteria, which come from other fonts, may stand elsewhere."""
    return re.sub(r"[\s\u2460-\u2473]", "", text)


def cells(sheet: Any) -> list[Sequence[Any]]:  # noqa: ANN401  # a sheet of openpyxl
    """Return the values of a sheet, row by row."""
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]
