"""Stub, replaced by the reader of meetings."""

from pathlib import Path

from hearing_app.definitions.records import Loaded
from hearing_app.domain.council import Council
from hearing_app.domain.meeting import Meeting


def load_meetings(content: Path, council: Council | None) -> Loaded[Meeting]:
    """Return the meetings of a content folder."""
    return Loaded()
