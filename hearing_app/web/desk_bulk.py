"""Bulk edits at the desk: what would be done to each point is shown before anything is stored."""

from collections.abc import Callable
from http import HTTPStatus

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.assessment import Point
from hearing_app.domain.difference import compare_words
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.phrase import fill
from hearing_app.domain.vocabulary import Conclusion, ReviewState, Role
from hearing_app.storage import phrases, themes
from hearing_app.treating.assigning import CannotBeAssigned, may_assess
from hearing_app.treating.bulk import (
    MOST,
    BulkChanged,
    BulkUnknown,
    Row,
    Task,
    one_of_each,
    plan_bulk,
    sent_back,
    store_bulk,
    undo_bulk,
)
from hearing_app.web.access import needs
from hearing_app.web.bulk_form import BulkTyped, read_bulk
from hearing_app.web.cards import Naming, everybodys_names
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_points import BIGGEST, listed
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests
from hearing_app.web.point_filter import read_filter, row_ids

ALL = "all"


@desk.post("/<hearing_id>/punkter/sammen/")
@needs(Role.CASE_OFFICER)
def preview_bulk(hearing_id: str) -> ResponseReturnValue:
    """Show what would be done to each of the points; nothing is stored."""
    hearing = matter_or_404(hearing_id).hearing
    typed, ids = _typed(hearing), _ids(hearing)
    wrong = _too_many_or_none(ids)
    bad = bool(wrong or typed.mistakes)
    code = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK
    return _page(hearing, typed, [] if wrong else ids, notice=wrong, storable=not bad, code=code)


@desk.post("/<hearing_id>/punkter/sammen/lagre/")
@needs(Role.CASE_OFFICER)
def save_bulk(hearing_id: str) -> ResponseReturnValue:
    """Store a bulk edit that has been looked at; where anything has changed since, show it anew."""
    hearing = matter_or_404(hearing_id).hearing
    typed, seen, words = _typed(hearing), _seen(), reader()
    _, ngettext = words.gettext, words.ngettext
    if not seen or typed.mistakes:
        return preview_bulk(hearing_id)
    if typed.task.fingerprint != request.form.get("looked_at"):
        told = _("What is to be done is not what you looked at. Look through it once more, then save.")
        return _page(hearing, typed, list(seen), notice=told, code=409)
    actor = user().username
    try:
        number, rows = store_bulk(db(), hearing_id, seen, typed.task, fill=_fill(hearing), actor=actor, now=now())
    except BulkChanged as changed:
        told = _("Colleagues have changed points since you looked at them. Nothing is stored: look through it anew.")
        return _page(hearing, typed, list(seen), notice=told, changed=changed.points, code=409)
    except CannotBeAssigned:
        typed.mistakes["assignee"] = _("Points cannot be given to this user.")
        return _page(hearing, typed, list(seen), storable=False, code=422)
    skipped = sum(row.skipped is not None for row in rows)
    flash(ngettext("{number} point is changed.", "{number} points are changed.", len(rows) - skipped))
    if skipped:
        flash(ngettext("{number} point is left as it was.", "{number} points are left as they were.", skipped))
    return redirect(read_filter().url(hearing_id) + _asking(number), 303)


@desk.post(f"/<hearing_id>/punkter/sammen/<{BIGGEST}:bulk_id>/angre/")
@needs(Role.CASE_OFFICER)
def undo(hearing_id: str, bulk_id: int) -> ResponseReturnValue:
    """Give points back the wordings that a bulk edit replaced, where nobody has written since."""
    matter_or_404(hearing_id)
    words = reader()
    _, ngettext = words.gettext, words.ngettext
    try:
        restored, left = undo_bulk(db(), hearing_id, bulk_id, actor=user().username, now=now())
    except BulkUnknown:
        flash(_("It is undone already."))
        return redirect(read_filter().url(hearing_id), 303)
    flash(
        ngettext(
            "{number} point has its earlier wording again.",
            "{number} points have their earlier wording again.",
            restored,
        )
    )
    if left:
        flash(
            ngettext(
                "{number} point is left as it is: somebody has written on it since.",
                "{number} points are left as they are: somebody has written on them since.",
                left,
            )
        )
    return redirect(read_filter().url(hearing_id), 303)


def _asking(number: int) -> str:
    """Return what asks the list to offer that the bulk edit is undone."""
    return f"{'&' if read_filter().given else '?'}gjort={number}"


def _typed(hearing: Hearing) -> BulkTyped:
    typed = read_bulk(reader(), hearing.language)
    if typed.review == ReviewState.APPROVED and not g.user.role.may(Role.REVIEWER):
        abort(403)
    return typed


def _ids(hearing: Hearing) -> list[int]:
    """Return the points that were ticked, or that match the filter; on the preview, those that stand on it."""
    if "seen" in request.form:
        return list(_seen())
    if request.form.get("scope") == ALL:
        return [one.id for one in listed(hearing, read_filter())]
    return list(row_ids(request.form.getlist("point")))


def _seen() -> dict[int, int]:
    """Return the points that the preview showed, each with its revision."""
    pairs = (pair.partition(":") for pair in request.form.get("seen", "").split(",")[: MOST + 1])
    return {int(number): int(rev) for number, _, rev in pairs if number.isdecimal() and rev.isdecimal()}


def _too_many_or_none(ids: list[int]) -> str:
    _ = reader().gettext
    if not ids:
        return _("No point is chosen. Go back to the list and tick at least one.")
    if len(ids) > MOST:
        return _(
            "{number} points are chosen, and at most {most} can be edited at once. Narrow the list first.",
            number=len(ids),
            most=MOST,
        )
    return ""


def _fill(hearing: Hearing) -> Callable[[Point, str], str]:
    naming = Naming(hearing)
    return lambda point, text: fill(text, body=naming.body(point.body), part=naming.part(point.item))


def _page(
    hearing: Hearing,
    typed: BulkTyped,
    ids: list[int],
    *,
    notice: str = "",
    changed: frozenset[int] = frozenset(),
    storable: bool = True,
    code: int = 200,
) -> ResponseReturnValue:
    chosen = one_of_each(db(), hearing.id, ids)
    task = typed.task if storable else Task()
    fill_in, actor = _fill(hearing), user().username
    rows = plan_bulk(chosen, task, fill=fill_in, actor=actor, returned=sent_back(db(), chosen)) if storable else ()
    html = render_template(
        "desk/bulk.html",
        hearing=hearing,
        typed=typed,
        task=task,
        rows=rows,
        differences={row.point.id: _difference(row) for row in rows},
        seen=",".join(f"{point.id}:{point.revision}" for point in chosen),
        number=len(chosen),
        changed=changed,
        notice=notice,
        storable=storable and any(row.skipped is None for row in rows),
        chosen=read_filter(),
        back=read_filter().url(hearing.id, page=read_filter().page),
        action=url_for("desk.preview_bulk", hearing_id=hearing.id),
        themes=themes.of_hearing(db(), hearing.id),
        people=may_assess(db()),
        phrases=phrases.everything(db()),
        names=everybodys_names(),
        all_bodies=council_with_guests(),
        conclusions=list(Conclusion),
    )
    return html, code


def _difference(row: Row) -> dict[str, object]:
    """Return what becomes of an assessment, as the part of a page that shows differences takes it."""
    return {"pieces": compare_words(row.point.assessment, row.assessment)}
