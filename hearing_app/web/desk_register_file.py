"""Many answers at once, from a spreadsheet: a file to fill in, what it would register, and the registering."""

import base64
import binascii

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Role
from hearing_app.registering.register_file import RegisterFile, import_answers, read_answers
from hearing_app.registering.register_sample import sample, sample_sheet
from hearing_app.registering.register_table import LARGEST, RegisterFileRefused
from hearing_app.storage import extensions, tallies
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.register_page import register_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = b"\xef\xbb\xbf"
"""Begins a CSV file that a spreadsheet is to read as UTF-8."""


@desk.get("/<hearing_id>/registrer/mal.csv")
@needs(Role.CASE_OFFICER)
def register_sample(hearing_id: str) -> ResponseReturnValue:
    """Send a file to fill in, as CSV, with a row for each body that has not answered."""
    hearing = matter_or_404(hearing_id).hearing
    data = MARK + sample(hearing, _missing(hearing), reader()).encode()
    return _download(data, "text/csv; charset=utf-8", f"svar-{hearing.id}.csv")


@desk.get("/<hearing_id>/registrer/mal.xlsx")
@needs(Role.CASE_OFFICER)
def register_sample_sheet(hearing_id: str) -> ResponseReturnValue:
    """Send the same as a workbook."""
    hearing = matter_or_404(hearing_id).hearing
    return _download(sample_sheet(hearing, _missing(hearing), reader()), XLSX, f"svar-{hearing.id}.xlsx")


@desk.post("/<hearing_id>/registrer/fil/")
@needs(Role.CASE_OFFICER)
def read_register_file(hearing_id: str) -> ResponseReturnValue:
    """Show what a file would register; nothing is stored."""
    matter, file = matter_or_404(hearing_id), request.files.get("file")
    if file is None or not file.filename:
        return register_page(matter, N_("Choose a file first."), code=422)
    data = file.stream.read(LARGEST + 1)
    try:
        read = read_answers(db(), matter.hearing, data, now=now())
    except RegisterFileRefused as refused:
        return register_page(matter, refused.message, code=422)
    return _preview(matter.hearing, read, data, file.filename), 422 if read.mistakes else 200


@desk.post("/<hearing_id>/registrer/fil/lagre/")
@needs(Role.CASE_OFFICER)
def store_register_file(hearing_id: str) -> ResponseReturnValue:
    """Register exactly what was shown, all of it or nothing."""
    matter, data, name = matter_or_404(hearing_id), _carried(), request.form.get("name", "")
    try:
        read = read_answers(db(), matter.hearing, data, now=now())
    except RegisterFileRefused as refused:
        return register_page(matter, refused.message, code=422)
    if read.mistakes or read.mark != request.form.get("mark", ""):
        return _preview(matter.hearing, read, data, name, moved=True), 409
    try:
        received = import_answers(
            db(),
            matter.hearing,
            read.new,
            sender=sender(),
            actor=user().username,
            now=now(),
            files=settings().attachments,
        )
    except AnsweredMeanwhile:
        anew = read_answers(db(), matter.hearing, data, now=now())
        return _preview(matter.hearing, anew, data, name, moved=True), 409
    flash(reader().ngettext("{number} answer was registered.", "{number} answers were registered.", len(received)))
    return redirect(url_for("desk.hearing_page", hearing_id=hearing_id), 303)


def _preview(hearing: Hearing, read: RegisterFile, data: bytes, name: str, *, moved: bool = False) -> str:
    return render_template(
        "desk/register_file.html",
        hearing=hearing,
        read=read,
        mistakes=read.mistakes,
        file_name=name,
        moved=moved,
        extended={body: own.extended_to for body, own in extensions.of_hearing(db(), hearing.id).items()},
        carried=base64.b64encode(data).decode() if read.new and not read.mistakes else "",
    )


def _carried() -> bytes:
    """Return the file that the page carried; whatever else stands there is no page of ours."""
    try:
        return base64.b64decode(request.form.get("carried", ""), validate=True)
    except (binascii.Error, ValueError):
        abort(400)


def _missing(hearing: Hearing) -> list[Body]:
    answered = tallies.latest_heads(db(), hearing.id).keys()
    return [body for body in reader().by_name(hearing.invited) if body.id not in answered]


def _download(data: bytes, kind: str, name: str) -> ResponseReturnValue:
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
