"""One hearing on one page: figures that narrow the list, the matrix, and what is left with the way to it."""

import re

import pytest

from hearing_app.treating.splitting import split_by_paragraph

PAGE = "/sekretariat/lukket-strategi/"


def bodies_shown(page):
    """Return the ids of the bodies in the list."""
    return re.findall(r'<tr role="row" id="_([a-z-]+)"', page.text)


def test_figures_narrow_the_list(secretary, three_answers):
    """Each figure is a link to those it counts, and the list says nothing else."""
    everybody = bodies_shown(secretary.get(PAGE))
    assert set(bodies_shown(secretary.get(f"{PAGE}?vis=svart"))) == {"bergvik", "fossheim", "indre"}
    silent = bodies_shown(secretary.get(f"{PAGE}?vis=ikke-svart"))
    assert set(silent) == set(everybody) - {"bergvik", "fossheim", "indre"}
    assert bodies_shown(secretary.get(f"{PAGE}?vis=for-sent")) == []
    assert bodies_shown(secretary.get(f"{PAGE}?vis=tull")) == everybody


def test_the_matrix_tells_what_each_body_said_to_each_part(secretary, db, three_answers, now):
    """In a mark for the eye and in words for the ear, with a way to the very answer."""
    split_by_paragraph(db, three_answers["bergvik"], "tiltak", actor="siri", now=now)
    page = secretary.get(f"{PAGE}?som=matrise")
    sent = three_answers["bergvik"]
    address = f"/sekretariat/lukket-strategi/svar/{sent.reference}/#_item_tiltak"
    cell = re.search(rf'href="{address}">(.*?)</a>', page.text, re.DOTALL)
    assert "±" in cell[1]
    assert "0/2" in cell[1]
    assert "ds-sr-only" in cell[1]
    assert page.text.count('<tr><th scope="row">') == 3


def test_a_matrix_of_those_who_have_not_answered_says_so(secretary, three_answers):
    """Rather than an empty table."""
    page = secretary.get(f"{PAGE}?som=matrise&vis=ikke-svart")
    assert "answers-matrix__key" not in page.text


@pytest.mark.parametrize("way", ["punkter/?vis=uten-konklusjon", "publiser/", "oppsummering/"])
def test_what_is_left_leads_to_where_it_is_done(secretary, db, three_answers, now, way):
    """Each step is a link as long as it is not done."""
    split_by_paragraph(db, three_answers["bergvik"], "tiltak", actor="siri", now=now)
    steps = secretary.get(PAGE).text.partition('class="left-list"')[2].partition("</ol>")[0]
    assert f'href="{PAGE}{way}' in steps
