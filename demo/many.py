"""Sixty invented answers to one hearing, put together from a file of sentences: the same ones every time."""

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import BodyKind, Language, Stance, Standing

SENTENCES = Path(__file__).parent / "generated"
FIRST_NAMES = ("Kari", "Ola", "Liv", "Nils", "Anne", "Per", "Ingrid", "Jon")
ROLES = ("arealplanlegger", "landbrukssjef", "kommunedirektør", "rådgiver", "miljøvernrådgiver")
ORGANS = {Standing.COUNCIL: "Kommunestyret", Standing.COMMITTEE: "Formannskapet"}
REMARKS = range(3, 7)
"""How many sections a body says something of, besides taking a stance to most."""
WITH_MINUTES = 8
"""How many of the answers have the minutes with them."""
Row = dict[str, Any]


def sentences(hearing: Hearing) -> Row:
    """Return what the answers to `hearing` are put together from, and how far the secretariat has come with them."""
    told: Row = yaml.safe_load((SENTENCES / f"{hearing.id}.yml").read_text(encoding="utf-8"))
    return told


def generated(hearing: Hearing) -> list[Row]:
    """Return answers to `hearing`, in the order they came in, in the form of the demo's written ones.

    Args:
        hearing: one that has a file of sentences; its bodies answer, all but those that the file says are silent.
    """
    told = sentences(hearing)
    asked = [body for body in hearing.invited if body.id not in told["silent"]]
    rows = [_Writer(hearing, told, body).row() for body in asked]
    for row in [row for row in rows if row["standing"] in ("council", "committee")][:WITH_MINUTES]:
        row["files"] = [_minutes(hearing, row)]
    rows += [_guest(hearing, told, guest) for guest in told["guests"]]
    return sorted(rows, key=lambda row: str(row["at"]))


class _Writer:
    """One body that answers; whatever is chosen follows from its id."""

    def __init__(self, hearing: Hearing, told: Row, body: Body) -> None:
        """Take the hearing, the sentences and the body."""
        self.hearing, self.told, self.body = hearing, told, body
        self.dice = random.Random(f"{hearing.id} {body.id}")  # noqa: S311 - the same answer every time, no secret
        self.language = "nn" if body.language is Language.NN else "nb"

    def row(self) -> Row:
        """Return the body's answer."""
        at, came = _arrival(self.told, self.body.id, self.hearing.deadline), self.sent_at()
        row: Row = {"body": self.body.id, "at": came, "respondent": self._respondent(), **self._standing()}
        if at is not None:
            row |= {"registered": at, "at": _at_desk(self.hearing.deadline, at["arrived"])}
        if self.body.id in self.told["no_remark"]:
            return row | {"no_remark": True}
        return row | {"sections": self._sections(), "questions": self._questions(), "general": self._one("opening")}

    def sent_at(self) -> str:
        """Return when it is sent: most of them in the last days."""
        days = int(self.dice.triangular(0, 45, 1))
        hour = time(self.dice.randrange(8, 16), self.dice.randrange(60), self.dice.randrange(60))
        return datetime.combine(self.hearing.deadline - timedelta(days=days), hour).isoformat(sep=" ")

    def _respondent(self) -> Row:
        name = f"{self.dice.choice(FIRST_NAMES)} Eksempel"
        return {"name": name, "role": self.dice.choice(ROLES), "email": f"post@{self.body.id}.example"}

    def _standing(self) -> Row:
        promised = next((row for row in self.told["preliminary"] if row["body"] == self.body.id), None)
        if promised is not None:
            return self._preliminary(promised)
        if self.body.kind is not BodyKind.MUNICIPALITY:
            return {"standing": "administrative"}
        level = self.dice.choice([Standing.ADMINISTRATIVE, Standing.COUNCIL, Standing.COUNCIL, Standing.COMMITTEE])
        if level is Standing.ADMINISTRATIVE:
            return {"standing": level.value}
        day = self.hearing.deadline - timedelta(days=self.dice.randrange(46, 60))
        number = f"{self.dice.randrange(8, 95)}/{day:%y}"
        organ = ORGANS[level]
        return {
            "standing": level.value,
            "standing_body": organ,
            "standing_date": day.isoformat(),
            "standing_case_number": number,
        }

    def _preliminary(self, promised: Row) -> Row:
        """Return what a body says that will confirm its answer, and how it did where that has been."""
        organ, day = ORGANS[Standing.COUNCIL], self.hearing.deadline + timedelta(days=promised["meets"])
        row: Row = {
            "standing": Standing.PRELIMINARY.value,
            "standing_body": organ,
            "standing_date": day.isoformat(),
        }
        if "outcome" in promised:
            number = f"{self.dice.randrange(8, 95)}/{day:%y}"
            told = datetime.combine(day + timedelta(days=1), time(9, 40)).isoformat(sep=" ")
            treated = {"outcome": promised["outcome"], "organ": organ, "date": day.isoformat(), "case_number": number}
            row["confirmation"] = {"at": told, **treated}
        return row

    def _sections(self) -> dict[str, Row]:
        ids = [section.id for section in self.hearing.draft.sections]
        remarked = set(self.dice.sample(ids, self.dice.choice(REMARKS)))
        said = {section: self._view(section) for section in ids if section in remarked}
        quiet = {s: {"stance": Stance.SUPPORTS.value} for s in ids if s not in said and self.dice.random() < 0.8}  # noqa: PLR2004 - the rest are silent
        together = (t["sections"] for t in self.told["together"] if self.body.id in t["bodies"])
        for sections in together:
            said |= {s: {"stance": one["stance"], "remark": one["text"]} for s, one in sections.items()}
        return {section: (quiet | said)[section] for section in ids if section in said or section in quiet}

    def _view(self, section: str) -> Row:
        """Return what the body says of a section; every third who could puts it as another wording."""
        view = self.dice.choice(self.told["sections"][section])
        row = {"stance": view["stance"], "remark": self.remark(view)}
        if "replace" in view and self.dice.random() < 1 / 3:
            row |= {"replace": view["replace"], "by": view["by"]}
        return row

    def remark(self, view: Row) -> str:
        """Return the words of a view: what is claimed and why, and in a paragraph of its own what is wished."""
        claim, reason, wish = (self._fill(self.dice.choice(view[self.language][part])) for part in _PARTS)
        return f"{claim} {reason}" + (f"\n\n{wish}" if wish else "")

    def _questions(self) -> Row:
        asked = {"viktigst": "most_important", "kunnskap": "knowledge"}
        return {question: self._one(key) for question, key in asked.items() if self.dice.random() < 0.7}  # noqa: PLR2004 - not everybody answers everything

    def _one(self, key: str) -> str:
        return self._fill(self.dice.choice(self.told[key][self.language]))

    def _fill(self, sentence: str) -> str:
        name = self.body.name.text(Language(self.language))
        place = name.removesuffix(" kommune") if self.body.kind is BodyKind.MUNICIPALITY else "regionen"
        number, field = self.dice.randrange(12, 90), self.dice.choice(self.told["invented_names"])
        return sentence.format(navn=name, sted=place, tall=number, felt=field)


_PARTS = ("claim", "reason", "wish")


def _arrival(told: Row, body_id: str, deadline: date) -> Row | None:
    """Return how and when an answer came in that the secretariat registers; None where it was sent in the form."""
    found = next((row for row in (*told["late"], *told["registered"]) if row["body"] == body_id), None)
    if found is None:
        return None
    arrived = datetime.combine(deadline + timedelta(days=found["arrived"]), time(11, 20))
    return {"channel": found["channel"], "arrived": arrived.isoformat(sep=" ")}


def _at_desk(deadline: date, arrived: str) -> str:
    """Return when the secretariat gets round to registering: the day after it came, at ten past nine."""
    day = datetime.fromisoformat(arrived).date() + timedelta(days=1)
    return datetime.combine(max(day, deadline - timedelta(days=30)), time(9, 10)).isoformat(sep=" ")


def _guest(hearing: Hearing, told: Row, guest: Row) -> Row:
    body = Body(guest["email"], Localised(plain=guest["name"]), BodyKind.ORGANISATION)
    writer = _Writer(hearing, told, body)
    views = {section: told["sections"][section][number] for section, number in guest["sections"].items()}
    return {
        "guest": {"kind": guest["kind"], "name": guest["name"], "email": guest["email"]},
        "at": writer.sent_at(),
        "admitted": True,
        "role": "",
        "sections": {
            s: {"stance": view["stance"], "remark": _with(writer.remark(view), guest.get("adds", {}).get(s))}
            for s, view in views.items()
        },
    }


def _with(remark: str, added: str | None) -> str:
    return f"{remark}\n\n{added}" if added else remark


def _minutes(hearing: Hearing, row: Row) -> Row:
    """Return the minutes of the meeting that treated an answer, as the demo typesets them."""
    number, organ = row["standing_case_number"], row["standing_body"]
    return {
        "name": f"saksprotokoll-{number.replace('/', '-')}.pdf",
        "heading": f"Saksprotokoll, sak {number}: {hearing.title.text(Language.NB)}",
        "paragraphs": [
            f"Oppdiktet for demonstrasjonen. {organ} behandlet saken i møte.",
            f"{organ} slutter seg til høringsuttalelsen slik den er lagt fram.",
            "Enstemmig vedtatt.",
        ],
    }


def letter(hearing: Hearing, body: Body, row: Row) -> Row:
    """Return the letter in which an answer came that the secretariat registers, as the demo typesets it."""
    said = (
        f"Til del {heading.heading}: {row['sections'][heading.id]['remark']}"
        for heading in hearing.draft.sections
        if row.get("sections", {}).get(heading.id, {}).get("remark")
    )
    return {
        "name": f"horingssvar-{body.id}.pdf",
        "heading": f"{hearing.title.text(Language.NB)}: svar fra {body.name.text(Language.NB)}",
        "paragraphs": ["Oppdiktet for demonstrasjonen.", *(part for text in said for part in text.split("\n\n"))],
    }


def answer_on_paper(hearing: Hearing, body_id: str) -> Row:
    """Return the letter of a body that has not answered in the form; LookupError where it was not asked."""
    body = hearing.invited_body(body_id)
    if body is None:
        raise LookupError(body_id)
    return letter(hearing, body, _Writer(hearing, sentences(hearing), body).row())
