"""The page on which a reviewer redacts, and the gate: what a person sees and does, without a script."""

import re

import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import audit, redactions
from hearing_app.users.accounts import set_user

HEARING = "lukket-strategi"


@pytest.fixture
def answer(receive, closed, answered):
    """Bergvik's answer with a name and a phone number in it."""
    return receive(closed, "bergvik", answered({"tiltak": "Kari ringte 61 00 00 00. Kari igjen.", "viktigst": ""}))


@pytest.fixture
def page(answer):
    return f"/sekretariat/{HEARING}/svar/{answer.reference}/sladding/"


def typed(**fields):
    """The fields of the form that marks words."""
    return {"field": "answers/tiltak/text", "words": "Kari", "which": "every", "ground": "offl-13-personal", **fields}


def layers_of(visitor):
    """The mark of the layers that the page last looked at carries."""
    return re.search(r'name="layers" value="([^"]*)"', visitor.page.text)[1]


def post(visitor, address, **fields):
    """Send a form of the page, with the layers that it showed."""
    return visitor.post(address, {"layers": layers_of(visitor), **fields})


def test_words_are_seen_withheld_before_they_are(secretary, page, answer, db):
    """The preview shows the marks and saves nothing; the next button does."""
    secretary.get(page)
    shown = post(secretary, page, action="preview", **typed())
    assert shown.status_code == 200
    assert shown.text.count("▇▇▇ [offl. § 13]") == 2 * 2  # beside the form, and in the answer below
    assert "Nothing is saved yet" in shown.text
    assert redactions.of_submission(db, answer.reference) == ()
    assert post(secretary, page, action="save", **typed(note="Ba om det.")).status_code == 303
    (layer,) = redactions.of_submission(db, answer.reference)
    assert (layer.words, layer.nth, layer.ground, layer.made_by, layer.note) == (
        *("Kari", None, "offl-13-personal", "siri", "Ba om det."),
    )
    (entry,) = [e for e in audit.entries(db, HEARING) if e.action == "redacted"]
    assert "Kari" not in entry.subject


def test_only_one_of_several_occurrences_can_be_withheld(secretary, page):
    """The other stays as it was written."""
    secretary.get(page)
    shown = post(secretary, page, action="preview", **typed(which="one", nth="2"))
    assert "Kari ringte" in shown.text
    assert shown.text.count("▇▇▇ [offl. § 13]") == 1 * 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": "Ola"}, "These words do not stand there"),
        ({"words": " "}, "Paste the words"),
        ({"ground": ""}, "Choose the legal ground"),
        ({"which": "one", "nth": "9"}, "The words stand there 2 times"),
        ({"which": "one", "nth": "x"}, "Write which occurrence"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_comes_back(secretary, page, fields, told):
    """Nothing that was typed is lost."""
    secretary.get(page)
    answer = post(secretary, page, action="save", **typed(note="Et notat", **fields))
    assert answer.status_code == 422
    assert told in answer.text
    assert "Et notat" in answer.text


def test_of_two_reviewers_the_second_is_told(secretary, page):
    """Whoever looked at other layers looks again, with what was typed."""
    secretary.get(page)
    seen = layers_of(secretary)
    post(secretary, page, action="save", **typed())
    secretary.get(page)
    late = secretary.post(page, {"layers": seen, "action": "save", **typed(words="igjen")})
    assert late.status_code == 409
    assert "A colleague has changed" in late.text
    assert "igjen</textarea>" in late.text


def test_a_layer_is_lifted_with_a_reason_and_stays_in_the_list(secretary, page, answer, db):
    """Who did it and why is told; without a reason nothing happens."""
    secretary.get(page)
    post(secretary, page, action="save", **typed())
    secretary.get(page)
    (layer,) = redactions.of_submission(db, answer.reference)
    assert post(secretary, f"{page}{layer.id}/opphev/", why="").status_code == 422
    assert post(secretary, f"{page}{layer.id}/opphev/", why="Hun sa ja.").status_code == 303
    assert "Hun sa ja." in secretary.get(page).text
    (layer,) = redactions.of_submission(db, answer.reference)
    assert not layer.in_force


def test_a_whole_answer_is_withheld_with_its_ground(secretary, page, answer, db):
    """The page says so afterwards, and offers it no more."""
    secretary.get(page)
    assert post(secretary, f"{page}hele/", ground="").status_code == 422
    assert post(secretary, f"{page}hele/", ground="offl-13-personal").status_code == 303
    assert "The whole answer is withheld: offl. § 13" in secretary.get(page).text


def test_a_find_at_the_gate_is_let_pass_or_redacted(secretary, page, db):
    """A phone number stops publishing until somebody has decided; the link fills in where it stands."""
    address = f"/sekretariat/{HEARING}/kontroll/"
    shown = secretary.get(address)
    assert "1 find stops publishing" in shown.text
    assert "<mark>61 00 00 00</mark>" in shown.text
    (link,) = re.findall(r'href="([^"]*funn=[^"]*)"', shown.text)
    assert "61 00" not in link
    assert "61 00 00 00</textarea>" in secretary.get(link.replace("&amp;", "&")).text
    key = re.search(r'name="find" value="([0-9a-f]{64})"', secretary.get(address).text)[1]
    assert secretary.post(address, {"find": key}).status_code == 303
    assert "Everything that was found is decided on" in secretary.get(address).text


def test_a_case_officer_reads_and_does_not_redact(visit, db, now, page):
    """The forms are not shown, and not taken."""
    secret = "en lang og god setning"
    set_user(db, username="ole", name="Ole", password=secret, now=now, role=Role.CASE_OFFICER)
    visitor = visit()
    visitor.get("/sekretariat/logg-inn/?lang=en")
    visitor.post("/sekretariat/logg-inn/", {"username": "ole", "password": secret})
    assert 'name="words"' not in visitor.get(page).text
    visitor.get("/sekretariat/")
    assert visitor.post(page, {"layers": "", "action": "save", **typed()}).status_code == 403
