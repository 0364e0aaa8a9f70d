"""The fingerprints of an answer's parts with names that a person knows, for the page, the mail and the PDF."""

from dataclasses import dataclass

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.parts import Part, parts_of
from hearing_app.domain.submission import Submission
from hearing_app.text import Words


@dataclass(frozen=True)
class NamedPart:
    """A part by its name in the reader's language, with where it stands in the file and its fingerprint."""

    name: str
    path: str
    sha256: str


def named_parts(submission: Submission, hearing: Hearing, words: Words) -> tuple[NamedPart, ...]:
    """Return every part of what was received, in the order of `parts_of`."""
    headings = {item.id: words.local(item.heading) or words.gettext("General remark") for item in hearing.items}
    return tuple(
        NamedPart(_name(part, headings.get(part.item, part.item), words), part.path, part.sha256)
        for part in parts_of(submission.payload)
    )


def parts_in_mail(submission: Submission, hearing: Hearing, words: Words) -> str:
    """Return the fingerprints as a mail has them: a name, and its fingerprint on a line by itself."""
    lines = [f"{part.name}\n{part.sha256}" for part in named_parts(submission, hearing, words)]
    return "\n".join((words.gettext("The fingerprint (SHA-256) of every part:"), *lines))


def _name(part: Part, heading: str, words: Words) -> str:
    _ = words.gettext
    known = {
        "respondent": _("Who answers"),
        "standing": _("Who stands behind the answer?"),
        "no_remark": _("Without remarks"),
        "sender": _("Sender"),
        "registered": _("How it came"),
    }
    if part.amendment:
        return _("{heading}: proposed wording {number}", heading=heading, number=part.amendment)
    return part.file or known.get(part.key) or (heading if part.item else part.key)
