import io
from functools import partial

import pypdf
import pytest
from pypdf.generic import NameObject

from hearing_app.examining import pdf
from hearing_app.examining.kind import SOMETHING_BEFORE
from hearing_app.examining.refused import DAMAGED, INNER_FILES


def in_root(make, **entries):
    """Return a PDF with these entries in its root."""
    return make.pdf(lambda writer: writer.root_object.update(make.names(**entries)))


def on_page(make, **entries):
    return make.pdf(lambda writer: writer.pages[0].update(make.names(**entries)))


def script(make, key="JavaScript"):
    return make.names(S=f"/{key}", JS="app.alert(1)")


def annotated(make, **entries):
    def annotate(writer):
        annotation = writer._add_object(make.names(Type="/Annot", Rect=make.array(0, 0, 9, 9), **entries))
        writer.pages[0][NameObject("/Annots")] = make.array(annotation)

    return make.pdf(annotate)


def ring(make):
    """An action that follows on itself."""

    def begin(writer):
        action = make.names(S="/GoTo")
        reference = writer._add_object(action)
        action[NameObject("/Next")] = reference
        writer.root_object[NameObject("/OpenAction")] = reference

    return make.pdf(begin)


def hidden_name(make):
    """`/JavaScript` can be written with its letters as numbers."""
    data = in_root(make, OpenAction=make.names(S="/JavaScript", JS="app.alert(1)"))
    assert data.count(b"/JavaScript") == 1
    return data.replace(b"/JavaScript", b"/J#61vaScript")


def attached(make):
    writer = pypdf.PdfWriter(io.BytesIO(make.pdf()))
    writer.add_attachment("a.txt", b"hei")
    return make.written(writer.write)


def locked(make, password):
    return make.pdf(lambda writer: writer.encrypt(password, "eier", algorithm="RC4-128"))


FILES = {
    "a script on opening": (lambda m: in_root(m, OpenAction=script(m)), pdf.RUNS),
    "a program on opening": (lambda m: in_root(m, OpenAction=m.names(S="/Launch", F="cmd.exe")), pdf.RUNS),
    "an address on opening": (lambda m: in_root(m, OpenAction=m.names(S="/URI", URI="https://x.example")), pdf.RUNS),
    "a script after going to a page": (
        lambda m: in_root(m, OpenAction=m.names(S="/GoTo", Next=m.array(m.names(S="/URI", URI="https://x.example")))),
        pdf.RUNS,
    ),
    "a ring of actions": (ring, pdf.RUNS),
    "a script written with numbers": (hidden_name, pdf.RUNS),
    "scripts by name": (
        lambda m: in_root(m, Names=m.names(JavaScript=m.names(Names=m.array("a", script(m))))),
        pdf.RUNS,
    ),
    "a script on a page": (lambda m: on_page(m, AA=m.names(O=script(m))), pdf.RUNS),
    "an address on a page": (lambda m: on_page(m, AA=m.names(O=m.names(S="/URI", URI="https://x.example"))), pdf.RUNS),
    "a script in a field": (lambda m: annotated(m, Subtype="/Widget", AA=m.names(F=script(m))), pdf.RUNS),
    "a button that runs a program": (lambda m: annotated(m, Subtype="/Link", A=m.names(S="/Launch", F="a")), pdf.RUNS),
    "a film": (lambda m: annotated(m, Subtype="/RichMedia"), pdf.RUNS),
    "a form of the XFA kind": (lambda m: in_root(m, AcroForm=m.names(Fields=m.array(), XFA=m.array())), pdf.XFA_FORM),
    "a file inside": (attached, INNER_FILES),
    "a file on a page": (
        lambda m: annotated(m, Subtype="/FileAttachment", FS=m.names(F="a.exe", EF=m.names(F=m.stream(b"MZ")))),
        INNER_FILES,
    ),
    "a password": (partial(locked, password="hemmelig"), pdf.LOCKED),
    "protection against printing": (partial(locked, password=""), pdf.LOCKED),
    "something before it": (lambda m: b"<script>1</script>\n" + m.pdf(), SOMETHING_BEFORE),
    "an archive after it": (lambda m: m.pdf() + m.docx(), pdf.TWO_KINDS),
    "only a head": (lambda _m: b"%PDF-1.7\n", DAMAGED),
    "cut off": (lambda m: m.pdf()[:120], DAMAGED),
    "no pages": (lambda m: m.written(pypdf.PdfWriter().write), DAMAGED),
    "noise": (lambda _m: b"%PDF-1.7\n" + bytes(range(256)) * 40, DAMAGED),
}


@pytest.mark.parametrize("name", FILES)
def test_a_pdf_that_does_something_is_refused(name, make, refused):
    """With a sentence that says what it is and what to do instead."""
    build, message = FILES[name]
    assert refused(build(make)) == str(message)
