"""What is told before publishing: rule 11 by the legal basis, and rule 13 on phones and private e-mail addresses."""

from datetime import UTC, datetime

import pytest

from hearing_app.assess import add_point, assess_point, split_by_paragraph
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publish import plan
from hearing_app.storage import points, submissions

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
def test_rule_13_a_phone_or_a_private_address_is_worth_a_thought(planned, closed, receive, answered, text):
    """It is told with the body's name, and does not stop publishing; what is not chosen is not told of."""
    answers = {
        "indre": receive(closed, "indre", answered({"general": text})),
        "bergvik": receive(closed, "bergvik", answered({"general": "Sak 23456789, post@bergvik.example"})),
    }
    (told,) = [m for m in planned(answers, "indre", "bergvik").warnings if "e-mail" in m.sentence]
    assert told.values["bodies"] == (closed.invited_body("indre").name,)
    assert planned(answers, "indre").stops == ()
    assert [m for m in planned(answers, "bergvik").warnings if "e-mail" in m.sentence] == []


def test_rule_13_looks_at_the_assessments_too(planned, three_answers, conclude):
    """The secretariat's own words are published as well."""
    conclude(three_answers["fossheim"], "general", "Avklart med Kari, tlf. 61000000.")
    (told,) = [m for m in planned(three_answers, "fossheim").warnings if "assessment of points" in m.sentence]
    assert [name.plain for name in told.values["bodies"]] == ["Fossheim kommune"]


def test_rule_13_asks_the_council_which_addresses_are_private(planned, closed, receive, answered, content):
    """Its own list counts at the desk too."""
    text = (content / "council.yml").read_text(encoding="utf-8") + "rules: {private_mail: [bygdanett.example]}\n"
    (content / "council.yml").write_text(text, encoding="utf-8")
    answers = {"indre": receive(closed, "indre", answered({"general": "a@bygdanett.example"}))}
    assert any("e-mail" in message.sentence for message in planned(answers, "indre").warnings)
