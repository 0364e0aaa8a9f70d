"""The summary as the secretariat hands it on: figures, what is missing, and nothing that is withheld."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.concluding.paper import paper_of
from hearing_app.concluding.paper_tables import as_book, as_csv, csv_name
from hearing_app.concluding.paper_template import document_of, keep_template
from hearing_app.concluding.summing_up import tell
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.library import Library
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import points, redactions, themes
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point, preview
from hearing_app.treating.joining import join
from hearing_app.treating.splitting import add_amendment, add_point
from hearing_app.treating.theming import set_themes
from hearing_app.word.template import example


@pytest.fixture
def answers(closed, receive, answered, now):
    """Bergvik in time, Fossheim late, Indre in time with an amendment."""
    longer = replace(closed, deadlines=(replace(closed.deadlines[-1], day=date(2026, 6, 1)),))
    change = Amendment("", "Stien HEMMELIGGAMMEL.", "Stien HEMMELIGNY.")
    indre = answered({"viktigst": "", "tiltak": "=1+1 HEMMELIG telefon."})
    indre = replace(indre, answers=tuple(replace(a, amendments=(change,)) for a in indre.answers))
    return {
        "bergvik": receive(closed, "bergvik", answered({"viktigst": "", "mal": "Bygg bruer."})),
        "fossheim": receive(longer, "fossheim", answered({"viktigst": "", "mal": "Bygg bruene."}), at=now),
        "indre": receive(closed, "indre", indre),
    }


@pytest.fixture
def pointed(db, closed, answers, now):
    """A point of Bergvik's and Fossheim's that are joined, with a theme, and two of Indre's."""
    for body, item, text in (
        ("bergvik", "mal", "Bygg bruer."),
        ("fossheim", "mal", "Bygg bruene."),
        ("indre", "tiltak", "=1+1 HEMMELIG telefon."),
    ):
        add_point(db, answers[body], item, text, actor="siri", now=now)
    add_amendment(db, answers["indre"], "tiltak", 1, actor="siri", now=now)
    one, two, *_rest = found = points.of_hearing(db, closed.id)
    join(db, closed.id, one.id, [two.id], actor="siri", now=now)
    set_themes(db, closed.id, one, (), new="Bruer", actor="siri", now=now)
    assess_point(
        db, answers["bergvik"], one.id, assessment="Ja.", conclusion=Conclusion.ACCEPTED, revision=0, actor="x", now=now
    )
    return found


@pytest.fixture
def told(db, content, now):
    """A function that tells the summary in a language."""

    def in_language(language=Language.EN, **kwargs):
        library = Library(content)
        return tell(
            db, library.matter("lukket-strategi"), library.last_good_council(), words_for(language), now=now, **kwargs
        )

    return in_language


@pytest.fixture
def withhold(db, closed, answers, now):
    """A function that withholds words of Indre's answer wherever they stand."""

    def withheld(field, words):
        submission = answers["indre"]
        seen = seen_of(redactions.of_submission(db, submission.reference))
        marking = Marking(field, words, None, defaults().redaction_grounds[0])
        redact(db, closed, submission, marking, seen=seen, actor="siri", now=now)

    return withheld


def unzipped(data):
    """Return everything that stands in a file, unpacked where it is an archive."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def sheet(data, title):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book[title].iter_rows()]


def test_the_figures_are_those_that_are_published(db, closed, pointed, told, answers):
    """Counted by SQLite here, and from the answers there."""
    figures = told().figures
    published = preview(db, closed, frozenset(s.reference for s in answers.values()))
    assert (figures.stances, figures.choices) == (published.stances, published.choices)
    assert (figures.total.points, figures.total.open_points) == (len(published.points), published.open_points) == (3, 2)
    assert [point.bodies for point in told().points] == [point.bodies for point in published.points]


def test_a_joined_row_counts_for_each_body_and_its_theme_once(pointed, told):
    """Three rows of four points."""
    figures = told().figures
    assert {count.name: count.points for count in figures.bodies} == {"bergvik": 1, "fossheim": 1, "indre": 2}
    assert [(count.name, count.points) for count in figures.themes] == [("Bruer", 1), ("", 2)]
    assert {count.item: count.written for count in figures.texts}["mal"] == 2


def test_one_part_can_be_asked_for_alone(pointed, told):
    """Its rows are whole, also where others have joined them; the figures count everything."""
    (row,) = told(only="mal").points
    assert row.bodies == ("bergvik", "fossheim")
    assert told(only="").points == ()
    assert told(only="mal").figures == told().figures


def test_it_says_what_it_lacks(pointed, told, content):
    """Assessments and the secretariat's own words, and which it does not lack."""
    kinds = {step.kind.value for step in told().missing}
    assert {"assessing", "words"} <= kinds
    (content / "hearings" / "lukket-strategi" / "summary.md").write_text("Slik gjekk det.\n", encoding="utf-8")
    assert "words" not in {step.kind.value for step in told().missing}
    assert "deadline" not in kinds


def test_the_case_paper_tells_who_answered_and_what(pointed, told, now):
    """Opened with python-docx: headings, a tick for those who answered, late ones marked, the table with its head."""
    document = docx.Document(io.BytesIO(document_of(paper_of(told(), written=now), None)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:2] == ["This summary is not complete", "Who answered"]
    assert "Points by theme" in headings
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in document.tables)
    who = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert who["Bergvik kommune"].startswith("✓ Yes")
    assert "No" in who.values()
    late = next(row for row in document.tables[0].rows if row.cells[0].text == "Fossheim kommune")
    assert late.cells[2].text.endswith("after the deadline")
    first = next(t for t in document.tables if t.rows[0].cells[0].text == "Input")
    assert [cell.text for cell in first.rows[1].cells] == [
        "Bergvik kommune and Fossheim kommune:\nBygg bruer.",
        "Ja.",
        "Accepted",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [(Language.NB, "Oppsummeringen er ikke fullstendig"), (Language.NN, "Oppsummeringa er ikkje fullstendig")],
)
def test_the_files_say_first_that_they_are_not_complete(pointed, told, now, language, said):
    """In the reader's language, on the first page or sheet; the CSV file, which begins with its head, in its name."""
    paper = paper_of(told(language), written=now)
    assert (paper.incomplete, paper.chapters[0].heading) == (said, said)
    book = openpyxl.load_workbook(io.BytesIO(as_book(told(language), written=now)))
    assert said in {cell.value for cell in book.worksheets[0]["A"]}
    assert said not in as_csv(told(language))
    assert csv_name(told(language)) == "oppsummering-lukket-strategi-ikke-fullstendig.csv"
    assert csv_name(replace(told(language), missing=())) == "oppsummering-lukket-strategi.csv"


def test_a_workbook_holds_figures_and_texts(pointed, told, now, content):
    """What is counted can be summed; a formula is a text, and so is all that anybody has typed."""
    path = content / "council.yml"
    assert "number:" in path.read_text(encoding="utf-8")
    book = openpyxl.load_workbook(io.BytesIO(as_book(told(), written=now)))
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    head, *counted = sheet(as_book(told(), written=now), "Bodies")
    assert sum(row[head.index("Points")] for row in counted) == 4
    for title in ("Sections", "How many wrote something", "Themes"):
        _head, *counted = sheet(as_book(told(), written=now), title)
        assert all(type(value) is int for row in counted for value in row[1:])
    rows = sheet(as_book(told(), written=now), "Input")
    assert rows[0] == ["Number", "Body", "Part", "Input", "Assessment", "Conclusion", "Themes"]
    assert "=1+1 HEMMELIG telefon." in {row[3] for row in rows}


def test_a_number_keeps_its_zero(pointed, told, now):
    """As it stands in council.yml."""
    found = told()
    bodies = tuple(replace(b, number="0301") if b.id == "bergvik" else b for b in found.council.bodies)
    numbered = {body.id: body for body in bodies}
    answers = tuple(replace(a, body=numbered.get(a.body.id, a.body)) for a in found.answers)
    changed = replace(found, council=replace(found.council, bodies=bodies), answers=answers)
    assert sheet(as_book(changed, written=now), "Input")[1][0].split(", ")[0] == "0301"
    _head, *who = sheet(as_book(changed, written=now), "Who answered")
    assert {row[1]: row[0] for row in who}["Bergvik kommune"] == "0301"


def test_the_case_paper_says_when_as_people_do(pointed, told):
    """Without seconds and offsets, which are for receipts."""
    written = datetime(2026, 11, 22, 9, 58, 30, tzinfo=UTC)
    assert ("Skrevet", "22. november 2026 kl. 10.58") in paper_of(told(Language.NB), written=written).facts


@pytest.mark.parametrize("says", [True, False])
def test_with_a_template_it_is_said_once_that_it_is_not_complete(pointed, told, now, says):
    """Where the template says it, the chapter tells what is missing; where it does not, the chapter says it."""
    paper = paper_of(told(), written=now)
    plain = docx.Document()
    for text in ("{{ title }}", *(["{{ incomplete }}"] if says else []), "{{ body }}"):
        plain.add_paragraph(text)
    template = io.BytesIO()
    plain.save(template)
    texts = [p.text for p in docx.Document(io.BytesIO(document_of(paper, template.getvalue()))).paragraphs]
    assert texts.count("This summary is not complete") == 1
    assert ("What is missing" in texts) is says


def test_csv_is_read_as_it_was_written(pointed, told):
    """A cell that a spreadsheet would take for a formula is marked as text."""
    head, *rows = csv.reader(io.StringIO(as_csv(told()).lstrip("\ufeff")), delimiter=";")
    assert head[3] == "Input"
    assert "'=1+1 HEMMELIG telefon." in {row[3] for row in rows}
    assert any("Shall stand: Stien HEMMELIGNY." in row[3] for row in rows)


def test_what_is_withheld_is_in_none_of_the_files(pointed, told, now, withhold, content, db, answers):
    """Neither in quotes, amendments, assessments nor the own words, unzipped."""
    (content / "hearings/lukket-strategi/summary.md").write_text("Indre nemnde HEMMELIG.\n", encoding="utf-8")
    point = points.of_submission(db, answers["indre"].reference)[0]
    assess_point(
        db,
        answers["indre"],
        point.id,
        assessment="Om HEMMELIG.",
        conclusion=Conclusion.NOTED,
        revision=0,
        actor="siri",
        now=now,
    )
    made = lambda: (  # noqa: E731 - the same three files twice
        document_of(paper_of(told(), written=now), None),
        document_of(paper_of(told(), written=now), example(paper_of(told(), written=now))),
        as_book(told(), written=now),
        as_csv(told()).encode(),
    )
    assert all(b"HEMMELIG" in unzipped(data) for data in made())
    withhold("answers/tiltak/text", "HEMMELIG")
    withhold("answers/tiltak/amendments/1/removed", "HEMMELIGGAMMEL")
    withhold("answers/tiltak/amendments/1/added", "HEMMELIGNY")
    assert not any(b"HEMMELIG" in unzipped(data) for data in made())
    assert all("▇▇▇".encode() in unzipped(data) for data in made())


def test_the_terminal_tells_it_and_writes_the_files(pointed, workspace, tmp_path, monkeypatch, db, settings, now):
    """In sentences and as JSON; the case paper in the council's template, or plainly."""
    monkeypatch.setenv("SAMRAD_LANG", "nb")
    data = example(paper_of_nothing())
    keep_template(db, settings, "mal.docx", data, actor="siri", now=now)
    files = [tmp_path / name for name in ("a.docx", "b.docx", "c.xlsx", "d.csv")]
    run = lambda *arguments: CliRunner().invoke(  # noqa: E731 - one command in one workspace
        cli.main, ["--workspace", str(workspace), "summary", "lukket-strategi", *map(str, arguments)]
    )
    result = run("--docx", files[0], "--xlsx", files[2], "--csv", files[3])
    assert result.exit_code == 0, result.output
    assert "Oppsummeringen er ikke fullstendig" in result.output
    assert run("--docx", files[1], "--plain").exit_code == 0
    assert all(file.stat().st_size for file in files)
    said = json.loads(run("--json").stdout)
    assert (said["complete"], len(said["points"]), said["answered"]) == (False, 3, 3)


def paper_of_nothing():
    """Return a paper to make an example template from."""
    from hearing_app.word.paper import Paper

    return Paper(Language.NB, "Tittel", "Råd", "", (), ())


def test_withheld_words_in_a_themes_name_are_marked_in_every_file(db, closed, pointed, told, withhold, now):
    """In the table, in the figures, in the case paper, in the spreadsheet and in CSV; the theme keeps its name."""
    set_themes(db, closed.id, pointed[2], (), new="Sak telefon", actor="siri", now=now)
    withhold("answers/tiltak/text", "telefon")
    found = told()
    assert [count.name for count in found.figures.themes] == ["Bruer", "Sak ▇▇▇ [offl. § 13]", ""]
    assert ("Sak ▇▇▇ [offl. § 13]",) in [point.themes for point in found.points]
    files = (document_of(paper_of(found, written=now), None), as_book(found, written=now), as_csv(found).encode())
    for data in files:
        assert b"telefon" not in unzipped(data)
        assert "Sak ▇▇▇" in unzipped(data).decode(errors="ignore")
    assert [theme.name for theme in themes.of_hearing(db, closed.id)] == ["Bruer", "Sak telefon"]
