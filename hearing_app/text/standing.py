"""Who stands behind an answer, and what is still to be told of one that was sent before they had met."""

from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.vocabulary import Standing
from hearing_app.text.words import Words


def standing_line(standing: PoliticalStanding, words: Words) -> str:
    """Return who stood behind an answer when it was sent, like «Kommunestyret, 13. mai 2026, sak 12/26».

    Pages say it in the same words (theme/templates/parts/submission.html) and tell as well what became of it; a
    receipt is kept, and what has not happened yet may have by the time it is read.
    """
    _, level = words.gettext, words.term(standing.level)
    case = _("case {number}", number=standing.case_number) if standing.case_number else ""
    if standing.level is Standing.PRELIMINARY and standing.organ and standing.day:
        awaited = _("Preliminary, to be confirmed by {organ} {day}", organ=standing.organ, day=standing.day)
        return ", ".join(filter(None, (awaited, case)))
    organ = "" if standing.organ == level else standing.organ
    day = words.date(standing.day) if standing.day else ""
    return ", ".join(filter(None, (level, organ, day, case)))


def outcome_call(standing: PoliticalStanding, words: Words) -> str:
    """Return how and by when whoever sent a preliminary answer tells what became of it; nothing of any other answer."""
    _ = words.gettext
    if standing.level is not Standing.PRELIMINARY:
        return ""
    if not (standing.organ and standing.day):
        return _(
            "The answer is preliminary. Tell the outcome by the same personal link as soon as the meeting has been "
            "held. That can be done after the deadline as well."
        )
    return _(
        "The answer is preliminary, and is to be dealt with by {organ}, {day}. Tell the outcome by the same personal "
        "link, by that day or as soon as the meeting has been held. That can be done after the deadline as well.",
        organ=standing.organ,
        day=standing.day,
    )
