"""Assessing points, at their submission or on the list of all points."""

from textwrap import shorten
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import AssessmentConflict, PointUnknown, assess_point, points_that_count
from hearing_app.domain.assessment import Point
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.storage import points
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.desk_submission import Unsaved, names_of, received_or_404, submission_page, submission_url
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

LONGEST_NAME = 80
"""Characters of a point that are enough to know it by."""
LIST = "list"
"""Where an assessment was written: on the list of all points, otherwise on the page of its submission."""


@desk.get("/<hearing_id>/punkter/")
@needs(Role.READER)
def point_list(hearing_id: str) -> ResponseReturnValue:
    """Show the points of a hearing: all or those without a conclusion, of every item or of one."""
    return _list_page(hearing_id)


@desk.post("/<hearing_id>/svar/<reference>/punkter/<int(max=9223372036854775807):point_id>/")
@needs(Role.CASE_OFFICER)
def assess(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Store an assessment; where a colleague was first, show both."""
    received = received_or_404(hearing_id, reference)
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
        return submission_page(hearing_id, received, unsaved=unsaved, code=409)
    _tell_saved(received, point_id)
    return redirect(_back_to(received, point_id), 303)


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
        names=names_of(shown, unsaved or {}),
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


def _wanted(point: Point, item: str, *, only_open: bool) -> bool:
    return (not item or point.item == item) and not (only_open and point.done)


def _back_to(received: Submission, point_id: int) -> str:
    anchor = f"_point_{point_id}"
    if request.form.get("from") != LIST:
        return submission_url(received, anchor)
    chosen: dict[str, Any] = {name: request.form[name] for name in ("vis", "del") if request.form.get(name)}
    return url_for("desk.point_list", hearing_id=received.hearing, **chosen, _anchor=anchor)
