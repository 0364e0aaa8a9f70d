"""The desk: its one door, and the overview of all hearings."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.moderate import held
from hearing_app.definitions import load_content
from hearing_app.domain.council import Body
from hearing_app.domain.guest import is_guest
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import HearingStatus, Level, Role
from hearing_app.inviting.mail_care import plain_reason
from hearing_app.library import COUNCIL_FILES, DefinitionBroken
from hearing_app.publishing.publish import ask_for_site
from hearing_app.storage import adoption_reports, assessments, assignments, outbox, rebuilds, submissions, tallies
from hearing_app.storage.outbox import MailState
from hearing_app.storage.users import User
from hearing_app.web.access import needs
from hearing_app.web.current import db, library, now, settings
from hearing_app.web.frame import listen_for_language, reader
from hearing_app.web.guest_names import council_with_guests
from hearing_app.web.kept import posted
from hearing_app.web.login import require_user

desk = Blueprint("desk", __name__, url_prefix="/sekretariat")
desk.before_request(require_user)
desk.before_request(listen_for_language)


@dataclass(frozen=True)
class Row:
    """One hearing in the overview.

    `left` counts those that have answered and are no longer invited, `others` those who answered without being
    invited and are admitted, `held` those who wait for that. `unpublished` counts the answers that readers cannot see,
    `reports` the reports of adoptions that wait to be looked at.
    """

    matter: Matter
    status: HearingStatus
    answered: int
    left: int
    points: int
    open_points: int
    others: int
    held: int
    unpublished: int
    reports: int

    @property
    def unfinished(self) -> bool:
        """Whether the deadline is over, and there is more to do before everything is published."""
        if self.status is HearingStatus.DECIDED:
            return bool(self.unpublished or self.open_points)
        return self.status in (HearingStatus.CLOSED, HearingStatus.SUMMARISED) and bool(self.answered + self.others)


class Broken(Exception):
    """The hearing's files have mistakes; whoever works at the desk sees which, and nothing that may be out of date."""

    def __init__(self, hearing_id: str, problems: tuple[Problem, ...]) -> None:
        """Take the hearing and its problems."""
        super().__init__(hearing_id)
        self.hearing_id = hearing_id
        self.problems = problems


@desk.context_processor
def _who() -> dict[str, object]:
    """Let every page of the desk know who sits there, so that it offers only what the role may do."""
    return {"user": g.get("user")}


@desk.get("/")
@needs(Role.READER)
def overview() -> ResponseReturnValue:
    """Show where every hearing stands, and what needs a hand."""
    loaded = load_content(settings().content)
    waiting = outbox.waiting(db())
    # Who is invited, and to what, cannot be told without the council: figures of it would be wrong.
    whole = () if any(problem.place.file in COUNCIL_FILES for problem in loaded.errors) else loaded.matters
    return render_template(
        "desk/overview.html",
        rows=[_row(matter) for matter in whole],
        broken=sorted(set(library().hearing_ids()) - {matter.hearing.id for matter in whole}),
        problems=gravest_first(loaded.problems),
        error_level=Level.ERROR,
        lost=sorted(submissions.hearings(db()) - set(library().hearing_ids())),
        waiting=waiting,
        failing=[mail for mail in waiting if mail.state(now()) is MailState.FAILED],
        doubtful=sum(mail.state(now()) is MailState.UNCERTAIN for mail in waiting),
        plain_reason=plain_reason,
        site_error=rebuilds.last_error(db()),
        mine=sum(not given.point.done for given in assignments.of_user(db(), user().username)),
        to_review=len(assessments.in_review(db())),
    )


@desk.post("/nettstedet/")
@needs(Role.CASE_OFFICER)
def rebuild() -> ResponseReturnValue:
    """Have the site built anew from files that were edited by hand; what goes wrong is told on the overview."""
    _ = reader().gettext
    if load_content(settings().content).errors:
        flash(_("The site is not built anew: the content has errors. Correct those below first."), "refused")
        return redirect(url_for("desk.overview", _anchor="_problems"), 303)
    ask_for_site(db(), actor=user().username, now=now())
    flash(_("The site will be built anew in a moment. If that fails, it is told here: load this page again."), "asked")
    return redirect(url_for("desk.overview"), 303)


def user() -> User:
    """Return who sits at the desk."""
    found: User = g.user
    return found


def matter_or_404(hearing_id: str) -> Matter:
    """Return the matter as its files say, or answer that there is none.

    What the app remembers from before a mistake is for those who answer: here every process says the same.

    Raises:
        Broken: the files have mistakes.
    """
    try:
        found = library().matter(hearing_id)
    except DefinitionBroken as broken:
        raise Broken(hearing_id, broken.problems) from broken
    if found is None:
        abort(404)
    return found


@desk.errorhandler(Broken)
def broken_page(error: Broken) -> ResponseReturnValue:
    """Show what is wrong in a hearing's files, and give back what was posted."""
    problems = gravest_first(error.problems)
    page = render_template("desk/broken.html", id=error.hearing_id, problems=problems, kept=posted(reader()))
    return page, 409 if request.method == "POST" else 200


def gravest_first(problems: tuple[Problem, ...]) -> list[Problem]:
    """Return the problems with errors before warnings and notes; each kind stays in the files' order."""
    return sorted(problems, key=lambda problem: list(Level).index(problem.level))


def known_body(matter: Matter, body_id: str) -> Body | None:
    """Return an invited body, or one that council.yml still knows after it was taken off the invitation."""
    invited = matter.hearing.invited_body(body_id)
    if invited is not None:
        return invited
    found = council_with_guests()
    return found.body(body_id) if found else None


def _row(matter: Matter) -> Row:
    hearing_id = matter.hearing.id
    heads = tallies.latest_heads(db(), hearing_id)
    answered, references = set(heads), {head.reference for head in heads.values()}
    invited = {body.id for body in matter.hearing.invited}
    return Row(
        matter,
        matter.status(now()),
        len(answered & invited),
        sum(not is_guest(body_id) for body_id in answered - invited),
        assessments.count(db(), hearing_id),
        assessments.count_states(db(), hearing_id)[PointState.OPEN],
        sum(map(is_guest, answered)),
        held(db(), hearing_id),
        len(references - submissions.released(db(), hearing_id)),
        adoption_reports.waiting(db(), hearing_id),
    )
