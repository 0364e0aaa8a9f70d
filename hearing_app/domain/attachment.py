"""A file that belongs to an answer."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace

LONGEST_NAME = 120
"""Characters of a name with its extension; every file system that a reader has takes as many."""
NAMELESS = "vedlegg"
_PATH = re.compile(r".*[/\\]", re.DOTALL)
_EXTENSION = re.compile(r"\.(?:pdf|docx?|docm|xlsx?|xlsm|odt|ods)$", re.IGNORECASE)
_NO_FILE_NAME = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for machines: a file with one of them cannot be saved there."""


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


def clean_name(name: str, extension: str) -> str:
    """Return a sender's name for a file as anybody can save it, with the extension of its content.

    Folders before it go, and so do control characters, marks that turn the direction of writing (`gpj.exe` shown as
    `exe.jpg`), and what Windows takes in no name.
    """
    text = unicodedata.normalize("NFC", _PATH.sub("", name.encode(errors="replace").decode()))
    shown = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c)[0] != "C" or c.isspace())
    stem = _EXTENSION.sub("", " ".join(_NO_FILE_NAME.sub(" ", shown).split())).strip(" .")
    stem = f"{NAMELESS}-{stem}" if _DEVICE.match(stem) else stem or NAMELESS
    return f"{_cut(stem, LONGEST_NAME - len(extension) - 1)}.{extension}"


def told_apart(attachment: Attachment, names: Collection[str]) -> Attachment:
    """Return an attachment under a name that is not among `names`: `plan.pdf` becomes `plan (2).pdf`.

    Two names that differ in case alone are one on most machines, so they count as the same.
    """
    taken = {name.casefold() for name in names}
    stem, _, extension = attachment.name.rpartition(".")
    name, number = attachment.name, 1
    while name.casefold() in taken:
        number += 1
        mark = f" ({number}).{extension}"
        name = f"{_cut(stem, LONGEST_NAME - len(mark))}{mark}"
    return replace(attachment, name=name)


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip(" .")
