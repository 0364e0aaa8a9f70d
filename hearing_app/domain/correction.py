"""Corrections: what readers are told when something that they could read already is changed or taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hearing_app.domain.redaction import Likeness, compare
from hearing_app.domain.summary import ReleasedSubmission, Summary


@dataclass(frozen=True)
class Correction:
    """What was corrected in what had been published, on which day and why.

    `withdrawn` is that the answers of `bodies` were taken away; otherwise the assessments of their input were
    corrected, or the answers as they are published. `note` is the secretariat's own words.
    """

    day: date
    note: str
    bodies: tuple[str, ...]
    withdrawn: bool = False


@dataclass(frozen=True)
class Affected:
    """Whose published answers or assessments a publishing takes away or corrects, as ids of bodies."""

    withdrawn: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether readers must be told of anything."""
        return bool(self.withdrawn or self.corrected)

    def corrections(self, day: date, note: str) -> tuple[Correction, ...]:
        """Return what readers are told on `day`, with the reason `note`."""
        kinds = ((self.withdrawn, True), (self.corrected, False))
        return tuple(Correction(day, note, bodies, withdrawn) for bodies, withdrawn in kinds if bodies)


def affected(
    published: Iterable[ReleasedSubmission],
    copies: Iterable[ReleasedSubmission],
    before: Summary | None,
    after: Summary,
) -> Affected:
    """Return whose published words or assessments change when `copies` and `after` are published.

    A new version of an answer is the body's own, and a conclusion where there was none is no correction: neither is
    among them. Nor is an answer that is only told more of, such as what the political body made of it.

    Args:
        published: the copies that readers can see now.
        before: the summary that readers can see now, None where there is none.
    """
    fresh = {copy.body: copy for copy in copies}
    there = tuple(published)
    gone = tuple(sorted(copy.body for copy in there if copy.body not in fresh))
    changed = {copy.body for copy in there if copy.body in fresh and _rewritten(copy, fresh[copy.body])}
    same = {copy.body for copy in there if copy.body in fresh and fresh[copy.body].reference == copy.reference}
    changed |= _reassessed(before, after) & same if before else set()
    return Affected(gone, tuple(sorted(changed)))


def _rewritten(old: ReleasedSubmission, new: ReleasedSubmission) -> bool:
    """Tell whether the same version of an answer is published with other words, or without a file that it had."""
    return old.reference == new.reference and (
        _written(old) != _written(new)
        or bool(_handed_out(old) - _handed_out(new))
        or compare(old.confirmation, new.confirmation) is Likeness.REDACTED
    )


def _written(copy: ReleasedSubmission) -> tuple[object, ...]:
    """Return what a body has written, names of files and of people too; what is told of it later is no part."""
    return copy.answers, copy.role, copy.standing, copy.sender, tuple((f.sha256, f.name) for f in copy.attachments)


def _handed_out(copy: ReleasedSubmission) -> set[tuple[str, str]]:
    """Return the files that readers get, each as the copy that it is."""
    return {(file.original, file.copy.sha256) for file in copy.files if file.copy}


def _reassessed(before: Summary, after: Summary) -> set[str]:
    """Return the bodies with a point whose published conclusion or assessment is another one now, or gone."""
    now = _told(after)
    return {key[0] for key, told in _told(before).items() if told[1] is not None and now.get(key) != told}


def _told(summary: Summary) -> dict[tuple[str, str, str, int], tuple[str, object]]:
    """Return what is told of each body's words; the same words once more are told from each other by their order."""
    told: dict[tuple[str, str, str, int], tuple[str, object]] = {}
    times: dict[tuple[str, str, str], int] = {}
    for point in summary.points:
        for said in ((point.body, point.item, point.quote), *((o.body, o.item, o.quote) for o in point.others)):
            again = times.get(said, 0)
            told[*said, again] = (point.assessment, point.conclusion)
            times[said] = again + 1
    return told


def withdrawal_of(body: str, corrections: Iterable[Correction]) -> Correction | None:
    """Return the newest withdrawal of a body's answer, or None."""
    return max((c for c in corrections if c.withdrawn and body in c.bodies), key=lambda c: c.day, default=None)


def newest_first(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return corrections as they are listed; of the same day the last that was made stands first."""
    last_made_first = tuple(corrections)[::-1]
    return tuple(sorted(last_made_first, key=lambda c: c.day, reverse=True))
