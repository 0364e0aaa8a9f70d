"""What is withheld and stands in the history of the repository that the content folder is kept in.

A commit that has been made is not changed by this program: others may have fetched it. What was committed before it was
withheld is told, with what to do about it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.git_program import must
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.public_text import repeats
from hearing_app.domain.published_file import FOLDER
from hearing_app.domain.redaction import WHOLE, Redaction, places_of
from hearing_app.redacting.redact import redactions_of, texts_of
from hearing_app.storage import Database, submissions

ADVICE = N_(
    "Published history is not rewritten by this program. Stop sending it on, take the words out with a tool for that "
    "(git filter-repo), have everybody fetch anew, and ask whoever keeps copies of the repository to delete them."
)
"""What to do."""


_LAST_WORD, _FIRST_WORD = re.compile(r"(\w+)\W*\Z"), re.compile(r"\W*(\w+)")
_NEAR = 200
_GAP = r"(?:\\n|\W)*"
"""What stands between two words in a file, a line break that is written out among it."""


@dataclass(frozen=True)
class InHistory:
    """A commit in which something stands that readers do not get any more; `path` where it is a whole file."""

    commit: str
    day: date
    layer: Redaction | None = None
    path: str = ""


def in_history(db: Database, hearing: Hearing, content: Path) -> tuple[InHistory, ...]:
    """Return the commits with what is withheld now of a hearing's answers, of replaced versions too.

    Raises:
        git_program.CommitRefused: git is missing, or will not read the repository.
    """
    found = redactions_of(db, hearing.id).layers
    layers = [layer for own in found.values() for layer in own if layer.field != WHOLE]
    single = {layer.reference for layer in layers if layer.nth is not None}
    received = {
        sent.reference: texts_of(db, hearing, sent)
        for sent in submissions.of_hearing(db, hearing.id)
        if sent.reference in single
    }
    return commits_with(content, hearing.id, layers, received)


def commits_with(
    content: Path,
    hearing_id: str,
    layers: Collection[Redaction],
    received: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[InHistory, ...]:
    """Return the commits that have put withheld words, or a file that is not published any more, into the history.

    It is one way through the hearing's history, whatever the number of words; none of them is handed to git.

    Args:
        received: the texts of the answers of which single occurrences are withheld, by reference and field: such words
            are looked for with those around them, for elsewhere they may stand.

    Raises:
        git_program.CommitRefused: git is missing, or will not read the repository.
    """
    if not repository.is_repository(content):
        return ()
    folder = f"hearings/{hearing_id}"
    log = must(content, "log", "--all", "-p", "-U0", "--no-color", "--no-ext-diff", "--format=%x00%h %as", "--", folder)
    traces = [(layer, _trace(layer, (received or {}).get(layer.reference, {}))) for layer in layers]
    words = (entry for commit, day, text in _commits(log) for entry in _with_words(commit, day, text, traces))
    return (*words, *_files(content, folder))


def _commits(log: str) -> Iterator[tuple[str, date, str]]:
    """Yield each commit with its day, and what it has put in."""
    for entry in log.split("\0")[1:]:
        head, _, diff = entry.partition("\n")
        commit, day = head.split()
        added = (line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++"))
        yield commit, date.fromisoformat(day), " ".join(" ".join(added).split())


def _trace(layer: Redaction, texts: Mapping[str, str]) -> re.Pattern[str] | None:
    """Return what a single occurrence is known by: its words with the one before and the one after."""
    text = texts.get(layer.field, "")
    found = places_of(layer.words, text)
    if layer.nth is None or len(found) < layer.nth:
        return None
    start, end = found[layer.nth - 1]
    before, after = _LAST_WORD.search(text[max(0, start - _NEAR) : start]), _FIRST_WORD.match(text, end)
    words = r"\s+".join(map(re.escape, layer.words.split()))
    near = (re.escape(before[1]) + _GAP if before else "", _GAP + re.escape(after[1]) if after else "")
    return re.compile(near[0] + words + near[1], re.IGNORECASE)


def _with_words(
    commit: str, day: date, text: str, traces: Collection[tuple[Redaction, re.Pattern[str] | None]]
) -> Iterator[InHistory]:
    for layer, trace in traces:
        if trace.search(text) if trace else repeats(layer.words, text):
            yield InHistory(commit, day, layer)


def _files(content: Path, folder: str) -> Iterator[InHistory]:
    """Yield the copies of attachments that were published once and are not now."""
    arguments = ("log", "--all", "--diff-filter=A", "--name-only", "--relative", "--format=%x00%h %as", "--")
    for entry in must(content, *arguments, f"{folder}/{FOLDER}").split("\0")[1:]:
        head, *paths = entry.splitlines()
        commit, day = head.split()
        for path in filter(None, paths):
            if not (content / path).is_file():
                yield InHistory(commit, date.fromisoformat(day), path=path)
