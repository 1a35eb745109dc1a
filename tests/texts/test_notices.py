"""The texts that are no page about one clock, word for word where a word depends on something."""

from datetime import timedelta

import pytest

from chalicelib.domain.organisation import Language
from chalicelib.texts import notices
from tests.texts.building import LINK, ZONE, at


@pytest.mark.parametrize(
    ("language", "furthest", "words"),
    [
        (
            "nl",
            ("@x_nieuws", 80_000),
            "Waakhond STORM: 212 wachten, +38 in 5 min. 1e grens 21:00. Bereik: @x_nieuws 80k. Ander onderwerp: 1.",
        ),
        (
            "en",
            ("@x_nieuws", 999),
            "Waakhond STORM: 212 waiting, +38 in 5 min. 1st limit 21:00. Reach: @x_nieuws 999. Other topic: 1.",
        ),
        (
            "nl",
            ("", 1_999_999),
            "Waakhond STORM: 212 wachten, +38 in 5 min. 1e grens 21:00. Bereik: een klant 1M. Ander onderwerp: 1.",
        ),
        ("nl", None, "Waakhond STORM: 212 wachten, +38 in 5 min. 1e grens 21:00. Ander onderwerp: 1."),
    ],
)
def test_a_storm(language: Language, furthest: tuple[str, int] | None, words: str) -> None:
    composed = notices.storm(
        language=language,
        zone=ZONE,
        waiting=212,
        growth=38,
        minutes=5,
        first_due_at=at("21 21:00"),
        furthest=furthest,
        other_topics=1,
        link=LINK,
    )
    assert composed.text == f"{words} {LINK}"
    assert composed.body == f"{words}\n\n{LINK}\n"


def test_a_storm_too_large_to_count_says_a_least() -> None:
    composed = notices.storm(
        language="nl",
        zone=ZONE,
        waiting=8000,
        growth=1380,
        minutes=5,
        first_due_at=at("21 21:00"),
        furthest=("@abcdefghijklmnop", 80_000),
        other_topics=12,
        link=LINK,
        more=True,
    )
    assert composed.text.startswith("Waakhond STORM: 8000+ wachten, +1380 in 5 min. 1e grens 21:00.")
    assert len(composed.text) <= 160


@pytest.mark.parametrize(
    ("language", "usual", "words"),
    [
        (
            "nl",
            14,
            "Waakhond: 2u10 niets binnen van Instagram (merk), normaal 14 berichten."
            " Kijk daar zelf, klokken zijn nu blind.",
        ),
        (
            "en",
            1,
            "Waakhond: nothing from Instagram (merk) for 2h10, usually 1 message. Check it by hand, clocks are blind.",
        ),
    ],
)
def test_silence(language: Language, usual: int, words: str) -> None:
    composed = notices.silence(
        language=language,
        platform="instagram",
        account_name="merk",
        silent_for=timedelta(hours=2, minutes=10, seconds=59),
        usual=usual,
        link=LINK,
    )
    assert composed.text == f"{words} {LINK}"


@pytest.mark.parametrize(
    ("can_reply", "how"),
    [
        pytest.param(True, "Antwoord OK", id="by a reply where one arrives"),
        pytest.param(False, "Open de link", id="by the link elsewhere"),
    ],
)
def test_a_test_asks_for_a_sign_of_life(can_reply: bool, how: str) -> None:
    composed = notices.reachability_test(language="nl", name="Sanne", minutes=15, link=LINK, can_reply=can_reply)
    assert composed.text == (
        f"Waakhond TEST voor Sanne: er wacht geen klant. {how} binnen 15 min,"
        f" dan weten we dat je bereikbaar bent. {LINK}"
    )


def test_a_sign_in_code_stands_in_no_subject() -> None:
    composed = notices.sign_in_code(language="en", code="482913", minutes=10, link=LINK)
    assert composed.text == (
        f"Waakhond: sign-in code 482913 or open the link, valid 10 min, once. Not you? Never pass it on. {LINK}"
    )
    assert "482913" in composed.body
    assert "482913" not in composed.subject


@pytest.mark.parametrize(
    ("now", "clock"),
    [
        pytest.param("20 23:48", "nog 12 min", id="in time"),
        pytest.param("20 23:59:59", "nog 1 min", id="just in time"),
        pytest.param("21 00:00", "0 min te laat", id="on the limit"),
        pytest.param("21 01:30", "1u30 te laat", id="late"),
    ],
)
def test_the_answer_to_an_ok(now: str, clock: str) -> None:
    composed = notices.yours(
        language="nl", customer_name="@merel", platform="x", due_at=at("21 00:00"), now=at(now), link=LINK
    )
    assert composed.text == (
        f"Waakhond: @merel (X) is van jou, {clock}. Alleen een antwoord stopt de klok. Lukt niet? Sms DOOR {LINK}"
    )


def test_an_ok_that_fits_several_pages_asks_which() -> None:
    composed = notices.which_page(
        language="en", first="@merel", second="@jan", letters=("B", "C"), open_pages=3, link=LINK
    )
    assert composed.text == (
        f"Waakhond: which? 3 pages open: text OK B (@merel), OK C (@jan) or OK ALL. Nothing taken yet. {LINK}"
    )


@pytest.mark.parametrize(
    ("conversations", "promises", "first", "open_now"),
    [
        (3, 2, "23 12:00", "3 gesprekken, 2 beloften (eerste ma 12:00)"),
        (1, 1, "30 12:00", "1 gesprek, 1 belofte (eerste ma 30-11 12:00)"),
        (0, 0, None, "0 gesprekken, 0 beloften"),
    ],
)
def test_a_handoff(conversations: int, promises: int, first: str | None, open_now: str) -> None:
    composed = notices.handoff(
        language="nl",
        zone=ZONE,
        now=at("23 09:00"),
        until=at("30 09:00"),
        conversations=conversations,
        promises=promises,
        first_promise_at=at(first) if first else None,
        link=LINK,
        can_reply=True,
    )
    assert composed.text == (
        f"Waakhond: jij hebt dienst tot ma 30-11 09:00. Open: {open_now}. OK = telefoon bij me {LINK}"
    )


@pytest.mark.parametrize(
    ("language", "open_now"),
    [("nl", "Open: 8000+ gesprekken, 120+ beloften (eerste"), ("en", "Open: 8000+ chats, 120+ promises (first")],
)
def test_a_handoff_of_more_than_can_be_counted_says_a_least(language: Language, open_now: str) -> None:
    composed = notices.handoff(
        language=language,
        zone=ZONE,
        now=at("23 09:00"),
        until=at("30 09:00"),
        conversations=8000,
        promises=120,
        first_promise_at=at("30 12:00"),
        link=LINK,
        can_reply=True,
        more=True,
    )
    assert open_now in composed.text
    assert len(composed.text) <= 160


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Waakhond: jij hebt dienst. Open: 0 gesprekken, 0 beloften."),
        ("en", "Waakhond: you are on duty. Open: 0 chats, 0 promises."),
    ],
)
def test_a_handoff_after_which_nobody_else_comes(language: Language, words: str) -> None:
    composed = notices.handoff(
        language=language,
        zone=ZONE,
        now=at("23 09:00"),
        until=None,
        conversations=0,
        promises=0,
        first_promise_at=None,
        link=LINK,
        can_reply=False,
    )
    assert composed.text == f"{words} {LINK}"


@pytest.mark.parametrize(
    ("language", "until", "words"),
    [
        (
            "nl",
            "30 09:00",
            "jij krijgt dienst, van ma 23-11 09:00 tot ma 30-11 09:00. Kun je niet? Regel nu iemand anders.",
        ),
        ("nl", None, "jij krijgt dienst, van ma 23-11 09:00. Kun je niet? Regel nu iemand anders."),
        (
            "en",
            "30 09:00",
            "you will be on duty from Mon 23-11 09:00 until Mon 30-11 09:00. Can't you? Find somebody else now.",
        ),
    ],
)
def test_the_day_before_a_handoff(language: Language, until: str | None, words: str) -> None:
    composed = notices.day_before(
        language=language, zone=ZONE, since=at("23 09:00"), until=at(until) if until else None, link=LINK
    )
    assert composed.text == f"Waakhond: {words} {LINK}"


@pytest.mark.parametrize(
    ("language", "until", "words"),
    [
        ("nl", "24 00:00", "NIEMAND HEEFT DIENST (webcare) van ma 23-11 09:00 tot di 24-11 00:00. Regel nu iemand."),
        ("en", "24 00:00", "NOBODY ON DUTY (webcare) from Mon 23-11 09:00 until Tue 24-11 00:00. Find somebody now."),
        ("en", None, "NOBODY ON DUTY (webcare) from Mon 23-11 09:00. Find somebody now."),
    ],
)
def test_nobody_on_duty_ahead(language: Language, until: str | None, words: str) -> None:
    composed = notices.nobody_ahead(
        language=language,
        zone=ZONE,
        rota="webcare",
        since=at("23 09:00"),
        until=at(until) if until else None,
        link=LINK,
    )
    assert composed.text == f"Waakhond: {words} {LINK}"
