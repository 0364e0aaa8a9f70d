"""Reading a submission, and splitting it into points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.moderate import heard
from hearing_app.domain.assessment import Point
from hearing_app.domain.coverage import coverage, place_among
from hearing_app.domain.guest import is_guest
from hearing_app.domain.marked_text import marked_paragraphs
from hearing_app.domain.submission import Answer, Submission, versions_of
from hearing_app.domain.vocabulary import Conclusion, Moderation, Role
from hearing_app.storage import confirmations, extensions, points, set_aside, submissions
from hearing_app.treating.splitting import (
    NotTogether,
    NotVerbatim,
    PointAssessed,
    PointUnknown,
    add_amendment,
    add_paragraphs,
    add_point,
    carry_over,
    points_to_carry_over,
    remove_point,
    split_by_paragraph,
    words_to_carry_over,
)
from hearing_app.web.access import needs
from hearing_app.web.cards import beside
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import reader


class Who(TypedDict):
    """Who does something, and when."""

    actor: str
    now: datetime


@dataclass(frozen=True)
class FromFile:
    """What somebody wanted to make a point of, of a file by its fingerprint, and which part it is about."""

    sha256: str
    item: str
    quote: str


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
    """Make points of what was marked, of paragraphs that are ticked, of a proposed change, or of a whole answer."""
    received, item = received_or_404(hearing_id, reference), request.form.get("item", "")
    try:
        made = _make(received, item)
    except NotVerbatim:
        return submission_page(hearing_id, received, refused={item: clean_text(request.form.get("quote"))}, code=422)
    except NotTogether:
        return submission_page(hearing_id, received, apart={item: _ticked()}, code=422)
    words = reader()
    _, ngettext = words.gettext, words.ngettext
    already = _("Nothing new was made: this is a point already.")
    if not made and request.form.get("action") in ("each", "together") and not _ticked():
        already = _("Tick the paragraphs first.")
    flash(ngettext("{number} new point.", "{number} new points.", made) if made else already, f"item-{item}")
    return redirect(submission_url(received, f"_points_{item}"), 303)


def _make(received: Submission, item: str) -> int:
    """Make the points that a form asks for, and return how many are new."""
    who: Who = {"actor": user().username, "now": now()}
    how, _, place = request.form.get("action", "").partition("-")
    if how == "paragraphs":
        return split_by_paragraph(db(), received, item, **who)
    if how in ("each", "together"):
        return add_paragraphs(db(), received, item, _ticked(), together=how == "together", **who)
    if how == "amendment":
        return int(add_amendment(db(), received, item, int(place) if place.isdecimal() else 0, **who))
    quote = received.content.answer(item).text if how == "whole" else clean_text(request.form.get("quote"))
    before = request.form.get("before", type=int)
    return int(add_point(db(), received, item, quote, before=before, **who))


def _ticked() -> list[int]:
    return request.form.getlist("paragraph", type=int)


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
    apart: dict[str, list[int]] | None = None,
    from_file: FromFile | None = None,
    unsaved: dict[int, Unsaved] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    """Show a submission.

    Args:
        refused: an excerpt that does not stand in the answer, by item.
        apart: paragraphs that were to be one point and do not follow each other, by item.
        from_file: words that do not stand in the file that they were said to be from.
        unsaved: an assessment that could not be stored, by point.
    """
    matter = matter_or_404(hearing_id)
    own = points.of_submission(db(), received.reference)
    words = set_aside.of_submission(db(), received.reference)
    left = coverage(received.content, own, words)
    versions = versions_of(received.body, submissions.of_hearing(db(), hearing_id))
    newest = received == versions[0]
    page = render_template(
        "desk/submission.html",
        matter=matter,
        hearing=matter.hearing,
        sent=received,
        body=known_body(matter, received.body),
        versions=versions,
        latest=versions[0],
        to_carry=points_to_carry_over(db(), received) if newest else (),
        words_to_carry=words_to_carry_over(db(), received) if newest else (),
        points=own,
        aside=words,
        left=left,
        marked={a.item: marked_paragraphs(a, own, words, left) for a in received.content.answers},
        amendment_points={a.item: _of_amendments(a, own) for a in received.content.answers},
        conclusions=list(Conclusion),
        refused=refused or {},
        apart=apart or {},
        from_file=from_file,
        unsaved=unsaved or {},
        confirmed=confirmations.of_submission(db(), received.reference),
        extended_to=extensions.of_body(db(), hearing_id, received.body).extended_to,
        may_change=user().role.may(Role.CASE_OFFICER),
        **beside(own, matter.hearing, received.reference),
    )
    return page, code


def _of_amendments(answer: Answer, own: Iterable[Point]) -> dict[int, int]:
    """Return the ids of the points that an answer's proposed changes are, by their place from 1."""
    return {place_among(p, answer): p.id for p in own if p.amendment is not None and p.item == answer.item}


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
