"""What every answer carries so that browsers hold to it: headers and cookie flags."""

import re
from datetime import timedelta

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from hearing_app.settings import Settings

LONGEST_REQUEST = 5 * 1024 * 1024
SESSION_LIFETIME = timedelta(days=60)

# No script at all, but on the form, and nothing inline anywhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
FORM_SECURITY_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
"""The form saves itself by a script, from a file of this site."""
SCRIPT_SECURITY_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
"""For a page of the desk with a script, from a file of this site, that asks the server for nothing by itself."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
}
PRIVATE = ("/svar", "/tilslutning", "/sekretariat")
_HOST = re.compile(r"[a-z]+://[^/]*")


def install(app: Flask, settings: Settings) -> None:
    """Set cookie flags and limits, and put the headers on every answer."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="samrad",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        # Else the public pages would set a cookie anew on every answer, and no cache could keep them.
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
        # A form that took a week to write must still be accepted.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.after_request(_headers)
    app.after_request(_stay_here)
    app.extensions["strict_transport"] = settings.https
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]  # the documented way


def _stay_here(response: Response) -> Response:
    """Make a redirect lead to this site whatever it is called; the router builds its own from the Host header."""
    if response.location and (host := _HOST.match(response.location)):
        response.location = "/" + response.location[host.end() :].lstrip("/")
        response.set_data(b"")  # it names the address as well
    return response


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["strict_transport"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.path.startswith(PRIVATE):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
