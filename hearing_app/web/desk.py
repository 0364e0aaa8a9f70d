"""The desk: its one door, and the overview of all hearings."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import points_that_count
from hearing_app.definitions import load_content
from hearing_app.domain.council import Body
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import latest_by_body
from hearing_app.domain.vocabulary import HearingStatus
from hearing_app.library import DefinitionBroken
from hearing_app.publish import ask_for_site
from hearing_app.storage import outbox, rebuilds, submissions
from hearing_app.storage.users import User
from hearing_app.web.current import db, library, now, settings
from hearing_app.web.frame import council, listen_for_language, reader
from hearing_app.web.login import require_user

desk = Blueprint("desk", __name__, url_prefix="/sekretariat")
desk.before_request(require_user)
desk.before_request(listen_for_language)


@dataclass(frozen=True)
class Row:
    """One hearing in the overview; `left` counts those that have answered and are no longer invited."""

    matter: Matter
    status: HearingStatus
    answered: int
    left: int
    points: int
    open_points: int


@desk.get("/")
def overview() -> ResponseReturnValue:
    """Show where every hearing stands, and what needs a hand."""
    loaded = load_content(settings().content)
    waiting = outbox.waiting(db())
    return render_template(
        "desk/overview.html",
        rows=[_row(matter) for matter in loaded.matters],
        problems=loaded.problems,
        lost=sorted(submissions.hearings(db()) - set(library().hearing_ids())),
        waiting=waiting,
        failing=[mail for mail in waiting if mail.last_error],
        site_error=rebuilds.last_error(db()),
    )


@desk.post("/nettstedet/")
def rebuild() -> ResponseReturnValue:
    """Have the site built anew from files that were edited by hand; what goes wrong is told on the overview."""
    ask_for_site(db(), actor=user().username, now=now())
    _ = reader().gettext
    flash(_("The site is being built anew. Readers see it in a few seconds; if something is wrong, it is told here."))
    return redirect(url_for("desk.overview"), 303)


def user() -> User:
    """Return who sits at the desk."""
    found: User = g.user
    return found


def matter_or_404(hearing_id: str) -> Matter:
    """Return the matter as it was before a mistake was made in its files, or answer that there is none."""
    try:
        found = library().matter(hearing_id)
    except DefinitionBroken:
        found = library().last_good(hearing_id)
        if found is None:
            abort(503)
    if found is None:
        abort(404)
    return found


def known_body(matter: Matter, body_id: str) -> Body | None:
    """Return an invited body, or one that council.yml still knows after it was taken off the invitation."""
    found = council()
    return matter.hearing.invited_body(body_id) or (found.body(body_id) if found else None)


def _row(matter: Matter) -> Row:
    hearing_id = matter.hearing.id
    points = points_that_count(db(), hearing_id)
    answered = {s.body for s in latest_by_body(submissions.of_hearing(db(), hearing_id))}
    invited = {body.id for body in matter.hearing.invited}
    return Row(
        matter,
        matter.status(now()),
        len(answered & invited),
        len(answered - invited),
        len(points),
        sum(not point.done for point in points),
    )
