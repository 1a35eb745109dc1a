"""Whether a form came from a page of ours: a code is a right to act, but not for the sites one visits."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_foreign(headers: Mapping[str, str], public_url: str) -> bool:
    """Did a browser send this for another site? Header names in lower case; what sends no such header is no browser.

    `Sec-Fetch-Site` decides where it is sent: no page can set it. Older browsers send `Origin` alone, which is `null`
    from our own pages, since they tell no referrer (fetch.spec.whatwg.org, "append a request Origin header").
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return False
    try:
        sender = urlsplit(origin).netloc
    except ValueError:  # brackets that hold no address
        return True
    return not sender or sender not in (headers.get("host"), urlsplit(public_url).netloc)
