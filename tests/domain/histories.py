"""Random histories of one conversation: few ids and few instants, so that things collide, come late and come twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hypothesis import strategies as st

from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal, Promise, PromiseKept, StillQuestion, Withdrawal
from chalicelib.domain.facts_seen import Deletion, Follow, Message, MovedToDm
from chalicelib.domain.merging import merge
from tests.domain.build import DIRECT, PUBLIC, THREAD, WHATSAPP, at
from tests.domain.merk import ID, WEBCARE

START = at("16 08:30")
MINUTES = (0, 1, 5, 44, 45, 46, 55, 60, 61, 90, 125, 24 * 60, 24 * 60 + 1, 26 * 60, 50 * 60, 8 * 24 * 60)
DELAYS = tuple(timedelta(seconds=n) for n in (0, 0, 0, 1, 20, 45 * 60, 3 * 3600, 30 * 3600))

moments = st.sampled_from(MINUTES).map(lambda n: START + timedelta(minutes=n))
delays = st.sampled_from(DELAYS)
asked_ids = st.sampled_from(["a", "b", "top"])
replied_ids = st.sampled_from(["r", "s"])
people = st.sampled_from(["sanne", "mirjam"])
threads = st.sampled_from([None, None, "t1", "t2"])
conversations = st.sampled_from([PUBLIC, PUBLIC, THREAD, DIRECT, WHATSAPP])


@st.composite
def _seen(draw: st.DrawFn, one: type[Message] | type[Deletion] | type[Follow] | type[MovedToDm]) -> Fact:
    when, delay = draw(moments), draw(delays)
    told = draw(st.sampled_from([when, when, when, None]))
    seen = when + delay
    if one is Deletion:
        gone = draw(asked_ids | replied_ids)
        return Deletion(message=gone, first_seen_at=seen, stored_at=seen, deleted_at=told)
    if one is Follow:
        unfollow = draw(st.booleans())
        id = f"{unfollow}{when}"
        return Follow(id=id, first_seen_at=seen, stored_at=seen, followed_at=told, unfollow=unfollow)
    if one is MovedToDm:
        promises = draw(st.booleans())
        return MovedToDm(
            id=draw(replied_ids),
            account=ID,
            first_seen_at=seen,
            stored_at=seen,
            asked_at=told,
            promises_contact=promises,
        )
    inbound = draw(st.booleans())
    return _message(draw, inbound, seen, told)


@st.composite
def _asked(draw: st.DrawFn) -> Fact:
    when = draw(moments)
    return _message(draw, True, when + draw(delays), when)


def _message(draw: st.DrawFn, inbound: bool, seen: datetime, told: datetime | None) -> Message:
    return Message(
        id=draw(asked_ids if inbound else replied_ids),
        direction="inbound" if inbound else "outbound",
        first_seen_at=seen,
        stored_at=seen + draw(st.sampled_from([timedelta(0), timedelta(seconds=3)])),
        accounts=draw(st.sampled_from([frozenset({ID}), frozenset({WEBCARE, ID})])),
        asked_at=told,
        author=draw(st.sampled_from(["a1", "a2", None])) if inbound else "merk",
        signals=draw(st.sampled_from([frozenset({"question"}), frozenset({"thanks"}), frozenset()])),
        revision=draw(st.integers(0, 1)),
        thread=draw(threads),
        in_reply_to=None if inbound else draw(st.none() | asked_ids),
        addressed=frozenset() if inbound else draw(st.sampled_from([frozenset(), frozenset({"a1"})])),
        automatic=not inbound and draw(st.sampled_from([False, False, False, True])),
        silence=draw(st.sampled_from([None, None, None, "prefix_only"])) if inbound else None,
    )


@st.composite
def _mine(draw: st.DrawFn) -> Fact:
    # As a rule shortly before a step.
    when = draw(moments) + timedelta(minutes=draw(st.sampled_from([0, 50, 88])))
    until = draw(st.none() | st.just(when + timedelta(hours=3)))
    id = f"by hand {when:%d %H:%M}"
    return Acknowledgement(id=id, by=draw(people), at=when, stored_at=when, via="page", until=until)


@st.composite
def _by_hand(draw: st.DrawFn) -> Fact:
    when, by = draw(moments), draw(people)
    id = f"by hand {when:%d %H:%M}"
    match draw(st.integers(1, 5)):
        case 1:
            named = draw(st.none() | asked_ids)
            return Dismissal(id=id, by=by, at=when, stored_at=when, reason="joke", message=named)
        case 2:
            return StillQuestion(message=draw(asked_ids), by=by, at=when, stored_at=when)
        case 3:
            due = when + timedelta(minutes=draw(st.sampled_from([30, 90, 30 * 60])))
            return Promise(id=id, by=by, owner="chris", what="nota", at=when, stored_at=when, due_at=due)
        case 4:
            made = draw(moments)
            return PromiseKept(promise=f"by hand {made:%d %H:%M}", by=by, at=when, stored_at=when)
        case _:
            undone = draw(moments)
            kind = draw(st.sampled_from(["dismissal", "acknowledgement", "promise"]))
            return Withdrawal(fact=f"{kind}#by hand {undone:%d %H:%M}", by=by, at=when, stored_at=when)


facts = st.one_of(
    _seen(Message), _seen(Message), _mine(), _seen(Deletion), _seen(Follow), _seen(MovedToDm), _mine(), _by_hand()
)
histories = st.builds(lambda question, rest: [question, *rest], _asked(), st.lists(facts, max_size=8))


def put(rows: dict[str, Fact], fact: Fact) -> None:
    """As the store does: the second copy of a fact joins with the first."""
    known = rows.get(fact_id(fact))
    rows[fact_id(fact)] = fact if known is None else merge(known, fact)


def joined(history: Iterable[Fact]) -> list[Fact]:
    """The rows that such facts leave behind."""
    rows: dict[str, Fact] = {}
    for fact in history:
        put(rows, fact)
    return list(rows.values())


def latest(history: Iterable[Fact]) -> datetime:
    """The last instant at which anything of it happened or was stored."""
    return max(max(fact.at, fact.stored_at) for fact in history)
