"""What is looked for on the list of points: read from the address, carried by every form, and put in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from hearing_app.domain.council import Council
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage.assessments import NOT_CONCLUDED, Found, Wanted
from hearing_app.text import Words
from hearing_app.text.order import alphabetical
from hearing_app.web.checks import clean_line

PAGE = 25
"""Points on one page of the list."""
STATES: Mapping[str, PointState] = {
    "uten-konklusjon": PointState.OPEN,
    "uten-vurdering": PointState.UNASSESSED,
    "ferdig": PointState.DONE,
    "til-godkjenning": PointState.TO_REVIEW,
    "sendt-tilbake": PointState.SENT_BACK,
    "endret": PointState.CHANGED,
    "godkjent": PointState.APPROVED,
    "ikke-godkjent": PointState.UNAPPROVED,
}
"""The states by what they are called in an address."""
SECTION, BODY, DUE = "", "instans", "frist"
"""What the list can be sorted by; without anything it is in the order of the hearing's parts."""
NAMES = ("vis", "del", "instans", "tema", "konklusjon", "ansvarlig", "q", "orden")
"""What an address of the list can hold, beside the page."""
LONGEST = 200
LONGEST_ID = 18
"""Digits of the number of a row, so that it is one that SQLite takes."""


@dataclass(frozen=True)
class PointFilter:
    """What is looked for, and how far the list has been turned. `given` is what stands in the address."""

    given: Mapping[str, str]
    page: int = 1

    @property
    def wanted(self) -> Wanted:
        """What is looked for, as storage knows it."""
        conclusion = self.given.get("konklusjon", "")
        return Wanted(
            item=self.given.get("del", ""),
            body=self.given.get("instans", ""),
            theme=self.given.get("tema", ""),
            conclusion=conclusion if conclusion in {*Conclusion, NOT_CONCLUDED} else "",
            assignee=self.given.get("ansvarlig", ""),
            state=STATES.get(self.given.get("vis", "")),
            text=self.given.get("q", ""),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for in particular."""
        return any(value for name, value in self.given.items() if name != "orden")

    @property
    def order(self) -> str:
        """What the list is sorted by."""
        return self.given.get("orden", "")

    def without(self, name: str) -> "PointFilter":
        """Return the same without one of its conditions."""
        return PointFilter({n: v for n, v in self.given.items() if n != name})

    def url(self, hearing_id: str, *, page: int = 1, anchor: str | None = None) -> str:
        """Return the address of a page of the list."""
        values: dict[str, Any] = {**self.given, **({"side": page} if page > 1 else {})}
        return url_for("desk.point_list", hearing_id=hearing_id, **values, _anchor=anchor)


def read_filter() -> PointFilter:
    """Return what is looked for, from the address or from the form that was sent from the list."""
    return filter_of(request.values)


def filter_of(values: MultiDict[str, str]) -> PointFilter:
    """Return what is looked for by the values of an address of the list."""
    given = {name: clean_line(values.get(name))[:LONGEST] for name in NAMES}
    page = values.get("side", 1, type=int)
    return PointFilter({name: value for name, value in given.items() if value}, max(1, page))


def row_ids(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the texts of a form that are numbers of rows, in their order."""
    return tuple(int(text) for text in texts if text.isdecimal() and len(text) <= LONGEST_ID)


def in_order(
    found: Iterable[Found], order: str, hearing: Hearing, council: Council | None, words: Words
) -> tuple[Found, ...]:
    """Return what was found as it is listed: by part and body, by body and part, or by the day it is due."""
    parts = {item.id: place for place, item in enumerate(hearing.items)}
    bodies = (*(council.bodies if council else ()), *hearing.invited)
    names = {body.id: alphabetical(words.local(body.name)) for body in bodies}

    def part(one: Found) -> tuple[int, str]:
        return parts.get(one.item, len(parts)), one.item

    def body(one: Found) -> Any:
        return names.get(one.body) or alphabetical(one.body)

    keys: dict[str, Callable[[Found], Any]] = {
        SECTION: lambda one: (*part(one), body(one), one.id),
        BODY: lambda one: (body(one), *part(one), one.id),
        DUE: lambda one: (one.due is None, one.due or date.max, *part(one), one.id),
    }
    return tuple(sorted(found, key=keys.get(order, keys[SECTION])))


def page_of(found: tuple[Found, ...], root: int) -> int | None:
    """Return the page, from 1, on which a point stands, or None."""
    places = (place for place, one in enumerate(found) if one.root == root)
    place = next(places, None)
    return None if place is None else place // PAGE + 1


def pages(found: tuple[Found, ...]) -> int:
    """Return how many pages the list has, at least one."""
    return max(1, -(-len(found) // PAGE))
