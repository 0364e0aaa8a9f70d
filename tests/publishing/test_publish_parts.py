"""Conclusions released part by part, corrections that readers see, and mail to those who have answered."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.inviting.contacts import addresses_of
from hearing_app.mailing.published_mail import news
from hearing_app.publishing.publish import PublishingStopped, publish
from hearing_app.publishing.publish_plan import plan
from hearing_app.storage import audit, points, publications, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import split_by_paragraph

HEARING = "lukket-strategi"
FOLDER = f"hearings/{HEARING}"
pytestmark = pytest.mark.slow


@pytest.fixture
def assess(db, now):
    """A function that writes an assessment and a conclusion on every point of a body."""

    def write(answers, body, words="Vurdert.", conclusion=Conclusion.ACCEPTED):
        for point in points.of_submission(db, answers[body].reference):
            submission = submissions.by_reference(db, point.submission)
            what = {"assessment": words, "conclusion": conclusion, "revision": point.revision}
            assess_point(db, submission, point.id, **what, actor="kari", now=now)

    return write


@pytest.fixture
def answers(db, three_answers, now, assess):
    """Bergvik's answer on «tiltak» and Fossheim's general one as points with conclusions."""
    for body, item in (("bergvik", "tiltak"), ("fossheim", "general")):
        split_by_paragraph(db, three_answers[body], item, actor="kari", now=now)
        assess(three_answers, body, words=f"Vurdering for {body}.")
    return three_answers


@pytest.fixture
def go(db, settings, answers, now):
    """A function that publishes the answers of the given bodies."""

    def publish_those(*bodies, at=now, **kwargs):
        released = frozenset(answers[body].reference for body in bodies)
        return publish(db, settings, HEARING, released=released, actor="kari", now=at, **kwargs)

    return publish_those


@pytest.fixture
def page(settings):
    """A function that reads a page of the live site."""
    return lambda path="": (settings.site / f"current/horinger/{HEARING}/{path}index.html").read_text(encoding="utf-8")


def only(*items):
    return Concluded(everything=False, items=frozenset(items))


def test_only_the_conclusions_on_a_chosen_part_are_published(go, page, content):
    """On the others readers see the input, marked as being considered; the figures count everything."""
    go("bergvik", "fossheim", concluded=only("tiltak"))
    text = page()
    assert "Vurdering for bergvik." in text
    assert "Vi saknar ein frist." in text
    assert "Vurdering for fossheim." not in text
    assert "Behandles" in text
    summary = load_content(content).matter(HEARING).summary
    assert summary.to_come == ("general",)
    assert sum(count.total for count in summary.stances) == 4
    assert "Vurdering for fossheim." not in (content / FOLDER / "summary.yml").read_text(encoding="utf-8")
    assert "Behandles" in page("svar/fossheim/")


def test_later_the_rest_is_released_and_that_is_no_correction(go, page, db, now):
    """No reason is asked for, and what was chosen before stays chosen until somebody chooses anew."""
    go("bergvik", "fossheim", concluded=only("tiltak"))
    assert publications.concluded(db, HEARING) == only("tiltak")
    go("bergvik", "fossheim")
    assert "Vurdering for fossheim." not in page()
    go("bergvik", "fossheim", concluded=EVERYTHING)
    assert "Vurdering for fossheim." in page()
    assert "Behandles" not in page()
    assert load_content_corrections(page()) == []


def load_content_corrections(text):
    return re.findall(r'class="corrections"', text)


def test_a_part_that_is_not_chosen_need_not_be_assessed(go, db, answers, assess):
    """Rule 11 stops what is published without assessment; what is kept back on purpose waits."""
    assess(answers, "fossheim", words="", conclusion=None)
    with pytest.raises(PublishingStopped):
        go("bergvik", "fossheim")
    go("bergvik", "fossheim", concluded=only("tiltak"))


def test_no_part_at_all_can_be_chosen(go, page, db):
    """The input alone is published."""
    go("bergvik", concluded=only())
    assert publications.concluded(db, HEARING) == only()
    assert "Vurdering for" not in page()
    assert "Bygg to broer." in page()


def test_who_released_and_withdrew_conclusions_is_kept(go, db, now):
    """The table is only added to."""
    go("bergvik")
    go("bergvik", concluded=only("tiltak"), note="Delen om mål behandles på nytt.")
    rows = list(db.query("SELECT item, released_by, withdrawn_by FROM conclusion_releases ORDER BY id"))
    assert [tuple(row.values()) for row in rows] == [("*", "kari", "kari"), ("tiltak", "kari", None)]
    with pytest.raises(Exception, match="never deleted"):
        db.execute("DELETE FROM conclusion_releases")


def test_withdrawing_an_answer_asks_for_a_reason_that_readers_see(go, page, now, content):
    """On the hearing's page and on the page where the answer was; the answer itself is gone."""
    go("bergvik", "fossheim")
    with pytest.raises(PublishingStopped, match="Say why"):
        go("bergvik", at=now + timedelta(days=1))
    go("bergvik", at=now + timedelta(days=1), note="Sendt ved en feil.")
    for text in (page(), page("svar/fossheim/")):
        assert "Trukket tilbake fra publisering 16. mai 2026" in text
        assert "Sendt ved en feil." in text
    assert "Vi saknar ein frist." not in page("svar/fossheim/") + page()
    (correction,) = load_content(content).matter(HEARING).corrections
    assert (correction.bodies, correction.withdrawn) == (("fossheim",), True)


def test_an_answer_that_is_published_again_has_its_page_back(go, page, now):
    """And the note stays, for the history is told."""
    go("bergvik", "fossheim")
    go("bergvik", note="Sendt ved en feil.")
    go("bergvik", "fossheim", at=now + timedelta(days=2))
    text = page("svar/fossheim/")
    assert "Vi saknar ein frist." in text
    assert "Sendt ved en feil." in text


def test_correcting_a_published_conclusion_asks_for_a_reason_that_readers_see(go, page, now, answers, assess):
    """The newest stands first, and the body's own page tells it too; others' pages do not."""
    go("bergvik", "fossheim")
    assess(answers, "bergvik", words="Vurdert på nytt.", conclusion=Conclusion.NOT_ACCEPTED)
    with pytest.raises(PublishingStopped, match="Say why"):
        go("bergvik", "fossheim")
    go("bergvik", "fossheim", at=now + timedelta(days=1), note="Feil konklusjon.")
    assess(answers, "fossheim", words="Også på nytt.")
    go("bergvik", "fossheim", at=now + timedelta(days=2), note="Skrivefeil i vurderingen.")
    text = page()
    assert text.index("Rettet 17. mai 2026") < text.index("Rettet 16. mai 2026")
    assert "Feil konklusjon." in page("svar/bergvik/")
    assert "Feil konklusjon." not in page("svar/fossheim/")


def test_before_publication_no_reason_is_asked_for(go, page, answers, assess):
    """Nobody has seen it."""
    assess(answers, "bergvik", words="Annerledes.")
    go("bergvik")
    assert load_content_corrections(page()) == []


def test_a_failed_publishing_leaves_no_correction(go, db, content, settings, answers, now):
    """What was not published was not corrected either."""
    go("bergvik", "fossheim")
    broken = content / "hearings/apen-plan/hearing.yml"
    good = broken.read_text(encoding="utf-8")
    broken.write_text("id: feil\n", encoding="utf-8")
    with pytest.raises(Exception, match="mistakes"):
        go("bergvik", note="Sendt ved en feil.")
    broken.write_text(good, encoding="utf-8")
    assert publications.corrections(db, HEARING) == ()


def letters(db):
    rows = db.query("SELECT recipient, message FROM outbox WHERE kind = 'published' ORDER BY id")
    return [(row["recipient"], message_from_bytes(row["message"], policy=policy.default)) for row in rows]


def test_bodies_are_told_once_by_mail_in_their_own_language(go, db, library):
    """Of the answer with the address of its own page; publishing the same again sends nothing."""
    go("bergvik", "fossheim", mails=True)
    told = letters(db)
    bodies = library.matter(HEARING).hearing.invited
    addresses = addresses_of(db, bodies)
    expected = {addresses[b] or "kari@bergvik.example" for b in ("bergvik", "fossheim")}
    assert {recipient for recipient, _ in told} == expected
    texts = [mail.get_content() for _, mail in told]
    assert any(f"http://samrad.test/horinger/{HEARING}/svar/bergvik/" in text for text in texts)
    assert "Les det her:" in texts[0]
    go("bergvik", "fossheim", mails=True)
    assert len(letters(db)) == 2
    assert [e.action for e in audit.entries(db, HEARING)].count("told of publishing") == 2


def test_conclusions_that_come_later_are_told_of_when_they_come(go, db):
    """First the answer, then the conclusions on the parts it has points on, each once."""
    go("bergvik", "fossheim", concluded=only("tiltak"), mails=True)
    subjects = [mail["Subject"] for _, mail in letters(db)]
    go("bergvik", "fossheim", concluded=EVERYTHING, mails=True)
    later = [mail["Subject"] for _, mail in letters(db)][2:]
    assert all("publisert" in subject for subject in subjects)
    assert len(later) == 1
    assert later[0].startswith(("Konklusjoner", "Konklusjonar"))


def test_nobody_is_told_unless_it_is_asked_for(go, db, library, settings, now, answers):
    """And who was not told then can be told later."""
    go("bergvik")
    assert letters(db) == []
    matter = library.matter(HEARING)
    todo = plan(
        db, matter, settings.content, released=frozenset({answers["bergvik"].reference}), now=now, concluded=EVERYTHING
    )
    (one,) = news(db, matter.hearing, todo.copies, todo.public)
    assert one.items == ("", "tiltak")


def test_the_difference_does_not_depend_on_the_reason(db, library, settings, now, go, answers):
    """What was looked at before the reason was written is what is published."""
    go("bergvik", "fossheim")
    chosen = frozenset({answers["bergvik"].reference})
    looked = plan(db, library.matter(HEARING), settings.content, released=chosen, now=now)
    assert looked.affected.withdrawn == ("fossheim",)
    go("bergvik", note="Sendt ved en feil.", seen=looked.fingerprint)
