"""Assessing points, at their submission or on the list of all points."""

from textwrap import shorten

from flask import abort, flash, get_flashed_messages, redirect, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.assessment import Point
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.phrase import appended
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion, ReviewState, Role
from hearing_app.storage import assessments, phrases, points, themes
from hearing_app.storage.assessments import Found
from hearing_app.treating.assess import AssessmentConflict, WordingUnknown, assess_point, use_again
from hearing_app.treating.assigning import may_assess
from hearing_app.treating.bulk import can_be_undone
from hearing_app.treating.review import standing
from hearing_app.web import scripts
from hearing_app.web.access import needs
from hearing_app.web.bulk_form import EMPTY
from hearing_app.web.cards import Naming, Trouble, cards_of, everybodys_names, troubles
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.desk_submission import Unsaved, received_or_404, submission_page, submission_url
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests
from hearing_app.web.point_filter import PAGE, STATES, PointFilter, in_order, page_of, pages, read_filter, row_ids

LONGEST_NAME = 80
"""Characters of a point that are enough to know it by."""
LIST = "list"
"""Where an assessment was written: on the list of all points, otherwise on the page of its submission."""
BIGGEST = "int(max=9223372036854775807)"
"""What SQLite takes for the number of a row."""

scripts.install(desk)


@desk.get("/<hearing_id>/punkter/")
@needs(Role.READER)
def point_list(hearing_id: str) -> ResponseReturnValue:
    """Show the points of a hearing, 25 on a page: all of them, or what is looked for."""
    return list_page(hearing_id)


@desk.post(f"/<hearing_id>/svar/<reference>/punkter/<{BIGGEST}:point_id>/")
@needs(Role.CASE_OFFICER)
def assess(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Store an assessment; where a colleague was first, show both.

    The button beside the standard phrases stores nothing: it puts the phrase behind what is typed.
    """
    received = received_or_404(hearing_id, reference)
    given = Unsaved(clean_text(request.form.get("assessment")), request.form.get("conclusion", ""))
    if request.form.get("action") == "phrase":
        return _with_phrase(received, point_id, given)
    before = _known(received, point_id)
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
            used=_used(),
        )
    except AssessmentConflict as conflict:
        troubles()[point_id] = Trouble("conflict", "", request.form.get("used", ""))
        unsaved = {point_id: Unsaved(given.assessment, given.conclusion, conflict.current)}
        return card_page(received, unsaved=unsaved, code=409)
    if request.form.get("action") == "next":
        return _on_to_the_next(received, before)
    _tell_saved(received, before)
    return redirect(back_to(received, point_id), 303)


@desk.post(f"/<hearing_id>/svar/<reference>/punkter/<{BIGGEST}:point_id>/ordlyd/")
@needs(Role.CASE_OFFICER)
def use_wording(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Give a point an earlier wording again; where a colleague was first, show both."""
    received = received_or_404(hearing_id, reference)
    point, earlier = _known(received, point_id), request.form.get("earlier", -1, type=int)
    revision = request.form.get("revision", -1, type=int)
    try:
        use_again(db(), received, point_id, earlier, revision=revision, actor=user().username, now=now())
    except WordingUnknown:
        abort(404)
    except AssessmentConflict as conflict:
        wording = assessments.wording(db(), point.root, earlier)
        wanted = Unsaved(wording.assessment, wording.conclusion or "", conflict.current) if wording else Unsaved()
        return card_page(received, unsaved={point_id: wanted}, code=409)
    flash(reader().gettext("The earlier wording stands again, as a new one."), f"point-{point_id}")
    return redirect(back_to(received, point_id), 303)


def card_page(
    received: Submission, *, unsaved: dict[int, Unsaved] | None = None, keep: int | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show the page on which a card was used, with what could not be stored.

    Args:
        keep: a point that is to stand on the list whatever is looked for.
    """
    if request.form.get("from") == LIST:
        return list_page(received.hearing, unsaved=unsaved, keep=keep, code=code)
    return submission_page(received.hearing, received, unsaved=unsaved, code=code)


def list_page(
    hearing_id: str, *, unsaved: dict[int, Unsaved] | None = None, keep: int | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show one page of the list; a point with something unsaved stands on it whatever is looked for."""
    matter, chosen = matter_or_404(hearing_id), read_filter()
    hearing = matter.hearing
    found = listed(hearing, chosen)
    page = min(chosen.page, pages(found))
    ids = [one.id for one in found[(page - 1) * PAGE : page * PAGE]]
    kept = [number for number in (*(unsaved or {}), *([keep] if keep else [])) if number not in ids]
    loaded = {point.id: point for point in points.in_hearing(db(), hearing_id, (*ids, *kept))}
    shown = [loaded[number] for number in (*kept, *ids) if number in loaded]
    together = _together(hearing_id, shown)
    council = council_with_guests()
    html = render_template(
        "desk/points.html",
        matter=matter,
        hearing=hearing,
        chosen=chosen,
        points=shown,
        together=together,
        cards=cards_of(shown, hearing),
        found=found,
        page=page,
        pages=pages(found),
        total=assessments.count(db(), hearing_id) if chosen.narrows else len(found),
        states=STATES,
        counts=assessments.count_states(db(), hearing_id),
        bodies=_bodies(hearing, assessments.bodies(db(), hearing_id)),
        themes=themes.of_hearing(db(), hearing_id),
        people=may_assess(db()),
        phrases=phrases.everything(db()),
        naming=Naming(hearing),
        names=everybodys_names(),
        all_bodies=council,
        conclusions=list(Conclusion),
        unsaved=unsaved or {},
        typed=EMPTY,
        elsewhere=_told_elsewhere(shown),
        done=can_be_undone(db(), hearing_id, request.args.get("gjort", 0, type=int)),
    )
    return html, code


def listed(hearing: Hearing, chosen: PointFilter) -> tuple[Found, ...]:
    """Return everything that is looked for, in the order of the list."""
    found = assessments.look_for(db(), hearing.id, chosen.wanted)
    return in_order(found, chosen.order, hearing, council_with_guests(), reader())


def back_to(received: Submission, point_id: int) -> str:
    """Return the address of the card that was used: on the same page of the same list, or at its submission."""
    if request.form.get("from") != LIST:
        return submission_url(received, f"_point_{point_id}")
    chosen, hearing = read_filter(), matter_or_404(received.hearing).hearing
    point = points.get(db(), point_id)
    page = page_of(listed(hearing, chosen), point.root) if point else None
    return chosen.url(hearing.id, page=page or chosen.page, anchor=f"_point_{point_id}")


def _told_elsewhere(shown: list[Point]) -> list[tuple[str, Point]]:
    """Return what is to be told of points that do not stand on the page: what was done took them out of the list."""
    here, found = {point.id for point in shown}, []
    for told in get_flashed_messages(with_categories=True):
        (kind, _, number), message = str(told[0]).partition("-"), str(told[1])
        if kind == "point" and number.isdecimal() and int(number) not in here:
            point = points.get(db(), int(number))
            found += [(message, point)] if point else []
    return found


def _together(hearing_id: str, shown: list[Point]) -> dict[int, list[Point]]:
    """Return the others that share an assessment with each point of the list, by its id, where they count."""
    sharing = assessments.sharing_of(db(), (point.root for point in shown))
    ids = {member for members in sharing.values() for member in members}
    count = points.counting(db(), hearing_id, ids)
    others = {point.id: point for point in points.in_hearing(db(), hearing_id, ids & count)}
    return {
        point.id: [others[member] for member in sharing[point.root] if member in others and member != point.id]
        for point in shown
    }


def _bodies(hearing: Hearing, ids: frozenset[str]) -> list[tuple[str, str]]:
    """Return (id, name) of bodies, by the name that the reader sees."""
    words, council = reader(), council_with_guests()
    known = {body.id: body for body in (*(council.bodies if council else ()), *hearing.invited) if body.id in ids}
    named = [(body.id, words.local(body.name)) for body in words.by_name(known.values())]
    return named + [(body_id, body_id) for body_id in sorted(ids - set(known))]


def _known(received: Submission, point_id: int) -> Point:
    point = points.get(db(), point_id)
    if point is None or point.submission != received.reference:
        abort(404)
    return point


def _used() -> tuple[int, ...]:
    """Return the standard phrases that were put into the text."""
    return row_ids(request.form.get("used", "").split(","))


def _with_phrase(received: Submission, point_id: int, given: Unsaved) -> ResponseReturnValue:
    """Show the page again with a standard phrase behind what is typed; nothing is stored."""
    _, point = reader().gettext, _known(received, point_id)
    stored = phrases.get(db(), request.form.get("phrase", -1, type=int))
    if stored is None:
        troubles()[point_id] = Trouble("phrase", _("Choose a phrase first."), request.form.get("used", ""))
        return card_page(received, unsaved={point_id: given}, code=422)
    naming = Naming(matter_or_404(received.hearing).hearing)
    body, part = naming.body(point.body), naming.part(point.item)
    text = appended(given.assessment, stored.phrase.filled(naming.language, body=body, part=part))
    used = ",".join(filter(None, (request.form.get("used", ""), str(stored.id))))
    troubles()[point_id] = Trouble("phrase", _("The phrase is put in. It is not saved yet."), used)
    filled = Unsaved(text, given.conclusion or stored.phrase.conclusion or "")
    return card_page(received, unsaved={point_id: filled})


def _on_to_the_next(received: Submission, before: Point) -> ResponseReturnValue:
    """Go on to the next point that is not done: of the same list, or of the same submission."""
    _ = reader().gettext
    flash(_saved(received, before))
    if request.form.get("from") == LIST:
        address = _next_of_list(received, before)
    else:
        own = points.of_submission(db(), received.reference)
        later = [point for point in own if not point.done and point.id != before.id]
        ahead = next((point for point in later if point.id > before.id), later[0] if later else None)
        address = submission_url(received, f"_point_{ahead.id}") if ahead else None
    if address is None:
        flash(_("There are no more points without assessment or conclusion here."), f"point-{before.id}")
        return redirect(back_to(received, before.id), 303)
    return redirect(address, 303)


def _next_of_list(received: Submission, before: Point) -> str | None:
    """Return the address of the next point of the list that is not done, after this one and then from the top."""
    hearing, chosen = matter_or_404(received.hearing).hearing, read_filter()
    shown = listed(hearing, chosen)
    everything = listed(hearing, chosen.without("vis")) if "vis" in chosen.given else shown
    place = next((number for number, one in enumerate(everything) if one.root == before.root), -1)
    wanted = {one.root for one in shown}
    ahead = [*everything[place + 1 :], *everything[:place]] if place >= 0 else list(everything)
    found = next((one for one in ahead if not one.done and one.root in wanted), None)
    if found is None:
        return None
    page = page_of(shown, found.root) or 1
    return chosen.url(hearing.id, page=page, anchor=f"_point_{found.id}")


def _tell_saved(received: Submission, before: Point) -> None:
    """Say that a point is saved: at the point, or on top of a list that it has left."""
    point = points.get(db(), before.id)
    hearing = matter_or_404(received.hearing).hearing
    on_list = request.form.get("from") == LIST
    left = on_list and point is not None and page_of(listed(hearing, read_filter()), point.root) is None
    if left:
        flash(_saved(received, before))
    else:
        flash(reader().gettext("Saved."), f"point-{before.id}")
    if point is not None and standing(db(), point).state is ReviewState.CHANGED and before.revision != point.revision:
        _ = reader().gettext
        told = _("The point was approved. The new wording is not: it must be approved anew.")
        flash(told, "message" if left else f"point-{before.id}")


def _saved(received: Submission, point: Point) -> str:
    body = known_body(matter_or_404(received.hearing), received.body)
    start = shorten(point.quote, LONGEST_NAME, placeholder=" …")
    _ = reader().gettext
    return _("Saved: «{quote}», {body}.", quote=start, body=body.name if body else received.body)
