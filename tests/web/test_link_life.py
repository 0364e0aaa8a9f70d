"""A personal link lives as long as the hearing, any extension of it, and on: it still leads to what was sent."""

import re

import pytest

from hearing_app.storage import invitations

FORM = "/svar/apen-plan/"


def extend(content, day):
    """Give the open hearing one more deadline, as the secretariat does in the file."""
    path = content / "hearings" / "apen-plan" / "hearing.yml"
    text = path.read_text(encoding="utf-8")
    text, count = re.subn(r"^contact:", f"  - {{date: {day}, set: 2026-06-20}}\ncontact:", text, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def shows_form(visitor):
    return "respondent_name" in visitor.get(FORM).text


def test_a_link_that_was_made_early_opens_the_form_on_the_last_evening(visit, link, clock):
    """And so does one that has been opened again and again."""
    path = link("bergvik")
    clock.set(2026, 6, 15, 21, 59, 59)  # 23:59:59 in Oslo
    for _ in range(3):
        visitor = visit()
        visitor.open(path)
        assert shows_form(visitor)


def test_after_the_deadline_the_link_leads_to_the_closed_page(visit, link, clock):
    """Not to a form that takes nothing, and not to a page that says that the link is unknown."""
    path = link("bergvik")
    clock.set(2026, 6, 15, 22, 0, 0)
    visitor = visit()
    page = visitor.open(path)
    assert page.status_code == 200
    assert not shows_form(visitor)
    assert "Bergvik kommune" in page.text


def test_after_an_extension_the_same_link_opens_the_form_again(visit, link, clock, content):
    """Nobody has to be invited anew."""
    path = link("bergvik")
    clock.set(2026, 6, 20, 10)
    visitor = visit()
    visitor.open(path)
    assert not shows_form(visitor)
    extend(content, "2026-07-15")
    assert shows_form(visitor)
    clock.set(2026, 7, 15, 21, 59, 59)
    again = visit()
    again.open(path)
    assert shows_form(again)
    clock.set(2026, 7, 15, 22, 0, 0)
    assert not shows_form(again)


def test_long_after_the_deadline_the_link_still_leads_to_the_receipt(sent, visit, link, clock):
    """In a browser that has never been there."""
    path = link("bergvik")
    clock.set(2027, 1, 10, 10)
    visitor = visit()
    visitor.open(path)
    assert "2026-0001" in visitor.get(f"{FORM}kvittering/").text


@pytest.mark.parametrize("when", [(2026, 5, 15, 10), (2026, 6, 20, 10)])
def test_a_link_that_is_revoked_works_on_no_page_at_any_time(sent, visit, link, clock, db, when):
    """Neither before the deadline nor after it."""
    path = link("bergvik")
    visitor = visit()
    visitor.open(path)
    for found in invitations.working(db, "apen-plan", "bergvik"):
        invitations.revoke(db, found.id, clock.now)
    clock.set(*when)
    for page in ("", "gjennomga/", "kvittering/", "kvittering/2026-0001.json", "uten-merknad/"):
        assert "Vannet." not in visitor.get(f"{FORM}{page}").text, page
        assert "respondent_name" not in visitor.get(f"{FORM}{page}").text, page
    assert visitor.get(path).status_code == 404


def test_looking_at_a_link_uses_nothing_up_and_lets_nobody_in(visit, link, db):
    """A mail scanner that follows every link, head and body, ten times, is not somebody who answers."""
    path = link("bergvik")
    scanner = visit()
    for _ in range(10):
        scanner.get(path)
        scanner.client.head(path)
    assert not shows_form(scanner)
    (invitation,) = invitations.working(db, "apen-plan", "bergvik")
    assert invitation.opened_at is None
    person = visit()
    person.open(path)
    assert shows_form(person)
