"""The log at the desk: who did what, to what, and when; filtered, in pages, and as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.council import Council
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.trace import Entry
from hearing_app.domain.vocabulary import Role
from hearing_app.library import DefinitionBroken
from hearing_app.operating.trace import as_csv, as_json_lines, wanted
from hearing_app.storage import audit, users
from hearing_app.storage.audit import Wanted
from hearing_app.text.actions import OF_ACCESS, said
from hearing_app.typed_days import is_likely, parse_day
from hearing_app.web.access import needs
from hearing_app.web.current import db, library
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

PER_PAGE = 100
LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Filters:
    """What was asked for, as it was typed; `wrong` names the days that are none."""

    hearing: str
    actor: str
    action: str
    first: str
    last: str
    first_day: date | None
    last_day: date | None

    @property
    def wrong(self) -> tuple[str, ...]:
        """The fields whose day is none."""
        days = (("fra", self.first, self.first_day), ("til", self.last, self.last_day))
        return tuple(name for name, typed, day in days if typed and (day is None or not is_likely(day)))

    @property
    def values(self) -> dict[str, str]:
        """What an address carries on, without what is empty."""
        fields = {"horing": self.hearing, "hvem": self.actor, "hva": self.action, "fra": self.first, "til": self.last}
        return {name: value for name, value in fields.items() if value}

    def wanted(self) -> Wanted:
        """Return which entries these are, as far as the reader may see them."""
        return wanted(
            user(),
            hearing=self.hearing,
            actor=self.actor,
            action=self.action,
            first=self.first_day,
            last=self.last_day,
        )


@dataclass(frozen=True)
class LogRow:
    """An entry in the reader's words."""

    entry: Entry
    who: str
    what: str
    hearing: str
    concerns: str


@desk.get("/logg/")
@needs(Role.READER)
def log_page() -> ResponseReturnValue:
    """Show the log, newest first."""
    return _log_page(_filters())


@desk.get("/<hearing_id>/logg/")
@needs(Role.READER)
def hearing_log(hearing_id: str) -> ResponseReturnValue:
    """Show the log of one hearing."""
    hearing = matter_or_404(hearing_id).hearing
    return _log_page(_filters(hearing.id), fixed=hearing)


@desk.get("/logg/logg.csv")
@needs(Role.READER)
def log_csv() -> ResponseReturnValue:
    """Send what was asked for as CSV, oldest first."""
    found = audit.page(db(), _filters().wanted(), oldest_first=True)
    return _download(as_csv(found, reader()), "text/csv; charset=utf-8", "logg.csv")


@desk.get("/logg/logg.jsonl")
@needs(Role.READER)
def log_json() -> ResponseReturnValue:
    """Send what was asked for as JSON, one entry on each line, oldest first."""
    found = audit.page(db(), _filters().wanted(), oldest_first=True)
    return _download("".join(as_json_lines(found)), "application/jsonl; charset=utf-8", "logg.jsonl")


def _log_page(filters: Filters, *, fixed: Hearing | None = None) -> ResponseReturnValue:
    chosen, number = filters.wanted(), _page_number()
    titles, names = _titles(), _names(council_with_guests())
    total = audit.count(db(), chosen)
    found = list(audit.page(db(), chosen, limit=PER_PAGE, offset=(number - 1) * PER_PAGE))
    pages = max(1, -(-total // PER_PAGE))
    page = render_template(
        "desk/log.html",
        rows=_rows(found, titles, names),
        filters=filters,
        fixed=fixed,
        total=total,
        number=number,
        pages=pages,
        newer=_address(filters, number - 1, fixed=fixed is not None) if number > 1 else "",
        older=_address(filters, number + 1, fixed=fixed is not None) if number < pages else "",
        hearings=titles,
        people=_people(names),
        doings=_doings(),
        head=audit.head(db()),
        wrong=dict.fromkeys(filters.wrong, reader().gettext("Write a date like 31.5.2026.")),
        mistakes=filters.wrong,
    )
    return page, 422 if filters.wrong else 200


def _rows(found: list[Entry], titles: Mapping[str, str], names: Mapping[str, str]) -> list[LogRow]:
    return [
        LogRow(
            entry,
            names.get(entry.actor, entry.actor),
            said(entry.action, reader()),
            titles.get(entry.hearing, entry.hearing),
            names.get(entry.subject, entry.subject),
        )
        for entry in found
    ]


def _names(known: Council | None) -> Mapping[str, str]:
    """Return what users, bodies and parts of the program are called, by what the log has of them."""
    _ = reader().gettext
    bodies = {body.id: reader().local(body.name) for body in (known.bodies if known else ())}
    people = {one.username: one.name for one in users.everybody(db())}
    return {**bodies, **people, "terminal": _("The terminal"), "retention": _("The worker"), "worker": _("The worker")}


def _people(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return everybody in the log as (what the log has, name), by name."""
    return sorted(((actor, names.get(actor, actor)) for actor in audit.actors(db())), key=lambda pair: pair[1].lower())


def _doings() -> list[tuple[str, str]]:
    """Return every action in the log as (what the log has, words), by its words."""
    everything = user().role.may(Role.ADMINISTRATOR)
    known = (action for action in audit.actions(db()) if everything or action not in OF_ACCESS)
    return sorted(((action, said(action, reader())) for action in known), key=lambda pair: pair[1].lower())


def _titles() -> dict[str, str]:
    """Return the title of every hearing that can be read, by id."""
    found: dict[str, str] = {}
    for hearing_id in library().hearing_ids():
        try:
            matter = library().last_good(hearing_id)
        except DefinitionBroken:
            matter = None
        found[hearing_id] = reader().local(matter.hearing.title) if matter else hearing_id
    return found


def _filters(hearing_id: str = "") -> Filters:
    asked = {name: request.args.get(name, "").strip()[:200] for name in ("horing", "hvem", "hva", "fra", "til")}
    days = (parse_day(asked["fra"]), parse_day(asked["til"]))
    return Filters(hearing_id or asked["horing"], asked["hvem"], asked["hva"], asked["fra"], asked["til"], *days)


def _page_number() -> int:
    asked = request.args.get("side", "1")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1  # noqa: PLR2004 - digits of LAST_PAGE


def _address(filters: Filters, number: int, *, fixed: bool) -> str:
    """Return the address of a page of this log."""
    values = {**filters.values, "side": str(number)}
    if not fixed:
        return f"{url_for('desk.log_page')}?{urlencode(values)}"
    del values["horing"]
    return f"{url_for('desk.hearing_log', hearing_id=filters.hearing)}?{urlencode(values)}"


def _download(text: str, kind: str, name: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
