"""What bodies are called in a terminal: those that are known, the invited, and those who came by themselves."""

from pathlib import Path

from hearing_app.cli.terminal import WORDS
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.library import Library
from hearing_app.storage import Database, guests

Named = dict[str, tuple[str, Body]]


def named_bodies(db: Database, content: Path, *hearings: Hearing) -> Named:
    """Return every body that may have answered, by its id, with the name that the reader sees."""
    council = Library(content).last_good_council()
    invited = (body for hearing in hearings for body in hearing.invited)
    known = (*(council.bodies if council else ()), *invited, *(guest.body for guest in guests.everybody(db)))
    return {body.id: (WORDS.local(body.name), body) for body in known}


def name_of(bodies: Named, body_id: str) -> str:
    """Return what a body is called; the id where nobody knows it any more."""
    return bodies[body_id][0] if body_id in bodies else body_id
