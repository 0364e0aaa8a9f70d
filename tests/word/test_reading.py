"""A form as people and programs fill it in: what counts, what is told, and what is never guessed."""

from io import BytesIO

import pytest
from docx import Document

from hearing_app.word import Unreadable, write
from hearing_app.word.package import TOO_LARGE
from hearing_app.word.reading import AROUND, COMMENT, NOT_THE_FORM
from hearing_app.word.running import DELETED, INSERTED, NOTE, PICTURE, TABLE
from tests.word.conftest import NAMES, Paper, W, read_back, small_form


def p(text, properties="", tag="t"):
    return f'<w:p>{properties}<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:p>'


def with_part(paper, name, xml, kind=""):
    head = f'xmlns:w="{W}"'
    paper.parts[name] = f"<w:{kind} {head}>{xml}</w:{kind}>".encode()


def test_texts_and_boxes_filled_in_as_word_does(paper):
    """The control tells whose they are."""
    paper.answer("text_a", p("Første avsnitt."), p("Andre avsnitt."))
    paper.tick("stance_a=supports")
    filled = read_back(paper.data)
    assert filled.values["text_a"] == "Første avsnitt.\n\nAndre avsnitt."
    assert filled.values["stance_a"] == "supports"
    assert filled.values["stance_b"] == ""


def test_the_same_without_controls(paper):
    """The names in brackets and the words beside the boxes tell."""
    paper.answer("text_a", p("Et svar."))
    paper.tick("stance_b=does_not_support")
    paper.unwrap()
    filled = read_back(paper.data)
    assert (filled.values["text_a"], filled.values["stance_b"]) == ("Et svar.", "does_not_support")
    assert filled.values["text_b"] == ""
    assert filled.outside == ()


def test_controls_without_names_in_brackets(paper):
    """Somebody tidied the brackets away; the controls still tell."""
    paper.answer("text_a", p("Et svar."))
    paper.tick("stance_a=supports")
    for text in paper.root.iter(f"{{{W}}}t"):
        if (text.text or "").strip().startswith("["):
            text.text = ""
    filled = read_back(paper.data)
    assert (filled.values["text_a"], filled.values["stance_a"]) == ("Et svar.", "supports")


@pytest.mark.parametrize("sign", ["x", "X", "☒", "✓", "☐ x", "[x]", "☑"])
def test_a_box_ticked_by_hand(paper, sign):
    """With whatever the keyboard has."""
    paper.unwrap()
    box = next(text for text in paper.root.iter(f"{{{W}}}t") if text.text == "☐")
    box.text = sign
    filled = read_back(paper.data)
    assert filled.values["stance_a"] == "supports"


def test_two_boxes_are_told_and_not_guessed(paper):
    """With what was ticked; the field has no value."""
    paper.tick("stance_a=supports")
    paper.tick("stance_a=does_not_support")
    filled = read_back(paper.data)
    assert filled.unclear == {"stance_a": "Støtter\nStøtter ikke"}
    assert "stance_a" not in filled.values


def test_what_is_no_tick_is_told(paper):
    """Somebody wrote into the box."""
    paper.unwrap()
    next(text for text in paper.root.iter(f"{{{W}}}t") if text.text == "☐").text = "delvis"
    assert read_back(paper.data).unclear == {"stance_a": "delvis Støtter"}


def test_a_box_whose_sign_and_control_disagree_is_told(paper):
    """A program set one and not the other."""
    paper.tick("stance_a=supports")
    paper.control("stance_a=supports").find(".//w:t", NAMES).text = "☐"
    assert "stance_a" in read_back(paper.data).unclear


def test_a_placeholder_is_no_answer_and_what_is_typed_below_it_is(paper):
    """Whatever a program says of the control."""
    paper.answer("text_a", p("Skriv her."), p("Et svar."))
    paper.answer("text_b", p("Click or tap here to enter text."))
    filled = read_back(paper.data)
    assert (filled.values["text_a"], filled.values["text_b"]) == ("Et svar.", "")


def test_an_answer_counts_where_the_control_still_says_that_it_asks(paper):
    """Some programs keep the placeholder's mark on what has been typed instead."""
    paper.cell("text_a").find(".//w:t", NAMES).text = "Et svar."
    assert read_back(paper.data).values["text_a"] == "Et svar."


def test_bold_tabs_breaks_and_symbols(paper):
    """Text is kept, its looks are not."""
    paper.answer(
        "text_a",
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Fet</w:t></w:r><w:r><w:tab/><w:t>og</w:t><w:br/><w:t>ny</w:t></w:r>"
        '<w:r><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/><w:softHyphen/><w:t>x</w:t></w:r></w:p>',
    )
    assert read_back(paper.data).values["text_a"] == "Fet\tog\nny\N{NON-BREAKING HYPHEN}✓x"


def test_lists_keep_their_marks(paper):
    """Numbers are counted, items stand close, and levels are indented."""
    with_part(
        paper,
        "word/numbering.xml",
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2"/>'
        '</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
        "numbering",
    )

    def item(text, number, level=0):
        place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return p(text, place)

    paper.answer(
        "text_a",
        p("Krav:"),
        item("Ett", 1),
        item("Under", 1, 1),
        item("To", 1),
        p("Og:"),
        item("Vann", 2),
        item("Fisk", 2),
    )
    found = read_back(paper.data, small_form()).values["text_a"]
    assert found == "Krav:\n\n3) Ett\n  3.a Under\n4) To\n\nOg:\n\n- Vann\n- Fisk"


def test_tracked_changes_count_as_accepted_and_are_told(paper):
    """What was inserted is text, what was struck out is not."""
    paper.answer(
        "text_a",
        "<w:p><w:r><w:t>Vi </w:t></w:r><w:ins><w:r><w:t>støtter</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>avviser</w:delText></w:r></w:del><w:r><w:t> dette.</w:t></w:r></w:p>",
    )
    filled = read_back(paper.data)
    assert filled.values["text_a"] == "Vi støtter dette."
    assert sorted(map(str, filled.remarks)) == sorted(map(str, (INSERTED, DELETED)))


def test_footnotes_follow_their_answer(paper):
    """With a number where they were referred to."""
    with_part(
        paper,
        "word/footnotes.xml",
        f'<w:footnote w:id="0" w:type="separator">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Se vedlegg.")}</w:footnote>',
        "footnotes",
    )
    paper.answer("text_a", '<w:p><w:r><w:t>Kostnaden</w:t><w:footnoteReference w:id="2"/><w:t> øker.</w:t></w:r></w:p>')
    filled = read_back(paper.data)
    assert filled.values["text_a"] == "Kostnaden[1] øker.\n\n[1] Se vedlegg."
    assert filled.remarks == (NOTE,)


def test_links_keep_their_address(paper):
    """Where the words are not the address themselves."""
    rels = paper.parts["word/_rels/document.xml.rels"].decode()
    link = '<Relationship Id="rX" Type="x/hyperlink" Target="https://lom.example/plan" TargetMode="External"/>'
    paper.parts["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", f"{link}</Relationships>").encode()
    paper.answer(
        "text_a",
        '<w:p><w:hyperlink r:id="rX"><w:r><w:t>Planen</w:t></w:r></w:hyperlink></w:p>',
        '<w:p><w:hyperlink r:id="rX"><w:r><w:t>https://lom.example/plan</w:t></w:r></w:hyperlink></w:p>',
    )
    assert read_back(paper.data).values["text_a"] == "Planen (https://lom.example/plan)\n\nhttps://lom.example/plan"


def test_a_pasted_table_becomes_lines(paper):
    """With a stroke between the cells, and that is told; brackets in it are no field."""
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format(p("Lom"), p("[text_b]")) + row.format(p("Skjåk"), p("2"))
    paper.answer("text_a", p("Tall:"), f"<w:tbl>{rows}</w:tbl>")
    filled = read_back(paper.data)
    assert filled.values["text_a"] == "Tall:\n\nLom | [text_b]\nSkjåk | 2"
    assert filled.values["text_b"] == ""
    assert filled.remarks == (TABLE,)


def test_pictures_are_told_and_boxes_read(paper):
    """A picture cannot be an answer; the text of a box stands outside."""
    paper.answer(
        "text_a",
        "<w:p><w:r><w:t>Se:</w:t><w:drawing/></w:r>"
        f"<w:r><w:pict><w:txbxContent>{p('I boksen.')}</w:txbxContent></w:pict></w:r></w:p>",
    )
    filled = read_back(paper.data)
    assert filled.values["text_a"] == "Se:"
    assert [(outside.under, outside.text) for outside in filled.outside] == [("Del a", "I boksen.")]
    assert PICTURE in filled.remarks


def test_text_outside_the_fields_is_told_with_its_heading(paper):
    """Between the tables, in the draft's own text, in the head of a field, beside a box, in comments and margins."""
    body = paper.root.find("w:body", NAMES)
    texts = {text.text: text for text in paper.root.iter(f"{{{W}}}t")}
    texts["En rapport."].text = "To rapporter."
    label = next(text for text in paper.root.iter(f"{{{W}}}t") if text.text == "Merknad")
    label.text = "Merknad: se under"
    stranger = Paper(write(small_form())).root.find("w:body", NAMES)[0]
    stranger.find(".//w:t", NAMES).text = "Vedtak i kommunestyret."
    body.insert(len(body) - 1, stranger)
    with_part(paper, "word/comments.xml", f'<w:comment w:id="0">{p("Er dette riktig?")}</w:comment>', "comments")
    with_part(paper, "word/header9.xml", p("Bergvik kommune 26/41"), "hdr")
    told = [(outside.under, outside.text) for outside in read_back(paper.data).outside]
    assert ("Del b", "2. To rapporter.") in told
    assert ("Del a", "Merknad: se under  [text_a]") in told
    assert ("Hvem som svarer", "Vedtak i kommunestyret.") in told
    assert (COMMENT, "Er dette riktig?") in told
    assert (AROUND, "Bergvik kommune 26/41") in told
    assert len(told) == 5


def test_rows_added_to_a_field_belong_to_it(paper):
    """The tabulator key makes a new row in the last cell of a table."""
    paper.answer("text_a", p("Første."))
    for table in paper.root.iter(f"{{{W}}}tbl"):
        if any(text.text == "Første." for text in table.iter(f"{{{W}}}t")):
            row = table.makeelement(f"{{{W}}}tr", {})
            cell = row.makeelement(f"{{{W}}}tc", {})
            paragraph = cell.makeelement(f"{{{W}}}p", {})
            run = paragraph.makeelement(f"{{{W}}}r", {})
            text = run.makeelement(f"{{{W}}}t", {})
            text.text = "Andre."
            run.append(text)
            paragraph.append(run)
            cell.append(paragraph)
            row.append(cell)
            table.append(row)
    assert read_back(paper.data).values["text_a"] == "Første.\n\nAndre."


def test_a_field_that_comes_twice_is_told(paper):
    """Somebody copied its table; both texts are shown, and none is chosen."""
    paper.answer("text_a", p("Den ene."))
    other = Paper(write(small_form({"text_a": "Den andre."})))
    tables = [t for t in other.root.iter(f"{{{W}}}tbl") if any(x.text == "Den andre." for x in t.iter(f"{{{W}}}t"))]
    paper.root.find("w:body", NAMES).insert(0, tables[0])
    filled = read_back(paper.data)
    assert filled.unclear == {"text_a": "Den andre.\n\nDen ene."}
    assert "text_a" not in filled.values


def test_what_is_no_longer_asked_for_is_told_apart(paper):
    """By the name that it had."""
    paper.answer("text_b", p("Om det som er borte."))
    paper.tick("stance_b=supports")
    filled = read_back(paper.data, small_form(sections=("a",)))
    assert filled.gone == {"text_b": "Om det som er borte.", "stance_b": "supports"}
    assert "text_b" not in filled.values


def test_a_field_that_was_deleted_is_not_an_empty_one(paper):
    """Who sends only a part of the form says nothing of the rest."""
    body = paper.root.find("w:body", NAMES)
    for table in [t for t in body if t.tag == f"{{{W}}}tbl"][:-1]:
        body.remove(table)
    assert set(read_back(paper.data).values) == {"respondent_name", "respondent_role"}


def test_a_form_without_the_line_that_says_whose_it_is(paper):
    """Its own properties say it as well; without either it is read, and nobody is named."""
    for text in paper.root.iter(f"{{{W}}}t"):
        text.text = (text.text or "").replace("samrad:plan:bergvik:0123456789ab", "")
    assert read_back(paper.data).identity.hearing == "plan"
    core = paper.parts["docProps/core.xml"].decode()
    paper.parts["docProps/core.xml"] = core.replace("samrad:plan:bergvik:0123456789ab", "").encode()
    assert read_back(paper.data).identity is None


def test_another_document_is_not_the_form():
    """And it is said what to do instead."""
    file = BytesIO()
    document = Document()
    document.add_paragraph("En uttalelse.")
    document.add_table(2, 2)
    document.save(file)
    with pytest.raises(Unreadable) as refused:
        read_back(file.getvalue())
    assert refused.value.message == NOT_THE_FORM


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Hei"])
def test_what_is_no_archive_is_refused(data):
    """With a sentence, not with an error of ours."""
    with pytest.raises(Unreadable):
        read_back(data)


def test_more_text_than_an_answer_can_hold_is_refused(paper):
    """Before a tree is made of it."""
    paper.parts["word/comments.xml"] = b" " * 20_000_001
    with pytest.raises(Unreadable) as refused:
        read_back(paper.data)
    assert refused.value.message == TOO_LARGE


def test_deep_nesting_and_circles_end(paper):
    """Tables in tables and notes that refer to themselves are refused or read, never an endless loop."""
    note = '<w:footnote w:id="2"><w:p><w:r><w:footnoteReference w:id="2"/><w:t>x</w:t></w:r></w:p></w:footnote>'
    with_part(paper, "word/footnotes.xml", note, "footnotes")
    paper.answer("text_a", '<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')
    assert read_back(paper.data).values["text_a"] == "a[1]\n\n[1] x"
    paper.answer("text_a", p("INNERST"))
    deep = "<w:tbl><w:tr><w:tc>" * 400 + p("innerst") + "</w:tc></w:tr></w:tbl>" * 400
    paper.swap = (rb"<w:p><w:r><w:t [^>]*>INNERST</w:t></w:r></w:p>", deep.encode())
    with pytest.raises(Unreadable):
        read_back(paper.data)
