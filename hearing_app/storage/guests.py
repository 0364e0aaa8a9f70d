"""Those who answer without being invited: who has asked, who has confirmed, and what was said of their answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.guest import PREFIX, Guest, is_guest
from hearing_app.domain.vocabulary import Language, Moderation, Refusal, SenderKind
from hearing_app.storage import search
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class GuestRequest:
    """Somebody's wish to answer a hearing, until the address is confirmed."""

    hearing: str
    kind: SenderKind
    name: str
    email: str
    language: Language
    asked_at: datetime


@dataclass(frozen=True)
class Decision:
    """What the secretariat has said of one answer; `reason` and `note` are of one that was refused."""

    reference: str
    state: Moderation
    reason: Refusal | None
    note: str
    by: str
    at: datetime


def ask(db: Database, request: GuestRequest, token_sha256: str) -> None:
    """Store a request under the hash of the token that confirms it."""
    row = {"token_sha256": token_sha256, **_columns(request), "asked_at": stamp(request.asked_at)}
    db.table("guest_requests").insert(row)


def requested(db: Database, token_sha256: str) -> GuestRequest | None:
    """Return the request with this token's hash, or None."""
    row = next(iter(db.table("guest_requests").rows_where("token_sha256 = ?", [token_sha256])), None)
    return GuestRequest(**_shared(row), asked_at=datetime.fromisoformat(row["asked_at"])) if row else None


def take(db: Database, token_sha256: str) -> bool:
    """Remove a request and tell whether it was still there: a token is used once."""
    return db.execute("DELETE FROM guest_requests WHERE token_sha256 = ?", [token_sha256]).rowcount > 0


def put(db: Database, request: GuestRequest, now: datetime) -> Guest:
    """Make a guest of a request; who confirms the same address anew is the same guest, as described now."""
    columns = _columns(request)
    db.execute(
        "INSERT INTO guests (hearing, kind, name, email, language, confirmed_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (hearing, lower(email)) WHERE email <> '' DO UPDATE "
        "SET kind = excluded.kind, name = excluded.name, language = excluded.language",
        [*columns.values(), stamp(now)],
    )
    found = by_address(db, request.hearing, request.email)
    if found is None:
        raise LookupError("a guest that was stored is there")
    return found


def put_registered(db: Database, hearing: str, kind: SenderKind, name: str, language: Language, now: datetime) -> Guest:
    """Store a sender whose answer the secretariat registers; there is no confirmed address, so nobody gets a link."""
    row = {"hearing": hearing, "kind": kind.value, "name": name, "email": "", "language": language.value}
    number = db.table("guests").insert({**row, "confirmed_at": stamp(now)}).last_pk
    found = _first(db, "number = ?", [number])
    if found is None:
        raise LookupError("a guest that was stored is there")
    return found


def by_address(db: Database, hearing: str, email: str) -> Guest | None:
    """Return the guest of a hearing with this address, in whatever case, or None."""
    return _first(db, "hearing = ? AND lower(email) = lower(?)", [hearing, email])


def by_id(db: Database, body_id: str) -> Guest | None:
    """Return the guest with this id among the bodies, or None."""
    digits = body_id.removeprefix(PREFIX)
    if not is_guest(body_id) or not (digits.isascii() and digits.isdecimal()):
        return None
    return _first(db, "number = ?", [int(digits[:18])])


def of_hearing(db: Database, hearing: str) -> tuple[Guest, ...]:
    """Return the guests of a hearing in the order they came."""
    return tuple(map(_guest, db.table("guests").rows_where("hearing = ?", [hearing], order_by="number")))


def everybody(db: Database) -> tuple[Guest, ...]:
    """Return the guests of every hearing."""
    return tuple(map(_guest, db.table("guests").rows_where(order_by="number")))


def silent(db: Database, *, before: datetime) -> tuple[Guest, ...]:
    """Return those who confirmed their address before then, and have neither sent anything nor have a draft."""
    rows = db.query("SELECT * FROM guests WHERE confirmed_at < ? ORDER BY number", [stamp(before)])
    written = {row[0] for row in db.execute("SELECT body FROM submissions UNION SELECT body FROM drafts")}
    return tuple(guest for guest in map(_guest, rows) if guest.id not in written)


def delete(db: Database, guest: Guest) -> None:
    """Remove a guest that has sent nothing, with the links."""
    db.execute("DELETE FROM invitations WHERE body = ?", [guest.id])
    db.execute("DELETE FROM guests WHERE number = ?", [guest.number])


def note_attempt(db: Database, hearing: str, subject: str, now: datetime) -> None:
    """Count that somebody has asked; `subject` is a hash."""
    db.table("guest_attempts").insert({"hearing": hearing, "subject": subject, "at": stamp(now)})


def attempts_since(db: Database, hearing: str, subject: str, since: datetime) -> int:
    """Return how often it was asked for `subject` since then."""
    sql = "SELECT count(*) FROM guest_attempts WHERE hearing = ? AND subject = ? AND at > ?"
    return int(db.execute(sql, [hearing, subject, stamp(since)]).fetchone()[0])


def forget_attempts(db: Database, *, before: datetime) -> int:
    """Remove attempts that no longer count, and return how many they were."""
    return int(db.execute("DELETE FROM guest_attempts WHERE at <= ?", [stamp(before)]).rowcount)


def forget_requests(db: Database, *, before: datetime) -> int:
    """Remove requests that nobody has confirmed in time, and return how many they were."""
    return int(db.execute("DELETE FROM guest_requests WHERE asked_at <= ?", [stamp(before)]).rowcount)


def count_old(db: Database, *, attempts: datetime, requests: datetime) -> tuple[int, int]:
    """Return how many attempts and how many requests are older than these."""
    old = db.table("guest_attempts").count_where("at <= ?", [stamp(attempts)])
    return int(old), int(db.table("guest_requests").count_where("asked_at <= ?", [stamp(requests)]))


def decide(db: Database, decision: Decision) -> None:
    """Store what was said of an answer, over what was said before; what is admitted can be found, and nothing else."""
    row = {
        "reference": decision.reference,
        "state": decision.state.value,
        "reason": decision.reason.value if decision.reason else "",
        "note": decision.note,
        "decided_by": decision.by,
        "decided_at": stamp(decision.at),
    }
    db.table("moderation").upsert(row, pk="reference")
    search.put(db, decision.reference)


def decisions(db: Database, hearing: str) -> dict[str, Decision]:
    """Return what was said of the answers to a hearing, by reference; who waits is not among them."""
    sql = "SELECT moderation.* FROM moderation JOIN submissions USING (reference) WHERE hearing = ?"
    return {row["reference"]: _decision(row) for row in db.query(sql, [hearing])}


def _columns(request: GuestRequest) -> dict[str, str]:
    return {
        "hearing": request.hearing,
        "kind": request.kind.value,
        "name": request.name,
        "email": request.email,
        "language": request.language.value,
    }


def _shared(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in ("hearing", "name", "email")}
    return {**plain, "kind": SenderKind(row["kind"]), "language": Language(row["language"])}


def _first(db: Database, where: str, values: list[object]) -> Guest | None:
    row = next(iter(db.table("guests").rows_where(where, values)), None)
    return _guest(row) if row else None


def _guest(row: dict[str, Any]) -> Guest:
    return Guest(row["number"], **_shared(row), confirmed_at=datetime.fromisoformat(row["confirmed_at"]))


def _decision(row: dict[str, Any]) -> Decision:
    reason = Refusal(row["reason"]) if row["reason"] else None
    at = datetime.fromisoformat(row["decided_at"])
    return Decision(row["reference"], Moderation(row["state"]), reason, row["note"], row["decided_by"], at)
