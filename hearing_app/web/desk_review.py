"""Review at the desk: sending points to it, the reviewers' queue, approving and sending back."""

from dataclasses import dataclass
from typing import TypedDict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.assessment import Point
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.library import DefinitionBroken
from hearing_app.storage import assessments, points
from hearing_app.treating.review import (
    NoteMissing,
    NotFinished,
    OwnWording,
    ReviewMoved,
    WordingMoved,
    approve,
    send_back,
    send_to_review,
)
from hearing_app.treating.splitting import PointUnknown
from hearing_app.web.access import needs
from hearing_app.web.cards import Trouble, cards_of, everybodys_names, troubles
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, library, now
from hearing_app.web.desk import desk, user
from hearing_app.web.desk_points import BIGGEST, back_to, card_page
from hearing_app.web.desk_submission import received_or_404
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

QUEUE = "queue"
MOST = 50
"""Points of the queue on its page; the longest waiting come first."""


class Shown(TypedDict):
    """The revision of a point that a page showed, and how many steps of its review."""

    revision: int
    steps: int


@dataclass(frozen=True)
class Waiting:
    """What waits for a reviewer in one hearing."""

    hearing: Hearing
    points: tuple[Point, ...]


@desk.get("/til-godkjenning/")
@needs(Role.READER)
def review_queue() -> ResponseReturnValue:
    """Show what waits for a reviewer, in every hearing."""
    return queue_page()


@desk.post(f"/<hearing_id>/svar/<reference>/punkter/<{BIGGEST}:point_id>/til-godkjenning/")
@needs(Role.CASE_OFFICER)
def ask_review(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Send a point to review."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    try:
        send_to_review(db(), received, point_id, actor=user().username, now=now(), **_shown())
    except (PointUnknown, WordingMoved, ReviewMoved, NotFinished) as error:
        return _refused(received, point_id, error)
    flash(_("Sent to review."), f"point-{point_id}")
    return redirect(back_to(received, point_id), 303)


@desk.post(f"/<hearing_id>/svar/<reference>/punkter/<{BIGGEST}:point_id>/godkjenn/")
@needs(Role.REVIEWER)
def decide_review(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Approve a point, or send it back with a note."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    note = clean_text(request.form.get("note"))
    approved = request.form.get("action") == "approve"
    actor, at = user().username, now()
    try:
        if approved:
            approve(db(), received, point_id, actor=actor, now=at, **_shown())
        else:
            send_back(db(), received, point_id, note=note, actor=actor, now=at, **_shown())
    except (PointUnknown, WordingMoved, ReviewMoved, NotFinished, OwnWording, NoteMissing) as error:
        return _refused(received, point_id, error, note)
    told = _("Approved.") if approved else _("Sent back.")
    if request.form.get("from") == QUEUE:
        flash(told)
        return redirect(url_for("desk.review_queue"), 303)
    flash(told, f"point-{point_id}")
    return redirect(back_to(received, point_id), 303)


def _shown() -> Shown:
    """Return what the page showed of the point."""
    form = request.form
    return {"revision": form.get("revision", -1, type=int), "steps": form.get("steps", -1, type=int)}


def queue_page(*, code: int = 200) -> ResponseReturnValue:
    """Show the queue, with what could not be done at its points."""
    waiting = assessments.in_review(db())
    shown: dict[str, list[int]] = {}
    for hearing_id, point_id in waiting[:MOST]:
        shown.setdefault(hearing_id, []).append(point_id)
    groups = [group for hearing_id, ids in shown.items() if (group := _group(hearing_id, ids))]
    cards = {point.id: cards_of((point,), group.hearing)[point.id] for group in groups for point in group.points}
    html = render_template(
        "desk/review_queue.html",
        groups=groups,
        cards=cards,
        waiting=len(waiting),
        most=MOST,
        names=everybodys_names(),
        all_bodies=council_with_guests(),
        conclusions=list(Conclusion),
    )
    return html, code


def _group(hearing_id: str, ids: list[int]) -> Waiting | None:
    """Return what waits in a hearing; nothing where its folder is gone, or has mistakes that must be mended first."""
    try:
        matter = library().matter(hearing_id)
    except DefinitionBroken:
        return None
    found = {point.id: point for point in points.in_hearing(db(), hearing_id, ids)}
    return Waiting(matter.hearing, tuple(found[number] for number in ids if number in found)) if matter else None


def _refused(received: Submission, point_id: int, error: Exception, note: str = "") -> ResponseReturnValue:
    """Say why nothing was decided, at the point and with what was typed."""
    _ = reader().gettext
    if isinstance(error, PointUnknown):
        abort(404)
    messages: dict[type[Exception], str] = {
        WordingMoved: _(
            "The wording has been changed since you looked at it. What stands here is the new one; nothing was decided."
        ),
        ReviewMoved: _("A colleague has decided on the point meanwhile. Look at what stands here before you decide."),
        NotFinished: _("The point lacks an assessment or a conclusion, so there is nothing to review yet."),
        OwnWording: _("The wording is your own. Somebody else must approve it."),
        NoteMissing: _("Write what is missing before you send the point back."),
    }
    troubles()[point_id] = Trouble("review", messages[type(error)], note)
    code = 422 if isinstance(error, NoteMissing) else 409
    if request.form.get("from") == QUEUE and point_id in [number for _id, number in assessments.in_review(db())[:MOST]]:
        return queue_page(code=code)
    return card_page(received, keep=point_id, code=code)
