"""The gate at the desk: everything that was found in what would go out, with a decision on each."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.building.git_program import CommitRefused
from hearing_app.definitions.versions import FOLDER as VERSIONS
from hearing_app.domain.followed import after_hearing
from hearing_app.domain.localised import Localised
from hearing_app.domain.matter import Matter
from hearing_app.domain.release import EVERYTHING
from hearing_app.domain.submission import latest_by_body, with_guests
from hearing_app.domain.vocabulary import Role
from hearing_app.publishing.publish_plan import at_the_gate
from hearing_app.redacting.gate import Find, FindKind, Spot, let_pass
from hearing_app.redacting.redact_history import ADVICE, InHistory, in_history
from hearing_app.storage import submissions
from hearing_app.treating.assess import proposed_release
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.redact_form import Shown
from hearing_app.web.user_names import names_of_users

PAGE_LENGTH = 100
PARTS_OF_PAGE = {Spot.ANSWER: "_marking", Spot.QUOTE: "_marking", Spot.FILE: "_files"}
"""Where on the page of redaction something is put right."""
EDITORS = {"summary.md": "desk.summary_words", "decision.md": "desk.decision", "adoptions.yml": "desk.adoptions"}


@dataclass(frozen=True)
class Row:
    """A find with the name of the body that it is about, the field it stands in, and where it is put right."""

    find: Find
    body: Localised | None
    field: Shown | None
    link: str = ""


@desk.get("/<hearing_id>/kontroll/")
@needs(Role.READER)
def gate(hearing_id: str) -> ResponseReturnValue:
    """Show what the gate has found, what is to be decided first."""
    matter = matter_or_404(hearing_id)
    chosen, everything = {"", *proposed_release(db(), matter)}, _finds(matter)
    stopping = {find.key for find in everything if find.stops and find.where.reference in chosen}
    found = sorted(everything, key=lambda find: (find.key not in stopping, not find.stops, find.passed is not None))
    page = max(1, request.args.get("side", 1, type=int))
    shown = found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    history, refused = _history(matter)
    return render_template(
        "desk/redact_gate.html",
        matter=matter,
        hearing=matter.hearing,
        rows=_rows(matter, shown),
        stops=len(stopping),
        total=len(found),
        page=page,
        pages=-(-len(found) // PAGE_LENGTH),
        kinds=FindKind,
        spots=Spot,
        names=names_of_users(find.passed.decided_by for find in found if find.passed),
        history=history,
        refused=refused,
        advice=ADVICE,
    )


@desk.post("/<hearing_id>/kontroll/")
@needs(Role.REVIEWER)
def decide_find(hearing_id: str) -> ResponseReturnValue:
    """Let something pass, as long as the text stays as it is."""
    find = found_at_gate(matter_or_404(hearing_id), request.form.get("find", ""))
    _ = reader().gettext
    if find is None:
        flash(_("What was found there is not there any more."))
    elif find.kind is FindKind.IDENTITY:
        abort(400)
    else:
        let_pass(db(), hearing_id, find, actor=user().username, now=now())
        flash(_("Decided: «{words}» may go out, as long as the text stays as it is.", words=find.shown))
    return redirect(url_for("desk.gate", hearing_id=hearing_id, side=request.form.get("side", 1, type=int)), 303)


def found_at_gate(matter: Matter, key: str) -> Find | None:
    """Return what the gate has found with this key, or None."""
    return next((find for find in _finds(matter) if find.key == key), None) if key else None


def _finds(matter: Matter) -> tuple[Find, ...]:
    """Look through every answer that counts: one that is not chosen yet can be decided on before it is."""
    counting = submissions.references(db(), matter.hearing.id)
    return at_the_gate(db(), matter, settings().content, released=counting, concluded=EVERYTHING)


def _rows(matter: Matter, found: list[Find]) -> list[Row]:
    hearing = with_guests(matter.hearing, latest_by_body(submissions.of_hearing(db(), matter.hearing.id)))

    def row(find: Find) -> Row:
        where = find.where
        body = hearing.invited_body(where.body) if where.body else None
        name = body.name if body else Localised(plain=where.body) if where.body else None
        return Row(find, name, Shown(where.field, "", ()) if where.field else None, _link(matter, find))

    return [row(find) for find in found]


def _link(matter: Matter, find: Find) -> str:
    """Return the page on which what was found is put right; empty for a file that is edited by hand."""
    where, hearing_id = find.where, matter.hearing.id
    if where.spot in PARTS_OF_PAGE:
        part = "_earlier" if find.kind is FindKind.WHOLE else PARTS_OF_PAGE[where.spot]
        own = where.reference
        return url_for("desk.redaction", hearing_id=hearing_id, reference=own, funn=find.key, _anchor=part)
    if where.spot is Spot.ASSESSMENT and where.reference:
        return url_for("desk.submission", hearing_id=hearing_id, reference=where.reference)
    editor = _editor(matter, PurePosixPath(where.path).relative_to(f"hearings/{hearing_id}")) if where.path else ""
    return url_for(editor, hearing_id=hearing_id) if editor else ""


def _editor(matter: Matter, path: PurePosixPath) -> str:
    """Return the page on which a file of people's own is edited at the desk; empty for one that has none."""
    new = after_hearing(matter.versions)
    draft = {f"{VERSIONS}/{new.slug}.md": "desk.changes_page"} if new else {}
    return {**EDITORS, **draft}.get(str(path), "")


def _history(matter: Matter) -> tuple[tuple[InHistory, ...], CommitRefused | None]:
    """Return what is withheld and stands in the history of the content's repository, or why that is not known."""
    try:
        return in_history(db(), matter.hearing, settings().content), None
    except CommitRefused as refused:
        return (), refused
