"""Rows about one person, wherever they stand.

Other modules ask for rows that they know. Here every table of the database is looked through, so that a table
that is added later is not forgotten in an export.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from sqlite_utils import Database

from hearing_app.domain.guest import guest_id

SECRET = ("hash", "token", "key", "sha256")
"""Columns with one of these in their name prove who somebody is, and leave the database in no export."""
TOLD_APART = frozenset({"submissions", "drafts", "attachment_texts"})
"""Tables whose rows hold the answers of a body; what stands there on a person is asked for by name."""
How = TypeVar("How", bound=int)
COPIES = "search_"
"""How the tables begin that hold copies of submissions to search in; they are told by the submission they copy."""


def rows_about(
    db: Database,
    matched: Callable[[str, str], How | None],
    told: Callable[[str, dict[str, Any]], dict[str, Any]],
) -> Iterator[tuple[str, dict[str, Any], How]]:
    """Yield (table, row, how) for each row with a text by which `matched` knows the person.

    Secrets are left out, and so are bytes that are not text.

    Args:
        matched: tells of a column and a text in it how the person is known by that, None where it is nobody's; of
            several in a row the least counts, as they are ordered.
        told: makes a row of a table what is told of it; the texts in that are looked in as well, for a column can hold
            a text as other bytes than its own.
    """
    for table in sorted(db.table_names()):
        if table not in TOLD_APART and not table.startswith(COPIES):
            for row in db.table(table).rows:
                shown = told(table, _readable(row))
                texts = (*row.items(), *shown.items())
                found = (matched(column, value) for column, value in texts if isinstance(value, str))
                how = min((one for one in found if one is not None), default=None)
                if how is not None:
                    yield table, shown, how


def rows_of_colleague(db: Database, address: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (table, row) for what a colleague with this address has written, sent to approval or sent back.

    No address stands in those rows, only who it was; what was written is the body's and is not among them.
    """
    rows = db.table("colleagues").rows_where("email <> '' AND lower(email) = ?", [address], select="id")
    who = [int(row["id"]) for row in rows]
    known = [json.dumps(who)]
    for row in db.table("authorship").rows_where("colleague IN (SELECT value FROM json_each(?))", known):
        yield "authorship", row
    for row in db.table("approvals").rows:
        if row["asked_by"] in who or row["returned_by"] in who:
            yield "approvals", row


def usernames_of(db: Database, called: Callable[[str], bool]) -> frozenset[str]:
    """Return the user names of who is called so at the desk."""
    return frozenset(str(row["username"]) for row in db.table("users").rows if called(str(row["name"])))


def usernames_with(db: Database, address: str) -> frozenset[str]:
    """Return the user names of who has this address at the desk; the log has them by that name."""
    rows = db.table("users").rows_where("email <> '' AND lower(email) = ?", [address], select="username")
    return frozenset(str(row["username"]) for row in rows)


def guests_with(db: Database, address: str) -> frozenset[str]:
    """Return the ids of the guests with this address, by which everything that they have written is stored."""
    rows = db.table("guests").rows_where("email <> '' AND lower(email) = ?", [address], select="number")
    return frozenset(guest_id(int(row["number"])) for row in rows)


def guests_of(db: Database, called: Callable[[str], bool]) -> frozenset[str]:
    """Return the ids of the guests who are called so; one whose answer came on paper has no address."""
    return frozenset(guest_id(int(row["number"])) for row in db.table("guests").rows if called(str(row["name"])))


def submission_rows(db: Database) -> Iterator[tuple[dict[str, Any], Mapping[str, Any]]]:
    """Yield every submission as its columns and its decoded payload."""
    for row in db.table("submissions").rows_where(order_by="id"):
        yield row, json.loads(row["payload"])


def search_copies(db: Database, references: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield, of each of these submissions that can be searched, how many of its texts are copied for that."""
    sql = """
        SELECT reference, count(*) AS copied_texts FROM search_texts JOIN submissions ON submissions.id = submission
        WHERE reference IN (SELECT value FROM json_each(?)) GROUP BY reference ORDER BY reference
    """
    yield from db.query(sql, [json.dumps(sorted(references))])


def draft_rows(db: Database) -> Iterator[tuple[dict[str, Any], Mapping[str, Any]]]:
    """Yield every draft as its columns and its decoded fields."""
    for row in db.table("drafts").rows_where(order_by="hearing, body"):
        yield row, json.loads(row["content"])


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if not any(word in name for word in SECRET)}
    return {name: _as_text(value) if isinstance(value, bytes) else value for name, value in shown.items()}


def _as_text(value: bytes) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
