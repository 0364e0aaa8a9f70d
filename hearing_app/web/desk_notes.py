"""Internal notes at the desk: writing them, and striking out one's own."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.vocabulary import Role
from hearing_app.treating.notes import NoteEmpty, NoteUnknown, NotOwnNote, add_note, strike_note
from hearing_app.treating.splitting import PointUnknown
from hearing_app.web.access import needs
from hearing_app.web.cards import Trouble, troubles
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, user
from hearing_app.web.desk_points import BIGGEST, back_to, card_page
from hearing_app.web.desk_submission import received_or_404, submission_url
from hearing_app.web.frame import reader


@desk.post(f"/<hearing_id>/svar/<reference>/punkter/<{BIGGEST}:point_id>/notat/")
@needs(Role.CASE_OFFICER)
def note_on_point(hearing_id: str, reference: str, point_id: int) -> ResponseReturnValue:
    """Store a note on a point."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    try:
        add_note(db(), received, point_id, clean_text(request.form.get("text")), actor=user().username, now=now())
    except PointUnknown:
        abort(404)
    except NoteEmpty:
        troubles()[point_id] = Trouble("note", _("Write the note first."))
        return card_page(received, keep=point_id, code=422)
    flash(_("The note is stored."), f"point-{point_id}")
    return redirect(back_to(received, point_id), 303)


@desk.post("/<hearing_id>/svar/<reference>/notat/")
@needs(Role.CASE_OFFICER)
def note_on_submission(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Store a note on a submission as a whole."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    try:
        add_note(db(), received, None, clean_text(request.form.get("text")), actor=user().username, now=now())
    except NoteEmpty:
        flash(_("Write the note first."), "note")
    else:
        flash(_("The note is stored."), "note")
    return redirect(submission_url(received, "_notes"), 303)


@desk.post(f"/<hearing_id>/svar/<reference>/notat/<{BIGGEST}:note_id>/stryk/")
@needs(Role.CASE_OFFICER)
def strike(hearing_id: str, reference: str, note_id: int) -> ResponseReturnValue:
    """Strike out a note of one's own."""
    received, _ = received_or_404(hearing_id, reference), reader().gettext
    try:
        note = strike_note(db(), received, note_id, actor=user().username, now=now())
    except NoteUnknown:
        abort(404)
    except NotOwnNote:
        abort(403)
    shown = request.form.get("card", note.point, type=int)
    flash(_("The note is struck out."), f"point-{shown}" if shown else "note")
    return redirect(back_to(received, shown) if shown else submission_url(received, "_notes"), 303)
