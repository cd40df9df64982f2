"""The pages are true: every example runs and prints what it says, links lead somewhere, both READMEs agree."""

import difflib
import re
from pathlib import Path

import pytest

import doc_examples

ROOT = doc_examples.ROOT
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", doc_examples.pages(), ids=named)
def test_examples_of_a_page_print_what_it_says(page: Path) -> None:
    text, real = page.read_text("utf-8"), doc_examples.rewritten(page)
    difference = difflib.unified_diff(text.splitlines(), real.splitlines(), "written", "printed", lineterm="", n=1)
    assert text == real, "\n".join([f"python tests/doc_examples.py {named(page)} rewrites this:", *difference])


@pytest.mark.parametrize("page", [*doc_examples.pages(), ROOT / "CHANGELOG.md"], ids=named)
def test_links_of_a_page_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))
    lost = [link for link in links if not (page.parent / link).exists()]
    assert not lost, f"{named(page)} points to {lost}"


def commands(page: Path) -> list[str]:
    """Return the commands of a page in order, set-up lines included, whatever language they ask for."""
    lines = page.read_text("utf-8").splitlines()
    shell = [
        lines[at]
        for name, start, stop in doc_examples.blocks(lines)
        if name in doc_examples.SHELL
        for at in range(start, stop)
    ]
    kept = [line for line in shell if line.startswith(("$ ", "python3 ", ".venv/"))]
    return [re.sub(r" --lang (zh|en)\b", "", line) for line in kept]


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (commands(page) for page in READMES)
    assert english == chinese
    assert sum(line.startswith("python3 ") for line in english) == len(("setup", "test"))


@pytest.mark.parametrize("page", READMES, ids=named)
def test_every_command_of_the_readme_exists(page: Path) -> None:
    promised = re.findall(r"^\| `scoring (\w+)", page.read_text("utf-8"), flags=re.MULTILINE)
    assert promised
    assert {name: doc_examples.run_scoring(["scoring", name, "--help"])[0] for name in promised} == dict.fromkeys(
        promised, 0
    )


PAGE = """# A page

```yaml
# file: folder/a.yaml
a: 1
```

```console
$ cat folder/a.yaml
# file: folder/a.yaml
a: 2
$ cat folder/a.yaml | head -n 1 > b.txt

$ cat b.txt
...
```

```python
two = 1 + 1
```

```python
>>> two
3

>>> print("a\\n\\nb")
>>> 1 / 0  # so it ends
```
"""


def test_a_wrong_output_is_seen_and_rewritten(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    error = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n"
    expected = PAGE.replace("a: 2", "a: 1").replace("3\n\n", "2\n\n")
    expected = expected.replace('b")\n', 'b")\na\n<BLANKLINE>\nb\n').replace("ends\n", f"ends\n{error}")
    assert doc_examples.rewritten(page) == expected
    page.write_text(expected, "utf-8")
    assert doc_examples.rewritten(page) == expected


@pytest.mark.parametrize(
    ("example", "complaint"),
    [
        ("```yaml\nnobody: wrote this\n```\n", "begin the block with"),
        ("```sh\n$ rm -r .\n```\n", "cannot run: rm -r ."),
        ("```sh\n$ echo $? | sort\n```\n", "may follow"),
        ("```python\nprint(1)\n```\n", "show it with >>>"),
    ],
)
def test_an_example_that_cannot_run_is_an_error(tmp_path: Path, example: str, complaint: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(example, "utf-8")
    with pytest.raises(doc_examples.BadExampleError, match=rf"page\.md:2: .*{re.escape(complaint)}"):
        doc_examples.rewritten(page)
