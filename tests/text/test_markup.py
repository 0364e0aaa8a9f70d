import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.text import to_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**felles** plan", "<p><strong>felles</strong> plan</p>"),
        ("## Bakgrunn", "<h2>Bakgrunn</h2>"),
        ("1. En\n2. To", "<ol>\n<li>En</li>\n<li>To</li>\n</ol>"),
        ("3. Tre", '<ol start="3">\n<li>Tre</li>\n</ol>'),
        ("[svar](https://x.example/a)", '<p><a href="https://x.example/a" rel="noopener">svar</a></p>'),
        ("<kari@x.example>", None),
    ],
)
def test_what_a_secretary_writes_is_shown(markdown, html):
    """Paragraphs, headings, lists, links and e-mail addresses."""
    shown = to_html(markdown)
    assert shown == html if html else "mailto:" in shown


def test_tables_are_shown():
    """With their headings."""
    html = to_html("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x](vbscript:x)",
        '<a href="x" onclick="alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        "<iframe src=//x.example></iframe>",
        "<svg/onload=alert(1)>",
        "<form action=//x.example><input></form>",
        "<style>body{display:none}</style>",
        "<base href=//x.example>",
        "<!-- <script>x</script> -->",
        '<div id="_content">x</div>',
        "<math><mtext></mtext><script>x</script></math>",
    ],
)
def test_nothing_that_acts_gets_through(markdown):
    """Whoever wrote it: scripts, styles, forms, frames, event handlers and addresses that run."""
    html = to_html(markdown).lower()
    for poison in ("<script", "onerror", "onclick", "onload", "javascript:", "data:", "vbscript:", "style", "<iframe"):
        assert poison not in html
    for poison in ("<form", "<input", "<svg", "<base", "<!--", "<img", " id=", "<div"):
        assert poison not in html


@given(st.text(max_size=200), st.integers(0, 3))
def test_any_text_becomes_something_to_show(markdown, shift):
    """No text breaks a page, and no tag that the list does not know comes out."""
    html = to_html(markdown, shift=shift)
    assert "<script" not in html
    assert "<h1" not in html


MARKS = "[ ] ]( ) ![ < > <a </ * ** _ ` ``` ~~~ # | |-| = \\ & &# [a]: <!-- --> <? http:// @ a \x02"
PIECES = st.sampled_from([*MARKS.split(" "), "1. ", "- ", "> ", "\n", "\n\n", "    ", " "])


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(1, 30))
def test_any_markdown_becomes_something_to_show(piece, times):
    """Whatever marks are put together, and however often."""
    assert "<script" not in to_html(piece * times)


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 10_000,
        "![" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        "[a](" * 3_000,
        "[a][" * 3_000,
        "[[]" * 3_000,
        "[x]:\n" * 3_000,
        "<a " * 5_000,
        "<a\n\n" * 4_000,
        "1. " * 2_000,
        "> " * 2_000,
        "- " * 2_000,
        "\n".join("    " * depth + "- a" for depth in range(300)),
        "# a\n" * 5_000,
        "a\n=\n" * 3_000,
        "---\n" * 5_000,
        "~~~x\n" * 4_000,
        "*_" * 5_000,
        "`" * 10_000,
        "|" * 10_000,
        " " * 50_000,
        "[" * 1_000_000,
    ],
    ids=lambda text: f"{text[:5]!r}x{len(text)}",
)
def test_no_text_takes_longer_than_a_second(markdown):
    """Thousands of open brackets, tags and lists are shown as they were typed."""
    started = time.process_time()
    html = to_html(markdown)
    assert time.process_time() - started < 1
    assert html.__html__() is not None


def test_a_tangled_text_is_shown_as_it_was_typed():
    """In paragraphs and lines, with every mark, and nothing of it acts."""
    tangle = "<script>x</script>\n[ & \n\n" + "1. " * 100
    html = to_html(tangle)
    assert html.startswith("<p>&lt;script&gt;x&lt;/script&gt;<br>\n[ &amp; </p>\n<p>1. 1. ")


def test_code_blocks_are_shown_as_they_are_checked():
    """A heading inside a fence is text, for the page as for the check of headings."""
    assert to_html("```\n# x\n```") == "<pre><code># x\n</code></pre>"


@pytest.mark.parametrize(("shift", "tags"), [(0, ("h2", "h3")), (1, ("h3", "h4")), (4, ("h6", "h6"))])
def test_headings_fit_below_the_one_they_are_shown_under(shift, tags):
    """Moved down together, and never below the sixth level."""
    html = to_html("## Over\n\n### Under", shift=shift)
    assert html == f"<{tags[0]}>Over</{tags[0]}>\n<{tags[1]}>Under</{tags[1]}>"


def test_a_template_takes_it_as_markup():
    """It has been cleaned here, so it is not escaped once more."""
    assert to_html("a & b").__html__() == "<p>a &amp; b</p>"
