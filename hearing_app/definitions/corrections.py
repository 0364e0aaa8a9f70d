"""`corrections.yml` of a hearing: what was corrected in what had been published; written by the machine."""

from collections.abc import Iterable

from hearing_app.definitions.fields import Day, Model, RequiredText, Slug, YesNo
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import dump_yaml
from hearing_app.definitions.released import HEAD
from hearing_app.domain.correction import Correction

CORRECTIONS = "corrections.yml"


class CorrectionModel(Model):
    """One entry of `corrections:`."""

    date: Day
    bodies: tuple[Slug, ...]
    withdrawn: YesNo = False
    note: RequiredText


class CorrectionsFile(Model):
    """`corrections.yml`."""

    corrections: tuple[CorrectionModel, ...]


def write_corrections(corrections: Iterable[Correction]) -> str:
    """Return the text of `corrections.yml`, the newest first as they come."""
    rows = [
        {
            "date": entry.day.isoformat(),
            "bodies": list(entry.bodies),
            **({"withdrawn": True} if entry.withdrawn else {}),
            "note": entry.note,
        }
        for entry in corrections
    ]
    return HEAD + dump_yaml({"corrections": rows})


def load_corrections(folder: Folder) -> tuple[Correction, ...]:
    """Return the corrections of a hearing's folder, the newest first; its problems are gathered by the folder."""
    model, _source = folder.released(CorrectionsFile, CORRECTIONS)
    entries = model.corrections if model else ()
    return tuple(Correction(entry.date, entry.note, entry.bodies, entry.withdrawn) for entry in entries)
