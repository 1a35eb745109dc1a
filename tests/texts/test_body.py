"""The mail: every item, in full, in the reader's language and zone."""

from dataclasses import replace

from chalicelib.domain.pages import OutageTold
from chalicelib.texts.compose import compose
from tests.texts.building import DIRECT, FRIDAY, LINK, MENTION, PROMISE, VIEW, at, told

ITEMS = (
    replace(
        MENTION,
        customer_name="Zoë 李",
        excerpt="al 3x gebeld 😡 https://t.co/abc",
        told=(*told("Sanne", "20 23:45", "20 23:55"), *told("Bram", "20 23:57")),
    ),
    replace(DIRECT, excerpt="geheim", taken_by="Bram", taken_at=at("18 16:07")),
    replace(PROMISE, taken_by="Sanne", taken_at=at("20 23:59")),
)


def test_a_mail_in_dutch() -> None:
    view = replace(VIEW, composed_at=at("21 00:01"), items=ITEMS, nobody_on_duty="webcare")
    assert (
        compose(view).body
        == f"""\
Waakhond. Voor Sanne, za 21-11 00:01

Niemand heeft dienst (webcare), daarom bij jou.

1. 1 MIN TE LAAT: Zoë 李 (X, openbaar, @merk_webcare)
   Grens za 00:00. Wacht 1u01, sinds 23:00.
   "al 3x gebeld 😡 (link)"
   Gemeld: Sanne 23:45 + 23:55, Bram 23:57
   Nog door niemand opgepakt

2. 36U11 TE LAAT: @marieke_jansen1 (X, DM, @merk_webcare)
   Grens do 11:50. Ligt 1,5 werkdag stil, sinds di 11:50.
   Opgepakt door Bram wo 16:07

3. NOG 2 DAGEN: @marieke_jansen1 (X, openbaar, @merk_webcare)
   Grens ma 12:00. Wacht 1u01, sinds 23:00.
   "al 3x gebeld en steeds weer in de wacht gezet, het is echt te gek voor woorden dit"
   Belofte tot ma 12:00, 'oplossing nota', beloofd door Annemarie
   Opgepakt door jou 23:59

Alleen een antwoord stopt de klok. Oppakken of bekijken:
{LINK}
"""
    )


def test_a_mail_in_english() -> None:
    late = replace(MENTION, excerpt=None, arrived_late=True)
    view = replace(VIEW, language="en", composed_at=at("21 00:30"), items=(late,))
    assert (
        compose(view).body
        == f"""\
Waakhond. For Sanne, Sat 21-11 00:30

1. 30 MIN LATE: @marieke_jansen1 (X, public, @merk_webcare)
   Limit Sat 00:00. Waiting 1h30, since 23:00.
   Arrived late
   Nobody has it yet

Only an answer stops the clock. Take it or look at it:
{LINK}
"""
    )


def test_every_item_of_a_storm_is_listed() -> None:
    view = replace(VIEW, items=(MENTION,) * 200)
    assert compose(view).body.count(MENTION.customer_name) == 200


def test_a_known_outage_is_told_of_above_whoever_waits() -> None:
    told = OutageTold(words=("pinnen", "app"), waiting=2, more=False, past=0, oldest_at=FRIDAY, next_at=at("21 00:30"))
    blocks = compose(replace(VIEW, outage=told)).body.split("\n\n")
    assert blocks[1] == "Bekende storing: pinnen, app. Wie hierover wacht, staat samen op een melding per half uur."
