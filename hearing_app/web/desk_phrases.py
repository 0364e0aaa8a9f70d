"""Standard phrases at the desk: writing, ordering and removing them."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.phrase import BODY, PART, Phrase
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.storage import phrases
from hearing_app.storage.phrases import StoredPhrase
from hearing_app.treating.phrases import (
    NameTaken,
    PhraseChanged,
    PhraseUnknown,
    StrangePlace,
    add_phrase,
    add_starters,
    change_phrase,
    move_phrase,
    remove_phrase,
)
from hearing_app.treating.starter_phrases import STARTERS
from hearing_app.web.access import needs
from hearing_app.web.cards import everybodys_names
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, user
from hearing_app.web.desk_points import BIGGEST
from hearing_app.web.frame import reader

LONGEST_NAME = 80
LONGEST_TEXT = 5000


@dataclass(frozen=True)
class Typed:
    """A phrase as it was typed, and what is wrong with it by field."""

    name: str = ""
    nb: str = ""
    nn: str = ""
    conclusion: str = ""

    @property
    def phrase(self) -> Phrase:
        """The phrase that this is."""
        conclusion = Conclusion(self.conclusion) if self.conclusion in set(Conclusion) else None
        return Phrase(self.name, self.nb.strip(), self.nn.strip(), conclusion)


@desk.get("/fraser/")
@needs(Role.READER)
def phrase_list() -> ResponseReturnValue:
    """Show the standard phrases in their order."""
    return _list_page()


@desk.post("/fraser/")
@needs(Role.CASE_OFFICER)
def new_phrase() -> ResponseReturnValue:
    """Store a new phrase."""
    typed, _ = _typed(), reader().gettext
    mistakes = _mistakes(typed)
    if not mistakes:
        try:
            add_phrase(db(), typed.phrase, actor=user().username, now=now())
        except (NameTaken, StrangePlace) as error:
            mistakes = _told(error)
    if mistakes:
        return _list_page(typed, mistakes, code=422)
    flash(_("The phrase «{name}» is stored.", name=typed.name))
    return redirect(url_for("desk.phrase_list"), 303)


@desk.post("/fraser/vanlige/")
@needs(Role.CASE_OFFICER)
def common_phrases() -> ResponseReturnValue:
    """Take in the six phrases that a new desk is offered."""
    number = add_starters(db(), STARTERS, actor=user().username, now=now())
    flash(reader().ngettext("{number} phrase is put in.", "{number} phrases are put in.", number))
    return redirect(url_for("desk.phrase_list"), 303)


@desk.get(f"/fraser/<{BIGGEST}:phrase_id>/")
@needs(Role.READER)
def phrase_page(phrase_id: int) -> ResponseReturnValue:
    """Show a phrase, to be changed."""
    stored = _known(phrase_id)
    return _phrase_page(stored, _as_typed(stored.phrase))


@desk.post(f"/fraser/<{BIGGEST}:phrase_id>/")
@needs(Role.CASE_OFFICER)
def save_phrase(phrase_id: int) -> ResponseReturnValue:
    """Store a phrase anew; where a colleague was first, show both."""
    stored, typed, _ = _known(phrase_id), _typed(), reader().gettext
    mistakes = _mistakes(typed)
    if mistakes:
        return _phrase_page(stored, typed, mistakes, code=422)
    try:
        revision = request.form.get("revision", -1, type=int)
        change_phrase(db(), phrase_id, typed.phrase, revision=revision, actor=user().username, now=now())
    except PhraseUnknown:
        abort(404)
    except PhraseChanged as changed:
        return _phrase_page(changed.current, typed, theirs=changed.current, code=409)
    except (NameTaken, StrangePlace) as error:
        return _phrase_page(stored, typed, _told(error), code=422)
    flash(_("The phrase «{name}» is stored.", name=typed.name))
    return redirect(url_for("desk.phrase_list", _anchor=f"_phrase_{phrase_id}"), 303)


@desk.post(f"/fraser/<{BIGGEST}:phrase_id>/flytt/")
@needs(Role.CASE_OFFICER)
def shift_phrase(phrase_id: int) -> ResponseReturnValue:
    """Move a phrase one place up or down."""
    try:
        move_phrase(db(), phrase_id, up=request.form.get("action") == "up", actor=user().username, now=now())
    except PhraseUnknown:
        abort(404)
    return redirect(url_for("desk.phrase_list", _anchor=f"_phrase_{phrase_id}"), 303)


@desk.post(f"/fraser/<{BIGGEST}:phrase_id>/fjern/")
@needs(Role.CASE_OFFICER)
def drop_phrase(phrase_id: int) -> ResponseReturnValue:
    """Remove a phrase; where a colleague has changed it meanwhile, show that first."""
    stored, _ = _known(phrase_id), reader().gettext
    try:
        revision = request.form.get("revision", -1, type=int)
        remove_phrase(db(), phrase_id, revision=revision, actor=user().username, now=now())
    except PhraseUnknown:
        abort(404)
    except PhraseChanged as changed:
        current = changed.current
        return _phrase_page(current, _as_typed(current.phrase), theirs=current, code=409)
    flash(_("The phrase «{name}» is removed. Texts that were made with it stay.", name=stored.phrase.name))
    return redirect(url_for("desk.phrase_list"), 303)


def _typed() -> Typed:
    form = request.form
    texts = (clean_text(form.get("nb")), clean_text(form.get("nn")))
    return Typed(clean_line(form.get("name")), *texts, form.get("conclusion", ""))


def _as_typed(phrase: Phrase) -> Typed:
    return Typed(phrase.name, phrase.nb, phrase.nn, phrase.conclusion or "")


def _mistakes(typed: Typed) -> dict[str, str]:
    """Return what is wrong, by field."""
    _ = reader().gettext
    found = {}
    if not typed.name or len(typed.name) > LONGEST_NAME:
        found["name"] = _("Give the phrase a name of at most {number} characters.", number=LONGEST_NAME)
    if not (typed.nb.strip() or typed.nn.strip()):
        found["nb"] = _("Write the phrase in at least one of the two written forms.")
    for field in ("nb", "nn"):
        if len(getattr(typed, field)) > LONGEST_TEXT:
            found[field] = _("At most {number} characters.", number=LONGEST_TEXT)
    return found


def _told(error: NameTaken | StrangePlace) -> dict[str, str]:
    words = reader()
    _ = words.gettext
    if isinstance(error, NameTaken):
        return {"name": _("Another phrase has this name.")}
    places, known = words.listed(list(error.places)), words.listed([BODY, PART])
    return {"nb": _("{places} is not filled in by the program. These are: {known}.", places=places, known=known)}


def _known(phrase_id: int) -> StoredPhrase:
    found = phrases.get(db(), phrase_id)
    if found is None:
        abort(404)
    return found


def _list_page(
    typed: Typed | None = None, mistakes: dict[str, str] | None = None, *, code: int = 200
) -> ResponseReturnValue:
    html = render_template(
        "desk/phrases.html",
        phrases=phrases.everything(db()),
        starters=STARTERS,
        typed=typed or Typed(),
        mistakes=mistakes or {},
        conclusions=list(Conclusion),
    )
    return html, code


def _phrase_page(
    stored: StoredPhrase,
    typed: Typed,
    mistakes: dict[str, str] | None = None,
    *,
    theirs: StoredPhrase | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    html = render_template(
        "desk/phrase.html",
        stored=stored,
        typed=typed,
        mistakes=mistakes or {},
        theirs=theirs,
        names=everybodys_names(),
        conclusions=list(Conclusion),
    )
    return html, code
