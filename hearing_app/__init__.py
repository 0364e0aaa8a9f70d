"""Samråd: hearings, from draft to decision.

The rooms: `domain` (what is true), `definitions` (files), `text` (words), `storage` (SQL), the use cases beside
them, and two ways in, `web` and `cli`. Importing this package loads none of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from hearing_app.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings") -> "WSGIApplication":
    """Return the web application of a workspace."""
    from hearing_app.web.app import make_app

    return make_app(settings)
