"""Who answers: the invitation that a personal link left in the session, looked up anew on every request."""

import re
from dataclasses import dataclass, replace

from flask import session

from hearing_app.answering.confirm import Standing, standing_of
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.colleague import CONTACT, Colleague, Writer
from hearing_app.domain.council import Body
from hearing_app.domain.extension import Extension
from hearing_app.domain.hearing import Hearing, for_guest
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission
from hearing_app.inviting.extend import own_hearing
from hearing_app.inviting.invite import LinkUnknown, still_valid, token_hash
from hearing_app.storage import attachments, colleagues, drafts, extensions, guests, invitations, submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.storage.invitations import Invitation
from hearing_app.text import Words, words_for
from hearing_app.web.current import db, is_public, library, now
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


class OtherBody(Exception):
    """The form that was posted is another body's than the one that this browser answers for now."""

    def __init__(self, hearing: Hearing, now: Body, form: Body | None) -> None:
        """Take the hearing, who answers here now, and whose the form is, where that is known."""
        super().__init__(hearing.id)
        self.hearing = hearing
        self.now = now
        self.form = form


@dataclass(frozen=True)
class Visit:
    """A body that answers a hearing, in this request.

    `colleague` is who does it where the link is a colleague's, None for the body's contact; `link` is the link's id.
    """

    matter: Matter
    body: Body
    colleague: Colleague | None = None
    link: int = 0

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def writer(self) -> Writer:
        """Who writes, by this link."""
        return self.colleague.writer if self.colleague else CONTACT

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

    def extension(self) -> Extension:
        """Return what the body has asked for of more time, and what was decided."""
        return extensions.of_body(db(), self.hearing.id, self.body.id)

    def confirming(self) -> Standing | None:
        """Return where a preliminary answer stands, None of any other."""
        return standing_of(db(), self.sent(), now())

    def attachments(self) -> tuple[Attachment, ...]:
        """Return the files of the draft."""
        return attachments.of_draft(db(), self.hearing.id, self.body.id)

    def mark(self, saved: SavedDraft | None) -> str:
        """Return what a form carries to say whose it is and which draft it was opened with, like `bergvik.0.1`.

        Sending throws a draft away and the next one counts from 1 again, so the version that was sent is part of it.
        """
        sent = self.sent()
        return f"{self.body.id}.{sent.version if sent else 0}.{saved.revision if saved else 0}"

    def check_mark(self, mark: str) -> None:
        """See that a form that was posted is this body's: the browser may have opened another link meanwhile.

        Raises:
            OtherBody: it is not, or it does not say whose it is.
        """
        body_id = mark.partition(".")[0]
        if body_id != self.body.id:
            raise OtherBody(self.hearing, self.body, self.hearing.invited_body(body_id))

    def sent_since(self, mark: str) -> bool:
        """Tell whether the answer has been sent since a form with this mark was opened."""
        return mark.rpartition(".")[0] != self.mark(None).rpartition(".")[0]

    def revision_of(self, mark: str) -> int:
        """Return the revision that a form's mark names; 0, which no draft has, for one of an earlier version."""
        opened, _, revision = mark.rpartition(".")
        current = self.mark(None).rpartition(".")[0]
        return int(revision) if opened == current and _NUMBER.fullmatch(revision) else 0


def public_hearing(hearing_id: str) -> Hearing:
    """Return a hearing that anybody may know of, and let the page be in its language.

    Raises:
        HearingUnknown: there is none such.
    """
    matter = library().last_good(hearing_id)
    if matter is None or not is_public(matter.hearing):
        raise HearingUnknown
    read_in(matter.hearing.language)
    return matter.hearing


def holds(invitation: Invitation, token: str) -> bool:
    """Tell whether this browser answers by this very link already."""
    return bool(session.get("invitations", {}).get(invitation.hearing) == token_hash(token))


def remember(invitation: Invitation, token: str) -> None:
    """Let this browser answer for the invited body, in the body's own language until it chooses another.

    The session keeps the hash of the token: it is the invitation itself, while the number of its row can be
    another body's in a database that was restored from a backup.
    """
    session.permanent = True
    session["invitations"] = {**session.get("invitations", {}), invitation.hearing: token_hash(token)}
    session.pop("language", None)


def visit_to(hearing_id: str) -> Visit:
    """Return who answers `hearing_id` here; its hearing has the body's own deadline.

    Raises:
        HearingUnknown, HearingUnreadable, LinkNeeded: the form is not shown.
    """
    matter, invitation = library().last_good(hearing_id), _invitation(hearing_id)
    if matter is None:
        # Nobody can read whether the hearing is public, so only who has its link is told that there is one.
        raise HearingUnreadable if invitation and hearing_id in library().hearing_ids() else HearingUnknown
    if invitation and (guest := guests.by_id(db(), invitation.body)):
        matter = replace(matter, hearing=for_guest(matter.hearing, guest))
    body = matter.hearing.invited_body(invitation.body) if invitation else None
    if body is None:
        raise LinkNeeded(matter.hearing) if is_public(matter.hearing) else HearingUnknown
    read_in(language_of(body, matter.hearing).language)
    colleague = _colleague(invitation, matter.hearing) if invitation else None
    own = replace(matter, hearing=own_hearing(db(), matter.hearing, body.id))
    return Visit(own, body, colleague, invitation.id if invitation else 0)


def _colleague(invitation: Invitation, hearing: Hearing) -> Colleague | None:
    """Return the colleague whose link it is, None where it is the contact's.

    Raises:
        LinkNeeded: it was a colleague's who is there no more; nobody becomes the contact by that.
    """
    if invitation.colleague is None:
        return None
    found = colleagues.by_id(db(), invitation.colleague)
    if found is None:
        raise LinkNeeded(hearing)
    return found


def language_of(body: Body, hearing: Hearing) -> Words:
    """Return the words a body is written to in: its own language form, else the hearing's."""
    return words_for(body.language or hearing.language)


def _invitation(hearing_id: str) -> Invitation | None:
    """Return the working invitation to a hearing that was opened in this browser, or None."""
    kept = session.get("invitations", {}).get(hearing_id)
    found = invitations.by_token(db(), kept) if isinstance(kept, str) else None
    if found is None or found.hearing != hearing_id:
        return None
    try:
        return still_valid(db(), found.id)
    except LinkUnknown:
        return None
