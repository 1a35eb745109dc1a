"""Two customers in one night, a manager in bed with a telephone and no wish to open a link."""

from tests.stories import x
from tests.stories.world import EXAMPLE, World

TWO_WAY = (
    EXAMPLE.read_text("utf-8")
    .replace('sender_id = "Waakhond"', 'number = "+31600000000"')
    .replace("two_way = false", "two_way = true")
)


def test_ok_ok_a_and_pass() -> None:
    world = World("2026-11-20 22:58", TWO_WAY)
    world.at("2026-11-20 23:00")
    merel = x.mention("merel_utrecht88", "al 3x gebeld en steeds opgehangen, wanneer??", world.now)
    world.post(x.posts(merel))

    world.at("2026-11-20 23:46")
    assert world.pages() == [("23:45:00", "sanne")]
    assert "OK = ik pak dit" in world.sent[0].text
    world.text("sanne", "ok")
    assert world.notices[-1].text.startswith("Waakhond: @merel_utrecht88 (X) is van jou, nog 14 min.")
    assert world.notices[-1].to == "sanne"
    world.at("2026-11-20 23:58")
    assert (world.pages(), world.pages("email")) == ([], []), "taken: no mail after three minutes, nothing at 23:55"

    world.post(x.posts(x.reply(merel, "Wat vervelend Merel, ik zoek het uit. ^Sanne", world.now)))
    for customer, minute in (("jan_uit_ede", 0), ("kees_k", 14)):
        world.at(f"2026-11-21 01:{minute:02}")
        world.post(x.posts(x.mention(customer, "pinnen lukt niet, wat nu??", world.now)))
    world.at("2026-11-21 01:59:30")
    assert [who for _, who in world.pages()] == ["sanne", "sanne", "sanne"]

    world.text("sanne", "OK")
    assert world.notices[-1].text.startswith(
        "Waakhond: welke? 2 meldingen open: sms OK A (@jan_uit_ede), OK B (@kees_k) of OK ALLES. Niets opgepakt."
    )
    world.text("sanne", "OK B")
    assert "@kees_k (X) is van jou" in world.notices[-1].text
    world.text("sanne", "DOOR A")
    assert "@jan_uit_ede (X) is doorgegeven aan Mirjam, die nu een melding krijgt." in world.notices[-1].text
    assert world.pages() == [("01:59:30", "mirjam")]

    world.at("2026-11-21 02:00:30")
    world.text("mirjam", "ja")
    assert "@jan_uit_ede (X) is van jou" in world.notices[-1].text
    assert world.notices[-1].to == "mirjam"


def test_whoever_sends_a_text_under_sannes_number_can_at_worst_take_or_pass_on_and_sanne_hears_of_it() -> None:
    world = World("2026-11-20 22:58", TWO_WAY)
    world.at("2026-11-20 23:00")
    world.post(x.posts(x.mention("merel_utrecht88", "wanneer krijg ik mijn geld terug??", world.now)))
    world.at("2026-11-20 23:46")
    for words in ("dismiss", "beantwoord", "snooze 8h", "geen antwoord nodig", "UNDO"):
        world.text("sanne", words)
    (clock,) = world.clocks("x:merk:public")
    assert clock.ended_at is None
    assert {head.acknowledged_by for head in world.context().due.heads()} == {None}
    world.text("sanne", "OK")
    world.at("2026-11-21 00:02")
    assert [who for _, who in world.pages()] == ["sanne", "sanne", "mirjam"], "23:45, 00:00 and the manager at 00:01"
    assert [notice.to for notice in world.notices] == ["sanne", "sanne"], "the words once, and what was taken"
    assert [fields["outcome"] for event, fields in world.journal.events if event == "reply_read"] == [
        *["unclear"] * 5,
        "take",
    ]
