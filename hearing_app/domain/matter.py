"""A matter: a hearing with everything that has become of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from hearing_app.domain.correction import Correction, withdrawal_of
from hearing_app.domain.decision import AdoptionRegister, Decision, Proposal
from hearing_app.domain.guest import Sender
from hearing_app.domain.hearing import Hearing, status_of
from hearing_app.domain.public_text import readable_fields
from hearing_app.domain.summary import Received, ReleasedSubmission, Summary
from hearing_app.domain.versions import Version
from hearing_app.domain.vocabulary import HearingStatus


@dataclass(frozen=True)
class Matter:
    """What a hearing's folder holds, from the letter to the adoptions.

    `versions` are those of the draft, oldest first, the heard one among them; none where that is the only one.
    """

    hearing: Hearing
    received: tuple[Received, ...] = ()
    released: tuple[ReleasedSubmission, ...] = ()
    summary: Summary | None = None
    summary_words: str = ""
    decision: Decision | None = None
    adoptions: AdoptionRegister | None = None
    versions: tuple[Version, ...] = ()
    proposal: Proposal | None = None
    """What is proposed, while `decision` is to come."""
    corrections: tuple[Correction, ...] = ()
    """What was corrected in what had been published, the newest first."""

    @property
    def told(self) -> bool:
        """Whether it is told what the answers were: in figures, or, where none came in here, in words alone.

        An old hearing, or one held elsewhere, has no answers in this system and so no figures either.
        """
        return self.summary is not None or (bool(self.summary_words) and not self.received)

    @property
    def told_in_part(self) -> bool:
        """Whether there is a summary, and the conclusions on some parts of the hearing are not released yet."""
        return self.summary is not None and bool(self.summary.to_come)

    def status(self, now: datetime) -> HearingStatus:
        """Say where the matter stands at `now`."""
        return status_of(
            self.hearing,
            now,
            summarised=self.told,
            decided_on=self.decision.day if self.decision else None,
        )

    def as_named(self) -> "Matter":
        """Return the matter with the names of those who were not invited only where the hearing publishes them.

        The files were written when it may have said something else; what it says now holds for readers at once.
        """
        names = self.hearing.open_answers

        def told(sender: Sender | None) -> Sender | None:
            return sender if sender is None or names.shows(sender.kind) else replace(sender, name="")

        received = tuple(replace(entry, sender=told(entry.sender)) for entry in self.received)
        return replace(
            self, received=received, released=tuple(replace(copy, sender=told(copy.sender)) for copy in self.released)
        )

    @property
    def taken_back(self) -> tuple[Received, ...]:
        """The answers that were published and have been withdrawn from that, with the reason in `corrections`."""
        public = {copy.body for copy in self.released}
        rest = (entry for entry in self.received if entry.body not in public)
        return tuple(entry for entry in rest if withdrawal_of(entry.body, self.corrections))

    def corrections_of(self, body_id: str) -> tuple[Correction, ...]:
        """Return what was corrected in a body's published answer or in what became of it, the newest first."""
        return tuple(entry for entry in self.corrections if body_id in entry.bodies)

    @cached_property
    def readable(self) -> frozenset[str]:
        """The texts of answers and assessments that readers can read now."""
        texts = {text for copy in self.released for text in readable_fields(copy).values()}
        return frozenset(texts | {point.assessment for point in self.summary.points} if self.summary else texts)

    def has_answered(self, body_id: str) -> Received | None:
        """Return the receipt of the body's answer, or None."""
        return next((entry for entry in self.received if entry.body == body_id), None)
