"""The summary in the secretariat's own words: the hearing's summary.md at the desk."""

from datetime import datetime
from pathlib import Path

from hearing_app.building.hand_files import HandFile, read_hand_file, write_hand_file
from hearing_app.building.repository import author_of
from hearing_app.publishing.publish import ask_for_site
from hearing_app.redacting.hand_marks import ensure_told
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit
from hearing_app.storage.database import writing
from hearing_app.storage.users import User

NAME = "summary.md"


def words_file(hearing_id: str) -> str:
    """Return the path of a hearing's summary in own words, inside the content folder."""
    return f"hearings/{hearing_id}/{NAME}"


def read_words_file(content: Path, hearing_id: str) -> HandFile:
    """Return the file as it stands; one that is not there is empty."""
    return read_hand_file(content, words_file(hearing_id))


def save_words(
    db: Database,
    settings: Settings,
    hearing_id: str,
    text: str,
    *,
    seen: str,
    user: User,
    now: datetime,
    told: str = "",
) -> None:
    """Write the file, note who did it, and have the site built; where the content is in git, it is committed.

    Args:
        text: Markdown; empty where the file shall go.
        seen: the fingerprint that the page showed.
        told: the withheld words that the page told of, as in `ensure_told`.

    Raises:
        FileChanged, DefinitionBroken, BuildBusy, CommitRefused, OSError: as `write_hand_file` and `ensure_told`;
            nothing was written.
    """
    whole = f"{text.rstrip()}\n" if text.strip() else ""
    ensure_told(db, settings.content, hearing_id, words_file(hearing_id), whole, told)
    author = author_of(user.name, user.username, settings.mail_from, user.email)
    write_hand_file(settings, words_file(hearing_id), whole, seen=seen, author=author)
    with writing(db):
        audit.log(db, now=now, actor=user.username, action="summary edited", hearing=hearing_id, subject=NAME)
        ask_for_site(db, actor=user.username, now=now)
