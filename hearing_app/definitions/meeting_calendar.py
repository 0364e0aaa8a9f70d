"""`meeting-calendar.yml`: when the municipal councils meet, as far as the secretariat keeps it (rule 6)."""

from typing import Annotated

from pydantic import Field

from hearing_app.definitions.fields import Day, Model, Slug
from hearing_app.definitions.folder import Folder
from hearing_app.domain.council import Council
from hearing_app.domain.meeting_calendar import MeetingCalendar
from hearing_app.domain.message import N_

NAME = "meeting-calendar.yml"


class MeetingsModel(Model):
    """One entry of `meetings:`."""

    body: Slug
    dates: Annotated[tuple[Day, ...], Field(min_length=1)]


class MeetingCalendarModel(Model):
    """`meeting-calendar.yml`."""

    meetings: tuple[MeetingsModel, ...]


def read_meeting_calendar(folder: Folder, council: Council) -> MeetingCalendar | None:
    """Return the calendar beside `council.yml`, None where nobody keeps one; mistakes go to `folder`."""
    model, source = folder.model(MeetingCalendarModel, NAME, required=False)
    if model is None:
        return None
    seen: set[str] = set()
    for index, entry in enumerate(model.meetings):
        if council.body(entry.body) is None:
            message = N_("«{id}» is not in council.yml. Add it there, or correct the id.", id=entry.body)
            source.report_at(("meetings", index, "body"), message)
        if entry.body in seen:
            message = N_("«{id}» stands twice. Keep one of them.", id=entry.body)
            source.report_at(("meetings", index, "body"), message)
        seen.add(entry.body)
    return MeetingCalendar({entry.body: tuple(sorted(entry.dates)) for entry in model.meetings})
