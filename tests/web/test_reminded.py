"""The desk tells when a body was reminded."""

from datetime import UTC, datetime

from hearing_app.inviting.remind import send_reminders


def test_the_hearings_page_shows_when_reminders_went(secretary, db, library, link, sender, clock):
    """At the body's state, and the reminder's own link can be revoked like the others."""
    link("bergvik")
    hearing = library.matter("apen-plan").hearing
    assert "Reminder sent" not in secretary.get("/sekretariat/apen-plan/").text
    for day in (1, 12):
        clock.set(2026, 6, day, 8, 0)
        send_reminders(
            db, [hearing], marks=(14, 3), sender=sender, actor="worker", now=datetime(2026, 6, day, 8, 0, tzinfo=UTC)
        )
    clock.set(2026, 5, 15, 10, 30)
    page = secretary.get("/sekretariat/apen-plan/").text
    assert page.count("Reminder sent 1 June 2026 and 12 June 2026") == 1
    assert page.count("/trekk/") == 4, "each of the three links, and all at once"
