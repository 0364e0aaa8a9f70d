"""Six phrases that a secretariat without any is offered. They are the council's own as soon as they are taken in."""

from hearing_app.domain.phrase import Phrase
from hearing_app.domain.vocabulary import Conclusion

STARTERS = (
    Phrase(
        "Tas til følge",
        "Sekretariatet er enig med {instans}. Forslaget blir innarbeidet i «{del}».",
        "Sekretariatet er samd med {instans}. Framlegget blir arbeidd inn i «{del}».",
        Conclusion.ACCEPTED,
    ),
    Phrase(
        "Tas delvis til følge",
        "Sekretariatet er enig i hensikten, men foreslår en annen løsning enn {instans}: ",
        "Sekretariatet er samd i føremålet, men gjer framlegg om ei anna løysing enn {instans}: ",
        Conclusion.PARTLY_ACCEPTED,
    ),
    Phrase(
        "Allerede ivaretatt",
        "Hensynet som {instans} peker på, er allerede ivaretatt i «{del}». Teksten blir gjort tydeligere.",
        "Omsynet som {instans} peikar på, er alt teke vare på i «{del}». Teksten blir gjord tydelegare.",
        Conclusion.PARTLY_ACCEPTED,
    ),
    Phrase(
        "Utenfor høringen",
        "Innspillet gjelder et forhold som ikke er en del av denne høringen. "
        "Sekretariatet tar det med seg til rette sammenheng.",
        "Innspelet gjeld eit tilhøve som ikkje er ein del av denne høyringa. "
        "Sekretariatet tek det med seg til rett samanheng.",
        Conclusion.NOTED,
    ),
    Phrase(
        "Avgjøres i kommunene",
        "Spørsmålet avgjøres av den enkelte kommunen. Sekretariatet ser ikke grunnlag for å endre «{del}».",
        "Spørsmålet blir avgjort av den einskilde kommunen. Sekretariatet ser ikkje grunnlag for å endre «{del}».",
        Conclusion.NOT_ACCEPTED,
    ),
    Phrase(
        "Støtte til forslaget",
        "Sekretariatet merker seg at {instans} støtter «{del}».",
        "Sekretariatet merkar seg at {instans} støttar «{del}».",
        Conclusion.NOTED,
    ),
)
