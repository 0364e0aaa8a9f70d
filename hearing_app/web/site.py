"""The public site as it was built last, and the theme's files. Nothing here looks at the session."""

from pathlib import Path

from flask import Blueprint, abort, redirect, render_template, request, send_file, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from hearing_app.domain.vocabulary import Language
from hearing_app.web.current import settings
from hearing_app.web.frame import THEME

YEAR_SECONDS = 365 * 24 * 3600
HOUR_SECONDS = 3600
TYPES = {
    ".ics": "text/calendar",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}
"""Kinds of file that not every machine's own list knows."""

site = Blueprint("site", __name__)


@site.get("/theme/<path:name>")
def theme(name: str) -> ResponseReturnValue:
    """Send a file of the theme; with its version in the address it never changes."""
    lasting = "v" in request.args
    response = send_from_directory(THEME / "static", name, max_age=YEAR_SECONDS if lasting else HOUR_SECONDS)
    if lasting:
        response.cache_control.immutable = True
    return response


@site.get("/", defaults={"path": ""})
@site.get("/<path:path>")
def page(path: str) -> ResponseReturnValue:
    """Send a page of the release that is live at this moment."""
    release = live_release()
    if release is None:
        return render_template("app/not_built.html"), 503
    found = file_in(release, path)
    if found is None:
        abort(404)
    if found.is_dir():
        return redirect(f"{request.path}/", 301)
    # Every page is asked for anew, and answered in a few bytes where the reader has it already.
    return send_file(found, mimetype=TYPES.get(found.suffix), conditional=True)


@site.errorhandler(NotFound)
def missing(_error: NotFound) -> ResponseReturnValue:
    """Show the site's own page for what is not there, in the language of the address."""
    release = live_release()
    first = request.path.split("/")[1]
    folder = first if first in set(Language) else ""
    found = file_in(release, f"{folder}/404.html".lstrip("/")) if release else None
    if found is None:
        return render_template("app/error.html", code=404), 404
    return found.read_text(encoding="utf-8"), 404


def live_release() -> Path | None:
    """Return the folder of the live release; asked once per request, so that a reader gets one release or another."""
    link = settings().site / "current"
    return link.resolve() if link.exists() else None


def file_in(release: Path, path: str) -> Path | None:
    """Return the file for an address, or the folder where the address lacks its final slash; None for neither."""
    try:
        return _file_in(release, path)
    except (OSError, ValueError):  # a name that no file can have: too long, or with a null byte
        return None


def _file_in(release: Path, path: str) -> Path | None:
    joined = safe_join(str(release), path or "index.html")
    if joined is None or any(part.startswith(".") for part in path.split("/")):
        return None
    found = Path(joined).resolve()
    if not found.is_relative_to(release):
        return None
    if path.endswith("/"):
        found /= "index.html"
    if found.is_file() or (found / "index.html").is_file():
        return found
    return None
