import email
import re
from email.policy import default

import pytest

from hearing_app.inviting.invite import (
    LinkUnknown,
    invite_bodies,
    link_for,
    new_link,
    open_link,
    revoke_link,
    still_valid,
    token_hash,
)
from hearing_app.storage import audit, invitations, outbox
from hearing_app.text import words_for


@pytest.fixture
def invite(db, hearing, sender, now):
    """A function that runs an invitation round for the given bodies, or for all."""

    def round_of(bodies=None):
        return invite_bodies(
            db,
            hearing,
            hearing.invited if bodies is None else bodies,
            sender=sender,
            words_of=lambda body: words_for(body.language or hearing.language),
            actor="kari",
            now=now,
        )

    return round_of


def token_of(link):
    return link.rpartition("/")[2]


def letters(db):
    return {m.recipient: email.message_from_bytes(m.message, policy=default) for m in outbox.waiting(db)}


def test_a_link_cannot_be_guessed_and_is_not_stored(db, hearing, now):
    """256 random bits, of which the database holds only a hash; each link is another."""
    links = {new_link(db, hearing, hearing.invited[0], base_url="http://x", actor="k", now=now) for _ in range(5)}
    assert len(links) == 5
    stored = "\n".join(db.conn.iterdump())
    for link in links:
        assert re.fullmatch(r"http://x/svar/i/[A-Za-z0-9_-]{43}", link)
        assert token_of(link) not in stored
        assert token_hash(token_of(link)) in stored


def test_a_link_opens_its_own_hearing_for_its_own_body(db, hearing, now):
    """And the first time it is opened is noted."""
    token = token_of(new_link(db, hearing, hearing.invited_body("fossheim"), base_url="", actor="k", now=now))
    first = open_link(db, token, now=now)
    assert (first.hearing, first.body, first.opened_at) == ("apen-plan", "fossheim", None)
    open_link(db, token, now=now.replace(hour=20))
    assert invitations.by_id(db, first.id).opened_at == now
    assert still_valid(db, first.id).body == "fossheim"


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "'; DROP TABLE invitations; --", "\x00", "ø"])
def test_an_unknown_link_opens_nothing(db, now, token):
    """Whatever stands in the address."""
    with pytest.raises(LinkUnknown):
        open_link(db, token, now=now)


def test_the_stored_hash_is_no_link(db, hearing, now):
    """Who reads the database cannot answer for anybody."""
    token = token_of(new_link(db, hearing, hearing.invited[0], base_url="", actor="k", now=now))
    with pytest.raises(LinkUnknown):
        open_link(db, token_hash(token), now=now)


def test_a_revoked_link_stops_at_once(db, hearing, now):
    """Also for who has it open; another link of the same body goes on working."""
    first, second = (
        token_of(new_link(db, hearing, hearing.invited[0], base_url="", actor="k", now=now)) for _ in range(2)
    )
    invitation = open_link(db, first, now=now)
    revoke_link(db, invitation, actor="kari", now=now)
    with pytest.raises(LinkUnknown):
        open_link(db, first, now=now)
    with pytest.raises(LinkUnknown):
        still_valid(db, invitation.id)
    assert open_link(db, second, now=now).body == "bergvik"
    assert audit.entries(db, hearing.id)[-1].action == "revoked"


def test_a_link_that_never_was_is_not_valid(db):
    """A session that names it ends."""
    with pytest.raises(LinkUnknown):
        still_valid(db, 404)


def test_everybody_with_an_address_is_invited_in_their_own_language(db, invite):
    """Bokmål to Bergvik, nynorsk to Fossheim, and the hearing's language to who is neutral."""
    done = invite()
    assert [body.id for body in done.sent] == ["bergvik", "fossheim", "granneset", "indre"]
    assert [body.id for body in done.without_email] == ["ungdomsradet"]
    sent = letters(db)
    assert sent["post@bergvik.example"]["Subject"] == "Høring: Felles plan for elva"
    assert sent["post@fossheim.example"]["Subject"] == "Høyring: Felles plan for elva"
    assert sent["post@granneset.example"]["Subject"] == "Høring: Felles plan for elva"


def test_an_invitation_has_the_deadline_and_a_working_link(db, invite, hearing, now):
    """The very link that opens the form for that body."""
    invite([hearing.invited_body("fossheim")])
    text = letters(db)["post@fossheim.example"].get_body().get_content()
    assert "måndag 15. juni 2026" in text
    (link,) = re.findall(r"http://samrad\.test/svar/i/\S+", text)
    assert link == link_for("http://samrad.test", token_of(link))
    assert open_link(db, token_of(link), now=now).body == "fossheim"


def test_nobody_is_invited_twice(db, invite):
    """A second round does nothing for those who have a working link."""
    invite()
    again = invite()
    assert again.sent == ()
    assert [body.id for body in again.had_one] == ["bergvik", "fossheim", "granneset", "indre"]
    assert len(outbox.waiting(db)) == 4


def test_a_body_listed_twice_in_one_round_is_invited_once(db, invite, hearing):
    """Whoever gives the list."""
    bergvik = hearing.invited_body("bergvik")
    assert len(invite([bergvik, bergvik]).sent) == 1
    assert len(outbox.waiting(db)) == 1


def test_whose_link_was_revoked_gets_a_new_one(db, invite, hearing, now):
    """By the next round."""
    invite([hearing.invited_body("bergvik")])
    revoke_link(db, invitations.of_hearing(db, hearing.id)[0], actor="kari", now=now)
    assert [body.id for body in invite([hearing.invited_body("bergvik")]).sent] == ["bergvik"]


def test_a_round_that_breaks_off_can_be_run_again(db, invite):
    """A link without its mail, or the reverse, never stays."""
    db.execute(
        "CREATE TRIGGER full BEFORE INSERT ON outbox WHEN new.recipient = 'post@granneset.example' "
        "BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        invite()
    assert {i.body for i in invitations.of_hearing(db, "apen-plan")} == {"bergvik", "fossheim"}
    assert len(outbox.waiting(db)) == 2
    db.execute("DROP TRIGGER full")
    assert [body.id for body in invite().sent] == ["granneset", "indre"]
