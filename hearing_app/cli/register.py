"""`samrad register`: answers that came by e-mail or on paper, many at once from a spreadsheet."""

from itertools import count
from pathlib import Path

import click

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.cli.contacts import mistake_row
from hearing_app.cli.progress import progress
from hearing_app.cli.terminal import (
    WORDS,
    ExistingPath,
    Stopped,
    Workspace,
    _,
    ngettext,
    now,
    pass_workspace,
    tell_json,
)
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.inviting.contact_file import Mistake
from hearing_app.registering.register_content import NEW_SENDER
from hearing_app.registering.register_file import RegisterFile, import_answers, read_answers
from hearing_app.registering.register_table import RegisterFileRefused
from hearing_app.storage import Database

ACTOR = "terminal"


@click.command(
    "register",
    help=_("Register answers that came by e-mail or on paper from a spreadsheet (XLSX or CSV): all of them, or none."),
)
@click.argument("hearing")
@click.argument("file", type=ExistingPath(folder=False))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be registered."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def register_command(workspace: Workspace, hearing: str, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Show or register; with mistakes in the file nothing is registered."""
    matter = workspace.matter(hearing)
    with workspace.database() as db:
        try:
            read = read_answers(db, matter.hearing, file.read_bytes(), now=now())
        except RegisterFileRefused as error:
            raise Stopped(f"{file}: {WORDS.say(error.message)}") from error
        if read.mistakes:
            lines = [_line(file, mistake) for mistake in read.mistakes]
            told = "\n".join([*lines, _("Nothing was registered. Correct the file and try again.")])
            raise Stopped(told, kind="mistakes", problems=[mistake_row(file, one) for one in read.mistakes])
        received = () if dry_run else _import(workspace, db, matter.hearing, read, as_json=as_json)
    if as_json:
        tell_json(_as_json(read, received))
        return
    _tell(read, received, dry_run=dry_run)


def _import(
    workspace: Workspace, db: Database, hearing: Hearing, read: RegisterFile, *, as_json: bool
) -> tuple[Submission, ...]:
    """Register what is new."""
    numbers = count(1)
    try:
        with progress(_("Answers are registered …"), as_json=as_json) as told:
            return import_answers(
                db,
                hearing,
                read.new,
                sender=workspace.sender,
                actor=ACTOR,
                now=now(),
                files=workspace.settings.attachments,
                done=lambda _received: told(next(numbers), len(read.new)),
            )
    except AnsweredMeanwhile as error:
        raise Stopped(_("An answer has come in meanwhile. Nothing was registered; run it again.")) from error


def _as_json(read: RegisterFile, received: tuple[Submission, ...]) -> dict[str, object]:
    """Return what was registered and what had been before; a row by itself where nothing was stored."""
    stored = dict(zip((row.row for row in read.new), received, strict=False))
    references = {row: one.reference for row, one in stored.items()}
    ids = {row: one.body for row, one in stored.items()}
    rows = [
        {
            "row": row.row,
            "body": row.name,
            "id": ids.get(row.row) or (row.who if row.who != NEW_SENDER else None),
            "arrived_at": row.content.registered.arrived_at.isoformat() if row.content.registered else None,
            "reference": references.get(row.row) or row.already or None,
            "registered_before": bool(row.already),
            "replaces": row.before.reference if row.before and not row.already else None,
        }
        for row in read.rows
    ]
    return {"rows": rows, "stored": len(received)}


def _tell(read: RegisterFile, received: tuple[Submission, ...], *, dry_run: bool) -> None:
    for note in read.notes:
        click.echo(WORDS.say(note))
    for row in read.rows:
        if row.already:
            click.echo(
                _(
                    "Row {row}, {name}: registered before as {reference}",
                    row=row.row,
                    name=row.name,
                    reference=row.already,
                )
            )
    for new, one in zip(read.new, received, strict=False):
        click.echo(_("Row {row}, {name}: {reference}", row=new.row, name=new.name, reference=one.reference))
    if not dry_run:
        click.echo(ngettext("{number} answer was registered.", "{number} answers were registered.", len(received)))
        return
    for new in read.new:
        click.echo(_("Row {row}, {name}", row=new.row, name=new.name))
    click.echo(ngettext("{number} answer would be registered.", "{number} answers would be registered.", len(read.new)))


def _line(file: Path, mistake: Mistake) -> str:
    if mistake.cell:
        place = _("cell {cell}, column «{column}»", cell=mistake.cell, column=mistake.column)
    else:
        place = _("row {row}, column «{column}»", row=mistake.row, column=mistake.column)
    return f"{file}: {place}: {WORDS.say(mistake.message)}"
