"""The council's own Word template for case papers: examined and tried before it is kept, in the workspace."""

import os
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from hearing_app.answering.attachments import Refused, examine, limits_of
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Language
from hearing_app.settings import Settings
from hearing_app.storage import PRIVATE, Database, audit
from hearing_app.storage.database import writing
from hearing_app.text import words_for
from hearing_app.word.form import Prose
from hearing_app.word.paper import Chapter, Paper, Table, write_paper
from hearing_app.word.template import example, fill_in

NAME = "summary.docx"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_WORD = N_("The template must be a Word document (DOCX). Save it as one, and choose it again.")


def template_of(settings: Settings) -> bytes | None:
    """Return the council's template, or None where there is none."""
    try:
        return (settings.templates / NAME).read_bytes()
    except FileNotFoundError:
        return None


def kept_at(settings: Settings) -> datetime | None:
    """Return when the template was put in, or None where there is none."""
    try:
        return datetime.fromtimestamp((settings.templates / NAME).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def document_of(paper: Paper, template: bytes | None) -> bytes:
    """Return a paper as DOCX, in a template where there is one.

    Raises:
        TemplateBroken: the template cannot be filled in.
    """
    return write_paper(paper) if template is None else fill_in(template, paper)


def keep_template(db: Database, settings: Settings, name: str, data: bytes, *, actor: str, now: datetime) -> None:
    """Keep a template instead of the one there is, once it has been examined and filled in with an example.

    Args:
        name: what the file is called where it comes from.

    Raises:
        Refused: it is not taken in; the message says why.
        TemplateBroken: it cannot be filled in.
        OSError: it could not be examined or written; the old one stands.
    """
    if examine(name, data, limits_of(settings)).media_type != DOCX:
        raise Refused(NOT_WORD)
    fill_in(data, example_paper(Language.NB, now.date()))
    with writing(db):
        audit.log(db, now=now, actor=actor, action="word template set", subject=NAME)
        _write(settings.templates, data)


def remove_template(db: Database, settings: Settings, *, actor: str, now: datetime) -> bool:
    """Take the template away, so that papers are written plainly; return False where there was none."""
    with writing(db):
        try:
            (settings.templates / NAME).unlink()
        except FileNotFoundError:
            return False
        _sync(settings.templates)
        audit.log(db, now=now, actor=actor, action="word template removed", subject=NAME)
    return True


def example_template(language: Language, day: date) -> bytes:
    """Return a template to begin with."""
    return example(example_paper(language, day))


def example_paper(language: Language, day: date) -> Paper:
    """Return a paper with one of everything, by which a template is tried."""
    words = words_for(language)
    _ = words.gettext
    table = Table((_("Input"), _("Assessment"), _("Conclusion")), (("A & B <c>\n\n0301", "=1+1", ""),), (5, 4, 2))
    chapters = (
        Chapter(_("This summary is not complete"), 1, lines=(_("An example"),)),
        Chapter(_("In the secretariat's words"), 1, prose=Prose(f"**{_('An example')}**\n\n- 1\n\n> 2", language)),
        Chapter(_("Input, assessment and conclusion"), 1),
        Chapter(_("An example"), 2, table=table),
    )
    facts = ((_("Case number"), "1/26"), (_("Deadline"), words.date(day)))
    incomplete = _("This summary is not complete")
    return Paper(language, _("An example"), _("Regional council"), "", facts, chapters, incomplete)


def _write(folder: Path, data: bytes) -> None:
    """Write beside the place and then move there, so that there is always a whole file. Mode 0600."""
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(folder / NAME)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise
    _sync(folder)


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
