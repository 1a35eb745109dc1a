"""Signing in without a password: whom a typed name means, what a ticket's code is, what a cookie says and until when.

A ticket is asked for in one browser. Its code, six digits, works only in that browser; its link works in any, since
nobody guesses a link. Both are made from a secret and the ticket, and are stored nowhere.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domain.organisation import Person

VALID_FOR = timedelta(minutes=10)
"""A ticket, with its code and its link."""
SESSION_FOR = timedelta(days=14)
"""Two turns of the usual rota: whoever signed in by day is let in at night, too."""
TRIES = 5
"""Codes that may be typed for one ticket, the right one included."""
MOST_ENDED = 20
"""Sessions of one person that are remembered as signed out; one more ends them all."""

_DIGITS = 6
_MAC = hashlib.sha256


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody asked to sign in. `person` is empty when the name they typed is nobody's: it works for nothing."""

    person: str
    by_text: bool
    back: str
    """Where they were going."""
    asked_at: datetime
    tries: int = 0
    used: bool = False

    def works(self, now: datetime) -> bool:
        return not self.used and now - self.asked_at < VALID_FOR

    def takes_a_code(self, now: datetime) -> bool:
        return self.works(now) and self.tries < TRIES


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cookie says: who signed in, in which session, after how many times of signing out everywhere."""

    person: str
    id: str
    generation: int
    expires_at: datetime
    """In whole seconds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of a person's sessions: the generation that counts, and which of it were signed out."""

    generation: int = 0
    ended: tuple[str, ...] = ()

    def allows(self, claim: Claim, now: datetime) -> bool:
        return now < claim.expires_at and claim.generation == self.generation and claim.id not in self.ended

    def without(self, session: str) -> "Standing":
        """Once that session was signed out."""
        if session in self.ended:
            return self
        if len(self.ended) >= MOST_ENDED:
            return self.without_any()
        return Standing(self.generation, (*self.ended, session))

    def without_any(self) -> "Standing":
        """Once all of them were signed out."""
        return Standing(self.generation + 1)


def whom(typed: str, people: Iterable[Person]) -> Person | None:
    """Whom a name, an e-mail address or a telephone number of the configuration means; None when nobody or several.

    Each way by itself, the surest first, so that somebody's name cannot be in the way of another one's address.
    """
    wanted, everybody = _plain(typed), tuple(people)
    if not wanted:
        return None
    ways = (
        [person for person in everybody if _plain(person.id) == wanted],
        [person for person in everybody if wanted in _addresses(person, "email")],
        [person for person in everybody if wanted in _addresses(person, "sms")],
        [person for person in everybody if _plain(person.name) == wanted],
    )
    found: Sequence[Person] = next((way for way in ways if way), ())
    return found[0] if len(found) == 1 else None


def code_of(secret: str) -> str:
    """Six digits of a ticket's secret; all million are as likely, to one part in 10^13."""
    number = int.from_bytes(_MAC(secret.encode()).digest()[:8])
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def same(typed: str, expected: str) -> bool:
    """In constant time. Of what was typed only the digits count: telephones put spaces in."""
    digits = "".join(each for each in typed if each in "0123456789")
    return hmac.compare_digest(digits.encode(), expected.encode())


def seal(claim: Claim, key: str) -> str:
    """The claim as the value of a cookie, signed."""
    fields = [claim.person, claim.id, claim.generation, int(claim.expires_at.timestamp())]
    body = _text(json.dumps(fields, separators=(",", ":")).encode())
    return f"{body}.{_text(_sign(key, 'session', body))}"


def unseal(value: str, keys: Sequence[str]) -> tuple[Claim, str] | None:
    """The claim, and the key that it was sealed with; None for a value that none of the keys sealed."""
    body, _, signature = value.partition(".")
    given = signature.encode("utf-8", "replace")
    key = next((key for key in keys if hmac.compare_digest(_text(_sign(key, "session", body)).encode(), given)), None)
    if key is None:
        return None
    # What is too much of the padding is ignored.
    person, session, generation, expires_at = json.loads(urlsafe_b64decode(body + "=="))
    return Claim(person, session, generation, datetime.fromtimestamp(expires_at, UTC)), key


def csrf_of(claim: Claim, key: str) -> str:
    """What the forms of a session carry: another site can make a browser send its cookie, and cannot read this."""
    return _text(_sign(key, "csrf", f"{claim.person}\x1f{claim.id}"))


def addresses(person: Person, by_text: bool) -> Mapping[str, tuple[str, ...]]:
    """Where a code may go, by channel in order: by text only for who asks for it, or has no mail address."""
    texts = tuple(each.to for each in person.methods if each.channel == "sms")
    mails = tuple(each.to for each in person.methods if each.channel == "email")
    return {"sms": texts} if texts and (by_text or not mails) else {"email": mails}


def _addresses(person: Person, channel: str) -> set[str]:
    return {_plain(each.to) for each in person.methods if each.channel == channel}


def _plain(text: str) -> str:
    """Without spaces and capitals: how people type their own address does not matter."""
    return "".join(text.split()).casefold()


def _sign(key: str, purpose: str, text: str) -> bytes:
    return hmac.new(key.encode(), f"{purpose}\x1f{text}".encode("utf-8", "replace"), _MAC).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
