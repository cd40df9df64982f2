"""The sign-off: what was tested, how it came out, who confirmed it and how good the tests are, with a place to sign."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from scoring.number import decimal_text
from scoring.ruleset import LIBRARY
from scoring.testing.clauses import cited, clauses, unknown
from scoring.testing.coverage_text import shares, together
from scoring.testing.failure import failure_text
from scoring.testing.model import Status
from scoring.testing.mutation_text import KINDS_ZH, change_text, where_text
from scoring.testing.noticing import noticing
from scoring.testing.paper import Facts, Grid, Heading, Line, Signature, Verbatim, markdown, page
from scoring.testing.read_files import files_of
from scoring.testing.readings import readings_of
from scoring.testing.sign_off_words import WORDS
from scoring.testing.snapshot_text import snapshot_text
from scoring.testing.targets import REPORT_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.source import Span
    from scoring.testing.clauses import Clause
    from scoring.testing.coverage import Coverage, Item
    from scoring.testing.mutation import Mutation
    from scoring.testing.paper import Part
    from scoring.testing.running import Suite, Verdict
    from scoring.testing.snapshots import SnapshotVerdict

SUFFIXES = (".html", ".md")
"""What the name of a sign-off may end in."""

_MOST = 200
"""Mutants that are listed."""

_ORDER = (Status.FAILED, Status.EXPIRED, Status.FIXED, Status.KNOWN)


class Tested(NamedTuple):
    """All tests of one ruleset, and what is known of them."""

    suite: Suite
    verdicts: Sequence[Verdict]
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    snapshots: Sequence[SnapshotVerdict] = ()

    @property
    def wrong(self) -> int:
        """How many tests and snapshots are not as they should be."""
        statuses = [*(each.status for each in self.verdicts), *(each.status for each in self.snapshots)]
        return sum(not each.is_fine for each in statuses)

    @property
    def left(self) -> int:
        """How many tests and snapshots were not run."""
        file = self.suite.file
        return len(file.tests) + len(file.snapshots) - len(self.verdicts) - len(self.snapshots)


def sign_off(parts: Sequence[Tested], name: str, lang: str) -> str:
    """Return the sign-off as the text of a file.

    Args:
        parts: the tests, by ruleset.
        name: of the file: its suffix says what is written, Markdown or a page.
        lang: ``en`` or ``zh``.
    """
    paper = list(_paper(parts, lang))
    return f"{REPORT_LINE}\n\n{markdown(paper)}" if name.lower().endswith(".md") else page(paper, lang)


def day_of_run() -> dt.date:
    """Return the day that is noted: of today, or of what SOURCE_DATE_EPOCH says (seconds since 1970, in UTC)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (OverflowError, ValueError, OSError):
            pass
    return dt.date.today()  # noqa: DTZ011  # the day where the person is who signs


def _paper(parts: Sequence[Tested], lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    names = words["join"].join(_title(each, lang) for each in parts) or words["none"]
    yield Heading(1, words["title"].format(names=names))
    yield Facts([(words["date"], day_of_run().isoformat()), (words["library"], LIBRARY)])
    yield from _summary(parts, lang)
    yield Heading(2, words["sign"])
    yield Line(words["pledge"])
    yield Signature([words["name"], words["day"], words["signature"]])
    for each in parts:
        if len(parts) > 1:
            yield Heading(2, _title(each, lang))
        level = 3 if len(parts) > 1 else 2
        for section in (_tested, _results, _failures, _confirmed, _coverage, _mutation, _clauses, _list):
            for part in section(each, lang):
                yield Heading(level + part.level, part.text) if isinstance(part, Heading) else part


def _title(each: Tested, lang: str) -> str:
    return each.suite.ruleset.title.text(lang) or each.suite.ruleset.id


def _summary(parts: Sequence[Tested], lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    statuses = Counter(verdict.status for each in parts for verdict in each.verdicts)
    wrong, left = sum(each.wrong for each in parts), sum(each.left for each in parts)
    tests = sum(len(each.verdicts) + len(each.snapshots) for each in parts)
    if wrong:
        yield Line(words["bad"].format(count=wrong), "bad")
    elif not tests:
        yield Line(words["none"], "bad")
    elif statuses[Status.KNOWN]:
        yield Line(words["good but"].format(count=statuses[Status.KNOWN]), "good")
    else:
        yield Line(words["good"].format(count=tests), "good")
    open_ = sum(not verdict.test.confirmed for each in parts for verdict in each.verdicts)
    for key, count in (("left", left), ("open", open_)):
        if count:
            yield Line(words[key].format(count=count), "bad")
    head = ("ruleset", "sha256", "tests", "wrong", "known_issues", "unconfirmed", "coverage", "mutants")
    yield Grid([words[key] for key in head], [_line(each, lang) for each in parts], "thnnnnnn")


def _line(each: Tested, lang: str) -> list[str]:
    words, ruleset = WORDS[lang], each.suite.ruleset
    shares_of = [None if part is None else part.percent for part in (each.coverage, each.mutation)]
    return [
        f"{ruleset.id} {ruleset.version}".strip(),
        ruleset.sha256,
        str(len(each.verdicts)),
        str(each.wrong),
        str(sum(verdict.status is Status.KNOWN for verdict in each.verdicts)),
        str(sum(not verdict.test.confirmed for verdict in each.verdicts)),
        *(words["not asked"] if part is None else words["percent"].format(percent=part) for part in shares_of),
    ]


def _tested(each: Tested, lang: str) -> Iterator[Part]:
    words, ruleset = WORDS[lang], each.suite.ruleset
    yield Heading(0, words["what"])
    rows = [
        (words["ruleset_title"], ruleset.title.text(lang)),
        (words["id"], ruleset.id),
        (words["version"], ruleset.version),
        (words["source"], ruleset.program().definition.source),
        (words["sha256"], ruleset.sha256),
    ]
    yield Facts([(name, value) for name, value in rows if value])
    files = files_of(each.suite, each.snapshots)
    head = [words[key] for key in ("file", "kind", "hash")]
    yield Grid(head, [(file.name, words[f"file_{file.kind}"], file.sha256) for file in files], "tsh")


def _results(each: Tested, lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    yield Heading(0, words["results"])
    counts = Counter(verdict.status for verdict in each.verdicts)
    rows = [(words[status], str(counts[status])) for status in Status if counts[status]]
    yield Grid([words["result"], words["count"]], [*rows, (words["everything"], str(len(each.verdicts)))], "tn")
    if each.snapshots:
        yield Heading(1, words["of_snapshots"])
        yield Grid([words["place"], words["result"]], [_kept(verdict, lang) for verdict in each.snapshots], "st")


def _kept(verdict: SnapshotVerdict, lang: str) -> tuple[str, str]:
    key = "as kept" if verdict.status.is_fine else "not kept"
    told = WORDS[lang][key].format(cases=verdict.cases, path=verdict.snapshot.expect)
    return _place(verdict.snapshot.at), told


def _failures(each: Tested, lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    yield Heading(0, words["failures"])
    readings = readings_of(each.verdicts, lang)
    texts = [
        failure_text(verdict, lang, readings)
        for status in _ORDER
        for verdict in each.verdicts
        if verdict.status is status
    ]
    texts += [snapshot_text(verdict, lang) for verdict in each.snapshots if not verdict.status.is_fine]
    yield from map(Verbatim, texts)
    if not texts:
        yield Line(words["no failures"])


def _confirmed(each: Tested, lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    yield Heading(0, words["confirmed"])
    counts = Counter(_who(verdict) for verdict in each.verdicts)
    named = sorted(name for name in counts if name not in ("", None))
    rows = [(name, str(counts[name])) for name in named]
    rows += [(words[key], str(counts[who])) for who, key in (("", "author"), (None, "nobody")) if counts[who]]
    yield Grid([words["who"], words["tests"]], rows, "tn")


def _who(verdict: Verdict) -> str | None:
    """Return who has confirmed a test: "" where no name stands, None where nobody has."""
    return verdict.test.reviewed_by if verdict.test.confirmed else None


def _coverage(each: Tested, lang: str) -> Iterator[Part]:
    words, coverage = WORDS[lang], each.coverage
    if coverage is None:
        return
    yield Heading(0, words["of_coverage"])
    head = [words[key] for key in ("what_covered", "covered", "all", "share", "confirmed_share")]
    edges = [item for item in coverage.items if item.is_edge]
    outcomes = [item for item in coverage.items if not item.is_edge]
    rows = [_share(words[key], items) for key, items in
            (("outcomes", outcomes), ("edges", edges), ("everything", coverage.items))]  # fmt: skip
    yield Grid(head, rows, "tnnnn")
    if coverage.impossible:
        yield Line(words["impossible"].format(count=len(coverage.impossible)), "dim")
    for key, items in (("uncovered", coverage.missing), ("half", coverage.unconfirmed)):
        if items:
            yield Heading(1, words[key])
            yield Grid([words[each] for each in ("place", "indicator", "missing")], list(_gaps(items, lang)), "stt")
    if not coverage.missing:
        yield Line(f"{words['uncovered']}: {words['nothing']}")


def _share(name: str, items: Sequence[Item]) -> tuple[str, ...]:
    covered, all_, percent = shares(items)
    confirmed = sum(each.is_confirmed for each in items)
    return name, str(covered), str(all_), str(percent), str(100 * confirmed // all_ if all_ else 100)


def _gaps(items: Sequence[Item], lang: str) -> Iterator[tuple[str, str, str]]:
    for place, on_line in groupby(items, key=lambda item: _place(item.due.at)):
        for who, labels in together(on_line, lang):
            yield place, who, labels


def _mutation(each: Tested, lang: str) -> Iterator[Part]:
    words, mutation = WORDS[lang], each.mutation
    if mutation is None:
        return
    yield Heading(0, words["mutation"])
    counted = [fate for fate in mutation.fates if not fate.equivalent]
    facts = {"killed": len(mutation.killed), "counted": len(counted), "percent": mutation.percent}
    yield Line(words["noticed"].format(**facts, tests=mutation.tests))
    for key, count in (("left_out", mutation.left_out), ("equivalent", len(mutation.equivalent))):
        if count:
            yield Line(words[key].format(count=count), "dim")
    every = Counter(fate.mutant.kind for fate in counted)
    killed = Counter(fate.mutant.kind for fate in mutation.killed)
    head = [words[key] for key in ("change_kind", "killed", "all")]
    kinds = KINDS_ZH if lang == "zh" else {}
    yield Grid(head, [(kinds.get(kind, kind), str(killed[kind]), str(count)) for kind, count in every.most_common()],
               "tnn")  # fmt: skip
    survivors = mutation.survivors
    yield Heading(1, words["survivors"])
    if not survivors:
        yield Line(words["nothing"])
        return
    head = [words[key] for key in ("place", "change", "effect", "noticing")]
    rows = [
        (
            _place(fate.mutant.at),
            change_text(fate.mutant, lang),
            decimal_text(fate.effect) if fate.effect else "–",
            noticing(fate) or where_text(fate, lang),
        )
        for fate in survivors[:_MOST]
    ]
    yield Grid(head, rows, "stnc")
    if len(survivors) > _MOST:
        yield Line(words["more"].format(count=len(survivors) - _MOST), "dim")


def _clauses(each: Tested, lang: str) -> Iterator[Part]:
    words = WORDS[lang]
    yield Heading(0, words["clauses"])
    tests = [verdict.test for verdict in each.verdicts]
    program = each.suite.ruleset.program() if each.coverage is None else each.coverage.program
    if program.definition.source:
        yield Line(words["clause_source"].format(source=program.definition.source), "dim")
    yield Heading(1, words["cited"])
    told = cited(tests)
    odd = unknown(program, [cite for cite, _ in told])
    rows = [(cite, str(count), words["no_rule"] if cite in odd else "") for cite, count in told]
    yield Grid([words["clause"], words["citing"], ""], rows, "tnt") if rows else Line(words["nothing"])
    yield Heading(1, words["uncited"])
    left = [clause for clause in clauses(program, tests, each.coverage) if not clause.tests]
    shown = ("clause", "indicator", "shown")
    table = [_clause(clause, program.definition.source, lang) for clause in left]
    yield Grid([words[key] for key in shown], table, "ttn") if left else Line(words["nothing"])


def _clause(clause: Clause, source: str, lang: str) -> tuple[str, str, str]:
    words = WORDS[lang]
    text = words["whole_text"] if clause.text == source else clause.text
    nodes = words["join"].join(f"{plan.code} {plan.called.text(lang)}".strip() for plan in clause.nodes)
    return text, nodes, words["of"].format(covered=clause.covered, all=clause.items)


def _list(each: Tested, lang: str) -> Iterator[Part]:
    """Yield all tests; the rows of a table that came out alike stand together."""
    words = WORDS[lang]
    yield Heading(0, words["list"])
    rows = []
    for (_, name, cite, status, who), group in groupby(each.verdicts, key=_alike):
        alike = list(group)
        shown = alike[0].test.name if len(alike) == 1 else words["rows"].format(name=name, count=len(alike))
        by = words["unconfirmed"] if who is None else who
        rows.append((_place(alike[0].test.at), shown, cite, words[status], by))
    yield Grid([words[key] for key in ("place", "test", "clause", "result", "who")], rows, "sttst")


def _place(at: Span) -> str:
    """Return a place as file:line; the path of the file stands among those that were tested."""
    return f"{PurePath(at.source.name).name}:{at.line}"


def _alike(verdict: Verdict) -> tuple[str, str, str, Status, str | None]:
    """Return what rows of one table have in common."""
    test = verdict.test
    name, bracket, _ = test.name.partition(" [")
    name = name if bracket and test.name.endswith("]") else f"{test.name}:{test.at.line}"
    return test.at.source.name, name, test.cite, verdict.status, _who(verdict)
