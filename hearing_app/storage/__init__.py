"""Storage: the only room that knows SQL.

Rows become domain objects here, once. This room must not know Flask, Pelican, YAML or any rule of the product;
what must always be true of a row stands in the tables as constraints.
"""

from sqlite_utils import Database

__all__ = ["Database"]
