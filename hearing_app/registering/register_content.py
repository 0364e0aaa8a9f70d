"""What stands in the form for registering, made into the answer that it is, and what is still missing from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.calendar import OSLO, DayOrMoment, first_instant
from hearing_app.domain.guest import Guest, Sender, is_guest
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.message import N_, Message
from hearing_app.domain.placing import Placed, texts_of, undecided
from hearing_app.domain.registered import Registered
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import Channel, ItemKind, SenderKind, Stance, Standing
from hearing_app.inviting.contact_file import is_email
from hearing_app.typed_days import is_likely, moment_of, parse_clock, parse_day

NEW_SENDER = "_new"
"""What stands for somebody who was not invited and has not answered before."""
YES = "yes"
PASTED = "pasted"
"""The field for text that is typed or pasted, until it has been added."""
FIELDS = ("who", "kind", "name", "channel", "day", "clock", "signed", "role", "email")
STANDING_FIELDS = ("level", "organ", "treated", "case_number")
LONGEST_LINE = 200
LONGEST_TEXT = 500_000
"""Characters of one part: longer than any letter, and far less than a database minds."""
NO_SENDER = N_("Choose whose answer this is.")
NO_NAME = N_("Write the name of the sender.")
NO_KIND = N_("Choose what kind of sender this is.")
NO_CHANNEL = N_("Choose how the answer came.")
NO_DAY = N_("Write the day it came, like 31.5.2026.")
NO_CLOCK = N_("Write the hour it came, like 14:30, or none.")
IN_FUTURE = N_("The answer cannot have come after now. Correct the day or the hour.")
TOO_EARLY = N_("The answer cannot have come before the hearing was published, {day}.")
NO_EMAIL = N_("Write an e-mail address like name@example.no, or none.")
NO_TREATED = N_("Write the day it was treated like 31.5.2026, or none.")
NO_LEVEL = N_("Choose who stands behind the answer.")
NOT_ADDED = N_("The text has not been added yet. Choose «Add the text», or empty the field.")
NOTHING = N_("There is neither text nor a document. Add a document, paste the text, or say that there is no remark.")
BOTH = N_("An answer without remarks has no text. Take the mark away, or leave out the text and the stances.")
UNPLACED = N_("Choose where «{heading}» belongs. Its heading in the letter is none of the hearing's parts.")
TOO_LONG = N_("The text is longer than {limit} characters. Shorten it.")


@dataclass(frozen=True)
class Wrong:
    """What is wrong or missing in a field of the form."""

    field: str
    message: Message


@dataclass(frozen=True)
class Filled:
    """The form, read. `content` is there where nothing is wrong."""

    wrong: tuple[Wrong, ...]
    content: Content | None = None


def field_names(hearing: Hearing) -> tuple[str, ...]:
    """Return every field of the form but the places of the passages."""
    items = [name for item in hearing.items for name in (f"stance_{item.id}", f"choice_{item.id}", f"text_{item.id}")]
    return (*FIELDS, *STANDING_FIELDS, "no_remark", PASTED, *items)


def said_to(fields: Mapping[str, str], placed: Sequence[Placed]) -> dict[str, str]:
    """Return the text that is placed on each item; what has been mended by hand goes before what was read."""
    mended = {name.removeprefix("text_"): text for name, text in fields.items() if name.startswith("text_")}
    return {**texts_of(placed), **mended}


def arrival_of(fields: Mapping[str, str]) -> DayOrMoment | None:
    """Return when the answer came: the day alone where no hour is given, None where either cannot be read."""
    day, hour = _day_of(fields), fields.get("clock", "")
    if not hour:
        return day
    clock = parse_clock(hour)
    return moment_of(day, clock) if day is not None and clock is not None else None


def _day_of(fields: Mapping[str, str]) -> date | None:
    """Return the day it came; one that is centuries away is none."""
    day = parse_day(fields.get("day", ""))
    return day if day is not None and is_likely(day) else None


def read_form(
    hearing: Hearing,
    fields: Mapping[str, str],
    placed: Sequence[Placed],
    files: Sequence[Attachment],
    guests: Sequence[Guest],
    *,
    now: datetime,
) -> Filled:
    """Return the answer that the form says, or everything that is wrong with it.

    Args:
        guests: those who have answered the hearing without being invited.
    """
    wrong = (*_wrong_of_sender(hearing, fields, guests), *_wrong_of_arrival(hearing, fields, now), *_wrong_rest(fields))
    answers = _answers(hearing, fields, said_to(fields, placed))
    no_remark = fields.get("no_remark") == YES
    if no_remark and any(answers):
        wrong = (*wrong, Wrong("no_remark", BOTH))
    elif fields.get(PASTED):
        wrong = (*wrong, Wrong(PASTED, NOT_ADDED))
    elif not no_remark and not any(answers) and not files:
        wrong = (*wrong, Wrong(PASTED, NOTHING))
    wrong = (*wrong, *_wrong_of_places(placed))
    for answer in answers:
        if len(answer.text) > LONGEST_TEXT:
            wrong = (*wrong, Wrong(f"text_{answer.item}", N_(TOO_LONG.sentence, limit=LONGEST_TEXT)))
    arrived = arrival_of(fields)
    if wrong or arrived is None:
        return Filled(wrong)
    sender = sender_of(fields, guests)
    content = Content(
        Respondent(fields.get("signed", ""), fields.get("role", ""), fields.get("email", "")),
        _standing(fields, sender),
        answers,
        no_remark,
        tuple(files),
        sender,
        Registered(Channel(fields["channel"]), arrived),
    )
    return Filled((), content)


def sender_of(fields: Mapping[str, str], guests: Sequence[Guest]) -> Sender | None:
    """Return who answers without being invited; None where an invited body does."""
    if fields.get("who") == NEW_SENDER:
        return Sender(SenderKind(fields["kind"]), fields["name"])
    return next((guest.sender for guest in guests if guest.id == fields.get("who")), None)


def _wrong_of_sender(hearing: Hearing, fields: Mapping[str, str], guests: Sequence[Guest]) -> tuple[Wrong, ...]:
    who = fields.get("who", "")
    if who == NEW_SENDER:
        name = () if fields.get("name") else (Wrong("name", NO_NAME),)
        return (*name, *(() if fields.get("kind") in set(SenderKind) else (Wrong("kind", NO_KIND),)))
    known = {body.id for body in hearing.invited} | {guest.id for guest in guests}
    return () if who in known else (Wrong("who", NO_SENDER),)


def _wrong_of_arrival(hearing: Hearing, fields: Mapping[str, str], now: datetime) -> tuple[Wrong, ...]:
    wrong = () if fields.get("channel") in set(Channel) else (Wrong("channel", NO_CHANNEL),)
    if _day_of(fields) is None:
        return (*wrong, Wrong("day", NO_DAY))
    if (arrived := arrival_of(fields)) is None:
        return (*wrong, Wrong("clock", NO_CLOCK))
    if told := wrong_arrival(hearing, arrived, now):
        return (*wrong, Wrong("day", told))
    return wrong


def wrong_arrival(hearing: Hearing, arrived: DayOrMoment, now: datetime) -> Message | None:
    """Return why an answer cannot have come then, or None where it can."""
    first = first_instant(arrived)
    if first > now:
        return IN_FUTURE
    if not hearing.is_public(first):
        return N_(TOO_EARLY.sentence, day=hearing.published or now.astimezone(OSLO).date())
    return None


def _wrong_rest(fields: Mapping[str, str]) -> tuple[Wrong, ...]:
    found = []
    if fields.get("email") and not is_email(fields["email"]):
        found.append(Wrong("email", NO_EMAIL))
    if fields.get("treated") and parse_day(fields["treated"]) is None:
        found.append(Wrong("treated", NO_TREATED))
    invited = fields.get("who") != NEW_SENDER and not is_guest(fields.get("who", ""))
    if invited and fields.get("level") not in set(Standing) - {Standing.OWN}:
        found.append(Wrong("level", NO_LEVEL))
    lines = (*FIELDS, *STANDING_FIELDS)
    long = N_(TOO_LONG.sentence, limit=LONGEST_LINE)
    return (*found, *(Wrong(name, long) for name in lines if len(fields.get(name, "")) > LONGEST_LINE))


def _wrong_of_places(placed: Sequence[Placed]) -> tuple[Wrong, ...]:
    """Return what nobody has placed yet, each named by how it begins."""
    return tuple(
        Wrong(
            f"place_{number}", N_(UNPLACED.sentence, heading=shorten(placed[number].passage.text, 60, placeholder=" …"))
        )
        for number in undecided(placed)
    )


def _standing(fields: Mapping[str, str], sender: Sender | None) -> PoliticalStanding:
    """Return who stands behind the answer; whoever was not invited answers for themselves, as in the form."""
    if sender is not None:
        return PoliticalStanding(Standing.OWN)
    day = parse_day(fields.get("treated", ""))
    return PoliticalStanding(Standing(fields["level"]), fields.get("organ", ""), day, fields.get("case_number", ""))


def _answers(hearing: Hearing, fields: Mapping[str, str], said: Mapping[str, str]) -> tuple[Answer, ...]:
    answers = (_answer(item, fields, said.get(item.id, "").strip()) for item in hearing.items)
    return tuple(answer for answer in answers if answer)


def _answer(item: Item, fields: Mapping[str, str], text: str) -> Answer:
    stance = fields.get(f"stance_{item.id}", "") if item.kind is ItemKind.STANCE else ""
    choice = fields.get(f"choice_{item.id}", "") if item.kind is ItemKind.CHOICE else ""
    return Answer(
        item.id,
        Stance(stance) if stance in set(Stance) else None,
        text,
        choice if item.option(choice) else "",
    )
