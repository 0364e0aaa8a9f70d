"""A draft as a file: what is not meant stays to the letter."""

from datetime import date

import pytest

from hearing_app.definitions.draft_text import (
    NoSuchSection,
    begin_version,
    section_text,
    with_day,
    with_extent,
    with_ids,
    with_section,
)
from hearing_app.domain.draft import Section
from hearing_app.domain.versions import Extent

TEXT = """---
title: Plan  # en merknad
version: Høringsutkast
date: 2026-01-15
---
Innledning.

## 1 Formål {#formal}

Elva er for alle. {#elva}

```
## ikke en overskrift {#falsk}
```

## 2 Penger {#penger}

Kommunene deler.
"""


def test_a_new_version_has_its_own_head_and_the_same_text():
    """The title keeps its remark; what follows the head is untouched."""
    text = begin_version(TEXT, version="Etter høringen")
    head, _mark, body = text.partition("\n---\n")
    assert "title: Plan  # en merknad" in head
    assert "version: Etter høringen" in head
    assert "date:" not in head
    assert "changes:" not in head
    assert with_day(text, date(2026, 6, 1)).partition("\n---\n")[0] == f"{head}\ndate: 2026-06-01"
    assert "Høringsutkast" not in text
    assert body == TEXT.partition("\n---\n")[2]


def test_the_extent_is_replaced_and_not_repeated():
    """Whatever it said before."""
    text = with_extent(begin_version(TEXT, version="V"), Extent.MATERIAL)
    assert text.count("changes:") == 1
    assert "changes: material" in text


def test_a_section_is_read_and_replaced_alone():
    """The headings and the other sections stay; a heading in a code block is none."""
    assert section_text(TEXT, "penger") == "Kommunene deler."
    assert section_text(TEXT, "formal").endswith("```")
    changed = with_section(TEXT, "formal", "Nytt avsnitt.\n")
    assert section_text(changed, "formal") == "Nytt avsnitt."
    assert section_text(changed, "penger") == "Kommunene deler."
    assert changed.startswith(TEXT[: TEXT.index("{#formal}")])
    assert with_section(TEXT, "penger", section_text(TEXT, "penger")) == TEXT


@pytest.mark.parametrize("section", ["falsk", "finnes-ikke", ""])
def test_what_is_no_section_is_told(section):
    """Also what only looks like one."""
    with pytest.raises(NoSuchSection):
        section_text(TEXT, section)


def test_ids_of_paragraphs_follow_their_words():
    """To where the paragraph stands now, or what it has become; what is gone takes its id along."""
    section = Section(
        "s", "S", "Elva er for alle.\n\nVi deler likt.\n\nSlutt.", ((0, "elva"), (1, "deling"), (2, "slutt"))
    )
    new = "Først noe nytt.\n\nElva er for alle.\n\nVi deler etter folketall."
    told = with_ids(new, section)
    assert told == "Først noe nytt.\n\nElva er for alle. {#elva}\n\nVi deler etter folketall. {#deling}"
