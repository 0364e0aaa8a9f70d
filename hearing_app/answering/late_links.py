"""Who has use for a personal link: those who can answer, and those whose answer waits to be confirmed."""

from datetime import datetime

from hearing_app.answering.confirm import owes_confirmation, standings
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.inviting.extend import own_hearing, own_hearings
from hearing_app.storage import Database


def may_have_link(db: Database, hearing: Hearing, body_id: str, now: datetime) -> bool:
    """Tell whether a body can do something by a new link at `now`."""
    if accepts_submissions(own_hearing(db, hearing, body_id), now):
        return True
    return hearing.withdrawn is None and hearing.is_public(now) and owes_confirmation(db, hearing.id, body_id)


def bodies_with_use(db: Database, hearing: Hearing, now: datetime) -> frozenset[str]:
    """Return the ids of the invited bodies that can do something by a new link at `now`."""
    owing: set[str] = set()
    if hearing.withdrawn is None and hearing.is_public(now):
        owing = {body for body, standing in standings(db, hearing.id, now).items() if standing.confirmation is None}
    own = own_hearings(db, hearing)
    return frozenset(b.id for b in hearing.invited if b.id in owing or accepts_submissions(own[b.id], now))


def links_are_given(db: Database, hearing: Hearing, now: datetime) -> bool:
    """Tell whether anybody at all gets a new link to the hearing at `now`."""
    return accepts_submissions(hearing, now) or bool(bodies_with_use(db, hearing, now))
