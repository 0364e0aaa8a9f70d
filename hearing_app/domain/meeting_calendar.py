"""When the municipal councils meet, as far as the secretariat has registered it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class MeetingCalendar:
    """The days on which each body's council meets, by the body's id."""

    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def meets(self, body_id: str, start: date, end: date) -> bool:
        """Tell whether a meeting of the body is registered from `start` to `end`, both included."""
        return any(start <= day <= end for day in self.days.get(body_id, ()))
