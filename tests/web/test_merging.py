"""Two forms that were opened with the same draft, put together field by field."""

import pytest

from hearing_app.web.merging import base_of, merge

BASE = {"text_a": "a", "text_b": "b", "stance_c": ""}


def merged(mine, theirs, base=BASE):
    return merge(BASE | mine, BASE | theirs, base_of(base), shown=BASE)


@pytest.mark.parametrize(
    ("mine", "theirs", "fields", "taken", "conflicts"),
    [
        ({}, {"text_a": "deres"}, {"text_a": "deres"}, ("text_a",), ()),
        ({"text_a": "min"}, {}, {"text_a": "min"}, (), ()),
        ({"text_a": "min"}, {"text_b": "deres"}, {"text_a": "min", "text_b": "deres"}, ("text_b",), ()),
        ({"text_a": "min"}, {"text_a": "deres"}, {"text_a": "min"}, (), ("text_a",)),
        ({"text_a": "lik"}, {"text_a": "lik"}, {"text_a": "lik"}, (), ()),
        ({"stance_c": "supports"}, {}, {"stance_c": "supports"}, (), ()),
        ({}, {"stance_c": "supports"}, {"stance_c": "supports"}, ("stance_c",), ()),
        ({"text_a": ""}, {}, {"text_a": ""}, (), ()),
        ({"text_a": ""}, {"text_a": "deres"}, {"text_a": ""}, (), ("text_a",)),
        ({}, {"text_a": ""}, {"text_a": ""}, ("text_a",), ()),
    ],
)
def test_each_field_is_whoever_s_changed_it(mine, theirs, fields, taken, conflicts):
    """One who changed counts; both is a conflict; neither, or both alike, is none."""
    result = merged(mine, theirs)
    assert result.fields == BASE | fields
    assert (result.taken, result.conflicts) == (taken, conflicts)


def test_of_a_field_that_the_form_no_longer_has_both_texts_are_kept():
    """Nobody can be asked about it, and nothing that was written may be lost."""
    result = merge({"text_x": "min"}, {"text_x": "deres"}, "", shown=())
    assert result.fields == {"text_x": "deres\n\nmin"}


@pytest.mark.parametrize("base", ["", "rot", "text_a:feil"])
def test_without_a_base_every_difference_is_asked_about(base):
    """A form that does not say what it was opened with overwrites nothing."""
    assert merge({"text_a": "min"}, {"text_a": "deres"}, base, shown=BASE).conflicts == ("text_a",)


def test_a_field_that_is_not_in_my_form_is_left_as_it_is():
    """A page that shows a part of the answer says nothing of the rest, also where it stood there when it was opened."""
    result = merge({"text_a": "min"}, {"text_a": "a", "text_b": "b"}, base_of(BASE), shown=("text_a",))
    assert result.fields == {"text_a": "min", "text_b": "b"}
