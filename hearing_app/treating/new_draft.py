"""The draft after the hearing, edited at the desk: begun as what was heard, and changed section by section.

It is a person's file among the others (`versions/`), edited by `hand_files`: never over somebody else's words. It
begins as a working draft, without a date, which readers do not see; `draft_release` publishes it. Until then the desk
commits nothing of it, for a repository's log may be read by anybody.
"""

from dataclasses import dataclass
from datetime import datetime

from hearing_app.building.hand_files import HandFile, read_hand_file, write_hand_file
from hearing_app.building.repository import Author
from hearing_app.definitions.draft_text import begin_version, section_text, with_extent, with_ids, with_section
from hearing_app.definitions.versions import FOLDER
from hearing_app.domain.amendment import Original, apply
from hearing_app.domain.assessment import Point
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.followed import after_hearing
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.lineage import editions
from hearing_app.domain.matter import Matter
from hearing_app.domain.redaction import WHOLE, places_of
from hearing_app.domain.versions import Extent, Version
from hearing_app.redacting.gate import finds_withheld
from hearing_app.redacting.hand_marks import ensure_told
from hearing_app.redacting.redact import redactions_of
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, rebuilds
from hearing_app.storage import changes as stored
from hearing_app.storage.database import writing
from hearing_app.text import words_for
from hearing_app.treating.changes import new_version, told_to_readers

FIRST_SLUG = "etter-horingen"
"""What the file of the new draft is called where the desk begins it."""


class DraftBegun(Exception):
    """There is a draft after the hearing already."""


class HearingOpen(Exception):
    """The draft is on hearing until the deadline; a new one is begun after that."""


class AmendmentStale(Exception):
    """The text that the amendment takes out does not stand in the new draft any more; a person puts it in by hand."""


class AmendmentWithheld(Exception):
    """Something that the amendment puts in is withheld of an answer, and everybody can read the draft."""


@dataclass(frozen=True)
class Editor:
    """Who edits at the desk: the user name for the log, and how the repository's log shows the person."""

    username: str
    author: Author | None = None


def path_of(hearing: Hearing, version: Version) -> str:
    """Return the file of a version, inside the content folder."""
    return f"hearings/{hearing.id}/{FOLDER}/{version.slug}.md"


def begin_draft(db: Database, settings: Settings, matter: Matter, *, editor: Editor, now: datetime) -> str:
    """Begin the new draft as a copy of the heard one that nobody but the desk sees, and return its file.

    Raises:
        HearingOpen: the deadline has not passed.
        DraftBegun: there is one.
        FileChanged, DefinitionBroken, BuildBusy, OSError: as `write_hand_file`.
    """
    hearing = matter.hearing
    if accepts_submissions(hearing, now):
        raise HearingOpen
    if after_hearing(matter.versions) is not None:
        raise DraftBegun
    heard = read_hand_file(settings.content, f"hearings/{hearing.id}/draft.md")
    name = words_for(hearing.language).gettext("After the hearing")
    path = f"hearings/{hearing.id}/{FOLDER}/{FIRST_SLUG}.md"
    seen = read_hand_file(settings.content, path).seen
    write_hand_file(settings, path, begin_version(heard.text, version=name), seen=seen)
    log_edit(db, hearing, editor, now, "draft begun", path, seen_by_readers=False)
    return path


def section_file(settings: Settings, matter: Matter, section: str) -> tuple[HandFile, str]:
    """Return the file of the new draft, and what stands in it under the heading of a section.

    Raises:
        NoNewDraft: there is none.
        NoSuchSection: it has no such section.
    """
    file = read_hand_file(settings.content, path_of(matter.hearing, new_version(matter)))
    return file, section_text(file.text, section)


def write_section(
    db: Database,
    settings: Settings,
    matter: Matter,
    section: str,
    markdown: str,
    *,
    seen: str,
    editor: Editor,
    now: datetime,
    told: str = "",
) -> None:
    """Put other words under the heading of a section of the new draft.

    Args:
        seen: the fingerprint of the file that was looked at.
        told: the withheld words that the page told of, as in `ensure_told`.

    Raises:
        NoNewDraft, NoSuchSection: there is nothing to edit.
        FileChanged, DefinitionBroken, BuildBusy, OSError: as `write_hand_file` and `ensure_told`.
    """
    version = new_version(matter)
    path = path_of(matter.hearing, version)
    text = with_section(read_hand_file(settings.content, path).text, section, markdown)
    ensure_told(db, settings.content, matter.hearing.id, path, text, told)
    shown = version.shown_on(oslo_day(now))
    _write(settings, path, text, seen=seen, editor=editor, shown=shown)
    log_edit(db, matter.hearing, editor, now, "draft edited", f"{path} {section}", seen_by_readers=shown)


def amended(settings: Settings, matter: Matter, point: Point) -> tuple[HandFile, str]:
    """Return the file of the new draft, and what a section would be with a point's amendment put in.

    Raises:
        NoNewDraft, NoSuchSection: there is nowhere to put it.
        AmendmentStale: what it takes out does not stand there.
    """
    version = new_version(matter)
    file, raw = section_file(settings, matter, point.item)
    section = version.draft.section(point.item)
    if section is None or point.amendment is None:
        raise AmendmentStale
    made = editions(v.draft for v in matter.versions)[[v.slug for v in matter.versions].index(version.slug)]
    original = Original(section.markdown, tuple(passage.id for passage in made.by_section[section.id]))
    applied = apply(original, [point.amendment])
    if applied.stale:
        raise AmendmentStale
    return file, with_ids(applied.text, section) if section.names else (applied.text if applied.fresh else raw)


def put_in(
    db: Database,
    settings: Settings,
    matter: Matter,
    point: Point,
    *,
    body: str,
    seen: str,
    editor: Editor,
    now: datetime,
) -> None:
    """Put a point's amendment into the new draft, and note that the point is followed there.

    Args:
        body: the name of the body that proposed it; the repository's log tells it where the conclusion is public.
        seen: the fingerprint of the file that was looked at.

    Raises:
        NoNewDraft, NoSuchSection, AmendmentStale: it cannot be put in.
        AmendmentWithheld: it must not be put in.
        FileChanged, DefinitionBroken, BuildBusy, OSError: as `write_hand_file`.
    """
    hearing, version = matter.hearing, new_version(matter)
    file, markdown = amended(settings, matter, point)
    if _is_withheld(db, hearing, point):
        raise AmendmentWithheld
    text = with_section(file.text, point.item, markdown)
    shown = version.shown_on(oslo_day(now))
    told = point.id in {one.id for one in told_to_readers(db, matter)}
    message = f"{said_of(matter, point, body)}\n" if told else ""
    _write(settings, file.path, text, seen=seen, editor=editor, shown=shown, message=message)
    with writing(db):
        stored.follow(db, point.root, point.item, actor=editor.username, now=now)
    subject = f"{point.submission} {point.id} {point.item}"
    log_edit(db, hearing, editor, now, "amendment put in", subject, seen_by_readers=shown)


def said_of(matter: Matter, point: Point, body: str) -> str:
    """Return what the repository's log says of a change that is put in, in the hearing's language."""
    section = new_version(matter).draft.section(point.item)
    heading = section.heading if section else point.item
    words = words_for(matter.hearing.language)
    return words.gettext("Puts in a change proposed by {body}: {section}", body=body, section=heading)


def _is_withheld(db: Database, hearing: Hearing, point: Point) -> bool:
    """Tell whether an amendment puts in what is withheld of the answer, of an earlier version, or of another answer."""
    found = redactions_of(db, hearing.id)
    added = point.amendment.added if point.amendment else ""
    own = found.of_answer(point.submission)
    if any(layer.field == WHOLE for layer in own):
        return True
    return any(places_of(layer.words, added) for layer in own) or bool(finds_withheld(added, found))


def set_extent(
    db: Database, settings: Settings, matter: Matter, extent: Extent, *, seen: str, editor: Editor, now: datetime
) -> None:
    """Say in the file of the new draft how much it changes (rule 12).

    Raises:
        NoNewDraft: there is none.
        FileChanged, DefinitionBroken, BuildBusy, OSError: as `write_hand_file`.
    """
    version = new_version(matter)
    path = path_of(matter.hearing, version)
    text = with_extent(read_hand_file(settings.content, path).text, extent)
    shown = version.shown_on(oslo_day(now))
    _write(settings, path, text, seen=seen, editor=editor, shown=shown)
    log_edit(db, matter.hearing, editor, now, "extent set", extent.value, seen_by_readers=shown)


def _write(
    settings: Settings, path: str, text: str, *, seen: str, editor: Editor, shown: bool, message: str = ""
) -> None:
    """Write the file; only what readers see today (`shown`) is committed: a draft may be dated on a day to come."""
    author = editor.author if shown else None
    write_hand_file(settings, path, text, seen=seen, author=author, message=message)


def log_edit(
    db: Database,
    hearing: Hearing,
    editor: Editor,
    now: datetime,
    action: str,
    subject: str,
    *,
    seen_by_readers: bool,
) -> None:
    """Note what was done to the file, and have the site built anew where readers see it."""
    with writing(db):
        if seen_by_readers:
            rebuilds.ask(db, f"{action} {subject}", now)
        audit.log(db, now=now, actor=editor.username, action=action, hearing=hearing.id, subject=subject)
