"""Redacting: what the law withholds of an answer is a layer on it. The answer itself is never touched.

`redactions_of` is the door for everything that shows an answer to readers: pages, files, exports. What stands in a
received answer goes through `Redactions.text`, `.quote` or `domain.summary.public_copy`, and never around them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearing_app.building.deploy import KEPT_RELEASES
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.public_text import Redactions, fields_of, in_force
from hearing_app.domain.redaction import WHOLE, Ground, Redaction, places_of
from hearing_app.domain.submission import Submission
from hearing_app.storage import Database, audit, confirmations, publications, redactions, submissions
from hearing_app.storage.database import writing

LONGEST_NOTE = 1_000
FRESH = timedelta(days=30)
"""So long after readers lost something no older release of the site, which has it, stays on the disk."""


class LayersChanged(Exception):
    """A colleague has redacted, or lifted, something of the answer since the page was opened."""


class RedactionRefused(Exception):
    """This cannot be redacted; `name` is the field of the form that is wrong, `message` says why and what to do."""

    def __init__(self, name: str, message: Message) -> None:
        """Take the form's field and the sentence."""
        super().__init__(str(message))
        self.name = name
        self.message = message


@dataclass(frozen=True)
class WasPublic:
    """That words which are withheld now could be read; `until` is None while they still can."""

    layer: Redaction
    since: datetime
    until: datetime | None
    body: str = ""


@dataclass(frozen=True)
class Marking:
    """What somebody wants to withhold: words of a field, `nth` from 1 or None for every occurrence."""

    field: str
    words: str
    nth: int | None
    ground: Ground
    note: str = ""


def redactions_of(db: Database, hearing_id: str) -> Redactions:
    """Return the layers in force on the answers of a hearing, each version's and those before it."""
    layers = redactions.of_hearing(db, hearing_id)
    return in_force(layers, redactions.of_earlier_versions(db, hearing_id) if layers else {})


def texts_of(db: Database, hearing: Hearing, submission: Submission) -> dict[str, str]:
    """Return every text of an answer that would be published, as it was received, by the name of its field."""
    told = confirmations.latest(db, submission.reference)
    named = hearing.open_answers.names_sender(submission.content.sender)
    return fields_of(submission, told.told.treatment if told else None, named=named)


def seen_of(layers: Iterable[Redaction]) -> str:
    """Return what tells whether the layers are those that a person has looked at."""
    state = "\n".join(f"{layer.id} {layer.in_force}" for layer in layers)
    return hashlib.sha256(state.encode()).hexdigest()


def check(texts: dict[str, str], marking: Marking) -> None:
    """See that a marking marks something.

    Raises:
        RedactionRefused: it does not.
    """
    if marking.field not in texts:
        raise RedactionRefused("field", N_("Choose where the words stand."))
    if not marking.words.strip():
        raise RedactionRefused("words", N_("Paste the words that are to be withheld."))
    found = len(places_of(marking.words, texts[marking.field]))
    if not found:
        raise RedactionRefused("words", N_("These words do not stand there. Copy them from the text below."))
    if marking.nth is not None and marking.nth > found:
        raise RedactionRefused("nth", N_("The words stand there {number} times. Choose one of them.", number=found))
    if len(marking.note) > LONGEST_NOTE:
        raise RedactionRefused("note", N_("The note may be {limit} characters. Shorten it.", limit=LONGEST_NOTE))


def drafted(submission: Submission, marking: Marking, *, actor: str, now: datetime) -> Redaction:
    """Return the layer that a marking would become."""
    return Redaction(
        0,
        submission.reference,
        marking.field,
        marking.words.strip(),
        marking.nth,
        marking.ground.id,
        marking.ground.mark,
        marking.note.strip(),
        actor,
        now,
    )


def redact(
    db: Database, hearing: Hearing, submission: Submission, marking: Marking, *, seen: str, actor: str, now: datetime
) -> int:
    """Lay a layer on an answer, and return its number. Readers notice when the hearing is published the next time.

    Args:
        seen: `seen_of` the layers that the page showed.

    Raises:
        RedactionRefused: it marks nothing.
        LayersChanged: a colleague was first.
    """
    check(texts_of(db, hearing, submission), marking)
    return _add(db, submission, drafted(submission, marking, actor=actor, now=now), seen, "redacted")


def withhold(
    db: Database, submission: Submission, ground: Ground, *, note: str, seen: str, actor: str, now: datetime
) -> int:
    """Withhold a whole answer; readers are told that it is withheld, and on which ground.

    Raises:
        RedactionRefused: it is withheld already.
        LayersChanged: a colleague was first.
    """
    layers = redactions.of_submission(db, submission.reference)
    if any(layer.in_force and layer.field == WHOLE for layer in layers):
        raise RedactionRefused("ground", N_("The whole answer is withheld already."))
    layer = drafted(submission, Marking(WHOLE, "", None, ground, note), actor=actor, now=now)
    return _add(db, submission, layer, seen, "withheld an answer")


def lift(db: Database, submission: Submission, number: int, *, why: str, seen: str, actor: str, now: datetime) -> None:
    """Lift a layer: with the next publishing readers see what it withheld.

    Raises:
        LookupError: there is no such layer in force on this answer.
        RedactionRefused: no reason is given.
        LayersChanged: a colleague was first.
    """
    if not why.strip():
        raise RedactionRefused("why", N_("Write why it is lifted."))
    with writing(db):
        layers = redactions.of_submission(db, submission.reference)
        if seen_of(layers) != seen:
            raise LayersChanged
        if not any(layer.id == number and layer.in_force for layer in layers):
            raise LookupError(number)
        redactions.lift(db, number, actor=actor, why=why.strip(), now=now)
        _log(db, submission, "lifted a redaction", number, actor, now)


def _add(db: Database, submission: Submission, layer: Redaction, seen: str, action: str) -> int:
    with writing(db):
        if seen_of(redactions.of_submission(db, submission.reference)) != seen:
            raise LayersChanged
        since = redactions.released_at(db, submission.reference)
        number = redactions.add(db, _with_since(layer, since))
        _log(db, submission, action, number, layer.made_by, layer.made_at)
    return number


def _with_since(layer: Redaction, since: datetime | None) -> Redaction:
    return Redaction(**{**vars(layer), "public_from": since})


def _log(db: Database, submission: Submission, action: str, number: int, actor: str, now: datetime) -> None:
    """Note who did it. The words themselves stand in no entry: the log is read by more people than the page."""
    subject = f"{submission.reference}, {number}"
    audit.log(db, now=now, actor=actor, action=action, hearing=submission.hearing, subject=subject)


def releasable(found: Redactions, released: Iterable[str]) -> frozenset[str]:
    """Return those of the references whose answers are not withheld as a whole."""
    return frozenset(reference for reference in released if not found.withheld(reference))


def was_public(db: Database, hearing_id: str) -> tuple[WasPublic, ...]:
    """Return what is withheld now and could be read before, of replaced versions too, oldest first."""
    layers = [layer for layer in redactions.of_hearing(db, hearing_id) if layer.in_force and layer.public_from]
    if not layers:
        return ()
    published = sorted(e.at for e in audit.entries(db, hearing_id) if e.action == "published")
    periods, bodies = submissions.public_periods(db, hearing_id), redactions.bodies(db, hearing_id)
    return tuple(
        WasPublic(
            layer,
            layer.public_from,
            _public_until(layer, periods.get(layer.reference, ()), published),
            bodies[layer.reference],
        )
        for layer in layers
        if layer.public_from is not None
    )


def _public_until(
    layer: Redaction, periods: tuple[submissions.Period, ...], published: list[datetime]
) -> datetime | None:
    """Return when the words went: with the answer, or with the first publishing after they were withheld.

    Args:
        periods: when the answer was released. One that is refused is so no more, and stands until the next publishing.
        published: when something of the hearing was published, the first time first.
    """
    made = layer.made_at
    stood = [(since, next((at for at in published if until and at >= until), None)) for since, until in periods]
    if any(since <= made and (until is None or until > made) for since, until in stood):
        ends = [until for since, until in stood if since <= made and until is not None and until > made]
        return min((*ends, *(at for at in published if at >= made)), default=None)
    return max((until for _since, until in stood if until is not None and until <= made), default=None)


def kept_releases(db: Database, now: datetime) -> int:
    """Return how many releases of the site stay on the disk.

    It is the live one alone where something was withheld, withdrawn or corrected lately.
    """
    newest = max(filter(None, (redactions.newest(db), publications.newest_correction(db))), default=None)
    return 1 if newest is not None and now - newest < FRESH else KEPT_RELEASES
