"""`samrad`: the use cases from a terminal. It speaks the language that SAMRAD_LANG names (nb, nn or en)."""

import secrets
from pathlib import Path

import click

from hearing_app.cli.adoptions import adoptions_command
from hearing_app.cli.changes import changes_command, left_command
from hearing_app.cli.contacts import contacts_command
from hearing_app.cli.content import build_command, check_command, tell_marked
from hearing_app.cli.extend import extend_command
from hearing_app.cli.hearing import invite_command, publish_command, status_command
from hearing_app.cli.imports import import_command
from hearing_app.cli.log import log_command
from hearing_app.cli.points import points_command
from hearing_app.cli.privacy import person_command, retention_command
from hearing_app.cli.progress import progress
from hearing_app.cli.redact import redact_command
from hearing_app.cli.register import register_command
from hearing_app.cli.remind import remind_command
from hearing_app.cli.revoke import revoke_command
from hearing_app.cli.search import index_command, search_command
from hearing_app.cli.summary import summary_command
from hearing_app.cli.terminal import Commands, Stopped, Workspace, _, ngettext, now, pass_workspace, tell_json, told
from hearing_app.cli.users import user_command, users_command
from hearing_app.cli.verify import verify_command
from hearing_app.operating.backup import back_up, repository_left_out
from hearing_app.operating.serve import AddressTaken, WebStopped, serve
from hearing_app.operating.worker import Round, work_once
from hearing_app.publishing.publish import refresh_site
from hearing_app.settings import FILE, Settings
from hearing_app.storage import Database

PORT = click.IntRange(1, 65535)


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
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def init(workspace: Workspace, *, as_json: bool) -> None:
    """Make `samrad.toml` where there is none; an existing one is left alone."""
    file = workspace.folder / FILE
    if file.exists():
        raise Stopped(_("{file} is there already. Nothing was changed.", file=file))
    content = workspace.folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(
        f'secret_key = "{secrets.token_urlsafe(32)}"\nbase_url = "http://localhost:8000"\n', encoding="utf-8"
    )
    if as_json:
        tell_json({"file": str(file), "content": str(content)})
        return
    click.echo(
        _(
            "Made {file}. Set base_url and the mail server there; docs/operations.md lists every key.",
            file=file,
        )
    )


@main.command(help=_("Start the site, the forms, the desk and the worker; Ctrl-C stops everything."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen at."))
@click.option("--port", type=PORT, default=8000, show_default=True, help=_("The port to listen at."))
@pass_workspace
def run(workspace: Workspace, host: str, port: int) -> None:
    """Serve until stopped."""
    settings = workspace.settings
    if not (settings.site / "current").exists():
        click.echo(_("Building the site …"))
        with workspace.database() as db:
            _build_first(db, settings)

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


def _build_first(db: Database, settings: Settings) -> None:
    """Build the site where there is none; where that fails the forms open all the same, and the worker tries again."""
    try:
        with told():
            refresh_site(db, settings, now=now())
    except Stopped as error:
        error.show()
        click.echo(_("There is no site yet. Forms and desk open, and building is tried again."), err=True)


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
    tell_marked(done.marked)
    if done.site_error:
        click.echo(_("The site could not be built; the old one stands:\n{reason}", reason=done.site_error), err=True)
    for fault in done.faults:
        click.echo(_("A part of the round failed and is tried again in the next one: {reason}", reason=fault), err=True)


@main.command(help=_("Do the worker's round once: send mail and build the site where it is stale (for cron)."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def work(workspace: Workspace, *, as_json: bool) -> None:
    """Do one round of work; exit code 1 where the site could not be built, or a part of the round failed."""
    with workspace.database() as db, progress(_("The round of work goes on …"), as_json=as_json):
        done = work_once(db, workspace.settings, now=now())
    if as_json:
        tell_marked(done.marked)
        sent, failed = done.mail.sent, done.mail.failed
        row = {"sent": sent, "failed": failed, "site_built": done.rebuilt, "site_error": done.site_error}
        tell_json({**row, "faults": done.faults})
    else:
        _report_round(done)
    if done.site_error or done.faults:
        raise Stopped(_("Not all of the round could be done. Correct what stands above; the next round tries again."))


@main.command(help=_("Write a consistent copy of database, content and settings, also while Samråd runs."))
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder for the copy; otherwise backup/ in the workspace."),
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def backup(workspace: Workspace, target: Path | None, *, as_json: bool) -> None:
    """Back up."""
    folder = target or workspace.folder / "backup"
    with progress(_("Files are copied …"), as_json=as_json) as told:
        archive = back_up(workspace.settings, folder, now=now(), done=told)
    left_out = repository_left_out(workspace.settings)
    if as_json:
        row = {"file": str(archive), "bytes": archive.stat().st_size}
        tell_json({**row, "repository_left_out": str(left_out) if left_out else None})
        return
    click.echo(_("The copy is {file} ({size} kB).", file=archive, size=archive.stat().st_size // 1024))
    if left_out:
        click.echo(
            _(
                "The content is kept in the git repository in {folder}, which is not in the copy, for it reaches "
                "outside the workspace. Copy it by itself, or push it, and put it back together with the copy.",
                folder=left_out,
            ),
            err=True,
        )


for _command in (build_command, check_command, status_command, invite_command, publish_command, import_command):
    main.add_command(_command)
main.add_command(left_command)
main.add_command(changes_command)
main.add_command(verify_command)
main.add_command(log_command)
main.add_command(user_command)
main.add_command(users_command)
main.add_command(remind_command)
main.add_command(extend_command)
main.add_command(revoke_command)
main.add_command(register_command)
main.add_command(redact_command)
main.add_command(contacts_command)
main.add_command(retention_command)
main.add_command(person_command)
main.add_command(adoptions_command)
main.add_command(index_command)
main.add_command(search_command)
main.add_command(points_command)
main.add_command(summary_command)

if __name__ == "__main__":
    main()
