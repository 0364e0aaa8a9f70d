"""What the mail of a receipt says that depends on how the answer came: through the form, or to the secretariat."""

from hearing_app.domain.submission import Content, Submission
from hearing_app.text import Words
from hearing_app.text.standing import outcome_call, standing_line


def behind(submission: Submission, words: Words) -> tuple[str, ...]:
    """Return how an answer came that the secretariat has registered, and who stands behind it.

    Those who answer without being invited are asked for no political treatment.
    """
    came, content = submission.how_it_came, submission.content
    line = f"{words.gettext('Who stands behind the answer?')} {standing_line(content.standing, words)}"
    return (*((f"{words.say(came)}.",) if came else ()), *(() if content.sender else (line,)))


def placed(submission: Submission, words: Words) -> tuple[str, ...]:
    """Return what the sender of a registered answer has to look at, for somebody else has filled in the form."""
    if submission.registration is None:
        return ()
    return (
        words.gettext(
            "The secretariat has registered the answer and placed its text on the parts of the hearing. Read it "
            "through below, and tell us if something is wrong. The documents are kept as they came."
        ),
    )


def what_follows(content: Content, words: Words) -> str:
    """Return the line before the answer itself."""
    _ = words.gettext
    return _("This is what was registered:") if content.registered else _("This is what you sent:")


def what_next(content: Content, words: Words) -> str:
    """Return what happens to the answer, and what is still to be told of a preliminary one."""
    _ = words.gettext
    public = _("The submission is a public case document. It is journalled and published after the deadline.")
    if content.registered:
        return public
    if content.sender is None:
        return "\n\n".join(filter(None, (public, outcome_call(content.standing, words))))
    return _(
        "The answer is a public case document and is journalled. The secretariat reads it before it is counted among "
        "the others and published after the deadline. If it is refused, you are told why."
    )
