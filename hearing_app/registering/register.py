"""Registering what came by e-mail, on paper or otherwise: kept while it is worked on, and received like every other.

Source: rule 10 of the domain. An answer after the deadline is accepted by the secretariat, and marked; whether it is
late follows from when it came, not from when it was registered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hearing_app.answering.attaching import TOO_MANY, TOO_MUCH
from hearing_app.answering.attachments import MEGABYTE, Limits, NotWhole, Refused, examine, keep, passages_of
from hearing_app.answering.receive import receive_registered
from hearing_app.domain.attachment import Attachment, told_apart
from hearing_app.domain.council import Body
from hearing_app.domain.guest import Guest, is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.passage import Passage
from hearing_app.domain.placing import OUT, Placed, guess_places, resolved
from hearing_app.domain.submission import Content, Submission
from hearing_app.domain.vocabulary import Moderation
from hearing_app.mailing.mail import Sender
from hearing_app.registering.register_content import NEW_SENDER, PASTED
from hearing_app.storage import Database, audit, guests, registrations, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.guests import Decision
from hearing_app.storage.registrations import Registration
from hearing_app.text import Words, words_for

NO_TEXT = N_("No text could be read in «{name}»; it is probably scanned. Type the text, or paste it, below.")


class RegistrationGone(LookupError):
    """It has been sent in or discarded meanwhile."""


class RegistrationChanged(Exception):
    """A colleague has saved it since it was looked at; `current` is what is stored now."""

    def __init__(self, current: Registration) -> None:
        """Take what is stored."""
        super().__init__(str(current.number))
        self.current = current


@dataclass(frozen=True)
class Added:
    """What came of adding a document; `told` is what the officer should know of it."""

    file: Attachment
    passages: int
    told: Message | None = None


def begin(db: Database, hearing: Hearing, *, actor: str, now: datetime, who: str = "") -> int:
    """Begin a registration and return its number; `who` is the body whose answer it is, where that is known."""
    with writing(db):
        number = registrations.begin(db, hearing.id, actor=actor, now=now)
        if who:
            registrations.save(db, number, {"who": who}, (), actor=actor, now=now)
        _log(db, hearing.id, number, "registration begun", actor, now)
    return number


def save(
    db: Database,
    number: int,
    fields: Mapping[str, str],
    placed: Sequence[Placed],
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> Registration:
    """Store what stands in the form, complete or not, and return it as it is stored.

    Args:
        seen: the revision that the form was opened with.

    Raises:
        RegistrationGone: there is none any more.
        RegistrationChanged: a colleague has saved something else since.
    """
    with writing(db):
        current = registrations.get(db, number)
        if current is None:
            raise RegistrationGone
        if dict(current.fields) == dict(fields) and current.placed == tuple(placed):
            return current
        if current.revision != seen:
            raise RegistrationChanged(current)
        registrations.save(db, number, fields, placed, actor=actor, now=now)
        return _stored(db, number)


def add_document(
    db: Database,
    folder: Path,
    hearing: Hearing,
    number: int,
    name: str,
    data: bytes,
    *,
    limits: Limits,
    actor: str,
    now: datetime,
) -> Added:
    """Examine a document as every stranger's file, keep it, read its text and guess where each part belongs.

    Raises:
        Refused: it is not taken in; the message says why.
        RegistrationGone: there is no such registration any more.
        OSError: the machine could not examine it just now.
    """
    file = examine(name, data, limits)
    keep(folder, file, data)
    passages, told = _read(folder, file, limits)
    with writing(db):
        current = _stored(db, number)
        present = registrations.files_of(db, number)
        if any(one.sha256 == file.sha256 for one in present):
            return Added(file, 0)
        _make_room(present, file, limits)
        file = told_apart(file, [one.name for one in present])
        registrations.add_file(db, number, file, now=now)
        placed = (*current.placed, *guess_places(passages, hearing))
        registrations.save(db, number, unmended(current.fields), placed, actor=actor, now=now)
        _log(db, hearing.id, number, "document added", actor, now)
    return Added(file, len(passages), told)


def add_text(
    db: Database, hearing: Hearing, number: int, passages: Sequence[Passage], *, actor: str, now: datetime
) -> None:
    """Put text that was typed or pasted after what was read, with guesses as for a document."""
    with writing(db):
        current = _stored(db, number)
        placed = (*current.placed, *guess_places(passages, hearing))
        fields = {name: text for name, text in unmended(current.fields).items() if name != PASTED}
        registrations.save(db, number, fields, placed, actor=actor, now=now)


def unmended(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields without texts that were mended: what they were made of is placed otherwise now."""
    return {name: text for name, text in fields.items() if not name.startswith("text_")}


def remove_document(db: Database, hearing: Hearing, number: int, sha256: str, *, actor: str, now: datetime) -> None:
    """Take a document out; what was read of it stays among the text, to be left out by hand."""
    with writing(db):
        current = _stored(db, number)
        registrations.remove_file(db, number, sha256)
        registrations.save(db, number, current.fields, current.placed, actor=actor, now=now)
        _log(db, hearing.id, number, "document removed", actor, now)


def discard(db: Database, hearing: Hearing, number: int, *, actor: str, now: datetime) -> bool:
    """Throw a registration away, and tell whether it was still there."""
    with writing(db):
        if registrations.get(db, number) is None:
            return False
        registrations.delete(db, number)
        _log(db, hearing.id, number, "registration discarded", actor, now)
    return True


def receive(
    db: Database,
    hearing: Hearing,
    who: str,
    content: Content,
    *,
    sender: Sender,
    actor: str,
    now: datetime,
    seen_version: int,
    files: Path,
    number: int | None = None,
) -> Submission:
    """Receive a registered answer; of somebody who was not invited it is admitted at once, for it has been read.

    Args:
        who: the id of an invited body or of a guest, or NEW_SENDER for `content.sender`.
        seen_version: the version of theirs that counted when the officer looked, 0 for none.
        number: the registration that it was, which is then gone.

    Raises:
        RegistrationGone: somebody else has sent it in, or discarded it.
        AnsweredMeanwhile, ImpossibleArrival, NothingAnswered, NotWhole: as `receive.receive_registered`.
    """
    with writing(db):
        if number is not None:
            _stored(db, number)
        guest = _guest(db, hearing, who, content, now)
        body = guest.body if guest else hearing.invited_body(who)
        if body is None:
            raise LookupError(who)
        received = receive_registered(
            db,
            hearing,
            body,
            replace(content, sender=guest.sender) if guest else content,
            words=_words(hearing, body),
            sender=sender,
            now=now,
            actor=actor,
            seen_version=seen_version,
            files=files,
        )
        if guest is not None:
            decision = Decision(received.reference, Moderation.ADMITTED, None, "", actor, now)
            guests.decide(db, decision)
        if number is not None:
            registrations.delete(db, number)
    return received


def placed_files(
    folder: Path, files: Sequence[Attachment], placed: Sequence[Placed], limits: Limits
) -> tuple[str, ...]:
    """Return the fingerprints of the documents whose text was placed: each paragraph somewhere, or left out by hand.

    One that cannot be read, as a scanned letter, is none of them: nobody knows what stands in it before it is opened.
    Each takes a process of its own.
    """
    where = dict(zip((one.passage.text for one in placed), resolved(placed), strict=True))
    return tuple(file.sha256 for file in files if _is_placed(_text_in(folder, file, limits), where))


def _text_in(folder: Path, file: Attachment, limits: Limits) -> tuple[Passage, ...]:
    try:
        return passages_of(folder, file, limits)
    except (Refused, NotWhole, OSError):
        return ()


def _is_placed(passages: Sequence[Passage], where: Mapping[str, str]) -> bool:
    places = [where.get(passage.text) for passage in passages]
    return None not in places and any(place != OUT for place in places)


def version_of(db: Database, hearing: Hearing, who: str) -> Submission | None:
    """Return the version that counts of a body or a guest, None where they have not answered."""
    return submissions.latest_of_body(db, hearing.id, who) if who and who != NEW_SENDER else None


def _guest(db: Database, hearing: Hearing, who: str, content: Content, now: datetime) -> Guest | None:
    if who == NEW_SENDER and content.sender is not None:
        sender = content.sender
        return guests.put_registered(db, hearing.id, sender.kind, sender.name, hearing.language, now)
    return guests.by_id(db, who) if is_guest(who) else None


def _words(hearing: Hearing, body: Body) -> Words:
    return words_for(body.language or hearing.language)


def _read(folder: Path, file: Attachment, limits: Limits) -> tuple[tuple[Passage, ...], Message | None]:
    """Return a document's text; one that cannot be read is kept all the same, and that is told."""
    try:
        passages = passages_of(folder, file, limits)
    except Refused:
        passages = ()
    return passages, None if passages else N_(NO_TEXT.sentence, name=file.name)


def _make_room(present: Sequence[Attachment], file: Attachment, limits: Limits) -> None:
    if len(present) >= limits.number:
        raise Refused(N_(TOO_MANY.sentence, limit=limits.number))
    if sum(one.size for one in present) + file.size > limits.total_bytes:
        raise Refused(N_(TOO_MUCH.sentence, limit=limits.total_bytes // MEGABYTE))


def _stored(db: Database, number: int) -> Registration:
    found = registrations.get(db, number)
    if found is None:
        raise RegistrationGone
    return found


def _log(db: Database, hearing: str, number: int, action: str, actor: str, now: datetime) -> None:
    audit.log(db, now=now, actor=actor, action=action, hearing=hearing, subject=f"registration {number}")
