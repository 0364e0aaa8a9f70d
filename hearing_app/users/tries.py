"""How often somebody may guess. Every window ends by itself, and nobody's guessing locks out who comes from elsewhere.

Tries are noted before they are judged, so that many at once are not judged as if each were the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearing_app.storage import Database, users
from hearing_app.storage.database import writing

WINDOW = timedelta(minutes=15)
PER_USER_AND_ADDRESS = 5
PER_ADDRESS = 30
CODES_PER_USER = 20
"""Wrong codes of six digits for one user from everywhere. There are few such codes, and who guesses from many addresses
knows the password already; a recovery code, which nobody guesses, opens all the same."""


class LoginThrottled(Exception):
    """Too many tries have failed; it opens again by itself within fifteen minutes.

    `until` is when, `everywhere` whether tries from any address were counted, so that a recovery code still opens.
    """

    def __init__(self, until: datetime, *, everywhere: bool = False) -> None:
        """Take when it opens, and whose tries were counted."""
        super().__init__(until.isoformat())
        self.until = until
        self.everywhere = everywhere


@dataclass(frozen=True)
class Try:
    """A try that has been noted as failed until it is taken back."""

    notes: tuple[int, ...]


def begin_try(db: Database, limits: Mapping[str, int], now: datetime, *, everywhere: str = "") -> Try:
    """Note a try.

    Args:
        limits: how often each subject may fail within the window.
        everywhere: the subject, one of `limits`, that does not depend on the address.

    Raises:
        LoginThrottled: one has failed as often as it may; nothing is noted.
    """
    since = now - WINDOW
    with writing(db):
        for subject, limit in limits.items():
            oldest = users.nth_failure(db, subject, limit)
            if oldest is not None and oldest >= since:
                raise LoginThrottled(oldest + WINDOW + timedelta(seconds=1), everywhere=subject == everywhere)
        users.forget_failures(db, before=since)
        return Try(tuple(users.note_failure(db, subject, now) for subject in limits))


def take_back(db: Database, tried: Try) -> None:
    """Remove the notes of a try that was right."""
    for note in tried.notes:
        users.take_back(db, note)
