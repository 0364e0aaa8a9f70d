"""What changed because of the answers: points and the changed sections of the new draft, side by side."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.building.hand_files import read_hand_file
from hearing_app.domain.assessment import Point
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Role
from hearing_app.treating.assess import points_that_count
from hearing_app.treating.changes import (
    NoNewDraft,
    NotFollowed,
    answer_heard_again,
    changes,
    explain,
    follow,
    follow_in_own_section,
    has_draft,
    heard_again,
    unfollow,
)
from hearing_app.treating.draft_release import draft_release
from hearing_app.treating.new_draft import path_of
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.user_names import names_of_users

NEEDED = {"ja": True, "nei": False}
LOOSE = "_loose"
"""Where the page lists the points that have no section."""
_NO_REASON = N_("Write why. It is kept with your name.")
_NO_CHOICE = N_("Choose yes or no.")


@desk.get("/<hearing_id>/endringer/")
@needs(Role.READER)
def changes_page(hearing_id: str) -> ResponseReturnValue:
    """Show what changed, why, and what does not fit."""
    return changes_shown(drafted_or_404(hearing_id))


@desk.post("/<hearing_id>/endringer/punkt/<int(max=9223372036854775807):point_id>/")
@needs(Role.CASE_OFFICER)
def follow_point(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Note in which section a point is followed, or take that back."""
    matter, section = drafted_or_404(hearing_id), request.form.get("section", "")
    point, who = point_or_404(hearing_id, point_id), user().username
    removing = request.form.get("action") == "remove"
    try:
        if removing:
            unfollow(db(), matter, point, section, actor=who, now=now())
        else:
            follow(db(), matter, point, section, actor=who, now=now())
    except (NoNewDraft, NotFollowed):
        abort(409)
    _ = reader().gettext
    return told(hearing_id, _("Saved."), f"_section_{section}" if removing else LOOSE)


@desk.post("/<hearing_id>/endringer/egen-del/")
@needs(Role.CASE_OFFICER)
def follow_all(hearing_id: str) -> ResponseReturnValue:
    """Note of every point without a section that it is followed in its own, where that has changed."""
    number = follow_in_own_section(db(), drafted_or_404(hearing_id), actor=user().username, now=now())
    ngettext = reader().ngettext
    message = ngettext("{number} point got its own section.", "{number} points got their own section.", number)
    return told(hearing_id, message, LOOSE)


@desk.post("/<hearing_id>/endringer/del/<section_id>/forklar/")
@needs(Role.CASE_OFFICER)
def explain_change(hearing_id: str, section_id: str) -> ResponseReturnValue:
    """Say why a section was changed although no point asked for it."""
    matter, reason = drafted_or_404(hearing_id), clean_text(request.form.get("reason"))
    if section_id not in {change.id for change in changes(db(), matter).sections}:
        abort(404)
    explain(db(), matter, section_id, reason, actor=user().username, now=now())
    _ = reader().gettext
    return told(hearing_id, _("Saved."), f"_section_{section_id}")


@desk.post("/<hearing_id>/endringer/ny-horing/")
@needs(Role.REVIEWER)
def consider_new_hearing(hearing_id: str) -> ResponseReturnValue:
    """Record whether a new hearing is needed, and why (rule 12)."""
    matter, reason = drafted_or_404(hearing_id), clean_text(request.form.get("reason")).strip()
    needed = NEEDED.get(request.form.get("needed", ""))
    if needed is None or not reason:
        wrong = {} if reason else {"reason": _NO_REASON}
        wrong |= {} if needed is not None else {"needed": _NO_CHOICE}
        return changes_shown(matter, wrong=wrong, code=422)
    try:
        answer_heard_again(db(), matter, needed=needed, reason=reason, actor=user().username, now=now())
    except NoNewDraft:
        abort(409)
    _ = reader().gettext
    return told(hearing_id, _("Saved."), "_extent")


def drafted_or_404(hearing_id: str) -> Matter:
    """Return the hearing, or answer that there is no such page: where no draft is heard there is none to change."""
    matter = matter_or_404(hearing_id)
    if not has_draft(matter):
        abort(404)
    return matter


def told(hearing_id: str, message: str, anchor: str) -> ResponseReturnValue:
    """Go back to a place of the page, and tell there what was done; the page is long."""
    flash(message, f"changes-{anchor}")
    return redirect(url_for("desk.changes_page", hearing_id=hearing_id, _anchor=anchor), 303)


def point_or_404(hearing_id: str, point_id: int) -> Point:
    """Return a point that counts in the hearing."""
    found = next((point for point in points_that_count(db(), hearing_id) if point.id == point_id), None)
    if found is None:
        abort(404)
    return found


def changes_shown(matter: Matter, *, wrong: dict[str, Message] | None = None, code: int = 200) -> ResponseReturnValue:
    """Show the page, and what was wrong with what was posted, which is given back."""
    seen, answer = changes(db(), matter), heard_again(db(), matter)
    loose = reader().by_body(seen.loose, None)
    working = seen.version is not None and seen.version.working
    page = render_template(
        "desk/changes.html",
        matter=matter,
        hearing=matter.hearing,
        seen=seen,
        loose=loose,
        open=accepts_submissions(matter.hearing, now()),
        file=read_hand_file(settings().content, path_of(matter.hearing, seen.version)) if seen.version else None,
        answer=answer,
        release=draft_release(db(), matter, settings().content, now=now()) if working else None,
        today=oslo_day(now()),
        names=names_of_users(one.by for one in (answer, *seen.explained.values()) if one),
        wrong=wrong or {},
        given=request.form,
    )
    return page, code
