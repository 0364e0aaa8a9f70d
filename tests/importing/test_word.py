"""Word documents: what is kept, and what is told because it could not be."""

import io

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


def fill(document):
    document.add_heading("Samarbeidsavtale", 0)
    document.add_paragraph("Gjelder fra nyttår.")
    document.add_heading("Formål", 1)
    paragraph = document.add_paragraph("Vi ")
    paragraph.add_run("skal").bold = True
    paragraph.add_run(" arbeide ")
    paragraph.add_run("sammen").italic = True
    paragraph.add_run(" og ")
    paragraph.add_run("ikke hver for oss").font.strike = True
    document.add_heading("Deltakere", 2)
    document.add_paragraph("Bergvik", style="List Bullet")
    document.add_paragraph("Indre", style="List Bullet")
    document.add_heading("Økonomi", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Kommune", "Del", "Bergvik", "60 %"), strict=True):
        cell.text = text
    document.add_paragraph("Først varsles det.", style="List Number")
    document.add_paragraph("Så betales det.", style="List Number")


def add_link(document, paragraph, address, text):
    relation = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>')
    paragraph._p.append(link)


def test_styles_lists_tables_and_emphasis_are_kept(word, saved, draft_of):
    """The style for titles is the title, headings are sections, and the rest is Markdown."""
    fill(word)
    draft, imported = draft_of(saved(word))
    assert (draft.title, draft.preamble) == ("Samarbeidsavtale", "Gjelder fra nyttår.")
    assert [(s.heading, s.id) for s in draft.sections] == [("1 Formål", "formal"), ("2 Økonomi", "okonomi")]
    purpose, money = (s.markdown for s in draft.sections)
    assert "Vi **skal** arbeide *sammen* og <del>ikke hver for oss</del>" in purpose
    assert "### 1.1 Deltakere\n\n- Bergvik\n- Indre" in purpose
    assert "| Kommune | Del |\n| --- | --- |\n| Bergvik | 60 % |" in money
    assert "1. Først varsles det.\n2. Så betales det." in money
    assert imported.unplaced == ()


def test_norwegian_style_names_are_headings_too(word, saved, draft_of):
    """Word in Norwegian may name its styles so."""
    for name in ("Tittel", "Overskrift 1"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("Plan", style="Tittel")
    word.add_paragraph("3 Mål", style="Overskrift 1")
    word.add_paragraph("Tekst.")
    draft, _ = draft_of(saved(word))
    assert (draft.title, [(s.heading, s.id) for s in draft.sections]) == ("Plan", [("3 Mål", "mal")])


def test_bold_lines_are_headings_where_no_styles_are_used(word, saved, draft_of):
    """As many write; their own marks do not stay in the heading."""
    for heading in ("Formål", "Drift"):
        word.add_paragraph().add_run(heading).bold = True
        word.add_paragraph("Tekst om dette.")
    draft, _ = draft_of(saved(word))
    assert [s.heading for s in draft.sections] == ["1 Formål", "2 Drift"]


def test_links_are_kept_where_a_reader_may_follow_them(word, saved, draft_of):
    """Others become their text."""
    word.add_heading("Lenker", 1)
    add_link(word, word.add_paragraph("Se "), "https://elvedalen.example/a (b)", "nettstedet")
    add_link(word, word.add_paragraph("Ikke "), "file:///c:/hemmelig", "her")
    draft, _ = draft_of(saved(word))
    assert draft.sections[0].markdown == "Se [nettstedet](https://elvedalen.example/a%20%28b%29)\n\nIkke her"


def test_an_image_is_told_with_the_words_before_it(word, saved, draft_of, told):
    """It is left out; the person describes it."""
    word.add_heading("Kart", 1)
    word.add_paragraph("Her ser vi dalen").add_run().add_picture(io.BytesIO(PIXEL))
    _, imported = draft_of(saved(word))
    assert any("An image stood after «Her ser vi dalen»" in sentence for sentence in told(imported))


def test_comments_changes_boxes_and_what_surrounds_pages_are_told(word, saved, draft_of, told):
    """Nothing of them vanishes without a word; what was inserted stays as if accepted."""
    word.add_heading("Formål", 1)
    paragraph = word.add_paragraph("Teksten står. ")
    word.add_comment(paragraph.runs, text="Er dette riktig?", author="A", initials="A")
    head = (
        f"<w:{{0}} {nsdecls('w')} w:id='9' w:author='A'>"
        "<w:r><w:{1} xml:space='preserve'>{2}</w:{1}></w:r></w:{0}>"
    )
    paragraph._p.append(parse_xml(head.format("ins", "t", "Nytt ord.")))
    paragraph._p.append(parse_xml(head.format("del", "delText", "Gammelt ord.")))
    box = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    word.add_paragraph("Ved boksen.")._p.append(parse_xml(box))
    word.sections[0].header.paragraphs[0].text = "Elvedalen regionråd"
    draft, imported = draft_of(saved(word))
    assert "Teksten står. Nytt ord." in draft.sections[0].markdown
    assert "I boksen" in draft.sections[0].markdown
    sentences = "\n".join(told(imported))
    assert "comment in the margin was left out. «Er dette riktig?»" in sentences
    assert "deleted with tracked changes was left out. «Gammelt ord.»" in sentences
    assert "as if accepted" in sentences
    assert "Text in boxes" in sentences
    assert "«Elvedalen regionråd»" in sentences
    assert not {"Gammelt", "Elvedalen"} & set(draft.sections[0].markdown.split())


def test_footnotes_stand_below_the_section_that_refers_to_them(word, saved, draft_of):
    """With their numbers; an ending mark of the note is not text."""
    notes = (
        f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r>"
        "<w:t>Fra loven.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    word.add_heading("Formål", 1)
    reference = f"<w:r {nsdecls('w')}><w:footnoteReference w:id='2'/></w:r>"
    word.add_paragraph("Slik er det.")._p.append(parse_xml(reference))
    word.add_heading("Drift", 1)
    word.add_paragraph("Tekst.")
    draft, _ = draft_of(saved(word))
    assert draft.sections[0].markdown == "Slik er det.<sup>1</sup>\n\n<sup>1</sup> Fra loven."


def test_a_table_of_contents_in_word_is_left_out(word, saved, draft_of, told):
    """By its styles, whatever language they have."""
    word.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("1 Formål\t3", style="toc 1")
    word.add_heading("1 Formål", 1)
    word.add_paragraph("Tekst.")
    draft, imported = draft_of(saved(word), name="avtale")
    assert (draft.title, draft.preamble) == ("avtale", "")
    assert any("contents" in sentence and "1 Formål" in sentence for sentence in told(imported))


@pytest.mark.parametrize("depth", [2, 9])
def test_lists_in_lists_keep_their_depth_as_far_as_markdown_goes(word, saved, draft_of, depth):
    """Deeper ones than anyone reads are flattened, not lost."""
    levels = "".join(f"<w:lvl w:ilvl='{n}'><w:numFmt w:val='bullet'/></w:lvl>" for n in range(9))
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    word.add_heading("Liste", 1)
    for level in range(depth):
        properties = word.add_paragraph(f"Nivå {level}")._p.get_or_add_pPr()
        number = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>"
        properties.append(parse_xml(number))
    draft, _ = draft_of(saved(word))
    lines = draft.sections[0].markdown.splitlines()
    assert [line.strip() for line in lines] == [f"- Nivå {level}" for level in range(depth)]
    assert lines[1].startswith("    - ")
