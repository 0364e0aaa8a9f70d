"""What the gate has found, as a terminal and scripts are told it: like mistakes in the files that would be written."""

from collections.abc import Iterator

from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.redaction import mark
from hearing_app.domain.vocabulary import Level
from hearing_app.library import DefinitionBroken, Library
from hearing_app.publishing.publish_plan import at_the_gate
from hearing_app.redacting.gate import Find, FindKind, Spot
from hearing_app.settings import Settings
from hearing_app.storage import Database, submissions
from hearing_app.treating.assess import proposed_release

SENTENCES: dict[FindKind, Message] = {
    FindKind.IDENTITY: N_("The gate: a national identity number, which is never published: {words}. Redact it."),
    FindKind.PHONE: N_("The gate: a phone number to decide on before it is published: {words}."),
    FindKind.MAIL: N_("The gate: an e-mail address to decide on before it is published: {words}."),
    FindKind.WITHHELD: N_("The gate: words that are withheld elsewhere stand here: {words}."),
    FindKind.WHOLE: N_("The gate: an earlier version of this answer is withheld as a whole: {words}."),
}


def finds_of(db: Database, settings: Settings, matter: Matter) -> tuple[Find, ...]:
    """Return what the gate finds in what publishing a hearing would begin with."""
    chosen = proposed_release(db, matter)
    return at_the_gate(db, matter, settings.content, released=chosen)


def problems_at_gate(db: Database, settings: Settings) -> Iterator[Problem]:
    """Yield what stops publishing, of every hearing that has been answered and whose files can be read."""
    library = Library(settings.content)
    for hearing_id in sorted(submissions.hearings(db)):
        try:
            matter = library.matter(hearing_id)
        except DefinitionBroken:
            continue  # which is told already
        if matter is not None:
            yield from (problem_of(hearing_id, find) for find in finds_of(db, settings, matter) if find.stops)


def problem_of(hearing_id: str, find: Find) -> Problem:
    """Return a find as a warning about the file in which it would go out; withheld words are not repeated."""
    where = find.where
    file = "summary.yml" if where.spot in (Spot.ASSESSMENT, Spot.THEME, Spot.QUOTE) else f"submissions/{where.body}.yml"
    words = mark(find.layer.mark) if find.layer else find.shown
    place = Place(where.path or f"hearings/{hearing_id}/{file}", max(1, where.line))
    return Problem(place, Level.WARNING, N_(SENTENCES[find.kind].sentence, words=words))
