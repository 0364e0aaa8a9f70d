"""The definitions as the app uses them: read again when a file changes, never half-read."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from hearing_app.definitions import load_council, load_matter
from hearing_app.definitions.load import hearing_folders
from hearing_app.domain.council import Council
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem, errors

COUNCIL_FILES = ("council.yml", "meeting-calendar.yml")
"""What the council is read from, and every hearing therefore depends on."""

Stamp = tuple[tuple[str, int, int], ...]


class DefinitionBroken(RuntimeError):
    """A definition has mistakes; `problems` tells which."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Take the problems of the definition."""
        super().__init__("; ".join(f"{p.place.file}:{p.place.line}:{p.place.column}: {p.message}" for p in problems))
        self.problems = problems


@dataclass
class Library:
    """A content folder, kept in memory for as long as its files stay the same."""

    content: Path
    _council: tuple[Stamp, Council] | None = None
    _matters: dict[str, tuple[Stamp, Matter]] = field(default_factory=dict)

    def council(self) -> Council:
        """Return the council.

        Raises:
            DefinitionBroken: `council.yml` has mistakes.
        """
        stamp = _stamp([self.content / name for name in COUNCIL_FILES])
        if self._council is None or self._council[0] != stamp:
            council, problems = load_council(self.content)
            if council is None or errors(problems):
                raise DefinitionBroken(errors(problems))
            self._council = (stamp, council)
        return self._council[1]

    def last_good_council(self) -> Council | None:
        """Return the council as it was before a mistake was made in its file, or None."""
        try:
            return self.council()
        except DefinitionBroken:
            return self._council[1] if self._council else None

    def hearing_ids(self) -> tuple[str, ...]:
        """Return the ids of all hearings, broken ones too."""
        return tuple(folder.name for folder in hearing_folders(self.content))

    def matter(self, hearing_id: str) -> Matter | None:
        """Return a matter, or None where there is no such folder.

        Raises:
            DefinitionBroken: its files have mistakes.
        """
        if hearing_id not in self.hearing_ids():
            return None
        folder = self.content / "hearings" / hearing_id
        council = [self.content / name for name in COUNCIL_FILES]
        stamp = _stamp([*council, *sorted(p for p in folder.rglob("*") if p.is_file())])
        known = self._matters.get(hearing_id)
        if known is not None and known[0] == stamp:
            return known[1]
        matter, problems = load_matter(self.content, hearing_id, self.council())
        if matter is None:
            raise DefinitionBroken(errors(problems))
        self._matters[hearing_id] = (stamp, matter)
        return matter

    def last_good(self, hearing_id: str) -> Matter | None:
        """Return the matter as it was before a mistake was made in its files, or None.

        A municipality that is answering must not be stopped by somebody's typing error in the meantime.
        """
        try:
            return self.matter(hearing_id)
        except DefinitionBroken:
            known = self._matters.get(hearing_id)
            return known[1] if known else None


@lru_cache(maxsize=8)
def library_of(content: Path) -> Library:
    """Return the one library of a content folder in this process; it reads again what has changed."""
    return Library(content)


def _stamp(paths: list[Path]) -> Stamp:
    return tuple(entry for path in paths for entry in _state(path))


def _state(path: Path) -> Stamp:
    """Return what tells a file's versions apart; nothing where it has gone since the folder was listed."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ()
    return ((str(path), stat.st_mtime_ns, stat.st_size),)
