"""The register of adoptions at the desk: who is asked, what bodies have reported, and what readers see of it."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.adopting.asking import (
    AskedMoved,
    ask_bodies,
    choose_asked,
    chosen_print,
    close_round,
    round_of,
    to_be_asked,
)
from hearing_app.adopting.remind_adoption import remind_all, silent
from hearing_app.concluding.decide import case_of
from hearing_app.domain.adoption_report import CHOICES
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Decision
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import AdoptionState, Role
from hearing_app.typed_days import is_likely, parse_day
from hearing_app.web import adoption_form
from hearing_app.web.access import needs
from hearing_app.web.adoption_register import asked_by_file, candidates, register_of
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import council, reader
from hearing_app.web.visits import language_of

_NO_DAY = N_("Write a date like 31.5.2026.")
_NOBODY = N_("Choose at least one body.")
_PAST = N_("That day has passed. Write a day to come, or none.")
MANY = 5
"""Before more mails than these are sent at once, one is asked."""
_TO_COME = N_("The decision is dated on a day to come. Nobody is asked before it is made: wait, or correct its day.")


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
    due, before = parse_day(typed), round_of(db(), matter.hearing).due
    if mistakes := _mistakes(matter.decision, chosen, typed, before, sends=action == "send"):
        return _page(matter, chosen=chosen, due=typed, mistakes=mistakes, seen=request.form.get("seen"), code=422)
    seen, to = request.form.get("seen"), to_be_asked(db(), matter.hearing, _of(matter, chosen))
    mails, sure = len(to), chosen_print((body.id for body in to), due)
    if action == "send" and mails > MANY and request.form.get("sure") != sure:
        return _page(matter, chosen=chosen, due=typed, mails=mails, sure=sure, seen=seen)
    try:
        choose_asked(db(), matter.hearing, chosen, due=due, actor=user().username, now=now(), seen=seen)
    except AskedMoved:
        return _page(matter, chosen=chosen, due=typed, moved=True, code=409)
    if action == "send":
        _ask(matter, chosen)
    else:
        flash(reader().gettext("Saved. The public register follows in a moment."))
    if due != before and (number := len(silent(db(), matter, now=now()))):
        _tell_of_new_day(number - mails if action == "send" else number)
    return redirect(url_for("desk.adoptions", hearing_id=hearing_id), 303)


@desk.post("/<hearing_id>/tilslutning/minn-alle/")
@needs(Role.CASE_OFFICER)
def remind_all_of_adoption(hearing_id: str) -> ResponseReturnValue:
    """Send a reminder to everybody who has been asked and has not reported; it says the day to report by."""
    matter, words = matter_or_404(hearing_id), reader()
    done = remind_all(db(), matter, sender=sender(), actor=user().username, now=now())
    flash(words.ngettext("{number} mail queued.", "{number} mails queued.", len(done)))
    return redirect(url_for("desk.adoptions", hearing_id=hearing_id), 303)


def _mistakes(
    decision: Decision, chosen: tuple[str, ...], typed: str, before: date | None, *, sends: bool
) -> dict[str, Message]:
    """Return what is wrong with what is chosen; `before` is the day that stands, which may have passed meanwhile."""
    due, today = parse_day(typed), oslo_day(now())
    found: dict[str, Message] = {} if chosen else {"asked": _NOBODY}
    if typed and (due is None or not is_likely(due)):
        found["due"] = _NO_DAY
    elif due is not None and due <= today and (sends or due != before):
        found["due"] = _PAST
    if sends and decision.day > today:
        found["asked"] = _TO_COME
    return found


def _of(matter: Matter, chosen: tuple[str, ...]) -> tuple[Body, ...]:
    return tuple(body for body in candidates(matter) if body.id in chosen)


def _tell_of_new_day(number: int) -> None:
    """Say that mails with the earlier day are out, and what to do about it."""
    if number > 0:
        flash(
            reader().ngettext(
                "{number} body has got a mail with the earlier day. Remind it below, and it gets the new one.",
                "{number} bodies have got a mail with the earlier day. Remind them below, and they get the new one.",
                number,
            )
        )


def _ask(matter: Matter, chosen: tuple[str, ...]) -> None:
    """Mail those who have no link yet, and tell whom."""
    words = reader()
    if matter.decision is None:
        raise ValueError("nobody is asked of what is not decided")
    done = ask_bodies(
        db(),
        matter.hearing,
        matter.decision,
        _of(matter, chosen),
        sender=sender(),
        words_of=lambda body: language_of(body, matter.hearing),
        actor=user().username,
        now=now(),
    )
    flash(words.ngettext("{number} mail queued.", "{number} mails queued.", len(done.sent)))
    if done.without_email:
        names = words.listed([words.local(body.name) for body in done.without_email])
        flash(words.gettext("No e-mail address is known for: {bodies}.", bodies=names))


def _page(
    matter: Matter,
    *,
    chosen: tuple[str, ...] | None = None,
    due: str | None = None,
    mistakes: Mapping[str, Message] | None = None,
    mails: int = 0,
    sure: str = "",
    seen: str | None = None,
    moved: bool = False,
    code: int = 200,
) -> ResponseReturnValue:
    """Show the page.

    Args:
        chosen: who was chosen in the form.
        due: the day that was typed.
        mistakes: what is wrong with what was typed.
        mails: how many mails somebody was about to send, and is asked about first.
        sure: the print of whom they go to, and of the day that they name: a second click sends those and no others.
        seen: the print of the choice that the form began with; None for the one that stands.
        moved: whether somebody has chosen otherwise meanwhile.
        code: the status of the answer.
    """
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
        mails=mails,
        sure=sure,
        seen=chosen_print(register.round.asked, register.round.due) if seen is None else seen,
        moved=moved,
        stands=words.listed([words.local(body.name) for body in words.by_name(_of(matter, register.round.asked))]),
        by_day=parse_day(due or ""),
        silent=len(silent(db(), matter, now=now())),
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
