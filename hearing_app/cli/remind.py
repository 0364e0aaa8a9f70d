"""`samrad remind`: of the deadline those who have not answered, and of their confirmation those who promised one."""

from datetime import datetime

import click

from hearing_app.answering.remind_confirmation import OwedBundle, ask_for_confirmations, due_confirmations
from hearing_app.cli.terminal import WORDS, Workspace, _, ngettext, now, pass_workspace, tell_json
from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.remind import Bundle, due_reminders, hearings_of, send_reminders
from hearing_app.library import Library
from hearing_app.publishing.report import problem_line
from hearing_app.storage import Database

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
        owed = _ask_for_confirmations(db, workspace, hearings, at, dry_run=dry_run)
    if as_json:
        rows = [*map(_row, bundles), *map(_owed_row, owed)]
        tell_json(rows)
    else:
        _tell(bundles, dry_run=dry_run)
        _tell_owed(owed, dry_run=dry_run)
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


def _ask_for_confirmations(
    db: Database, workspace: Workspace, hearings: tuple[Hearing, ...], at: datetime, *, dry_run: bool
) -> tuple[OwedBundle, ...]:
    marks = workspace.settings.confirmation_reminder_days
    if dry_run:
        return due_confirmations(db, hearings, marks, now=at)
    return ask_for_confirmations(db, hearings, marks=marks, sender=workspace.sender, actor=ACTOR, now=at)


def _tell_owed(bundles: tuple[OwedBundle, ...], *, dry_run: bool) -> None:
    """Tell of confirmations that are asked for; nothing where there are none, as in most hearings."""
    for bundle in bundles:
        click.echo(bundle.recipient)
        for owed in bundle.owed:
            values = {"title": owed.hearing.title, "body": owed.body.name, "reference": owed.sent.reference}
            click.echo("  " + _("{title}: {body}, confirmation of {reference}", **values))
    number = sum(len(bundle.owed) for bundle in bundles)
    if number and dry_run:
        click.echo(
            ngettext("{number} confirmation would be asked for.", "{number} confirmations would be asked for.", number)
        )
    elif number:
        click.echo(ngettext("{number} confirmation asked for.", "{number} confirmations asked for.", number))


def _owed_row(bundle: OwedBundle) -> dict[str, object]:
    """Return one mail for a script."""
    about = [
        {"hearing": o.hearing.id, "body": o.body.id, "confirms": o.sent.reference, "days_after": o.mark}
        for o in bundle.owed
    ]
    return {"to": bundle.recipient, "language": bundle.language.value, "about": about}
