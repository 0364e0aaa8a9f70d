"""Deciding: proposal, minutes and decision entered at the desk, in the same file as a person writes by hand."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hearing_app.building.hand_files import ABSENT, HandFile, read_hand_file, write_hand_file
from hearing_app.building.repository import author_of
from hearing_app.definitions.cases import load_cases
from hearing_app.definitions.decision_text import (
    NAME,
    Written,
    headings_of,
    read_whole,
    reads_again,
    settled_point,
    settled_prose,
    write_decision,
)
from hearing_app.domain.case import Case
from hearing_app.domain.council import Council
from hearing_app.domain.decision import Decision, Proposal
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import DecisionStage, Language
from hearing_app.publishing.publish import ask_for_site
from hearing_app.redacting.hand_marks import ensure_told
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit
from hearing_app.storage.database import writing
from hearing_app.storage.users import User


@dataclass(frozen=True)
class Minutes:
    """What a form holds of a decision; every text as it was typed, and `day` as it was read."""

    organ: str = ""
    day: date | None = None
    place: str = ""
    case_number: str = ""
    vote: str = ""
    stage: DecisionStage = DecisionStage.FINAL
    note: str = ""
    proposal: tuple[str, ...] = ()
    deliberation: str = ""
    points: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether there is a decision, and not only a proposal for one."""
        return any(point.strip() for point in self.points)


def decision_file(hearing_id: str) -> str:
    """Return the path of a hearing's decision inside the content folder."""
    return f"hearings/{hearing_id}/{NAME}"


def read_decision_file(content: Path, hearing_id: str) -> HandFile:
    """Return the file as it stands; one that is not there is empty."""
    return read_hand_file(content, decision_file(hearing_id))


def minutes_in(file: HandFile, language: Language) -> Minutes | None:
    """Return what the form shows of a file, None where it says something that the form has no room for."""
    if file.seen == ABSENT:
        return Minutes()
    written = read_whole(file.text.replace("\r\n", "\n"), language)
    return _minutes(written) if written else None


def _minutes(written: Written) -> Minutes:
    decided = isinstance(written, Decision)
    return Minutes(
        organ=written.organ,
        day=written.day,
        place=written.place,
        case_number=written.case_number,
        vote=written.vote if isinstance(written, Decision) else "",
        stage=written.stage,
        note=written.note,
        proposal=written.proposal if isinstance(written, Decision) else written.points,
        deliberation=written.deliberation,
        points=written.points if decided else (),
    )


def case_of(content: Path, hearing_id: str, council: Council | None) -> Case | None:
    """Return the case that holds the hearing's decision, or will: one that names the hearing. None where none does."""
    named = re.compile(rf"^hearing:\s*[\"']?{re.escape(hearing_id)}\b", re.MULTILINE)
    papers = (content / "cases").glob("*/case.md")
    if not any(named.search(path.read_text(encoding="utf-8", errors="replace")) for path in papers):
        return None  # all of them need not be read with everything that is in them
    cases = (case for case in load_cases(content, council).records if case.hearing == hearing_id)
    return max(cases, key=lambda case: (case.decided, case.day or date.min), default=None)


def mistakes_in(minutes: Minutes, before: Minutes | None) -> dict[str, Message]:
    """Return what is wrong with what was typed, by field."""
    found: dict[str, Message] = {}
    if minutes.decides:
        if not minutes.organ:
            found["organ"] = N_("Write which organ made the decision.")
        if minutes.day is None:
            found["day"] = N_("Write the day of the meeting.")
    elif not settled(minutes.proposal):
        found["proposal-1"] = N_("Write at least one point of the proposal.")
    elif minutes.vote:
        found["vote"] = N_("A vote belongs to a decision. Write the decision too, or take the vote away.")
    if before is not None and before.decides and not minutes.decides:
        found["decision-1"] = N_(
            "The decision would be gone, and the hearing no longer decided. If that is meant, edit as Markdown."
        )
    return found


def settled(points: tuple[str, ...]) -> tuple[str, ...]:
    """Return the points that say something, as they will be read."""
    return tuple(settled_point(point) for point in points if point.strip())


def written_of(minutes: Minutes) -> Written:
    """Return what was typed as the file will hold it; it has been looked through for mistakes."""
    note, deliberation = "\n".join(minutes.note.splitlines()).strip(), settled_prose(minutes.deliberation)
    if not minutes.decides:
        return Proposal(
            settled(minutes.proposal),
            minutes.organ,
            minutes.day,
            minutes.place,
            minutes.case_number,
            note,
            deliberation,
            minutes.stage,
        )
    if minutes.day is None:
        raise ValueError("a decision has a day")
    return Decision(
        minutes.organ,
        minutes.day,
        settled(minutes.proposal),
        deliberation,
        settled(minutes.points),
        minutes.place,
        minutes.case_number,
        minutes.vote,
        note,
        minutes.stage,
    )


def text_of(minutes: Minutes, before: HandFile, language: Language) -> str:
    """Return the text of the file with what was typed; the words over its parts stay as somebody has written them."""
    return write_decision(written_of(minutes), headings_of(before.text, language))


def can_be_read(minutes: Minutes, before: HandFile, language: Language) -> bool:
    """Tell whether the file would say what was typed: a heading with ## in the deliberation would begin a part."""
    return reads_again(written_of(minutes), headings_of(before.text, language))


def save_decision_text(
    db: Database,
    settings: Settings,
    hearing_id: str,
    text: str,
    *,
    seen: str,
    user: User,
    now: datetime,
    told: str = "",
) -> None:
    """Write the file, note who did it, and have the site built; where the content is in git, it is committed.

    Args:
        text: what the whole file shall be.
        seen: the fingerprint that the page showed.
        told: the withheld words that the page told of, as in `ensure_told`.

    Raises:
        FileChanged, DefinitionBroken, BuildBusy, CommitRefused, OSError: as `write_hand_file` and `ensure_told`;
            nothing was written.
    """
    ensure_told(db, settings.content, hearing_id, decision_file(hearing_id), text, told)
    author = author_of(user.name, user.username, settings.mail_from, user.email)
    write_hand_file(settings, decision_file(hearing_id), text, seen=seen, author=author)
    with writing(db):
        audit.log(db, now=now, actor=user.username, action="decision edited", hearing=hearing_id, subject=NAME)
        ask_for_site(db, actor=user.username, now=now)
