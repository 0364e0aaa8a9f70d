"""What readers and bodies are told where only some of the conclusions are out."""

import re

import pytest

from hearing_app.domain.release import EVERYTHING
from tests.publishing.test_publish_parts import answers, assess, go, letters, only, page  # noqa: F401 - fixtures

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


def test_who_has_no_points_is_not_told_to_wait_for_conclusions(go, db):  # noqa: F811 - fixtures
    """Whose conclusions are kept back is; whose are published is led to them."""
    go("bergvik", "fossheim", "indre", concluded=only("tiltak"), mails=True)
    by_body = {
        re.search(r"/svar/(\w+)/", mail.get_content())[1]: " ".join(mail.get_content().split())
        for _to, mail in letters(db)
    }
    assert "Sekretariatet har ikke funnet innspill i svaret" in by_body["indre"]
    assert "#_became" in by_body["bergvik"]
    assert "Sekretariatet har ikke funnet" not in by_body["bergvik"]
    assert "er ikkje publiserte enno" in by_body["fossheim"]
