"""Those who write an answer together, as its pages show them: who is who, who wrote what, and where the approval is."""

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import Field, Form

from hearing_app.answering.authors import contact_name
from hearing_app.domain.colleague import Approval, ApprovalState, Colleague, Writer, Written, approver_of
from hearing_app.domain.hearing import Item
from hearing_app.storage import authorship, colleagues
from hearing_app.storage.drafts import SavedDraft
from hearing_app.text import Words
from hearing_app.text.people import at_hour, called, written_line
from hearing_app.web.current import db, now
from hearing_app.web.kinds import names_of
from hearing_app.web.visits import Visit


@dataclass(frozen=True)
class Team:
    """Who works on an answer, seen by `you`: a colleague, or None for the contact person.

    `written` tells of each field of the draft who last changed it, `contact` is the contact person's name where it is
    known, and `state` is None where the answer is not, and was not, with the approver; `told` says so in a sentence.
    """

    you: Colleague | None
    may_invite: bool
    members: tuple[Colleague, ...]
    written: Mapping[str, Written]
    contact: str
    approval: Approval | None
    state: ApprovalState | None
    told: str = ""

    @property
    def approver(self) -> Colleague | None:
        """The one who approves."""
        return approver_of(self.members)

    @property
    def approves(self) -> bool:
        """Whether you are the one who approves."""
        return self.you is not None and self.approver == self.you

    @property
    def may_send(self) -> bool:
        """Whether you can send the answer to the secretariat yourself."""
        return self.approver is None or self.approves

    @property
    def others(self) -> tuple[Colleague, ...]:
        """The colleagues beside you."""
        return tuple(member for member in self.members if member != self.you)

    @property
    def several(self) -> bool:
        """Whether there is anything to tell apart: alone, one knows who wrote what."""
        return bool(self.members) or any(not written.by.is_contact for written in self.written.values())

    def given_to_you(self, item_id: str) -> bool:
        """Tell whether an item has been given to you."""
        return self.you is not None and item_id in self.you.items

    def given_to(self, item_id: str) -> tuple[str, ...]:
        """Return the names of the others whom an item has been given to."""
        return tuple(member.name for member in self.others if item_id in member.items)


def team_of(visit: Visit, saved: SavedDraft | None) -> Team:
    """Return who works on the visiting body's answer, of which `saved` is the draft."""
    hearing, body = visit.hearing.id, visit.body.id
    written = authorship.of_draft(db(), hearing, body)
    members = colleagues.of_body(db(), hearing, body)
    approval = authorship.approval(db(), hearing, body) if saved else None
    contact = contact_name(saved.fields, written) if saved else ""
    state = _state(approval, saved, members)
    told = _told(approval, state, visit, contact, approver_of(members)) if approval and state else ""
    return Team(visit.colleague, may_invite(visit), members, written, contact, approval, state, told)


def may_invite(visit: Visit) -> bool:
    """Tell whether the visitor decides who works on the answer: an invited body's own contact does."""
    return visit.colleague is None and visit.hearing.guest is None


def person(writer: Writer, visit: Visit, words: Words) -> str:
    """Return what somebody who writes is called in a mail, whose language need not be the page's."""
    saved = visit.saved()
    written = authorship.of_draft(db(), visit.hearing.id, visit.body.id)
    return called(writer, words, contact_name(saved.fields, written) if saved else "")


def inviter(visit: Visit, words: Words) -> str:
    """Return what the contact person who invites is called in the mail; empty where the form has no name yet."""
    saved = visit.saved()
    name = contact_name(saved.fields, authorship.of_draft(db(), visit.hearing.id, visit.body.id)) if saved else ""
    return called(visit.writer, words, name) if name else ""


def tell_authors(
    form: Form, team: Team, visit: Visit, saved: SavedDraft | None, *, conflicts: Mapping[str, str] | None = None
) -> None:
    """Put beside each field of the form who last changed it, where there are several who might have.

    Nothing is told of a text that has been typed and not been stored. Of two fields of one item that tell the same, the
    last tells it.

    Args:
        conflicts: what is stored in fields where something else is typed; of these it is always told.
    """
    stored = saved.fields if saved else {}
    seen: set[tuple[str, str]] = set()
    parts = {name: item.id for item in visit.hearing.items for name in names_of(item.id)}
    for field in reversed(list(form)):
        written = team.written.get(field.name)
        conflict = field.name in (conflicts or {})
        if written is None or not (conflict or (team.several and _is_stored(field, stored))):
            continue
        line = _line(written, team, visit, empty=not stored.get(field.name))
        if conflict or (parts.get(field.name, field.name), line) not in seen:
            field.description = line
        seen.add((parts.get(field.name, field.name), line))


def item_lines(item: Item, saved: SavedDraft | None, team: Team, visit: Visit) -> tuple[str, ...]:
    """Return who wrote an item's answer, for the review: one sentence, or one for each who wrote a part."""
    return field_lines(sorted(names_of(item.id)), saved, team, visit)


def field_lines(names: list[str], saved: SavedDraft | None, team: Team, visit: Visit) -> tuple[str, ...]:
    """Return who wrote what stands in these fields, each sentence once."""
    if not team.several or saved is None:
        return ()
    told = (team.written[name] for name in names if name in team.written and saved.fields.get(name))
    return tuple(dict.fromkeys(_line(written, team, visit, empty=False) for written in told))


def _is_stored(field: Field, stored: Mapping[str, str]) -> bool:
    return (field.data or "") == (stored.get(field.name) or "")


def _line(written: Written, team: Team, visit: Visit, *, empty: bool) -> str:
    return written_line(written, visit.words, now(), contact=team.contact, empty=empty)


def _state(approval: Approval | None, saved: SavedDraft | None, members: tuple[Colleague, ...]) -> ApprovalState | None:
    if approval is None or saved is None:
        return None
    state = approval.state(saved.revision)
    return state if state is ApprovalState.RETURNED or approver_of(members) else None


def _told(approval: Approval, state: ApprovalState, visit: Visit, contact: str, approver: Colleague | None) -> str:
    words = visit.words
    _ = words.gettext
    asker, when = called(approval.asked.by, words, contact), at_hour(approval.asked.at, now(), words)
    if state is ApprovalState.RETURNED and approval.returned is not None:
        when = at_hour(approval.returned.at, now(), words)
        return _("{person} sent the answer back {when}, with this note:", person=approval.returned.by.name, when=when)
    if state is ApprovalState.CHANGED:
        return _(
            "The answer was sent to approval {when}, but it has been changed since. It is being worked on again, and "
            "has to be sent to approval once more.",
            when=when,
        )
    if approver is not None and approver == visit.colleague:
        return _("The answer was sent to you for approval {when} by {person}.", when=when, person=asker)
    return _(
        "The answer was sent to {approver} for approval {when} by {person}. Whoever changes it now takes it back, and "
        "it has to be sent to approval once more.",
        approver=approver.name if approver else "",
        when=when,
        person=asker,
    )
