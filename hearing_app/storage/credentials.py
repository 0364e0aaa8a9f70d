"""What a user can be let in by beside the password: recovery codes, and links to choose a password. Hashes alone."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


def put_codes(db: Database, user_id: int, hashes: Iterable[str]) -> None:
    """Store a new set of recovery codes; the old ones work no more."""
    forget_codes(db, user_id)
    db.table("recovery_codes").insert_all({"user": user_id, "code_sha256": one} for one in hashes)


def use_code(db: Database, user_id: int, code_sha256: str, now: datetime) -> bool:
    """Use a recovery code up; False where there is none such, or it was used before."""
    sql = "UPDATE recovery_codes SET used_at = ? WHERE user = ? AND code_sha256 = ? AND used_at IS NULL"
    return int(db.execute(sql, [stamp(now), user_id, code_sha256]).rowcount) == 1


def codes_left(db: Database, user_id: int) -> int:
    """Return how many recovery codes have not been used."""
    return int(db.table("recovery_codes").count_where("user = ? AND used_at IS NULL", [user_id]))


def forget_codes(db: Database, user_id: int) -> None:
    """Remove every recovery code of a user."""
    db.table("recovery_codes").delete_where("user = ?", [user_id])


def put_link(db: Database, user_id: int, *, token_sha256: str, expires_at: datetime) -> None:
    """Store a link by which the user chooses a password; an older one works no more."""
    row = {"user": user_id, "token_sha256": token_sha256, "expires_at": stamp(expires_at)}
    db.table("password_links").insert(row, pk="user", replace=True)


def user_of_link(db: Database, token_sha256: str, now: datetime) -> int | None:
    """Return whose a link is that still works, or None."""
    sql = "SELECT user FROM password_links WHERE token_sha256 = ? AND expires_at > ?"
    row = db.execute(sql, [token_sha256, stamp(now)]).fetchone()
    return int(row[0]) if row else None


def link_until(db: Database, user_id: int, now: datetime) -> datetime | None:
    """Return until when the user's link works, None where there is none that does."""
    sql = "SELECT expires_at FROM password_links WHERE user = ? AND expires_at > ?"
    row = db.execute(sql, [user_id, stamp(now)]).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def forget_link(db: Database, user_id: int) -> None:
    """Remove the user's link."""
    db.table("password_links").delete_where("user = ?", [user_id])
