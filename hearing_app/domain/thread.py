"""Related hearings as one thread: a hearing, its renewed hearing, the evaluation years later."""

from collections.abc import Iterable, Mapping
from datetime import date

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter


def thread(matters: Iterable[Matter], hearing_id: str) -> tuple[Matter, ...]:
    """Return every matter that `hearing_id` hangs together with, itself too, in the order of time.

    One that nobody has published yet stands last. What follows a hearing that is not among `matters` begins a
    thread of its own, and a circle is gone through once.
    """
    by_id = {matter.hearing.id: matter for matter in matters}
    found: dict[str, Matter] = {}
    left = [hearing_id]
    while left:
        current = left.pop()
        if current in by_id and current not in found:
            found[current] = by_id[current]
            left += _neighbours(by_id, current)
    return tuple(sorted(found.values(), key=_time))


def earlier(matters: Iterable[Matter], hearing: Hearing) -> tuple[Matter, ...]:
    """Return those of the thread of `hearing` that it follows, step by step, the nearest first."""
    by_id = {matter.hearing.id: matter for matter in matters}
    found: dict[str, Matter] = {}
    follows = hearing.follows
    while follows and follows.hearing in by_id and follows.hearing not in {hearing.id, *found}:
        matter = found[follows.hearing] = by_id[follows.hearing]
        follows = matter.hearing.follows
    return tuple(found.values())


def circle(follows: Mapping[str, str], hearing_id: str) -> tuple[str, ...]:
    """Return the ids on the way from `hearing_id` back to itself, () where there is no such way.

    Args:
        follows: the id of the earlier hearing by the id of the later.
    """
    way = [hearing_id]
    while way[-1] in follows and follows[way[-1]] not in way:
        way.append(follows[way[-1]])
    return tuple(way) if follows.get(way[-1]) == hearing_id else ()


def _neighbours(by_id: Mapping[str, Matter], hearing_id: str) -> list[str]:
    follows = by_id[hearing_id].hearing.follows
    later = [m.hearing.id for m in by_id.values() if m.hearing.follows and m.hearing.follows.hearing == hearing_id]
    return [*([follows.hearing] if follows else []), *later]


def _time(matter: Matter) -> tuple[date, str]:
    return matter.hearing.published or date.max, matter.hearing.id
