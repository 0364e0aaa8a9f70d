"""What is written into the form comes back to the letter, with its controls and without them."""

import zipfile
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearing_app.domain.vocabulary import Language
from hearing_app.word import write
from tests.word.conftest import NAMES, Paper, W, read_back, small_form

# What the form on the page lets through: no control characters; half characters are told in a test of their own.
TYPED = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="\ufffe\uffff")
)
LINES = TYPED.map(lambda text: " ".join(text.split()))
ANSWERS = st.fixed_dictionaries(
    {
        "text_a": TYPED,
        "text_b": TYPED,
        "text_general": TYPED,
        "respondent_name": LINES,
        "respondent_role": LINES,
        "stance_a": st.sampled_from(["", "supports", "does_not_support"]),
        "stance_b": st.sampled_from(["", "supports", "does_not_support"]),
    }
)
PATIENT = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(ANSWERS)
def test_any_answers_come_back_to_the_letter(answers):
    """Whatever was typed on the page stands in the form, and is read from it as it was."""
    filled = read_back(write(small_form(answers)))
    assert filled.values == answers
    assert filled.outside == ()
    assert filled.unclear == {}


@PATIENT
@given(ANSWERS)
def test_any_answers_come_back_without_the_controls(answers):
    """A program that knows none leaves the names in brackets, and they are enough."""
    paper = Paper(write(small_form(answers)))
    paper.unwrap()
    filled = read_back(paper.data)
    assert filled.values == answers
    assert filled.outside == ()


@pytest.mark.parametrize(
    "text",
    [
        "[text_b]",
        "Se [stance_a].",
        "\n\na\n\n\n\nb\n",
        "- ett\n- to",
        " ",
        "a" * 50_000,
        "æøå «ÆØÅ» \u2011 👩‍🌾 \u202eab",
        "=cmd()",
    ],
)
def test_texts_that_look_like_something_else(text):
    """Marks, lists, empty lines, very long texts and signs of other scripts are an answer like any other."""
    assert read_back(write(small_form({"text_a": text}))).values["text_a"] == text


def test_a_sign_that_no_file_can_hold_is_shown_as_such():
    """Half a character becomes U+FFFD, and the form is written all the same."""
    assert read_back(write(small_form({"text_a": "a\ud800b\ufffe"}))).values["text_a"] == "a\ufffdb\ufffd"


def test_an_empty_form_says_nothing():
    """Every field is there, none is filled in, and nothing stands outside."""
    filled = read_back(write(small_form()))
    assert set(filled.values) == set(small_form().fields)
    assert not any(filled.values.values())
    assert (filled.outside, filled.remarks, filled.gone) == ((), (), {})
    assert (filled.identity.hearing, filled.identity.body) == ("plan", "bergvik")


def test_it_is_a_proper_document():
    """A language, a title, headings in order, lists that count, and a head on every table."""
    data = write(small_form(language=Language.NN))
    document = Document(BytesIO(data))
    assert document.core_properties.title == "Plan for elva"
    assert document.core_properties.language == "nn"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert 'w:val="nn-NO"' in archive.read("word/styles.xml").decode()
        xml = archive.read("word/document.xml").decode()
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    levels = [int(style.removeprefix("Heading ")) for style in styles if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert 'w:val="nb-NO"' in xml
    assert "<w:numPr>" in xml
    tables = ET.fromstring(xml).findall(".//w:tbl", NAMES)
    assert tables
    assert all(table.find("w:tr/w:trPr/w:tblHeader", NAMES) is not None for table in tables)


def test_tables_have_their_properties_in_the_order_that_word_wants():
    """Word calls a document broken whose parts stand in another order."""
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    root = Paper(write(small_form())).root
    for properties in root.iter(f"{{{W}}}tblPr"):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=order.index)
