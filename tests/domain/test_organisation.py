"""Finding the one that is meant by a name in somebody's own text."""

from hearing_app.domain.council import Body
from hearing_app.domain.localised import Localised
from hearing_app.domain.organisation import named
from hearing_app.domain.vocabulary import BodyKind, Language

COUNTY = Body("fylket", Localised(forms=((Language.NB, "Fylket"), (Language.EN, "The county"))), BodyKind.COUNTY)
TOWN = Body("byen", Localised("Byen"), BodyKind.MUNICIPALITY)


def test_a_name_in_any_written_form_is_found():
    """Whatever the page's language, the text stands as it was written."""
    assert named((TOWN, COUNTY), "The county") is COUNTY
    assert named((TOWN, COUNTY), "Byen") is TOWN


def test_what_is_nobodys_name_is_nobody():
    """Nothing is guessed from a part of a name, and an empty text is no name."""
    assert named((TOWN, COUNTY), "Fylke") is None
    assert named((TOWN, COUNTY), "") is None
