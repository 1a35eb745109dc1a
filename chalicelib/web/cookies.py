"""The two cookies: a session, and the ticket of who is signing in. Their rules depend on the public address."""

from datetime import datetime
from http.cookies import CookieError, SimpleCookie

from chalice.app import Request

from chalicelib.config import settings

_SESSION, _TICKET = "waakhond", "waakhond-ticket"


def session_cookie(value: str, until: datetime, now: datetime) -> str:
    """For the person's browser, as long as the session lasts."""
    return _cookie(_SESSION, value, int((until - now).total_seconds()), "Lax")


def no_session_cookie() -> str:
    """Takes the cookie back."""
    return _cookie(_SESSION, "", 0, "Lax")


def ticket_cookie(value: str, seconds: int) -> str:
    """Binds what was asked for to the browser that asked."""
    return _cookie(_TICKET, value, seconds, "Strict")


def read_session(request: Request) -> str:
    """The value that `session_cookie` set; empty without one."""
    return _read(request, _SESSION)


def read_ticket(request: Request) -> str:
    """The value that `ticket_cookie` set; empty without one."""
    return _read(request, _TICKET)


def _read(request: Request, name: str) -> str:
    """The cookie's value; empty without one, whatever the header holds."""
    jar: SimpleCookie = SimpleCookie()
    for pair in str(request.headers.get("cookie", "")).split(";"):
        try:
            jar.load(pair.strip())
        except CookieError:  # somebody else's cookie, and no reason to lose ours
            continue
    found = jar.get(_named(name))
    return found.value if found else ""


def _cookie(name: str, value: str, seconds: int, same_site: str) -> str:
    secure = "; Secure" if _secure() else ""
    return f"{_named(name)}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}"


def _named(name: str) -> str:
    # `__Host-`: browsers take it only with Secure, Path=/ and no Domain, so no neighbour's site can plant one
    # (RFC 6265bis, section 4.1.3.2).
    return f"__Host-{name}" if _secure() else name


def _secure() -> bool:
    """Only the local cloud's public address is not https."""
    return not settings().public_url.startswith("http://")
