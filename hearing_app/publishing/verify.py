"""Checking what was received: the whole log, and one receipt against the log and the public copy."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path

from hearing_app.answering.attachments import NotWhole, read
from hearing_app.definitions.journal import load_head
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Treatment, read_told
from hearing_app.domain.journal import Entry, Finding, Flaw, against_head, verify
from hearing_app.domain.message import N_
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.published_file import file_path
from hearing_app.domain.redaction import Likeness, compare
from hearing_app.domain.submission import Submission, fingerprint, read_payload
from hearing_app.domain.summary import ReleasedSubmission
from hearing_app.library import Library
from hearing_app.publishing.verify_corrections import changed_corrections
from hearing_app.storage import Database, confirmations, journal
from hearing_app.storage.journal import Stored


class ReceiptUnknown(LookupError):
    """Nothing with this fingerprint has been received here: the file was changed, or is another one."""


class CopyState(Enum):
    """How the public copy stands to what was received."""

    SAME = "same"
    REDACTED = "redacted"
    DIFFERENT = "different"
    NOT_PUBLISHED = "not published"
    OTHER_VERSION = "other version"


@dataclass(frozen=True)
class Checked:
    """What a receipt shows. `different` names what the public copy has otherwise: items by id, and other parts.

    `redacted` names likewise what it has but for marks (domain/redaction.py).

    `public` is the copy that readers see now; of another version where `state` says so. `whole` tells whether the
    entry still has its digest.
    """

    entry: Entry
    state: CopyState
    different: tuple[str, ...] = ()
    public: ReleasedSubmission | None = None
    whole: bool = True
    redacted: tuple[str, ...] = ()


def _untold(_done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


def check_log(
    db: Database, content: Path, files: Path | None = None, *, done: Callable[[int, int], None] = _untold
) -> tuple[Finding, ...]:
    """Return everything that is wrong with the log, what it tells of, the published head and the public copies.

    A database from before there was a log gets one first.

    Args:
        files: the folder where attached files are kept; None where they are not to be looked at.
        done: called with of how many entries the files have been looked at, and of how many there are.

    Raises:
        DefinitionBroken: a hearing's files have mistakes, so that its copies cannot be read.
    """
    journal.begin(db)
    entries = journal.entries(db)
    stored = tuple(journal.stored(db))
    head, _problems = load_head(content)
    return (
        *verify(entries),
        *_against_table(entries, stored),
        *against_head(entries, head),
        *_copies(db, Library(content)),
        *_published_files(Library(content), content),
        *changed_corrections(db, Library(content)),
        *(_attachments(entries, stored, files, done) if files else ()),
        *_confirmations(db, entries, files),
    )


def _against_table(entries: Iterable[Entry], stored: Iterable[Stored]) -> Iterator[Finding]:
    """Yield where the submissions are not those that were entered."""
    rows = {row.reference: row for row in stored}
    for entry in entries:
        row = rows.pop(entry.reference, None)
        name = f"{entry.number} ({entry.reference})"
        if row is None:
            yield Finding(Flaw.SUBMISSION, entry.number, N_("The submission of entry {entry} is gone.", entry=name))
        elif fingerprint(row.payload) != entry.sha256 or _facts(row) != _facts(entry):
            message = N_("The submission of entry {entry} is not what was entered.", entry=name)
            yield Finding(Flaw.SUBMISSION, entry.number, message)
    for reference in rows:
        message = N_("The submission {reference} is not in the log.", reference=reference)
        yield Finding(Flaw.NOT_ENTERED, None, message)


def _attachments(
    entries: Collection[Entry], stored: Iterable[Stored], folder: Path, done: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Yield the files of submissions that are not there, or not what was received."""
    payloads = {row.reference: row.payload for row in stored}
    for number, entry in enumerate(entries, start=1):
        done(number, len(entries))
        payload = payloads.get(entry.reference, b"")
        if fingerprint(payload) != entry.sha256:
            continue  # told already, and what it names cannot be believed
        for file in read_payload(payload).attachments:
            if not _is_whole(folder, file):
                message = N_(
                    "The attachment «{name}» of entry {entry} is missing or has been changed.",
                    name=file.name,
                    entry=f"{entry.number} ({entry.reference})",
                )
                yield Finding(Flaw.ATTACHMENT, entry.number, message)


def _confirmations(db: Database, entries: Iterable[Entry], folder: Path | None) -> Iterator[Finding]:
    """Yield the confirmations that are not what was received, and those whose minutes are not."""
    numbers = {entry.reference: entry.number for entry in entries}
    for row in confirmations.stored(db):
        number = numbers.get(row.reference)
        if fingerprint(row.payload) != row.sha256:
            message = N_("The confirmation of {reference} is not what was received.", reference=row.reference)
            yield Finding(Flaw.SUBMISSION, number, message)
            continue
        minutes = read_told(row.payload).minutes
        if folder and minutes and not _is_whole(folder, minutes):
            message = N_(
                "The minutes «{name}» of the confirmation of {reference} are missing or have been changed.",
                name=minutes.name,
                reference=row.reference,
            )
            yield Finding(Flaw.ATTACHMENT, number, message)


def _is_whole(folder: Path, file: Attachment) -> bool:
    try:
        read(folder, file)
    except NotWhole:
        return False
    return True


def _facts(row: Entry | Stored) -> tuple[object, ...]:
    return row.hearing, row.body, row.version, row.received_at, row.sha256


def _copies(db: Database, library: Library) -> Iterator[Finding]:
    """Yield the public copies that are not what was received."""
    for copy in _published(library):
        entry = journal.by_reference(db, copy.reference)
        if entry is None:
            message = N_("The public copy of {reference} was never received.", reference=copy.reference)
            yield Finding(Flaw.COPY, None, message)
        elif different := _different(db, entry, copy):
            message = N_(
                "The public copy of entry {entry} differs from what was received: {parts}.",
                entry=f"{entry.number} ({entry.reference})",
                parts=different,
            )
            yield Finding(Flaw.COPY, entry.number, message)


def _published_files(library: Library, content: Path) -> Iterator[Finding]:
    """Yield the copies of attachments that no answer has, and those that are missing or have been changed."""
    for hearing_id in library.hearing_ids():
        matter = library.matter(hearing_id)
        for copy in matter.released if matter else ():
            sent = {file.sha256 for file in copy.attachments}
            for file in copy.files:
                path = content / "hearings" / hearing_id / file_path(copy.body, file.copy) if file.copy else None
                if file.original not in sent or (path and file.copy and not _has(path, file.copy.sha256)):
                    name = file.copy.name if file.copy else file.original[:12]
                    message = N_(
                        "The public copy «{name}» of a file of {reference} belongs to no file that was received, is "
                        "missing or has been changed.",
                        name=name,
                        reference=copy.reference,
                    )
                    yield Finding(Flaw.COPY, None, message)


def _has(path: Path, sha256: str) -> bool:
    return path.is_file() and fingerprint(path.read_bytes()) == sha256


def _different(db: Database, entry: Entry, copy: ReleasedSubmission) -> tuple[str, ...]:
    row = journal.stored_one(db, entry.reference)
    if row is None or fingerprint(row.payload) != entry.sha256:
        return ("sha256",)  # there is nothing left to compare with, which is told by itself
    return differences(_read(entry, row.payload), copy, confirmed=confirmations.treatments(db, entry.reference))


def check_receipt(db: Database, library: Library, data: bytes) -> Checked:
    """Return what the log and the public copy say of the file that a receipt came with.

    Args:
        data: the file exactly as it came. No part of it is trusted before its fingerprint is found.

    Raises:
        ReceiptUnknown: it is not, byte for byte, something that was received here.
    """
    entry = journal.by_sha256(db, fingerprint(data))
    if entry is None:
        raise ReceiptUnknown
    whole = entry.computed == entry.digest
    matter = library.last_good(entry.hearing)
    copies = matter.released if matter else ()
    copy = next((c for c in copies if c.body == entry.body), None)
    if copy is None:
        return Checked(entry, CopyState.NOT_PUBLISHED, whole=whole)
    if copy.reference != entry.reference:
        return Checked(entry, CopyState.OTHER_VERSION, public=copy, whole=whole)
    parts = likenesses(_read(entry, data), copy, confirmed=confirmations.treatments(db, entry.reference))
    different, redacted = _parts(parts, Likeness.DIFFERENT), _parts(parts, Likeness.REDACTED)
    state = CopyState.DIFFERENT if different else CopyState.REDACTED if redacted else CopyState.SAME
    return Checked(entry, state, different, copy, whole=whole, redacted=redacted)


def redactions(db: Database, library: Library) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Yield every entry whose public copy is redacted and is otherwise what was received, with the parts by name.

    Raises:
        DefinitionBroken: a hearing's files have mistakes, so that its copies cannot be read.
    """
    for copy in _published(library):
        entry, row = journal.by_reference(db, copy.reference), journal.stored_one(db, copy.reference)
        if entry is None or row is None or fingerprint(row.payload) != entry.sha256:
            continue
        confirmed = confirmations.treatments(db, entry.reference)
        if redacted := _parts(likenesses(_read(entry, row.payload), copy, confirmed=confirmed), Likeness.REDACTED):
            yield entry, redacted


def _published(library: Library) -> Iterator[ReleasedSubmission]:
    for hearing_id in library.hearing_ids():
        matter = library.matter(hearing_id)
        yield from matter.released if matter else ()


def as_pasted(text: str) -> bytes:
    """Return the bytes of a receipt's file whose text was pasted into a form, which sends other line breaks."""
    return (text.replace("\r\n", "\n").strip("\n") + "\n").encode(errors="surrogatepass")


def _read(entry: Entry, payload: bytes) -> Submission:
    """Return what was received, from bytes whose fingerprint stands in the log."""
    return Submission(
        entry.reference,
        entry.hearing,
        entry.body,
        entry.version,
        entry.received_at,
        "",
        payload,
        entry.sha256,
        read_payload(payload),
    )


def differences(
    received: Submission, copy: ReleasedSubmission, *, confirmed: Collection[Treatment] = ()
) -> tuple[str, ...]:
    """Return what of a public copy is not as it was received, and not redacted: as `likenesses` names it."""
    return _parts(likenesses(received, copy, confirmed=confirmed), Likeness.DIFFERENT)


def likenesses(
    received: Submission, copy: ReleasedSubmission, *, confirmed: Collection[Treatment] = ()
) -> dict[str, Likeness]:
    """Return how each part of a public copy stands to what was received: items by id, the other parts by name.

    The respondent's name and e-mail are left out of every copy, so they are not looked for.

    Args:
        confirmed: every treatment that has been told of this answer. The copy has one of them, or none yet: the
            newest reaches readers with the next publishing.
    """
    named = copy.sender is not None and bool(copy.sender.name)  # whose names are published is the hearing's to say
    told = _nearest(copy.confirmation, confirmed)
    expected = public_copy(received, named=named, confirmation=told)
    names = (part.name for part in fields(copy) if part.name not in ("answers", "files"))
    parts = {name: compare(getattr(expected, name), getattr(copy, name), name=name) for name in names}
    for item in dict.fromkeys(answer.item for answer in (*expected.answers, *copy.answers)):
        # An item may be called `role`, as a part is: then the worse of the two is told under that name.
        parts[item] = max(parts.get(item, Likeness.SAME), compare(expected.answer(item), copy.answer(item)))
    return parts


def _nearest(published: Treatment | None, confirmed: Collection[Treatment]) -> Treatment | None:
    """Return the one of what has been told that was published, which may have been redacted; None where none was."""
    if published is None:
        return None
    return min(confirmed, key=lambda told: compare(told, published), default=None)


def _parts(likenesses: Mapping[str, Likeness], wanted: Likeness) -> tuple[str, ...]:
    return tuple(part for part, likeness in likenesses.items() if likeness is wanted)
