"""A survey of expectations: no draft, only questions, from the invitation to the public page."""

import re
from email import message_from_bytes, policy

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.inviting.invite import invite_bodies
from hearing_app.publishing.publish import publish
from hearing_app.publishing.publish_plan import plan
from hearing_app.storage import outbox, points, submissions
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.changes import findings
from hearing_app.treating.splitting import split_by_paragraph

FORM = "/svar/apen-plan/"


@pytest.fixture(autouse=True)
def survey(content):
    """The open hearing made a survey: its draft goes, its questions stay."""
    folder = content / "hearings" / "apen-plan"
    (folder / "draft.md").unlink()
    text = (folder / "hearing.yml").read_text(encoding="utf-8")
    (folder / "hearing.yml").write_text(
        text.replace("id: apen-plan", "id: apen-plan\nkind: survey", 1), encoding="utf-8"
    )


@pytest.fixture
def answer(complete):
    """What the form without sections is filled in with."""
    return {name: text for name, text in complete.items() if not name.endswith(("_formal", "_okonomi"))}


def test_the_form_asks_the_questions_and_nothing_of_a_draft(answering):
    """No part for sections; the page says what it is."""
    page = answering.get(FORM).text
    assert "Expectations survey" in page
    assert "The draft, section by section" not in page
    assert page.index('id="forventning"') < page.index('id="viktigst"') < page.index('id="general"')
    assert "Questions about the survey?" in page


def test_a_survey_is_invited_to_by_its_own_name(db, library, sender, now):
    """The mail does not call it a hearing."""
    hearing = library.matter("apen-plan").hearing
    words = words_for(hearing.language)
    invite_bodies(db, hearing, hearing.invited, sender=sender, words_of=lambda _: words, actor="test", now=now)
    mail = message_from_bytes(outbox.waiting(db)[0].message, policy=policy.SMTP)
    said = mail["Subject"] + mail.get_body().get_content()
    assert words.gettext("Survey: {title}", title="Felles plan for elva") in mail["Subject"]
    assert not re.search(r"\bhøringen\b", said)


@pytest.mark.slow
def test_a_survey_goes_from_the_form_to_the_public_page(answering, answer, db, settings, clock):
    """Received, released after the deadline, and readable with its questions where a hearing has its draft."""
    answering.save(answer, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    (submission,) = submissions.of_hearing(db, "apen-plan")
    clock.set(2026, 6, 20, 9)
    publish(db, settings, "apen-plan", released=frozenset({submission.reference}), actor="x", now=clock.now)
    page = (settings.site / "current" / "en" / "horinger" / "apen-plan" / "index.html").read_text(encoding="utf-8")
    assert '<p class="eyebrow">Expectations survey</p>' in page
    assert 'id="_sporsmal"' in page
    assert 'id="_utkast"' not in page
    assert "How they stand to each section" not in page
    answers = settings.site / "current" / "en" / "horinger" / "apen-plan" / "svar" / "bergvik" / "index.html"
    assert "Vannet." in answers.read_text(encoding="utf-8")


def test_the_desk_says_that_it_is_a_survey(secretary):
    """In the list and on its own page; every page of it can be opened without a draft."""
    assert "Expectations survey" in secretary.get("/sekretariat/").text
    for path in ("", "punkter/", "oppsummering/", "publiser/"):
        assert secretary.get(f"/sekretariat/apen-plan/{path}").status_code == 200
    assert "Expectations survey" in secretary.get("/sekretariat/apen-plan/").text


@pytest.fixture
def over(content, survey):
    """The deadline of the survey has passed."""
    file = content / "hearings" / "apen-plan" / "hearing.yml"
    text = file.read_text(encoding="utf-8")
    moved = re.sub(r"deadlines:\n(?:[ -].*\n)+", "deadlines:\n  - {date: 2026-05-10, set: 2026-03-02}\n", text)
    file.write_text(moved, encoding="utf-8")


def test_a_survey_has_no_draft_to_change(secretary, db, library, receive, answered, content, now, over):
    """No page, no tab, and nothing left of it where a point is accepted."""
    matter = library.matter("apen-plan")
    sent = receive(matter.hearing, "bergvik", answered({"viktigst": "Vannet."}))
    split_by_paragraph(db, sent, "viktigst", actor="siri", now=now)
    (point,) = points.of_submission(db, sent.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, sent, point.id, **told)
    desk = "/sekretariat/apen-plan/"
    assert secretary.get(f"{desk}endringer/").status_code == 404
    secretary.get(f"{desk}publiser/")
    assert secretary.post(f"{desk}endringer/utkast/").status_code == 404
    for page in ("", "oppsummering/", "publiser/"):
        text = secretary.get(f"{desk}{page}").text
        assert f"{desk}endringer/" not in text
        assert "new draft" not in text
    assert tuple(findings(db, matter)) == ()
    todo = plan(db, matter, content, released=frozenset({sent.reference}), now=now)
    assert not any("draft" in str(message) for message in (*todo.stops, *todo.warnings))


def test_a_survey_without_answers_says_the_same_on_all_its_pages(secretary, over):
    """Nothing has come in, and that is what is left to publish."""
    desk = "/sekretariat/apen-plan/"
    overview, summary, publishing = (secretary.get(f"{desk}{page}").text for page in ("", "oppsummering/", "publiser/"))
    assert "Readers see that when it is published" in overview
    assert "Nothing is left" not in overview
    assert "No answer has come in." in summary
    assert "Nothing has been received yet" in publishing
