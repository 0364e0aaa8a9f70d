"""The secretariat's own words of a summary at the desk: Markdown with preview, in the file that a person edits."""

from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.building.deploy import BuildBusy
from hearing_app.building.git_program import CommitRefused
from hearing_app.building.hand_files import FileChanged, HandFile
from hearing_app.concluding.figure_words import moved_figures, with_figures, with_present_figures
from hearing_app.concluding.own_words import read_words_file, save_words, words_file
from hearing_app.concluding.summing_up import tell
from hearing_app.concluding.told import Told
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Problem
from hearing_app.domain.vocabulary import Role
from hearing_app.library import DefinitionBroken
from hearing_app.text import words_for
from hearing_app.web.access import needs
from hearing_app.web.both_texts import differing
from hearing_app.web.checks import clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import council, reader

_BUSY = N_("The site is being built right now, so nothing was written. Everything stands here; save again in a moment.")


@dataclass(frozen=True)
class Shown:
    """What the page shows: the text, the fingerprint of the file it was begun from, and what went wrong.

    `theirs` is the file as somebody else has changed it, `busy` why nothing could be written just now.
    """

    text: str
    seen: str
    preview: bool = False
    problems: tuple[Problem, ...] = ()
    theirs: HandFile | None = None
    busy: Message | None = None


@desk.get("/<hearing_id>/oppsummering/ord/")
@needs(Role.READER)
def summary_words(hearing_id: str) -> ResponseReturnValue:
    """Show the text as it stands in its file, to be changed."""
    matter, file = matter_or_404(hearing_id), read_words_file(settings().content, hearing_id)
    return _page(matter, Shown(file.text, file.seen))


@desk.post("/<hearing_id>/oppsummering/ord/")
@needs(Role.CASE_OFFICER)
def save_summary_words(hearing_id: str) -> ResponseReturnValue:
    """Do what the button says: put figures in, show how it looks, or save."""
    matter, action = matter_or_404(hearing_id), request.form.get("action", "")
    shown = Shown(clean_text(request.form.get("text")), request.form.get("seen", ""))
    if action == "figures":
        return _page(matter, replace(shown, text=with_figures(shown.text, _told(matter))))
    if action == "present":
        return _page(matter, replace(shown, text=with_present_figures(shown.text, _told(matter))))
    if action == "preview":
        return _page(matter, replace(shown, preview=True))
    return _save(matter, shown)


def _save(matter: Matter, shown: Shown) -> ResponseReturnValue:
    hearing_id = matter.hearing.id
    try:
        told = request.form.get("told", "")
        save_words(db(), settings(), hearing_id, shown.text, seen=shown.seen, user=user(), now=now(), told=told)
    except FileChanged as changed:
        return _page(matter, replace(shown, theirs=changed.current, seen=changed.current.seen), code=409)
    except DefinitionBroken as broken:
        return _page(matter, replace(shown, problems=broken.problems), code=422)
    except CommitRefused as refused:
        return _page(matter, replace(shown, busy=refused.message), code=409)
    except (BuildBusy, OSError):
        return _page(matter, replace(shown, busy=_BUSY), code=503)
    flash(reader().gettext("Saved. The public page is built anew in a moment."))
    return redirect(url_for("desk.summary_words", hearing_id=hearing_id), 303)


def _told(matter: Matter) -> Told:
    """Return the figures in the hearing's language, in which the text is written."""
    return tell(db(), matter, council(), words_for(matter.hearing.language), now=now(), only="")


def _page(matter: Matter, shown: Shown, *, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "desk/summary_words.html",
        matter=matter,
        hearing=matter.hearing,
        shown=shown,
        differing=differing(shown.text, shown.theirs),
        path=words_file(matter.hearing.id),
        moved=moved_figures(shown.text, _told(matter)) if shown.text.strip() else (),
        some_to_come=matter.summary is None or bool(matter.summary.to_come),
    )
    return page, code
