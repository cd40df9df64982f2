"""Texts of others are shown as they are, and do nothing, in HTML, in Markdown and in sheets."""

import pytest

from scoring import inert


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.5 points", "0.5 points"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("-1 is less", "-1 is less"),
        ("---", r"\---"),
        ("= money", "= money"),
        ("===", r"\==="),
        ("> said", "&gt; said"),
        ("a | b", r"a \| b"),
        ("[x](y)", r"\[x\](y)"),
        ("![x](y)", r"!\[x\](y)"),
        ("https://x.org", r"https\://x.org"),
        ("www.x.org", r"www\.x.org"),
        ("a@b.org", r"a\@b.org"),
        ("<b>`c`</b> *d*", r"&lt;b&gt;\`c\`&lt;/b&gt; \*d\*"),
        ("two\nlines", "two lines"),
        ("bell\x07", "bell\\\\x07"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, shown: str) -> None:
    assert inert.markdown(text) == shown


def test_html_escapes_quotes_too() -> None:
    assert inert.html("<a href=\"x\" title='y'>&") == "&lt;a href=&quot;x&quot; title=&#x27;y&#x27;&gt;&amp;"


def test_a_cell_is_not_longer_than_a_workbook_takes() -> None:
    assert len(inert.cell("x" * 40_000)) < 32_767
    assert "\x07" not in inert.cell("bell\x07")
