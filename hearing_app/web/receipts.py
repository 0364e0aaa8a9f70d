"""Checking a receipt: somebody hands in the file it came with, and is told what the log and the public copy say.

Whoever has the file has the answer; so the page tells of that answer, and never shows a text: neither of the file,
which is not kept, nor of what has not been released.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import Language
from hearing_app.publishing.verify import Checked, ReceiptUnknown, as_pasted, check_receipt
from hearing_app.text import Words
from hearing_app.web.current import db, is_public, library
from hearing_app.web.frame import listen_for_language, read_in, reader

receipts = Blueprint("receipts", __name__, url_prefix="/svar/kvittering")
receipts.before_request(listen_for_language)


@receipts.get("/")
def ask() -> ResponseReturnValue:
    """Ask for the file of a receipt, or its text."""
    return render_template("answer/check_receipt.html")


@receipts.post("/")
def check() -> ResponseReturnValue:
    """Tell what was received as this file, when, and whether the public copy is the same."""
    if request.form.get("form_language") in set(Language):
        read_in(Language(request.form["form_language"]))
    file, text = request.files.get("file"), request.form.get("text", "")
    data = file.read() if file and file.filename else as_pasted(text) if text.strip() else b""
    if not data:
        return render_template("answer/check_receipt.html", nothing=True), 422
    try:
        checked = check_receipt(db(), library(), data)
    except ReceiptUnknown:
        return render_template("answer/check_receipt.html", unknown=True), 422
    return _answer(checked, reader())


def _answer(checked: Checked, words: Words) -> ResponseReturnValue:
    matter = library().last_good(checked.entry.hearing)
    hearing = matter.hearing if matter else None
    body = hearing.invited_body(checked.entry.body) if hearing else None
    return render_template(
        "answer/receipt_checked.html",
        checked=checked,
        entry=checked.entry,
        hearing=hearing,
        body=body,
        different=[_name(part, hearing, words) for part in checked.different],
        redacted=[_name(part, hearing, words) for part in checked.redacted],
        linked=checked.public is not None and hearing is not None and is_public(hearing),
    )


def _name(part: str, hearing: Hearing | None, words: Words) -> str:
    """Return the heading of an item, or a name for another part of a copy."""
    _ = words.gettext
    names = {
        "role": _("Role"),
        "standing": _("Who stands behind the answer?"),
        "sender": _("Sender"),
        "received_at": _("Received"),
        "version": _("Version"),
        "sha256": "SHA-256",
        "no_remark": _("Without remarks"),
        "attachments": _("Attachments"),
        "confirmation": _("Confirmation"),
    }
    item = hearing.item(part) if hearing else None
    return names.get(part) or (words.local(item.heading) if item else "") or part
