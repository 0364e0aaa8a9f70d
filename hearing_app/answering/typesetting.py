"""Setting a document as PDF/A-2a and PDF/UA-1, in a process of its own.

Of its own, because the typesetter keeps what it has read for as long as the process lives and runs out of room for
it after some ten thousand documents, and because a text that makes it stumble must cost that document and nothing
else. What comes on standard input is data to the template, never markup.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typst

LONGEST_SECONDS = 30
ROOT = Path(__file__).parents[2]


class TypesettingFailed(RuntimeError):
    """The document could not be set; the message is the end of what the typesetter said."""


def typeset(template: Path, data: Mapping[str, object], *, timestamp: int) -> bytes:
    """Return a document as PDF. The same data and timestamp always give the same bytes.

    Args:
        template: a .typ file that reads its data from `sys.inputs.data`.
        timestamp: seconds since 1970, which the document is dated.

    Raises:
        TypesettingFailed: it could not be set, or not in time.
    """
    command = [sys.executable, "-m", "hearing_app.answering.typesetting", str(template), str(timestamp)]
    text = json.dumps(data, ensure_ascii=False).encode()
    try:
        result = subprocess.run(  # noqa: S603 - our own arguments
            command, input=text, cwd=ROOT, capture_output=True, check=False, timeout=LONGEST_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TypesettingFailed(str(error)) from error
    if result.returncode != 0:
        raise TypesettingFailed(result.stderr.decode(errors="replace")[-2000:])
    return result.stdout


def main() -> None:
    """Read data on standard input, write the PDF to standard output."""
    template, timestamp = sys.argv[1:]
    compiled = typst.compile(
        template,
        root=str(Path(template).parent),
        format="pdf",
        ignore_system_fonts=True,  # else the bytes would depend on the machine
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(timestamp),
    )
    sys.stdout.buffer.write(compiled)


if __name__ == "__main__":
    main()
