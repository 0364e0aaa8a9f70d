"""A hearing as large as the country, to be looked at: 357 bodies, 30 parts, 5,000 points, and a new draft after it.

Of a hundred answers words are withheld.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.submissions import make_workspace
from hearing_app.answering.receive import receive_submission
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.public_text import answer_field
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, Submission
from hearing_app.domain.vocabulary import Conclusion, Language, Stance, Standing
from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.redact import Marking, drafted
from hearing_app.settings import Settings
from hearing_app.storage import Database, points, redactions, submissions, themes
from hearing_app.storage.database import open_database, writing
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import split_by_paragraph

BODIES, SECTIONS, QUESTIONS, POINTS, LAYERS = 357, 25, 5, 5000, 100
HEARING, USER = "bench", "bench"
LATER = timedelta(days=200)
"""How long after the hearing was opened its pages are looked at: the deadline has passed."""
SENTENCES = (
    "Kommunen støtter hovedtrekkene i forslaget, men ber om at kostnadene fordeles etter folketall",
    "Jordbruksarealene langs elva må vernes, og det bør stå i planen hvem som har ansvaret",
    "Møtene bør holdes på hverdager, og sakspapirene må komme minst ti dager før",
    "Vi kan ikke se at den foreslåtte styringsgruppa løser oppgaven bedre enn dagens ordning",
    "Næringslivet i regionen trenger ein tydelegare plan for samferdsle og breiband",
    "Kommunestyret ber om at fristen for gjennomføring flyttes til etter budsjettbehandlingen",
)
THEMES = ("Økonomi", "Areal", "Møter", "Organisering", "Frister")
CONCLUSIONS = (Conclusion.NOTED, Conclusion.ACCEPTED, Conclusion.NOT_ACCEPTED, Conclusion.NOTED)


@dataclass(frozen=True)
class Heard:
    """The hearing with all its answers, and the hour at which it was filled."""

    db: Database
    settings: Settings
    at: datetime

    @property
    def matter(self) -> Matter:
        """The hearing as its files stand now."""
        found = Library(self.settings.content).matter(HEARING)
        if found is None:
            raise LookupError(HEARING)
        return found


def make(folder: Path) -> Heard:
    """Make the hearing in a folder, let every body answer every part, and make and assess points of the answers."""
    settings, now = make_workspace(BODIES, folder), datetime.now(UTC).replace(microsecond=0)
    _write_files(settings.content / "hearings" / HEARING, now)
    heard = Heard(open_database(settings.database), settings, now)
    hearing, dice = heard.matter.hearing, random.Random(2026)  # noqa: S311 - not for secrets
    sender, words = Sender(settings.mail_from, settings.base_url), words_for(Language.NB)
    with writing(heard.db):
        received = [
            receive_submission(heard.db, hearing, body, _content(hearing, dice), words=words, sender=sender, now=now)
            for body in hearing.invited
        ]
        _make_points(heard.db, hearing, received, now)
        _withhold(heard.db, received[:LAYERS], now)
    return heard


def published(heard: Heard) -> None:
    """Write and release everything, as if it had been published, so that the next publishing compares with it."""
    with writing(heard.db):
        for reference in sorted(submissions.references(heard.db, HEARING)):
            submissions.release(heard.db, reference, actor=USER, now=heard.at)
    released = submissions.released(heard.db, HEARING)
    todo = plan(heard.db, heard.matter, heard.settings.content, released=released, now=heard.at + LATER)
    for name, text in todo.files.items():
        path = heard.settings.content / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text or "", encoding="utf-8")


def _write_files(hearing: Path, now: datetime) -> None:
    sections = (
        f"## {n} Del {n} {{#section-{n}}}\n\nTeksten i del {n}.\n\nEt avsnitt til.\n" for n in range(1, SECTIONS + 1)
    )
    draft = "\n".join(sections)
    heard = f"---\ntitle: Draft\ndate: {(now - timedelta(days=90)).date()}\n---\n"
    (hearing / "draft.md").write_text(heard + draft, encoding="utf-8")
    (hearing / "versions").mkdir()
    day = (now + LATER - timedelta(days=2)).date()
    head = f"---\ntitle: Draft\nversion: Etter høringen\ndate: {day}\nchanges: minor\n---\n"
    changed = draft.replace("Et avsnitt til.", "Et avsnitt til, etter høringen.")
    (hearing / "versions" / "etter-horingen.md").write_text(head + changed, encoding="utf-8")
    rows = "\n".join(f"  - {{id: sporsmal-{n}, text: Spørsmål {n}?}}" for n in range(1, QUESTIONS + 1))
    definition = hearing / "hearing.yml"
    definition.write_text(f"{definition.read_text(encoding='utf-8')}questions:\n{rows}\n", encoding="utf-8")


def _content(hearing: Hearing, dice: random.Random) -> Content:
    answers = [
        Answer(
            item.id,
            dice.choice([*Stance]) if item.id.startswith("section") else None,
            "\n\n".join(". ".join(dice.sample(SENTENCES, 3)) + f", sak {dice.randrange(10**6)}." for _ in range(2)),
        )
        for item in hearing.items
    ]
    return Content(
        Respondent("Bench", "Rådgiver", "bench@kommune.example"),
        PoliticalStanding(Standing.ADMINISTRATIVE),
        tuple(answers),
    )


def _make_points(db: Database, hearing: Hearing, received: list[Submission], now: datetime) -> None:
    """Make points of paragraphs until there are enough, with themes, and assess every second one."""
    names = [themes.add(db, hearing.id, name) for name in THEMES]
    made = 0
    for submission in received:
        for item in hearing.items:
            if made < POINTS:
                made += split_by_paragraph(db, submission, item.id, actor=USER, now=now)
        for point in points.of_submission(db, submission.reference):
            themes.give(db, point.id, names[point.id % len(names)])
            if point.id % 2:
                continue
            assess_point(
                db,
                submission,
                point.id,
                assessment=f"Tas inn i teksten, se del {point.id % SECTIONS + 1}.",
                conclusion=CONCLUSIONS[point.id // 2 % len(CONCLUSIONS)],
                revision=0,
                actor=USER,
                now=now,
            )


def _withhold(db: Database, received: list[Submission], now: datetime) -> None:
    """Withhold the number of the case that the first answer of each names, wherever it stands."""
    ground = defaults().redaction_grounds[0]
    for submission in received:
        answer = submission.content.answers[0]
        words = answer.text.rpartition(", ")[2].rstrip(".")
        marking = Marking(answer_field(answer.item), words, None, ground)
        redactions.add(db, drafted(submission, marking, actor=USER, now=now))
