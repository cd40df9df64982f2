"""What is loaded to score: never NumPy, never jsonschema, nothing else that is only wanted now and then."""

import ast
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import scoring

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


def test_importing_scoring_loads_nothing_at_all_before_a_name_is_asked_for() -> None:
    code = "import sys, scoring; print(*(name for name in sys.modules if name.startswith('scoring')))"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.split() == ["scoring"]


def test_every_public_name_can_be_asked_for_and_is_seen_by_type_checkers() -> None:
    known = {name: getattr(scoring, name) for name in scoring.__all__}
    assert {*known} <= {*dir(scoring)}
    for_checkers = {
        name
        for node in ast.walk(ast.parse((ROOT / "scoring/__init__.py").read_text("utf-8")))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name)
        for line in node.body
        for name in (
            [each.name for each in line.names]
            if isinstance(line, ast.ImportFrom)
            else [line.target.id]
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            else []
        )
    }
    assert for_checkers == {*scoring.__all__}


def test_a_name_that_is_not_public_is_missed_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'scoring' has no attribute 'laod'"):
        getattr(scoring, "laod")  # noqa: B009 - a type checker would refuse the attribute
    with pytest.raises(ImportError, match="laod"):
        exec("from scoring import laod", {})  # noqa: S102 - likewise


def test_public_names_pickle_in_a_fresh_interpreter() -> None:
    packed = pickle.dumps((scoring.load, scoring.Case(), scoring.Number(1)))
    code = f"import pickle; print(pickle.loads({packed!r})[2])"
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout == "1\n"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_scoring_a_case_loads_nothing_heavy(form: str) -> None:
    folder = "rulesets/yongzhou-2023"
    arguments = ["score", f"{folder}/ruleset.yaml", f"{folder}/cases.yaml", "--format", form]
    assert asked_for(f"from scoring.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass") == ""


def test_the_watch_sees_what_is_asked_for() -> None:
    assert asked_for("try:\n    import numpy\nexcept ImportError:\n    pass").split()[0] == "numpy"
