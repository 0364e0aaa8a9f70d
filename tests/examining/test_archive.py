import io
import stat
import struct
import zipfile

import pytest

from hearing_app.examining.refused import DAMAGED, INNER_FILES, PASSWORD, TOO_HEAVY

MAIN = "word/document.xml"


def info(name, **facts):
    """Return the head of a part of a ZIP, with some facts set otherwise."""
    head = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(head, fact, value)
    return head


def swapped(data, name):
    """Return the ZIP with the name in a part's own head changed, while the list at the end keeps it."""
    start = data.index(name)
    return data[:start] + bytes(reversed(name)) + data[start + len(name) :]


def twice(make):
    with pytest.warns(UserWarning, match="Duplicate name"):
        return make.rezipped(make.docx(), extra=[(info(MAIN), "<a/>")])


def hidden(make):
    """A part that stands in the file and is not in the list."""
    data = make.docx()
    inner = make.rezipped(data, {"word/skjult.xml": "<a/>"})
    with zipfile.ZipFile(io.BytesIO(inner)) as read:
        start = read.start_dir
        last = max(read.infolist(), key=lambda part: part.header_offset)
    part = inner[last.header_offset : start]
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        directory = read.start_dir
    end = data.rindex(b"PK\x05\x06")
    moved = struct.pack("<L", directory + len(part))
    return data[:directory] + part + data[directory : end + 16] + moved + data[end + 20 :]


def declared_smaller(make):
    """The list says that a part is smaller than it is."""
    data = bytearray(make.rezipped(make.docx(), {"word/stor.xml": b"<a>" + b" " * 5000 + b"</a>"}))
    start = data.rindex(b"word/stor.xml") - 46
    data[start + 24 : start + 28] = struct.pack("<L", 10)
    return bytes(data)


TRICKS = {
    "cut off": (lambda make: make.docx()[:-400], DAMAGED),
    "a flipped byte": (lambda make: (d := make.docx())[:2000] + bytes([d[2000] ^ 255]) + d[2001:], DAMAGED),
    "an empty ZIP": (lambda _make: b"PK\x05\x06" + bytes(18), DAMAGED),
    "a name twice": (twice, DAMAGED),
    "out of the folder": (lambda make: make.rezipped(make.docx(), {"../../etc/passwd": "x"}), DAMAGED),
    "an absolute name": (lambda make: make.rezipped(make.docx(), {"/etc/passwd": "x"}), DAMAGED),
    "a name with a backslash": (lambda make: make.rezipped(make.docx(), {r"word\a.xml": "<a/>"}), DAMAGED),
    "a name with a line break": (lambda make: make.rezipped(make.docx(), {"word/a\nb.xml": "<a/>"}), DAMAGED),
    "two heads that disagree": (lambda make: swapped(make.docx(), MAIN.encode()), DAMAGED),
    "a part that is not listed": (hidden, DAMAGED),
    "a size that is not so": (declared_smaller, DAMAGED),
    "something after the end": (lambda make: make.docx() + b"\nMZ" + bytes(200) + b"x", DAMAGED),
    "a symbolic link": (
        lambda make: make.rezipped(make.docx(), extra=[(info("l", external_attr=(stat.S_IFLNK | 0o777) << 16), "/")]),
        DAMAGED,
    ),
    "another way of packing": (lambda make: make.rezipped(make.docx(), method=zipfile.ZIP_LZMA), DAMAGED),
    "an archive inside": (lambda make: make.rezipped(make.docx(), {"word/media/a.png": make.xlsx()}), INNER_FILES),
    "a program inside": (lambda make: make.rezipped(make.docx(), {"word/media/a.png": b"MZ\x90\0"}), INNER_FILES),
    "many parts": (lambda make: make.rezipped(make.docx(), {f"word/{n}.xml": "" for n in range(10_001)}), TOO_HEAVY),
    "a bomb": (lambda make: make.rezipped(make.docx(), {"word/b.xml": bytes(64 * 1024 * 1024)}), TOO_HEAVY),
    "a bomb of many parts": (
        lambda make: make.rezipped(make.docx(), {f"word/{n}.bin": bytes(range(256)) * 75_000 for n in range(17)}),
        TOO_HEAVY,
    ),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_an_archive_that_is_made_to_deceive_is_refused(trick, make, refused):
    """Before any parser sees it, and by the sentence that tells what to do."""
    build, message = TRICKS[trick]
    assert refused(build(make)) == str(message)


def test_a_locked_archive_is_told_as_such(make, refused):
    """The mark of a password on one part is enough."""
    data = bytearray(make.docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(signature)
        data[start + offset] |= 1
    assert refused(bytes(data)) == str(PASSWORD)


def test_a_packed_xml_that_declares_entities_is_refused(make, refused):
    """A few lines of them would fill the machine of whoever opens the file."""
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    assert refused(make.rezipped(make.docx(), {"word/footnotes.xml": bomb})) == str(DAMAGED)
    assert refused(make.rezipped(make.odt(), {"meta.xml": bomb})) == str(DAMAGED)
    assert refused(make.rezipped(make.docx(), {"word/footnotes.xml": bomb.encode("utf-16")})) == str(DAMAGED)
