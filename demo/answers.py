"""How an answer that a story tells of comes in: by the form, from a guest, or registered by the secretariat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from demo.many import letter
from demo.minutes import attach_minutes
from demo.stage import USERNAME, Stage, body_of, instant
from hearing_app.answering.confirm import confirm
from hearing_app.answering.moderate import admit
from hearing_app.answering.receive import receive_submission
from hearing_app.domain.amendment import amendments
from hearing_app.domain.confirmation import Told, Treatment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, for_guest
from hearing_app.domain.registered import Registered
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, Submission
from hearing_app.domain.vocabulary import Channel, Language, Outcome, SenderKind, Stance, Standing
from hearing_app.registering.register import receive as register
from hearing_app.storage import guests
from hearing_app.text import words_for

Row = dict[str, Any]


def receive(stage: Stage, hearing: Hearing, response: Row) -> Submission:
    """Receive an invited body's answer, or a guest's, which the secretariat then admits where the story says so."""
    at = instant(response["at"])
    if "guest" in response:
        request = guests.GuestRequest(hearing.id, language=Language.NB, asked_at=at, **_sender(response["guest"]))
        hearing = for_guest(hearing, guests.put(stage.db, request, at))
    body = body_of(hearing, response["body"]) if hearing.guest is None else hearing.guest.body
    if "registered" in response:
        return _register(stage, hearing, body, response, at)
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


def told_confirmation(stage: Stage, submission: Submission, row: Mapping[str, str] | None, hearing: Hearing) -> None:
    """Let the body's council confirm a preliminary answer, where the story says so."""
    if row is None:
        return
    body = body_of(hearing, submission.body)
    treatment = Treatment(Outcome(row["outcome"]), row["organ"], date.fromisoformat(row["date"]), row["case_number"])
    words = words_for(body.language or hearing.language)
    told, at = Told(treatment), instant(row["at"])
    confirm(stage.db, hearing, body, submission.reference, told, words=words, sender=stage.sender, now=at)


def _register(stage: Stage, hearing: Hearing, body: Body, response: Row, at: datetime) -> Submission:
    """Let the secretariat register what came on paper or by e-mail, with its document."""
    told = response["registered"]
    content = replace(
        _content(stage, hearing, response),
        registered=Registered(Channel(told["channel"]), instant(told["arrived"])),
        attachments=(attach_minutes(stage.settings, letter(hearing, body, response)),),
    )
    return register(
        stage.db,
        hearing,
        body.id,
        content,
        sender=stage.sender,
        actor=USERNAME,
        now=at,
        seen_version=0,
        files=stage.settings.attachments,
    )


def _sender(row: Mapping[str, str]) -> Row:
    return {**row, "kind": SenderKind(row["kind"])}


def _section(hearing: Hearing, item_id: str, said: Mapping[str, str]) -> Answer:
    """Return what was said of a section; with `replace` and `by` another wording of it was proposed."""
    item = hearing.item(item_id)
    proposed: tuple[Any, ...] = ()
    if item is not None and "replace" in said:
        proposed = amendments(item.original, item.original.markdown.replace(said["replace"], said["by"]))
    return Answer(item_id, Stance(said["stance"]), said.get("remark", "").strip(), amendments=proposed)


def _content(stage: Stage, hearing: Hearing, response: Row) -> Content:
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
        no_remark=response.get("no_remark", False),
        attachments=tuple(attach_minutes(stage.settings, row) for row in response.get("files", [])),
    )
