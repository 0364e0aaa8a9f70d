"""The personal links of a hearing at the desk: inviting, making one, and revoking."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.late_links import may_have_link
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.invite import invite_bodies, may_invite, new_link, revoke_link
from hearing_app.storage import invitations
from hearing_app.storage.invitations import Invitation
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.visits import language_of


@desk.post("/<hearing_id>/inviter/")
@needs(Role.CASE_OFFICER)
def invite(hearing_id: str) -> ResponseReturnValue:
    """Invite everybody who has no working link yet."""
    hearing = _inviting(matter_or_404(hearing_id))
    done = invite_bodies(
        db(),
        hearing,
        hearing.invited,
        sender=sender(),
        words_of=lambda body: language_of(body, hearing),
        actor=user().username,
        now=now(),
    )
    words = reader()
    _, ngettext = words.gettext, words.ngettext
    flash(ngettext("{number} invitation is on its way.", "{number} invitations are on their way.", len(done.sent)))
    if done.without_email:
        names = words.listed([words.local(body.name) for body in done.without_email])
        flash(
            _(
                "No e-mail address for {bodies}. Write one under Contacts, or make a link and send it another way.",
                bodies=names,
            )
        )
    return redirect(url_for("desk.hearing_page", hearing_id=hearing_id), 303)


@desk.post("/<hearing_id>/lenke/<body_id>/")
@needs(Role.CASE_OFFICER)
def make_link(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Make a personal link and show it, once; it is not kept anywhere that could show it again."""
    hearing = matter_or_404(hearing_id).hearing
    body = hearing.invited_body(body_id)
    if body is None:
        abort(404)
    if not (may_invite(hearing, now()) or may_have_link(db(), hearing, body.id, now())):
        abort(409)
    link = new_link(db(), hearing, body, base_url=settings().base_url, actor=user().username, now=now())
    return render_template("desk/link.html", hearing=hearing, body=body, link=link)


@desk.get("/<hearing_id>/lenke/<int(max=9223372036854775807):invitation_id>/trekk/")
@needs(Role.READER)
def ask_to_revoke(hearing_id: str, invitation_id: int) -> ResponseReturnValue:
    """Ask once more before a link stops working, for it cannot be made to work again."""
    invitation, hearing = _invitation(hearing_id, invitation_id), matter_or_404(hearing_id).hearing
    body = hearing.invited_body(invitation.body)
    return render_template("desk/revoke.html", hearing=hearing, body=body, invitation=invitation)


@desk.post("/<hearing_id>/lenke/<int(max=9223372036854775807):invitation_id>/trekk/")
@needs(Role.CASE_OFFICER)
def revoke(hearing_id: str, invitation_id: int) -> ResponseReturnValue:
    """Make a personal link stop working."""
    invitation = _invitation(hearing_id, invitation_id)
    revoke_link(db(), invitation, actor=user().username, now=now())
    _ = reader().gettext
    flash(_("The link does not work any more."), f"body-{invitation.body}")
    return redirect(url_for("desk.hearing_page", hearing_id=hearing_id, _anchor=f"_{invitation.body}"), 303)


def _invitation(hearing_id: str, invitation_id: int) -> Invitation:
    """Return an invitation to this hearing, or answer that there is none."""
    found = invitations.by_id(db(), invitation_id)
    if found is None or found.hearing != hearing_id:
        abort(404)
    return found


def _inviting(matter: Matter) -> Hearing:
    """Return the hearing of `matter` where bodies may be invited, else answer that they cannot."""
    if not may_invite(matter.hearing, now()):
        abort(409)
    return matter.hearing
