"""Whether readers are told of the corrections that were made, and of no others."""

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.domain.journal import Flaw
from hearing_app.publishing.publish import publish
from hearing_app.publishing.verify import check_log
from hearing_app.redacting.redact import Marking, redact, seen_of

HEARING = "lukket-strategi"
pytestmark = pytest.mark.slow


@pytest.fixture
def corrected(db, settings, three_answers, now, content):
    """The file of a hearing's corrections, after an answer was withdrawn."""

    def go(*bodies, note=""):
        released = frozenset(three_answers[body].reference for body in bodies)
        publish(db, settings, HEARING, released=released, actor="kari", now=now, note=note)

    go("bergvik", "fossheim")
    go("bergvik", note="Sendt ved en feil, sa de på broer.")
    return content / "hearings" / HEARING / "corrections.yml"


@pytest.mark.parametrize(
    ("old", "new"), [("Sendt ved en feil", "Alt er i orden"), ("- fossheim", "- indre"), ("2026-05-15", "2026-05-14")]
)
def test_a_correction_that_was_edited_by_hand_is_found(db, content, corrected, old, new):
    """It is what a reader is told of what was taken away."""
    assert check_log(db, content) == ()
    text = corrected.read_text(encoding="utf-8")
    assert old in text
    corrected.write_text(text.replace(old, new), encoding="utf-8")
    (found,) = check_log(db, content)
    assert (found.flaw, HEARING in str(found.message)) == (Flaw.COPY, True)


def test_a_correction_that_was_taken_away_is_found(db, content, corrected):
    """Also where the whole file is gone."""
    corrected.unlink()
    (found,) = check_log(db, content)
    assert found.flaw is Flaw.COPY


def test_words_that_were_withheld_since_are_no_difference(db, settings, content, corrected, closed, three_answers, now):
    """The mark is told apart from a change, as in an answer."""
    sent = three_answers["bergvik"]
    marking = Marking("answers/tiltak/text", "broer", None, defaults().redaction_grounds[0])
    redact(db, closed, sent, marking, seen=seen_of(()), actor="kari", now=now)
    known = {"released": frozenset({sent.reference}), "actor": "kari", "now": now}
    publish(db, settings, HEARING, note="Et ord er sladdet.", **known)
    assert "broer" not in corrected.read_text(encoding="utf-8")
    assert check_log(db, content) == ()
