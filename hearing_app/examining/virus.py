"""The virus scan: a running clamd is asked over its socket; what it did not answer for is not let through."""

from io import BytesIO

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from hearing_app.domain.message import N_
from hearing_app.examining.refused import Refused

PATIENCE_SECONDS = 20
"""How long each step of the talk with clamd may take."""

NO_ANSWER = N_("The file could not be checked for viruses just now. Nothing is wrong with it; try again in a moment.")
TOO_LONG = N_("The file is larger than the virus scan takes. Make it smaller, or divide it, and add it again.")
FOUND = N_("The virus scan found «{virus}» in the file. Tell whoever runs your machines, and add a clean file.")


def scan(data: bytes, clamd: str) -> None:
    """Let clamd look at a file.

    Args:
        clamd: `host:port` or the path of a socket; empty where there is no clamd, and then nothing is done.

    Raises:
        Refused: something was found, or nobody answered.
    """
    if not clamd:
        return
    try:
        answers = _client(clamd).instream(BytesIO(data))
    except BufferTooLongError as error:
        raise Refused(TOO_LONG) from error
    except (ClamdError, OSError, ValueError) as error:
        raise Refused(NO_ANSWER) from error
    status, virus = next(iter(answers.values()), ("ERROR", None))
    if status == "FOUND":
        raise Refused(N_(FOUND.sentence, virus=virus or "?"))
    if status != "OK":
        raise Refused(NO_ANSWER)


def _client(clamd: str) -> ClamdNetworkSocket:
    if "/" in clamd:
        return ClamdUnixSocket(clamd, timeout=PATIENCE_SECONDS)
    host, _, port = clamd.rpartition(":")
    return ClamdNetworkSocket(host.strip("[]"), int(port), timeout=PATIENCE_SECONDS)
