"""What is stored on a person: the answer to who asks for access to personal data (GDPR article 15).

A person is looked up by e-mail address, and by name where there is none: an answer that came on paper often has no
address. An address is one person's; a name can be several people's, so every row says what it was found by.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from hearing_app.domain.searching import words_of
from hearing_app.storage import Database, persons

FIELDS = {"respondent_name": "name", "respondent_role": "role", "respondent_email": "email"}
"""What a draft says of who answers, by the name that a submission has for it."""
TEXT_FILES = frozenset({".yml", ".yaml", ".md", ".toml"})
PERSONAL_LINK = re.compile(
    r"(/svar/(?:i|[a-z0-9-]+/apen)/|/sekretariat/passord/|/tilslutning/(?=[A-Za-z0-9_-]{20}))\S+"
)
"""It lets whoever has it answer for a body, so it is in no export."""
MATCHED_BY = "matched_by"
"""What a row says how the person was known in it by; no column of the database is called so."""
FEWEST = 2
"""Words of a name that are looked for in longer names and in texts; a first name alone is everybody's."""
Row = dict[str, Any]


class How(IntEnum):
    """What a person is known by, the surest first.

    NAME is the same words in the same order, however they are spaced and in whatever case. WORDS are the same words
    among others or in another order, as «Eksempel, Kari Marie». TEXT is the name in a text. REFERENCE is an answer that
    was found, by its reference or its sender.
    """

    EMAIL = 1
    USERNAME = 2
    REFERENCE = 3
    NAME = 4
    WORDS = 5
    TEXT = 6


@dataclass(frozen=True)
class Sought:
    """Who is looked for: by an address, a name, or both."""

    email: str = ""
    name: str = ""

    @property
    def address(self) -> str:
        """The address as it is compared."""
        return self.email.strip().casefold()

    @cached_property
    def words(self) -> list[str]:
        """The words of the name, in small letters."""
        return words_of(self.name)

    def called(self, name: str) -> How | None:
        """Tell how the person is known by what somebody is called."""
        words = words_of(name)
        if not self.words or not words:
            return None
        if words == self.words:
            return How.NAME
        return How.WORDS if len(self.words) >= FEWEST and set(self.words) <= set(words) else None

    def is_called(self, name: str) -> bool:
        """Tell whether somebody has the name, be it among other words."""
        return self.called(name) is not None

    def is_named(self, name: str) -> bool:
        """Tell whether somebody has exactly the name."""
        return self.called(name) is How.NAME

    @cached_property
    def _address_in_text(self) -> re.Pattern[str] | None:
        """What finds the address in a text, and not another one that begins or ends alike."""
        if not self.address:
            return None
        return re.compile(rf"(?<![\w.+-]){re.escape(self.address)}(?!-?\w|\.\w)", re.IGNORECASE)

    @cached_property
    def _name_in_text(self) -> re.Pattern[str] | None:
        if len(self.words) < FEWEST:
            return None
        words = r"[\W_]+".join(map(re.escape, self.words))
        return re.compile(rf"(?<!\w){words}(?:['’]?s)?(?!\w)", re.IGNORECASE)  # «Kari Eksempels svar» is about her

    def stands_in(self, text: str) -> How | None:
        """Tell how the person is known by a text in which they may be named."""
        if self._address_in_text and self._address_in_text.search(text):
            return How.EMAIL
        return How.TEXT if self._name_in_text and self._name_in_text.search(text) else None


def stored_on(
    db: Database, content: Path, email: str = "", *, username: str = "", name: str = ""
) -> dict[str, list[Row]]:
    """Return everything that is stored on a person, by where it stands; a place with nothing is not there.

    Each row has under `matched_by` what it was found by: the first that fits of `How`, in small letters.

    Args:
        content: the folder with the council's definitions; a line that names the person is named, not copied.
        email: the address, in whatever case; empty where a name is looked for.
        username: the person's user name at the desk, where there is one and no address stands with it.
        name: the name; every row whose name has all its words is told, so that somebody else can be among them.

    Returns:
        `submissions` and `drafts` with the contact data in them (what was answered is the body's), `search` with the
        copies of a guest's answers that the desk searches in (they hold what the answers hold), rows of every
        other table by its name, and `files`. Secrets, such as password hashes, are not among them.
    """
    sought = Sought(email, name)
    found: dict[str, list[Row]] = defaultdict(list)
    guests = persons.guests_with(db, sought.address) | persons.guests_of(db, sought.is_called)
    found["submissions"] = list(_submissions(db, sought, guests))
    found["drafts"] = list(_drafts(db, sought, guests))
    own = [str(row["reference"]) for row in found["submissions"] if row["body"] in guests]
    found["search"] = [row | _by(How.REFERENCE) for row in persons.search_copies(db, own)]
    references = {str(row["reference"]).casefold() for row in found["submissions"]} | guests
    at_desk = persons.usernames_with(db, sought.address) | persons.usernames_of(db, sought.is_named)
    users = {username.strip().casefold(), *at_desk} - {""}

    def matched(column: str, text: str) -> How | None:
        folded = text.casefold()
        if folded in users:
            return How.USERNAME
        if folded in references:
            return How.REFERENCE
        named = sought.called(text) if column == "name" or column.endswith("_name") else None
        return named or sought.stands_in(text)

    for table, row, how in persons.rows_about(db, matched, _told):
        found[table].append(row | _by(how))
    for table, row in persons.rows_of_colleague(db, sought.address):
        told = [{key: value for key, value in other.items() if key != MATCHED_BY} for other in found[table]]
        found[table] += [row | _by(How.EMAIL)] if row not in told else []
    found["files"] = list(_lines(content, sought))
    return {place: rows for place, rows in found.items() if rows}


def _by(how: How) -> Row:
    return {MATCHED_BY: how.name.lower()}


def _told(table: str, row: Row) -> Row:
    """Return a row as it is told and looked in: of a mail the words, whatever they are coded as on the wire."""
    return _mail(row) if table == "outbox" else row


def _mail(row: Row) -> Row:
    """Return a mail with its subject and text instead of the bytes on the wire; one that is sent has no text left."""
    message = message_from_string(str(row["message"] or ""), policy=policy.default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if row["message"] and body is not None else ""
    told = {"subject": str(message["Subject"] or ""), "text": PERSONAL_LINK.sub(r"\1…", text)}
    return {name: value for name, value in row.items() if name != "message"} | told


def _submissions(db: Database, sought: Sought, guests: Collection[str]) -> Iterator[Row]:
    for row, payload in persons.submission_rows(db):
        respondent = payload["respondent"]
        how = _respondent(sought, respondent["email"], respondent["name"], is_guest=row["body"] in guests)
        if how is not None:
            columns = ("reference", "hearing", "body", "version", "received_at")
            yield {**{name: row[name] for name in columns}, **respondent, **_by(how)}


def _drafts(db: Database, sought: Sought, guests: Collection[str]) -> Iterator[Row]:
    for row, fields in persons.draft_rows(db):
        who = {short: str(fields.get(name, "")) for name, short in FIELDS.items()}
        how = _respondent(sought, who["email"], who["name"], is_guest=row["body"] in guests)
        if how is not None:
            yield {**{name: row[name] for name in ("hearing", "body", "saved_at")}, **who, **_by(how)}


def _respondent(sought: Sought, email: str, name: str, *, is_guest: bool) -> How | None:
    """Tell how the person is known by what an answer says of who gave it."""
    if sought.address and email.strip().casefold() == sought.address:
        return How.EMAIL
    return sought.called(name) or (How.REFERENCE if is_guest else None)


def _lines(content: Path, sought: Sought) -> Iterator[Row]:
    """Yield the lines of the definitions that name the person, such as a contact in council.yml."""
    for path in sorted(content.rglob("*")):
        if path.suffix in TEXT_FILES and path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if how := sought.stands_in(line):
                    yield {"file": str(path.relative_to(content)), "line": number, **_by(how)}
