"""The form by which an adoption is reported: as a body fills it in, and as the desk does on its behalf."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from hearing_app.answering.attaching import examine_for
from hearing_app.answering.attachments import Refused, keep, limits_of
from hearing_app.domain.adoption_report import CHOICES, Report, Reporter
from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.decision import TREATED, Reservation
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.inviting.contact_file import is_email
from hearing_app.typed_days import is_likely, parse_day
from hearing_app.web.checks import LONGEST_LINE, clean_line, clean_text
from hearing_app.web.current import db, now, settings

LINES = ("state", "day", "next_day", "organ", "case_number", "vote", "name", "email")
MOST_RESERVATIONS = 40
LONGEST = 10_000
_LONGEST_NUMBER = 10
_NO_DAY = N_("Write a date like 31.5.2026.")
_TOO_LONG = N_("The text is too long. Shorten it to {limit} characters.", limit=LONGEST)
_LINE_TOO_LONG = N_("The text is too long. Shorten it to {limit} characters.", limit=LONGEST_LINE)
_IDENTITY = N_("This looks like a national identity number, and is published. Take it away.")
_EXPLAIN = N_("Attach the extract of minutes, or write here why it does not come yet.")


@dataclass(frozen=True)
class Typed:
    """What stands in the form: lines by name, the reservations as (text, section), the text and the extract."""

    lines: Mapping[str, str]
    reservations: tuple[tuple[str, str], ...] = ()
    text: str = ""
    extract: Attachment | None = None
    refused: Message | None = None
    """Why the file that was chosen is not taken in."""
    mistakes: Mapping[str, Message] = field(default_factory=dict)
    focus: str = ""

    @property
    def state(self) -> AdoptionState | None:
        """The state that is chosen."""
        value = self.lines.get("state", "")
        return AdoptionState(value) if value in set(CHOICES) else None

    @property
    def written(self) -> tuple[Reservation, ...]:
        """The reservations that say something."""
        return tuple(Reservation(text.strip(), section) for text, section in self.reservations if text.strip())

    @property
    def report(self) -> Report:
        """What is reported; the form has been checked."""
        if self.state is None:
            raise ValueError("the form has been checked for a state")
        line = self.lines
        return Report(
            self.state,
            parse_day(line["day"]),
            parse_day(line["next_day"]),
            line["organ"],
            line["case_number"],
            line["vote"],
            self.written,
            self.text.strip(),
            self.extract,
        )

    @property
    def reporter(self) -> Reporter:
        """Who reports."""
        return Reporter(self.lines["name"], self.lines["email"])


def begun(report: Report | None) -> Typed:
    """Return what the form begins with: what was reported last, else nothing.

    Who reported is not in it: whoever holds the link may be somebody else.
    """
    lines = dict.fromkeys(LINES, "")
    if report is None:
        return Typed(lines)
    lines |= {
        "state": report.state.value,
        "day": typed_day(report.day),
        "next_day": typed_day(report.next_day),
        "organ": report.organ,
        "case_number": report.case_number,
        "vote": report.vote,
    }
    return Typed(lines, tuple((r.text, r.section) for r in report.reservations), report.text, report.extract)


def seen_version() -> int:
    """Return which version was the body's last when the form was opened; -1 where the form does not say."""
    text = request.form.get("seen_version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER else -1


def typed_day(day: date | None) -> str:
    """Return a day as people type it."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def posted(hearing: Hearing, body_id: str) -> Typed:
    """Return what was typed; a file that was chosen is examined and kept, so that no page loses it."""
    numbers = [n for n in range(1, MOST_RESERVATIONS + 1) if f"reservation-{n}" in request.form]
    rows = tuple(
        (clean_text(request.form[f"reservation-{n}"]), clean_line(request.form.get(f"section-{n}"))) for n in numbers
    )
    lines = {name: clean_line(request.form.get(name)) for name in LINES}
    kept = None if "remove_extract" in request.form else carried(request.form.get("extract_kept", ""), body_id)
    typed = Typed(lines, rows, clean_text(request.form.get("text")), kept)
    return _with_file(typed, hearing, body_id)


def _with_file(typed: Typed, hearing: Hearing, body_id: str) -> Typed:
    file, limits = request.files.get("extract"), limits_of(settings())
    if file is None or not file.filename:
        return typed
    data = file.read(limits.file_bytes + 1)
    try:
        examined = examine_for(db(), hearing, body_id, file.filename, data, limits=limits, now=now())
    except Refused as refused:
        return replace(typed, refused=refused.message)
    keep(settings().attachments, examined, data)
    return replace(typed, extract=examined)


def carry(extract: Attachment | None, body_id: str) -> str:
    """Return what a form carries to say which file belongs to it, so that nobody can name another's."""
    return _signer(body_id).dumps(written_attachment(extract)) if extract else ""


def carried(text: str, body_id: str) -> Attachment | None:
    """Return the file that a form carries; None where there is none, or where somebody has written it themselves."""
    try:
        return read_attachment(_signer(body_id).loads(text)) if text else None
    except (BadSignature, KeyError, TypeError, ValueError):
        return None


def _signer(body_id: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"adoption-extract-{body_id}")


def with_action(typed: Typed, action: str) -> Typed:
    """Return the form after a button that sends nothing: one more reservation, or one less."""
    rows = typed.reservations
    if action == "add-reservation":
        rows = (*rows, ("", ""))[:MOST_RESERVATIONS]
        return replace(typed, reservations=rows, focus=f"reservation-{len(rows)}")
    number = action.removeprefix("remove-reservation-")
    if number != action and number.isdecimal():
        rows = tuple(row for n, row in enumerate(rows, start=1) if n != int(number[:3]))
        return replace(typed, reservations=rows)
    return typed


def checked(typed: Typed, hearing: Hearing, *, named: bool) -> Typed:
    """Return the form with everything that is wrong with it.

    Args:
        named: whether who reports must be told.
    """
    found: dict[str, Message] = {}
    _check_lines(typed, found, named=named)
    _check_days(typed, found)
    _check_reservations(typed, hearing, found)
    _check_words(typed, found)
    if typed.refused is not None:
        found["extract"] = typed.refused
    return replace(typed, mistakes=found)


def _check_lines(typed: Typed, found: dict[str, Message], *, named: bool) -> None:
    line = typed.lines
    if typed.state is None:
        found["state-0"] = N_("Choose what became of the decision.")
    if typed.state in TREATED and not line["organ"]:
        found["organ"] = N_("Write which body treated the matter.")
    for name in ("organ", "case_number", "vote"):
        if len(line[name]) > LONGEST_LINE:
            found[name] = _LINE_TOO_LONG
        if identity_numbers(line[name]):
            found[name] = _IDENTITY
    if named and (not line["name"] or len(line["name"]) > LONGEST_LINE):
        found["name"] = N_("Write your name.")
    if named and not (line["email"] and is_email(line["email"])):
        found["email"] = N_("Write an e-mail address, such as name@example.no.")


def _check_days(typed: Typed, found: dict[str, Message]) -> None:
    today, state = oslo_day(now()), typed.state
    day, later = parse_day(typed.lines["day"]), parse_day(typed.lines["next_day"])
    if typed.lines["day"] and (day is None or not is_likely(day)):
        found["day"] = _NO_DAY
    elif state is AdoptionState.SCHEDULED and (day is None or day < today):
        found["day"] = N_("Write the day that it is to be treated on, from today on.")
    elif state is AdoptionState.NOT_TREATED and day is not None:
        found["day"] = N_("What is not treated has no date. Choose «Scheduled» where the day is known.")
    elif state in TREATED and day is not None and day > today:
        found["day"] = N_("That day is to come. Choose «Scheduled», and report the outcome after the meeting.")
    if typed.lines["next_day"] and (later is None or not is_likely(later)):
        found["next_day"] = _NO_DAY
    elif later is not None and state is not AdoptionState.POSTPONED:
        found["next_day"] = N_("A new date belongs to what is postponed. Take it away, or choose «Postponed».")
    elif later is not None and later <= today:
        found["next_day"] = N_("The new date must be after today.")


def _check_reservations(typed: Typed, hearing: Hearing, found: dict[str, Message]) -> None:
    sections = {"", *(section.id for section in hearing.draft.sections)}
    for number, (text, section) in enumerate(typed.reservations, start=1):
        if section not in sections:
            found[f"section-{number}"] = N_("Choose one of the sections, or «In general».")
        if len(text) > LONGEST:
            found[f"reservation-{number}"] = _TOO_LONG
        if identity_numbers(text):
            found[f"reservation-{number}"] = _IDENTITY
    reserved = typed.state is AdoptionState.ADOPTED_WITH_RESERVATION
    if reserved and not typed.written:
        found["add-reservation"] = N_("Write the reservation. «Add a reservation» gives a field for it.")
        if typed.reservations:
            found["reservation-1"] = found.pop("add-reservation")
    if typed.written and not reserved and typed.state is not None:
        found["state-0"] = N_("There is a reservation. Choose «Adopted with reservation», or remove it.")


def _check_words(typed: Typed, found: dict[str, Message]) -> None:
    if len(typed.text) > LONGEST:
        found["text"] = _TOO_LONG
    if typed.text.strip():
        return
    if typed.state is AdoptionState.NOT_TREATED:
        found["text"] = N_("Write why it is not treated yet.")
    elif typed.state in TREATED and typed.extract is None and typed.refused is None:
        found["text"] = _EXPLAIN
