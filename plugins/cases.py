"""Stub, replaced by the pages of cases."""

from collections.abc import Iterator

from plugins.pages import SitePage
from plugins.site import Site


def pages(_site: Site) -> Iterator[SitePage]:
    """Yield the pages."""
    yield from ()
