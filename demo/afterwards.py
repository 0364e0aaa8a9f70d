"""What came after the decision: where the points were followed, and who has reported that it is adopted."""

from datetime import date, datetime, time, timedelta
from typing import Any

from demo.minutes import attach_minutes
from demo.stage import DECIDED, REVIEWER, USERNAME, Stage, body_of, instant
from hearing_app.adopting.adoption_reports import judge, receive_report
from hearing_app.adopting.asking import ask_bodies, choose_asked, default_asked
from hearing_app.domain.adoption_report import Report, Reporter, Verdict
from hearing_app.domain.calendar import OSLO
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Reservation
from hearing_app.domain.matter import Matter
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.storage.database import writing
from hearing_app.text import Words, words_for
from hearing_app.treating.changes import changes, explain, follow_in_own_section
from hearing_app.treating.setting_aside import Word, remaining_of, set_aside_answer

TO_REPORT = timedelta(days=14)
"""From the day the demo is made to the last day to report: the mark on which those who have not are reminded."""


def follow(stage: Stage) -> None:
    """Say where the points are followed in the adopted text, and that the rest of the answers needs no point."""
    matter = stage.matter(DECIDED)
    at = _noon_of_decision(matter)
    with writing(stage.db):
        for submission in stage.received(DECIDED):
            for left in remaining_of(stage.db, submission):
                set_aside_answer(stage.db, submission, left.item, Word(USERNAME, at, "Grunngiving"))
        follow_in_own_section(stage.db, matter, actor=USERNAME, now=at)
        for change in changes(stage.db, matter).unexplained:
            explain(stage.db, matter, change.id, "Retta språk etter handsaminga.", actor=USERNAME, now=at)


def adopt(stage: Stage) -> None:
    """Ask the municipalities by mail whether they have adopted, and take in what the story says they report."""
    matter = stage.matter(DECIDED)
    hearing, asked_at = matter.hearing, _noon_of_decision(matter) + timedelta(days=2)
    if matter.decision is None:
        raise LookupError(DECIDED)
    asked = default_asked(hearing)
    choose_asked(stage.db, hearing, asked, due=stage.today + TO_REPORT, actor=USERNAME, now=asked_at)
    bodies = [body_of(hearing, body_id) for body_id in asked]
    ask_bodies(
        stage.db,
        hearing,
        matter.decision,
        bodies,
        sender=stage.sender,
        words_of=lambda body: _words(matter, body),
        actor=USERNAME,
        now=asked_at,
    )
    for row in sorted(stage.rows(DECIDED, "adoption_reports"), key=lambda row: str(row["at"])):
        _report(stage, matter, row)


def _report(stage: Stage, matter: Matter, row: dict[str, Any]) -> None:
    """Let a body report by its link, and the secretariat accept it where the story says so."""
    hearing = matter.hearing
    body = body_of(hearing, row["body"])
    report = Report(
        AdoptionState(row["state"]),
        date.fromisoformat(row["date"]),
        organ=row["organ"],
        case_number=row["case_number"],
        vote=row.get("vote", ""),
        reservations=tuple(Reservation(**one) for one in row.get("reservations", [])),
        text=row.get("text", ""),
        extract=attach_minutes(stage.settings, row["extract"]) if "extract" in row else None,
    )
    reporter = Reporter(row["name"], f"post@{body.id}.example")
    words, at = _words(matter, body), instant(row["at"])
    received = receive_report(stage.db, matter, body, report, reporter, words=words, sender=stage.sender, now=at)
    if "accepted_at" in row:
        judge(stage.db, hearing, received, Verdict.ACCEPTED, by=REVIEWER, now=instant(row["accepted_at"]))


def _words(matter: Matter, body: Body) -> Words:
    return words_for(body.language or matter.hearing.language)


def _noon_of_decision(matter: Matter) -> datetime:
    if matter.decision is None or matter.decision.day is None:
        raise LookupError(DECIDED)
    return datetime.combine(matter.decision.day, time(12), tzinfo=OSLO)
