"""The planted corpus: small rulesets with one fault each, made from clean twins by editing their text.

As a script it prints how many faults there are by code and kind; with a folder it writes every ruleset there, clean and
faulty, and an ``index.json`` that says what is to be found where.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import planted_bands
import planted_forms
import planted_groups
import planted_marks
import planted_more
import planted_open
import planted_patterns
import planted_rows
import planted_scores
import planted_whole
from planted_parts import Kind, Planted, planted

TWINS = (
    *planted_bands.TWINS,
    *planted_rows.TWINS,
    *planted_scores.TWINS,
    *planted_marks.TWINS,
    *planted_whole.TWINS,
    *planted_more.TWINS,
    *planted_groups.TWINS,
    *planted_patterns.TWINS,
    *planted_forms.TWINS,
    *planted_open.TWINS,
)


def items() -> list[Planted]:
    """Return every planted ruleset, always the same in the same order."""
    return [planted(twin, each) for twin in TWINS for each in twin.faults]


def table() -> str:
    """Return how many faults are planted, by code and kind."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    counts = Counter((each.fault.code, each.fault.kind) for each in items())
    lines = [f"{'code':24}" + "".join(f"{kind:>7}" for kind in kinds)]
    for code in sorted({code for code, _ in counts}):
        lines += [f"{code:24}" + "".join(f"{counts[code, kind]:>7}" for kind in kinds)]
    totals = Counter(each.fault.kind for each in items())
    lines += [f"{'all':24}" + "".join(f"{totals[kind]:>7}" for kind in kinds)]
    return "\n".join(lines)


def write(folder: Path) -> None:
    """Write the corpus as files."""
    index = []
    for each in items():
        path = folder / f"{each.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.faulty, "utf-8")
        (path.parent / "clean.yaml").write_text(each.clean, "utf-8")
        due = {"code": each.fault.code, "line": each.line, "column": each.column, "kind": each.fault.kind}
        index.append({"file": f"{each.id}.yaml", **due, "also": list(each.fault.also), "facts": dict(each.fault.facts)})
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:]:
        write(Path(sys.argv[1]))
    sys.stdout.write(table() + "\n")
