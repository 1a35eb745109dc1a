"""Somebody is away: who comes in their place, and when nobody does."""

from dataclasses import replace

import pytest

from chalicelib.domain.duty import Reason, on_call
from chalicelib.domain.rota import Absence, Override
from tests.domain.rotas import (
    AWAY,
    BRAMS,
    DAY_AND_NIGHT,
    NEW_YEAR,
    ON_NEW_YEAR,
    SANNES,
    SWAP,
    WEBCARE,
    absence,
    at,
    override,
)

PLACED = absence("sanne", "2027-01-01", "2027-01-02", "12-21", "chris")


@pytest.mark.parametrize(
    ("when", "overrides", "absences", "person", "why"),
    [
        pytest.param(
            "12-31T23:59:59", [], [NEW_YEAR], "sanne", SANNES, id="a second before an absence the shift counts"
        ),
        pytest.param(
            "2027-01-01", [], [NEW_YEAR], None, ON_NEW_YEAR, id="away with nobody in place, nobody is on call"
        ),
        pytest.param("2027-01-01T23:59:59", [], [NEW_YEAR], None, ON_NEW_YEAR, id="until the absence's last second"),
        pytest.param("2027-01-02", [], [NEW_YEAR], "sanne", SANNES, id="at its end the shift counts again"),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [PLACED],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("12-21")),
            id="who is named in place carries",
        ),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [NEW_YEAR, PLACED],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("12-21")),
            id="of two absences of one person the newest counts",
        ),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [PLACED, absence("chris", "2027-01-01", "2027-01-02", in_place="dewi")],
            None,
            replace(ON_NEW_YEAR, made_at=at("12-21")),
            id="in place but away too is nobody, and no chain of stand-ins",
        ),
        pytest.param("2027-01-01", [], [AWAY], "sanne", SANNES, id="somebody else's absence changes nothing"),
        pytest.param(
            "12-23",
            [SWAP],
            [absence("sanne", "12-23", "12-24")],
            None,
            Reason("nobody", "webcare", "sanne", "a-sanne", "mirjam", at("11-01"), away=("sanne",)),
            id="an override does not outrank its taker being away, nor give the shift back",
        ),
        pytest.param(
            "12-23",
            [SWAP],
            [absence("sanne", "12-23", "12-24", in_place="chris")],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("11-01")),
            id="the taker's own stand-in carries then",
        ),
        pytest.param(
            "12-23",
            [override("dewi", "12-23", "12-24", "12-20", "chris")],
            [absence("bram", "12-21", "12-28", in_place="chris")],
            "dewi",
            Reason("override", "webcare", "bram", "o-dewi", "mirjam", at("12-20"), "holiday"),
            id="a stand-in can be relieved by name",
        ),
        pytest.param(
            "12-23T12:00",
            [],
            [absence("bram", "12-21", "12-28", "12-23T12:00:01")],
            "bram",
            BRAMS,
            id="an absence entered later does not rewrite who was on call",
        ),
    ],
)
def test_absences(
    when: str, overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(WEBCARE, at(when), overrides, absences)
    assert (duty.person, duty.why) == (person, why)


ANNA_AWAY = absence("anna", "11-17", "11-18")


BOTH_AWAY = [ANNA_AWAY, absence("sanne", "11-17", "11-18", "11-02")]


@pytest.mark.parametrize(
    ("overrides", "absences", "person", "why"),
    [
        pytest.param(
            [], [ANNA_AWAY], "sanne", Reason("shift", "webcare", "sanne", away=("anna",)), id="the lower layer steps in"
        ),
        pytest.param(
            [],
            BOTH_AWAY,
            None,
            Reason("nobody", "day", "anna", "a-anna", "mirjam", at("11-01"), away=("anna", "sanne")),
            id="nobody when the lower layer is away too, told after the highest",
        ),
        pytest.param(
            [],
            [ANNA_AWAY, replace(BOTH_AWAY[1], in_place="dewi")],
            "dewi",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("11-02"), away=("anna",)),
            id="a stand-in of the lower layer",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [ANNA_AWAY],
            "dewi",
            Reason("override", "webcare", "sanne", "o-dewi", "mirjam", at("11-01"), "holiday"),
            id="who stepped in can be relieved by name",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [ANNA_AWAY, absence("dewi", "11-17", "11-18")],
            None,
            Reason("nobody", "webcare", "dewi", "a-dewi", "mirjam", at("11-01"), away=("dewi",)),
            id="and does not step in again when the taker is away",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18")],
            [absence("dewi", "11-17", "11-18")],
            "sanne",
            Reason("shift", "webcare", "sanne", away=("dewi",)),
            id="the lower layer steps in for a taker who is away",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [],
            "anna",
            Reason("shift", "day", "anna"),
            id="an override of the lower layer's person leaves the higher layer alone",
        ),
    ],
)
def test_lower_layers_step_in(
    overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(DAY_AND_NIGHT, at("11-17T12:00"), overrides, absences)
    assert (duty.person, duty.why) == (person, why)
