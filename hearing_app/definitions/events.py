"""Stub, replaced by the reader of events."""

from pathlib import Path

from hearing_app.definitions.records import Loaded
from hearing_app.domain.council import Council
from hearing_app.domain.event import Event


def load_events(content: Path, council: Council | None) -> Loaded[Event]:
    """Return the events of a content folder."""
    return Loaded()
