"""Publishings: how far each has come, which conclusions are released, and what was told of corrections."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.correction import Correction
from hearing_app.domain.release import EVERY_ITEM, EVERYTHING, Concluded
from hearing_app.storage.database import stamp


class Step(StrEnum):
    """How far a publishing has come; each is noted before what follows begins."""

    RELEASED = "released"
    WRITING = "writing"
    COMMITTED = "committed"
    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True)
class Releases:
    """What readers may see of a hearing: submissions by reference, and conclusions."""

    references: frozenset[str]
    concluded: Concluded


@dataclass(frozen=True)
class Publication:
    """One publishing. `files` are the paths that it writes with their fingerprints, empty for one that it removes.

    `existed` are those of them that were there before, with their fingerprints then; None where that was not noted.
    """

    id: int
    hearing: str
    by: str
    at: datetime
    job: int | None
    step: Step
    wanted: Releases
    before: Releases
    files: Mapping[str, str]
    site_release: str
    head_before: str
    commit: str
    mails: bool
    ended_at: datetime | None
    existed: Mapping[str, str] | None = None


def begin(
    db: Database,
    hearing: str,
    *,
    by: str,
    now: datetime,
    job: int | None,
    wanted: Releases,
    before: Releases,
    mails: bool,
) -> int:
    """Note that a publishing begins, and return its number; inside the transaction that changes the releases."""
    row = {
        "hearing": hearing,
        "by": by,
        "at": stamp(now),
        "job": job,
        "wanted": _written(wanted),
        "before": _written(before),
        "mails": int(mails),
    }
    return int(str(db.table("publications").insert(row).last_pk))


def begin_writing(
    db: Database, number: int, *, files: Mapping[str, str], existed: Mapping[str, str], site_release: str, head: str
) -> None:
    """Note that the site is built and files are about to be written; `existed` are those that go, as they are."""
    db.execute(
        "UPDATE publications SET step = 'writing', files = ?, existed = ?, site_release = ?, head_before = ? "
        "WHERE id = ?",
        [json.dumps(dict(f), sort_keys=True) for f in (files, existed)] + [site_release, head, number],
    )


def committed(db: Database, number: int, commit: str) -> None:
    """Note that what was written stands: nothing but the switch of the site is left."""
    db.execute("UPDATE publications SET step = 'committed', git_commit = ? WHERE id = ?", [commit, number])


def end(db: Database, number: int, step: Step, now: datetime) -> None:
    """Note how it ended."""
    db.execute("UPDATE publications SET step = ?, ended_at = ? WHERE id = ?", [step, stamp(now), number])


def unfinished(db: Database) -> tuple[Publication, ...]:
    """Return the publishings that have neither been completed nor taken back, the oldest first."""
    return tuple(map(_publication, db.table("publications").rows_where("ended_at IS NULL", order_by="id")))


def untold(db: Database) -> tuple[Publication, ...]:
    """Return the publishings that are carried out and whose mails are still to be written, the oldest first."""
    waits = "told_at IS NULL AND mails = 1 AND step = 'done'"
    return tuple(map(_publication, db.table("publications").rows_where(waits, order_by="id")))


def all_told(db: Database, number: int, now: datetime) -> None:
    """Note that the mails of a publishing are written."""
    db.execute("UPDATE publications SET told_at = ? WHERE id = ?", [stamp(now), number])


def last_done(db: Database, hearing: str) -> Publication | None:
    """Return the newest publishing of a hearing that was completed, or None."""
    rows = db.table("publications").rows_where("hearing = ? AND step = 'done'", [hearing], order_by="id DESC", limit=1)
    return next(map(_publication, rows), None)


def last_in_git(db: Database) -> bool:
    """Tell whether the content was in a repository when something, of whichever hearing, was published last."""
    row = db.execute("SELECT head_before FROM publications WHERE step = 'done' ORDER BY id DESC LIMIT 1").fetchone()
    return bool(row and row[0])


def of_job(db: Database, job: int) -> Publication | None:
    """Return the publishing that a job has begun last, or None."""
    rows = db.table("publications").rows_where("job = ?", [job], order_by="id DESC", limit=1)
    return next(map(_publication, rows), None)


def _written(releases: Releases) -> str:
    told = releases.concluded
    items = [EVERY_ITEM] if told.everything else sorted(told.items)
    return json.dumps({"references": sorted(releases.references), "items": items})


def _read(text: str) -> Releases:
    row = json.loads(text)
    return Releases(frozenset(row["references"]), _concluded(row["items"]))


def _concluded(items: Iterable[str]) -> Concluded:
    found = frozenset(items)
    return EVERYTHING if EVERY_ITEM in found else Concluded(everything=False, items=found)


def _publication(row: Mapping[str, Any]) -> Publication:
    return Publication(
        row["id"],
        row["hearing"],
        row["by"],
        datetime.fromisoformat(row["at"]),
        row["job"],
        Step(row["step"]),
        _read(row["wanted"]),
        _read(row["before"]),
        json.loads(row["files"]),
        row["site_release"],
        row["head_before"],
        row["git_commit"],
        bool(row["mails"]),
        datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        json.loads(row["existed"]) if row["existed"] else None,
    )


def concluded(db: Database, hearing: str) -> Concluded:
    """Return which conclusions of a hearing are released; all of them until somebody has chosen parts."""
    rows = list(db.query("SELECT item, withdrawn_at FROM conclusion_releases WHERE hearing = ?", [hearing]))
    return _concluded(row["item"] for row in rows if row["withdrawn_at"] is None) if rows else EVERYTHING


def conclude(db: Database, hearing: str, wanted: Concluded, *, actor: str, now: datetime) -> None:
    """Let exactly the conclusions in `wanted` be released; what is withdrawn says by whom and when."""
    items = frozenset({EVERY_ITEM}) if wanted.everything else wanted.items
    # Otherwise a hearing of which no part is released could not be told from one that nobody has chosen parts of.
    first = not db.table("conclusion_releases").count_where("hearing = ?", [hearing])
    standing = {
        row[0]
        for row in db.execute(
            "SELECT item FROM conclusion_releases WHERE hearing = ? AND withdrawn_at IS NULL", [hearing]
        )
    }
    for item in sorted(items - standing | ({EVERY_ITEM} if first else set())):
        row = {"hearing": hearing, "item": item, "released_by": actor, "released_at": stamp(now)}
        db.table("conclusion_releases").insert(row)
    for item in sorted((standing | ({EVERY_ITEM} if first else set())) - items):
        db.execute(
            "UPDATE conclusion_releases SET withdrawn_by = ?, withdrawn_at = ? "
            "WHERE hearing = ? AND item = ? AND withdrawn_at IS NULL",
            [actor, stamp(now), hearing, item],
        )


def correct(db: Database, publication: int, hearing: str, corrections: Iterable[Correction]) -> None:
    """Note what readers are told with a publishing."""
    for entry in corrections:
        db.table("corrections").insert(
            {
                "publication": publication,
                "hearing": hearing,
                "day": entry.day.isoformat(),
                "withdrawn": int(entry.withdrawn),
                "bodies": json.dumps(list(entry.bodies)),
                "note": entry.note,
            }
        )


def corrections(db: Database, hearing: str) -> tuple[Correction, ...]:
    """Return the corrections of a hearing in the order they were made, without those of a publishing taken back."""
    rows = db.query(
        "SELECT corrections.* FROM corrections JOIN publications ON publications.id = corrections.publication "
        "WHERE corrections.hearing = ? AND publications.step = 'done' ORDER BY corrections.id",
        [hearing],
    )
    return tuple(
        Correction(date.fromisoformat(r["day"]), r["note"], tuple(json.loads(r["bodies"])), bool(r["withdrawn"]))
        for r in rows
    )


def newest_correction(db: Database) -> datetime | None:
    """Return when something public was last withdrawn or corrected, of any hearing; None where nothing ever was."""
    sql = "SELECT max(publications.at) FROM corrections JOIN publications ON publications.id = corrections.publication"
    found = db.execute(sql).fetchone()[0]
    return datetime.fromisoformat(found) if found else None


def told(db: Database, hearing: str) -> frozenset[tuple[str, str]]:
    """Return what bodies have been told of: references with items, the empty item for the answer itself."""
    return frozenset(
        (row[0], row[1])
        for row in db.execute("SELECT reference, item FROM published_told WHERE hearing = ?", [hearing])
    )


def tell(
    db: Database, *, reference: str, items: Iterable[str], hearing: str, body: str, publication: int, now: datetime
) -> None:
    """Note that a body is told of its answer (the empty item) or of the conclusions on parts of it."""
    for item in items:
        db.execute(
            "INSERT INTO published_told VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [reference, item, hearing, body, publication, stamp(now)],
        )


def told_with(db: Database, publication: int) -> int:
    """Return how many bodies were told by mail of a publishing."""
    sql = "SELECT count(DISTINCT body) FROM published_told WHERE publication = ?"
    return int(db.execute(sql, [publication]).fetchone()[0])


def written(db: Database) -> dict[str, str]:
    """Return the fingerprint of every file as the program wrote it last, empty where it took the file away."""
    return {row[0]: row[1] for row in db.execute("SELECT path, sha256 FROM written_files")}


def note_written(db: Database, files: Mapping[str, str]) -> None:
    """Note the fingerprints of files that were written, empty for one that was removed."""
    for path, sha256 in files.items():
        db.execute(
            "INSERT INTO written_files VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256",
            [path, sha256],
        )
