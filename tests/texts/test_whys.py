"""Reasons as they are kept are said again in the reader's language; each that the app keeps is known here."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.domain.duty import Reason
from chalicelib.domain.roster import explain
from chalicelib.texts.whys import SENTENCES, why_said, whys_said

ZONE = "Europe/Amsterdam"
NAMES = {"sanne": "Sanne", "bram": "Bram", "mirjam": "Mirjam"}


def dutch(reason: str) -> str:
    return why_said(reason, NAMES, ZONE, "nl")


def english(reason: str) -> str:
    return why_said(reason, NAMES, ZONE, "en")


MADE = datetime(2026, 12, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        pytest.param(
            Reason("override", "day", "bram", "o1", "mirjam", MADE),
            "neemt de dienst van Bram (webcare) over, door Mirjam, 18 dec 2026",
            id="an override",
        ),
        pytest.param(
            Reason("absence", "day", "bram", "a1", "mirjam", MADE),
            "neemt de dienst van Bram (webcare) over, door Mirjam, 18 dec 2026",
            id="an absence with somebody in place",
        ),
        pytest.param(Reason("shift", "day", "bram"), "heeft dienst (webcare)", id="a shift of a layer"),
        pytest.param(Reason("shift"), "heeft dienst (webcare)", id="a shift"),
        pytest.param(Reason("override", "day"), "valt in (webcare)", id="an override of nobody's shift"),
        pytest.param(Reason("absence", "day"), "valt in bij afwezigheid (webcare)", id="an absence of nobody's shift"),
    ],
)
def test_why_somebody_carries_the_phone_is_said_as_the_rota_explains_it(why: Reason, said: str) -> None:
    assert dutch(explain(why, "webcare")) == said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("nobody on webcare", "nobody is on duty (webcare)"),
        ("owner of the promise", "sees to the promise"),
        ("named", "is named by the step"),
        ("asked for by sanne", "asked for by Sanne"),
        ("passed on by sanne", "passed on by Sanne"),
        ("no method reaches sanne: 404: gone", "Sanne was not reached: 404: gone"),
        ("sanne is not in the configuration any more", "Sanne is not in the configuration any more"),
        ("acknowledged by sanne, via link", "taken by Sanne (link)"),
        ("acknowledged by sanne", "taken by Sanne"),
        ("muted by mirjam until 2026-11-22T11:00:00Z", "muted by Mirjam until Sun 22-11 12:00"),
        ("answered at 2026-11-22T11:00:00Z", "answered Sun 22-11 12:00"),
        ("never_answered at 2026-11-22T11:00:00Z", "closed without an answer Sun 22-11 12:00"),
        (
            "answered at 2026-11-22T11:00:00Z, seen by the last look",
            "answered on the platform itself Sun 22-11 12:00, seen just before the page",
        ),
        (
            "deleted at 2026-11-22T11:00:00Z, seen by the last look",
            "gone from the platform, seen just before the page (Sun 22-11 12:00)",
        ),
        ("kept at 2026-11-22T11:00:00Z", "promise kept Sun 22-11 12:00"),
        ("nothing waits there any more", "nobody is waiting there any more"),
        ("account Merk does not page", "account Merk sends no pages"),
        ("the settings name nobody to tell", "the settings name nobody"),
        ("all it tells were told a higher step of the same clock", "whoever it tells was told a higher step"),
        ("8 tries, the last one: 503", "8 tries, the last one: 503"),
        ("answered at noon", "answered at noon"),
        ("answered at 2026-13-41T11:00:00Z", "answered at 2026-13-41T11:00:00Z"),
        ("", ""),
    ],
)
def test_what_is_kept_is_said_and_what_is_not_known_is_shown_as_it_is(kept: str, said: str) -> None:
    assert english(kept) == said


def test_each_recipient_has_a_line() -> None:
    kept = "sanne: shift of webcare (day); mirjam: shift of leads"
    assert whys_said(kept, NAMES, ZONE, "nl") == ("Sanne: heeft dienst (webcare)", "Mirjam: heeft dienst (leads)")


def test_what_a_stranger_put_into_a_reason_is_harmless() -> None:
    assert english("acknowledged by {by}\n\u202e<b>") == "taken by {by} <b>"


def test_both_languages_say_the_same_things() -> None:
    fields = re.compile(r"{\w+}")
    assert SENTENCES["nl"].keys() == SENTENCES["en"].keys()
    for kind, sentence in SENTENCES["nl"].items():
        assert sorted(fields.findall(sentence)) == sorted(fields.findall(SENTENCES["en"][kind])), kind


def test_the_reasons_of_a_decision_are_all_known() -> None:
    """The fixed ones stand in the code that decides; whoever adds one there finds it here."""
    source = ast.parse(Path("chalicelib/domain/escalation.py").read_text("utf-8"))
    fixed = [
        pair.elts[1].value
        for node in ast.walk(source)
        if isinstance(node, ast.Assign) and isinstance(pair := node.value, ast.Tuple) and len(pair.elts) > 1
        if isinstance(pair.elts[1], ast.Constant) and isinstance(pair.elts[1].value, str)
    ]
    assert fixed
    assert [reason for reason in fixed if dutch(reason) == reason] == []
