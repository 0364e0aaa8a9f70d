"""Whether readers are told of the corrections that were made, and of no others."""

from collections.abc import Iterator
from itertools import zip_longest

from hearing_app.domain.correction import Correction, newest_first
from hearing_app.domain.journal import Finding, Flaw
from hearing_app.domain.message import N_
from hearing_app.domain.redaction import Likeness, matches
from hearing_app.library import Library
from hearing_app.storage import Database, publications


def changed_corrections(db: Database, library: Library) -> Iterator[Finding]:
    """Yield the hearings whose published corrections are not those that are kept in the database.

    Raises:
        DefinitionBroken: a hearing's files have mistakes, so that its corrections cannot be read.
    """
    for hearing_id in library.hearing_ids():
        matter = library.matter(hearing_id)
        made, public = newest_first(publications.corrections(db, hearing_id)), matter.corrections if matter else ()
        if not all(_is_same(one, other) for one, other in zip_longest(made, public)):
            message = N_(
                "The published corrections of the hearing {hearing} are not those that were made.", hearing=hearing_id
            )
            yield Finding(Flaw.COPY, None, message)


def _is_same(made: Correction | None, public: Correction | None) -> bool:
    """Tell whether readers see a correction as it was made; words that have been withheld since are marked in it."""
    if made is None or public is None:
        return False
    told = [(one.day, one.bodies, one.withdrawn) for one in (made, public)]
    return told[0] == told[1] and matches(made.note, public.note) is not Likeness.DIFFERENT
