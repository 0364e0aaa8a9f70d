"""What a point's card shows besides its assessment: themes, who is to assess it, and who else says the same."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import flash, g, get_flashed_messages, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.assessment import Point
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.vocabulary import Role
from hearing_app.storage import points, themes
from hearing_app.storage.themes import Theme
from hearing_app.storage.users import User
from hearing_app.treating.assigning import may_assess
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, user
from hearing_app.web.guest_names import council_with_guests

DESK = "/sekretariat/"


@dataclass(frozen=True)
class Assigning:
    """Who and which day somebody has typed for a point, and why it was not stored: what is wrong with either."""

    username: str
    due: str
    wrong_who: str = ""
    wrong_day: str = ""


@dataclass(frozen=True)
class More:
    """What there is besides a point's assessment.

    `group` are all points that count and share the assessment, the one that holds it first; alone it is the point
    itself. `undo` is what `joining.undo` takes, as text, where something was just joined or parted; empty otherwise.
    `assigning` is what was typed and could not be stored.
    """

    themes: tuple[Theme, ...]
    people: tuple[User, ...]
    group: tuple[Point, ...]
    undo: str
    today: date
    back: str
    may_change: bool
    assigning: Assigning | None = None

    def name_of(self, username: str) -> str:
        """Return what a user is called; who has left the desk keeps the user name."""
        return next((person.name for person in self.people if person.username == username), username)

    def body_of(self, point: Point) -> Body | None:
        """Return who said a point, or None where nobody knows the body any more."""
        found: Body | None = self._bodies().get(point.body)
        return found

    @staticmethod
    def _bodies() -> dict[str, Body]:
        if "more_bodies" not in g:
            council = council_with_guests()
            g.more_bodies = {body.id: body for body in (council.bodies if council else ())}
        found: dict[str, Body] = g.more_bodies
        return found


@desk.app_template_global()
def more_about(point: Point, hearing_id: str) -> More:
    """Return what there is besides a point's assessment; the hearing's lists are read once for a page."""
    if g.get("more_of") != hearing_id:
        g.more_of = hearing_id
        g.more_themes, g.more_people, g.more_groups = themes.of_hearing(db(), hearing_id), may_assess(db()), None
    return More(
        g.more_themes,
        g.more_people,
        _groups(hearing_id).get(point.root, (point,)),
        str(next(iter(get_flashed_messages(category_filter=[f"undo-{point.id}"])), "")),
        oslo_day(now()),
        request.full_path.rstrip("?") if request.method == "GET" else "",
        user().role.may(Role.CASE_OFFICER),
        _kept_assigning(point.id),
    )


def keep_assigning(point_id: int, typed: Assigning) -> None:
    """Keep what was typed on a point's card for the page that is shown next."""
    flash(json.dumps(asdict(typed)), f"assigning-{point_id}")


def _kept_assigning(point_id: int) -> Assigning | None:
    kept = next(iter(get_flashed_messages(category_filter=[f"assigning-{point_id}"])), None)
    return Assigning(**json.loads(str(kept))) if kept else None


def _groups(hearing_id: str) -> dict[int, tuple[Point, ...]]:
    if g.more_groups is None:
        sharing = points.sharing(db(), hearing_id)
        counting = points.counting(db(), hearing_id, [point.id for point in sharing])
        found: dict[int, list[Point]] = {}
        for point in sorted(sharing, key=lambda p: (p.joined is not None, p.id)):
            if point.id in counting:
                found.setdefault(point.root, []).append(point)
        g.more_groups = {root: tuple(group) for root, group in found.items() if len(group) > 1}
    groups: dict[int, tuple[Point, ...]] = g.more_groups
    return groups


def back_to(hearing_id: str, point: Point) -> ResponseReturnValue:
    """Return to the page of the desk that a form of the card stood on, at the point; else to its submission's."""
    return redirect(way_back(hearing_id, point), 303)


def way_back(hearing_id: str, point: Point) -> str:
    """Return the address of a point on the page of the desk that one came from; else on its submission's."""
    anchor = f"_point_{point.id}"
    if page := page_before():
        return f"{page}#{anchor}"
    return url_for("desk.submission", hearing_id=hearing_id, reference=point.submission, _anchor=anchor)


def page_before() -> str:
    """Return the page of the desk that one came from, as `back` says; empty where that is none of ours."""
    asked = urlsplit(request.values.get("back", ""))
    if asked.scheme or asked.netloc or not asked.path.startswith(DESK):
        return ""
    return f"{asked.path}{'?' if asked.query else ''}{asked.query}"
