"""What guests are called at the desk: the secretariat sees everybody by name."""

from dataclasses import replace

from hearing_app.domain.council import Council
from hearing_app.storage import guests
from hearing_app.web import frame
from hearing_app.web.current import db


def council_with_guests() -> Council | None:
    """Return the council, with those who answer without being invited among the bodies that it knows."""
    found = frame.council()
    own = tuple(guest.body for guest in guests.everybody(db()))
    return replace(found, bodies=(*found.bodies, *own)) if found and own else found
