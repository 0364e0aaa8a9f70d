from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.calendar import day_start
from hearing_app.domain.council import Membership
from hearing_app.domain.hearing import GENERAL, Deadline, Withdrawal, accepts_submissions, status_of
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import HearingStatus, ItemKind, Language

PUBLISHED, FIRST, LAST = date(2026, 3, 2), date(2026, 5, 29), date(2026, 6, 15)
SECOND = timedelta(seconds=1)


def standing(hearing, now, *, summarised=False, decided_on=None):
    return status_of(hearing, now, summarised=summarised, decided_on=decided_on)


@pytest.fixture
def one_deadline(hearing):
    return replace(hearing, deadlines=(Deadline(FIRST, PUBLISHED),))


def test_a_hearing_opens_at_midnight_on_the_day_it_is_published(one_deadline):
    """Planned until the last second of the day before, then open."""
    assert standing(one_deadline, day_start(PUBLISHED) - SECOND) is HearingStatus.PLANNED
    assert standing(one_deadline, day_start(PUBLISHED)) is HearingStatus.OPEN


def test_without_a_day_of_publication_it_is_a_draft(one_deadline):
    """Nothing else is looked at: it is nobody's business yet."""
    draft = replace(one_deadline, published=None)
    assert standing(draft, day_start(FIRST) + 99 * SECOND, summarised=True) is HearingStatus.DRAFT


def test_a_moved_deadline_makes_it_extended_and_counts(hearing):
    """The last deadline of the history is the one in force."""
    assert hearing.deadline == LAST
    assert standing(hearing, day_start(FIRST + timedelta(days=1))) is HearingStatus.EXTENDED
    assert standing(hearing, day_start(LAST + timedelta(days=1))) is HearingStatus.CLOSED


@pytest.mark.parametrize(
    ("day", "set_on", "status"),
    [
        (LAST, PUBLISHED - timedelta(days=1), HearingStatus.OPEN),
        (LAST, PUBLISHED, HearingStatus.EXTENDED),
        (FIRST, date(2026, 4, 1), HearingStatus.OPEN),
    ],
)
def test_it_is_extended_only_if_readers_saw_the_deadline_move(hearing, day, set_on, status):
    """What was changed before publication, or changed nothing, extends nothing."""
    moved = replace(hearing, deadlines=(Deadline(FIRST, date(2026, 2, 1)), Deadline(day, set_on)))
    assert standing(moved, day_start(FIRST)) is status


def test_after_the_deadline_the_files_say_how_far_it_has_come(hearing):
    """Closed, summarised once there is a summary, decided from the day of the decision."""
    after, decided_on = day_start(LAST) + timedelta(days=10), LAST + timedelta(days=10)
    assert standing(hearing, after) is HearingStatus.CLOSED
    assert standing(hearing, after, summarised=True) is HearingStatus.SUMMARISED
    assert standing(hearing, after - SECOND, summarised=True, decided_on=decided_on) is HearingStatus.SUMMARISED
    assert standing(hearing, after, summarised=True, decided_on=decided_on) is HearingStatus.DECIDED
    assert standing(hearing, after, decided_on=decided_on) is HearingStatus.DECIDED


def test_a_withdrawn_hearing_takes_no_answers_from_that_day(hearing):
    """Until then it is as it was."""
    day = date(2026, 5, 1)
    withdrawn = replace(hearing, withdrawn=Withdrawal(day, Localised("Feil utkast.")))
    assert accepts_submissions(withdrawn, day_start(day) - SECOND)
    assert standing(withdrawn, day_start(day)) is HearingStatus.WITHDRAWN
    assert not accepts_submissions(withdrawn, day_start(day))


@pytest.mark.parametrize(
    ("moment", "accepted"),
    [
        (datetime(2026, 3, 1, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 1, 23, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 15, 21, 59, 59, 999_999, tzinfo=UTC), True),
        (datetime(2026, 6, 15, 22, 0, 0, tzinfo=UTC), False),
    ],
)
def test_answers_are_taken_from_publication_to_the_last_second(hearing, moment, accepted):
    """Both ends are midnights in Oslo, one in winter time and one in summer time."""
    assert accepts_submissions(hearing, moment) is accepted


def test_a_decision_or_summary_does_not_close_an_open_hearing(hearing):
    """Only the deadline and a withdrawal do; a decision dated too early must not shut a municipality out."""
    now = day_start(LAST)
    assert standing(hearing, now, summarised=True, decided_on=PUBLISHED) is HearingStatus.EXTENDED


def test_periods_count_from_the_later_of_publication_and_dispatch(hearing):
    """A letter that is sent after publication shortens nobody's time."""
    assert hearing.start == date(2026, 3, 3)
    assert replace(hearing, dispatched=date(2026, 3, 1)).start == PUBLISHED
    assert replace(hearing, dispatched=None).start == PUBLISHED
    assert replace(hearing, published=None).start is None


def test_items_come_in_the_order_of_the_form(hearing):
    """Sections with a stance, then the questions, and last the general remark."""
    assert [(item.id, item.kind) for item in hearing.items] == [
        ("formal", ItemKind.STANCE),
        ("okonomi", ItemKind.STANCE),
        ("tilsyn", ItemKind.STANCE),
        ("forventning", ItemKind.TEXT),
        ("viktigst", ItemKind.TEXT),
        (GENERAL, ItemKind.TEXT),
    ]
    assert [item.id for item in hearing.items if item.required] == ["viktigst"]
    assert hearing.item("formal").heading.text(Language.EN) == "1 Formål"
    assert hearing.item("finnes-ikke") is None


def test_without_section_stance_only_the_questions_are_asked(hearing):
    """The draft is read, not voted on."""
    items = replace(hearing, section_stance=False).items
    assert [item.id for item in items] == ["forventning", "viktigst", GENERAL]


def test_bodies_are_found_only_among_those_invited(hearing):
    """Holmby left the council in 2019 and cannot answer."""
    assert hearing.invited_body("bergvik").name.text(Language.NN) == "Bergvik kommune"
    assert hearing.invited_body("holmby") is None


@pytest.mark.parametrize(
    ("membership", "day", "holds"),
    [
        (Membership("r"), date(1900, 1, 1), True),
        (Membership("r", start=date(2020, 1, 1)), date(2019, 12, 31), False),
        (Membership("r", start=date(2020, 1, 1)), date(2020, 1, 1), True),
        (Membership("r", end=date(2026, 12, 31)), date(2026, 12, 31), True),
        (Membership("r", end=date(2026, 12, 31)), date(2027, 1, 1), False),
    ],
)
def test_the_first_and_the_last_day_of_a_membership_are_included(membership, day, holds):
    """A membership that ends on 31 December holds all that day."""
    assert membership.holds_on(day) is holds


@pytest.mark.parametrize(
    ("reader", "text", "lang"),
    [(Language.NB, "bokmål", None), (Language.NN, "bokmål", "nb"), (Language.EN, "English", None)],
)
def test_a_reader_gets_the_nearest_form_with_its_language_marked(reader, text, lang):
    """Who reads nynorsk gets bokmål rather than English, and the page says so."""
    localised = Localised(forms=((Language.EN, "English"), (Language.NB, "bokmål")))
    assert localised.text(reader) == text
    assert localised.lang(reader) == lang


def test_a_proper_name_has_no_language():
    """A plain text is the same for every reader, and no text is nothing."""
    assert Localised("Lom kommune").best(Language.EN) == ("Lom kommune", None)
    assert Localised("Lom kommune").lang(Language.EN) is None
    assert Localised("Lom")
    assert not Localised()


def test_addresses_are_ascii_and_the_councils_own_language_has_no_prefix():
    """The same hearing in three languages has three lasting addresses."""
    nb, nn, en = (Addresses(language, Language.NB) for language in Language)
    assert nb.submission("apen-plan", "bergvik") == "/horinger/apen-plan/svar/bergvik/"
    assert nn.hearing("apen-plan") == "/nn/horinger/apen-plan/"
    assert en.home == "/en/"
    assert en.page("om") == "/en/om/"
    assert {a.answer("apen-plan") for a in (nb, nn, en)} == {"/svar/apen-plan/"}
    assert Addresses(Language.NN, Language.NN).hearings == "/horinger/"
