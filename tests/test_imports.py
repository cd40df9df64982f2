"""What is loaded to score: never NumPy, never jsonschema, nothing else that is only wanted now and then."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNWANTED = ("numpy", "pandas", "pyarrow", "openpyxl", "jsonschema", "referencing")

# Asking for a module counts as loading it, so that the test also means something where it is not installed.
WATCH = f"""
import sys

class Watch:
    asked = []

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.split(".")[0] in {UNWANTED!r}:
            cls.asked.append(name)
        return None

sys.meta_path.insert(0, Watch)
"""


def asked_for(code: str) -> str:
    """Run code in a fresh interpreter and return which unwanted modules it asked for, one a line."""
    watched = f"{WATCH}\n{code}\nprint('asked for:', *Watch.asked)"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", watched], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return done.stdout.rpartition("asked for:")[2].strip()


def test_importing_scoring_loads_nothing_heavy() -> None:
    assert asked_for("import scoring") == ""


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_scoring_a_case_loads_nothing_heavy(form: str) -> None:
    folder = "rulesets/yongzhou-2023"
    arguments = ["score", f"{folder}/ruleset.yaml", f"{folder}/cases.yaml", "--format", form]
    assert asked_for(f"from scoring.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass") == ""


def test_the_watch_sees_what_is_asked_for() -> None:
    assert asked_for("try:\n    import numpy\nexcept ImportError:\n    pass").split()[0] == "numpy"
