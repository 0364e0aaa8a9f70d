"""What changed because of the answers, at the desk: nobody's words are lost, and nobody's draft is written over."""

from dataclasses import replace

import pytest

from hearing_app.building.hand_files import read_hand_file
from hearing_app.domain.amendment import amendments
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.storage import changes, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import split_by_paragraph
from hearing_app.users.accounts import set_user

PAGE = "/sekretariat/lukket-strategi/endringer/"
PATH = "hearings/lukket-strategi/versions/etter-horingen.md"


@pytest.fixture
def draft(secretary, content):
    """The heard draft with a date, and the new one begun at the desk."""
    file = content / "hearings" / "lukket-strategi" / "draft.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    secretary.get(PAGE)
    assert secretary.post(f"{PAGE}utkast/", {}).status_code == 303


@pytest.fixture
def proposed(db, closed, receive, answered, now):
    """A point that proposes another wording of the first section, accepted."""
    item = closed.item("mal")
    change = amendments(item.original, item.original.markdown.replace("Alle", "Kvar einaste"))
    sent = receive(closed, "bergvik", replace(answered(), answers=(Answer("mal", amendments=change),)))
    split_by_paragraph(db, sent, "mal", actor="siri", now=now)
    (point,) = points.of_submission(db, sent.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, sent, point.id, **told)
    return point


def test_the_page_begins_the_new_draft_and_tells_what_is_missing(secretary, proposed, draft):
    """The point that is to be followed stands there until it is seen in the text."""
    page = secretary.get(PAGE)
    assert "etter-horingen.md" in page.text
    assert "Kvar einaste" in page.text
    assert page.text.count("Bergvik") == 1


def test_one_click_puts_an_amendment_in(secretary, db, content, proposed, draft):
    """And the point is followed there from then on."""
    page = secretary.get(PAGE)
    seen = read_hand_file(content, PATH).seen
    assert f'value="{seen}"' in page.text
    done = secretary.post(f"{PAGE}punkt/{proposed.id}/ta-inn/", {"seen": seen})
    assert (done.status_code, done.location) == (303, f"{PAGE}#_section_mal")
    assert "Kvar einaste skal ha ein sti" in read_hand_file(content, PATH).text
    assert [entry.section for entry in changes.followed(db, "lukket-strategi")] == ["mal"]
    again = secretary.post(f"{PAGE}punkt/{proposed.id}/ta-inn/", {"seen": seen})
    assert again.status_code == 409


def test_the_section_can_be_looked_at_before(secretary, content, proposed, draft):
    """Nothing is written by looking."""
    before = read_hand_file(content, PATH)
    page = secretary.get(f"{PAGE}punkt/{proposed.id}/")
    assert "Kvar einaste" in page.text
    assert read_hand_file(content, PATH) == before


def test_of_two_who_edit_a_section_the_second_sees_both_texts(secretary, content, draft):
    """What was typed comes back, beside what stands in the file."""
    page = secretary.get(f"{PAGE}del/tiltak/")
    seen = read_hand_file(content, PATH).seen
    assert seen in page.text
    assert secretary.post(f"{PAGE}del/tiltak/", {"seen": seen, "text": "Fyrste tekst."}).status_code == 303
    second = secretary.post(f"{PAGE}del/tiltak/", {"seen": seen, "text": "Andre tekst."})
    assert second.status_code == 409
    assert "Fyrste tekst." in second.text
    assert "Andre tekst." in second.text
    assert "Andre" not in read_hand_file(content, PATH).text


def test_a_text_with_a_mistake_is_not_written(secretary, content, draft):
    """It is told which, and stands there still."""
    secretary.get(f"{PAGE}del/tiltak/")
    file = read_hand_file(content, PATH)
    refused = secretary.post(f"{PAGE}del/tiltak/", {"seen": file.seen, "text": "# Stor overskrift\n\nOrd."})
    assert refused.status_code == 422
    assert "Stor overskrift" in refused.text
    assert read_hand_file(content, PATH) == file


def test_a_change_is_explained_and_a_new_hearing_considered(secretary, db, content, draft):
    """Both stand on the page with who said it."""
    secretary.get(f"{PAGE}del/tiltak/")
    secretary.post(f"{PAGE}del/tiltak/", {"seen": read_hand_file(content, PATH).seen, "text": "Noko anna."})
    secretary.post(f"{PAGE}del/tiltak/forklar/", {"reason": "Retta språket."})
    secretary.post(f"{PAGE}omfang/", {"extent": "material"})
    refused = secretary.post(f"{PAGE}ny-horing/", {"reason": "Fordi alt er nytt."})
    assert refused.status_code == 422
    assert "Fordi alt er nytt." in refused.text
    secretary.post(f"{PAGE}ny-horing/", {"needed": "ja", "reason": "Fordi alt er nytt."})
    page = secretary.get(PAGE)
    assert "Retta språket." in page.text
    assert "Fordi alt er nytt." in page.text
    assert page.text.count("Siri Sekretær") >= 2


def test_a_reader_changes_nothing(secretary, db, now, content, proposed, draft):
    """The page is there without its buttons, and what is posted is refused."""
    set_user(db, username="lise", name="Lise Leser", password="en lang og god setning", now=now, role=Role.READER)
    secretary.post("/sekretariat/logg-ut/", {})
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "lise", "password": "en lang og god setning"})
    page = secretary.get(PAGE)
    assert page.status_code == 200
    assert "/ta-inn/" not in page.text
    before = read_hand_file(content, PATH)
    assert secretary.post(f"{PAGE}punkt/{proposed.id}/ta-inn/", {"seen": before.seen}).status_code == 403
    assert read_hand_file(content, PATH) == before


def test_the_working_draft_is_published_by_a_reviewer_when_it_says_how_much_it_changes(secretary, content, draft):
    """The question begins unanswered, and the page says what readers see."""
    page = secretary.get(PAGE).text
    assert "Working draft" in page
    assert f'action="{PAGE}publiser/"' not in page
    refused = secretary.post(f"{PAGE}publiser/", {"seen": read_hand_file(content, PATH).seen})
    assert refused.status_code == 409
    assert 'value="minor"' in page
    assert 'value="material"' in page
    secretary.post(f"{PAGE}omfang/", {"extent": "minor"})
    assert f'action="{PAGE}publiser/"' in secretary.get(PAGE).text
    done = secretary.post(f"{PAGE}publiser/", {"seen": read_hand_file(content, PATH).seen})
    assert (done.status_code, done.location) == (303, f"{PAGE}#_publish")
    page = secretary.get(PAGE).text
    assert "Working draft" not in page
    assert "Readers see this draft" in page
    assert "Readers see this draft" in secretary.get(f"{PAGE}del/tiltak/").text
    assert secretary.post(f"{PAGE}publiser/", {"seen": read_hand_file(content, PATH).seen}).status_code == 409


def test_a_case_officer_works_on_the_draft_and_does_not_publish_it(secretary, db, now, content, draft):
    """Whoever publishes looks first."""
    secretary.post(f"{PAGE}omfang/", {"extent": "minor"})
    set_user(db, username="lise", name="Lise", password="en lang og god setning", now=now, role=Role.CASE_OFFICER)
    secretary.post("/sekretariat/logg-ut/", {})
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "lise", "password": "en lang og god setning"})
    page = secretary.get(PAGE).text
    assert f'action="{PAGE}publiser/"' not in page
    assert f"{PAGE}del/tiltak/" in page
    before = read_hand_file(content, PATH)
    assert secretary.post(f"{PAGE}publiser/", {"seen": before.seen}).status_code == 403
    assert read_hand_file(content, PATH) == before
