"""Which responses are searched: by whose they are, when they came, and how far the secretariat has come with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import BodyKind, Language
from hearing_app.storage import Database, extensions, handled
from hearing_app.storage.handled import Handled
from hearing_app.storage.search import Response


class HowFar(StrEnum):
    """How far the secretariat has come with a response."""

    UNREAD = "unread"
    OPEN = "open"
    CONCLUDED = "concluded"
    APPROVED = "approved"


@dataclass(frozen=True)
class Wanted:
    """Which responses somebody wants to search; what is empty says nothing.

    `body` is the id of a body, or a part of its name as the reader sees it. Versions that have been replaced are left
    out unless `every_version` says otherwise.
    """

    body: str = ""
    kind: BodyKind | None = None
    language: Language | None = None
    how_far: HowFar | None = None
    late: bool = False
    every_version: bool = False

    def takes_body(self, body_id: str, name: str, body: Body | None) -> bool:
        """Tell whether a body is among those that are wanted; `name` is what the reader knows it by."""
        called = not self.body or self.body == body_id or self.body.casefold() in name.casefold()
        kind = self.kind is None or (body is not None and body.kind is self.kind)
        language = self.language is None or (body is not None and body.language is self.language)
        return called and kind and language


def chosen(
    db: Database,
    hearing: Hearing,
    responses: Sequence[Response],
    wanted: Wanted,
    bodies: Mapping[str, tuple[str, Body]],
) -> tuple[Response, ...]:
    """Return the responses to a hearing that are wanted.

    Args:
        bodies: each body by its id, with the name that the reader sees.
    """
    done = handled.of_hearing(db, hearing.id) if wanted.how_far else {}
    granted = extensions.of_hearing(db, hearing.id) if wanted.late else {}

    def is_late(response: Response) -> bool:
        own = granted[response.body].extended_to if response.body in granted else None
        return hearing.is_late(response.arrived_at, own)

    return tuple(
        response
        for response in of_bodies(responses, wanted, bodies)
        if (not wanted.late or is_late(response))
        and (wanted.how_far is None or has_come(done.get(response.reference, Handled()), wanted.how_far))
    )


def of_bodies(
    responses: Sequence[Response], wanted: Wanted, bodies: Mapping[str, tuple[str, Body]]
) -> tuple[Response, ...]:
    """Return the responses of the bodies that are wanted, in the versions that are."""
    found = []
    for response in responses:
        name, body = bodies.get(response.body, (response.body, None))
        if (response.latest or wanted.every_version) and wanted.takes_body(response.body, name, body):
            found.append(response)
    return tuple(found)


def has_come(done: Handled, how_far: HowFar) -> bool:
    """Tell whether a response is where `how_far` says; one that is approved is concluded as well."""
    if how_far is HowFar.UNREAD:
        return not done.points and not done.set_aside
    if how_far is HowFar.OPEN:
        return bool(done.open)
    if how_far is HowFar.APPROVED:
        return 0 < done.points == done.approved
    return not done.open and bool(done.points or done.set_aside)
