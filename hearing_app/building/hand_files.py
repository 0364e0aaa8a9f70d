"""A person's files of the content folder, edited at the desk: the same files as by hand, never written over unseen.

A page that offers a file for editing shows its text with the text's fingerprint, and sends both back. Where somebody
has changed the file in the meantime, at the desk or by hand, nothing is written and both texts are told.
"""

import shutil
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from hearing_app.building import repository
from hearing_app.building.deploy import BuildBusy, encoded, hand_lock, site_lock, stage_content, written
from hearing_app.building.repository import Author
from hearing_app.definitions import load_content
from hearing_app.domain.problem import Problem
from hearing_app.domain.submission import fingerprint
from hearing_app.domain.vocabulary import Language
from hearing_app.library import DefinitionBroken, Library
from hearing_app.settings import Settings
from hearing_app.text import words_for

ABSENT = ""
"""The fingerprint of a file that is not there."""
PATIENCE_SECONDS = 10
_TRY = ".try-"


@dataclass(frozen=True)
class HandFile:
    """A file as it stands: its path inside the content folder, its text, and what tells the text from another."""

    path: str
    text: str
    seen: str


class FileChanged(Exception):
    """The file has been changed since it was shown; `current` is what stands there, and nothing was written."""

    def __init__(self, current: HandFile) -> None:
        """Take the file as it is now."""
        super().__init__(current.path)
        self.current = current


def read_hand_file(content: Path, path: str) -> HandFile:
    """Return a file of the content folder; one that is not there is empty.

    Raises:
        ValueError: the path leads out of the content folder.
    """
    file = content / _inside(path)
    if not file.is_file():
        return HandFile(path, "", ABSENT)
    data = file.read_bytes()
    return HandFile(path, data.decode("utf-8-sig"), fingerprint(data))


def write_hand_file(
    settings: Settings, path: str, text: str, *, seen: str, author: Author | None = None, message: str = ""
) -> None:
    """Write a person's text to a file of the content folder, or take an empty one away.

    It is tried on a copy of the content first: what would be a mistake in the file, or break another one, is told and
    not written. The caller notes who did it, and asks for the site.

    Args:
        path: the file, inside the content folder.
        text: what the whole file shall be; empty where it shall go.
        seen: the fingerprint that the page showed.
        author: in whose name it is committed where the content is kept in git; None for no commit.
        message: what the commit says; empty for that the file was changed at the desk.

    Raises:
        FileChanged: somebody else has changed the file.
        DefinitionBroken: the text has mistakes; nothing was written.
        BuildBusy: somebody else writes right now, or publishes what is kept in git; try again in a moment.
        CommitRefused: git or a hook did not take it; nothing was written.
        OSError: it could not be written, and everything is as it was.
    """
    content, in_git = settings.content, author is not None and repository.is_repository(settings.content)
    with hand_lock(settings.site, wait_seconds=PATIENCE_SECONDS), _alone_in(settings, in_git=in_git):
        current = read_hand_file(content, path)
        if current.seen != seen:
            raise FileChanged(current)
        overlay = {str(_inside(path)): text if text.strip() else None}
        known = {(problem.place.file, problem.message) for problem in load_content(content).errors}
        new = [p for p in _errors_with(settings, overlay) if (p.place.file, p.message) not in known]
        if new:
            raise DefinitionBroken(tuple(new))
        if in_git:
            data = {name: encoded(written_text) for name, written_text in overlay.items()}
            repository.ensure_ready(content, data, dict.fromkeys(overlay, current.seen))
        with written(content, overlay):
            if author is not None and in_git:
                said = message or commit_message(content, path)
                repository.commit(content, overlay, said, author, committer=settings.mail_from)


def _alone_in(settings: Settings, *, in_git: bool) -> AbstractContextManager[None]:
    """Wait for a publishing where both would commit; otherwise what is built now is built anew for this text."""
    return site_lock(settings.site, wait_seconds=PATIENCE_SECONDS) if in_git else nullcontext()


def commit_message(content: Path, path: str) -> str:
    """Return what the repository's log says of a file edited at the desk, in the council's own language."""
    council = Library(content).last_good_council()
    words = words_for(council.language if council else Language.NB)
    return words.gettext("Changes {file} at the desk", file=path) + "\n"


def _errors_with(settings: Settings, overlay: dict[str, str | None]) -> tuple[Problem, ...]:
    """Return the errors that the content would have with the overlay laid over it."""
    with TemporaryDirectory(dir=settings.site, prefix=_TRY) as stage:
        return load_content(stage_content(settings.content, Path(stage), overlay)).errors


def forget_tries(site: Path) -> None:
    """Remove the copies that were left by a process that was killed while it tried a text."""
    if any(site.glob(f"{_TRY}*")):
        with suppress(BuildBusy), hand_lock(site, wait_seconds=0):
            for left in site.glob(f"{_TRY}*"):
                shutil.rmtree(left, ignore_errors=True)


def _inside(path: str) -> PurePosixPath:
    """Return `path` where it stays inside the content folder."""
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts or not inside.parts:
        raise ValueError(f"{path} is not a path inside the content folder")
    return inside
