"""A page of the site before it is written: which template, where, and what the template takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from hearing_app.text import Words
from plugins.site import Address, Site

Details: TypeAlias = Callable[[Words], dict[str, Any]]
"""Works out what a page shows to a reader with these words."""


def nothing_more(_words: Words) -> dict[str, Any]:
    """Give a template only what every page has."""
    return {}


@dataclass(frozen=True)
class SitePage:
    """A page in every language. `here` is its place in the navigation."""

    template: str
    address: Address
    here: str = ""
    details: Details = nothing_more


PageMaker: TypeAlias = Callable[[Site], Iterator[SitePage]]
"""Yields the pages of one kind of record; each kind has a module with one, called `pages`."""
