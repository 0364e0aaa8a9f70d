"""Copies of folders that others go on writing in: whole, or an error, and never silently less."""

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ATTEMPTS = 10
PAUSE_SECONDS = 0.2
PASSING = ("*.lock",)
"""What git writes for a moment, and takes away or gives another name; no reference can be named so."""
PASSING_OBJECTS = (*PASSING, "tmp_*")
"""The same among the objects. A branch may well be named so."""


def copy_folder(source: Path, target: Path, *, ignored: Iterable[str] = ()) -> None:
    """Copy a folder; where a file goes away meanwhile, as when an editor saves it, the copy is begun anew.

    Raises:
        OSError: something cannot be copied.
    """
    _again_and_again(lambda: shutil.copytree(source, target, ignore=shutil.ignore_patterns(*ignored)), target)


def copy_repository(source: Path, target: Path) -> None:
    """Copy git's folder, also while somebody commits.

    What is copied first names only what is there already: references before packed references, for they move from the
    former to the latter, and both before the objects, of which single ones move into packs.

    Args:
        source: the folder `.git`, or the file of that name that names a folder elsewhere.

    Raises:
        OSError: something cannot be copied.
    """
    if source.is_file():
        shutil.copy2(source, target)
        return
    _again_and_again(lambda: _copy_repository(source, target), target)


def _copy_repository(source: Path, target: Path) -> None:
    _copy_without(source, target, {source: ("objects", "packed-refs")}, PASSING)
    if (source / "packed-refs").is_file():
        shutil.copy2(source / "packed-refs", target)
    _copy_without(source / "objects", target / "objects", {source / "objects": ("pack",)}, PASSING_OBJECTS)
    if (source / "objects" / "pack").is_dir():
        _copy_without(source / "objects" / "pack", target / "objects" / "pack", {}, PASSING_OBJECTS)


def _copy_without(source: Path, target: Path, left_out: dict[Path, tuple[str, ...]], passing: Iterable[str]) -> None:
    patterns = shutil.ignore_patterns(*passing)

    def ignored(folder: str, names: list[str]) -> set[str]:
        return patterns(folder, names) | (set(left_out.get(Path(folder), ())) & set(names))

    shutil.copytree(source, target, symlinks=True, ignore=ignored)


def _again_and_again(copy: Callable[[], object], target: Path) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            copy()
        except shutil.Error:
            if attempt == ATTEMPTS:
                raise
            shutil.rmtree(target, ignore_errors=True)
            time.sleep(PAUSE_SECONDS)
        else:
            return
