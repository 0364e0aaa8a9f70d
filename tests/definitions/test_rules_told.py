"""The rules as `samrad check` tells them: at a place, with the level and the words of the domain's table."""

import json

import pytest

from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.domain.summary import Summary, SummaryPoint
from hearing_app.domain.vocabulary import Language
from hearing_app.publishing.report import problem_row
from hearing_app.text import words_for

OPEN, CLOSED = "hearings/apen-plan/hearing.yml", "hearings/lukket-strategi/hearing.yml"
COUNCIL, CALENDAR, ADOPTIONS = "council.yml", "meeting-calendar.yml", "hearings/vedtatt-avtale/adoptions.yml"
RECEIVED, SUMMARY = "hearings/lukket-strategi/submissions/received.yml", "hearings/lukket-strategi/summary.yml"
LATE = """received:
  - {body: bergvik, reference: 2026-0001, received_at: "2026-04-30T22:00:00+00:00", version: 1, sha256: x}
"""
LAST = "date: 2026-06-15"
PERIOD = "published: 2026-03-02\ndispatched: 2026-03-03"
HELD_BACK = Summary(4, 1, 1, (), (SummaryPoint("bergvik", "mal", "Bra.", "", None),))

TOLD = [
    # rule, edits as (file, old text or None, new text), where, level, the words
    (
        1,
        [(CLOSED, "{date: 2026-04-30,", "{date: 2026-02-25,")],
        f"{CLOSED}:9:20",
        "error",
        "Fristen er 41 dager. Plan- og bygningsloven § 11-14 krever minst seks uker. Tidligste frist: 26. februar",
    ),
    (
        2,
        [(OPEN, PERIOD, "published: 2026-05-05")],
        f"{OPEN}:11:11",
        "warning",
        "Kortere enn seks uker. Utredningsinstruksen 3-3 (veiledende for regionrådet) fraråder dette. Begrunn.",
    ),
    (
        3,
        [(OPEN, LAST, "date: 2026-05-31")],
        f"{OPEN}:12:11",
        "info",
        "3 dager kortere enn normalfristen på tre måneder.",
    ),
    (4, [(OPEN, PERIOD, "published: 2026-05-05")], f"{OPEN}:11:11", "error", "Skriftlig begrunnelse mangler."),
    (
        5,
        [
            (CLOSED, "published: 2026-01-15", "published: 2026-03-01"),
            (CLOSED, "{date: 2026-04-30,", "{date: 2026-04-17,"),
        ],
        f"{CLOSED}:9:20",
        "warning",
        "Perioden går over påsken. Vurder lengre frist.",
    ),
    (
        6,
        [(CALENDAR, None, "meetings: [{body: fossheim, dates: [2026-06-11]}, {body: indre, dates: [2026-06-16]}]\n")],
        f"{OPEN}:17:3",
        "warning",
        "Bergvik kommune, Granneset kommune og Indre fylkeskommune har ikke møte før fristen.",
    ),
    (
        6,
        [
            (CALENDAR, None, "meetings: [{body: fossheim, dates: [2026-06-11]}]\n"),
            (COUNCIL, "language: nb\n", "language: nb\nbody: elvedalen\n"),
        ],
        f"{OPEN}:17:3",
        "warning",
        "Bergvik kommune og Granneset kommune har ikke møte før fristen.",
    ),
    (
        7,
        [(OPEN, LAST, "date: 2026-06-20")],
        f"{OPEN}:12:11",
        "info",
        "Fristen er en lørdag. Neste virkedag: 22. juni 2026.",
    ),
    (
        7,
        [(CLOSED, "{date: 2026-04-30,", "{date: 2026-05-14,")],
        f"{CLOSED}:9:20",
        "info",
        "Fristen er en Kristi himmelfartsdag. Neste virkedag: 15. mai 2026.",
    ),
    (8, [(OPEN, LAST, "date: 2026-05-28")], f"{OPEN}:12:11", "error", "Fristen kan ikke forkortes."),
    (
        9,
        [
            (COUNCIL, "language: nb\n", "language: nb\nbody: elvedalen\n"),
            (OPEN, "members_of: elvedalen", "fossheim"),
        ],
        f"{OPEN}:17:3",
        "warning",
        "Deltakere som ikke er invitert: Bergvik kommune og Granneset kommune.",
    ),
    (10, [(RECEIVED, None, LATE)], f"{RECEIVED}:2:5", "info", "Mottatt etter fristen"),
    (
        11,
        [(SUMMARY, None, files.write_summary(HELD_BACK))],
        f"{SUMMARY}:5:3",
        "error",
        "Innspillet mangler vurdering eller konklusjon.",
    ),
    (
        11,
        [(SUMMARY, None, files.write_summary(HELD_BACK)), (CLOSED, "pbl-11-14", "pbl-11-13")],
        f"{SUMMARY}:5:3",
        "warning",
        "Innspillet mangler vurdering eller konklusjon.",
    ),
    (14, [], f"{ADOPTIONS}:8:30", "warning", "Dato mangler."),
    (
        15,
        [
            (ADOPTIONS, "state: adopted, organ", "state: adopted, date: 2026-03-10, organ"),
            (ADOPTIONS, "adoptions:", "expected: [bergvik, fossheim, granneset]\nadoptions:"),
        ],
        f"{ADOPTIONS}:3:3",
        "info",
        "Vedtatt av alle, med forbehold fra Fossheim kommune.",
    ),
]


def change(content, edits):
    for name, old, new in edits:
        path = content / name
        path.parent.mkdir(exist_ok=True)
        text = new if old is None else path.read_text(encoding="utf-8").replace(old, new, 1)
        assert old is None or text != path.read_text(encoding="utf-8"), f"{old!r} does not stand in {name}"
        path.write_text(text, encoding="utf-8")


def rows(content):
    words = words_for(Language.NB)
    problems = [problem_row(problem, words) for problem in load_content(content).problems]
    return json.loads(json.dumps(problems))


@pytest.mark.parametrize(("rule", "edits", "where", "level", "said"), TOLD, ids=[f"rule {row[0]}" for row in TOLD])
def test_a_rule_is_told_in_the_words_of_the_domain(content, rule, edits, where, level, said):
    """As scripts get it, in bokmål; what to do may follow."""
    change(content, edits)
    found = [row for row in rows(content) if f"{row['file']}:{row['line']}:{row['column']}" == where]
    assert [row["level"] for row in found if row["text"].startswith(said)] == [level], rows(content)
