"""A file's kind and size in a line."""

import pytest

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for
from hearing_app.text.files import file_line


@pytest.mark.parametrize(
    ("name", "size", "language", "line"),
    [
        ("Svar.docx", 36 * 1024, "nb", "DOCX, 36 kB"),
        ("plan 2.0 (2).pdf", 1_500_000, "nn", "PDF, 1,4 MB"),
        ("plan.pdf", 1_500_000, "en", "PDF, 1.4 MB"),
        ("vedlegg", 12, "nb", "1 kB"),
    ],
)
def test_a_file_is_told_by_kind_and_size(name, size, language, line):
    """In the reader's own way with numbers; never as a media type and bytes."""
    assert file_line(Attachment(name, "application/x", size, "ab" * 32), words_for(Language(language))) == line
