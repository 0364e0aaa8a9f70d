"""Standard phrases of the council: writing them, putting them in order, and the six that a new desk is offered."""

from datetime import datetime

from hearing_app.domain.phrase import Phrase, strange_places
from hearing_app.storage import Database, audit, phrases
from hearing_app.storage.database import writing
from hearing_app.storage.phrases import StoredPhrase


class NameTaken(ValueError):
    """Another phrase has this name."""


class PhraseUnknown(LookupError):
    """There is no such phrase; a colleague may have removed it."""


class PhraseChanged(Exception):
    """A colleague has changed the phrase since the page was opened; `current` is what stands there."""

    def __init__(self, current: StoredPhrase) -> None:
        """Take the phrase as it is stored."""
        super().__init__(f"phrase {current.id} is at revision {current.revision}")
        self.current = current


class StrangePlace(ValueError):
    """Something in braces is not a place that is filled in; `places` are those."""

    def __init__(self, places: tuple[str, ...]) -> None:
        """Take the places."""
        super().__init__(", ".join(places))
        self.places = places


def add_phrase(db: Database, phrase: Phrase, *, actor: str, now: datetime) -> None:
    """Store a new phrase.

    Raises:
        NameTaken, StrangePlace: see there.
    """
    _check_places(phrase)
    with writing(db):
        if phrases.named(db, phrase.name):
            raise NameTaken(phrase.name)
        phrases.add(db, phrase, actor=actor, now=now)
        audit.log(db, now=now, actor=actor, action="phrase added", subject=phrase.name)


def change_phrase(db: Database, phrase_id: int, phrase: Phrase, *, revision: int, actor: str, now: datetime) -> None:
    """Store a phrase anew. Texts that were made with it stay as they are.

    Args:
        revision: the revision that the page showed.

    Raises:
        PhraseUnknown, PhraseChanged, NameTaken, StrangePlace: see there.
    """
    _check_places(phrase)
    with writing(db):
        current = _known(db, phrase_id)
        if current.phrase == phrase:
            return
        other = phrases.named(db, phrase.name)
        if other and other.id != phrase_id:
            raise NameTaken(phrase.name)
        if not phrases.change(db, phrase_id, phrase, revision=revision, actor=actor, now=now):
            raise PhraseChanged(current)
        audit.log(db, now=now, actor=actor, action="phrase changed", subject=phrase.name)


def remove_phrase(db: Database, phrase_id: int, *, revision: int, actor: str, now: datetime) -> None:
    """Remove a phrase. Texts that were made with it stay.

    Raises:
        PhraseUnknown, PhraseChanged: see there.
    """
    with writing(db):
        current = _known(db, phrase_id)
        if current.revision != revision:
            raise PhraseChanged(current)
        phrases.delete(db, phrase_id)
        audit.log(db, now=now, actor=actor, action="phrase removed", subject=current.phrase.name)


def move_phrase(db: Database, phrase_id: int, *, up: bool, actor: str, now: datetime) -> None:
    """Move a phrase one place up or down; at the end it stays.

    Raises:
        PhraseUnknown: see there.
    """
    with writing(db):
        moved = _known(db, phrase_id)
        ids = [stored.id for stored in phrases.everything(db)]
        place = ids.index(phrase_id)
        other = place + (-1 if up else 1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            phrases.reorder(db, ids)
            audit.log(db, now=now, actor=actor, action="phrase moved", subject=moved.phrase.name)


def add_starters(db: Database, starters: tuple[Phrase, ...], *, actor: str, now: datetime) -> int:
    """Add those of `starters` whose name no phrase has yet; return how many they are."""
    with writing(db):
        new = [phrase for phrase in starters if not phrases.named(db, phrase.name)]
        for phrase in new:
            add_phrase(db, phrase, actor=actor, now=now)
    return len(new)


def _known(db: Database, phrase_id: int) -> StoredPhrase:
    found = phrases.get(db, phrase_id)
    if found is None:
        raise PhraseUnknown(phrase_id)
    return found


def _check_places(phrase: Phrase) -> None:
    if strange := strange_places(f"{phrase.nb}\n{phrase.nn}"):
        raise StrangePlace(strange)
