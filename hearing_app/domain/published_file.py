"""What readers get of a file that came with an answer: the file, a copy that somebody has redacted, or neither."""

import re
import unicodedata
from dataclasses import dataclass

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.redaction import MARK
from hearing_app.domain.vocabulary import FileRelease

FOLDER = "submissions/files"
"""Inside a hearing's folder."""
LONGEST_NAME = 80
PRINT = 12
"""So many digits of a copy's fingerprint stand in its name: with them no two copies have one."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})


@dataclass(frozen=True)
class PublishedFile:
    """What has been decided of an attachment.

    `original` is its fingerprint, `copy` what readers get (None where it is withheld): never the bytes that were
    received, for what a file tells of who wrote it is taken out. `withheld` is what the mark of the legal ground says.
    """

    original: str
    release: FileRelease
    copy: Attachment | None = None
    withheld: str = ""


def file_name(file: Attachment) -> str:
    """Return the name of a published copy in its folder: anybody can write it, and nobody else's is called so."""
    stem, _, extension = file.name.rpartition(".")
    plain = unicodedata.normalize("NFKD", MARK.sub("", stem).translate(_LETTERS)).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:LONGEST_NAME].strip("-") or "vedlegg"
    return f"{file.sha256[:PRINT]}-{safe}.{extension}"


def file_path(body: str, file: Attachment) -> str:
    """Return where a published copy stands, inside a hearing's folder."""
    return f"{FOLDER}/{body}/{file_name(file)}"
