"""What every step of the demo's history needs: the stage, who sits at the desk, and what the stories tell."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from demo.dates import fill_in
from hearing_app.domain.calendar import OSLO
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Role
from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.settings import Settings
from hearing_app.storage import Database, submissions
from hearing_app.users.accounts import set_user

RESPONSES = Path(__file__).parent / "responses"
USERNAME, OFFICER, REVIEWER, READER = "sekretariat", "saksbehandler", "godkjenner", "leser"
PEOPLE = (
    (USERNAME, "Sekretær i demoen", Role.ADMINISTRATOR),
    (REVIEWER, "Gunn Eksempel", Role.REVIEWER),
    (OFFICER, "Sindre Eksempel", Role.CASE_OFFICER),
    (READER, "Lise Eksempel", Role.READER),
)
"""User name, name and role of everybody at the desk; they have the same password."""
OPEN, CLOSED, DECIDED = "ny-samarbeidsavtale", "regional-kompetansestrategi", "felles-handlingsplan-klima"
MANY = "felles-arealstrategi"
"""The hearing with sixty answers, which are generated."""
PLAYED_HEARINGS = (DECIDED, CLOSED, MANY, OPEN)


@dataclass(frozen=True)
class Stage:
    """What every step of the history needs."""

    db: Database
    settings: Settings
    library: Library
    today: date

    @property
    def sender(self) -> Sender:
        """Who the demo's mail comes from."""
        return Sender(self.settings.mail_from, self.settings.base_url)

    def matter(self, hearing_id: str) -> Matter:
        """Return one of the demo's hearings with all that belongs to it."""
        matter = self.library.matter(hearing_id)
        if matter is None:
            raise LookupError(hearing_id)
        return matter

    def hearing(self, hearing_id: str) -> Hearing:
        """Return one of the demo's hearings."""
        return self.matter(hearing_id).hearing

    def received(self, hearing_id: str) -> tuple[Submission, ...]:
        """Return what has been received to a hearing, in the order it came."""
        return submissions.of_hearing(self.db, hearing_id)

    def rows(self, hearing_id: str, key: str) -> list[dict[str, Any]]:
        """Return what the story of a hearing tells under `key`, with dates from today."""
        text = (RESPONSES / f"{hearing_id}.yml").read_text(encoding="utf-8")
        rows: list[dict[str, Any]] = yaml.safe_load(fill_in(text, self.today)).get(key, [])
        return rows


def make_users(stage: Stage, password: str, *, now: datetime) -> None:
    """Make the users of the desk, one of each role."""
    domain = stage.settings.mail_from.partition("@")[2]
    for username, name, role in PEOPLE:
        email = f"{username}@{domain}"
        set_user(stage.db, username=username, name=name, password=password, now=now, role=role, email=email)


def body_of(hearing: Hearing, body_id: str) -> Body:
    """Return a body that was asked; raise LookupError where it was not."""
    body = hearing.invited_body(body_id)
    if body is None:
        raise LookupError(body_id)
    return body


def instant(text: str) -> datetime:
    """Return the instant that a story tells, Norwegian time."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)
