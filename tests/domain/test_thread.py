"""Hearings that follow each other."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.hearing import Follows
from hearing_app.domain.matter import Matter
from hearing_app.domain.thread import circle, earlier, thread
from hearing_app.domain.vocabulary import Succession


@pytest.fixture
def matters(hearing):
    """A function that makes matters from `id=(year, id of the earlier one)`."""

    def make(**given):
        return tuple(
            Matter(
                replace(
                    hearing,
                    id=name,
                    published=date(year, 3, 1) if year else None,
                    follows=Follows(before, Succession.NEXT) if before else None,
                )
            )
            for name, (year, before) in given.items()
        )

    return make


def ids(found):
    return [matter.hearing.id for matter in found]


def test_the_whole_tree_comes_in_the_order_of_time(matters):
    """From whichever of its hearings it is asked for; others are not in it."""
    known = matters(d=(2022, "b"), b=(2019, "a"), a=(2018, ""), c=(2020, "a"), other=(2019, ""))
    for start in "abcd":
        assert ids(thread(known, start)) == ["a", "b", "c", "d"]
    assert ids(thread(known, "other")) == ["other"]


def test_what_is_not_published_yet_stands_last(matters):
    """It has no day."""
    assert ids(thread(matters(a=(0, ""), b=(2030, "a")), "a")) == ["b", "a"]


def test_what_follows_a_hearing_that_is_not_known_begins_a_thread(matters):
    """Readers are not told of a hearing that is not public."""
    assert ids(thread(matters(b=(2019, "hidden"), c=(2020, "b")), "c")) == ["b", "c"]
    assert thread((), "b") == ()


def test_the_earlier_ones_come_nearest_first(matters):
    """Only what the hearing follows, not what else came of it."""
    known = matters(a=(2018, ""), b=(2019, "a"), c=(2020, "a"), d=(2022, "b"))
    assert ids(earlier(known, known[3].hearing)) == ["b", "a"]
    assert earlier(known, known[0].hearing) == ()


def test_a_circle_is_gone_through_once(matters):
    """A mistake in the files must not hang a page."""
    known = matters(a=(2018, "c"), b=(2019, "a"), c=(2020, "b"))
    assert ids(thread(known, "a")) == ["a", "b", "c"]
    assert ids(earlier(known, known[0].hearing)) == ["c", "b"]


@pytest.mark.parametrize(
    ("follows", "start", "way"),
    [
        ({"a": "a"}, "a", ("a",)),
        ({"a": "b", "b": "a"}, "a", ("a", "b")),
        ({"a": "b", "b": "c", "c": "b"}, "a", ()),
        ({"a": "b"}, "a", ()),
        ({}, "a", ()),
    ],
)
def test_a_circle_is_told_by_who_stands_in_it(follows, start, way):
    """What only leads into a circle is not part of it."""
    assert circle(follows, start) == way


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_a_way_that_comes_back_is_a_circle_and_no_other(follows):
    """Whoever follows whom, it ends, and each step of the way is one that was given."""
    for start in "abcdef":
        way = circle(follows, start)
        assert not way or all(follows[one] == other for one, other in zip(way, (*way[1:], start), strict=True))
        assert len(set(way)) == len(way)
