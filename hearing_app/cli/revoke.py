"""`samrad revoke`: every personal link of a body stops working."""

import json

import click

from hearing_app.cli.terminal import Stopped, Workspace, _, ngettext, now, pass_workspace
from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.revoke import Revoking, revoke_all, what_revoking_does

ACTOR = "terminal"


@click.command("revoke", help=_("Revoke all personal links of a body to a hearing; shows first what would happen."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--body", "body_id", required=True, help=_("The body, by its id."))
@click.option("--do-it", is_flag=True, help=_("Revoke the links; otherwise it is only shown what would happen."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def revoke_command(workspace: Workspace, hearing_id: str, body_id: str, *, do_it: bool, as_json: bool) -> None:
    """Show or revoke; a body that was taken off the invitation can still have links."""
    hearing = workspace.matter(hearing_id).hearing
    with workspace.database() as db:
        found = what_revoking_does(db, hearing_id, body_id, now=now())
        if not found.links and hearing.invited_body(body_id) is None:
            raise Stopped(_("«{id}» is not invited to this hearing. See invited: in hearing.yml.", id=body_id))
        if do_it:
            revoke_all(db, hearing_id, body_id, actor=ACTOR, now=now())
    if as_json:
        click.echo(json.dumps({"body": body_id, "links": len(found.links), "revoked": do_it}))
        return
    _tell(hearing, body_id, found, done=do_it)


def _tell(hearing: Hearing, body_id: str, found: Revoking, *, done: bool) -> None:
    body, number = hearing.invited_body(body_id), len(found.links)
    name = body.name if body else body_id
    if not found.links:
        click.echo(_("{body} has no personal link that works.", body=name))
        return
    if done:
        click.echo(ngettext("{number} link was revoked.", "{number} links were revoked.", number))
        return
    click.echo(
        ngettext(
            "{number} link of {body} would stop working.",
            "{number} links of {body} would stop working.",
            number,
            body=name,
        )
    )
    if found.mail_waits:
        click.echo(_("Mail that waits with such a link would be withdrawn."))
    click.echo(_("What has been saved or sent stays. Only the secretariat can make a new link."))
    click.echo(_("Nothing was changed. Run it again with --do-it."))
