"""What is to come is not shown as if it had been."""

from dataclasses import replace
from datetime import date

from hearing_app.domain.archive import Archive
from hearing_app.domain.event import Event
from hearing_app.domain.localised import Localised
from hearing_app.domain.statement import ForeignHearing, OutgoingStatement
from hearing_app.domain.vocabulary import Language

TODAY = date(2026, 3, 10)
EVENT = Event("samling", Localised("Samling"), Language.NB, date(2026, 4, 15), purpose="Møtes.", minutes="Vi møttes.")
ANSWERS = ForeignHearing("Transportplan", "Departementet")
STATEMENT = OutgoingStatement(
    "uttalelse", Localised("Uttalelse"), Language.NB, ANSWERS, "au", date(2026, 3, 9), date(2026, 3, 12)
)


def test_a_gathering_has_no_minutes_before_it_is_held():
    """Its purpose and programme are there all along."""
    (shown,) = Archive(events=(EVENT,)).on(TODAY).events
    assert (shown.minutes, shown.purpose) == ("", "Møtes.")
    (held,) = Archive(events=(EVENT,)).on(EVENT.day).events
    assert held.minutes == "Vi møttes."


def test_a_statement_is_approved_and_sent_when_the_days_have_come():
    """Each by its own day."""
    (shown,) = Archive(statements=(STATEMENT,)).on(TODAY).statements
    assert (shown.day, shown.sent) == (date(2026, 3, 9), None)
    (later,) = Archive(statements=(replace(STATEMENT, day=date(2026, 3, 11)),)).on(TODAY).statements
    assert (later.day, later.sent) == (None, None)
    assert Archive(statements=(STATEMENT,)).on(date(2026, 3, 12)).statements == (STATEMENT,)
