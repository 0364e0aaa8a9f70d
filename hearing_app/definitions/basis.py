"""A legal basis as a definition names it: the id of one that the council knows."""

from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo

from hearing_app.definitions.fields import refuse
from hearing_app.domain.legal_basis import LegalBasis
from hearing_app.domain.message import N_


def _known(value: Any, info: ValidationInfo) -> LegalBasis:
    """Return the basis with this id among those that `parse` was given as context."""
    known: tuple[LegalBasis, ...] = info.context or ()
    for basis in known:
        if basis.id == value:
            return basis
    ids = ", ".join(basis.id for basis in known)
    raise refuse(N_("«{value}» is not known here. Use one of: {words}.", value=str(value or ""), words=ids))


KnownBasis = Annotated[LegalBasis, PlainValidator(_known)]
