"""The ZIP around DOCX, XLSX and ODT: every part is read through, with a ceiling, before a parser sees any of it.

A ZIP says everything twice, in a list at its end and in a head before each part. Programs differ in whom they believe,
so a file where the two disagree can show one text to us and another to a reader. It is refused as damaged.
"""

import stat
import struct
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hearing_app.examining.refused import DAMAGED, INNER_FILES, PASSWORD, TOO_HEAVY, Refused

MOST_PARTS = 10_000
LARGEST_WHOLE = 300 * 1024 * 1024
"""Bytes of all parts together, unpacked."""
LARGEST_RATIO, RATIO_FROM = 400, 20 * 1024 * 1024
"""A part that is larger than that, unpacked, and shrinks more than so many times is made to fill a machine."""
HEAD = struct.Struct("<4s5H3L2H")
HEAD_SIGNATURE = b"PK\x03\x04"
END_SIGNATURE = b"PK\x05\x06"
END_LENGTH = 22
ENCRYPTED, SIZES_AFTER, UTF8 = 0x1, 0x8, 0x800
IN_THE_EXTRA = 0xFFFFFFFF
"""A size that says that the real one stands further on, as large archives have it."""
CHUNK = 1024 * 1024
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
ARCHIVES = (HEAD_SIGNATURE, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MSCF")


class Parts:
    """The parts of a ZIP, read through; `names` are theirs, and folders are left out."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of the file and look at all of it.

        Raises:
            Refused: it is damaged, locked, too heavy, or made to deceive.
        """
        try:
            self._zip = ZipFile(BytesIO(data))
            infos = self._zip.infolist()
            _check_list(infos)
            _check_heads(infos, data, self._zip.start_dir)
            self.firsts = {info.filename: self._through(info) for info in infos if not info.is_dir()}
        except (BadZipFile, EOFError, zlib.error, struct.error, NotImplementedError, OSError) as error:
            raise Refused(DAMAGED) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self.firsts)

    def read(self, name: str) -> bytes:
        """Return a part."""
        return self._zip.read(name)

    def size(self, name: str) -> int:
        """Return how large a part is, unpacked."""
        return self._zip.getinfo(name).file_size

    def refuse_inner_files(self, allowed: frozenset[str] = frozenset()) -> None:
        """Refuse programs and archives among the parts, but for those `allowed`, which are examined on their own."""
        for name, first in self.firsts.items():
            if name not in allowed and first.startswith((*PROGRAMS, *ARCHIVES)):
                raise Refused(INNER_FILES)

    def _through(self, info: ZipInfo) -> bytes:
        """Read a part to its end, which checks its sum, and return its first bytes."""
        first, length = b"", 0
        with self._zip.open(info) as part:
            while chunk := part.read(CHUNK):
                first = first or chunk[:8]
                length += len(chunk)
        if length != info.file_size:
            raise Refused(DAMAGED)
        return first


def _check_list(infos: list[ZipInfo]) -> None:
    """Look at the list at the end: nothing is unpacked before its sums are known to be bearable."""
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise Refused(PASSWORD)
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or any(not _is_plain(info) for info in infos):
        raise Refused(DAMAGED)
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise Refused(TOO_HEAVY)
    if any(i.file_size > RATIO_FROM and i.file_size > LARGEST_RATIO * i.compress_size for i in infos):
        raise Refused(TOO_HEAVY)


def _is_plain(info: ZipInfo) -> bool:
    """Tell whether a part is a file or a folder inside the archive, packed in one of the two usual ways."""
    name, mode = info.orig_filename, info.external_attr >> 16
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in path.parts[:1]
    readable = bool(name) and not any(ord(character) < ord(" ") for character in name)
    usual = stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR)
    return inside and readable and usual and info.compress_type in (ZIP_STORED, ZIP_DEFLATED)


def _check_heads(infos: list[ZipInfo], data: bytes, directory: int) -> None:
    """See that each part's head says what the list says, and that no part is hidden from the list."""
    position = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < position or HEAD_SIGNATURE in data[position : info.header_offset]:
            raise Refused(DAMAGED)
        position = _check_head(info, data)
    end = data.rfind(END_SIGNATURE)
    comment = int.from_bytes(data[end + END_LENGTH - 2 : end + END_LENGTH], "little")
    after = data[end + END_LENGTH + comment :]
    if HEAD_SIGNATURE in data[position:directory] or position > directory or after.strip(b"\0\r\n "):
        raise Refused(DAMAGED)


def _check_head(info: ZipInfo, data: bytes) -> int:
    """Compare a part's head with the list, and return where the part ends."""
    start = info.header_offset
    (signature, _version, flags, method, _time, _day, crc, packed, size, name_length, extra_length) = HEAD.unpack(
        data[start : start + HEAD.size]
    )
    name = data[start + HEAD.size : start + HEAD.size + name_length]
    said = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437")
    if signature != HEAD_SIGNATURE or name != said or method != info.compress_type or flags & ENCRYPTED:
        raise Refused(DAMAGED)
    sums_known = not flags & SIZES_AFTER and IN_THE_EXTRA not in (packed, size)
    if sums_known and (crc, packed, size) != (info.CRC, info.compress_size, info.file_size):
        raise Refused(DAMAGED)
    return int(start + HEAD.size + name_length + extra_length) + info.compress_size
