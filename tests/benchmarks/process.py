"""How long a whole process takes: a bare interpreter, `import scoring`, and `scoring score` on the Yongzhou cases.

    python tests/benchmarks/process.py [--quick]

The medians are of wall time, the interpreter's own start included; what it shows beside the bare interpreter is ours.
It also says which of NumPy and jsonschema a scoring process has loaded: neither should be.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "rulesets" / "yongzhou-2023"
SCORE = ["score", str(FOLDER / "ruleset.yaml"), str(FOLDER / "cases-as-published.yaml")]
HEAVY = ("numpy", "jsonschema")


def milliseconds(command: Sequence[str], times: int) -> float:
    """Return the median wall time of a command."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # noqa: S603 - our own commands
        taken.append(1000 * (perf_counter() - started))
    return median(taken)


def loaded() -> list[str]:
    """Return which heavy packages a scoring process has loaded at its end."""
    code = (
        "import contextlib, io, sys\n"
        "from scoring.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({SCORE!r})\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    return done.stdout.split()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time `import scoring` and a whole `scoring score` process.")
    parser.add_argument("--quick", action="store_true", help="two runs of each: does it work at all?")
    times = 2 if parser.parse_args(arguments).quick else 15
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import scoring": [sys.executable, "-c", "import scoring"],
        "scoring score": [str(Path(sys.executable).with_name("scoring")), *SCORE],
    }
    for name, command in commands.items():
        print(f"{name:16}{milliseconds(command, times):8.0f} ms")  # noqa: T201 - a script prints
    print("loaded besides:", ", ".join(loaded()) or "neither NumPy nor jsonschema")  # noqa: T201 - a script prints


if __name__ == "__main__":
    main()
