"""Text: what a reader sees, in the reader's language.

This room knows gettext, Babel, Markdown and the domain; it must not know Flask, SQL, Pelican or YAML.
"""

from hearing_app.text.markup import to_html
from hearing_app.text.words import Words, words_for

__all__ = ["Words", "to_html", "words_for"]
