from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from hearing_app.answering.receive import receive_submission
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.storage import assignments, audit, points, set_aside
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.assigning import assign
from hearing_app.treating.joining import join
from hearing_app.treating.setting_aside import (
    Word,
    coverage_of_hearing,
    remaining_of,
    set_aside_answer,
    set_aside_attachment,
    set_aside_paragraphs,
    set_aside_response,
    take_back,
)
from hearing_app.treating.splitting import (
    AttachmentUnknown,
    NotTogether,
    NotVerbatim,
    add_from_attachment,
    add_paragraphs,
    add_point,
    carry_over,
    remove_point,
)
from hearing_app.treating.theming import give_theme
from hearing_app.users.accounts import set_user

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
TWICE = "Merk stiene bedre.\n\nBygg to broer.\n\nMerk stiene bedre."
DATA = b"Bygg to broer."
FILE = Attachment("kart.pdf", "application/pdf", len(DATA), sha256(DATA).hexdigest())
WORD = Word("kari", AT, "Bare støtte.")


@pytest.fixture
def sent(db, settings, sender, closed, answered):
    """Bergvik's, which says the same twice and has a file with it."""
    path = settings.attachments / FILE.sha256[:2] / FILE.sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    content = replace(answered({"viktigst": "", "tiltak": TWICE}), attachments=(FILE,))
    said = {"words": words_for(Language.NB), "sender": sender, "now": RECEIVED, "files": settings.attachments}
    return receive_submission(db, closed, closed.invited_body("bergvik"), content, **said)


@pytest.fixture
def fossheim(closed, receive, answered):
    """What Fossheim says."""
    return receive(closed, "fossheim", answered({"viktigst": "", "general": "Vi saknar ein frist."}))


def own(db, sent):
    return points.of_submission(db, sent.reference)


def who():
    return {"actor": "kari", "now": AT}


def test_the_same_words_in_two_places_are_two_points(db, sent):
    """By where they were marked; without that the first place that is free, and a third time nothing."""
    assert add_point(db, sent, "tiltak", "Merk stiene bedre.", before=30, **who())
    assert add_point(db, sent, "tiltak", "Merk stiene bedre.", **who())
    assert not add_point(db, sent, "tiltak", "Merk stiene bedre.", **who())
    assert [point.occurrence for point in own(db, sent)] == [2, 1]


def test_paragraphs_are_made_one_point_each_or_together(db, sent):
    """Together only where they follow each other; numbers that are not there are nothing."""
    assert add_paragraphs(db, sent, "tiltak", [0, 2, 7], **who()) == 2
    assert add_paragraphs(db, sent, "tiltak", [1, 2], together=True, **who()) == 1
    assert [point.quote for point in own(db, sent)][-1] == "Bygg to broer.\n\nMerk stiene bedre."
    with pytest.raises(NotTogether):
        add_paragraphs(db, sent, "tiltak", [0, 2], together=True, **who())
    assert add_paragraphs(db, sent, "tiltak", [], together=True, **who()) == 0


def test_a_point_of_a_file_says_which(db, sent):
    """Its words stand in the file where that can be read; a file that did not come with it has none."""
    assert add_from_attachment(db, sent, FILE.sha256, "tiltak", "to  broer", text="Bygg to\nbroer nå.", **who())
    with pytest.raises(NotVerbatim):
        add_from_attachment(db, sent, FILE.sha256, "tiltak", "tre broer", text="Bygg to broer nå.", **who())
    with pytest.raises(AttachmentUnknown):
        add_from_attachment(db, sent, "b" * 64, "tiltak", "to broer", **who())
    assert add_from_attachment(db, sent, FILE.sha256, "tiltak", "Ulest.", **who())
    first, second = own(db, sent)
    assert (first.quote, first.attachment, first.file) == ("to\nbroer", FILE.sha256, "kart.pdf")
    assert second.quote == "Ulest."


def test_nothing_is_left_without_a_point_or_a_word(db, closed, sent):
    """Counted for the hearing by body; the file needs a word of its own, and a word can be taken back."""
    assert coverage_of_hearing(db, closed) == {"bergvik": 4}
    add_point(db, sent, "tiltak", "Merk stiene bedre.", **who())
    assert set_aside_paragraphs(db, sent, "tiltak", [1, 2], WORD) == 2
    assert set_aside_paragraphs(db, sent, "tiltak", [1, 2], WORD) == 0
    assert [part.attachment for part in remaining_of(db, sent)] == [FILE.sha256]
    assert set_aside_attachment(db, sent, FILE.sha256, WORD)
    assert coverage_of_hearing(db, closed) == {}
    said = set_aside.of_submission(db, sent.reference)
    assert [(word.by, word.at, word.reason) for word in said] == [("kari", AT, "Bare støtte.")] * 3
    assert take_back(db, sent, said[0].id, **who())
    assert not take_back(db, sent, said[0].id, **who())
    assert coverage_of_hearing(db, closed) == {"bergvik": 1}
    assert [entry.action for entry in audit.entries(db, closed.id)][-1] == "set aside taken back"


def test_a_word_on_an_answer_or_on_a_response_is_of_all_of_it(db, closed, sent, fossheim):
    """An answer that was not given has none, and nobody takes back what stands in another response."""
    assert not set_aside_answer(db, sent, "general", WORD)
    assert set_aside_answer(db, sent, "tiltak", WORD)
    assert set_aside_response(db, fossheim, WORD)
    assert coverage_of_hearing(db, closed) == {"bergvik": 1}
    (word,) = set_aside.of_submission(db, fossheim.reference)
    assert not take_back(db, sent, word.id, **who())


@pytest.fixture
def later(closed, receive, answered, sent):
    """Bergvik's second version, with one more paragraph."""
    return receive(closed, "bergvik", answered({"viktigst": "", "tiltak": f"{TWICE}\n\nNytt."}))


def test_a_new_version_gets_all_that_was_done(db, closed, sent, fossheim, later):
    """Themes, who is to assess a point, which of two places it is, what was set aside, and what it shares."""
    add_point(db, sent, "tiltak", "Merk stiene bedre.", before=30, **who())
    add_point(db, sent, "tiltak", "Bygg to broer.", **who())
    add_point(db, fossheim, "general", "Vi saknar ein frist.", **who())
    set_aside_paragraphs(db, sent, "tiltak", [0], WORD)
    old, bridge = own(db, sent)
    (frist,) = own(db, fossheim)
    give_theme(db, closed.id, [old.id], "Stier", **who())
    points.set_joined(db, [bridge.id], frist.id)
    assert carry_over(db, later, **who()) == 2
    again, shared = own(db, later)
    assert (again.occurrence, again.themes, shared.joined) == (2, ("Stier",), frist.id)
    assert [word.words for word in set_aside.of_submission(db, later.reference)] == ["Merk stiene bedre."]
    assert [later.content.answers[0].text[slice(*part.span)] for part in remaining_of(db, later)] == ["Nytt."]


def test_who_shared_with_the_old_version_shares_with_the_new(db, closed, three_answers, receive, answered):
    """The point that held the assessment hands it to the new version's."""
    old = three_answers["fossheim"]
    add_point(db, old, "general", "Vi saknar ein frist.", **who())
    add_point(db, three_answers["indre"], "general", "HEMMELIG inntil videre.", **who())
    (root,), (other,) = own(db, old), own(db, three_answers["indre"])
    said = {"assessment": "Enig.", "conclusion": Conclusion.ACCEPTED, "revision": 0}
    assess_point(db, old, root.id, actor="kari", now=AT, **said)
    join(db, closed.id, root.id, [other.id], **who())
    newer = receive(closed, "fossheim", answered({"viktigst": "", "general": "Vi saknar ein frist. Takk."}))
    carry_over(db, newer, **who())
    (heir,) = own(db, newer)
    assert points.get(db, other.id).joined == heir.id
    assert points.get(db, other.id).assessment == "Enig."


def test_a_removed_point_leaves_its_place_to_the_next(db, closed, three_answers):
    """Of those that share its assessment the oldest holds it then; who only shares may be removed."""
    bodies = ("bergvik", "fossheim", "indre")
    quotes = {
        "bergvik": ("tiltak", "Bygg to broer."),
        "fossheim": ("general", "Vi saknar ein frist."),
        "indre": ("general", "HEMMELIG"),
    }
    for body in bodies:
        add_point(db, three_answers[body], *quotes[body], **who())
    first, second, third = (own(db, three_answers[body])[0] for body in bodies)
    join(db, closed.id, first.id, [second.id, third.id], **who())
    remove_point(db, three_answers["bergvik"], first.id, **who())
    assert points.get(db, first.id) is None
    assert (points.get(db, second.id).joined, points.get(db, third.id).joined) == (None, second.id)
    said = {"assessment": "Enig.", "conclusion": None, "revision": 0}
    assess_point(db, three_answers["fossheim"], second.id, actor="kari", now=AT, **said)
    remove_point(db, three_answers["indre"], third.id, **who())
    assert points.get(db, third.id) is None


def test_a_day_comes_along_to_the_new_version(db, closed, sent, later, now):
    """Nobody is mailed anew about a point that was theirs already."""
    set_user(db, username="ola", name="Ola", password="en lang og god setning", now=now)
    add_point(db, sent, "tiltak", "Bygg to broer.", **who())
    assign(db, closed.id, [own(db, sent)[0].id], username="ola", due=date(2026, 6, 1), **who())
    carry_over(db, later, **who())
    (carried,) = own(db, later)
    assert (carried.assignee, carried.due) == ("ola", date(2026, 6, 1))
    assert assignments.untold(db) == {}
