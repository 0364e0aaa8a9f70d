"""`samrad status HEARING`: how far each body of one hearing has come."""

from collections.abc import Mapping
from typing import Any

import click

from hearing_app.cli.bodies import Named, name_of, named_bodies
from hearing_app.cli.terminal import WORDS, Workspace, _, now, tell_json
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.progress import Head, Progress
from hearing_app.inviting.extend import own_hearings
from hearing_app.treating.overview import BodyRow, Overview, overview_of


def show_hearing(workspace: Workspace, hearing_id: str, *, as_json: bool) -> None:
    """Show the bodies of one hearing."""
    matter, at = workspace.matter(hearing_id), now()
    with workspace.database() as db:
        seen = overview_of(db, matter.hearing, now=at)
        own = own_hearings(db, matter.hearing)
        bodies = named_bodies(db, workspace.settings.content, matter.hearing)
    if as_json:
        begin = {"hearing": hearing_id, "title": WORDS.local(matter.hearing.title), "status": matter.status(at)}
        tell_json({**begin, **_figures(matter, seen), "bodies": [_row(row, own) for row in seen.rows], **_others(seen)})
        return
    click.echo(click.style(WORDS.local(matter.hearing.title), bold=True) + f"  ({hearing_id})")
    for row in seen.rows:
        click.echo(_line(row, bodies))
    for head in seen.others:
        click.echo(
            _("{body}: without invitation, {reference}", body=name_of(bodies, head.body), reference=head.reference)
        )
    counted = seen.counted
    click.echo(_("{answered} of {invited} have answered.", answered=counted.answered, invited=counted.invited))


def _figures(matter: Matter, seen: Overview) -> dict[str, Any]:
    return {
        "deadline": matter.hearing.deadline,
        "invited": seen.counted.invited,
        "answered": seen.counted.answered,
        "progress": {state.value: seen.counted.by_progress[state] for state in Progress},
        "points": seen.tally.points,
        "open_points": seen.tally.open_points,
    }


def _row(row: BodyRow, own: Mapping[str, Hearing]) -> dict[str, Any]:
    """Return one body for a script."""
    return {
        "body": row.body.id,
        "name": WORDS.local(row.body.name),
        "progress": row.progress.value,
        "deadline": own[row.body.id].deadline,
        "links": len(row.links),
        "begun": row.begun,
        "reminded": list(row.reminded),
        "mail": {"kind": row.mail.kind, "state": row.mail.state.value, "at": row.mail.at} if row.mail else None,
        "answer": _answer(row.sent) if row.sent else None,
        "points": row.tally.points,
        "open_points": row.tally.open_points,
    }


def _answer(head: Head) -> dict[str, Any]:
    return {
        "reference": head.reference,
        "version": head.version,
        "arrived_at": head.arrived_at,
        "no_remark": head.no_remark,
    }


def _others(seen: Overview) -> dict[str, Any]:
    return {"others": [{"body": head.body, **_answer(head)} for head in seen.others]}


def _told(progress: Progress) -> str:
    return {
        Progress.NOT_INVITED: _("Not invited"),
        Progress.INVITED: _("Invited"),
        Progress.OPENED: _("Link opened"),
        Progress.BEGUN: _("Begun"),
        Progress.ANSWERED: _("Answered"),
        Progress.LATE: _("Received after the deadline"),
    }[progress]


def _line(row: BodyRow, bodies: Named) -> str:
    said = [_told(row.progress)]
    if row.sent:
        said += [row.sent.reference, WORDS.moment(row.sent.arrived_at)]
    if row.tally.points:
        said.append(_("points: {points}, open: {open}", points=row.tally.points, open=row.tally.open_points))
    return f"  {name_of(bodies, row.body.id)}: {', '.join(said)}"
