"""What is withheld and stands in the history of the repository that the content folder is kept in.

A commit that has been made is not changed by this program: others may have fetched it. What was committed before it was
withheld is told, with what to do about it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.git_program import must
from hearing_app.domain.message import N_
from hearing_app.domain.public_text import repeats
from hearing_app.domain.published_file import FOLDER
from hearing_app.domain.redaction import Redaction

ADVICE = N_(
    "Published history is not rewritten by this program. Stop sending it on, take the words out with a tool for that "
    "(git filter-repo), have everybody fetch anew, and ask whoever keeps copies of the repository to delete them."
)
"""What to do."""


@dataclass(frozen=True)
class InHistory:
    """A commit in which something stands that readers do not get any more; `path` where it is a whole file."""

    commit: str
    day: date
    layer: Redaction | None = None
    path: str = ""


def commits_with(content: Path, hearing_id: str, layers: Collection[Redaction]) -> tuple[InHistory, ...]:
    """Return the commits that have put withheld words, or a file that is not published any more, into the history.

    It is one way through the hearing's history, whatever the number of words; none of them is handed to git.

    Raises:
        git_program.CommitRefused: git is missing, or will not read the repository.
    """
    if not repository.is_repository(content):
        return ()
    folder = f"hearings/{hearing_id}"
    log = must(content, "log", "--all", "-p", "-U0", "--no-color", "--no-ext-diff", "--format=%x00%h %as", "--", folder)
    words = (entry for commit, day, text in _commits(log) for entry in _with_words(commit, day, text, layers))
    return (*words, *_files(content, folder))


def _commits(log: str) -> Iterator[tuple[str, date, str]]:
    """Yield each commit with its day, and what it has put in."""
    for entry in log.split("\0")[1:]:
        head, _, diff = entry.partition("\n")
        commit, day = head.split()
        added = (line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++"))
        yield commit, date.fromisoformat(day), " ".join(" ".join(added).split())


def _with_words(commit: str, day: date, text: str, layers: Collection[Redaction]) -> Iterator[InHistory]:
    yield from (InHistory(commit, day, layer) for layer in layers if repeats(layer.words, text))


def _files(content: Path, folder: str) -> Iterator[InHistory]:
    """Yield the copies of attachments that were published once and are not now."""
    arguments = ("log", "--all", "--diff-filter=A", "--name-only", "--relative", "--format=%x00%h %as", "--")
    for entry in must(content, *arguments, f"{folder}/{FOLDER}").split("\0")[1:]:
        head, *paths = entry.splitlines()
        commit, day = head.split()
        for path in filter(None, paths):
            if not (content / path).is_file():
                yield InHistory(commit, date.fromisoformat(day), path=path)
