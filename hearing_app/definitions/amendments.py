"""A proposed change in a file that publishing writes."""

from typing import Self

from pydantic import model_validator

from hearing_app.definitions.fields import Model, Verbatim, refuse
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.message import N_


class AmendmentModel(Model):
    """One entry of `amendments:` of a released answer, or `amendment:` of a point."""

    paragraph: Verbatim
    removed: Verbatim
    added: Verbatim

    @model_validator(mode="after")
    def changes_something(self) -> Self:
        """Refuse two texts that are the same: nothing would be proposed."""
        if self.removed == self.added:
            raise refuse(N_("What is removed and what is added are the same. Publish anew to get the file right."))
        return self

    def to_domain(self) -> Amendment:
        """Return the domain's object."""
        return Amendment(self.paragraph, self.removed, self.added)
