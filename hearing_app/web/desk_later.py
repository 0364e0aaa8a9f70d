"""What comes later at the desk: bodies' own deadlines, and confirmations of preliminary answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.confirm import Standing, standings, unpublished
from hearing_app.answering.late_links import bodies_with_use
from hearing_app.domain.calendar import deadline_passed, oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.extension import Extension
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import ExtensionAnswer, Role
from hearing_app.inviting.extend import DayRefused, HearingOver, RequestChanged, decide, own_hearings
from hearing_app.storage import confirmations, extensions, submissions
from hearing_app.typed_days import parse_day
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.confirming import minutes_download
from hearing_app.web.current import db, now, sender
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader

LONGEST_REASON = 2_000
_NO_DAY = N_("Write a date like 31.5.2026.")
_NO_BODY = N_("Choose a body.")
_NO_REASON = N_("Write the reason: the body is told.")
_TOO_LONG = N_("The reason may be {limit} characters. Shorten it.", limit=LONGEST_REASON)
_CHANGED = N_("The body has asked for something else meanwhile, or a colleague has answered. Look at it again.")
_OVER = N_("This cannot be done now: look at the hearing's dates.")


@dataclass(frozen=True)
class Later:
    """What is known of later deadlines and confirmations, by body.

    `extended` holds each body's own last day where it is later than everybody's; `standings` where the preliminary
    answers stand; `unpublished` whose published answer lacks what has been told of it.
    """

    extensions: Mapping[str, Extension]
    extended: Mapping[str, date]
    standings: Mapping[str, Standing]
    unpublished: frozenset[str]
    links: frozenset[str]

    @property
    def pending(self) -> tuple[str, ...]:
        """The bodies that wait for an answer to what they have asked for."""
        return tuple(body for body, extension in self.extensions.items() if extension.pending)

    @property
    def awaited(self) -> tuple[Standing, ...]:
        """The answers that wait to be confirmed, those first whose promised day was first."""
        waiting = (standing for standing in self.standings.values() if standing.confirmation is None)
        return tuple(sorted(waiting, key=lambda s: (s.promised or date.max, s.sent.reference)))


@dataclass(frozen=True)
class Typed:
    """What was typed on the page of deadlines and could not be done; `anchor` is the form it stands in."""

    anchor: str
    body: str
    fields: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, Message] = field(default_factory=dict)


def later_of(matter: Matter) -> Later:
    """Return what there is of later deadlines and confirmations in a hearing."""
    hearing = matter.hearing
    own = own_hearings(db(), hearing)
    return Later(
        extensions.of_hearing(db(), hearing.id),
        {body: seen.extended_to for body, seen in own.items() if seen.extended_to is not None},
        standings(db(), hearing.id, now()),
        unpublished(db(), matter),
        bodies_with_use(db(), hearing, now()),
    )


@desk.get("/<hearing_id>/frister/")
@needs(Role.READER)
def deadlines(hearing_id: str) -> ResponseReturnValue:
    """Show what bodies have asked for, who has a deadline of its own, and a form for giving one."""
    return _page(matter_or_404(hearing_id))


@desk.post("/<hearing_id>/frister/")
@needs(Role.CASE_OFFICER)
def decide_deadline(hearing_id: str) -> ResponseReturnValue:
    """Grant, change, refuse or take back a body's own deadline."""
    matter = matter_or_404(hearing_id)
    body = matter.hearing.invited_body(request.form.get("body", ""))
    answer, typed = _answer(), _typed(body)
    if typed.mistakes or body is None:
        return _page(matter, typed, code=422)
    try:
        done = decide(
            db(),
            matter.hearing,
            body,
            answer,
            day=parse_day(typed.fields["day"]) if answer is ExtensionAnswer.GRANTED else None,
            reason=typed.fields["reason"],
            seen=_seen(),
            sender=sender(),
            actor=user().username,
            now=now(),
        )
    except DayRefused as refused:
        return _page(matter, _with(typed, "day", refused.message), code=422)
    except RequestChanged:
        return _page(matter, _with(typed, "day", _CHANGED), code=409)
    except HearingOver:
        return _page(matter, _with(typed, "day", _OVER), code=409)
    _tell(body, done.recipient)
    return redirect(url_for("desk.deadlines", hearing_id=hearing_id), 303)


@desk.get("/<hearing_id>/svar/<reference>/protokoll/<sha256>/")
@needs(Role.READER)
def minutes(hearing_id: str, reference: str, sha256: str) -> ResponseReturnValue:
    """Send the minutes that a body has given with its confirmation."""
    found = submissions.by_reference(db(), reference)
    if found is None or found.hearing != hearing_id:
        abort(404)
    return minutes_download(confirmations.of_submission(db(), reference), sha256)


def _page(matter: Matter, typed: Typed | None = None, *, code: int = 200) -> ResponseReturnValue:
    hearing, later = matter.hearing, later_of(matter)
    bodies = reader().by_name(hearing.invited)
    page = render_template(
        "desk/deadlines.html",
        matter=matter,
        hearing=hearing,
        later=later,
        pending=[body for body in bodies if body.id in later.pending],
        extended=[body for body in bodies if body.id in later.extended and body.id not in later.pending],
        history=[body for body in bodies if body.id in later.extensions],
        bodies=[body for body in bodies if body.id not in later.pending],
        typed=typed,
        mistakes=_mistakes(typed),
        can_take_back=not deadline_passed(hearing.deadline, now()),
        today=oslo_day(now()),
    )
    return page, code


def _answer() -> ExtensionAnswer:
    """Return what the button says; anything unknown is no answer."""
    action = request.form.get("action", "")
    if action not in set(ExtensionAnswer):
        abort(400)
    return ExtensionAnswer(action)


def _seen() -> int | None:
    """Return the number of the request that the page showed."""
    number = request.form.get("request", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else None  # noqa: PLR2004 - below 2**63


def _typed(body: Body | None) -> Typed:
    """Return what was typed, and what of it is wrong at first sight."""
    answer = _answer()
    fields = {"day": clean_line(request.form.get("day")), "reason": clean_text(request.form.get("reason")).strip()}
    mistakes: dict[str, Message] = {}
    if body is None:
        mistakes["body"] = _NO_BODY
    if answer is ExtensionAnswer.GRANTED and parse_day(fields["day"]) is None:
        mistakes["day"] = _NO_DAY
    if answer is ExtensionAnswer.NOT_GRANTED and not fields["reason"]:
        mistakes["reason"] = _NO_REASON
    if len(fields["reason"]) > LONGEST_REASON:
        mistakes["reason"] = _TOO_LONG
    anchor = request.form.get("form", "")
    known = anchor == "new" or (body is not None and anchor == body.id)
    return Typed(anchor if known else "new", body.id if body else "", fields, mistakes)


def _with(typed: Typed, name: str, message: Message) -> Typed:
    return Typed(typed.anchor, typed.body, typed.fields, {name: message})


def _mistakes(typed: Typed | None) -> list[dict[str, str]]:
    """Return the lines of the summary of errors; each leads to its field."""
    found = typed.mistakes.items() if typed else ()
    return [{"target": f"{typed.anchor}_{name}" if typed else "", "text": reader().say(text)} for name, text in found]


def _tell(body: Body, recipient: str) -> None:
    """Say that it is done, and whether the body is told."""
    words = reader()
    _ = words.gettext
    if recipient:
        flash(_("Done. {body} is told by mail to {email}.", body=body.name, email=recipient))
    else:
        flash(_("Done. {body} has no e-mail address, or knew already: nothing was mailed.", body=body.name))
