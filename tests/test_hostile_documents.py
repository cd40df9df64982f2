"""Documents made to crash, hang, swell or mislead: each is refused at once, with code and place, on both parsers."""

from __future__ import annotations

import json
import random
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from parsers import PARSERS, read, use_parser
from scoring.diagnostic import MESSAGES, Problems, RulesetError, ScoringError

if TYPE_CHECKING:
    from scoring.diagnostic import Diagnostic

KIB64 = 65_536
SLOWER = 10 if sys.gettrace() is not None else 1  # where coverage is measured, time is not
SECONDS = {"libyaml": 0.05 * SLOWER, "pure": 0.4 * SLOWER}
LEVELS = "abcdefghi"

YAML = {
    "alias bomb": ("a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(9)), "anchor"),
    "alias": ("a: *a\n", "alias"),
    "merge-key bomb": (
        "a: &a {x: 1}\n" + "".join(f"{each}{each}: {{<<: [*a, *a]}}\n" for each in LEVELS),
        "anchor",
    ),
    "merge key": ("a: 1\n<<: {b: 1}\n", "merge-key"),
    "merge key in brackets": ("a: {<<: {b: 1}}\n", "merge-key"),
    "a list that holds itself": ("a: &a [*a]\n", "anchor"),
    "anchor on a key": ("&a b: 1\n", "anchor"),
    "deep brackets": ("a: " + "[" * 30_000, "too-deep"),
    "deep brackets, closed": ("a: " + "[" * 30_000 + "]" * 30_000, "too-deep"),
    "deep tables in brackets": ("a: " + "{a: " * 16_000, "too-deep"),
    "deep by indentation": ("".join(" " * i + "a:\n" for i in range(300)), "too-deep"),
    "deep dashes": ("a:\n  " + "- " * 30_000 + "x\n", "too-deep"),
    "deep questions": ("? " * 30_000 + "x\n", "key-not-text"),
    "duplicate keys": ("a: 1\na: 2\n", "duplicate-key"),
    "duplicate keys in brackets": ("a: {b: 1, 'b': 2}\n", "duplicate-key"),
    "thousands of duplicate keys": ("a: 1\n" * 13_000, "duplicate-key"),
    "equal numbers as keys": ("1: a\n1.0: b\n", "equal-keys"),
    "a list as a key": ("? [a, b]\n: 1\n", "key-not-text"),
    "a table as a key": ("{{a: 1}: 2}\n", "key-not-text"),
    "not a number": ("a: .nan\n", "not-finite"),
    "infinity": ("a: -.inf\n", "not-finite"),
    "tag without a value": ('a: !!int ""\n', "tag"),
    "tag that does not fit": ("a: !!bool maybe\n", "tag"),
    "tag of a date": ("a: !!timestamp x\n", "tag"),
    "tag that makes an object": ("a: !!python/object/apply:os.system [id]\n", "tag"),
    "tag of one's own": ("a: !x y\n", "tag"),
    "tag of no kind": ("a: ! y\n", "tag"),
    "tag directive": ("%TAG ! tag:example.com,2000:\n---\na: 1\n", "directive"),
    "version directive": ("%YAML 9.9\n---\na: 1\n", "directive"),
    "two documents": ("a: 1\n---\nb: 2\n", "several-documents"),
    "thousands of documents": ("a: 1\n---\n" * 7_000, "several-documents"),
    "empty": ("", "document-empty"),
    "a list": ("- a\n- b\n", "document-not-table"),
    "a text": ("a\n", "document-not-table"),
    "an escaped surrogate": ('a: "\\ud800"\n', "bad-escape"),
    "an escape beyond Unicode": ('a: "\\U00110000"\n', "bad-escape"),
    "an escaped NUL": ('a: "\\0"\n', "invisible-character"),
    "an escaped terminal sequence": ('a: "\\e[31m"\n', "invisible-character"),
    "an escaped line separator": ('a: "\\L"\n', "invisible-character"),
    "a surrogate": ("a: \ud800\n", "invisible-character"),
    "NUL": ("a: \0\n", "invisible-character"),
    "terminal sequence": ("a: \x1b[31m\n", "invisible-character"),
    "NEL": ("a: b\x85c: d\n", "invisible-character"),
    "line separator": ("a: b\u2028c: d\n", "invisible-character"),
    "paragraph separator": ("a: b\u2029c: d\n", "invisible-character"),
    "byte order mark inside": ("a: b\ufeff\n", "invisible-character"),
    "zero-width space": ("a\u200b: b\n", "invisible-character"),
    "right-to-left override": ("a: b # \u202e\n", "invisible-character"),
    "thousands of invisible characters": ("\u200b" * 20_000, "invisible-character"),
    "thousands of tabs": ("\t\n" * 30_000, "tab"),
    "a line of tabs": ("a:" + "\t" * 60_000, "tab"),
    "a line of blanks and an open quote": ("a: '" + " " * 60_000, "quote-open"),
    "blanks before comments": ("a: {b: c" + " " * 60_000 + "#d}\n", "comment-in-value"),
    "thousands of lost comments": ("- a #b\n" * 9_000, "comment-in-value"),
    "an open bracket at the top of a long text": ("a: [" + "b\n " * 20_000, "bracket-open"),
    "thousands of open round brackets": ("a: {b: " + "(" * 60_000 + ", c: 1}\n", "comma-in-value"),
    "a long key": ("k" * 60_000 + ": 1\n", "key-long"),
    "thousands of keys without a value": ("a: {" + "b, " * 20_000 + "}\n", "key-without-value"),
    "only question marks": ("a: {" + "?" * 60_000 + "}\n", "question-in-value"),
    "a million brackets closed": ("]" * 60_000, "bracket-extra"),
    "a huge indent": ("a:\n" + " " * 60_000 + "b: 1\n c: 1\n", "indentation"),
}

JSON = {
    "deep lists": ("[" * 60_000, "too-deep"),
    "deep tables": ('{"a":' * 13_000, "too-deep"),
    "duplicate keys": ('{"a": 1, "a": 2}', "duplicate-key"),
    "duplicate keys by escape": ('{"a": 1, "\\u0061": 2}', "duplicate-key"),
    "thousands of duplicate keys": ("{" + '"a": 1, ' * 8_000 + '"b": 1}', "duplicate-key"),
    "not a number": ('{"a": NaN}', "not-finite"),
    "infinity": ('{"a": -Infinity}', "not-finite"),
    "a huge exponent": ('{"a": 1e400}', "number-exponent"),
    "an exponent": ('{"a": 1e3}', "number-exponent"),
    "a huge whole number": ('{"a": ' + "9" * 60_000 + "}", "number-long"),
    "many digits": ('{"a": 0.' + "1" * 60_000 + "}", "number-long"),
    "an open text": ('{"a": "' + "x" * 60_000, "json-quote-open"),
    "an open text of escapes": ('{"a": "' + "\\n" * 30_000, "json-quote-open"),
    "blanks only": (" " * 60_000, "document-empty"),
    "blanks after": ('{"a": 1' + "\n" * 60_000, "bracket-open"),
    "a lone surrogate": ('{"a": "\\ud800"}', "bad-escape"),
    "NUL": ('{"a": "\0"}', "invisible-character"),
    "an escaped NUL": ('{"a": "\\u0000"}', "invisible-character"),
    "two documents": ('{"a": 1}{"a": 1}', "several-documents"),
    "a list": ("[1]", "document-not-table"),
    "a comment": ('{"a": 1} // x', "several-documents"),
    "thousands of bad values": ("[" + "x," * 30_000 + "1]", "json-word"),
}


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    use_parser(request.param, monkeypatch)
    return str(request.param)


def refusal(text: str, *, json: bool = False) -> tuple[Diagnostic, ...]:
    """Read a document that must be refused, as its users do; return what is said."""
    problems = read(text, json=json)[1]
    collected = Problems()
    for each in problems:
        collected.error(each.code, each.at, **each.facts)
    with pytest.raises(RulesetError) as caught:
        collected.raise_as(RulesetError)
    assert isinstance(caught.value, ScoringError)
    assert str(caught.value)
    return caught.value.diagnostics


def seconds(text: str, *, json: bool = False) -> float:
    """Return the time of a refusal with its whole text, the best of three."""
    times = []
    for _ in range(3):
        start = time.thread_time()
        problems = read(text, json=json)[1]
        "\n".join(each.render() for each in problems)
        times.append(time.thread_time() - start)
    return min(times)


def check(text: str, code: str, problems: tuple[Diagnostic, ...]) -> None:
    assert problems[0].code == code
    assert all(each.at.line >= 1 and each.at.column >= 1 for each in problems)
    assert all(len(each.render(lang)) <= 500 for each in problems for lang in ("en", "zh"))
    assert len(text.encode("utf-8", "surrogatepass")) <= KIB64


@pytest.mark.parametrize("name", YAML)
def test_hostile_yaml_is_refused_at_once(name: str, parser: str) -> None:
    text, code = YAML[name]
    check(text, code, refusal(text))
    assert seconds(text) < SECONDS[parser]


@pytest.mark.parametrize("name", JSON)
def test_hostile_json_is_refused_at_once(name: str) -> None:
    text, code = JSON[name]
    check(text, code, refusal(text, json=True))
    assert seconds(text, json=True) < SECONDS["libyaml"]


@pytest.mark.parametrize("json", [False, True])
def test_too_large_is_refused_unread(parser: str, *, json: bool) -> None:
    text = " " * (2**20 + 1)
    problems = read(text, json=json)[1]
    assert [each.code for each in problems] == ["file-too-large"]
    assert [each.code for each in read("汉" * 2**19, json=json)[1]] == ["file-too-large"]
    assert seconds(text, json=json) < SECONDS[parser]


MEBIBYTE = {
    "a flat map": "".join(f"k{i}: 1\n" for i in range(100_000))[: 2**20 - 16] + "\n",
    "empty items": "a:\n" + "- \n" * 349_000,
    "items in brackets": "a: [" + "1," * 524_000 + "]",
    "open brackets": "a: [" + "[1]," * 262_000,
    "one long text": "a: '" + "x" * (2**20 - 100) + "\n",
    "a long key": "x" * (2**20 - 100) + ": 1\n",
}


@pytest.mark.parametrize("name", MEBIBYTE)
def test_a_mebibyte_takes_a_second(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use_parser("libyaml", monkeypatch)
    start = time.thread_time()
    read(MEBIBYTE[name])
    assert time.thread_time() - start < 5 * SLOWER  # 0.9 s on a machine that does nothing else


@pytest.mark.long  # counting every allocation takes some seconds
@pytest.mark.parametrize("name", MEBIBYTE)
def test_a_mebibyte_takes_64_mebibytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use_parser("libyaml", monkeypatch)
    tracemalloc.start()
    read(MEBIBYTE[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 2**20


def test_the_limits_themselves_are_allowed(parser: str) -> None:
    assert parser
    assert read("a: " + "[" * 31 + "]" * 31)[1] == ()
    assert read("a: [" + "1," * 20_000 + "]")[1] == ()
    assert read("# " + "x" * (2**20 - 10) + "\na: 1")[1] == ()


PIECES = [*"\"'{}[]:,#&*!|>%@`-? \n\n  ab1.~=\\<()（：中é\r_+0\t", "- ", "? ", ": ", "{a: 1}", "\n  ", " #x", "\\u12"]
PIECES += [
    "''",
    '""',
    "!!",
    "<<: ",
    "---\n",
    "...\n",
    ", ",
    "a: b\n",
    "|\n ",
    ">-\n ",
    "\\x4",
    "\r\n",
    "\\ud800",
    "1e9",
    "\0",
]


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with a few pieces put in, taken out or copied."""
    for _ in range(chance.randint(1, 4)):
        at, kind = chance.randint(0, len(text)), chance.random()
        if kind < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif kind < 0.85:
            text = text[:at] + text[at + chance.randint(1, 4) :]
        else:
            start = chance.randint(0, len(text))
            text = text[:at] + text[start : start + chance.randint(1, 12)] + text[at:]
    return text


def seeds(*, json_text: bool) -> list[str]:
    ruleset = {"ruleset": "y", "figures": {"a": {"name": "到位", "unit": "%"}}, "rules": [{"deduct": 1, "of": "a"}, []]}
    chosen = JSON if json_text else YAML
    base = [text for text, _ in chosen.values() if len(text) < 500]
    block = "a:\n  b: {c: [1, 'x'], d: \"%\"}\n  e: |\n    text\n  f:\n  - g: 1\n    h: 附表5 # c\n"
    return base + [json.dumps(ruleset, ensure_ascii=False) if json_text else block] * len(base)


def fuzz(monkeypatch: pytest.MonkeyPatch, seconds: float, *, json_text: bool) -> None:
    """Read mutated documents for some seconds: no foreign exception, no silence, one verdict on both parsers."""
    seed = random.randrange(10**9)  # noqa: S311  # no secret
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    chance = random.Random(seed)  # noqa: S311  # no secret
    base = seeds(json_text=json_text)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = mutated(chance.choice(base), chance)
        verdicts = []
        for name in ["libyaml"] if json_text else PARSERS:
            use_parser(name, monkeypatch)
            table, problems = read(text, json=json_text)
            assert table is not None or problems, text
            assert all(each.code in MESSAGES and len(each.render()) <= 500 for each in problems), text
            verdicts.append((table, bool(problems)))
        assert all(each == verdicts[0] for each in verdicts), f"the parsers differ on {text!r}"


@pytest.mark.parametrize("json_text", [False, True])
def test_fuzzing(monkeypatch: pytest.MonkeyPatch, *, json_text: bool) -> None:
    fuzz(monkeypatch, 1.5, json_text=json_text)


@pytest.mark.long
@pytest.mark.parametrize("json_text", [False, True])
def test_fuzzing_longer(monkeypatch: pytest.MonkeyPatch, *, json_text: bool) -> None:
    fuzz(monkeypatch, 30, json_text=json_text)


WATCHED: list[str] = []  # what was done while WATCHING holds something: an audit hook cannot be taken away again
WATCHING: list[bool] = []


FORBIDDEN = frozenset(["open", "exec", "compile", "import", "socket", "subprocess", "os"])


def _watch(event: str, _: tuple[object, ...]) -> None:
    if WATCHING and event.split(".", maxsplit=1)[0] in FORBIDDEN:
        WATCHED.append(event)


def test_hostile_documents_open_run_and_import_nothing(parser: str) -> None:
    assert parser
    texts = [(text, chosen is JSON) for chosen in (YAML, JSON) for text, _ in chosen.values()]
    for text, as_json in texts:  # what is imported at first use is imported now
        refusal(text, json=as_json)
    sys.addaudithook(_watch)
    WATCHING.append(True)
    try:
        for text, as_json in texts:
            refusal(text, json=as_json)
    finally:
        WATCHING.clear()
    assert WATCHED == []
