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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.testing.judge import Difference
    from scoring.testing.running import Suite, Verdict

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
    """A file of tests that was run: what became of its tests."""

    suite: Suite
    verdicts: Sequence[Verdict]


def summary(verdicts: Sequence[Verdict], lang: str) -> str:
    """Return in one line how many tests came out how, and how many nobody has confirmed."""
    words = _SUMMARY[lang]
    counts = Counter(each.status for each in verdicts)
    parts = [words[status].format(count=counts[status]) for status in Status if counts[status]]
    unconfirmed = sum(not each.test.confirmed for each in verdicts)
    if unconfirmed:
        parts.append(words["unconfirmed"].format(count=unconfirmed))
    return words["join"].join(parts) or words["none"]


def json_text(runs: Sequence[Ran], lang: str, rulesets: Sequence[Mapping[str, object]] = ()) -> str:
    """Return all of it as JSON.

    Args:
        runs: the files.
        lang: of the sentences.
        rulesets: what is told of each ruleset, such as the coverage of its tests.
    """
    files = [
        {
            "file": ran.suite.file.path,
            "ruleset": ran.suite.file.ruleset,
            "id": ran.suite.ruleset.id,
            "sha256": ran.suite.ruleset.sha256,
            "tests": [_test(each, lang) for each in ran.verdicts],
        }
        for ran in runs
    ]
    return json.dumps({"files": files, "rulesets": list(rulesets)}, ensure_ascii=False, indent=1) + "\n"


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


def junit(runs: Sequence[Ran], lang: str) -> str:
    """Return all of it as the XML that build servers read from JUnit."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>"]
    for ran in runs:
        failures = sum(not each.status.is_fine for each in ran.verdicts)
        skipped = sum(each.status is Status.KNOWN for each in ran.verdicts)
        lines.append(
            f"<testsuite name={_attribute(ran.suite.file.path)} tests={_attribute(len(ran.verdicts))} "
            f"failures={_attribute(failures)} errors={_attribute(0)} skipped={_attribute(skipped)}>"
        )
        lines += [_element(each, ran, lang) for each in ran.verdicts]
        lines.append("</testsuite>")
    lines.append("</testsuites>\n")
    return "\n".join(lines)


def _element(verdict: Verdict, ran: Ran, lang: str) -> str:
    test = verdict.test
    begin = (
        f"<testcase classname={_attribute(ran.suite.file.path)} name={_attribute(test.name)} "
        f"file={_attribute(ran.suite.file.path)} line={_attribute(test.at.line)}"
    )
    if verdict.status is Status.PASSED:
        return f"{begin}/>"
    text = failure_text(verdict, lang)
    if verdict.status is Status.KNOWN and test.known is not None:
        return f"{begin}><skipped message={_attribute(test.known.because)}/></testcase>"
    message = _attribute(text.partition("\n")[0])
    return f"{begin}><failure message={message}>{escape(_plain(text))}</failure></testcase>"


def _attribute(value: object) -> str:
    return quoteattr(clean(str(value), 10_000).translate(_XML))


def _plain(text: str) -> str:
    return "\n".join(clean(line, 10_000) for line in text.split("\n")).translate(_XML)
