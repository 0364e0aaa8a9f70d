"""A hearing's deadline as a calendar file (iCalendar, RFC 5545) for those who are to answer."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from hearing_app.domain.hearing import Hearing
from hearing_app.text import Words

PRODUCT = "-//Samråd//Deadline//NO"
ALARM = timedelta(hours=-15)
"""From the first minute of the last day: nine o'clock in the morning of the day before."""


def attach_deadline(mail: EmailMessage, hearing: Hearing, words: Words, *, base_url: str, now: datetime) -> None:
    """Add the hearing's deadline to a mail as a file that calendars open."""
    mail.add_attachment(
        deadline_file(hearing, words, base_url=base_url, now=now),
        subtype="calendar",
        params={"method": "PUBLISH"},
        cte="base64",  # a mail server that breaks long lines must not break the file
        filename=f"{hearing.id}.ics",
    )


def deadline_file(hearing: Hearing, words: Words, *, base_url: str, now: datetime) -> str:
    """Return the deadline as a whole day with an alarm.

    The event's id is the hearing's own and the same as in the site's calendar; its sequence number grows with each
    extension, so that a later file moves what an earlier one put into a calendar. The personal link is not in it:
    calendars are shared.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(hearing, words, base_url, now))
    return str(calendar.to_ical(), "utf-8")


def _event(hearing: Hearing, words: Words, base_url: str, now: datetime) -> Event:
    summary, event = _summary(hearing, words), Event()
    event.add("uid", f"hearing-{hearing.id}@{urlsplit(base_url).hostname or 'samrad'}")
    event.add("sequence", len(hearing.deadlines) - 1)
    event.add("dtstamp", now)
    event.add("summary", summary)
    event.add("dtstart", hearing.deadline)
    event.add("dtend", hearing.deadline + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", words.gettext("Until 23:59:59 Norwegian time. The personal link stands in the mail."))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", ALARM)
    event.add_component(alarm)
    return event


def _summary(hearing: Hearing, words: Words) -> str:
    _, title = words.gettext, words.local(hearing.title)
    if hearing.is_survey:
        return _("Survey deadline: {title}", title=title)
    return _("Hearing deadline: {title}", title=title)
