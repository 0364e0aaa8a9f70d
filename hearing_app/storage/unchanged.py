"""What has been read once is not read again as long as nothing in the database has changed."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlite_utils import Database

T = TypeVar("T")
State = tuple[int, int]
_READ: WeakKeyDictionary[Database, tuple[State, dict[tuple[str, str], Any]]] = WeakKeyDictionary()


def read_once(db: Database, what: str, of: str, read: Callable[[], T]) -> T:
    """Return what `read` returns, or what it returned before to the same question on the same connection.

    SQLite tells exactly: `data_version` is another one when anybody else has committed, `total_changes` when this
    connection has written. Inside a transaction everything is read anew, for it can be taken back.

    Args:
        what: the name of the question.
        of: what it is about, such as the id of a hearing.
    """
    if db.conn.in_transaction:
        return read()
    state = (int(db.execute("PRAGMA data_version").fetchone()[0]), db.conn.total_changes)
    known = _READ.get(db)
    if known is None or known[0] != state:
        known = _READ[db] = (state, {})
    if (what, of) not in known[1]:
        known[1][what, of] = read()
    found: T = known[1][what, of]
    return found
