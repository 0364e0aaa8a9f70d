"""A fingerprint of every part of what was received, so that one answer can be pointed at and proved by itself.

The parts are read off the payload's JSON, whatever keys it has: what a later version of the form adds is a part by
itself. Each is named by its path, in the form that jq takes, and its fingerprint is what this prints:

    jq -cS '[.nonce, PATH]' 2026-0001.json | sha256sum

The payload's nonce is in every one of them. A fingerprint travels further than the file (a printed receipt, a case
system), and the answers to a section are three: without the nonce anybody could find the right one by trying.
A file is the exception: its fingerprint is that of its own bytes, as `sha256sum` gives it for the file itself.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ENVELOPE = frozenset({"hearing", "body", "version", "definition_sha256", "received_at", "nonce"})
"""What the machine put around the answer; the receipt tells it, and the fingerprint of the whole covers it."""
ANSWERS, AMENDMENTS, ATTACHMENTS = "answers", "amendments", "attachments"


@dataclass(frozen=True)
class Part:
    """A part of what was received, with its fingerprint in hex.

    `path` says where in the payload it stands, like `.answers[0]`, and `key` the payload's own name of what it
    belongs to. `item` is the id of the item it answers, `amendment` its number among that answer's, from 1, and
    `file` the name of an attachment; empty, or 0, where it is none.
    """

    path: str
    key: str
    sha256: str
    item: str = ""
    amendment: int = 0
    file: str = ""


def parts_of(payload: bytes) -> tuple[Part, ...]:
    """Return every part of a payload: who answers and the like, then the answers in their order, then files.

    Raises:
        ValueError, TypeError: it is no JSON, or no object.
    """
    document = json.loads(payload)
    if not isinstance(document, dict):
        raise TypeError("a payload is a JSON object")
    nonce = document.get("nonce")
    rest = sorted(document.keys() - ENVELOPE - {ANSWERS, ATTACHMENTS})
    return (
        *(Part(f".{key}", key, part_fingerprint(nonce, document[key])) for key in rest),
        *_answers(nonce, document.get(ANSWERS, [])),
        *_files(document.get(ATTACHMENTS, [])),
    )


def part_fingerprint(nonce: object, part: object) -> str:
    """Return the SHA-256 of `[nonce, part]` as one line of JSON: sorted keys, no spaces, UTF-8, a line feed."""
    line = json.dumps([nonce, part], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{line}\n".encode(errors="surrogatepass")).hexdigest()


def _answers(nonce: object, rows: list[Mapping[str, object]]) -> Iterator[Part]:
    for index, row in enumerate(rows):
        path, item = f".{ANSWERS}[{index}]", str(row["item"])
        yield Part(path, ANSWERS, part_fingerprint(nonce, row), item)
        amendments = row.get(AMENDMENTS, [])
        for number, amendment in enumerate(amendments if isinstance(amendments, list) else [], start=1):
            sha256 = part_fingerprint(nonce, amendment)
            yield Part(f"{path}.{AMENDMENTS}[{number - 1}]", ANSWERS, sha256, item, amendment=number)


def _files(rows: list[Mapping[str, object]]) -> Iterator[Part]:
    for index, row in enumerate(rows):
        yield Part(f".{ATTACHMENTS}[{index}]", ATTACHMENTS, str(row["sha256"]), file=str(row["name"]))
