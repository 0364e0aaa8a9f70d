"""A council's own Word template: what it can ask for, what it may not, and what the paper looks like in it."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from hearing_app.domain.vocabulary import Language
from hearing_app.word.form import Prose
from hearing_app.word.paper import Chapter, Paper, Table, write_paper
from hearing_app.word.template import TemplateBroken, example, fill_in

TABLE = Table(("Innspill", "Vurdering"), (("A & B <c> 0301\n\nNeste\tavsnitt\nlinje", "=1+1"), ("å", "")), (2, 1))
PAPER = Paper(
    Language.NB,
    "Oppsummering & mer",
    "Elvedalen <råd>",
    "Elvedalen",
    (("Saksnummer", "2026/3"), ("Frist", "30. april")),
    (
        Chapter("Ikke fullstendig", 1, lines=("Noe mangler.",)),
        Chapter("Med egne ord", 1, prose=Prose("## Om svarene\n\n- ett\n- to\n\n> sitat\n\n1. først", Language.NB)),
        Chapter("Innspill", 2, table=TABLE),
    ),
    "Oppsummeringen er ikke fullstendig",
)


def saved(document):
    """Return a document as bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def template(*texts):
    """Return a template with these paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def opened(data):
    return docx.Document(io.BytesIO(data))


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs]


def rezipped(data, change):
    """Return a document with its parts changed by a function of name and bytes; None takes a part away."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def check_table(table):
    """Hold the table of the paper against what was written."""
    assert [cell.text for cell in table.rows[0].cells] == ["Innspill", "Vurdering"]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert [paragraph.text for paragraph in table.rows[1].cells[0].paragraphs] == [
        "A & B <c> 0301",
        "Neste\tavsnitt\nlinje",
    ]
    assert table.rows[1].cells[1].text == "=1+1"
    assert [cell.text for cell in table.rows[2].cells] == ["å", ""]


def test_a_plain_paper_has_headings_and_tables_with_a_head():
    """Opened anew, with the title and the owner in its properties."""
    document = opened(write_paper(PAPER))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert (styles["Oppsummering & mer"], styles["Ikke fullstendig"]) == ("Title", "Heading 1")
    assert styles["Innspill"] == "Heading 2"
    check_table(document.tables[0])
    assert (document.core_properties.title, document.core_properties.author) == ("Oppsummering & mer", "Elvedalen")


def test_the_example_can_be_filled_in():
    """What an administrator begins with works as it is, with «&» and «<» as they are."""
    document = opened(fill_in(example(PAPER), PAPER))
    assert lines(document)[:5] == [
        "Oppsummering & mer",
        "Elvedalen <råd>",
        "Oppsummeringen er ikke fullstendig",
        "Saksnummer: 2026/3",
        "Frist: 30. april",
    ]
    check_table(document.tables[0])


def test_a_template_keeps_its_own_text_styles_and_order():
    """What stands after the paper still does, and nobody who made the template is named in the properties."""
    document = docx.Document()
    document.core_properties.author, document.core_properties.last_modified_by = "Noen", "Noen"
    document.styles["Heading 1"].font.name = "Garamond"
    for text in ("Foran", "{{ body }}", "Etter {{ title }}"):
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "Topp: {{ subtitle }}"
    document = opened(fill_in(saved(document), PAPER))
    assert (lines(document)[0], lines(document)[-1]) == ("Foran", "Etter Oppsummering & mer")
    assert next(p for p in document.paragraphs if p.text == "Ikke fullstendig").style.font.name == "Garamond"
    assert document.sections[0].header.paragraphs[0].text == "Topp: Elvedalen <råd>"
    assert {document.core_properties.author, document.core_properties.last_modified_by} == {"Elvedalen"}
    check_table(document.tables[0])


def test_norwegian_word_calls_its_styles_by_other_ids():
    """Word keeps «heading 1» as the name and «Overskrift1» as the id; the headings are in the template's own style."""

    def norwegian(name, data):
        if name != "word/styles.xml":
            return data
        return re.sub(rb'"Heading(\d)"', rb'"Overskrift\1"', data)

    data = fill_in(rezipped(template("{{ body }}"), norwegian), PAPER)
    heading = next(p for p in opened(data).paragraphs if p.text == "Ikke fullstendig")
    assert heading.style.style_id == "Overskrift1"


def test_a_template_without_styles_and_lists_gets_what_it_lacks():
    """A heading is one for Word's outline as well, and lists count."""
    document = docx.Document()
    for name in ("Heading 1", "Heading 2", "Quote", "List Paragraph", "Table Grid"):
        document.styles[name].delete()
    document.add_paragraph("{{ body }}")

    def without_lists(name, data):
        if name == "word/numbering.xml":
            return None
        return re.sub(rb"<(Relationship|Override)[^>]*numbering[^>]*/>", b"", data)

    filled = opened(fill_in(rezipped(saved(document), without_lists), PAPER))
    heading = next(p for p in filled.paragraphs if p.text == "Ikke fullstendig")
    assert heading.style.element.xpath("w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert filled.styles["Table Grid"].type == WD_STYLE_TYPE.TABLE
    assert len(filled.part.numbering_part.element.xpath("w:abstractNum")) == 2


def test_chapters_can_be_laid_out_by_the_template_itself():
    """Paragraphs that are repeated, in the order of the paper."""
    data = template("{%p for chapter in chapters %}", "{{ chapter.heading|upper }}", "{%p endfor %}")
    assert lines(opened(fill_in(data, PAPER))) == ["IKKE FULLSTENDIG", "MED EGNE ORD", "INNSPILL"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("{{ body }}", "{{ ukjent }}"), "not known: ukjent"),
        (("{{ body }}", "{{ title.farge }}"), "not known: farge"),
        (("{{ body", "}}x{{ title"), "not closed"),
        (("{{ body }}", "{%p if title %}"), "not closed"),
        (("{{ body }}", "{{ title|ukjent }}"), "not closed"),
        (("{{ body }}", "{{ ''.__class__ }}"), "may not"),
        (("{{ body }}", "{{ ''.__class__.__mro__ }}"), "may not"),
        (("{{ body }}", "{{ title.upper() }}"), "may not"),
        (("{{ body }}", "{{ 'a' * 1000000000 }}"), "may not"),
        (("{{ body }}", "{{ '%0999999999d' % 1 }}"), "may not"),
        (("{{ body }}", "{% for n in range(9) %}{{ n }}{% endfor %}"), "may not"),
        (("Bare tekst",), "empty"),
        (("{{ title }}",), "empty"),
        (("Her: {{ body }}",), "alone in a paragraph"),
        (("{{ body }}", "{{ body }}"), "alone in a paragraph"),
    ],
)
def test_what_cannot_be_filled_in_is_told(texts, said):
    """With what to do about it, and nothing of it is run."""
    with pytest.raises(TemplateBroken, match=re.escape(said)):
        fill_in(template(*texts), PAPER)


def test_a_body_in_a_table_is_told():
    """A table in a cell is what nobody wants, and the words must not be lost."""
    document = docx.Document()
    document.add_table(1, 1).rows[0].cells[0].text = "{{ body }}"
    with pytest.raises(TemplateBroken, match="no table"):
        fill_in(saved(document), PAPER)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04tull"])
def test_what_is_no_word_document_is_told(data):
    """Whatever it calls itself."""
    with pytest.raises(TemplateBroken, match="Word document"):
        fill_in(data, PAPER)


def test_what_is_typed_is_never_read_as_a_field():
    """Braces in an answer are words."""
    paper = Paper(Language.NB, "{{ ukjent }}", "", "", (), (Chapter("{% if %}", 1, lines=("{{ x }}",)),))
    filled = fill_in(template("{{ title }}", "{{ body }}"), paper)
    assert lines(opened(filled)) == ["{{ ukjent }}", "{% if %}", "{{ x }}"]
