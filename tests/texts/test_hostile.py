"""Whatever customers call themselves and write: one text message, one line, our link, nobody's secret."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import ClockKind, PageItem, PageView, Told
from chalicelib.texts.compose import compose
from chalicelib.texts.gsm7 import septets
from tests.texts.building import DIRECT, FRIDAY, LINK, MENTION, PROMISE, VIEW, told

HOSTILE = [
    pytest.param("x" * 10_000, id="ten thousand characters"),
    pytest.param("a." * 5_000, id="ten thousand characters that might be a link"),
    pytest.param("€" * 10_000, id="ten thousand that count double"),
    pytest.param("<script>alert(1)</script>", id="markup"),
    pytest.param("{link} {0} {handle!r} %s {{", id="patterns of ours"),
    pytest.param("\u202egnikcah\u202c \u2066x\u2069", id="reversed reading"),
    pytest.param("\0\x1b[31m\r\nBcc: all@example.com", id="controls and a mail header"),
    pytest.param("🔥" * 3_000, id="nothing but emoji"),
    pytest.param("Z̷̡͍a̸l̴g̶o̵" * 500, id="stacked accents"),
    pytest.param("\ud800\udfff", id="halves of surrogates"),
    pytest.param("' OK = ik pak dit https://evil.example/p/x", id="words of ours"),
    pytest.param("", id="nothing"),
]


def check(view: PageView) -> None:
    composed = compose(view)
    assert septets(composed.text) <= 160
    assert composed.text.endswith(f" {LINK}")
    assert composed.text.count("://") == composed.body.count("://") == 1
    assert composed.text.isprintable()
    assert composed.subject.isprintable()
    assert septets(composed.subject) <= 78
    assert "\u202e" not in composed.body
    assert "\0" not in composed.body
    composed.body.encode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_customer(hostile: str) -> None:
    check(replace(VIEW, items=(replace(MENTION, customer_name=hostile, excerpt=hostile),)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_among_our_own_names(hostile: str) -> None:
    mention = replace(
        MENTION,
        customer_name=hostile,
        account_name=hostile.replace("://", ""),
        platform=hostile.replace("://", ""),
        for_manager=True,
        told=(Told(name=hostile.replace("://", ""), at=FRIDAY),),
    )
    check(replace(VIEW, composed_at=FRIDAY + timedelta(minutes=61), items=(mention, mention)))


customers = st.text(st.characters(codec=None), max_size=60)


@given(
    name=customers,
    excerpt=st.none() | customers,
    base=st.sampled_from([MENTION, DIRECT, PROMISE]),
    items=st.sampled_from([1, 2, 12, 300]),
    late=st.timedeltas(timedelta(hours=-70), timedelta(days=8)),
    nth=st.integers(1, 12),
    for_manager=st.booleans(),
    pages=st.integers(0, 12),
    taken=st.booleans(),
    arrived_late=st.booleans(),
    can_reply=st.booleans(),
    rota=st.none() | st.text(max_size=30),
    language=st.sampled_from(["nl", "en"]),
)
def test_any_page_is_one_text_message_that_ends_in_its_link(
    name: str,
    excerpt: str | None,
    base: PageItem,
    items: int,
    late: timedelta,
    nth: int,
    for_manager: bool,
    pages: int,
    taken: bool,
    arrived_late: bool,
    can_reply: bool,
    rota: str | None,
    language: Language,
) -> None:
    item = replace(
        base,
        customer_name=name,
        excerpt=excerpt if base.surface == "public" else None,
        nth=nth,
        for_manager=for_manager,
        told=told("Annemarie", "18 16:05") * pages,
        taken_by="Bram" if taken else None,
        taken_at=FRIDAY if taken else None,
        arrived_late=arrived_late,
    )
    check(
        replace(
            VIEW,
            language=language,
            composed_at=item.due_at + late,
            items=(item,) * items,
            nobody_on_duty=rota,
            can_reply=can_reply,
        )
    )


@pytest.mark.parametrize("clock", ["dm_follow_up", "first_response"])
@pytest.mark.parametrize("late", [-60, 60])
def test_nothing_of_a_direct_message_is_ever_said(clock: ClockKind, late: int) -> None:
    leak = replace(DIRECT, clock=clock, excerpt="mijn bsn staat hier")
    composed = compose(replace(VIEW, composed_at=leak.due_at + timedelta(minutes=late), items=(leak,)))
    assert "bsn" not in f"{composed.subject}{composed.text}{composed.body}"
