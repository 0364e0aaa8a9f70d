"""The parts of a hearing's page, in the order a reader wants them."""

from dataclasses import dataclass, replace

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import DecisionStage


@dataclass(frozen=True)
class Part:
    """A part of a hearing's page. Its id begins with `_`, which no lasting id of a draft's section can."""

    id: str
    template: str
    heading: Message


BRIEF = Part("_kort", "brief", N_("In brief"))
DECISION = Part("_vedtak", "decision", N_("Decision"))
PROPOSED = Part("_forslag", "proposal", N_("Proposed decision"))
ADOPTIONS = Part("_tilslutning", "adoptions", N_("Adoptions"))
SUMMARY = Part("_oppsummering", "summary", N_("Summary of the answers"))
OWN_WORDS = Part("_sekretariatet", "words", N_("In the secretariat's words"))
ANSWERS = Part("_svar", "answers", N_("Answers"))
HOW = Part("_slik-svarer-du", "how", N_("How to answer"))
LETTER = Part("_brev", "letter", N_("Hearing letter"))
MEMO = Part("_notat", "memo", N_("Hearing memo"))
DRAFT = Part("_utkast", "draft", N_("Hearing draft"))
ASKED = Part("_sporsmal", "questions", N_("Questions"))
INVITED = Part("_instanser", "invited", N_("Invited bodies"))
COURSE = Part("_saksgang", "course", N_("The course of the case"))


def decision_part(stage: DecisionStage) -> Part:
    """Return the part with the decision, which says so where it is only a part of what is to be decided."""
    return replace(DECISION, heading=N_("Partial decision")) if stage is DecisionStage.PARTIAL else DECISION


def documents(hearing: Hearing) -> tuple[Part, ...]:
    """Return the parts with what is heard, after the letter: the memo, the draft, what can be chosen, what is asked."""
    memo = (MEMO,) if hearing.memo else ()
    draft = (*memo, DRAFT) if hearing.draft.sections or hearing.draft.preamble else memo
    if not hearing.alternatives:
        return (*draft, *((ASKED,) if hearing.questions else ()))
    heading = N_("Alternatives and questions") if hearing.questions else N_("Alternatives to choose between")
    return (*draft, replace(ASKED, heading=heading))


def letter(hearing: Hearing) -> Part:
    """Return the part with the letter."""
    return replace(LETTER, heading=N_("Letter")) if hearing.is_survey else LETTER
