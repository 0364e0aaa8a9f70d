"""What users of the desk are called on its pages, by the user names that are stored."""

from collections.abc import Iterable

from hearing_app.storage import users
from hearing_app.web.current import db


def names_of_users(usernames: Iterable[str]) -> dict[str, str]:
    """Return names by user name; who has left the desk keeps the user name."""
    return {username: name_of_user(username) for username in set(usernames)}


def name_of_user(username: str) -> str:
    """Return a user's name; who has left the desk keeps the user name."""
    found = users.by_username(db(), username)
    return found.name if found else username
