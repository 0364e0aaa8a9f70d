from dataclasses import replace

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.lineage import editions
from hearing_app.domain.versions import HEARD, Extent

FOLDER = "hearings/vedtatt-avtale"
DATED = f"{FOLDER}/draft.md"
HEAD = "---\ntitle: Avtale\nversion: {version}\ndate: {date}\n{more}---\n"
BODY = "Innledning.\n\n## 1 Formål {#formal}\n\nDette er formålet.\n"


def version(date, name="Etter høringen", more="changes: minor\n", body=BODY):
    return HEAD.format(version=name, date=date, more=more) + body


@pytest.fixture
def dated(content):
    """The content with a date on the heard draft."""
    path = content / DATED
    head, _, rest = path.read_text(encoding="utf-8").partition("title:")
    kept = "\n".join(line for line in f"title:{rest}".split("\n") if not line.startswith("date:"))
    path.write_text(f"{head}date: 2025-08-01\n{kept}", encoding="utf-8")
    return content


def put(content, name, text):
    path = content / FOLDER / "versions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def mistakes(content):
    return [
        (f"{p.place.file.removeprefix(FOLDER + '/')}:{p.place.line}", p.level.value, str(p.message))
        for p in load_content(content).problems
        if "/versions/" in p.place.file or p.place.file == DATED
    ]


def matter(content):
    return load_content(content).matter("vedtatt-avtale")


def test_versions_come_by_date_with_the_heard_draft_among_them(dated):
    """Whatever their files are called; the note and the extent come along."""
    put(dated, "a-sist.md", version("2026-02-01", "Vedtatt", "changes: minor\nnote: Slik ble den.\n"))
    put(dated, "z-forst.md", version("2025-02-01", "Skisse", ""))
    assert mistakes(dated) == []
    found = matter(dated).versions
    assert [v.slug for v in found] == ["z-forst", HEARD, "a-sist"]
    assert [(v.extent, v.note) for v in found] == [(None, ""), (None, ""), (Extent.MINOR, "Slik ble den.")]
    assert found[1].draft is matter(dated).hearing.draft or found[1].draft == matter(dated).hearing.draft


def test_a_hearing_with_one_draft_has_no_list_of_versions(content):
    """And needs no date on it."""
    assert matter(content).versions == ()


def test_the_heard_draft_needs_its_date_beside_others(content):
    """Without it nobody knows where it stands among them."""
    path = content / DATED
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("date:")), encoding="utf-8")
    put(content, "skisse.md", version("2025-02-01", more=""))
    ((place, level, message),) = mistakes(content)
    assert (place, level) == ("draft.md:1", "error")
    assert "Add date: at the top" in message


def test_two_versions_of_one_day_are_a_mistake(dated):
    """It is told at one of them, with the day."""
    put(dated, "en.md", version("2026-02-01"))
    put(dated, "to.md", version("2026-02-01"))
    assert mistakes(dated) == [
        (
            "versions/to.md:4",
            "error",
            "Two versions have the date 2026-02-01, so nobody can tell which came first. Change one of them.",
        )
    ]
    put(dated, "to.md", version("2025-08-01", more=""))
    assert [place for place, _, _ in mistakes(dated)] == ["versions/to.md:4"]


def test_a_version_after_the_hearing_says_how_much_it_changes(dated):
    """Missing, it is a warning; before the deadline there is nothing to say, and what is said is passed by."""
    put(dated, "sen.md", version("2026-02-01", more=""))
    assert [(place, level) for place, level, _ in mistakes(dated)] == [("versions/sen.md:2", "warning")]
    put(dated, "sen.md", version("2025-02-01", more="changes: material\n"))
    assert mistakes(dated) == []
    assert matter(dated).versions[0].extent is None


def test_material_changes_call_for_a_new_hearing(dated):
    """Rule 12, where the version says so; a hearing that follows as a re-hearing settles it."""
    put(dated, "sen.md", version("2026-02-01", more="changes: material\n"))
    told = [("versions/sen.md:5", "warning", "Material changes: consider a new hearing.")]
    assert mistakes(dated) == told
    path = dated / "hearings/apen-plan/hearing.yml"
    text = path.read_text(encoding="utf-8")
    follows = "follows: {hearing: vedtatt-avtale, as: rehearing}\n"
    path.write_text(f"{text.rstrip()}\n{follows}", encoding="utf-8")
    assert mistakes(dated) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Etter Høringen.md", "This is not the name of a version."),
        ("notat.txt", "This is not the name of a version."),
        ("horingsutkast.md", "The name «horingsutkast» is taken"),
    ],
)
def test_what_cannot_be_a_version_is_told(dated, name, told):
    """Nothing lies in the folder unread, and no version takes the heard draft's address."""
    put(dated, name, version("2026-02-01"))
    assert [message[: len(told)] for _, _, message in mistakes(dated)] == [told]


@pytest.mark.parametrize("key", ["version", "title"])
def test_a_version_has_a_name_and_a_title(dated, key):
    """Both are needed to tell it from the others."""
    text = version("2026-02-01")
    put(dated, "en.md", "\n".join(line for line in text.split("\n") if not line.startswith(f"{key}:")))
    assert [level for _, level, _ in mistakes(dated)] == ["error"]


def undated(name="Arbeidsutkast", more=""):
    return version("?", name, more).replace("date: ?\n", "")


def test_a_version_without_a_date_is_worked_on_after_all_others(dated):
    """It may say how much it changes; that readers do not see it is told, and no mistake."""
    put(dated, "a-arbeid.md", undated(more="changes: material\n"))
    put(dated, "z-sist.md", version("2026-02-01"))
    assert [(place, level) for place, level, _ in mistakes(dated)] == [("versions/a-arbeid.md:2", "info")]
    found = matter(dated).versions
    assert [(v.slug, v.working) for v in found] == [(HEARD, False), ("z-sist", False), ("a-arbeid", True)]
    assert found[-1].extent is Extent.MATERIAL


def test_one_version_at_most_has_no_date(dated):
    """Nobody could tell which of them is the newest."""
    put(dated, "en.md", undated())
    put(dated, "to.md", undated("Et til"))
    assert [level for _, level, _ in mistakes(dated)] == ["info", "info", "error"]


def test_an_unknown_word_for_the_extent_is_told(dated):
    """With the words that can be used."""
    put(dated, "en.md", version("2026-02-01", more="changes: stor\n"))
    assert mistakes(dated) == [("versions/en.md:5", "error", "«stor» is not known here. Use one of: material, minor.")]


def test_an_explicit_paragraph_id_is_taken_out_of_the_text(dated):
    """What a reader sees has no trace of it, in the text, in lists and above the first section."""
    body = "Før. {#for}\n\n## 1 Formål {#formal}\n\n### Under {#under}\n\nTekst\nover to. {#fast}\n\n- en {#en}\n- to\n"
    put(dated, "en.md", version("2026-02-01", body=body))
    assert mistakes(dated) == []
    draft = matter(dated).versions[-1].draft
    assert "{#" not in draft.preamble + draft.sections[0].markdown
    named = {p.id: p.text for p in editions([draft])[0].passages}
    assert named == {"for": "Før.", "under": "### Under", "fast": "Tekst\nover to.", "en": "en", "formal.4": "to"}


def test_braces_in_code_and_inside_a_sentence_are_text(dated):
    """Only the end of a paragraph is looked at."""
    body = "## 1 Formål {#formal}\n\nSkriv {#id} etter.\n\n```\nkode {#kode}\n```\n"
    put(dated, "en.md", version("2026-02-01", body=body))
    assert mistakes(dated) == []
    assert "kode {#kode}" in matter(dated).versions[-1].draft.sections[0].markdown


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("En linje {#midt}\nog en til.", 9, "The id «midt» belongs to no paragraph here."),
        ("Tekst.\n\n{#alene}", 11, "The id «alene» belongs to no paragraph here."),
        ("En. {#x}\n\nTo. {#x}", 11, "The id «x» stands twice."),
        ("En. {#formal}", 9, "The id «formal» stands twice."),
        ("En. {#Stor}", 9, "«Stor» cannot be an id."),
        ("En. {#formal.1}", 9, "«formal.1» cannot be an id."),
    ],
)
def test_a_mistaken_paragraph_id_is_told_where_it_stands(dated, text, line, told):
    """With its line in the file, and what to do."""
    put(dated, "en.md", version("2026-02-01", body=f"## 1 Formål {{#formal}}\n\n{text}\n"))
    assert [(place, message[: len(told)]) for place, _, message in mistakes(dated)] == [
        (f"versions/en.md:{line}", told)
    ]


def test_paragraph_ids_in_the_heard_draft_never_reach_those_who_answer(dated):
    """The form and the desk take the section's Markdown, and its fingerprint still follows from the file."""
    before = matter(dated).hearing
    path = dated / DATED
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()} {{#siste}}\n", encoding="utf-8")
    after = matter(dated).hearing
    assert after.draft.sections[-1].markdown == before.draft.sections[-1].markdown
    assert after.draft.sections[-1].names != ()
    assert [item.id for item in after.items] == [item.id for item in before.items]
    assert after.fingerprint != before.fingerprint
    assert replace(after, fingerprint="", draft=before.draft) == replace(before, fingerprint="")
