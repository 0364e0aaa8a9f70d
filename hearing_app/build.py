"""Building the site: check first, build beside, switch in one step.

The site generator runs as a program of its own, so this room does not know it.
"""

import fcntl
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hearing_app.definitions import LoadedContent, load_content
from hearing_app.domain.addresses import Addresses
from hearing_app.domain.problem import Problem
from hearing_app.domain.vocabulary import Language

ROOT = Path(__file__).parent.parent
SITE_SETTINGS = ROOT / "publishconf.py"
KEPT_RELEASES = 3
Overlay = Mapping[str, str | None]
"""Files to write before a build: path inside the content folder to text, or to None to remove it."""


class ContentBroken(Exception):
    """The content has mistakes; nothing was built and the old site stands."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Take the mistakes."""
        super().__init__(f"{len(problems)} mistakes in the content")
        self.problems = problems


class BuildFailed(Exception):
    """The site generator failed; the old site stands. The message is the end of what it said."""


class BuildBusy(Exception):
    """Somebody else is building the site right now; try again in a moment."""


def build_folder(content: Path, output: Path, *, base_url: str, now: datetime) -> LoadedContent:
    """Build the site from `content` into the folder `output`, in place of what was there.

    Raises:
        ContentBroken: mistakes; `output` is as it was.
        BuildFailed: the generator failed; `output` is as it was.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (output.with_name(f".{output.name}.{kind}-{secrets.token_hex(4)}") for kind in ("new", "old"))
    try:
        loaded = _build_checked(content, fresh, base_url=base_url, now=now)
        if output.exists():
            output.rename(old)
        fresh.rename(output)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return loaded


def deploy(content: Path, site: Path, overlay: Overlay, *, base_url: str, now: datetime) -> Path:
    """Build `content` with `overlay` laid over it, then write the overlay and switch the live site.

    Nothing is written to `content` and no reader sees anything before the whole build has succeeded.
    If the machine stops in between, running it again comes to the same end.

    Returns:
        The folder of the release that is live now.

    Raises:
        ContentBroken, BuildFailed: nothing has changed.
        BuildBusy: another build did not finish in time.
    """
    site.mkdir(parents=True, exist_ok=True)
    with _lock(site / ".lock"):
        _sweep(site)
        stage = site / f".stage-{secrets.token_hex(4)}"
        release = site / "releases" / f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        try:
            staged = stage_content(content, stage, overlay)
            _build_checked(staged, release, base_url=base_url, now=now)
            write_files(content, overlay)
            switch(site, release)
        except BaseException:
            if (site / "current").resolve() != release.resolve():
                shutil.rmtree(release, ignore_errors=True)
            raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        _prune(site)
    return release


def built_at(site: Path) -> datetime | None:
    """Return when the live site was built, or None where there is none."""
    current = site / "current"
    match = re.match(r"(\d{8}T\d{6})Z-", current.resolve().name) if current.exists() else None
    return datetime.strptime(match[1] + "+0000", "%Y%m%dT%H%M%S%z") if match else None


def stage_content(content: Path, stage: Path, overlay: Overlay) -> Path:
    """Copy `content` below `stage`, lay the overlay over the copy, and return the copy."""
    staged = stage / "content"
    shutil.copytree(content, staged, ignore=shutil.ignore_patterns(".git"))
    write_files(staged, overlay)
    return staged


def write_files(folder: Path, overlay: Overlay) -> None:
    """Write the overlay into `folder`: first everything beside its place, then each in one step."""
    ready: list[tuple[Path, Path]] = []
    for name, text in sorted(overlay.items()):
        path = folder / name
        if text is None:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            with part.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            ready.append((part, path))
    for part, path in ready:
        part.replace(path)


def switch(site: Path, release: Path) -> None:
    """Point `current` at `release` in one step: a reader gets the old site or the new one, whole."""
    link = site / f".current-{secrets.token_hex(4)}"
    link.symlink_to(release.relative_to(site), target_is_directory=True)
    link.replace(site / "current")


def _build_checked(content: Path, output: Path, *, base_url: str, now: datetime) -> LoadedContent:
    loaded = load_content(content)
    if loaded.errors:
        raise ContentBroken(loaded.errors)
    _generate(content, output, base_url=base_url, now=now)
    missing = [page for page in expected_pages(loaded, now) if not (output / page).is_file()]
    if missing:
        raise BuildFailed(f"the site was built without these pages: {', '.join(missing)}")
    return loaded


def _generate(content: Path, output: Path, *, base_url: str, now: datetime) -> None:
    """Run the generator as a program; it must not exit 0 with a page missing, hence `--fatal errors`."""
    command = [
        sys.executable,
        "-m",
        "pelican",
        str(content.resolve()),
        "-s",
        str(SITE_SETTINGS),
        "-o",
        str(output.resolve()),
    ]
    environment = {**os.environ, "SAMRAD_NOW": now.isoformat(), "SAMRAD_BASE_URL": base_url, "COLUMNS": "200"}
    result = subprocess.run(  # noqa: S603 - our own arguments
        [*command, "--fatal", "errors"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        shutil.rmtree(output, ignore_errors=True)
        raise BuildFailed("\n".join((result.stdout + result.stderr).strip().splitlines()[-12:]))


def expected_pages(loaded: LoadedContent, now: datetime) -> Iterator[str]:
    """Yield the file of every page that the content calls for, relative to the output."""
    if loaded.council is None:
        return
    for language in Language:
        addresses = Addresses(language, loaded.council.language)
        for address in (addresses.home, addresses.hearings):
            yield _page_file(address)
        for matter in loaded.matters:
            if not matter.hearing.is_public(now):
                continue
            yield _page_file(addresses.hearing(matter.hearing.id))
            for copy in matter.released:
                yield _page_file(addresses.submission(matter.hearing.id, copy.body))


def _page_file(address: str) -> str:
    return f"{address.lstrip('/')}index.html"


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the build lock; the system lets go of it if this process dies."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildBusy from error
        yield


def _sweep(site: Path) -> None:
    """Remove what a build that was killed has left; called with the lock held."""
    for left in [*site.glob(".stage-*"), *site.glob(".current-*")]:
        if left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)


def _prune(site: Path) -> None:
    """Remove all but the newest releases; a reader with an old page open still gets its style sheets."""
    live = (site / "current").resolve()
    releases = sorted((site / "releases").iterdir(), key=lambda path: path.name)
    for release in releases[:-KEPT_RELEASES]:
        if release.resolve() != live:
            shutil.rmtree(release, ignore_errors=True)
