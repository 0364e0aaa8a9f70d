"""The Pelican plugin: every page that comes from the definitions, in every language."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from shutil import copyfile
from typing import Any

from pelican import signals
from pelican.contents import Page
from pelican.generators import Generator, PagesGenerator
from pelican.readers import Readers
from pelican.writers import Writer

from hearing_app.domain.vocabulary import Language
from hearing_app.text import to_html, words_for
from plugins import (
    cases,
    decisions,
    events,
    hearings,
    home,
    meetings,
    municipalities,
    organisation,
    plans,
    receipts,
    statements,
    versions,
)
from plugins.assets import asset_addresses
from plugins.links import check_site
from plugins.pages import PageMaker, SiteCopy, SiteFile, SitePage
from plugins.plain_pages import PlainPageReader, by_slug, nearest
from plugins.site import Address, Site, load_site

MAKERS: tuple[PageMaker, ...] = (
    home.pages,
    hearings.pages,
    versions.pages,
    plans.pages,
    cases.pages,
    decisions.pages,
    meetings.pages,
    events.pages,
    statements.pages,
    organisation.pages,
    municipalities.pages,
    receipts.pages,
)
"""Who makes which pages, in the order they are written."""


class HearingsGenerator(Generator):
    """Writes every page that comes from the definitions.

    The content is read when Pelican makes its generators, before anything is written: a mistake stops the build
    with the old site untouched.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the content; Pelican's page generator, which runs first, gets the council's language from it."""
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # Pelican publishes no types
        self.site = load_site(Path(self.path), self.settings["SAMRAD_NOW"])
        self.settings["DEFAULT_LANG"] = self.site.council.language.value
        self.context["samrad_site"] = self.site
        self.context["asset"] = asset_addresses(Path(self.theme) / "static")
        self.context["source_url"] = self.settings["SAMRAD_SOURCE_URL"]
        # The same documents stand on the pages of every language.
        self.context["to_html"] = cache(to_html)
        self.written: list[str] = []

    def generate_context(self) -> None:
        """Gather the plain pages that Pelican has found."""
        self.plain = by_slug(self.context["pages"])

    def generate_output(self, writer: Writer) -> None:
        """Write all pages, then the list of them."""
        for page in filter(self._wanted, chain.from_iterable(make(self.site) for make in MAKERS)):
            if isinstance(page, SiteCopy):
                self._copy(page)
                continue
            for language in Language:
                if isinstance(page, SiteFile):
                    self._write_text(page, language)
                    continue
                details = page.details(words_for(language))
                self._write(writer, page.template, language, page.address, here=page.here, **details)
        if not self.settings["SAMRAD_ONLY"]:
            self._write_plain(writer)
            self._write_rest(writer)

    def _wanted(self, page: SitePage | SiteFile | SiteCopy) -> bool:
        """Tell whether a page is to be written: all are, or for a preview those of one hearing."""
        only, addresses = self.settings["SAMRAD_ONLY"], self.site.addresses(self.site.council.language)
        if isinstance(page, SiteCopy):  # a file of an answer has an address outside the hearing's
            return not only or page.path.startswith(f"hearings/{only}/")
        return not only or page.address(addresses).startswith(addresses.hearing(only))

    def _write_text(self, file: SiteFile, language: Language) -> None:
        """Write a file of text as it is; its line ends are its own."""
        path = Path(self.output_path) / file.address(self.site.addresses(language)).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.text(words_for(language), self.settings["SITEURL"]).encode())

    def _copy(self, file: SiteCopy) -> None:
        """Put a file of the content folder where readers find it."""
        address = file.address(self.site.addresses(self.site.council.language))
        path = Path(self.output_path) / address.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        copyfile(Path(self.path) / file.path, path)

    def _write_plain(self, writer: Writer) -> None:
        """Write each plain page also in the languages it has no translation for, so that no link is dead."""
        for slug, forms in self.plain.items():
            for language in set(Language) - set(forms):
                page = nearest(forms, self.site.council.language)
                self._write(writer, "page.html", language, _address_of(slug), page=page)

    def _write_rest(self, writer: Writer) -> None:
        missing = self.env.get_template("not_found.html")
        for language in Language:
            name = f"{self.site.addresses(language).home}404.html".lstrip("/")
            writer.write_file(name, missing, self.context, **self.site.skeleton(language, lambda a: a.home))
        pages = [self.site.addresses(lang).page(slug) for slug in self.plain for lang in Language]
        everything = sorted([*self.written, *pages])
        for name in ("sitemap.xml", "robots.txt"):
            template = self.env.get_template(name)
            writer.write_file(name, template, self.context, pages=dict.fromkeys(everything))

    def _write(
        self, writer: Writer, template: str, language: Language, address: Address, *, here: str = "", **details: Any
    ) -> None:
        """Write one page in one language at its address."""
        url = address(self.site.addresses(language))
        self.written.append(url)
        context = {**self.site.skeleton(language, address, here), **details}
        name = f"{url.lstrip('/')}index.html"
        writer.write_file(name, self.env.get_template(template), self.context, url=url, **context)


def _address_of(slug: str) -> Address:
    return lambda addresses: addresses.page(slug)


def get_generators(_pelican: object) -> type[HearingsGenerator]:
    """Give Pelican the generator."""
    return HearingsGenerator


def use_plain_page_reader(readers: Readers) -> None:
    """Let plain pages be read with the project's own Markdown."""
    readers.reader_classes["md"] = PlainPageReader


def give_words(generator: PagesGenerator, content: Page) -> None:
    """Hand a plain page what `base.html` takes; Pelican copies the context right after this signal."""
    site: Site = generator.context["samrad_site"]
    language = Language(content.lang)
    generator.context |= site.skeleton(language, _address_of(content.slug))


def check_links(pelican: Any) -> None:
    """Look at the written site as a reader would, when everything is in place; a preview holds only a part of it."""
    if pelican.settings["SAMRAD_ONLY"]:
        return
    check_site(Path(pelican.output_path), Path(pelican.path), pelican.settings["SITEURL"])


def signals_and_handlers() -> Iterator[tuple[Any, Any]]:
    """Yield what this plugin listens to."""
    yield signals.get_generators, get_generators
    yield signals.readers_init, use_plain_page_reader
    yield signals.page_generator_write_page, give_words
    yield signals.finalized, check_links


def register() -> None:
    """Connect the handlers. Pelican holds them weakly, so they are all of this module."""
    for signal, handler in signals_and_handlers():
        signal.connect(handler)
