"""A consistent copy of everything that cannot be made again, while the app runs."""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from hearing_app.answering.attachments import holding
from hearing_app.building.deploy import site_lock
from hearing_app.building.repository import repository_of
from hearing_app.operating.copying import copy_folder, copy_repository
from hearing_app.settings import FILE, Settings
from hearing_app.storage import PRIVATE, Database, audit, journal
from hearing_app.storage.database import backup_to, open_database

MANIFEST = "samrad-backup.json"
"""In the archive: when it was made, and the heads of both logs, which show later whether anything has been touched."""

HALF_DONE = ("publishing", "set-aside")
"""Folders in `data/`: the files that a publishing replaces until it has ended, and edits that stood in its way."""
PATIENCE_SECONDS = 600
"""How long a backup waits for a publishing or a build that is under way."""


def _untold(_done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


def back_up(settings: Settings, target: Path, *, now: datetime, done: Callable[[int, int], None] = _untold) -> Path:
    """Write `samrad-<time>.tar.gz` with database, attachments, templates, content and settings into `target`.

    Database and content are copied while nobody publishes, so that they belong together, and with them what is needed
    to complete or take back a publishing that was broken off before. The files that the database names are there by
    then, and are never changed. The site is left out: it is built again from the content. The archive is readable by
    its owner alone, for it holds the secret key and contact data.

    Args:
        done: called with how many attachments are copied, and of how many.

    Raises:
        BuildBusy: somebody has been publishing or building all the time.
    """
    target.mkdir(parents=True, exist_ok=True)
    settings.attachments.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    archive = _free_name(target, f"samrad-{now:%Y%m%dT%H%M%SZ}")
    with holding(settings.attachments), tempfile.TemporaryDirectory(dir=target) as folder:
        copied = Path(folder) / "copied"
        with site_lock(settings.site, wait_seconds=PATIENCE_SECONDS):
            _copy(settings, copied, now)
        part = Path(folder) / archive.name
        part.touch(mode=0o600)
        with tarfile.open(part, "w:gz") as tar:
            for path in sorted(copied.iterdir()):
                tar.add(path, path.name)
            files = sorted(settings.attachments.glob("??/[!.]*"))
            for number, file in enumerate(files, start=1):
                tar.add(file, f"data/attachments/{file.parent.name}/{file.name}")
                done(number, len(files))
            for file in settings.templates.glob("[!.]*"):
                tar.add(file, f"data/templates/{file.name}")
            if (settings.workspace / FILE).exists():
                tar.add(settings.workspace / FILE, FILE)
        part.replace(archive)
    return archive


def _copy(settings: Settings, folder: Path, now: datetime) -> None:
    """Copy what changes while Samråd runs; nobody publishes meanwhile."""
    data = folder / "data"
    data.mkdir(mode=PRIVATE, parents=True)
    db = open_database(settings.database)
    try:
        (folder / MANIFEST).write_text(_manifest(db, settings, now), encoding="utf-8")
        backup_to(db, data / settings.database.name)
    finally:
        db.close()
    for name in HALF_DONE:
        if (settings.workspace / "data" / name).is_dir():
            shutil.copytree(settings.workspace / "data" / name, data / name)
    # Publishing writes beside each file and then puts it in place; what is not in place yet is not content.
    copy_folder(settings.content, folder / "content", ignored=(".git", ".*.part"))
    if (settings.content / ".git").exists():
        copy_repository(settings.content / ".git", folder / "content" / ".git")
    elif repository_of(settings.content) == settings.workspace.resolve():
        copy_repository(settings.workspace / ".git", folder / ".git")
        for file in settings.workspace.glob(".git[!.]*"):  # .gitignore keeps the secrets out of the next commit
            if file.is_file() and file.name != ".git":
                shutil.copy2(file, folder / file.name)


def repository_left_out(settings: Settings) -> Path | None:
    """Return the folder of the repository that keeps the content where a backup cannot hold it: above the workspace."""
    root = repository_of(settings.content)
    inside = root in (None, settings.content.resolve(), settings.workspace.resolve())
    return None if inside and (root is None or (root / ".git").is_dir()) else root


def _manifest(db: Database, settings: Settings, now: datetime) -> str:
    log, received = audit.head(db), journal.head(db)
    told = {
        "made_at": now.isoformat(timespec="seconds"),
        "log": str(log) if log else "",
        "received": f"{received.entries}:{received.digest}" if received else "",
        "repository_left_out": str(repository_left_out(settings) or ""),
    }
    return json.dumps(told, indent=1) + "\n"


def _free_name(target: Path, stem: str) -> Path:
    """Return a name that no older copy has: none is ever written over."""
    names = (target / f"{stem}{suffix}.tar.gz" for suffix in chain([""], (f"-{n}" for n in count(2))))
    return next(name for name in names if not name.exists())
