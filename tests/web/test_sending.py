"""Looking through, sending, the receipt, the deadline, and a new version."""

import hashlib
import json

import pytest

from hearing_app.storage import drafts, outbox, submissions

FORM = "/svar/apen-plan/"

REVIEW, SEND, RECEIPT = f"{FORM}gjennomga/", f"{FORM}send/", f"{FORM}kvittering/"
LAST_SECOND, TOO_LATE = (2026, 6, 15, 21, 59, 59), (2026, 6, 15, 22, 0, 0)
"""The deadline is 15 June to 23:59:59 in Oslo, which is two hours ahead of UTC then."""


@pytest.fixture
def received(db):
    return lambda: submissions.of_hearing(db, "apen-plan")


def test_review_shows_everything_and_what_happens(answering, complete):
    """All answers and who answers stand on the page, with what becomes public, and the button."""
    page = answering.save(complete, action="review", follow=True)
    assert page.request.path == REVIEW
    for text in ("Fordel etter folketall.", "Kari Eksempel", "12/26", "public case document", "not published"):
        assert text in page.text
    assert f'action="{SEND}"' in page.text


def test_review_says_in_one_line_who_stands_behind_the_answer(answering, complete):
    """As the receipt does; the separate facts are shown where one of them is missing or wrong."""
    page = answering.save(complete, action="review", follow=True).text
    line = " ".join(page.split("<dt>Who stands behind the answer?</dt><dd>")[1].split("</dd>")[0].split())
    assert line.endswith(", Kommunestyret, 13 May 2026, case 12/26")
    assert "<dt>Case number, if there is one</dt>" not in page
    page = answering.save({**complete, "standing_day": "31.02.2026"}, action="review", follow=True).text
    assert "<dd>31.02.2026</dd>" in page
    assert "<dt>Case number, if there is one</dt><dd>12/26</dd>" in page


def test_review_lists_what_is_missing_with_links(answering):
    """Nothing is asked before this page; here each missing thing is a link to its field, and there is no button."""
    page = answering.save({"text_formal": "noe"}, action="review", follow=True)
    for field in ("text_viktigst", "respondent_name", "standing_level-0"):
        assert f'href="{FORM}?kontroll=1#{field}"' in page.text
    assert f'action="{SEND}"' not in page.text
    form = answering.get(f"{FORM}?kontroll=1")
    assert 'id="text_viktigst-error"' in form.text
    assert 'aria-invalid="true"' in form.text


def test_an_empty_form_is_not_sent(answering, received):
    """Posting to the address without anything written leads back to the form."""
    assert answering.post(SEND).location == FORM
    assert received() == ()


def test_an_incomplete_answer_is_not_sent(answering, received):
    """Whoever posts past the review is led back to it."""
    answering.save({"text_formal": "noe"}, action="review", follow=True)
    assert answering.post(SEND, {"base_revision": "bergvik.0.1"}).location == REVIEW
    assert received() == ()


def test_the_receipt_tells_number_time_and_fingerprint(sent, received):
    """The page shows what identifies the answer, to the second with the offset, and all that was sent."""
    page, (submission,) = sent.page, received()
    assert page.request.path == RECEIPT
    assert submission.reference in page.text
    assert "15 May 2026, 12:00:00 (UTC+02:00)" in page.text
    assert submission.sha256 in page.text
    assert "Fordel etter folketall." in page.text


def test_the_file_is_exactly_what_was_received(sent, received):
    """The download has the fingerprint of the receipt and comes as an attachment."""
    (submission,) = received()
    answer = sent.client.get(f"{RECEIPT}{submission.reference}.json")
    assert hashlib.sha256(answer.data).hexdigest() == submission.sha256
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{submission.reference}.json"'
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data)["body"] == "bergvik"


def test_nobody_else_gets_the_file(sent, received, visit, link):
    """Another body's link does not open it."""
    (submission,) = received()
    other = visit()
    other.open(link("fossheim"))
    assert other.get(f"{RECEIPT}{submission.reference}.json").status_code == 404


def test_the_receipt_is_mailed(sent, db):
    """A mail to the address in the form is queued with the answer."""
    assert [mail.recipient for mail in outbox.waiting(db)] == ["kari@bergvik.example"]


def test_sending_twice_sends_once(answering, received, complete):
    """A double click gives one submission, and both clicks end at the receipt."""
    answering.save(complete, action="review", follow=True)
    fields = answering.hidden()
    answers = [answering.client.post(SEND, data=fields, follow_redirects=True) for _ in range(2)]
    assert [answer.request.path for answer in answers] == [RECEIPT, RECEIPT]
    assert len(received()) == 1


def test_a_colleague_s_later_text_is_not_sent_unseen(answering, colleague, received, db, complete):
    """When the draft has changed since the review, it is looked through again, and nothing is lost."""
    answering.save(complete, action="review", follow=True)
    colleague.get(FORM)
    colleague.save({**complete, "text_general": "Enda et avsnitt."})
    page = answering.post(SEND, follow=True)
    assert page.request.path == REVIEW
    assert "Enda et avsnitt." in page.text
    assert "changed since you looked" in page.text
    assert received() == ()
    answering.post(SEND)
    assert [s.content.answer("general").text for s in received()] == ["Enda et avsnitt."]


def test_after_sending_the_link_shows_the_receipt(sent, visit, link):
    """Whoever opens the link again sees that the answer has come in."""
    page = visit().open(link())
    assert page.request.path == RECEIPT


def test_changing_makes_a_new_version(sent, received, complete):
    """The change begins from what was sent; the first version stands beside the second for ever."""
    page = sent.post(f"{FORM}endre/", follow=True)
    assert page.request.path == FORM
    assert "Fordel etter folketall." in page.text
    assert "2026-0001 counts until you send again" in page.text
    sent.save({**complete, "text_general": "Et tillegg."}, action="review", follow=True)
    sent.post(SEND, follow=True)
    assert [(s.version, s.content.answer("general").text) for s in received()] == [(1, ""), (2, "Et tillegg.")]


def test_a_form_from_before_the_sending_overwrites_nothing(answering, colleague, db, complete):
    """Drafts count from one again after a sending; a page that was open all the time is still found out."""
    answering.save(complete)
    colleague.get(FORM)
    answering.save(complete, action="review", follow=True)
    answering.post(SEND, follow=True)
    answering.post(f"{FORM}endre/", follow=True)
    answering.save({**complete, "text_general": "Ny versjon"})
    assert colleague.save({"text_general": "Fra en gammel side"}).status_code == 409
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_general"] == "Ny versjon"


def test_sending_another_body_s_form_sends_nothing(answering, link, received, db, complete):
    """When the browser has opened another body's link since the review, neither body's draft is sent."""
    answering.save(complete, action="review", follow=True)
    review = answering.hidden()
    answering.open(link("fossheim"))
    answering.save(complete, action="review", follow=True)
    answering.get(f"{REVIEW}?lang=en")
    page = answering.post(SEND, review)
    assert page.status_code == 409
    assert "This browser answers for Fossheim kommune now" in page.text
    assert "Open the personal link of Bergvik kommune again." in page.text
    assert received() == ()
    assert drafts.bodies_with_draft(db, "apen-plan") == {"bergvik", "fossheim"}


def test_changing_from_another_body_s_receipt_changes_nothing(sent, link, received, db, complete):
    """The button on an old receipt begins no change of the body that the browser answers for now."""
    receipt = sent.hidden()
    sent.open(link("fossheim"))
    sent.save(complete, action="review", follow=True)
    sent.post(SEND, follow=True)
    assert len(received()) == 2
    assert sent.post(f"{FORM}endre/", receipt).status_code == 409
    assert drafts.bodies_with_draft(db, "apen-plan") == frozenset()


def test_an_answer_to_a_section_that_was_renamed_is_on_the_receipt(sent, rename_section):
    """What the body sent stays readable when the draft's ids change afterwards."""
    rename_section("okonomi", "penger")
    page = sent.get(RECEIPT)
    assert "About a part that is no longer in the hearing: okonomi" in page.text
    assert "Fordel etter folketall." in page.text


def test_a_change_keeps_the_answer_to_a_section_that_was_renamed(sent, rename_section, db):
    """Stance and remark come along into the draft, and form and review say that they are not sent."""
    rename_section("okonomi", "penger")
    page = sent.post(f"{FORM}endre/", follow=True)
    fields = drafts.get(db, "apen-plan", "bergvik").fields
    assert (fields["text_okonomi"], fields["stance_okonomi"]) == ("Fordel etter folketall.", "supports_with_remarks")
    for shown in (page, sent.get(REVIEW)):
        assert "Texts on parts that are no longer asked about" in shown.text
        assert "Fordel etter folketall." in shown.text
        assert "Supports with remarks</textarea>" in shown.text


def test_a_change_that_is_only_begun_is_told_from_one_that_was_written(sent, rename_section):
    """Nothing unsent is announced on the receipt as long as the draft is what was sent, renamed sections too."""
    rename_section("okonomi", "penger")
    sent.post(f"{FORM}endre/", follow=True)
    assert "has not been sent" not in sent.get(RECEIPT).text


def test_the_last_second_is_in_time(answering, clock, received, complete):
    """23:59:59 in Oslo is before the deadline."""
    clock.set(*LAST_SECOND)
    answering.save(complete, action="review", follow=True)
    answering.post(SEND)
    assert len(received()) == 1


def test_the_next_second_is_too_late_and_nothing_is_lost(answering, clock, received, db, complete):
    """At midnight nothing is received; the page says so, and the draft is there to be read."""
    answering.save(complete, action="review", follow=True)
    clock.set(*TOO_LATE)
    page = answering.post(SEND)
    assert page.status_code == 409
    assert "not sent" in page.text
    assert "Fordel etter folketall." in page.text
    assert received() == ()
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_viktigst"] == "Vannet."


@pytest.mark.parametrize("action", ["save", "review", "language-nn"])
def test_what_is_posted_after_the_deadline_is_saved_and_shown(answering, clock, db, action):
    """Every button keeps the text, and says that it was not sent."""
    answering.get(FORM)
    clock.set(*TOO_LATE)
    page = answering.save({"text_general": "Skrevet på overtid"}, action=action)
    assert page.status_code == 409
    assert "saved, but it was not sent" in page.text
    assert "Skrevet på overtid" in page.text
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_general"] == "Skrevet på overtid"


def test_after_the_deadline_a_conflict_loses_nothing_either(answering, colleague, clock, db):
    """Where a colleague's text is stored, mine stands on the page to be copied."""
    answering.get(FORM)
    colleague.save({"text_general": "Kollegaens"})
    clock.set(*TOO_LATE)
    page = answering.save({"text_general": "Min"})
    assert "Min</textarea>" in page.text
    assert "Kollegaens</textarea>" in page.text


def test_opening_after_the_deadline(answering, clock):
    """The page says when it was, who to turn to, and shows what was saved, with no form to fill in."""
    answering.save({"text_general": "Halvferdig"})
    clock.set(*TOO_LATE)
    page = answering.get(FORM)
    assert page.status_code == 200
    assert "Monday 15 June 2026, to the end of the day" in page.text
    assert "Halvferdig" in page.text
    assert "sekretariatet@elvedalen.example" in page.text
    assert "answer-form" not in page.text


def test_after_the_deadline_the_receipt_stands(sent, clock):
    """What was sent in time is shown, and can no longer be changed."""
    clock.set(*TOO_LATE)
    assert "received in time" in sent.get(FORM).text
    assert "endre/" not in sent.get(RECEIPT).text
    sent.get(f"{RECEIPT}?lang=en")
    assert sent.post(f"{FORM}endre/", {"csrf_token": _token(sent), "base_revision": "bergvik.1.0"}).status_code == 200


def _token(visitor):
    visitor.get("/sekretariat/logg-inn/")
    return visitor.hidden()["csrf_token"]


def test_a_withdrawn_hearing_takes_no_answers(answering, content):
    """Withdrawing closes the form at once and gives the reason."""
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    reason = "withdrawn: {date: 2026-05-14, reason: {nb: Ikke aktuelt lenger., en: No longer relevant.}}\n"
    definition.write_text(definition.read_text(encoding="utf-8") + reason, encoding="utf-8")
    page = answering.get(FORM)
    assert "withdrawn" in page.text
    assert "No longer relevant." in page.text


def test_review_names_the_part_and_shows_what_was_typed(answering):
    """A mistake about a part begins with its heading; they stand in the form's order, and a wrong date is shown."""
    fields = {"stance_okonomi": "supports_with_remarks", "standing_level": "council", "standing_day": "31.02.2026"}
    page = answering.save(fields, action="review", follow=True)
    summary = page.text.split("ds-error-summary")[1].split("</section>")[0]
    assert "2 Økonomi: write the remark" in summary
    assert summary.index("write the remark") < summary.index("Write the name") < summary.index("does not exist")
    assert "<dd>31.02.2026</dd>" in page.text


def test_a_part_without_a_stance_has_one_name(sent):
    """The form's own word stands on review and receipt, with a remark or without."""
    page = sent.get(RECEIPT)
    assert "No stance" in page.text.split('id="_answer_tilsyn"')[1].split("</section>")[0]
    assert "Not answered" in page.text.split('id="_answer_general"')[1].split("</section>")[0]


def test_in_time_is_said_only_of_what_was(sent, clock, content):
    """Where the deadline has been moved back since, the page claims nothing."""
    clock.set(*TOO_LATE)
    assert "received in time" in sent.get(FORM).text
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(
        text.replace("2026-06-15", "2026-05-14").replace("2026-05-29", "2026-05-13"), encoding="utf-8"
    )
    page = sent.get(FORM)
    assert "received in time" not in page.text
    assert "Your answer has been received" in page.text


def test_after_the_deadline_the_advice_stands_on_every_visit(answering, clock):
    """Whoever comes back to an unsent draft is told what to do, not only the one who was too late just now."""
    answering.save({"text_general": "Halvferdig"})
    clock.set(*TOO_LATE)
    for _ in range(2):
        assert "This was not sent before the deadline" in answering.get(FORM).text
