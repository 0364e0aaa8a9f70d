"""The fingerprints of the parts: everything is covered, anybody can compute them, nobody can guess from them."""

import hashlib
import json
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.parts import ENVELOPE, part_fingerprint, parts_of
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, canonical_payload
from hearing_app.domain.vocabulary import Stance, Standing

FILE = Attachment("Kart «æøå».pdf", "application/pdf", 5, hashlib.sha256(b"%PDF-").hexdigest())
CONTENT = Content(
    Respondent("Kari Eksempel", "Rådgiver", "kari@bergvik.example"),
    PoliticalStanding(Standing.COUNCIL, "Kommunestyret", date(2026, 5, 13), "12/26"),
    (
        Answer("formal", Stance.SUPPORTS),
        Answer("okonomi", None, 'Æ "sitat" \\ \n\t/ <b> 😀 \u202e', amendments=(Amendment("p1", "a", "b"),)),
    ),
    attachments=(FILE,),
)


def payload(content=CONTENT, nonce="00ff"):
    return canonical_payload(
        content,
        hearing="apen-plan",
        body="bergvik",
        version=1,
        definition="0" * 64,
        received_at=datetime(2026, 4, 20, 8, 30, tzinfo=UTC),
        nonce=nonce,
    )


def by_path(data):
    return {part.path: part for part in parts_of(data)}


def test_every_part_is_there_once():
    """Who answers, who stands behind it, each answer, each proposed wording, each file."""
    parts = by_path(payload())
    assert list(parts) == [
        ".respondent",
        ".standing",
        ".answers[0]",
        ".answers[1]",
        ".answers[1].amendments[0]",
        ".attachments[0]",
    ]
    assert parts[".answers[1]"].item == "okonomi"
    assert (parts[".answers[1].amendments[0]"].item, parts[".answers[1].amendments[0]"].amendment) == ("okonomi", 1)
    assert parts[".attachments[0]"].file == FILE.name


def test_an_answer_without_remarks_is_a_part():
    """It is what was said."""
    said = Content(CONTENT.respondent, CONTENT.standing, (), no_remark=True)
    assert ".no_remark" in by_path(payload(said))


def test_a_key_that_nobody_had_thought_of_is_a_part():
    """What a later form adds must not be left without a fingerprint."""
    document = json.loads(payload()) | {"sender": {"kind": "business"}}
    part = by_path(json.dumps(document).encode())[".sender"]
    assert part.sha256 == part_fingerprint("00ff", {"kind": "business"})


def test_every_key_of_the_payload_is_covered():
    """By a part of its own, or because the receipt tells it."""
    keys = {part.key for part in parts_of(payload())}
    assert keys | ENVELOPE == set(json.loads(payload()))


@pytest.mark.parametrize("change", ["respondent", "standing", "answers"])
def test_a_change_changes_its_own_part_only(change):
    """So a part is proved by itself."""
    document = json.loads(payload())
    if change == "answers":
        document["answers"][0]["text"] = "noe annet"
        expected = {".answers[0]"}
    else:
        document[change][next(iter(document[change]))] = "noe annet"
        expected = {f".{change}"}
    before, after = by_path(payload()), by_path(json.dumps(document).encode())
    assert {path for path in before if before[path] != after[path]} == expected


def test_a_short_answer_cannot_be_found_by_trying():
    """The same answer has another fingerprint in every receipt, for the nonce is in it."""
    one, other = by_path(payload(nonce="00")), by_path(payload(nonce="01"))
    assert all(one[path].sha256 != other[path].sha256 for path in one if "attachments" not in path)


def test_a_file_has_the_fingerprint_of_its_own_bytes():
    """Anybody who has the file can compare."""
    assert by_path(payload())[".attachments[0]"].sha256 == hashlib.sha256(b"%PDF-").hexdigest()


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_documented_command_computes_every_part(tmp_path):
    """Whatever was typed: quotes, slashes, emoji, marks that turn the direction of a text."""
    file = tmp_path / "2026-0001.json"
    file.write_bytes(payload())
    for part in parts_of(payload()):
        if part.file:
            continue
        line = subprocess.run(["jq", "-cS", f"[.nonce, {part.path}]", file], capture_output=True, check=True).stdout
        assert hashlib.sha256(line).hexdigest() == part.sha256, part.path


def test_what_is_no_payload_is_refused():
    """It is a mistake of the caller's, not a receipt without parts."""
    with pytest.raises(TypeError, match="JSON object"):
        parts_of(b"[]")
