"""The calendar file, as it is served."""


def test_a_calendar_is_sent_as_one(visit, settings):
    """Programs that subscribe look at the type, which not every machine knows for the ending."""
    folder = settings.site / "releases" / "1"
    (folder / "moter").mkdir(parents=True)
    (folder / "moter" / "kalender.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    (settings.site / "current").symlink_to("releases/1")
    answer = visit().get("/moter/kalender.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.content_type.endswith("charset=utf-8")
