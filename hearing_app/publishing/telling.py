"""Mail on what was published: written after the end, so that nothing in a hearing's files holds up the publishing."""

import logging
from datetime import datetime

from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.mailing.published_mail import tell_bodies
from hearing_app.settings import Settings
from hearing_app.storage import Database, publications
from hearing_app.storage.database import writing
from hearing_app.storage.publications import Publication
from hearing_app.treating.setting_aside import coverage_of_hearing

_LOG = logging.getLogger(__name__)


def tell_left(db: Database, settings: Settings, now: datetime) -> None:
    """Write the mails of every publishing that is done, once.

    Those of a hearing whose files cannot be read wait until they can; the building of the site tells of the mistakes.
    """
    for done in publications.untold(db):
        try:
            _tell(db, settings, done, now)
        except Exception as error:  # noqa: BLE001 - whatever stands in the files: the publishing is done and stands
            _LOG.warning("The mails on the publishing of %s wait: %s: %s", done.hearing, type(error).__name__, error)


def _tell(db: Database, settings: Settings, done: Publication, now: datetime) -> None:
    library, sender = Library(settings.content), Sender(settings.mail_from, settings.base_url)
    matter, council = library.matter(done.hearing), library.council()
    if matter is None:  # somebody has moved the folder; where it comes back there is somebody to tell
        return
    with writing(db):
        if any(one.id == done.id for one in publications.untold(db)):  # else another process was faster
            unread = coverage_of_hearing(db, matter.hearing)
            tell_bodies(db, matter, council, publication=done.id, sender=sender, actor=done.by, now=now, unread=unread)
            publications.all_told(db, done.id, now)
