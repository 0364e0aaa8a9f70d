"""Who may use a page: every route of the app says it, and the app does not start where one does not.

A view of the desk says it with `@needs(Role.…)` right under its route, and the desk's door asks. The other rooms are
few, and say it in the table below: for the whole blueprint, or for one endpoint.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

from flask import Flask

from hearing_app.domain.vocabulary import Role

View = TypeVar("View", bound=Callable[..., Any])
_NEEDED: dict[Callable[..., Any], Role] = {}


class Open(Enum):
    """Who may use a page that asks for no login."""

    EVERYBODY = "everybody"
    LINK = "whoever answers the hearing by a personal link that was opened in this browser"
    HALF = "whoever has given the right password, and has yet to give the second factor"


ROOMS: Mapping[str, Open] = {
    "site": Open.EVERYBODY,
    "receipts": Open.EVERYBODY,
    "renewing": Open.EVERYBODY,
    "guests": Open.EVERYBODY,
    "login": Open.EVERYBODY,
    "login.code_page": Open.HALF,
    "login.enter_code": Open.HALF,
    "adopting": Open.LINK,
    "adopting.show_link": Open.EVERYBODY,
    "adopting.open_link": Open.EVERYBODY,
    "answering": Open.LINK,
    "answering.show_invitation": Open.EVERYBODY,
    "answering.open_invitation": Open.EVERYBODY,
    "attaching": Open.LINK,
    "colleagues": Open.LINK,
    "confirming": Open.LINK,
    "extending": Open.LINK,
    "sending": Open.LINK,
    "without_remark": Open.LINK,
    "word_forms": Open.LINK,
    "word_forms.download": Open.EVERYBODY,
}
"""By the name of a blueprint or of an endpoint, which goes first. What EVERYBODY may open may still ask for a token."""


class AccessUndeclared(RuntimeError):
    """A view does not say who may use it; the message names it, and says where that is declared."""


def needs(role: Role) -> Callable[[View], View]:
    """Declare that a view of the desk is for those who have `role`, or one that may do more."""

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
        raise AccessUndeclared(f"{endpoint}: write @needs(Role.…) under its route")
    return _NEEDED[view]


def access_to(app: Flask, endpoint: str, desk: str = "desk") -> Role | Open:
    """Return who may use the view of `endpoint`: a role at the desk, or one of those who are not logged in.

    Raises:
        AccessUndeclared: it does not say.
    """
    blueprint = endpoint.rpartition(".")[0]
    if blueprint == desk:
        return role_for(app, endpoint)
    found = ROOMS.get(endpoint) or ROOMS.get(blueprint)
    if found is None:
        raise AccessUndeclared(f"{endpoint}: give its blueprint, or the endpoint itself, a line in access.ROOMS")
    return found


def check_declared(app: Flask, desk: str = "desk") -> None:
    """Stop the start where a view does not say who may use it.

    Raises:
        AccessUndeclared: one does not.
    """
    for endpoint in app.view_functions:
        access_to(app, endpoint, desk)
