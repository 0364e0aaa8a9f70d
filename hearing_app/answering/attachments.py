"""Files that belong to an answer: examined before they are kept, and kept by their fingerprint.

A file stands at `data/attachments/<first two digits>/<sha256>`, once, whoever sent it. It is never changed; one that
neither a draft nor a submission names any more is swept away by the retention run (`sweep`).
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hearing_app.domain.attachment import Attachment, clean_name
from hearing_app.domain.message import N_
from hearing_app.domain.passage import Passage, joined
from hearing_app.examining import Refused, examine_apart, read_text, scan, strip_apart
from hearing_app.settings import Settings
from hearing_app.storage import PRIVATE

__all__ = [
    "Limits",
    "NotWhole",
    "Refused",
    "examine",
    "holding",
    "keep",
    "limits_of",
    "loose",
    "passages_of",
    "read",
    "strip",
    "sweep",
    "text_of",
]

MEGABYTE = 1024 * 1024
DAILY = 5
"""How many times the files of a whole answer a body can add in a day, with all that is removed and replaced."""
FRESH_SECONDS = 24 * 3600
"""A file younger than this is never swept: whoever uploads it may not have been told yet that it is kept."""
TOO_LARGE = N_("The file is larger than {limit} MB. Make it smaller, for instance by saving it as PDF, or divide it.")
EMPTY = N_("The file is empty. Look whether it was saved, and add it again.")


@dataclass(frozen=True)
class Limits:
    """What is taken in: bytes of one file, number of files of an answer, bytes of them all, and where clamd is."""

    file_bytes: int
    number: int
    total_bytes: int
    clamd: str = ""

    @property
    def files_a_day(self) -> int:
        """How many files of one body are examined in a day; those that are refused or removed again count."""
        return DAILY * self.number

    @property
    def bytes_a_day(self) -> int:
        """How many bytes of one body are examined in a day."""
        return DAILY * self.total_bytes


class NotWhole(Exception):
    """A file that was kept is not there, or is not what it was; `attachment` says which."""

    def __init__(self, attachment: Attachment) -> None:
        """Take what is missing."""
        super().__init__(f"{attachment.sha256} is not whole")
        self.attachment = attachment


def limits_of(settings: Settings) -> Limits:
    """Return what this installation takes in."""
    return Limits(
        settings.attachment_max_mb * MEGABYTE,
        settings.attachments_max,
        settings.attachments_total_mb * MEGABYTE,
        settings.clamd,
    )


def examine(name: str, data: bytes, limits: Limits) -> Attachment:
    """Return what a file is, once everything has been looked at; nothing is kept.

    Args:
        name: what the sender calls it; the extension becomes that of its content.

    Raises:
        Refused: the file is not taken in; the message says why and what to do.
        OSError: the machine could not examine it just now.
    """
    if not data:
        raise Refused(EMPTY)
    if len(data) > limits.file_bytes:
        raise Refused(N_(TOO_LARGE.sentence, limit=limits.file_bytes // MEGABYTE))
    kind = examine_apart(data)
    scan(data, limits.clamd)
    return Attachment(clean_name(name, kind.extension), kind.media_type, len(data), hashlib.sha256(data).hexdigest())


def keep(folder: Path, attachment: Attachment, data: bytes) -> None:
    """Put a file where it is kept; when this returns, it is on the disk, and so is its name.

    Args:
        folder: `settings.attachments`. To keep the same file again changes nothing.

    Raises:
        OSError: the disk is full or failing; nothing half is left behind.
    """
    place = _place(folder, attachment)
    _make_folders(place.parent, folder)
    with holding(folder):
        if _is_whole(place, attachment):
            os.utime(place)  # fresh again, so that no sweep takes it before it is named
            _sync(place)
        else:
            _write(place, data)
        _sync(place.parent)


def read(folder: Path, attachment: Attachment) -> bytes:
    """Return the bytes of a file that was kept.

    Raises:
        NotWhole: it is not there, or is not what it was.
    """
    try:
        data = _place(folder, attachment).read_bytes()
    except FileNotFoundError as error:
        raise NotWhole(attachment) from error
    if len(data) != attachment.size or hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise NotWhole(attachment)
    return data


def passages_of(folder: Path, attachment: Attachment, limits: Limits) -> tuple[Passage, ...]:
    """Return the paragraphs of a file that was kept; none where it holds no text, as a scanned letter.

    It is read in a process of its own, which takes a fifth of a second at least.

    Raises:
        NotWhole: it is not there, or is not what it was.
        Refused: it cannot be read in the time and the memory that there is, or is larger than what is taken in.
        OSError: the machine could not read it just now.
    """
    if attachment.size > limits.file_bytes:
        raise Refused(N_(TOO_LARGE.sentence, limit=limits.file_bytes // MEGABYTE))
    return read_text(read(folder, attachment))


def text_of(folder: Path, attachment: Attachment, limits: Limits) -> str:
    """Return the text of a file that was kept, an empty line between its paragraphs; raises as `passages_of`."""
    return joined(passages_of(folder, attachment, limits))


def strip(name: str, data: bytes, limits: Limits) -> tuple[Attachment, bytes, str]:
    """Return a copy of a file for readers: without what it tells of who wrote it, its bytes, and all that is in it.

    Args:
        name: what the copy is to be called; the extension becomes that of its content.

    Raises:
        Refused: it is not taken in, or hides something that a person must look at first.
        OSError: the machine could not do it just now.
    """
    if not data:
        raise Refused(EMPTY)
    if len(data) > limits.file_bytes:
        raise Refused(N_(TOO_LARGE.sentence, limit=limits.file_bytes // MEGABYTE))
    kind, copy, text = strip_apart(data)
    scan(data, limits.clamd)
    sha256 = hashlib.sha256(copy).hexdigest()
    return Attachment(clean_name(name, kind.extension), kind.media_type, len(copy), sha256), copy, text


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """See that no file is swept meanwhile; any number may hold the folder at once."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


def loose(folder: Path, named: Collection[str]) -> tuple[Path, ...]:
    """Return the files that are not `named` (by fingerprint) and not fresh, by the machine's own clock."""
    before = time.time() - FRESH_SECONDS
    return tuple(path for path in folder.glob("??/*") if path.name not in named and _changed_at(path) < before)


def _changed_at(path: Path) -> float:
    """Return when a file was last written; one that has got its real name in this moment counts as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def sweep(folder: Path, named: Collection[str]) -> int:
    """Remove what is `loose`, and return how many files there were; none while files are kept or backed up.

    It is called inside the transaction that read `named`, so that nothing is named in between.
    """
    if not folder.is_dir():
        return 0
    with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as free:
        old = loose(folder, named) if free else ()
        for path in old:
            path.unlink()
    return len(old)


def _place(folder: Path, attachment: Attachment) -> Path:
    return folder / attachment.sha256[:2] / attachment.sha256


def _make_folders(inner: Path, folder: Path) -> None:
    """Make the folders of a file; each is in its own folder on the disk before anything is put into it."""
    missing = [path for path in (folder.parent, folder, inner) if not path.is_dir()]
    for path in missing:
        path.mkdir(mode=PRIVATE, exist_ok=True)
        _sync(path.parent)


def _is_whole(place: Path, attachment: Attachment) -> bool:
    try:
        return read(place.parent.parent, attachment) is not None
    except NotWhole:
        return False


def _write(place: Path, data: bytes) -> None:
    """Write beside the place and then move there, so that a file with its name is always whole. Mode 0600."""
    handle, part = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise


def _sync(path: Path) -> None:
    """Bring a file's content, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[bool]:
    """Hold the folder, or yield False where that cannot be had without waiting."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
