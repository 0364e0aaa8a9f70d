"""One hearing at the desk: who has been invited and who has answered, and the links that let them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hearing_app.assess import points_that_count, preview, proposed_release, published_before
from hearing_app.contacts import addresses_of
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.vocabulary import Role
from hearing_app.invite import invite_bodies, may_invite, new_link, revoke_link
from hearing_app.late_links import may_have_link
from hearing_app.moderate import held
from hearing_app.storage import drafts, invitations, mails, reminders, submissions
from hearing_app.storage.invitations import Invitation
from hearing_app.storage.mails import MailOfBody
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_later import later_of
from hearing_app.web.frame import council, reader
from hearing_app.web.visits import language_of


class Progress(StrEnum):
    """How far a body has come."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    OPENED = "opened"
    BEGUN = "begun"
    ANSWERED = "answered"


@dataclass(frozen=True)
class BodyRow:
    """One invited body: its working links, what it has done, the days it was reminded, and its newest mail."""

    body: Body
    links: tuple[Invitation, ...]
    begun: bool
    sent: Submission | None
    reminded: tuple[date, ...] = ()
    mail: MailOfBody | None = None

    @property
    def progress(self) -> Progress:
        """How far the body has come."""
        if self.sent is not None:
            return Progress.ANSWERED
        if self.begun:
            return Progress.BEGUN
        if any(link.opened_at for link in self.links):
            return Progress.OPENED
        return Progress.INVITED if self.links else Progress.NOT_INVITED


@desk.get("/<hearing_id>/")
@needs(Role.READER)
def hearing_page(hearing_id: str) -> ResponseReturnValue:
    """Show one hearing."""
    matter = matter_or_404(hearing_id)
    rows, invited = body_rows(matter.hearing), {body.id for body in matter.hearing.invited}
    points = points_that_count(db(), hearing_id)
    emails = addresses_of(db(), matter.hearing.invited)
    latest = latest_by_body(submissions.of_hearing(db(), hearing_id))
    return render_template(
        "desk/hearing.html",
        matter=matter,
        hearing=matter.hearing,
        status=matter.status(now()),
        adoptions=matter.adoptions.on(oslo_day(now())) if matter.adoptions else None,
        rows=rows,
        answered=sum(row.sent is not None for row in rows),
        left=[s for s in reader().by_body(latest, council()) if s.body not in invited and not is_guest(s.body)],
        others=sum(is_guest(s.body) for s in latest),
        held=held(db(), hearing_id),
        emails=emails,
        uninvited=sum(not row.links and bool(emails[row.body.id]) for row in rows),
        points=points,
        open_points=sum(not point.done for point in points),
        may_invite=may_invite(matter.hearing, now()),
        later=later_of(matter),
    )


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


@desk.get("/<hearing_id>/oppsummering/")
@needs(Role.READER)
def summary(hearing_id: str) -> ResponseReturnValue:
    """Show the summary as the public page would, for what is released or, before that, for everything received."""
    matter = matter_or_404(hearing_id)
    return render_template(
        "desk/summary.html",
        matter=matter,
        hearing=matter.hearing,
        published=published_before(db(), matter),
        summary=preview(db(), matter.hearing, proposed_release(db(), matter)),
    )


def body_rows(hearing: Hearing) -> tuple[BodyRow, ...]:
    """Return a row for each invited body, by the name that the reader sees."""
    latest = {s.body: s for s in latest_by_body(submissions.of_hearing(db(), hearing.id))}
    working: dict[str, list[Invitation]] = defaultdict(list)
    given: dict[str, list[date]] = defaultdict(list)
    for link in invitations.of_hearing(db(), hearing.id):
        working[link.body] += [link] if link.revoked_at is None else []
    for reminder in reminders.of_hearing(db(), hearing.id):
        given[reminder.body].append(oslo_day(reminder.at))
    begun = drafts.bodies_with_draft(db(), hearing.id)
    newest = mails.newest_of_bodies(db(), hearing.id, now())
    return tuple(
        BodyRow(
            body,
            tuple(working[body.id]),
            body.id in begun,
            latest.get(body.id),
            tuple(given[body.id]),
            newest.get(body.id),
        )
        for body in reader().by_name(hearing.invited)
    )


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
