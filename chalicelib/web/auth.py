"""Who is asking: a person by the cookie of their session, a machine by its bearer token.

A route for people begins with `require`; what it gives back is the session, or the answer that leads to the sign-in
page and from there to where one was. A form goes through `check_post` before anything is done.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from chalice.app import Request, Response

from chalicelib import bootstrap
from chalicelib.config import settings
from chalicelib.web.addresses import here, redirect
from chalicelib.web.cookies import read_session
from chalicelib.web.http import lower_headers

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Language

Role = Literal["conversation_manager", "manager"]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, as the configuration knows them now."""

    person: str
    role: Role
    language: "Language"
    csrf: str
    """The value of every form's hidden field `csrf`."""
    id: str


def signed_in(request: Request) -> Session | None:
    """Whose session the cookie is; None without one, once it is over or signed out, and for who is no longer there."""
    from chalicelib.domain.signin import csrf_of, unseal
    from chalicelib.store.sessions import Sessions

    value = read_session(request)
    if not value:
        return None
    now = bootstrap.now()
    opened = unseal(value, session_keys(now))
    if opened is None:
        return None
    claim, key = opened
    person = bootstrap.context(now).roster.organisation.people.get(claim.person)
    if person is None or not Sessions(bootstrap.table()).standing(claim.person).allows(claim, now):
        return None
    return Session(person.id, person.role, person.language, csrf_of(claim, key), claim.id)


def require(request: Request, back: str = "") -> Session | Response:
    """The session, or an answer that leads to the sign-in page. `back`: where to then, if not to this very address."""
    session = signed_in(request)
    return (
        session if session is not None else redirect(request, "/signin?" + urlencode({"next": back or here(request)}))
    )


def check_post(request: Request, form: Mapping[str, str], session: Session) -> Response | None:
    """None for a form of ours, sent in this session; else the answer to give, and nothing may be done."""
    from chalicelib.web.origin import is_foreign

    given = form.get("csrf", "").encode("utf-8", "surrogatepass")
    ours = hmac.compare_digest(given, session.csrf.encode())
    if ours and not is_foreign(lower_headers(request), settings().public_url):
        return None
    from chalicelib.web.signin_page import refused

    bootstrap.journal().note("form_refused", person=session.person, route=request.path)
    bootstrap.journal().flush()
    return refused(session.language)


def allowed_scope(request: Request) -> Literal["read", "act"] | None:
    """What the bearer token of a machine may do: `act` includes `read`. None without one that we know."""
    scheme, _, claimed = request.headers.get("authorization", "").partition(" ")
    token = claimed.strip()
    if scheme.lower() != "bearer" or not token:
        return None
    digest = hashlib.sha256(token.encode("utf-8", "replace")).digest()
    tokens = bootstrap.secrets().get("manager_token", bootstrap.now())
    # All are compared, by hash and in constant time, so that nothing is told by how long it takes.
    if any([hmac.compare_digest(digest, hashlib.sha256(each.encode()).digest()) for each in tokens]):
        return "read"
    from chalicelib.store.tokens import Tokens

    return Tokens(bootstrap.table()).scope(token)


def session_keys(now: datetime) -> tuple[str, ...]:
    """What sessions are signed with, newest first. Raises NoSecrets, or LookupError when `session` is not set."""
    keys = bootstrap.secrets().get("session", now)
    if not keys:
        raise LookupError("the secret `session` is not set: `make deploy` makes one")
    return keys
