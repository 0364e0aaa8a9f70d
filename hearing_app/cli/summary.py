"""`samrad summary`: whether a hearing's summary is complete, its figures and points, and the desk's files."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hearing_app.cli.terminal import WORDS, Stopped, Workspace, _, now, pass_workspace, tell_json
from hearing_app.concluding.paper import paper_of, remarks, said_words
from hearing_app.concluding.paper_tables import as_book, as_csv
from hearing_app.concluding.paper_template import document_of, template_of
from hearing_app.concluding.summing_up import tell
from hearing_app.concluding.told import Answered, Told
from hearing_app.domain.summary_figures import PointCount
from hearing_app.library import Library
from hearing_app.word.template import TemplateBroken

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("summary", help=_("The summary of a hearing: whether it is complete, the figures, and as files."))
@click.argument("hearing")
@click.option("--docx", type=FILE, help=_("Write the case paper here, as DOCX."))
@click.option("--plain", is_flag=True, help=_("Without the council's own Word template."))
@click.option("--xlsx", type=FILE, help=_("Write all tables here, as XLSX."))
@click.option("--csv", "csv_file", type=FILE, help=_("Write the input here, as CSV."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def summary_command(
    workspace: Workspace,
    hearing: str,
    *,
    docx: Path | None,
    plain: bool,
    xlsx: Path | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """Tell the summary, and write the files that are asked for."""
    matter, written, settings = workspace.matter(hearing), now(), workspace.settings
    council = Library(settings.content).last_good_council()
    with workspace.database() as db:
        told = tell(db, matter, council, WORDS, now=written)
    files: dict[Path, bytes] = {}
    if docx:
        files[docx] = _document(told, None if plain else template_of(settings), written)
    if xlsx:
        files[xlsx] = as_book(told, written=written)
    if csv_file:
        files[csv_file] = as_csv(told).encode()
    for path, data in files.items():
        path.write_bytes(data)
    if as_json:
        tell_json(_as_json(told))
    else:
        _tell(told)
    for path in files:
        click.echo(_("Written: {file}", file=path), err=True)


def _document(told: Told, template: bytes | None, written: datetime) -> bytes:
    try:
        return document_of(paper_of(told, written=written), template)
    except TemplateBroken as broken:
        raise Stopped(WORDS.say(broken.message)) from broken


def _tell(told: Told) -> None:
    figures, counted = told.figures, told.seen.counted
    click.echo(_("This summary is complete") if told.complete else _("This summary is not complete"))
    for step in told.missing:
        click.echo(f"- {WORDS.say(step.message)}")
    answered = _("{answered} of {invited}", answered=counted.answered, invited=counted.invited)
    click.echo(": ".join((_("Answered"), answered)))
    total = figures.total
    click.echo(_("Points: {number}, not concluded: {open}.", number=total.points, open=total.open_points))
    for count in figures.items:
        click.echo(f"  {told.item(count.name)}: {count.points} ({count.open_points})")


def _as_json(told: Told) -> dict[str, Any]:
    figures = told.figures
    return {
        "hearing": told.hearing.id,
        "complete": told.complete,
        "missing": [{"step": step.kind.value, "message": WORDS.say(step.message)} for step in told.missing],
        "invited": told.seen.counted.invited,
        "answered": told.seen.counted.answered,
        "made_from": figures.used,
        "received": figures.received,
        "others": figures.others,
        "no_remark": figures.no_remark,
        "stances": [vars(count) for count in figures.stances],
        "choices": [
            {"item": c.item, "options": {o.option: o.number for o in c.options}, "silent": c.silent}
            for c in figures.choices
        ],
        "texts": [vars(count) for count in figures.texts],
        "items": [_count(count) for count in figures.items],
        "themes": [_count(count) for count in figures.themes],
        "bodies": [_count(count) for count in figures.bodies],
        "answers": [_answer(told, line) for line in told.answers],
        "points": [
            {
                "bodies": list(point.bodies),
                "item": point.item,
                "input": said_words(point, WORDS),
                "assessment": point.assessment,
                "conclusion": point.conclusion.value if point.conclusion else None,
                "themes": list(point.themes),
            }
            for point in told.points
        ],
    }


def _count(count: PointCount) -> dict[str, Any]:
    concluded = {conclusion.value: number for conclusion, number in count.concluded.items()}
    return {"name": count.name, "points": count.points, "open": count.open_points, "concluded": concluded}


def _answer(told: Told, line: Answered) -> dict[str, Any]:
    head = line.head
    return {
        "body": line.body.id,
        "name": told.body(line.body.id),
        "invited": line.invited,
        "arrived_at": head.arrived_at.isoformat() if head else None,
        "late": line.late,
        "no_remark": bool(head and head.no_remark),
        "channel": line.channel.value if line.channel else None,
        "remarks": list(remarks(line, WORDS)),
    }
