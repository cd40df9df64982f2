"""``scoring batch``: files of many rows, scored by as many processes as there are."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from scoring.command_tools import (
    FINDINGS,
    FINE,
    UNUSABLE,
    Wrong,
    complain,
    language,
    language_of_file,
    output,
    problem,
    room,
    say,
    write,
)
from scoring.diagnostic import ScoringError, clean
from scoring.ruleset import load_for

if TYPE_CHECKING:
    import argparse

    from scoring.batch.plan import Plan, Request
    from scoring.ruleset import Ruleset

_INTERRUPTED = 130
_NEEDED = ("numpy", "pyarrow")
_SAID = {
    "en": {
        "needs": "scoring batch needs {name}: pip install 'declarative-scoring[data]'\n",
        "left": "an unfinished run (chunks done: {chunks}) is thrown away; --resume would have gone on with it\n",
        "nothing": "there is no unfinished run; all is done from the beginning\n",
        "stopped": "stopped (chunks done: {chunks}); run again with --resume to go on, or without to start anew\n",
        "others": "handed on as they came, being none of the ruleset's: {names}\n",
    },
    "zh": {
        "needs": "scoring batch需要{name}：pip install 'declarative-scoring[data]'\n",
        "left": "发现未完成的运行（已完成{chunks}块），现予丢弃；加上--resume可以接着运行\n",
        "nothing": "没有未完成的运行，从头开始\n",
        "stopped": "已停止，{chunks}块已经完成：加上--resume重新运行可以接着做，不加则从头开始\n",
        "others": "以下各列不属于规则集，原样保留：{names}\n",
    },
}


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    try:
        ruleset = load_for(options.ruleset, options.method)
    except ScoringError as error:
        return complain(error, language_of_file(options, options.ruleset))
    lang = language(options, ruleset)
    try:
        for name in _NEEDED:
            import_module(name)
    except ModuleNotFoundError as error:
        say(_SAID[lang]["needs"].format(name=error.name))
        return UNUSABLE
    from scoring.batch.plan import planned  # noqa: PLC0415  # it loads NumPy and pyarrow

    try:
        plan = planned(_request(options, ruleset, lang))
        _tell(plan)
        return _done(options, plan)
    except ScoringError as error:
        return complain(error, lang)


def _request(options: argparse.Namespace, ruleset: Ruleset, lang: str) -> Request:
    """Return what was asked for.

    Raises:
        Wrong: a number is none.
    """
    from scoring.batch.plan import Request  # noqa: PLC0415  # it loads NumPy and pyarrow
    from scoring.batch.run import workers_here  # noqa: PLC0415  # it loads NumPy and pyarrow

    wrong = []
    numbers: dict[str, int | None] = {"--workers": None, "--chunk": None}
    for option, text in (("--workers", options.workers), ("--chunk", options.chunk)):
        if text is None:
            continue
        if text.isascii() and text.isdigit() and 0 < int(text[:10]) < 10**9:
            numbers[option] = int(text)
        else:
            wrong.append(problem("batch-many", option, option=option, found=text))
    if wrong:
        raise Wrong(wrong)
    return Request(
        ruleset=ruleset, path=options.ruleset, input=options.input, output=options.output, method=options.method,
        encoding=options.encoding, keep=None if options.keep is None else tuple(options.keep),
        columns=None if options.columns is None else tuple(options.columns), nodes=not options.no_nodes,
        reasons=options.reasons, id=options.id, quarantine=options.quarantine, max_bad=options.max_bad,
        chunk=numbers["--chunk"], workers=numbers["--workers"] or workers_here(), resume=options.resume,
        progress=options.progress, lang=lang,
    )  # fmt: skip


def _tell(plan: Plan) -> None:
    """Say what may not be expected: an unfinished run, columns that the ruleset does not know."""
    from scoring.batch.run import unfinished  # noqa: PLC0415  # it loads NumPy and pyarrow

    words = _SAID[plan.request.lang]
    chunks = unfinished(plan.places)
    if plan.request.resume and chunks is None:
        say(words["nothing"])
    elif chunks is not None and not plan.request.resume:
        say(words["left"].format(chunks=chunks))
    if plan.request.keep is None and plan.job.keep:
        names = ("、" if plan.request.lang == "zh" else ", ").join(map(clean, plan.job.keep))
        say(words["others"].format(names=names))


def _done(options: argparse.Namespace, plan: Plan) -> int:
    """Run, and print what came of it."""
    from scoring.batch.run import Stopped, TooManyBad, run as run_plan  # noqa: I001, PLC0415  # it loads NumPy and pyarrow
    from scoring.batch.summary import bad_lines, summary_json, summary_text  # noqa: PLC0415  # it loads NumPy and pyarrow

    lang = plan.request.lang
    try:
        report = run_plan(plan)
    except Stopped as stopped:
        say(_SAID[lang]["stopped"].format(chunks=stopped.done))
        return _INTERRUPTED
    except TooManyBad as bad:
        tally = bad.tally
        every = tally.refused == tally.rows
        facts = {"rows": f"{tally.rows:,}", "quarantine": os.fspath(plan.places.quarantine)}
        facts |= {} if every else {"refused": f"{tally.refused:,}"}
        complain(Wrong([problem("batch-all-bad" if every else "batch-too-many-bad", options.input, **facts)]), lang)
        say("".join(f"{clean(line, 1000)}\n" for line in bad_lines(tally, lang, room())[1:]))
        return UNUSABLE
    if options.format == "json":
        output(summary_json(plan, report))
    else:
        write("\n".join(summary_text(plan, report, room())) + "\n")
    return FINDINGS if report.tally.refused else FINE
