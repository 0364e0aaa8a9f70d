"""Revoking all personal links of a body at once, after having said what that does."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hearing_app.adopting.report_links import what_stopping_does
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.revoke import revoke_all, what_revoking_does
from hearing_app.web.access import needs
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.frame import reader


@desk.get("/<hearing_id>/instans/<body_id>/trekk/")
@needs(Role.READER)
def ask_to_revoke_all(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Say how many links stop working and what stays, and ask."""
    matter = matter_or_404(hearing_id)
    found = what_revoking_does(db(), hearing_id, body_id, now=now())
    if not found.links:
        abort(404)
    body = known_body(matter, body_id)
    reporting = len(what_stopping_does(db(), hearing_id, body_id, now=now()).links)
    page = "desk/revoke_all.html"
    return render_template(page, hearing=matter.hearing, body=body, body_id=body_id, found=found, reporting=reporting)


@desk.post("/<hearing_id>/instans/<body_id>/trekk/")
@needs(Role.CASE_OFFICER)
def revoke_all_links(hearing_id: str, body_id: str) -> ResponseReturnValue:
    """Make every link of the body stop working."""
    matter_or_404(hearing_id)
    number = revoke_all(db(), hearing_id, body_id, actor=user().username, now=now())
    ngettext = reader().ngettext
    flash(
        ngettext("{number} link does not work any more.", "{number} links do not work any more.", number),
        f"body-{body_id}",
    )
    return redirect(url_for("desk.hearing_page", hearing_id=hearing_id, _anchor=f"_{body_id}"), 303)
