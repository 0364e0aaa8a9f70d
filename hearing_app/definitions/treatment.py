"""What came of a preliminary answer, as its public copy holds it."""

from typing import Annotated

from hearing_app.definitions.fields import Day, Model, Parsed, Verbatim, one_of
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.vocabulary import Outcome


class TreatmentModel(Model):
    """`confirmation:` of a released submission."""

    outcome: Annotated[Outcome, Parsed(one_of(Outcome))]
    organ: Verbatim
    date: Day
    case_number: Verbatim = ""

    def to_domain(self) -> Treatment:
        """Return the domain's object."""
        return Treatment(self.outcome, self.organ, self.date, self.case_number)


def written_treatment(treatment: Treatment | None) -> dict[str, dict[str, str]]:
    """Return a treatment under its key; nothing where there is none, so that other files stay as they were."""
    if treatment is None:
        return {}
    told = {"outcome": treatment.outcome.value, "organ": treatment.organ, "date": treatment.day.isoformat()}
    return {"confirmation": {**told, **({"case_number": treatment.case_number} if treatment.case_number else {})}}
