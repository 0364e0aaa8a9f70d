"""Publishing: choose, look at what would change, let it out, and see how far it has come."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.building import repository
from hearing_app.building.git_program import CommitRefused
from hearing_app.definitions import released as files
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import Message
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.vocabulary import Role
from hearing_app.mailing.published_mail import news
from hearing_app.publishing.publish import REASON_MISSING
from hearing_app.publishing.publish_job import CHANGED, is_broken_off
from hearing_app.publishing.publish_plan import FileChange, Plan, plan
from hearing_app.storage import points, publications, publish_jobs, pushes, submissions
from hearing_app.storage.publish_jobs import Job, JobKind, JobState, JobStep
from hearing_app.text.long_lists import first_of, told_shortly
from hearing_app.text.order import alphabetical
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import council, found_again_at, reader
from hearing_app.web.guest_names import council_with_guests
from hearing_app.web.kept import posted
from hearing_app.web.named_files import named_files
from hearing_app.web.publish_choice import (
    FILE,
    KEPT,
    Chosen,
    asked_choice,
    begin_job,
    choice_of_job,
    keep_choice,
    looking_at,
    posted_choice,
)

STEPS = (JobStep.CHECKED, JobStep.BUILT, JobStep.WRITTEN, JobStep.COMMITTED, JobStep.QUEUED)
LOOK_AGAIN_SECONDS = 3
MOST_ANSWERS = 20
"""Of so many answers the boxes stand open; more of them stand behind a fold."""
MOST_CHARACTERS, MOST_LINES = 100_000, 1000
"""Of how long files all differences are shown at once; of longer ones that of one file, and of that so many lines."""


@dataclass(frozen=True)
class Effects:
    """What readers will notice: bodies' names by what happens to their answers, and whether the summary changes."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    summary: bool


@dataclass(frozen=True)
class Part:
    """A part of the hearing with points: how many, and how many of them are concluded."""

    item: Item
    points: int
    concluded: int


@desk.get("/<hearing_id>/publiser/")
@needs(Role.READER)
def publishing(hearing_id: str) -> ResponseReturnValue:
    """Show what would be published."""
    chosen, found = asked_choice(matter_or_404(hearing_id))
    carried = tuple((name, value) for name, value in request.args.items(multi=True) if name not in {FILE, "lang"})
    return choice_page(hearing_id, chosen, carried if found else (), gone=not found)


@desk.post("/<hearing_id>/publiser/valg/")
@needs(Role.READER)
def look_at_choice(hearing_id: str) -> ResponseReturnValue:
    """Keep what was ticked, and lead to the page that shows what it would do."""
    matter_or_404(hearing_id)
    return redirect(looking_at(hearing_id, keep_choice(hearing_id, posted_choice())), 303)


@desk.post("/<hearing_id>/publiser/")
@needs(Role.REVIEWER)
def release(hearing_id: str) -> ResponseReturnValue:
    """Begin to publish exactly what was looked at; a change of the choice, or of anything else, is looked at first."""
    chosen, matter = posted_choice(), matter_or_404(hearing_id)
    if request.form.get("action") != "publish":
        return look_at_choice(hearing_id)
    under_way = publish_jobs.newest(db(), JobKind.PUBLISH, hearing_id)
    if under_way and under_way.ended_at is None and not is_broken_off(settings(), under_way):
        return redirect(url_for("desk.publish_progress", hearing_id=hearing_id, job_id=under_way.id), 303)
    stops = _stops(matter, chosen)
    if stops:
        kept = keep_choice(hearing_id, chosen)
        found_again_at(looking_at(hearing_id, kept))
        return choice_page(hearing_id, chosen, ((KEPT, str(kept)),), stops)
    number = begin_job(JobKind.PUBLISH, hearing_id, chosen, seen=request.form.get("seen", ""))
    return redirect(url_for("desk.publish_progress", hearing_id=hearing_id, job_id=number), 303)


@desk.get("/<hearing_id>/publiser/<int:job_id>/")
@needs(Role.READER)
def publish_progress(hearing_id: str, job_id: int) -> ResponseReturnValue:
    """Show how far a publishing has come, and how it ended."""
    matter, job = matter_or_404(hearing_id), job_or_404(hearing_id, job_id, JobKind.PUBLISH)
    done = publications.of_job(db(), job.id)
    state = JobState.INTERRUPTED if is_broken_off(settings(), job) else job.state
    page = render_template(
        "desk/publish_progress.html",
        matter=matter,
        hearing=matter.hearing,
        job=job,
        steps=STEPS,
        reached=_reached(job),
        state=state,
        again=url_for("desk.publishing", hearing_id=hearing_id) if state is JobState.DONE else choice_of_job(job),
        named=named_files(job.reason),
        commit=done.commit if done else "",
        mails=publications.told_with(db(), done.id) if done else 0,
        mail_waits=done is not None and any(one.id == done.id for one in publications.untold(db())),
        git=_git(),
    )
    return page, {"Refresh": str(LOOK_AGAIN_SECONDS)} if _goes_on(job) else {}


def _goes_on(job: Job) -> bool:
    return job.ended_at is None and not is_broken_off(settings(), job)


def _reached(job: Job) -> frozenset[JobStep]:
    """Return the steps that a job has done."""
    if job.state is JobState.DONE:
        return frozenset(STEPS)
    return frozenset(STEPS[: STEPS.index(job.step) + 1]) if job.step in STEPS else frozenset()


def job_or_404(hearing_id: str, job_id: int, kind: JobKind) -> Job:
    """Return a hearing's job, or answer that there is none."""
    job = publish_jobs.get(db(), job_id)
    if job is None or job.hearing != hearing_id or job.kind is not kind:
        abort(404)
    return job


def _stops(matter: Matter, chosen: Chosen) -> tuple[Message, ...]:
    """Return why the choice cannot be published as it is; what takes long to find out the job tells."""
    todo = _plan(matter, chosen)
    if request.form.get("seen", "") != todo.fingerprint:
        return (CHANGED,)
    missing = (REASON_MISSING,) if todo.affected and not chosen.note else ()
    return (*todo.stops, *missing)


def _plan(matter: Matter, chosen: Chosen) -> Plan:
    return plan(
        db(),
        matter,
        settings().content,
        released=chosen.released,
        now=now(),
        concluded=chosen.concluded,
        note=chosen.note,
    )


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
            happens = removed if todo.files[path] is None else changed if body_id in before else new
            happens.append(_name(matter, body_id))
    return Effects(tuple(new), tuple(changed), tuple(removed), summary=folder + files.SUMMARY in touched)


def _name(matter: Matter, body_id: str) -> str:
    body = known_body(matter, body_id)
    return reader().local(body.name) if body else body_id


def _parts(hearing: Hearing, chosen: Chosen) -> tuple[Part, ...]:
    """Return the parts that have points among the chosen answers, and those that are chosen."""
    found = [point for point in points.of_hearing(db(), hearing.id) if point.submission in chosen.released]
    number = Counter(point.item for point in found)
    concluded = Counter(point.item for point in found if point.done)
    parts = (Part(item, number[item.id], concluded[item.id]) for item in hearing.items)
    return tuple(part for part in parts if part.points or part.item.id in chosen.concluded.items)


def _differences(todo: Plan) -> tuple[FileChange, ...]:
    """Return the changes to show: of the file that is asked for, or of all where they are short."""
    asked = tuple(change for change in todo.changes if change.path == request.args.get(FILE))
    size = sum(len(change.before) + len(change.after) for change in todo.changes)
    return asked or (todo.changes if size <= MOST_CHARACTERS else ())


def _git() -> bool:
    """Tell whether the content is kept in git; where git cannot say, publishing tells."""
    try:
        return repository.is_repository(settings().content)
    except CommitRefused:
        return True


def choice_page(
    hearing_id: str,
    chosen: Chosen,
    carried: tuple[tuple[str, str], ...] = (),
    stops: tuple[Message, ...] = (),
    *,
    gone: bool = False,
) -> ResponseReturnValue:
    """Show the choice and its plan.

    Args:
        carried: what names the choice in an address; nothing where it is what a choice begins with.
        stops: why it was not published, if that was tried.
        gone: whether the address names a choice that is not kept any more.
    """
    matter = matter_or_404(hearing_id)
    todo = _plan(matter, chosen)
    received, released = submissions.of_hearing(db(), hearing_id), submissions.released(db(), hearing_id)
    latest = reader().by_body(latest_by_body(received), council_with_guests())
    before = frozenset(s.body for s in received if s.reference in released)
    last = publish_jobs.newest(db(), JobKind.PUBLISH, hearing_id)
    pushed = pushes.last(db()) if settings().git_push else None
    told = news(db(), matter.hearing, todo.copies, todo.public, council())
    page = render_template(
        "desk/publish.html",
        matter=matter,
        hearing=matter.hearing,
        latest=latest,
        effects=_effects(todo, matter, before, latest),
        released=released,
        renewed=before,
        chosen=chosen,
        carried=carried,
        gone=gone,
        parts=_parts(matter.hearing, chosen),
        unchosen=[_name(matter, sent.body) for sent in latest if sent.reference not in chosen.released],
        most_answers=MOST_ANSWERS,
        reached=sum(bool(one.recipient) for one in told),
        unreached=sorted((reader().local(o.body.name) for o in told if not o.recipient), key=alphabetical),
        affected=sorted(
            (_name(matter, body) for body in (*todo.affected.withdrawn, *todo.affected.corrected)), key=alphabetical
        ),
        plan=todo,
        seen=todo.fingerprint,
        file=request.args.get(FILE, ""),
        differences=_differences(todo),
        most_lines=MOST_LINES,
        stops=stops,
        last=last,
        failed_choice=choice_of_job(last) if last and last.state is JobState.FAILED and not carried else "",
        broken_off=last is not None and (last.state is JobState.INTERRUPTED or is_broken_off(settings(), last)),
        push_error=pushed.error if pushed else "",
        git=_git(),
        role=user().role,
        told_shortly=told_shortly,
        first_of=first_of,
    )
    return page, 409 if stops else 200


@desk.errorhandler(CommitRefused)
def commit_refused(error: CommitRefused) -> ResponseReturnValue:
    """Tell why git did not take an edit at the desk, and give back what was posted: nothing was written."""
    return render_template("desk/commit_refused.html", error=error, kept=posted(reader())), 409
