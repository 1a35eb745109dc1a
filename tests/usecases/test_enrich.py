"""What a webhook left out is asked for afterwards: it changes what we know, never whether somebody is paged."""

from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.facts_seen import Message
from chalicelib.lookups.port import Asked, Found, LookupFailed, Refused, Unanswered
from chalicelib.usecases.enrich import MOST_TURNS
from chalicelib.usecases.tasks import decode
from chalicelib.usecases.unplaced import read_task, task_for
from tests.lookups.platform import Answer, platform
from tests.stories.world import local
from tests.usecases.asking import (
    INSTAGRAM,
    PLATFORMS,
    QUESTION,
    THREADS,
    Always,
    AskingWorld,
    MadeUp,
    at,
    failing,
    mention_on_instagram,
    on_threads,
)

MENTION = "17900000000000701"
REF = f"instagram:merk:public:thread:{MENTION}"
COMMENT: Answer = (
    200,
    {
        "id": INSTAGRAM,
        "mentioned_comment": {
            "id": MENTION,
            "text": "merk waar blijft mijn bestelling??",
            "timestamp": "2026-11-17T08:50:00+0000",
            "username": "jan_uit_ede",
        },
    },
)
WITHOUT = ("", "", None)


def mentioned() -> AskingWorld:
    return AskingWorld("2026-11-17 10:00")


def shown(world: AskingWorld) -> tuple[str, str, object]:
    """Author, words and time of the mention."""
    message = world.message(REF, MENTION)
    assert message is not None
    return message.author_name or "", message.excerpt or "", message.asked_at


def test_a_mention_on_instagram_gets_author_words_and_time() -> None:
    world = mentioned()
    with platform({f"/{INSTAGRAM}": COMMENT}) as there:
        world.lookups = at(there.url, "instagram")
        world.post(mention_on_instagram(MENTION, world.now), "instagram")
    assert shown(world) == ("jan_uit_ede", "merk waar blijft mijn bestelling??", local("2026-11-17 09:50"))
    (clock,) = world.clocks("instagram")
    assert (clock.started_at, clock.first_seen_at, clock.approximate) == (
        local("2026-11-17 09:50"),
        local("2026-11-17 10:00"),
        False,
    )
    world.at("2026-11-17 10:36")
    assert world.pages() == [("10:35:00", "sanne")]
    assert "jan_uit_ede" in world.sent[0].text


def test_its_conversation_is_the_same_in_whichever_order_it_was_told() -> None:
    told = []
    with platform({f"/{INSTAGRAM}": COMMENT}) as there:
        for order in permutations((True, False, True)):
            world = mentioned()
            for with_token in order:
                world.lookups = at(there.url, *(["instagram"] if with_token else []))
                world.post(mention_on_instagram(MENTION, world.now), "instagram")
            told.append(world.message(REF, MENTION))
    assert told[0] is not None and told == [told[0]] * 6


@pytest.mark.parametrize(
    ("field", "message"),
    [pytest.param("publish", "7003", id="as a post of its own"), pytest.param("replies", "7003", id="as a reply")],
)
def test_the_brands_own_reply_on_threads_finds_its_customer(field: str, message: str) -> None:
    world = AskingWorld("2026-11-17 10:00")
    answers: dict[str, Answer] = {
        "/7003": (
            200,
            {
                "id": "7003",
                "text": "Morgen, Jan!",
                "timestamp": "2026-11-17T09:20:00+0000",
                "username": "merk",
                "replied_to": {"id": "7001"},
                "root_post": {"id": "7000"},
            },
        ),
        "/7001": (200, {"id": "7001", "username": "Jan"}),
        "/7001/replies": (200, {"data": []}),
    }
    with platform(answers) as there:
        world.lookups = at(there.url, "threads")
        world.post(on_threads("replies", "7001", "jan", QUESTION, world.now), "threads")
        world.at("2026-11-17 10:20")
        world.post(on_threads(field, message, "merk", "Morgen, Jan!", world.now), "threads")
        world.at("2026-11-17 11:05")
        assert there.paths == ["/7003", "/7001"]
    (clock,) = world.clocks("threads")
    assert (world.pages(), clock.end, clock.ended_at) == ([], "answered", local("2026-11-17 10:20"))


def test_a_post_of_the_brand_in_reply_to_nobody_answers_nobody() -> None:
    world = AskingWorld("2026-11-17 10:00")
    own: Answer = (200, {"id": "7003", "text": "Nieuw!", "username": "merk"})
    with platform({"/7003": own, "/7001/replies": (200, {"data": []})}) as there:
        world.lookups = at(there.url, "threads")
        world.post(on_threads("replies", "7001", "jan", QUESTION, world.now), "threads")
        world.post(on_threads("publish", "7003", "merk", "Nieuw!", world.now), "threads")
        world.at("2026-11-17 10:46")
    assert world.pages() == [("10:45:00", "sanne")]


@pytest.mark.parametrize(
    ("error", "times"),
    [
        pytest.param(Unanswered("slow"), MOST_TURNS, id="no answer: again after one minute and two more"),
        pytest.param(Refused("190"), 1, id="a refusal is one"),
    ],
)
def test_without_an_answer_everything_stays_as_it_was(error: LookupFailed, times: int) -> None:
    world = mentioned()
    world.lookups = failing(error)
    world.post(mention_on_instagram(MENTION, world.now), "instagram")
    world.at("2026-11-17 10:44")
    assert list(world.counts().values()) == [times]
    assert shown(world) == WITHOUT
    world.at("2026-11-17 10:46")
    assert world.pages() == [("10:45:00", "sanne")]


def test_the_third_try_comes_later_than_the_second() -> None:
    world = mentioned()
    world.lookups = failing(Unanswered("slow"))
    world.post(mention_on_instagram(MENTION, world.now), "instagram")
    tries = []
    for clock in ("10:00:30", "10:01:30", "10:02:30", "10:03:30", "10:30"):
        world.at(f"2026-11-17 {clock}")
        tries.append(sum(world.counts().values()))
    assert tries == [1, 2, 2, 3, 3]


def test_an_answer_the_second_time_is_as_good() -> None:
    world = mentioned()
    world.lookups = failing(Unanswered("slow"))
    world.post(mention_on_instagram(MENTION, world.now), "instagram")
    with platform({f"/{INSTAGRAM}": COMMENT}) as there:
        world.lookups = at(there.url, "instagram")
        world.at("2026-11-17 10:00:30")
        assert (there.calls, shown(world)) == ([], WITHOUT)
        world.at("2026-11-17 10:02")
    assert shown(world)[0] == "jan_uit_ede"


def test_without_a_token_nobody_is_asked() -> None:
    world = mentioned()
    with platform({f"/{INSTAGRAM}": COMMENT}) as there:
        world.lookups = at(there.url, *(name for name in PLATFORMS if name not in ("instagram", "threads")))
        world.post(mention_on_instagram(MENTION, world.now), "instagram")
        world.post(on_threads("publish", "7003", "merk", "Nieuw!", world.now), "threads")
        world.at("2026-11-17 10:44")
        assert there.calls == []
    assert shown(world) == WITHOUT
    assert (list(world.clocks("threads")), dict(world.counts())) == ([], {})


def test_a_message_whose_author_is_told_is_not_asked_about() -> None:
    made_up = MadeUp(lambda asked: Found())
    world = AskingWorld("2026-11-17 10:00")
    world.lookups = Always(made_up)
    world.post(on_threads("replies", "7001", "jan", QUESTION, world.now), "threads")
    world.at("2026-11-17 10:30")
    assert made_up.asked == []


def test_a_mention_by_the_brand_itself_turns_out_to_be_no_question() -> None:
    world = mentioned()
    told = {"id": MENTION, "text": "wij zijn merk", "timestamp": "2026-11-17T08:50:00+0000", "username": "Merk"}
    with platform({f"/{INSTAGRAM}": (200, {"id": INSTAGRAM, "mentioned_comment": told})}) as there:
        world.lookups = at(there.url, "instagram")
        world.post(mention_on_instagram(MENTION, world.now), "instagram")
    world.at("2026-11-17 11:05")
    assert (world.clocks("instagram"), world.pages()) == ([], [])


def test_what_is_asked_about_is_told() -> None:
    made_up = MadeUp(lambda asked: Found())
    world = mentioned()
    world.lookups = Always(made_up)
    world.post(mention_on_instagram(MENTION, world.now), "instagram")
    assert made_up.asked == [Asked(account=INSTAGRAM, message=MENTION, handles=frozenset({"merk"}))]


def test_a_task_says_what_to_ask_about() -> None:
    task = task_for("threads", THREADS, "a:b", 2, local("2026-11-17 10:00"))
    assert read_task(task) == ("threads", THREADS, "a:b", 2)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"target": "threads", "key": "1#7"}', id="no account"),
        pytest.param('{"target": "threads:1", "key": "7"}', id="no message"),
        pytest.param('{"target": "threads:1", "key": "x#7"}', id="no turn"),
    ],
)
def test_another_task_is_an_error(text: str) -> None:
    due = '"do": "enrich", "due_at": "2026-11-17T10:00:00.000000Z", '
    with pytest.raises(ValueError, match=r"not a task|literal"):
        read_task(decode("{" + due + text[1:]))


def test_a_mention_waits_as_long_as_ever_while_its_platform_does_not_answer() -> None:
    world = mentioned()
    with platform(lambda call: None) as there:
        world.lookups = Always(at(there.url, "instagram").of("instagram", INSTAGRAM) or MadeUp(lambda _: Found()), 0.05)
        world.post(mention_on_instagram(MENTION, world.now), "instagram")
        world.at("2026-11-17 10:00:10")
    (clock,) = world.clocks("instagram")
    assert clock.due_at - clock.started_at == timedelta(hours=1)
    message = world.message(REF, MENTION)
    assert isinstance(message, Message) and message.asked_at is None
