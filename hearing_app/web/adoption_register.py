"""The register of adoptions as the desk shows it: what readers see of each body, and what lies behind it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from hearing_app.adopting.adoption_reports import latest
from hearing_app.adopting.asking import round_of
from hearing_app.adopting.report_links import is_stopped
from hearing_app.definitions.adoptions import merged
from hearing_app.domain.adoption_report import Received, Verdict, told_differently
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Adoption, AdoptionRegister, adoption_register
from hearing_app.domain.guest import is_guest
from hearing_app.domain.matter import Matter
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.storage import adoption_reports
from hearing_app.storage.adoption_reports import Link, Reminded, Round
from hearing_app.web.current import db, now
from hearing_app.web.frame import council, reader


@dataclass(frozen=True)
class Entry:
    """One body in the register at the desk.

    `row` is what readers see, `report` the last that was reported, `by_hand` the row of `adoptions.yml`.
    """

    body: Body
    row: Adoption
    asked: bool
    report: Received | None
    by_hand: Adoption | None
    links: tuple[Link, ...]
    reminded: tuple[Reminded, ...]

    @property
    def link(self) -> Link | None:
        """The last personal link."""
        return self.links[-1] if self.links else None

    @property
    def stopped(self) -> bool:
        """Whether the body has had links, and none of them works any more."""
        return is_stopped(self.links)

    @property
    def waits(self) -> bool:
        """Whether a report waits to be looked at."""
        return self.report is not None and self.report.verdict is None

    @property
    def differs(self) -> bool:
        """Whether a person's row says something else than what was reported."""
        if self.by_hand is None or self.report is None:
            return False
        return told_differently(self.by_hand, self.report.adoption)


@dataclass(frozen=True)
class Register:
    """The whole register: its entries in the reader's order, and the figures that readers get."""

    round: Round
    entries: tuple[Entry, ...]
    register: AdoptionRegister

    def of(self, body_id: str) -> Entry | None:
        """Return the entry of a body."""
        return next((entry for entry in self.entries if entry.body.id == body_id), None)

    @property
    def waiting(self) -> int:
        """How many reports wait to be looked at."""
        return sum(entry.waits for entry in self.entries)


def register_of(matter: Matter) -> Register:
    """Return where every invited body stands, with what has been accepted already though the site is not built yet."""
    hearing, today = matter.hearing, oslo_day(now())
    found, reports = round_of(db(), hearing), adoption_reports.of_hearing(db(), hearing.id)
    by_hand = matter.adoptions.by_hand if matter.adoptions else ()
    accepted = {one.body: one.adoption for one in reports if one.verdict is Verdict.ACCEPTED}
    asked = asked_by_file(matter) or found.asked
    register = adoption_register(asked, merged(by_hand, accepted.values())).on(today)
    rows, last = {row.body: row for row in register.rows}, latest(reports)
    links: dict[str, tuple[Link, ...]] = {}
    for link in adoption_reports.links_of_hearing(db(), hearing.id):
        links[link.body] = (*links.get(link.body, ()), link)
    reminded: dict[str, tuple[Reminded, ...]] = {}
    for one in adoption_reports.reminded(db(), hearing.id):
        reminded[one.body] = (*reminded.get(one.body, ()), one)
    hand = {row.body: row for row in by_hand}
    entries = tuple(
        Entry(
            body,
            rows.get(body.id) or Adoption(body.id, AdoptionState.NOT_TREATED),
            body.id in asked,
            last.get(body.id),
            hand.get(body.id),
            links.get(body.id, ()),
            reminded.get(body.id, ()),
        )
        for body in reader().by_name((*candidates(matter), *left_since(matter, {*last, *links})))
        if body.id in rows or body.id in last or body.id in links
    )
    return Register(replace(found, asked=tuple(asked)), entries, register)


def asked_by_file(matter: Matter) -> tuple[str, ...]:
    """Return who `adoptions.yml` says is asked, where it says so."""
    return matter.adoptions.named if matter.adoptions else ()


def left_since(matter: Matter, known: Collection[str]) -> tuple[Body, ...]:
    """Return those of the `known` bodies that have been taken off the invitation since: what they told stays."""
    invited, found = {body.id for body in matter.hearing.invited}, council()
    bodies = (found.body(body_id) if found else None for body_id in known if body_id not in invited)
    return tuple(filter(None, bodies))


def candidates(matter: Matter) -> tuple[Body, ...]:
    """Return the bodies that can be asked: everybody invited."""
    return tuple(body for body in matter.hearing.invited if not is_guest(body.id))
