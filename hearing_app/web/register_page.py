"""The pages on which an answer is registered, and what they tell besides the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.answering.attachments import MEGABYTE, limits_of
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import Message
from hearing_app.registering.register_content import NEW_SENDER, PASTED, Wrong
from hearing_app.registering.register_sample import explained
from hearing_app.storage import guests, registrations
from hearing_app.storage.registrations import Registration
from hearing_app.web.current import db, now, settings
from hearing_app.web.frame import reader
from hearing_app.web.register_form import choices, heading_of, pages, places, senders, shown, taking
from hearing_app.web.user_names import name_of_user


@dataclass(frozen=True)
class Notes:
    """What a page tells besides the form: what is wrong, and what a colleague has saved meanwhile."""

    wrong: Sequence[Wrong] = ()
    theirs: Registration | None = None
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    """A registration in the list of those under way."""

    registration: Registration
    who: str
    files: tuple[str, ...]
    saved_by: str


def register_page(matter: Matter, wrong: Message | None = None, *, code: int = 200) -> ResponseReturnValue:
    """Show what is under way and the ways to begin; `wrong` is what is the matter with a file of many answers."""
    hearing = matter.hearing
    rows = [_row(hearing, one) for one in registrations.of_hearing(db(), hearing.id)]
    page = render_template(
        "desk/register.html",
        matter=matter,
        hearing=hearing,
        rows=rows,
        can_begin=hearing.is_public(now()),
        body=hearing.invited_body(request.args.get("instans", "")),
        explained=explained(hearing),
        wrong=wrong,
        mistakes=wrong,
        limits=limits_line(),
        kept_days=settings().keep_drafts_days,
    )
    return page, code


def form_page(
    hearing: Hearing, found: Registration, notes: Notes | None = None, *, code: int = 200
) -> ResponseReturnValue:
    """Show the form of a registration, with what there is to tell."""
    notes, words = notes or Notes(), reader()
    page = min(_page_number(), pages(found.placed))
    files = registrations.files_of(db(), found.number)
    same = [one for one in registrations.of_hearing(db(), hearing.id) if _alike(one, found)]
    html = render_template(
        "desk/register_form.html",
        hearing=hearing,
        one=found,
        name=who_name(hearing, found.fields),
        files=files,
        limits=limits_line(),
        senders=senders(hearing),
        choices=choices(),
        taking=taking(hearing),
        places=places(hearing),
        passages=shown(found.placed, page),
        page=page,
        pages=pages(found.placed),
        heading_of=lambda item: heading_of(hearing, item),
        errors={one.field: words.say(one.message) for one in notes.wrong},
        mistakes=_mistakes(notes),
        theirs=_theirs(hearing, found, notes.theirs),
        theirs_by=name_of_user(notes.theirs.saved_by) if notes.theirs else "",
        same=[_row(hearing, one) for one in same],
        known_files=registrations.references_with_file(db(), hearing.id, [file.sha256 for file in files]),
    )
    return html, code


def _alike(one: Registration, found: Registration) -> bool:
    """Tell whether another registration is of the same body."""
    who = found.fields.get("who", "")
    return one.number != found.number and bool(who) and who != NEW_SENDER and one.fields.get("who") == who


def _mistakes(notes: Notes) -> list[dict[str, str]]:
    words = reader()
    found = [{"target": one.field, "text": words.say(one.message)} for one in notes.wrong]
    return [*found, *({"target": "files", "text": sentence} for sentence in notes.refused)]


def _theirs(hearing: Hearing, mine: Registration, theirs: Registration | None) -> list[tuple[str, str]]:
    """Return what a colleague has saved otherwise, by field."""
    if theirs is None:
        return []
    names = dict.fromkeys((*mine.fields, *theirs.fields))
    differing = [name for name in names if mine.fields.get(name, "") != theirs.fields.get(name, "")]
    said = [(label_of(hearing, name), theirs.fields.get(name, "")) for name in differing]
    moved = sum(a.place != b.place for a, b in zip(mine.placed, theirs.placed, strict=False))
    words = reader()
    line = words.ngettext("{number} paragraph is placed otherwise.", "{number} paragraphs are placed otherwise.", moved)
    return [*said, *([(words.gettext("The text"), line)] if moved else [])]


def label_of(hearing: Hearing, name: str) -> str:
    """Return what a field is called."""
    _ = reader().gettext
    known = {
        "who": _("Whose answer"),
        "kind": _("Kind of sender"),
        "name": _("Name of the sender"),
        "channel": _("How it came"),
        "day": _("Day it came"),
        "clock": _("Hour it came"),
        "signed": _("Signed by"),
        "role": _("Role"),
        "email": _("E-mail for the receipt"),
        "level": _("Who stands behind the answer?"),
        "organ": _("Body that dealt with it"),
        "treated": _("Date"),
        "case_number": _("Case number"),
        "no_remark": _("Without remarks"),
        PASTED: _("Text to add"),
    }
    return known.get(name) or heading_of(hearing, name.partition("_")[2])


def _row(hearing: Hearing, one: Registration) -> Row:
    files = tuple(file.name for file in registrations.files_of(db(), one.number))
    return Row(one, who_name(hearing, one.fields), files, name_of_user(one.saved_by))


def who_name(hearing: Hearing, fields: Mapping[str, str]) -> str:
    """Return whose answer it is, as far as that is known."""
    who = fields.get("who", "")
    if who == NEW_SENDER:
        return fields.get("name", "")
    if is_guest(who):
        guest = guests.by_id(db(), who)
        return guest.name if guest else ""
    body = hearing.invited_body(who)
    return reader().local(body.name) if body else ""


def limits_line() -> str:
    """Return which documents are taken in."""
    limits = limits_of(settings())
    return reader().gettext(
        "PDF, DOCX, ODT or XLSX. At most {number} files, {each} MB each and {total} MB together.",
        number=limits.number,
        each=limits.file_bytes // MEGABYTE,
        total=limits.total_bytes // MEGABYTE,
    )


def _page_number() -> int:
    page = request.args.get("del", "") or request.form.get("del", "")
    return max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 5 else 1  # noqa: PLR2004 - a page
