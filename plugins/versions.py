"""The pages of the versions of a hearing's draft: the list, each version, and what changed from one to the next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.lineage import Edition, editions
from hearing_app.domain.matter import Matter
from hearing_app.domain.versions import HEARD, Fate, SectionChange, Version, compare, shown_on
from hearing_app.text import Words
from plugins.drafts import DraftView, draft_view
from plugins.pages import SitePage
from plugins.site import Site

COMPARED = cache(compare)
EDITIONS = cache(editions)
"""What became of a text does not depend on the reader's language."""

Made: TypeAlias = tuple[Version, Edition]


@dataclass(frozen=True)
class Entry:
    """A version in the list. `changes` leads to what changed from the version before, and is empty for the first."""

    version: Version
    address: str
    changes: str
    newest: bool


@dataclass(frozen=True)
class Onwards:
    """What became of a section in the newest version, and where that is seen."""

    fate: Fate
    address: str


@dataclass(frozen=True)
class Drafts:
    """The draft of a hearing as its page shows it; `entries` are empty where there are no other versions."""

    heard: DraftView
    entries: tuple[Entry, ...]
    onwards: dict[str, Onwards]


@dataclass(frozen=True)
class Difference:
    """How one version became another."""

    before: Version
    after: Version
    sections: tuple[SectionChange, ...]

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """How many sections met which fate, the unchanged ones last."""
        counted = Counter(section.fate for section in self.sections)
        order = (*(fate for fate in Fate if fate is not Fate.SAME), Fate.SAME)
        return tuple((fate, counted[fate]) for fate in order if counted[fate])


def drafts(site: Site, matter: Matter, words: Words) -> Drafts:
    """Return what the hearing's page shows of its draft."""
    versions = _versions(site, matter)
    heard = next(edition for version, edition in _editions(versions) if version.heard)
    addresses = site.addresses(words.language)
    entries = _entries(matter, versions, addresses)
    return Drafts(draft_view(heard), entries, _onwards(matter, versions, addresses))


def _versions(site: Site, matter: Matter) -> tuple[Version, ...]:
    """Return the public versions, oldest first; the heard draft is always one."""
    return shown_on(matter.versions, site.today) or (Version(HEARD, matter.hearing.draft),)


def _editions(versions: tuple[Version, ...]) -> tuple[Made, ...]:
    return tuple(zip(versions, EDITIONS(tuple(version.draft for version in versions)), strict=True))


def _entries(matter: Matter, versions: tuple[Version, ...], addresses: Addresses) -> tuple[Entry, ...]:
    if len(versions) == 1:
        return ()
    hearing_id = matter.hearing.id
    return tuple(
        Entry(
            version,
            _text_address(hearing_id, version, addresses),
            addresses.changes(hearing_id, version.slug) if version is not versions[0] else "",
            newest=version is versions[-1],
        )
        for version in versions
    )


def _text_address(hearing_id: str, version: Version, addresses: Addresses) -> str:
    """Return where a version is read: the heard one stands on the hearing's own page."""
    return addresses.hearing(hearing_id) if version.heard else addresses.version(hearing_id, version.slug)


def _onwards(matter: Matter, versions: tuple[Version, ...], addresses: Addresses) -> dict[str, Onwards]:
    """Return what became of each section of the heard draft, where a newer version exists."""
    since = _since_hearing(versions)
    address = addresses.versions(matter.hearing.id)
    sections = since.sections if since else ()
    return {s.id: Onwards(s.fate, f"{address}#{s.id}") for s in sections if s.before}


def changed(onwards: dict[str, Onwards]) -> dict[str, Onwards]:
    """Return those sections that are not as they were when they were heard."""
    return {section: found for section, found in onwards.items() if found.fate is not Fate.SAME}


def _since_hearing(versions: tuple[Version, ...]) -> Difference | None:
    """Return how the heard draft became the newest version, or None where it is the newest."""
    made = _editions(versions)
    heard = next(pair for pair in made if pair[0].heard)
    return None if made[-1] is heard else _difference(heard, made[-1])


def _difference(before: Made, after: Made) -> Difference:
    return Difference(before[0], after[0], COMPARED(before[1], after[1]))


def pages(site: Site) -> Iterator[SitePage]:
    """Yield for every hearing with several versions of its draft their list, each version, and each step."""
    for matter in site.matters:
        versions = _versions(site, matter)
        if len(versions) > 1:
            yield _list(site, matter, versions)
            yield from (_version(site, matter, versions, version) for version in versions if not version.heard)
            yield from (_changes(site, matter, step) for step in pairwise(_editions(versions)))


def _list(site: Site, matter: Matter, versions: tuple[Version, ...]) -> SitePage:
    hearing = matter.hearing

    def details(words: Words) -> dict[str, Any]:
        addresses = site.addresses(words.language)
        difference = _since_hearing(versions)
        return {
            "hearing": hearing,
            "entries": _entries(matter, versions, addresses),
            "difference": difference,
            "texts": _texts(hearing.id, difference, addresses),
        }

    return SitePage("versions.html", lambda a: a.versions(hearing.id), "hearings", details)


def _texts(hearing_id: str, difference: Difference | None, addresses: Addresses) -> tuple[str, ...]:
    """Return where the two versions are read."""
    versions = (difference.before, difference.after) if difference else ()
    return tuple(_text_address(hearing_id, version, addresses) for version in versions)


def _version(site: Site, matter: Matter, versions: tuple[Version, ...], version: Version) -> SitePage:
    hearing = matter.hearing
    document = draft_view(dict(_editions(versions))[version], level=2)

    def details(words: Words) -> dict[str, Any]:
        entries = _entries(matter, versions, site.addresses(words.language))
        entry = next(entry for entry in entries if entry.version is version)
        return {"hearing": hearing, "entry": entry, "entries": entries, "document": document}

    return SitePage("version.html", lambda a: a.version(hearing.id, version.slug), "hearings", details)


def _changes(site: Site, matter: Matter, step: tuple[Made, Made]) -> SitePage:
    hearing, difference = matter.hearing, _difference(*step)

    def details(words: Words) -> dict[str, Any]:
        texts = _texts(hearing.id, difference, site.addresses(words.language))
        return {"hearing": hearing, "difference": difference, "texts": texts}

    return SitePage("version_changes.html", lambda a: a.changes(hearing.id, difference.after.slug), "hearings", details)
