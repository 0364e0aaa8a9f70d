"""Who has use for a personal link: those who can answer, and those whose answer waits to be confirmed."""

from datetime import datetime

from hearing_app.confirm import owes_confirmation
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.extend import own_hearing
from hearing_app.storage import Database


def may_have_link(db: Database, hearing: Hearing, body_id: str, now: datetime) -> bool:
    """Tell whether a body can do something by a new link at `now`."""
    if accepts_submissions(own_hearing(db, hearing, body_id), now):
        return True
    return hearing.withdrawn is None and hearing.is_public(now) and owes_confirmation(db, hearing.id, body_id)


def links_are_given(db: Database, hearing: Hearing, now: datetime) -> bool:
    """Tell whether anybody at all gets a new link to the hearing at `now`."""
    if accepts_submissions(hearing, now):
        return True
    return any(may_have_link(db, hearing, body.id, now) for body in hearing.invited)
