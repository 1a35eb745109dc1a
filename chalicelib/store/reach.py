"""What is known of a person's methods, and the test pages that were sent to find out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.reach import Outcome, Reach, fold
from chalicelib.domain.trial import Trial
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.conversations import Contended
from chalicelib.store.people import code_pk
from chalicelib.store.schema import expires, instant, person_pk
from chalicelib.store.table import ABSENT, Expect, Put, Table, Value

_REACH, _TEST, _END = "REACH#", "TEST#", "\U0010ffff"
# Long after it stopped working it still says since when; a method that left the configuration is forgotten then.
_KEPT_FOR = timedelta(days=400)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Reaches:
    """Access to the REACH# and TEST# rows of the `P#` partitions of one table."""

    table: Table

    def of(self, person: str) -> tuple[Reach, ...]:
        """What is known of every address the person has or had, in no order that means anything."""
        rows = self.table.query(person_pk(person), _REACH, _REACH + _END)
        return tuple(from_item(Reach, row) for row in rows)

    def note(self, person: str, outcomes: Iterable[Outcome], now: datetime) -> None:
        """Fold outcomes into what is known; nothing is written for what is known already.

        Raises Contended when others kept writing the same row.
        """
        by_method: dict[tuple[str, str], list[Outcome]] = {}
        for outcome in outcomes:
            by_method.setdefault((outcome.channel, outcome.to), []).append(outcome)
        for (channel, to), told in by_method.items():
            self._note(person, Reach(channel=channel, to=to), told, now)

    def trial(self, person: str, key: str) -> Trial | None:
        """One test page by what `trial_key` made; None when it was never begun."""
        item = self.table.get(person_pk(person), _TEST + key)
        return from_item(Trial, item) if item else None

    def trials(self, person: str, since: datetime) -> tuple[Trial, ...]:
        """The person's test pages asked for since that instant, oldest first."""
        rows = self.table.query(person_pk(person), _TEST + instant(since), _TEST + _END)
        return tuple(from_item(Trial, row) for row in rows)

    def begin(self, trial: Trial, code: str) -> bool:
        """Keep a new test page, and what its link's code stands for. False: it was begun already."""
        key = trial_key(trial.asked_at, trial.number)
        link = {"pk": code_pk(code), "sk": "TEST", "person": trial.person, "key": key}
        row = _row(trial)
        return self.table.transact([Put(row, ABSENT), Put({**link, "expires_at": expires(trial.asked_at)})])

    def save(self, trial: Trial, was: Trial) -> bool:
        """Save it if it still stands as it was read. False: read again."""
        expect: dict[str, Value | None] = {
            "state": was.state,
            "attempts": was.attempts or None,
            "resolved": was.resolved or None,
        }
        return self.table.write(Put(_row(trial), Expect(values=expect)))

    def behind(self, code: str) -> Trial | None:
        """The test page that a link's code stands for; None for any other code."""
        item = self.table.get(code_pk(code), "TEST")
        return self.trial(str(item["person"]), str(item["key"])) if item else None

    def _note(self, person: str, unknown: Reach, outcomes: Iterable[Outcome], now: datetime) -> None:
        told = tuple(outcomes)
        key = {"pk": person_pk(person), "sk": f"{_REACH}{unknown.channel}#{unknown.to}", "kind": "reach"}
        for _ in range(_TRIES):
            item = self.table.get(key["pk"], key["sk"])
            was = from_item(Reach, item) if item else unknown
            known = was
            for outcome in told:
                known = fold(known, outcome)
            if known == was:
                return
            stamps = {"worked_at": was.worked_at, "failed_at": was.failed_at}
            values = {name: instant(at) if at else None for name, at in stamps.items()}
            expires_at = int((now + _KEPT_FOR).timestamp())
            row = {**key, "expires_at": expires_at, **to_item(known)}
            if self.table.write(Put(row, Expect(values=values) if item else ABSENT)):
                return
        raise Contended(f"{person} {unknown.channel}: its row was saved by others {_TRIES} times in a row")


def trial_key(asked_at: datetime, number: int) -> str:
    """Names one test page of a person: in a task, and behind its row's prefix."""
    return f"{instant(asked_at)}#{number}"


def _row(trial: Trial) -> dict[str, Value]:
    key = trial_key(trial.asked_at, trial.number)
    row: dict[str, Value] = {"pk": person_pk(trial.person), "sk": _TEST + key, "kind": "test"}
    return {**row, "expires_at": expires(trial.asked_at), **to_item(trial)}
