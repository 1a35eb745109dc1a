"""What is said on the telephone: short, in words, with nothing in it that a voice cannot say."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.pages import Crowd, OutageTold, PageView
from chalicelib.texts.spoken import SENTENCES, said_name, said_span, spoken, spoken_test
from tests.texts.building import DIRECT, FRIDAY, MENTION, PROMISE, VIEW, at
from tests.texts.test_hostile import HOSTILE

MEREL = replace(MENTION, customer_name="@merel_utrecht88")
KNOWN = OutageTold(
    words=("pinnen", "storing"),
    waiting=31,
    more=False,
    past=2,
    oldest_at=FRIDAY,
    next_at=at("21 00:30"),
)
STORM = Crowd(
    waiting=1243,
    growth=138,
    growth_of=timedelta(minutes=5),
    first_due_at=at("20 21:00"),
    furthest=("@x_nieuws", 80_000),
    other_topics=("@piet",),
)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            replace(VIEW, items=(MEREL,)),
            "Dit is Waakhond. Nog 15 minuten. merel utrecht 88 wacht op X al 45 minuten op antwoord."
            " Open de link die je kreeg, of stuur OK per sms.",
            id="a mention",
        ),
        pytest.param(
            replace(VIEW, items=(MEREL,), language="en", can_reply=False),
            "This is Waakhond. 15 minutes left. merel utrecht 88 has been waiting for an answer on X for 45 minutes."
            " Open the link you were sent.",
            id="in English, where nobody can reply",
        ),
        pytest.param(
            replace(VIEW, items=(replace(MEREL, customer_name="🔥"),)),
            "Dit is Waakhond. Nog 15 minuten. een klant wacht op X al 45 minuten op antwoord."
            " Open de link die je kreeg, of stuur OK per sms.",
            id="a name that cannot be said",
        ),
        pytest.param(
            replace(VIEW, items=(MEREL, MENTION)),
            "Dit is Waakhond. Nog 15 minuten. merel utrecht 88 wacht op X al 45 minuten op antwoord."
            " En er wacht nog iemand. Open de link die je kreeg, of stuur OK per sms.",
            id="one more",
        ),
        pytest.param(
            replace(VIEW, items=(MEREL, MENTION, MENTION), composed_at=FRIDAY + timedelta(minutes=60)),
            "Dit is Waakhond. De grens is voorbij. merel utrecht 88 wacht op X al 1 uur op antwoord."
            " En er wachten nog 2 anderen. Open de link die je kreeg, of stuur OK per sms.",
            id="a breach, and two more",
        ),
        pytest.param(
            replace(
                VIEW,
                items=(replace(MEREL, taken_by="Bram", taken_at=at("20 23:47")),),
                composed_at=FRIDAY + timedelta(minutes=59, seconds=30),
                language="en",
            ),
            "This is Waakhond. 1 minute left. merel utrecht 88 has been waiting for an answer on X for 59 minutes."
            " Bram took it, but there is no answer yet. Open the link you were sent, or text OK.",
            id="taken by somebody",
        ),
        pytest.param(
            replace(VIEW, items=(replace(MEREL, taken_by="Sanne", taken_at=at("20 23:47")),)),
            "Dit is Waakhond. Nog 15 minuten. merel utrecht 88 wacht op X al 45 minuten op antwoord."
            " Je pakte het op, maar er is nog geen antwoord. Open de link die je kreeg, of stuur OK per sms.",
            id="taken by who is called",
        ),
        pytest.param(
            replace(VIEW, items=(replace(DIRECT, customer_name="Jan de Vries"),), composed_at=at("18 16:05")),
            "Dit is Waakhond. Het privébericht van Jan de Vries op X wacht op antwoord. De grens is donderdag om 11:50."
            " Open de link die je kreeg, of stuur OK per sms.",
            id="a direct message",
        ),
        pytest.param(
            replace(VIEW, items=(DIRECT,), composed_at=at("19 11:50"), language="en"),
            "This is Waakhond. The limit has passed for the direct message of marieke jansen 1 on X."
            " Open the link you were sent, or text OK.",
            id="a direct message past its limit",
        ),
        pytest.param(
            replace(VIEW, items=(PROMISE,), composed_at=at("23 10:30")),
            "Dit is Waakhond. Nog 1 uur en 30 minuten voor een belofte aan marieke jansen 1 op X."
            " Open de link die je kreeg, of stuur OK per sms.",
            id="a promise",
        ),
        pytest.param(
            replace(VIEW, items=(PROMISE,), composed_at=at("23 12:00"), language="en"),
            "This is Waakhond. A promise to marieke jansen 1 on X is broken. Open the link you were sent, or text OK.",
            id="a promise broken",
        ),
        pytest.param(
            replace(VIEW, items=(PROMISE,), composed_at=at("23 12:00"), nobody_on_duty="webcare", can_reply=False),
            "Dit is Waakhond. Niemand heeft dienst, daarom bel ik jou."
            " Een belofte aan marieke jansen 1 op X is verlopen. Open de link die je kreeg.",
            id="nobody on duty",
        ),
        pytest.param(
            replace(VIEW, composed_at=at("20 20:07"), crowd=STORM, storm=True),
            "Dit is Waakhond. Er is een storm: 1243 klanten wachten. De eerste grens is vandaag om 21:00."
            " Open de link die je kreeg, of stuur OK per sms.",
            id="a storm",
        ),
        pytest.param(
            replace(VIEW, composed_at=at("21 00:10"), crowd=STORM, language="en"),
            "This is Waakhond. 1243 customers are waiting. The first limit is Friday at 21:00."
            " Open the link you were sent, or text OK.",
            id="many in a storm, whose first limit was yesterday",
        ),
        pytest.param(
            replace(VIEW, composed_at=at("21 00:10"), outage=KNOWN),
            "Dit is Waakhond. Er is een bekende storing: pinnen. Daarover wachten 31 klanten, de langste 1 uur en"
            " 10 minuten. Open de link die je kreeg, of stuur OK per sms.",
            id="a known outage",
        ),
        pytest.param(
            replace(VIEW, composed_at=at("21 00:10"), outage=replace(KNOWN, waiting=1), language="en"),
            "This is Waakhond. There is a known outage: pinnen. 1 customer is waiting about it, for 1 hour and"
            " 10 minutes. Open the link you were sent, or text OK.",
            id="a known outage about which one asks",
        ),
    ],
)
def test_what_is_said(view: PageView, said: str) -> None:
    assert spoken(view) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@merel_utrecht88", "merel utrecht 88"),
        ("@JanDeVries", "Jan De Vries"),
        ("@user12345678", "user 1 2 3 4 5 6 7 8"),
        ("O'Brien & co.", "O'Brien co"),
        ("https://evil.example/x", "link"),
        ("🔥🔥", ""),
        ("@een.hele-lange.naam_die_niet_ophoudt_en_doorgaat", "een hele lange naam die niet ophoudt en"),
        ("a" * 100, "a" * 40),
    ],
)
def test_a_handle_is_said_in_words(name: str, said: str) -> None:
    assert said_name(name) == said


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (0, "0 minuten", "0 minutes"),
        (1, "1 minuut", "1 minute"),
        (59, "59 minuten", "59 minutes"),
        (60, "1 uur", "1 hour"),
        (61, "1 uur en 1 minuut", "1 hour and 1 minute"),
        (150, "2 uur en 30 minuten", "2 hours and 30 minutes"),
        (48 * 60 - 1, "47 uur en 59 minuten", "47 hours and 59 minutes"),
        (48 * 60, "2 dagen", "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_words(minutes: int, dutch: str, english: str) -> None:
    assert (said_span(minutes, "nl"), said_span(minutes, "en")) == (dutch, english)


def test_a_test_call_asks_for_nothing() -> None:
    assert spoken_test("Sanne", "nl") == (
        "Dit is Waakhond. Dit is een test voor Sanne. Er wacht geen klant, en je hoeft niets te doen."
    )


def test_everything_is_said_in_both_languages() -> None:
    assert set(SENTENCES["nl"]) == set(SENTENCES["en"])


def check(name: str) -> None:
    """The longest thing there is to say about a customer who is called so, on a platform and by a colleague too."""
    item = replace(MENTION, customer_name=name, platform=name, excerpt="geheim", taken_by=name, taken_at=FRIDAY)
    for each in (item, replace(item, surface="direct", clock="dm_follow_up"), replace(item, clock="promise")):
        view = replace(VIEW, items=(each, *[item] * 399), nobody_on_duty=name)
        for language in SENTENCES:
            said = spoken(replace(view, language=language))
            assert len(said) <= 480
            assert re.fullmatch(r"[\w' .,:]+", said), said
            assert "geheim" not in said


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_words_or_nothing(hostile: str) -> None:
    check(hostile)


@given(st.text(max_size=200))
def test_whatever_somebody_is_called(name: str) -> None:
    check(name)
