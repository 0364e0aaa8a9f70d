"""Reading a submission, and splitting it into points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import (
    NotVerbatim,
    PointAssessed,
    PointUnknown,
    add_point,
    carry_over,
    points_to_carry_over,
    remove_point,
    split_by_paragraph,
)
from hearing_app.domain.assessment import Point
from hearing_app.domain.guest import is_guest
from hearing_app.domain.submission import Submission, versions_of
from hearing_app.domain.vocabulary import Conclusion, Moderation, Role
from hearing_app.moderate import heard
from hearing_app.storage import confirmations, extensions, points, submissions, users
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import reader


@dataclass(frozen=True)
class Unsaved:
    """What somebody typed that could not be stored; `current` is what a colleague stored, if that is why."""

    assessment: str = ""
    conclusion: str = ""
    current: Point | None = None


@desk.get("/<hearing_id>/svar/<reference>/")
@needs(Role.READER)
def submission(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Show a submission with its points."""
    return submission_page(hearing_id, received_or_404(hearing_id, reference))


@desk.post("/<hearing_id>/svar/<reference>/punkter/")
@needs(Role.CASE_OFFICER)
def add(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Make points: of the whole answer, of each paragraph, or of an excerpt."""
    received, item = received_or_404(hearing_id, reference), request.form.get("item", "")
    quote, how = clean_text(request.form.get("quote")), request.form.get("action")
    if how == "paragraphs":
        made = split_by_paragraph(db(), received, item, actor=user().username, now=now())
    else:
        text = received.content.answer(item).text if how == "whole" else quote
        try:
            made = int(add_point(db(), received, item, text, actor=user().username, now=now()))
        except NotVerbatim:
            return submission_page(hearing_id, received, refused={item: quote}, code=422)
    words = reader()
    _, ngettext = words.gettext, words.ngettext
    already = _("Nothing new was made: this is a point already.")
    flash(ngettext("{number} new point.", "{number} new points.", made) if made else already, f"item-{item}")
    return redirect(submission_url(received, f"_points_{item}"), 303)


@desk.post("/<hearing_id>/svar/<reference>/punkter/<int(max=9223372036854775807):point_id>/fjern/")
@needs(Role.CASE_OFFICER)
def remove(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Remove a point that nobody has assessed."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    try:
        remove_point(db(), received, point_id, actor=user().username, now=now())
    except PointUnknown:
        flash(_("The point was removed already."))
    except PointAssessed:
        flash(_("The point has an assessment. Empty it and save before you remove the point."), f"point-{point_id}")
        return redirect(submission_url(received, f"_point_{point_id}"), 303)
    else:
        flash(_("The point is removed."))
    return redirect(submission_url(received, ""), 303)


@desk.post("/<hearing_id>/svar/<reference>/overfor/")
@needs(Role.CASE_OFFICER)
def carry(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Give a new version the points of earlier ones whose words still stand in it."""
    received = received_or_404(hearing_id, reference)
    carried = carry_over(db(), received, actor=user().username, now=now())
    flash(reader().ngettext("{number} point carried over.", "{number} points carried over.", carried))
    return redirect(submission_url(received, ""), 303)


def submission_page(
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
        names=names_of(own, unsaved or {}),
        conclusions=list(Conclusion),
        refused=refused or {},
        unsaved=unsaved or {},
        confirmed=confirmations.of_submission(db(), received.reference),
        extended_to=extensions.of_body(db(), hearing_id, received.body).extended_to,
    )
    return page, code


def names_of(shown: Iterable[Point], unsaved: Mapping[int, Unsaved]) -> dict[str, str]:
    """Return the names of those who have assessed, by user name; who has left the desk keeps the user name."""
    current = (entry.current for entry in unsaved.values() if entry.current)
    usernames = {point.assessed_by for point in (*shown, *current)}
    found = {username: users.by_username(db(), username) for username in usernames}
    return {username: user.name if user else username for username, user in found.items()}


def received_or_404(hearing_id: str, reference: str) -> Submission:
    """Return what is worked with: of guests' answers that is what has been admitted; the others have their own page."""
    found = submissions.by_reference(db(), reference)
    if found is None or found.hearing != hearing_id:
        abort(404)
    if is_guest(found.body) and heard(db(), found).state is not Moderation.ADMITTED:
        abort(404)
    return found


def submission_url(received: Submission, anchor: str) -> str:
    """Return the address of a submission's page, at one of its parts; an empty anchor is its top."""
    return url_for("desk.submission", hearing_id=received.hearing, reference=received.reference, _anchor=anchor or None)
