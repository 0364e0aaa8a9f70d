"""A file that belongs to an answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Attachment:
    """A file by its fingerprint, which is also where it is kept.

    `name` is what the sender called it, `media_type` what its content was found to be, `size` in bytes and
    `sha256` 64 hexadecimal digits.
    """

    name: str
    media_type: str
    size: int
    sha256: str


def written_attachment(attachment: Attachment) -> dict[str, object]:
    """Return an attachment as a payload or a file holds it."""
    return asdict(attachment)


def read_attachment(row: Mapping[str, object]) -> Attachment:
    """Return the attachment that a payload holds; KeyError or ValueError where a part is missing or no number."""
    return Attachment(str(row["name"]), str(row["media_type"]), int(str(row["size"])), str(row["sha256"]))
