"""`samrad retention` and `samrad person`: what is deleted, and what is stored on a person."""

from dataclasses import asdict

import click

from hearing_app.cli.terminal import WORDS, Misused, Workspace, _, ngettext, now, pass_workspace, tell_json
from hearing_app.domain.searching import words_of
from hearing_app.operating.person import MATCHED_BY, stored_on
from hearing_app.operating.retention import Retention, due, forget, periods_of


@click.command("retention", help=_("Say which personal data is due to be deleted; with --do-it, delete it."))
@click.option("--do-it", is_flag=True, help=_("Delete. Without this nothing is changed."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def retention_command(workspace: Workspace, *, do_it: bool, as_json: bool) -> None:
    """Show what is due, or delete it; the worker deletes old drafts and addresses by itself."""
    keep = periods_of(workspace.settings)
    with workspace.database() as db:
        files = workspace.settings.attachments
        found = (forget if do_it else due)(db, keep, now=now(), files=files)
    if as_json:
        tell_json({**asdict(found), "deleted": do_it})
        return
    click.echo(ngettext("Drafts are kept for {number} day.", "Drafts are kept for {number} days.", keep.drafts))
    click.echo(
        ngettext(
            "Where a mail went is kept for {number} day.", "Where a mail went is kept for {number} days.", keep.mail
        )
    )
    click.echo(
        ngettext(
            "Where a personal link or a reminder went is kept for {number} day.",
            "Where a personal link or a reminder went is kept for {number} days.",
            keep.addresses,
        )
    )
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
    for one in found.registrations:
        told = {"number": one.number, "hearing": one.hearing, "day": WORDS.moment(one.saved_at)}
        click.echo(
            _("Deleted: registration {number} of an answer to {hearing}, last saved {day}.", **told)
            if done
            else _("Would be deleted: registration {number} of an answer to {hearing}, last saved {day}.", **told)
        )
    said = _deleted(found) if done else _would_be_deleted(found)
    for number, sentence in said:
        if number:
            click.echo(sentence)


def _deleted(found: Retention) -> tuple[tuple[int, str], ...]:
    """Return each count of what has been deleted, with its sentence."""
    asked, guests = found.guests.requests, len(found.guests.guests)
    return (
        (
            asked,
            ngettext(
                "Deleted: {number} request to answer that nobody confirmed.",
                "Deleted: {number} requests to answer that nobody confirmed.",
                asked,
            ),
        ),
        (
            guests,
            ngettext(
                "Deleted: {number} sender without invitation who has written nothing.",
                "Deleted: {number} senders without invitation who have written nothing.",
                guests,
            ),
        ),
        *_deleted_traces(found),
        (
            found.files,
            ngettext(
                "Deleted: {number} file that belongs to no answer.",
                "Deleted: {number} files that belong to no answer.",
                found.files,
            ),
        ),
        (
            found.colleagues,
            ngettext(
                "Deleted: {number} colleague of a body who was removed or not seen for long.",
                "Deleted: {number} colleagues of bodies who were removed or not seen for long.",
                found.colleagues,
            ),
        ),
    )


def _deleted_traces(found: Retention) -> tuple[tuple[int, str], ...]:
    """Return the same of what tells only that somebody was here, or was written to."""
    logins, mail, links = found.failed_logins, found.mail_addresses, found.link_addresses
    return (
        (logins, ngettext("Deleted: {number} failed login.", "Deleted: {number} failed logins.", logins)),
        (
            mail,
            ngettext(
                "Deleted: the address of {number} sent mail.", "Deleted: the addresses of {number} sent mails.", mail
            ),
        ),
        (
            links,
            ngettext(
                "Deleted: the address of {number} link or reminder.",
                "Deleted: the addresses of {number} links and reminders.",
                links,
            ),
        ),
    )


def _would_be_deleted(found: Retention) -> tuple[tuple[int, str], ...]:
    """Return each count of what is due to be deleted, with its sentence."""
    asked, guests = found.guests.requests, len(found.guests.guests)
    return (
        (
            asked,
            ngettext(
                "Would be deleted: {number} request to answer that nobody confirmed.",
                "Would be deleted: {number} requests to answer that nobody confirmed.",
                asked,
            ),
        ),
        (
            guests,
            ngettext(
                "Would be deleted: {number} sender without invitation who has written nothing.",
                "Would be deleted: {number} senders without invitation who have written nothing.",
                guests,
            ),
        ),
        *_would_be_deleted_traces(found),
        (
            found.files,
            ngettext(
                "Would be deleted: {number} file that belongs to no answer.",
                "Would be deleted: {number} files that belong to no answer.",
                found.files,
            ),
        ),
        (
            found.colleagues,
            ngettext(
                "Would be deleted: {number} colleague of a body who was removed or not seen for long.",
                "Would be deleted: {number} colleagues of bodies who were removed or not seen for long.",
                found.colleagues,
            ),
        ),
    )


def _would_be_deleted_traces(found: Retention) -> tuple[tuple[int, str], ...]:
    """Return the same of what tells only that somebody was here, or was written to."""
    logins, mail, links = found.failed_logins, found.mail_addresses, found.link_addresses
    return (
        (
            logins,
            ngettext("Would be deleted: {number} failed login.", "Would be deleted: {number} failed logins.", logins),
        ),
        (
            mail,
            ngettext(
                "Would be deleted: the address of {number} sent mail.",
                "Would be deleted: the addresses of {number} sent mails.",
                mail,
            ),
        ),
        (
            links,
            ngettext(
                "Would be deleted: the address of {number} link or reminder.",
                "Would be deleted: the addresses of {number} links and reminders.",
                links,
            ),
        ),
    )


@click.command("person", help=_("Show all that is stored on a person, by e-mail address, by name, or by both."))
@click.argument("email", metavar="[EMAIL]", default="")
@click.option("--name", default="", help=_("The person's name, as where an answer came on paper without an address."))
@click.option("--user", "username", default="", help=_("The person's user name at the desk too, where there is one."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def person_command(workspace: Workspace, email: str, name: str, username: str, *, as_json: bool) -> None:
    """Export what is stored on a person; nothing is changed."""
    if "@" not in email and (email or not words_of(name)):
        raise Misused(_("Write an e-mail address, such as name@example.no, or a name with --name."))
    with workspace.database() as db:
        found = stored_on(db, workspace.settings.content, email, username=username, name=name)
    if as_json:
        tell_json({"email": email or None, "name": name or None, "stored": found})
        return
    if not found:
        click.echo(_("Nothing is stored on {email}.", email=" / ".join(filter(None, (email, name)))))
    for place, rows in found.items():
        click.echo(click.style(f"{place}: {len(rows)}", bold=True))
        for row in rows:
            shown = {column: value for column, value in row.items() if value and (name or column != MATCHED_BY)}
            click.echo("  " + ", ".join(f"{column} {_short(value)}" for column, value in shown.items()))
    if found and name:
        click.echo(
            _("Several people can have the same name. See what each row was found by before anything is sent out.")
        )


def _short(value: object) -> str:
    """Return a value on one line; a whole mail stands in the JSON alone."""
    return " ".join(str(value).split())[:120]
