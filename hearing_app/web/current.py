"""What a request works with: settings, definitions, the clock, and one database connection of its own."""

from datetime import UTC, datetime

from flask import Flask, current_app, g

from hearing_app.domain.hearing import Hearing
from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.settings import Settings
from hearing_app.storage import Database
from hearing_app.storage.database import open_database


def install(app: Flask, settings: Settings) -> None:
    """Give `app` its settings, definitions and clock; a test puts another clock in `config["CLOCK"]`."""
    app.config["SETTINGS"] = settings
    app.config["LIBRARY"] = Library(settings.content)
    app.config["CLOCK"] = lambda: datetime.now(UTC)
    app.teardown_appcontext(_close)


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def library() -> Library:
    """Return the definitions."""
    found: Library = current_app.config["LIBRARY"]
    return found


def now() -> datetime:
    """Return the hour, an aware UTC datetime, the same all through a request."""
    if "now" not in g:
        g.now = current_app.config["CLOCK"]()
    found: datetime = g.now
    return found


def db() -> Database:
    """Return the request's own connection, opened at the first use."""
    if "db" not in g:
        g.db = open_database(settings().database)
    found: Database = g.db
    return found


def sender() -> Sender:
    """Return who mail comes from."""
    return Sender(settings().mail_from, settings().base_url)


def is_public(hearing: Hearing) -> bool:
    """Tell whether the hearing has been published; of one that has not, nothing is told without a link."""
    return hearing.is_public(now())


def _close(_error: BaseException | None) -> None:
    connection: Database | None = g.pop("db", None)
    if connection is not None:
        connection.close()
