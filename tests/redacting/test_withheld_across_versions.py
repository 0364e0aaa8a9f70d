"""What is withheld of an answer stays so when the body sends a new version: on the site, in files and in the draft."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from hearing_app.answering.attachments import keep, limits_of
from hearing_app.answering.receive import receive_submission
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.amendment import amendments
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.submission import Answer, fingerprint
from hearing_app.domain.vocabulary import Conclusion, FileRelease, Language
from hearing_app.library import DefinitionBroken
from hearing_app.publishing.publish import PublishingStopped, publish, refresh_site
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.gate import FindKind, let_pass
from hearing_app.redacting.published_files import FileDecision, decide
from hearing_app.redacting.redact import (
    LayersChanged,
    Marking,
    lift,
    redact,
    redactions_of,
    seen_of,
    was_public,
    withhold,
)
from hearing_app.redacting.taking_over import offered, take_over
from hearing_app.storage import points, redactions
from hearing_app.storage.publish_jobs import JobStep
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point, proposed_release
from hearing_app.treating.new_draft import (
    AmendmentWithheld,
    Editor,
    amended,
    begin_draft,
    put_in,
    section_file,
    write_section,
)
from hearing_app.treating.splitting import add_from_attachment, carry_over, split_by_paragraph

HEARING = "lukket-strategi"
GROUND = defaults().redaction_grounds[0]
LATER = datetime(2026, 4, 25, 8, 0, tzinfo=UTC)
FIELD = "answers/tiltak/text"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def send(closed, receive, answered):
    """A function by which Bergvik sends an answer, or a new version of it."""

    def sent(text, *, at=None, body="bergvik"):
        return receive(closed, body, answered({"viktigst": "", "tiltak": text}), **({"at": at} if at else {}))

    return sent


@pytest.fixture
def lay(db, closed, now):
    """A function that withholds words of an answer, every occurrence or one of them."""

    def laid(sent, words, nth=None, *, field=FIELD, at=now):
        marking, seen = Marking(field, words, nth, GROUND), seen_of(redactions.of_submission(db, sent.reference))
        return redact(db, closed, sent, marking, seen=seen, actor="kari", now=at)

    return laid


@pytest.fixture
def whole(db, now):
    """A function that withholds an answer as a whole."""
    return lambda sent, at=now: withhold(
        db, sent, GROUND, note="", seen=seen_of(redactions.of_submission(db, sent.reference)), actor="kari", now=at
    )


@pytest.fixture
def go(db, settings, now):
    """A function that publishes some answers, `hours` after the test began."""

    def published(*sent, hours=0.0, note="Ny versjon."):
        at, released = now + timedelta(hours=hours), frozenset(one.reference for one in sent)
        return publish(db, settings, HEARING, released=released, actor="kari", now=at, note=note)

    return published


@pytest.fixture
def look(db, library, settings, now):
    """A function that says what publishing some answers would do."""

    def looked(*sent):
        released = frozenset(one.reference for one in sent)
        return plan(db, library.matter(HEARING), settings.content, released=released, now=now)

    return looked


@pytest.fixture
def take(db, closed, now):
    """A function that takes over what is withheld of earlier versions, as a reviewer does with one click."""

    def taken(sent):
        seen = seen_of(redactions.of_submission(db, sent.reference))
        return take_over(db, closed, sent, seen=seen, actor="siri", now=now)

    return taken


def stands(settings, word):
    """Tell in which files of the site and the content a word stands."""
    files = [p for folder in (settings.site, settings.content) for p in folder.rglob("*") if p.is_file()]
    return {path.name for path in files if word.encode() in path.read_bytes()}


def stopping(todo):
    """Return what stops at the gate: kind and words."""
    return {(find.kind, find.words) for find in todo.finds if find.stops}


def test_single_occurrences_stop_the_next_version_until_they_are_taken_over(db, settings, send, lay, go, look, take):
    """Both places of the name are asked about; one click lays the marks again, and nothing of it is on the site."""
    first = send("Ring Ola.\n\nOg Ola igjen.")
    lay(first, "Ola", 1)
    lay(first, "Ola", 2)
    go(first)
    assert stands(settings, "Ola") == set()
    second = send("Ring Ola.\n\nOg Ola igjen. Ny setning.", at=LATER)
    assert stopping(look(second)) == {(FindKind.WITHHELD, "Ola")}
    with pytest.raises(PublishingStopped):
        go(second, hours=1)
    assert len(take(second).layers) == 2
    go(second, hours=2)
    assert stands(settings, "Ola") == set()
    assert "Ny setning." in (settings.site / "current/horinger/lukket-strategi/svar/bergvik/index.html").read_text()


def test_an_occurrence_is_known_again_by_the_words_around_it(db, closed, send, lay, take, look):
    """Another of the name came in before it, and what was let stay is asked about no more."""
    first = send("Ola er grei. Ring Ola hjemme.")
    lay(first, "Ola", 2)
    second = send("Hei fra Ola selv. Ola er grei. Ring Ola hjemme.", at=LATER)
    assert {one.layer.nth for one in offered(db, closed, second).layers} == {3}
    take(second)
    (layer,) = redactions.of_submission(db, second.reference)
    assert (layer.nth, layer.made_by, layer.mark) == (3, "siri", GROUND.mark)
    assert stopping(look(second)) == set()
    assert not offered(db, closed, second)
    with pytest.raises(LayersChanged):
        take(second)


def test_words_of_one_place_that_may_stand_in_the_new_version_are_let_pass(db, send, lay, look, now):
    """For the text as it is; a third version is asked about anew."""
    first = send("Ring Ola.")
    lay(first, "Ola", 1)
    second = send("Ola har samtykket.", at=LATER)
    (find,) = [find for find in look(second).finds if find.stops]
    let_pass(db, HEARING, find, actor="kari", now=now)
    assert stopping(look(second)) == set()
    third = send("Ola har likevel ikke samtykket.", at=LATER + timedelta(days=1))
    assert stopping(look(third)) == {(FindKind.WITHHELD, "Ola")}


def test_a_new_version_of_an_answer_that_is_withheld_as_a_whole_stays_back(
    db, settings, library, send, whole, look, go, take
):
    """It is not among what publishing begins with, and chosen all the same it stops until somebody decides."""
    first, other = send("Hemmelig alt sammen."), send("Åpent.", body="fossheim")
    whole(first)
    second = send("Hemmelig alt sammen. Rettet.", at=LATER)
    assert proposed_release(db, library.matter(HEARING)) == {other.reference}
    assert any("as a whole" in str(message) for message in look(other).warnings)
    assert stopping(look(second)) == {(FindKind.WHOLE, "▇▇▇ [offl. § 13]")}
    with pytest.raises(PublishingStopped):
        go(second)
    take(second)
    go(other, second)
    assert stands(settings, "Hemmelig alt") == set()
    assert redactions_of(db, HEARING).withheld(second.reference) == GROUND.mark


def test_a_new_version_may_go_out_when_a_reviewer_says_so(db, send, whole, look, now):
    """At the gate, or by lifting what the earlier version is withheld by."""
    first = send("Hemmelig.")
    number = whole(first)
    second = send("Åpent nå.", at=LATER)
    (find,) = [find for find in look(second).finds if find.stops]
    let_pass(db, HEARING, find, actor="kari", now=now)
    assert look(second).stops == ()
    third = send("Fremdeles åpent.", at=LATER + timedelta(days=1))
    assert stopping(look(third))
    seen = seen_of(redactions.of_submission(db, first.reference))
    lift(db, first, number, why="Samtykke.", seen=seen, actor="kari", now=now)
    assert look(third).stops == ()


def with_file(text):
    """Return a Word document and how it is called."""
    document, out = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(out)
    data = out.getvalue()
    return Attachment("brev.docx", MEDIA, len(data), fingerprint(data)), data


def test_words_of_a_withheld_file_stay_withheld_when_the_file_comes_again(
    db, settings, closed, answered, sender, go, take, now
):
    """The point is carried over; readers get a mark for its words, and the decision on the file can be taken over."""
    file, data = with_file("HEMMELIGFILTEKST står her.")
    keep(settings.attachments, file, data)

    def send_with(text, at):
        content = replace(answered({"viktigst": "", "tiltak": text}), attachments=(file,))
        known = {"words": words_for(Language.NB), "sender": sender, "now": at, "files": settings.attachments}
        return receive_submission(db, closed, closed.invited_body("bergvik"), content, **known)

    first = send_with("Se vedlegg.", datetime(2026, 4, 20, 8, tzinfo=UTC))
    words = {"text": "HEMMELIGFILTEKST står her.", "actor": "kari", "now": now}
    add_from_attachment(db, first, file.sha256, "tiltak", "HEMMELIGFILTEKST står her.", **words)
    (point,) = points.of_submission(db, first.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "kari", "now": now}
    assess_point(db, first, point.id, **told)
    decision, limits = FileDecision(FileRelease.WITHHELD, GROUND), limits_of(settings)
    decide(db, settings.attachments, limits, first, file, decision, seen="0", actor="kari", now=now)
    go(first)
    second = send_with("Se vedlegg. Takk.", LATER)
    assert carry_over(db, second, actor="kari", now=now) == 1
    go(second, hours=1)
    assert stands(settings, "HEMMELIGFILTEKST") == set()
    assert [row.release for row in take(second).files] == [FileRelease.WITHHELD]
    go(second, hours=2)
    assert stands(settings, "HEMMELIGFILTEKST") == set()


def test_a_change_that_is_withheld_in_an_earlier_version_is_not_put_into_the_draft(
    db, settings, library, receive, answered, lay, now
):
    """The same change in the new version, carried over with its conclusion, is refused too."""
    heard = settings.content / "hearings" / HEARING / "draft.md"
    heard.write_text(heard.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    hearing = library.matter(HEARING).hearing
    item = hearing.item("mal")
    change = amendments(item.original, item.original.markdown.replace("Alle", "Kari Hemmelig"))
    first = receive(hearing, "bergvik", replace(answered(), answers=(Answer("mal", amendments=change),)))
    split_by_paragraph(db, first, "mal", actor="siri", now=now)
    lay(first, "Kari Hemmelig", 1, field="answers/mal/amendments/1/added")
    (point,) = points.of_submission(db, first.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "kari", "now": now}
    assess_point(db, first, point.id, **told)
    begin_draft(db, settings, library.matter(HEARING), editor=Editor("siri"), now=now)
    again = replace(answered(role="Ny rolle"), answers=(Answer("mal", amendments=change),))
    second = receive(hearing, "bergvik", again, at=LATER)
    carry_over(db, second, actor="siri", now=now)
    (point,) = points.of_submission(db, second.reference)
    matter = library.matter(HEARING)
    file, _text = amended(settings, matter, point)
    with pytest.raises(AmendmentWithheld):
        put_in(db, settings, matter, point, body="Bergvik", seen=file.seen, editor=Editor("siri"), now=now)
    assert "Hemmelig" not in (settings.content / file.path).read_text(encoding="utf-8")


def test_words_of_an_earlier_version_typed_into_the_draft_are_told_first(db, settings, library, send, lay, now):
    """Saved once more with what was told, they stand there for the gate to stop."""
    heard = settings.content / "hearings" / HEARING / "draft.md"
    heard.write_text(heard.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    first = send("Ring Ola Hemmelig.")
    lay(first, "Ola Hemmelig")
    second = send("Ring oss.", at=LATER)
    begin_draft(db, settings, library.matter(HEARING), editor=Editor("siri"), now=now)
    matter = library.matter(HEARING)
    file, _text = section_file(settings, matter, "mal")
    known = {"seen": file.seen, "editor": Editor("siri"), "now": now}
    with pytest.raises(DefinitionBroken):
        write_section(db, settings, matter, "mal", "Ola **Hemmelig** skal gå.", **known)
    assert "Hemmelig" not in (settings.content / file.path).read_text(encoding="utf-8")
    assert stopping(plan(db, matter, settings.content, released=frozenset({second.reference}), now=now)) == set()


def test_that_words_were_public_is_told_after_the_answer_was_taken_back(db, send, lay, go, look, now):
    """It was unpublished first and redacted then; it is told with the days on which it could be read."""
    first, other = send("Ring Ola."), send("Ingenting.", body="fossheim")
    go(first, other)
    go(other, hours=1, note="Feil.")
    lay(first, "Ola", at=now + timedelta(hours=2))
    (told,) = was_public(db, HEARING)
    assert (told.since, told.until, told.body) == (now, now + timedelta(hours=1), "bergvik")
    assert any("were public from" in str(message) for message in look(first, other).warnings)


def test_that_words_were_public_is_told_after_a_new_version(send, lay, go, look, now):
    """The version that counts has none of them; copies that others have taken do."""
    first = send("Ring Ola.")
    go(first)
    lay(first, "Ola", at=now + timedelta(hours=1))
    second = send("Helt nytt.", at=LATER)
    assert any("have been public since" in str(message) for message in look(second).warnings)


def test_a_publishing_that_fails_leaves_since_when_answers_are_public(db, settings, send, lay, go, now):
    """To take an answer back failed: who released it and when is as it was, also for words withheld meanwhile."""
    first, other = send("Ring Ola."), send("Ingenting.", body="fossheim")
    go(first, other)
    before = list(db.query("SELECT * FROM releases"))

    def full_disk(step):
        if step is JobStep.BUILT:
            lay(first, "Ola", at=now + timedelta(days=5, minutes=1))
            raise OSError("full")

    known = {"actor": "siri", "now": now + timedelta(days=5), "note": "Feil.", "report": full_disk}
    with pytest.raises(OSError, match="full"):
        publish(db, settings, HEARING, released=frozenset({other.reference}), **known)
    assert list(db.query("SELECT * FROM releases")) == before
    (told,) = was_public(db, HEARING)
    assert (told.since, told.until) == (now, None)


def test_a_first_publishing_that_fails_has_made_nothing_public(db, settings, send, lay, now):
    """It was to be released, and no reader has seen it."""
    first = send("Ring Ola.")

    def full_disk(step):
        if step is JobStep.BUILT:
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        publish(db, settings, HEARING, released=frozenset({first.reference}), actor="siri", now=now, report=full_disk)
    lay(first, "Ola", at=now + timedelta(hours=1))
    assert was_public(db, HEARING) == ()


def test_that_an_answer_is_withheld_is_told_when_it_is_taken_away(settings, send, whole, go, db, now):
    """The site that the worker builds in between says nothing of a ground while the text still stands there."""
    first, other = send("Ring Ola."), send("Åpent.", body="fossheim")
    go(first, other)
    whole(first, now + timedelta(minutes=1))
    refresh_site(db, settings, now=now + timedelta(minutes=2))
    register = settings.content / f"hearings/{HEARING}/submissions/received.yml"
    assert "withheld" not in register.read_text(encoding="utf-8")
    go(other, hours=1, note="Unntatt.")
    assert "withheld: offl. § 13" in register.read_text(encoding="utf-8")
    refresh_site(db, settings, now=now + timedelta(hours=2))
    assert "withheld: offl. § 13" in register.read_text(encoding="utf-8")
    assert stands(settings, "Ring Ola") == set()
