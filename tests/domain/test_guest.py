"""Guests: ids that nobody else has, whose names are shown, and the hearing as a guest answers it."""

from datetime import UTC, datetime

import pytest

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.guest import (
    INVITED_ONLY,
    Guest,
    NamesShown,
    OpenAnswers,
    Sender,
    guest_id,
    guest_number,
    is_guest,
)
from hearing_app.domain.hearing import for_guest
from hearing_app.domain.submission import Content, PoliticalStanding, Respondent, canonical_payload, read_payload
from hearing_app.domain.vocabulary import BodyKind, Language, SenderKind, Standing
from hearing_app.text.senders import sender_name

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


def guest(kind=SenderKind.PRIVATE):
    return Guest(7, "apen-plan", kind, "Kari", "kari@b.example", Language.NN, AT)


@pytest.mark.parametrize(("number", "body_id"), [(1, "gjest-0001"), (9999, "gjest-9999"), (12345, "gjest-12345")])
def test_an_id_tells_that_it_is_a_guests_and_its_number(number, body_id):
    """However many there are."""
    assert guest_id(number) == body_id
    assert is_guest(body_id)
    assert guest_number(body_id) == str(number)


@pytest.mark.parametrize("body_id", ["gjesdal", "gjest", "bergvik", ""])
def test_other_ids_are_nobodys_guests(body_id):
    """Also one that begins almost alike."""
    assert not is_guest(body_id)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (NamesShown.ALL, {SenderKind.ORGANISATION, SenderKind.BUSINESS, SenderKind.PRIVATE}),
        (NamesShown.ORGANISATIONS, {SenderKind.ORGANISATION, SenderKind.BUSINESS}),
        (NamesShown.NONE, set()),
    ],
)
def test_whose_names_are_shown_follows_the_hearing(names, shown):
    """Kind by kind; of an invited body there is nothing to tell."""
    assert {kind for kind in SenderKind if OpenAnswers(True, names).shows(kind)} == shown
    assert not OpenAnswers(True, names).names_sender(None)


def test_a_guest_answers_as_one_of_the_bodies_and_cannot_be_without_remarks(hearing):
    """The hearing itself is as it was; the guest's own language is the body's."""
    own = for_guest(hearing, guest())
    assert own.invited_body("gjest-0007").language is Language.NN
    assert own.invited_body("gjest-0007").kind is BodyKind.OTHER
    assert hearing.invited_body("gjest-0007") is None
    assert hearing.takes_no_remark
    assert not own.takes_no_remark


def test_a_hearing_made_without_saying_so_is_for_the_invited():
    """Nobody opens one by forgetting."""
    assert not INVITED_ONLY.allowed


def test_a_payload_tells_the_sender_only_where_there_is_one():
    """What invited bodies send looks as before; what a guest sends is read back whole."""

    def payload(sender):
        content = Content(Respondent("Kari", "", "k@b.example"), PoliticalStanding(Standing.OWN), (), sender=sender)
        return canonical_payload(
            content, hearing="h", body="b", version=1, definition="0" * 64, received_at=AT, nonce="n"
        )

    assert b'"sender"' not in payload(None)
    told = Sender(SenderKind.BUSINESS, "Elva AS")
    assert read_payload(payload(told)).sender == told


@pytest.mark.parametrize(
    ("language", "name"),
    [(Language.NB, "Privatperson 7"), (Language.NN, "Privatperson 7"), (Language.EN, "Private person 7")],
)
def test_a_name_that_is_not_published_is_a_kind_and_a_number(language, name):
    """In the reader's language; a name that is published is the same to all."""
    assert sender_name(Sender(SenderKind.PRIVATE), "gjest-0007").text(language) == name
    assert sender_name(Sender(SenderKind.PRIVATE, "Kari"), "gjest-0007").text(language) == "Kari"


def test_the_open_form_is_the_apps_and_the_same_in_every_language():
    """As the form with the personal link."""
    for language in Language:
        assert Addresses(language, Language.NB).open_answer("apen-plan") == "/svar/apen-plan/apen/"
