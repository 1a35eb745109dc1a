"""Somebody else does: whose shift an override takes, and which of several counts."""

from dataclasses import replace

import pytest

from chalicelib.domain.duty import Reason, on_call
from chalicelib.domain.rota import Absence, Override
from tests.domain.rotas import AWAY, BRAMS, DAY_AND_NIGHT, SANNES, SWAP, WEBCARE, absence, at, override

TAKEN = Reason("override", "webcare", "bram", "o-sanne", "mirjam", at("12-18T10:00"), "holiday")


EVENING = override("chris", "12-22T18:00", "12-22T22:00", "12-19")


ON_CHRIS = Reason("override", "webcare", "bram", "o-chris", "mirjam", at("12-19"), "holiday")


CORRECTED = override("chris", "12-21T09:00", "12-28T09:00", "12-19", "bram")


@pytest.mark.parametrize(
    ("when", "overrides", "absences", "person", "why"),
    [
        pytest.param(
            "12-25T03:55", [SWAP], [], "sanne", TAKEN, id="Sanne takes over Bram's week, told by whom and when"
        ),
        pytest.param(
            "12-25T03:55", [SWAP], [AWAY], "sanne", TAKEN, id="an override outranks whom it relieves being away"
        ),
        pytest.param("12-21T08:59:59", [SWAP], [], "sanne", SANNES, id="a second before the override it is the shift"),
        pytest.param("12-21T09:00", [SWAP], [], "sanne", TAKEN, id="an override counts from its first second"),
        pytest.param("12-28T08:59:59", [SWAP], [], "sanne", TAKEN, id="until the last one before its end"),
        pytest.param("12-28T09:00", [SWAP], [], "sanne", SANNES, id="at its end the shift counts again"),
        pytest.param(
            "12-22T17:59", [SWAP, EVENING], [], "sanne", TAKEN, id="around a nested override the older one counts"
        ),
        pytest.param(
            "12-22T18:00", [SWAP, EVENING], [], "chris", ON_CHRIS, id="inside it the newer one, of Bram's shift"
        ),
        pytest.param("12-22T18:00", [EVENING, SWAP], [], "chris", ON_CHRIS, id="in whatever order they are given"),
        pytest.param("12-22T22:00", [SWAP, EVENING], [], "sanne", TAKEN, id="at the nested end the older one is back"),
        pytest.param("12-22T22:00", [EVENING], [], "bram", BRAMS, id="an override that ends mid-shift gives it back"),
        pytest.param(
            "12-23", [SWAP, CORRECTED], [], "chris", ON_CHRIS, id="of two overrides of Bram's week the newest counts"
        ),
        pytest.param(
            "12-23",
            [replace(CORRECTED, id="o-b"), replace(SWAP, made_at=at("12-19"), id="o-a")],
            [],
            "chris",
            replace(ON_CHRIS, source="o-b"),
            id="made in the same instant, the highest id",
        ),
        pytest.param(
            "12-23",
            [SWAP, override("chris", "12-21", "12-28", "12-19", "sanne")],
            [],
            "chris",
            ON_CHRIS,
            id="who took a shift over can be relieved by name",
        ),
        pytest.param(
            "12-23",
            [SWAP, override("chris", "12-21", "12-28", "12-19", "sanne")],
            [absence("sanne", "12-23", "12-24")],
            "chris",
            ON_CHRIS,
            id="also when away by then",
        ),
        pytest.param(
            "12-16",
            [override("chris", "12-14", "12-28", instead_of="bram")],
            [],
            "sanne",
            SANNES,
            id="an override instead of Bram leaves Sanne's week alone",
        ),
        pytest.param(
            "12-23", [replace(SWAP, rota="managers")], [], "bram", BRAMS, id="another rota's override is not ours"
        ),
        pytest.param(
            "12-22T12:00",
            [override("sanne", "12-21T09:00", "12-28T09:00", "12-22T12:00:01")],
            [],
            "bram",
            BRAMS,
            id="an override made later does not rewrite who was on call",
        ),
        pytest.param(
            "12-22T12:00:01",
            [override("sanne", "12-21T09:00", "12-28T09:00", "12-22T12:00:01")],
            [],
            "sanne",
            replace(TAKEN, made_at=at("12-22T12:00:01")),
            id="it counts from the instant it was made",
        ),
        pytest.param(
            "11-10",
            [override("chris", "11-10", "11-11")],
            [],
            "chris",
            Reason("override", None, None, "o-chris", "mirjam", at("11-01"), "holiday"),
            id="an override fills a time that no layer carries",
        ),
        pytest.param(
            "11-10",
            [override("chris", "11-10", "11-11"), override("dewi", "11-10", "11-11", "11-02", "chris")],
            [],
            "dewi",
            Reason("override", None, None, "o-dewi", "mirjam", at("11-02"), "holiday"),
            id="and can itself be overridden there",
        ),
    ],
)
def test_overrides(
    when: str, overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(WEBCARE, at(when), overrides, absences)
    assert (duty.person, duty.why) == (person, why)


def test_an_older_override_that_is_over_hides_no_newer_one() -> None:
    over = override("chris", "12-21T09:00", "12-22T09:00", "12-01")
    duty = on_call(WEBCARE, at("12-25T03:55"), [over, SWAP], [])
    assert (duty.person, duty.why) == ("sanne", TAKEN)


def test_whoever_takes_over_while_the_first_choice_is_away_takes_over_from_the_first_choice() -> None:
    taken = override("chris", "11-17T10:00", "11-17T14:00")
    duty = on_call(DAY_AND_NIGHT, at("11-17T12:00"), [taken], [absence("anna", "11-17", "11-18")])
    assert duty.person == "chris"
    assert (duty.why.kind, duty.why.layer, duty.why.whose) == ("override", "day", "anna")
