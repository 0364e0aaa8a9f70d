"""A hearing's pages as they would become, in a folder that nobody but the desk sees."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hearing_app.building.build import build_preview
from hearing_app.building.deploy import stage_content
from hearing_app.library import Library
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.published_files import file_overlay
from hearing_app.settings import Settings
from hearing_app.storage import Database
from hearing_app.storage.publish_jobs import Request

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
        built = Path(stage) / "site"
        build_preview(staged, built, hearing_id, base_url=settings.base_url, now=now)
        target = folder_of(settings, job)
        shutil.rmtree(target, ignore_errors=True)
        built.rename(target)


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
