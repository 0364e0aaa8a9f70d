"""What cases and meetings share: a text below the head in known parts, and folders where nothing lies unread."""

from collections.abc import Collection

from hearing_app.definitions.documents import NUMBERED, Part, split_parts
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.points import check_points
from hearing_app.definitions.positions import Source
from hearing_app.definitions.prose import check_prose
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place
from hearing_app.domain.vocabulary import Level


def known_parts(body: str, first_line: int, known: Collection[str], source: Source) -> dict[str, Part]:
    """Return the parts of `body` by id, and report what belongs to none of the `known` ones.

    The place of a part's heading is kept in `source` under the part's id, for what is found out later.
    """
    check_prose(body, first_line, source)
    above, parts = split_parts(body, first_line, source)
    if above:
        lines = body.splitlines()
        line = first_line + next(index for index, text in enumerate(lines) if text.strip())
        source.report(
            Place(source.file, line),
            N_(
                "Text stands above the first part, and belongs to none. Put a heading over it, like {example}.",
                example=f"## … {{#{next(iter(known))}}}",
            ),
        )
    for part in parts:
        source.values[(part.id,)] = (part.place.line, part.place.column)
        if part.id in NUMBERED:
            check_points(part.id, part.markdown, part.first_line, source)
        if part.id and part.id not in known:
            unknown = N_(
                "«{id}» is not a part here. Use {words}, or make it a heading with ### inside one of them.",
                id=part.id,
                words=", ".join(known),
            )
            source.report(part.place, unknown)
    return {part.id: part for part in parts}


def check_strays(
    folder: Folder,
    known: Collection[str] = (),
    *,
    inside: str = "",
    suffix: str = "",
    folders: bool = False,
    level: Level = Level.ERROR,
) -> None:
    """Report what lies in a folder and is never read: a misspelt name would otherwise vanish without a word.

    Names that begin with `.` or `_`, and an editor's copies (`~`), are meant to lie there unread.

    Args:
        folder: the folder; `inside` is the one in it that is looked at, if not itself.
        known: the names that are read; `suffix` is the ending of others that are.
        folders: whether the folders in it are read.
        level: how grave it is; where answers come in, nobody is kept out because of a file too many.
    """
    root = folder.content / folder.relative / inside
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        is_read = path.name in known or (folders if path.is_dir() else bool(suffix) and path.name.endswith(suffix))
        if not is_read and path.name[0] not in "._" and not path.name.endswith("~"):
            source = folder.source(f"{inside}/{path.name}" if inside else path.name)
            source.report(
                Place(source.file),
                N_("This is never read. Correct its name (docs/content.md), or take it away."),
                level,
            )
