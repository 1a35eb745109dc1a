"""Every kind of moment has a sentence in both languages, and none of them quotes a direct message."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Continued, Deletion, Follow, Message, MovedToDm
from chalicelib.domain.organisation import Language, Surface
from chalicelib.domain.steps import Outcome, StepTaken
from chalicelib.domain.telling import Decided, Moment, Rules, What
from chalicelib.texts.moments import Ears, Told, told
from chalicelib.texts.story import SENTENCES

AT = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
RULES = Rules("1a2b3c4d5e6f", "mention", "kantoor")


ASKED = Message(
    id="1",
    direction="inbound",
    first_seen_at=AT,
    stored_at=AT,
    accounts=frozenset({"1"}),
    asked_at=AT,
    author_name="jan",
    excerpt="waar blijft het",
)
ANSWERED = replace(ASKED, direction="outbound", author_name=None)


def step(outcome: Outcome, reason: str, *to: str, key: str = "after 45m", stored_at: datetime = AT) -> StepTaken:
    return StepTaken(
        alert="a1",
        step=key,
        level=0,
        clock="response",
        anchor="1",
        planned_at=AT,
        stored_at=stored_at,
        outcome=outcome,
        recipients=to,
        reason=reason,
        config="1a2b3c4d5e6f",
    )


def said(what: What, language: Language = "nl", surface: Surface = "public", of: Fact | None = None) -> Told:
    names = {"mirjam": "Mirjam", "sanne": "Sanne", "bram": "Bram"}
    ears = Ears(language=language, zone="Europe/Amsterdam", names=names, messages={"1": ASKED})
    return told(Moment(at=AT, ref="x:merk:public:1", surface=surface, what=what, of=of), ears)


TAKEN = Acknowledgement(id="a", by="mirjam", at=AT, stored_at=AT, via="link")


@pytest.mark.parametrize(
    ("what", "text", "details"),
    [
        pytest.param(ASKED, "@jan schreef", (), id="a question"),
        pytest.param(replace(ASKED, revision=1), "@jan schreef", ("aangepast, versie 2",), id="an edit"),
        pytest.param(
            replace(ASKED, first_seen_at=LATER), "@jan schreef", ("bij ons binnen za 21-11 00:45",), id="seen late"
        ),
        pytest.param(
            replace(ASKED, asked_at=None), "@jan schreef", ("het platform gaf geen tijd",), id="without a time"
        ),
        pytest.param(ANSWERED, "Het merk antwoordde", (), id="an answer"),
        pytest.param(
            replace(ANSWERED, automatic=True),
            "Automatisch antwoord van het merk: dat stopt niets",
            (),
            id="an automatic answer",
        ),
        pytest.param(
            replace(ANSWERED, by_hand=True, author="sanne"),
            "Sanne meldde dat het elders is beantwoord",
            (),
            id="answered elsewhere",
        ),
        pytest.param(
            Deletion(message="1", first_seen_at=LATER, stored_at=LATER),
            "De klant verwijderde het bericht van vr 20-11 23:45",
            (),
            id="a deletion",
        ),
        pytest.param(
            Deletion(message="2", first_seen_at=AT, stored_at=AT),
            "Een bericht werd verwijderd",
            (),
            id="of what we lack",
        ),
        pytest.param(Follow(id="f", first_seen_at=AT, stored_at=AT), "Het merk volgde de klant", (), id="a follow"),
        pytest.param(
            MovedToDm(id="m", account="1", first_seen_at=AT, stored_at=AT, promises_contact=True),
            "Het merk beloofde contact in DM",
            (),
            id="moved to DM",
        ),
        pytest.param(
            Continued(id="c", other="x:merk:public:2", leaves=False, first_seen_at=AT, stored_at=AT),
            "De klant kreeg een andere id: dit gesprek gaat verder waar het vorige ophield",
            (),
            id="another id",
        ),
        pytest.param(TAKEN, "Mirjam pakte het op", ("via de link van een melding",), id="taken"),
        pytest.param(
            Acknowledgement(id="a", by="mirjam", at=AT, stored_at=AT, via="snooze", until=LATER),
            "Mirjam wil geen herinnering tot za 21-11 00:45",
            (),
            id="snoozed",
        ),
        pytest.param(
            Dismissal(id="d", by="mirjam", at=AT, stored_at=AT, reason="not_for_us"),
            "Mirjam: geen antwoord nodig",
            ("Niet voor ons",),
            id="dismissed",
        ),
        pytest.param(
            Muted(id="m", by="mirjam", at=AT, stored_at=AT, until=LATER, reason="actie"),
            "Mirjam dempte dit tot za 21-11 00:45",
            ("actie",),
            id="muted",
        ),
        pytest.param(
            StillQuestion(message="1", by="mirjam", at=AT, stored_at=AT),
            "Mirjam: toch een vraag",
            (),
            id="still a question",
        ),
        pytest.param(
            Promise(id="p", by="mirjam", owner="sanne", what="we bellen", at=AT, stored_at=AT, due_at=LATER),
            "Mirjam legde een belofte vast voor za 21-11 00:45",
            ("'we bellen', Sanne zorgt ervoor",),
            id="a promise",
        ),
        pytest.param(
            PromiseKept(promise="p", by="mirjam", at=AT, stored_at=AT),
            "Mirjam: belofte nagekomen",
            (),
            id="a promise kept",
        ),
        pytest.param(
            Decided(
                step(
                    "fired",
                    "sanne: takes over bram's shift of webcare, by mirjam, 2026-12-18",
                    "sanne",
                    stored_at=LATER,
                ),
                None,
                RULES,
            ),
            "Stap after 45m: melding voor Sanne",
            (
                "Sanne: neemt de dienst van Bram (webcare) over, door Mirjam, 18 dec 2026",
                "gepland vr 20-11 23:45",
                "beleid mention, kalender kantoor, configuratie 1a2b3c4d",
            ),
            id="a step, whom it told, why, and by which rules",
        ),
        pytest.param(
            Decided(step("held", "acknowledged by sanne"), None, Rules("1a2b3c4d5e6f", "", "")),
            "Stap after 45m: tegengehouden",
            ("opgepakt door Sanne", "configuratie 1a2b3c4d"),
            id="a step that was held back",
        ),
        pytest.param(
            Decided(step("fired", "", "mirjam", key="by hand sanne 2026-11-20T22:45:00"), None, RULES),
            "Sanne riep hulp: melding voor Mirjam",
            ("beleid mention, kalender kantoor, configuratie 1a2b3c4d",),
            id="called for by hand",
        ),
    ],
)
def test_what_is_said_of_it(what: What, text: str, details: tuple[str, ...]) -> None:
    found = said(what)
    assert (found.text, found.details) == (text, details)
    assert said(what, "en").text != text


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_has_its_sentence(outcome: Outcome) -> None:
    assert said(Decided(step(outcome, ""), None, RULES)).text.startswith("Stap after 45m: ")


def test_what_was_taken_back_is_named() -> None:
    back = Withdrawal(fact="acknowledgement#a", by="sanne", at=LATER, stored_at=LATER)
    assert said(back, of=TAKEN).text == "Sanne maakte ongedaan: Mirjam pakte het op"
    assert said(back).text == "Sanne maakte iets ongedaan"


@pytest.mark.parametrize(("surface", "quote"), [("public", "waar blijft het"), ("direct", None)])
def test_only_public_text_is_quoted(surface: Surface, quote: str | None) -> None:
    assert said(ASKED, surface=surface).quote == quote


def test_both_languages_say_the_same_things() -> None:
    fields = re.compile(r"{\w+}")
    assert SENTENCES["nl"].keys() == SENTENCES["en"].keys()
    for phrase, sentence in SENTENCES["nl"].items():
        assert sorted(fields.findall(sentence)) == sorted(fields.findall(SENTENCES["en"][phrase])), phrase
