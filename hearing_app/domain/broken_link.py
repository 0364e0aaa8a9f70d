"""A link inside the site that leads nowhere: how the program that writes the site tells of it to whoever started it.

The two share no memory, so what is found goes as lines on standard error, with an exit status that says what they are.
"""

import re
from dataclasses import dataclass

from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Level

EXIT_STATUS = 3
"""What the generator ends with where it has written the site and found links in it that lead nowhere."""
_LINE = re.compile(r"(.+?):(\d+):(\d+): link: (.*)$")


@dataclass(frozen=True)
class BrokenLink:
    """A link to `target`, typed at `place`: in a file of the content, else on the page with that address."""

    place: Place
    target: str

    @property
    def line(self) -> str:
        """The link as one line, in the form that editors understand."""
        target = " ".join(self.target.split("\n"))
        return f"{self.place.file}:{self.place.line}:{self.place.column}: link: {target}"

    @property
    def problem(self) -> Problem:
        """The link as a mistake in the content."""
        message = N_("The link to {target} leads nowhere. Correct it, or add what it leads to.", target=self.target)
        return Problem(self.place, Level.ERROR, message)


def links_told(said: str) -> tuple[BrokenLink, ...]:
    """Return the links that are told in what a program said, among lines about anything else."""
    matches = (_LINE.match(line) for line in said.splitlines())
    return tuple(BrokenLink(Place(m[1], int(m[2]), int(m[3])), m[4]) for m in matches if m)
