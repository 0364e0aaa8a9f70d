"""An answer that came on paper, as readers of the site meet it. Real files, real generator."""

from datetime import UTC, datetime

import pytest

from hearing_app.domain.registered import Registered
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import Channel, Standing
from hearing_app.publishing.publish import publish
from hearing_app.publishing.verify import check_log
from hearing_app.registering.register import receive

ARRIVED = datetime(2026, 5, 3, 10, 0, tzinfo=UTC)
REGISTERED = datetime(2026, 5, 5, 7, 10, tzinfo=UTC)
AT = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def on_paper(db, closed, sender, settings):
    """Bergvik's answer to the closed hearing: after the deadline, on paper, registered two days later."""
    standing = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", ARRIVED.date(), "12/26")
    told = Registered(Channel.PAPER, ARRIVED)
    said = Content(
        Respondent("", "Ordfører", ""), standing, (Answer("tiltak", None, "Bygg to broer."),), registered=told
    )
    return receive(
        *(db, closed, "bergvik", said),
        sender=sender,
        actor="siri",
        now=REGISTERED,
        seen_version=0,
        files=settings.attachments,
    )


def test_readers_see_how_and_when_it_came_and_that_it_was_late(on_paper, db, settings):
    """On its own page, in the list and in `received.yml`; and the public copy passes the check of the log."""
    publish(db, settings, "lukket-strategi", released=frozenset({on_paper.reference}), actor="siri", now=AT)
    site = settings.site / "current"
    page = (site / "horinger" / "lukket-strategi" / "svar" / "bergvik" / "index.html").read_text(encoding="utf-8")
    assert "Kom på papir 3. mai 2026 kl. 12.00, registrert 5. mai 2026 kl. 09.10" in page
    assert "Mottatt etter fristen" in page
    assert "Ikke oppgitt standpunkt" in page
    assert "Tar ikke stilling" not in page  # which nobody has written
    listed = (site / "horinger" / "lukket-strategi" / "index.html").read_text(encoding="utf-8")
    assert "Kom på papir 3. mai 2026" in listed
    received = settings.content / "hearings" / "lukket-strategi" / "submissions" / "received.yml"
    assert "channel: paper" in received.read_text(encoding="utf-8")
    assert check_log(db, settings.content, settings.attachments) == ()
