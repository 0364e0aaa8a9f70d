"""Settings: one frozen dataclass, read once at start from `samrad.toml` and the environment."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language

FILE = "samrad.toml"
SHORTEST_SECRET = 32
LAST_PORT = 65535
DAY_DIGITS = 3
"""A number of days before a deadline has no more digits."""
PREFIX = "SAMRAD_"
NOT_SETTINGS = frozenset({"lang", "workspace", "now"})
"""Of the environment alone: the terminal's language, where the settings are, and the hour for a preview."""

# (key, default, sentence): docs/operations.md lists exactly these, and a test holds it to that.
KEYS: tuple[tuple[str, str, str], ...] = (
    (
        "base_url",
        "http://localhost:8000",
        "The address people use, without a slash at the end; links in mail begin with it.",
    ),
    ("secret_key", "", "At least 32 random characters; signs the session cookies. `samrad init` makes one."),
    ("mail_from", "samrad@localhost", "The sender of every mail."),
    ("smtp_host", "", "The mail server. Empty: mail is written to the outbox folder as .eml files."),
    ("smtp_port", "587", "The mail server's port."),
    ("smtp_security", "starttls", "starttls, tls or none."),
    ("smtp_user", "", "User name at the mail server; empty for none."),
    ("smtp_password", "", "Password at the mail server."),
    (
        "trusted_proxies",
        "0",
        "How many reverse proxies stand in front; their X-Forwarded headers are believed.",
    ),
    ("keep_drafts_days", "365", "How many days after the last saving a draft that was never sent is deleted."),
    ("keep_mail_days", "90", "How many days after a mail was sent the address that it went to is deleted."),
    (
        "keep_addresses_days",
        "730",
        "How many days after a personal link was made, or a reminder given, the address that it went to is deleted.",
    ),
    (
        "reminder_days",
        "14,3,0",
        "How many days before the deadline those who have not answered are reminded, with commas; 0 is the last day.",
    ),
    (
        "confirmation_reminder_days",
        "7,30",
        "How many days after the promised day a confirmation that has not come is asked for, with commas.",
    ),
    (
        "adoption_reminder_before",
        "14",
        "How many days before the deadline to report an adoption those who have not are reminded, with commas.",
    ),
    (
        "adoption_reminder_after",
        "1,30",
        "How many days after that deadline, or after the day a body had scheduled, it is reminded, with commas.",
    ),
    (
        "privacy_notice_nb",
        "",
        "The privacy notice on the form in bokmål, as Markdown; empty for the one that comes along.",
    ),
    ("privacy_notice_nn", "", "The same in nynorsk."),
    ("privacy_notice_en", "", "The same in English."),
    ("source_url", "", "Where readers find the source code of what runs here; the licence asks for it."),
    ("attachment_max_mb", "20", "The largest file that can be attached to an answer, in MB."),
    ("attachments_max", "10", "How many files an answer can have."),
    ("attachments_total_mb", "60", "How large the files of one answer can be together, in MB."),
    (
        "clamd",
        "",
        "Where clamd scans attached files for viruses: host:port or the path of its socket. Empty: no scan.",
    ),
    (
        "require_totp",
        "false",
        "true: everybody at the desk must set up a second factor before anything else.",
    ),
    (
        "git_push",
        "false",
        "true: where the content is kept in git, what is committed is sent on to its remote.",
    ),
    ("processes", "2", "How many web processes `samrad run` starts."),
)


class SettingsError(ValueError):
    """A setting is missing or cannot be used; the message names the key and says what to write."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Smtp:
    """How to reach the mail server."""

    host: str
    port: int
    security: str
    user: str
    password: str


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations."""

    workspace: Path
    base_url: str
    secret_key: str
    mail_from: str
    smtp: Smtp | None
    trusted_proxies: int
    processes: int
    keep_drafts_days: int
    keep_mail_days: int
    keep_addresses_days: int
    reminder_days: tuple[int, ...]
    confirmation_reminder_days: tuple[int, ...]
    adoption_reminder_before: tuple[int, ...]
    adoption_reminder_after: tuple[int, ...]
    source_url: str
    privacy_notice: Localised
    attachment_max_mb: int
    attachments_max: int
    attachments_total_mb: int
    clamd: str
    require_totp: bool
    git_push: bool

    @property
    def content(self) -> Path:
        """The folder with the council's definitions."""
        return self.workspace / "content"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.workspace / "data" / "samrad.sqlite3"

    @property
    def attachments(self) -> Path:
        """The folder with the files that belong to answers, by their fingerprints."""
        return self.workspace / "data" / "attachments"

    @property
    def templates(self) -> Path:
        """The folder with the council's own Word templates."""
        return self.workspace / "data" / "templates"

    @property
    def site(self) -> Path:
        """The folder with the built releases and the link `current`."""
        return self.workspace / "site"

    @property
    def outbox(self) -> Path:
        """The folder where mail lands without a mail server."""
        return self.workspace / "outbox"

    @property
    def https(self) -> bool:
        """Whether people reach the service over HTTPS, so that cookies are sent over nothing else."""
        return self.base_url.startswith("https://")


def load_settings(workspace: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings of a workspace.

    Args:
        workspace: the folder with `samrad.toml`.
        environment: `SAMRAD_<KEY>` there goes before the file.

    Raises:
        SettingsError: a key is unknown, missing or cannot be used.
    """
    values = {key: default for key, default, _ in KEYS} | _file_values(workspace / FILE)
    values |= _environment_values(environment)
    if not values["secret_key"] and not (workspace / FILE).is_file():
        raise SettingsError(
            N_(
                "{folder} has no samrad.toml. Name the right folder with --workspace, or make one with `samrad init`.",
                folder=workspace.resolve(),
            )
        )
    if len(values["secret_key"]) < SHORTEST_SECRET:
        raise SettingsError(
            N_("secret_key: write at least 32 random characters in samrad.toml (`samrad init` makes one).")
        )
    if not _is_address(values["base_url"]):
        raise SettingsError(
            N_("base_url: write an address like https://horing.example.no, with nothing after the name or port.")
        )
    if values["smtp_security"] not in ("starttls", "tls", "none"):
        raise SettingsError(N_("smtp_security: write starttls, tls or none."))
    return Settings(
        workspace=workspace,
        base_url=values["base_url"],
        secret_key=values["secret_key"],
        mail_from=values["mail_from"],
        smtp=_smtp(values),
        trusted_proxies=_number(values, "trusted_proxies", 0),
        processes=_number(values, "processes", 1),
        keep_drafts_days=_number(values, "keep_drafts_days", 1),
        keep_mail_days=_number(values, "keep_mail_days", 1),
        keep_addresses_days=_number(values, "keep_addresses_days", 1),
        reminder_days=_days(values, "reminder_days"),
        confirmation_reminder_days=_days(values, "confirmation_reminder_days"),
        adoption_reminder_before=_days(values, "adoption_reminder_before"),
        adoption_reminder_after=_days(values, "adoption_reminder_after"),
        source_url=values["source_url"],
        privacy_notice=_in_languages(values, "privacy_notice"),
        attachment_max_mb=_number(values, "attachment_max_mb", 1),
        attachments_max=_number(values, "attachments_max", 0),
        attachments_total_mb=_number(values, "attachments_total_mb", 1),
        clamd=_clamd(values),
        require_totp=_yes(values, "require_totp"),
        git_push=_yes(values, "git_push"),
    )


def _in_languages(values: Mapping[str, str], key: str) -> Localised:
    """Return the text that stands under `key` in each language; a reader of another one gets the nearest."""
    texts = ((language, values[f"{key}_{language.value}"].strip()) for language in Language)
    return Localised(forms=tuple((language, text) for language, text in texts if text))


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url == f"{parts.scheme}://{parts.netloc}"


def _environment_values(environment: Mapping[str, str]) -> dict[str, str]:
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    values = {key: value for key, value in given.items() if key not in NOT_SETTINGS}
    unknown = sorted(set(values) - {key for key, _, _ in KEYS})
    if unknown:
        name = f"{PREFIX}{unknown[0].upper()}"
        raise SettingsError(N_("{key}: this key is not known in the environment; see docs/operations.md.", key=name))
    return values


def _file_values(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(N_("{file} cannot be read: {reason}", file=path, reason=error)) from error
    unknown = sorted(set(values) - {key for key, _, _ in KEYS})
    if unknown:
        raise SettingsError(
            N_("{key}: this key is not known in {file}; see docs/operations.md.", key=unknown[0], file=path)
        )
    return {key: str(value) for key, value in values.items()}


def _smtp(values: Mapping[str, str]) -> Smtp | None:
    if not values["smtp_host"]:
        return None
    port, security = _number(values, "smtp_port", 1), values["smtp_security"]
    if port > LAST_PORT:
        raise SettingsError(N_("smtp_port: write a port between 1 and 65535."))
    return Smtp(values["smtp_host"], port, security, values["smtp_user"], values["smtp_password"])


def _clamd(values: Mapping[str, str]) -> str:
    """Return where clamd is: `host:port`, or the path of a socket."""
    value = values["clamd"].strip()
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isdecimal() and 0 < int(port) <= LAST_PORT):
        raise SettingsError(N_('clamd: write host:port, the path of a socket that begins with /, or "" for no scan.'))
    return value


def _yes(values: Mapping[str, str], key: str) -> bool:
    """Return a choice; TOML has words of its own for it, the environment has text."""
    value = values[key].strip().lower()
    if value not in ("true", "false"):
        raise SettingsError(N_("{key}: write true or false.", key=key))
    return value == "true"


def _number(values: Mapping[str, str], key: str, least: int) -> int:
    if not values[key].isdecimal() or int(values[key]) < least:
        raise SettingsError(N_("{key}: write a whole number, {least} or more.", key=key, least=least))
    return int(values[key])


def _days(values: Mapping[str, str], key: str) -> tuple[int, ...]:
    parts = [part.strip() for part in values[key].split(",") if values[key].strip()]
    if not all(part.isascii() and part.isdecimal() and len(part) <= DAY_DIGITS for part in parts):
        raise SettingsError(
            N_('{key}: write whole numbers of days with commas between, like "14,3,0", or "" for none.', key=key)
        )
    return tuple(sorted({int(part) for part in parts}, reverse=True))
