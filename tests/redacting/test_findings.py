"""What is told before publishing: rule 11 by the legal basis, and rule 13 on phones and private e-mail addresses."""

from datetime import UTC, datetime

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish import plan
from hearing_app.redacting.gate import let_pass
from hearing_app.storage import points, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, split_by_paragraph

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HEARING, SUMMARY = "hearings/lukket-strategi/hearing.yml", "hearings/lukket-strategi/summary.yml"


@pytest.fixture
def planned(db, library, content, now):
    """A function that says what publishing the answers of some bodies would do."""

    def plan_those(answers, *bodies):
        released = frozenset(answers[body].reference for body in bodies)
        return plan(db, library.matter("lukket-strategi"), content, released=released, now=now)

    return plan_those


@pytest.fixture
def conclude(db):
    """A function that makes points of an answer and assesses them all."""

    def concluded(submission, item, assessment="Enig."):
        split_by_paragraph(db, submission, item, actor="kari", now=AT)
        for point in points.of_hearing(db, "lukket-strategi"):
            if point.submission == submission.reference:
                known = {"conclusion": Conclusion.ACCEPTED, "revision": point.revision, "actor": "kari", "now": AT}
                assess_point(db, submission, point.id, assessment=assessment, **known)

    return concluded


def test_rule_11_an_answer_is_withdrawn_without_waiting_for_an_open_point(
    db, planned, three_answers, conclude, content
):
    """Under § 11-14 the point that was opened again stays out of the summary until it is assessed."""
    conclude(three_answers["bergvik"], "tiltak")
    for name, text in planned(three_answers, "bergvik", "fossheim").files.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    with db.conn:
        for body in ("bergvik", "fossheim"):
            submissions.release(db, three_answers[body].reference, actor="kari", now=AT)
    add_point(db, three_answers["bergvik"], "tiltak", "Bygg to", actor="kari", now=AT)
    todo = planned(three_answers, "bergvik")
    assert todo.stops == ()
    assert "1 points have no assessment" in str(todo.warnings[0])
    assert "Merk stiene bedre." in todo.files[SUMMARY]
    assert "quote: Bygg to\n" not in todo.files[SUMMARY]


def test_rule_11_a_councils_own_act_may_ask_that_every_point_is_assessed(planned, three_answers, content, db):
    """The level follows the basis, not its name."""
    add_point(db, three_answers["bergvik"], "tiltak", "Bygg to", actor="kari", now=AT)
    text = (content / HEARING).read_text(encoding="utf-8").replace("pbl-11-14", "eiga")
    (content / HEARING).write_text(text, encoding="utf-8")
    council = (content / "council.yml").read_text(encoding="utf-8")
    for asked, stops in (("false", 0), ("true", 1)):
        own = f"legal_bases: [{{id: eiga, name: Lova, all_points_assessed: {asked}}}]\n"
        (content / "council.yml").write_text(council + own, encoding="utf-8")
        assert len(planned(three_answers, "bergvik").stops) == stops


@pytest.mark.parametrize("text", ["Ring meg på 61 00 00 00.", "Skriv til ola@gmail.com."])
def test_rule_13_a_phone_or_an_address_stops_publishing_until_it_is_decided_on(
    db, planned, closed, receive, answered, text
):
    """It is told with the body's name; what a reviewer lets pass goes out, and what is not chosen is not told of."""
    answers = {
        "indre": receive(closed, "indre", answered({"general": text})),
        "bergvik": receive(closed, "bergvik", answered({"general": "Sak 23456789."})),
    }
    (told,) = [m for m in planned(answers, "indre", "bergvik").stops if "gate" in m.sentence]
    assert told.values["places"] == (closed.invited_body("indre").name,)
    assert planned(answers, "bergvik").stops == ()
    (find,) = planned(answers, "indre").finds
    let_pass(db, "lukket-strategi", find, actor="kari", now=AT)
    assert planned(answers, "indre").stops == ()


def test_rule_13_looks_at_the_assessments_too(planned, three_answers, conclude):
    """The secretariat's own words are published as well."""
    conclude(three_answers["fossheim"], "general", "Avklart med Kari, tlf. 61000000.")
    (told,) = [m for m in planned(three_answers, "fossheim").stops if "gate" in m.sentence]
    assert [name.plain for name in told.values["places"]] == ["Fossheim kommune"]


def test_rule_13_what_may_pass_is_asked_again_when_the_text_changes(db, planned, three_answers, conclude):
    """The decision is for the text as it was."""
    fossheim = three_answers["fossheim"]
    conclude(fossheim, "general", "Tlf. 61000000.")
    (find,) = planned(three_answers, "fossheim").finds
    let_pass(db, "lukket-strategi", find, actor="kari", now=AT)
    (point,) = [p for p in points.of_hearing(db, "lukket-strategi") if p.submission == fossheim.reference]
    known = {"conclusion": Conclusion.ACCEPTED, "revision": point.revision, "actor": "kari", "now": AT}
    assess_point(db, fossheim, point.id, assessment="Ring tlf. 61000000 i dag.", **known)
    assert any("gate" in m.sentence for m in planned(three_answers, "fossheim").stops)


def test_rule_13_the_address_of_the_hearing_itself_needs_no_decision(planned, closed, receive, answered):
    """It is there to be written to."""
    answers = {"indre": receive(closed, "indre", answered({"general": f"Sendt {closed.contact.email}."}))}
    assert planned(answers, "indre").finds == ()


def test_rule_13_what_readers_can_read_already_does_not_hold_up_a_withdrawal(
    planned, closed, receive, answered, content
):
    """It is told, and stops nothing that takes something away."""
    answers = {
        "indre": receive(closed, "indre", answered({"general": "Ring 61 00 00 00."})),
        "bergvik": receive(closed, "bergvik", answered({"general": "Ja."})),
    }
    for name, text in planned(answers, "indre", "bergvik").files.items():
        if text is not None:
            (content / name).parent.mkdir(exist_ok=True)
            (content / name).write_text(text, encoding="utf-8")
    todo = planned(answers, "indre")
    assert todo.stops == ()
    assert any("nobody has decided on" in m.sentence for m in todo.warnings)


def test_rule_13_a_number_in_peoples_own_words_is_told_with_its_line(planned, three_answers, content):
    """The summary's words go out beside the answers."""
    own = content / "hearings/lukket-strategi/summary.md"
    own.write_text("Vi takker.\n\nRing tlf. 61 00 00 00.\n", encoding="utf-8")
    (find,) = planned(three_answers, "fossheim").finds
    assert (find.where.path, find.where.line) == ("hearings/lukket-strategi/summary.md", 3)


def test_rule_13_nobody_lets_an_identity_number_pass(db, planned, closed, receive, answered):
    """Whoever asks is refused."""
    answers = {"indre": receive(closed, "indre", answered({"general": "Fnr. 13097248022."}))}
    (find,) = planned(answers, "indre").finds
    with pytest.raises(ValueError, match="never let out"):
        let_pass(db, "lukket-strategi", find, actor="kari", now=AT)
    assert "13097248022" not in find.shown
