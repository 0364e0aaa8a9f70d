"""What runs in the process apart: limits first, then the parser, then one line of JSON."""

import json
import logging
import resource
import sys
import warnings

from hearing_app.examining.archive import Parts
from hearing_app.examining.kind import Container, Kind, container_of
from hearing_app.examining.refused import DAMAGED, TOO_HEAVY, Refused

MEMORY = 1024**3
"""How much memory the process may take, in bytes: a large scanned PDF takes a third of it."""


def main() -> None:
    """Examine what comes on standard input; the limit of time in seconds is the last argument."""
    seconds = int(sys.argv[-1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(answer_for(sys.stdin.buffer.read())))


def answer_for(data: bytes) -> dict[str, object]:
    """Return what is told of a file: its kind, or the sentence that it is refused with."""
    try:
        return {"kind": examine(data).name}
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
