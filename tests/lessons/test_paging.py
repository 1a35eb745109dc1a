"""Pages that other software misses, sends late or sends twice; people whom it wakes for nothing, or not at all."""

from datetime import timedelta

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts import Fact
from chalicelib.domain.paging import Page
from chalicelib.usecases.act import promise
from chalicelib.usecases.duties import mute, take_over
from chalicelib.usecases.open_page import open_page
from chalicelib.usecases.sweep import sweep
from tests.domain.build import DIRECT, asked, decided, dismissed, mine, outcomes, pages, promised, replied
from tests.stories import x
from tests.stories.world import World, local

ALL_STEPS = ["10:45 sanne", "10:55 sanne", "11:00 sanne", "11:01 mirjam"]


@pytest.mark.parametrize(
    ("facts", "paged"),
    [
        pytest.param([asked("10:00")], ALL_STEPS, id="grafana/oncall 1931: every wait of the ladder is waited"),
        pytest.param(
            [asked("10:00"), mine("10:47")],
            ["10:45 sanne", "11:00 sanne", "11:01 mirjam"],
            id="goalert 3378, 1919, grafana/oncall 1792: an acknowledgement buys time, at most until the due time",
        ),
        pytest.param(
            [asked("10:00"), mine("10:47"), replied("10:50")],
            ["10:45 sanne"],
            id="grafana/oncall 3111: what is over is paged about no more, then or later",
        ),
        pytest.param(
            [asked("10:00", stored="10:50", seen="10:50"), replied("10:40", stored="10:50:10", seen="10:50:10")],
            [],
            id="Dead Man's Snitch 2019-09-26: after an outage the backlog comes in before anybody is paged",
        ),
        pytest.param(
            [asked("09:00"), replied("09:10"), asked("10:00"), replied("10:50"), asked("10:52")],
            ["10:45 sanne"],
            id="zammad 4432, 2157, 4348: each deadline pages for itself, also twice on one day",
        ),
        pytest.param([asked("10:00"), dismissed("10:44")], [], id="zammad 2231: what needs no answer pages nobody"),
    ],
)
def test_whom_the_first_hour_pages(facts: list[Fact], paged: list[str]) -> None:
    assert pages(*facts, until="11:02") == paged


def test_zammad_4432_2157_a_second_deadline_of_the_day_is_paged_too() -> None:
    facts = asked("10:00"), replied("10:50"), asked("10:52")
    assert pages(*facts, until="11:37") == ["10:45 sanne", "11:37 sanne"]


def test_zammad_4432_2157_reminders_come_in_opening_hours() -> None:
    paged = pages(asked("20 16:00"), until="26 12:00", conversation=DIRECT)
    assert {line.split()[1] for line in paged} == {"11:45", "15:00", "16:00", "09:00"}


def test_grafana_oncall_2622_healthchecks_48_510_it_is_repeated_until_somebody_answers_and_not_for_ever() -> None:
    repeats = ["11:31", "12:01", "12:31", "13:01", "13:31", "14:01"]
    assert pages(asked("10:00"), until="23 10:00") == ALL_STEPS + [f"{at} sanne" for at in repeats]


def test_django_helpdesk_8_1235_the_first_escalation_is_not_at_once() -> None:
    assert outcomes(decided(asked("10:00"), now="10:00")) == []


def test_chatwoot_6889_6861_10241_what_was_promised_is_never_closed_by_itself() -> None:
    facts = asked("1 10:00"), promised("1 10:05", "20 12:00")
    assert decided(*facts, now="19 09:00").next_at is not None
    assert pages(*facts, until="20 12:00")[-2:] == ["20 12:00 sanne", "20 12:00 mirjam"]


def paged_at_a_quarter_to_eleven() -> tuple[World, x.Post]:
    world = World("2026-11-17 10:00")
    question = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(question))
    world.at("2026-11-17 10:46")
    assert world.pages() == [("10:45:00", "sanne")]
    return world, question


def stored(world: World, person: str = "sanne") -> list[Page]:
    return list(world.context().people.pages(person, world.now - timedelta(days=1)))


def alerts(world: World) -> list[Alert]:
    return [alert for page in stored(world) if page.channel == "sms" for alert in page.alerts]


def test_pagerduty_02_streamalert_71_111_each_milestone_has_a_key_of_its_own() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    world.at("2026-11-17 11:32")
    told = alerts(world)
    assert [alert.step for alert in told] == ["after 45m", "after 55m", "after 1h", "repeat 1"]
    assert len({alert.id for alert in told}) == len(told)
    assert len({page.id for page in stored(world)}) == len(stored(world))


def test_goalert_2699_how_late_a_page_was_stays_with_it() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    first = min(stored(world), key=lambda page: page.created_at)
    assert first.lateness == timedelta()


def test_grafana_oncall_1206_what_is_due_stands_in_the_table_and_survives_every_process() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    again = World("2026-11-17 10:50")
    again.table = world.table
    again.at("2026-11-17 11:02")
    assert again.pages() == [("10:55:00", "sanne"), ("11:00:00", "sanne"), ("11:01:00", "mirjam")]


def test_zappa_806_wellcome_2686_a_minute_that_ticks_twice_or_not_at_all_pages_once() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    for _ in range(3):
        sweep(world.context(), world.now)
    world.at("2026-11-17 10:56")
    assert world.pages() == [("10:55:00", "sanne")]


def test_zammad_2931_to_have_the_page_open_is_not_to_handle_it() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    before = list(world.table.rows("HEAD"))
    for _ in range(3):
        assert open_page(world.sent[0].link.rsplit("/", 1)[1], world.context(), world.now) is not None
    assert list(world.table.rows("HEAD")) == before
    world.at("2026-11-17 10:56")
    assert world.pages() == [("10:55:00", "sanne")]


def test_incidentrelay_40_a_mute_holds_for_every_page_and_not_only_for_the_first() -> None:
    world, _ = paged_at_a_quarter_to_eleven()
    mute(
        world.context().duties,
        world.organisation,
        platform="x",
        account=x.MERK[0],
        until=local("2026-11-17 13:00"),
        by="mirjam",
        now=world.now,
    )
    world.at("2026-11-17 12:59")
    assert world.pages() == []
    world.at("2026-11-17 13:02")
    assert world.pages() == [("13:01:00", "sanne")]


def test_goalert_1084_4449_a_cap_holds_warnings_back_and_never_a_breach() -> None:
    world = World("2026-11-17 10:00")
    for number in range(8):
        world.until(local("2026-11-17 10:00") + timedelta(minutes=11 * number))
        world.post(x.posts(x.mention(f"klant_{number}", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 13:00")
    texts = [page for page in stored(world) if page.channel == "sms"]
    breaches = [page for page in texts if any(alert.step == "after 1h" for alert in page.alerts)]
    assert len(breaches) == 8
    assert {page.lateness for page in breaches} == {timedelta()}
    assert any(page.lateness for page in texts), "some warning was held back"


def test_chatwoot_7204_4158_5672_what_is_opened_again_goes_to_whoever_has_duty_now() -> None:
    world = World("2026-11-22 20:00")
    question = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(question))
    world.at("2026-11-22 20:10")
    world.post(x.posts(x.reply(question, "Die komt morgen!", world.now)))
    world.at("2026-11-23 10:00")
    world.post(x.posts(x.mention("jan", "en waar is hij dan??", world.now)))
    world.at("2026-11-23 10:46")
    assert world.pages() == [("10:45:00", "bram")]


def test_osticket_6213_zammad_263_a_replacement_covers_what_was_promised_too() -> None:
    world = World("2026-11-17 10:00")
    question = x.mention("jan", "wanneer belt iemand mij??", world.now)
    world.post(x.posts(question))
    world.post(x.posts(x.reply(question, "Morgen om twaalf uur!", world.now)))
    ref = f"x:merk:public:{question['user']['id_str']}"
    promise(ref, "sanne", "chris", local("2026-11-18 12:00"), "bellen", world.context(), world.now)
    take_over(
        world.context().duties,
        world.organisation,
        rota="webcare",
        person="bram",
        start=local("2026-11-18 08:00"),
        end=local("2026-11-18 18:00"),
        by="sanne",
        now=world.now,
    )
    world.at("2026-11-18 09:01")
    assert sorted(world.pages()) == [("09:00:00", "bram"), ("09:00:00", "chris")]
