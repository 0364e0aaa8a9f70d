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
from hearing_app.serve import alone
from hearing_app.settings import FILE

ROOT = Path(__file__).parent.parent
STORIES = ROOT / "demo" / "hearings"
COUNCILS = ROOT / "content"
PLAYED = "innlandet"
"""The council whose hearings are played; the others are shown as they stand in `content/`."""
MARKER = ".samrad-demo"
NOTICE = """
notice:
  nb: Dette er en demonstrasjon. Svarene er oppdiktet, og kommunene har ikke ment det som står her.
  nn: Dette er ein demonstrasjon. Svara er oppdikta, og kommunane har ikkje meint det som står her.
  en: This is a demonstration. The answers are invented; the municipalities have not said what stands here.
"""


class UnknownCouncil(Exception):
    """There is no such council in `content/`."""


@dataclass
class Note:
    """What the demo remembers of itself, in `demo.json`."""

    made_on: str
    dated_on: str
    password: str
    council: str = PLAYED
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
    definition = workspace / "content" / "council.yml"
    if council == PLAYED:
        definition.write_text(definition.read_text(encoding="utf-8") + NOTICE, encoding="utf-8")
    settings = workspace / FILE
    settings.touch(mode=0o600)
    settings.write_text(
        f'secret_key = "{secrets.token_urlsafe(32)}"\nmail_from = "samrad@{council}.example"\n',
        encoding="utf-8",
    )
    day = today.isoformat()
    note = Note(made_on=day, dated_on=day, password=secrets.token_urlsafe(9), council=council)
    write_dated(workspace, note, today)
    return note


def write_dated(workspace: Path, note: Note, today: date) -> list[str]:
    """Write the hearings' files with dates from `today`; return those left alone because a person has edited them."""
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
    """Yield (path in the content folder, text) of the demo's hearings."""
    for file in sorted(path for path in STORIES.rglob("*") if path.is_file()):
        yield f"hearings/{file.relative_to(STORIES).as_posix()}", fill_in(file.read_text(encoding="utf-8"), today)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
