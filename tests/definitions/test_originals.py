"""The sections' own texts, to which another wording is proposed, with the ids of their paragraphs."""

from hearing_app.definitions import load_content
from hearing_app.domain.lineage import editions

FOLDER = "hearings/vedtatt-avtale"
HEAD = "---\ntitle: Avtale\nversion: {name}\ndate: {date}\n---\n"
SECTION = "## 1 Oppgaver {#oppgaver}\n\n"


def originals(content):
    matter = load_content(content).matter("vedtatt-avtale")
    return matter, {item.id: item.original for item in matter.hearing.items}


def test_a_section_has_its_text_and_its_paragraphs_ids(content):
    """A question has neither."""
    _, found = originals(content)
    assert found["oppgaver"].markdown == "Brannvernet slukker og forebygger."
    assert found["oppgaver"].ids == ("oppgaver.1",)
    assert (found["general"].markdown, found["general"].ids) == ("", ())


def test_ids_come_from_the_versions_before_the_heard_one(content):
    """As on the site: a paragraph that came after others in an earlier version keeps its number."""
    folder = content / FOLDER
    (folder / "versions").mkdir()
    before = f"{SECTION}En helt annen setning som siden gikk ut.\n\nBrannvernet slukker og forebygger.\n"
    (folder / "versions/skisse.md").write_text(HEAD.format(name="Skisse", date="2025-02-01") + before, "utf-8")
    heard = f"{SECTION}Brannvernet slukker og forebygger. {{#vern}}\n\nDet er nytt.\n\n"
    heard += "## 2 Betaling {#betaling}\n\nLikt.\n"
    (folder / "draft.md").write_text(HEAD.format(name="Utkast", date="2025-08-01") + heard, "utf-8")
    matter, found = originals(content)
    assert [draft.version for draft in matter.hearing.earlier] == ["Skisse"]
    shown = editions(version.draft for version in matter.versions)[1]
    for section in ("oppgaver", "betaling"):
        assert found[section].ids == tuple(passage.id for passage in shown.by_section[section])
    assert found["oppgaver"].ids[0] == "vern"
    assert found["oppgaver"].ids[1] != "oppgaver.2"
    assert "{#" not in found["oppgaver"].markdown
