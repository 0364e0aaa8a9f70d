"""`samrad contacts`: the addresses that bodies are written to, from a spreadsheet."""

import sys
from pathlib import Path

import click

from hearing_app.cli.terminal import (
    WORDS,
    ExistingPath,
    Misused,
    Stopped,
    Workspace,
    _,
    ngettext,
    now,
    pass_workspace,
    tell_json,
)
from hearing_app.domain.council import Body
from hearing_app.inviting.contact_file import ContactFile, Mistake, read_contacts
from hearing_app.inviting.contact_table import ContactFileRefused, sample, sample_sheet
from hearing_app.inviting.contacts import Change, addresses_of, changes, store_contacts
from hearing_app.inviting.new_bodies import as_yaml
from hearing_app.library import Library

ACTOR = "terminal"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Begins a file that a spreadsheet is to read as UTF-8."""


@click.command(
    "contacts",
    help=_("Import the bodies' e-mail addresses from a spreadsheet (XLSX or CSV); shows first what would change."),
)
@click.argument("file", type=ExistingPath(folder=False), required=False)
@click.option("--do-it", is_flag=True, help=_("Store the addresses; otherwise it is only shown what would change."))
@click.option("--sample", "as_sample", is_flag=True, help=_("Print a file to fill in, with every body of council.yml."))
@click.option("--xlsx", is_flag=True, help=_("With --sample: an Excel file instead of CSV."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def contacts_command(
    workspace: Workspace, file: Path | None, *, do_it: bool, as_sample: bool, xlsx: bool, as_json: bool
) -> None:
    """Show or store; with mistakes in the file nothing is stored."""
    bodies = Library(workspace.settings.content).council().bodies
    if as_sample:
        with workspace.database() as db:
            _print_sample(bodies, addresses_of(db, bodies), xlsx=xlsx)
        return
    if file is None:
        raise Misused(_("Name the file, or ask for an example with --sample."))
    read = _read(file, bodies)
    with workspace.database() as db:
        changed = store_contacts(db, read.rows, actor=ACTOR, now=now()) if do_it else changes(db, read.rows)
    if as_json:
        rows = [{"body": change.body.id, "before": change.before, "after": change.after} for change in changed]
        tell_json({"changes": rows, "stored": do_it})
        return
    _tell(changed, read)
    if changed and not do_it:
        click.echo(_("Nothing is stored yet. Run it again with --do-it."))


def _print_sample(bodies: tuple[Body, ...], emails: dict[str, str], *, xlsx: bool) -> None:
    if not xlsx:
        # A terminal shows the mark as a stray character; a file without it loses its æ, ø and å.
        click.echo(("" if sys.stdout.isatty() else MARK) + sample(bodies, emails), nl=False)
    elif sys.stdout.isatty():
        raise Misused(_("Write the Excel file somewhere: samrad contacts --sample --xlsx > kontakter.xlsx"))
    else:
        click.echo(sample_sheet(bodies, emails), nl=False)


def _read(file: Path, bodies: tuple[Body, ...]) -> ContactFile:
    try:
        read = read_contacts(file.read_bytes(), bodies)
    except ContactFileRefused as error:
        raise Stopped(f"{file}: {WORDS.say(error.message)}") from error
    if read.mistakes:
        lines = [_line(file, mistake) for mistake in read.mistakes]
        told = "\n".join([*lines, *_to_add(read, bodies), _("Nothing was stored. Correct the file and try again.")])
        raise Stopped(told, kind="mistakes", problems=[mistake_row(file, one) for one in read.mistakes])
    return read


def _to_add(read: ContactFile, bodies: tuple[Body, ...]) -> list[str]:
    """Return the lines that bring the unknown bodies into council.yml; only people write that file."""
    if not read.unknown:
        return []
    head = _("If these bodies are to be known, add them under bodies: in council.yml, and read through kind and id:")
    return ["", head, "", as_yaml(read.unknown, (body.id for body in bodies)), ""]


def _line(file: Path, mistake: Mistake) -> str:
    if mistake.cell:
        place = _("cell {cell}, column «{column}»", cell=mistake.cell, column=mistake.column)
    else:
        place = _("row {row}, column «{column}»", row=mistake.row, column=mistake.column)
    return f"{file}: {place}: {WORDS.say(mistake.message)}"


def mistake_row(file: Path, mistake: Mistake) -> dict[str, object]:
    """Return a mistake in a spreadsheet for a script."""
    text = WORDS.say(mistake.message)
    return {"file": str(file), "row": mistake.row, "column": mistake.column, "cell": mistake.cell, "text": text}


def _tell(changed: tuple[Change, ...], read: ContactFile) -> None:
    for note in read.notes:
        click.echo(WORDS.say(note))
    for change in changed:
        name = WORDS.local(change.body.name)
        click.echo(f"{name}: {change.before or _('no address')} → {change.after}")
    same = len(read.rows) - len(changed)
    click.echo(ngettext("{number} address is new.", "{number} addresses are new.", len(changed)))
    if same:
        click.echo(ngettext("{number} is as before.", "{number} are as before.", same))
