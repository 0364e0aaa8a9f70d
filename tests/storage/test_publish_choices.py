"""What somebody has chosen to look at, kept for a while under a number."""

from datetime import timedelta

from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.storage import publish_choices
from hearing_app.storage.publish_jobs import Request

HEARING = "lukket-strategi"
ONE = Request(frozenset({"2026-0001"}), Concluded(everything=False, items=frozenset({"mal"})), "", "Grunn.", mails=True)
OTHER = Request(frozenset(), EVERYTHING, "")


def test_a_choice_is_found_by_its_number_and_hearing(db, now):
    """With everything that was ticked; not as another hearing's."""
    number = publish_choices.keep(db, HEARING, ONE, by="siri", now=now)
    assert publish_choices.get(db, number, HEARING) == ONE
    assert publish_choices.get(db, number, "apen-plan") is None
    assert publish_choices.get(db, number + 1, HEARING) is None


def test_the_same_choice_made_again_keeps_its_number(db, now):
    """Only of the same person, and with none in between."""
    first = publish_choices.keep(db, HEARING, ONE, by="siri", now=now)
    assert publish_choices.keep(db, HEARING, ONE, by="siri", now=now) == first
    assert publish_choices.keep(db, HEARING, ONE, by="kari", now=now) != first
    assert publish_choices.keep(db, HEARING, OTHER, by="siri", now=now) != first
    assert publish_choices.keep(db, HEARING, ONE, by="siri", now=now) != first


def test_old_choices_are_forgotten_and_their_numbers_are_not_used_again(db, now):
    """An address that somebody has kept never shows what another has chosen."""
    old = publish_choices.keep(db, HEARING, ONE, by="siri", now=now)
    later = now + publish_choices.KEPT_FOR + timedelta(seconds=1)
    publish_choices.forget_old(db, later)
    assert publish_choices.get(db, old, HEARING) == ONE  # the newest of all stays, for its number
    new = publish_choices.keep(db, HEARING, OTHER, by="siri", now=later)
    publish_choices.forget_old(db, later)
    assert publish_choices.get(db, old, HEARING) is None
    assert publish_choices.get(db, new, HEARING) == OTHER
    assert new > old
