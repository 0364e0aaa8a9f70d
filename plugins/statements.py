"""The pages of the council's own statements in others' hearings."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.organisation import named
from hearing_app.domain.record import Ref
from hearing_app.domain.statement import OutgoingStatement
from hearing_app.text import Words
from plugins.pages import SitePage
from plugins.related import related
from plugins.site import Site


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of statements, and a page for each."""
    shown = {"statements": site.archive.statements}
    yield SitePage("statements.html", lambda a: a.statements, "decisions", lambda _: shown)
    for statement in site.archive.statements:
        yield SitePage(
            "statement.html", partial(_address, statement.ref), "decisions", partial(_details, site, statement)
        )


def _address(ref: Ref, addresses: Addresses) -> str:
    return addresses.record(ref)


def _details(site: Site, statement: OutgoingStatement, _words: Words) -> dict[str, Any]:
    return {
        "statement": statement,
        "organ": site.council.organ(statement.organ),
        "holder": named(site.council.bodies, statement.answers.held_by),
        "related": related(site, statement.ref),
    }
