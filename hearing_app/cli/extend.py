"""`samrad extend`: one body gets a deadline of its own."""

from datetime import datetime

import click

from hearing_app.cli.terminal import WORDS, Stopped, Workspace, _, now, pass_workspace, tell_json
from hearing_app.domain.vocabulary import ExtensionAnswer
from hearing_app.inviting.extend import DayRefused, HearingOver, decide
from hearing_app.storage import extensions

ACTOR = "terminal"


@click.command("extend", help=_("Give one body a later deadline of its own; it is told by mail."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--body", "body_id", required=True, help=_("The body's id."))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help=_("The last day, like 2026-06-30."))
@click.option("--reason", default="", help=_("Told to the body."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def extend_command(
    workspace: Workspace, hearing_id: str, body_id: str, until: datetime, reason: str, *, as_json: bool
) -> None:
    """Grant a deadline; a request of the body that waits is answered by it."""
    hearing = workspace.matter(hearing_id).hearing
    body = hearing.invited_body(body_id)
    if body is None:
        raise Stopped(_("«{id}» is not invited to this hearing. See invited: in hearing.yml.", id=body_id))
    with workspace.database() as db:
        pending = extensions.of_body(db, hearing.id, body.id).pending
        try:
            done = decide(
                db,
                hearing,
                body,
                ExtensionAnswer.GRANTED,
                day=until.date(),
                reason=reason,
                seen=pending.id if pending else None,
                sender=workspace.sender,
                actor=ACTOR,
                now=now(),
            )
        except DayRefused as refused:
            raise Stopped(WORDS.say(refused.message)) from refused
        except HearingOver as over:
            raise Stopped(_("The hearing is not public yet, or has been withdrawn.")) from over
    if as_json:
        tell_json({"hearing": hearing.id, "body": body.id, "until": until.date(), "mailed_to": done.recipient or None})
        return
    click.echo(_("{body} can answer until {day}.", body=body.name, day=until.date()))
    if done.recipient:
        click.echo(_("A mail to {email} is queued.", email=done.recipient))
