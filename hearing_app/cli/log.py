"""`samrad log`: who did what, to what, and when; and whether anything of it has been touched."""

import json
import tarfile
from datetime import datetime
from pathlib import Path

import click

from hearing_app.cli.terminal import WORDS, Found, Misused, Workspace, _, ngettext, pass_workspace, tell_json
from hearing_app.domain.trace import Head, read_head
from hearing_app.operating.backup import MANIFEST
from hearing_app.operating.trace import as_csv, as_json_lines, wanted
from hearing_app.storage import Database, audit
from hearing_app.text.actions import said

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("log", help=_("Show who did what, to what, and when; or check that nobody has touched the log."))
@click.option("--hearing", default="", help=_("Only what was done with this hearing."))
@click.option("--who", "actor", default="", help=_("Only what this user, body or part of the program did."))
@click.option("--action", default="", help=_("Only this action, as the JSON names it."))
@click.option("--from", "first", type=DAY, help=_("From this day on, like 2026-05-31."))
@click.option("--to", "last", type=DAY, help=_("To this day, included."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object on each line."))
@click.option("--csv", "form", flag_value="csv", help=_("As CSV, for a spreadsheet."))
@click.option("--head", "form", flag_value="head", help=_("Print the head of the chain, to be noted elsewhere."))
@click.option("--verify", "form", flag_value="verify", help=_("Check the chain, and tell the first broken entry."))
@click.option("--against", default="", help=_("A head that was noted, or a backup: the log must still have it."))
@pass_workspace
def log_command(
    workspace: Workspace,
    hearing: str,
    actor: str,
    action: str,
    first: datetime | None,
    last: datetime | None,
    form: str | None,
    against: str,
    *,
    as_json: bool,
) -> None:
    """Show, export or check the log; exit code 1 where something is wrong."""
    days = (first.date() if first else None, last.date() if last else None)
    if as_json and form == "csv":
        raise Misused(_("Choose either --json or --csv."))
    with workspace.database() as db:
        if form == "verify" or against:
            verify_log(db, against, as_json=as_json)
        elif form == "head" and as_json:
            tell_json({"head": log_row(audit.head(db))})
        elif form == "head":
            click.echo(str(audit.head(db) or _("Nothing has been done yet.")))
        else:
            chosen = wanted(hearing=hearing, actor=actor, action=action, first=days[0], last=days[1])
            _show(db, chosen, "json" if as_json else form)


def verify_log(db: Database, against: str = "", *, as_json: bool = False) -> None:
    """Check the chain, and tell what is wrong or that nothing is.

    Args:
        against: a head that was noted, as `--head` prints it, or the path of a backup that holds one.

    Raises:
        Found: something is wrong.
    """
    found = audit.check(db, noted=_noted(against) if against else None)
    if as_json:
        findings = [{"entry": one.number, "text": WORDS.say(one.message)} for one in found]
        tell_json({"whole": not found, "findings": findings, "head": log_row(audit.head(db))})
    else:
        for one in found:
            click.echo(WORDS.say(one.message))
    if found:
        told = _("The log of who did what has been touched. The first broken entry: {number}.", number=found[0].number)
        raise Found(told)
    if not as_json:
        tell_whole(db)


def log_row(head: Head | None) -> dict[str, object] | None:
    """Return the head of the log for a script, None where nothing has been done yet."""
    return {"entries": head.number, "head": str(head)} if head else None


def tell_whole(db: Database) -> None:
    """Tell that nothing of the log has been touched, and its head."""
    head = audit.head(db)
    number = head.number if head else 0
    click.echo(
        ngettext(
            "{number} entry in the log of who did what, none touched.",
            "{number} entries in the log of who did what, none touched.",
            number,
        )
    )
    if head:
        click.echo(_("Its head: {head}", head=str(head)))


def _noted(text: str) -> Head:
    head = read_head(text) or _of_backup(Path(text))
    if head is None:
        raise Misused(_("{text} is neither a head, like 128:0f3a…, nor a backup that holds one.", text=text))
    return head


def _of_backup(file: Path) -> Head | None:
    if not file.is_file():
        return None
    try:
        with tarfile.open(file) as tar:
            manifest = tar.extractfile(MANIFEST)
            return read_head(str(json.loads(manifest.read())["log"])) if manifest else None
    except (tarfile.TarError, KeyError, ValueError, OSError):
        return None


def _show(db: Database, chosen: audit.Wanted, form: str | None) -> None:
    found = audit.page(db, chosen, oldest_first=True)
    if form == "csv":
        click.echo(as_csv(found, WORDS), nl=False)
    elif form == "json":
        for line in as_json_lines(found):
            click.echo(line, nl=False)
    else:
        for entry in found:
            parts = (entry.actor, said(entry.action, WORDS), entry.hearing, entry.subject)
            click.echo(" · ".join((WORDS.moment(entry.at), *filter(None, parts))))
