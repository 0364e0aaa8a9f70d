from datetime import UTC, datetime

import pytest

from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.released import read_released, write_released
from hearing_app.definitions.written_models import ReleasedFile
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.summary import ReleasedSubmission
from hearing_app.domain.vocabulary import Standing


@pytest.mark.parametrize("name", ["Vedtak Ås.pdf", "no.pdf", "'# a: b'.docx", "12.5", "~", "- x.odt"])
def test_files_of_an_answer_come_back_as_they_were(name):
    """Whatever they are called; a copy without any has no key for them."""
    file = Attachment(name, "application/pdf", 12_345, "0" * 63 + "1")
    when, standing = datetime(2026, 5, 4, tzinfo=UTC), PoliticalStanding(Standing.COUNCIL)
    copy = ReleasedSubmission("bergvik", "2026-0001", when, 1, "a" * 64, "", standing, (), attachments=(file,))
    text = write_released(copy)
    source = Source("bergvik.yml")
    assert read_released(parse(ReleasedFile, read_yaml(text, source), source)) == copy
    assert "attachments" not in write_released(
        ReleasedSubmission("bergvik", "2026-0001", when, 1, "a" * 64, "", standing, ())
    )
