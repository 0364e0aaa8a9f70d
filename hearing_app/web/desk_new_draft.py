"""The draft after the hearing at the desk: begun, changed section by section, and amendments put into it."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.building.deploy import BuildBusy
from hearing_app.building.hand_files import FileChanged, HandFile
from hearing_app.building.repository import author_of
from hearing_app.definitions.draft_text import NoSuchSection
from hearing_app.domain.assessment import Point
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.difference import compare_points
from hearing_app.domain.followed import after_hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.paragraphs import blocks
from hearing_app.domain.problem import Problem
from hearing_app.domain.public_copy import public_sender
from hearing_app.domain.versions import Extent
from hearing_app.domain.vocabulary import Role
from hearing_app.library import DefinitionBroken
from hearing_app.redacting.redact import redactions_of
from hearing_app.storage import submissions
from hearing_app.text.senders import sender_name
from hearing_app.treating.changes import NoNewDraft, changes
from hearing_app.treating.draft_release import DraftPublished, DraftStopped, publish_draft
from hearing_app.treating.new_draft import (
    AmendmentStale,
    AmendmentWithheld,
    DraftBegun,
    Editor,
    HearingOpen,
    amended,
    begin_draft,
    put_in,
    section_file,
    set_extent,
    write_section,
)
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, known_body, user
from hearing_app.web.desk_changes import changes_shown, drafted_or_404, point_or_404, told
from hearing_app.web.frame import reader

_BUSY = N_("The site is being built right now, so nothing was written. Save again in a moment.")
_CHANGED = N_("Somebody has changed the file since you looked at it. Nothing was written; look at it again.")
_BEGUN = N_("The new draft has been begun already.")
_OPEN = N_("The draft is on hearing until the deadline. Begin the new one after that.")
_STALE = N_("What this takes out does not stand in the new draft any more. Change the section by hand instead.")
_PUBLISHED = N_("The new draft is published already.")
_STOPPED = N_("The new draft is not published: something must be put right first.")
_WITHHELD = N_("Words of this change are withheld, and everybody can read the draft. Change the section by hand.")
REFUSED: dict[type[Exception], tuple[str, Message, int]] = {
    HearingOpen: ("draft", _OPEN, 409),
    DraftBegun: ("draft", _BEGUN, 409),
    FileChanged: ("draft", _CHANGED, 409),
    NoNewDraft: ("amendment", _STALE, 409),
    NoSuchSection: ("amendment", _STALE, 409),
    AmendmentStale: ("amendment", _STALE, 409),
    AmendmentWithheld: ("amendment", _WITHHELD, 409),
    DraftPublished: ("draft", _PUBLISHED, 409),
    DraftStopped: ("publish", _STOPPED, 409),
    BuildBusy: ("draft", _BUSY, 503),
    OSError: ("draft", _BUSY, 503),
}
"""Why nothing was written: where on the page it is told, how, and with which status."""


def editor() -> Editor:
    """Return who edits."""
    one = user()
    return Editor(one.username, author_of(one.name, one.username, settings().mail_from, one.email))


@desk.post("/<hearing_id>/endringer/utkast/")
@needs(Role.CASE_OFFICER)
def begin_new_draft(hearing_id: str) -> ResponseReturnValue:
    """Begin the new draft as a copy of the heard one."""
    matter = drafted_or_404(hearing_id)

    def begin() -> None:
        begin_draft(db(), settings(), matter, editor=editor(), now=now())

    return _tried(matter, begin) or _back(matter, "_begun")


@desk.post("/<hearing_id>/endringer/publiser/")
@needs(Role.REVIEWER)
def publish_new_draft(hearing_id: str) -> ResponseReturnValue:
    """Let readers see the new draft, as it was looked at."""
    matter, seen = drafted_or_404(hearing_id), request.form.get("seen", "")

    def name_of(point: Point) -> str:
        return _public_name(matter, point)

    def release() -> None:
        publish_draft(db(), settings(), matter, seen=seen, name_of=name_of, editor=editor(), now=now())

    message = reader().gettext("The new draft is published. The public page is built anew in a moment.")
    return _tried(matter, release) or told(hearing_id, message, "_publish")


@desk.post("/<hearing_id>/endringer/omfang/")
@needs(Role.CASE_OFFICER)
def say_extent(hearing_id: str) -> ResponseReturnValue:
    """Say how much the new draft changes."""
    matter, extent = drafted_or_404(hearing_id), request.form.get("extent", "")
    version = changes(db(), matter).version
    if extent not in set(Extent) or version is None:
        abort(409)

    def say() -> None:
        file, _text = section_file(settings(), matter, version.draft.sections[0].id)
        set_extent(db(), settings(), matter, Extent(extent), seen=file.seen, editor=editor(), now=now())

    return _tried(matter, say) or _back(matter, "_extent")


@desk.get("/<hearing_id>/endringer/del/<section_id>/")
@needs(Role.CASE_OFFICER)
def edit_section(hearing_id: str, section_id: str) -> ResponseReturnValue:
    """Show a section of the new draft, to be changed."""
    matter = drafted_or_404(hearing_id)
    file, text = _section(matter, section_id)
    return _section_page(matter, section_id, text, file.seen)


@desk.post("/<hearing_id>/endringer/del/<section_id>/")
@needs(Role.CASE_OFFICER)
def save_section(hearing_id: str, section_id: str) -> ResponseReturnValue:
    """Write a section of the new draft; what somebody else has written meanwhile is shown beside it."""
    matter, text, seen = drafted_or_404(hearing_id), clean_text(request.form.get("text")), request.form.get("seen", "")
    file, theirs = _section(matter, section_id)
    if file.seen != seen:
        return _section_page(matter, section_id, text, file.seen, theirs=theirs, code=409)
    try:
        known = request.form.get("told", "")
        write_section(db(), settings(), matter, section_id, text, seen=seen, editor=editor(), now=now(), told=known)
    except FileChanged:
        file, theirs = _section(matter, section_id)
        return _section_page(matter, section_id, text, file.seen, theirs=theirs, code=409)
    except DefinitionBroken as broken:
        return _section_page(matter, section_id, text, seen, problems=broken.problems, code=422)
    except (BuildBusy, OSError):
        return _section_page(matter, section_id, text, seen, said=_BUSY, code=503)
    return _back(matter, f"_section_{section_id}")


@desk.get("/<hearing_id>/endringer/punkt/<int(max=9223372036854775807):point_id>/")
@needs(Role.CASE_OFFICER)
def look_at_amendment(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Show what a section would be with an amendment put in."""
    matter, point = drafted_or_404(hearing_id), point_or_404(hearing_id, point_id)
    try:
        file, text = amended(settings(), matter, point)
        _file, before = section_file(settings(), matter, point.item)
    except (NoNewDraft, NoSuchSection, AmendmentStale):
        return changes_shown(matter, wrong={"amendment": _STALE}, code=409)
    return render_template(
        "desk/amendment_in.html",
        matter=matter,
        hearing=matter.hearing,
        point=point,
        body=known_body(matter, point.body),
        difference=compare_points(_paragraphs(before), _paragraphs(text)),
        seen=file.seen,
    )


@desk.post("/<hearing_id>/endringer/punkt/<int(max=9223372036854775807):point_id>/ta-inn/")
@needs(Role.CASE_OFFICER)
def put_amendment_in(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Put an amendment into the new draft."""
    matter, point = drafted_or_404(hearing_id), point_or_404(hearing_id, point_id)
    name, seen = _public_name(matter, point), request.form.get("seen", "")

    def write() -> None:
        put_in(db(), settings(), matter, point, body=name, seen=seen, editor=editor(), now=now())

    return _tried(matter, write) or _back(matter, f"_section_{point.item}")


def _public_name(matter: Matter, point: Point) -> str:
    """Return the name of who proposed something as readers know it: the repository's log may be read by anybody."""
    hearing, received = matter.hearing, submissions.by_reference(db(), point.submission)
    if received is None or received.content.sender is None:
        body = known_body(matter, point.body)
        return body.name.text(hearing.language) if body else point.body
    named = hearing.open_answers.names_sender(received.content.sender)
    sender = public_sender(received, named=named, redactions=redactions_of(db(), hearing.id))
    return sender_name(sender, point.body).text(hearing.language) if sender else point.body


def _tried(matter: Matter, write: Callable[[], None]) -> ResponseReturnValue | None:
    """Do something to the new draft; return the page that says why it was not done, or None."""
    try:
        write()
    except DefinitionBroken as broken:
        return changes_shown(matter, wrong={"draft": broken.problems[0].message}, code=422)
    except tuple(REFUSED) as error:
        where, message, code = next(told for kind, told in REFUSED.items() if isinstance(error, kind))
        return changes_shown(matter, wrong={where: message}, code=code)
    return None


def _back(matter: Matter, anchor: str) -> ResponseReturnValue:
    """Go back to the page, and tell when readers see it; one that is begun now is a working draft."""
    _, version = reader().gettext, after_hearing(matter.versions)
    if version is None or version.working:
        return told(matter.hearing.id, _("Saved. It is a working draft: readers do not see it."), anchor)
    if not version.shown_on(oslo_day(now())):
        day = version.draft.dated
        return told(matter.hearing.id, _("Saved. Readers see the draft from {day} on.", day=day), anchor)
    return told(matter.hearing.id, _("Saved. The public page is built anew in a moment."), anchor)


def _section(matter: Matter, section_id: str) -> tuple[HandFile, str]:
    try:
        return section_file(settings(), matter, section_id)
    except (NoNewDraft, NoSuchSection):
        abort(404)


def _section_page(
    matter: Matter,
    section_id: str,
    text: str,
    seen: str,
    *,
    theirs: str | None = None,
    problems: tuple[Problem, ...] = (),
    said: Message | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    """Show a section to be changed, with what somebody else wrote, or what is wrong."""
    found = changes(db(), matter)
    page = render_template(
        "desk/section_edit.html",
        matter=matter,
        hearing=matter.hearing,
        change=next(change for change in found.sections if change.id == section_id),
        text=text,
        version=found.version,
        today=oslo_day(now()),
        seen=seen,
        theirs=theirs,
        problems=problems,
        said=said,
    )
    return page, code


def _paragraphs(markdown: str) -> list[str]:
    lines = markdown.splitlines()
    return ["\n".join(lines[block.first : block.last + 1]) for block in blocks(lines)]
