"""What belongs together: the records that a page's own record names, and those that name it."""

from dataclasses import dataclass

from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Record, Ref
from hearing_app.domain.vocabulary import RecordKind
from plugins.site import Site


@dataclass(frozen=True)
class RelatedKind:
    """The related records of one kind, newest first."""

    kind: RecordKind
    records: tuple[Record, ...]


def related(site: Site, ref: Ref) -> tuple[RelatedKind, ...]:
    """Return the public records that `ref` names or that name it, by kind, each once."""
    named = site.links_of(ref)
    listed = [(record.ref.kind, record) for record in site.records if record.ref in named] if named else []
    kinds = ((kind, tuple(record for of, record in listed if of is kind)) for kind in RecordKind)
    return tuple(RelatedKind(kind, found) for kind, found in kinds if found)


def title_of(site: Site, ref: Ref) -> Localised | None:
    """Return what a public record is called, or None."""
    found = site.record(ref)
    return found.title if found else None
