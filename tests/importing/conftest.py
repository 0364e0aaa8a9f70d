"""Files to import: made by the libraries that people's word processors resemble."""

import io

import pytest
from docx import Document

from hearing_app.definitions.documents import read_draft
from hearing_app.definitions.positions import Source
from hearing_app.importing import Form, import_data


@pytest.fixture
def word():
    """An empty Word document."""
    return Document()


@pytest.fixture
def saved():
    """A function that gives the bytes of a Word document."""

    def save(document):
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return save


@pytest.fixture
def draft_of():
    """A function that imports bytes or text as a draft, and reads it back without a single problem."""

    def read(data, name="utkast"):
        imported = import_data(data.encode() if isinstance(data, str) else data, name, Form.DRAFT)
        source = Source("draft.md")
        draft = read_draft(imported.text, source)
        assert source.problems == [], imported.text
        return draft, imported

    return read


@pytest.fixture
def case_of():
    """A function that imports bytes or text as a case paper."""

    def read(data, name="sak"):
        return import_data(data.encode() if isinstance(data, str) else data, name, Form.CASE)

    return read


@pytest.fixture
def told():
    """A function that gives all remarks of an import as English sentences with the texts they are about."""

    def sentences(imported):
        return [
            f"{remark.message} «{remark.text}»" if remark.text else str(remark.message) for remark in imported.remarks
        ]

    return sentences
