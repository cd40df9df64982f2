"""Recipes for clusters, run for real where Ray or Dask is installed; Spark's is among the tests on Spark."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
import pytest

import doc_examples
import scale_recipes

# A program of its own, since both start processes and threads that outlive a test.
START = {
    "ray": "import ray\nray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)\n",
    "dask": "",
}


@pytest.mark.parametrize("library", [*START])
def test_a_recipe_gives_the_results_of_one_machine(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed: pip install ray 'dask[dataframe]'")
    monkeypatch.chdir(tmp_path)
    ruleset, cases = scale_recipes.prepared(tmp_path)
    Path("recipe.py").write_text(START[library] + scale_recipes.recipe(f"import {library}"), "utf-8")
    paths = os.pathsep.join([str(doc_examples.ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "recipe.py"], capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    own = ruleset.score_table(cases, fixed=True)
    assert pq.read_table(f"scores-{library}").sort_by("village").cast(own.schema).equals(own)


def test_the_page_has_a_recipe_for_each_of_them() -> None:
    for library in (*START, "pyspark"):
        assert "scoring.load" in scale_recipes.recipe(library)
