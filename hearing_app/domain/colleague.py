"""Several people, one answer: who writes it with the body's contact, who wrote what, and who approves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a body's contact has invited; `items` are the ids of what was given to them."""

    id: int
    hearing: str
    body: str
    name: str
    email: str
    items: tuple[str, ...]
    approver: bool
    invited_at: datetime
    wrote_at: datetime | None = None
    opened_at: datetime | None = None

    @property
    def writer(self) -> "Writer":
        """The colleague as the one who writes."""
        return Writer(self.id, self.name)


@dataclass(frozen=True)
class Writer:
    """Who writes, asks or sends: a colleague by number and name, or the body's contact, who has neither."""

    colleague: int | None
    name: str = ""

    @property
    def is_contact(self) -> bool:
        """Whether it is somebody with the body's own link."""
        return self.colleague is None


CONTACT = Writer(None)
"""Whoever holds the body's own link; a body may have several, and they are not told apart."""


@dataclass(frozen=True)
class Written:
    """Who last changed a text, and when."""

    by: Writer
    at: datetime


class ApprovalState(StrEnum):
    """Where an answer that was sent to the approver stands."""

    WAITING = "waiting"
    CHANGED = "changed"
    RETURNED = "returned"


@dataclass(frozen=True)
class Approval:
    """That a draft was sent to the approver as `revision`; `returned` and `note` are there once it has come back."""

    revision: int
    asked: Written
    returned: Written | None = None
    note: str = ""

    def state(self, revision: int) -> ApprovalState:
        """Say where it stands, the draft being at `revision` now: who changes it takes it back from the approver."""
        if self.returned is not None:
            return ApprovalState.RETURNED
        return ApprovalState.WAITING if revision == self.revision else ApprovalState.CHANGED


def approver_of(colleagues: Iterable[Colleague]) -> Colleague | None:
    """Return the one who approves, or None."""
    return next((colleague for colleague in colleagues if colleague.approver), None)


def changed_fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the fields whose text differs; a field that is not there is an empty one."""
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if (before.get(name) or "") != (after.get(name) or ""))
