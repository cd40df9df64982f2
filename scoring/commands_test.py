"""``scoring test``: runs the tests of policies, and tells how good they are."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.command_tools import (
    FINDINGS,
    FINE,
    UNUSABLE,
    Wrong,
    complain,
    language_of_file,
    output,
    problem,
    say,
    write,
    write_file,
)
from scoring.diagnostic import ScoringError
from scoring.testing.failure import failure_text
from scoring.testing.model import Status
from scoring.testing.output import Ran, Unread, json_text, junit, summary
from scoring.testing.reading import SUFFIX, is_test_file
from scoring.testing.readings import readings_of
from scoring.testing.running import Suite, open_suite
from scoring.testing.running import run as run_tests
from scoring.testing.snapshot_text import accepted_text, snapshot_text
from scoring.testing.snapshots import accept, snapshot_verdict
from scoring.testing.targets import TargetError, check_targets, is_own

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from scoring.ruleset import Ruleset
    from scoring.testing.coverage import Coverage
    from scoring.testing.mutation import Mutation
    from scoring.testing.snapshots import SnapshotVerdict

_LEFT_OUT = frozenset((".git", ".venv", "node_modules", "__pycache__"))
_WORDS = {
    "en": {
        "colon": ": ",
        "below": "{ruleset}: coverage {percent} % is below {least} %",
        "mutants": "mutants: {done} of {all}",
        "suggest": "looking for cases: {done} of {all}",
        "junit": "results of {n} test{s} written to {name}",
        "coverage": "coverage of {ruleset} written to {name}",
        "report": "sign-off written to {name}",
    },
    "zh": {
        "colon": "：",
        "below": "{ruleset}：覆盖率{percent}%，低于{least}%",
        "mutants": "变异：{done}/{all}",
        "suggest": "寻找案例：{done}/{all}",
        "junit": "已将{n}项测试的结果写入{name}",
        "coverage": "已将{ruleset}的覆盖率写入{name}",
        "report": "已将测试确认书写入{name}",
    },
}


class About(NamedTuple):
    """What is told of all tests of one ruleset."""

    suite: Suite
    lang: str
    coverage: Coverage | None
    mutation: Mutation | None


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    try:
        _can_report(options)
        paths = list(files_of(options.paths or ["."]))
        check_targets(_targets(options), paths)
        if options.review:
            return review(options, paths)
        return _run(options, paths)
    except (Wrong, TargetError) as error:
        return complain(error, options.lang or "en")


def _targets(options: argparse.Namespace) -> dict[str, str]:
    """Return the files to be written, by option."""
    wanted = {"--suggest": options.suggest, "--coverage-html": options.coverage_html,
              "--junit": options.junit, "--report": options.report}  # fmt: skip
    return {option: name for option, name in wanted.items() if name}


def _run(options: argparse.Namespace, paths: Sequence[str]) -> int:
    runs: list[Ran] = []
    unread: list[Unread] = []
    status = FINE
    known: dict[str, Ruleset] = {}
    for path in paths:
        lang = language_of_file(options, path)
        try:
            ran = run_file(options, path, known)
            lang = options.lang or ran.suite.lang
            ran = snapshots(options, ran, lang)
        except Wrong:
            raise
        except ScoringError as error:
            status = max(status, complain(error, lang))
            unread.append(Unread(path, error.diagnostics))
            continue
        runs.append(ran)
        if options.format == "text":
            tell(ran, lang, known=options.known)
    if options.k is not None and runs and not any(ran.verdicts for ran in runs):
        names = [each.name for ran in runs for each in ran.suite.file.tests]
        raise Wrong([problem("test-no-name", " ".join(options.paths or ["."]), names, name=options.k)])
    return max(status, finish(options, runs, unread))


def run_file(options: argparse.Namespace, path: str, known: dict[str, Ruleset]) -> Ran:
    """Run the tests of a file that are wanted."""
    suite = open_suite(path, known)
    tests = [each for each in suite.file.tests if wanted(each.name, options.k)]
    return Ran(suite, list(run_tests(suite, tests)))


def snapshots(options: argparse.Namespace, ran: Ran, lang: str) -> Ran:
    """Compare the results that are kept of many cases, or take those of now in their place."""
    found: list[SnapshotVerdict] = []
    for each in ran.suite.file.snapshots if options.k is None else ():
        if options.accept:
            accepted = accept(ran.suite, each)
            if options.format == "text":
                write(f"{accepted_text(each, accepted, lang)}\n")
            continue
        found.append(snapshot_verdict(ran.suite, each))
        if options.format == "text":
            write(f"{snapshot_text(found[-1], lang)}\n")
    return ran._replace(snapshots=found)


def finish(options: argparse.Namespace, runs: Sequence[Ran], unread: Sequence[Unread] = ()) -> int:
    """Tell of all files together and of their rulesets, write what is to be written, and return the exit status.

    Args:
        options: of the command.
        runs: the files that were run.
        unread: those that could not be.
    """
    lang = _language(options, runs)
    verdicts = [each for ran in runs for each in ran.verdicts]
    statuses = [each for ran in runs for each in ran.statuses]
    status = FINE if all(each.is_fine for each in statuses) else FINDINGS
    abouts = [about(options, each) for each in by_ruleset(runs)]
    if options.format == "json":
        output(json_text(runs, lang, [_json(each) for each in abouts], unread))
    elif len(runs) > 1:
        write(f"{summary(verdicts, lang)}\n")
    for each in abouts:
        status = max(status, tell_about(options, each))
    if options.junit:
        write_file(options.junit, junit(runs, lang, unread))
        told = _WORDS[lang]["junit"].format(n=len(verdicts), s="" if len(verdicts) == 1 else "s", name=options.junit)
        note(options, options.junit, told)
    if options.suggest is not None and unread:  # what it shows would be suggested again
        status = complain(Wrong([problem("suggest-unread", options.suggest or ".")]), lang)
    elif options.suggest is not None:
        suggest(options, abouts, runs)
    if options.report and unread:
        return complain(Wrong([problem("report-unread", options.report)]), lang)
    if options.report:
        report(options, abouts, runs)
        note(options, options.report, _WORDS[lang]["report"].format(name=options.report))
    return status


def note(options: argparse.Namespace, name: str, text: str) -> None:
    """Tell in one line that a file was written, beside what stands on standard output where that is for a program."""
    is_for_people = options.format == "text" and options.suggest != "" and Path(name).is_file()
    (write if is_for_people else say)(f"{text}\n")


def _language(options: argparse.Namespace, runs: Sequence[Ran]) -> str:
    """Return the language asked for, else Chinese if all rulesets are in Chinese."""
    own = {ran.suite.lang for ran in runs}
    return str(options.lang or ("zh" if own == {"zh"} else "en"))


def tell(ran: Ran, lang: str, *, known: bool) -> None:
    """Print what failed in a file, and how many did not."""
    readings = readings_of(ran.verdicts, lang)
    for each in ran.verdicts:
        if not each.status.is_fine or (known and each.status is Status.KNOWN):
            write(f"{failure_text(each, lang, readings)}\n")
    if ran.verdicts or not ran.suite.file.snapshots:
        write(f"{ran.suite.file.path}{_WORDS[lang]['colon']}{summary(ran.verdicts, lang)}\n")


# All tests of one ruleset


def by_ruleset(runs: Sequence[Ran]) -> list[Ran]:
    """Return the tests of each ruleset together."""
    found: dict[int, list[Ran]] = {}
    for ran in runs:
        found.setdefault(id(ran.suite.ruleset), []).append(ran)
    together: list[Ran] = []
    for each in found.values():
        tests = tuple(test for ran in each for test in ran.suite.file.tests)
        file = replace(each[0].suite.file, tests=tests)
        verdicts = [verdict for ran in each for verdict in ran.verdicts]
        together.append(Ran(replace(each[0].suite, file=file), verdicts))
    return together


def about(options: argparse.Namespace, ran: Ran) -> About:
    """Work out what is asked for of the tests of a ruleset."""
    lang = options.lang or ran.suite.lang
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    covers = (options.coverage, options.coverage_html, options.fail_under is not None, options.suggest is not None)
    if any(covers) or options.report:
        from scoring.testing.coverage import coverage_of  # noqa: PLC0415  # only these options need it

        coverage = coverage_of(ran.suite, ran.verdicts)
    if options.mutate or options.report:
        from scoring.testing.mutation import mutate  # noqa: PLC0415  # likewise

        mutation = mutate(ran.verdicts, _progress(lang, "mutants"))
    return About(ran.suite, lang, coverage, mutation)


def _progress(lang: str, what: str) -> Progress | None:
    if not sys.stderr or not sys.stderr.isatty():
        return None

    def told(done: int, all_: int) -> None:
        end = "\r" if done < all_ else "\r\x1b[K"
        say(_WORDS[lang][what].format(done=done, all=all_) + end)

    return told


def tell_about(options: argparse.Namespace, about: About) -> int:
    """Tell how good the tests of a ruleset are; return 1 where they cover less than they must."""
    from scoring.testing.coverage_html import coverage_html  # noqa: PLC0415  # likewise
    from scoring.testing.coverage_text import coverage_text  # noqa: PLC0415  # likewise
    from scoring.testing.mutation_text import mutation_text  # noqa: PLC0415  # likewise

    status = FINE
    if about.coverage is not None and options.coverage and options.format == "text":
        write(f"{about.suite.file.ruleset}{_WORDS[about.lang]['colon']}{coverage_text(about.coverage, about.lang)}")
    if about.coverage is not None and options.coverage_html:
        write_file(options.coverage_html, coverage_html(about.coverage, about.lang))
        facts = {"ruleset": about.suite.file.ruleset, "name": options.coverage_html}
        note(options, options.coverage_html, _WORDS[about.lang]["coverage"].format_map(facts))
    if about.coverage is not None and options.fail_under is not None and about.coverage.percent < options.fail_under:
        facts = {"ruleset": about.suite.file.ruleset, "percent": about.coverage.percent, "least": options.fail_under}
        say(_WORDS[about.lang]["below"].format_map(facts) + "\n")
        status = FINDINGS
    if about.mutation is not None and options.mutate and options.format == "text":
        write(f"{about.suite.file.ruleset}{_WORDS[about.lang]['colon']}{mutation_text(about.mutation, about.lang)}")
    return status


def _json(about: About) -> dict[str, object]:
    import json  # noqa: PLC0415  # likewise

    from scoring.testing.coverage_json import coverage_json  # noqa: PLC0415  # likewise
    from scoring.testing.mutation_text import mutation_json  # noqa: PLC0415  # likewise

    told: dict[str, object] = {"ruleset": about.suite.file.ruleset}
    if about.coverage is not None:
        told["coverage"] = json.loads(coverage_json(about.coverage, about.lang))
    if about.mutation is not None:
        told["mutation"] = mutation_json(about.mutation)
    return told


def suggest(options: argparse.Namespace, abouts: Sequence[About], runs: Sequence[Ran]) -> None:
    """Write the tests that are missing, or add them to a file of such tests.

    Raises:
        Wrong: they are those of several rulesets, or cannot be written.
    """
    from scoring.testing.suggest_file import add_to, suggested, write_new  # noqa: PLC0415  # likewise

    name = options.suggest
    if options.suggest and len(abouts) > 1:
        raise Wrong([problem("suggest-several", options.suggest, count=str(len(abouts)))])
    for each in abouts:
        if each.coverage is None:
            continue
        progress = _progress(each.lang, "suggest")
        if not name:
            output(suggested(each.suite, each.coverage, progress=progress))
        elif is_own("--suggest", name):
            verdicts = [verdict for ran in runs for verdict in ran.verdicts]
            note(options, name, add_to(name, each.suite, verdicts, each.lang, progress))
        else:
            note(options, name, write_new(name, each.suite, each.coverage, each.lang, progress))


def report(options: argparse.Namespace, abouts: Sequence[About], runs: Sequence[Ran]) -> None:
    """Write what was tested, who confirmed it, and how good the tests are.

    Raises:
        Wrong: it cannot be written.
    """
    from scoring.testing.sign_off import Tested, sign_off  # noqa: PLC0415  # likewise

    parts = []
    for each, together in zip(abouts, by_ruleset(runs), strict=True):
        of_it = [ran.suite for ran in runs if ran.suite.ruleset is each.suite.ruleset]
        kept = [(suite, snapshot) for suite in of_it for snapshot in suite.file.snapshots]
        found = [snapshot_verdict(suite, snapshot) for suite, snapshot in kept if options.k is None]
        file = replace(each.suite.file, snapshots=tuple(snapshot for _, snapshot in kept),
                       tests=tuple(test for suite in of_it for test in suite.file.tests))  # fmt: skip
        suite = replace(each.suite, file=file)
        parts.append(Tested(suite, together.verdicts, each.coverage, each.mutation, found))
    write_file(options.report, sign_off(parts, options.report, abouts[0].lang if abouts else options.lang or "en"))


def _can_report(options: argparse.Namespace) -> None:
    """Refuse, before anything is run, a sign-off that could not be written.

    Raises:
        Wrong: the name of its file does not say what it is to be.
    """
    if options.report is None:
        return
    from scoring.testing.sign_off import SUFFIXES  # noqa: PLC0415  # likewise

    if not options.report.lower().endswith(SUFFIXES):
        raise Wrong([problem("report-suffix", options.report, name=options.report, suffixes=", ".join(SUFFIXES))])


def review(options: argparse.Namespace, paths: Sequence[str]) -> int:
    """Ask a person to confirm each test that nobody has."""
    from scoring.testing.review import review_files  # noqa: PLC0415  # likewise

    try:
        review_files(
            paths,
            options.by or "",
            options.lang,
            ask=input,
            out=lambda text: output(f"{text}\n"),
            today=dt.date.today(),  # noqa: DTZ011  # the day where the person is who confirms
            write=lambda name, text, mark: write_file(name, text, mark=mark),
        )
    except ScoringError as error:
        complain(error, options.lang or "en")
        return UNUSABLE
    return FINE


# Files


def wanted(name: str, part: str | None) -> bool:
    """Whether a test is asked for: its name contains what was said."""
    return part is None or part.casefold() in name.casefold()


def files_of(paths: Sequence[str]) -> Iterator[str]:
    """Yield the files of tests that paths mean, those of folders in the order of their names.

    Raises:
        Wrong: a path means none.
    """
    for path in paths:
        there = Path(path)
        if not there.is_dir():
            yield path
            continue
        found = [str(each) for each in _below(there) if is_test_file(each)]
        if not found:
            raise Wrong([problem("no-tests", path, path=path)])
        yield from found


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in _LEFT_OUT and not each.startswith("."))
        yield from (Path(place) / name for name in sorted(names) if name.endswith(SUFFIX))


if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]
