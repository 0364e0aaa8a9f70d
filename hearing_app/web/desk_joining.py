"""Several bodies say the same: joining their points to one assessment, parting them, and taking either back."""

from urllib.parse import parse_qsl, urlsplit

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from hearing_app.domain.assessment import Point
from hearing_app.domain.vocabulary import Role
from hearing_app.treating.assess import points_that_count
from hearing_app.treating.joining import (
    Before,
    CannotJoin,
    DifferentAssessments,
    Joined,
    candidates,
    join,
    part,
    part_all,
    undo,
)
from hearing_app.treating.splitting import PointUnknown
from hearing_app.web.access import needs
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_more import back_to, page_before, way_back
from hearing_app.web.desk_points import listed
from hearing_app.web.desk_themes import point_or_404
from hearing_app.web.frame import reader
from hearing_app.web.point_filter import filter_of, page_of

MOST_OTHERS = 200
"""Points on the same part that are offered besides those that are alike; of more one looks by the search."""


@desk.get("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/sammen/")
@needs(Role.CASE_OFFICER)
def joining(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Show which points say the same as one, to be ticked."""
    return _page(hearing_id, point_or_404(hearing_id, point_id))


@desk.post("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/sammen/")
@needs(Role.CASE_OFFICER)
def join_points(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Let the points that are ticked share the assessment of one; where they have different ones, ask."""
    words, point = reader(), point_or_404(hearing_id, point_id)
    ticked = request.form.getlist("other", type=int)
    if not ticked:
        return _page(hearing_id, point, nothing=True, code=422)
    try:
        sure = request.form.get("sure") == "yes"
        done = join(db(), hearing_id, point_id, ticked, actor=user().username, now=now(), sure=sure)
    except CannotJoin:
        return _page(hearing_id, point, ticked=ticked, refused=True, code=409)
    except DifferentAssessments as different:
        return _page(hearing_id, point, ticked=ticked, holders=different.holders, code=409)
    told = words.ngettext(
        "{number} point shares this assessment now.", "{number} points share this assessment now.", len(done.before)
    )
    return _back_to_joined(hearing_id, point, done, told)


def _back_to_joined(hearing_id: str, point: Point, done: Joined, told: str) -> ResponseReturnValue:
    """Return to where one came from: to the point itself, or to the row of the list that it is in now."""
    shown, address = point.id, way_back(hearing_id, point)
    if _from_list(hearing_id):
        chosen = filter_of(MultiDict(parse_qsl(urlsplit(page_before()).query)))
        found = listed(matter_or_404(hearing_id).hearing, chosen)
        row = next((one for one in found if one.root == done.root), None)
        if row is None:  # what is looked for has left it out
            flash(told)
            return redirect(page_before(), 303)
        page = page_of(found, row.root) or 1
        shown, address = row.id, chosen.url(hearing_id, page=page, anchor=f"_point_{row.id}")
    flash(_as_text(done.before), f"undo-{shown}")
    flash(told, f"point-{shown}")
    return redirect(address, 303)


def _from_list(hearing_id: str) -> bool:
    return urlsplit(page_before()).path == url_for("desk.point_list", hearing_id=hearing_id)


@desk.post("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/del/")
@needs(Role.CASE_OFFICER)
def part_points(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Give one point, or all that share its assessment, their own again."""
    shown = point_or_404(hearing_id, request.form.get("shown", point_id, type=int))
    _ = reader().gettext
    try:
        whole = request.form.get("action") == "all"
        before = (part_all if whole else part)(db(), hearing_id, point_id, actor=user().username, now=now())
    except PointUnknown:
        abort(404)
    flash(_as_text(before), f"undo-{shown.id}")
    flash(_("Parted. Each has what was written on itself."), f"point-{shown.id}")
    return back_to(hearing_id, shown)


@desk.post("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/angre/")
@needs(Role.CASE_OFFICER)
def undo_joining(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Put back what points shared before they were joined or parted."""
    shown, _ = point_or_404(hearing_id, point_id), reader().gettext
    before = _from_text(request.form.get("before", ""))
    if before and undo(db(), hearing_id, before, actor=user().username, now=now()):
        flash(_("Undone."), f"point-{shown.id}")
    else:
        flash(_("It cannot be undone any more: a colleague has changed these points since."), f"point-{shown.id}")
    return back_to(hearing_id, shown)


def _page(
    hearing_id: str,
    point: Point,
    *,
    ticked: list[int] | None = None,
    holders: tuple[Point, ...] = (),
    refused: bool = False,
    nothing: bool = False,
    code: int = 200,
) -> ResponseReturnValue:
    matter = matter_or_404(hearing_id)
    counting = points_that_count(db(), hearing_id)
    if point.id not in {one.id for one in counting}:
        flash(
            reader().gettext("A point of a version that has been replaced shares no assessment."), f"point-{point.id}"
        )
        return back_to(hearing_id, point)
    alike = candidates(point, counting)
    offered = {candidate.point.id for candidate in alike}
    others = [p for p in counting if p.item == point.item and p.root != point.root and p.id not in offered]
    page = render_template(
        "desk/joining.html",
        matter=matter,
        hearing=matter.hearing,
        point=point,
        sharing=[p for p in counting if p.root == point.root and p.id != point.id],
        alike=alike,
        others=others[:MOST_OTHERS],
        more=len(others) - MOST_OTHERS,
        ticked={c.point.id for c in alike if c.same} if ticked is None else set(ticked),
        holders=holders,
        refused=refused,
        nothing=nothing,
        back=page_before(),
        way_back=way_back(hearing_id, point),
        from_list=_from_list(hearing_id),
    )
    return page, code


def _as_text(before: Before) -> str:
    return " ".join(f"{point}:{root or ''}" for point, root in sorted(before.items()))


def _from_text(text: str) -> Before:
    """Return what `_as_text` wrote; nothing where it is anything else."""
    found: dict[int, int | None] = {}
    for part_ in text.split():
        point, colon, root = part_.partition(":")
        if not colon or not _is_id(point) or not (root == "" or _is_id(root)):
            return {}
        found[int(point)] = int(root) if root else None
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16  # noqa: PLR2004 - below 2**63
