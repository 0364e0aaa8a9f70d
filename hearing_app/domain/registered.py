"""What the secretariat says of an answer that came to it and not through the form: how, and when.

Rule 10: an answer that comes after the deadline can be accepted by the secretariat and is marked. What decides is when
it came, not when somebody had the time to register it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.calendar import DayOrMoment
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Channel

_CAME = {
    Channel.EMAIL: N_("Came by e-mail {arrived}, registered {registered}"),
    Channel.PAPER: N_("Came on paper {arrived}, registered {registered}"),
    Channel.OTHER_WAY: N_("Came in another way than the form {arrived}, registered {registered}"),
}


@dataclass(frozen=True)
class Registered:
    """How an answer came that the secretariat has registered, and when: an instant (aware), or a day alone."""

    channel: Channel
    arrived_at: DayOrMoment


class Arriving:
    """What everything that tells of an answer can be asked: when it came in."""

    received_at: datetime
    """When it stood in the log: when a form was sent, or when the secretariat registered it."""

    @property
    def registration(self) -> Registered | None:
        """What the secretariat says of it, or None where it came through the form."""
        raise NotImplementedError

    @property
    def arrived_at(self) -> DayOrMoment:
        """When it came in: this, and nothing else, decides whether it is late.

        A day alone where no more is known, as of a letter; no hour is ever made up for it.
        """
        return self.registration.arrived_at if self.registration else self.received_at

    @property
    def how_it_came(self) -> Message | None:
        """How and when it came, and when it was registered; None where it came through the form."""
        told = self.registration
        if told is None:
            return None
        return N_(_CAME[told.channel].sentence, arrived=told.arrived_at, registered=self.received_at)


def written_registered(registered: Registered | None) -> dict[str, dict[str, str]]:
    """Return it under its key as payloads and files hold it; nothing where there is none."""
    if registered is None:
        return {}
    channel, arrived = {"channel": registered.channel.value}, registered.arrived_at
    if isinstance(arrived, datetime):
        return {"registered": {**channel, "arrived_at": arrived.isoformat(timespec="seconds")}}
    return {"registered": {**channel, "arrived_on": arrived.isoformat()}}


def read_registered(value: object) -> Registered | None:
    """Return what a payload holds under the key; unknown parts raise KeyError, TypeError or ValueError."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise TypeError("what was registered has a channel, and an instant or a day")
    day = value.get("arrived_on")
    return Registered(
        Channel(value["channel"]), date.fromisoformat(day) if day else datetime.fromisoformat(value["arrived_at"])
    )
