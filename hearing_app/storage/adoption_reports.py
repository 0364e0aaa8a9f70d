"""Reports of adoptions: who is asked, by which links, what was told and what the secretariat made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.adoption_report import Received, Reporter, Verdict, read_report
from hearing_app.storage.database import instant, stamp

_REPORTS = (
    "SELECT r.*, v.verdict, v.note, v.id AS judgement, v.given_by AS judged_by, v.given_at AS judged_at "
    "FROM adoption_reports r "
    "LEFT JOIN adoption_verdicts v ON v.id = (SELECT max(id) FROM adoption_verdicts WHERE report = r.id) WHERE "
)


@dataclass(frozen=True)
class Round:
    """A hearing whose bodies are asked: `due` is the deadline to report, `closed_at` when no more is taken in."""

    hearing: str
    due: date | None = None
    closed_at: datetime | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A personal link to report by, as the database knows it."""

    id: int
    hearing: str
    body: str
    email: str
    created_at: datetime
    opened_at: datetime | None
    stopped_at: datetime | None
    token_sha256: str


@dataclass(frozen=True)
class Reminded:
    """A reminder that was given; `counted_from` and `mark` are None where it was sent by hand."""

    body: str
    counted_from: date | None
    mark: int | None
    at: datetime


def round_of(db: Database, hearing: str) -> Round | None:
    """Return the round of a hearing, or None where nobody has been asked."""
    row = next(iter(db.table("adoption_rounds").rows_where("hearing = ?", [hearing])), None)
    if row is None:
        return None
    asked = db.table("adoption_asked").rows_where("hearing = ?", [hearing], order_by="position")
    due = date.fromisoformat(row["due"]) if row["due"] else None
    return Round(hearing, due, instant(row["closed_at"]), tuple(entry["body"] for entry in asked))


def hearings(db: Database) -> frozenset[str]:
    """Return the ids of the hearings whose bodies are asked, or have been entered."""
    rows = db.query("SELECT hearing FROM adoption_rounds UNION SELECT DISTINCT hearing FROM adoption_reports")
    return frozenset(row["hearing"] for row in rows)


def put_round(db: Database, hearing: str, *, due: date | None, asked: Iterable[str]) -> None:
    """Note who is asked, and until when."""
    db.execute(
        "INSERT INTO adoption_rounds (hearing, due) VALUES (?, ?) "
        "ON CONFLICT (hearing) DO UPDATE SET due = excluded.due",
        [hearing, due.isoformat() if due else None],
    )
    db.table("adoption_asked").delete_where("hearing = ?", [hearing])
    rows = ({"hearing": hearing, "body": body, "position": n} for n, body in enumerate(dict.fromkeys(asked), start=1))
    db.table("adoption_asked").insert_all(rows)


def close(db: Database, hearing: str, at: datetime | None) -> None:
    """Note that no more reports are taken in, or that they are again."""
    db.execute("UPDATE adoption_rounds SET closed_at = ? WHERE hearing = ?", [stamp(at) if at else None, hearing])


def add_link(db: Database, *, hearing: str, body: str, token_sha256: str, email: str, now: datetime) -> None:
    """Store a personal link."""
    row = {"hearing": hearing, "body": body, "token_sha256": token_sha256, "email": email, "created_at": stamp(now)}
    db.table("adoption_links").insert(row)


def link_by_token(db: Database, token_sha256: str) -> Link | None:
    """Return the link with this hash, or None."""
    row = next(iter(db.table("adoption_links").rows_where("token_sha256 = ?", [token_sha256])), None)
    return _link(row) if row else None


def links_of_hearing(db: Database, hearing: str) -> tuple[Link, ...]:
    """Return a hearing's links, oldest first."""
    return tuple(map(_link, db.table("adoption_links").rows_where("hearing = ?", [hearing], order_by="id")))


def links_of_body(db: Database, hearing: str, body: str) -> tuple[Link, ...]:
    """Return a body's links, oldest first."""
    rows = db.table("adoption_links").rows_where("hearing = ? AND body = ?", [hearing, body], order_by="id")
    return tuple(map(_link, rows))


def stop_link(db: Database, link_id: int, now: datetime) -> None:
    """Make a link stop working at once."""
    db.execute("UPDATE adoption_links SET stopped_at = ? WHERE id = ? AND stopped_at IS NULL", [stamp(now), link_id])


def move_link(db: Database, token_sha256: str, email: str) -> None:
    """Note that a link goes to another address than first written."""
    db.execute("UPDATE adoption_links SET email = ? WHERE token_sha256 = ?", [email, token_sha256])


def has_link(db: Database, hearing: str, body: str) -> bool:
    """Tell whether a body has been sent a link, also where it has been stopped since."""
    return bool(db.table("adoption_links").count_where("hearing = ? AND body = ?", [hearing, body]))


def mark_opened(db: Database, link_id: int, now: datetime) -> None:
    """Note the first time that a link was opened."""
    db.execute("UPDATE adoption_links SET opened_at = ? WHERE id = ? AND opened_at IS NULL", [stamp(now), link_id])


def add(db: Database, received: Received) -> int:
    """Store a report and return its id; the one in `received` is not looked at."""
    extract = received.report.extract
    row = {
        "hearing": received.hearing,
        "body": received.body,
        "version": received.version,
        "given_at": stamp(received.given_at),
        "payload": received.payload.decode(),
        "extract": extract.sha256 if extract else None,
        "sha256": received.sha256,
        "entered_by": received.by,
        "reporter_name": received.reporter.name,
        "reporter_email": received.reporter.email,
    }
    return int(str(db.table("adoption_reports").insert(row).last_pk))


def of_hearing(db: Database, hearing: str) -> tuple[Received, ...]:
    """Return every report of a hearing, oldest first, each with what the secretariat made of it."""
    return tuple(map(_received, db.query(f"{_REPORTS} hearing = ? ORDER BY r.id", [hearing])))


def of_body(db: Database, hearing: str, body: str) -> tuple[Received, ...]:
    """Return every report of a body, oldest first."""
    return tuple(map(_received, db.query(f"{_REPORTS} hearing = ? AND body = ? ORDER BY r.id", [hearing, body])))


def waiting(db: Database, hearing: str) -> int:
    """Return of how many bodies the newest report has not been looked at."""
    sql = """
        SELECT count(*) FROM adoption_reports
        WHERE id IN (SELECT max(id) FROM adoption_reports WHERE hearing = ? GROUP BY body)
        AND id NOT IN (SELECT report FROM adoption_verdicts)
    """
    return int(db.execute(sql, [hearing]).fetchone()[0])


def judge(db: Database, report: int, verdict: Verdict, *, note: str, by: str, now: datetime) -> None:
    """Note what the secretariat made of a report."""
    row = {"report": report, "verdict": verdict.value, "note": note, "given_by": by, "given_at": stamp(now)}
    db.table("adoption_verdicts").insert(row)


def note_reminded(
    db: Database,
    *,
    hearing: str,
    body: str,
    counted_from: date | None,
    mark: int | None,
    recipient: str,
    now: datetime,
) -> None:
    """Note a reminder, in the transaction that queues its mail; the table refuses a second one for the same mark."""
    row = {
        "hearing": hearing,
        "body": body,
        "counted_from": counted_from.isoformat() if counted_from else None,
        "mark": mark,
        "recipient": recipient,
        "given_at": stamp(now),
    }
    db.table("adoption_reminders").insert(row)


def reminded(db: Database, hearing: str) -> tuple[Reminded, ...]:
    """Return the reminders of a hearing, oldest first."""
    rows = db.table("adoption_reminders").rows_where("hearing = ?", [hearing], order_by="id")
    return tuple(
        Reminded(
            row["body"],
            date.fromisoformat(row["counted_from"]) if row["counted_from"] else None,
            row["mark"],
            datetime.fromisoformat(row["given_at"]),
        )
        for row in rows
    )


_OLD_LINKS = "created_at < ? AND email <> ''"
_OLD_NAMES = "given_at < ? AND (reporter_name <> '' OR reporter_email <> '')"


def count_names(db: Database, *, before: datetime) -> int:
    """Return how many links and reports older than that still say where they went, or who reported."""
    links = db.table("adoption_links").count_where(_OLD_LINKS, [stamp(before)])
    return links + db.table("adoption_reports").count_where(_OLD_NAMES, [stamp(before)])


def forget_names(db: Database, *, before: datetime) -> int:
    """Forget where links older than that went and who reported; what was reported stays."""
    links = db.execute(f"UPDATE adoption_links SET email = '' WHERE {_OLD_LINKS}", [stamp(before)])  # noqa: S608 - all of it stands above
    names = "UPDATE adoption_reports SET reporter_name = '', reporter_email = '' WHERE "
    return int(links.rowcount) + int(db.execute(f"{names}{_OLD_NAMES}", [stamp(before)]).rowcount)


def _link(row: dict[str, Any]) -> Link:
    return Link(
        int(row["id"]),
        row["hearing"],
        row["body"],
        row["email"],
        datetime.fromisoformat(row["created_at"]),
        instant(row["opened_at"]),
        instant(row["stopped_at"]),
        row["token_sha256"],
    )


def _received(row: dict[str, Any]) -> Received:
    payload = row["payload"].encode()
    return Received(
        int(row["id"]),
        row["hearing"],
        row["body"],
        int(row["version"]),
        read_report(payload),
        Reporter(row["reporter_name"], row["reporter_email"]),
        row["entered_by"],
        datetime.fromisoformat(row["given_at"]),
        payload,
        row["sha256"],
        Verdict(row["verdict"]) if row["verdict"] else None,
        row["note"] or "",
        row["judgement"] or 0,
        row["judged_by"] or "",
        instant(row["judged_at"]),
    )
