"""The log of who did what, as it is read, filtered and taken out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from hearing_app.csv_file import write_csv
from hearing_app.domain.calendar import day_start
from hearing_app.domain.trace import Entry
from hearing_app.domain.vocabulary import Role
from hearing_app.storage.audit import Wanted
from hearing_app.storage.users import User
from hearing_app.text.actions import OF_ACCESS, said
from hearing_app.text.words import Words
from hearing_app.typed_days import is_likely


def wanted(
    viewer: User | None = None,
    *,
    hearing: str = "",
    actor: str = "",
    action: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Wanted:
    """Return which entries are asked for.

    Args:
        viewer: who reads; what concerns other users' access is for administrators. None where everything is read.
        first: the first day in Oslo that is asked for, and `last` the last one; one that is centuries away leaves
            nothing out, for nobody can count from it.
    """
    everything = viewer is None or viewer.role.may(Role.ADMINISTRATOR)
    return Wanted(
        hearing=hearing,
        actor=actor,
        action=action,
        since=day_start(first) if first and is_likely(first) else None,
        before=day_start(last + timedelta(days=1)) if last and is_likely(last) else None,
        hidden=() if everything else frozenset(OF_ACCESS),
        viewer=viewer.username if viewer else "",
    )


def as_csv(entries: Iterable[Entry], words: Words) -> str:
    """Return entries as CSV with semicolons, as Norwegian spreadsheets read it; nothing in it becomes a formula."""
    _ = words.gettext
    head = (_("Number"), _("Time"), _("Who"), _("What"), _("Action"), _("Hearing"), _("Concerns"), _("Digest"))
    rows = (
        (
            *(str(entry.number), entry.at.isoformat(), entry.actor, said(entry.action, words)),
            *(entry.action, entry.hearing, entry.subject, entry.digest),
        )
        for entry in entries
    )
    return write_csv((head, *rows))


def as_json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as JSON, one on each line, exactly as they are chained (domain/trace.py)."""
    for entry in entries:
        yield json.dumps(as_mapping(entry), ensure_ascii=False) + "\n"


def as_mapping(entry: Entry) -> Mapping[str, object]:
    """Return an entry as plain values."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "hearing": entry.hearing,
        "subject": entry.subject,
        "digest": entry.digest,
    }
