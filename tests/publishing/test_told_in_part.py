"""What readers and bodies are told where only some of the conclusions are out."""

import re
from dataclasses import replace

import pytest

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.release import EVERYTHING
from hearing_app.mailing.published_mail import news, published_mail
from hearing_app.treating.setting_aside import Word, set_aside_response
from tests.publishing.test_publish_parts import HEARING, answers, assess, go, letters, only, page  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow
PART = "Delvis oppsummert"


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_summary_of_some_parts_is_called_so(go, page, settings):  # noqa: F811 - fixtures
    """In the tag, in the lists, in the course of the case and in the figures, which then sum up."""
    go("bergvik", "fossheim", concluded=only("tiltak"))
    listed = (settings.site / "current/horinger/index.html").read_text(encoding="utf-8")
    text = plain(page())
    assert PART in text
    assert PART in listed
    assert "Svarene er delvis oppsummert." in text
    assert "konklusjoner om 1 av 2 deler" in text
    assert re.search(r'data-progress="now">\s*<span class="course__what"><a[^>]*>Oppsummering<', page())
    assert "1 behandles" in text
    assert "Konklusjonene om 1 av 2 deler er publisert." in text


def test_a_summary_of_everything_is_whole(go, page, settings):  # noqa: F811 - fixtures
    """As soon as the rest is released, nothing is in part."""
    go("bergvik", "fossheim", concluded=only("tiltak"))
    go("bergvik", "fossheim", concluded=EVERYTHING)
    text = plain(page())
    assert "elvis" not in text
    assert "behandles" not in text
    assert re.search(r'data-progress="done">\s*<span class="course__what"><a[^>]*>Oppsummering<', page())


@pytest.fixture
def mailed(db):
    """A function that returns the words of the mails there are, by the body whose page they name."""
    return lambda: {
        re.search(r"/svar/(\w+)/", mail.get_content())[1]: " ".join(mail.get_content().split())
        for _to, mail in letters(db)
    }


def test_who_has_no_points_is_not_told_to_wait_for_conclusions(go, db, three_answers, mailed, now):  # noqa: F811
    """Where somebody has said that the answer needs none; whose conclusions are kept back waits for them."""
    assert set_aside_response(db, three_answers["indre"], Word("kari", now))
    go("bergvik", "fossheim", "indre", concluded=only("tiltak"), mails=True)
    told = mailed()
    assert "Sekretariatet har ikke funnet innspill i svaret" in told["indre"]
    assert "#_became" in told["bergvik"]
    assert "er ikkje publiserte enno" in told["fossheim"]


def test_whose_answer_nobody_has_read_is_not_told_that_nothing_was_found(go, mailed):  # noqa: F811
    """The answer of Indre has parts with neither a point nor a word: its conclusions are to come."""
    go("bergvik", "fossheim", "indre", concluded=only("tiltak"), mails=True)
    assert "ikke funnet innspill" not in mailed()["indre"]
    assert "er ikke publisert ennå" in mailed()["indre"]


def test_who_has_conclusions_to_come_is_told_so(go, db, library, sender, now):  # noqa: F811
    """With one of two points concluded «some» is assessed, and the rest comes later."""
    go("bergvik")
    matter = library.matter(HEARING)
    first, *rest = matter.summary.points
    summary = replace(matter.summary, points=(replace(first, assessment="", conclusion=None), *rest))
    (one,) = news(db, matter.hearing, matter.released, summary)
    addresses = Addresses(one.language, one.language)
    text = published_mail(matter.hearing, one, addresses, sender, now=now).get_content()
    assert "resten kommer senere" in " ".join(text.split())


def test_who_has_every_conclusion_is_told_that(go, db, three_answers, mailed, now):  # noqa: F811
    """When the rest of the answer has got its word as well."""
    set_aside_response(db, three_answers["bergvik"], Word("kari", now))
    go("bergvik", mails=True)
    assert "resten" not in mailed()["bergvik"]
    assert "#_became" in mailed()["bergvik"]
