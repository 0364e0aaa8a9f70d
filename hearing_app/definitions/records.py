"""What the readers of records share: where their files are, and what they point at."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from hearing_app.definitions.fields import LONGEST_ID, SLUG
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import Key, Source
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import RecordKind

R = TypeVar("R")

FOLDERS = {
    RecordKind.HEARING: "hearings",
    RecordKind.CASE: "cases",
    RecordKind.MEETING: "meetings",
    RecordKind.PLAN: "plans",
    RecordKind.EVENT: "events",
    RecordKind.STATEMENT: "statements",
}


@dataclass(frozen=True)
class Link:
    """That a file names a record: `source` at `key` is where."""

    source: Source
    key: Key
    ref: Ref


@dataclass(frozen=True)
class Loaded(Generic[R]):
    """The records of one kind as far as they could be read, what they point at, and the files they came from.

    The sources hold the problems; looking up the links adds to them. `known` holds the name of every record there is,
    also of those that could not be read.
    """

    records: tuple[R, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    known: frozenset[Ref] = frozenset()


def record_folders(content: Path, kind: RecordKind) -> list[str]:
    """Return the names of the folders of one kind's records; a name that begins with `.` or `_` is not one."""
    root = content / FOLDERS[kind]
    return sorted(p.name for p in root.iterdir() if p.is_dir() and p.name[0] not in "._") if root.is_dir() else []


def record_files(content: Path, kind: RecordKind) -> list[str]:
    """Return the names, without `.md`, of one kind's files; a name that begins with `.` or `_` is not one."""
    root = content / FOLDERS[kind]
    return sorted(p.stem for p in root.glob("*.md") if p.name[0] not in "._") if root.is_dir() else []


def check_name(name: str, folder: Folder, taken: Iterable[str] = ()) -> None:
    """Report a record whose name cannot stand in an address, or is `taken` by another page."""
    source = folder.source(name)
    if not SLUG.fullmatch(name) or len(name) > LONGEST_ID:
        source.report(
            Place(source.file),
            N_("«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».", value=name),
        )
    if name in taken:
        source.report(Place(source.file), N_("The id «{id}» is taken by the program itself. Choose another.", id=name))


def check_links(links: Iterable[Link], known: set[Ref]) -> None:
    """Report every link that leads nowhere."""
    for link in links:
        if link.ref not in known:
            link.source.report_at(
                link.key,
                N_(
                    "There is no {folder}/{id} in the content folder. Add it there, or correct the id.",
                    folder=FOLDERS[link.ref.kind],
                    id=link.ref.id,
                ),
            )
