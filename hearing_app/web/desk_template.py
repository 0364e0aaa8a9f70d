"""The council's own Word template at the desk: put in, looked at and taken away by an administrator."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.attachments import Refused, limits_of
from hearing_app.concluding.paper_template import (
    DOCX,
    example_template,
    keep_template,
    kept_at,
    remove_template,
    template_of,
)
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Role
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, user
from hearing_app.web.download import as_download
from hearing_app.web.frame import reader
from hearing_app.word.template import TemplateBroken

CHOOSE = N_("Choose a file first.")
_FAILED = N_("The file could not be examined or kept just now. The template there was still stands; try again.")


@desk.get("/mal/")
@needs(Role.ADMINISTRATOR)
def template_page() -> ResponseReturnValue:
    """Show whether there is a template, and how one is made."""
    return _page()


@desk.post("/mal/")
@needs(Role.ADMINISTRATOR)
def put_template() -> ResponseReturnValue:
    """Keep a template instead of the one there is."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(CHOOSE, code=422)
    data = file.stream.read(limits_of(settings()).file_bytes + 1)
    try:
        keep_template(db(), settings(), file.filename, data, actor=user().username, now=now())
    except (Refused, TemplateBroken) as error:
        return _page(error.message, code=422)
    except OSError:
        return _page(_FAILED, code=503)
    flash(reader().gettext("The template is kept. Case papers are written in it from now on."))
    return redirect(url_for("desk.template_page"), 303)


@desk.post("/mal/fjern/")
@needs(Role.ADMINISTRATOR)
def take_template_away() -> ResponseReturnValue:
    """Let case papers be written without a template."""
    if remove_template(db(), settings(), actor=user().username, now=now()):
        flash(reader().gettext("The template is gone. Case papers are written without one."))
    return redirect(url_for("desk.template_page"), 303)


@desk.get("/mal/mal.docx")
@needs(Role.ADMINISTRATOR)
def current_template() -> ResponseReturnValue:
    """Send the template there is."""
    data = template_of(settings())
    if data is None:
        abort(404)
    return as_download(data, "mal.docx", DOCX)


@desk.get("/mal/eksempel.docx")
@needs(Role.ADMINISTRATOR)
def sample_template() -> ResponseReturnValue:
    """Send a template to begin with."""
    return as_download(example_template(reader().language, oslo_day(now())), "eksempel.docx", DOCX)


def _page(wrong: Message | None = None, *, code: int = 200) -> ResponseReturnValue:
    return render_template("desk/template.html", kept_at=kept_at(settings()), wrong=wrong), code
