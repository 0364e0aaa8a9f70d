"""The work nobody waits for: mail goes out, and the site follows the calendar and what came in."""

from dataclasses import dataclass
from datetime import datetime

from hearing_app.build import BuildFailed, ContentBroken
from hearing_app.definitions import load_council
from hearing_app.deploy import BuildBusy, built_at
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.vocabulary import Language
from hearing_app.mail import Delivered, deliver, transport_for
from hearing_app.publish import refresh_site
from hearing_app.report import problem_line
from hearing_app.retention import forget_old_drafts
from hearing_app.settings import Settings
from hearing_app.storage import Database, rebuilds
from hearing_app.text import words_for


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
    """Send mail that is due, and build the site anew where something has changed.

    The site shows days left and follows deadlines, so it is built at least once every day.
    """
    mail = deliver(db, transport_for(settings), settings.mail_from, now=now)
    forget_old_drafts(db, days=settings.keep_drafts_days, now=now)
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
