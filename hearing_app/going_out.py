"""What would go out of a hearing, handed to the gate."""

from pathlib import Path

from hearing_app.domain.matter import Matter
from hearing_app.findings import Choice
from hearing_app.gate import Find, Outgoing, finds, public_prints
from hearing_app.library import Library
from hearing_app.storage import Database, redactions


def look(db: Database, matter: Matter, choice: Choice, content: Path) -> tuple[Find, ...]:
    """Return what the gate finds in everything that a choice would publish."""
    hearing_id = matter.hearing.id
    council = Library(content).last_good_council()
    offices = {matter.hearing.contact.email, *((council.contact.email,) if council else ())}
    texts = {(row.reference, row.original): row.text for row in redactions.file_decisions(db, hearing_id)}
    outgoing = Outgoing(
        hearing_id,
        choice.received,
        choice.copies,
        choice.public_summary,
        choice.redactions,
        texts,
        frozenset(address.casefold() for address in offices if address),
        public_prints(matter.released, matter.summary),
    )
    return finds(db, outgoing, content)
