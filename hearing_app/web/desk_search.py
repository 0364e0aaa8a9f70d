"""Searching what was received, in one hearing or in all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.searching import LONGEST, Reading, read_query
from hearing_app.domain.vocabulary import BodyKind, Language, Role, Stance
from hearing_app.storage import search as index
from hearing_app.text.order import alphabetical
from hearing_app.treating import search, search_index
from hearing_app.treating.search_filter import HowFar, Wanted, chosen, of_bodies
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, library
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests

FORMS = (Language.NB, Language.NN)
"""The forms of Norwegian that a body writes, in the order that the filter shows them."""
Word = TypeVar("Word", bound=StrEnum)
Named = dict[str, tuple[str, Body]]


@dataclass(frozen=True)
class Asked:
    """What the address of a search says, as it was typed where a word is unknown."""

    text: str = ""
    item: str = ""
    stance: Stance | None = None
    theme: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    by_body: bool = False
    page: int = 1

    @property
    def narrowed(self) -> int:
        """How many filters are set."""
        wanted = self.wanted
        chosen_ones = (wanted.body, wanted.kind, wanted.language, wanted.how_far, wanted.late, wanted.every_version)
        return sum(map(bool, (self.item, self.stance, self.theme, *chosen_ones)))

    @property
    def nothing(self) -> bool:
        """Whether nothing is looked for, and nothing is chosen."""
        return not self.text and not self.narrowed

    @property
    def address(self) -> dict[str, str]:
        """The parts of the address that ask for this again, but for the page."""
        wanted = self.wanted
        parts = {
            "q": self.text,
            "del": self.item,
            "standpunkt": self.stance or "",
            "tema": self.theme,
            "instans": wanted.body,
            "slag": wanted.kind or "",
            "malform": wanted.language or "",
            "tilstand": wanted.how_far or "",
            "sent": "ja" if wanted.late else "",
            "alle": "ja" if wanted.every_version else "",
            "rekkefolge": "instans" if self.by_body else "",
        }
        return {name: str(value) for name, value in parts.items() if value}


@desk.get("/<hearing_id>/sok/")
@needs(Role.READER)
def search_hearing(hearing_id: str) -> ResponseReturnValue:
    """Search what was received in one hearing."""
    hearing, asked = matter_or_404(hearing_id).hearing, _asked()
    bodies = named(hearing)
    responses = index.responses(db(), hearing_id)
    among = chosen(db(), hearing, _in_order(responses, bodies), asked.wanted, bodies)
    answered = {response.body for response in responses}
    return render_template(
        "desk/search.html",
        **_found(asked, among),
        hearing=hearing,
        hearings={hearing_id: hearing},
        bodies=bodies,
        answered=sorted({bodies[body][0] for body in answered if body in bodies}, key=alphabetical),
        missing=len(index.missing(db(), hearing_id)),
        themes=index.themes(db(), hearing_id),
        stances=list(Stance) if hearing.section_stance and hearing.draft.sections else [],
        kinds=list(BodyKind),
        forms=FORMS,
        how_far=HowFar,
    )


@desk.get("/sok/")
@needs(Role.READER)
def search_all() -> ResponseReturnValue:
    """Search what was received in every hearing."""
    asked = replace(_asked(), item="", stance=None, theme="")
    asked = replace(asked, wanted=replace(asked.wanted, language=None, how_far=None, late=False))
    hearings = {id_: matter.hearing for id_ in library().hearing_ids() if (matter := library().last_good(id_))}
    bodies = named(*hearings.values())
    responses = index.responses(db())
    among = of_bodies(_in_order(responses, bodies), asked.wanted, bodies)
    answered = {response.body for response in responses}
    return render_template(
        "desk/search_all.html",
        **_found(asked, among),
        hearings=hearings,
        bodies=bodies,
        answered=sorted({bodies[body][0] for body in answered if body in bodies}, key=alphabetical),
        missing=len(index.missing(db())),
        kinds=list(BodyKind),
    )


def named(*hearings: Hearing) -> Named:
    """Return every body that may have answered, by its id, with the name that the reader sees."""
    council, words = council_with_guests(), reader()
    known = (*(council.bodies if council else ()), *(body for hearing in hearings for body in hearing.invited))
    return {body.id: (words.local(body.name), body) for body in known}


def _in_order(responses: tuple[index.Response, ...], bodies: Named) -> list[index.Response]:
    """Return responses by the names of their bodies, the last version of each first."""

    def place(response: index.Response) -> tuple[object, int]:
        return alphabetical(bodies[response.body][0] if response.body in bodies else response.body), -response.version

    return sorted(responses, key=place)


def _found(asked: Asked, among: tuple[index.Response, ...]) -> dict[str, object]:
    """Return what both pages show: what was asked, what was found, and which files could not be searched."""
    query = read_query(asked.text)
    nothing = asked.nothing or (bool(asked.text) and not query.terms and not asked.narrowed)
    found = search.search(
        db(),
        query,
        () if nothing else among,
        item=asked.item,
        stance=asked.stance or "",
        theme=asked.theme,
        page=asked.page,
        by_body=asked.by_body,
    )
    files = search_index.files_of(db(), [response.id for response in among])
    own = {response.id: response for response in among}
    return {
        "asked": asked,
        "query": query,
        "found": found,
        "longest": LONGEST,
        "files": len(files),
        "unsearched": [(own[file.response], file) for file in files if file.reading is not Reading.READ],
        "reading": Reading,
        "searched": len(among),
    }


def _asked() -> Asked:
    given: Mapping[str, str] = request.args
    wanted = Wanted(
        body=clean_line(given.get("instans"))[:LONGEST],
        kind=_word(BodyKind, given.get("slag")),
        language=_word(Language, given.get("malform")),
        how_far=_word(HowFar, given.get("tilstand")),
        late=bool(given.get("sent")),
        every_version=bool(given.get("alle")),
    )
    return Asked(
        text=clean_line(given.get("q"))[:LONGEST],
        item=given.get("del", "")[:LONGEST],
        stance=_word(Stance, given.get("standpunkt")),
        theme=clean_line(given.get("tema"))[:LONGEST],
        wanted=wanted,
        by_body=given.get("rekkefolge") == "instans",
        page=min(request.args.get("side", 1, type=int), 100_000),
    )


def _word(words: type[Word], given: str | None) -> Word | None:
    return words(given) if given in set(words) else None
