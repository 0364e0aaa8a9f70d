"""The personal links by which a body reports its adoption, at the desk: stopping one or all, and sending a new one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.adopting.asking import ReportingClosed, send_new_link
from hearing_app.adopting.report_links import stop_links, what_stopping_does
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contact_file import is_email
from hearing_app.storage import adoption_reports
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, now, sender
from hearing_app.web.desk import desk, user
from hearing_app.web.desk_adoption import TAKEN_IN_NO_MORE, adopting_body, body_page
from hearing_app.web.frame import reader
from hearing_app.web.visits import language_of

_ALL = "/<hearing_id>/tilslutning/<body_id>/stopp/"
_ONE = "/<hearing_id>/tilslutning/<body_id>/stopp/<int(max=9223372036854775807):link_id>/"
_NO_EMAIL = N_("Write an e-mail address, such as name@example.no.")


@desk.get(_ALL)
@desk.get(_ONE)
@needs(Role.REVIEWER)
def ask_to_stop_report_links(hearing_id: str, body_id: str, link_id: int | None = None) -> ResponseReturnValue:
    """Say what stops working and what stays, and ask."""
    matter, body = adopting_body(hearing_id, body_id)
    found = what_stopping_does(db(), hearing_id, body_id, only=link_id, now=now())
    if not found.links:
        abort(404)
    page = "desk/adoption_stop.html"
    return render_template(page, hearing=matter.hearing, body=body, found=found, link_id=link_id)


@desk.post(_ALL)
@desk.post(_ONE)
@needs(Role.REVIEWER)
def stop_report_links(hearing_id: str, body_id: str, link_id: int | None = None) -> ResponseReturnValue:
    """Make one link stop working, or all of them; to do it again changes nothing."""
    adopting_body(hearing_id, body_id)
    links = adoption_reports.links_of_body(db(), hearing_id, body_id)
    if link_id is not None and link_id not in {link.id for link in links}:
        abort(404)
    found = stop_links(db(), hearing_id, body_id, only=link_id, actor=user().username, now=now())
    words, number = reader(), len(found.links)
    if number:
        flash(words.ngettext("{number} link does not work any more.", "{number} links do not work any more.", number))
    if found.mails:
        flash(words.ngettext("{number} mail was withdrawn.", "{number} mails were withdrawn.", len(found.mails)))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id, _anchor="_links"), 303)


@desk.post("/<hearing_id>/tilslutning/<body_id>/lenke/")
@needs(Role.REVIEWER)
def send_report_link(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Send the decision with a new link to the address that is written."""
    matter, body = adopting_body(hearing_id, body_id)
    if matter.hearing.invited_body(body_id) is None:
        abort(404)
    typed = clean_line(request.form.get("email"))
    if not (typed and is_email(typed)):
        return body_page(matter, body, email=typed, mistakes={"email": _NO_EMAIL}, code=422)
    words = language_of(body, matter.hearing)
    try:
        send_new_link(db(), matter, body, typed, words=words, sender=sender(), actor=user().username, now=now())
    except ReportingClosed:
        return body_page(matter, body, email=typed, refused=TAKEN_IN_NO_MORE, code=409)
    flash(reader().gettext("A new link goes to {email}.", email=typed))
    return redirect(url_for("desk.adoption", hearing_id=hearing_id, body_id=body_id, _anchor="_links"), 303)
