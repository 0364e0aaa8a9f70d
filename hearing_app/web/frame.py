"""What surrounds every page of the app: the reader's language, the council, and addresses of style sheets."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from flask import Flask, g, request, session
from jinja2 import FileSystemLoader

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.council import Council
from hearing_app.domain.vocabulary import Language
from hearing_app.text import Words, to_html, words_for
from hearing_app.web.current import library, now, settings

THEME = Path(__file__).parents[2] / "theme"
TEMPLATES = (Path(__file__).parent / "templates", THEME / "templates")
MAIN_LANGUAGE = Language.NB


def install(app: Flask) -> None:
    """Let `app` find its own templates before the theme's, and give every template what the skeleton takes."""
    app.jinja_loader = FileSystemLoader([str(folder) for folder in TEMPLATES])
    app.context_processor(_context)


def council() -> Council | None:
    """Return the council, as it was before a mistake was made in its file; None where it was never readable.

    It is the same all through a request.
    """
    if "council" not in g:
        g.council = library().last_good_council()
    found: Council | None = g.council
    return found


def reader() -> Words:
    """Return the words of the reader's language: chosen, else the answering body's own, else the council's."""
    chosen = session.get("language")
    if chosen in set(Language):
        return words_for(Language(chosen))
    own: Language | None = g.get("own_language")
    return words_for(own or main_language())


def main_language() -> Language:
    """Return the council's own language."""
    found = council()
    return found.language if found else MAIN_LANGUAGE


def read_in(language: Language | None) -> None:
    """Let pages be in `language` unless the reader chooses another."""
    g.own_language = language


def choose_language(language: str | None) -> None:
    """Remember the reader's choice; anything that is not a language is left alone."""
    if language in set(Language):
        session["language"] = language


def listen_for_language() -> None:
    """Take a choice of language from the address (`?lang=nn`); blueprints call it before each request."""
    if request.method == "GET":
        choose_language(request.args.get("lang"))


def alternates() -> list[tuple[Language, str]]:
    """Return this page in each language; none after a POST, for such a link would lose what was typed.

    Unless the page can be found again at an address of its own (`found_again_at`).
    """
    again: str = g.get("found_again_at", "")
    if request.blueprint in (None, "site") or (request.method != "GET" and not again):
        return []
    path, _question, query = again.partition("?")
    others = parse_qs(query) if again else request.args.to_dict(flat=False)
    return [(language, _address(path or request.path, others | {"lang": [language.value]})) for language in Language]


def found_again_at(address: str) -> None:
    """Tell that what the answer to this POST shows, with all that was typed, also stands at an address."""
    g.found_again_at = address


def _language_waits() -> bool:
    """Tell whether the page has no choice of language because choosing would lose what was typed."""
    return request.method != "GET" and request.blueprint not in (None, "site") and not alternates()


def _address(path: str, arguments: dict[str, list[str]]) -> str:
    return f"{path}?{urlencode(arguments, doseq=True)}"


def asset(name: str) -> str:
    """Return the address of a file of the theme; it changes with the file, so browsers may keep it for ever."""
    path = THEME / "static" / name
    return f"/theme/{name}?v={_digest(path, path.stat().st_mtime_ns)}" if path.is_file() else f"/theme/{name}"


@lru_cache(maxsize=256)
def _digest(path: Path, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _context() -> dict[str, object]:
    words = reader()
    ngettext: Callable[..., str] = words.ngettext
    return {
        "words": words,
        "_": words.gettext,
        "ngettext": ngettext,
        "lang": words.language.value,
        "council": council(),
        "addresses": Addresses(words.language, main_language()),
        "alternates": alternates(),
        "language_waits": _language_waits(),
        "asset": asset,
        "source_url": settings().source_url,
        "now": now(),
        "to_html": to_html,
    }
