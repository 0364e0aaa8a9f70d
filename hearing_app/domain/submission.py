"""What a body sends in. A submission is never edited: a correction is a new version."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from hearing_app.domain.amendment import Amendment, read_amendment, written_amendment
from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.domain.guest import Sender, sender_body
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.localised import Localised
from hearing_app.domain.registered import Arriving, Registered, read_registered, written_registered
from hearing_app.domain.vocabulary import SenderKind, Stance, Standing


@dataclass(frozen=True)
class Answer:
    """What a body says to one item: a stance and amendments (sections only), a choice (alternatives only) and a text.

    Each of them may be empty. `choice` is the id of an alternative, which the hearing may have lost since.
    """

    item: str
    stance: Stance | None = None
    text: str = ""
    choice: str = ""
    amendments: tuple[Amendment, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything was said."""
        return self.stance is not None or bool(self.choice) or bool(self.text.strip()) or bool(self.amendments)


class Answering:
    """What everything that holds answers can be asked."""

    answers: tuple[Answer, ...]
    no_remark: bool
    """Whether the body says that it has no remark to the whole, instead of answering item by item."""

    def answer(self, item_id: str) -> Answer:
        """Return the answer to `item_id`, empty if nothing was said."""
        found = self._by_item.get(item_id)
        return Answer(item_id) if found is None else found

    @cached_property
    def _by_item(self) -> dict[str, Answer]:
        """The answers by their item, the first where one is answered twice: every count asks for each of them."""
        return {answer.item: answer for answer in reversed(self.answers)}

    def outside(self, items: Iterable[Item]) -> tuple[Answer, ...]:
        """Return what was said to none of `items`: a section may have gone or changed its id since it was answered.

        What a body has said is shown for as long as anything of its answer is, so every reader asks for these too.
        """
        known = {item.id for item in items}
        return tuple(answer for answer in self.answers if answer and answer.item not in known)

    def gone_choices(self, items: Iterable[Item]) -> tuple[Answer, ...]:
        """Return the answers to one of `items` that chose an alternative which it no longer has."""
        chosen = ((item, self.answer(item.id)) for item in items)
        return tuple(answer for item, answer in chosen if answer.choice and item.option(answer.choice) is None)


@dataclass(frozen=True)
class Respondent:
    """Who filled in the form. Name and e-mail are contact data and are not published."""

    name: str
    role: str
    email: str


@dataclass(frozen=True)
class PoliticalStanding:
    """Who stands behind the answer; `organ` and `day` are those of the treatment, done or to come."""

    level: Standing
    organ: str = ""
    day: date | None = None
    case_number: str = ""


@dataclass(frozen=True)
class Content(Answering):
    """Everything a body fills in: answers to the items, or that it has no remark to any of it.

    `sender` is who answers without being invited, None where an invited body does. `registered` is what the
    secretariat says of an answer that it has registered itself, None where it came through the form; `placed` are the
    fingerprints of its documents whose text stands in the answers, paragraph for paragraph, or was left out by hand.
    """

    respondent: Respondent
    standing: PoliticalStanding
    answers: tuple[Answer, ...]
    no_remark: bool = False
    attachments: tuple[Attachment, ...] = ()
    sender: Sender | None = None
    registered: Registered | None = None
    placed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer that says both."""
        if self.no_remark and any(self.answers):
            raise ValueError("a submission without remarks has no answers")


@dataclass(frozen=True)
class Submission(Arriving):
    """A received submission. `payload` is exactly what was received, `sha256` its fingerprint in hex."""

    reference: str
    hearing: str
    body: str
    version: int
    received_at: datetime
    definition: str
    payload: bytes
    sha256: str
    content: Content

    @property
    def registration(self) -> Registered | None:
        """What the secretariat says of how it came, or None where it came through the form."""
        return self.content.registered


def canonical_payload(
    content: Content, *, hearing: str, body: str, version: int, definition: str, received_at: datetime, nonce: str
) -> bytes:
    """Return the bytes that are stored, hashed and sent back with the receipt.

    UTF-8 JSON with sorted keys and a line per value, so that a person can read it and anybody can
    hash it again with `sha256sum`.

    Args:
        nonce: random text. The fingerprint is public before the answer is; without this, a short answer
            could be found by trying the few there are.
    """
    document = {
        "hearing": hearing,
        "body": body,
        "version": version,
        "definition_sha256": definition,
        "received_at": received_at.isoformat(timespec="seconds"),
        "nonce": nonce,
        "respondent": asdict(content.respondent),
        "standing": {
            **asdict(content.standing),
            "day": content.standing.day.isoformat() if content.standing.day else None,
        },
        "answers": [_written(answer) for answer in content.answers if answer],
        # Only where it is so, so that every other payload is as it was before this could be said.
        **({"no_remark": True} if content.no_remark else {}),
        **({"attachments": [written_attachment(file) for file in content.attachments]} if content.attachments else {}),
        **({"sender": asdict(content.sender)} if content.sender else {}),
        **written_registered(content.registered),
        **({"placed": list(content.placed)} if content.placed else {}),
    }
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _written(answer: Answer) -> dict[str, object]:
    """Return an answer as it is stored; without a choice or an amendment it looks as before there were any."""
    row: dict[str, object] = {"item": answer.item, "stance": answer.stance, "text": answer.text}
    row |= {"choice": answer.choice} if answer.choice else {}
    return row | ({"amendments": [written_amendment(a) for a in answer.amendments]} if answer.amendments else {})


def fingerprint(payload: bytes) -> str:
    """Return the SHA-256 of `payload` as 64 hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()


def read_payload(payload: bytes) -> Content:
    """Return the content of a stored payload. The inverse of `canonical_payload`."""
    return read_content(json.loads(payload))


def read_content(document: Mapping[str, object]) -> Content:
    """Return the content of a decoded payload or saved draft; unknown parts raise KeyError, TypeError or ValueError."""
    respondent, standing, answers = document["respondent"], document["standing"], document["answers"]
    if not (isinstance(respondent, dict) and isinstance(standing, dict) and isinstance(answers, list)):
        raise TypeError("a submission holds respondent, standing and answers")
    return Content(
        respondent=Respondent(**respondent),
        standing=PoliticalStanding(
            level=Standing(standing["level"]),
            organ=standing["organ"],
            day=date.fromisoformat(standing["day"]) if standing["day"] else None,
            case_number=standing["case_number"],
        ),
        answers=tuple(map(read_answer, answers)),
        no_remark=document.get("no_remark") is True,
        attachments=tuple(map(read_attachment, _rows(document.get("attachments", [])))),
        sender=_read_sender(document.get("sender")),
        registered=read_registered(document.get("registered")),
        placed=_read_placed(document.get("placed", [])),
    )


def _read_placed(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("fingerprints are kept in a list")
    return tuple(map(str, value))


def _read_sender(value: object) -> Sender | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise TypeError("a sender has a kind and a name")
    return Sender(SenderKind(value["kind"]), value["name"])


def read_answer(row: Mapping[str, Any]) -> Answer:
    """Return the answer that a payload holds to one item."""
    return Answer(
        row["item"],
        Stance(row["stance"]) if row["stance"] else None,
        row["text"],
        row.get("choice", ""),
        tuple(map(read_amendment, _rows(row.get("amendments", [])))),
    )


def _rows(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError("a list is kept here")
    return value


def versions_of(body_id: str, submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """Return every version of a body's submission, the last first."""
    own = (submission for submission in submissions if submission.body == body_id)
    return tuple(sorted(own, key=lambda s: s.version, reverse=True))


def latest_by_body(submissions: tuple[Submission, ...]) -> tuple[Submission, ...]:
    """Return the version that counts for each body, the last, in the order of the bodies' ids."""
    latest: dict[str, Submission] = {}
    for submission in sorted(submissions, key=lambda s: s.version):
        latest[submission.body] = submission
    return tuple(latest[body] for body in sorted(latest))


def with_guests(hearing: Hearing, submissions: Iterable[Submission]) -> Hearing:
    """Return the hearing with those who answered without being invited among its bodies, as they call themselves.

    It is for the secretariat's eyes: the names of private persons are among them.
    """
    senders = ((s.body, s.content.sender) for s in latest_by_body(tuple(submissions)))
    guests = tuple(sender_body(body, Localised(plain=s.name), s.kind) for body, s in senders if s)
    return replace(hearing, invited=(*hearing.invited, *guests)) if guests else hearing
