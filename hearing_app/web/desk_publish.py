"""Publishing: choose, look at what would change, and let it out."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import proposed_release
from hearing_app.build import BuildFailed, ContentBroken
from hearing_app.definitions import released as files
from hearing_app.deploy import BuildBusy
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Problem
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.vocabulary import Role
from hearing_app.library import DefinitionBroken
from hearing_app.publish import Plan, PlanChanged, PublishingStopped, plan, publish
from hearing_app.storage import submissions
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

_CHANGED = N_("This is not what you looked at: the choice or a text has changed. Look through it, and publish then.")
_BROKEN = N_("There are mistakes in the content. Correct them and publish again; nothing has been published.")
_BUSY = N_("The site is being built right now. Wait a moment and publish again; nothing has been published.")
_FAILED = N_(
    "The site could not be built. The old site stands, and nothing has been published. This is what the builder said:"
)


@dataclass(frozen=True)
class Stop:
    """Why nothing was published: in words, with mistakes in the content, or with what the builder said."""

    reasons: tuple[Message, ...]
    problems: tuple[Problem, ...] = ()
    said: str = ""
    code: int = 409


@dataclass(frozen=True)
class Effects:
    """What readers will notice: bodies' names by what happens to their answers, and whether the summary changes."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    summary: bool


@desk.get("/<hearing_id>/publiser/")
@needs(Role.READER)
def publishing(hearing_id: str) -> ResponseReturnValue:
    """Show what would be published."""
    if "valgt" in request.args:
        return _page(hearing_id, frozenset(request.args.getlist("svar")))
    return _page(hearing_id, proposed_release(db(), matter_or_404(hearing_id)))


@desk.post("/<hearing_id>/publiser/")
@needs(Role.REVIEWER)
def release(hearing_id: str) -> ResponseReturnValue:
    """Publish exactly what was looked at; a change of the choice, or of anything else, is looked at first."""
    chosen = frozenset(request.form.getlist("svar"))
    matter_or_404(hearing_id)
    if request.form.get("action") != "publish":
        return redirect(url_for("desk.publishing", hearing_id=hearing_id, valgt=1, svar=sorted(chosen)), 303)
    stop = _publish(hearing_id, chosen)
    if stop is not None:
        return _page(hearing_id, chosen, stop)
    _ = reader().gettext
    flash(_("Published. Readers see it now."), "published")
    return redirect(url_for("desk.publishing", hearing_id=hearing_id), 303)


def _publish(hearing_id: str, chosen: frozenset[str]) -> Stop | None:
    """Publish, or return why not."""
    try:
        seen = request.form.get("seen", "")
        publish(db(), settings(), hearing_id, released=chosen, actor=user().username, now=now(), seen=seen)
    except PlanChanged:
        return Stop((_CHANGED,))
    except PublishingStopped as stopped:
        return Stop(stopped.reasons)
    except (DefinitionBroken, ContentBroken) as broken:
        return Stop((_BROKEN,), problems=broken.problems)
    except BuildBusy:
        return Stop((_BUSY,))
    except (BuildFailed, OSError) as failed:  # OSError: a full disk, say
        return Stop((_FAILED,), said=str(failed), code=500)
    return None


def _effects(todo: Plan, matter: Matter, before: frozenset[str], latest: tuple[Submission, ...]) -> Effects:
    """Return what a plan does, told from its files.

    Args:
        before: ids of the bodies whose answers readers can see now.
        latest: the answers that count, in the order in which they are told.
    """
    folder = f"hearings/{matter.hearing.id}/"
    touched = {change.path for change in todo.changes}
    paths = {s.body: folder + files.submission_file(s.body) for s in latest}
    new: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    for body_id, path in paths.items():
        if path in touched:
            body = known_body(matter, body_id)
            happens = removed if todo.files[path] is None else changed if body_id in before else new
            happens.append(reader().local(body.name) if body else body_id)
    return Effects(tuple(new), tuple(changed), tuple(removed), summary=folder + files.SUMMARY in touched)


def _plan(hearing_id: str, chosen: frozenset[str]) -> Plan:
    return plan(db(), matter_or_404(hearing_id), settings().content, released=chosen, now=now())


def _page(hearing_id: str, chosen: frozenset[str], stop: Stop | None = None) -> ResponseReturnValue:
    """Show the choice and its plan, and why publishing stopped, if it did."""
    matter, todo = matter_or_404(hearing_id), _plan(hearing_id, chosen)
    received, released = submissions.of_hearing(db(), hearing_id), submissions.released(db(), hearing_id)
    latest = reader().by_body(latest_by_body(received), council_with_guests())
    before = frozenset(s.body for s in received if s.reference in released)
    page = render_template(
        "desk/publish.html",
        matter=matter,
        hearing=matter.hearing,
        latest=latest,
        effects=_effects(todo, matter, before, latest),
        released=released,
        renewed=before,
        chosen=chosen,
        plan=todo,
        seen=todo.fingerprint,
        stop=stop,
    )
    return page, stop.code if stop else 200
