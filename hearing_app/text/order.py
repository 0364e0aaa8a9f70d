"""The order of names in lists: that of the Norwegian alphabet, whatever language the page is in."""

import re
from unicodedata import combining, normalize

# The three signs that follow z in Unicode stand for the three letters that follow z in the alphabet. Swedish,
# German and Sámi letters go where a Norwegian reader looks for them; other accents fall off below.
PLACES = str.maketrans({
    "æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t",
})  # fmt: skip
NO_LETTER = re.compile(r"[^\w{|}]+")


def alphabetical(name: str) -> str:
    """Return what `name` is sorted by: æ, ø, å come last, aa counts as å; case and hyphens do not matter."""
    letters = normalize("NFC", name).casefold().replace("aa", "å").translate(PLACES)
    bare = "".join(sign for sign in normalize("NFD", letters) if not combining(sign))
    return NO_LETTER.sub(" ", bare).strip()
