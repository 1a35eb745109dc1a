"""Through the API WhatsApp shows no answer but in its statuses: which of them stop a clock."""

from itertools import permutations

import pytest

from tests.stories import whatsapp
from tests.stories.world import World, local
from tests.usecases.test_rename import SETTINGS

ASKED, SENT = local("2026-11-17 10:00"), local("2026-11-17 10:05")
CUSTOMER = "NL.100"


def state(name: str, category: str = "service") -> bytes:
    return whatsapp.status(CUSTOMER, "wamid.2", name, SENT, category)


@pytest.mark.parametrize(
    ("states", "stops"),
    [
        pytest.param([state("sent")], True, id="sent"),
        pytest.param([state("sent"), state("delivered"), state("read")], True, id="sent, delivered and read"),
        pytest.param([state("delivered"), state("read")], False, id="delivered and read alone do not tell what it was"),
        pytest.param([state("failed")], False, id="failed at once"),
        pytest.param([state("sent"), state("failed")], False, id="sent and failed"),
        pytest.param([state("sent", "marketing"), state("delivered")], False, id="an advertisement"),
        pytest.param([state("sent", "utility")], False, id="a reminder"),
        pytest.param([state("sent", "referral_conversion")], True, id="an answer below an advertisement"),
    ],
)
def test_which_statuses_are_an_answer_in_whatever_order_they_come(states: list[bytes], stops: bool) -> None:
    for order in permutations([whatsapp.message(CUSTOMER, "wamid.1", ASKED), *states, states[0]]):
        world = World("2026-11-17 10:10", SETTINGS)
        for body in order:
            world.post(body, "whatsapp")
        (clock,) = world.clocks("whatsapp")
        assert (clock.started_at, clock.ended_at) == (ASKED, SENT if stops else None)
