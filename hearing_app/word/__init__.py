"""The form as a Word document: written with everything that it asks, and read back when it has been filled in.

The file goes through word processors and case systems that keep some things and drop others. So every field is marked
twice: by a content control, and by its name in brackets in the table around it; either is enough. What cannot be
placed is told with its text, and nothing is guessed. This room knows neither Flask nor SQL, and no field by name: what
is asked is handed to it as a `Form`.
"""

from hearing_app.word.form import Field, FieldKind, Form, Identity, Option, Part, Prose
from hearing_app.word.package import Unreadable
from hearing_app.word.reading import Filled, Outside, texts_of, understood
from hearing_app.word.writing import write

__all__ = [
    "Field",
    "FieldKind",
    "Filled",
    "Form",
    "Identity",
    "Option",
    "Outside",
    "Part",
    "Prose",
    "Unreadable",
    "texts_of",
    "understood",
    "write",
]
