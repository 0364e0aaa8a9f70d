"""What runs in the process apart: limits first, then the parser, then one line of JSON."""

import json
import logging
import resource
import sys
import warnings
from base64 import b64encode

from hearing_app.examining.archive import Parts
from hearing_app.examining.kind import Container, Kind, container_of
from hearing_app.examining.refused import DAMAGED, TOO_HEAVY, Refused

READ = "read"
"""What the process is told where the text is wanted, and not whether the file may be taken in."""
STRIP = "strip"
"""What it is told where a copy for readers is wanted."""
MEMORY = 1024**3
"""How much memory the process may take, in bytes: a large scanned PDF takes a third of it."""


def main() -> None:
    """Examine what comes on standard input, or read its text where the first argument is READ.

    The limit of time in seconds is the last argument.
    """
    seconds = int(sys.argv[-1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(answer_for(sys.stdin.buffer.read(), sys.argv[1])))


def answer_for(data: bytes, task: str = "examine") -> dict[str, object]:
    """Return what is told of a file: its kind, its `text`, a `copy` of it, or the sentence that it is refused with."""
    try:
        if task == STRIP:
            return strip(data)
        return {"text": read(data)} if task == READ else {"kind": examine(data).name}
    except Refused as refused:
        message = refused.message
    except (MemoryError, RecursionError):
        message = TOO_HEAVY
    except Exception:  # noqa: BLE001 - parsers fail in every way there is; each of them means the same to the sender
        message = DAMAGED
    return {"sentence": message.sentence, "values": {name: str(value) for name, value in message.values.items()}}


def examine(data: bytes) -> Kind:
    """Return the kind of a file that may be taken in; only the parser that is needed is loaded."""
    if container_of(data) is Container.PDF:
        from hearing_app.examining.pdf import check_pdf

        check_pdf(data)
        return Kind.PDF
    parts = Parts(data)
    if "mimetype" in parts.names:
        from hearing_app.examining.odf import check_odf

        check_odf(parts, data)
        return Kind.ODT
    from hearing_app.examining.ooxml import check_ooxml

    return check_ooxml(parts, data)


def strip(data: bytes) -> dict[str, object]:
    """Return a copy of a file for readers: its kind, its bytes in base 64, and everything that can be read in it."""
    from hearing_app.examining.strip import stripped

    kind = examine(data)
    copy, text = stripped(data, kind)
    examine(copy)
    return {"copy": [kind.name, b64encode(copy).decode(), text]}


def read(data: bytes) -> list[tuple[str, int]]:
    """Return a document's paragraphs, each with its level as a heading."""
    from hearing_app.examining.text import passages_of

    return [(passage.text, passage.level) for passage in passages_of(data)]
