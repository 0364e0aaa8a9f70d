"""Who wrote what: noted in the transaction that saves it, beside the draft and nowhere that is ever sent."""

from collections.abc import Mapping
from datetime import datetime

from hearing_app.domain.colleague import Writer, Written, changed_fields
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.storage import Database, authorship, colleagues
from hearing_app.storage.drafts import SavedDraft

NAME_FIELD = "respondent_name"


def note_author(
    db: Database,
    hearing: Hearing,
    body: Body,
    author: Writer,
    before: SavedDraft | None,
    fields: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Note who has changed which fields of a draft, inside the transaction that has stored them.

    What the approver changes in a draft that waits for them goes on waiting; anybody else's change takes it back.

    Args:
        before: the draft as it was, None for a new one.
        fields: the draft as it is now.
    """
    changed = changed_fields(before.fields if before else {}, fields)
    authorship.note(db, hearing=hearing.id, body=body.id, fields=changed, writer=author, now=now)
    if author.colleague is None:
        return
    colleagues.note_writing(db, author.colleague, now)
    approver = colleagues.approver(db, hearing.id, body.id)
    if before is not None and approver is not None and approver.id == author.colleague:
        after = before.revision + 1
        authorship.follow(db, hearing=hearing.id, body=body.id, before=before.revision, revision=after)


def contact_name(fields: Mapping[str, str], written: Mapping[str, Written]) -> str:
    """Return the name that the contact person has given as their own in the form, or nothing.

    A name that a colleague has typed there may be the colleague's, so it tells nothing of the contact.
    """
    by = written.get(NAME_FIELD)
    return fields.get(NAME_FIELD, "") if by is not None and by.by.is_contact else ""
