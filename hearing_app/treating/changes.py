"""What changed because of the answers: where points are followed in the new draft, and what explains the rest."""

from collections.abc import Iterator
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.followed import TO_BE_FOLLOWED, Changes, HeardAgain, after_hearing, changes_of
from hearing_app.domain.lineage import known_editions
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.versions import Extent, SectionChange, Version, compare
from hearing_app.storage import Database, audit, publications, submissions
from hearing_app.storage import changes as stored
from hearing_app.storage.database import writing
from hearing_app.treating.assess import points_that_count


class NoNewDraft(LookupError):
    """There is no draft after the hearing yet; begin one."""


class NotFollowed(ValueError):
    """Only a point that is taken into account, wholly or in part, is followed, and only in a section that is there."""


def changes(db: Database, matter: Matter) -> Changes:
    """Return how the points and the changes of the new draft fit together; nothing where no draft is heard."""
    if not has_draft(matter):
        return changes_of(None, (), (), (), ())
    version = after_hearing(matter.versions)
    sections: tuple[SectionChange, ...] = ()
    if version is not None:
        made = known_editions(tuple(v.draft for v in matter.versions))
        heard = next(at for at, v in enumerate(matter.versions) if v.heard)
        sections = compare(made[heard], made[matter.versions.index(version)])
    hearing_id = matter.hearing.id
    return changes_of(
        version,
        sections,
        (point for point in points_that_count(db, hearing_id) if point.conclusion in TO_BE_FOLLOWED),
        stored.followed(db, hearing_id),
        stored.explained(db, hearing_id, version.slug) if version else (),
    )


def findings(
    db: Database, matter: Matter, concluded: Concluded = EVERYTHING, released: frozenset[str] | None = None
) -> Iterator[tuple[bool, Message]]:
    """Yield what does not fit: whether it stops a publishing, and what it is.

    Before there is a new draft nothing stops: an assessment may be published before the text is changed. Where no
    draft is heard, as in most surveys, there is never a new one, and nothing to tell.

    Args:
        concluded: of which parts the conclusions are published; the others' points can still be waited for.
        released: references of the answers that are published, likewise; None for all.
    """
    if not has_draft(matter):
        return
    seen = changes(db, matter)
    if seen.version is None:
        if seen.to_follow:
            yield False, N_("Points that are to be followed, while there is no new draft yet: {n}.", n=seen.to_follow)
        return
    yield from misfits(db, matter, seen, concluded, released)
    if seen.version.extent is None:
        yield False, N_("Nobody has said whether the changes of the new draft are material.")
    if seen.version.working:
        yield False, N_("The new draft is not published: readers do not see it.")


def misfits(
    db: Database, matter: Matter, seen: Changes, concluded: Concluded, released: frozenset[str] | None
) -> Iterator[tuple[bool, Message]]:
    """Yield what does not fit between the points and the new draft that there is, as `findings` does."""
    yield from _loose(db, matter, seen.loose, concluded, released)
    if seen.unexplained:
        yield False, N_("Changed sections that no point explains: {n}.", n=len(seen.unexplained))
    if seen.version and seen.version.extent is Extent.MATERIAL and heard_again(db, matter) is None:
        yield False, N_("The changes are material: say whether a new hearing is needed.")


def _loose(
    db: Database, matter: Matter, loose: tuple[Point, ...], concluded: Concluded, released: frozenset[str] | None
) -> Iterator[tuple[bool, Message]]:
    """Yield how many points lack their section: of those whose conclusions go out, and of the others."""
    going = {point.root for point in loose if concluded.everything and released is None}
    if loose and not going:
        roots = {point.root for point in loose}
        said = (point for point in points_that_count(db, matter.hearing.id) if point.root in roots)
        going = {p.root for p in said if concluded.on(p.item) and (released is None or p.submission in released)}
    for stops in (True, False):
        number = sum((point.root in going) is stops for point in loose)
        if number:
            yield stops, N_("Points that are followed without a changed section in the new draft: {n}.", n=number)


def told_to_readers(db: Database, matter: Matter) -> Iterator[Point]:
    """Yield the points whose conclusions readers can see; of the others no log that is open may tell."""
    hearing_id = matter.hearing.id
    concluded, released = publications.concluded(db, hearing_id), submissions.released(db, hearing_id)
    for point in points_that_count(db, hearing_id):
        if point.submission in released and concluded.on(point.item):
            yield point


def has_draft(matter: Matter) -> bool:
    """Tell whether the hearing has a draft that can be changed; a survey may ask questions alone."""
    return bool(matter.hearing.draft.sections)


def follow(db: Database, matter: Matter, point: Point, section: str, *, actor: str, now: datetime) -> None:
    """Note in which section of the new draft a point is followed.

    Args:
        point: one of those that count; of points that are joined, the one that holds their assessment is noted.
        section: the id of a section of the new draft, or of one of the old that was taken out because of the point.
        actor: the user who says so.

    Raises:
        NoNewDraft: there is none.
        NotFollowed: neither draft has such a section.
    """
    version = new_version(matter)
    known = {one.id for one in version.draft.sections} | {one.id for one in matter.hearing.draft.sections}
    if section not in known:
        raise NotFollowed(section)
    with writing(db):
        if stored.follow(db, point.root, section, actor=actor, now=now):
            subject = f"{point.submission} {point.id} {section}"
            audit.log(db, now=now, actor=actor, action="followed", hearing=matter.hearing.id, subject=subject)


def unfollow(db: Database, matter: Matter, point: Point, section: str, *, actor: str, now: datetime) -> None:
    """Take back that a point is followed in a section."""
    with writing(db):
        if stored.unfollow(db, point.id, section):
            subject = f"{point.submission} {point.id} {section}"
            audit.log(db, now=now, actor=actor, action="not followed", hearing=matter.hearing.id, subject=subject)


def follow_in_own_section(db: Database, matter: Matter, *, actor: str, now: datetime) -> int:
    """Note of every loose point that it is followed in the section that it is about, where that has changed."""
    seen = changes(db, matter)
    changed = {change.id for change in seen.sections if change.fate != "same"}
    own = [point for point in seen.loose if point.item in changed]
    with writing(db):
        for point in own:
            follow(db, matter, point, point.item, actor=actor, now=now)
    return len(own)


def explain(db: Database, matter: Matter, section: str, reason: str, *, actor: str, now: datetime) -> None:
    """Say why a section was changed although no point asked for it; an empty reason takes it back.

    Raises:
        NoNewDraft: there is none.
    """
    hearing, version = matter.hearing, new_version(matter)
    with writing(db):
        stored.explain(db, hearing.id, version.slug, section, reason=reason.strip(), actor=actor, now=now)
        audit.log(db, now=now, actor=actor, action="change explained", hearing=hearing.id, subject=section)


def heard_again(db: Database, matter: Matter) -> HeardAgain | None:
    """Return the answer that counts to whether a new hearing is needed, None where nobody has given one."""
    version = after_hearing(matter.versions)
    answers = stored.heard_again(db, matter.hearing.id, version.slug) if version else ()
    return answers[-1] if answers else None


def answer_heard_again(db: Database, matter: Matter, *, needed: bool, reason: str, actor: str, now: datetime) -> None:
    """Record whether a new hearing is needed, and why.

    Raises:
        NoNewDraft: there is none.
    """
    hearing, version = matter.hearing, new_version(matter)
    with writing(db):
        stored.answer_heard_again(db, hearing.id, HeardAgain(version.slug, needed, reason.strip(), actor, now))
        subject = f"{version.slug} {'needed' if needed else 'not needed'}"
        audit.log(db, now=now, actor=actor, action="new hearing considered", hearing=hearing.id, subject=subject)


def new_version(matter: Matter) -> Version:
    """Return the draft that was made after the hearing.

    Raises:
        NoNewDraft: there is none.
    """
    version = after_hearing(matter.versions)
    if version is None:
        raise NoNewDraft
    return version
