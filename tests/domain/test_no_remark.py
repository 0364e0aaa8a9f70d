"""«Uten merknad» in the domain and in the machine's files: told where it is so, and nothing else is changed by it."""

import json
from datetime import UTC, datetime

import pytest

from hearing_app.answering.receive import NothingAnswered
from hearing_app.definitions import released as files
from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.written_models import ReleasedFile, SummaryFile
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.submission import (
    Answer,
    Content,
    PoliticalStanding,
    Respondent,
    Submission,
    canonical_payload,
    read_payload,
)
from hearing_app.domain.summary import Summary, summarise
from hearing_app.domain.vocabulary import Standing

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
NOBODY = Content(Respondent("Kari", "Rådgiver", "kari@x.example"), PoliticalStanding(Standing.ADMINISTRATIVE), ())
WITHOUT = Content(NOBODY.respondent, NOBODY.standing, (), no_remark=True)


def payload(content):
    return canonical_payload(content, hearing="h", body="b", version=1, definition="d", received_at=AT, nonce="n")


def submission(content):
    return Submission("2026-0001", "apen-plan", "bergvik", 1, AT, "d", payload(content), "0e" * 32, content)


def through_the_file(model, text):
    source = Source("x.yml")
    read = parse(model, read_yaml(text, source), source)
    assert source.problems == []
    return read


def test_the_payload_says_it_only_where_it_is_so():
    """So every other payload is, byte by byte, what it was; and one is read as it was written."""
    assert json.loads(payload(WITHOUT))["no_remark"] is True
    assert "no_remark" not in json.loads(payload(NOBODY))
    assert json.loads(payload(WITHOUT)) == {**json.loads(payload(NOBODY)), "no_remark": True}
    assert [read_payload(payload(content)) for content in (WITHOUT, NOBODY)] == [WITHOUT, NOBODY]


def test_nobody_says_both():
    """An answer to one item is a remark."""
    with pytest.raises(ValueError, match="without remarks"):
        Content(NOBODY.respondent, NOBODY.standing, (Answer("a", text="Nei."),), no_remark=True)


def test_the_public_files_have_it_only_where_it_is_so(hearing):
    """And are read as they were written."""
    copy = public_copy(submission(WITHOUT))
    text = files.write_released(copy)
    assert files.read_released(through_the_file(ReleasedFile, text)) == copy
    assert "no_remark: true" in text
    assert "no_remark" not in files.write_released(public_copy(submission(NOBODY)))
    summary = Summary(3, 2, 1, (), (), (), 1)
    assert files.read_summary(through_the_file(SummaryFile, files.write_summary(summary))) == summary
    assert "no_remark" not in files.write_summary(Summary(3, 2, 1, (), ()))


def test_it_is_counted_only_where_it_is_released(hearing):
    """And stands as silent in the figures of each section."""
    seen = summarise(hearing, [submission(WITHOUT)], (), frozenset({"2026-0001"}))
    assert (seen.no_remark, {count.silent for count in seen.stances}) == (1, {1})
    assert summarise(hearing, [submission(WITHOUT)], (), frozenset()).no_remark == 0


def test_it_is_received_where_an_empty_form_is_not(hearing, receive):
    """Also where a question is required, for it answers the whole."""
    with pytest.raises(NothingAnswered):
        receive(hearing, "bergvik", NOBODY)
    assert any(item.required for item in hearing.items)
    assert receive(hearing, "bergvik", WITHOUT).content == WITHOUT


def test_from_no_remark_to_nothing_is_not_the_same_answer(hearing, receive, answered):
    """A remark after all is a new version, and back again another."""
    receive(hearing, "bergvik", WITHOUT)
    receive(hearing, "bergvik", answered())
    assert receive(hearing, "bergvik", WITHOUT).version == 3
