"""What is not kept for ever: drafts and registrations that were never finished, failed logins, and where mail went.

Submissions are kept, and so is that a mail of a kind went to a body at a time. What waits to be sent is never touched.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hearing_app.answering.attaching import count_forgotten, forget_files
from hearing_app.answering.colleagues import forget_colleagues, stale_colleagues
from hearing_app.answering.guests import NOTHING, Forgotten
from hearing_app.answering.guests import due as due_of_guests
from hearing_app.answering.guests import forget as forget_guests
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, drafts, mails, registrations, users
from hearing_app.storage.database import writing
from hearing_app.storage.drafts import AgedDraft
from hearing_app.storage.registrations import AgedRegistration
from hearing_app.users.tries import WINDOW


@dataclass(frozen=True)
class Periods:
    """For how many days something is kept: a draft after it was saved, an address after mail or a link went to it."""

    drafts: int
    mail: int
    addresses: int


@dataclass(frozen=True)
class Retention:
    """What a run deletes.

    Drafts; failed logins (they hold user names and addresses) that no longer count; addresses that mails have gone
    to, and those that personal links and reminders have gone to; of those who want to answer without being invited,
    who has not confirmed the address in time, and who has confirmed it and never written anything; and files that
    were attached to a draft and that nobody names any more; and colleagues whom a body's contact had invited, who have
    been removed or not been seen for as long as a draft is kept; and registrations that nobody at the desk has saved
    for as long, for they hold what a stranger has written like a draft does.
    """

    drafts: tuple[AgedDraft, ...]
    failed_logins: int
    mail_addresses: int = 0
    link_addresses: int = 0
    guests: Forgotten = NOTHING
    files: int = 0
    colleagues: int = 0
    registrations: tuple[AgedRegistration, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to delete."""
        found = (self.drafts, self.failed_logins, self.mail_addresses, self.link_addresses, self.guests, self.files)
        return any(map(bool, (*found, self.colleagues, self.registrations)))


def periods_of(settings: Settings) -> Periods:
    """Return what the settings promise."""
    return Periods(settings.keep_drafts_days, settings.keep_mail_days, settings.keep_addresses_days)


def due(db: Database, keep: Periods, *, now: datetime, files: Path | None = None) -> Retention:
    """Return what `forget` would delete at this moment; nothing is changed.

    Args:
        files: the folder of the attachments; None where it is not to be looked into.
    """
    return Retention(
        drafts.aged(db, before=now - timedelta(days=keep.drafts)),
        users.count_failures(db, before=now - WINDOW),
        mails.count_addresses(db, before=now - timedelta(days=keep.mail)),
        mails.count_link_addresses(db, before=now - timedelta(days=keep.addresses)),
        due_of_guests(db, days=keep.drafts, now=now),
        count_forgotten(db, files) if files else 0,
        stale_colleagues(db, days=keep.drafts, now=now),
        registrations.aged(db, before=now - timedelta(days=keep.drafts)),
    )


def forget(db: Database, keep: Periods, *, now: datetime, files: Path | None = None) -> Retention:
    """Delete what is due, and return what it was."""
    with writing(db):
        found = due(db, keep, now=now)
        forget_colleagues(db, days=keep.drafts, now=now)  # those of a draft that goes now go the next time
        forget_old_drafts(db, days=keep.drafts, now=now)
        forget_old_registrations(db, days=keep.drafts, now=now)
        forget_addresses(db, keep, now=now)
        forget_guests(db, days=keep.drafts, now=now)
        users.forget_failures(db, before=now - WINDOW)
        # Those of a draft that went just now stay for a day more, with everything that a person may regret.
        swept = forget_files(db, files) if files else 0
    return replace(found, files=swept)


def forget_addresses(db: Database, keep: Periods, *, now: datetime) -> None:
    """Delete where mails, links and reminders went that are too old; what has not been sent is left alone."""
    with writing(db):
        mails.forget_addresses(db, before=now - timedelta(days=keep.mail))
        mails.forget_link_addresses(db, before=now - timedelta(days=keep.addresses))


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


def forget_old_registrations(db: Database, *, days: int, now: datetime) -> int:
    """Delete registrations that nobody has saved for `days` days, and return how many there were.

    Their documents go with the files that nobody names any more. Source: as for drafts.
    """
    with writing(db):
        old = registrations.aged(db, before=now - timedelta(days=days))
        for one in old:
            registrations.delete(db, one.number)
            about = {"hearing": one.hearing, "subject": f"registration {one.number}"}
            audit.log(db, now=now, actor="retention", action="registration deleted", **about)
    return len(old)
