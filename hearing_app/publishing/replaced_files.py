"""The files that a publishing replaces: kept until it has ended, put back where it is taken back.

Two folders in `data/`: `publishing/<number>/` has the copies, and `set-aside/<number>/` what stood in the way of
putting one back. The latter is for a person to look through, and is never removed here.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.deploy import BuildBusy, bytes_of, part_of, site_lock
from hearing_app.settings import Settings
from hearing_app.storage import Database, publications
from hearing_app.storage.publications import Publication

_LOG = logging.getLogger(__name__)


def keep(settings: Settings, number: int, names: Iterable[str]) -> dict[str, str]:
    """Copy those of the files that are there, and return their fingerprints."""
    there = [name for name in names if (settings.content / name).is_file()]
    for name in there:
        _copy_synced(settings.content / name, _kept(settings, number) / name)
    return {name: repository.digest(bytes_of(_kept(settings, number) / name)) for name in there}


def cannot_go_back(settings: Settings, one: Publication) -> bool:
    """Tell whether the copy of a file that was replaced is gone, as where a folder was restored without `data/`."""
    return any(not (_kept(settings, one.id) / name).is_file() for name in one.existed or ())


def put_back(settings: Settings, one: Publication) -> None:
    """Put back the files that were written.

    What a person has edited since, and what was written over a file whose copy is gone, was never released: it must
    not stay where it would be built into the site, and is kept in `data/set-aside/`.
    """
    for name, sha256 in one.files.items():
        path, before = settings.content / name, bytes_of(_kept(settings, one.id) / name)
        part_of(path).unlink(missing_ok=True)
        current = bytes_of(path)
        if before is None and name in (one.existed or ()):
            _do_without_copy(settings, one, name)
        elif current != before:
            if current is not None and repository.digest(current) != sha256:
                _copy_synced(path, _aside(settings, one.id) / name)
            if before is None:
                path.unlink(missing_ok=True)
            else:
                _write_back(path, before)


def _do_without_copy(settings: Settings, one: Publication, name: str) -> None:
    """Let a file stay that is as it was before; take away any other, and have git bring the old one where it can."""
    path, old = settings.content / name, (one.existed or {})[name]
    if repository.digest(bytes_of(path)) == old:
        return
    if path.is_file():
        _copy_synced(path, _aside(settings, one.id) / name)
        path.unlink()
    if one.head_before:
        repository.bring_back(settings.content, one.head_before, name)
    if repository.digest(bytes_of(path)) != old:
        path.unlink(missing_ok=True)
        _LOG.warning("%s cannot be put back: the copy of it is gone. Publish the hearing again.", name)


def set_aside(settings: Settings, one: Publication) -> Iterator[tuple[bool, str]]:
    """Yield what was set aside for a publishing, by any process: whether a person had edited it, and which file."""
    for name, sha256 in one.files.items():
        data = bytes_of(_aside(settings, one.id) / name)
        if data is not None:
            yield repository.digest(data) != sha256, f"{name} (data/set-aside/{one.id}/{name})"


def forget(settings: Settings, number: int) -> None:
    """Remove the copies that were kept for a publishing that has ended."""
    shutil.rmtree(_kept(settings, number), ignore_errors=True)


def forget_ended(db: Database, settings: Settings) -> None:
    """Remove the copies that were left because the machine stopped right after a publishing had ended.

    Nothing is done while somebody publishes, or copies the folder into a backup.
    """
    if not (settings.workspace / "data" / "publishing").is_dir():
        return
    with suppress(BuildBusy), site_lock(settings.site):
        needed = {str(one.id) for one in publications.unfinished(db)}
        for folder in (settings.workspace / "data" / "publishing").iterdir():
            if folder.name not in needed:
                shutil.rmtree(folder, ignore_errors=True)


def _write_back(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part_of(path).write_bytes(data)
    part_of(path).replace(path)


def _kept(settings: Settings, number: int) -> Path:
    return settings.workspace / "data" / "publishing" / str(number)


def _aside(settings: Settings, number: int) -> Path:
    return settings.workspace / "data" / "set-aside" / str(number)


def _copy_synced(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
