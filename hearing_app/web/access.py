"""Who may use a page of the desk: every view says it itself, and the desk's door asks."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from hearing_app.domain.vocabulary import Role

View = TypeVar("View", bound=Callable[..., Any])
_NEEDED: dict[Callable[..., Any], Role] = {}


class AccessUndeclared(RuntimeError):
    """A view of the desk does not say who may use it; give it `@needs(Role.…)`."""


def needs(role: Role) -> Callable[[View], View]:
    """Declare that a view is for those who have `role`, or one that may do more."""

    def declared(view: View) -> View:
        _NEEDED[view] = role
        return view

    return declared


def role_for(app: Flask, endpoint: str) -> Role:
    """Return the role that the view of `endpoint` asks for.

    Raises:
        AccessUndeclared: it does not say.
    """
    view = app.view_functions[endpoint]
    if view not in _NEEDED:
        raise AccessUndeclared(endpoint)
    return _NEEDED[view]


def check_declared(app: Flask, blueprint: str) -> None:
    """Stop the start where a view of `blueprint` does not say who may use it.

    Raises:
        AccessUndeclared: one does not.
    """
    for endpoint in app.view_functions:
        if endpoint.startswith(f"{blueprint}."):
            role_for(app, endpoint)
