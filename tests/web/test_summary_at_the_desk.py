"""The summary at the desk: the page, the secretariat's own words, the files, and the council's Word template."""

import html
import io
import re
import stat

import docx
import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.operating.backup import back_up
from hearing_app.storage import audit, rebuilds
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user

PAGE = "/sekretariat/lukket-strategi/oppsummering/"
WORDS, TEMPLATE = f"{PAGE}ord/", "/sekretariat/mal/"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def words_path(content):
    return content / "hearings" / "lukket-strategi" / "summary.md"


@pytest.fixture
def as_role(visit, db, now):
    """A function that returns the browser of a user with a role, in English."""

    def logged_in(role):
        set_user(db, username=role.value, name="Noen", password="en lang setning til", role=role, now=now)
        visitor = visit()
        visitor.get("/sekretariat/logg-inn/?lang=en")
        visitor.post("/sekretariat/logg-inn/", {"username": role.value, "password": "en lang setning til"})
        visitor.get("/sekretariat/")
        return visitor

    return logged_in


def typed(page):
    """Return what stands in the field for the text."""
    return html.unescape(re.search(r'<textarea[^>]* name="text"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1])


def docx_with(*texts):
    document, file = docx.Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def upload(visitor, data, name="mal.docx"):
    """Put in a template."""
    visitor.get(TEMPLATE)
    return visitor.post(TEMPLATE, {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def test_the_page_says_what_is_missing_and_where_it_is_done(secretary, three_answers):
    """And who answered, and who did not."""
    page = secretary.get(PAGE).text
    assert "This summary is not complete" in page
    assert f'href="{WORDS}"' in page
    assert "Not answered" in page
    assert f'href="/sekretariat/lukket-strategi/svar/{three_answers["bergvik"].reference}/"' in page


def test_the_table_is_shown_a_part_at_a_time_where_it_is_long(secretary, db, closed, three_answers, now, monkeypatch):
    """With counts on the parts; all at once only where that is not too much."""
    from hearing_app.web import desk_summary

    for body, item, text in (("bergvik", "tiltak", "Bygg to broer."), ("fossheim", "general", "Vi saknar ein frist.")):
        add_point(db, three_answers[body], item, text, actor="siri", now=now)
    assert "Bygg to broer." in secretary.get(PAGE).text
    monkeypatch.setattr(desk_summary, "FEW_ROWS", 1)
    assert "Bygg to broer." not in secretary.get(PAGE).text
    part = secretary.get(f"{PAGE}?del=tiltak").text
    assert "Bygg to broer." in part
    assert "Vi saknar" not in part
    assert "Show all" in part
    monkeypatch.setattr(desk_summary, "MOST_ROWS", 1)
    assert "Show all" not in secretary.get(PAGE).text
    assert secretary.get(f"{PAGE}?del=alle").status_code == 404
    assert secretary.get(f"{PAGE}?del=finnes-ikke").status_code == 404


def test_own_words_are_saved_in_the_file_and_logged(secretary, words_path, db):
    """The site is asked for, and an empty text takes the file away."""
    secretary.get(WORDS)
    assert secretary.post(WORDS, {"text": "## Slik\r\n\r\ngjekk det", "action": "save"}).status_code == 303
    assert words_path.read_text(encoding="utf-8") == "## Slik\n\ngjekk det\n"
    assert rebuilds.newest(db)
    assert any(e.action == "summary edited" and e.actor == "siri" for e in audit.entries(db, "lukket-strategi"))
    assert "<h3" in secretary.get(PAGE).text
    secretary.get(WORDS)
    secretary.post(WORDS, {"text": " ", "action": "save"})
    assert not words_path.exists()


def test_a_preview_saves_nothing_and_loses_nothing(secretary, words_path):
    """The text stands as HTML above and as Markdown in the field; a script in it is gone."""
    secretary.get(WORDS)
    text = "Om **bruer** & <script>alert(1)</script>"
    page = secretary.post(WORDS, {"text": text, "action": "preview"})
    assert "<strong>bruer</strong>" in page.text
    assert "<script>alert" not in page.text
    assert typed(page) == text
    assert not words_path.exists()


def test_figures_are_put_in_front_in_the_hearings_language(secretary, three_answers, words_path):
    """The hearing is in nynorsk, whatever the reader's language is; nothing is saved."""
    secretary.get(WORDS)
    text = typed(secretary.post(WORDS, {"text": "Mitt.", "action": "figures"}))
    assert re.match(r"3 av dei \d høyringsinstansane som vart spurde, svara\.", text)
    assert "Dette meiner høyringsinstansane om kvar del:" in text
    assert text.endswith("\n\nMitt.")
    assert not words_path.exists()


def test_two_people_on_one_text_get_both(secretary, words_path):
    """Nothing is written; a second save goes over what was shown."""
    secretary.get(WORDS)
    words_path.write_text("Deira.\n", encoding="utf-8")
    page = secretary.post(WORDS, {"text": "Mitt.", "action": "save"})
    assert page.status_code == 409
    assert "Deira." in page.text
    assert typed(page) == "Mitt."
    assert words_path.read_text(encoding="utf-8") == "Deira.\n"
    assert secretary.post(WORDS, {"text": "Mitt.", "action": "save"}).status_code == 303
    assert words_path.read_text(encoding="utf-8") == "Mitt.\n"


def test_where_two_texts_differ_is_marked(secretary, words_path):
    """Their whole text is there, with what stands in one of the two alone; a change far down is seen as well."""
    same = "\n\n".join(f"Avsnitt {number} er likt." for number in range(40))
    secretary.get(WORDS)
    words_path.write_text(f"{same}\n\nMøtet er den femte mai.\n", encoding="utf-8")
    page = secretary.post(WORDS, {"text": f"{same}\n\nMøtet er den sjette mai.", "action": "save"})
    theirs = page.text.split('id="_theirs"')[1].split("</section>")[0]
    assert "Avsnitt 39 er likt." in theirs
    assert re.findall(r"<ins>.*?</span>(\w+)</ins>", theirs) == ["femte"]
    assert re.findall(r"<del>.*?</span>(\w+)</del>", theirs) == ["sjette"]


def test_a_mistake_in_the_text_is_told_and_not_written(secretary, words_path):
    """With its line, and the text as it was typed."""
    secretary.get(WORDS)
    page = secretary.post(WORDS, {"text": "Greitt.\n\n# Stort", "action": "save"})
    assert page.status_code == 422
    assert "3:1" in page.text
    assert typed(page) == "Greitt.\n\n# Stort"
    assert not words_path.exists()


@pytest.mark.parametrize(
    ("path", "begins", "ending"),
    [
        ("saksframlegg.docx", b"PK", "docx"),
        ("uten-mal.docx", b"PK", "docx"),
        ("tabeller.xlsx", b"PK", "xlsx"),
        ("innspill.csv", b"\xef\xbb\xbfNumber;Body;", "csv"),
    ],
)
def test_readers_download_files_that_no_browser_opens(as_role, three_answers, path, begins, ending):
    """With names in plain ASCII."""
    answer = as_role(Role.READER).get(f"{PAGE}{path}")
    assert answer.data.startswith(begins)
    name = "oppsummering-lukket-strategi" + ("-ikke-fullstendig" if ending == "csv" else "")
    assert f'filename="{name}.{ending}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"].count("charset") == (ending == "csv")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_reader_writes_nothing_and_sees_no_button(as_role, words_path):
    """The text can be read."""
    reader = as_role(Role.READER)
    page = reader.get(WORDS)
    assert 'value="save"' not in page.text
    assert "<textarea" not in page.text
    assert reader.post(WORDS, {"text": "Mitt.", "action": "save"}).status_code == 403
    assert reader.get(TEMPLATE).status_code == 403
    assert not words_path.exists()


@pytest.mark.parametrize(("language", "word"), [("nb", "Sett inn tall"), ("nn", "Set inn tal")])
def test_the_pages_are_in_the_readers_language(secretary, language, word):
    """Norwegian in both forms."""
    assert word in secretary.get(f"{WORDS}?lang={language}").text


def test_a_template_is_used_replaced_and_taken_away(secretary, db, settings, three_answers, tmp_path, now):
    """It is in backups, readable by its owner alone, and the log says who did it."""
    assert upload(secretary, docx_with("Fra malen", "{{ body }}")).status_code == 303
    kept = settings.templates / "summary.docx"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert secretary.get(f"{TEMPLATE}mal.docx").data == kept.read_bytes()
    paper = docx.Document(io.BytesIO(secretary.get(f"{PAGE}saksframlegg.docx").data))
    assert paper.paragraphs[0].text == "Fra malen"
    plain = docx.Document(io.BytesIO(secretary.get(f"{PAGE}uten-mal.docx").data))
    assert plain.paragraphs[0].text != "Fra malen"
    import tarfile

    with tarfile.open(back_up(settings, tmp_path / "kopi", now=now)) as archive:
        assert "data/templates/summary.docx" in archive.getnames()
    secretary.get(TEMPLATE)
    assert secretary.post(f"{TEMPLATE}fjern/").status_code == 303
    assert not kept.exists()
    assert secretary.get(f"{TEMPLATE}mal.docx").status_code == 404
    assert {"word template set", "word template removed"} <= {entry.action for entry in audit.entries(db, "")}


def test_the_example_can_be_put_in_as_it_is(secretary):
    """What an administrator begins with."""
    assert upload(secretary, secretary.get(f"{TEMPLATE}eksempel.docx").data).status_code == 303


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file"),
        (b"%PDF-1.4 tull", ""),
        (docx_with("{{ body }}", "{{ ukjent }}"), "not known: ukjent"),
        (docx_with("{{ body }}", "{{ title"), "not closed"),
        (docx_with("{{ body }}", "{{ ''.__class__ }}"), "may not"),
        (docx_with("Ingenting"), "would be empty"),
    ],
)
def test_a_template_that_cannot_be_used_is_not_kept(secretary, settings, data, said):
    """The one there was still stands, and what is wrong is told by the field."""
    upload(secretary, docx_with("Den gamle", "{{ body }}"))
    before = (settings.templates / "summary.docx").read_bytes()
    page = upload(secretary, data)
    assert page.status_code == 422
    assert said in html.unescape(page.text)
    assert 'id="file-error"' in page.text
    assert (settings.templates / "summary.docx").read_bytes() == before


def test_a_template_that_breaks_later_does_not_stop_the_paper(secretary, settings, three_answers):
    """Somebody has put a file there by hand: the page says so, and the plain paper is there."""
    upload(secretary, docx_with("{{ body }}"))
    (settings.templates / "summary.docx").write_bytes(b"tull")
    page = secretary.get(f"{PAGE}saksframlegg.docx")
    assert page.status_code == 422
    assert "cannot be read as a Word document" in page.text
    assert secretary.get(f"{PAGE}uten-mal.docx").status_code == 200
