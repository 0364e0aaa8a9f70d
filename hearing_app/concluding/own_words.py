"""The summary in the secretariat's own words: the hearing's summary.md at the desk, and figures to begin with."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from hearing_app.building.hand_files import HandFile, read_hand_file, write_hand_file
from hearing_app.building.repository import author_of
from hearing_app.concluding.summing_up import Told
from hearing_app.domain.vocabulary import Conclusion, Stance
from hearing_app.publishing.publish import ask_for_site
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
    db: Database, settings: Settings, hearing_id: str, text: str, *, seen: str, user: User, now: datetime
) -> None:
    """Write the file, note who did it, and have the site built; where the content is in git, it is committed.

    Args:
        text: Markdown; empty where the file shall go.
        seen: the fingerprint that the page showed.

    Raises:
        FileChanged, DefinitionBroken, BuildBusy, CommitRefused, OSError: as `write_hand_file`; nothing was written.
    """
    whole = f"{text.rstrip()}\n" if text.strip() else ""
    author = author_of(user.name, user.username, settings.mail_from, user.email)
    write_hand_file(settings, words_file(hearing_id), whole, seen=seen, author=author)
    with writing(db):
        audit.log(db, now=now, actor=user.username, action="summary edited", hearing=hearing_id, subject=NAME)
        ask_for_site(db, actor=user.username, now=now)


def with_figures(text: str, told: Told) -> str:
    """Return a text that begins with a paragraph of figures, in the language of `told`."""
    return f"{figures_in_words(told)}\n\n{text.lstrip()}" if text.strip() else f"{figures_in_words(told)}\n"


def figures_in_words(told: Told) -> str:
    """Return the figures as Markdown: how many answered, how they stand to each section, and the conclusions."""
    return "\n\n".join(filter(None, (_answered(told), _stances(told), _conclusions(told))))


def _answered(told: Told) -> str:
    _, ngettext, counted = told.words.gettext, told.words.ngettext, told.seen.counted
    asked = {"answered": counted.answered, "invited": counted.invited}
    sentences = [_("{answered} of the {invited} bodies that were asked answered.", **asked)]
    late = sum(line.late for line in told.answers)
    for number, sentence in (
        (late, ngettext("{number} answer came after the deadline.", "{number} answers came after the deadline.", late)),
        (
            told.figures.no_remark,
            ngettext("{number} body had no remarks.", "{number} bodies had no remarks.", told.figures.no_remark),
        ),
        (
            told.figures.others,
            ngettext(
                "{number} answer came without an invitation.",
                "{number} answers came without an invitation.",
                told.figures.others,
            ),
        ),
    ):
        sentences += [sentence] if number else []
    return " ".join(sentences)


def _stances(told: Told) -> str:
    words = told.words
    lines = []
    for count in told.figures.stances:
        said = [f"{count.of(stance)} {words.term(stance).lower()}" for stance in Stance if count.of(stance)]
        told_of = words.listed(said) if said else words.gettext("no stance")
        lines.append(f"- {told.item(count.section)}: {told_of}")
    if not lines:
        return ""
    return "\n\n".join((words.gettext("How the bodies stand to each section:"), "\n".join(lines)))


def _conclusions(told: Told) -> str:
    total = told.figures.total
    if not total.points:
        return ""
    ngettext = told.words.ngettext
    parts = list(_concluded(told))
    first = ngettext("The answers held {number} input.", "The answers held {number} inputs.", total.points)
    if not parts:
        return first
    _ = told.words.gettext
    return " ".join((first, _("Conclusions: {list}.", list=told.words.listed(parts))))


def _concluded(told: Told) -> Iterator[str]:
    total = told.figures.total
    for conclusion in Conclusion:
        if total.of(conclusion):
            yield f"{total.of(conclusion)} {told.words.term(conclusion).lower()}"
    if total.open_points:
        _ = told.words.gettext
        yield f"{total.open_points} " + _("Not concluded yet").lower()
