"""What `check` finds in the rulesets that are shipped, and in the Yongzhou table as it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.check import check_file

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(
    path for path in (ROOT / "rulesets").glob("*/*.yaml") if "cases" not in path.name and ".test." not in path.name
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_ruleset_is_clean_or_says_why_not(path: Path) -> None:
    found = check_file(str(path))
    assert found.ruleset is not None
    assert [each.render() for each in found.diagnostics] == []


def test_the_yongzhou_table_as_printed_has_these_faults_and_no_others() -> None:
    found = check_file(str(ROOT / "tests" / "yongzhou-as-printed.yaml"))
    said = [(each.code, each.at.line, each.facts["where"]) for each in found.diagnostics]
    assert said == [
        ("gap", 9, "90% ≤ execution_rate < 100%"),
        ("gap", 15, "95% < satisfaction ≤ 100%"),
        ("overlap", 16, "satisfaction = 95%"),
        ("overlap", 17, "satisfaction = 90%"),
        ("overlap", 18, "satisfaction = 80%"),
        ("overlap", 19, "satisfaction = 70%"),
    ]
    assert [each.facts["example"] for each in found.diagnostics[:2]] == ["execution_rate = 95%", "satisfaction = 97%"]
    assert all(each.severity == "warning" for each in found.diagnostics)
