"""What somebody chooses to publish: read from the form, kept under a number, and found again by the address."""

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from hearing_app.domain.matter import Matter
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.publishing.publish_job import start
from hearing_app.storage import publications, publish_choices, publish_jobs
from hearing_app.storage.publish_jobs import Job, JobKind, Request
from hearing_app.treating.assess import proposed_release
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import user
from hearing_app.web.frame import reader

ANSWER, PART, EXTENT, PARTS = "svar", "del", "konklusjoner", "deler"
"""Names of fields: answers and parts by id, and whether all conclusions are chosen or those on parts."""
KEPT, OF_JOB, IN_ADDRESS = "valg", "jobb", "valgt"
"""What names a choice in an address: the number of one that is kept, that of a job, or that all of it stands there."""
FILE = "fil"
LONGEST_NUMBER = 18
"""Digits of the number of a row, so that it is one that SQLite takes."""


@dataclass(frozen=True)
class Chosen:
    """What somebody has ticked. `note` is the reason for readers, `mails` whether bodies are told."""

    released: frozenset[str]
    concluded: Concluded
    note: str = ""
    mails: bool = False


def posted_choice() -> Chosen:
    """Return what was ticked on the form."""
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    released = frozenset(request.form.getlist(ANSWER))
    return Chosen(released, _concluded(request.form), note, mails="mails" in request.form)


def asked_choice(matter: Matter) -> tuple[Chosen, bool]:
    """Return the choice that the address names, and whether it is there; else what a choice begins with."""
    named = _named(matter.hearing.id)
    if named is not None:
        return named, True
    proposed = proposed_release(db(), matter)
    begun = Chosen(proposed, publications.concluded(db(), matter.hearing.id))
    return begun, not {KEPT, OF_JOB} & set(request.args)


def _named(hearing_id: str) -> Chosen | None:
    if IN_ADDRESS in request.args:
        return Chosen(frozenset(request.args.getlist(ANSWER)), _concluded(request.args))
    if KEPT in request.args:
        found = publish_choices.get(db(), _number(KEPT), hearing_id)
        return _chosen(found) if found else None
    job = publish_jobs.get(db(), _number(OF_JOB)) if OF_JOB in request.args else None
    return chosen_for(job) if job and job.hearing == hearing_id else None


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _concluded(fields: MultiDict[str, str]) -> Concluded:
    if fields.get(EXTENT) != PARTS:
        return EVERYTHING
    return Concluded(everything=False, items=frozenset(fields.getlist(PART)))


def keep_choice(hearing_id: str, chosen: Chosen) -> int:
    """Keep a choice, and return the number that an address names it by."""
    return publish_choices.keep(db(), hearing_id, _request(chosen), by=user().username, now=now())


def looking_at(hearing_id: str, number: int) -> str:
    """Return the address that shows a choice that is kept."""
    return url_for("desk.publishing", hearing_id=hearing_id, valg=number)


def choice_of_job(job: Job) -> str:
    """Return the address that shows what was chosen for a job, so that it can be changed and tried again."""
    return url_for("desk.publishing", hearing_id=job.hearing, jobb=job.id)


def chosen_for(job: Job) -> Chosen:
    """Return what was chosen for a job."""
    return _chosen(job.request)


def begin_job(kind: JobKind, hearing_id: str, chosen: Chosen, *, seen: str) -> int:
    """Ask for a job and have it done by a process of its own; return its number."""
    number = publish_jobs.ask(db(), kind, hearing_id, _request(chosen, seen), by=user().username, now=now())
    start(settings(), number)
    return number


def _request(chosen: Chosen, seen: str = "") -> Request:
    return Request(chosen.released, chosen.concluded, seen, chosen.note, chosen.mails, reader().language)


def _chosen(asked: Request) -> Chosen:
    return Chosen(asked.released, asked.concluded, asked.note, asked.mails)
