"""A consistent copy of everything that cannot be made again, while the app runs."""

import json
import shutil
import tarfile
import tempfile
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from hearing_app.answering.attachments import holding
from hearing_app.settings import FILE, Settings
from hearing_app.storage import PRIVATE, Database, audit, journal
from hearing_app.storage.database import backup_to, open_database

MANIFEST = "samrad-backup.json"
"""In the archive: when it was made, and the heads of both logs, which show later whether anything has been touched."""


def back_up(settings: Settings, target: Path, *, now: datetime) -> Path:
    """Write `samrad-<time>.tar.gz` with database, attachments, templates, content and settings into `target`.

    The database is copied first: the files that it names are there by then, and are never changed.
    The site is left out: it is built again from the content. The archive is readable by its owner
    alone, for it holds the secret key and contact data.
    """
    target.mkdir(parents=True, exist_ok=True)
    settings.attachments.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    archive = _free_name(target, f"samrad-{now:%Y%m%dT%H%M%SZ}")
    with holding(settings.attachments), tempfile.TemporaryDirectory(dir=target) as folder:
        copy = Path(folder) / "samrad.sqlite3"
        manifest = Path(folder) / MANIFEST
        db = open_database(settings.database)
        try:
            manifest.write_text(_manifest(db, now), encoding="utf-8")
            backup_to(db, copy)
        finally:
            db.close()
        part = Path(folder) / archive.name
        part.touch(mode=0o600)
        # Publishing writes beside each file and then puts it in place; what is not in place yet is not content.
        content = shutil.copytree(settings.content, Path(folder) / "content", ignore=shutil.ignore_patterns(".*.part"))
        with tarfile.open(part, "w:gz") as tar:
            tar.add(copy, "data/samrad.sqlite3")
            tar.add(manifest, MANIFEST)
            for file in settings.attachments.glob("??/[!.]*"):
                tar.add(file, f"data/attachments/{file.parent.name}/{file.name}")
            for file in settings.templates.glob("[!.]*"):
                tar.add(file, f"data/templates/{file.name}")
            tar.add(content, "content")
            if (settings.workspace / FILE).exists():
                tar.add(settings.workspace / FILE, FILE)
        part.replace(archive)
    return archive


def _manifest(db: Database, now: datetime) -> str:
    log, received = audit.head(db), journal.head(db)
    told = {
        "made_at": now.isoformat(timespec="seconds"),
        "log": str(log) if log else "",
        "received": f"{received.entries}:{received.digest}" if received else "",
    }
    return json.dumps(told, indent=1) + "\n"


def _free_name(target: Path, stem: str) -> Path:
    """Return a name that no older copy has: none is ever written over."""
    names = (target / f"{stem}{suffix}.tar.gz" for suffix in chain([""], (f"-{n}" for n in count(2))))
    return next(name for name in names if not name.exists())
