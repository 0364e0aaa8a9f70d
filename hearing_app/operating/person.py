"""What is stored on a person: the answer to who asks for access to personal data (GDPR article 15)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from email import message_from_string, policy
from pathlib import Path
from typing import Any

from hearing_app.storage import Database, persons

FIELDS = {"respondent_name": "name", "respondent_role": "role", "respondent_email": "email"}
"""What a draft says of who answers, by the name that a submission has for it."""
TEXT_FILES = frozenset({".yml", ".yaml", ".md", ".toml"})
PERSONAL_LINK = re.compile(
    r"(/svar/(?:i|[a-z0-9-]+/apen)/|/sekretariat/passord/|/tilslutning/(?=[A-Za-z0-9_-]{20}))\S+"
)
"""It lets whoever has it answer for a body, so it is in no export."""
Row = dict[str, Any]


def stored_on(db: Database, content: Path, email: str, *, username: str = "") -> dict[str, list[Row]]:
    """Return everything that is stored on a person, by where it stands; a place with nothing is not there.

    Args:
        content: the folder with the council's definitions; a line that holds the address is named, not copied.
        email: the address, in whatever case.
        username: the person's user name at the desk, where there is one and no address stands with it.

    Returns:
        `submissions` and `drafts` with the contact data in them (what was answered is the body's), `search` with the
        copies of a guest's answers that the desk searches in (they hold what the answers hold), rows of every
        other table by its name, and `files`. Secrets, such as password hashes, are not among them.
    """
    address = email.strip().casefold()
    found: dict[str, list[Row]] = defaultdict(list)
    guests = persons.guests_with(db, address)
    found["submissions"] = list(_submissions(db, address, guests))
    found["drafts"] = list(_drafts(db, address, guests))
    references = {str(row["reference"]).casefold() for row in found["submissions"]}
    own = [str(row["reference"]) for row in found["submissions"] if row["body"] in guests]
    found["search"] = list(persons.search_copies(db, own))
    at_desk = persons.usernames_with(db, address)
    names = frozenset({address, username.strip().casefold(), *at_desk, *references, *guests} - {""})
    about = _naming(address)

    def told_of(text: str) -> bool:
        return text.casefold() in names or about.search(text) is not None

    for table, row in persons.rows_about(db, told_of):
        found[table].append(_mail(row) if table == "outbox" else row)
    for table, row in persons.rows_of_colleague(db, address):
        found[table] += [row] if row not in found[table] else []
    found["files"] = list(_lines(content, about))
    return {place: rows for place, rows in found.items() if rows}


def _naming(address: str) -> re.Pattern[str]:
    """Return what finds the address in a text, and not another one that begins or ends alike."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?!-?\w|\.\w)", re.IGNORECASE)


def _mail(row: Row) -> Row:
    """Return a mail with its subject and text instead of the bytes on the wire; one that is sent has no text left."""
    message = message_from_string(str(row["message"] or ""), policy=policy.default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if row["message"] and body is not None else ""
    told = {"subject": str(message["Subject"] or ""), "text": PERSONAL_LINK.sub(r"\1…", text)}
    return {name: value for name, value in row.items() if name != "message"} | told


def _submissions(db: Database, address: str, guests: Collection[str]) -> Iterator[Row]:
    for row, payload in persons.submission_rows(db):
        respondent = payload["respondent"]
        if respondent["email"].casefold() == address or row["body"] in guests:
            columns = ("reference", "hearing", "body", "version", "received_at")
            yield {**{name: row[name] for name in columns}, **respondent}


def _drafts(db: Database, address: str, guests: Collection[str]) -> Iterator[Row]:
    for row, fields in persons.draft_rows(db):
        if _address(fields) == address or row["body"] in guests:
            who = {short: fields.get(name, "") for name, short in FIELDS.items()}
            yield {**{name: row[name] for name in ("hearing", "body", "saved_at")}, **who}


def _address(fields: Mapping[str, Any]) -> str:
    return str(fields.get("respondent_email", "")).strip().casefold()


def _lines(content: Path, about: re.Pattern[str]) -> Iterator[Row]:
    """Yield the lines of the definitions that hold the address, such as a contact in council.yml."""
    for path in sorted(content.rglob("*")):
        if path.suffix in TEXT_FILES and path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if about.search(line):
                    yield {"file": str(path.relative_to(content)), "line": number}
