"""From a content folder to domain objects, with every mistake found on the way."""

from dataclasses import dataclass, field
from pathlib import Path

from hearing_app.definitions.archive import load_archive
from hearing_app.definitions.council import load_council
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.journal import LINES as JOURNAL_LINES
from hearing_app.definitions.journal import NAME as JOURNAL
from hearing_app.definitions.journal import load_head, load_lines
from hearing_app.definitions.matters import load_matter
from hearing_app.definitions.meeting_calendar import NAME as CALENDAR
from hearing_app.definitions.pages import load_pages
from hearing_app.definitions.parts import check_strays
from hearing_app.definitions.records import FOLDERS
from hearing_app.definitions.threads import thread_problems
from hearing_app.definitions.versions import material_problems
from hearing_app.domain.archive import Archive
from hearing_app.domain.council import Council
from hearing_app.domain.journal import Head
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem, errors, in_order
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Level, RecordKind

KNOWN = ("council.yml", CALENDAR, JOURNAL, JOURNAL_LINES, "pages", "README.md", *FOLDERS.values())
"""Everything that is read in a content folder, and what people keep beside it."""


@dataclass(frozen=True)
class LoadedContent:
    """A content folder as far as it could be read. Where there are errors, what they touch is left out."""

    council: Council | None
    matters: tuple[Matter, ...]
    problems: tuple[Problem, ...]
    archive: Archive = field(default_factory=Archive)
    journal: Head | None = None
    journal_lines: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return errors(self.problems)

    def matter(self, hearing_id: str) -> Matter | None:
        """Return the matter of a hearing, or None."""
        return next((m for m in self.matters if m.hearing.id == hearing_id), None)


def load_content(content: Path) -> LoadedContent:
    """Read a whole content folder.

    Args:
        content: the folder with `council.yml` and `hearings/`.

    Returns:
        What could be read, and every problem in every file, in order.
    """
    council, problems = load_council(content)
    _, mistakes = load_pages(content, council)
    problems += mistakes
    matters: list[Matter] = []
    hearings = hearing_folders(content)
    for folder in hearings:
        matter, found = load_matter(content, folder.name, council)
        problems += found
        if matter is not None:
            matters.append(matter)
    matters.sort(key=lambda m: (m.hearing.published is None, m.hearing.published, m.hearing.id), reverse=True)
    if council is not None:  # a folder that is no council's holds other things, and the lack of council.yml is told
        root = Folder(content)
        check_strays(root, KNOWN, level=Level.WARNING)
        check_strays(root, inside="hearings", folders=True, level=Level.WARNING)
        problems += root.problems
    problems += thread_problems(content, matters, (folder.name for folder in hearings))
    problems += material_problems(content, matters)
    archive, found = load_archive(content, council, {Ref(RecordKind.HEARING, folder.name) for folder in hearings})
    journal, mistakes = load_head(content)
    lines, more = load_lines(content)
    found += mistakes + more
    return LoadedContent(council, tuple(matters), in_order(problems + found), archive, journal, lines)


def hearing_folders(content: Path) -> list[Path]:
    """Return the folders of the hearings, by name; a name that begins with a full stop is not one."""
    root = content / "hearings"
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name[0] not in "._") if root.is_dir() else []


def content_folders(root: Path) -> tuple[Path, ...]:
    """Return `root` itself where it is a council's content folder, otherwise those of its folders that are one."""
    if (root / "council.yml").exists() or not root.is_dir():
        return (root,)
    return tuple(sorted(path.parent for path in root.glob("*/council.yml"))) or (root,)
