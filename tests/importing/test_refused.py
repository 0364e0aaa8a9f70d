"""What cannot be imported is refused with what to do instead; no text, however odd, is."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.definitions.documents import read_draft, split_front_matter
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.importing import Form, ImportRefused, import_data, import_file
from hearing_app.text.markup import to_html

BODY = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{}</w:body></w:document>"


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """A made-up archive, for what no word processor would write."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def encrypted(data):
    """The same archive with the mark of encryption on every file."""
    marked = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(sign)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(sign, at + 1)
    return bytes(marked)


def refusal(data, *, word=False, form=Form.DRAFT):
    with pytest.raises(ImportRefused) as refused:
        import_data(data, "fil", form, word=word)
    return str(refused.value)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 512, "old or password-protected"),
        (b"{\\rtf1 hei}", "RTF"),
        (b"PK\x03\x04 and then nothing", "not a whole DOCX"),
        (b"text \0 with \0 zeros", "neither text nor DOCX"),
        (archive({"a.txt": "hei"}), "no Word document"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
        (encrypted(archive({"word/document.xml": BODY.format("")})), "password"),
        (archive({"word/document.xml": "<not xml"}), "not a whole DOCX"),
        (archive({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + BODY.format("&b;")}), "not a whole DOCX"),
        (archive({"word/document.xml": BODY.format("")}), "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_something_else_is_refused_with_advice(data, advice, form):
    """Each kind by what people have: PDF, old Word, OpenDocument, a password, half a file."""
    assert advice in refusal(data, form=form)


def test_a_name_that_says_docx_is_held_to_it():
    """Text under that name was saved by mistake."""
    assert "something else" in refusal(b"bare tekst", word=True)


def test_a_word_file_without_text_is_refused(word, saved):
    """A scanned document is pictures."""
    assert "no text" in refusal(saved(word))


def test_half_a_word_file_is_refused_wherever_it_was_cut(word, saved):
    """Never half a draft."""
    word.add_heading("Formål", 1)
    data = saved(word)
    for share in (10, 50, 90, 99):
        assert "not a whole DOCX" in refusal(data[: len(data) * share // 100])


def test_an_archive_that_grows_without_measure_is_refused_before_it_does():
    """By what it says of itself, and by what really comes out; a hundred kilobytes can hold a hundred megabytes."""
    flood = "<w:p/>" * 8_000_000
    assert "unpacks to more" in refusal(archive({"word/document.xml": BODY.format(flood)}))
    many = {f"word/part{number}.xml": "<a/>" for number in range(6000)}
    assert "unpacks to more" in refusal(archive({"word/document.xml": BODY.format(""), **many}, zipfile.ZIP_STORED))


def test_an_archive_that_lies_about_its_size_is_refused():
    """What is said to be small and is not ends as a broken file."""
    data = bytearray(archive({"word/document.xml": BODY.format("<w:p/>" * 1000)}))
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = (50).to_bytes(4, "little")
    assert "not a whole DOCX" in refusal(bytes(data))


def test_deep_nesting_ends_in_a_sentence():
    """Tables in tables by the thousand would end the process."""
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    assert refusal(archive({"[Content_Types].xml": types, "word/document.xml": BODY.format(deep)}))


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path):
    """It is mostly pictures."""
    path = tmp_path / "stor.docx"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ImportRefused, match="larger than 20 MB"):
        import_file(path, Form.DRAFT)


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)]
)
def test_norwegian_letters_survive_the_encodings_people_have(encoding, told):
    """What was not UTF-8 is told, for it may have been something else again."""
    imported = import_data("1. Mål\n\nBlåbærsyltetøy – «ja».\n\n2. Vei\n\nTekst.".encode(encoding), "x", Form.DRAFT)
    assert "Blåbærsyltetøy – «ja»." in imported.text
    assert any("Windows-1252" in str(remark.message) for remark in imported.remarks) is told


SIGNS = "--- === ``` {#x} VEDTAK: sign. [a]: <b ….. Votering \u2028"
KNOWN = (
    *("1. Mål", "1.1 Bakgrunn", "§ 3 Kontingent", "# x", "- a", "    - b", "a\tb", "c\td", "| a |", "", "[" * 60),
    *("Forslag til vedtak", "U-4/09: TITTEL", "Møtedato: 1.2.2026", "Utskrift sendt til", "> " * 30),
    "1. a 1.1 B c 1.2 D e " * 30,
)
LINES = st.one_of(st.text(max_size=60), st.sampled_from([*SIGNS.split(" "), *KNOWN]))


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_any_text_becomes_a_draft_that_reads_back(text):
    """Without a mistake, and without ids that stand twice; only a text without a sign is refused."""
    try:
        imported = import_data(text.encode("utf-8", "replace"), "fil", Form.DRAFT)
    except ImportRefused:
        return
    source = Source("draft.md")
    draft = read_draft(imported.text, source)
    assert draft is not None
    assert source.problems == []


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_any_text_becomes_a_case_whose_head_can_be_read(text):
    """Whatever was found in it."""
    try:
        imported = import_data(text.encode("utf-8", "replace"), "fil", Form.CASE)
    except ImportRefused:
        return
    source = Source("case.md")
    split = split_front_matter(imported.text, source)
    assert split is not None
    values = read_yaml(split[0], source)
    assert source.problems == []
    assert {"title", "language", "copies", "tasks"} <= set(values)


def test_thousands_of_brackets_and_items_read_back_too():
    """What would take the converter minutes is written so that it does not."""
    for text in ("[" * 10_000, "\n".join(["[x] punkt"] * 4000), "\n".join(["- [x"] * 4000), "](" * 5000, "<" * 20_000):
        imported = import_data(f"1. Mål\n\n{text}\n\n2. Vei\n\nTekst".encode(), "fil", Form.DRAFT)
        source = Source("draft.md")
        draft = read_draft(imported.text, source)
        assert source.problems == []
        shown = to_html(draft.sections[0].markdown).unescape()
        assert all(shown.count(sign) >= text.count(sign) for sign in "[](")


@pytest.mark.parametrize("form", list(Form))
def test_a_line_without_end_takes_no_more_time_than_its_length(form):
    """Searches that begin anew at every sign would take minutes here."""
    for text in ("a" * 100_000, "enstemmig" * 10_000, "sak " * 20_000, "1.1 " * 20_000, "." * 100_000):
        begun = time.monotonic()
        import_data(f"Behandling:\n\n{text}\n\nTekst {text}".encode(), "fil", form)
        assert time.monotonic() - begun < 10
