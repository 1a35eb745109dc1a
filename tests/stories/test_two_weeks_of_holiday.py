"""Two weeks of holiday: an override on the record, public holidays in a DM clock, and a day with nobody on duty."""

from datetime import timedelta

from chalicelib.domain.duty import gaps
from chalicelib.usecases.duties import be_away, take_over
from tests.stories import x
from tests.stories.world import World, local


def test_two_weeks_of_holiday() -> None:
    world = World("2026-12-18 10:00")
    duties = world.context().duties
    take_over(
        duties,
        world.organisation,
        rota="webcare",
        person="sanne",
        start=local("2026-12-21 00:00"),
        end=local("2027-01-04 00:00"),
        by="sanne",
        now=world.now,
        reason="Bram op vakantie",
        instead_of="bram",
    )
    (entry,) = duties.entries()
    assert entry.override is not None
    assert (entry.override.by, entry.override.made_at) == ("sanne", local("2026-12-18 10:00")), "the audit trail"

    world.at("2026-12-24 14:00")
    world.post(x.dm("opa_henk", "mijn pakket is zoek, kunt u helpen", world.now))
    world.at("2026-12-25 03:10")
    mention = x.mention("nachtuil_", "app ligt er alweer uit, en dat met kerst 🎄🤬 #fail", world.now)
    world.post(x.posts(mention))
    world.at("2026-12-25 03:56")
    assert world.pages() == [("03:55:00", "sanne")], "Sanne, not Bram"
    world.at("2026-12-25 03:58")
    world.post(x.posts(x.reply(mention, "We kijken ernaar!", world.now)))

    world.at("2026-12-29 09:44")
    assert world.pages() == []
    world.at("2026-12-29 14:01")
    assert world.pages() == [
        ("09:45:00", "sanne"),
        ("13:00:00", "sanne"),
        ("14:00:00", "sanne"),
        ("14:00:00", "mirjam"),
    ]


def test_a_day_with_nobody_on_duty_is_told_beforehand_and_pages_the_manager() -> None:
    world = World("2026-12-18 10:00")
    new_year = local("2027-01-01 00:00")
    be_away(
        world.context().duties,
        world.organisation,
        person="sanne",
        start=new_year,
        end=new_year + timedelta(days=1),
        by="sanne",
        now=world.now,
    )
    roster = world.context().roster
    ahead = gaps(
        world.organisation.rotas["webcare"],
        local("2026-12-28 09:00"),
        local("2027-01-04 09:00"),
        roster.overrides,
        roster.absences,
    )
    assert [(gap.since, gap.until) for gap in ahead] == [(new_year, new_year + timedelta(days=1))]

    world.at("2027-01-01 11:00")
    world.post(x.posts(x.mention("vroege_vogel", "is er iemand?? saldo klopt niet", world.now)))
    world.at("2027-01-01 11:46")
    assert world.pages() == [("11:45:00", "mirjam")]
    assert "NIEMAND HEEFT DIENST" in world.sent[-1].text
