"""The receipt as a PDF to keep; hung on the blueprint for sending, like the file beside it."""

from flask import abort, current_app, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.receipt_issue import issued
from hearing_app.answering.receipt_pdf import receipt_pdf
from hearing_app.answering.typesetting import TypesettingFailed
from hearing_app.storage import submissions
from hearing_app.web.current import db, library, sender
from hearing_app.web.sending import sending
from hearing_app.web.visits import visit_to


@sending.get("/kvittering/<reference>.pdf")
def pdf(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Send the receipt as PDF/A in the reader's language; only the body itself gets it here."""
    visit = visit_to(hearing_id)
    sent = submissions.by_reference(db(), reference)
    if sent is None or (sent.hearing, sent.body) != (hearing_id, visit.body.id):
        abort(404)
    told = issued(db(), library(), sent, visit.hearing, base_url=sender().base_url)
    try:
        data = receipt_pdf(told, visit.words)
    except TypesettingFailed:
        current_app.logger.exception("The receipt %s could not be made as PDF", sent.reference)
        _ = visit.words.gettext
        flash(_("The PDF could not be made now. The receipt on this page and its file prove the same."), "trouble")
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    response = make_response(data)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.reference}.pdf"'
    return response
