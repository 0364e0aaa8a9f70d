"""Registering at the desk what no form of ours would send, and documents whose text was placed."""

import io

import docx
import pytest

from hearing_app.domain.submission import read_payload
from hearing_app.storage import registrations, submissions
from hearing_app.treating.setting_aside import remaining_of
from tests.web.test_desk_register import (  # noqa: F401 - fixtures
    FACTS,
    OPEN,
    TICKED,
    begun,
    hidden,
    press,
    registered,
)


@pytest.mark.parametrize("level", ["own", "mayor", ""])
def test_an_invited_body_does_not_answer_for_itself(press, begun, secretary, level):  # noqa: F811 - fixtures
    """Whatever is posted, it must be one of those who can stand behind a body's answer; the check page opens too."""
    answer = press(begun, {**FACTS, "level": level, "action": "check"})
    assert answer.status_code == 422
    assert "Choose who stands behind the answer." in answer.text
    assert secretary.get(f"{begun}kontroller/").status_code == 200


def test_a_letter_whose_text_was_placed_does_not_remain(registered, db, secretary):  # noqa: F811 - fixtures
    """What remains of it are the paragraphs of the answer; the payload says which document that is."""
    sent = registered()
    assert sent.content.placed == tuple(file.sha256 for file in sent.content.attachments)
    assert read_payload(sent.payload).placed == sent.content.placed
    assert {left.item for left in remaining_of(db, sent)} == {"okonomi"}
    page = secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/")
    assert "Its text was placed when the answer was registered" in page.text


def test_a_document_that_nobody_placed_remains(press, begun, db):  # noqa: F811 - fixtures
    """One whose text was taken for letterhead throughout, and an answer that was typed by hand beside it."""
    out = {f"place_{number}": "_out" for number in range(5)}
    press(begun, {**FACTS, **out, "action": "save"})
    press(begun, {"pasted": "Skrevet av for hånd.", "action": "paste"})
    checked = press(begun, {**FACTS, "action": "check"})
    answer = press(checked.location, TICKED)
    sent = submissions.by_reference(db, answer.location.rstrip("/").rpartition("/")[2])
    assert sent.content.placed == ()
    assert [left.attachment for left in remaining_of(db, sent) if left.attachment] == [
        sent.content.attachments[0].sha256
    ]


def test_a_second_document_without_text_remains(press, begun, secretary, db):  # noqa: F811 - fixtures
    """A scanned enclosure is opened by somebody, though the letter beside it was placed."""
    empty = io.BytesIO()
    docx.Document().save(empty)
    data = {**hidden(secretary.get(begun)), "action": "add", "files": (io.BytesIO(empty.getvalue()), "skannet.docx")}
    secretary.client.post(begun, data=data, content_type="multipart/form-data")
    checked = press(begun, {**FACTS, "action": "check"})
    answer = press(checked.location, TICKED)
    sent = submissions.by_reference(db, answer.location.rstrip("/").rpartition("/")[2])
    assert [left.attachment for left in remaining_of(db, sent) if left.attachment] == [
        sent.content.attachments[1].sha256
    ]
    assert registrations.of_hearing(db, "apen-plan") == ()
    assert OPEN in begun
