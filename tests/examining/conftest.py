"""Files as the usual programs write them, and ways to make something else of them."""

import io
import zipfile
from types import SimpleNamespace

import docx
import odfdo
import openpyxl
import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from hearing_app.examining import Refused, examine_apart
from hearing_app.examining.inside import answer_for

TEXT = "Høring om kulturminneplan for Særegge: æ, ø og å."


def written(save):
    """Return what `save` writes to a file."""
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def make_docx(text=TEXT):
    document = docx.Document()
    document.add_heading("Uttalelse", 1)
    document.add_paragraph(text)
    return written(document.save)


def make_xlsx():
    book = openpyxl.Workbook()
    book.active.append(["Tiltak", "Beløp"])
    book.active.append(["Særegge", 12.5])
    return written(book.save)


def make_odt():
    document = odfdo.Document("text")
    document.body.append(odfdo.Paragraph(TEXT))
    return written(document.save)


def make_pdf(change=None):
    """Return a PDF of one page, after `change` has done something to its writer."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    if change:
        change(writer)
    return written(writer.write)


def names(**entries):
    """Return a dictionary of a PDF with these keys; text becomes a name where it begins with a slash."""
    return DictionaryObject({NameObject(f"/{key}"): as_object(value) for key, value in entries.items()})


def as_object(value):
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return NumberObject(value) if isinstance(value, int) else value


def rezipped(data, changes=None, *, extra=(), method=zipfile.ZIP_DEFLATED):
    """Return the ZIP with parts put in the place of others; None takes a part out, `extra` are (info, bytes)."""
    changes = dict(changes or {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            part = changes.pop(name, old.read(name))
            if part is not None:
                new.writestr(name, part(old.read(name)) if callable(part) else part)
        for name, part in changes.items():
            new.writestr(name, part)
        for info, part in extra:
            new.writestr(info, part)
    return out.getvalue()


@pytest.fixture
def make():
    return SimpleNamespace(
        docx=make_docx,
        xlsx=make_xlsx,
        odt=make_odt,
        pdf=make_pdf,
        written=written,
        rezipped=rezipped,
        names=names,
        array=lambda *values: ArrayObject(map(as_object, values)),
        stream=lambda data=b"": _stream(data),
    )


def _stream(data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


@pytest.fixture
def refused():
    """A function that returns the sentence a file is refused with, by the examination alone."""

    def sentence(data, *, apart=False):
        if not apart:
            return answer_for(data)["sentence"]
        with pytest.raises(Refused) as caught:
            examine_apart(data)
        return str(caught.value)

    return sentence
