"""Git, where the content folder is inside a repository: what the desk changes is committed in the user's name.

Only the files that are named are committed, and never by force; whatever others have changed or staged stays as it is.
"""

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import IO

from hearing_app.building.git_program import CommitRefused, must, run
from hearing_app.domain.message import N_

LOCK_PATIENCE_SECONDS = 5.0
"""An editor or a prompt that shows the state of a repository holds the lock for a moment."""
OUR_LOCK = "samrad.lock"
UNFINISHED = {
    "MERGE_HEAD": N_("a merge"),
    "rebase-merge": N_("a rebase"),
    "rebase-apply": N_("a rebase"),
    "CHERRY_PICK_HEAD": N_("a cherry-pick"),
    "REVERT_HEAD": N_("a revert"),
}
"""Files in git's folder while something waits for a person."""


@dataclass(frozen=True)
class Author:
    """Who has made a change, as the log of the repository shows it."""

    name: str
    email: str


class StillCommitting(Exception):
    """A commit that was begun before we were killed is not done; try again in a moment."""


def author_of(name: str, username: str, mail_from: str, email: str = "") -> Author:
    """Return how a user stands in the log; without an address of their own it is made of the user name.

    Args:
        mail_from: the address that mail comes from, whose domain is taken then.
        email: the user's own address, empty where there is none.
    """
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    return Author(name.strip() or username, email.strip() or f"{username}@{domain}")


def repository_of(content: Path) -> Path | None:
    """Return the folder, `content` itself or one above it, whose repository keeps it; None where none does.

    One that git cannot read counts.
    """
    resolved = content.resolve()
    root = next((folder for folder in (resolved, *resolved.parents) if (folder / ".git").exists()), None)
    try:
        return root if root and is_repository(content) else None
    except CommitRefused:
        return root


def is_repository(content: Path) -> bool:
    """Tell whether `content` is kept in a repository: at least one of its files is tracked.

    Where there is no `.git` above it git is not started.

    Raises:
        CommitRefused: there is a repository, and git is missing or will not look at it.
    """
    resolved = content.resolve()
    if not any((folder / ".git").exists() for folder in (resolved, *resolved.parents)):
        return False
    result = run(content, "ls-files", "-z", "--", ".")
    if result.returncode:
        raise CommitRefused(
            N_("git will not read the repository of the content folder. See what it says, and publish again."),
            result.stderr.strip(),
        )
    return bool(result.stdout)


def head(content: Path) -> str:
    """Return the commit that the repository stands at, empty where there is none."""
    result = run(content, "rev-parse", "--verify", "--quiet", "HEAD")
    return result.stdout.strip() if result.returncode == 0 else ""


def ensure_ready(content: Path, overlay: Mapping[str, bytes | None], known: Mapping[str, str]) -> None:
    """See that the files can be committed by themselves; what others have changed elsewhere is left alone.

    Args:
        overlay: the files to be written, as bytes, None for one that goes.
        known: the fingerprint of each file as the program wrote it last, empty where it took the file away.

    Raises:
        CommitRefused: something waits for a person, a person has edited one of the files, or git ignores one.
    """
    _wait_for_lock(content)
    folder = _git_folder(content)
    for name, what in UNFINISHED.items():
        if (folder / name).exists():
            message = N_(
                "In the repository of the content folder {what} is not finished. Finish it or break it off, and "
                "publish again.",
                what=what,
            )
            raise CommitRefused(message)
    if must(content, "ls-files", "--unmerged", "-z"):
        raise CommitRefused(
            N_("The repository of the content folder has files in conflict. Resolve them, and publish again.")
        )
    if run(content, "symbolic-ref", "--quiet", "HEAD").returncode:
        raise CommitRefused(
            N_(
                "The repository of the content folder is on no branch (detached HEAD), so a commit would get lost. "
                "Check out the branch, and publish again."
            )
        )
    edited = [name for name in _changed(content, overlay) if not _is_ours(content / name, overlay[name], known, name)]
    if edited:
        message = N_(
            "Somebody has edited files that Samråd writes itself: {files}. Take the edits back (git checkout) or "
            "commit them, and publish again.",
            files=tuple(edited),
        )
        raise CommitRefused(message)
    ignored = _ignored(content, [name for name, data in overlay.items() if data is not None])
    if ignored:
        message = N_(
            "git ignores files that are to be committed: {files}. They would be published without standing in the "
            "repository. Take the rule away (git check-ignore -v tells which one it is), and publish again.",
            files=ignored,
        )
        raise CommitRefused(message)


def _ignored(content: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the files that git does not track, and would not, by a rule in a .gitignore or the like."""
    said = "".join(f"{name}\0" for name in names)
    result = run(content, "check-ignore", "-z", "--stdin", said=said, literal=False)
    if result.returncode > 1:
        raise CommitRefused(N_("git refused. See what it said, and publish again."), result.stderr.strip())
    return tuple(filter(None, result.stdout.split("\0")))


def _is_ours(path: Path, wanted: bytes | None, known: Mapping[str, str], name: str) -> bool:
    """Tell whether a file that git calls changed is as the program left it, or as it is to become anyhow."""
    data = path.read_bytes() if path.is_file() else None
    return data == wanted or known.get(name) == digest(data)


def digest(data: bytes | None) -> str:
    """Return the fingerprint of a file's bytes, empty for no file."""
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def commit(content: Path, paths: Iterable[str], message: str, author: Author, *, committer: str) -> str:
    """Commit the files at `paths` as they stand, and nothing else; return the commit, empty where nothing has changed.

    Whatever others have staged stays staged. Where it fails the index is as it was.

    Args:
        paths: inside `content`; a file that is not there is committed as removed.
        committer: the address of the program's own mail, under which it commits.

    Raises:
        CommitRefused: a hook refused it, or git did.
    """
    changed = _changed(content, paths)
    if not changed:
        return ""
    new = [name for name, state in changed.items() if state == "??"]
    if new:
        must(content, "add", "--intent-to-add", "--", *new)
    env = {
        **{f"GIT_AUTHOR_{key}": value for key, value in (("NAME", author.name), ("EMAIL", author.email))},
        **{f"GIT_COMMITTER_{key}": value for key, value in (("NAME", "Samråd"), ("EMAIL", parseaddr(committer)[1]))},
    }
    arguments = ("commit", "--quiet", "--no-status", "--cleanup=whitespace", "--file=-", "--only", "--", *changed)
    with _committing(content) as held:
        result = run(content, *arguments, said=message, env=env, held=held)
    if result.returncode:
        forget_new(content, new)
        raise CommitRefused(
            N_("git did not take the commit; a hook may have refused it. See what it said, and publish again."),
            "\n".join(part for part in (result.stdout.strip(), result.stderr.strip()) if part),
        )
    return head(content)


@contextmanager
def _committing(content: Path) -> Iterator[IO[bytes]]:
    """Hold a file in git's folder for as long as a commit is being made."""
    with (_git_folder(content) / OUR_LOCK).open("wb") as file:
        with suppress(BlockingIOError):  # left by something that a hook has started and that goes on
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def _is_committing(content: Path) -> bool:
    """Tell whether a commit that we have started is still being made, also after we were killed."""
    with (_git_folder(content) / OUR_LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def undo(content: Path, commit_id: str, paths: Iterable[str]) -> None:
    """Take back a commit that was made a moment ago, unless another one stands on it already."""
    before = must(content, "rev-parse", "--verify", f"{commit_id}^").strip()
    done = run(content, "update-ref", "-m", "samrad: publishing taken back", "HEAD", before, commit_id)
    if done.returncode == 0:
        run(content, "reset", "--quiet", "--", *paths)


def forget_new(content: Path, paths: Iterable[str]) -> None:
    """Let git no longer expect files that were announced and not committed."""
    names = list(paths)
    if names:
        run(content, "reset", "--quiet", "--", *names)


def forget_unborn(content: Path, paths: Iterable[str]) -> None:
    """Let git no longer expect those of the files that were announced and are in no commit."""
    names = list(paths)
    if names and is_repository(content):
        announced = set(filter(None, must(content, "ls-files", "-z", "--", *names).split("\0")))
        born = set(filter(None, must(content, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *names).split("\0")))
        forget_new(content, announced - born)


def stands_committed(content: Path, files: Mapping[str, str], head_before: str) -> bool:
    """Tell whether files that were being published have been committed, where that was broken off.

    Args:
        files: their fingerprints as they were to become, empty for one that went.
        head_before: the commit that the repository stood at.

    Raises:
        StillCommitting: git, or a hook, that was started then is not done yet.
    """
    until = time.monotonic() + LOCK_PATIENCE_SECONDS
    while _is_committing(content):
        if time.monotonic() > until:
            raise StillCommitting
        time.sleep(0.1)
    if not head_before or head(content) in ("", head_before):
        return False
    whole = all(digest(_bytes_of(content / name)) == sha256 for name, sha256 in files.items())
    return whole and not _changed(content, files)


def bring_back(content: Path, commit_id: str, name: str) -> None:
    """Write a file as it was in a commit where git can; nothing else of the repository is touched."""
    with suppress(CommitRefused):  # git is missing; where it refuses the file stays as it is
        run(content, "restore", f"--source={commit_id}", "--worktree", "--", name)


def _changed(content: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return what git calls changed of the paths, with its two letters for how; what it ignores is not among them."""
    names = list(paths)
    prefix = must(content, "rev-parse", "--show-prefix").strip("\n")
    options = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    told = must(content, *options, "--", *names) if names else ""
    rows = ((entry[3:], entry[:2]) for entry in told.split("\0") if entry)
    found = {name.removeprefix(prefix): state for name, state in rows}
    return {name: found[name] for name in names if name in found}


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _git_folder(content: Path) -> Path:
    return Path(must(content, "rev-parse", "--absolute-git-dir").rstrip("\n"))


def _settle(content: Path) -> bool:
    """Wait a moment for whoever holds the lock, and tell whether it is free."""
    lock = _git_folder(content) / "index.lock"
    until = time.monotonic() + LOCK_PATIENCE_SECONDS
    while lock.exists() and time.monotonic() < until:
        time.sleep(0.1)
    return not lock.exists()


def _wait_for_lock(content: Path) -> None:
    if not _settle(content):
        lock = _git_folder(content) / "index.lock"
        message = N_(
            "Another program holds the repository of the content folder. Where none runs, it was broken off: remove "
            "{file}, and publish again.",
            file=str(lock),
        )
        raise CommitRefused(message)
