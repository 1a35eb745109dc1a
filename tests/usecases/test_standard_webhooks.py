"""What a tool reports: it stops the very clock of another door, it starts clocks of its own, and naming starts none."""

from typing import Any

import pytest

from chalicelib.domain.case import Clock
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_seen import Message
from tests.stories import standard, x
from tests.stories.world import EXAMPLE, World
from tests.usecases.crowding import ask, counted, nineteen, pages_of_storms

SETTINGS = EXAMPLE.read_text("utf-8") + standard.REVIEWS
LINKEDIN = standard.REVIEWS.replace('"standard"', '"linkedin"').replace('"reviews-merk"', '"108000001"')
REVIEWS = ("standard", "reviews-merk")


def world_at(when: str = "2026-11-21 20:00", settings: str = SETTINGS) -> World:
    return World(when, settings)


def clock(world: World, ref: str) -> Clock:
    (found,) = world.clocks(ref)
    return found


def customer_of(post: x.Post) -> dict[str, Any]:
    return {"id": post["user"]["id_str"], "name": post["user"]["screen_name"]}


def stored(world: World, ref: str) -> list[Message]:
    return [fact for fact in world.context().conversations.load(ref).facts if isinstance(fact, Message)]


def rows(world: World) -> str:
    """All that the table holds, as text."""
    return repr(vars(world.table))


@pytest.mark.parametrize(
    ("kind", "data", "stops"),
    [
        pytest.param("answered.elsewhere", {}, True, id="answered elsewhere"),
        pytest.param("message.sent", {"id": "1"}, True, id="a suite that saw our answer"),
        pytest.param("message.sent", {"id": "1", "automatic": True}, False, id="an automatic reply"),
        pytest.param("message.sent", {"id": "1", "app": "99000099"}, False, id="an app that answers by itself"),
        pytest.param("brand.named", {"id": "1"}, False, id="that they speak of us again"),
    ],
)
def test_a_report_about_a_customer_of_x_reaches_the_very_clock_there(
    kind: str, data: dict[str, Any], stops: bool
) -> None:
    world = world_at()
    (asked,) = ask(world, "jan_uit_ede")
    ref = f"x:merk:public:{asked['user']['id_str']}"
    world.at("2026-11-21 20:05")
    standard.post(world, standard.event(kind, world.now, customer=customer_of(asked), **data))
    assert clock(world, ref).ended_at == (world.now if stops else None)


def test_answered_elsewhere_counts_from_when_it_happened_and_twice_is_once() -> None:
    world = world_at()
    (asked,) = ask(world, "jan_uit_ede")
    world.at("2026-11-21 20:30")
    answered = standard.event("answered.elsewhere", world.now, customer=customer_of(asked), author={"name": "Bram"})
    standard.post(world, answered, answered)
    world.at("2026-11-21 20:33")
    standard.post(world, answered)
    ref = f"x:merk:public:{asked['user']['id_str']}"
    (answer,) = (message for message in stored(world, ref) if message.direction == "outbound")
    assert (answer.by_hand, answer.author_name) == (True, "Bram")
    assert clock(world, ref).ended_at == answer.at == answer.first_seen_at


def test_a_review_of_a_site_without_an_adapter_is_paged_and_answered() -> None:
    world = world_at("2026-11-20 23:00")
    lisa = {"id": "lisa@example.com", "name": "Lisa"}
    review = standard.event("message.received", world.now, account=REVIEWS, id="rev-1", customer=lisa, text="Kan dat?")
    standard.post(world, review)
    world.at("2026-11-20 23:46")
    assert {page.to for page in world.sent} == {"sanne"}
    standard.post(
        world, standard.event("message.sent", world.now, account=REVIEWS, id="rev-1-a", customer=lisa, text="Jazeker.")
    )
    assert clock(world, "standard:merk:public:lisa@example.com").end == "answered"


def test_the_words_of_a_mail_are_used_and_not_kept() -> None:
    world = world_at()
    lisa = {"id": "lisa@example.com", "name": "Lisa"}
    mail = standard.event("message.received", world.now, account=REVIEWS, surface="direct", id="mail-1", customer=lisa)
    mail["data"]["text"] = "Mijn adres is Voorbeeldstraat 1. Klopt dat?"
    standard.post(world, mail)
    (message,) = stored(world, "standard:merk:direct:lisa@example.com")
    assert (message.excerpt, "question" in message.signals) == (None, True)
    assert "lisa@example.com" in rows(world)
    assert "Voorbeeldstraat" not in rows(world)


def test_of_linkedin_ids_and_times_alone_are_kept_whoever_reports_them() -> None:
    world = world_at(settings=EXAMPLE.read_text("utf-8") + LINKEDIN)
    who = {"id": "urn:li:person:J4n", "name": "Jan de Vries", "bio": "Timmerman"}
    comment = standard.event("message.received", world.now, account=("linkedin", "108000001"), id="9", customer=who)
    comment["data"] |= {"text": "Wanneer zijn jullie open?", "under_own_post": True}
    standard.post(world, comment)
    (message,) = stored(world, "linkedin:merk:public:thread:9")
    assert (message.excerpt, message.author_name, message.author_bio) == (None, None, None)
    assert clock(world, "linkedin").message == "9"  # its question was heard all the same
    assert "urn:li:person:J4n" in rows(world)
    assert not any(word in rows(world) for word in ("Wanneer", "Vries", "Timmerman"))


# --- named without being addressed ---


def name(world: World, *customers: str) -> None:
    """Everybody speaks of the brand, now."""
    for customer in customers:
        told: dict[str, Any] = {"id": f"post-of-{customer}", "customer": {"id": customer}, "text": "is merk eruit?"}
        standard.post(world, standard.event("brand.named", world.now, **told))


def test_who_only_names_the_brand_is_listed_and_waits_for_nothing() -> None:
    world = world_at()
    name(world, "77")
    ref = "x:merk:public:77"
    case = derive(Conversation.parse(ref), world.context().conversations.load(ref).facts, world.book, world.now)
    assert [(message.id, why) for message, why in case.quiet] == [("post-of-77", "named")]
    assert case.clocks == ()
    assert counted(world) == 1


def test_the_twentieth_who_only_names_the_brand_makes_a_storm_of_nineteen_who_wait() -> None:
    world = world_at()
    nineteen(world)
    assert pages_of_storms(world) == []
    name(world, "77")
    assert {page.to for page in pages_of_storms(world)} == {"sanne"}


def test_whoever_asks_among_those_who_name_the_brand_makes_the_storm() -> None:
    world = world_at()
    name(world, *(str(number) for number in range(19)))
    ask(world, "de_twintigste")
    assert {page.to for page in pages_of_storms(world)} == {"sanne"}


def test_where_nobody_waits_there_is_nothing_to_page_about_until_somebody_does() -> None:
    world = world_at()
    name(world, *(str(number) for number in range(25)))
    assert counted(world) == 25
    assert pages_of_storms(world) == []
    world.at("2026-11-21 20:09")
    ask(world, "wie_vraagt")
    assert {page.to for page in pages_of_storms(world)} == {"sanne"}


def test_of_an_account_that_pages_nobody_no_name_counts() -> None:
    world = world_at(settings=SETTINGS.replace("pages = true ", "pages = false ", 1))
    name(world, "77")
    assert counted(world) == 0
