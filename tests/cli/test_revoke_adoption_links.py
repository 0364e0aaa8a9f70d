"""`samrad revoke` covers the links by which a body reports its adoption as well."""

import json

import pytest
from click.testing import CliRunner

from hearing_app.adopting.report_links import new_report_link
from hearing_app.cli import commands as cli
from hearing_app.storage import adoption_reports


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, in Norwegian."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), *arguments])
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    return run


@pytest.fixture
def links(db, library, now):
    """Two links of Indre and one of Bergvik."""
    hearing = library.matter("vedtatt-avtale").hearing
    for name in ("indre", "indre", "bergvik"):
        body = hearing.invited_body(name)
        new_report_link(db, hearing, body, base_url="", email=body.email, actor="test", now=now)


def working(db, body):
    links = adoption_reports.links_of_body(db, "vedtatt-avtale", body)
    return [link for link in links if link.stopped_at is None]


def test_it_is_told_first_and_then_done(samrad, db, links):
    """The links of the body and no others, and a second time there is nothing left."""
    command = ["revoke", "vedtatt-avtale", "--body", "indre"]
    assert "2 lenker der Indre fylkeskommune kan melde tilslutning" in samrad(*command)
    assert len(working(db, "indre")) == 2
    assert json.loads(samrad(*command, "--json"))["adoption_links"] == 2
    assert "2 lenker for å melde tilslutning er stanset." in samrad(*command, "--do-it")
    assert (working(db, "indre"), len(working(db, "bergvik"))) == ([], 1)
    assert "ingen personlig lenke" in samrad(*command)


def test_the_register_tells_scripts_of_links(samrad, db, links):
    """How many work, and how many have been stopped."""
    samrad("revoke", "vedtatt-avtale", "--body", "indre", "--do-it")
    rows = {row["body"]: row for row in json.loads(samrad("adoptions", "vedtatt-avtale", "--json"))}
    assert (rows["indre"]["working_links"], rows["indre"]["stopped_links"]) == (0, 2)
    assert rows["bergvik"]["working_links"] == 1
