"""The live site: built beside the old one, switched in one step, together with the files it was built from."""

import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from hearing_app.building.build import build_checked

KEPT_RELEASES = 3
Overlay = Mapping[str, str | bytes | None]
"""Files to write before a build: path inside the content folder to text or bytes, or to None to remove it."""


class BuildBusy(Exception):
    """Somebody else is building the site right now; try again in a moment."""


def _unnoted(_release: Path) -> None:
    """Note nothing."""


def _unmarked(_content: Path) -> Overlay:
    """Leave people's files as they are."""
    return {}


def site_lock(site: Path, *, wait_seconds: float = 0) -> AbstractContextManager[None]:
    """Hold the one lock under which a site is planned, built and switched; it falls if this process dies.

    Raises:
        BuildBusy: somebody else has held it all the time.
    """
    return _lock(site / ".lock", wait_seconds)


def hand_lock(site: Path, *, wait_seconds: float) -> AbstractContextManager[None]:
    """Hold the lock under which one person's file is written. A build does not hold it, so nobody waits for that.

    Raises:
        BuildBusy: somebody else has held it all the time.
    """
    return _lock(site / ".hand.lock", wait_seconds)


@contextmanager
def _lock(path: Path, wait_seconds: float) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_seconds
    with path.open("w") as file:
        while not _locked(file.fileno()):
            if time.monotonic() >= until:
                raise BuildBusy
            time.sleep(0.1)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def replace_site(
    content: Path,
    site: Path,
    overlay: Overlay,
    *,
    base_url: str,
    now: datetime,
    source_url: str = "",
    marked: Callable[[Path], Overlay] = _unmarked,
    kept: int = KEPT_RELEASES,
    built: Callable[[Path], None] = _unnoted,
    settled: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Path:
    """Build `content` with `overlay` laid over it, then write the overlay and switch the live site.

    The caller holds `site_lock`. Nothing is written to `content` and no reader sees anything before the whole
    build has succeeded; where the last step fails, every file is put back as it was.

    Args:
        marked: is called with the copy that is built, and returns what to lay over that copy alone: people's files as
            readers see them.
        kept: how many releases stay on the disk, the live one among them; 1 where an older one holds what has been
            withheld since.
        built: called with the release when it is whole, before any file of the content is written.
        settled: is entered when the files are written, and left when the site is switched; where it raises, the files
            are put back and nothing is switched.

    Returns:
        The folder of the release that is live now.

    Raises:
        ContentBroken, BuildFailed, OSError: nothing has changed.
    """
    _sweep(site)
    stage = site / f".stage-{secrets.token_hex(4)}"
    release = site / "releases" / f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    try:
        staged = stage_content(content, stage, overlay)
        write_files(staged, marked(staged))
        build_checked(staged, release, base_url=base_url, now=now, source_url=source_url)
        built(release)
        with written(content, overlay), settled():
            switch(site, release)
    except BaseException:
        if (site / "current").resolve() != release.resolve():
            shutil.rmtree(release, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _prune(site, kept)
    return release


def built_at(site: Path) -> datetime | None:
    """Return when the live site was built, or None where there is none."""
    current = site / "current"
    match = re.match(r"(\d{8}T\d{6})Z-", current.resolve().name) if current.exists() else None
    return datetime.strptime(match[1] + "+0000", "%Y%m%dT%H%M%S%z") if match else None


def stage_content(content: Path, stage: Path, overlay: Overlay) -> Path:
    """Copy `content` below `stage`, lay the overlay over the copy, and return the copy."""
    staged = stage / "content"
    shutil.copytree(content, staged, ignore=shutil.ignore_patterns(".git", ".*.part"))
    write_files(staged, overlay)
    return staged


def write_files(folder: Path, overlay: Overlay) -> None:
    """Write the overlay into `folder`, all of it or nothing."""
    with written(folder, overlay):
        pass


@contextmanager
def written(folder: Path, overlay: Overlay) -> Iterator[None]:
    """Write the overlay into `folder`; where that or what follows inside the block fails, put every file back.

    Everything is first written and synced beside its place, where a full disk does no harm.
    """
    before = {name: bytes_of(folder / name) for name in overlay}
    changed = {name: text for name, text in overlay.items() if before[name] != encoded(text)}
    parts = {name: part_of(folder / name) for name, text in changed.items() if text is not None}
    try:
        for name, part in parts.items():
            _write_synced(part, encoded(changed[name]) or b"")
        try:
            for name in changed:
                _put(parts.get(name), folder / name)
            yield
        except BaseException:
            for name in changed:
                _put_back(folder / name, before[name])
            raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _put(part: Path | None, path: Path) -> None:
    if part is None:
        path.unlink(missing_ok=True)
    else:
        part.replace(path)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif bytes_of(path) != content:
        path.write_bytes(content)


def bytes_of(path: Path) -> bytes | None:
    """Return what a file holds, or None where there is none."""
    return path.read_bytes() if path.is_file() else None


def encoded(data: str | bytes | None) -> bytes | None:
    """Return what an overlay writes, as bytes."""
    return data.encode() if isinstance(data, str) else data


def part_of(path: Path) -> Path:
    """Return where a file is written before it is put in its place."""
    return path.with_name(f".{path.name}.part")


def _write_synced(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def switch(site: Path, release: Path) -> None:
    """Point `current` at `release` in one step: a reader gets the old site or the new one, whole."""
    link = site / f".current-{secrets.token_hex(4)}"
    link.symlink_to(release.relative_to(site), target_is_directory=True)
    link.replace(site / "current")


def _sweep(site: Path) -> None:
    """Remove what a build that was killed has left; called with the lock held."""
    for left in [*site.glob(".stage-*"), *site.glob(".current-*")]:
        if left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)


def _prune(site: Path, kept: int) -> None:
    """Remove all but the newest releases; a reader with an old page open still gets its style sheets."""
    live = (site / "current").resolve()
    releases = sorted((site / "releases").iterdir(), key=lambda path: path.name)
    for release in releases[:-kept]:
        if release.resolve() != live:
            shutil.rmtree(release, ignore_errors=True)
