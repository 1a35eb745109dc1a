"""The organisation the recordings are about: one brand with two accounts, and a second brand beside it."""

from chalicelib.domain.organisation import Account, Brand, Organisation

MERK = "783210001"
MERK_WEBCARE = "783210002"
MERK_STAFF = "783210077"
ANDERS = "783210009"


def _account(account_id: str, name: str, brand: str, staff: frozenset[str] = frozenset()) -> Account:
    return Account(platform="x", id=account_id, name=name, brand=brand, calendar="kantoor", staff=staff)


ORGANISATION = Organisation(
    name="Voorbeeld",
    zone="Europe/Amsterdam",
    language="nl",
    brands={
        "merk": Brand("merk", "Merk", on_call="webcare", manager="leiding"),
        "anders": Brand("anders", "Anders", on_call="webcare", manager="leiding"),
    },
    accounts=(
        _account(MERK, "merk", "merk"),
        _account(MERK_WEBCARE, "merk_webcare", "merk", staff=frozenset({MERK_STAFF})),
        _account(ANDERS, "anders", "anders"),
    ),
    calendars={},
    policies={},
    promise_policy="promise",
    people={},
    rotas={},
)
