"""A file of many answers that came by e-mail or on paper: read whole, with every mistake by row and cell.

Nothing is stored here but by `import_answers`, which stores all of it or nothing.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.submission import Content, Submission
from hearing_app.inviting.contact_file import Mistake
from hearing_app.mailing.mail import Sender
from hearing_app.registering.register import receive
from hearing_app.registering.register_content import NEW_SENDER, Wrong, read_form
from hearing_app.registering.register_row import Row
from hearing_app.registering.register_sample import is_example
from hearing_app.registering.register_sender import Earlier, earlier_of, sender_by_name, wrong_of_body
from hearing_app.registering.register_table import table_of
from hearing_app.registering.register_words import NO_WORDS, Names, name_key, names_of, word_key
from hearing_app.storage import Database, audit, guests
from hearing_app.storage.database import writing
from hearing_app.typed_days import moment_of

TWICE = N_("«{name}» stands in row {row} too. Keep one of them.")
TWICE_BY_NAME = N_(
    "«{name}» stands in row {row} too. Keep one of them, or write «nei» in the column «ny versjon» if they are two "
    "senders of the same name."
)


@dataclass(frozen=True)
class Planned:
    """A row that can be registered. `before` is what it becomes a new version of; `already` where it has been.

    `namesakes` counts those without invitation who went by the name when the file was read.
    """

    row: int
    who: str
    name: str
    content: Content
    before: Submission | None
    already: str = ""
    namesakes: int = 0


@dataclass(frozen=True)
class RegisterFile:
    """What was read: the rows that are right, every mistake in the others, and what the reader should know."""

    rows: tuple[Planned, ...]
    mistakes: tuple[Mistake, ...]
    notes: tuple[Message, ...] = ()

    @property
    def new(self) -> tuple[Planned, ...]:
        """The rows that have not been registered before."""
        return tuple(row for row in self.rows if not row.already)

    @property
    def mark(self) -> str:
        """What changes when an answer has come in meanwhile: the version that each row follows."""
        return ",".join(
            f"{one.row}:{one.before.version if one.before else 0}:{one.already}:{one.namesakes}" for one in self.rows
        )


def read_answers(db: Database, hearing: Hearing, data: bytes, *, now: datetime) -> RegisterFile:
    """Read a file. A row that has neither how nor when it came is passed over, so that a list can be filled in slowly.

    So is the example of the file to fill in, however much it looks like an answer.

    Raises:
        RegisterFileRefused: it is too large, neither XLSX nor CSV, or its columns are not those of the hearing.
    """
    table, earlier = table_of(data, hearing), earlier_of(db, hearing)
    found: list[Planned] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple[object, ...], int] = {}
    names = names_of(hearing.invited)
    for number, cells in table.rows:
        row = Row(number, cells, table)
        if is_example(row.text("who")) or not (row.says("channel") or row.says("arrived")):
            continue
        wrong, one = _read_row(hearing, row, names, earlier, now)
        key = _key_of(one, row) if one else ()
        if one and key in seen:
            wrong = [row.mistake(Wrong("who", N_(_twice(one).sentence, name=one.name, row=seen[key])))]
        mistakes += wrong
        if one and not wrong:
            seen[key] = number
            found.append(one)
    return RegisterFile(tuple(found), tuple(mistakes), table.notes)


def _key_of(one: Planned, row: Row) -> tuple[object, ...]:
    """Return what no two rows may share: two of the same name, where the file says that they are two, do not."""
    apart = one.content if word_key(row.text("anew")) in NO_WORDS else None
    return one.who, name_key(one.name) if one.who == NEW_SENDER else "", apart


def _twice(one: Planned) -> Message:
    return TWICE_BY_NAME if one.who == NEW_SENDER or is_guest(one.who) else TWICE


def _read_row(
    hearing: Hearing, row: Row, names: Names, earlier: Earlier, now: datetime
) -> tuple[list[Mistake], Planned | None]:
    """Return what is wrong with a row, or what it would register."""
    wrong, fields = row.read(hearing, names, earlier)
    name = row.text("who") or row.text("id")
    if not wrong and fields.get("who") == NEW_SENDER:
        if known := _registered_before(hearing, fields, earlier, name, now):
            return [], Planned(row.number, known.body, name, known.content, None, known.reference)
        who = sender_by_name(earlier, name, email=fields.get("email", ""), anew=row.text("anew"))
        if isinstance(who, Message):
            return [row.mistake(Wrong("anew" if row.says("anew") else "who", who))], None
        fields["who"] = who
    elif not wrong and (told := wrong_of_body(earlier, fields["who"], name, row.text("anew"))):
        return [row.mistake(Wrong("anew", told))], None
    filled = read_form(hearing, fields, (), (), earlier.guests, now=now)
    wrong = wrong or [row.mistake(one) for one in filled.wrong]
    if wrong or filled.content is None:
        return wrong, None
    return [], _planned(row.number, name, fields["who"], filled.content, earlier)


def _registered_before(
    hearing: Hearing, fields: Mapping[str, str], earlier: Earlier, name: str, now: datetime
) -> Submission | None:
    """Return the very same answer of somebody by this name, for a file can be read twice."""
    for guest in earlier.answered(name):
        content = read_form(hearing, {**fields, "who": guest.id}, (), (), earlier.guests, now=now).content
        if content and (same := _same(earlier.sent[guest.id], content)):
            return same
    return None


def _same(sent: Sequence[Submission], content: Content) -> Submission | None:
    """Return the very same answer; where a day stands alone, also one that was stored when it became its midnight."""
    alike = [content]
    if (came := content.registered) and not isinstance(came.arrived_at, datetime):
        midnight = moment_of(came.arrived_at, time.min)
        alike.append(replace(content, registered=replace(came, arrived_at=midnight)))
    return next((one for one in sent if replace(one.content, attachments=(), placed=()) in alike), None)


def import_answers(
    db: Database,
    hearing: Hearing,
    rows: Sequence[Planned],
    *,
    sender: Sender,
    actor: str,
    now: datetime,
    files: Path,
    done: Callable[[Submission], None] = lambda _received: None,
) -> tuple[Submission, ...]:
    """Register the rows, all of them or none, and return what was received.

    Args:
        done: is told of each as it is stored; nothing of it stands before all of them do.

    Raises:
        AnsweredMeanwhile: one of the bodies has answered since the file was read, or somebody who was not invited
            has been registered by that name, as by the same file twice at once; nothing was stored.
    """
    received = []
    with writing(db):
        known = Counter(name_key(guest.name) for guest in guests.of_hearing(db, hearing.id))
        if any(row.who == NEW_SENDER and known[name_key(row.name)] != row.namesakes for row in rows):
            raise AnsweredMeanwhile(None)
        for row in rows:
            version = row.before.version if row.before else 0
            one = receive(
                db,
                hearing,
                row.who,
                row.content,
                sender=sender,
                actor=actor,
                now=now,
                seen_version=version,
                files=files,
            )
            received.append(one)
            done(one)
        if received:
            subject = f"{len(received)}"
            audit.log(db, now=now, actor=actor, action="answers imported", hearing=hearing.id, subject=subject)
    return tuple(received)


def _planned(row: int, name: str, who: str, content: Content, earlier: Earlier) -> Planned:
    """Return a row with what is there of the sender: the very same answer is not registered a second time."""
    sent, namesakes = earlier.sent.get(who, ()), len(earlier.called(name))
    same = _same(sent, content)
    return Planned(row, who, name, content, sent[-1] if sent else None, same.reference if same else "", namesakes)
