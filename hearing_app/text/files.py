"""How a file is told of: what kind it is, and how large."""

from hearing_app.domain.attachment import Attachment
from hearing_app.text.words import Words


def file_line(file: Attachment, words: Words) -> str:
    """Return kind and size as people say them, like «DOCX, 36 kB».

    The kind is the extension of the name, which is that of what the file was found to be; a name without one tells
    the size alone.
    """
    kind = file.name.rpartition(".")[2] if "." in file.name else ""
    return ", ".join(filter(None, (kind.upper(), words.file_size(file.size))))
