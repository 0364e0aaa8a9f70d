"""`samrad remind`: those who have not answered are reminded of the deadline."""

import json

import click

from hearing_app.library import Library
from hearing_app.remind import Bundle, due_reminders, hearings_of, send_reminders
from hearing_app.report import problem_line
from hearing_app.terminal import WORDS, Workspace, _, ngettext, now, pass_workspace

ACTOR = "terminal"


@click.command(
    "remind",
    help=_("Remind those who have not answered, by mail; safe to run as often as one likes (for cron)."),
)
@click.option("--dry-run", is_flag=True, help=_("Only show who would be reminded of what."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def remind_command(workspace: Workspace, *, dry_run: bool, as_json: bool) -> None:
    """Remind, or show what reminding would do."""
    settings, at = workspace.settings, now()
    hearings, problems = hearings_of(Library(settings.content))
    with workspace.database() as db:
        if dry_run:
            bundles = due_reminders(db, hearings, settings.reminder_days, now=at)
        else:
            bundles = send_reminders(
                db, hearings, marks=settings.reminder_days, sender=workspace.sender, actor=ACTOR, now=at
            )
    if as_json:
        click.echo(json.dumps([_row(bundle) for bundle in bundles], ensure_ascii=False, indent=1))
    else:
        _tell(bundles, dry_run=dry_run)
    for problem in problems:
        click.echo(problem_line(problem, WORDS), err=True)


def _tell(bundles: tuple[Bundle, ...], *, dry_run: bool) -> None:
    for bundle in bundles:
        click.echo(bundle.recipient)
        for due in bundle.due:
            values = {"title": due.hearing.title, "body": due.body.name, "day": due.hearing.deadline}
            click.echo("  " + _("{title}: {body}, deadline {day}", **values))
    if dry_run:
        click.echo(ngettext("{number} reminder would be sent.", "{number} reminders would be sent.", len(bundles)))
    else:
        click.echo(ngettext("{number} reminder queued.", "{number} reminders queued.", len(bundles)))


def _row(bundle: Bundle) -> dict[str, object]:
    """Return one mail for a script."""
    about = [
        {
            "hearing": due.hearing.id,
            "body": due.body.id,
            "deadline": due.hearing.deadline.isoformat(),
            "days_before": due.mark,
        }
        for due in bundle.due
    ]
    return {"to": bundle.recipient, "language": bundle.language.value, "about": about}
