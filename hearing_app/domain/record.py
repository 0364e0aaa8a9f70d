"""Records: what a council publishes besides its hearings, and how they point at each other."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import RecordKind


@dataclass(frozen=True, order=True)
class Ref:
    """Names one record: its kind and its id, which is the name of its file or folder."""

    kind: RecordKind
    id: str


class Record(Protocol):
    """What every kind of record can be asked, so that lists and links need not know the kinds."""

    @property
    def ref(self) -> Ref:
        """The record's own name."""

    @property
    def title(self) -> Localised:
        """What it is called."""

    @property
    def day(self) -> date | None:
        """The day it is filed under; None where it has none yet."""

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The records that its own file names, in the file's order."""


def refs(kind: RecordKind, *ids: str) -> tuple[Ref, ...]:
    """Return references to those `ids` that are not empty."""
    return tuple(Ref(kind, record_id) for record_id in ids if record_id)
