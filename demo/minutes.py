"""Minutes of a meeting as PDF, for the demo's attachments; like everything in the demo they are invented."""

from pathlib import Path
from typing import Any

from hearing_app.answering.attachments import examine, keep, limits_of
from hearing_app.answering.typesetting import typeset
from hearing_app.domain.attachment import Attachment
from hearing_app.settings import Settings

TEMPLATE = Path(__file__).parent / "minutes.typ"


def pdf_of(row: dict[str, Any]) -> bytes:
    """Set a document that a story tells of."""
    return typeset(TEMPLATE, {"heading": row["heading"], "paragraphs": row["paragraphs"]}, timestamp=0)


def attach_minutes(settings: Settings, row: dict[str, Any]) -> Attachment:
    """Set the minutes that a story tells of, take them in as any other file is, and return them as an attachment."""
    data = pdf_of(row)
    attachment = examine(row["name"], data, limits_of(settings))
    keep(settings.attachments, attachment, data)
    return attachment
