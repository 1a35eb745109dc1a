"""Whatever crashes, a silence is told: once, or twice where a process died between sending and noting."""

from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.usecases.audit import audit
from tests.stories.world import World, local
from tests.usecases.crashing import Crash, CrashingQueue, CrashingTable, Effects, When
from tests.usecases.listening import PUBLIC, TWO, told, usual_days


class Failing(World):
    """Crashes in the audit and in the work that it hands out, and goes on as the cloud would."""

    def __init__(self, effects: Effects) -> None:
        super().__init__("2026-11-17 15:00")
        effects.armed = False
        self.effects = effects
        self.table = CrashingTable(effects)
        self.work = CrashingQueue(self, self._work, effects)
        usual_days(self, PUBLIC, TWO)

    def _audit(self) -> None:
        self.effects.armed = self.now < local("2026-11-17 15:06")
        with suppress(Crash):
            audit(self.context(), self.now)
        self.effects.armed = False
        self.schedule(self.now.replace(second=0, microsecond=0) + timedelta(minutes=5), self._audit)

    def _work(self, text: str) -> None:
        self.effects.armed = self.now < local("2026-11-17 15:06")
        try:
            super()._work(text)
        except Crash:
            self.schedule(self.now + timedelta(seconds=60), lambda: self._work(text))
        self.effects.armed = False


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_effect_makes_the_alarm_late_at_most(when: When) -> None:
    calm = Failing(Effects())
    assert told(calm, "2026-11-17 15:30") == [("15:05", "mirjam")]
    assert calm.effects.count > 5
    for number in range(calm.effects.count):
        world = Failing(Effects({(number, when)}))
        found = told(world, "2026-11-17 15:30")
        # Only a process that dies between sending a text and noting it sends that one text again.
        assert 1 <= len(found) <= 2, f"at effect {number}: {found}"
        assert {person for _, person in found} == {"mirjam"}
        assert found[0][0] <= "15:10", f"at effect {number}: {found}"
        assert len({notice.text.partition(" niets")[2] for notice in world.notices}) == 1
