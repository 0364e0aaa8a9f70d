"""Stub, replaced by the reader of cases."""

from pathlib import Path

from hearing_app.definitions.records import Loaded
from hearing_app.domain.council import Council
from hearing_app.domain.case import Case


def load_cases(content: Path, council: Council | None) -> Loaded[Case]:
    """Return the cases of a content folder."""
    return Loaded()
