"""Sending commits on to the repository that others see, where the settings ask for it."""

from datetime import datetime, timedelta
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.git_program import CommitRefused, must, run
from hearing_app.settings import Settings
from hearing_app.storage import Database, chores, pushes

EVERY = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class PushFailed(Exception):
    """The commits stand here, and could not be sent on; the text is what git said, or what is missing."""


def push_commits(db: Database, settings: Settings, *, now: datetime) -> bool:
    """Push what the remote has not got, and tell whether something was pushed.

    A failure is noted, to be told at the desk, and tried again with growing pauses: the commits stand here meanwhile.
    """
    if not settings.git_push or not _due(db, now) or not chores.take(db, "push", every=EVERY, now=now):
        return False
    try:
        if not repository.is_repository(settings.content) or not unpushed(settings.content):
            return False
        push(settings.content)
    except (PushFailed, CommitRefused) as error:
        pushes.note(db, str(error)[-2000:], now)
        return False
    pushes.note(db, "", now)
    return True


def _due(db: Database, now: datetime) -> bool:
    """Tell whether the pause after the last failure is over."""
    last = pushes.last(db)
    if last is None or not last.error or now < last.tried_at:
        return True
    return now >= last.tried_at + min(EVERY * (1 << min(last.attempts, 10)), LONGEST_WAIT)


def unpushed(content: Path) -> bool:
    """Tell whether the branch has commits that the other repository has not got, as far as is known here.

    Raises:
        PushFailed: there is no other repository, or no branch.
    """
    remote, branch, _target = _upstream(content)
    known = run(content, "rev-list", "--count", f"refs/remotes/{remote}/{branch}..HEAD")
    return known.returncode != 0 or known.stdout.strip() != "0"


def push(content: Path) -> None:
    """Send the branch on to its remote; never by force.

    Raises:
        PushFailed: there is no remote, or it did not take the commits.
    """
    remote, _branch, target = _upstream(content)
    result = run(content, "push", "--quiet", remote, f"HEAD:{target}")
    if result.returncode:
        raise PushFailed(result.stderr.strip() or f"git push: exit code {result.returncode}")


def _upstream(content: Path) -> tuple[str, str, str]:
    """Return the remote, the branch as it is called there, and the reference to push to."""
    ref = run(content, "symbolic-ref", "--quiet", "--short", "HEAD")
    if ref.returncode:
        raise PushFailed("the repository is on no branch (detached HEAD)")
    name = ref.stdout.strip()
    remote = run(content, "config", f"branch.{name}.remote").stdout.strip()
    remotes = must(content, "remote").split()
    remote = remote or ("origin" if "origin" in remotes else "")
    if remote not in remotes:
        raise PushFailed("the repository has no remote to push to: git remote add origin <address>")
    target = run(content, "config", f"branch.{name}.merge").stdout.strip() or f"refs/heads/{name}"
    return remote, target.removeprefix("refs/heads/"), target
