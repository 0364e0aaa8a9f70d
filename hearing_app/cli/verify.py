"""`samrad verify`: is what was received still what was received, in the log, the database and the public copies?"""

from pathlib import Path

import click

from hearing_app.cli.log import tell_whole
from hearing_app.cli.terminal import WORDS, ExistingPath, Stopped, Workspace, _, ngettext, pass_workspace
from hearing_app.library import Library
from hearing_app.publishing.verify import Checked, CopyState, ReceiptUnknown, check_log, check_receipt, redactions
from hearing_app.storage import Database, audit, journal


@click.command("verify", help=_("Check the log of what was received, or the file of a receipt against it."))
@click.argument("receipt", required=False, type=ExistingPath(folder=False))
@click.option("--lines", is_flag=True, help=_("Write out the lines of the log, each with its digest, to be checked."))
@pass_workspace
def verify_command(workspace: Workspace, receipt: Path | None, *, lines: bool) -> None:
    """Check; exit code 1 where something is wrong."""
    with workspace.database() as db:
        if lines:
            for entry in journal.entries(db):
                click.echo(f"{entry.digest}  {entry.line}")
        elif receipt is None:
            _check_log(db, workspace.settings.content, workspace.settings.attachments)
        else:
            _check_receipt(db, workspace, receipt)


def _check_log(db: Database, content: Path, files: Path) -> None:
    messages = [finding.message for finding in check_log(db, content, files)]
    messages += [found.message for found in audit.check(db)]
    for message in messages:
        click.echo(WORDS.say(message))
    if messages:
        raise Stopped(ngettext("{number} thing is wrong.", "{number} things are wrong.", len(messages)))
    tell_whole(db)
    head = journal.head(db)
    if head is None:
        click.echo(_("Nothing has been received yet."))
        return
    _tell_redactions(db, content)
    click.echo(ngettext("{number} entry, all as received.", "{number} entries, all as received.", head.entries))
    click.echo(_("The last digest: {digest}", digest=head.digest))


def _tell_redactions(db: Database, content: Path) -> None:
    for entry, parts in redactions(db, Library(content)):
        name = f"{entry.number} ({entry.reference})"
        click.echo(_("The public copy of entry {entry} is redacted: {parts}.", entry=name, parts=parts))


def _check_receipt(db: Database, workspace: Workspace, file: Path) -> None:
    try:
        checked = check_receipt(db, Library(workspace.settings.content), file.read_bytes())
    except ReceiptUnknown as error:
        raise Stopped(
            _("Nothing like {file} has been received here. Take the file as it came with the receipt.", file=file)
        ) from error
    entry = checked.entry
    click.echo(_("Received as {reference}, {time}.", reference=entry.reference, time=WORDS.instant(entry.received_at)))
    click.echo(_("Entry {number}, digest {digest}", number=entry.number, digest=entry.digest))
    if not checked.whole:
        raise Stopped(_("Entry {entry} has been changed.", entry=f"{entry.number} ({entry.reference})"))
    if checked.state is CopyState.DIFFERENT:
        raise Stopped(
            _("The published answer is not what was received: {parts}.", parts=WORDS.listed(list(checked.different)))
        )
    click.echo(_state(checked))


def _state(checked: Checked) -> str:
    if checked.public is None:
        return _("The answer has not been published.")
    if checked.state is CopyState.OTHER_VERSION:
        return _("Another version is published: {reference}.", reference=checked.public.reference)
    if checked.state is CopyState.REDACTED:
        return _(
            "The published answer is what was received, without the respondent's name and e-mail, and but for what is "
            "marked as redacted: {parts}.",
            parts=checked.redacted,
        )
    return _("The published answer is what was received, without the respondent's name and e-mail.")
