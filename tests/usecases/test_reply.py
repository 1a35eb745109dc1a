"""Answering pages by text: who may, what it does, what comes back, and that the same text does it once."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from chalicelib.channels.port import OutgoingPage, Receipt, Temporary
from chalicelib.domain.facts_by_hand import Acknowledgement, Withdrawal
from chalicelib.domain.steps import StepTaken
from chalicelib.store.memory_table import MemoryTable
from chalicelib.texts.gsm7 import septets
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.open_page import open_page
from chalicelib.usecases.reply import reply
from tests.stories import x
from tests.stories.world import EXAMPLE, FakeChannel, FakeQueue, World
from tests.usecases.crashing import Crash, CrashingTable, Effects
from tests.usecases.deployed import deployed

ONE_WAY = EXAMPLE.read_text("utf-8")
TWO_WAY = ONE_WAY.replace('sender_id = "Waakhond"', 'number = "+31600000000"').replace(
    "two_way = false", "two_way = true"
)
SANNE, STRANGER = "+31600000001", "+31699999999"


class Throttled(FakeChannel):
    def send(self, page: OutgoingPage) -> Receipt:
        raise Temporary("ThrottlingException")


class Numbered(FakeChannel):
    """Gives each answer an id of its own."""

    def send(self, page: OutgoingPage) -> Receipt:
        FakeChannel.send(self, page)
        return Receipt(f"answer-{len(self.world.notices)}")


@dataclass(frozen=True)
class Stopped:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


def paged(*customers: str, settings: str = TWO_WAY) -> World:
    """Each asked a minute after the one before, from 10:00; Sanne has been paged about all by 10:46 and so on."""
    world = World("2026-11-17 09:59", settings)
    for who in customers or ("jan",):
        world.until(world.now + timedelta(minutes=1))
        world.post(x.posts(x.mention(who, "waar blijft mijn bestelling??", world.now)))
    world.until(world.now + timedelta(minutes=45, seconds=30))
    assert {page.to for page in world.sent} == {"sanne"}
    return world


def far_apart(
    first: str = "jan", second: str = "merel", settings: str = TWO_WAY, table: MemoryTable | None = None
) -> World:
    """Two pages, of 10:45 and 10:58; the first was asked about again at 10:55."""
    world = World("2026-11-17 10:00", settings)
    world.table = table or world.table
    world.post(x.posts(x.mention(first, "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:13")
    world.post(x.posts(x.mention(second, "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:59")
    return world


def taken(world: World) -> dict[str, list[str]]:
    """Who took what and holds it, by customer."""
    found: dict[str, list[str]] = {}
    for head in world.context().due.heads():
        facts = world.context().conversations.load(head.conversation).facts
        gone = {fact.fact for fact in facts if isinstance(fact, Withdrawal)}
        given = sorted((fact for fact in facts if isinstance(fact, Acknowledgement)), key=lambda fact: fact.at)
        holders = [fact.by for fact in given if f"acknowledgement#{fact.id}" not in gone]
        if holders:
            found[head.running[0].customer_name or ""] = holders
    return found


def payload(words: str = "OK", sender: str = SANNE, id_: str = "in-1", answers: str | None = None) -> str:
    inbound = {"originationNumber": sender, "messageBody": words, "inboundMessageId": id_}
    return json.dumps(inbound | {"previousPublishedMessageId": answers})


def receive(world: World, text: str) -> None:
    reply(text, world.context(), world.now)
    world.until(world.now)


def steps(world: World) -> list[StepTaken]:
    refs = [str(item["conversation"]) for item in world.table.rows("HEAD")]
    facts = [fact for ref in refs for fact in world.context().conversations.load(ref).facts]
    return [fact for fact in facts if isinstance(fact, StepTaken)]


def answers(world: World) -> list[str]:
    return [each.text for each in world.notices]


def counted(world: World) -> dict[str, int]:
    return world.context().notes.counts(world.now)


def test_ok_takes_the_page_and_says_what_was_taken() -> None:
    world = paged("merel_utrecht88")
    world.text("sanne", "ok")
    assert taken(world) == {"merel_utrecht88": ["sanne"]}
    (answer,) = world.notices
    assert (answer.to, answer.channel) == ("sanne", "sms")
    assert answer.text.startswith("Waakhond: @merel_utrecht88 (X) is van jou, nog 15 min. Alleen een antwoord")
    assert answer.link == world.sent[0].link
    assert [fields["via"] for event, fields in world.journal.events if event == "acknowledged"] == ["sms"]
    assert ("reply_read", {"outcome": "take", "pages": 1, "sender": "unproven"}) in world.journal.events


def test_pass_pages_the_manager_at_once_and_takes_ones_own_back() -> None:
    world = paged()
    world.text("sanne", "OK")
    world.text("sanne", "DOOR")
    assert taken(world) == {}
    assert [page.to for page in world.sent if page.channel == "sms"] == ["sanne", "mirjam"]
    assert "is doorgegeven aan Mirjam" in answers(world)[-1]


def test_pass_works_without_taking_first() -> None:
    world = paged()
    world.text("sanne", "pass")
    assert [page.to for page in world.sent if page.channel == "sms"] == ["sanne", "mirjam"]


def test_what_was_passed_on_can_be_taken_after_all() -> None:
    world = paged()
    world.text("sanne", "OK")
    world.until(world.now + timedelta(seconds=30))
    world.text("sanne", "DOOR")
    world.until(world.now + timedelta(seconds=30))
    world.text("sanne", "OK")
    assert taken(world) == {"jan": ["sanne"]}


def test_somebody_elses_is_not_passed_on() -> None:
    world = paged()
    world.at("2026-11-17 11:01:30")
    world.text("mirjam", "OK")
    world.text("sanne", "DOOR")
    assert taken(world) == {"jan": ["mirjam"]}
    assert answers(world)[-1] == "Waakhond: bericht ontvangen. Er wacht nu niemand op een melding van jou."


def test_a_reply_to_ones_own_page_takes_over_from_somebody_else() -> None:
    world = paged()
    world.at("2026-11-17 11:01:30")
    world.text("mirjam", "OK")
    world.until(world.now + timedelta(seconds=1))
    world.text("sanne", "OK")
    assert taken(world) == {"jan": ["mirjam"]}, "a bare word takes nothing from anybody"
    world.text("sanne", "OK", to=world.sent[0])
    assert taken(world) == {"jan": ["mirjam", "sanne"]}


def test_passing_on_again_pages_again() -> None:
    world = paged()
    for words in ("DOOR", "OK", "DOOR"):
        world.text("sanne", words)
        world.until(world.now + timedelta(seconds=10))
    assert [page.to for page in world.sent if page.channel == "sms"] == ["sanne", "mirjam", "mirjam"]


def test_passing_on_what_an_answer_said_was_taken() -> None:
    world = far_apart()
    world.channels["sms"] = Numbered("sms", world)
    world.text("sanne", "OK", to=world.sent[0])
    receive(world, payload("DOOR", answers="answer-1"))
    assert "@jan (X) is doorgegeven aan Mirjam" in answers(world)[-1]
    assert taken(world) == {}


def test_a_page_that_never_went_out_is_not_open() -> None:
    world = World("2026-11-17 10:00", TWO_WAY)
    world.channels["sms"].broken.add(SANNE)
    world.pager.broken.add("sanne")
    world.channels["email"].broken.add("sanne@example.com")
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:46")
    assert {page.to for page in world.sent} == {"mirjam"}
    world.text("sanne", "OK")
    assert taken(world) == {}


def test_nobody_else_to_pass_it_to_is_said() -> None:
    world = paged(settings=TWO_WAY.replace('people = ["mirjam"]', 'people = ["sanne"]'))
    world.text("sanne", "DOOR")
    assert "NIET doorgegeven, er is niemand anders" in answers(world)[0]


def test_with_two_pages_open_it_asks_which_and_takes_nothing() -> None:
    world = far_apart("jan", "merel_utrecht88")
    world.text("sanne", "OK")
    assert taken(world) == {}
    assert answers(world) == [
        "Waakhond: welke? 2 meldingen open: sms OK A (@jan), OK B (@merel_utrecht88) of OK ALLES. Niets opgepakt. "
        + world.notices[0].link
    ]


@pytest.mark.parametrize(
    ("words", "who"),
    [("OK A", {"jan"}), ("OK B", {"merel"}), ("OK ALLES", {"jan", "merel"}), ("ok all", {"jan", "merel"})],
)
def test_then_a_letter_takes_its_page(words: str, who: set[str]) -> None:
    world = far_apart()
    world.text("sanne", "OK")
    world.text("sanne", words)
    assert set(taken(world)) == who
    assert ("en nog 1 zijn van jou" in answers(world)[-1]) is (len(who) == 2)


def test_a_letter_passes_its_page_on() -> None:
    world = far_apart()
    world.text("sanne", "DOOR")
    world.text("sanne", "DOOR B")
    (page,) = [page for page in world.sent if (page.to, page.channel) == ("mirjam", "sms")]
    assert "@merel" in page.text


def test_a_letter_nobody_was_told_takes_nothing() -> None:
    world = paged()
    world.text("sanne", "OK A")
    assert taken(world) == {}
    assert answers(world)[0].startswith("Waakhond: niet begrepen, er is niets gedaan.")


def test_a_letter_stands_for_no_other_page_within_a_day() -> None:
    world = World("2026-11-17 09:59", TWO_WAY)
    questions = {}
    for who, when in (("jan", "10:00"), ("merel", "10:13"), ("kees", "12:00"), ("piet", "12:13")):
        world.at(f"2026-11-17 {when}")
        questions[who] = x.mention(who, "waar blijft mijn bestelling??", world.now)
        world.post(x.posts(questions[who]))
        if who == "merel":
            world.at("2026-11-17 10:59").text("sanne", "OK")
            world.post(x.posts(*(x.reply(each, "Morgen!", world.now) for each in questions.values())))
    world.at("2026-11-17 12:59")
    world.text("sanne", "OK")
    world.text("sanne", "OK A")
    assert taken(world) == {}, "A was Jan, who was answered"
    world.text("sanne", "OK C")
    assert set(taken(world)) == {"kees"}
    assert ["welke?" in text for text in answers(world)] == [True, True, False, False]
    assert "sms OK A (@jan), OK B (@merel)" in answers(world)[0]
    assert "sms OK C (@kees), OK D (@piet)" in answers(world)[1]


def test_a_reply_to_one_of_two_pages_takes_that_one() -> None:
    world = far_apart()
    about_jan = next(page for page in world.sent if "@jan" in page.text)
    world.text("sanne", "OK", to=about_jan)
    assert set(taken(world)) == {"jan"}


def test_the_same_question_asked_again_is_no_second_page() -> None:
    world = paged()
    world.at("2026-11-17 10:56")
    assert [page.to for page in world.sent if page.channel == "sms"] == ["sanne", "sanne"]
    world.text("sanne", "OK")
    assert taken(world) == {"jan": ["sanne"]}


def test_a_page_is_named_by_whom_no_newer_page_carries() -> None:
    world = World("2026-11-17 10:00", TWO_WAY)
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:12")
    world.post(x.posts(x.mention("merel", "waar blijft mijn bestelling??", world.now)))
    working, world.work = world.work, FakeQueue(world, lambda text: None)
    world.at("2026-11-17 10:58")
    for head in list(world.context().due.heads()):
        escalate(head.conversation, world.context(), world.now)
    deliver("sanne", world.context(), Stopped(world.now))  # one page about both
    world.work = working
    world.at("2026-11-17 11:00:30")  # and one about Jan again
    world.text("sanne", "OK")
    assert "2 meldingen open: sms OK A (@merel), OK B (@jan)" in answers(world)[0]


def test_what_was_taken_by_the_link_is_not_open_any_more() -> None:
    world = far_apart()
    first = world.sent[0]
    opened = open_page(first.link.rsplit("/", 1)[1], world.context(), world.now)
    assert opened is not None
    acknowledge(opened.link, "link", world.context(), world.now)
    world.until(world.now + timedelta(seconds=1))
    world.text("sanne", "OK")
    assert set(taken(world)) == {"jan", "merel"}


def test_a_page_of_yesterday_is_not_meant_by_a_bare_word() -> None:
    world = paged()
    world.until(world.sent[-1].at + timedelta(hours=20))
    last = max(page.at for page in world.sent if page.to == "sanne")
    world.until(last + timedelta(hours=24))
    world.text("sanne", "OK")
    assert taken(world) == {}
    assert "bericht ontvangen" in answers(world)[0]


@pytest.mark.parametrize("words", ["OK", "DOOR", "hallo?"])
def test_an_unknown_number_is_counted_and_gets_no_answer(words: str) -> None:
    world = paged()
    receive(world, payload(words, sender=STRANGER))
    assert (taken(world), answers(world)) == ({}, [])
    assert counted(world)["sms reply#unknown number"] == 1


def test_where_nobody_can_reply_a_reply_does_nothing() -> None:
    world = paged(settings=ONE_WAY)
    world.text("sanne", "OK")
    assert (taken(world), answers(world)) == ({}, [])
    assert counted(world)["sms reply#not two-way"] == 1


@pytest.mark.parametrize("text", ["", "OK", "[]", '{"messageBody": "OK"}'])
def test_what_cannot_be_read_is_counted_and_raises_nothing(text: str) -> None:
    world = paged()
    receive(world, text)
    assert counted(world)["sms reply#unreadable"] == 1


@pytest.mark.parametrize("word", ["STOP", "END", "CANCEL", "stop"])
def test_opting_out_gets_no_answer(word: str) -> None:
    world = paged()
    world.text("sanne", word)
    assert (taken(world), answers(world)) == ({}, [])


def test_the_words_are_told_once_in_ten_minutes() -> None:
    world = paged()
    for _ in range(3):
        world.text("sanne", "Ik rijd en lees dit later")
    assert answers(world) == [
        "Waakhond: niet begrepen, er is niets gedaan. Sms OK (ik pak het) of DOOR (ik geef het door)."
    ]
    world.until(world.now + timedelta(minutes=10))
    world.text("sanne", "wat?")
    assert len(answers(world)) == 2


def test_after_ten_tries_nothing_is_looked_at_for_ten_minutes() -> None:
    world = paged()
    for _ in range(10):
        world.text("sanne", "hallo?")
    world.text("sanne", "OK")
    assert taken(world) == {}
    assert counted(world)["sms reply#too many"] == 1
    world.until(world.now + timedelta(minutes=10))
    world.text("sanne", "OK")
    assert taken(world) == {"jan": ["sanne"]}


def test_ok_to_a_notice_takes_no_page() -> None:
    world = paged()
    world.context().people.note_notice("sanne", "handoff", 0, "notice-sms", world.now)
    receive(world, payload(answers="notice-sms"))
    assert taken(world) == {}
    assert "bericht ontvangen" in answers(world)[0]


def test_the_same_text_again_does_nothing_more() -> None:
    world = paged()
    receive(world, payload("DOOR"))
    world.until(world.now + timedelta(minutes=1))
    receive(world, payload("DOOR"))
    assert [page.to for page in world.sent if page.channel == "sms"] == ["sanne", "mirjam"]
    assert len(answers(world)) == 1


@pytest.mark.parametrize("words", ["OK ALLES", "DOOR ALLES", "wat?"])
def test_a_crash_after_any_write_is_made_good_by_the_next_try(words: str) -> None:
    crashed, number = True, 0
    while crashed:
        effects = Effects(armed=False)
        world = far_apart(table=CrashingTable(effects))
        effects.armed, effects.crashes = True, {(number, "after")}
        crashed = False
        try:
            receive(world, payload(words))
        except Crash:
            crashed = True
        effects.armed = False
        world.until(world.now + timedelta(minutes=1))
        receive(world, payload(words))
        by_hand = [step for step in steps(world) if step.step.startswith("by hand")]
        expected = {"OK ALLES": ({"jan", "merel"}, 0), "DOOR ALLES": (set(), 2), "wat?": (set(), 0)}[words]
        assert (set(taken(world)), len(by_hand)) == expected, f"a crash after write {number}"
        assert len(answers(world)) <= 1
        assert answers(world) or number > 0, "a reply that nothing was done about yet is answered"
        number += 1
    assert number > 3, "a reply writes more than that"
    assert len(answers(world)) == 1


def test_an_answer_that_cannot_be_sent_changes_nothing_of_what_was_done() -> None:
    world = paged()
    world.channels["sms"] = Throttled("sms", world)
    world.text("sanne", "OK")
    assert taken(world) == {"jan": ["sanne"]}
    assert [fields["person"] for event, fields in world.journal.events if event == "reply_not_answered"] == ["sanne"]


def test_who_share_a_telephone_answer_each_others_pages() -> None:
    world = paged(settings=TWO_WAY.replace("+31600000002", SANNE))
    world.at("2026-11-17 10:47")
    world.text("bram", "OK")
    assert taken(world) == {"jan": ["sanne"]}, "the page was Sanne's"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_answer_fits_one_text_with_the_longest_names(language: str) -> None:
    settings = TWO_WAY.replace('language = "nl"', f'language = "{language}"').replace(
        'name = "Mirjam"', 'name = "Wilhelmina-Josephina"'
    )
    world = far_apart("een_hele_lange_naam", "nog_een_lange_naam", settings=settings)
    for words in ("wat?", "OK", "OK A", "OK B", "DOOR ALLES", "OK ALLES", "1", "DOOR", "DOOR B"):
        world.text("sanne", words)
        world.until(world.now + timedelta(seconds=61))
    assert len(answers(world)) == 9
    assert all(septets(text) <= 160 for text in answers(world))
    assert all(text.startswith("Waakhond: ") for text in answers(world))


def test_the_function_hands_over_what_the_topic_published(monkeypatch: pytest.MonkeyPatch) -> None:
    with deployed(monkeypatch) as stage:
        event = stage.client.events.generate_sns_event(message=payload())
        stage.client.lambda_.invoke("sms_reply", event)
        (line,) = stage.log.of("reply_unusable")
        assert line["what"] == "not two-way", "the packaged example cannot be replied to"
        assert [row["sk"]["S"] for row in stage.rows() if "count" in row] == ["sms reply#not two-way"]
