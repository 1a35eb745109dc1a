"""What carriers say afterwards: it makes a page delivered, or brings the next method at once, and never costs one."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from chalicelib.channels.port import OutgoingPage, Receipt, Temporary
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.paging import Page
from chalicelib.store.duties import Mute
from chalicelib.store.memory_table import MemoryTable
from chalicelib.usecases.board import board
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.receipt import receipt
from tests.stories import x
from tests.stories.world import EXAMPLE, FakeChannel, World
from tests.usecases.crashing import Crash, CrashingTable, Effects
from tests.usecases.deployed import deployed

# Everybody is texted first and mailed three minutes later.
SETTINGS = re.sub(r'\{ channel = "pagerduty"[^}]*\},[^\n]*\n', "", EXAMPLE.read_text("utf-8"))
ONE_WAY_ONLY = re.sub(r'\{ channel = "email", to = "sanne@example.com" \},', "", SETTINGS)
CALLED = re.sub(
    r'\{ channel = "sms", to = "\+31600000001", first = true \},',
    '{ channel = "voice", to = "+31600000001" },',
    SETTINGS,
).replace("[mail]", '[voice]\nnumber = "+31970000001"\n\n[mail]')
QUESTION = "waar blijft mijn bestelling??"
FAILS = "TEXT_CARRIER_BLOCKED"


def event(page: Page, kind: str, at: datetime, message: str | None = None, final: bool = True) -> str:
    """As End User Messaging publishes it; `message` is that of the page's last try unless told otherwise."""
    return json.dumps(
        {
            "eventType": kind,
            "eventVersion": "1.0",
            "eventTimestamp": round(at.timestamp() * 1000),
            "isFinal": final,
            "destinationPhoneNumber": page.to,
            "messageId": message or page.provider_id,
            "messageStatusDescription": "as the carrier says it",
            "context": {"page": page.id},
        }
    )


def paged(settings: str = SETTINGS, table: MemoryTable | None = None) -> World:
    """Sanne was paged at 10:45; it is half a minute later."""
    world = World("2026-11-17 10:00", settings)
    world.table = table or world.table
    world.post(x.posts(x.mention("jan", QUESTION, world.now)))
    world.at("2026-11-17 10:45:30")
    assert [page.to for page in world.sent] == ["sanne"]
    return world


def page_of(world: World, channel: str = "sms") -> Page:
    since = world.now - timedelta(hours=2)
    (page,) = [each for each in world.context().people.pages("sanne", since) if each.channel == channel]
    return page


def hear(world: World, kind: str, message: str | None = None, final: bool = True, at: datetime | None = None) -> Page:
    """The receipt comes in now; the page afterwards."""
    channel = "voice" if kind.startswith("VOICE") else "sms"
    receipt(event(page_of(world, channel), kind, at or world.now, message, final), world.context(), world.now)
    world.until(world.now)
    return page_of(world, channel)


def noted(world: World, what: str) -> list[dict[str, str | int | float | None]]:
    return [fields for name, fields in world.journal.events if name == what]


def counted(world: World) -> dict[str, int]:
    return world.context().notes.counts(world.now)


@pytest.mark.parametrize("kind", ["TEXT_DELIVERED", "TEXT_SUCCESSFUL"])
def test_a_text_was_delivered(kind: str) -> None:
    world = paged()
    sent_at = page_of(world).sent_at
    arrived = world.now - timedelta(seconds=20)
    page = hear(world, kind, at=arrived)
    assert (page.state, page.sent_at, page.delivered_at, page.due_at) == ("delivered", sent_at, arrived, None)
    (shown,) = [each for each in board(world.context(), world.now)["pages"] if each["channel"] == "sms"]
    assert (shown["state"], shown["delivered_at"]) == ("delivered", "2026-11-17T10:45:10+01:00")
    assert [fields["after_seconds"] for fields in noted(world, "page_delivered")] == [10.0]


@pytest.mark.parametrize("kind", ["VOICE_ANSWERED", "VOICE_COMPLETED"])
def test_a_call_that_was_taken_is_no_acknowledgement(kind: str) -> None:
    world = paged(CALLED)
    page = hear(world, kind)
    assert (page.state, page.acknowledged_by) == ("delivered", None)
    world.at("2026-11-17 10:49")
    assert [(each.to, each.channel) for each in world.sent] == [("sanne", "voice"), ("sanne", "email")]


@pytest.mark.parametrize(
    ("off", "noted_at"),
    [
        pytest.param(timedelta(hours=-3), "sent", id="before it left: when it left"),
        pytest.param(timedelta(hours=3), "now", id="in the future: now"),
    ],
)
def test_a_carriers_clock_may_be_off(off: timedelta, noted_at: str) -> None:
    world = paged()
    page = hear(world, "TEXT_DELIVERED", at=world.now + off)
    assert page.delivered_at == (page.sent_at if noted_at == "sent" else world.now)


@pytest.mark.parametrize(
    "kind",
    ["TEXT_SENT", "TEXT_PENDING", "TEXT_QUEUED", "TEXT_UNKNOWN", "VOICE_INITIATED", "VOICE_RINGING"],
)
def test_what_is_under_way_changes_nothing(kind: str) -> None:
    world = paged(CALLED if kind.startswith("VOICE") else SETTINGS)
    before = page_of(world, "voice" if kind.startswith("VOICE") else "sms")
    assert (hear(world, kind), counted(world)) == (before, {})


def test_without_any_receipt_the_next_method_goes_out_all_the_same() -> None:
    world = paged().at("2026-11-17 10:49")
    assert [each.channel for each in world.sent] == ["sms", "email"]
    assert page_of(world).state == "sent"


FAILURES = (
    "TEXT_INVALID",
    "TEXT_INVALID_MESSAGE",
    "TEXT_UNREACHABLE",
    "TEXT_CARRIER_UNREACHABLE",
    "TEXT_BLOCKED",
    "TEXT_CARRIER_BLOCKED",
    "TEXT_SPAM",
    "TEXT_TTL_EXPIRED",
    "TEXT_PROTECT_BLOCKED",
    "VOICE_BUSY",
    "VOICE_NO_ANSWER",
    "VOICE_FAILED",
    "VOICE_TTL_EXPIRED",
)


@pytest.mark.parametrize("kind", FAILURES)
def test_what_did_not_arrive_brings_the_next_method_at_once(kind: str) -> None:
    world = paged(CALLED if kind.startswith("VOICE") else SETTINGS)
    page = hear(world, kind)
    assert (page.state, page.ended_at, page.due_at) == ("failed", world.now, None)
    assert re.fullmatch(rf"{kind}: as the carrier says it \(.+\)", page.reason)
    assert [(each.channel, each.at) for each in world.sent[1:]] == [("email", world.now)]
    assert [fields["reason"] for fields in noted(world, "page_failed")] == [page.reason]


@pytest.mark.parametrize("kind", ["TEXT_UNREACHABLE", "TEXT_CARRIER_UNREACHABLE"])
def test_a_carrier_that_goes_on_trying_is_waited_for(kind: str) -> None:
    world = paged()
    assert hear(world, kind, final=False).state == "sent"
    assert hear(world, "TEXT_DELIVERED").state == "delivered"
    assert [each.channel for each in world.sent] == ["sms"]


@pytest.mark.parametrize("kind", ["TEXT_DELIVERED", FAILS])
def test_the_same_receipt_again_changes_nothing_more(kind: str) -> None:
    world = paged()
    first = hear(world, kind)
    world.until(world.now + timedelta(seconds=40))
    assert hear(world, kind) == first
    assert len(world.sent) == (1 if kind == "TEXT_DELIVERED" else 2)
    assert len(noted(world, "page_delivered") + noted(world, "page_failed")) == 1


def test_a_failure_after_it_was_delivered_is_the_carriers_mistake() -> None:
    world = paged()
    hear(world, "TEXT_DELIVERED")
    assert hear(world, FAILS).state == "delivered"
    assert [each.channel for each in world.sent] == ["sms"]


def test_delivered_after_all_is_noted_on_a_page_that_failed() -> None:
    world = paged()
    hear(world, FAILS)
    page = hear(world, "TEXT_DELIVERED")
    assert (page.state, page.delivered_at) == ("failed", world.now)


def test_a_failure_of_an_earlier_try_says_nothing_of_the_last_one() -> None:
    world = paged()
    assert hear(world, FAILS, message="an-earlier-try").state == "sent"
    assert hear(world, FAILS).state == "failed"


def test_an_earlier_try_that_was_delivered_is_a_page_delivered() -> None:
    assert hear(paged(), "TEXT_DELIVERED", message="an-earlier-try").state == "delivered"


@pytest.mark.parametrize("kind", ["TEXT_DELIVERED", FAILS])
def test_after_somebody_took_it_nothing_happens_any_more(kind: str) -> None:
    world = paged()
    world.acknowledge(world.sent[0])
    page = hear(world, kind)
    assert (page.state, page.acknowledged_by) == ("acknowledged", "sanne")
    assert page.delivered_at == (world.now if kind == "TEXT_DELIVERED" else None)
    world.at("2026-11-17 10:54")
    assert [each.channel for each in world.sent] == ["sms"]


@dataclass
class Quick(FakeChannel):
    """Its carrier is heard of before we have noted that it took the page; then it may be gone."""

    kind: str = "TEXT_DELIVERED"
    after: Callable[[], None] = lambda: None

    def send(self, page: OutgoingPage) -> Receipt:
        taken = FakeChannel.send(self, page)
        claimed = page_of(self.world)
        assert claimed.state == "claimed"
        receipt(event(claimed, self.kind, self.world.now, taken.provider_id), self.world.context(), self.world.now)
        self.after()
        return taken


def waiting(settings: str = SETTINGS) -> World:
    world = World("2026-11-17 10:00", settings)
    world.post(x.posts(x.mention("jan", QUESTION, world.now)))
    return world


def test_a_receipt_that_overtakes_us_is_not_lost() -> None:
    world = waiting()
    world.channels["sms"] = Quick("sms", world)
    world.at("2026-11-17 10:46")
    page = page_of(world)
    assert (page.state, page.provider_id, page.due_at) == ("delivered", "sms-1", None)
    assert page.sent_at == page.delivered_at == world.sent[0].at


def test_a_failure_that_overtakes_us_brings_the_next_method_at_once() -> None:
    world = waiting()
    world.channels["sms"] = Quick("sms", world, kind=FAILS)
    world.at("2026-11-17 10:46")
    assert page_of(world).state == "failed"
    assert [(each.channel, each.at) for each in world.sent] == [("sms", world.sent[0].at), ("email", world.sent[0].at)]


def no_answer() -> None:
    raise Temporary("ReadTimeoutError")


def test_what_was_delivered_without_our_knowing_is_not_sent_again() -> None:
    world = waiting()
    world.channels["sms"] = Quick("sms", world, after=no_answer)
    world.at("2026-11-17 10:47")
    assert page_of(world).state == "delivered"
    assert [each.channel for each in world.sent] == ["sms"]


def test_what_was_answered_meanwhile_needs_no_other_method() -> None:
    world = World("2026-11-17 10:00", SETTINGS)
    asked = x.mention("jan", QUESTION, world.now)
    world.post(x.posts(asked))
    world.at("2026-11-17 10:45:30")
    world.post(x.posts(x.reply(asked, "Morgen!", world.now)))
    assert hear(world, FAILS).state == "failed"
    world.at("2026-11-17 11:05")
    assert [(each.to, each.channel) for each in world.sent] == [("sanne", "sms")]


def test_what_was_muted_meanwhile_needs_no_other_method() -> None:
    world = paged(ONE_WAY_ONLY)
    (ref,) = {alert.conversation for alert in page_of(world).alerts}
    mute = Mute(
        id="m",
        platform="x",
        account=x.MERK[0],
        conversation=ref,
        by="bram",
        made_at=world.now,
        until=world.now + timedelta(hours=1),
    )
    world.context().duties.add_mute(mute)
    assert hear(world, FAILS).state == "failed"
    assert [each.to for each in world.sent] == ["sanne"]


def test_after_the_last_method_the_manager_gets_it_and_is_told_why() -> None:
    world = paged(ONE_WAY_ONLY)
    page = hear(world, FAILS)
    assert [(each.to, each.at) for each in world.sent[1:]] == [("mirjam", world.now)]
    assert page.state == "failed"


def test_what_somebody_else_took_goes_to_no_manager() -> None:
    world = paged(ONE_WAY_ONLY)
    (ref,) = {alert.conversation for alert in page_of(world).alerts}
    taken = Acknowledgement(id="bram", by="bram", at=world.now, stored_at=world.now, via="link")
    world.context().conversations.add(ref, taken)
    assert hear(world, FAILS).state == "failed"
    assert [each.to for each in world.sent] == ["sanne"]


def test_a_crash_after_any_write_is_made_good_by_the_next_try() -> None:
    crashed, number = True, 0
    while crashed:
        effects = Effects(armed=False)
        world = paged(table=CrashingTable(effects))
        heard = event(page_of(world), FAILS, world.now)
        effects.armed, effects.crashes = True, {(number, "after")}
        crashed = False
        try:
            receipt(heard, world.context(), world.now)
        except Crash:
            crashed = True
        effects.armed = False
        world.until(world.now + timedelta(minutes=1))
        receipt(heard, world.context(), world.now)
        world.at("2026-11-17 10:49")
        assert page_of(world).state == "failed", f"a crash after write {number}"
        assert [each.channel for each in world.sent] == ["sms", "email"], f"a crash after write {number}"
        number += 1
    assert number > 1, "a failure writes more than that"


UNUSABLE = [
    pytest.param("", "unreadable", id="nothing"),
    pytest.param("[]", "unreadable", id="a list"),
    pytest.param('{"context": {"page": "p"}}', "unreadable", id="without a kind"),
    pytest.param('{"context": {"page": "p"}, "eventType": "../x"}', "unreadable", id="a kind that is none"),
    pytest.param('{"eventType": "TEXT_DELIVERED"}', "not ours", id="of no page"),
    pytest.param('{"eventType": "TEXT_DELIVERED", "context": ["page"]}', "not ours", id="a context that is none"),
    pytest.param('{"eventType": "TEXT_DELIVERED", "context": {"page": "a b"}}', "not ours", id="an id that is none"),
    pytest.param('{"eventType": "TEXT_TELEPATHY", "context": {"page": "p"}}', "unknown kind", id="a new kind"),
    pytest.param('{"eventType": "TEXT_DELIVERED", "context": {"page": "p"}}', "unknown page", id="no page's id"),
    pytest.param(
        f'{{"eventType": "TEXT_DELIVERED", "context": {{"page": "{"0" * 20}-0"}}}}', "unknown page", id="nobody's page"
    ),
]


@pytest.mark.parametrize(("payload", "what"), UNUSABLE)
def test_what_cannot_be_used_is_counted_and_raises_nothing(payload: str, what: str) -> None:
    world = paged()
    receipt(payload, world.context(), world.now)
    assert counted(world) == {f"receipt#{what}": 1}
    assert noted(world, "receipt_unusable") == [{"what": what}]


def test_a_method_the_group_does_not_have_is_an_unknown_page() -> None:
    world = paged()
    unknown = event(page_of(world), "TEXT_DELIVERED", world.now).replace("-0", "-7")
    receipt(unknown, world.context(), world.now)
    assert counted(world) == {"receipt#unknown page": 1}


@pytest.mark.parametrize("time", ["null", "true", '"now"', "1e400", "99999999999999999"])
def test_a_time_that_cannot_be_read_is_now(time: str) -> None:
    world = paged()
    heard = re.sub(r'"eventTimestamp": \d+', f'"eventTimestamp": {time}', event(page_of(world), "TEXT_SENT", world.now))
    receipt(heard.replace("TEXT_SENT", "TEXT_DELIVERED"), world.context(), world.now)
    assert page_of(world).delivered_at == world.now


def test_of_a_notice_nothing_depends() -> None:
    world = paged()
    notice = {"eventType": FAILS, "context": {"page": f"{ID_PREFIX}0123-0"}}
    receipt(json.dumps(notice), world.context(), world.now)
    assert counted(world) == {}
    assert [fields["kind"] for fields in noted(world, "receipt_read")] == [FAILS], "but it can be read in the log"


def test_what_a_carrier_says_is_kept_short_and_on_one_line() -> None:
    world = paged()
    said = event(page_of(world), FAILS, world.now).replace("as the carrier says it", "regel\\n\\u0000" + "x" * 500)
    receipt(said, world.context(), world.now)
    reason = page_of(world).reason
    assert reason.startswith(f"{FAILS}: regel xxx")
    assert len(reason) < 250
    assert reason.isprintable()


def test_the_function_hands_over_what_the_topic_published(monkeypatch: pytest.MonkeyPatch) -> None:
    with deployed(monkeypatch) as stage:
        stage.client.lambda_.invoke("receipt", stage.client.events.generate_sns_event(message="{}"))
        (line,) = stage.log.of("receipt_unusable")
        assert line["what"] == "not ours"
        assert [row["sk"]["S"] for row in stage.rows() if "count" in row] == ["receipt#not ours"]
