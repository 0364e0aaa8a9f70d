"""`samrad index`: what the desk searches in, made anew from what was received."""

import json

import click

from hearing_app.answering.attachments import limits_of
from hearing_app.cli.terminal import Workspace, _, ngettext, now, pass_workspace
from hearing_app.domain.searching import Reading
from hearing_app.treating.search_index import rebuild

EVERY = 25
"""How many are done between two lines of progress."""


@click.command(
    "index", help=_("Make anew what the desk searches in, and read the attachments that have not been read.")
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def index_command(workspace: Workspace, *, as_json: bool) -> None:
    """Rebuild; progress goes to standard error, and the desk can be used meanwhile."""
    settings = workspace.settings

    def progress(done: int, total: int) -> None:
        if done == total or done % EVERY == 0:
            click.echo(_("{done} of {total}", done=done, total=total), err=True)

    with workspace.database() as db:
        made = rebuild(db, settings.attachments, limits_of(settings), now=now(), progress=progress)
    if as_json:
        files = {reading.value: made.files[reading] for reading in Reading}
        click.echo(json.dumps({"responses": made.answers, "attachments": files}, ensure_ascii=False, indent=1))
        return
    click.echo(ngettext("{number} response can be searched.", "{number} responses can be searched.", made.answers))
    for reading, sentence in (
        (Reading.READ, _("Attachments that were read: {number}")),
        (Reading.PARTLY, _("Attachments of which only the beginning is searched: {number}")),
        (Reading.NO_TEXT, _("Attachments without text, such as scanned letters: {number}")),
        (Reading.FAILED, _("Attachments that could not be read: {number}")),
        (Reading.NOT_YET, _("Attachments that have not been read: {number}")),
    ):
        if made.files[reading]:
            click.echo(sentence.format(number=made.files[reading]))
