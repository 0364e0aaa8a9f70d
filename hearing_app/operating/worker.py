"""The work nobody waits for: mail goes out, and the site follows the calendar and what came in."""

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
from hearing_app.building.pushing import push_commits
from hearing_app.definitions import load_council
from hearing_app.domain.calendar import OSLO, oslo_day
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.remind import hearings_of, send_reminders
from hearing_app.library import Library
from hearing_app.mailing.mail import Delivered, Sender, deliver, transport_for
from hearing_app.operating.retention import forget_addresses, forget_old_drafts, periods_of
from hearing_app.publishing.preview import forget_previews
from hearing_app.publishing.publish import refresh_site
from hearing_app.publishing.publish_job import look_after
from hearing_app.publishing.report import problem_line
from hearing_app.settings import Settings
from hearing_app.storage import Database, chores, rebuilds
from hearing_app.text import words_for
from hearing_app.treating.assigning import tell_assigned
from hearing_app.treating.search_index import catch_up

SWEEP_EVERY = timedelta(hours=1)
REMIND_EVERY = timedelta(hours=1)
"""Reminders need every hearing's files; the rounds come every few seconds."""
FIRST_HOUR = 7
"""In Oslo: a mail at midnight helps nobody."""


@dataclass(frozen=True)
class Round:
    """What one round of work did; `site_error` is empty where the site is as it should be."""

    mail: Delivered
    rebuilt: bool
    site_error: str

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.mail.sent or self.mail.failed or self.rebuilt)


def work_once(db: Database, settings: Settings, *, now: datetime) -> Round:
    """Remind, renew links, send mail that is due, and build the site where something has changed.

    The site shows days left and follows deadlines, so it is built at least once every day.
    """
    _remind(db, settings, now)
    sender, library = Sender(settings.mail_from, settings.base_url), Library(settings.content)
    renew_guest_links(db, library, key=settings.secret_key, sender=sender, now=now)
    renew_links(db, library, sender=sender, now=now)
    mail = _deliver(db, settings, now)
    catch_up(db, settings.attachments, limits_of(settings), now=now)
    look_after(db, settings, now=now)
    push_commits(db, settings, now=now)
    if chores.take(db, "sweep", every=SWEEP_EVERY, now=now):
        forget_files(db, settings.attachments)
        forget_previews(settings, now=now)
    forget_old_drafts(db, days=settings.keep_drafts_days, now=now)
    forget_colleagues(db, days=settings.keep_drafts_days, now=now)
    forget_addresses(db, periods_of(settings), now=now)
    forget_guests(db, days=settings.keep_drafts_days, now=now)
    if not site_is_stale(db, settings, now):
        return Round(mail, rebuilt=False, site_error="")
    try:
        refresh_site(db, settings, now=now)
    except BuildBusy:
        return Round(mail, rebuilt=False, site_error="")
    except (ContentBroken, BuildFailed, OSError) as error:  # OSError: a full disk, or a file that somebody is changing
        if not rebuilds.newest(db):
            rebuilds.ask(db, "calendar", now)
        rebuilds.failed(db, rebuilds.newest(db), _reason(error, settings))
        return Round(mail, rebuilt=False, site_error=_reason(error, settings))
    return Round(mail, rebuilt=True, site_error="")


def _deliver(db: Database, settings: Settings, now: datetime) -> Delivered:
    """Send mail; a receipt gets its PDF as it leaves."""
    complete = partial(with_pdf, db=db, library=Library(settings.content), base_url=settings.base_url)
    return deliver(db, transport_for(settings), settings.mail_from, now=now, complete=complete)


def _remind(db: Database, settings: Settings, now: datetime) -> None:
    """Queue the reminders of the day. A hearing that cannot be read waits; the site's build tells of its mistakes."""
    if now.astimezone(OSLO).hour < FIRST_HOUR or not chores.take(db, "remind", every=REMIND_EVERY, now=now):
        return
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
    if not isinstance(error, ContentBroken):
        return str(error)
    council, _ = load_council(settings.content)
    words = words_for(council.language if council else Language.NB)
    return "\n".join(problem_line(problem, words) for problem in error.problems)
