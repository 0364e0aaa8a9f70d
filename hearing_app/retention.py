"""What is not kept for ever. Submissions are; drafts that were never sent and failed logins are not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hearing_app.accounts import WINDOW
from hearing_app.storage import Database, audit, drafts, users
from hearing_app.storage.database import writing
from hearing_app.storage.drafts import AgedDraft


@dataclass(frozen=True)
class Retention:
    """What a run deletes: drafts, and failed logins (they hold user names and addresses) that no longer count."""

    drafts: tuple[AgedDraft, ...]
    failed_logins: int

    def __bool__(self) -> bool:
        """Tell whether there is anything to delete."""
        return bool(self.drafts or self.failed_logins)


def due(db: Database, *, days: int, now: datetime) -> Retention:
    """Return what `forget` would delete at this moment; nothing is changed."""
    return Retention(drafts.aged(db, before=now - timedelta(days=days)), users.count_failures(db, before=now - WINDOW))


def forget(db: Database, *, days: int, now: datetime) -> Retention:
    """Delete what is due, and return what it was."""
    with writing(db):
        found = due(db, days=days, now=now)
        forget_old_drafts(db, days=days, now=now)
        users.forget_failures(db, before=now - WINDOW)
    return found


def forget_old_drafts(db: Database, *, days: int, now: datetime) -> int:
    """Delete drafts that nobody has saved for `days` days, and return how many there were.

    Source: personal data is not kept longer than the task needs; the privacy notice promises it.
    """
    with writing(db):
        old = drafts.older_than(db, now - timedelta(days=days))
        for hearing, body in old:
            drafts.delete(db, hearing, body)
            audit.log(db, now=now, actor="retention", action="draft deleted", hearing=hearing, subject=body)
    return len(old)
