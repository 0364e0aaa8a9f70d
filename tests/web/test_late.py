"""Rule 10 at the desk: what came in after the deadline is marked."""

CLOSED = "/sekretariat/lukket-strategi/"
LATE = "Received after the deadline"


def test_a_late_answer_is_marked_in_the_list_and_on_its_own_page(secretary, three_answers, content):
    """The deadline in force decides; before it is moved nothing is late."""
    answer = f"{CLOSED}svar/{three_answers['bergvik'].reference}/"
    assert [secretary.get(address).text.count(LATE) for address in (CLOSED, answer)] == [0, 0]
    path = content / "hearings" / "lukket-strategi" / "hearing.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{date: 2026-04-30,", "{date: 2026-04-17,"), encoding="utf-8")
    assert [secretary.get(address).text.count(LATE) for address in (CLOSED, answer)] == [3, 1]
