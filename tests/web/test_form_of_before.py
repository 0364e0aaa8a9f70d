"""A form that was opened before somebody sent the answer, and saved after: nothing that was sent is taken back."""

import pytest

from hearing_app.storage import drafts, submissions
from hearing_app.web.forms import fields_of

FORM = "/svar/apen-plan/"


@pytest.fixture
def half_sent(answering, colleague, complete):
    """Two windows with the same draft; one has added remarks, and sent, while the other stood open."""
    answering.save({**complete, "text_okonomi": "Fordel etter folketall."})
    for window in (answering, colleague):
        window.get(FORM)
    answering.save({**complete, "text_formal": "Ta med fiskerne."}, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    return colleague


def saved(db):
    draft = drafts.get(db, "apen-plan", "bergvik")
    return draft.fields if draft else None


def test_what_was_sent_meanwhile_stays(half_sent, complete, db):
    """The change that begins has the sender's remark and this window's own."""
    answer = half_sent.save({**complete, "text_general": "Takk for arbeidet."}, follow=True)
    assert saved(db)["text_formal"] == "Ta med fiskerne."
    assert saved(db)["text_general"] == "Takk for arbeidet."
    assert "was kept: 1 Formål: remark" in answer.text
    assert "You are changing an answer that has been sent" in answer.text


def test_a_field_that_both_have_changed_is_asked_about(half_sent, complete, db):
    """Both texts are shown, nothing is stored, and what was sent stands."""
    answer = half_sent.save({**complete, "text_formal": "Ta med bøndene."})
    assert answer.status_code == 409
    assert "Ta med bøndene." in answer.text
    assert "Ta med fiskerne." in answer.text
    assert saved(db) is None


def test_the_answer_to_that_question_counts(half_sent, complete, db):
    """Saved from the page that shows both, the change begins with what was chosen."""
    half_sent.save({**complete, "text_formal": "Ta med bøndene."})
    half_sent.save({**complete, "text_formal": "Ta med begge."})
    assert saved(db)["text_formal"] == "Ta med begge."
    (sent,) = submissions.of_hearing(db, "apen-plan")
    assert sent.content.answer("formal").text == "Ta med fiskerne."


def test_a_form_that_nobody_touched_takes_nothing_back(half_sent, complete, db, hearing):
    """Whoever only presses «Save» in an old window begins a change that is what was sent."""
    half_sent.save(complete)
    (sent,) = submissions.of_hearing(db, "apen-plan")
    assert {k: v for k, v in saved(db).items() if v} == {k: v for k, v in fields_of(hearing, sent.content).items() if v}


def test_a_change_that_was_begun_meanwhile_is_merged_with(half_sent, answering, complete, db):
    """As between two windows of one draft, though the marks are of different versions."""
    answering.post(f"{FORM}endre/", follow=True)
    answering.save({**complete, "text_formal": "Ta med fiskerne og samene."})
    half_sent.save({**complete, "text_general": "Takk for arbeidet."})
    assert saved(db)["text_formal"] == "Ta med fiskerne og samene."
    assert saved(db)["text_general"] == "Takk for arbeidet."


def test_the_short_way_takes_nothing_back_either(visit, link, in_english, answering, complete, db):
    """A page for «without remarks» that stood open while a colleague answered at length."""
    short = in_english(visit(), link("bergvik"))
    short.get(f"{FORM}uten-merknad/")
    answering.save(complete, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    who = {name: text for name, text in complete.items() if name.startswith(("respondent", "standing"))}
    short.post(f"{FORM}uten-merknad/", who)
    (sent,) = submissions.of_hearing(db, "apen-plan")
    assert sent.content.answer("viktigst").text == "Vannet."
    assert "no_remark" not in saved(db)
    assert saved(db)["text_viktigst"] == "Vannet."
