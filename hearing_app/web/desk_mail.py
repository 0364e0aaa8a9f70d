"""Mail at the desk: what waits, what has failed and why, what went lately, and what can be done about it."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.guest import UNCONFIRMED, is_guest
from hearing_app.domain.message import Message
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.mail_care import (
    MailBusy,
    NoAddress,
    brings_link,
    can_be_corrected,
    correct_address,
    is_ours,
    plain_reason,
    servers_words,
    try_all_now,
    try_now,
)
from hearing_app.library import DefinitionBroken
from hearing_app.storage import guests, mails, outbox
from hearing_app.storage.outbox import About, Mail, MailState
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, library, now
from hearing_app.web.desk import desk, user
from hearing_app.web.frame import council, reader

MOST = 200
"""Mails of one state on the page; the others are counted."""
LATELY = 50


@dataclass(frozen=True)
class Part:
    """What a mail is about: the title of the hearing and the name of the body, or the ids of what is not there.

    `body` is empty where the address is not confirmed, and `kind` is what a sender is that was not invited.
    """

    hearing: str
    title: str
    body: str
    kind: str = ""


@dataclass(frozen=True)
class MailRow:
    """A mail that has not been sent, as the desk tells of it."""

    mail: Mail
    about: tuple[Part, ...]
    reason: Message | None
    said: str
    correctable: bool


@desk.get("/post/")
@needs(Role.CASE_OFFICER)
def mail_page() -> ResponseReturnValue:
    """Show every mail that has not been sent, by its state, and the last that were."""
    by_state: dict[MailState, list[Mail]] = {state: [] for state in MailState}
    for mail in outbox.waiting(db()):
        by_state[mail.state(now())].append(mail)
    sent = mails.sent_lately(db(), limit=LATELY)
    about = mails.about(db(), [mail.id for mail in sent])
    return render_template(
        "desk/mail.html",
        failed=_rows(by_state[MailState.FAILED]),
        uncertain=_rows(by_state[MailState.UNCERTAIN]),
        waiting=_rows(by_state[MailState.WAITING]),
        counts={state.value: len(found) for state, found in by_state.items()},
        sent=[(mail, _parts(about.get(mail.id, ()))) for mail in sent],
    )


@desk.post("/post/prov-igjen/")
@needs(Role.CASE_OFFICER)
def try_all_mails() -> ResponseReturnValue:
    """Have everything that has failed sent once more."""
    number, ngettext = try_all_now(db(), actor=user().username, now=now()), reader().ngettext
    flash(ngettext("{number} mail is tried again now.", "{number} mails are tried again now.", number))
    return redirect(url_for("desk.mail_page"), 303)


@desk.post("/post/<int(max=9223372036854775807):mail_id>/prov-igjen/")
@needs(Role.CASE_OFFICER)
def try_mail(mail_id: int) -> ResponseReturnValue:
    """Have one mail sent once more."""
    _ = reader().gettext
    try:
        try_now(db(), _mail(mail_id), actor=user().username, now=now())
    except MailBusy:
        flash(_busy())
    else:
        flash(_("The mail is tried again now. Load the page again in a moment to see how it went."))
    return redirect(url_for("desk.mail_page"), 303)


@desk.get("/post/<int(max=9223372036854775807):mail_id>/adresse/")
@needs(Role.CASE_OFFICER)
def mail_address(mail_id: int) -> ResponseReturnValue:
    """Ask for the right address of a mail that does not get out."""
    mail = _mail(mail_id)
    return _address_page(mail, mail.recipient)


@desk.post("/post/<int(max=9223372036854775807):mail_id>/adresse/")
@needs(Role.CASE_OFFICER)
def set_mail_address(mail_id: int) -> ResponseReturnValue:
    """Send the mail to another address."""
    mail, typed, _ = _mail(mail_id), clean_line(request.form.get("email")), reader().gettext
    if not is_ours(mail, mails.about(db(), [mail.id]).get(mail.id, ())):
        abort(404)
    try:
        moved = correct_address(db(), mail, typed, council=council(), actor=user().username, now=now())
    except NoAddress:
        return _address_page(mail, typed, _("Write an e-mail address, such as name@example.no.")), 422
    except MailBusy:
        return _address_page(mail, typed, _busy()), 409
    names = [_name(body_id) for body_id in moved]
    flash(_("The mail goes to {email}.", email=typed))
    if names:
        flash(_("From now on {bodies} is written to there.", bodies=reader().listed(names)))
    return redirect(url_for("desk.mail_page"), 303)


def _address_page(mail: Mail, typed: str, wrong: str = "") -> str:
    about = mails.about(db(), [mail.id]).get(mail.id, ())
    if not wrong and not can_be_corrected(mail, about, now()):
        abort(404)
    return render_template(
        "desk/mail_address.html",
        mail=mail,
        typed=typed,
        wrong=wrong,
        mistakes=wrong,
        about=_parts(about),
        with_link=brings_link(mail),
    )


def _rows(found: list[Mail]) -> list[MailRow]:
    about = mails.about(db(), [mail.id for mail in found[:MOST]])
    return [_row(mail, about.get(mail.id, ())) for mail in found[:MOST]]


def _row(mail: Mail, about: tuple[About, ...]) -> MailRow:
    return MailRow(
        mail,
        _parts(about),
        plain_reason(mail.last_error) if mail.last_error else None,
        "" if mail.between_colleagues else servers_words(mail.last_error),  # it would tell the address
        can_be_corrected(mail, about, now()),
    )


def _parts(about: tuple[About, ...]) -> tuple[Part, ...]:
    return tuple(_part(hearing, body) for hearing, body in about)


def _part(hearing_id: str, body_id: str) -> Part:
    guest = guests.by_id(db(), body_id)
    kind = reader().term(guest.kind) if guest else ""
    return Part(hearing_id, _title(hearing_id), guest.name if guest else _name(body_id), kind)


def _title(hearing_id: str) -> str:
    try:
        matter = library().matter(hearing_id)
    except DefinitionBroken:
        matter = None
    return reader().local(matter.hearing.title) if matter else hearing_id


def _name(body_id: str) -> str:
    if body_id == UNCONFIRMED:
        return ""
    if is_guest(body_id):
        return reader().gettext("A sender whose name is deleted")
    found = council()
    body = found.body(body_id) if found else None
    return reader().local(body.name) if body else body_id


def _mail(mail_id: int) -> Mail:
    mail = outbox.by_id(db(), mail_id)
    if mail is None or mail.sent_at is not None:
        abort(404)
    return mail


def _busy() -> str:
    return reader().gettext("The mail is being sent at this moment, or has been sent. Load the page again in a minute.")
