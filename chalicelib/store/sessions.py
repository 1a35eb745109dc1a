"""What is kept for signing in: tickets by the hash of their link, bounds, and how each person's sessions stand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.signin import Standing, Ticket
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.schema import person_pk
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

_COUNTS = "SIGNINS"
_SESSIONS = "SESSIONS"
_KEPT_FOR = timedelta(days=2)
# Others that write the same row at the same moment; whoever is beaten so often in a row meets no person's hurry.
_MOST_RACES = 8


class Crowded(Exception):
    """Others wrote the same row all the time; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Access to the SIGNIN#, SIGNINS and P#person SESSIONS rows of one table."""

    table: Table

    def keep(self, link: str, ticket: Ticket) -> None:
        """Keep a new ticket under its link's hash: who reads the table cannot sign in."""
        self.table.write(Put(_item(link, ticket), ABSENT))

    def ticket(self, link: str) -> Ticket | None:
        """The ticket of a link as it stands; whether it opens anything is the caller's to judge."""
        item = self.table.get(_pk(link), "TICKET")
        return from_item(Ticket, item) if item else None

    def spend(self, link: str, was: Ticket) -> bool:
        """Count a try before it is looked at, so that a thousand at once are no more than five. False: read again."""
        return self._change(link, was, replace(was, tries=was.tries + 1))

    def use(self, link: str, was: Ticket) -> bool:
        """Use it up. False: another one used or tried it meanwhile."""
        return self._change(link, was, replace(was, used=True))

    def within(self, what: str, window: str, most: int, now: datetime) -> bool:
        """Count one of a kind in a window of time; False once there were `most`, and then nothing is written.

        Counted before the answer, whatever comes at the same moment. Crowded counts as beyond the bound.
        """
        for _ in range(_MOST_RACES):
            row = self.table.get(_COUNTS, f"{what}#{window}")
            before = int(row["count"]) if row else 0
            if before >= most:
                return False
            item: Item = {"pk": _COUNTS, "sk": f"{what}#{window}", "count": before + 1, "expires_at": _until(now)}
            if self.table.write(Put(item, Expect(values={"count": before}) if row else ABSENT)):
                return True
        return False

    def standing(self, person: str) -> Standing:
        """As it is now: a consistent read, so that signing out holds at once."""
        return _standing(self.table.get(person_pk(person), _SESSIONS))

    def end(self, person: str, session: str) -> None:
        """Sign one session out. Raises Crowded."""
        self._stand(person, lambda standing: standing.without(session))

    def end_all(self, person: str) -> None:
        """Sign every session of that person out, in one write. Raises Crowded."""
        self._stand(person, Standing.without_any)

    def _stand(self, person: str, change: Callable[[Standing], Standing]) -> None:
        for _ in range(_MOST_RACES):
            item = self.table.get(person_pk(person), _SESSIONS)
            after = change(_standing(item))
            row: Item = {"pk": person_pk(person), "sk": _SESSIONS, "generation": after.generation}
            row["ended"] = " ".join(after.ended)
            expect = Expect(values={"generation": item["generation"], "ended": item["ended"]}) if item else ABSENT
            if self.table.write(Put(row, expect)):
                return
        raise Crowded(f"the sessions of {person} were written by others all the time")

    def _change(self, link: str, was: Ticket, after: Ticket) -> bool:
        stood = to_item(was)
        expect = Expect(values={name: stood.get(name) for name in ("tries", "used")})
        return self.table.write(Put(_item(link, after), expect))


def _standing(item: Item | None) -> Standing:
    return Standing(int(item["generation"]), tuple(str(item["ended"]).split())) if item else Standing()


def _pk(link: str) -> str:
    return "SIGNIN#" + hashlib.sha256(link.encode("utf-8", "surrogatepass")).hexdigest()


def _item(link: str, ticket: Ticket) -> Item:
    return {"pk": _pk(link), "sk": "TICKET", "expires_at": _until(ticket.asked_at), **to_item(ticket)}


def _until(at: datetime) -> int:
    return int((at + _KEPT_FOR).timestamp())
