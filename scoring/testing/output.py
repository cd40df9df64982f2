"""What is told of many tests: a summary, JSON, and JUnit's XML for build servers."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from scoring.diagnostic import clean
from scoring.testing.failure import failure_text
from scoring.testing.judge import shown, wanted_text
from scoring.testing.model import Status
from scoring.testing.snapshot_text import snapshot_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.diagnostic import Diagnostic
    from scoring.testing.judge import Difference
    from scoring.testing.running import Suite, Verdict
    from scoring.testing.snapshots import SnapshotVerdict

_XML = str.maketrans(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"))

_SUMMARY = {
    "en": {
        Status.PASSED: "{count} passed",
        Status.FAILED: "{count} failed",
        Status.KNOWN: "{count} known to fail",
        Status.FIXED: "{count} said to fail, but passed",
        Status.EXPIRED: "{count} known to fail for too long",
        "unconfirmed": "{count} of them unconfirmed",
        "none": "no tests",
        "join": ", ",
    },
    "zh": {
        Status.PASSED: "通过{count}项",
        Status.FAILED: "未通过{count}项",
        Status.KNOWN: "已知不通过{count}项",
        Status.FIXED: "写明不通过却通过{count}项",
        Status.EXPIRED: "已知不通过且逾期{count}项",
        "unconfirmed": "其中未确认{count}项",
        "none": "没有测试",
        "join": "，",
    },
}


class Ran(NamedTuple):
    """A file of tests that was run: what became of its tests, and of its snapshots."""

    suite: Suite
    verdicts: Sequence[Verdict]
    snapshots: Sequence[SnapshotVerdict] = ()

    @property
    def statuses(self) -> list[Status]:
        """What became of all of them."""
        return [*(each.status for each in self.verdicts), *(each.status for each in self.snapshots)]


class Unread(NamedTuple):
    """A file of tests that could not be run, and why."""

    path: str
    problems: Sequence[Diagnostic]


def summary(verdicts: Sequence[Verdict], lang: str) -> str:
    """Return in one line how many tests came out how, and how many nobody has confirmed."""
    words = _SUMMARY[lang]
    counts = Counter(each.status for each in verdicts)
    parts = [words[status].format(count=counts[status]) for status in Status if counts[status]]
    unconfirmed = sum(not each.test.confirmed for each in verdicts)
    if unconfirmed:
        parts.append(words["unconfirmed"].format(count=unconfirmed))
    return words["join"].join(parts) or words["none"]


def json_text(
    runs: Sequence[Ran], lang: str, rulesets: Sequence[Mapping[str, object]] = (), unread: Sequence[Unread] = ()
) -> str:
    """Return all of it as JSON.

    Args:
        runs: the files.
        lang: of the sentences.
        rulesets: what is told of each ruleset, such as the coverage of its tests.
        unread: files that could not be run.
    """
    files = [
        {
            "file": ran.suite.file.path,
            "ruleset": ran.suite.file.ruleset,
            "id": ran.suite.ruleset.id,
            "sha256": ran.suite.ruleset.sha256,
            "tests": [_test(each, lang) for each in ran.verdicts],
            "snapshots": [_snapshot(each, lang) for each in ran.snapshots],
        }
        for ran in runs
    ]
    others = [{"file": each.path, "problems": [_problem(one, lang) for one in each.problems]} for each in unread]
    whole = {"files": files, "unread": others, "rulesets": list(rulesets)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _test(verdict: Verdict, lang: str) -> dict[str, object]:
    test = verdict.test
    told: dict[str, object] = {
        "name": test.name,
        "line": test.at.line,
        "status": str(verdict.status),
        "confirmed": test.confirmed,
        "reviewed_by": test.reviewed_by or None,
        "cite": test.cite or None,
        "differences": [_difference(each) for each in verdict.differences],
        "problems": [each.message(lang) for each in verdict.problems],
    }
    if test.known is not None:
        told["known_issue"] = {"because": test.known.because, "until": test.known.until.isoformat()}
    return told


def _snapshot(verdict: SnapshotVerdict, lang: str) -> dict[str, object]:
    snapshot = verdict.snapshot
    return {
        "cases": snapshot.cases,
        "expect": snapshot.expect,
        "method": snapshot.method,
        "line": snapshot.at.line,
        "status": str(verdict.status),
        "differences": [each._asdict() for each in verdict.differences],
        "added": list(verdict.added),
        "removed": list(verdict.removed),
        "columns_added": list(verdict.columns_added),
        "columns_removed": list(verdict.columns_removed),
        "problems": [each.message(lang) for each in verdict.problems],
    }


def _problem(each: Diagnostic, lang: str) -> dict[str, object]:
    return {
        "code": each.code,
        "file": each.at.source.name,
        "line": each.at.line or None,
        "column": each.at.column or None,
        "message": each.message(lang),
    }


def _difference(each: Difference) -> dict[str, object]:
    case = each.result.case.id if each.result is not None and each.result.case is not None else None
    return {
        "case": case or None,
        "address": each.expectation.address or None,
        "aspect": each.expectation.aspect,
        "line": each.expectation.at.line,
        "expected": wanted_text(each.expectation),
        "got": shown(each.got),
    }


def junit(runs: Sequence[Ran], lang: str, unread: Sequence[Unread] = ()) -> str:
    """Return all of it as the XML that build servers read from JUnit: a snapshot is a test too."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>"]
    for ran in runs:
        path = ran.suite.file.path
        statuses = ran.statuses
        failures = sum(not each.is_fine for each in statuses)
        lines.append(_suite(path, len(statuses), failures=failures, skipped=statuses.count(Status.KNOWN)))
        lines += [_element(each, path, lang) for each in ran.verdicts]
        lines += [_of_snapshot(each, path, lang) for each in ran.snapshots]
        lines.append("</testsuite>")
    for each in unread:
        text = "\n".join(one.render(lang) for one in each.problems)
        line = each.problems[0].at.line if each.problems else 0
        begin = _testcase(each.path, each.path, line)
        lines += [_suite(each.path, 1, errors=1), f"{begin}>{_told('error', text)}</testcase>", "</testsuite>"]
    lines.append("</testsuites>\n")
    return "\n".join(lines)


def _suite(path: str, tests: int, *, failures: int = 0, errors: int = 0, skipped: int = 0) -> str:
    return (
        f"<testsuite name={_attribute(path)} tests={_attribute(tests)} failures={_attribute(failures)} "
        f"errors={_attribute(errors)} skipped={_attribute(skipped)}>"
    )


def _testcase(path: str, name: str, line: int) -> str:
    file = _attribute(path)
    return f"<testcase classname={file} name={_attribute(name)} file={file} line={_attribute(max(line, 1))}"


def _told(kind: str, text: str) -> str:
    message = _attribute(text.partition("\n")[0])
    return f"<{kind} message={message}>{escape(_plain(text))}</{kind}>"


def _element(verdict: Verdict, path: str, lang: str) -> str:
    test = verdict.test
    begin = _testcase(path, test.name, test.at.line)
    if verdict.status is Status.PASSED:
        return f"{begin}/>"
    if verdict.status is Status.KNOWN and test.known is not None:
        return f"{begin}><skipped message={_attribute(test.known.because)}/></testcase>"
    return f"{begin}>{_told('failure', failure_text(verdict, lang))}</testcase>"


def _of_snapshot(verdict: SnapshotVerdict, path: str, lang: str) -> str:
    begin = _testcase(path, f"snapshot {verdict.snapshot.expect}", verdict.snapshot.at.line)
    if verdict.status is Status.PASSED:
        return f"{begin}/>"
    return f"{begin}>{_told('failure', snapshot_text(verdict, lang))}</testcase>"


def _attribute(value: object) -> str:
    return quoteattr(clean(str(value), 10_000).translate(_XML))


def _plain(text: str) -> str:
    return "\n".join(clean(line, 10_000) for line in text.split("\n")).translate(_XML)
