"""The options of the commands that people read and fill in: template, report, reconcile, docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Add = Callable[[str, str], argparse.ArgumentParser]
    Options = Callable[[argparse.ArgumentParser], None]


def add_all(add: Add, inputs: Options, language: Options) -> None:
    """Add the commands.

    Args:
        add: makes a command of a name and a line of help.
        inputs: gives a command the options of every command that reads a ruleset and cases.
        language: gives it ``--lang``.
    """
    for each in (_template, _report, _reconcile, _docs):
        language(each(add, inputs))


def _template(add: Add, _: Options) -> argparse.ArgumentParser:
    command = add("template", "write the sheet to fill in for a ruleset: figures, findings, marks (.xlsx)")
    command.add_argument("ruleset", metavar="RULESET", help="ruleset file (YAML)")
    command.add_argument("-o", "--output", metavar="FILE", required=True, help="write to this file (.xlsx)")
    _method(command)
    command.add_argument("--wide", action="store_true", help="one row a case, instead of one row a figure")
    command.add_argument("--cases", metavar="CASES", help="fill in what is known of these cases")
    return command


def _report(add: Add, inputs: Options) -> argparse.ArgumentParser:
    command = add("report", "write scores and reasons as they are handed in: .xlsx, .docx, .html, .md by suffix")
    inputs(command)
    command.add_argument("-o", "--output", metavar="FILE", required=True, help="write to this file")
    command.add_argument("--case", action="append", metavar="ID", help="only this case; may be given several times")
    command.add_argument("--template", metavar="FILE", help="for .docx: a template of your own")
    command.add_argument(
        "--save-template", metavar="FILE", help="for .docx: write the template that is used otherwise, to be changed"
    )
    command.add_argument(
        "--calculator", action="store_true", help="for .html: figures can be changed, and are scored, in the page"
    )
    return command


def _reconcile(add: Add, inputs: Options) -> argparse.ArgumentParser:
    command = add("reconcile", "check a printed table: every printed number against the computed one")
    inputs(command)
    command.add_argument("published", metavar="PUBLISHED", help="the printed scores (.csv, .xlsx, .ods)")
    command.set_defaults(case=None)  # all cases: a portfolio is of all of them
    command.add_argument(
        "--format", choices=("text", "json", "xlsx"), default="text", help="text (default), JSON, or a workbook"
    )
    command.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of standard output")
    return command


def _docs(add: Add, _: Options) -> argparse.ArgumentParser:
    command = add("docs", "write a ruleset as the indicator table that people print, each rule as a sentence")
    command.add_argument("ruleset", metavar="RULESET", help="ruleset file (YAML)")
    _method(command)
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to this file (.md, .html, .xlsx) instead of the screen",
    )
    return command


def _method(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--method", metavar="NAME", help="a method of the ruleset, instead of the ruleset as it stands"
    )
