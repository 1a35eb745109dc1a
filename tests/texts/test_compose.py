"""Which words a page gets, by what is known when it is composed."""

from dataclasses import replace

import pytest

from chalicelib.domain.pages import PageItem, PageView
from chalicelib.texts.compose import compose
from tests.texts.building import DIRECT, LINK, MENTION, PROMISE, VIEW, at, told

MINE = replace(MENTION, customer_name="@merel", excerpt="al 3x gebeld")
TOLD = told("Bram", "20 23:45", "20 23:55")
TAKEN = replace(MINE, taken_by="Bram", taken_at=at("20 23:47"))
DM = replace(DIRECT, customer_name="@merel")
DM_BREACH = replace(DM, idle_working_days="2", told=told("Bram", "18 16:05", "19 10:50"))
KEEP = replace(PROMISE, customer_name="@merel", promised_by="Chris")


def page(now: str, *items: PageItem) -> PageView:
    return replace(VIEW, composed_at=at(now), items=items)


@pytest.mark.parametrize(
    ("view", "nl", "en"),
    [
        pytest.param(
            page("20 23:45", MINE),
            "Waakhond: nog 15 min. @merel op X wacht 45 min: 'al 3x gebeld' OK = ik pak dit",
            "Waakhond: 15 min left. @merel on X waiting 45 min: 'al 3x gebeld' OK = mine",
            id="a mention, in time",
        ),
        pytest.param(
            page("20 23:51:20", MINE),
            "Waakhond: nog 9 min. @merel op X wacht 51 min: 'al 3x gebeld' OK = ik pak dit",
            "Waakhond: 9 min left. @merel on X waiting 51 min: 'al 3x gebeld' OK = mine",
            id="the minutes are those of composing, not those of the step",
        ),
        pytest.param(
            page("20 23:45", replace(MINE, excerpt=None)),
            "Waakhond: nog 15 min. @merel op X wacht 45 min. OK = ik pak dit",
            "Waakhond: 15 min left. @merel on X waiting 45 min. OK = mine",
            id="a mention whose text is not kept",
        ),
        pytest.param(
            replace(page("20 23:45", MINE, MINE, MINE), ahead=2),
            "Waakhond: nog 15 min. @merel op X wacht 45 min, en nog 2 tot over 10 min. OK = ik pak alle 3",
            "Waakhond: 15 min left. @merel on X waiting 45 min, 2 more within 10 min. OK = all 3 mine",
            id="a mention that carries those of the next ten minutes",
        ),
        pytest.param(
            replace(page("20 23:45", MINE, MINE, MINE), ahead=1),
            "Waakhond: nog 15 min. @merel op X wacht 45 min en nog 2. OK = ik pak alle 3",
            "Waakhond: 15 min left. @merel on X waiting 45 min and 2 more. OK = all 3 mine",
            id="a mention that carries one held back before",
        ),
        pytest.param(
            page("20 23:55", replace(MINE, nth=2)),
            "Waakhond: nog 5 MIN, 2e melding. @merel op X: nog niet opgepakt. OK = ik pak dit",
            "Waakhond: 5 MIN left, 2nd page. @merel on X: nobody has it yet. OK = mine",
            id="the second page about it",
        ),
        pytest.param(
            page("20 23:55", replace(TAKEN, nth=2)),
            "Waakhond: nog 5 MIN. @merel op X. Bram pakte op om 23:47, geen antwoord. OK = ik pak dit",
            "Waakhond: 5 MIN left. @merel on X. Bram took it at 23:47, no answer yet. OK = mine",
            id="somebody took it and went off duty",
        ),
        pytest.param(
            page("20 23:59:59", MINE),
            "Waakhond: nog 1 min. @merel op X wacht 59 min: 'al 3x gebeld' OK = ik pak dit",
            "Waakhond: 1 min left. @merel on X waiting 59 min: 'al 3x gebeld' OK = mine",
            id="a second before the limit",
        ),
        pytest.param(
            page("21 00:00", replace(MINE, nth=3)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X: nog geen antwoord. OK = ik pak dit",
            "Waakhond: 1 HOUR PASSED. @merel on X: no answer yet. OK = mine",
            id="on the limit",
        ),
        pytest.param(
            page("21 00:31", replace(MINE, nth=4)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X: na 1u31 nog geen antwoord. OK = ik pak dit",
            "Waakhond: 1 HOUR PASSED. @merel on X: after 1h31 no answer yet. OK = mine",
            id="a repeat tells how long it is really",
        ),
        pytest.param(
            page("21 00:00", *[MINE] * 50),
            "Waakhond: 1 UUR VOORBIJ. @merel op X en nog 49: nog geen antwoord. OK = ik pak alle 50",
            "Waakhond: 1 HOUR PASSED. @merel on X and 49 more: no answer yet. OK = all 50 mine",
            id="fifty on the limit together",
        ),
        pytest.param(
            page("21 00:02", replace(TAKEN, taken_by="Sanne", nth=4)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X. Jij pakte op om 23:47, geen antwoord. OK = ik pak dit",
            "Waakhond: 1 HOUR PASSED. @merel on X. You took it at 23:47, no answer. OK = mine",
            id="the reader took it and forgot",
        ),
        pytest.param(
            page("21 00:01", replace(MINE, for_manager=True, told=TOLD)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X. Gemeld Bram 23:45 + 23:55, niet opgepakt. OK = ik neem over",
            "Waakhond: 1 HOUR PASSED. @merel on X. Paged Bram 23:45 + 23:55, not taken. OK = I take over",
            id="the manager, when nobody took it",
        ),
        pytest.param(
            page("21 00:01", replace(MINE, for_manager=True, told=(*TOLD, *told("Bram", "21 00:00")))),
            "Waakhond: 1 UUR VOORBIJ. @merel op X. Gemeld Bram 3x vanaf 23:45, niet opgepakt. OK = ik neem over",
            "Waakhond: 1 HOUR PASSED. @merel on X. Paged Bram 3x from 23:45, not taken. OK = I take over",
            id="the manager, after three pages",
        ),
        pytest.param(
            page("21 00:01", replace(MINE, for_manager=True, told=(*TOLD, *told("Chris", "20 23:56")))),
            "Waakhond: 1 UUR VOORBIJ. @merel op X. Gemeld Bram +1 vanaf 23:45, niet opgepakt. OK = ik neem over",
            "Waakhond: 1 HOUR PASSED. @merel on X. Paged Bram +1 from 23:45, not taken. OK = I take over",
            id="the manager, when two were paged",
        ),
        pytest.param(
            page("21 00:01", replace(MINE, for_manager=True)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X: na 1u01 nog geen antwoord. OK = ik neem over",
            "Waakhond: 1 HOUR PASSED. @merel on X: after 1h01 no answer yet. OK = I take over",
            id="the manager, when nobody was paged",
        ),
        pytest.param(
            page("21 00:01", replace(TAKEN, for_manager=True, told=TOLD)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X. Bram pakte op om 23:47, nog geen antwoord. Even bellen?",
            "Waakhond: 1 HOUR PASSED. @merel on X. Bram took it at 23:47, no answer yet. Give a call?",
            id="the manager, when somebody took it",
        ),
        pytest.param(
            page("18 16:05", DM),
            "Waakhond: DM-opvolging @merel (X) ligt 1,5 werkdag stil. Grens: do 19-11 11:50. OK = ik pak dit",
            "Waakhond: DM follow-up @merel (X) idle for 1.5 working days. Limit: Thu 19-11 11:50. OK = mine",
            id="a direct message, in time",
        ),
        pytest.param(
            page("19 10:50", replace(DM, idle_working_days=None)),
            "Waakhond: DM-opvolging @merel (X) stil sinds di 17-11 11:50. Grens: do 19-11 11:50. OK = ik pak dit",
            "Waakhond: DM follow-up @merel (X) idle since Tue 17-11 11:50. Limit: Thu 19-11 11:50. OK = mine",
            id="a direct message, by a step that counts back from the limit",
        ),
        pytest.param(
            page("19 10:50", replace(DM, taken_by="Bram", taken_at=at("18 16:07"))),
            "Waakhond: DM @merel (X): Bram pakte op wo 16:07, nog stil. Grens: do 19-11 11:50. OK = ik pak dit",
            "Waakhond: DM @merel (X): Bram took it Wed 16:07, still idle. Limit: Thu 19-11 11:50. OK = mine",
            id="a direct message that somebody took",
        ),
        pytest.param(
            page("19 11:50", DM_BREACH),
            "Waakhond: DM-opvolging @merel (X) ligt 2 WERKDAGEN stil. Gemeld: Bram wo 16:05. OK = ik pak dit",
            "Waakhond: DM follow-up @merel (X) idle for 2 WORKING DAYS. Paged: Bram Wed 16:05. OK = mine",
            id="a direct message on its limit",
        ),
        pytest.param(
            page("19 11:50", replace(DM_BREACH, idle_working_days=None, told=())),
            "Waakhond: DM-opvolging @merel (X) VOORBIJ DE GRENS do 19-11 11:50. OK = ik pak dit",
            "Waakhond: DM follow-up @merel (X) PAST ITS LIMIT Thu 19-11 11:50. OK = mine",
            id="a direct message whose limit is no number of working days",
        ),
        pytest.param(
            page("19 11:50", replace(DM_BREACH, taken_by="Bram", taken_at=at("18 16:07"))),
            "Waakhond: DM @merel (X) ligt 2 WERKDAGEN stil. Bram pakte op wo 16:07. OK = ik pak dit",
            "Waakhond: DM @merel (X) idle for 2 WORKING DAYS. Bram took it Wed 16:07. OK = mine",
            id="a direct message that was taken and not answered",
        ),
        pytest.param(
            page("19 11:50", replace(DM_BREACH, for_manager=True, taken_by="Bram", taken_at=at("18 16:07"))),
            "Waakhond: DM @merel (X) ligt 2 WERKDAGEN stil. Bram pakte op wo 16:07. Even bellen?",
            "Waakhond: DM @merel (X) idle for 2 WORKING DAYS. Bram took it Wed 16:07. Give a call?",
            id="the same, to the manager",
        ),
        pytest.param(
            page("23 11:00", KEEP),
            "Waakhond: nog 1 UUR, tot ma 12:00: Chris beloofde @merel (X) 'oplossing nota'. OK = ik pak dit",
            "Waakhond: 1 HOUR left, until Mon 12:00: Chris promised @merel (X) 'oplossing nota'. OK = mine",
            id="a promise, an hour before",
        ),
        pytest.param(
            page("23 09:00", replace(KEEP, promise=None, promised_by=None)),
            "Waakhond: nog 3 UUR, tot ma 12:00: belofte aan @merel (X). OK = ik pak dit",
            "Waakhond: 3 HOURS left, until Mon 12:00: promise to @merel (X). OK = mine",
            id="a promise of nobody in particular",
        ),
        pytest.param(
            page("23 09:00", replace(KEEP, promised_by="Sanne")),
            "Waakhond: nog 3 UUR, tot ma 12:00: jij beloofde @merel (X) 'oplossing nota'. OK = ik pak dit",
            "Waakhond: 3 HOURS left, until Mon 12:00: you promised @merel (X) 'oplossing nota'. OK = mine",
            id="the reader's own promise",
        ),
        pytest.param(
            page("23 12:00", KEEP),
            "Waakhond: BELOFTE VERLOPEN ma 12:00, @merel (X): 'oplossing nota'. Antwoord of noem een nieuwe tijd.",
            "Waakhond: PROMISE BROKEN Mon 12:00, @merel (X): 'oplossing nota'. Reply or name a new time.",
            id="a promise broken",
        ),
        pytest.param(
            replace(page("20 23:45", replace(MINE, for_manager=True)), nobody_on_duty="webcare"),
            "Waakhond: NIEMAND HEEFT DIENST (webcare). @merel op X wacht 45 min. Nu bij jou. OK = ik neem over",
            "Waakhond: NOBODY ON DUTY (webcare). @merel on X waiting 45 min. Now with you. OK = I take over",
            id="nobody on duty",
        ),
        pytest.param(
            replace(page("23 09:00", KEEP), nobody_on_duty="webcare"),
            "Waakhond: NIEMAND HEEFT DIENST (webcare). Belofte @merel (X) tot ma 12:00. Nu bij jou. OK = ik pak dit",
            "Waakhond: NOBODY ON DUTY (webcare). Promise @merel (X) until Mon 12:00. Now with you. OK = mine",
            id="nobody on duty for a promise",
        ),
        pytest.param(
            page("21 00:30", *[replace(MINE, arrived_late=True)] * 12),
            "Waakhond: KWAM TE LAAT BINNEN via X: 12 berichten, oudste wacht 1u30 (@merel). OK = ik pak alle 12",
            "Waakhond: ARRIVED LATE from X: 12 messages, oldest waits 1h30 (@merel). OK = all 12 mine",
            id="twelve that came in too late",
        ),
        pytest.param(
            page("21 00:59", replace(MINE, arrived_late=True, nth=2)),
            "Waakhond: 1 UUR VOORBIJ. @merel op X: na 1u59 nog geen antwoord. OK = ik pak dit",
            "Waakhond: 1 HOUR PASSED. @merel on X: after 1h59 no answer yet. OK = mine",
            id="how it came in is told once",
        ),
        pytest.param(
            page("21 00:30", replace(MINE, arrived_late=True), MINE, MINE),
            "Waakhond: KWAM TE LAAT BINNEN via X: 1 bericht, oudste wacht 1u30 (@merel) en nog 2. OK = ik pak alle 3",
            "Waakhond: ARRIVED LATE from X: 1 message, oldest waits 1h30 (@merel) and 2 more. OK = all 3 mine",
            id="one that came in too late and two that did not",
        ),
        pytest.param(
            page("20 23:45", replace(MINE, customer_name="", platform="forum-van-ons")),
            "Waakhond: nog 15 min. een klant op forum-v.. wacht 45 min: 'al 3x gebeld' OK = ik pak dit",
            "Waakhond: 15 min left. a customer on forum-v.. waiting 45 min: 'al 3x gebeld' OK = mine",
            id="a customer without a name on a platform we have no spelling for",
        ),
    ],
)
def test_the_words(view: PageView, nl: str, en: str) -> None:
    assert compose(view).text == f"{nl} {LINK}"
    assert compose(replace(view, language="en")).text == f"{en} {LINK}"


def test_how_to_reply_stands_only_where_a_reply_arrives() -> None:
    text = compose(replace(page("20 23:45", MINE), can_reply=False)).text
    assert text == f"Waakhond: nog 15 min. @merel op X wacht 45 min: 'al 3x gebeld' {LINK}"
