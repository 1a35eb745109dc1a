"""Every rota over a period: who has duty when, where nobody has, and who has it for too long or cannot be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.duty import Duty, Slice, gaps, long_duty, shifts
from chalicelib.domain.reach import Reach, Unreachable, unreachable
from chalicelib.domain.roster import Roster
from chalicelib.store.reach import Reaches
from chalicelib.store.table import Table

# A weekly turn is none, also with a day of somebody else's added.
LONGEST_DUTY = timedelta(days=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaCheck:
    """One rota over the period that was asked for."""

    rota: str
    shifts: tuple[Slice, ...]
    gaps: tuple[Slice, ...]
    """The shifts in which nobody is on call, clipped to the period."""
    too_long: tuple[Duty, ...]
    """In full length, from handoff to handoff. Empty for a rota of one person: who else would it be?"""

    @property
    def sound(self) -> bool:
        return not self.gaps and not self.too_long


def check_rotas(
    roster: Roster, start: datetime, end: datetime, longest: timedelta = LONGEST_DUTY
) -> tuple[RotaCheck, ...]:
    """Look at [start, end) of every rota, overrides and absences weighed, in the order of the configuration."""
    found = []
    for name, rota in roster.organisation.rotas.items():
        period = (rota, start, end, roster.overrides, roster.absences)
        people = {person for layer in rota.layers for person in layer.people}
        found.append(
            RotaCheck(
                rota=name,
                shifts=shifts(*period),
                gaps=gaps(*period),
                too_long=long_duty(*period, limit=longest) if len(people) > 1 else (),
            )
        )
    return tuple(found)


def check_reach(roster: Roster, table: Table, now: datetime) -> tuple[Unreachable, ...]:
    """Who carries a phone within thirty days without a method that worked within the last thirty."""
    reaches = Reaches(table)
    known: Mapping[str, Sequence[Reach]] = {person: reaches.of(person) for person in roster.organisation.people}
    return unreachable(roster, known, now)
