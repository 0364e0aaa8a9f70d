"""The demo's folder: content with fresh dates, settings, and a note of what was made when."""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from demo.dates import fill_in
from hearing_app.operating.serve import alone
from hearing_app.settings import FILE

ROOT = Path(__file__).parent.parent
STORIES = ROOT / "demo" / "content"
"""What is laid over the council's content folder, with dates from today."""
COUNCILS = ROOT / "content"
PLAYED = "innlandet"
"""The council whose stories are played; the others are shown as they stand in `content/`."""
MARKER = ".samrad-demo"
COUNCIL = ROOT / "demo" / "council.yml"
"""What the demo adds at the end of the council's own file: a notice, offices, networks."""
ORGANS = ROOT / "demo" / "organs.yml"
"""The organs that the demo adds, before the council's own."""


class UnknownCouncil(Exception):
    """There is no such council in `content/`."""


@dataclass
class Note:
    """What the demo remembers of itself, in `demo.json`. `stories` tells which stories it was made of."""

    made_on: str
    dated_on: str
    password: str
    council: str = PLAYED
    stories: str = ""
    links: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


class NotADemo(Exception):
    """The folder holds something that the demo did not make, so it is not emptied."""


def clear(workspace: Path) -> None:
    """Make an empty folder for a demo, in place of an older demo only.

    Raises:
        NotADemo: the folder holds something else, a council's real workspace perhaps.
        AlreadyRunning: the older demo runs right now.
    """
    if workspace.exists() and any(workspace.iterdir()) and not (workspace / MARKER).exists():
        raise NotADemo(workspace)
    if workspace.exists():
        with alone(workspace):
            shutil.rmtree(workspace)
    workspace.mkdir(parents=True)
    (workspace / MARKER).touch()


def read_note(workspace: Path) -> Note | None:
    """Return the note of a finished demo workspace, or None."""
    file = workspace / "demo.json"
    return Note(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def write_note(workspace: Path, note: Note) -> None:
    """Write the note in one step; a workspace without one was not finished and is made again."""
    part = workspace / ".demo.json.part"
    part.write_text(json.dumps(asdict(note), indent=1), encoding="utf-8")
    part.replace(workspace / "demo.json")


def councils() -> list[str]:
    """Return the councils that can be shown."""
    return sorted(path.parent.name for path in COUNCILS.glob("*/council.yml"))


def make_folder(workspace: Path, today: date, council: str = PLAYED) -> Note:
    """Make the workspace's files for `today` and return the note, not yet written.

    Raises:
        UnknownCouncil: `content/` has no such council.
    """
    if council not in councils():
        raise UnknownCouncil(council)
    shutil.copytree(COUNCILS / council, workspace / "content")
    if council == PLAYED:
        add_to_council(workspace / "content" / "council.yml")
    settings = workspace / FILE
    settings.touch(mode=0o600)
    settings.write_text(
        f'secret_key = "{secrets.token_urlsafe(32)}"\nmail_from = "samrad@{council}.example"\n',
        encoding="utf-8",
    )
    day = today.isoformat()
    note = Note(day, day, secrets.token_urlsafe(9), council, stories=stories())
    write_dated(workspace, note, today)
    return note


def add_to_council(definition: Path) -> None:
    """Add the demo's organs, offices, networks and notice to a `council.yml`, which keeps its comments."""
    text = definition.read_text(encoding="utf-8")
    organs = f"\norgans:\n{ORGANS.read_text(encoding='utf-8')}"
    text = text.replace("\norgans:\n", organs, 1) + COUNCIL.read_text(encoding="utf-8")
    definition.write_text(text, encoding="utf-8")


def stories() -> str:
    """Return a fingerprint of everything the demo is made of, but for the dates."""
    files = [COUNCIL, ORGANS, *_story_files()]
    return _digest("".join(f"{file.relative_to(ROOT)}\n{file.read_text(encoding='utf-8')}" for file in files))


def write_dated(workspace: Path, note: Note, today: date) -> list[str]:
    """Write the stories' files with dates from `today`; return those left alone because a person has edited them."""
    edited = []
    for name, text in dated_files(today) if note.council == PLAYED else ():
        path = workspace / "content" / name
        if path.is_file() and _digest(path.read_text(encoding="utf-8")) != note.written.get(name):
            edited.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        note.written[name] = _digest(text)
    note.dated_on = today.isoformat()
    return edited


def dated_files(today: date) -> Iterator[tuple[str, str]]:
    """Yield (path in the content folder, text) of the demo's stories."""
    for file in _story_files():
        yield file.relative_to(STORIES).as_posix(), fill_in(file.read_text(encoding="utf-8"), today)


def _story_files() -> list[Path]:
    return sorted(path for path in STORIES.rglob("*") if path.is_file())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
