"""«Uten merknad»: two clicks and a confirmation, told everywhere, and gone as soon as something is typed."""

import json
from email import message_from_bytes, policy

import pytest

from hearing_app.storage import drafts, outbox, submissions
from hearing_app.treating.assess import preview

FORM = "/svar/apen-plan/"
SHORT = f"{FORM}uten-merknad/"
RECEIPT = f"{FORM}kvittering/"
OFFER = 'name="action" value="no_remark"'
TAG = "Without remarks</span>"
WHO = {
    "respondent_name": "Kari Eksempel",
    "respondent_role": "Rådgiver",
    "respondent_email": "kari@bergvik.example",
    "standing_level": "administrative",
    "standing_organ": "",
    "standing_day": "",
    "standing_case_number": "",
}


def saved(db, hearing="apen-plan"):
    return drafts.get(db, hearing, "bergvik").fields


@pytest.fixture
def short(answering):
    """Bergvik's browser on the short page, after the first click."""
    answering.save({}, action="no_remark", follow=True)
    return answering


@pytest.fixture
def without(short):
    """The browser after the answer without remarks has been sent."""
    short.post(SHORT, WHO, follow=True)
    short.post(f"{FORM}send/", follow=True)
    return short


def test_two_clicks_and_a_confirmation(answering, db):
    """The button on the form, the short page, the review, and it is received."""
    assert OFFER in answering.get(FORM).text
    page = answering.save({}, action="no_remark", follow=True)
    assert page.request.path == SHORT
    assert "has no remarks. It counts as having answered." in page.text
    page = answering.post(SHORT, WHO, follow=True)
    assert page.request.path == f"{FORM}gjennomga/"
    assert TAG in page.text
    assert "Section" not in page.text.split('id="_answers"')[1].split("</section>")[0]
    page = answering.post(f"{FORM}send/", follow=True)
    assert page.request.path == RECEIPT
    (submission,) = submissions.of_hearing(db, "apen-plan")
    assert submission.content.no_remark
    assert json.loads(submission.payload)["no_remark"] is True
    assert json.loads(submission.payload)["answers"] == []


def test_it_is_told_on_receipt_mail_and_desk(without, db, secretary, library):
    """In the same two words, and it is counted."""
    assert TAG in without.get(RECEIPT).text
    mail = message_from_bytes(outbox.waiting(db)[0].message, policy=policy.SMTP)
    assert "UTEN MERKNAD" in mail.get_body().get_content() or "WITHOUT REMARKS" in mail.get_body().get_content()
    (submission,) = submissions.of_hearing(db, "apen-plan")
    assert TAG in secretary.get(f"/sekretariat/apen-plan/svar/{submission.reference}/").text
    assert TAG in secretary.get("/sekretariat/apen-plan/").text
    assert "1 without remarks." in secretary.get("/sekretariat/apen-plan/oppsummering/").text
    assert preview(db, library.matter("apen-plan").hearing, frozenset({submission.reference})).no_remark == 1


def test_sending_it_twice_gives_one_submission(without, db):
    """The second click finds the receipt."""
    without.post(f"{FORM}send/", follow=True)
    assert len(submissions.of_hearing(db, "apen-plan")) == 1


def test_it_is_not_offered_where_something_is_answered(answering, db):
    """Neither as a button, nor by the address, nor by a button on a page that is older than the text."""
    page = answering.save({"text_viktigst": "Vannet."}, follow=True)
    assert OFFER not in page.text
    page = answering.get(SHORT, follow_redirects=True)
    assert page.request.path == FORM
    assert "so the answer is not without remarks" in page.text
    page = answering.save({"text_viktigst": "Vannet nå."}, action="no_remark", follow=True)
    assert page.request.path == FORM
    assert saved(db)["text_viktigst"] == "Vannet nå."
    assert "no_remark" not in saved(db)


def test_typing_afterwards_takes_the_mark_away(short, db):
    """The form says so first; saving it with nothing typed leaves the mark."""
    short.post(SHORT, WHO, follow=True)
    page = short.get(FORM)
    assert "set down as an answer without remarks" in page.text
    assert OFFER not in page.text
    short.save(WHO)
    assert saved(db)["no_remark"] == "1"
    short.get(FORM)
    short.save({**WHO, "text_viktigst": "Likevel noe."})
    assert "no_remark" not in saved(db)
    page = short.get(f"{FORM}gjennomga/")
    assert TAG not in page.text
    assert "Likevel noe." in page.text


def test_a_change_begins_as_it_was_sent(without, db):
    """And can become an answer that says something: version two."""
    without.get(RECEIPT)
    page = without.post(f"{FORM}endre/", follow=True)
    assert "set down as an answer without remarks" in page.text
    without.save({**WHO, "text_viktigst": "Likevel noe."}, action="review", follow=True)
    without.post(f"{FORM}send/", follow=True)
    first, second = submissions.of_hearing(db, "apen-plan")
    assert first.content.no_remark
    assert not second.content.no_remark
    assert "no_remark" not in json.loads(second.payload)


def test_what_is_missing_is_asked_for_and_everything_typed_is_kept(short, db):
    """With a summary of errors, on the page and in the draft."""
    page = short.post(SHORT, {**WHO, "respondent_email": "kari(at)bergvik", "standing_level": "council"})
    assert page.status_code == 422
    assert "<title>Error: Answer without remarks" in page.text
    for text in ('value="kari(at)bergvik"', 'value="Kari Eksempel"', 'href="#respondent_email"', "Write the date."):
        assert text in page.text
    assert saved(db)["respondent_email"] == "kari(at)bergvik"
    page = short.get(f"{FORM}gjennomga/")
    assert f'href="{SHORT}?kontroll=1#respondent_email"' in page.text
    assert "Send the answer" not in page.text
    assert 'aria-invalid="true"' in short.get(f"{SHORT}?kontroll=1").text


def test_a_line_that_is_too_long_is_kept_on_the_page(short, db):
    """It is not stored, and nothing else is."""
    page = short.post(SHORT, {**WHO, "respondent_name": "K" * 201})
    assert page.status_code == 422
    assert "K" * 201 in page.text
    assert drafts.get(db, "apen-plan", "bergvik") is None


def test_two_who_name_different_people_are_asked(short, colleague, db):
    """Neither name is overwritten unseen."""
    colleague.save({"respondent_name": "Ola Eksempel"})
    page = short.post(SHORT, WHO)
    assert page.status_code == 409
    assert '<div class="as-typed">Ola Eksempel</div>' in page.text
    assert 'value="Kari Eksempel"' in page.text


def test_a_colleagues_text_goes_before(short, colleague, db):
    """What she wrote meanwhile is kept, and so is who answers; it is not without remarks."""
    colleague.save({"text_viktigst": "Vannet."})
    page = short.post(SHORT, WHO, follow=True)
    assert page.request.path == FORM
    assert "so the answer is not without remarks" in page.text
    assert (saved(db)["text_viktigst"], saved(db)["respondent_name"]) == ("Vannet.", "Kari Eksempel")
    assert "no_remark" not in saved(db)


def test_a_text_from_an_older_form_takes_the_mark_away(short, colleague, db):
    """The colleague opened the form before, and nobody's words are lost."""
    short.post(SHORT, WHO)
    colleague.save({"text_viktigst": "Vannet."})
    assert (saved(db)["text_viktigst"], saved(db)["respondent_name"]) == ("Vannet.", "Kari Eksempel")
    assert "no_remark" not in saved(db)


def test_it_is_filled_in_from_an_earlier_answer(short, answering, closed, receive, answered):
    """Who answered another hearing for the same body; the day and case number of that one are not this one's."""
    receive(closed, "bergvik", answered(name="Per Eksempel"))
    page = short.get(SHORT)
    assert "Filled in from an earlier answer" in page.text
    assert 'value="Per Eksempel"' in page.text
    assert 'value="Kommunestyret"' in page.text
    assert 'value="12/26"' not in page.text


def test_it_is_filled_in_from_a_draft_to_another_hearing(short, db, now):
    """Where nothing has been sent yet."""
    drafts.put(db, hearing="x", body="bergvik", fields={"respondent_name": "Per Eksempel"}, revision=1, now=now)
    drafts.put(db, hearing="x", body="fossheim", fields={"respondent_name": "En annen"}, revision=1, now=now)
    page = short.get(SHORT)
    assert 'value="Per Eksempel"' in page.text
    assert "En annen" not in page.text


def test_after_the_deadline_it_is_kept_and_not_sent(short, clock, db):
    """As everything else that is typed."""
    clock.set(2027, 1, 1)
    page = short.post(SHORT, WHO)
    assert page.status_code == 409
    assert "Your text is saved, but it was not sent" in page.text
    assert "Without remarks" in page.text
    assert submissions.of_hearing(db, "apen-plan") == ()
    assert "The deadline is over" in short.get(SHORT).text


def test_a_survey_has_nothing_to_be_without_remarks_to(answering, content):
    """Its questions are the point of it."""
    path = content / "hearings" / "apen-plan" / "hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + "kind: survey\n", encoding="utf-8")
    assert OFFER not in answering.get(FORM).text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nb", "Svar uten merknad"), ("nn", "Svar utan merknad"), ("en", "Answer without remarks")],
)
def test_it_speaks_three_languages(answering, language, sentence):
    """On the button and as the heading of the short page."""
    assert sentence in answering.get(f"{FORM}?lang={language}").text
    assert f"<h1>{sentence}</h1>" in answering.get(f"{SHORT}?lang={language}").text
