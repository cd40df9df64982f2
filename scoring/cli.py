"""The command ``scoring``: options, exit status, and what is printed when something goes wrong."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, TextIO

from scoring import cli_reports

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE, FINDINGS, UNUSABLE = 0, 1, 2
_GARBAGE = 100_000  # a short process need not look for garbage 200 times; that takes a tenth of its time


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 findings, 2 unusable input."""
    gc.set_threshold(_GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        _as_utf8(stream)
    try:
        return _finished(_parsed(arguments))
    except KeyboardInterrupt:
        return 130


def _as_utf8(stream: TextIO | None) -> None:
    """Write UTF-8 whatever the locale says, and never stop at a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; where only help is printed, what is printed is handed over first."""
    try:
        return _parser().parse_args(arguments)
    except SystemExit as end:
        if end.code:
            raise
        from scoring.command_tools import Unwritten, finish  # noqa: PLC0415  # what `--help` seldom needs

        try:
            finish()
        except Unwritten as error:
            raise SystemExit(_unwritten(error, None)) from None
        raise


def _finished(options: argparse.Namespace) -> int:
    """Run a command, and return its exit status once all that it prints is handed over."""
    from scoring.command_tools import Unwritten, finish  # noqa: PLC0415  # `scoring --help` needs none of it

    try:
        status = _run(options)
        finish()
    except Unwritten as error:
        return _unwritten(error, getattr(options, "lang", None))
    return status


def _unwritten(error: Exception, lang: str | None) -> int:
    from scoring.command_tools import say  # noqa: PLC0415  # likewise

    text = "scoring：无法写出结果：{}\n" if lang == "zh" else "scoring: the output cannot be written: {}\n"
    say(text.format(error))
    return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    from scoring import commands  # noqa: PLC0415  # `scoring --help` needs none of it
    from scoring.command_tools import Unwritten, say  # noqa: PLC0415  # likewise

    try:
        return commands.run(options)
    except Unwritten:
        raise
    except Exception as error:
        if os.environ.get("SCORING_DEBUG"):
            raise
        kind = type(error).__name__
        text = " ".join(str(error).split())[:200]
        say(
            f"scoring: internal error ({kind}: {text}); this is a fault of scoring, not of your files.\n"
            "Please report it with the files, and with what SCORING_DEBUG=1 shows.\n"
        )
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scoring",
        description="Written scoring policies as YAML rulesets: exact scores, and the reason for every lost point.",
        epilog="Exit status: 0 fine, 1 findings, 2 unusable input. 'scoring COMMAND --help' tells more.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _check(commands)
    _score(commands)
    _explain(commands)
    _test(commands)
    _batch(commands)
    cli_reports.add_all(partial(_add, commands), _inputs, _language)
    _schema(commands)
    _init(commands)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)


def _check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "check", "find what is wrong, unused or doubtful in rulesets, without any case")
    command.add_argument(
        "rulesets", nargs="*", metavar="RULESET", help="ruleset file (YAML), or a folder: all rulesets in it"
    )
    command.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text (default), JSON, annotations of GitHub, or SARIF",
    )
    one = command.add_mutually_exclusive_group()
    one.add_argument(
        "--explain",
        nargs="*",
        metavar="CODE",
        help="tell what findings or errors mean; without CODE, list all findings",
    )
    one.add_argument(
        "--curve",
        action="append",
        metavar="INDICATOR",
        help="how the points of an indicator go with its figures: a table and a picture; may be given several times",
    )
    one.add_argument("--fix", action="store_true", help="mend what has one safe answer, in the files themselves")
    command.add_argument("--method", metavar="NAME", help="with --curve: a method of the ruleset")
    _language(command)


def _score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(
        commands, "score", "score cases: totals, grades, lost points, and the portfolio if the ruleset has one"
    )
    _inputs(command)
    command.add_argument("--case", action="append", metavar="ID", help="only this case; may be given several times")
    command.add_argument(
        "--allow-missing", action="store_true", help="for cases with missing figures, say which totals are possible"
    )
    command.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        help="text (default), JSON, or CSV with a row a case",
    )
    command.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of standard output")
    _language(command)


def _explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(
        commands, "explain", "say in sentences how one case came to its scores: sums, figures, origins, clauses"
    )
    _inputs(command)
    command.add_argument("--case", required=True, metavar="ID", help="the case to explain")
    command.add_argument(
        "--indicator", metavar="ADDRESS", help="only this indicator and all below it: its path, code or name"
    )
    _language(command)


def _test(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "test", "run the tests of policies, and tell how good they are")
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="file of tests (*.test.yaml), or a folder: all in it (default: here)"
    )
    command.add_argument("-k", metavar="TEXT", help="only tests whose name contains this")
    command.add_argument("--known", action="store_true", help="tell of tests that are known to fail too")
    command.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or JSON")
    command.add_argument("--junit", metavar="FILE", help="write the results as JUnit's XML too")
    command.add_argument(
        "--coverage", action="store_true", help="tell which outcomes and edges of the rules the tests show"
    )
    command.add_argument("--coverage-html", metavar="FILE", help="write that as a page")
    command.add_argument(
        "--fail-under", type=int, metavar="PERCENT", help="exit status 1 where the coverage of a ruleset is less"
    )
    command.add_argument(
        "--mutate", action="store_true", help="try the tests on small changes to the policy, and tell what they miss"
    )
    command.add_argument("--accept", action="store_true", help="take the results of now as those of the snapshots")
    one = command.add_mutually_exclusive_group()
    one.add_argument(
        "--suggest",
        nargs="?",
        const="",
        metavar="FILE",
        help="write the tests that are missing, with the results of now and marked as unconfirmed",
    )
    one.add_argument(
        "--review", action="store_true", help="ask whether each unconfirmed test is right, and note who says so"
    )
    command.add_argument("--by", metavar="NAME", help="with --review: who confirms")
    command.add_argument(
        "--report",
        metavar="FILE",
        help="write what was tested, who confirmed it and how good the tests are (.html, .md)",
    )
    _language(command)


def _batch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "batch", "score files of many rows, Parquet or CSV, by several processes")
    command.add_argument("ruleset", metavar="RULESET", help="ruleset file (YAML)")
    command.add_argument("input", metavar="INPUT", help=".parquet or .csv file, or a folder of them: all, by name")
    command.add_argument(
        "-o", "--output", metavar="OUTPUT", required=True, help="write the results to this file (.parquet, .csv)"
    )
    command.add_argument(
        "--method", metavar="NAME", help="a method of the ruleset, instead of the ruleset as it stands"
    )
    command.add_argument(
        "--encoding", choices=("utf-8", "gb18030"), default="utf-8", help="encoding of CSV files (default: utf-8)"
    )
    command.add_argument(
        "--columns", nargs="*", metavar="COLUMN", help="only these results: total, grade, outcome, an indicator, …"
    )
    command.add_argument("--no-nodes", action="store_true", help="no results of single indicators")
    command.add_argument(
        "--reasons", action="store_true", help="for every indicator also the points lost, and the codes of the reasons"
    )
    command.add_argument(
        "--keep", nargs="*", metavar="COLUMN",
        help="columns of the input to hand on (default: all that are no figures of the ruleset)",
    )  # fmt: skip
    command.add_argument("--id", metavar="COLUMN", help="column that names a row in the quarantine (default: id)")
    command.add_argument(
        "--quarantine", metavar="FILE", help="write rows that are refused to this file (default: OUTPUT.bad.csv)"
    )
    command.add_argument(
        "--max-bad", metavar="N", help="stop if more rows are refused: 100, or 0.5%% of all (default: any number)"
    )
    command.add_argument("--workers", metavar="N", help="processes (default: one a processor)")
    command.add_argument("--chunk", metavar="ROWS", help="rows that are read together (default: 65536)")
    command.add_argument("--resume", action="store_true", help="go on with a run that was stopped or killed")
    command.add_argument(
        "--progress", action=argparse.BooleanOptionalAction, help="tell how far it is (default: on a terminal)"
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help="summary as text (default) or JSON")
    _language(command)


def _schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "schema", "print a JSON Schema of ruleset files, for completion and checks in editors")
    one = command.add_mutually_exclusive_group()
    one.add_argument("--cases", action="store_true", help="the schema of case files instead")
    one.add_argument("--tests", action="store_true", help="the schema of files of tests (*.test.yaml) instead")


def _init(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "init", "make a folder with a small ruleset and cases to start from")
    command.add_argument("name", metavar="NAME", help="name of the new folder; its last part becomes the ruleset's id")
    _language(command, "en, but zh for a name with Chinese characters")


def _inputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("ruleset", metavar="RULESET", help="ruleset file (YAML)")
    command.add_argument("cases", metavar="CASES", help="case file (YAML, JSON, CSV, or a sheet: cases.xlsx#2024)")
    command.add_argument(
        "--method", metavar="NAME", help="a method of the ruleset, instead of the ruleset as it stands"
    )
    command.add_argument(
        "--encoding", choices=("utf-8", "gb18030"), default="utf-8", help="encoding of a CSV file (default: utf-8)"
    )


def _language(command: argparse.ArgumentParser, default: str = "that of the ruleset") -> None:
    command.add_argument("--lang", choices=("zh", "en"), help=f"language of the output (default: {default})")


if __name__ == "__main__":
    sys.exit(main())
