"""Scripts at the desk: each a file of the theme, and every page works without them."""

from flask import Blueprint, Response, g

from hearing_app.web.frame import asset
from hearing_app.web.security import SCRIPT_SECURITY_POLICY


def install(blueprint: Blueprint) -> None:
    """Let the pages of a blueprint name scripts by `script('desk.js')`, and only those pages run any."""
    blueprint.context_processor(lambda: {"script": script})
    blueprint.after_request(_allow)


def script(name: str) -> str:
    """Return the address of a script, and let the page that is being made run it."""
    g.scripted = True
    return asset(name)


def _allow(response: Response) -> Response:
    if g.get("scripted"):
        response.headers.setdefault("Content-Security-Policy", SCRIPT_SECURITY_POLICY)
    return response
