"""Readers get nothing early and nothing too much: by part, from a file, in a reason, in a draft, or from last week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from hearing_app.answering.attachments import keep, limits_of
from hearing_app.answering.receive import receive_submission
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.public_copy import public_summary
from hearing_app.domain.public_text import Redactions
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.submission import Answer, fingerprint
from hearing_app.domain.summary import Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, FileRelease, Language
from hearing_app.publishing.preview import folder_of, make_preview
from hearing_app.publishing.publish import PublishingStopped, publish
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.published_files import FileDecision, decide
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import points, redactions, submissions
from hearing_app.storage.publish_jobs import Request
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.joining import join
from hearing_app.treating.review import approve
from hearing_app.treating.splitting import add_from_attachment, split_by_paragraph

HEARING = "lukket-strategi"
FOLDER = f"hearings/{HEARING}"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GROUND = defaults().redaction_grounds[0]
pytestmark = pytest.mark.slow


@pytest.fixture
def answers(db, three_answers, now):
    """Bergvik's answer on «tiltak» and Fossheim's general one as points with conclusions."""
    for body, item in (("bergvik", "tiltak"), ("fossheim", "general")):
        split_by_paragraph(db, three_answers[body], item, actor="kari", now=now)
        for point in points.of_submission(db, three_answers[body].reference):
            told = {"assessment": f"Vurdering for {body}.", "conclusion": Conclusion.ACCEPTED, "revision": 0}
            assess_point(db, three_answers[body], point.id, **told, actor="kari", now=now)
    return three_answers


@pytest.fixture
def go(db, settings, answers, now):
    """A function that publishes the answers of the given bodies."""

    def publish_those(*bodies, at=now, **kwargs):
        released = frozenset(answers[body].reference for body in bodies)
        return publish(db, settings, HEARING, released=released, actor="kari", now=at, **kwargs)

    return publish_those


@pytest.fixture
def withhold(db, closed, answers, now):
    """A function that withholds words of Bergvik's answer, wherever they stand."""

    def withheld(words):
        marking, sent = Marking("answers/tiltak/text", words, None, GROUND), answers["bergvik"]
        seen = seen_of(redactions.of_submission(db, sent.reference))
        redact(db, closed, sent, marking, seen=seen, actor="kari", now=now)

    return withheld


def page(settings, path=""):
    return (settings.site / f"current/horinger/{HEARING}/{path}index.html").read_text(encoding="utf-8")


def only(*items):
    return Concluded(everything=False, items=frozenset(items))


def test_points_joined_across_parts_are_concluded_part_by_part(db, answers, go, settings, content, now):
    """What is concluded on a part that is kept back is not told by way of one that is released; later it is one row."""
    roots = [points.of_submission(db, answers[body].reference)[0].id for body in ("bergvik", "fossheim")]
    join(db, HEARING, roots[0], roots[1:], actor="kari", now=now, sure=True)
    go("bergvik", "fossheim", concluded=only("tiltak"))
    assert "Vurdering for bergvik." in page(settings, "svar/bergvik/")
    assert "Vurdering for bergvik." not in page(settings, "svar/fossheim/")
    assert "to_come:\n- general\n" in (content / FOLDER / "summary.yml").read_text(encoding="utf-8")
    go("bergvik", "fossheim", concluded=EVERYTHING)
    assert "Vurdering for bergvik." in page(settings, "svar/fossheim/")


def test_a_part_that_is_kept_back_need_not_be_approved(db, answers, go, content, now):
    """Where the hearing asks for approval, it is asked of what readers see."""
    file = content / FOLDER / "hearing.yml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\napproval: required\n", encoding="utf-8")
    for point in points.of_submission(db, answers["bergvik"].reference):
        approve(db, answers["bergvik"], point.id, revision=1, steps=0, actor="lise", now=now)
    with pytest.raises(PublishingStopped, match="1 points are not approved"):
        go("bergvik", "fossheim", concluded=EVERYTHING)
    go("bergvik", "fossheim", concluded=only("tiltak"))
    assert "Vurdering for fossheim." not in (content / FOLDER / "summary.yml").read_text(encoding="utf-8")


def test_a_withdrawn_answer_stands_in_no_release_of_the_site(go, settings, now):
    """Not even in those that nobody is sent any more."""
    go("bergvik", "fossheim")
    go("bergvik", at=now + timedelta(hours=1), note="Sendt ved en feil.")
    files = [path for path in settings.site.rglob("*") if path.is_file()]
    assert [path for path in files if b"saknar ein frist" in path.read_bytes()] == []


@pytest.mark.parametrize("note", ["Tok bort at broer er nevnt.", "Ring 911 22 333.", "Skriv til ola@eksempel.no."])
def test_a_reason_with_withheld_words_or_somebodys_number_is_not_published(go, withhold, content, note):
    """It would stand on the site and in the repository's log; the same reason without them is."""
    go("bergvik", "fossheim")
    withhold("broer")
    with pytest.raises(PublishingStopped, match="The reason is published"):
        go("bergvik", "fossheim", note=note)
    go("bergvik", "fossheim", note="Et ord er tatt bort.")
    assert "Et ord er tatt bort." in (content / FOLDER / "corrections.yml").read_text(encoding="utf-8")


def test_an_earlier_reason_is_marked_when_its_words_are_withheld(go, withhold, content, now):
    """What was told of a correction last week is not a way round the law."""
    go("bergvik", "fossheim")
    go("bergvik", note="Fossheim sa det samme om stiene.")
    withhold("stiene")
    go("bergvik", note="Et ord er sladdet.", at=now + timedelta(days=1))
    text = (content / FOLDER / "corrections.yml").read_text(encoding="utf-8")
    assert "stiene" not in text
    assert "▇▇▇" in text


@pytest.fixture
def with_file(db, settings, sender, closed, answered, now):
    """Indre's answer with a Word document, of which a point quotes «Hemmelig bru» and another «Åpen sti»."""
    document, out = Document(), BytesIO()
    document.add_paragraph("Hemmelig bru. Åpen sti.")
    document.save(out)
    data = out.getvalue()
    file = Attachment("Plan.docx", MEDIA, len(data), fingerprint(data))
    keep(settings.attachments, file, data)
    content = replace(answered({"viktigst": "", "tiltak": "Se vedlegg."}), attachments=(file,))
    at = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
    known = {"words": words_for(Language.NB), "sender": sender, "now": at, "files": settings.attachments}
    sent = receive_submission(db, closed, closed.invited_body("indre"), content, **known)
    for quote in ("Hemmelig bru", "Åpen sti"):
        add_from_attachment(db, sent, file.sha256, "tiltak", quote, actor="kari", now=now)
    for point in points.of_submission(db, sent.reference):
        told = {"assessment": "Ja.", "conclusion": Conclusion.NOTED, "revision": 0, "actor": "kari", "now": now}
        assess_point(db, sent, point.id, **told)
    return sent


def redacted_copy():
    document, out = Document(), BytesIO()
    document.add_paragraph("▇▇▇. Åpen sti.")
    document.save(out)
    return "Plan.docx", out.getvalue()


@pytest.fixture
def quoted(db, settings, library, with_file, now):
    """A function that decides on the file and returns the quotes that would be published."""

    def after(decision):
        (file,) = with_file.content.attachments
        limits = limits_of(settings)
        decide(db, settings.attachments, limits, with_file, file, decision, seen="0", actor="kari", now=now)
        matter, chosen = library.matter(HEARING), frozenset({with_file.reference})
        return [p.quote for p in plan(db, matter, settings.content, released=chosen, now=now).public.points]

    return after


def test_words_of_a_file_that_is_withheld_are_withheld_in_the_summary(quoted):
    """Readers see that there is a point, and on which ground its words are not shown."""
    assert quoted(FileDecision(FileRelease.WITHHELD, GROUND)) == [f"▇▇▇ [{GROUND.mark}]"] * 2


def test_words_that_a_redacted_copy_lacks_are_withheld_in_the_summary(quoted):
    """What can be read in the copy can be quoted."""
    assert quoted(FileDecision(FileRelease.REDACTED, upload=redacted_copy())) == ["▇▇▇", "Åpen sti"]


def test_words_of_a_file_that_readers_get_are_quoted(quoted):
    """As they stand."""
    assert quoted(FileDecision(FileRelease.AS_IT_IS)) == ["Hemmelig bru", "Åpen sti"]


def test_a_preview_has_the_files_that_would_be_published(db, settings, quoted, with_file, now):
    """So that whoever looks at it can open them."""
    quoted(FileDecision(FileRelease.AS_IT_IS))
    request = Request(frozenset({with_file.reference}), EVERYTHING, "", "", False, Language.NB)
    make_preview(db, settings, HEARING, request, job=7, now=now)
    assert list(folder_of(settings, 7).rglob("*.docx"))


def test_the_words_of_a_proposed_change_are_withheld_however_its_point_was_stored(closed, receive, answered):
    """A point that was made before a change was told in another way shows nothing more."""
    change = Amendment("", "Stien er her.", "Kari bor her.")
    sent = receive(closed, "bergvik", replace(answered(), answers=(Answer("mal", amendments=(change,)),)))
    layer = redactions_layer(sent.reference, "answers/mal/amendments/1/added", "Kari")
    row = SummaryPoint("bergvik", "mal", "Kari  bor her.", "", None, change)
    shown = public_summary(Summary(1, 1, 1, (), (row,)), (sent,), layer).points[0]
    assert "Kari" not in repr(shown)


def redactions_layer(reference, field, words):
    """One layer in force."""
    from hearing_app.domain.redaction import Redaction

    made = datetime(2026, 5, 4, tzinfo=UTC)
    return Redactions({reference: (Redaction(1, reference, field, words, None, "g", "offl. § 13", "", "kari", made),)})


def test_the_conclusions_and_words_that_are_kept_are_not_changed_by_it(db, with_file, quoted):
    """A mark is put on the way out only."""
    quoted(FileDecision(FileRelease.WITHHELD, GROUND))
    kept = {point.quote for point in points.of_submission(db, with_file.reference)}
    assert kept == {"Hemmelig bru", "Åpen sti"}
    assert submissions.by_reference(db, with_file.reference) == with_file
