"""The shape of the project: who may import whom, how long a module may be, and that no float is made."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scoring"
LONGEST = 400
FOLDERS = {"docs", "rulesets", "scoring", "tests"}

# Data flows down this list: a module imports only what stands above it, or beside it in its own line.
FLOW = (
    ("number", "dates", "garbage"),
    ("statistic",),
    ("source", "row_ranges"),
    ("message", "messages_*"),
    ("diagnostic",),
    ("inert",),
    ("extra",),
    ("tree", "yaml_faults", "yaml_reader"),
    ("document", "json_document"),
    ("approx", "approx_bounds", "interning", "operation", "graph", "definedness", "rewrite", "sizes", "wholeness"),
    ("reading",),
    ("addresses", "formula"),
    ("term",),
    ("functions",),
    ("alike", "expression"),
    ("keys",),
    ("reads", "notes"),
    ("model",),
    ("language",),
    ("rules", "rules.*"),
    ("typed",),
    ("merge",),
    ("build", "build_*"),
    ("program",),
    ("aggregate", "rounding"),
    ("names", "spoken", "scope", "rule_scope"),
    ("tasks",),
    ("node_inputs",),
    ("lower", "lower_*", "relower"),
    ("interpret",),
    ("lifted", "parameters"),
    ("intervals",),
    ("scaled", "regions", "branches", "compiled", "specialise", "generate", "lean", "evaluator"),
    ("case", "case_rows", "csv_cases", "csv_lists", "list_*", "sheet_*", "cases"),
    ("binding_lists",),
    ("binding", "case_checks"),
    ("run",),
    ("outcome", "ledger", "sentences", "reasons", "frames", "notebook", "result"),
    ("portfolio", "ranking", "records"),
    ("table_rows",),
    ("portfolio",),
    ("worded",),
    ("wording", "wording_rule"),
    ("workbook",),
    ("printed", "printed.*"),
    ("ruleset_files",),
    ("lifting",),
    ("columns", "columns.*"),
    ("ruleset",),
    ("spark", "spark_*"),
    ("analysis", "analysis.*"),
    ("checks", "checks.*"),
    ("schema", "check"),
    ("check_fix",),
    ("script", "script.*"),
    ("report", "report.*"),
    ("template", "template.*"),
    ("command_tools", "command_inputs"),
    ("testing", "testing.*"),
    ("batch", "batch.*"),
    ("reconcile", "reconcile.*"),
    ("__init__",),
    ("starter",),
    (
        "commands_batch",
        "commands_check",
        "commands_docs",
        "commands_reconcile",
        "commands_report",
        "commands_template",
        "commands_test",
    ),
    ("commands",),
    ("cli", "cli_reports", "__main__"),
)


def modules() -> dict[str, Path]:
    """Return every module of the package by its name below the package (``rules.bands``)."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = path
    return found


def stage_of(name: str) -> int | None:
    """Return the line of ``FLOW`` a module stands in, None if it stands nowhere."""
    for stage, patterns in enumerate(FLOW):
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return stage
    return None


class RunsAtAll(ast.NodeTransformer):
    """Leave out what only a type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        """Keep only the ``else`` of ``if TYPE_CHECKING``."""
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node.orelse
        return self.generic_visit(node)


def imported_by(name: str, path: Path, known: dict[str, Path]) -> Iterator[tuple[str, int]]:
    """Yield each module of the package that a module imports, with the line.

    Imports inside functions count too. Those under ``if TYPE_CHECKING`` do not: they name types and load nothing.
    """
    for node in ast.walk(RunsAtAll().visit(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            full = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                inside = path.name == "__init__.py" and name != "__init__"
                parents = ["scoring", *name.split(".")][: None if inside else -1]
                kept = parents[: len(parents) - node.level + 1]
                base = ".".join([*kept, *([base] if base else [])])
            full = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for target in full:
            if (inner := innermost(target, known)) is not None:
                yield inner, node.lineno


def innermost(target: str, known: dict[str, Path]) -> str | None:
    """Return the module of the package that a dotted import reaches, None for a foreign one."""
    parts = target.split(".")
    if parts[0] != "scoring":
        return None
    for length in range(len(parts), 1, -1):
        if (name := ".".join(parts[1:length])) in known:
            return name
    return "__init__"


def test_every_module_has_its_place_in_the_data_flow() -> None:
    lost = [name for name in modules() if stage_of(name) is None]
    assert not lost, f"say in FLOW where these modules stand: {', '.join(lost)}"


def test_a_module_imports_only_what_stands_before_it() -> None:
    known = modules()
    wrong = []
    for name, path in known.items():
        for target, line in imported_by(name, path, known):
            own, other = stage_of(name), stage_of(target)
            if own is not None and other is not None and other > own:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name} imports {target}, which stands after it")
    assert not wrong, "\n".join(wrong)


def test_no_module_is_imported_in_a_circle() -> None:
    known = modules()
    graph = {
        name: {target for target, _ in imported_by(name, path, known) if target != name} for name, path in known.items()
    }
    TopologicalSorter(graph).prepare()


def test_modules_stay_short() -> None:
    long = {
        name: count
        for name, path in modules().items()
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert not long, f"more than {LONGEST} lines: {long}"


def test_no_binary_float_is_made() -> None:
    wrong = []
    for path in modules().values():
        text = path.read_text("utf-8")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if re.search(r"\bfloat\(", line)]
        lines += [
            node.lineno
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Constant) and isinstance(node.value, float)
        ]
        wrong += [f"{path.relative_to(ROOT)}:{line}" for line in sorted(lines)]
    assert not wrong, f"a float is written or made at {', '.join(wrong)}"


def folders() -> set[str]:
    """Return the top-level folders that are tracked; outside a checkout all that are there."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S603  # git itself
        if listed.returncode == 0:
            return {name.partition("/")[0] for name in listed.stdout.decode().split("\0") if "/" in name}
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    found = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return {name for name in found if not any(fnmatchcase(name, pattern) for pattern in ignored)}


def test_top_level_holds_only_the_folders_of_the_design() -> None:
    extra = {name for name in folders() - FOLDERS if not name.startswith(".")}
    assert not extra, f"folders that have no place at the top level: {sorted(extra)}"
