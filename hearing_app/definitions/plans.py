"""Stub, replaced by the reader of plans."""

from pathlib import Path

from hearing_app.definitions.records import Loaded
from hearing_app.domain.council import Council
from hearing_app.domain.plan import Plan


def load_plans(content: Path, council: Council | None) -> Loaded[Plan]:
    """Return the plans of a content folder."""
    return Loaded()
