"""All that was said to one section or question, beside its text."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.vocabulary import ItemKind, Role, Stance
from hearing_app.storage import answers, extensions
from hearing_app.text.order import alphabetical
from hearing_app.treating.section import NO_STANCE, by_reference, counted, kept, said_on
from hearing_app.web.access import needs
from hearing_app.web.current import db
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_search import named
from hearing_app.web.frame import reader

PER_PAGE = 50


@desk.get("/<hearing_id>/del/<item_id>/")
@needs(Role.READER)
def section(hearing_id: str, item_id: str) -> ResponseReturnValue:
    """Show what every body says to an item, page by page: all, or those of one stance, or those with a remark."""
    hearing = matter_or_404(hearing_id).hearing
    item = hearing.item(item_id)
    if item is None:
        abort(404)
    bodies, everybody = named(hearing), said_on(db(), hearing, item)
    position, only_remarks = request.args.get("standpunkt", ""), bool(request.args.get("merknad"))
    said = kept(everybody, position, only_remarks=only_remarks)
    said = tuple(sorted(said, key=lambda one: alphabetical(bodies[one.body][0] if one.body in bodies else one.body)))
    pages = max(1, -(-len(said) // PER_PAGE))
    page = min(max(1, request.args.get("side", 1, type=int)), pages)
    shown = said[(page - 1) * PER_PAGE :][:PER_PAGE]
    own_points = answers.points_on_item(db(), [one.head.reference for one in shown], item.id)
    return render_template(
        "desk/section.html",
        hearing=hearing,
        item=item,
        question=next((asked for asked in hearing.asked if asked.id == item.id), None),
        text=hearing.draft.section(item.id) if item.kind is ItemKind.STANCE else None,
        around=_around(hearing, item),
        everybody=everybody,
        count=counted(item, everybody),
        said=said,
        shown=shown,
        points=by_reference(own_points),
        bodies=bodies,
        positions=_positions(item),
        position=position,
        only_remarks=only_remarks,
        page=page,
        pages=pages,
        extensions=extensions.of_hearing(db(), hearing_id),
    )


def _around(hearing: Hearing, item: Item) -> tuple[Item | None, Item | None]:
    """Return the items before and after this one, in the order of the form."""
    items = hearing.items
    at = items.index(item)
    return items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None


def _positions(item: Item) -> list[tuple[str, str]]:
    """Return what a filter can choose among, each with its name."""
    words = reader()
    _ = words.gettext
    if item.kind is ItemKind.STANCE:
        return [*((stance.value, words.term(stance)) for stance in Stance), (NO_STANCE, _("Without a stance"))]
    if item.kind is ItemKind.CHOICE:
        return [*((option.id, words.local(option.name)) for option in item.options), (NO_STANCE, _("None chosen"))]
    return []
