"""`samrad`: the use cases from a terminal. It speaks the language that SAMRAD_LANG names (nb, nn or en)."""

import json
import secrets
from dataclasses import asdict
from pathlib import Path

import click

from hearing_app.accounts import SHORTEST_PASSWORD, NameMissing, PasswordTooShort, set_user
from hearing_app.assess import proposed_release
from hearing_app.backup import back_up
from hearing_app.build import build_folder
from hearing_app.cli_import import import_command
from hearing_app.definitions import load_content
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import latest_by_body
from hearing_app.invite import invite_bodies, new_link
from hearing_app.publish import PATIENCE_SECONDS, PublishingStopped, plan, publish, refresh_site
from hearing_app.report import check_content, problem_line, problem_row, standings
from hearing_app.serve import AddressTaken, WebStopped, serve
from hearing_app.settings import FILE
from hearing_app.storage import Database, submissions
from hearing_app.terminal import (
    WORDS,
    Commands,
    ExistingPath,
    Stopped,
    Workspace,
    _,
    ngettext,
    now,
    pass_workspace,
)
from hearing_app.text import words_for
from hearing_app.worker import Round, work_once

ACTOR = "terminal"
PORT = click.IntRange(1, 65535)
Content = ExistingPath(folder=True)


@click.group(
    cls=Commands,
    help=_("Samråd: hearings, decisions and adoptions, from a terminal."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help=_("The folder with samrad.toml, content, data and site."),
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Enter."""
    context.obj = Workspace(folder)


@main.command(help=_("Make a new workspace: settings with a secret key, and the folders."))
@pass_workspace
def init(workspace: Workspace) -> None:
    """Make `samrad.toml` where there is none; an existing one is left alone."""
    file = workspace.folder / FILE
    if file.exists():
        raise Stopped(_("{file} is there already. Nothing was changed.", file=file))
    (workspace.folder / "content").mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(
        f'secret_key = "{secrets.token_urlsafe(32)}"\nbase_url = "http://localhost:8000"\n', encoding="utf-8"
    )
    click.echo(
        _(
            "Made {file}. Set base_url and the mail server there; docs/operations.md lists every key.",
            file=file,
        )
    )


@main.command(help=_("Start the site, the forms, the desk and the worker; Ctrl-C stops everything."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen at."))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("The port to listen at.")
)
@pass_workspace
def run(workspace: Workspace, host: str, port: int) -> None:
    """Serve until stopped."""
    settings = workspace.settings
    if not (settings.site / "current").exists():
        click.echo(_("Building the site …"))
        with workspace.database() as db:
            refresh_site(db, settings, now=now())

    def ready() -> None:
        click.echo(_("Samråd listens at {address}. Ctrl-C stops it.", address=f"http://{host}:{port}"))
        click.echo(_("People reach it at {address} (base_url in samrad.toml).", address=settings.base_url))
        if settings.smtp is None:
            click.echo(_("Mail lands as files in {folder}.", folder=settings.outbox))

    try:
        serve(settings, host=host, port=port, ready=ready, report=_report_round)
    except AddressTaken as error:
        raise Stopped(
            _(
                "Samråd cannot listen at {address}. Another program may use it: stop that, or choose another port "
                "with PORT= or --port.",
                address=str(error),
            )
        ) from error
    except WebStopped as error:
        raise Stopped(
            _("The web processes stopped ({reason}). Look at what they wrote above.", reason=str(error))
        ) from error
    click.echo(_("Stopped."))


def _report_round(done: Round) -> None:
    if done.mail.sent:
        click.echo(ngettext("{number} mail sent.", "{number} mails sent.", done.mail.sent))
    if done.mail.failed:
        click.echo(
            ngettext(
                "{number} mail could not be sent; it is tried again.",
                "{number} mails could not be sent; they are tried again.",
                done.mail.failed,
            )
        )
    if done.rebuilt:
        click.echo(_("The site was built anew."))
    if done.site_error:
        click.echo(_("The site could not be built; the old one stands:\n{reason}", reason=done.site_error), err=True)


@main.command(help=_("Do the worker's round once: send mail and build the site where it is stale (for cron)."))
@pass_workspace
def work(workspace: Workspace) -> None:
    """Do one round of work."""
    with workspace.database() as db:
        done = work_once(db, workspace.settings, now=now())
    _report_round(done)
    if done.site_error:
        raise Stopped(_("Nothing was changed. Correct the lines above and try again."))


@main.command(help=_("Build the site: the live one of the workspace, or --content into --output."))
@click.option("--content", type=Content, help=_("A content folder to build from."))
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help=_("The folder to build into."))
@click.option("--base-url", default="", help=_("The public address, for links that must be whole."))
@pass_workspace
def build(workspace: Workspace, content: Path | None, output: Path | None, base_url: str) -> None:
    """Build the site."""
    if (content is None) != (output is None):
        raise Stopped(_("--content and --output go together."))
    if content is not None and output is not None:
        loaded = build_folder(content, output, base_url=base_url, now=now())
        for problem in loaded.problems:
            click.echo(problem_line(problem, WORDS))
        click.echo(_("The site is in {folder}.", folder=output))
    else:
        with workspace.database() as db:
            refresh_site(db, workspace.settings, now=now(), wait_seconds=PATIENCE_SECONDS)
        click.echo(_("The site was built anew."))


@main.command(help=_("Check the content: every mistake with file, line, column and what to do."))
@click.option("--content", type=Content, help=_("A content folder, or a folder of such; otherwise the workspace's."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def check(workspace: Workspace, content: Path | None, *, as_json: bool) -> None:
    """Check the content; exit code 1 where there are errors."""
    checked = check_content(content or workspace.settings.content)
    if as_json:
        click.echo(json.dumps([problem_row(p, WORDS) for p in checked.problems], ensure_ascii=False, indent=1))
    else:
        for problem in checked.problems:
            click.echo(problem_line(problem, WORDS))
        click.echo(
            _(
                "Hearings: {hearings}. Other documents: {records}. Errors: {errors}. Warnings: {warnings}.",
                hearings=checked.hearings,
                records=checked.records,
                errors=checked.errors,
                warnings=checked.warnings,
            )
        )
    if checked.errors:
        if not as_json:
            click.echo(_("Documents with errors are not counted."))
        raise SystemExit(1)


@main.command(help=_("Show where every hearing stands."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def status(workspace: Workspace, *, as_json: bool) -> None:
    """Show every hearing with its figures."""
    loaded = load_content(workspace.settings.content)
    with workspace.database() as db:
        rows = standings(db, loaded, WORDS, now=now())
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str))
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
    for problem in loaded.errors:
        click.echo(problem_line(problem, WORDS), err=True)


@main.command(help=_("Invite the bodies of a hearing that have no personal link yet, by mail."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--body", "body_ids", multiple=True, help=_("Only this body; can be given several times."))
@click.option(
    "--print-link",
    is_flag=True,
    help=_("Make a new link for each --body and print it instead of mailing it."),
)
@pass_workspace
def invite(workspace: Workspace, hearing_id: str, body_ids: tuple[str, ...], *, print_link: bool) -> None:
    """Invite; whoever has a working link gets no second mail."""
    hearing = workspace.matter(hearing_id).hearing
    bodies = _chosen(hearing, body_ids)
    with workspace.database() as db:
        if print_link:
            if not body_ids:
                raise Stopped(_("--print-link needs --body."))
            for body in bodies:
                click.echo(new_link(db, hearing, body, base_url=workspace.settings.base_url, actor=ACTOR, now=now()))
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
    click.echo(ngettext("{number} invitation queued.", "{number} invitations queued.", len(done.sent)))
    if done.had_one:
        click.echo(
            ngettext("{number} body had a link already.", "{number} bodies had a link already.", len(done.had_one))
        )
    for body in done.without_email:
        click.echo(_("{body} has no e-mail address in council.yml. Use --print-link.", body=body.name))


def _chosen(hearing: Hearing, body_ids: tuple[str, ...]) -> tuple[Body, ...]:
    unknown = [body_id for body_id in body_ids if hearing.invited_body(body_id) is None]
    if unknown:
        raise Stopped(_("«{id}» is not invited to this hearing. See invited: in hearing.yml.", id=unknown[0]))
    return tuple(body for body in hearing.invited if not body_ids or body.id in body_ids)


@main.command("publish", help=_("Publish a hearing's submissions and summary, and build the site."))
@click.argument("hearing_id", metavar="HEARING")
@click.option(
    "--only",
    "references",
    multiple=True,
    help=_("Only this submission, by its reference; otherwise those that are public, or all the first time."),
)
@click.option("--all", "everything", is_flag=True, help=_("All that have been received, also those held back."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be written."))
@pass_workspace
def publish_command(
    workspace: Workspace, hearing_id: str, references: tuple[str, ...], *, everything: bool, dry_run: bool
) -> None:
    """Publish, or show what publishing would do."""
    matter = workspace.matter(hearing_id)
    with workspace.database() as db:
        chosen = _references(db, matter, references, everything=everything)
        if dry_run:
            todo = plan(db, matter, workspace.settings.content, released=chosen, now=now())
            click.echo("\n".join(line for change in todo.changes for line in change.lines))
            if todo.stops:
                raise PublishingStopped(todo.stops)
        else:
            todo = publish(db, workspace.settings, hearing_id, released=chosen, actor=ACTOR, now=now())
            figures = {"released": todo.summary.released, "answered": todo.summary.answered}
            points = len(todo.summary.points)
            click.echo(_("Published: {released} of {answered} submissions, {points} points.", points=points, **figures))
    for message in todo.warnings:
        click.echo(WORDS.say(message), err=True)


def _references(db: Database, matter: Matter, wanted: tuple[str, ...], *, everything: bool) -> frozenset[str]:
    """Return what to publish: what was named, else what readers see already, else (the first time) all there is."""
    hearing_id = matter.hearing.id
    known = {submission.reference for submission in latest_by_body(submissions.of_hearing(db, hearing_id))}
    if unknown := set(wanted) - known:
        raise Stopped(_("There is no submission {reference} in this hearing.", reference=min(unknown)))
    if wanted:
        return frozenset(wanted)
    return frozenset(known) if everything else proposed_release(db, matter)


@main.command(help=_("Write a consistent copy of database, content and settings, also while Samråd runs."))
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder for the copy; otherwise backup/ in the workspace."),
)
@pass_workspace
def backup(workspace: Workspace, target: Path | None) -> None:
    """Back up."""
    archive = back_up(workspace.settings, target or workspace.folder / "backup", now=now())
    click.echo(_("The copy is {file} ({size} kB).", file=archive, size=archive.stat().st_size // 1024))


@main.command("user", help=_("Add a user of the desk, or give one a new password."))
@click.argument("username")
@click.option("--name", prompt=_("Full name"), help=_("The name that colleagues see."))
@click.password_option(
    prompt=_("Password"),
    confirmation_prompt=_("The password once more"),
    help=_("Asked for if it is not given."),
)
@pass_workspace
def user_command(workspace: Workspace, username: str, name: str, password: str) -> None:
    """Add a user or change a password."""
    with workspace.database() as db:
        try:
            set_user(db, username=username, name=name, password=password, now=now())
        except NameMissing as error:
            raise Stopped(_("The user name and the full name must be filled in.")) from error
        except PasswordTooShort as error:
            raise Stopped(
                _("The password must have at least {number} characters.", number=SHORTEST_PASSWORD)
            ) from error
    click.echo(
        _(
            "{username} can log in at {address}/sekretariat/.",
            username=username.lower(),
            address=workspace.settings.base_url,
        )
    )


main.add_command(import_command)

if __name__ == "__main__":
    main()
