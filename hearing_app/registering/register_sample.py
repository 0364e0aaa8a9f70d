"""A file of answers to fill in: the hearing's columns, an example, whose answers are missing, and what to write."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Channel, ItemKind, Language, SenderKind, Stance, Standing
from hearing_app.registering.register_table import COLUMNS, EXPLANATION, head, titles_of
from hearing_app.registering.register_words import quoted, to_write, word_key
from hearing_app.spreadsheet import Page, write_book
from hearing_app.text import Words

EXAMPLE = "EKSEMPEL – denne raden blir aldri lest"
"""What stands for the body in the row that shows how to write."""
BEGINS = "Eksempel: "
"""What its other cells begin with; such a cell in another row is somebody who has written over a part of it."""
DAY = "31.5.2026 14:30"


@dataclass(frozen=True)
class Explained:
    """A column: its title in the file, what it is for, and the words that can stand there, none where any can."""

    title: str
    message: Message
    words: tuple[str, ...] = ()

    @property
    def listed(self) -> str:
        """The words as a list."""
        return quoted(self.words)


EXPLAINED = {
    "who": N_("The body's name or id. Of somebody who was not invited: the name, with the kind in «avsendertype»."),
    "id": N_("The body's id. It may stand empty where the name is enough."),
    "kind": N_("Of those alone who were not invited: what kind of sender."),
    "channel": N_("How the answer came: by e-mail, on paper or in another way."),
    "arrived": N_("The day it came, like 31.5.2026, with the hour where it is known: 31.5.2026 14:30."),
    "email": N_("Where the receipt goes; may be empty. It tells people of the same name apart."),
    "level": N_("Of those who were invited: who stands behind the answer."),
    "treated": N_("The day it was treated, like 31.5.2026; may be empty."),
    "no_remark": N_("Write «ja» where the answer is that there is no remark."),
    "anew": N_(
        "Only where somebody who was not invited has answered before by the same name. Write «ja» if it is the same "
        "sender with a new version, «nei» if it is somebody else, or the reference of the answer that it replaces."
    ),
}
"""What the columns that are not clear by themselves are for; told beside the file to fill in, and in the workbook."""
STANCE = N_("The body's stance to the section; may be empty.")
CHOICE = N_("Which alternative the body has chosen; may be empty.")
TO_WRITE = {"kind": SenderKind, "channel": Channel, "level": Standing}


def sample(hearing: Hearing, bodies: Sequence[Body], words: Words) -> str:
    """Return a CSV file with the hearing's columns, an example, and a row for each of `bodies`, by name and id.

    Semicolons, for that is what a Norwegian spreadsheet takes as columns.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerows((head(hearing), *_rows(hearing, bodies, words)))
    return written.getvalue()


def sample_sheet(hearing: Hearing, bodies: Sequence[Body], words: Words) -> bytes:
    """Return the same as an XLSX file, with a sheet that explains the columns to whoever fills it in."""
    rows = [(one.title, words.say(one.message), one.listed) for one in explained(hearing)]
    titles = (words.gettext("Column"), words.gettext("What stands there"), words.gettext("What can be written"))
    answers = Page("Svar", head(hearing), _rows(hearing, bodies, words))
    return write_book([answers, Page(EXPLANATION, titles, rows, (28, 80, 60))])


def _rows(hearing: Hearing, bodies: Sequence[Body], words: Words) -> list[tuple[str, ...]]:
    return [tuple(example_of(hearing)), *((words.local(body.name), body.id) for body in bodies)]


def explained(hearing: Hearing) -> tuple[Explained, ...]:
    """Return the columns that are not clear by themselves, with what they are for and what can stand there."""
    fixed = (
        Explained(COLUMNS[field][0], message, to_write(TO_WRITE[field]) if field in TO_WRITE else ())
        for field, message in EXPLAINED.items()
    )
    return (*fixed, *_explained_items(hearing))


def _explained_items(hearing: Hearing) -> Iterator[Explained]:
    if any(item.kind is ItemKind.STANCE for item in hearing.items):
        yield Explained("Standpunkt: …", STANCE, to_write(Stance))
    for item in hearing.items:
        if item.kind is ItemKind.CHOICE:
            names = tuple(option.name.text(Language.NB) for option in item.options)
            yield Explained(next(titles_of(item)), CHOICE, names)


def example_of(hearing: Hearing) -> Iterator[str]:
    """Yield the cells of the row that shows how to write, one for each column of `head`."""
    known = {
        "who": EXAMPLE,
        "channel": f"{BEGINS}{to_write(Channel)[0]}",
        "arrived": f"{BEGINS}{DAY}",
        "signed": f"{BEGINS}Kari Nordmann",
        "role": f"{BEGINS}ordfører",
        "email": f"{BEGINS}postmottak@example.no",
        "level": f"{BEGINS}{to_write(Standing)[2]}",
        "organ": f"{BEGINS}kommunestyret",
        "treated": f"{BEGINS}{DAY.partition(' ')[0]}",
        "case_number": f"{BEGINS}26/14",
    }
    yield from (known.get(field, "") for field in COLUMNS)
    for item in hearing.items:
        if item.kind is ItemKind.STANCE:
            yield f"{BEGINS}{to_write(Stance)[1]}"
        if item.kind is ItemKind.CHOICE:
            yield f"{BEGINS}{item.options[0].name.text(Language.NB)}" if item.options else ""
        yield f"{BEGINS}det som står i svaret om dette"


def is_example(who: str) -> bool:
    """Tell whether a row is the example, by what stands for its body."""
    return word_key(who) == word_key(EXAMPLE)


def is_of_example(hearing: Hearing, text: str) -> bool:
    """Tell whether a cell still says what the example does."""
    return text.startswith(BEGINS) and text in set(example_of(hearing))
