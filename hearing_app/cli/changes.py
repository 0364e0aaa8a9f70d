"""`samrad left` and `samrad changes`: what is left before publishing, and whether what is followed is seen."""

import click

from hearing_app.cli.terminal import WORDS, Found, Workspace, _, now, pass_workspace, tell_json
from hearing_app.publishing.steps import steps
from hearing_app.treating.changes import changes, findings
from hearing_app.treating.overview import overview_of


@click.command("left", help=_("Show what is left to do before a hearing's answers and summary are published."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def left_command(workspace: Workspace, hearing_id: str, *, as_json: bool) -> None:
    """Show the steps, done or not."""
    matter = workspace.matter(hearing_id)
    with workspace.database() as db:
        seen = overview_of(db, matter.hearing, now=now())
        found = steps(db, matter, seen, now=now(), content=workspace.settings.content)
    if as_json:
        rows = [{"step": s.kind.value, "done": s.done, "text": WORDS.say(s.message)} for s in found]
        tell_json(rows)
        return
    for step in found:
        click.echo(f"{'✓' if step.done else '…' if step.waits else '•'} {WORDS.say(step.message)}")


@click.command(
    "changes", help=_("Check that every point that is followed is seen in the new draft; ends with 1 if not.")
)
@click.argument("hearing_id", metavar="HEARING")
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def changes_command(workspace: Workspace, hearing_id: str, *, as_json: bool) -> None:
    """Check how the points and the changes of the new draft fit together."""
    matter = workspace.matter(hearing_id)
    with workspace.database() as db:
        seen, found = changes(db, matter), tuple(findings(db, matter))
    told = [WORDS.say(message) for _stop, message in found]
    if as_json:
        row = {
            "version": seen.version.slug if seen.version else None,
            "to_follow": seen.to_follow,
            "without_section": [{"point": p.id, "submission": p.submission, "item": p.item} for p in seen.loose],
            "unexplained": [change.id for change in seen.unexplained],
            "findings": told,
        }
        tell_json(row)
    else:
        for point in seen.loose:
            click.echo(f"{point.submission} {point.item}: {point.quote[:80]}")
        for line in told or [_("Everything that is followed is seen in the text.")]:
            click.echo(line)
    if any(stop for stop, _message in found):
        raise Found(_("Name the section where each point is followed, under «What changed» at the desk."))
