"""Every kind of mistake: its file, line and column, and what to do."""

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Level

HEARING = "hearings/apen-plan/hearing.yml"
DRAFT = "hearings/apen-plan/draft.md"
DECISION = "hearings/vedtatt-avtale/decision.md"
ADOPTIONS = "hearings/vedtatt-avtale/adoptions.yml"
TITLE = "title: {nb: Felles plan for elva, nn: Felles plan for elva, en: A joint plan for the river}"
OM = "pages/om.md"
INVITED = "\n  - members_of: elvedalen\n  - indre\n  - ungdomsradet"

MISTAKES = [
    # hearing.yml
    (HEARING, 'case_number: "2026/7"\n', "", "2:1", "The key case_number is missing. Add it."),
    (HEARING, "dispatched:", "dispached:", "9:1", "dispached is not known here. Correct the spelling"),
    (HEARING, 'case_number: "2026/7"', "case_number:", "6:13", "The text is missing. Write it here."),
    (HEARING, "published: 2026-03-02", "published: 2. mars", "8:12", "Write year-month-day, like 2026-05-31."),
    (HEARING, "published: 2026-03-02", "published: 2026-02-30", "8:12", "«2026-02-30» is not a date."),
    (HEARING, "{date: 2026-05-29,", "{date: 20260529,", "11:12", "«20260529» is not a date."),
    (HEARING, "{date: 2026-05-29, set", "{dato: 2026-05-29, set", "11:6", "dato is not known here."),
    (HEARING, "published: 2026-03-02", "published: 1899-12-31", "8:12", "The year 1899 cannot be right. Write a year"),
    (HEARING, "{date: 2026-05-29,", "{date: 9999-12-31,", "11:12", "The year 9999 cannot be right. Write a year from"),
    (HEARING, "dispatched: 2026-03-03", "dispatched: 0001-01-01", "9:13", "The year 0001 cannot be right."),
    (HEARING, "id: apen-plan", "id: logg-inn", "2:5", "The id «logg-inn» is taken by the program itself."),
    (HEARING, "id: apen-plan", "id: nettstedet", "2:5", "The id «nettstedet» is taken by the program itself."),
    (HEARING, "email: sekretariatet@elvedalen.example", "email: =?u@elvedalen.example", "15:39", "e-mail address."),
    (HEARING, "section_stance: true", "section_stance: kanskje", "20:17", "neither true nor false. Write one of them."),
    (HEARING, "id: apen-plan", "id: annen-plan", "2:5", "the folder is called «apen-plan». Make them the same."),
    (HEARING, "id: apen-plan", "id: Åpen plan", "2:5", "Use a–z, 0–9 and single hyphens"),
    (HEARING, "id: forventning", "id: " + "a" * 81, "22:9", "cannot be an id."),
    (HEARING, "legal_basis: none", "legal_basis: pbl-1", "7:14", "Use one of: none, pbl-8-3, pbl-11-13, pbl-11-14."),
    (HEARING, "language: nb", "language: no", "5:11", "«no» is not known here. Use one of: nb, nn, en."),
    (HEARING, "  - indre", "  - indrefylket", "18:5", "not in council.yml. Add it there, or correct the id."),
    (HEARING, "members_of: elvedalen", "members_of: bergvik", "17:5", "«bergvik» is not a regional council"),
    (HEARING, "members_of: elvedalen", "members_of: ukjent", "17:5", "«ukjent» is not in council.yml."),
    (HEARING, "members_of: elvedalen", "{body: bergvik, members_of: elvedalen}", "17:5", "invited cannot be read."),
    (HEARING, INVITED, " []", "16:10", "The list invited is empty. Add at least one entry."),
    (HEARING, INVITED, " bergvik", "16:10", "invited must be a list: one entry per line"),
    (HEARING, "contact: {name: Sekretariatet, email:", "contact: Sekretariatet #", "15:10", "contact must have keys"),
    (
        HEARING,
        "email: sekretariatet@elvedalen.example",
        "email: kontoret",
        "15:39",
        "is not an e-mail address. Write it like",
    ),
    (HEARING, "id: viktigst", "id: formal", "25:9", "taken by a section, another question or the general remark."),
    (HEARING, "id: viktigst", "id: forventning", "25:9", "«forventning» is taken"),
    (HEARING, "id: viktigst", "id: general", "25:9", "«general» is taken"),
    (HEARING, TITLE, "title: {en: A joint plan}", "3:8", "The text is missing in Norwegian. Add nb: or nn:."),
    (HEARING, TITLE, "title: {no: Felles plan}", "3:8", "Use nb, nn or en."),
    (HEARING, TITLE, "title: [Felles plan]", "3:8", "Write a text, or one per language: nb, nn, en."),
    (HEARING, TITLE, "title: {nb: [x]}", "3:8", "A text must stand here."),
    (HEARING, "published: 2026-03-02", "published: {{today-28d}}", "8:12", "A text must stand here."),
    (HEARING, "id: apen-plan", "- id: apen-plan", "3:1", "This is not valid YAML."),
    (HEARING, None, "hei", "1:1", "must have keys of its own"),
    # council.yml
    ("council.yml", "  - id: holmby", "  - id: bergvik", "37:9", "«bergvik» stands twice. Give one of them another."),
    ("council.yml", "[{body: elvedalen}]", "[{body: indre}]", "22:26", "«indre» is not a regional council"),
    ("council.yml", "language: neutral", "language: en", "14:15", "Use nb, nn or neutral."),
    ("council.yml", "kind: municipality", "kind: kommune", "18:11", "Use one of: municipality, county"),
    ("council.yml", "accessibility_contact: tilgjengelighet@", "accessibility_contact: ", "9:24", "e-mail address"),
    ("council.yml", "id: bergvik", "id: received", "16:9", "The id «received» is taken by the program itself."),
    # pages
    (OM, "Slug: om", "Slug: Om Oss", "2:7", "«Om Oss» cannot be an id."),
    (OM, "Slug: om", "Slug: ../x", "2:7", "cannot be an id."),
    (OM, "Slug: om", "Slug: horinger", "2:7", "The id «horinger» is taken by the program itself."),
    (OM, "Slug: om", "Slug: nn", "2:7", "«nn» is taken"),
    (OM, "Slug: om", "Slug:svar", "2:6", "«svar» is taken"),
    (OM, "Lang: nb", "Lang: no", "3:7", "Use nb, nn or en."),
    ("pages/sub/om.md", None, "Title: Om\nSlug: om\nLang: nb\n\nx\n", "2:7", "«om» stands twice in this language."),
    (OM, "En side", "Tittel\n---\nEn side", "7:1", "Write ## in front of it"),
    # draft.md and the letter
    (DRAFT, "Elva skal", "Tittel\n=====\n\nElva skal", "10:1", "A line under a text makes it a heading."),
    (DRAFT, "Elva skal", "Elva " + "[" * 9000, "10:1", "too tangled to show. Close the brackets"),
    ("hearings/apen-plan/index.md", "## Bakgrunn", "## Bakgrunn\n" + "- " * 50, "2:1", "too tangled to show."),
    (
        DRAFT,
        "## 1 Formål {#formal}",
        "## 1 Formål",
        "8:1",
        "no lasting id. Write it at the end, like ## 1 Formål {#formal}.",
    ),
    (DRAFT, "## 1 Formål {#formal}", "##1 Formål", "8:1", "no lasting id."),
    (DRAFT, "{#okonomi}", "{#formal}", "12:1", "«formal» stands twice. Give this section another one."),
    (DRAFT, "{#okonomi}", "{#Økonomi}", "12:1", "«Økonomi» cannot be an id."),
    (DRAFT, "{#okonomi}", "{#general}", "12:1", "it means the general remark. Choose another."),
    (DRAFT, "version:", "versjon:", "3:1", "versjon is not known here."),
    (DRAFT, "date: 2026-02-20", "date: februar", "4:7", "«februar» is not a date."),
    (DRAFT, "Elva skal", "# Elva skal", "10:1", "Start headings at ##: the page's own title is the first level."),
    (
        DRAFT,
        None,
        "---\ntitle: Utkast\n---\nBare tekst.\n",
        "4:1",
        "The draft has no sections. Begin each with a line like",
    ),
    ("hearings/apen-plan/index.md", "## Bakgrunn", "#Bakgrunn", "1:1", "Start headings at ##"),
    ("hearings/vedtatt-avtale/summary.md", None, "Greit.\n\n# Stort\n", "3:1", "Start headings at ##"),
    # decision.md and adoptions.yml
    (DECISION, "{#decision}", "{#proposal}", "17:1", "«proposal» stands twice."),
    (DECISION, "date: 2026-01-20", "date: i januar", "4:7", "«i januar» is not a date."),
    (ADOPTIONS, "state: adopted,", "state: vedtatt,", "2:28", "Use one of: not_treated, scheduled, adopted"),
    (ADOPTIONS, "body: fossheim", "body: bergvik", "3:11", "«bergvik» stands twice. Keep one of them."),
    (ADOPTIONS, "body: fossheim", "body: oslo", "3:11", "«oslo» is not in council.yml."),
    (ADOPTIONS, "section: betaling", "section: betalinga", "7:70", "The draft has no section «betalinga»."),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "text"), MISTAKES)
def test_a_mistake_is_told_with_place_and_advice(told, file, old, new, where, text):
    """File, line and column of what was typed, and what to do about it."""
    found = told(file, old, new)
    assert [(place, level) for place, level, said in found if text in said] == [(f"{file}:{where}", "error")], found


@pytest.mark.parametrize(
    "name",
    ["council.yml", "hearings/apen-plan/hearing.yml", "hearings/apen-plan/index.md", "hearings/apen-plan/draft.md"],
)
def test_a_missing_file_is_told(content, name):
    """By the name it should have."""
    (content / name).unlink()
    found = {(p.place.file, p.place.line, str(p.message)[:20]) for p in load_content(content).errors}
    assert (name, 1, "The file is missing.") in found


def test_several_mistakes_in_several_files_are_told_at_once(content):
    """Sorted by file and place, so that a person can go through them in one sitting."""
    for name, old, new in (
        (HEARING, "published: 2026-03-02", "published: snart"),
        (HEARING, "legal_basis: none", "legal_basis: loven"),
        (DRAFT, "{#okonomi}", "{#formal}"),
        (ADOPTIONS, "body: fossheim", "body: oslo"),
        ("council.yml", "kind: municipality", "kind: kommune"),
    ):
        path = content / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    places = [(p.place.file, p.place.line) for p in load_content(content).errors]
    assert places == [("council.yml", 18), (DRAFT, 12), (HEARING, 7), (HEARING, 8)]


def test_adoptions_of_unknown_bodies_are_told_beside_other_mistakes(content):
    """A mistake in one file does not hide those of another in the same folder."""
    for name, old, new in (
        (ADOPTIONS, "body: fossheim", "body: oslo"),
        (DECISION, "date: 2026-01-20", "date: nylig"),
        ("hearings/vedtatt-avtale/hearing.yml", "published: 2025-08-04", "published: i fjor"),
    ):
        path = content / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert [p.place.file.rpartition("/")[2] for p in load_content(content).errors] == [
        "adoptions.yml",
        "decision.md",
        "hearing.yml",
    ]


def test_a_mistake_in_one_hearing_leaves_the_others(told, content):
    """What could be read is there, and the broken hearing is not."""
    told(HEARING, "id: apen-plan", "id: annen-plan")
    assert {m.hearing.id for m in load_content(content).matters} == {"lukket-strategi", "vedtatt-avtale"}


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "level", "text"),
    [
        (HEARING, "date: 2026-06-15", "date: 2026-06-13", "12:11", "info", "a Saturday. Next working day: 2026-06-15."),
        (
            HEARING,
            "date: 2026-06-15",
            "date: 2026-04-01",
            "12:11",
            "error",
            "It was 2026-05-29; set that day or a later",
        ),
        (HEARING, "date: 2026-06-15", "date: 2026-04-01", "12:11", "warning", "Shorter than six weeks."),
        (HEARING, "date: 2026-06-15", "date: 2026-06-01", "12:11", "info", "2 days shorter than the normal period"),
        (
            "hearings/lukket-strategi/hearing.yml",
            "{date: 2026-04-30,",
            "{date: 2026-02-25,",
            "9:20",
            "error",
            "The period is 41 days.",
        ),
        (DECISION, "2. Kommunene betaler etter folketall.", "2. ……", "11:1", "warning", "Point 2 is unfinished."),
    ],
)
def test_the_rules_point_at_what_they_are_about(told, file, old, new, where, level, text):
    """A rule's finding stands at the deadline in force, or at the point of the decision."""
    found = told(file, old, new)
    assert (f"{file}:{where}", level) in [(place, weight) for place, weight, said in found if text in said], found


def test_adopted_without_a_date_is_a_warning(content):
    """Rule 14: it does not stop a build, and it does not count."""
    loaded = load_content(content)
    assert [(p.place.file, p.place.line, p.level) for p in loaded.problems] == [(ADOPTIONS, 8, Level.WARNING)]
    register = loaded.matter("vedtatt-avtale").adoptions
    assert register.adopted == 2
    assert register.with_reservation == ("fossheim",)


def test_only_errors_stop_a_build(told, content):
    """A note on a Saturday leaves the hearing as it is."""
    told(HEARING, "date: 2026-06-15", "date: 2026-06-13")
    loaded = load_content(content)
    assert not loaded.errors
    assert loaded.matter("apen-plan") is not None


def test_a_decision_without_its_own_part_is_told(told):
    """Both that the decision is missing and that the part has a name nobody knows."""
    found = told(DECISION, "{#decision}", "{#vedtak}")
    assert [(place, said.split(".")[0]) for place, _, said in found] == [
        (f"{DECISION}:8:1", "The decision itself is missing"),
        (f"{DECISION}:17:1", "«vedtak» is not a part of a decision"),
    ]


@pytest.mark.parametrize("name", [DRAFT, DECISION])
def test_a_head_that_is_not_closed_is_one_mistake(told, name):
    """What would be missing then is there, and is not complained about."""
    found = told(name, None, "---\ntitle: Utkast\n\n## 1 Formål {#formal}\n")
    assert [said for _, _, said in found] == ["The file's head is not closed. Put a line with only --- after the keys."]


@pytest.mark.parametrize(
    "text",
    [
        "Et avsnitt\nover to linjer\n---\nog en strek.",
        "Et avsnitt.\n\n---\n\nEt til.",
        "| a |\n|---|\n| b |",
        "```\nkode\n====\n```",
        "    kode\n    ====",
        "- ett\n- to",
    ],
)
def test_lines_that_make_no_heading_are_left(told, text):
    """Rules, tables, lists and code."""
    assert told("hearings/apen-plan/index.md", None, f"{text}\n") == []


@pytest.mark.parametrize("text", ["Tittel\n====", "Tittel\n-", "## Over\nTittel\n---", "a\n---\nb\n---"])
def test_every_heading_with_a_line_under_it_is_told(told, text):
    """As the page would show it, so that none escapes the check of levels and ids."""
    from hearing_app.text import to_html

    found = told("hearings/apen-plan/index.md", None, f"{text}\n")
    assert len(found) == len([line for line in text.splitlines() if set(line) <= set("=-")])
    assert to_html(text).count("<h2") + ("====" in text) == len(found) + text.count("##")


@pytest.mark.parametrize("name", [DRAFT, DECISION])
@pytest.mark.parametrize("text", ["", "Bare tekst", "---", "---\ntitle: x\nikke lukket", "---\n---\n", "## \n", "#"])
def test_a_document_without_its_parts_is_told_and_never_a_crash(told, name, text):
    """Empty, without a head, or with a head that is never closed."""
    found = told(name, None, text)
    assert found
    assert {level for _, level, _ in found} == {"error"}
    assert {place.split(":")[0] for place, _, _ in found} == {name}
