"""The last minute: many send at once with attachments."""

import pytest

from bench.rush import measure


@pytest.mark.slow
def test_everybody_at_once_with_attachments(tmp_path):
    """Forty municipalities attach minutes and send at the same moment: nobody sees an error, nothing is lost.

    `measure` looks at every answer, every file byte by byte, and the log, and raises where one of them lacks.
    """
    rush = measure(40, tmp_path)
    assert rush.seconds < 60
