"""Assessing at the desk: history, phrases, notes and review."""

import re

import pytest

from hearing_app.domain.phrase import Phrase
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.storage import notes, phrases, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.notes import add_note
from hearing_app.treating.phrases import add_phrase
from hearing_app.treating.review import approve, send_to_review
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user

DESK, CLOSED = "/sekretariat/", "/sekretariat/lukket-strategi/"
LIST, PHRASES, QUEUE = f"{CLOSED}punkter/", f"{DESK}fraser/", f"{DESK}til-godkjenning/"
PASSWORD = "en lang og god setning"


@pytest.fixture
def bergvik(three_answers):
    return three_answers["bergvik"]


@pytest.fixture
def point(db, bergvik, now):
    """A point of Bergvik's that nobody has assessed."""
    add_point(db, bergvik, "tiltak", "Bygg to broer.", actor="test", now=now)
    return points.of_submission(db, bergvik.reference)[0]


@pytest.fixture
def write(db, bergvik, now):
    """A function by which Ola writes on a point of Bergvik's."""

    def wrote(point, text="Ola skrev.", conclusion=Conclusion.NOTED, *, actor="ola"):
        revision = points.get(db, point.id).revision
        assess_point(
            db,
            bergvik,
            point.id,
            assessment=text,
            conclusion=conclusion,
            revision=revision,
            actor=actor,
            now=now,
        )

    return wrote


@pytest.fixture
def at(bergvik):
    """A function that makes the address of something at a point."""
    return lambda point, rest="": f"{CLOSED}svar/{bergvik.reference}/punkter/{point.id}/{rest}"


@pytest.fixture
def as_role(secretary, db, now):
    """A function that lets somebody of a role sit at the secretary's browser."""

    def logged_in(role):
        set_user(db, username="lise", name="Lise", password=PASSWORD, now=now, role=role)
        secretary.post("/sekretariat/logg-ut/", {})
        secretary.get("/sekretariat/logg-inn/?lang=en")
        secretary.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
        return secretary

    return logged_in


class TestHistory:
    """Every wording stands at its point, and can be used again."""

    def test_earlier_wordings_stand_folded_with_what_changed(self, secretary, point, write):
        """The newest first, struck through and underlined."""
        write(point, "Vi bygger en bro.")
        assert "Earlier wording" not in secretary.get(LIST).text
        write(point, "Vi bygger to broer.", Conclusion.ACCEPTED)
        card = secretary.get(LIST).text.split("point__history")[1]
        assert "Earlier wording<" in card
        assert re.search(r"<del>.*?en bro\..*?</del>.*<ins>.*?to broer\.", card, re.DOTALL)
        assert "became" in card

    def test_an_earlier_wording_is_used_again_as_a_new_one(self, secretary, db, point, write, at):
        """The history grows, and the page comes back to the point."""
        write(point, "Første.")
        write(point, "Andre.", None)
        secretary.get(LIST)
        answer = secretary.post(at(point, "ordlyd/"), {"earlier": "1", "revision": "2", "from": "list"})
        assert answer.location == f"{LIST}#_point_{point.id}"
        stored = points.get(db, point.id)
        assert (stored.assessment, stored.conclusion, stored.revision, stored.assessed_by) == (
            "Første.",
            Conclusion.NOTED,
            3,
            "siri",
        )

    def test_a_colleague_s_newer_wording_is_not_lost_to_an_older_one(self, secretary, db, point, write, at):
        """Both are shown; a wording that never was is not found."""
        write(point, "Første.")
        write(point, "Andre.")
        secretary.get(LIST)
        page = secretary.post(at(point, "ordlyd/"), {"earlier": "1", "revision": "1", "from": "list"})
        assert page.status_code == 409
        assert "Første.</textarea>" in page.text
        assert '<div class="as-typed">Andre.</div>' in page.text
        assert points.get(db, point.id).assessment == "Andre."
        assert secretary.post(at(point, "ordlyd/"), {"earlier": "9", "revision": "2"}).status_code == 404


class TestPhrases:
    """Standard phrases: kept on a page of their own, put in at a point."""

    def test_six_are_offered_where_there_are_none(self, secretary, db):
        """One button; afterwards the offer is gone."""
        assert "Put in six common phrases" in secretary.get(PHRASES).text
        page = secretary.post(f"{PHRASES}vanlige/", follow=True)
        assert "6 phrases are put in." in page.text
        assert "Put in six common phrases" not in page.text
        assert len(phrases.everything(db)) == 6

    def test_a_phrase_is_written_and_what_is_wrong_is_told(self, secretary, db):
        """What was typed stays in the fields."""
        secretary.get(PHRASES)
        page = secretary.post(PHRASES, {"name": "Takk", "nb": "Takk, {kommune}.", "nn": ""})
        assert page.status_code == 422
        assert "Takk, {kommune}.</textarea>" in page.text
        assert "{kommune} is not filled in by the program. These are: {instans} and {del}." in page.text
        secretary.post(PHRASES, {"name": "Takk", "nb": "Takk, {instans}.", "conclusion": "noted"})
        assert [s.phrase for s in phrases.everything(db)] == [Phrase("Takk", "Takk, {instans}.", "", Conclusion.NOTED)]

    def test_two_people_on_one_phrase_get_both_texts(self, secretary, db, now):
        """Nothing is written over unseen."""
        add_phrase(db, Phrase("Takk", "En."), actor="ola", now=now)
        number = phrases.everything(db)[0].id
        secretary.get(f"{PHRASES}{number}/")
        db.execute("UPDATE phrases SET nb = 'To.', revision = 2, changed_by = 'ola'")
        page = secretary.post(f"{PHRASES}{number}/", {"name": "Takk", "nb": "Tre.", "revision": "1"})
        assert page.status_code == 409
        assert "Tre.</textarea>" in page.text
        assert ">To.</div>" in page.text
        secretary.post(f"{PHRASES}{number}/", {"name": "Takk", "nb": "Tre.", "revision": "2"})
        assert phrases.get(db, number).phrase.nb == "Tre."

    def test_a_phrase_is_put_in_and_not_saved(self, secretary, db, point, now, at):
        """Behind what is typed, with the names in the hearing's language; it is counted when the text is saved."""
        thanks = Phrase("Takk", nn="Takk til {instans} om «{del}».", conclusion=Conclusion.NOTED)
        add_phrase(db, thanks, actor="x", now=now)
        number = phrases.everything(db)[0].id
        secretary.get(LIST)
        fields = {"assessment": "Ja.", "revision": "0", "from": "list", "action": "phrase", "phrase": number}
        page = secretary.post(at(point), fields)
        assert page.status_code == 200
        whole = re.search(r"autofocus>\n(.*?)</textarea>", page.text, re.DOTALL)[1]
        assert whole == "Ja.\n\nTakk til Bergvik kommune om «Tiltak»."
        assert 'value="noted" selected' in page.text
        assert (points.get(db, point.id).revision, phrases.get(db, number).used) == (0, 0)
        used = re.search(r'name="used" value="(\d+)"', page.text)[1]
        secretary.post(at(point), {"assessment": whole, "conclusion": "noted", "revision": "0", "used": used})
        assert phrases.get(db, number).used == 1


class TestNotes:
    """The box of internal notes at a point and at an answer."""

    def test_a_note_is_written_and_struck_out(self, secretary, db, bergvik, point, at):
        """It stands in a box that says it is internal; struck out, its words are gone from the page."""
        secretary.get(LIST)
        secretary.post(at(point, "notat/"), {"text": "Spør Ola om broene.", "from": "list"})
        page = secretary.get(LIST)
        assert "Internal – never published" in page.text
        assert "Spør Ola om broene." in page.text
        number = notes.of_points(db, [point.id])[point.id][0].id
        secretary.post(f"{CLOSED}svar/{bergvik.reference}/notat/{number}/stryk/", {"from": "list", "card": point.id})
        page = secretary.get(LIST)
        assert "Struck out" in page.text
        assert "Spør Ola" not in page.text

    def test_a_colleague_s_note_is_not_struck_out(self, secretary, db, bergvik, now):
        """There is no button, and the address refuses."""
        add_note(db, bergvik, None, "Olas notat.", actor="ola", now=now)
        page = secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
        assert "Olas notat." in page.text
        assert "/stryk/" not in page.text
        number = notes.of_submission(db, bergvik.reference)[0].id
        assert secretary.post(f"{CLOSED}svar/{bergvik.reference}/notat/{number}/stryk/").status_code == 403

    def test_a_note_on_the_answer_as_a_whole(self, secretary, bergvik):
        """It comes back to the box."""
        secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
        answer = secretary.post(f"{CLOSED}svar/{bergvik.reference}/notat/", {"text": "Kom for sent."})
        assert answer.location.endswith("#_notes")
        assert "Kom for sent." in secretary.get(f"{CLOSED}svar/{bergvik.reference}/").text


class TestReview:
    """Sending to review, the queue, and deciding."""

    def test_what_leaves_the_list_is_told_of_above_it(self, secretary, point, write, at):
        """With a way to the point, which does not stand there any more."""
        write(point)
        secretary.get(LIST)
        sent = {"revision": "1", "steps": "0", "from": "list", "vis": "uten-konklusjon"}
        page = secretary.post(at(point, "til-godkjenning/"), sent, follow=True).text
        assert "Sent to review." in page
        assert f'id="_point_{point.id}"' not in page
        assert f'svar/{point.submission}/#_point_{point.id}"' in page

    def test_the_queue_and_the_list_show_what_waits(self, secretary, point, write, at):
        """A case officer's text is approved by somebody else, from the queue."""
        write(point)
        secretary.get(LIST)
        secretary.post(at(point, "til-godkjenning/"), {"revision": "1", "steps": "0", "from": "list"})
        assert "1 point waits for a reviewer" in secretary.get(QUEUE).text
        assert f'id="_point_{point.id}"' in secretary.get(f"{LIST}?vis=til-godkjenning").text
        page = secretary.post(
            at(point, "godkjenn/"), {"revision": "1", "steps": "1", "action": "approve", "from": "queue"}, follow=True
        )
        assert "Approved." in page.text
        assert "0 points wait" in page.text
        assert f'id="_point_{point.id}"' in secretary.get(f"{LIST}?vis=godkjent").text

    def test_an_outdated_wording_is_not_approved(self, secretary, point, write, at):
        """The new one is shown in its place, and says why."""
        write(point)
        secretary.get(LIST)
        write(point, "Ola skrev om igjen.")
        page = secretary.post(
            at(point, "godkjenn/"), {"revision": "1", "steps": "0", "action": "approve", "from": "list"}
        )
        assert page.status_code == 409
        assert "The wording has been changed since you looked at it." in page.text
        assert "Ola skrev om igjen." in page.text

    def test_sending_back_without_a_note_says_so(self, secretary, point, write, at):
        """And with one the writer reads it at the point."""
        write(point)
        secretary.get(LIST)
        empty = secretary.post(at(point, "godkjenn/"), {"revision": "1", "action": "back", "from": "list"})
        assert empty.status_code == 422
        fields = {"revision": "1", "steps": "0", "action": "back", "note": "Hva koster det?", "from": "list"}
        assert "Hva koster det?" in secretary.post(at(point, "godkjenn/"), fields, follow=True).text

    def test_a_colleague_who_decided_first_is_not_overruled_unseen(self, secretary, db, bergvik, point, write, at, now):
        """From the queue as well, which the point has left: its card says so, and gives the note back."""
        write(point)
        send_to_review(db, bergvik, point.id, revision=1, steps=0, actor="ola", now=now)
        secretary.get(QUEUE)
        approve(db, bergvik, point.id, revision=1, steps=1, actor="lise", now=now)
        fields = {"revision": "1", "steps": "1", "action": "back", "note": "Hva koster det?", "from": "queue"}
        page = secretary.post(at(point, "godkjenn/"), fields)
        assert page.status_code == 409
        assert "A colleague has decided on the point meanwhile." in page.text
        assert "Hva koster det?</textarea>" in page.text

    def test_a_new_wording_says_that_the_approval_is_gone(self, secretary, point, write, at):
        """At the point, when it is saved."""
        write(point)
        secretary.get(LIST)
        secretary.post(at(point, "godkjenn/"), {"revision": "1", "steps": "0", "action": "approve", "from": "list"})
        page = secretary.post(at(point), {"assessment": "Nytt.", "revision": "1", "from": "list"}, follow=True)
        assert "The point was approved. The new wording is not" in page.text

    def test_who_may_do_what(self, as_role, db, bergvik, point, write, at, now):
        """A case officer sends and does not approve; a reader does neither, and is shown no fields."""
        write(point)
        officer = as_role(Role.CASE_OFFICER)
        assert 'value="approve"' not in officer.get(LIST).text
        assert officer.post(at(point, "godkjenn/"), {"revision": "1", "action": "approve"}).status_code == 403
        reader = as_role(Role.READER)
        page = reader.get(LIST).text
        assert "Ola skrev." in page
        assert "<textarea" not in page
        assert reader.post(at(point, "notat/"), {"text": "Nei"}).status_code == 403
        send_to_review(db, bergvik, point.id, revision=1, steps=0, actor="ola", now=now)
        assert "Ola skrev." in reader.get(QUEUE).text
