import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.paragraphs import Form, paragraphs
from hearing_app.text import to_html

PIECES = (
    "En tekst her",
    "over to\nlinjer",
    "- punkt\n- punkt til",
    "- ytre\n    - indre\n- neste",
    "1. en\n\n    mer om en\n\n2. to",
    "3. tre",
    "### Overskrift",
    "```\nkode\n\n    mer kode\n```",
    "~~~\n### ikke overskrift\n~~~",
    "> sitat\n> fortsatt",
    "| a | b |\n|---|---|\n| c | d |",
    "* * *",
    "<!-- skjult\n\nogså skjult -->",
    "se [lenken][l]",
    "[l]: https://eksempel.example/ 'Tittel'",
    "<b>fet</b> og <i>uvant</i>",
)


def texts(markdown):
    return [paragraph.text for paragraph in paragraphs(markdown)]


def words(html):
    return re.sub(r"<[^>]+>", " ", str(html)).split()


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_a_text_paragraph_by_paragraph_reads_as_the_whole(pieces):
    """The same words in the same order, however headings, lists, tables and code stand among them."""
    markdown = "\n\n".join(pieces)
    shown = [word for paragraph in paragraphs(markdown) for word in words(to_html(paragraph.markdown))]
    assert shown == words(to_html(markdown))


@given(st.text(alphabet="a#-*1.`~> \n\t|<!", max_size=60))
def test_no_text_breaks_the_parting(markdown):
    """Any text gives paragraphs, and each of them holds something."""
    assert all(paragraph.text.strip() or paragraph.form is not Form.TEXT for paragraph in paragraphs(markdown))


def test_paragraphs_are_what_stands_between_empty_lines():
    """A line break alone parts nothing."""
    assert texts("Første linje\nandre linje\n\nNytt avsnitt\n\n\nOg ett til") == [
        "Første linje\nandre linje",
        "Nytt avsnitt",
        "Og ett til",
    ]


def test_every_item_of_a_list_is_a_paragraph_of_its_own():
    """Without its mark, with what stands indented under it, and with the number that it shows."""
    found = paragraphs("2. en\n    - under\n\n    mer\n3. to\n\n1. tre\n\n- fire")
    assert [(p.form.value, p.number, p.begins) for p in found] == [
        ("numbered", 2, True),
        ("numbered", 3, False),
        ("numbered", 4, False),
        ("bullet", 0, True),
    ]
    assert [p.text for p in found] == ["en\n    - under\n\n    mer", "to", "tre", "fire"]


def test_a_code_block_is_never_parted():
    """Whatever stands in it."""
    assert texts("Før\n\n```\n# nei\n\n- nei\n```\n\nEtter") == ["Før", "```\n# nei\n\n- nei\n```", "Etter"]


def test_a_heading_is_a_paragraph_also_without_empty_lines_around_it():
    """As the converter takes it."""
    assert texts("Før\n### Midt\nEtter") == ["Før", "### Midt", "Etter"]


def test_addresses_of_links_are_no_paragraph_but_serve_all():
    """A link whose address stands at the end of the section leads there from every paragraph."""
    found = paragraphs("Se [planen][p].\n\nOg [planen][p] igjen.\n\n[p]: https://eksempel.example/")
    assert len(found) == 2
    assert all('href="https://eksempel.example/"' in to_html(p.markdown) for p in found)


@pytest.mark.parametrize("line", ["<!-- a", "-->", "- a", "1. a", "```", "    a", "a\n", "| a |"])
def test_a_long_text_is_parted_at_once(line):
    """Two megabytes of anything take a few seconds at most, and nothing grows with the square of the length."""
    assert paragraphs("\n".join([line] * 100_000)) is not None


def test_a_comparison_is_told_without_the_marks_of_headings_and_tables():
    """Strokes part the cells of a table only; marks inside a text are left as they are."""
    said = [p.words for p in paragraphs("### Under ##\n\n| a | b |\n|---|:-:|\n| c | - |\n\n- en\n\n# ett\n\n**fet**")]
    assert said == ["Under", "a · b\nc · -", "en", "ett", "**fet**"]


def test_a_stroke_is_part_of_the_text_where_it_parts_no_cells():
    """In a line that is no table, and where it is typed with a backslash inside a cell."""
    said = [p.words for p in paragraphs("en | to\n\nA | B\n--|--\nen \\| to | tre")]
    assert said == ["en | to", "A · B\nen | to · tre"]
