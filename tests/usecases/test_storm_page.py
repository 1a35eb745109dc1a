"""The one page of a storm: what it carries, what ends it, and what taking it means."""

from datetime import timedelta

from chalicelib.store.duties import Mute
from chalicelib.usecases.board import board
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.open_page import open_page
from chalicelib.web.render import render_done, render_page
from tests.stories import x
from tests.stories.world import EXAMPLE, World, local
from tests.usecases.crowding import all_answered, ask, nineteen, one_more, pages_of_storms


def test_an_account_muted_since_is_not_paged_about() -> None:
    world = World("2026-11-21 20:00")
    deliver, world.work.deliver = world.work.deliver, lambda text: None  # every worker dies
    nineteen(world)
    one_more(world)
    mute = Mute(
        id="m", platform="x", account=x.MERK[0], by="sanne", made_at=world.now, until=world.now + timedelta(hours=1)
    )
    world.context().duties.add_mute(mute)
    world.work.deliver = deliver
    world.at("2026-11-21 20:10")
    assert world.sent == []
    assert world.context().people.alerts("sanne") == ()


def test_nobody_sleeps_through_a_storm() -> None:
    settings = EXAMPLE.read_text("utf-8").replace('name = "Mirjam"', 'name = "Mirjam"\nquiet_hours = "22:00-07:00"', 1)
    world = World("2026-11-21 23:00", settings)
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 23:01")
    (page,) = pages_of_storms(world)
    world.acknowledge(page)
    (stored,) = (page for page in world.context().people.pages("sanne", local("2026-11-21 23:00")) if page.number == 0)
    world.at("2026-11-22 00:30")  # over by then, but everybody waits still
    hand_over(stored.alerts, "passed on", world.context(), world.now)
    world.at("2026-11-22 00:31")
    assert [page.to for page in pages_of_storms(world)] == ["sanne", "mirjam"]


def test_everybody_answered_before_it_went_out_means_no_page() -> None:
    world = World("2026-11-21 20:00")
    deliver, world.work.deliver = world.work.deliver, lambda text: None  # every worker dies
    posts = nineteen(world) + ask(world, "de_twintigste")
    all_answered(world, posts)
    world.at("2026-11-21 20:01")
    assert [alert.step for alert in world.context().people.alerts("sanne")] == ["storm"]
    world.work.deliver = deliver
    world.at("2026-11-21 20:10")
    assert world.sent == []
    assert world.context().people.alerts("sanne") == ()
    dropped = [fields for event, fields in world.journal.events if event == "alert_dropped"]
    assert [fields["reason"] for fields in dropped] == ["nothing waits there any more"]


def test_everybody_answered_before_the_next_method_means_no_mail() -> None:
    world = World("2026-11-21 20:00")
    posts = nineteen(world) + ask(world, "de_twintigste")
    world.at("2026-11-21 20:02")
    all_answered(world, posts)
    world.at("2026-11-21 20:10")
    assert [page.channel for page in world.sent] == ["sms", "pagerduty"]


def test_whom_no_method_reaches_hands_the_storm_over() -> None:
    world = World("2026-11-21 20:00")
    world.channels["sms"].broken.add("+31600000001")
    world.pager.broken.add("sanne")
    world.channels["email"].broken.add("sanne@example.com")
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:01")
    assert [(page.to, page.channel) for page in pages_of_storms(world)] == [("mirjam", "sms")]


def test_taking_it_takes_no_conversation() -> None:
    world = World("2026-11-21 20:00")
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:02")
    (page,) = pages_of_storms(world)
    world.acknowledge(page)
    told = board(world.context(), world.now)
    assert {each["acknowledged_by"] for each in told["open"]} == {None}
    (storm,) = told["storms"]
    assert (storm["brand"], storm["acknowledged_by"]) == ("merk", "sanne")
    assert storm["since"] == "2026-11-21T20:00:00+01:00"
    assert [each["state"] for each in told["pages"] if each["channel"] == "sms"] == ["acknowledged"]
    world.at("2026-11-21 20:45:01")
    assert [page.to for page in world.sent if page.at == local("2026-11-21 20:45")] != []
    world.at("2026-11-21 21:00:01")
    assert board(world.context(), world.now)["storms"] == []


def test_its_page_carries_nothing_else() -> None:
    world = World("2026-11-21 19:15")
    ask(world, "klant_eerder")
    world.at("2026-11-21 20:00")  # that one's first step is due at this instant, too
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:01")
    assert sorted("STORM" in page.text for page in world.sent if page.channel == "sms") == [False, True]
    opened = open_page(pages_of_storms(world)[0].link.rsplit("/", 1)[1], world.context(), world.now)
    assert opened is not None
    assert "@klant_eerder" not in {item.customer_name for item in opened.view.items}


def test_its_link_is_over_when_nobody_waits_any_more() -> None:
    world = World("2026-11-21 20:00")
    posts = nineteen(world) + ask(world, "de_twintigste")
    world.at("2026-11-21 20:10")
    all_answered(world, posts)
    (page,) = [page for page in pages_of_storms(world) if page.channel == "sms"]
    assert open_page(page.link.rsplit("/", 1)[1], world.context(), world.now) is None


def test_taking_a_storms_page_says_that_its_customers_are_still_nobodys() -> None:
    world = World("2026-11-21 20:00")
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:01")
    (page,) = pages_of_storms(world)
    opened = open_page(page.link.rsplit("/", 1)[1], world.context(), world.now)
    assert opened is not None
    assert "Ik heb de storm gezien" in render_page(opened.view, answered=opened.answered)
    assert "Wie wacht, is nog van niemand." in render_done(opened.view, by="Sanne", at=world.now)
