"""Storage: the only room that knows SQL.

Rows become domain objects here, once. This room must not know Flask, Pelican, YAML or any rule of the product;
what must always be true of a row stands in the tables as constraints.
"""

from sqlite3 import DataError, IntegrityError, OperationalError, ProgrammingError
from sqlite3 import Error as DatabaseError

from sqlite_utils import Database

PRIVATE = 0o700
"""The mode of folders that hold contact data and personal links."""
OF_THE_DATA = (IntegrityError, DataError, ProgrammingError)
"""What the database says of one statement and its values; anything else of it hinders whatever comes next as well."""

__all__ = ["OF_THE_DATA", "PRIVATE", "Database", "DatabaseError", "OperationalError"]
