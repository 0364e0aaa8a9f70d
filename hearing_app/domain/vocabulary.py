"""The shared words. The value of each member is what is stored in files and tables."""

from enum import StrEnum


class Language(StrEnum):
    """A written form that pages and mails can have."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class Role(StrEnum):
    """What a user of the desk may do. Each role may do what those before it may."""

    READER = "reader"
    CASE_OFFICER = "case_officer"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def may(self, needed: "Role") -> bool:
        """Tell whether who has this role may do what `needed` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class BodyKind(StrEnum):
    """What kind of body is asked (høringsinstans)."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    REGIONAL_COUNCIL = "regional_council"
    ORGANISATION = "organisation"
    OTHER = "other"


class HearingKind(StrEnum):
    """What is held: a hearing on a draft, or a survey of what the bodies expect (forventningsundersøkelse)."""

    HEARING = "hearing"
    SURVEY = "survey"


class Succession(StrEnum):
    """How a hearing follows an earlier one."""

    REHEARING = "rehearing"
    EVALUATION = "evaluation"
    NEXT = "next"


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
    OWN = "own"


class SenderKind(StrEnum):
    """Who answers without being invited."""

    ORGANISATION = "organisation"
    BUSINESS = "business"
    PRIVATE = "private_person"


class Outcome(StrEnum):
    """What a political body made of a preliminary answer."""

    CONFIRMED = "confirmed"
    CONFIRMED_WITH_CHANGES = "confirmed_with_changes"
    NOT_CONFIRMED = "not_confirmed"


class ExtensionAnswer(StrEnum):
    """What the secretariat decides on a body's own deadline."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    TAKEN_BACK = "taken_back"


class Channel(StrEnum):
    """How an answer came that the secretariat has registered."""

    EMAIL = "email"
    PAPER = "paper"
    OTHER_WAY = "other_way"


class Moderation(StrEnum):
    """Where the answer of a sender stands that was not invited."""

    HELD = "held"
    ADMITTED = "admitted"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why such an answer is refused."""

    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    UNLAWFUL = "unlawful"


class FileRelease(StrEnum):
    """What readers get of a file that came with an answer."""

    AS_IT_IS = "as_it_is"
    REDACTED = "redacted_copy"
    WITHHELD = "withheld"


class Conclusion(StrEnum):
    """What became of a point."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"


class ReviewState(StrEnum):
    """Where a point stands in review; changed is what was approved once and has another wording now."""

    TO_REVIEW = "to_review"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    CHANGED = "changed"


class Approval(StrEnum):
    """Whether points must be approved by somebody else than who wrote on them before they are published."""

    NONE = "none"
    REQUIRED = "required"


class AdoptionState(StrEnum):
    """Where a body stands with adopting a decision."""

    NOT_TREATED = "not_treated"
    SCHEDULED = "scheduled"
    ADOPTED = "adopted"
    ADOPTED_WITH_RESERVATION = "adopted_with_reservation"
    POSTPONED = "postponed"
    REJECTED = "rejected"
    DATE_MISSING = "date_missing"


class DecisionStage(StrEnum):
    """Whether a decision ends the matter."""

    PARTIAL = "partial"
    FINAL = "final"


class ItemKind(StrEnum):
    """What kind of answer an item of a hearing asks for."""

    STANCE = "stance"
    CHOICE = "choice"
    TEXT = "text"


class Level(StrEnum):
    """How much a problem weighs: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class RecordKind(StrEnum):
    """What a council publishes, each kind with its folder and its pages."""

    HEARING = "hearing"
    CASE = "case"
    MEETING = "meeting"
    PLAN = "plan"
    EVENT = "event"
    STATEMENT = "outgoing_statement"


class OrganKind(StrEnum):
    """What kind of organ a council has."""

    GENERAL_ASSEMBLY = "general_assembly"
    REGIONAL_COUNCIL = "regional_council"
    BOARD = "board"
    STEERING_GROUP = "steering_group"
    EXECUTIVE = "executive"
    CHIEF_EXECUTIVES = "chief_executives"
    SECRETARIAT = "secretariat"
    WORKING_GROUP = "working_group"
    REFERENCE_GROUP = "reference_group"
    OTHER_ORGAN = "other_organ"


class Office(StrEnum):
    """An office that somebody holds in an organ for a period."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    SECRETARY = "secretary"


class NetworkPart(StrEnum):
    """A body's part in a network; a body without one has an empty cell in the matrix."""

    RESPONSIBLE = "responsible"
    PARTICIPANT = "participant"


class DocumentKind(StrEnum):
    """What kind of document binds or guides the members."""

    STRATEGY = "strategy"
    PLAN = "plan"
    ACTION_PLAN = "action_plan"
    PLATFORM = "platform"
    AGREEMENT = "agreement"
    STATUTES = "statutes"


class DocumentStatus(StrEnum):
    """Whether a document holds on a day."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    REPEALED = "repealed"


class Phase(StrEnum):
    """How far a measure has come as a project (Værnesregionen's steps)."""

    SUGGESTION = "suggestion"
    PRE_STUDY = "pre_study"
    PRE_PROJECT = "pre_project"
    MAIN_PROJECT = "main_project"
    OPERATION = "operation"


class MeasureStatus(StrEnum):
    """How a measure goes."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    ON_HOLD = "on_hold"
    DROPPED = "dropped"
