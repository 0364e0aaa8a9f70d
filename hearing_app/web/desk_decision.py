"""The decision at the desk: proposal, deliberation and decision in a form, or as the Markdown that the file holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.building.deploy import BuildBusy
from hearing_app.building.git_program import CommitRefused
from hearing_app.building.hand_files import FileChanged, HandFile
from hearing_app.concluding.decide import (
    Minutes,
    can_be_read,
    case_of,
    decision_file,
    minutes_in,
    mistakes_in,
    read_decision_file,
    save_decision_text,
    settled,
    text_of,
)
from hearing_app.domain.difference import PointChange, compare_points
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Problem
from hearing_app.domain.vocabulary import DecisionStage, Role
from hearing_app.library import DefinitionBroken
from hearing_app.typed_days import parse_day
from hearing_app.web.access import needs
from hearing_app.web.both_texts import differing
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, gravest_first, matter_or_404, user
from hearing_app.web.frame import council, reader

PROPOSAL, DECISION = "proposal", "decision"
MOST_POINTS = 200
_MOVE = re.compile(r"(up|down|remove)-(proposal|decision)-([0-9]{1,3})")
_BUSY = N_("The site is being built right now, so nothing was written. Everything stands here; save again in a moment.")
_NO_DAY = N_("Write a date like 31.5.2026.")
_NOT_READ = N_(
    "Written like this, a part would be read in another way than it stands here. Use ### for headings inside a part, "
    "and close every code block."
)
_NO_ROOM = N_("The file holds something that a form has no room for. Edit it as Markdown.")
_FOR_REVIEWERS = N_("A decision is entered by a reviewer. You can save the proposal without it.")


@dataclass(frozen=True)
class Shown:
    """What the form shows: what was typed, and what went wrong.

    `day` is the day as it was typed, `theirs` the file as somebody else has changed it, `focus` the field to begin in.
    """

    minutes: Minutes
    day: str = ""
    mistakes: Mapping[str, Message] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    theirs: HandFile | None = None
    preview: bool = False
    focus: str = ""


@desk.get("/<hearing_id>/vedtak/")
@needs(Role.READER)
def decision(hearing_id: str) -> ResponseReturnValue:
    """Show the decision as it stands in its file, to be changed."""
    matter = matter_or_404(hearing_id)
    file = read_decision_file(settings().content, hearing_id)
    minutes = minutes_in(file, matter.hearing.language)
    return _page(matter, file, _shown(minutes) if minutes else None)


@desk.post("/<hearing_id>/vedtak/")
@needs(Role.CASE_OFFICER)
def save_decision(hearing_id: str) -> ResponseReturnValue:
    """Do what the button says: one more point, another order, a preview; or save."""
    matter, action = matter_or_404(hearing_id), request.form.get("action", "")
    file = read_decision_file(settings().content, hearing_id)
    shown = _posted()
    if action != "save":
        return _page(matter, file, _changed(shown, action), seen=_seen())
    if file.seen != _seen():
        return _page(matter, file, replace(shown, theirs=file), code=409)
    before = minutes_in(file, matter.hearing.language)
    mistakes = {**mistakes_in(shown.minutes, before), **shown.mistakes}
    if before is None:
        mistakes["save"] = _NO_ROOM
    if not mistakes and not can_be_read(shown.minutes, file, matter.hearing.language):
        mistakes["deliberation"] = _NOT_READ
    if mistakes:
        return _page(matter, file, replace(shown, mistakes=mistakes), seen=_seen(), code=422)
    if _decides_anew(shown.minutes, before) and not user().role.may(Role.REVIEWER):
        refused = replace(shown, mistakes={"decision-1": _FOR_REVIEWERS})
        return _page(matter, file, refused, seen=_seen(), code=403)
    if case_of(settings().content, hearing_id, council()) is not None and not file.text:
        return _page(matter, file, shown, seen=_seen(), code=409)
    return _save(matter, file, shown)


@desk.get("/<hearing_id>/vedtak/markdown/")
@needs(Role.READER)
def decision_markdown(hearing_id: str) -> ResponseReturnValue:
    """Show the file as it is."""
    matter = matter_or_404(hearing_id)
    file = read_decision_file(settings().content, hearing_id)
    return _markdown_page(matter, file.text, file.seen)


@desk.post("/<hearing_id>/vedtak/markdown/")
@needs(Role.REVIEWER)
def save_decision_markdown(hearing_id: str) -> ResponseReturnValue:
    """Write the file as it was typed."""
    matter = matter_or_404(hearing_id)
    text = clean_text(request.form.get("text"))
    try:
        _write(hearing_id, text)
    except FileChanged as changed:
        return _markdown_page(matter, text, changed.current.seen, theirs=changed.current, code=409)
    except DefinitionBroken as broken:
        return _markdown_page(matter, text, _seen(), problems=broken.problems, code=422)
    except CommitRefused as refused:
        return _markdown_page(matter, text, _seen(), busy=refused.message, code=409)
    except (BuildBusy, OSError):
        return _markdown_page(matter, text, _seen(), busy=_BUSY, code=503)
    flash(reader().gettext("Saved. The public page is built anew in a moment."))
    return redirect(url_for("desk.decision_markdown", hearing_id=hearing_id), 303)


def _save(matter: Matter, file: HandFile, shown: Shown) -> ResponseReturnValue:
    hearing = matter.hearing
    try:
        _write(hearing.id, text_of(shown.minutes, file, hearing.language))
    except FileChanged as changed:
        theirs = replace(shown, theirs=changed.current)
        return _page(matter, changed.current, theirs, seen=changed.current.seen, code=409)
    except DefinitionBroken as broken:
        return _page(matter, file, replace(shown, problems=broken.problems), seen=_seen(), code=422)
    except CommitRefused as refused:
        return _page(matter, file, replace(shown, mistakes={"save": refused.message}), seen=_seen(), code=409)
    except (BuildBusy, OSError):
        return _page(matter, file, replace(shown, mistakes={"save": _BUSY}), seen=_seen(), code=503)
    flash(reader().gettext("Saved. The public page is built anew in a moment."))
    return redirect(url_for("desk.decision", hearing_id=hearing.id), 303)


def _write(hearing_id: str, text: str) -> None:
    told = request.form.get("told", "")
    save_decision_text(db(), settings(), hearing_id, text, seen=_seen(), user=user(), now=now(), told=told)


def _decides_anew(minutes: Minutes, before: Minutes | None) -> bool:
    """Tell whether something of the decision itself would change, or there would be one."""
    if not minutes.decides:
        return False
    was = before or Minutes()
    return replace(was, proposal=(), note="") != replace(
        minutes, proposal=(), note="", points=settled(minutes.points), deliberation=minutes.deliberation.strip()
    )


def _seen() -> str:
    return request.form.get("seen", "")


def _shown(minutes: Minutes) -> Shown:
    """Return what a file says as the form begins with it; there is always a field to write the next point in."""
    day = f"{minutes.day.day}.{minutes.day.month}.{minutes.day.year}" if minutes.day else ""
    filled = replace(minutes, proposal=minutes.proposal or ("",), points=minutes.points or ("",))
    return Shown(filled, day)


def _posted() -> Shown:
    """Return what was typed, with what is wrong with it at first sight."""
    line = {name: clean_line(request.form.get(name)) for name in ("organ", "day", "place", "case_number", "vote")}
    stage = request.form.get("stage", "")
    minutes = Minutes(
        organ=line["organ"],
        day=parse_day(line["day"]),
        place=line["place"],
        case_number=line["case_number"],
        vote=line["vote"],
        stage=DecisionStage(stage) if stage in set(DecisionStage) else DecisionStage.FINAL,
        note=clean_text(request.form.get("note")),
        proposal=_points(PROPOSAL),
        deliberation=clean_text(request.form.get("deliberation")),
        points=_points(DECISION),
    )
    wrong = {"day": _NO_DAY} if line["day"] and minutes.day is None else {}
    return Shown(minutes, line["day"], wrong)


def _points(part: str) -> tuple[str, ...]:
    """Return the points of a part in the order of their fields."""
    names = (f"{part}-{number}" for number in range(1, MOST_POINTS + 1))
    return tuple("\n".join(clean_text(request.form[name]).splitlines()) for name in names if name in request.form)


def _changed(shown: Shown, action: str) -> Shown:
    """Return the form after a button that saves nothing; what is wrong is told when it is saved."""
    shown = replace(shown, mistakes={})
    minutes = shown.minutes
    if action in (f"add-{PROPOSAL}", f"add-{DECISION}"):
        part = action.removeprefix("add-")
        points = (*_of(minutes, part), "")[:MOST_POINTS]
        return replace(shown, minutes=_with(minutes, part, points), focus=f"{part}-{len(points)}")
    if action == "copy":
        return replace(shown, minutes=replace(minutes, points=minutes.proposal), focus=f"{DECISION}-1")
    if action == "preview":
        return replace(shown, preview=True)
    if match := _MOVE.fullmatch(action):
        return _moved(shown, match[1], match[2], int(match[3]))
    return shown


def _moved(shown: Shown, how: str, part: str, number: int) -> Shown:
    points = list(_of(shown.minutes, part))
    at, to = number - 1, number - 2 if how == "up" else number
    if how == "remove" and 0 <= at < len(points):
        del points[at]
        to = min(at, len(points) - 1)
    elif 0 <= at < len(points) and 0 <= to < len(points):
        points[at], points[to] = points[to], points[at]
    else:
        to = at
    kept = tuple(points) or ("",)
    return replace(shown, minutes=_with(shown.minutes, part, kept), focus=f"{part}-{max(to, 0) + 1}")


def _of(minutes: Minutes, part: str) -> tuple[str, ...]:
    return minutes.proposal if part == PROPOSAL else minutes.points


def _with(minutes: Minutes, part: str, points: tuple[str, ...]) -> Minutes:
    return replace(minutes, proposal=points) if part == PROPOSAL else replace(minutes, points=points)


def _changes(minutes: Minutes) -> tuple[PointChange, ...]:
    before, after = settled(minutes.proposal), settled(minutes.points)
    return compare_points(before, after) if before and after else ()


def _page(
    matter: Matter, file: HandFile, shown: Shown | None, *, seen: str | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show the form; None where the file says something that a form has no room for."""
    words, minutes = reader(), shown.minutes if shown else None
    wrong = shown.mistakes if shown else {}
    page = render_template(
        "desk/decision.html",
        matter=matter,
        hearing=matter.hearing,
        case=case_of(settings().content, matter.hearing.id, council()),
        file=file,
        path=decision_file(matter.hearing.id),
        shown=shown,
        seen=file.seen if seen is None else seen,
        stages=tuple(DecisionStage),
        changes=_changes(minutes) if minutes else (),
        settled=(settled(minutes.proposal), settled(minutes.points)) if minutes else ((), ()),
        mistakes=[{"target": name, "text": words.say(text)} for name, text in wrong.items()],
        problems=gravest_first(shown.problems) if shown else [],
        may_change=user().role.may(Role.CASE_OFFICER),
        may_decide=user().role.may(Role.REVIEWER),
    )
    return page, code


def _markdown_page(
    matter: Matter,
    text: str,
    seen: str,
    *,
    theirs: HandFile | None = None,
    problems: tuple[Problem, ...] = (),
    busy: Message | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "desk/decision_markdown.html",
        matter=matter,
        hearing=matter.hearing,
        path=decision_file(matter.hearing.id),
        text=text,
        seen=seen,
        theirs=theirs,
        differing=differing(text, theirs),
        problems=gravest_first(problems),
        busy=busy,
        may_decide=user().role.may(Role.REVIEWER),
    )
    return page, code
