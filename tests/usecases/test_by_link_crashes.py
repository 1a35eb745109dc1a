"""A form of a page's link dies after any of its effects, and the person presses again: done once, and whole."""

from collections import Counter
from collections.abc import Collection

import pytest

from chalicelib.domain.steps import StepTaken
from tests.stories import x
from tests.stories.world import local
from tests.usecases.crashing import PERSON_RETRIES_AFTER, Crash, CrashingWorld, Effects, Point
from tests.usecases.linked import case, opened, press

FORMS = {
    "take": {"action": "acknowledge"},
    "snooze": {"action": "snooze", "until": "15"},
    "needs no answer": {"action": "dismiss", "reason": "spam"},
    "answered elsewhere": {"action": "answered_elsewhere"},
    "promise": {"action": "promise", "until": "18:00", "what": "nota", "owner": "chris"},
    "pass on": {"action": "pass_on"},
    "call for help": {"action": "escalate_now"},
}


def told(form: dict[str, str], crashes: Collection[Point] = ()) -> tuple[CrashingWorld, object]:
    """What stands in the end, in a shape in which two runs can be compared."""
    effects = Effects(crashes, armed=False)
    world = CrashingWorld("2026-11-17 10:00", effects)
    world.post(x.posts(*(x.mention(who, "waar blijft mijn bestelling??", world.now) for who in ("jan", "merel"))))
    world.at("2026-11-17 10:03:30")
    page = next(page for page in world.sent if (page.to, page.channel) == ("sanne", "sms"))
    shown, effects.armed = world.now, True
    try:
        press(world, page, shown=shown, **form)
    except Crash:
        effects.armed = False
        world.until(world.now + PERSON_RETRIES_AFTER)
        press(world, page, shown=shown, **form)
    effects.armed = False
    world.until(local("2026-11-17 10:04:59"))
    cases = [case(world, each.ref) for each in opened(world, page).carried]
    by_hand = [step for each in cases for step in each.steps if step.step.startswith("by hand ")]
    facts = Counter(
        type(fact).__name__
        for each in cases
        for fact in world.context().conversations.load(each.conversation.ref).facts
        if not isinstance(fact, StepTaken)
    )
    return world, (
        facts,
        [(len(each.open), len(each.acknowledgements), len(each.history.promises)) for each in cases],
        Counter(step.recipients for step in by_hand),
        {page.to for page in world.sent if page.channel == "sms"},
    )


@pytest.mark.parametrize("name", FORMS)
def test_a_crash_after_any_effect_leaves_nothing_half_done_and_nothing_twice(name: str) -> None:
    undisturbed, outcome = told(FORMS[name])
    assert undisturbed.effects.count > 1
    for number in range(undisturbed.effects.count):
        _, again = told(FORMS[name], {(number, "after")})
        assert again == outcome, f"a crash after effect {number}"
