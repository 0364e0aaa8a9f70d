"""What somebody has chosen to look at before publishing, kept for a while under a number that an address can name."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from hearing_app.storage.database import stamp
from hearing_app.storage.publish_jobs import Request, read_request, written_request

KEPT_FOR = timedelta(days=90)
"""How long the address of a choice works."""


def keep(db: Database, hearing: str, chosen: Request, *, by: str, now: datetime) -> int:
    """Keep a choice and return its number; the same one made again, with none in between, keeps its number."""
    row = {"hearing": hearing, "chosen_by": by, "chosen_at": stamp(now), "choice": written_request(chosen)}
    newest = db.table("publish_choices").rows_where(
        "hearing = ? AND chosen_by = ?", [hearing, by], order_by="id DESC", limit=1
    )
    before = next(iter(newest), None)
    if before is not None and before["choice"] == row["choice"]:
        db.execute("UPDATE publish_choices SET chosen_at = ? WHERE id = ?", [row["chosen_at"], before["id"]])
        return int(before["id"])
    return int(str(db.table("publish_choices").insert(row).last_pk))


def forget_old(db: Database, now: datetime) -> None:
    """Forget the choices whose time is over.

    The newest of all stays, so that the number of one that is forgotten is never given to another.
    """
    old = "chosen_at < ? AND id < (SELECT max(id) FROM publish_choices)"
    if db.table("publish_choices").count_where(old, [stamp(now - KEPT_FOR)]):
        db.table("publish_choices").delete_where(old, [stamp(now - KEPT_FOR)])


def get(db: Database, number: int, hearing: str) -> Request | None:
    """Return a choice of a hearing, or None where there is none, or no longer."""
    rows = db.table("publish_choices").rows_where("id = ? AND hearing = ?", [number, hearing])
    return next((read_request(row["choice"]) for row in rows), None)
