"""What is not kept for ever. Submissions are; drafts that were never sent are not."""

from datetime import datetime, timedelta

from hearing_app.storage import Database, audit, drafts
from hearing_app.storage.database import writing


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
