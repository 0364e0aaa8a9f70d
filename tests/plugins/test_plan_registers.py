"""A plan that has no register of adoptions of its own. English pages: their sentences are the message ids."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hearing_app.definitions import load_content
from hearing_app.domain.decision import Adoption, adoption_register
from hearing_app.domain.vocabulary import AdoptionState
from plugins.plans import plan_card
from plugins.site import Site
from tests.plugins.conftest import PageText

CONTENT = Path(__file__).parent / "content"
ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_plan_without_a_register_shows_that_of_its_hearing():
    """Counts and a way to the hearing; the plan's own register goes before it, and an open hearing has none."""
    loaded, records = load_content(CONTENT), load_content(ARCHIVE).archive
    public = tuple(matter for matter in loaded.matters if matter.hearing.is_public(NOW))
    plan = replace(records.plan("plattform-2012"), hearing="vedtatt", adoptions=None)
    site = Site(loaded.council, public, NOW, replace(records, plans=(plan,)))
    card = plan_card(site, plan)
    assert card.registered_at.id == "vedtatt"
    assert card.register.adopted == 3
    own = replace(plan, adoptions=adoption_register((), (Adoption("elvby", AdoptionState.NOT_TREATED),)))
    assert plan_card(site, own).registered_at is None
    assert plan_card(site, own).register == own.adoptions
    assert plan_card(site, replace(plan, hearing="apen")).register is None


def test_a_plan_page_leads_to_the_register_of_its_hearing(tmp_path, prove, pelican):
    """The sentence, and a link to where the bodies are listed."""
    shutil.copytree(prove, tmp_path / "content")
    folder = tmp_path / "content/plans/avtale"
    folder.mkdir(parents=True)
    text = "title: {nb: Avtalen, nn: Avtalen, en: The agreement}\nkind: agreement\ndate: 2026-02-01\nhearing: vedtatt\n"
    (folder / "plan.yml").write_text(text, encoding="utf-8")
    exit_code, said = pelican(tmp_path / "content", tmp_path / "output")
    assert exit_code == 0, said
    page = PageText((tmp_path / "output/en/planer/avtale/index.html").read_text(encoding="utf-8"))
    assert page.all("a", href="/en/horinger/vedtatt/#_tilslutning")
    assert page.one("h2", id="_tilslutning")
