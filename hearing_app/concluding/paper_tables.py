"""The summary for a spreadsheet: XLSX with a sheet for each table, and CSV with the input alone."""

from collections.abc import Iterator
from datetime import datetime

from hearing_app.concluding.paper import (
    Row,
    answered_rows,
    body_rows,
    choice_rows,
    conclusion_of,
    facts_of,
    in_order,
    said_words,
    stance_rows,
    text_rows,
    theme_rows,
    who_said,
)
from hearing_app.concluding.told import Told
from hearing_app.csv_file import write_csv
from hearing_app.spreadsheet import Page, write_book

COUNTS = (40, 10, 18, 22, 20, 12, 24)
"""Widths of the columns of a sheet with figures, in characters."""


def as_book(told: Told, *, written: datetime) -> bytes:
    """Return the summary as XLSX; what it lacks stands on the first sheet."""
    _, figures = told.words.gettext, told.figures
    pages = [
        _page(_("About the summary"), tuple(_about(told, written)), (44, 80)),
        _page(_("Input"), flat_rows(told), (10, 28, 30, 60, 60, 22, 24)),
        _page(_("Who answered"), _with_numbers(told), (10, 34, 12, 40)),
        _page(_("Sections"), stance_rows(told), (40, 14, 22, 18, 14)) if figures.stances else None,
        _page(_("Alternatives"), tuple(_choices(told)), (40, 40, 14)) if figures.choices else None,
        _page(_("How many wrote something"), text_rows(told), (40, 16, 16)),
        _page(_("Themes"), theme_rows(told), COUNTS) if figures.themes else None,
        _page(_("Bodies"), _by_body(told), (10, *COUNTS)) if figures.bodies else None,
    ]
    return write_book([page for page in pages if page])


def as_csv(told: Told) -> str:
    """Return the input as CSV with semicolons, as Norwegian spreadsheets read it; nothing in it becomes a formula.

    It begins with its head, as programs expect, so its name alone tells where the summary is not complete.
    """
    return write_csv([tuple(map(str, row)) for row in flat_rows(told)])


def csv_name(told: Told) -> str:
    """Return what the CSV file is called."""
    return f"oppsummering-{told.hearing.id}{'-ikke-fullstendig' if told.missing else ''}.csv"


def _page(title: str, rows: tuple[Row, ...], widths: tuple[int, ...]) -> Page:
    return Page(title, tuple(map(str, rows[0])), rows[1:], widths)


def _about(told: Told, written: datetime) -> Iterator[Row]:
    _ = told.words.gettext
    yield _("Summary: {title}", title=told.words.local(told.hearing.title)), ""
    for step in told.missing:
        yield _("This summary is not complete"), told.words.say(step.message)
    yield from facts_of(told, written)


def flat_rows(told: Told) -> tuple[Row, ...]:
    """Return the input, one row each, with all who said it."""
    _ = told.words.gettext
    head = (_("Number"), _("Body"), _("Part"), _("Input"), _("Assessment"), _("Conclusion"), _("Themes"))
    rows = (
        (
            ", ".join(filter(None, map(told.number, point.bodies))),
            who_said(told, point),
            told.item(point.item),
            said_words(point, told.words),
            point.assessment,
            conclusion_of(told, point),
            ", ".join(point.themes),
        )
        for point in told.points
    )
    return (head, *rows)


def _choices(told: Told) -> Iterator[Row]:
    _ = told.words.gettext
    yield _("Question"), _("Alternative"), _("Chosen by")
    for (name,), *options in choice_rows(told):
        yield from ((name, *option) for option in options)


def _with_numbers(told: Told) -> tuple[Row, ...]:
    """Return who answered, with the number of a municipality in front."""
    head, *rows = answered_rows(told)
    numbers = (told.number(line.body.id) for line in in_order(told))
    return ((told.words.gettext("Number"), *head), *((n, *row) for n, row in zip(numbers, rows, strict=True)))


def _by_body(told: Told) -> tuple[Row, ...]:
    """Return the input of each body, with the number of a municipality in front."""
    _, counts = told.words.gettext, told.figures.bodies
    head, *rows = body_rows(told)
    return ((_("Number"), *head), *((told.number(c.name), *row) for c, row in zip(counts, rows, strict=True)))
