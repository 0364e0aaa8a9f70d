"""The demo's history, played through the use cases with the clock of each day it happened on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from demo.dates import fill_in
from demo.minutes import attach_minutes
from hearing_app.accounts import set_user
from hearing_app.assess import add_point, assess_point, split_by_paragraph
from hearing_app.confirm import confirm
from hearing_app.domain.amendment import amendments
from hearing_app.domain.calendar import OSLO, day_start
from hearing_app.domain.confirmation import Told, Treatment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, for_guest
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, Submission
from hearing_app.domain.vocabulary import Conclusion, ExtensionAnswer, Language, Outcome, SenderKind, Stance, Standing
from hearing_app.extend import ask_extension, decide
from hearing_app.invite import invite_bodies, new_link
from hearing_app.library import Library
from hearing_app.mail import Sender
from hearing_app.moderate import admit
from hearing_app.publish import publish
from hearing_app.receive import receive_submission
from hearing_app.settings import Settings
from hearing_app.storage import Database, guests, points, submissions
from hearing_app.text import Words, words_for

RESPONSES = Path(__file__).parent / "responses"
USERNAME = "sekretariat"
OPEN, CLOSED, DECIDED = "ny-samarbeidsavtale", "regional-kompetansestrategi", "felles-handlingsplan-klima"
PLAYED_HEARINGS = (DECIDED, CLOSED, OPEN)
LINKS = {"nb": "gjovik", "nn": "skjak", "answered": "trysil"}


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

    def hearing(self, hearing_id: str) -> Hearing:
        """Return one of the demo's hearings."""
        matter = self.library.matter(hearing_id)
        if matter is None:
            raise LookupError(hearing_id)
        return matter.hearing


def make_user(stage: Stage, password: str, *, now: datetime) -> None:
    """Make the desk's user."""
    set_user(stage.db, username=USERNAME, name="Sekretær i demoen", password=password, now=now)


def play(stage: Stage, *, now: datetime, tell: Callable[[str], None]) -> dict[str, str]:
    """Play the whole history and return the tokens of the three personal links, by their key in LINKS."""
    tokens = {key: _token(stage, body, now) for key, body in LINKS.items()}
    for hearing_id in PLAYED_HEARINGS:
        tell(f"Playing the history of the hearing {hearing_id} …")
        _invite(stage, stage.hearing(hearing_id))
    # In the order they came in, whichever hearing they answer: so the log of what was received tells it as well.
    history = [(response, stage.hearing(name)) for name in PLAYED_HEARINGS for response in _responses(stage, name)]
    for response, hearing in sorted(history, key=lambda one: one[0]["at"]):
        submission = _receive(stage, hearing, response)
        _assess(stage, submission, response.get("points", []), hearing)
        _confirm(stage, submission, response.get("confirmation"), hearing)
    for row in _rows(stage, OPEN, "extensions"):
        _extend(stage, stage.hearing(OPEN), row)
    tell("Publishing the decided hearing and building the site …")
    published = frozenset(s.reference for s in _received(stage, DECIDED))
    publish(stage.db, stage.settings, DECIDED, released=published, actor=USERNAME, now=now)
    return tokens


def _token(stage: Stage, body_id: str, now: datetime) -> str:
    hearing = stage.hearing(OPEN)
    link = new_link(stage.db, hearing, _body(hearing, body_id), base_url="", actor=USERNAME, now=now)
    return link.rpartition("/")[2]


def _received(stage: Stage, hearing_id: str) -> tuple[Submission, ...]:
    return submissions.of_hearing(stage.db, hearing_id)


def _invite(stage: Stage, hearing: Hearing) -> None:
    def words_of(body: Body) -> Words:
        return words_for(body.language or hearing.language)

    start = day_start(hearing.published or stage.today)
    invite_bodies(stage.db, hearing, hearing.invited, sender=stage.sender, words_of=words_of, actor=USERNAME, now=start)


def _responses(stage: Stage, hearing_id: str) -> Iterator[dict[str, Any]]:
    yield from sorted(_rows(stage, hearing_id, "responses"), key=lambda response: response["at"])


def _rows(stage: Stage, hearing_id: str, key: str) -> list[dict[str, Any]]:
    text = (RESPONSES / f"{hearing_id}.yml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(fill_in(text, stage.today)).get(key, [])
    return rows


def _receive(stage: Stage, hearing: Hearing, response: dict[str, Any]) -> Submission:
    """Receive an invited body's answer, or a guest's, which the secretariat then admits where the story says so."""
    at = _instant(response["at"])
    if "guest" in response:
        request = guests.GuestRequest(hearing.id, language=Language.NB, asked_at=at, **_sender(response["guest"]))
        hearing = for_guest(hearing, guests.put(stage.db, request, at))
    body = _body(hearing, response["body"]) if hearing.guest is None else hearing.guest.body
    submission = receive_submission(
        stage.db,
        hearing,
        body,
        _content(stage, hearing, response),
        words=words_for(body.language or hearing.language),
        sender=stage.sender,
        now=at,
        files=stage.settings.attachments,
    )
    if response.get("admitted"):
        admit(stage.db, hearing, submission, actor=USERNAME, sender=stage.sender, now=at)
    return submission


def _sender(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "kind": SenderKind(row["kind"])}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def _section(hearing: Hearing, item_id: str, said: dict[str, str]) -> Answer:
    """Return what was said of a section; with `replace` and `by` another wording of it was proposed."""
    item = hearing.item(item_id)
    proposed: tuple[Any, ...] = ()
    if item is not None and "replace" in said:
        proposed = amendments(item.original, item.original.markdown.replace(said["replace"], said["by"]))
    return Answer(item_id, Stance(said["stance"]), said.get("remark", "").strip(), amendments=proposed)


def _content(stage: Stage, hearing: Hearing, response: dict[str, Any]) -> Content:
    sections = (_section(hearing, item, said) for item, said in response.get("sections", {}).items())
    texts = {**response.get("questions", {}), "general": response.get("general", "")}
    answers = (*sections, *(Answer(item, text=text.strip()) for item, text in texts.items() if text))
    if hearing.guest is not None:
        guest = hearing.guest
        who = Respondent(guest.name, response.get("role", ""), guest.email)
        return Content(who, PoliticalStanding(Standing.OWN), answers, sender=guest.sender)
    day = response.get("standing_date")
    return Content(
        respondent=Respondent(**response["respondent"]),
        standing=PoliticalStanding(
            Standing(response["standing"]),
            response.get("standing_body", ""),
            date.fromisoformat(str(day)) if day else None,
            str(response.get("standing_case_number", "")),
        ),
        answers=answers,
        attachments=tuple(attach_minutes(stage.settings, row) for row in response.get("files", [])),
    )


def _confirm(stage: Stage, submission: Submission, row: dict[str, str] | None, hearing: Hearing) -> None:
    """Let the body's council confirm a preliminary answer."""
    if row is None:
        return
    body = _body(hearing, submission.body)
    treatment = Treatment(Outcome(row["outcome"]), row["organ"], date.fromisoformat(row["date"]), row["case_number"])
    words = words_for(body.language or hearing.language)
    told, at = Told(treatment), _instant(row["at"])
    confirm(stage.db, hearing, body, submission.reference, told, words=words, sender=stage.sender, now=at)


def _extend(stage: Stage, hearing: Hearing, row: dict[str, str]) -> None:
    """Let a body ask for more time, and the secretariat grant it where the story says so."""
    body, day = _body(hearing, row["body"]), date.fromisoformat(row["day"])
    at = _instant(row["at"])
    asked = ask_extension(stage.db, hearing, body, day=day, reason=row["reason"], sender=stage.sender, now=at).pending
    if asked is not None and "granted_at" in row:
        decide(
            stage.db,
            hearing,
            body,
            ExtensionAnswer.GRANTED,
            sender=stage.sender,
            actor=USERNAME,
            now=_instant(row["granted_at"]),
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


def _body(hearing: Hearing, body_id: str) -> Body:
    body = hearing.invited_body(body_id)
    if body is None:
        raise LookupError(body_id)
    return body
