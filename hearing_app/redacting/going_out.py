"""What would go out of a hearing, handed to the gate."""

from pathlib import Path

from hearing_app.domain.matter import Matter
from hearing_app.domain.public_text import Redactions
from hearing_app.library import library_of
from hearing_app.redacting.findings import Choice
from hearing_app.redacting.gate import Find, Outgoing, finds, finds_in
from hearing_app.storage import Database, redactions


def look_at_note(matter: Matter, withheld: Redactions, content: Path, note: str) -> tuple[Find, ...]:
    """Return what the gate finds in the reason that is published with a correction."""
    return finds_in(note, withheld, _offices(matter, content)) if note.strip() else ()


def look(db: Database, matter: Matter, choice: Choice, content: Path) -> tuple[Find, ...]:
    """Return what the gate finds in everything that a choice would publish."""
    hearing_id = matter.hearing.id
    texts = {(row.reference, row.original): row.text for row in redactions.file_decisions(db, hearing_id)}
    outgoing = Outgoing(
        hearing_id,
        choice.received,
        choice.copies,
        choice.public_summary,
        choice.redactions,
        texts,
        _offices(matter, content),
        matter.readable,
    )
    return finds(db, outgoing, content)


def _offices(matter: Matter, content: Path) -> frozenset[str]:
    """Return the addresses that are there to be written to."""
    council = library_of(content).last_good_council()
    addresses = (matter.hearing.contact.email, council.contact.email if council else "")
    return frozenset(address.casefold() for address in addresses if address)
