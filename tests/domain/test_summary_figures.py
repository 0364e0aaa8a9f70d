"""Figures of a summary, from what SQLite counts."""

from hearing_app.domain.summary_figures import (
    Counted,
    SaidCount,
    by_body,
    by_item,
    by_theme,
    choice_counts,
    counted_rows,
    stance_counts,
    text_counts,
)
from hearing_app.domain.vocabulary import Conclusion, Stance

YES, BUT, NO = Stance
TAKEN = Conclusion.ACCEPTED


def test_a_row_that_several_share_counts_for_each_of_them_and_once_in_all(closed):
    """The row stands on the part and with the body that come first, whichever was joined to which."""
    points = (
        Counted(1, "tiltak", "fossheim", 2, TAKEN, ("Stier",)),
        Counted(2, "mal", "bergvik", 2, TAKEN, ("Bruer",)),
        Counted(3, "mal", "indre", 3),
    )
    rows = counted_rows(closed, points)
    assert [(row.item, row.bodies, row.ids) for row in rows] == [
        ("mal", ("bergvik", "fossheim"), (2, 1)),
        ("mal", ("indre",), (3,)),
    ]
    assert [(c.name, c.points, c.of(TAKEN), c.open_points) for c in by_body(rows)] == [
        ("bergvik", 1, 1, 0),
        ("fossheim", 1, 1, 0),
        ("indre", 1, 0, 1),
    ]
    assert [(c.name, c.points) for c in by_theme(rows)] == [("Bruer", 1), ("Stier", 1), ("", 1)]
    assert [(c.name, c.points, c.open_points) for c in by_item(rows)] == [("mal", 2, 1)]


def test_without_a_theme_there_is_no_table_of_themes(closed):
    """A hearing that uses none is not told that everything lacks one."""
    assert by_theme(counted_rows(closed, (Counted(1, "mal", "indre", 1),))) == ()


def test_a_point_on_a_part_that_is_gone_is_in_no_row(closed):
    """As in the table itself."""
    assert counted_rows(closed, (Counted(1, "borte", "indre", 1),)) == ()


def test_stances_and_texts_are_counted_with_those_who_said_nothing(closed):
    """Silent is whoever answered the hearing and not the part."""
    said = (
        SaidCount("mal", YES, "", words=True, number=2),
        SaidCount("mal", YES, "", words=False, number=1),
        SaidCount("mal", NO, "", words=True, number=1),
        SaidCount("general", None, "", words=True, number=4),
    )
    mal = next(count for count in stance_counts(closed, said, 6) if count.section == "mal")
    assert (mal.supports, mal.supports_with_remarks, mal.does_not_support, mal.silent) == (3, 0, 1, 2)
    texts = {count.item: (count.written, count.silent) for count in text_counts(closed, said, 6)}
    assert texts["mal"] == (3, 3)
    assert texts["general"] == (4, 2)
    assert choice_counts(closed, said, 6) == ()
