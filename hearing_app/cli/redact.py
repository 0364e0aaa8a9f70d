"""`samrad redact list`: what is withheld of a hearing's answers, and what the gate has found."""

from typing import Any

import click

from hearing_app.building.git_program import CommitRefused
from hearing_app.cli.progress import progress
from hearing_app.cli.terminal import WORDS, Found, Stopped, Workspace, _, ngettext, pass_workspace, tell_json
from hearing_app.domain.redaction import Redaction
from hearing_app.publishing.gate_report import finds_of, problem_of
from hearing_app.publishing.report import problem_line
from hearing_app.redacting.gate import Find
from hearing_app.redacting.redact import was_public
from hearing_app.redacting.redact_history import ADVICE, InHistory, in_history
from hearing_app.storage import redactions


@click.group("redact", help=_("What is withheld of the public copies of answers."))
def redact_command() -> None:
    """Gather the commands."""


@redact_command.command(
    "list", help=_("List what is withheld, what the gate has found, and what stands in git's history.")
)
@click.argument("hearing_id", metavar="HEARING")
@click.option("--words", "with_words", is_flag=True, help=_("Show the withheld words themselves."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def list_command(workspace: Workspace, hearing_id: str, *, with_words: bool, as_json: bool) -> None:
    """Tell it; exit code 1 where something stops publishing."""
    matter, settings = workspace.matter(hearing_id), workspace.settings
    with workspace.database() as db, progress(_("What goes out is looked through …"), as_json=as_json):
        layers = redactions.of_hearing(db, hearing_id)
        files = redactions.file_decisions(db, hearing_id)
        finds = finds_of(db, settings, matter)
        past = {entry.layer.id: entry.since for entry in was_public(db, hearing_id)}
        try:
            history = in_history(db, matter.hearing, settings.content)
        except CommitRefused as refused:
            raise Stopped(f"{WORDS.say(refused.message)} {refused.said}".strip()) from refused
    if as_json:
        document = {
            "redactions": [_layer_row(layer, with_words=with_words) for layer in layers],
            "files": [
                {"reference": row.reference, "original": row.original, "release": row.release, "ground": row.mark}
                for row in files
            ],
            "finds": [_find_row(find, with_words=with_words) for find in finds],
            "history": [_history_row(entry) for entry in history],
        }
        tell_json(document)
    else:
        for layer in layers:
            click.echo(_layer_line(layer, with_words=with_words))
            if layer.id in past:
                click.echo("  " + _("Was public from {day}.", day=past[layer.id]))
        for find in finds:
            if find.stops:
                click.echo(problem_line(problem_of(hearing_id, find), WORDS))
        _tell_history(history)
        click.echo(
            _(
                "Withheld: {layers}. Decided files: {files}. Finds that stop publishing: {stops}.",
                layers=sum(layer.in_force for layer in layers),
                files=len(files),
                stops=sum(find.stops for find in finds),
            )
        )
    stops = sum(find.stops for find in finds)
    if stops and as_json:
        raise Found(ngettext("{number} thing is wrong.", "{number} things are wrong.", stops))
    if stops:
        raise SystemExit(1)


def _layer_line(layer: Redaction, *, with_words: bool) -> str:
    state = _("in force") if layer.in_force else _("lifted")
    words = f" «{layer.words}»" if with_words and layer.words else ""
    where = layer.field or _("the whole answer")
    made = f"{layer.made_by}  {layer.made_at:%Y-%m-%d}"
    return f"{layer.id}  {layer.reference}  {where}  [{layer.mark}]  {made}  {state}{words}"


def _tell_history(history: tuple[InHistory, ...]) -> None:
    for entry in history:
        what = f"{entry.layer.reference}, {entry.layer.id}" if entry.layer else entry.path
        click.echo(
            _("In git's history since {day}, commit {commit}: {what}", day=entry.day, commit=entry.commit, what=what)
        )
    if history:
        click.echo(WORDS.say(ADVICE))


def _layer_row(layer: Redaction, *, with_words: bool) -> dict[str, Any]:
    return {
        "id": layer.id,
        "reference": layer.reference,
        "field": layer.field,
        "nth": layer.nth,
        "ground": layer.ground,
        "mark": layer.mark,
        "made_by": layer.made_by,
        "made_at": layer.made_at.isoformat(),
        "in_force": layer.in_force,
        **({"words": layer.words} if with_words else {}),
    }


def _find_row(find: Find, *, with_words: bool) -> dict[str, Any]:
    where = find.where
    return {
        "kind": find.kind.name.lower(),
        "where": where.spot.name.lower(),
        "reference": where.reference,
        "field": where.field,
        "file": where.path,
        "line": where.line,
        "stops": find.stops,
        **({"words": find.shown} if with_words else {}),
    }


def _history_row(entry: InHistory) -> dict[str, Any]:
    layer = entry.layer.id if entry.layer else None
    return {"commit": entry.commit, "day": entry.day.isoformat(), "redaction": layer, "file": entry.path}
