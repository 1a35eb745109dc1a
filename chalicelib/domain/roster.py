"""Whom a step tells: roles of a brand turned into people, with the reason why them."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.duty import Duty, Reason, on_call, person_on_call
from chalicelib.domain.organisation import MANAGER, ON_CALL, OWNER, Account, Brand, Organisation
from chalicelib.domain.rota import Absence, Override


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person to page. `nobody_on` names the rota that has nobody, when that is why it is them."""

    person: str
    role: str
    why: str
    nobody_on: str | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Today's people and rotas with the exceptions made to them."""

    organisation: Organisation
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()

    def duty(self, rota: str, at: datetime) -> Duty:
        """Who carries that rota's phone at that instant, and why. Raises KeyError for an unknown rota."""
        return on_call(self.organisation.rotas[rota], at, self.overrides, self.absences)

    def brand(self, account: Account, then: Organisation) -> Brand:
        """The account's brand as it is today; one that left the settings is as it was `then`."""
        return self.organisation.brands.get(account.brand) or then.brands[account.brand]

    def handed_off(self, brand: Brand, since: datetime, at: datetime) -> bool:
        """Did the brand's phone change hands in (since, at], exceptions included? Also if it came back by then."""
        if brand.on_call not in self.organisation.rotas:
            return False
        until = self.duty(brand.on_call, since).until
        return until is not None and until <= at

    def recipients(
        self, notify: tuple[str, ...], brand: Brand, at: datetime, owner: str | None = None
    ) -> tuple[Recipient, ...]:
        """The people behind roles, rotas and names, each once, in that order.

        Nobody on call: the manager, told so. Nobody there either: everybody of the manager's rota, since somebody
        must know. A clock outlives settings, so a rota may be gone from today's: that is nobody on call too. An owner
        whom today's settings do not know is left out, but never the last one to be told. Empty only when there are no
        people.
        """
        found: dict[str, Recipient] = {}
        for role in notify:
            for recipient in self._of(role, brand, at, owner):
                found.setdefault(recipient.person, recipient)
        return tuple(found.values()) or self._of(MANAGER, brand, at, None)

    def _carrier(self, rota: str, at: datetime) -> tuple[str, Reason] | None:
        if rota not in self.organisation.rotas:
            return None
        person, why = person_on_call(self.organisation.rotas[rota], at, self.overrides, self.absences)
        return None if person is None else (person, why)

    def _of(self, role: str, brand: Brand, at: datetime, owner: str | None) -> tuple[Recipient, ...]:
        if role == OWNER:
            if owner is None or owner not in self.organisation.people:
                return ()
            return (Recipient(person=owner, role=role, why="owner of the promise"),)
        if role in self.organisation.people:
            return (Recipient(person=role, role=role, why="named"),)
        rota = {ON_CALL: brand.on_call, MANAGER: brand.manager}.get(role, role)
        if carrier := self._carrier(rota, at):
            person, why = carrier
            return (Recipient(person=person, role=role, why=explain(why, rota)),)
        if rota != brand.manager:
            above = self._of(MANAGER, brand, at, None)
            return tuple(Recipient(person=r.person, role=role, why=r.why, nobody_on=rota) for r in above)
        return tuple(
            Recipient(person=p, role=role, why=f"nobody on {rota}", nobody_on=rota) for p in self._everybody(rota)
        )

    def _everybody(self, rota: str) -> tuple[str, ...]:
        """Everybody the rota names; if it is gone, the managers; if there are none, everybody."""
        if rota in self.organisation.rotas:
            named = (person for layer in self.organisation.rotas[rota].layers for person in layer.people)
            return tuple(dict.fromkeys(named))
        people = self.organisation.people
        return tuple(p for p in people if people[p].role == "manager") or tuple(people)


def explain(why: Reason, rota: str) -> str:
    """Why this person, for the history: `takes over bram's shift of webcare, by mirjam, 2026-12-18`."""
    if why.kind in ("override", "absence") and why.whose is not None and why.made_at is not None:
        return f"takes over {why.whose}'s shift of {rota}, by {why.by}, {why.made_at:%Y-%m-%d}"
    return f"{why.kind} of {rota}" if why.layer is None else f"{why.kind} of {rota} ({why.layer})"
