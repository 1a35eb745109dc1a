"""The phone changes hands: whoever is next knows a day ahead and hears what is open. Nobody next: the manager knows."""

from datetime import timedelta

from chalicelib.usecases.act import promise
from chalicelib.usecases.duties import be_away, take_over
from chalicelib.usecases.rota_check import check_rotas
from tests.stories import x
from tests.stories.world import AMSTERDAM, EXAMPLE, World, local


def told(world: World) -> list[tuple[str, str]]:
    """(local day and time, person) of every notice so far."""
    return [(f"{notice.at.astimezone(AMSTERDAM):%a %d %H:%M}", notice.to) for notice in world.notices]


def test_monday_nine_o_clock() -> None:
    world = World("2026-11-20 23:50")
    angry = x.mention("merel_utrecht88", "wanneer krijg ik mijn geld terug??", world.now)
    world.post(x.posts(angry))
    world.at("2026-11-20 23:58")
    world.post(x.posts(x.reply(angry, "Maandag is het opgelost!", world.now)))
    (ref,) = {str(item["conversation"]) for item in world.table.rows("HEAD")}
    promise(ref, "sanne", "chris", local("2026-11-23 12:00"), "oplossing nota", world.context(), world.now)
    world.at("2026-11-20 23:59")
    promise(ref, "sanne", "chris", local("2026-11-24 12:00"), "terugbellen", world.context(), world.now)

    world.at("2026-11-22 09:01")
    assert told(world) == [("Sun 22 09:00", "bram")], "a day ahead, also on a Sunday"
    assert "van ma 23-11 09:00 tot ma 30-11 09:00" in world.notices[-1].text

    world.at("2026-11-23 08:40")
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-23 08:59:59")
    assert len(world.notices) == 1
    world.at("2026-11-23 09:01")
    assert told(world)[1:] == [("Mon 23 09:00", "bram")]
    assert world.notices[-1].text.startswith(
        "Waakhond: jij hebt dienst tot ma 30-11 09:00. Open: 1 gesprek, 2 beloften (eerste ma 12:00)."
    )
    world.at("2026-11-24 12:00")
    assert len(world.notices) == 2, "and that was all"


def test_a_handoff_at_six_in_the_morning_lets_the_next_person_sleep_the_day_before() -> None:
    world = World("2026-11-21 12:00", EXAMPLE.read_text("utf-8").replace('handoff = "09:00"', 'handoff = "06:00"', 1))
    world.at("2026-11-23 12:00")
    assert told(world) == [("Sun 22 07:00", "bram"), ("Mon 23 06:00", "bram")]


def test_a_swap_for_an_evening() -> None:
    world = World("2026-11-24 12:00")
    take_over(
        world.context().duties,
        world.organisation,
        rota="webcare",
        person="sanne",
        start=local("2026-11-25 18:00"),
        end=local("2026-11-25 23:00"),
        by="bram",
        now=world.now,
        reason="verjaardag",
    )
    world.at("2026-11-26 12:00")
    assert told(world) == [
        ("Tue 24 18:00", "sanne"),
        ("Tue 24 23:00", "bram"),  # about when he is back: on shift until the swap, so he is awake
        ("Wed 25 18:00", "sanne"),
        ("Wed 25 23:00", "bram"),
    ]


def test_new_year_with_nobody_on_duty() -> None:
    world = World("2026-12-30 20:00")
    new_year = local("2027-01-01 00:00")
    sanne = be_away(
        world.context().duties,
        world.organisation,
        person="sanne",
        start=new_year,
        end=new_year + timedelta(days=1),
        by="sanne",
        now=world.now,
    )
    webcare, management = check_rotas(world.context().roster, world.now, world.now + timedelta(days=14))
    assert [(gap.since, gap.until, gap.why.whose) for gap in webcare.gaps] == [(sanne.start, sanne.end, "sanne")]
    assert management.sound

    world.at("2027-01-01 00:01")
    assert told(world) == [("Thu 31 00:00", "mirjam"), ("Fri 01 00:00", "sanne")]
    assert world.notices[0].text.startswith(
        "Waakhond: NIEMAND HEEFT DIENST (webcare) van vr 1-1 00:00 tot za 2-1 00:00. Regel nu iemand."
    )


def test_a_day_with_nobody_that_somebody_fills_in_time_is_told_no_more() -> None:
    world = World("2026-12-30 10:00")
    new_year = local("2027-01-01 00:00")
    context = world.context()
    be_away(
        context.duties,
        world.organisation,
        person="sanne",
        start=new_year,
        end=new_year + timedelta(days=1),
        by="sanne",
        now=world.now,
    )
    world.at("2026-12-30 20:00")
    take_over(
        context.duties,
        world.organisation,
        rota="webcare",
        person="bram",
        start=new_year,
        end=new_year + timedelta(days=1),
        by="mirjam",
        now=world.now,
    )
    world.at("2027-01-01 00:01")
    assert "mirjam" not in {person for _, person in told(world)}
    assert ("Fri 01 00:00", "bram") in told(world)
