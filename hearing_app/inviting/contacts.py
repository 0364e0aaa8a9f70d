"""Contacts: where a body is written to, and a file of addresses on its way into the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.council import Body
from hearing_app.inviting.contact_file import ContactRow
from hearing_app.storage import Database, audit, contacts
from hearing_app.storage.database import writing


class ContactsChanged(Exception):
    """An address is another than the one that was shown; `bodies` are those whose it is. Nothing was stored."""

    def __init__(self, bodies: tuple[Body, ...]) -> None:
        """Take the bodies."""
        super().__init__(", ".join(body.id for body in bodies))
        self.bodies = bodies


@dataclass(frozen=True)
class Change:
    """That a body will be written to at another address than today; `before` is empty where there was none."""

    body: Body
    before: str
    after: str


@dataclass(frozen=True)
class Address:
    """Where a body is written to; `set_at` is since when, None where the address is that of council.yml or none."""

    body: Body
    email: str
    set_at: datetime | None

    @property
    def is_stored(self) -> bool:
        """Whether it goes before that of council.yml."""
        return self.set_at is not None


def address_of(db: Database, body: Body) -> str:
    """Return where `body` is written to: the stored address, else that of council.yml, else empty."""
    return addresses_of(db, (body,))[body.id]


def addresses_of(db: Database, bodies: Sequence[Body]) -> dict[str, str]:
    """Return where each of `bodies` is written to, by its id."""
    imported = contacts.every(db)
    return {body.id: imported.get(body.id, body.email) for body in bodies}


def where_from(db: Database, bodies: Sequence[Body]) -> tuple[Address, ...]:
    """Return where each of `bodies` is written to, and since when."""
    stored = {contact.body: contact for contact in contacts.with_times(db)}
    return tuple(
        Address(body, stored[body.id].email, stored[body.id].set_at)
        if body.id in stored
        else Address(body, body.email, None)
        for body in bodies
    )


def left_over(db: Database, bodies: Sequence[Body]) -> tuple[contacts.Contact, ...]:
    """Return the stored addresses of bodies that are not among `bodies` any more."""
    known = {body.id for body in bodies}
    return tuple(contact for contact in contacts.with_times(db) if contact.body not in known)


def changes(db: Database, rows: Sequence[ContactRow]) -> tuple[Change, ...]:
    """Return what storing `rows` would change, in the order of the file."""
    before = addresses_of(db, [row.body for row in rows])
    return tuple(Change(row.body, before[row.body.id], row.email) for row in rows if row.email != before[row.body.id])


def store_contacts(db: Database, rows: Sequence[ContactRow], *, actor: str, now: datetime) -> tuple[Change, ...]:
    """Store the addresses that are new, all of them or none, and return what was changed."""
    with writing(db):
        changed = changes(db, rows)
        _put(db, changed, actor, now)
    return changed


def store_changes(db: Database, shown: Sequence[Change], *, actor: str, now: datetime) -> None:
    """Store exactly what somebody has been shown and has said yes to; an empty `after` brings council.yml's back.

    Raises:
        ContactsChanged: an address has been changed since it was shown.
    """
    with writing(db):
        current = addresses_of(db, [change.body for change in shown])
        if moved := tuple(change.body for change in shown if current[change.body.id] != change.before):
            raise ContactsChanged(moved)
        _put(db, shown, actor, now)


def forget_address(db: Database, body_id: str, *, actor: str, now: datetime) -> None:
    """Delete the stored address of a body, whether council.yml has the body or not."""
    with writing(db):
        contacts.remove(db, body_id)
        audit.log(db, now=now, actor=actor, action="contact removed", subject=body_id)


def _put(db: Database, changed: Sequence[Change], actor: str, now: datetime) -> None:
    contacts.put(db, {change.body.id: change.after for change in changed if change.after}, now)
    for change in changed:
        if change.after:
            audit.log(db, now=now, actor=actor, action="contact set", subject=change.body.id)
        else:
            forget_address(db, change.body.id, actor=actor, now=now)
