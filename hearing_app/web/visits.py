"""Who answers: the invitation that a personal link left in the session, looked up anew on every request."""

import re
from dataclasses import dataclass

from flask import session

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission
from hearing_app.invite import LinkUnknown, still_valid
from hearing_app.storage import drafts, submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.storage.invitations import Invitation
from hearing_app.text import Words, words_for
from hearing_app.web.current import db, is_public, library
from hearing_app.web.frame import read_in, reader

_NUMBER = re.compile(r"[0-9]{1,9}")


class HearingUnknown(LookupError):
    """There is no such hearing, or none that may be told of."""


class HearingUnreadable(RuntimeError):
    """The hearing's files have had mistakes since the app started."""


class LinkNeeded(Exception):
    """Nobody in this browser may answer the hearing: the personal link must be opened (again)."""

    def __init__(self, hearing: Hearing) -> None:
        """Take the hearing."""
        super().__init__(hearing.id)
        self.hearing = hearing


@dataclass(frozen=True)
class Visit:
    """A body that answers a hearing, in this request."""

    matter: Matter
    body: Body

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def words(self) -> Words:
        """The words that the body reads."""
        return reader()

    def saved(self) -> SavedDraft | None:
        """Return what has been saved and not been sent."""
        return drafts.get(db(), self.hearing.id, self.body.id)

    def sent(self) -> Submission | None:
        """Return what was sent last."""
        return submissions.latest_of_body(db(), self.hearing.id, self.body.id)

    def mark(self, saved: SavedDraft | None) -> str:
        """Return what a form carries to say which draft it was opened with.

        Sending throws a draft away and the next one counts from 1 again, so the version that was sent is part of it.
        """
        sent = self.sent()
        return f"{sent.version if sent else 0}.{saved.revision if saved else 0}"

    def revision_of(self, mark: str) -> int:
        """Return the revision that a form's mark names; 0, which no draft has, for one of an earlier version."""
        version, _, revision = mark.partition(".")
        current = self.mark(None).partition(".")[0]
        return int(revision) if version == current and _NUMBER.fullmatch(revision) else 0


def remember(invitation: Invitation) -> None:
    """Let this browser answer for the invited body, in the body's own language until it chooses another."""
    session.permanent = True
    session["invitations"] = {**session.get("invitations", {}), invitation.hearing: invitation.id}
    session.pop("language", None)


def visit_to(hearing_id: str) -> Visit:
    """Return who answers `hearing_id` here.

    Raises:
        HearingUnknown, HearingUnreadable, LinkNeeded: the form is not shown.
    """
    matter = library().last_good(hearing_id)
    if matter is None:
        raise HearingUnreadable if hearing_id in library().hearing_ids() else HearingUnknown
    body = _invited(matter.hearing)
    if body is None:
        raise LinkNeeded(matter.hearing) if is_public(matter.hearing) else HearingUnknown
    read_in(language_of(body, matter.hearing).language)
    return Visit(matter, body)


def language_of(body: Body, hearing: Hearing) -> Words:
    """Return the words a body is written to in: its own language form, else the hearing's."""
    return words_for(body.language or hearing.language)


def _invited(hearing: Hearing) -> Body | None:
    invitation_id = session.get("invitations", {}).get(hearing.id)
    if invitation_id is None:
        return None
    try:
        invitation = still_valid(db(), invitation_id)
    except LinkUnknown:
        return None
    return hearing.invited_body(invitation.body) if invitation.hearing == hearing.id else None
