"""`samrad verify`: is what was received still what was received, in the log, the database and the public copies?"""

from pathlib import Path
from typing import Any

import click

from hearing_app.cli.log import log_row, tell_whole
from hearing_app.cli.progress import progress
from hearing_app.cli.terminal import (
    WORDS,
    ExistingPath,
    Found,
    Stopped,
    Workspace,
    _,
    ngettext,
    pass_workspace,
    tell_json,
)
from hearing_app.library import Library
from hearing_app.publishing.verify import Checked, CopyState, ReceiptUnknown, check_log, check_receipt, redactions
from hearing_app.storage import Database, audit, journal

STATES = {
    CopyState.SAME: "same",
    CopyState.REDACTED: "redacted",
    CopyState.DIFFERENT: "different",
    CopyState.NOT_PUBLISHED: "not_published",
    CopyState.OTHER_VERSION: "other_version",
}
"""What scripts are told of a public copy."""


@click.command("verify", help=_("Check the log of what was received, or the file of a receipt against it."))
@click.argument("receipt", required=False, type=ExistingPath(folder=False))
@click.option("--lines", is_flag=True, help=_("Write out the lines of the log, each with its digest, to be checked."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def verify_command(workspace: Workspace, receipt: Path | None, *, lines: bool, as_json: bool) -> None:
    """Check; exit code 1 where something is wrong."""
    with workspace.database() as db:
        if lines:
            _tell_lines(db, as_json=as_json)
        elif receipt is None:
            _check_log(db, workspace.settings.content, workspace.settings.attachments, as_json=as_json)
        else:
            _check_receipt(db, workspace, receipt, as_json=as_json)


def _tell_lines(db: Database, *, as_json: bool) -> None:
    if as_json:
        tell_json({"lines": [{"digest": entry.digest, "line": entry.line} for entry in journal.entries(db)]})
        return
    for entry in journal.entries(db):
        click.echo(f"{entry.digest}  {entry.line}")


def _check_log(db: Database, content: Path, files: Path, *, as_json: bool) -> None:
    with progress(_("What was received is checked …"), as_json=as_json) as told:
        received = check_log(db, content, files, done=told)
        log = audit.check(db)
    findings: list[dict[str, object]] = [
        {"in": "received", "entry": one.number, "text": WORDS.say(one.message)} for one in received
    ]
    findings += [{"in": "log", "entry": one.number, "text": WORDS.say(one.message)} for one in log]
    if as_json:
        tell_json(_log_row(db, content, findings))
    else:
        for finding in findings:
            click.echo(finding["text"])
    if findings:
        raise Found(ngettext("{number} thing is wrong.", "{number} things are wrong.", len(findings)))
    if not as_json:
        _tell_all_well(db, content)


def _log_row(db: Database, content: Path, findings: list[dict[str, object]]) -> dict[str, object]:
    """Return what a check has found, for a script; which copies are redacted is told where nothing is wrong."""
    received, log = journal.head(db), audit.head(db)
    redacted = () if findings else redactions(db, Library(content))
    return {
        "whole": not findings,
        "findings": findings,
        "received": {"entries": received.entries, "digest": received.digest} if received else None,
        "log": log_row(log),
        "redacted": [{"entry": e.number, "reference": e.reference, "parts": list(parts)} for e, parts in redacted],
    }


def _tell_all_well(db: Database, content: Path) -> None:
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


def _check_receipt(db: Database, workspace: Workspace, file: Path, *, as_json: bool) -> None:
    try:
        checked = check_receipt(db, Library(workspace.settings.content), file.read_bytes())
    except ReceiptUnknown as error:
        told = _("Nothing like {file} has been received here. Take the file as it came with the receipt.", file=file)
        raise Stopped(told, kind="receipt_unknown") from error
    entry = checked.entry
    if as_json:
        tell_json(_receipt_row(checked))
    else:
        time = WORDS.instant(entry.received_at)
        click.echo(_("Received as {reference}, {time}.", reference=entry.reference, time=time))
        click.echo(_("Entry {number}, digest {digest}", number=entry.number, digest=entry.digest))
    if not checked.whole:
        raise Found(_("Entry {entry} has been changed.", entry=f"{entry.number} ({entry.reference})"))
    if checked.state is CopyState.DIFFERENT:
        raise Found(
            _("The published answer is not what was received: {parts}.", parts=WORDS.listed(list(checked.different)))
        )
    if not as_json:
        click.echo(_state(checked))


def _receipt_row(checked: Checked) -> dict[str, Any]:
    entry = checked.entry
    return {
        "reference": entry.reference,
        "received_at": entry.received_at,
        "entry": entry.number,
        "digest": entry.digest,
        "whole": checked.whole,
        "copy": STATES[checked.state],
        "published": checked.public.reference if checked.public else None,
        "different": list(checked.different),
        "redacted": list(checked.redacted),
    }


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
