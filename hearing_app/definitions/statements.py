"""Stub, replaced by the reader of statements."""

from pathlib import Path

from hearing_app.definitions.records import Loaded
from hearing_app.domain.council import Council
from hearing_app.domain.statement import OutgoingStatement


def load_statements(content: Path, council: Council | None) -> Loaded[OutgoingStatement]:
    """Return the statements of a content folder."""
    return Loaded()
