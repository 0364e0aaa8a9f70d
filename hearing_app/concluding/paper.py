"""The summary as a case paper: who answered, the figures, and the table of input, assessment and conclusion.

It is what a council is handed, so it says on its first page whether it is complete.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from hearing_app.concluding.told import Answered, Told, heading_of
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import Item
from hearing_app.domain.summary import SummaryPoint
from hearing_app.domain.summary_figures import PointCount
from hearing_app.domain.vocabulary import Channel, Conclusion
from hearing_app.text import Words
from hearing_app.word import Prose
from hearing_app.word.paper import Chapter, Paper, Table

Row = tuple[str | int, ...]
"""Of a table: a figure is a number, so that a spreadsheet can sum it."""
Fact = tuple[str, str | int]
TICK = "✓"
COUNTS = (4, 1, 1, 1, 1, 1, 1)


def paper_of(told: Told, *, written: datetime) -> Paper:
    """Return the case paper; `written` is when."""
    _ = told.words.gettext
    council = told.words.local(told.council.name) if told.council else ""
    title = _("Summary: {title}", title=told.words.local(told.hearing.title))
    incomplete = _("This summary is not complete") if told.missing else ""
    facts = tuple((label, str(value)) for label, value in facts_of(told, written))
    lacking = _("What is missing")
    return Paper(told.words.language, title, council, council, facts, tuple(_chapters(told)), incomplete, lacking)


def facts_of(told: Told, written: datetime) -> Iterator[Fact]:
    """Yield what stands on top: labels and what stands after them."""
    words, figures = told.words, told.figures
    _, counted = words.gettext, told.seen.counted
    yield _("Case number"), told.hearing.case_number
    yield _("Deadline"), words.date(told.hearing.deadline)
    yield _("Answered"), _("{answered} of {invited}", answered=counted.answered, invited=counted.invited)
    if figures.others:
        yield _("Answers without invitation"), figures.others
    if figures.no_remark:
        yield _("Without remarks"), figures.no_remark
    if figures.used < figures.received:
        yield _("Made from"), _("{number} of {total} answers", number=figures.used, total=figures.received)
    yield _("Written"), words.moment(written)


def _chapters(told: Told) -> Iterator[Chapter]:
    _ = told.words.gettext
    if told.missing:
        lines = tuple(told.words.say(step.message) for step in told.missing)
        yield Chapter(_("This summary is not complete"), 1, lines=lines)
    if told.own_words:
        yield Chapter(_("In the secretariat's words"), 1, prose=Prose(told.own_words, told.hearing.language))
    yield Chapter(_("Who answered"), 1, table=_table(answered_rows(told), (4, 2, 4)))
    yield from _figures(told)
    if told.points:
        yield Chapter(_("Input, assessment and conclusion"), 1)
    for item in told.hearing.items:
        points = tuple(point for point in told.points if point.item == item.id)
        if points:
            head = (_("Input"), _("Assessment"), _("Conclusion"))
            rows = (_row(told, point) for point in told.words.by_body(points, told.council))
            yield Chapter(heading_of(item, told.words), 2, table=_table((head, *rows), (5, 4, 2)))


def _figures(told: Told) -> Iterator[Chapter]:
    _, figures = told.words.gettext, told.figures
    if figures.stances:
        yield Chapter(_("How they stand to each section"), 1, table=_table(stance_rows(told), (5, 2, 2, 2, 2)))
    if figures.choices:
        yield Chapter(_("What they chose"), 1)
    for rows in choice_rows(told):
        yield Chapter(str(rows[0][0]), 2, table=_table(((_("Alternative"), _("Chosen by")), *rows[1:]), (5, 1)))
    yield Chapter(_("How many wrote something"), 1, table=_table(text_rows(told), (5, 1, 1)))
    if figures.themes:
        yield Chapter(_("Points by theme"), 1, table=_table(theme_rows(told), COUNTS))
    if figures.bodies:
        yield Chapter(_("Points by body"), 1, table=_table(body_rows(told), COUNTS))


def _table(rows: Sequence[Row], widths: tuple[int, ...]) -> Table:
    head, *rest = (tuple(map(str, row)) for row in rows)
    return Table(head, tuple(rest), widths)


def answered_rows(told: Told) -> tuple[Row, ...]:
    """Return everybody who was asked, by name, with a tick for those who answered, and then the others."""
    _ = told.words.gettext
    rows = ((told.body(line.body.id), *_tick(line, told)) for line in in_order(told))
    return ((_("Body"), _("Answered"), _("When and how")), *rows)


def in_order(told: Told) -> tuple[Answered, ...]:
    """Return the lines of who answered as they are told: those who were asked by name, and then the others."""
    by_id = {line.body.id: line for line in told.answers}
    asked = told.words.by_name(line.body for line in told.answers if line.invited)
    rest = told.words.by_name(line.body for line in told.answers if not line.invited)
    return tuple(by_id[body.id] for body in (*asked, *rest))


def _tick(line: Answered, told: Told) -> tuple[str, str]:
    _ = told.words.gettext
    if line.head is None:
        return _("No"), ""
    said = ", ".join([told.words.date(oslo_day(line.head.arrived_at)), *remarks(line, told.words)])
    return " ".join((TICK, _("Yes"))), said


def remarks(line: Answered, words: Words) -> tuple[str, ...]:
    """Return what there is to say of how an answer came."""
    _ = words.gettext
    ways = {Channel.EMAIL: _("by e-mail"), Channel.PAPER: _("on paper"), Channel.OTHER_WAY: _("in another way")}
    found = (
        _("after the deadline") if line.late else "",
        _("without remarks") if line.head and line.head.no_remark else "",
        ways[line.channel] if line.channel else "",
        "" if line.invited else _("without invitation"),
    )
    return tuple(filter(None, found))


def stance_rows(told: Told) -> tuple[Row, ...]:
    """Return how they stand to each section."""
    _ = told.words.gettext
    head = (_("Section"), _("Supports"), _("Supports with remarks"), _("Does not support"), _("Without a stance"))
    rows = (
        (told.item(c.section), c.supports, c.supports_with_remarks, c.does_not_support, c.silent)
        for c in told.figures.stances
    )
    return (head, *rows)


def choice_rows(told: Told) -> Iterator[tuple[Row, ...]]:
    """Yield what was chosen, for each item: its name on the first row, then each alternative with its number."""
    _ = told.words.gettext
    for counted in told.figures.choices:
        item = told.hearing.item(counted.item)
        options = ((_option(item, o.option, told.words), o.number) for o in counted.options)
        yield ((told.item(counted.item),), *options, (_("None chosen"), counted.silent))


def _option(item: Item | None, option_id: str, words: Words) -> str:
    option = item.option(option_id) if item else None
    return words.local(option.name) if option else words.gettext("No longer in the hearing: {id}", id=option_id)


def text_rows(told: Told) -> tuple[Row, ...]:
    """Return how many wrote something to each part; a section is a part as well."""
    _ = told.words.gettext
    rows = ((told.item(c.item), c.written, c.silent) for c in told.figures.texts)
    return ((_("Part"), _("Wrote something"), _("Wrote nothing")), *rows)


def theme_rows(told: Told) -> tuple[Row, ...]:
    """Return how much input there is on each theme, and what became of it."""
    _, counts = told.words.gettext, told.figures.themes
    return _count_rows(told, counts, _("Theme"), [count.name or _("Without a theme") for count in counts])


def body_rows(told: Told) -> tuple[Row, ...]:
    """Return how much input each body has, and what became of it."""
    counts = told.figures.bodies
    return _count_rows(told, counts, told.words.gettext("Body"), [told.body(count.name) for count in counts])


def _count_rows(told: Told, counts: Iterable[PointCount], heading: str, names: Iterable[str]) -> tuple[Row, ...]:
    _ = told.words.gettext
    head = (heading, _("Points"), *(told.words.term(c) for c in Conclusion), _("Not concluded yet"))
    rows: list[Row] = [
        (name, c.points, *(c.of(conclusion) for conclusion in Conclusion), c.open_points)
        for name, c in zip(names, counts, strict=True)
    ]
    return (head, *rows)


def _row(told: Told, point: SummaryPoint) -> tuple[str, str, str]:
    said = f"{who_said(told, point)}:\n\n{said_words(point, told.words)}"
    return said, point.assessment or told.words.gettext("Not assessed yet"), conclusion_of(told, point)


def who_said(told: Told, point: SummaryPoint) -> str:
    """Return the names of all who stand behind a row."""
    return told.words.listed([told.body(body) for body in point.bodies])


def conclusion_of(told: Told, point: SummaryPoint) -> str:
    """Return the conclusion in words."""
    return told.words.term(point.conclusion) if point.conclusion else told.words.gettext("Not concluded yet")


def said_words(point: SummaryPoint, words: Words) -> str:
    """Return what a point says in one text: the words, or what is to be changed into what."""
    _ = words.gettext
    if point.amendment is None:
        return point.quote
    removed, added = point.amendment.removed, point.amendment.added
    if not added.strip():
        return _("Take out: {text}", text=removed)
    if not removed.strip():
        return _("Put in: {text}", text=added)
    return "\n\n".join((_("Instead of: {text}", text=removed), _("Shall stand: {text}", text=added)))
