"""`samrad contacts`: the addresses that bodies are written to, from a spreadsheet."""

import sys
from pathlib import Path

import click

from hearing_app.contact_file import ContactFile, ContactFileRefused, Mistake, read_contacts, sample
from hearing_app.contacts import Change, addresses_of, changes, store_contacts
from hearing_app.library import Library
from hearing_app.terminal import WORDS, ExistingPath, Misused, Stopped, Workspace, _, ngettext, now, pass_workspace

ACTOR = "terminal"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Begins a file that a spreadsheet is to read as UTF-8."""


@click.command(
    "contacts", help=_("Import the bodies' e-mail addresses from a CSV file; shows first what would change.")
)
@click.argument("file", type=ExistingPath(folder=False), required=False)
@click.option("--do-it", is_flag=True, help=_("Store the addresses; otherwise it is only shown what would change."))
@click.option("--sample", "as_sample", is_flag=True, help=_("Print a file to fill in, with every body of council.yml."))
@pass_workspace
def contacts_command(workspace: Workspace, file: Path | None, *, do_it: bool, as_sample: bool) -> None:
    """Show or store; with mistakes in the file nothing is stored."""
    bodies = Library(workspace.settings.content).council().bodies
    if as_sample:
        with workspace.database() as db:
            # A terminal shows the mark as a stray character; a file without it loses its æ, ø and å.
            click.echo(("" if sys.stdout.isatty() else MARK) + sample(bodies, addresses_of(db, bodies)), nl=False)
        return
    if file is None:
        raise Misused(_("Name the CSV file, or ask for an example with --sample."))
    read = _read(file, workspace)
    with workspace.database() as db:
        if do_it:
            _tell(store_contacts(db, read.rows, actor=ACTOR, now=now()), read)
            return
        changed = changes(db, read.rows)
        _tell(changed, read)
    if changed:
        click.echo(_("Nothing is stored yet. Run it again with --do-it."))


def _read(file: Path, workspace: Workspace) -> ContactFile:
    try:
        read = read_contacts(file.read_bytes(), Library(workspace.settings.content).council().bodies)
    except ContactFileRefused as error:
        raise Stopped(f"{file}: {WORDS.say(error.message)}") from error
    if read.mistakes:
        lines = [_line(file, mistake) for mistake in read.mistakes]
        raise Stopped("\n".join([*lines, _("Nothing was changed. Correct the lines above and try again.")]))
    return read


def _line(file: Path, mistake: Mistake) -> str:
    place = _("row {row}, column «{column}»", row=mistake.row, column=mistake.column)
    return f"{file}: {place}: {WORDS.say(mistake.message)}"


def _tell(changed: tuple[Change, ...], read: ContactFile) -> None:
    for change in changed:
        name = WORDS.local(change.body.name)
        click.echo(f"{name}: {change.before or _('no address')} → {change.after}")
    same = len(read.rows) - len(changed)
    click.echo(ngettext("{number} address is new.", "{number} addresses are new.", len(changed)))
    if same:
        click.echo(ngettext("{number} is as before.", "{number} are as before.", same))
