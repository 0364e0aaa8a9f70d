"""Pages for what goes wrong. Whatever was posted stands on them, to be copied."""

import errno
import sys
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from hearing_app.domain.vocabulary import Language
from hearing_app.storage import OperationalError
from hearing_app.web.frame import read_in, reader
from hearing_app.web.kept import SECRET, posted, public_hearing

BROWSER_LANGUAGES = {"nb": Language.NB, "nn": Language.NN, "no": Language.NB, "en": Language.EN}
"""What browsers call the languages; `no` is what older ones say for bokmål."""
DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
"""What the system says when a file cannot be written: the disk is full, or failing."""
RETRY_SECONDS = 60


def install(app: Flask) -> None:
    """Let `app` answer every error with a page of its own."""
    app.register_error_handler(CSRFError, session_lost)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(InternalServerError, server_error)
    app.register_error_handler(OperationalError, not_stored)  # full, failing, locked or read-only
    app.register_error_handler(OSError, system_error)


def session_lost(_error: CSRFError) -> ResponseReturnValue:
    """Tell that the session is over, and give back every text; the session's language is lost as well."""
    hearing = public_hearing()
    language = _lost_language()
    read_in(language or (hearing.language if hearing else None))
    at_desk = request.blueprint in ("desk", "login")
    contact = hearing.contact if hearing and not at_desk else None
    return render_template("app/session_lost.html", kept=posted(reader()), at_desk=at_desk, contact=contact), 400


def _lost_language() -> Language | None:
    """Return the language of the form that was posted, else one that the browser asks for."""
    posted_one = request.form.get("form_language")
    if posted_one in set(Language):
        return Language(posted_one)
    wanted = request.accept_languages.best_match(BROWSER_LANGUAGES)
    return BROWSER_LANGUAGES[wanted] if wanted else None


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Tell in plain words what an HTTP error means."""
    if error.response is not None or error.code is None:
        return error
    return render_template("app/error.html", code=error.code, kept=posted(reader())), error.code


def server_error(_error: InternalServerError) -> ResponseReturnValue:
    """Tell that something failed here, and give back every text; Flask has written the traceback to the log."""
    return render_template("app/error.html", code=500, kept=posted(reader())), 500


def system_error(error: OSError) -> ResponseReturnValue:
    """Tell apart a disk that takes no more and everything else that the system may refuse."""
    if error.errno in DISK_ERRORS:
        return not_stored(error)
    current_app.log_exception(sys.exc_info())
    return server_error(InternalServerError(original_exception=error))


def not_stored(_error: Exception) -> ResponseReturnValue:
    """Tell that nothing was stored, and offer to send the very same once more: a full disk is soon emptied.

    The page itself reads nothing from the database, which may be what fails.
    """
    current_app.log_exception(sys.exc_info())
    again = () if request.files else tuple(request.form.items(multi=True))
    again = tuple((name, text) for name, text in again if name not in SECRET)
    page = render_template("app/not_stored.html", kept=posted(reader()), again=again, files=bool(request.files))
    return page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(RETRY_SECONDS)}
