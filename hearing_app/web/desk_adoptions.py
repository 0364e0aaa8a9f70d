"""The register of adoptions at the desk: who is asked, what bodies have reported, and what readers see of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.adopting.adoption_reports import (
    IdentityNumber,
    ReportingClosed,
    ReportMoved,
    ask_back,
    ask_bodies,
    choose_asked,
    close_round,
    judge,
    receive_report,
)
from hearing_app.adopting.remind_adoption import remind_now
from hearing_app.answering.attachments import NotWhole, limits_of
from hearing_app.concluding.decide import case_of
from hearing_app.domain.adoption_report import CHOICES, Received, Reporter, Verdict
from hearing_app.domain.council import Body
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import AdoptionState, Role
from hearing_app.storage import adoption_reports
from hearing_app.typed_days import is_likely, parse_day
from hearing_app.web import adoption_form
from hearing_app.web.access import needs
from hearing_app.web.adopting import FILE_GONE, extract_download, see_whole
from hearing_app.web.adoption_form import Typed
from hearing_app.web.adoption_register import asked_by_file, candidates, register_of
from hearing_app.web.attaching import AROUND
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import council, reader
from hearing_app.web.visits import language_of

LONGEST_NOTE = 5_000
_NO_DAY = N_("Write a date like 31.5.2026.")
_NOBODY = N_("Choose at least one body.")
_NO_NOTE = N_("Write what you ask about: the note is sent by mail.")
_IDENTITY = N_("The name of the file, or a text, holds a national identity number, and is published. Take it away.")
_MOVED = N_("The body has reported something else meanwhile, or a colleague was faster. Look at it again.")


@desk.url_value_preprocessor
def allow_extract(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let an extract of minutes be as large as an attachment on the page where one is entered."""
    if endpoint == "desk.enter_adoption":
        request.max_content_length = limits_of(settings()).file_bytes + AROUND


@desk.get("/<hearing_id>/tilslutning/")
@needs(Role.READER)
def adoptions(hearing_id: str) -> ResponseReturnValue:
    """Show who is asked, and where every body stands."""
    return _page(matter_or_404(hearing_id))


@desk.post("/<hearing_id>/tilslutning/")
@needs(Role.CASE_OFFICER)
def ask_for_adoptions(hearing_id: str) -> ResponseReturnValue:
    """Choose who is asked and until when, send the decision out, or take in no more."""
    matter, action = matter_or_404(hearing_id), request.form.get("action", "")
    if matter.decision is None:
        return _page(matter, code=409)
    if action in ("close", "open"):
        close_round(db(), matter.hearing, closed=action == "close", actor=user().username, now=now())
        return redirect(url_for("desk.adoptions", hearing_id=hearing_id), 303)
    known = {body.id for body in candidates(matter)}
    chosen = tuple(name for name in request.form.getlist("asked") if name in known)
    typed = clean_line(request.form.get("due"))
    due = parse_day(typed)
    mistakes: dict[str, Message] = {} if chosen else {"asked": _NOBODY}
    if typed and (due is None or not is_likely(due)):
        mistakes["due"] = _NO_DAY
    if mistakes:
        return _page(matter, chosen=chosen, due=typed, mistakes=mistakes, code=422)
    choose_asked(db(), matter.hearing, chosen, due=due, actor=user().username, now=now())
    if action == "send":
        _ask(matter, chosen)
    else:
        flash(reader().gettext("Saved. The public register follows in a moment."))
    return redirect(url_for("desk.adoptions", hearing_id=hearing_id), 303)


def _ask(matter: Matter, chosen: tuple[str, ...]) -> None:
    """Mail those who have no link yet, and tell whom."""
    words = reader()
    if matter.decision is None:
        raise ValueError("nobody is asked of what is not decided")
    done = ask_bodies(
        db(),
        matter.hearing,
        matter.decision,
        (body for body in candidates(matter) if body.id in chosen),
        sender=sender(),
        words_of=lambda body: language_of(body, matter.hearing),
        actor=user().username,
        now=now(),
    )
    flash(words.ngettext("{number} mail queued.", "{number} mails queued.", len(done.sent)))
    if done.without_email:
        names = words.listed([words.local(body.name) for body in done.without_email])
        flash(words.gettext("No e-mail address is known for: {bodies}.", bodies=names))


@desk.get("/<hearing_id>/tilslutning/<body_id>/")
@needs(Role.READER)
def adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Show what one body has reported, and what stands in the file."""
    matter, body = _body(hearing_id, body_id)
    return _body_page(matter, body)


@desk.post("/<hearing_id>/tilslutning/<body_id>/")
@needs(Role.REVIEWER)
def judge_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Accept the last report, or ask back with a note."""
    (matter, body), words = _body(hearing_id, body_id), reader()
    report = next((one for one in _history(matter, body) if str(one.id) == request.form.get("report")), None)
    note = clean_text(request.form.get("note")).strip()
    if report is None:
        abort(400)
    try:
        if request.form.get("action") == "accept":
            judge(db(), matter.hearing, report, Verdict.ACCEPTED, by=user().username, now=now())
            flash(words.gettext("Accepted. The public register follows in a moment."))
        elif not note or len(note) > LONGEST_NOTE:
            return _body_page(matter, body, note=note, mistakes={"note": _NO_NOTE}, code=422)
        else:
            _ask_back(matter, body, report, note)
    except (ReportMoved, ReportingClosed):
        return _body_page(matter, body, note=note, mistakes={"note": _MOVED}, code=409)
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


def _ask_back(matter: Matter, body: Body, report: Received, note: str) -> None:
    words = language_of(body, matter.hearing)
    to = ask_back(db(), matter, body, report, note, words=words, sender=sender(), by=user().username, now=now())
    _ = reader().gettext
    flash(_("Sent back, by mail to {email}.", email=to) if to else _("Sent back. No e-mail address is known."))


@desk.post("/<hearing_id>/tilslutning/<body_id>/paminn/")
@needs(Role.CASE_OFFICER)
def remind_of_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Send a reminder now, because a person wants it."""
    (matter, body), _ = _body(hearing_id, body_id), reader().gettext
    if matter.decision is None:
        abort(409)
    to = remind_now(db(), matter, body, sender=sender(), actor=user().username, now=now())
    flash(_("A reminder goes to {email}.", email=to) if to else _("No e-mail address is known. Nothing was sent."))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


@desk.get("/<hearing_id>/tilslutning/<body_id>/registrer/")
@needs(Role.REVIEWER)
def adoption_entry(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Show the form for entering what a body has told in another way."""
    matter, body = _body(hearing_id, body_id)
    history = _history(matter, body)
    return _entry_page(matter, body, adoption_form.begun(history[-1].report if history else None))


@desk.post("/<hearing_id>/tilslutning/<body_id>/registrer/")
@needs(Role.REVIEWER)
def enter_adoption(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Enter what a body has told in another way; it is accepted by that."""
    matter, body = _body(hearing_id, body_id)
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
        )
    except IdentityNumber:
        return _entry_page(matter, body, replace(typed, mistakes={"extract": _IDENTITY}), code=422)
    except NotWhole:
        return _entry_page(matter, body, replace(typed, extract=None, mistakes={"extract": FILE_GONE}), code=422)
    except ReportingClosed:
        return _entry_page(matter, body, typed, code=409)
    flash(reader().gettext("Entered. The public register follows in a moment."))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id), 303)


@desk.get("/<hearing_id>/tilslutning/<body_id>/utskrift/<sha256>/")
@needs(Role.READER)
def adoption_extract(hearing_id: str, body_id: str, sha256: str) -> ResponseReturnValue:
    """Send an extract of minutes that came with a report."""
    return extract_download(_history(*_body(hearing_id, body_id)), sha256)


def _body(hearing_id: str, body_id: str) -> tuple[Matter, Body]:
    matter = matter_or_404(hearing_id)
    body = matter.hearing.invited_body(body_id)
    if body is None:
        abort(404)
    return matter, body


def _history(matter: Matter, body: Body) -> tuple[Received, ...]:
    return adoption_reports.of_body(db(), matter.hearing.id, body.id)


def _page(
    matter: Matter,
    *,
    chosen: tuple[str, ...] | None = None,
    due: str | None = None,
    mistakes: Mapping[str, Message] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    words, register = reader(), register_of(matter)
    asked: frozenset[str] = frozenset(register.round.asked if chosen is None else chosen)
    wrong = mistakes or {}
    names = [words.local(e.body.name) for e in register.entries if e.body.id in register.register.with_reservation]
    page = render_template(
        "desk/adoptions.html",
        matter=matter,
        hearing=matter.hearing,
        case=case_of(settings().content, matter.hearing.id, council()) if matter.decision is None else None,
        register=register,
        names=names,
        candidates=words.by_name(candidates(matter)),
        asked=asked,
        due=_day(register.round.due) if due is None else due,
        by_file=bool(asked_by_file(matter)),
        states=CHOICES_SHOWN,
        wrong=wrong,
        mistakes=[{"target": name, "text": words.say(text)} for name, text in wrong.items()],
        may_change=user().role.may(Role.CASE_OFFICER),
    )
    return page, code


CHOICES_SHOWN = (*CHOICES[:2], AdoptionState.DATE_MISSING, *CHOICES[2:])
"""Every state, in the order a reader asks for them."""


def _day(day: date | None) -> str:
    return adoption_form.typed_day(day)


def _body_page(
    matter: Matter, body: Body, *, note: str = "", mistakes: Mapping[str, Message] | None = None, code: int = 200
) -> ResponseReturnValue:
    words, wrong = reader(), mistakes or {}
    entry = register_of(matter).of(body.id)
    page = render_template(
        "desk/adoption.html",
        matter=matter,
        hearing=matter.hearing,
        body=body,
        entry=entry,
        history=_history(matter, body),
        note=note,
        wrong=wrong,
        mistakes=[{"target": name, "text": words.say(text)} for name, text in wrong.items()],
        may_change=g.user.role.may(Role.CASE_OFFICER),
        may_decide=g.user.role.may(Role.REVIEWER),
    )
    return page, code


def _entry_page(matter: Matter, body: Body, typed: Typed, *, code: int = 200) -> ResponseReturnValue:
    words = reader()
    page = render_template(
        "desk/adoption_entry.html",
        matter=matter,
        hearing=matter.hearing,
        body=body,
        typed=typed,
        choices=CHOICES,
        carried=adoption_form.carry(typed.extract, body.id),
        mistakes=[{"target": name, "text": words.say(text)} for name, text in typed.mistakes.items()],
        limits=limits_of(settings()),
    )
    return page, code
