"""Reading a submission, splitting it into points, and assessing them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import (
    AssessmentConflict,
    NotVerbatim,
    PointAssessed,
    PointUnknown,
    add_point,
    assess_point,
    carry_over,
    points_that_count,
    points_to_carry_over,
    remove_point,
    split_by_paragraph,
)
from hearing_app.domain.assessment import Point
from hearing_app.domain.guest import is_guest
from hearing_app.domain.submission import Submission, versions_of
from hearing_app.domain.vocabulary import Conclusion, Moderation
from hearing_app.moderate import heard
from hearing_app.storage import confirmations, extensions, points, submissions, users
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

LONGEST_NAME = 80
"""Characters of a point that are enough to know it by."""
LIST = "list"
"""Where an assessment was written: on the list of all points, otherwise on the page of its submission."""


@dataclass(frozen=True)
class Unsaved:
    """What somebody typed that could not be stored; `current` is what a colleague stored, if that is why."""

    assessment: str = ""
    conclusion: str = ""
    current: Point | None = None


@desk.get("/<hearing_id>/svar/<reference>/")
def submission(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Show a submission with its points."""
    return _submission_page(hearing_id, _received(hearing_id, reference))


@desk.get("/<hearing_id>/punkter/")
def point_list(hearing_id: str) -> ResponseReturnValue:
    """Show the points of a hearing: all or those without a conclusion, of every item or of one."""
    return _list_page(hearing_id)


@desk.post("/<hearing_id>/svar/<reference>/punkter/")
def add(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Make points: of the whole answer, of each paragraph, or of an excerpt."""
    received, item = _received(hearing_id, reference), request.form.get("item", "")
    quote, how = clean_text(request.form.get("quote")), request.form.get("action")
    if how == "paragraphs":
        made = split_by_paragraph(db(), received, item, actor=user().username, now=now())
    else:
        text = received.content.answer(item).text if how == "whole" else quote
        try:
            made = int(add_point(db(), received, item, text, actor=user().username, now=now()))
        except NotVerbatim:
            return _submission_page(hearing_id, received, refused={item: quote}, code=422)
    words = reader()
    _, ngettext = words.gettext, words.ngettext
    already = _("Nothing new was made: this is a point already.")
    flash(ngettext("{number} new point.", "{number} new points.", made) if made else already, f"item-{item}")
    return redirect(_submission_url(received, f"_points_{item}"), 303)


@desk.post("/<hearing_id>/svar/<reference>/punkter/<int(max=9223372036854775807):point_id>/")
def assess(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Store an assessment; where a colleague was first, show both."""
    received = _received(hearing_id, reference)
    given = Unsaved(clean_text(request.form.get("assessment")), request.form.get("conclusion", ""))
    try:
        assess_point(
            db(),
            received,
            point_id,
            assessment=given.assessment,
            conclusion=Conclusion(given.conclusion) if given.conclusion in set(Conclusion) else None,
            revision=request.form.get("revision", -1, type=int),
            actor=user().username,
            now=now(),
        )
    except PointUnknown:
        abort(404)
    except AssessmentConflict as conflict:
        unsaved = {point_id: Unsaved(given.assessment, given.conclusion, conflict.current)}
        if request.form.get("from") == LIST:
            return _list_page(hearing_id, unsaved=unsaved, code=409)
        return _submission_page(hearing_id, received, unsaved=unsaved, code=409)
    _tell_saved(received, point_id)
    return redirect(_back_to(received, point_id), 303)


@desk.post("/<hearing_id>/svar/<reference>/punkter/<int(max=9223372036854775807):point_id>/fjern/")
def remove(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Remove a point that nobody has assessed."""
    received, _ = _received(hearing_id, reference), reader().gettext
    try:
        remove_point(db(), received, point_id, actor=user().username, now=now())
    except PointUnknown:
        flash(_("The point was removed already."))
    except PointAssessed:
        flash(_("The point has an assessment. Empty it and save before you remove the point."), f"point-{point_id}")
        return redirect(_submission_url(received, f"_point_{point_id}"), 303)
    else:
        flash(_("The point is removed."))
    return redirect(_submission_url(received, ""), 303)


@desk.post("/<hearing_id>/svar/<reference>/overfor/")
def carry(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Give a new version the points of earlier ones whose words still stand in it."""
    received = _received(hearing_id, reference)
    carried = carry_over(db(), received, actor=user().username, now=now())
    flash(reader().ngettext("{number} point carried over.", "{number} points carried over.", carried))
    return redirect(_submission_url(received, ""), 303)


def _submission_page(
    hearing_id: str,
    received: Submission,
    *,
    refused: dict[str, str] | None = None,
    unsaved: dict[int, Unsaved] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    """Show a submission.

    Args:
        refused: an excerpt that does not stand in the answer, by item.
        unsaved: an assessment that could not be stored, by point.
    """
    matter = matter_or_404(hearing_id)
    own = points.of_submission(db(), received.reference)
    versions = versions_of(received.body, submissions.of_hearing(db(), hearing_id))
    page = render_template(
        "desk/submission.html",
        matter=matter,
        hearing=matter.hearing,
        sent=received,
        body=known_body(matter, received.body),
        versions=versions,
        latest=versions[0],
        to_carry=points_to_carry_over(db(), received) if received == versions[0] else (),
        points=own,
        names=_names(own, unsaved or {}),
        conclusions=list(Conclusion),
        refused=refused or {},
        unsaved=unsaved or {},
        confirmed=confirmations.of_submission(db(), received.reference),
        extended_to=extensions.of_body(db(), hearing_id, received.body).extended_to,
    )
    return page, code


def _list_page(hearing_id: str, *, unsaved: dict[int, Unsaved] | None = None, code: int = 200) -> ResponseReturnValue:
    matter = matter_or_404(hearing_id)
    only_open, item = request.values.get("vis") == "uten-konklusjon", request.values.get("del", "")
    everything = points_that_count(db(), hearing_id)
    order = [i.id for i in matter.hearing.items]
    shown = [p for p in everything if p.id in (unsaved or {}) or _wanted(p, item, only_open=only_open)]
    shown = list(reader().by_body(sorted(shown, key=lambda p: p.id), council_with_guests()))
    shown.sort(key=lambda p: order.index(p.item) if p.item in order else len(order))
    page = render_template(
        "desk/points.html",
        matter=matter,
        hearing=matter.hearing,
        points=shown,
        everything=everything,
        names=_names(shown, unsaved or {}),
        only_open=only_open,
        item=item,
        conclusions=list(Conclusion),
        unsaved=unsaved or {},
    )
    return page, code


def _tell_saved(received: Submission, point_id: int) -> None:
    """Say that a point is saved: at the point, or on top of a list that it has left by being done."""
    words, point = reader(), points.get(db(), point_id)
    _ = words.gettext
    if point and point.done and request.form.get("from") == LIST and request.form.get("vis"):
        body = known_body(matter_or_404(received.hearing), received.body)
        start = shorten(point.quote, LONGEST_NAME, placeholder=" …")
        flash(_("Saved: «{quote}», {body}.", quote=start, body=body.name if body else received.body))
    else:
        flash(_("Saved."), f"point-{point_id}")


def _names(shown: Iterable[Point], unsaved: Mapping[int, Unsaved]) -> dict[str, str]:
    """Return the names of those who have assessed, by user name; who has left the desk keeps the user name."""
    current = (entry.current for entry in unsaved.values() if entry.current)
    usernames = {point.assessed_by for point in (*shown, *current)}
    found = {username: users.by_username(db(), username) for username in usernames}
    return {username: user.name if user else username for username, user in found.items()}


def _wanted(point: Point, item: str, *, only_open: bool) -> bool:
    return (not item or point.item == item) and not (only_open and point.done)


def _received(hearing_id: str, reference: str) -> Submission:
    """Return what is worked with: of guests' answers that is what has been admitted; the others have their own page."""
    found = submissions.by_reference(db(), reference)
    if found is None or found.hearing != hearing_id:
        abort(404)
    if is_guest(found.body) and heard(db(), found).state is not Moderation.ADMITTED:
        abort(404)
    return found


def _submission_url(received: Submission, anchor: str) -> str:
    return url_for("desk.submission", hearing_id=received.hearing, reference=received.reference, _anchor=anchor or None)


def _back_to(received: Submission, point_id: int) -> str:
    anchor = f"_point_{point_id}"
    if request.form.get("from") != LIST:
        return _submission_url(received, anchor)
    chosen: dict[str, Any] = {name: request.form[name] for name in ("vis", "del") if request.form.get(name)}
    return url_for("desk.point_list", hearing_id=received.hearing, **chosen, _anchor=anchor)
