"""Since when, and until when, words could be read: what is refused stands until the hearing is published again."""

from datetime import timedelta

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.publishing.publish import publish
from hearing_app.redacting.redact import Marking, redact, seen_of, was_public
from hearing_app.storage import submissions

HEARING = "lukket-strategi"


@pytest.mark.parametrize(("refused", "withheld"), [(2, 3), (2, 1)])
def test_refused_words_can_be_read_until_the_next_publishing(
    db, settings, closed, receive, answered, now, refused, withheld
):
    """Whether they were withheld before or after the refusal."""
    hour = timedelta(hours=1)
    sent = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": "Ring Ola."}))
    publish(db, settings, HEARING, released=frozenset({sent.reference}), actor="kari", now=now)
    for at in (1, 2, 3):
        if at == refused:
            submissions.withhold(db, sent.reference, actor="kari", now=now + at * hour)
        if at == withheld:
            marking = Marking("answers/tiltak/text", "Ola", None, defaults().redaction_grounds[0])
            redact(db, closed, sent, marking, seen=seen_of(()), actor="kari", now=now + at * hour)
    assert [(entry.since, entry.until) for entry in was_public(db, HEARING)] == [(now, None)]
    gone = now + 5 * hour
    publish(db, settings, HEARING, released=frozenset(), actor="kari", now=gone, note="Tatt ned.")
    assert [(entry.since, entry.until) for entry in was_public(db, HEARING)] == [(now, gone)]
