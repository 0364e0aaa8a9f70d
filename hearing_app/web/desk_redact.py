"""Redacting an answer: words, files, and the answer as a whole, each with its legal ground."""

from collections.abc import Iterable
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.attachments import Refused, limits_of
from hearing_app.domain.message import N_, Message
from hearing_app.domain.public_text import Redactions
from hearing_app.domain.redaction import Redaction
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import FileRelease, Role
from hearing_app.redacting import published_files
from hearing_app.redacting.gate import Spot
from hearing_app.redacting.published_files import DecisionChanged, FileDecision
from hearing_app.redacting.redact import (
    LayersChanged,
    RedactionRefused,
    check,
    drafted,
    lift,
    redact,
    seen_of,
    texts_of,
    was_public,
    withhold,
)
from hearing_app.redacting.taking_over import offered, take_over
from hearing_app.storage import redactions
from hearing_app.storage.redactions import FileRow
from hearing_app.web.access import needs
from hearing_app.web.attaching import AROUND, file_of
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, known_body, matter_or_404, user
from hearing_app.web.desk_gate import found_at_gate
from hearing_app.web.desk_submission import received_or_404
from hearing_app.web.frame import reader
from hearing_app.web.redact_form import (
    WHOLE_ANSWER,
    Typed,
    form_of_file,
    ground_chosen,
    grounds,
    marking_of,
    shown_fields,
    typed_marking,
)
from hearing_app.web.user_names import names_of_users

_CHANGED = N_("A colleague has changed what is redacted since you opened the page. Look at it, and do it again.")
_NO_GROUND = N_("Choose the legal ground.")
_NO_DECISION = N_("Choose what readers get.")
UPLOADS = "desk.decide_file"


@desk.url_value_preprocessor
def _allow_copy(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a redacted copy be as large as the file that was received."""
    if endpoint == UPLOADS:
        request.max_content_length = limits_of(settings()).file_bytes + AROUND


@desk.get("/<hearing_id>/svar/<reference>/sladding/")
@needs(Role.READER)
def redaction(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Show an answer as readers see it, with what is withheld, and the forms for withholding more."""
    received = received_or_404(hearing_id, reference)
    find = found_at_gate(matter_or_404(hearing_id), request.args.get("funn", ""))
    stands = find is not None and find.where.reference == reference and find.where.spot in (Spot.ANSWER, Spot.QUOTE)
    known = {"field": find.where.field, "words": find.words} if find and stands and find.where.field else {}
    return _page(received, Typed("", known))


@desk.post("/<hearing_id>/svar/<reference>/sladding/overta/")
@needs(Role.REVIEWER)
def take_over_layers(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Lay what is withheld of the earlier versions on this one."""
    received = received_or_404(hearing_id, reference)
    hearing = matter_or_404(hearing_id).hearing
    try:
        done = take_over(db(), hearing, received, seen=_seen(), actor=user().username, now=now())
    except LayersChanged:
        return _page(received, _with(Typed("earlier"), "take", _CHANGED), code=409)
    number = len(done.layers) + len(done.files)
    sentence = reader().ngettext(
        "{number} decision is taken over. Readers notice when the hearing is published the next time.",
        "{number} decisions are taken over. Readers notice when the hearing is published the next time.",
        number,
    )
    return _done(received, sentence)


@desk.post("/<hearing_id>/svar/<reference>/sladding/")
@needs(Role.REVIEWER)
def mark_words(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Show how the public copy would become, or withhold the words."""
    received, typed = received_or_404(hearing_id, reference), typed_marking()
    matter = matter_or_404(hearing_id)
    try:
        marking = marking_of(typed)
        check(texts_of(db(), matter.hearing, received), marking)
        if request.form.get("action") != "save":
            return _page(received, typed, draft=drafted(received, marking, actor=user().username, now=now()))
        redact(db(), matter.hearing, received, marking, seen=_seen(), actor=user().username, now=now())
    except RedactionRefused as refused:
        return _page(received, _with(typed, refused.name, refused.message), code=422)
    except LayersChanged:
        return _page(received, _with(typed, "words", _CHANGED), code=409)
    _ = reader().gettext
    return _done(received, _("Redacted. Readers see it when the hearing is published the next time."))


@desk.post("/<hearing_id>/svar/<reference>/sladding/<int(max=9223372036854775807):redaction_id>/opphev/")
@needs(Role.REVIEWER)
def lift_redaction(hearing_id: str, reference: str, redaction_id: int) -> ResponseReturnValue:
    """Lift a layer, with a reason."""
    received, why = received_or_404(hearing_id, reference), clean_text(request.form.get("why"))
    typed = Typed(f"lift_{redaction_id}", {"why": why})
    try:
        lift(db(), received, redaction_id, why=why, seen=_seen(), actor=user().username, now=now())
    except RedactionRefused as refused:
        return _page(received, _with(typed, refused.name, refused.message), code=422)
    except (LayersChanged, LookupError):
        return _page(received, _with(typed, "why", _CHANGED), code=409)
    return _done(received, reader().gettext("The redaction is lifted. Readers see the words at the next publishing."))


@desk.post("/<hearing_id>/svar/<reference>/sladding/hele/")
@needs(Role.REVIEWER)
def withhold_answer(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Withhold a whole answer."""
    received, note = received_or_404(hearing_id, reference), clean_text(request.form.get("note"))
    typed, ground = Typed(WHOLE_ANSWER, {"note": note, "ground": request.form.get("ground", "")}), ground_chosen()
    if ground is None:
        return _page(received, _with(typed, "ground", _NO_GROUND), code=422)
    try:
        withhold(db(), received, ground, note=note, seen=_seen(), actor=user().username, now=now())
    except RedactionRefused as refused:
        return _page(received, _with(typed, refused.name, refused.message), code=409)
    except LayersChanged:
        return _page(received, _with(typed, "ground", _CHANGED), code=409)
    return _done(received, reader().gettext("The whole answer is withheld from the next publishing."))


@desk.post("/<hearing_id>/svar/<reference>/sladding/vedlegg/<sha256>/")
@needs(Role.REVIEWER)
def decide_file(hearing_id: str, reference: str, sha256: str) -> ResponseReturnValue:
    """Decide what readers get of a file."""
    received = received_or_404(hearing_id, reference)
    file = file_of(received, sha256)
    if file is None:
        abort(404)
    form = request.form
    fields = {name: form.get(name, "") for name in ("release", "ground", "note")}
    typed, wanted = Typed(form_of_file(sha256), fields), fields["release"]
    if wanted not in ("none", *FileRelease):
        return _page(received, _with(typed, "release", _NO_DECISION), code=422)
    release = None if wanted == "none" else FileRelease(wanted)
    decision = FileDecision(release, ground_chosen(), _uploaded(), clean_text(form.get("note")))
    folder, limits = settings().attachments, limits_of(settings())
    known = {"seen": form.get("decisions", ""), "actor": user().username}
    try:
        published_files.decide(db(), folder, limits, received, file, decision, now=now(), **known)
    except RedactionRefused as refused:
        return _page(received, _with(typed, refused.name, refused.message), code=422)
    except Refused as refused:
        return _page(received, _with(typed, "upload", refused.message), code=422)
    except DecisionChanged:
        return _page(received, _with(typed, "release", _CHANGED), code=409)
    return _done(received, reader().gettext("Decided. Readers notice when the hearing is published the next time."))


def _uploaded() -> tuple[str, bytes] | None:
    """Return the redacted copy that came with the form; of one that is too large a byte more is enough to tell."""
    file = request.files.get("upload")
    if file is None or not file.filename:
        return None
    return file.filename, file.stream.read(limits_of(settings()).file_bytes + 1)


def _done(received: Submission, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    if request.form.get("funn"):  # whoever came from the gate goes on there
        return redirect(url_for("desk.gate", hearing_id=received.hearing), 303)
    return redirect(url_for("desk.redaction", hearing_id=received.hearing, reference=received.reference), 303)


def _seen() -> str:
    return request.form.get("layers", "")


def _with(typed: Typed, name: str, message: Message) -> Typed:
    return replace(typed, mistakes={name: message})


def _others(layers: Iterable[Redaction], history: Iterable[FileRow]) -> list[str]:
    """Return who has lifted layers, and who has decided on files."""
    return [*(layer.lifted_by for layer in layers if layer.lifted_by), *(row.decided_by for row in history)]


def _page(
    received: Submission, typed: Typed, *, draft: Redaction | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show the page; `draft` is the layer that is looked at before it is saved."""
    matter = matter_or_404(received.hearing)
    layers = redactions.of_submission(db(), received.reference)
    texts, history = texts_of(db(), matter.hearing, received), redactions.file_history(db(), received.reference)
    in_force = [layer for layer in layers if layer.in_force]
    found = Redactions({received.reference: tuple(in_force)})
    page = render_template(
        "desk/redact.html",
        matter=matter,
        hearing=matter.hearing,
        sent=received,
        body=known_body(matter, received.body),
        layers=layers,
        seen=seen_of(layers),
        withheld=found.withheld(received.reference),
        fields=shown_fields(texts, [*in_force, *([draft] if draft else ())]),
        grounds=grounds(),
        typed=typed,
        draft=draft,
        mistakes=[
            {"target": f"{typed.form}_{name}", "text": reader().say(text)} for name, text in typed.mistakes.items()
        ],
        decided={row.original: row for row in history},
        decisions_seen={
            file.sha256: published_files.seen_of(history, file.sha256) for file in received.content.attachments
        },
        form_of_file=form_of_file,
        releases=tuple(FileRelease),
        was_public={entry.layer.id: entry for entry in was_public(db(), received.hearing)},
        funn=request.values.get("funn", ""),
        offer=offered(db(), matter.hearing, received),
        names=names_of_users([*(layer.made_by for layer in layers), *_others(layers, history)]),
    )
    return page, code
