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


@dataclass(frozen=True)
class SiteFile:
    """A text file beside the pages, in every language; it is told of by pages, and not listed in the sitemap.

    `text` takes the reader's words and the site's own address, without a slash at the end.
    """

    address: Address
    text: Callable[[Words, str], str]


@dataclass(frozen=True)
class SiteCopy:
    """A file of the content folder that readers get as it is: the same for every language, at one address.

    `path` is inside the content folder.
    """

    address: Address
    path: str


PageMaker: TypeAlias = Callable[[Site], Iterator[SitePage | SiteFile | SiteCopy]]
"""Yields the pages of one kind of record; each kind has a module with one, called `pages`."""
