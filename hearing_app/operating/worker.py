"""The work nobody waits for: mail goes out, and the site follows the calendar and what came in."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from hearing_app.adopting.remind_adoption import ask_for_reports, marks_of, matters_of
from hearing_app.answering.attaching import forget_files
from hearing_app.answering.attachments import limits_of
from hearing_app.answering.colleagues import forget_colleagues
from hearing_app.answering.guests import forget as forget_guests
from hearing_app.answering.guests import renew_guest_links
from hearing_app.answering.receipt_issue import with_pdf
from hearing_app.answering.remind_confirmation import ask_for_confirmations
from hearing_app.answering.renew import renew_links
from hearing_app.building.build import BuildFailed, ContentBroken
from hearing_app.building.deploy import BuildBusy, built_at
from hearing_app.building.git_program import CommitRefused
from hearing_app.building.hand_files import forget_tries
from hearing_app.building.pushing import push_commits
from hearing_app.definitions import load_council
from hearing_app.domain.calendar import OSLO, oslo_day
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.remind import hearings_of, send_reminders
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.mail import Delivered, Sender, deliver, transport_for
from hearing_app.operating.retention import forget_addresses, forget_old_drafts, forget_old_registrations, periods_of
from hearing_app.publishing.preview import forget_outdated, forget_previews
from hearing_app.publishing.publish import refresh_site
from hearing_app.publishing.publish_job import look_after
from hearing_app.publishing.replaced_files import forget_ended
from hearing_app.publishing.report import problem_line
from hearing_app.settings import Settings
from hearing_app.storage import OF_THE_DATA, Database, DatabaseError, chores, rebuilds
from hearing_app.text import Words, words_for
from hearing_app.treating.assigning import tell_assigned
from hearing_app.treating.search_index import catch_up

SWEEP_EVERY = timedelta(hours=1)
REMIND_EVERY = timedelta(hours=1)
"""Reminders need every hearing's files; the rounds come every few seconds."""
FIRST_HOUR = 7
"""In Oslo: a mail at midnight helps nobody."""
_TOLD = (ContentBroken, DefinitionBroken, BuildFailed, CommitRefused, OSError)
"""What a building is known to be stopped by (OSError: a full disk, or a file that somebody is changing)."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round of work did; `site_error` is empty where the site is as it should be.

    `marked` are people's files in which withheld words stand: the site that was built has marks in their place.
    `faults` are what hindered other parts of the round, which are tried again in the next one.
    """

    mail: Delivered
    rebuilt: bool
    site_error: str
    marked: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.mail.sent or self.mail.failed or self.rebuilt)


class _Errands:
    """Does the parts of a round each for itself: what hinders one, as a file that nobody foresaw, hinders no other."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def run(self, errand: Callable[[], object]) -> None:
        """Do one, and keep what hindered it; a database that is full or locked ends the round: it hinders them all."""
        try:
            errand()
        except Exception as error:  # mail and forms must go on whatever one hearing's files hold
            if _hinders_all(error):
                raise
            _LOG.exception("A part of the worker's round failed and is tried again")
            self.faults.append(_in_short(error))


def _hinders_all(error: Exception) -> bool:
    return isinstance(error, DatabaseError) and not isinstance(error, OF_THE_DATA)


def work_once(db: Database, settings: Settings, *, now: datetime) -> Round:
    """Remind, renew links, send mail that is due, and build the site where something has changed.

    The site shows days left and follows deadlines, so it is built at least once every day.
    """
    errands, mails = _Errands(), [Delivered(0, 0)]
    if now.astimezone(OSLO).hour >= FIRST_HOUR:
        errands.run(lambda: _in_turn(db, "remind", REMIND_EVERY, now, lambda: _remind(db, settings, now)))
    errands.run(lambda: _renew(db, settings, now))
    errands.run(lambda: mails.append(_deliver(db, settings, now)))
    errands.run(lambda: catch_up(db, settings.attachments, limits_of(settings), now=now))
    errands.run(lambda: look_after(db, settings, now=now))
    errands.run(lambda: push_commits(db, settings, now=now))
    errands.run(lambda: _tidy(db, settings, now))
    marked, site_error = _refresh(db, settings, now)
    rebuilt = marked is not None
    return Round(mails[-1], rebuilt, site_error, marked or (), tuple(errands.faults))


def _renew(db: Database, settings: Settings, now: datetime) -> None:
    sender, library = Sender(settings.mail_from, settings.base_url), Library(settings.content)
    renew_guest_links(db, library, key=settings.secret_key, sender=sender, now=now)
    renew_links(db, library, sender=sender, now=now)


def _tidy(db: Database, settings: Settings, now: datetime) -> None:
    """Take away what is not kept for ever."""
    _in_turn(db, "sweep", SWEEP_EVERY, now, lambda: _sweep(db, settings, now))
    forget_outdated(db, settings)
    forget_old_drafts(db, days=settings.keep_drafts_days, now=now)
    forget_old_registrations(db, days=settings.keep_drafts_days, now=now)
    forget_colleagues(db, days=settings.keep_drafts_days, now=now)
    forget_addresses(db, periods_of(settings), now=now)
    forget_guests(db, days=settings.keep_drafts_days, now=now)


def _sweep(db: Database, settings: Settings, now: datetime) -> None:
    """Take away what was left lying on the disk."""
    forget_files(db, settings.attachments)
    forget_previews(settings, now=now)
    forget_ended(db, settings)
    forget_tries(settings.site)


def _in_turn(db: Database, name: str, every: timedelta, now: datetime, errand: Callable[[], object]) -> None:
    """Do what has its turn now and then; what fails has it again in the next round."""
    if not chores.take(db, name, every=every, now=now):
        return
    try:
        errand()
    except BaseException:
        chores.give_back(db, name)
        raise


def _refresh(db: Database, settings: Settings, now: datetime) -> tuple[tuple[str, ...] | None, str]:
    """Build the site where it is stale.

    Returns:
        The files in which readers see marks, None where nothing was built; and why it could not be.
    """
    if not site_is_stale(db, settings, now):
        return None, ""
    try:
        return refresh_site(db, settings, now=now), ""
    except BuildBusy:
        return None, ""
    except Exception as error:  # the old site stands, and mail and forms must go on
        if _hinders_all(error):
            raise
        if not isinstance(error, _TOLD):
            _LOG.exception("The site could not be built")
        reason = _reason(error, settings)
        if not rebuilds.newest(db):
            rebuilds.ask(db, "calendar", now)
        rebuilds.failed(db, rebuilds.newest(db), reason)
        return None, reason


def _deliver(db: Database, settings: Settings, now: datetime) -> Delivered:
    """Send mail; a receipt gets its PDF as it leaves."""
    complete = partial(with_pdf, db=db, library=Library(settings.content), base_url=settings.base_url)
    return deliver(db, transport_for(settings), settings.mail_from, now=now, complete=complete)


def _remind(db: Database, settings: Settings, now: datetime) -> None:
    """Queue the reminders of the day. A hearing that cannot be read waits; the site's build tells of its mistakes."""
    _tell_assigned(db, settings, now)
    try:
        hearings, _ = hearings_of(Library(settings.content))
    except OSError:  # a file that somebody is changing; mail that waits must go out all the same
        return
    sender = Sender(settings.mail_from, settings.base_url)
    send_reminders(db, hearings, marks=settings.reminder_days, sender=sender, actor="worker", now=now)
    marks = settings.confirmation_reminder_days
    ask_for_confirmations(db, hearings, marks=marks, sender=sender, actor="worker", now=now)
    try:
        decided = matters_of(Library(settings.content))
    except OSError:
        return
    ask_for_reports(db, decided, marks=marks_of(settings), sender=sender, actor="worker", now=now)


def _tell_assigned(db: Database, settings: Settings, now: datetime) -> None:
    """Tell users of the points that they have been given, in the council's own language."""
    council, _ = load_council(settings.content)
    sender = Sender(settings.mail_from, settings.base_url)
    tell_assigned(db, language=council.language if council else Language.NB, sender=sender, now=now)


def site_is_stale(db: Database, settings: Settings, now: datetime) -> bool:
    """Tell whether the site is older than today or than what somebody has asked for."""
    built = built_at(settings.site)
    return built is None or oslo_day(built) != oslo_day(now) or rebuilds.newest(db) > 0


def _reason(error: Exception, settings: Settings) -> str:
    """Return why the site could not be built, in the council's own language: the desk shows it."""
    if isinstance(error, ContentBroken | DefinitionBroken):
        words = _words(settings)
        return "\n".join(problem_line(problem, words) for problem in error.problems)
    if isinstance(error, CommitRefused):
        return "\n".join(filter(None, (_words(settings).say(error.message), error.said)))
    return str(error) if isinstance(error, _TOLD) else _in_short(error)


def _words(settings: Settings) -> Words:
    try:
        council, _ = load_council(settings.content)
    except OSError:
        council = None
    return words_for(council.language if council else Language.NB)


def _in_short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
