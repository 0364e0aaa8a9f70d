"""`samrad revoke`: every personal link of a body stops working."""

import click

from hearing_app.adopting.report_links import Stopping, stop_links, what_stopping_does
from hearing_app.cli.terminal import Stopped, Workspace, _, ngettext, now, pass_workspace, tell_json
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
        reporting = what_stopping_does(db, hearing_id, body_id, now=now())
        if not found.links and not reporting.links and hearing.invited_body(body_id) is None:
            raise Stopped(_("«{id}» is not invited to this hearing. See invited: in hearing.yml.", id=body_id))
        if do_it:
            revoke_all(db, hearing_id, body_id, actor=ACTOR, now=now())
            stop_links(db, hearing_id, body_id, actor=ACTOR, now=now())
    if as_json:
        number, adoption = len(found.links), len(reporting.links)
        tell_json({"body": body_id, "links": number, "adoption_links": adoption, "revoked": do_it})
        return
    _tell(hearing, body_id, found, reporting, done=do_it)


def _tell(hearing: Hearing, body_id: str, found: Revoking, reporting: Stopping, *, done: bool) -> None:
    body, number, adoption = hearing.invited_body(body_id), len(found.links), len(reporting.links)
    name = body.name if body else body_id
    if not number + adoption:
        click.echo(_("{body} has no personal link that works.", body=name))
        return
    if done:
        _tell_done(number, adoption)
        return
    if number:
        click.echo(
            ngettext(
                "{number} link of {body} would stop working.",
                "{number} links of {body} would stop working.",
                number,
                body=name,
            )
        )
    if adoption:
        click.echo(
            ngettext(
                "{number} link of {body} to report adoption by would stop working.",
                "{number} links of {body} to report adoption by would stop working.",
                adoption,
                body=name,
            )
        )
    if found.mail_waits or reporting.mails:
        click.echo(_("Mail that waits with such a link would be withdrawn."))
    click.echo(_("What has been saved or sent stays. Only the secretariat can make a new link."))
    click.echo(_("Nothing was changed. Run it again with --do-it."))


def _tell_done(number: int, adoption: int) -> None:
    if number:
        click.echo(ngettext("{number} link was revoked.", "{number} links were revoked.", number))
    if adoption:
        click.echo(
            ngettext(
                "{number} link to report adoption by was stopped.",
                "{number} links to report adoption by were stopped.",
                adoption,
            )
        )
