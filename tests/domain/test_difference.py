import time

from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.difference import ALIKE, Change, Piece, compare_points, compare_words, likeness

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED
WORDS = st.lists(st.sampled_from(["kommunen", "vedtar", "ikke", "avtalen", "§", "2.", "å"]), max_size=12)
TEXT = st.builds(lambda words, space: space.join(words), WORDS, st.sampled_from([" ", "\n", "  "]))
POINTS = st.lists(TEXT.filter(bool), max_size=6)


def words(pieces, kept):
    return "".join(piece.text for piece in pieces if piece.change in kept).split()


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_difference(before, after):
    """What stayed and what came is the new text; what stayed and what went is the old one."""
    pieces = compare_words(before, after)
    assert words(pieces, {SAME, ADDED}) == after.split()
    assert words(pieces, {SAME, REMOVED}) == before.split()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_difference(before, after):
    """Also with any characters at all."""
    pieces = compare_words(before, after)
    assert words(pieces, {SAME, ADDED}) == after.split()
    assert words(pieces, {SAME, REMOVED}) == before.split()


@given(POINTS, POINTS)
def test_every_point_is_told_once_and_in_order(before, after):
    """Each point of either side has exactly one row, and both sides' numbers only grow."""
    rows = compare_points(before, after)
    assert [row.before for row in rows if row.before] == list(range(1, len(before) + 1))
    assert [row.after for row in rows if row.after] == list(range(1, len(after) + 1))
    for row in rows:
        old = before[row.before - 1].split() if row.before else []
        new = after[row.after - 1].split() if row.after else []
        assert words(row.pieces, {SAME, REMOVED}) == old
        assert words(row.pieces, {SAME, ADDED}) == new


@given(POINTS)
def test_equal_points_have_no_change(points):
    """A decision that follows the proposal shows no difference."""
    assert not any(row.changed for row in compare_points(points, points))


def test_a_changed_word_is_shown_in_its_sentence():
    """The rest of the sentence stays readable around it."""
    assert compare_words("Fristen er 1. mai i år.", "Fristen er 1. juni i år.") == (
        Piece(SAME, "Fristen er 1. "),
        Piece(REMOVED, "mai "),
        Piece(ADDED, "juni "),
        Piece(SAME, "i år."),
    )


def test_words_at_the_end_do_not_run_together():
    """The last word of a text has no space after it, and still does not stick to what replaced it."""
    assert compare_words("Utsatt til mai", "Utsatt til juni") == (
        Piece(SAME, "Utsatt til "),
        Piece(REMOVED, "mai "),
        Piece(ADDED, "juni"),
    )
    assert compare_words("Vedtatt i dag", "Vedtatt") == (Piece(SAME, "Vedtatt "), Piece(REMOVED, "i dag"))


def test_a_decision_with_an_added_and_a_changed_point():
    """The points keep their numbers on each side."""
    before = ("Avtalen vedtas.", "Kommunene betaler etter folketall.")
    after = ("Avtalen vedtas.", "Kommunene betaler etter folketall og areal.", "Ordningen evalueres.")
    rows = compare_points(before, after)
    assert [(row.before, row.after, row.changed) for row in rows] == [(1, 1, False), (2, 2, True), (None, 3, True)]


def test_points_without_common_words_are_one_removed_and_one_added():
    """A soup of words from two unrelated sentences helps nobody."""
    one, other = "Saken utsettes.", "Regionrådet ansetter en daglig leder fra nyttår."
    assert likeness(one, other) < ALIKE
    assert [(row.before, row.after) for row in compare_points((one,), (other,))] == [(1, None), (None, 1)]


def test_what_was_removed_stands_before_what_replaced_it():
    """Also where more points are added than removed, and points that are alike stand around them."""
    before = ("Avtalen vedtas for fire år.", "Saken utsettes.", "Ordningen evalueres i 2028.")
    after = (
        "Avtalen vedtas for to år.",
        "Rådet ansetter en leder.",
        "Kontoret legges til Vik.",
        "Ordningen evalueres.",
    )
    rows = compare_points(before, after)
    assert [(row.before, row.after) for row in rows] == [(1, 1), (2, None), (None, 2), (None, 3), (3, 4)]


def test_a_point_put_in_front_does_not_change_the_others():
    """Renumbering alone is no difference."""
    rows = compare_points(("A b c.", "D e f."), ("Nytt punkt her.", "A b c.", "D e f."))
    assert [(row.before, row.after, row.changed) for row in rows] == [(None, 1, True), (1, 2, False), (2, 3, False)]


def test_a_long_agreement_is_compared_at_once():
    """Two hundred points of a thousand characters, one word changed, take well under a second."""
    before = [f"Punkt {n} " + "ord om samarbeid og ansvar " * 35 for n in range(200)]
    after = [*before[:100], before[100] + "endret", *before[101:]]
    started = time.perf_counter()
    rows = compare_points(before, after)
    assert time.perf_counter() - started < 1
    assert [row.after for row in rows if row.changed] == [101]


def test_very_long_points_are_told_whole_in_no_time():
    """Word by word they would take seconds, and nobody would read it."""
    before = " ".join(f"ord{number}" for number in range(20_000))
    began = time.perf_counter()
    (change,) = compare_points((before,), (before + " til",))
    assert time.perf_counter() - began < 2
    assert [piece.change for piece in change.pieces] == [Change.REMOVED, Change.ADDED]
