"""What a Word form says beside what has been saved: field by field, with a choice where both say something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wtforms import Field, Form, TextAreaField

from hearing_app.domain.hearing import Hearing
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.form_page import Mistake, in_part
from hearing_app.web.kept import headings_of_fields
from hearing_app.web.wordings import WordingField
from hearing_app.word.form import writable

USE = "use_"
"""What the name of the choice begins with between the two texts of a field; the field's name follows."""
REST = "use_rest"
FILE, SAVED = "file", "saved"


@dataclass(frozen=True)
class Row:
    """A field where file and draft differ.

    Attributes:
        label: the field as a person knows it, with the part that it belongs to.
        file, saved: the two values, as the form keeps them; `file_shown` and `saved_shown` as a person reads them.
        use: which one is chosen, "" where a person must choose.
        is_text: it has paragraphs, and can be corrected on the page.
        errors: what the form refuses in the file's value.
        unchosen: the choice was asked for and not made.
    """

    name: str
    label: str
    file: str
    saved: str
    file_shown: str
    saved_shown: str
    use: str
    is_text: bool = False
    errors: tuple[str, ...] = ()
    unchosen: bool = False

    @property
    def rows(self) -> int:
        """Lines to show the text in."""
        return min(16, 2 + self.file.count("\n") + len(self.file) // 70)

    @property
    def id(self) -> str:
        """The id that a link to its choice goes to."""
        return f"_{USE}{self.name}-0"


def compared(
    hearing: Hearing,
    words: Words,
    file: Mapping[str, str],
    saved: Mapping[str, str],
    chosen: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """Return the fields where the file says something else than the draft, in the order of the form.

    Args:
        file: what stands in the fields that the file has.
        chosen: which of the two a person chose, by field; None where nobody has been asked yet.
    """
    bound = forms.build_form(hearing, words)(data=dict(file))
    bound.validate()
    rows = [*_no_remark(hearing, words, file, saved), *_fields(bound, hearing, words, file, saved)]
    return tuple(_chosen(row, chosen) for row in rows)


def unchosen(rows: tuple[Row, ...], words: Words) -> tuple[Mistake, ...]:
    """Return what must be done before the rows can be saved."""
    _ = words.gettext
    asked = (Mistake(row.id, in_part(row.label, _("Choose which of the two counts."))) for row in rows if not row.use)
    wrong = (Mistake(row.id, in_part(row.label, row.errors[0])) for row in rows if row.use == FILE and row.errors)
    return (*asked, *wrong)


def contradicts(hearing: Hearing, file: Mapping[str, str], saved: Mapping[str, str]) -> bool:
    """Tell whether «without remarks» is ticked although something is answered, in the file or in the draft."""
    both = {**saved, **{name: text for name, text in file.items() if text}}
    return file.get(forms.NO_REMARK) == forms.YES and any(forms.answers(hearing, both))


def _chosen(row: Row, chosen: Mapping[str, str] | None) -> Row:
    if chosen is None:
        return row
    use = chosen.get(f"{USE}{row.name}") or (chosen.get(REST, "") if row.file and row.saved else "")
    kept = use if use in (FILE, SAVED) else ""
    return Row(**{**row.__dict__, "use": kept, "unchosen": not kept})


def _fields(
    bound: Form, hearing: Hearing, words: Words, file: Mapping[str, str], saved: Mapping[str, str]
) -> Iterator[Row]:
    parts = headings_of_fields(hearing, words)
    for name, field in bound._fields.items():
        if name in file and not isinstance(field, WordingField):
            row = _row(field, in_part(parts.get(name, ""), field.label.text), saved.get(name, ""))
            if not _same(row.file, row.saved):
                yield row


def _row(field: Field, label: str, saved: str) -> Row:
    file = field.data or ""
    use = "" if file.strip() and saved.strip() else (FILE if file.strip() else SAVED)
    return Row(
        field.name,
        label,
        file,
        saved,
        forms.in_words(field, file),
        forms.in_words(field, saved),
        use,
        isinstance(field, TextAreaField),
        tuple(map(str, field.errors)),
    )


def _no_remark(hearing: Hearing, words: Words, file: Mapping[str, str], saved: Mapping[str, str]) -> Iterator[Row]:
    """Yield the row for «without remarks», where the file says so, the draft does not, and nothing is answered."""
    said, before = file.get(forms.NO_REMARK, ""), forms.says_no_remark(hearing, saved)
    if said == forms.YES and not before and hearing.takes_no_remark and not contradicts(hearing, file, saved):
        shown = words.gettext("Without remarks")
        yield Row(forms.NO_REMARK, words.gettext("Your answers"), said, "", shown, "", FILE)


def _same(file: str, saved: str) -> bool:
    """Tell whether two texts are one, but for white space around them and for signs that a file cannot hold."""
    return file.strip() == writable(saved).strip()
