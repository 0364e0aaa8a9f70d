"""Pictures inside documents: a camera writes into them who took them, when and where."""

import struct

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
NOTES = frozenset({0xE1, 0xED, 0xFE})
"""Segments of a JPEG with Exif and XMP, with IPTC, and with a comment."""
SCAN = 0xDA
TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
HEAD, SUM = 8, 4


def without_notes(data: bytes) -> bytes:
    """Return a picture without what was written into it; one of another kind, or damaged, comes back as it is."""
    try:
        if data.startswith(JPEG):
            return _jpeg(data)
        return _png(data) if data.startswith(PNG) else data
    except (struct.error, IndexError):
        return data


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while data[at] == 0xFF and data[at + 1] != SCAN:  # noqa: PLR2004 - every segment begins with this byte
        (length,) = struct.unpack_from(">H", data, at + 2)
        if data[at + 1] not in NOTES:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, data[at:]])


def _png(data: bytes) -> bytes:
    kept, at = [data[: len(PNG)]], len(PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + HEAD + length + SUM
        if kind not in TEXTS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
