"""`samrad status`, `invite` and `publish`: where hearings stand, and one of them on its way."""

from dataclasses import asdict
from functools import partial
from typing import Any

import click

from hearing_app.cli.progress import Progress, progress
from hearing_app.cli.standing import show_hearing
from hearing_app.cli.terminal import WORDS, Stopped, Workspace, _, ngettext, now, pass_workspace, tell_json
from hearing_app.definitions import load_content
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.submission import latest_by_body
from hearing_app.inviting.invite import invite_bodies, new_link
from hearing_app.publishing.publish import PublishingStopped, publish
from hearing_app.publishing.publish_plan import Plan, plan
from hearing_app.publishing.report import problem_line, standings
from hearing_app.storage import Database, publications, submissions
from hearing_app.storage.publish_jobs import JobStep
from hearing_app.text import words_for
from hearing_app.treating.assess import proposed_release

ACTOR = "terminal"


@click.command("status", help=_("Show where every hearing stands, or how far each body of one hearing has come."))
@click.argument("hearing_id", metavar="[HEARING]", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list, or one object for one hearing."))
@pass_workspace
def status_command(workspace: Workspace, hearing_id: str | None, *, as_json: bool) -> None:
    """Show every hearing with its figures, or the bodies of one."""
    if hearing_id is not None:
        show_hearing(workspace, hearing_id, as_json=as_json)
        return
    loaded = load_content(workspace.settings.content)
    with workspace.database() as db:
        rows = standings(db, loaded, WORDS, now=now())
    if as_json:
        tell_json([asdict(row) for row in rows])
        return
    for row in rows:
        click.echo(click.style(row.title, bold=True) + f"  ({row.hearing})")
        click.echo(
            "  "
            + _(
                "{status}. Deadline {deadline}. {answered} of {invited} have answered, {begun} have begun.",
                **asdict(row),
            )
        )
        click.echo("  " + _("{points} points, {open_points} without conclusion.", **asdict(row)))
        if row.others or row.held:
            click.echo("  " + _("Without invitation: {others} answers admitted, {held} waiting.", **asdict(row)))
    for problem in loaded.errors:
        click.echo(problem_line(problem, WORDS), err=True)


@click.command("invite", help=_("Invite the bodies of a hearing that have no personal link yet, by mail."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--body", "body_ids", multiple=True, help=_("Only this body; can be given several times."))
@click.option(
    "--print-link",
    is_flag=True,
    help=_("Make a new link for each --body and print it instead of mailing it."),
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def invite_command(
    workspace: Workspace, hearing_id: str, body_ids: tuple[str, ...], *, print_link: bool, as_json: bool
) -> None:
    """Invite; whoever has a working link gets no second mail."""
    hearing = workspace.matter(hearing_id).hearing
    bodies = _chosen(hearing, body_ids)
    with workspace.database() as db:
        if print_link:
            if not body_ids:
                raise Stopped(_("--print-link needs --body."))
            address = workspace.settings.base_url
            links = {b.id: new_link(db, hearing, b, base_url=address, actor=ACTOR, now=now()) for b in bodies}
            if as_json:
                tell_json({"links": [{"body": body, "link": link} for body, link in links.items()]})
            else:
                click.echo("\n".join(links.values()))
            return
        done = invite_bodies(
            db,
            hearing,
            bodies,
            sender=workspace.sender,
            words_of=lambda b: words_for(b.language or hearing.language),
            actor=ACTOR,
            now=now(),
        )
    if as_json:
        rows = {name: [body.id for body in bodies] for name, bodies in vars(done).items()}
        tell_json(rows)
        return
    click.echo(ngettext("{number} invitation queued.", "{number} invitations queued.", len(done.sent)))
    if done.had_one:
        click.echo(
            ngettext("{number} body had a link already.", "{number} bodies had a link already.", len(done.had_one))
        )
    for body in done.without_email:
        click.echo(
            _("{body} has no e-mail address. Import one with `samrad contacts`, or use --print-link.", body=body.name)
        )


def _chosen(hearing: Hearing, body_ids: tuple[str, ...]) -> tuple[Body, ...]:
    unknown = [body_id for body_id in body_ids if hearing.invited_body(body_id) is None]
    if unknown:
        raise Stopped(_("«{id}» is not invited to this hearing. See invited: in hearing.yml.", id=unknown[0]))
    return tuple(body for body in hearing.invited if not body_ids or body.id in body_ids)


@click.command("publish", help=_("Publish a hearing's submissions and summary, and build the site."))
@click.argument("hearing_id", metavar="HEARING")
@click.option(
    "--only",
    "references",
    multiple=True,
    help=_("Only this submission, by its reference; otherwise those that are public, or all the first time."),
)
@click.option("--all", "everything", is_flag=True, help=_("All that have been received, also those held back."))
@click.option(
    "--section",
    "sections",
    multiple=True,
    help=_("Conclusions on this part only, by its id; can be given several times. `--section all` is every part."),
)
@click.option("--message", default="", help=_("Why something that readers have seen is corrected or taken away."))
@click.option("--mail", is_flag=True, help=_("Tell bodies by mail of what is public for the first time."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be written."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def publish_command(
    workspace: Workspace,
    hearing_id: str,
    references: tuple[str, ...],
    *,
    everything: bool,
    sections: tuple[str, ...],
    message: str,
    mail: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish, or show what publishing would do."""
    matter = workspace.matter(hearing_id)
    concluded = _concluded(matter.hearing, sections)
    with workspace.database() as db:
        chosen = _references(db, matter, references, everything=everything)
        settings, at = workspace.settings, now()
        if dry_run:
            with progress(_("What goes out is looked through …"), as_json=as_json):
                todo = plan(db, matter, settings.content, released=chosen, now=at, concluded=concluded, note=message)
            _tell_plan(todo, as_json=as_json)
        else:
            with progress(_("The hearing is being published …"), as_json=as_json) as told:
                todo = publish(
                    db,
                    settings,
                    hearing_id,
                    released=chosen,
                    actor=ACTOR,
                    now=at,
                    concluded=concluded,
                    note=message,
                    mails=mail,
                    report=_quiet if as_json else partial(_tell_step, told),
                )
            done = publications.last_done(db, hearing_id)
            mails = publications.told_with(db, done.id) if done else 0
            _tell_published(todo, done.commit if done else "", mails, as_json=as_json)
    if not as_json:
        for warning in todo.warnings:
            click.echo(WORDS.say(warning), err=True)


def _concluded(hearing: Hearing, sections: tuple[str, ...]) -> Concluded | None:
    """Return which conclusions were asked for; None for those that are released now."""
    if not sections:
        return None
    if "all" in sections:
        return EVERYTHING
    unknown = [section for section in sections if hearing.item(section) is None]
    if unknown:
        known = ", ".join(item.id for item in hearing.items)
        raise Stopped(_("There is no part «{id}» in this hearing. There are: {known}.", id=unknown[0], known=known))
    return Concluded(everything=False, items=frozenset(sections))


def _tell_plan(todo: Plan, *, as_json: bool) -> None:
    """Show what would be written.

    Raises:
        PublishingStopped: it would not be.
    """
    lines = [line for change in todo.changes for line in change.lines]
    if as_json:
        stops, changed = [WORDS.say(stop) for stop in todo.stops], [change.path for change in todo.changes]
        affected = [*todo.affected.withdrawn, *todo.affected.corrected]
        told = {"files": changed, "difference": lines, "stops": stops, "needs_message": affected}
        tell_json({**told, **_warnings(todo)})
    else:
        click.echo("\n".join(lines))
    if todo.stops:
        raise PublishingStopped(todo.stops)


def _warnings(todo: Plan) -> dict[str, Any]:
    return {"warnings": [WORDS.say(warning) for warning in todo.warnings]}


def _tell_step(told: Progress, step: JobStep) -> None:
    """Tell what has been done; what is piped on is not among it."""
    said = {
        JobStep.CHECKED: _("Checked. The site is being built."),
        JobStep.BUILT: _("Built."),
        JobStep.WRITTEN: _("Files written."),
        JobStep.COMMITTED: "",
        JobStep.QUEUED: _("The site is switched."),
    }
    if said.get(step):
        told.line(said[step])


def _quiet(_step: JobStep) -> None:
    """Tell nothing."""


def _tell_published(todo: Plan, commit: str, mails: int, *, as_json: bool) -> None:
    figures = {"released": todo.public.released, "answered": todo.public.answered, "points": len(todo.public.points)}
    if as_json:
        concluded = "all" if todo.concluded.everything else sorted(todo.concluded.items)
        files = [change.path for change in todo.changes]
        told = {**figures, "concluded": concluded, "files": files, "commit": commit, "mails": mails}
        tell_json({**told, **_warnings(todo)})
        return
    click.echo(_("Published: {released} of {answered} submissions, {points} points.", **figures))
    if commit:
        click.echo(_("Committed to the repository as {commit}.", commit=commit[:12]))
    if mails:
        click.echo(ngettext("{number} body is told by mail.", "{number} bodies are told by mail.", mails))


def _references(db: Database, matter: Matter, wanted: tuple[str, ...], *, everything: bool) -> frozenset[str]:
    """Return what to publish: what was named, else what readers see already, else (the first time) all there is."""
    hearing_id = matter.hearing.id
    known = {submission.reference for submission in latest_by_body(submissions.of_hearing(db, hearing_id))}
    if unknown := set(wanted) - known:
        raise Stopped(_("There is no submission {reference} in this hearing.", reference=min(unknown)))
    if wanted:
        return frozenset(wanted)
    return frozenset(known) if everything else proposed_release(db, matter)
