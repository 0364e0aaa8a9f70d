"""Keeping the index whole: what is missing is put in, and the text of attachments is read by whoever has the time.

A submission is in the index from the moment it is received. Only what an older version has stored, and the text of
files, which takes a process of its own to read, come afterwards.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hearing_app.answering.attachments import Limits, NotWhole, Refused, text_of
from hearing_app.domain.searching import Reading
from hearing_app.storage import Database
from hearing_app.storage import search as index
from hearing_app.storage.search import FoundText

ANSWERS_A_ROUND = 50
"""How many submissions the worker puts in at a time: a few seconds' work, for mail waits meanwhile."""
FILES_A_ROUND = 3
"""How many files it reads at a time; each takes a fifth of a second, and twenty at most."""
LONGEST_TEXT = 1_000_000
"""Characters of a file that are searched, about five hundred pages."""

Progress = Callable[[int, int], None]
"""Is told how many have been done, and of how many: first the answers, then the files that are left to read."""


@dataclass(frozen=True)
class File:
    """An attachment of a response (by its id in the index), and how far it can be searched."""

    response: int
    file: FoundText
    reading: Reading


@dataclass(frozen=True)
class Indexed:
    """What an index holds after it was made anew: answers, and files by how far they could be read."""

    answers: int
    files: Counter[Reading]


def catch_up(db: Database, folder: Path, limits: Limits, *, now: datetime) -> int:
    """Put in some of what is missing, and read some of the files; return how many there were of both.

    A file that could not be read is not tried again by itself (`rebuild` does).
    """
    answers = index.missing(db)[:ANSWERS_A_ROUND]
    for reference in answers:
        index.put(db, reference)
    files = index.unread_files(db)[:FILES_A_ROUND]
    for sha256 in files:
        _read_file(db, folder, limits, sha256, now)
    return len(answers) + len(files)


def rebuild(db: Database, folder: Path, limits: Limits, *, now: datetime, progress: Progress) -> Indexed:
    """Make the index anew from what was received, and try again to read files that could not be read.

    The desk can be searched meanwhile. Broken off, it is whole again when the worker has caught up.
    """
    references = index.everything(db)
    for done, reference in enumerate(references, start=1):
        index.put(db, reference)
        progress(done, len(references))
    index.tidy(db)
    files = index.unread_files(db, failed_too=True)
    for done, sha256 in enumerate(files, start=1):
        _read_file(db, folder, limits, sha256, now)
        progress(done, len(files))
    every = index.responses(db)
    found = {file.file.sha256: file.reading for file in files_of(db, [response.id for response in every])}
    return Indexed(len(every), Counter(found.values()))


def files_of(db: Database, responses: Collection[int]) -> tuple[File, ...]:
    """Return the attachments of these responses, in the order of both."""
    rows = index.attachments(db, responses)
    return tuple(File(response, file, Reading(state) if state else Reading.NOT_YET) for response, file, state in rows)


def _read_file(db: Database, folder: Path, limits: Limits, sha256: str, now: datetime) -> None:
    file = index.file_named(db, sha256)
    if file is None:
        return
    try:
        text = text_of(folder, file, limits).strip()
    except (NotWhole, Refused):
        index.put_attachment_text(db, sha256, state=Reading.FAILED, text="", now=now)
        return
    except OSError:  # the machine, not the file: it waits for the next round
        return
    state = Reading.READ if len(text) <= LONGEST_TEXT else Reading.PARTLY
    index.put_attachment_text(db, sha256, state=state if text else Reading.NO_TEXT, text=text[:LONGEST_TEXT], now=now)
