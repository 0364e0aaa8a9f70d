"""The files of a submission, at the desk."""

from flask import abort
from flask.typing import ResponseReturnValue

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import submissions
from hearing_app.web.access import needs
from hearing_app.web.attaching import file_of, file_response
from hearing_app.web.current import db
from hearing_app.web.desk import desk


@desk.get("/<hearing_id>/svar/<reference>/vedlegg/<sha256>/")
@needs(Role.READER)
def attachment(hearing_id: str, reference: str, sha256: str) -> ResponseReturnValue:
    """Send one of the files that came with a submission."""
    sent = submissions.by_reference(db(), reference)
    if sent is None or sent.hearing != hearing_id:
        abort(404)
    return file_response(file_of(sent, sha256))
