"""The use case: a file that somebody has, as a Markdown file that a person then edits."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Language
from hearing_app.importing.blocks import Document, Imported, ImportRefused, Remark
from hearing_app.importing.case import as_case
from hearing_app.importing.draft import as_draft
from hearing_app.importing.plain import read_plain
from hearing_app.importing.word import read_word

MAX_BYTES = 20_000_000
"""A file larger than this is mostly pictures, and pictures are not imported."""

_BEGINNINGS = {
    b"%PDF": N_(
        "This is a PDF, which does not say what is a heading. Import the document that it was made from, or its text "
        "in a .txt file."
    ),
    b"\xd0\xcf\x11\xe0": N_(
        "This is an old or password-protected Office file. Save it as DOCX without a password, and import that."
    ),
    b"{\\rtf": N_("This is an RTF file. Save it as DOCX, and import that."),
}
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Form(StrEnum):
    """What a file can become."""

    DRAFT = "draft"
    CASE = "case"


_MAKERS: dict[Form, Callable[[Document, str], Imported]] = {Form.DRAFT: as_draft, Form.CASE: as_case}


def import_file(path: Path, form: Form) -> Imported:
    """Return what `path` (DOCX or plain text) becomes as `form`.

    Raises:
        ImportRefused: it is too large, empty, or not a file that can be read; nothing is written either way.
        OSError: the file system refused.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(
            N_(
                "The file is larger than {number} MB. Save it without pictures, and import that.",
                number=MAX_BYTES // 1_000_000,
            )
        )
    return import_data(path.read_bytes(), path.stem, form, word=path.suffix.lower() == ".docx")


def import_data(data: bytes, name: str, form: Form, *, word: bool = False) -> Imported:
    """Return what the bytes of a file become; `word` tells that its name says DOCX."""
    for beginning, message in _BEGINNINGS.items():
        if data.startswith(beginning):
            raise ImportRefused(message)
    if not data.strip():
        raise ImportRefused(N_("The file is empty."))
    if data.startswith(b"PK"):
        document = read_word(data)
    elif word:
        raise ImportRefused(
            N_("The file's name says DOCX, but it is something else. Open it in a word processor, and save it as DOCX.")
        )
    else:
        document = _read_text(data)
    if not document.blocks and not document.title:
        raise ImportRefused(N_("There is no text in the file. If it is a scanned document, read its text first."))
    imported = _MAKERS[form](document, name)
    told = Remark(_LANGUAGES[imported.language])
    return Imported(imported.text, imported.language, imported.placed, (told, *imported.remarks), imported.in_lines)


_LANGUAGES = {
    Language.NB: N_("The text was taken to be bokmål, by its small words. Where it is not, correct language:."),
    Language.NN: N_("The text was taken to be nynorsk, by its small words. Where it is not, correct language:."),
}


def _read_text(data: bytes) -> Document:
    """Return plain text, whose encoding the file does not tell: UTF-8 where that fits, else Windows-1252."""
    encoding = _WIDE.get(data[:2])
    if encoding is None and b"\0" in data:
        raise ImportRefused(N_("This is neither text nor DOCX. Save the document as DOCX, and import that."))
    try:
        return read_plain(data.decode(encoding or "utf-8-sig"))
    except UnicodeDecodeError:
        pass
    document = read_plain(data.decode("cp1252", errors="replace"))
    told = Remark(N_("The text was not UTF-8; it was read as Windows-1252. Check the letters æ, ø and å."))
    return Document(document.blocks, remarks=(told,))
