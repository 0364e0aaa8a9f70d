"""The new draft goes out: a reviewer dates it, and readers see it from then on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hearing_app.building.hand_files import read_hand_file, write_hand_file
from hearing_app.definitions.draft_text import with_day
from hearing_app.domain.assessment import Point
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.versions import Version
from hearing_app.redacting.gate import in_hand_files
from hearing_app.redacting.redact import redactions_of
from hearing_app.settings import Settings
from hearing_app.storage import Database, publications, submissions
from hearing_app.text import words_for
from hearing_app.treating.changes import changes, misfits, new_version, told_to_readers
from hearing_app.treating.new_draft import Editor, log_edit, path_of, said_of

SAY_EXTENT = N_("Say first whether the changes are material.")


class DraftPublished(Exception):
    """The new draft has a date already."""


class DraftStopped(Exception):
    """Something must be put right first; `reasons` says what. Nothing was published."""

    def __init__(self, reasons: tuple[Message, ...]) -> None:
        """Take the reasons."""
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = reasons


@dataclass(frozen=True)
class DraftRelease:
    """What stands in the way of publishing the new draft, and what to think of first."""

    stops: tuple[Message, ...]
    warnings: tuple[Message, ...]


def draft_release(db: Database, matter: Matter, content: Path, *, now: datetime) -> DraftRelease:
    """Return what stands in the way of publishing the new draft.

    Raises:
        NoNewDraft: there is none.
    """
    version, seen = new_version(matter), changes(db, matter)
    hearing_id = matter.hearing.id
    concluded, released = publications.concluded(db, hearing_id), submissions.released(db, hearing_id)
    found = tuple(misfits(db, matter, seen, concluded, released))
    stops = [SAY_EXTENT] if version.extent is None else []
    if accepts_submissions(matter.hearing, now):
        stops.append(N_("The draft is on hearing until the deadline. A new one is published after that."))
    stops += (message for stop, message in found if stop)
    stops += _at_the_gate(db, matter, version, content)
    warnings = [message for stop, message in found if not stop]
    followed = {point.root for here in seen.by_section.values() for point in here}
    unseen = followed - {point.root for point in told_to_readers(db, matter) if point.root in followed}
    if unseen:
        warnings.append(
            N_(
                "Points that are followed in the new draft, while their conclusions are not published: {n}. Readers "
                "see the change before they see why.",
                n=len(unseen),
            )
        )
    return DraftRelease(tuple(stops), tuple(warnings))


def _at_the_gate(db: Database, matter: Matter, version: Version, content: Path) -> Iterator[Message]:
    """Yield that withheld words stand in the draft; what else must not go out is a mistake in any file."""
    path, withheld = path_of(matter.hearing, version), redactions_of(db, matter.hearing.id)
    if any(found[0] == path for found in in_hand_files(db, matter.hearing.id, withheld, content)):
        yield N_(
            "Words that are withheld of an answer stand in the new draft. Write it without them, or decide at the gate."
        )


def publish_draft(
    db: Database,
    settings: Settings,
    matter: Matter,
    *,
    seen: str,
    name_of: Callable[[Point], str],
    editor: Editor,
    now: datetime,
) -> None:
    """Let readers see the new draft from today on.

    Args:
        seen: the fingerprint of the file that was looked at.
        name_of: the name of who made a point, as readers know it; the repository's log tells whose changes are put in.

    Raises:
        NoNewDraft, DraftPublished: there is nothing to publish.
        DraftStopped: something must be put right first.
        FileChanged, DefinitionBroken, BuildBusy, CommitRefused, OSError: as `write_hand_file`.
    """
    version = new_version(matter)
    if not version.working:
        raise DraftPublished
    stops = draft_release(db, matter, settings.content, now=now).stops
    if stops:
        raise DraftStopped(stops)
    path, said = path_of(matter.hearing, version), _commit_message(db, matter, version, name_of)
    text = with_day(read_hand_file(settings.content, path).text, oslo_day(now))
    write_hand_file(settings, path, text, seen=seen, author=editor.author, message=said)
    log_edit(db, matter.hearing, editor, now, "draft published", path, seen_by_readers=True)


def _commit_message(db: Database, matter: Matter, version: Version, name_of: Callable[[Point], str]) -> str:
    """Return what the repository's log says: whose changes were put in, of those whose conclusions are public."""
    title = words_for(matter.hearing.language).gettext(
        "Publishes the new draft: {name}", name=version.draft.version or version.draft.title
    )
    public = {point.id for point in told_to_readers(db, matter)}
    followed = {p.id: p for here in changes(db, matter).by_section.values() for p in here if p.amendment}
    lines = sorted({said_of(matter, point, name_of(point)) for point in followed.values() if point.id in public})
    return "\n".join([title, *([""] if lines else []), *lines]) + "\n"
