"""One body in the register of adoptions at the desk: what it has reported, accepting it, asking back, entering it."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.adopting.adoption_reports import (
    IdentityNumber,
    ReportMoved,
    ask_back,
    judge,
    question_goes_to,
    receive_report,
)
from hearing_app.adopting.asking import ReportingClosed, takes_in
from hearing_app.adopting.remind_adoption import NotReminded, has_told, remind_now
from hearing_app.answering.attachments import NotWhole, limits_of
from hearing_app.domain.adoption_report import CHOICES, Received, Reporter, Verdict, is_before
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contacts import address_of
from hearing_app.storage import adoption_reports
from hearing_app.web import adoption_form
from hearing_app.web.access import needs
from hearing_app.web.adoption_form import Typed
from hearing_app.web.adoption_register import register_of
from hearing_app.web.attaching import AROUND
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.reporting import FILE_GONE, extract_download, see_whole
from hearing_app.web.user_names import names_of_users
from hearing_app.web.visits import language_of

LONGEST_NOTE = 5_000
TAKEN_IN_NO_MORE = N_("Nothing was sent: no more reports are taken in from this body.")
_NOT_REMINDED = N_(
    "No reminder was sent: the body has reported, its links are stopped, or no more reports are taken in from it."
)
_NO_NOTE = N_("Write what you ask about: the note is sent by mail.")
_IDENTITY = N_("The name of the file, or a text, holds a national identity number, and is published. Take it away.")


@desk.url_value_preprocessor
def allow_extract(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let an extract of minutes be as large as an attachment on the page where one is entered."""
    if endpoint == "desk.enter_adoption":
        request.max_content_length = limits_of(settings()).file_bytes + AROUND


@desk.get("/<hearing_id>/tilslutning/<body_id>/")
@needs(Role.READER)
def adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Show what one body has reported, and what stands in the file."""
    matter, body = adopting_body(hearing_id, body_id)
    return body_page(matter, body)


@desk.post("/<hearing_id>/tilslutning/<body_id>/")
@needs(Role.REVIEWER)
def judge_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Accept the last report, or ask back with a note."""
    (matter, body), words = adopting_body(hearing_id, body_id), reader()
    report = next((one for one in _history(matter, body) if str(one.id) == request.form.get("report")), None)
    note, judgement = clean_text(request.form.get("note")).strip(), request.form.get("seen", "")
    if report is None or not (judgement.isascii() and judgement.isdecimal()):
        abort(400)
    seen = replace(report, judgement=int(judgement[:18]))
    try:
        if request.form.get("action") == "accept":
            judge(db(), matter.hearing, seen, Verdict.ACCEPTED, by=user().username, now=now())
            flash(_accepted(matter, body, words.gettext("Accepted. The public register follows in a moment.")))
        elif not note or len(note) > LONGEST_NOTE:
            return body_page(matter, body, note=note, mistakes={"note": _NO_NOTE}, code=422)
        else:
            _ask_back(matter, body, seen, note)
    except ReportMoved:
        return body_page(matter, body, note=note, seen=seen, code=409)
    except ReportingClosed:
        return body_page(matter, body, note=note, refused=TAKEN_IN_NO_MORE, code=409)
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


def _accepted(matter: Matter, body: Body, plainly: str) -> str:
    """Return what to say of a report that holds now; a person's row in the file goes before it all the same."""
    entry = register_of(matter).of(body.id)
    if entry is None or not entry.differs:
        return plainly
    _ = reader().gettext
    return _("It is accepted, but readers see another row: adoptions.yml has one for this body, and it goes first.")


def _ask_back(matter: Matter, body: Body, report: Received, note: str) -> None:
    words = language_of(body, matter.hearing)
    to = ask_back(db(), matter, body, report, note, words=words, sender=sender(), by=user().username, now=now())
    _ = reader().gettext
    flash(_("Sent back, by mail to {email}.", email=to) if to else _("Sent back. No e-mail address is known."))


@desk.post("/<hearing_id>/tilslutning/<body_id>/paminn/")
@needs(Role.CASE_OFFICER)
def remind_of_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Send a reminder now, because a person wants it."""
    (matter, body), _ = adopting_body(hearing_id, body_id), reader().gettext
    if matter.decision is None:
        abort(409)
    try:
        to = remind_now(db(), matter, body, sender=sender(), actor=user().username, now=now())
    except NotReminded:
        return body_page(matter, body, refused=_NOT_REMINDED, code=409)
    flash(_("A reminder goes to {email}.", email=to) if to else _("No e-mail address is known. Nothing was sent."))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


@desk.get("/<hearing_id>/tilslutning/<body_id>/registrer/")
@needs(Role.REVIEWER)
def adoption_entry(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Show the form for entering what a body has told in another way."""
    matter, body = adopting_body(hearing_id, body_id)
    if matter.hearing.invited_body(body_id) is None:
        abort(404)
    history = _history(matter, body)
    return _entry_page(matter, body, adoption_form.begun(history[-1].report if history else None))


@desk.post("/<hearing_id>/tilslutning/<body_id>/registrer/")
@needs(Role.REVIEWER)
def enter_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Enter what a body has told in another way; it is accepted by that."""
    matter, body = adopting_body(hearing_id, body_id)
    typed, action = adoption_form.posted(matter.hearing, body.id), request.form.get("action", "")
    if action != "save":
        return _entry_page(matter, body, adoption_form.with_action(typed, action))
    typed = adoption_form.checked(typed, matter.hearing, named=False)
    if typed.mistakes:
        return _entry_page(matter, body, typed, code=422)
    try:
        see_whole(typed)
        receive_report(
            db(),
            matter,
            body,
            typed.report,
            Reporter(),
            words=reader(),
            sender=sender(),
            now=now(),
            by=user().username,
            seen_version=adoption_form.seen_version(),
        )
    except IdentityNumber:
        return _entry_page(matter, body, replace(typed, mistakes={"extract": _IDENTITY}), code=422)
    except NotWhole:
        return _entry_page(matter, body, replace(typed, extract=None, mistakes={"extract": FILE_GONE}), code=422)
    except (ReportingClosed, ReportMoved):
        return _entry_page(matter, body, typed, code=409)
    flash(_accepted(matter, body, reader().gettext("Entered. The public register follows in a moment.")))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


@desk.get("/<hearing_id>/tilslutning/<body_id>/utskrift/<sha256>/")
@needs(Role.READER)
def adoption_extract(hearing_id: str, body_id: str, sha256: str) -> ResponseReturnValue:
    """Send an extract of minutes that came with a report."""
    return extract_download(_history(*adopting_body(hearing_id, body_id)), sha256)


def adopting_body(hearing_id: str, body_id: str) -> tuple[Matter, Body]:
    """Return a body that is invited, or one that was and has been sent a link or has reported."""
    matter = matter_or_404(hearing_id)
    body = matter.hearing.invited_body(body_id) or next(
        (entry.body for entry in register_of(matter).entries if entry.body.id == body_id), None
    )
    if body is None:
        abort(404)
    return matter, body


def _history(matter: Matter, body: Body) -> tuple[Received, ...]:
    return adoption_reports.of_body(db(), matter.hearing.id, body.id)


def body_page(
    matter: Matter,
    body: Body,
    *,
    note: str = "",
    seen: Received | None = None,
    refused: Message | None = None,
    email: str | None = None,
    mistakes: Mapping[str, Message] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    """Show a body.

    Args:
        note: what was typed to ask back.
        seen: the report as it stood on the page of somebody for whom it is another meanwhile.
        refused: why nothing was done.
        email: the address that was typed to send a new link to; None where nobody has typed one.
        mistakes: what is wrong with what was typed.
        code: the status of the answer.
    """
    words, wrong, history = reader(), mistakes or {}, _history(matter, body)
    last, decision = history[-1] if history else None, matter.decision
    register = register_of(matter)
    entry = register.of(body.id)
    told = last is not None and has_told(last, oslo_day(now()))
    page = render_template(
        "desk/adoption.html",
        matter=matter,
        hearing=matter.hearing,
        body=body,
        entry=entry,
        history=history,
        due=register.round.due,
        invited=matter.hearing.invited_body(body.id) is not None,
        takes_in=takes_in(db(), matter, body),
        goes_to=question_goes_to(db(), matter.hearing, body, last) if last else "",
        is_before=last is not None and is_before(last.report, decision.day if decision else None),
        seen=seen,
        refused=refused,
        names=names_of_users(name for one in history for name in (one.by, one.judged_by) if name),
        email=address_of(db(), body) if email is None else email,
        typed_email=email is not None,
        closed_at=register.round.closed_at,
        told=told,
        note=note,
        wrong=wrong,
        mistakes=[{"target": name, "text": words.say(text)} for name, text in wrong.items()],
        may_change=g.user.role.may(Role.CASE_OFFICER),
        may_decide=g.user.role.may(Role.REVIEWER),
    )
    return page, code


def _entry_page(matter: Matter, body: Body, typed: Typed, *, code: int = 200) -> ResponseReturnValue:
    """Show the form; where the body has reported since it was opened, show what: the next try counts over that."""
    words, history = reader(), _history(matter, body)
    page = render_template(
        "desk/adoption_entry.html",
        matter=matter,
        hearing=matter.hearing,
        body=body,
        seen_version=len(history),
        moved=history[-1]
        if history and request.method == "POST" and adoption_form.seen_version() != len(history)
        else None,
        typed=typed,
        choices=CHOICES,
        carried=adoption_form.carry(typed.extract, body.id),
        mistakes=[{"target": name, "text": words.say(text)} for name, text in typed.mistakes.items()],
        limits=limits_of(settings()),
    )
    return page, code
