"""Withheld words that somebody types by hand into the content folder reach no reader, whatever builds the site."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from hearing_app.building.build import build_folder
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.release import EVERYTHING
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.operating.worker import work_once
from hearing_app.publishing.gate_report import problems_at_gate
from hearing_app.publishing.preview import folder_of, forget_outdated, make_preview, previews
from hearing_app.publishing.publish import plan, publish, refresh_site
from hearing_app.redacting.gate import Spot, let_pass
from hearing_app.redacting.hand_marks import marked_files
from hearing_app.redacting.redact import Marking, lift, redact, seen_of
from hearing_app.storage import points, publish_jobs, redactions
from hearing_app.storage.publish_jobs import JobKind, Request
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point
from hearing_app.treating.theming import set_themes

HEARING = "lukket-strategi"
FOLDER = f"hearings/{HEARING}"
WORD = "HEMMELIGORD"
MARK = "▇▇▇ [offl. § 13]"
GROUND = defaults().redaction_grounds[0]
FILES = {
    "summary.md": f"Kort sagt {WORD.lower()}(her), og [lenken](https://et.example/{WORD}).\n\n- {WORD} [x]\n",
    "decision.md": f"---\norgan: Rådet ved {WORD}\ndate: 2026-05-10\nvote: {WORD}\n---\n"
    f"## Vedtak {{#decision}}\n\n1. Planen vedtas, {WORD}.\n",
    "versions/etter.md": f"---\ntitle: {WORD} utkast\nversion: '{WORD}'\ndate: 2026-05-12\nchanges: minor\n"
    f"note: {{x}} {WORD}\n---\n## Mål {{#mal}}\n\nAlle {WORD} sti.\n\n## Tiltak {{#tiltak}}\n\n"
    f"Kvar kommune.\n\n## Nytt {{#{WORD.lower()}}}\n\n`{WORD}`\n".replace("{x} ", ""),
    "adoptions.yml": f"expected: [bergvik]\nadoptions:\n  - body: bergvik\n    state: adopted\n    date: 2026-05-13\n"
    f'    organ: "{WORD}"\n    note: >\n      Ordet {WORD}\n      står.\n',
    "memo.md": f"## Om {WORD}\n\nDet er {WORD}.\n",
}


@pytest.fixture
def answer(db, closed, receive, answered, now):
    """Bergvik's answer with one word withheld wherever it stands."""
    sent = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": f"Ring {WORD} først."}))
    marking = Marking("answers/tiltak/text", WORD, None, GROUND)
    redact(db, closed, sent, marking, seen=seen_of(()), actor="kari", now=now - timedelta(hours=1))
    return sent


@pytest.fixture
def dated(content):
    """The draft that was heard, with the day that it needs where there are other versions."""
    draft = content / FOLDER / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")


@pytest.fixture
def typed(content, dated):
    """The word typed into every file that a person writes on after the hearing, and what they hold then."""
    for name, text in FILES.items():
        path = content / FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    letter = content / FOLDER / "index.md"
    letter.write_text(f"{letter.read_text(encoding='utf-8')}\nSå skrev noen {WORD}.\n", encoding="utf-8")
    return {path: path.read_bytes() for path in (content / FOLDER).rglob("*") if path.is_file()}


def where_it_stands(folder):
    """Return the files below a folder in which the word can be read, whole or as a reader's program opens them."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 20
    return {path.relative_to(folder).as_posix() for path in files if WORD.lower() in _readable(path.read_bytes())}


def _readable(data):
    text = data.decode(errors="ignore")
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            text += "\n".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())
    if data.startswith(b"%PDF"):
        text += "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return text.lower()


def page(settings, path=""):
    return (settings.site / "current/horinger" / HEARING / path / "index.html").read_text(encoding="utf-8")


def test_the_words_reach_no_file_of_the_site_when_it_is_built_anew(db, settings, answer, typed, now):
    """Pages, feeds, search index and files to take home have a mark, and the person's files are as they were."""
    told = refresh_site(db, settings, now=now)
    assert where_it_stands(settings.site) == set()
    assert set(told) == {f"{FOLDER}/{name}" for name in (*FILES, "index.md")}
    assert {path: path.read_bytes() for path in typed} == typed
    assert f"Planen vedtas, {MARK}." in page(settings)
    assert f"Så skrev noen {MARK}." in page(settings)
    assert not list(settings.site.glob(".stage-*"))


def test_own_words_are_marked_where_the_summary_is_public(db, settings, answer, content, now):
    """They stand on the hearing's page beside the published answers, and nothing after a mark makes a link of it."""
    publish(db, settings, HEARING, released=frozenset({answer.reference}), actor="kari", now=now)
    (content / FOLDER / "summary.md").write_text(FILES["summary.md"], encoding="utf-8")
    refresh_site(db, settings, now=now + timedelta(minutes=1))
    assert where_it_stands(settings.site) == set()
    assert f"{MARK}(her)" in page(settings)
    assert 'href="https://et.example/sladd"' in page(settings)


def test_without_the_layer_the_words_are_on_the_site(db, settings, typed, now):
    """So the test above looks where they would stand."""
    assert refresh_site(db, settings, now=now) == ()
    assert len(where_it_stands(settings.site / "current")) > 5


def test_the_worker_tells_of_the_files(db, settings, answer, typed, now):
    """The round builds the site all the same, and says where the words stand."""
    done = work_once(db, settings, now=now)
    assert (done.rebuilt, done.site_error) == (True, "")
    assert f"{FOLDER}/summary.md" in done.marked
    assert where_it_stands(settings.site) == set()


@pytest.fixture
def elsewhere(library, receive, answered, now):
    """An answer to another hearing."""
    other = library.matter("vedtatt-avtale").hearing
    return receive(other, other.invited[0].id, answered({}), at=now - timedelta(days=200))


def test_another_hearings_publishing_lets_nothing_out(db, settings, answer, typed, elsewhere, now):
    """The site that it builds has the marks as well."""
    released = frozenset({elsewhere.reference})
    publish(db, settings, elsewhere.hearing, released=released, actor="kari", now=now)
    assert where_it_stands(settings.site) == set()


def test_a_preview_has_the_marks(db, settings, answer, typed, now):
    """What would go out is shown as it would go out."""
    request = Request(frozenset({answer.reference}), EVERYTHING, "", "", False, Language.NB)
    make_preview(db, settings, HEARING, request, job=7, now=now)
    folder = folder_of(settings, 7)
    assert where_it_stands(folder) == set()
    assert MARK in (folder / "horinger" / HEARING / "index.html").read_text(encoding="utf-8")


def test_what_somebody_has_let_pass_stands_as_it_was_written(db, settings, library, answer, content, now):
    """For as long as the text is the same; another sentence in the file, and it is asked again."""
    own = content / FOLDER / "summary.md"
    own.write_text(f"Om {WORD}.\n", encoding="utf-8")
    released = frozenset({answer.reference})
    todo = plan(db, library.matter(HEARING), content, released=released, now=now)
    let_pass(db, HEARING, next(f for f in todo.finds if f.where.path.endswith("summary.md")), actor="kari", now=now)
    assert marked_files(db, content) == {}
    own.write_text(f"Om {WORD}, og mer.\n", encoding="utf-8")
    assert "\n".join(marked_files(db, content).values()) == "Om ▇▇▇ \\[offl. § 13\\], og mer.\n"


def test_a_layer_that_is_lifted_marks_nothing(db, closed, answer, content, typed, now):
    """Nor does one that is on a single occurrence: the word may stand elsewhere."""
    assert marked_files(db, content)
    (layer,) = redactions.of_submission(db, answer.reference)
    lift(db, answer, layer.id, why="Feil.", seen=seen_of((layer,)), actor="kari", now=now)
    assert marked_files(db, content) == {}
    known = {"seen": seen_of(redactions.of_submission(db, answer.reference)), "actor": "kari", "now": now}
    redact(db, closed, answer, Marking("answers/tiltak/text", WORD, 1, GROUND), **known)
    assert marked_files(db, content) == {}


def test_the_check_and_the_gate_tell_each_place(db, settings, answer, typed):
    """With the file and the line, and without the words."""
    problems = [p for p in problems_at_gate(db, settings) if p.place.file.startswith(FOLDER)]
    places = {(p.place.file.removeprefix(f"{FOLDER}/"), p.place.line) for p in problems}
    assert {("summary.md", 1), ("decision.md", 2), ("adoptions.yml", 6), ("memo.md", 1)} <= places
    assert WORD not in repr(problems)


def test_ids_and_days_stay_what_they_are(db, closed, content, dated, receive, answered, now):
    """A withheld word that is also a body's id, a part's id or a year breaks no file, and stops no build."""
    text = "Ring bergvik, tiltak, 2026 og vedtak."
    sent = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": text}))
    for word in ("bergvik", "tiltak", "2026", "decision", "adopted"):
        marking = Marking("answers/tiltak/text", word, None, GROUND)
        if word in text:
            seen = seen_of(redactions.of_submission(db, sent.reference))
            redact(db, closed, sent, marking, seen=seen, actor="kari", now=now)
    for name in ("decision.md", "versions/etter.md", "adoptions.yml"):
        path = content / FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(FILES[name], encoding="utf-8")
    for name, marked in marked_files(db, content).items():
        (content / name).write_text(marked, encoding="utf-8")
    build_folder(content, content.parent / "out", base_url="http://x.example", now=now)
    version = (content / FOLDER / "versions/etter.md").read_text(encoding="utf-8")
    assert "## ▇▇▇ \\[offl. § 13\\] {#tiltak}" in version
    assert "date: 2026-05-12" in version


def test_a_preview_from_before_something_was_withheld_is_gone(db, settings, closed, answer, now):
    """The worker removes its folder in its next round; one from afterwards stays."""
    request = Request(frozenset({answer.reference}), EVERYTHING, "", "", False, Language.NB)
    for hours in (-2, 1):
        at = now + timedelta(hours=hours)
        job = publish_jobs.ask(db, JobKind.PREVIEW, HEARING, request, by="kari", now=at)
        folder_of(settings, job).mkdir(parents=True)
    (previews(settings) / ".stage-x").mkdir()
    assert forget_outdated(db, settings) == 1
    assert sorted(path.name for path in previews(settings).iterdir()) == [".stage-x", "2"]


def test_a_theme_with_withheld_words_waits_at_the_gate(db, settings, library, answer, content, now):
    """The public summary names it only where somebody has let it pass; publishing stops until then."""
    add_point(db, answer, "tiltak", "først", actor="kari", now=now)
    (point,) = points.of_submission(db, answer.reference)
    said = {"assessment": "Ja.", "conclusion": Conclusion.NOTED, "revision": point.revision}
    assess_point(db, answer, point.id, **said, actor="kari", now=now)
    set_themes(db, HEARING, point, (), new=f"Sak {WORD}", actor="kari", now=now)
    released = frozenset({answer.reference})
    todo = plan(db, library.matter(HEARING), content, released=released, now=now)
    (find,) = [find for find in todo.finds if find.stops]
    assert (find.where.spot, find.words) == (Spot.THEME, WORD)
    assert any("gate has" in stop.sentence for stop in todo.stops)
