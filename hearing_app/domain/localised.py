"""Text that stands in several written forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from hearing_app.domain.vocabulary import Language

# A reader of one form of Norwegian reads the other with less trouble than English.
FALLBACKS: Mapping[Language, tuple[Language, ...]] = {
    Language.NB: (Language.NB, Language.NN, Language.EN),
    Language.NN: (Language.NN, Language.NB, Language.EN),
    Language.EN: (Language.EN, Language.NB, Language.NN),
}


@dataclass(frozen=True)
class Localised:
    """A text in one or more forms. `plain` serves every reader (a proper name, say)."""

    plain: str = ""
    forms: tuple[tuple[Language, str], ...] = ()

    def best(self, language: Language) -> tuple[str, Language | None]:
        """Return the text for a reader of `language` and the form it is in (None for a plain text)."""
        forms = dict(self.forms)
        for candidate in FALLBACKS[language]:
            if candidate in forms:
                return forms[candidate], candidate
        return self.plain, None

    def text(self, language: Language) -> str:
        """Return the text for a reader of `language`."""
        return self.best(language)[0]

    def lang(self, language: Language) -> str | None:
        """Return the `lang` attribute that the text needs on a page in `language`, or None."""
        form = self.best(language)[1]
        return form.value if form is not None and form != language else None

    def written_in(self, language: Language) -> "Localised":
        """Return the text with its language known: a plain one of a document is in that document's `language`."""
        return Localised(forms=((language, self.plain),)) if self.plain else self

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.plain or self.forms)


NO_TEXT = Localised()
"""What stands where nothing was written."""
