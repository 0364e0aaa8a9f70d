"""What stands on the card of a point beside its words: earlier wordings, notes, review, standard phrases."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import g, url_for

from hearing_app.domain.assessment import Point
from hearing_app.domain.difference import Piece, compare_words
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.review import may_approve
from hearing_app.domain.vocabulary import Language, Role
from hearing_app.storage import assessments, notes, phrases, users
from hearing_app.storage.assessments import Wording
from hearing_app.storage.notes import Note
from hearing_app.storage.phrases import StoredPhrase
from hearing_app.text import Words, words_for
from hearing_app.treating.review import Standing, standings
from hearing_app.web.current import db
from hearing_app.web.guest_names import council_with_guests


@dataclass(frozen=True)
class Told:
    """One wording, with what changed from the one before it; of the first everything is new."""

    wording: Wording
    before: Wording | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What became of the text, word by word."""
        return compare_words(self.before.assessment if self.before else "", self.wording.assessment)

    @property
    def other_conclusion(self) -> bool:
        """Whether the conclusion is another than before."""
        return self.wording.conclusion != (self.before.conclusion if self.before else None)


@dataclass(frozen=True)
class Trouble:
    """What could not be done at a point, in words, and what was typed; `kind` says in which of its boxes."""

    kind: str
    message: str
    typed: str = ""


@dataclass(frozen=True)
class Card:
    """What the card of one point shows. `body` and `part` are its names in the hearing's language, for phrases."""

    history: tuple[Told, ...]
    notes: tuple[Note, ...]
    standing: Standing
    phrases: tuple[StoredPhrase, ...]
    names: Mapping[str, str]
    body: str
    part: str
    language: Language
    username: str
    may_write: bool = False
    may_review: bool = False
    own_wording: bool = False
    trouble: Trouble | None = None

    def strike_url(self, hearing_id: str) -> Callable[[Note], str]:
        """Return what makes the address at which a note is struck out."""
        return partial(strike_address, hearing_id)


def strike_address(hearing_id: str, note: Note) -> str:
    """Return the address at which a note is struck out."""
    return url_for("desk.strike", hearing_id=hearing_id, reference=note.reference, note_id=note.id)


class Names(dict[str, str]):
    """Names of the desk's users by user name; who has left the desk keeps the user name."""

    def __missing__(self, username: str) -> str:
        """Return the user name itself."""
        return username


def everybodys_names() -> Names:
    """Return the names of all users."""
    return Names({user.username: user.name for user in users.everybody(db())})


def cards_of(shown: Iterable[Point], hearing: Hearing) -> dict[int, Card]:
    """Return the cards of points of one hearing, by the point's id."""
    own = tuple(shown)
    history = assessments.wordings(db(), (point.root for point in own))
    written, found = notes_of(own), standings(db(), own)
    every, names, naming = phrases.everything(db()), everybodys_names(), Naming(hearing)
    writes, reviews = g.user.role.may(Role.CASE_OFFICER), g.user.role.may(Role.REVIEWER)
    return {
        point.id: Card(
            told(history.get(point.root, ())),
            written[point.root],
            found[point.root],
            every,
            names,
            naming.body(point.body),
            naming.part(point.item),
            naming.language,
            g.user.username,
            may_write=writes,
            may_review=reviews,
            own_wording=not may_approve(point, g.user.username),
            trouble=troubles().get(point.id),
        )
        for point in own
    }


def beside(own: Iterable[Point], hearing: Hearing, reference: str) -> dict[str, Any]:
    """Return what the page of a submission shows beside its points: cards, its own notes, phrases, and names."""
    return {
        "cards": cards_of(own, hearing),
        "notes": notes.of_submission(db(), reference),
        "strike_url": partial(strike_address, hearing.id),
        "phrases": phrases.everything(db()),
        "names": everybodys_names(),
    }


def told(history: tuple[Wording, ...]) -> tuple[Told, ...]:
    """Return the wordings, the newest first, each with the one before it."""
    return tuple(Told(wording, before) for wording, before in zip(history, (*history[1:], None), strict=False))


def notes_of(shown: Iterable[Point]) -> dict[int, tuple[Note, ...]]:
    """Return the notes on points, by the id of the point that holds the assessment: who shares it shares them."""
    roots = {point.root for point in shown}
    sharing = assessments.sharing_of(db(), roots)
    found = notes.of_points(db(), (member for members in sharing.values() for member in members))
    return {
        root: tuple(sorted((n for m in sharing[root] for n in found.get(m, ())), key=lambda n: n.id)) for root in roots
    }


def troubles() -> dict[int, Trouble]:
    """Return what could not be done in this request, by point."""
    found: dict[int, Trouble] = g.setdefault("troubles", {})
    return found


class Naming:
    """What bodies and parts are called in a hearing's own language, where its draft and its assessments are."""

    def __init__(self, hearing: Hearing) -> None:
        """Take the hearing."""
        self._hearing, self._council = hearing, council_with_guests()
        self.language = hearing.language
        self._words: Words = words_for(hearing.language)

    def body(self, body_id: str) -> str:
        """Return the name of a body."""
        body = self._hearing.invited_body(body_id) or (self._council.body(body_id) if self._council else None)
        return self._words.local(body.name) if body else body_id

    def part(self, item_id: str) -> str:
        """Return the heading of a part of the hearing."""
        item = self._hearing.item(item_id)
        if item is None:
            return item_id
        _ = self._words.gettext
        return self._words.local(item.heading) or _("General remark")
