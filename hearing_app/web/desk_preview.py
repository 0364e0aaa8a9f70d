"""A hearing's pages as they would become, behind the desk's door and marked as not published."""

import re

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from hearing_app.domain.vocabulary import Role
from hearing_app.publishing.preview import folder_of, is_outdated
from hearing_app.publishing.publish_job import is_broken_off
from hearing_app.storage.publish_jobs import Job, JobKind, JobState
from hearing_app.web.access import needs
from hearing_app.web.current import db, settings
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_publish import LOOK_AGAIN_SECONDS, job_or_404
from hearing_app.web.frame import reader
from hearing_app.web.publish_choice import begin_job, choice_of_job, posted_choice
from hearing_app.web.site import file_in

_LINK = re.compile(r'(<(?:a|link|form|img|use|source)\b[^>]*?\s(?:href|src|action)=")(/(?:[^"/][^"]*)?)(")')
_TOP = re.compile(r'<body[^>]*>(?:\s*<a class="ds-skip-link"[^>]*>[^<]*</a>)?')
_OUT = re.compile(r"^<a\b")
LEADS_OUT = "<a data-leads-out"
"""What a link out of the preview has; the style sheet marks it, and the line on top says what the mark is."""
_HEAD = "<head>"


@desk.post("/<hearing_id>/forhandsvisning/")
@needs(Role.CASE_OFFICER)
def make_preview(hearing_id: str) -> ResponseReturnValue:
    """Have the pages of a choice built."""
    matter_or_404(hearing_id)
    number = begin_job(JobKind.PREVIEW, hearing_id, posted_choice(), seen="")
    return redirect(url_for("desk.preview", hearing_id=hearing_id, job_id=number), 303)


@desk.get("/<hearing_id>/forhandsvisning/<int:job_id>/")
@needs(Role.READER)
def preview(hearing_id: str, job_id: int) -> ResponseReturnValue:
    """Lead to the pages when they are there, and tell until then that they are being built."""
    matter, job = matter_or_404(hearing_id), job_or_404(hearing_id, job_id, JobKind.PREVIEW)
    outdated = is_outdated(db(), job)
    there = not outdated and folder_of(settings(), job.id).is_dir()
    if job.state is JobState.DONE and there:
        start = f"horinger/{hearing_id}/"
        return redirect(url_for("desk.preview_page", hearing_id=hearing_id, job_id=job_id, path=start), 303)
    broken = is_broken_off(settings(), job)
    page = render_template(
        "desk/preview_progress.html",
        matter=matter,
        hearing=matter.hearing,
        job=job,
        state=JobState.INTERRUPTED if broken else job.state,
        outdated=outdated,
        choice=choice_of_job(job),
    )
    if outdated:
        return page, 410
    return page, {"Refresh": str(LOOK_AGAIN_SECONDS)} if job.ended_at is None and not broken else {}


@desk.get("/<hearing_id>/forhandsvisning/<int:job_id>/side/<path:path>")
@needs(Role.READER)
def preview_page(hearing_id: str, job_id: int, path: str) -> ResponseReturnValue:
    """Send a page of a preview; links to other pages of it lead to those, all others to what is published."""
    job = job_or_404(hearing_id, job_id, JobKind.PREVIEW)
    folder = folder_of(settings(), job.id)
    if not folder.is_dir() or is_outdated(db(), job):
        return redirect(url_for("desk.preview", hearing_id=hearing_id, job_id=job_id), 303)
    found = file_in(folder.resolve(), path)
    if found is None:
        abort(404)
    if found.is_dir():
        return redirect(f"{request.path}/", 303)
    if found.suffix != ".html":
        return send_file(found)
    return Response(_marked(found.read_text(encoding="utf-8"), hearing_id, job), mimetype="text/html")


def _marked(text: str, hearing_id: str, job: Job) -> str:
    """Return a page with its links leading into the preview, and a line on top that says what it is."""
    folder = folder_of(settings(), job.id).resolve()
    root = url_for("desk.preview_page", hearing_id=hearing_id, job_id=job.id, path="")

    def inside(match: re.Match[str]) -> str:
        before, address, after = match.groups()
        path = re.split(r"[?#]", address, maxsplit=1)[0]
        if path != "/" and file_in(folder, path.lstrip("/")) is not None:
            return f"{before}{root + address.lstrip('/')}{after}"
        return f"{_OUT.sub(LEADS_OUT, before)}{address}{after}"

    text = _LINK.sub(inside, text)
    text = text.replace(_HEAD, f'{_HEAD}<meta name="robots" content="noindex, nofollow">', 1)
    return _TOP.sub(lambda match: match[0] + _banner(job), text, count=1)


def _banner(job: Job) -> str:
    """Return the line that says that this is no published page, with the way back; in the reader's own language."""
    words = reader()
    _ = words.gettext
    name, told, way = _("Preview"), _("Preview – not published"), _("Back to publishing")
    out = _("The main menu, and links marked ↗, lead out of it to what is published now.")
    back = choice_of_job(job)
    return (
        f'<div class="preview-banner" role="region" lang="{words.language}" aria-label="{escape(name)}">'
        f'<p><strong>{escape(told)}</strong> <a class="ds-link" href="{escape(back)}">{escape(way)}</a>'
        f'<span class="preview-banner__out">{escape(out)}</span></p></div>'
    )
