"""`samrad retention` and `samrad person`: what is deleted, and what is stored on a person."""

import json

import click

from hearing_app.person import stored_on
from hearing_app.retention import Retention, due, forget
from hearing_app.terminal import WORDS, Misused, Workspace, _, ngettext, now, pass_workspace


@click.command("retention", help=_("Say which personal data is due to be deleted; with --do-it, delete it."))
@click.option("--do-it", is_flag=True, help=_("Delete. Without this nothing is changed."))
@pass_workspace
def retention_command(workspace: Workspace, *, do_it: bool) -> None:
    """Show what is due, or delete it; the worker deletes old drafts by itself."""
    days = workspace.settings.keep_drafts_days
    with workspace.database() as db:
        found = forget(db, days=days, now=now()) if do_it else due(db, days=days, now=now())
    click.echo(ngettext("Drafts are kept for {number} day.", "Drafts are kept for {number} days.", days))
    if not found:
        click.echo(_("Nothing is due to be deleted."))
        return
    _report(found, done=do_it)
    if not do_it:
        click.echo(_("Nothing was changed. Delete with `samrad retention --do-it`."))


def _report(found: Retention, *, done: bool) -> None:
    for draft in found.drafts:
        values = {"hearing": draft.hearing, "body": draft.body, "day": WORDS.moment(draft.saved_at)}
        click.echo(
            _("Deleted: the draft of {body} to {hearing}, last saved {day}.", **values)
            if done
            else _("Would be deleted: the draft of {body} to {hearing}, last saved {day}.", **values)
        )
    if found.failed_logins:
        click.echo(
            ngettext("Deleted: {number} failed login.", "Deleted: {number} failed logins.", found.failed_logins)
            if done
            else ngettext(
                "Would be deleted: {number} failed login.",
                "Would be deleted: {number} failed logins.",
                found.failed_logins,
            )
        )


@click.command("person", help=_("Show all that is stored on a person, by e-mail address."))
@click.argument("email", metavar="EMAIL")
@click.option("--user", "username", default="", help=_("The person's user name at the desk too, where there is one."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def person_command(workspace: Workspace, email: str, username: str, *, as_json: bool) -> None:
    """Export what is stored on a person; nothing is changed."""
    if "@" not in email:
        raise Misused(_("Write an e-mail address like name@municipality.no."))
    with workspace.database() as db:
        found = stored_on(db, workspace.settings.content, email, username=username)
    if as_json:
        click.echo(json.dumps({"email": email, "stored": found}, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo(_("Nothing is stored on {email}.", email=email))
    for place, rows in found.items():
        click.echo(click.style(f"{place}: {len(rows)}", bold=True))
        for row in rows:
            click.echo("  " + ", ".join(f"{name} {_short(value)}" for name, value in row.items() if value))


def _short(value: object) -> str:
    """Return a value on one line; a whole mail stands in the JSON alone."""
    return " ".join(str(value).split())[:120]
