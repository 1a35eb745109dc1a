"""Every row of the catalogue, in both languages, at its longest: one text message, nothing cut."""

import re
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal

import pytest

import chalicelib
from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import OutageTold, PageItem, PageView
from chalicelib.texts import choices, notices
from chalicelib.texts.catalogue import ASKS, ROWS, Row
from chalicelib.texts.choosing import choose
from chalicelib.texts.compose import Composed, compose
from chalicelib.texts.gsm7 import septets
from chalicelib.texts.phrases import PHRASES, PLATFORMS
from tests.texts.building import DIRECT, HANDLE, LINK, MENTION, PROMISE, VIEW, ZONE, at, told

BOTH: tuple[Language, ...] = ("nl", "en")
ROTA = "webcare-noord"
TOLD = told("Annemarie", "20 23:45", "20 23:55")
THREE_TIMES = (*TOLD, *told("Annemarie", "21 00:00"))
TOLD_DIRECT = told("Annemarie", "18 16:05", "19 10:50")

MENTIONED = replace(MENTION, platform="messenger", excerpt="al 3x gebeld en steeds..")
MANAGED = replace(MENTIONED, for_manager=True)
WRITTEN = replace(DIRECT, platform="messenger")
BROKEN = replace(WRITTEN, idle_working_days="2")
PROMISED = replace(PROMISE, platform="messenger")


def taken(item: PageItem, time: str) -> PageItem:
    return replace(item, taken_by="Annemarie", taken_at=at(time))


def page(now: str, *items: PageItem) -> PageView:
    return replace(VIEW, composed_at=at(now), items=items)


LONGEST_PAGES: list[tuple[str, PageView]] = [
    ("mention", page("20 23:45", MENTIONED)),
    ("mention", replace(page("20 23:45", *[MENTIONED] * 124), ahead=123)),
    ("mention again", page("20 23:45", replace(MENTIONED, nth=2))),
    ("mention again", page("20 23:45", *[replace(MENTIONED, nth=2)] * 124)),
    ("mention taken", page("20 23:50", taken(MENTIONED, "20 23:47"))),
    ("breach", page("21 00:31", MENTIONED)),
    ("breach", page("21 00:31", *[MENTIONED] * 124)),
    ("breach taken", page("21 00:31", taken(MENTIONED, "20 23:47"))),
    ("breach, manager", page("21 00:01", replace(MANAGED, told=TOLD))),
    ("breach, manager", page("21 00:01", replace(MANAGED, told=THREE_TIMES))),
    ("breach taken, manager", page("21 00:01", taken(MANAGED, "20 23:47"))),
    ("direct", page("18 16:05", WRITTEN)),
    ("direct", page("18 16:05", replace(WRITTEN, idle_working_days=None))),
    ("direct taken", page("19 10:50", taken(WRITTEN, "18 16:07"))),
    ("direct breach", page("19 11:50", replace(BROKEN, told=TOLD_DIRECT))),
    ("direct breach taken", page("19 11:50", taken(BROKEN, "18 16:07"))),
    ("direct breach taken, manager", page("19 11:50", taken(replace(BROKEN, for_manager=True), "18 16:07"))),
    ("promise", page("23 11:00", PROMISED)),
    ("promise broken", page("23 12:00", PROMISED)),
    ("nobody on duty", replace(page("20 23:45", MENTIONED), nobody_on_duty=ROTA)),
    ("arrived late", page("21 00:30", *[replace(MENTIONED, arrived_late=True)] * 123)),
]

# These say more than a night's ordinary page and may cut the handle, but not drop the hint how to reply.
TIGHT_PAGES: list[tuple[str, PageView]] = [
    ("direct breach", page("19 11:50", replace(BROKEN, idle_working_days=None, told=TOLD_DIRECT))),
    ("promise, nobody on duty", replace(page("23 09:00", PROMISED), nobody_on_duty=ROTA)),
]

Why = Literal["revoked", "refused", "poll"]
CUT_OFF: tuple[Why, ...] = ("revoked", "refused", "poll")


def cut_off(why: Why, language: Language) -> Composed:
    return notices.cut_off(
        language=language,
        why=why,
        platform="instagram",
        account_name="merk_webcare",
        lasted=timedelta(hours=12, minutes=10),
        link=LINK,
    )


KNOWN = OutageTold(
    words=("betaalautomaten", *["pinnen"] * 9),
    waiting=1243,
    more=False,
    past=1243,
    oldest_at=at("19 23:00"),
    next_at=at("20 23:30"),
)
OUTAGES: list[PageView] = [
    replace(page("20 23:00", MENTIONED), outage=KNOWN, can_reply=False),
    replace(page("20 23:00", MENTIONED), outage=replace(KNOWN, words=("storing",), past=0)),
    replace(page("20 23:00", MENTIONED), outage=replace(KNOWN, words=("app",), past=0), nobody_on_duty=ROTA),
]

NOTICES: list[tuple[str, Callable[[Language], Composed]]] = [
    (
        "storm",
        lambda language: notices.storm(
            language=language,
            zone=ZONE,
            waiting=1243,
            growth=138,
            minutes=5,
            first_due_at=at("21 21:00"),
            furthest=(HANDLE, 80_000),
            other_topics=1,
            link=LINK,
        ),
    ),
    (
        "silence",
        lambda language: notices.silence(
            language=language,
            platform="instagram",
            account_name="merk_webcare",
            silent_for=timedelta(hours=2, minutes=10),
            usual=14,
            link=LINK,
        ),
    ),
    *((why, partial(cut_off, why)) for why in CUT_OFF),
    (
        "test",
        lambda language: notices.reachability_test(
            language=language, name="Annemarie", minutes=15, link=LINK, can_reply=True
        ),
    ),
    (
        "sign-in code",
        lambda language: notices.sign_in_code(language=language, code="482913", minutes=10, link=LINK),
    ),
    (
        "yours",
        lambda language: notices.yours(
            language=language,
            customer_name=HANDLE,
            platform="messenger",
            due_at=at("21 00:00"),
            now=at("20 23:48"),
            link=LINK,
        ),
    ),
    (
        "which page",
        lambda language: notices.which_page(
            language=language,
            first="@merel_utrecht88",
            second=HANDLE,
            letters=("A", "B"),
            open_pages=2,
            link=LINK,
        ),
    ),
    (
        "several yours",
        lambda language: notices.several_yours(language=language, first=HANDLE, others=123, link=LINK),
    ),
    (
        "passed on",
        lambda language: notices.passed_on(
            language=language, first=HANDLE, platform="messenger", others=123, to="Annemarie", link=LINK
        ),
    ),
    (
        "not passed on",
        lambda language: notices.passed_on(
            language=language, first=HANDLE, platform="messenger", others=123, to=None, link=LINK
        ),
    ),
    (
        "handoff",
        lambda language: notices.handoff(
            language=language,
            zone=ZONE,
            now=at("23 09:00"),
            until=at("30 09:00"),
            conversations=3,
            promises=2,
            first_promise_at=at("23 12:00"),
            link=LINK,
            can_reply=True,
        ),
    ),
    (
        "day before",
        lambda language: notices.day_before(
            language=language, zone=ZONE, since=at("23 09:00"), until=at("30 09:00"), link=LINK
        ),
    ),
    (
        "nobody ahead",
        lambda language: notices.nobody_ahead(
            language=language, zone=ZONE, rota=ROTA, since=at("23 09:00"), until=at("30 09:00"), link=LINK
        ),
    ),
]

# About no page, so there is none to open.
WITHOUT_LINK: list[tuple[str, Callable[[Language], Composed]]] = [
    ("nothing open", lambda language: notices.nothing_open(language=language)),
    ("not understood", lambda language: notices.not_understood(language=language)),
    ("reached", lambda language: notices.reached(language=language)),
]


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("row", "view"), LONGEST_PAGES)
def test_the_longest_page_fits_uncut(row: str, view: PageView, language: Language) -> None:
    text = compose(replace(view, language=language)).text
    assert choose(view) == row
    assert septets(text) <= 160
    assert HANDLE in text
    assert text.endswith(f" {LINK}")
    assert " OK = " in text or ROWS[row].ask is None


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("row", "view"), TIGHT_PAGES)
def test_a_tight_page_cuts_no_more_than_the_handle(row: str, view: PageView, language: Language) -> None:
    text = compose(replace(view, language=language)).text
    assert choose(view) == row
    assert septets(text) <= 160
    assert HANDLE[:6] in text
    assert " OK = " in text


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("view", OUTAGES)
def test_the_longest_page_of_an_outage_fits_uncut(view: PageView, language: Language) -> None:
    text = compose(replace(view, language=language)).text
    assert choose(view) == "outage"
    assert septets(text) <= 160
    assert ".." not in text
    assert text.endswith(f". {LINK}") or (text.endswith(f" {LINK}") and view.can_reply)
    assert "23:30" in text or view.nobody_on_duty


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("row", "notice"), NOTICES)
def test_the_longest_notice_fits_uncut(row: str, notice: Callable[[Language], Composed], language: Language) -> None:
    composed = notice(language)
    assert septets(composed.text) <= 160
    assert ".." not in composed.text
    assert composed.text.endswith(f" {LINK}")
    assert composed.body.endswith(f"\n\n{LINK}\n")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(("row", "notice"), WITHOUT_LINK)
def test_what_is_about_no_page_ends_with_its_sentence(
    row: str, notice: Callable[[Language], Composed], language: Language
) -> None:
    composed = notice(language)
    assert septets(composed.text) <= 160
    assert composed.text == (ROWS[row].nl if language == "nl" else ROWS[row].en)
    assert composed.body == f"{composed.text}\n"


@pytest.mark.parametrize("language", BOTH)
def test_who_cannot_be_reached_fits_and_a_mail_tells_of_each(language: Language) -> None:
    lines = ("Annemarie: ...", "Bram: ...")
    composed = notices.nobody_reached(language=language, first="Annemarie", others=123, lines=lines)
    assert septets(composed.text) <= 160
    assert "Annemarie" in composed.text
    assert composed.body.startswith(composed.text)
    assert composed.body.splitlines()[-2:] == [*lines]


def test_every_row_is_rendered_here() -> None:
    rendered = {row for row, _ in (*LONGEST_PAGES, *TIGHT_PAGES, *NOTICES, *WITHOUT_LINK)}
    assert rendered | {"unreachable", "outage"} == set(ROWS)


@pytest.mark.parametrize("language", BOTH)
def test_no_text_offers_a_word_that_carriers_take_as_opting_out(language: Language) -> None:
    sentences = [row.nl if language == "nl" else row.en for row in ROWS.values()]
    asks = [ask[language] for ask in ASKS.values()]
    for text in (*sentences, *asks):
        assert not re.search(r"\b(STOP|END|CANCEL|QUIT|UNSUBSCRIBE)\b", text)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_both_languages_tell_the_same_facts(row: Row) -> None:
    assert set(_fields(row.nl)) == set(_fields(row.en))


def test_every_phrase_exists_in_both_languages_with_the_same_fields() -> None:
    assert set(PHRASES["nl"]) == set(PHRASES["en"])
    for name, dutch in PHRASES["nl"].items():
        assert set(_fields(dutch)) == set(_fields(PHRASES["en"][name])), name


def test_every_phrase_is_said_somewhere() -> None:
    package = Path(chalicelib.__file__).parent
    places = [*package.glob("texts/*.py"), *package.glob("web/*.py"), *package.glob("web/templates/*.html")]
    sources = "".join(path.read_text("utf-8") for path in places if path.name != "phrases.py")
    said = set(re.findall(r"""["']([a-z ]+)["']""", sources)) | {"direct", "public"}  # by the surface's name
    # Of the words of the choices some are put together ("ended " and how it ended): their own tests show them all.
    assert set(PHRASES["nl"]) - said - set(choices.NL) == set()


def test_the_name_of_a_platform_takes_nine_characters_at_most() -> None:
    assert max(septets(name) for name in PLATFORMS.values()) == 9


def _fields(pattern: str) -> list[str]:
    return [field for _, field, _, _ in string.Formatter().parse(pattern) if field]
