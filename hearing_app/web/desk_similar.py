"""What resembles a point, an answer or a text that somebody pastes."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.similarity import Similarity
from hearing_app.domain.vocabulary import Role
from hearing_app.storage import points
from hearing_app.storage import search as index
from hearing_app.treating import search
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_search import named
from hearing_app.web.desk_submission import received_or_404

LARGEST = 2**63 - 1
"""No point has a larger number: SQLite has none."""


@desk.route("/<hearing_id>/ligner/", methods=["GET", "POST"])
@needs(Role.READER)
def similar(hearing_id: str) -> ResponseReturnValue:
    """Show what resembles a point (`punkt`), a paragraph of an answer, or a text that is posted; it changes nothing."""
    hearing = matter_or_404(hearing_id).hearing
    text, besides = _compared(hearing_id)
    passages = search.similar(db(), hearing_id, text, besides=[besides] if besides else [])
    return render_template(
        "desk/search_similar.html",
        hearing=hearing,
        text=text,
        besides=besides,
        passages=passages,
        most=search.MOST_ALIKE,
        bodies=named(hearing),
        similarity=Similarity,
        missing=len(index.missing(db(), hearing_id)),
    )


def _compared(hearing_id: str) -> tuple[str, str]:
    """Return the text that others are compared with, and the body that it is of; that is empty of a posted text."""
    if request.method == "POST":
        return clean_text(request.form.get("tekst"))[: search.LONGEST_COMPARED].strip(), ""
    if "punkt" in request.args:
        number = request.args.get("punkt", 0, type=int)
        point = points.get(db(), number) if 0 < number <= LARGEST else None
        if point is None:
            abort(404)
        received_or_404(hearing_id, point.submission)
        return point.amendment.readable if point.amendment else point.quote, point.body
    if "svar" in request.args:
        received = received_or_404(hearing_id, request.args["svar"])
        return received.content.answer(request.args.get("del", "")).text, received.body
    return "", ""
