"""The demo's history, played through the use cases with the clock of each day it happened on."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from demo.afterwards import adopt, follow
from demo.answers import receive, told_confirmation
from demo.many import generated
from demo.many_played import work_through
from demo.stage import DECIDED, MANY, OPEN, PLAYED_HEARINGS, USERNAME, Stage, body_of, instant
from hearing_app.domain.calendar import OSLO, day_start
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion, ExtensionAnswer
from hearing_app.inviting.extend import ask_extension, decide
from hearing_app.inviting.invite import invite_bodies, new_link
from hearing_app.publishing.publish import publish
from hearing_app.storage import points
from hearing_app.text import Words, words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, split_by_paragraph

LINKS = {"nb": "gjovik", "nn": "skjak", "answered": "trysil"}


def play(stage: Stage, *, now: datetime, tell: Callable[[str], None]) -> dict[str, str]:
    """Play the whole history and return the tokens of the three personal links, by their key in LINKS."""
    tokens = {key: _token(stage, body, now) for key, body in LINKS.items()}
    for hearing_id in PLAYED_HEARINGS:
        tell(f"Inviting to the hearing {hearing_id} …")
        _invite(stage, stage.hearing(hearing_id))
    # In the order they came in, whichever hearing they answer: so the log of what was received tells it as well.
    history = [(response, stage.hearing(name)) for name in PLAYED_HEARINGS for response in _responses(stage, name)]
    tell(f"Receiving {len(history)} answers …")
    for response, hearing in sorted(history, key=lambda one: str(one[0]["at"])):
        submission = receive(stage, hearing, response)
        _assess(stage, submission, response.get("points", []), hearing)
        told_confirmation(stage, submission, response.get("confirmation"), hearing)
    tell(f"Reading and assessing the answers to {MANY} …")
    work_through(stage, now=now)
    for row in stage.rows(OPEN, "extensions"):
        _extend(stage, stage.hearing(OPEN), row)
    tell("Publishing the decided hearing and building the site …")
    follow(stage)
    adopt(stage)
    published = frozenset(s.reference for s in stage.received(DECIDED))
    publish(stage.db, stage.settings, DECIDED, released=published, actor=USERNAME, now=now)
    return tokens


def _token(stage: Stage, body_id: str, now: datetime) -> str:
    hearing = stage.hearing(OPEN)
    link = new_link(stage.db, hearing, body_of(hearing, body_id), base_url="", actor=USERNAME, now=now)
    return link.rpartition("/")[2]


def _invite(stage: Stage, hearing: Hearing) -> None:
    def words_of(body: Body) -> Words:
        return words_for(body.language or hearing.language)

    start = day_start(hearing.published or stage.today)
    invite_bodies(stage.db, hearing, hearing.invited, sender=stage.sender, words_of=words_of, actor=USERNAME, now=start)


def _responses(stage: Stage, hearing_id: str) -> Iterator[dict[str, Any]]:
    if hearing_id == MANY:
        yield from generated(stage.hearing(MANY))
        return
    yield from sorted(stage.rows(hearing_id, "responses"), key=lambda response: str(response["at"]))


def _extend(stage: Stage, hearing: Hearing, row: dict[str, str]) -> None:
    """Let a body ask for more time, and the secretariat grant it where the story says so."""
    body, day = body_of(hearing, row["body"]), date.fromisoformat(row["day"])
    at = instant(row["at"])
    asked = ask_extension(stage.db, hearing, body, day=day, reason=row["reason"], sender=stage.sender, now=at).pending
    if asked is not None and "granted_at" in row:
        decide(
            stage.db,
            hearing,
            body,
            ExtensionAnswer.GRANTED,
            sender=stage.sender,
            actor=USERNAME,
            now=instant(row["granted_at"]),
            day=day,
            seen=asked.id,
        )


def _assess(stage: Stage, submission: Submission, rows: list[dict[str, Any]], hearing: Hearing) -> None:
    at = datetime.combine(hearing.deadline, time(12), tzinfo=OSLO)
    for row in rows:
        if row.get("amendment"):  # nothing else was said there, so the change is the whole of it
            split_by_paragraph(stage.db, submission, row["item"], actor=USERNAME, now=at)
        else:
            add_point(stage.db, submission, row["item"], row["quote"], actor=USERNAME, now=at)
    by_quote = {point.quote: point for point in points.of_submission(stage.db, submission.reference)}
    for row in rows:
        if row.get("assessment"):
            conclusion = Conclusion(row["conclusion"]) if row.get("conclusion") else None
            assess_point(
                stage.db,
                submission,
                by_quote[row["quote"].strip()].id,
                assessment=row["assessment"],
                conclusion=conclusion,
                revision=0,
                actor=USERNAME,
                now=at,
            )
