"""The same file of answers imported by two at once."""

import pytest

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.registering.register_file import import_answers, read_answers
from hearing_app.storage import guests, submissions

FILE = (
    "instans;avsendertype;måte;kom inn;Merknad: x [general]\n"
    "Elvas venner;organisation;paper;13.5.2026 14:30;Elva må være ren.\n"
)


def test_somebody_who_was_not_invited_is_imported_once(db, hearing, sender, settings, now):
    """Two clicks have both read the file before either has stored it: the second stores nothing."""
    both = [read_answers(db, hearing, FILE.encode(), now=now) for _click in range(2)]

    def store(read):
        return import_answers(db, hearing, read.new, sender=sender, actor="siri", now=now, files=settings.attachments)

    assert len(store(both[0])) == 1
    with pytest.raises(AnsweredMeanwhile):
        store(both[1])
    assert [guest.name for guest in guests.of_hearing(db, hearing.id)] == ["Elvas venner"]
    assert len(submissions.from_guests(db, hearing.id)) == 1
