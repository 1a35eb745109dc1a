"""Somebody cannot be reached: the next method, and after the last one the manager, told why."""

from tests.stories import x
from tests.stories.world import World


def unanswered(world: World) -> None:
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now)))


def test_a_wrong_number_brings_the_mail_at_once() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    world.channels["sms"].broken.add("+31600000001")
    unanswered(world)
    world.at("2026-11-17 10:46")
    assert world.pages("sms") == []
    assert [(f"{p.at:%M:%S}", p.to, p.channel) for p in world.sent] == [
        ("45:00", "sanne", "pagerduty"),
        ("45:00", "sanne", "email"),
    ]


def test_a_person_whom_no_method_reaches_hands_over_to_the_manager_at_once() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    world.channels["sms"].broken.add("+31600000001")
    world.channels["pagerduty"].broken.add("sanne")
    world.channels["email"].broken.add("sanne@example.com")
    unanswered(world)
    world.at("2026-11-17 10:46")
    assert [(f"{p.at:%M:%S}", p.to, p.channel) for p in world.sent] == [
        ("45:00", "mirjam", "sms"),
        ("45:00", "mirjam", "pagerduty"),
    ]


def test_the_mail_follows_after_three_minutes_without_an_acknowledgement() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    unanswered(world)
    world.at("2026-11-17 10:49")
    assert [(f"{p.at:%M:%S}", p.to, p.channel) for p in world.sent] == [
        ("45:00", "sanne", "sms"),
        ("45:00", "sanne", "pagerduty"),
        ("48:00", "sanne", "email"),
    ]


def test_an_acknowledgement_within_three_minutes_keeps_the_mail_back() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    unanswered(world)
    world.at("2026-11-17 10:47")
    world.acknowledge(world.sent[0])
    world.at("2026-11-17 10:59")
    assert [p.channel for p in world.sent] == ["sms", "pagerduty"]
