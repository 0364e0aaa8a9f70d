"""The form for registering an answer: what it asks, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request, session

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.placing import OUT, SAME, UNDECIDED, Placed, resolved
from hearing_app.domain.vocabulary import Channel, ItemKind, SenderKind, Stance, Standing
from hearing_app.registering.register_content import NEW_SENDER, PASTED, field_names
from hearing_app.storage import guests, tallies
from hearing_app.web.attaching import largest_upload
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import db
from hearing_app.web.desk import desk
from hearing_app.web.frame import reader

A_PAGE = 100
"""Passages that are shown at once: each has a list of every part of the hearing with it."""
MOST_PARTS = 5_000
"""Fields of a request; Flask's own limit is for smaller forms."""
SHOWN = 60
"""Characters of a heading in a list."""
_UPLOADS = frozenset({"desk.begin_registration", "desk.save_registration", "desk.read_register_file"})

Option = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """Choices that stand under a heading; one without a heading stands by itself."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Shown:
    """A passage as the form shows it, with its number among all; `where` is where it goes, followed through."""

    number: int
    placed: Placed
    where: str


@desk.url_value_preprocessor
def _allow_documents(endpoint: str | None, _values: Mapping[str, object] | None) -> None:
    """Let who is logged in send documents; said before anything reads the request."""
    if endpoint in _UPLOADS and "desk" in session:
        request.max_content_length = largest_upload()
        request.max_form_parts = MOST_PARTS


def typed_fields(hearing: Hearing, stored: Mapping[str, str]) -> dict[str, str]:
    """Return the form's fields as they were sent; those that the page did not have stay as they are stored."""
    texts = {name for name in field_names(hearing) if name.startswith("text_")}
    long = {*texts, PASTED}
    fields = dict(stored)
    for name in field_names(hearing):
        if name in request.form:
            value = request.form[name]
            fields[name] = clean_text(value).strip() if name in long else clean_line(value)
    if "revision" in request.form and "signed" in request.form and "no_remark" not in request.form:
        fields.pop("no_remark", None)
    return {name: value for name, value in fields.items() if value or name in texts}


def typed_places(hearing: Hearing, stored: Sequence[Placed]) -> tuple[Placed, ...]:
    """Return the passages with the places that were chosen; anything unknown leaves one where it was."""
    known = {item.id for item in hearing.items} | {OUT, SAME, UNDECIDED}

    def chosen(number: int, one: Placed) -> Placed:
        place = request.form.get(f"place_{number}", one.place)
        return replace(one, place=place) if place in known else one

    return tuple(chosen(number, one) for number, one in enumerate(stored))


def shown(placed: Sequence[Placed], page: int) -> tuple[Shown, ...]:
    """Return the passages of a page, from 1."""
    everything = [Shown(n, one, where) for n, (one, where) in enumerate(zip(placed, resolved(placed), strict=True))]
    return tuple(everything[(page - 1) * A_PAGE : page * A_PAGE])


def pages(placed: Sequence[Placed]) -> int:
    """Return how many pages there are, at least one."""
    return max(1, -(-len(placed) // A_PAGE))


def senders(hearing: Hearing) -> tuple[Group, ...]:
    """Return whose answer it can be."""
    words = reader()
    _ = words.gettext
    answered = tallies.latest_heads(db(), hearing.id).keys()
    bodies = [(body.id, words.local(body.name)) for body in words.by_name(hearing.invited)]
    others = [(guest.id, guest.name) for guest in guests.of_hearing(db(), hearing.id)]
    return (
        Group("", (("", _("Choose whose answer this is")), (NEW_SENDER, _("Somebody who was not invited")))),
        Group(_("Invited, have not answered"), tuple(one for one in bodies if one[0] not in answered)),
        Group(_("Invited, have answered: becomes a new version"), tuple(one for one in bodies if one[0] in answered)),
        Group(_("Not invited, have answered: becomes a new version"), tuple(others)),
    )


def places(hearing: Hearing) -> tuple[Option, ...]:
    """Return where a passage can be placed."""
    _ = reader().gettext
    parts = [(item.id, heading_of(hearing, item.id)) for item in hearing.items]
    return ((SAME, _("Same as above")), *parts, (OUT, _("Leave out (letterhead, greeting)")))


def heading_of(hearing: Hearing, item_id: str) -> str:
    """Return a part's heading, cut to what a list has room for."""
    item, words = hearing.item(item_id), reader()
    if item_id == UNDECIDED:
        return words.gettext("Not placed yet")
    if item_id == OUT or item is None:
        return words.gettext("Left out")
    heading = words.local(item.heading) or words.gettext("General remark")
    return heading if len(heading) <= SHOWN else f"{heading[:SHOWN].rstrip()} …"


def choices() -> dict[str, tuple[Option, ...]]:
    """Return the other lists of the form, by what they are of."""
    words = reader()
    _ = words.gettext
    standings = [standing for standing in Standing if standing is not Standing.OWN]
    return {
        "channel": (("", _("Choose how it came")), *((c.value, words.term(c)) for c in Channel)),
        "kind": (("", _("Choose what kind of sender")), *((k.value, words.term(k)) for k in SenderKind)),
        "level": (("", _("Choose who stands behind it")), *((s.value, words.term(s)) for s in standings)),
        "stance": (("", _("Not stated")), *((s.value, words.term(s)) for s in Stance)),
    }


def taking(hearing: Hearing) -> dict[str, tuple[Option, ...]]:
    """Return the lists of the parts that a stance or a choice can be stated to, by field."""
    words, stances = reader(), choices()["stance"]
    found: dict[str, tuple[Option, ...]] = {}
    for item in hearing.items:
        if item.kind is ItemKind.STANCE:
            found[f"stance_{item.id}"] = stances
        elif item.kind is ItemKind.CHOICE:
            options = tuple((option.id, words.local(option.name)) for option in item.options)
            found[f"choice_{item.id}"] = (stances[0], *options)
    return found
