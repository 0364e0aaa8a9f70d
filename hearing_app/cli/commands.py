"""`samrad`: the use cases from a terminal. It speaks the language that SAMRAD_LANG names (nb, nn or en)."""

import secrets
from pathlib import Path

import click

from hearing_app.cli.adoptions import adoptions_command
from hearing_app.cli.changes import changes_command, left_command
from hearing_app.cli.contacts import contacts_command
from hearing_app.cli.content import build_command, check_command
from hearing_app.cli.extend import extend_command
from hearing_app.cli.hearing import invite_command, publish_command, status_command
from hearing_app.cli.imports import import_command
from hearing_app.cli.log import log_command
from hearing_app.cli.privacy import person_command, retention_command
from hearing_app.cli.redact import redact_command
from hearing_app.cli.register import register_command
from hearing_app.cli.remind import remind_command
from hearing_app.cli.revoke import revoke_command
from hearing_app.cli.search import index_command
from hearing_app.cli.summary import summary_command
from hearing_app.cli.terminal import Commands, Stopped, Workspace, _, ngettext, now, pass_workspace
from hearing_app.cli.users import user_command, users_command
from hearing_app.cli.verify import verify_command
from hearing_app.operating.backup import back_up
from hearing_app.operating.serve import AddressTaken, WebStopped, serve
from hearing_app.operating.worker import Round, work_once
from hearing_app.publishing.publish import refresh_site
from hearing_app.settings import FILE

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
@click.option("--port", type=PORT, default=8000, show_default=True, help=_("The port to listen at."))
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
main.add_command(summary_command)

if __name__ == "__main__":
    main()
