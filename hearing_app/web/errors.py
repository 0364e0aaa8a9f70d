"""Pages for what goes wrong. Whatever was posted stands on them, to be copied."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from hearing_app.web.frame import reader
from hearing_app.web.kept import posted


def install(app: Flask) -> None:
    """Let `app` answer every error with a page of its own."""
    app.register_error_handler(CSRFError, session_lost)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(InternalServerError, server_error)


def session_lost(_error: CSRFError) -> ResponseReturnValue:
    """Tell that the session is over, and give back every text."""
    return render_template("app/session_lost.html", kept=posted(reader())), 400


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Tell in plain words what an HTTP error means."""
    if error.response is not None or error.code is None:
        return error
    return render_template("app/error.html", code=error.code, kept=posted(reader())), error.code


def server_error(_error: InternalServerError) -> ResponseReturnValue:
    """Tell that something failed here, and give back every text; Flask has written the traceback to the log."""
    return render_template("app/error.html", code=500, kept=posted(reader())), 500
