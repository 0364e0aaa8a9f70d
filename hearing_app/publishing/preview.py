"""A hearing's pages as they would become, in a folder that nobody but the desk sees."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hearing_app.building.build import build_preview
from hearing_app.building.deploy import stage_content, write_files
from hearing_app.library import Library
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.hand_marks import marked_files
from hearing_app.redacting.published_files import file_overlay
from hearing_app.settings import Settings
from hearing_app.storage import Database, publish_jobs, redactions
from hearing_app.storage.publish_jobs import Job, Request

KEPT_FOR = timedelta(days=1)


def previews(settings: Settings) -> Path:
    """Return the folder of all previews; it is no part of the site."""
    return settings.workspace / "data" / "previews"


def folder_of(settings: Settings, job: int) -> Path:
    """Return the folder of one preview, whether it has been built or not."""
    return previews(settings) / str(job)


def make_preview(
    db: Database, settings: Settings, hearing_id: str, request: Request, *, job: int, now: datetime
) -> None:
    """Build a hearing's pages with what somebody has chosen to publish; nothing else is changed.

    Raises:
        LookupError: there is no such hearing.
        DefinitionBroken, ContentBroken, BuildFailed, NotWhole, OSError: there is no preview.
    """
    matter = Library(settings.content).matter(hearing_id)
    if matter is None:
        raise LookupError(hearing_id)
    todo = plan(
        db,
        matter,
        settings.content,
        released=request.released,
        now=now,
        concluded=request.concluded,
        note=request.note,
    )
    root = previews(settings)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root, prefix=".stage-") as stage:
        copies = file_overlay(settings.attachments, settings.content, hearing_id, todo.copies)
        staged = stage_content(settings.content, Path(stage), {**todo.files, **copies})
        write_files(staged, marked_files(db, staged))
        built = Path(stage) / "site"
        build_preview(staged, built, hearing_id, base_url=settings.base_url, now=now)
        target = folder_of(settings, job)
        shutil.rmtree(target, ignore_errors=True)
        built.rename(target)


def is_outdated(db: Database, job: Job) -> bool:
    """Tell whether something has been withheld or decided on since a preview was asked for: it may show the words."""
    changed = redactions.changed_at(db, job.hearing)
    return changed is not None and changed >= job.asked_at


def forget_outdated(db: Database, settings: Settings) -> int:
    """Remove the previews that may show what has been withheld since; return how many there were."""
    root = previews(settings)
    numbers = [int(path.name) for path in root.iterdir() if path.name.isdecimal()] if root.is_dir() else []
    jobs = filter(None, (publish_jobs.get(db, number) for number in numbers))
    old = [job for job in jobs if is_outdated(db, job)]
    for job in old:
        shutil.rmtree(folder_of(settings, job.id), ignore_errors=True)
    return len(old)


def forget_previews(settings: Settings, *, now: datetime, every: bool = False) -> int:
    """Remove the previews that are older than a day, or every one; return how many there were.

    What a preview that was broken off has left goes with the old ones.
    """
    root = previews(settings)
    found = [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    before = (now - KEPT_FOR).timestamp()
    old = [path for path in found if path.stat().st_mtime < before or (every and not path.name.startswith("."))]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)
