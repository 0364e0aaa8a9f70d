"""Building the site: check first, build beside, put in place when it is whole.

The site generator runs as a program of its own, so this room does not know it.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from hearing_app.definitions import LoadedContent, load_content
from hearing_app.domain.addresses import Addresses
from hearing_app.domain.broken_link import EXIT_STATUS, links_told
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem, in_order
from hearing_app.domain.versions import shown_on
from hearing_app.domain.vocabulary import Language

ROOT = Path(__file__).parents[2]
SITE_SETTINGS = ROOT / "publishconf.py"
LONGEST_BUILD_SECONDS = 900
MARKER = ".samrad-site"
"""Lies in every folder that a build wrote, so that no other folder is ever replaced."""


class ContentBroken(Exception):
    """The content has mistakes, among them links that lead nowhere; nothing was built and the old site stands."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Take the mistakes."""
        super().__init__(f"{len(problems)} mistakes in the content")
        self.problems = problems


class BuildFailed(Exception):
    """The site generator failed; the old site stands. The message is the end of what it said."""


class OutputTaken(Exception):
    """The output folder holds something that no build wrote, or overlaps the content; it was not touched."""


def build_folder(content: Path, output: Path, *, base_url: str, now: datetime) -> LoadedContent:
    """Build the site from `content` into the folder `output`, in place of what was built there before.

    Raises:
        OutputTaken: `output` is not empty and was not built, or one folder lies inside the other.
        ContentBroken: mistakes; `output` is as it was.
        BuildFailed: the generator failed; `output` is as it was.
    """
    _ensure_replaceable(content.resolve(), output.resolve())
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (output.with_name(f".{output.name}.{kind}-{secrets.token_hex(4)}") for kind in ("new", "old"))
    try:
        loaded = build_checked(content, fresh, base_url=base_url, now=now)
        if output.exists():
            output.rename(old)
        fresh.rename(output)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return loaded


def _ensure_replaceable(content: Path, output: Path) -> None:
    inside = content.is_relative_to(output) or output.is_relative_to(content)
    foreign = output.exists() and (not output.is_dir() or any(output.iterdir())) and not (output / MARKER).is_file()
    if inside or foreign:
        raise OutputTaken(output)


def build_checked(content: Path, output: Path, *, base_url: str, now: datetime, source_url: str = "") -> LoadedContent:
    """Check `content`, build it into the new folder `output`, and see that no page is missing.

    Raises:
        ContentBroken, BuildFailed: `output` is not there.
    """
    loaded = load_content(content)
    if loaded.errors:
        raise ContentBroken(loaded.errors)
    _generate(content, output, base_url=base_url, now=now, source_url=source_url)
    (output / MARKER).touch()
    missing = [page for page in expected_pages(loaded, now) if not (output / page).is_file()]
    if missing:
        raise BuildFailed(f"the site was built without these pages: {', '.join(missing)}")
    return loaded


def build_preview(content: Path, output: Path, hearing_id: str, *, base_url: str, now: datetime) -> None:
    """Check `content`, and build the pages of one hearing into the new folder `output`; links are not followed.

    Raises:
        ContentBroken, BuildFailed: `output` is not there.
    """
    loaded = load_content(content)
    if loaded.errors:
        raise ContentBroken(loaded.errors)
    _generate(content, output, base_url=base_url, now=now, source_url="", only=hearing_id)


def _generate(content: Path, output: Path, *, base_url: str, now: datetime, source_url: str, only: str = "") -> None:
    """Run the generator as a program; it must not exit 0 with a page missing, hence `--fatal errors`.

    Args:
        only: the id of a hearing whose pages alone are written; empty for the whole site.
    """
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
    given = {"NOW": now.isoformat(), "BASE_URL": base_url, "SOURCE_URL": source_url, "ONLY": only}
    environment = {**os.environ, "COLUMNS": "200", **{f"SAMRAD_{key}": value for key, value in given.items()}}
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            [*command, "--fatal", "errors"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_BUILD_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        shutil.rmtree(output, ignore_errors=True)
        raise BuildFailed(f"the site was not built within {LONGEST_BUILD_SECONDS} seconds") from error
    if result.returncode != 0:
        shutil.rmtree(output, ignore_errors=True)
        raise _failure(result)


def _failure(result: subprocess.CompletedProcess[str]) -> ContentBroken | BuildFailed:
    """Return what went wrong in the generator: links that a person can correct, or the end of what it said."""
    links = links_told(result.stderr) if result.returncode == EXIT_STATUS else ()
    if links:
        return ContentBroken(in_order(link.problem for link in links))
    return BuildFailed("\n".join((result.stdout + result.stderr).strip().splitlines()[-12:]))


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
            yield from map(_page_file, _pages_of(matter, addresses, oslo_day(now)))
        for record in loaded.archive.records():
            yield _page_file(addresses.record(record.ref))
        for body in loaded.council.bodies:
            yield _page_file(addresses.body(body.id))


def _pages_of(matter: Matter, addresses: Addresses, day: date) -> Iterator[str]:
    hearing = matter.hearing
    yield addresses.hearing(hearing.id)
    yield from (addresses.submission(hearing.id, copy.body) for copy in matter.released)
    yield from (addresses.submission(hearing.id, entry.body) for entry in matter.taken_back)
    yield from (
        addresses.version(hearing.id, version.slug) for version in shown_on(matter.versions, day) if not version.heard
    )


def _page_file(address: str) -> str:
    return f"{address.lstrip('/')}index.html"
