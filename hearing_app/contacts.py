"""Contacts: where a body is written to, and a file of addresses on its way into the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hearing_app.contact_file import ContactRow
from hearing_app.domain.council import Body
from hearing_app.storage import Database, audit, contacts
from hearing_app.storage.database import writing


@dataclass(frozen=True)
class Change:
    """That a body will be written to at another address than today; `before` is empty where there was none."""

    body: Body
    before: str
    after: str


def address_of(db: Database, body: Body) -> str:
    """Return where `body` is written to: the imported address, else that of council.yml, else empty."""
    return addresses_of(db, (body,))[body.id]


def addresses_of(db: Database, bodies: Sequence[Body]) -> dict[str, str]:
    """Return where each of `bodies` is written to, by its id."""
    imported = contacts.every(db)
    return {body.id: imported.get(body.id, body.email) for body in bodies}


def changes(db: Database, rows: Sequence[ContactRow]) -> tuple[Change, ...]:
    """Return what storing `rows` would change, in the order of the file."""
    before = addresses_of(db, [row.body for row in rows])
    return tuple(Change(row.body, before[row.body.id], row.email) for row in rows if row.email != before[row.body.id])


def store_contacts(db: Database, rows: Sequence[ContactRow], *, actor: str, now: datetime) -> tuple[Change, ...]:
    """Store the addresses that are new, all of them or none, and return what was changed."""
    with writing(db):
        changed = changes(db, rows)
        contacts.put(db, {change.body.id: change.after for change in changed}, now)
        for change in changed:
            audit.log(db, now=now, actor=actor, action="contact set", subject=change.body.id)
    return changed
