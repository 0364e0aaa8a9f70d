"""The shared words. The value of each member is what is stored in files and tables."""

from enum import StrEnum


class Language(StrEnum):
    """A written form that pages and mails can have."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class BodyKind(StrEnum):
    """What kind of body is asked (høringsinstans)."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    REGIONAL_COUNCIL = "regional_council"
    ORGANISATION = "organisation"
    OTHER = "other"


class LegalBasis(StrEnum):
    """The act a hearing is held under; `none` where no act sets a period."""

    NONE = "none"
    PBL_8_3 = "pbl-8-3"
    PBL_11_13 = "pbl-11-13"
    PBL_11_14 = "pbl-11-14"


class HearingStatus(StrEnum):
    """Where a hearing stands; open and closed follow from the dates."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    EXTENDED = "extended"
    CLOSED = "closed"
    SUMMARISED = "summarised"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    """What a body says of one section of the draft."""

    SUPPORTS = "supports"
    SUPPORTS_WITH_REMARKS = "supports_with_remarks"
    DOES_NOT_SUPPORT = "does_not_support"


class Standing(StrEnum):
    """Who stands behind a submission (politisk forankring)."""

    ADMINISTRATIVE = "administrative"
    COMMITTEE = "committee"
    COUNCIL = "council"
    PRELIMINARY = "preliminary"


class Conclusion(StrEnum):
    """What became of a point."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"


class AdoptionState(StrEnum):
    """Where a body stands with adopting a decision."""

    NOT_TREATED = "not_treated"
    SCHEDULED = "scheduled"
    ADOPTED = "adopted"
    ADOPTED_WITH_RESERVATION = "adopted_with_reservation"
    POSTPONED = "postponed"
    REJECTED = "rejected"
    DATE_MISSING = "date_missing"


class ItemKind(StrEnum):
    """What kind of answer an item of a hearing asks for."""

    STANCE = "stance"
    TEXT = "text"


class Level(StrEnum):
    """How much a problem weighs: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
