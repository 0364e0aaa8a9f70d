"""The copies of attachments that readers get: they stand where the answers' files say, whole, and nothing else does."""

import hashlib
from collections.abc import Iterable
from pathlib import PurePath

from hearing_app.definitions.folder import Folder
from hearing_app.definitions.parts import check_strays
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place
from hearing_app.domain.published_file import FOLDER, file_path
from hearing_app.domain.summary import ReleasedSubmission
from hearing_app.domain.vocabulary import Level


def check_files(folder: Folder, copies: Iterable[ReleasedSubmission]) -> None:
    """Report the copies of attachments that are not there or are not what they were, and what else lies there."""
    named = {file_path(copy.body, f.copy): f.copy.sha256 for copy in copies for f in copy.files if f.copy}
    for path, sha256 in named.items():
        file = folder.content / folder.relative / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            source = folder.source(path)
            source.report(
                Place(source.file),
                N_("This copy of an attachment is missing or has been changed. Publish the hearing again."),
            )
    bodies = {PurePath(path).parent.name for path in named}
    check_strays(folder, bodies, inside=FOLDER, level=Level.WARNING)
    for body in bodies:
        known = {PurePath(path).name for path in named if PurePath(path).parent.name == body}
        check_strays(folder, known, inside=f"{FOLDER}/{body}", level=Level.WARNING)
