"""Who reports an adoption in this request, by which link, and the files that come with it."""

from dataclasses import dataclass

from flask import abort, session
from flask.typing import ResponseReturnValue

from hearing_app.adopting.asking import round_of
from hearing_app.adopting.report_links import still_valid
from hearing_app.answering.attachments import read
from hearing_app.domain.adoption_report import Received, told_differently
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Adoption
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_
from hearing_app.inviting.invite import LinkUnknown
from hearing_app.storage import adoption_reports
from hearing_app.storage.adoption_reports import Link
from hearing_app.web.adoption_form import Typed
from hearing_app.web.current import db, library, settings
from hearing_app.web.download import as_download
from hearing_app.web.frame import council, read_in
from hearing_app.web.visits import language_of

SESSION = "adoptions"
"""In the session: the hash of the link that was opened for each hearing."""
FILE_GONE = N_("The file was not kept that long. Choose it once more.")


class ReportLinkNeeded(Exception):
    """Nobody in this browser may report for a body of this hearing: the personal link must be opened (again)."""


class NotAskedAnyMore(Exception):
    """The link works, but its body has been taken off the invitation since."""

    def __init__(self, hearing: Hearing, body: Body | None) -> None:
        super().__init__(hearing.id)
        self.hearing, self.body = hearing, body


@dataclass(frozen=True)
class Reporting:
    """A body that reports what it made of a hearing's decision, in this request."""

    matter: Matter
    body: Body

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def history(self) -> tuple[Received, ...]:
        """What the body has reported, oldest first."""
        return adoption_reports.of_body(db(), self.hearing.id, self.body.id)

    @property
    def by_hand(self) -> Adoption | None:
        """The row that a person has written for the body, where it says something else than was reported last."""
        rows = self.matter.adoptions.by_hand if self.matter.adoptions else ()
        row, history = next((row for row in rows if row.body == self.body.id), None), self.history
        return row if row and history and told_differently(row, history[-1].adoption) else None

    @property
    def is_open(self) -> bool:
        """Whether a report is taken in."""
        return self.matter.decision is not None and round_of(db(), self.hearing).closed_at is None


def meant(link: Link) -> tuple[Matter, Body] | None:
    """Return what a link is about, None where the hearing is gone; from here on the pages are in the body's language.

    Raises:
        NotAskedAnyMore: the body has been taken off the invitation.
    """
    matter = library().last_good(link.hearing)
    if matter is None:
        return None
    body = matter.hearing.invited_body(link.body)
    if body is None:
        found = council()
        raise NotAskedAnyMore(matter.hearing, found.body(link.body) if found else None)
    read_in(language_of(body, matter.hearing).language)
    return matter, body


def reporting_of(hearing_id: str) -> Reporting:
    """Return who reports here, by the link that was opened in this browser.

    Raises:
        ReportLinkNeeded: no link of this hearing has been, or it has been stopped since.
        NotAskedAnyMore: the body has been taken off the invitation.
    """
    kept = session.get(SESSION, {}).get(hearing_id)
    try:
        link = still_valid(db(), kept if isinstance(kept, str) else "")
    except LinkUnknown as unknown:
        raise ReportLinkNeeded from unknown
    found = meant(link) if link.hearing == hearing_id else None
    if found is None:
        raise ReportLinkNeeded
    return Reporting(*found)


def see_whole(typed: Typed) -> None:
    """See that the extract that is named is kept: one that a form has carried for days may have been swept away.

    Raises:
        NotWhole: it is not.
    """
    if typed.extract is not None:
        read(settings().attachments, typed.extract)


def extract_download(history: tuple[Received, ...], sha256: str) -> ResponseReturnValue:
    """Send the extract with this fingerprint where one of the reports has it, else answer that none has."""
    files: list[Attachment] = [one.report.extract for one in history if one.report.extract]
    found = next((file for file in files if file.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(read(settings().attachments, found), found.name, found.media_type)
