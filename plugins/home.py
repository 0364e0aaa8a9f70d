"""The start page: what can be answered now, what is next, and what came of the rest."""

from collections.abc import Iterator
from itertools import islice

from hearing_app.domain.plan import status_on
from hearing_app.domain.vocabulary import DocumentStatus
from plugins.calendar import upcoming
from plugins.decisions import decisions
from plugins.pages import SitePage
from plugins.site import Site
from plugins.views import overview

FEW = 5
"""How many dates and decisions the start page shows; their own pages have the rest."""


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the start page."""
    plans = site.archive.plans
    shown = {
        "overview": overview(site.matters, site.now, site.council),
        "upcoming": tuple(islice(upcoming(site), FEW)),
        "decisions": decisions(site)[:FEW],
        "in_force": tuple(p for p in plans if status_on(p, plans, site.today) is DocumentStatus.IN_FORCE),
    }
    yield SitePage("home.html", lambda a: a.home, details=lambda _: shown)
