"""The organisation the recordings are about: one brand with two accounts, and a second brand beside it."""

from chalicelib.domain.organisation import Account, Brand, Organisation

MERK = "783210001"
MERK_WEBCARE = "783210002"
MERK_STAFF = "783210077"
ANDERS = "783210009"

WHATSAPP = "106540000000001"
WHATSAPP_STAFF = "31600000077"
THREADS = "24900000000071"
THREADS_STAFF = "sanne_van_merk"
TELEGRAM_BOT = "7000000001"
TELEGRAM_BUSINESS = "b7QxMerkConnection01"
TELEGRAM_STAFF = "500000077"

PAGE = "104000000000001"
PAGE_ANDERS = "104000000000009"
PAGE_STAFF = "7700000000000077"
INSTAGRAM = "17841400000000001"
INSTAGRAM_ANDERS = "17841400000000009"
INSTAGRAM_STAFF = "9900000000000077"

LINKEDIN = "108000001"
LINKEDIN_ANDERS = "108000009"
LINKEDIN_STAFF = "urn:li:person:St4ffM3mb3"
TIKTOK = "000aMerkBusiness0000000000000000"
TIKTOK_IN_COMMENTS = "MerkIdentifierInComments=="
TIKTOK_STAFF = "StaffIdentifier=="
BLUESKY = "did:plc:merk000000000000000000aa"
BLUESKY_STAFF = "did:plc:sanne00000000000000000aa"
MASTODON = "109300000000000001"
MASTODON_STAFF = "109300000000000077"
REVIEWS = "reviews-merk"
REVIEWS_STAFF = "sanne@example.com"


def _account(
    account_id: str, name: str, brand: str, staff: frozenset[str] = frozenset(), *, platform: str = "x"
) -> Account:
    return Account(platform=platform, id=account_id, name=name, brand=brand, calendar="kantoor", staff=staff)


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
        _account(PAGE, "Merk", "merk", staff=frozenset({PAGE_STAFF}), platform="facebook"),
        _account(PAGE_ANDERS, "Anders", "anders", platform="facebook"),
        _account(PAGE, "Merk", "merk", staff=frozenset({PAGE_STAFF}), platform="messenger"),
        _account(PAGE_ANDERS, "Anders", "anders", platform="messenger"),
        _account(INSTAGRAM, "merk", "merk", staff=frozenset({INSTAGRAM_STAFF}), platform="instagram"),
        _account(INSTAGRAM_ANDERS, "anders", "anders", platform="instagram"),
        _account(WHATSAPP, "Merk Service", "merk", staff=frozenset({WHATSAPP_STAFF}), platform="whatsapp"),
        _account(THREADS, "merk", "merk", staff=frozenset({THREADS_STAFF}), platform="threads"),
        _account(TELEGRAM_BOT, "merk_bot", "merk", staff=frozenset({TELEGRAM_STAFF}), platform="telegram"),
        _account(TELEGRAM_BUSINESS, "merk_service", "merk", platform="telegram"),
        _account(LINKEDIN, "Merk", "merk", staff=frozenset({LINKEDIN_STAFF}), platform="linkedin"),
        _account(LINKEDIN_ANDERS, "Anders", "anders", platform="linkedin"),
        _account(TIKTOK, "merk", "merk", staff=frozenset({TIKTOK_STAFF}), platform="tiktok"),
        _account(TIKTOK_IN_COMMENTS, "merk", "merk", platform="tiktok"),
        _account(BLUESKY, "merk.example.com", "merk", staff=frozenset({BLUESKY_STAFF}), platform="bluesky"),
        _account(MASTODON, "merk", "merk", staff=frozenset({MASTODON_STAFF}), platform="mastodon"),
        _account(REVIEWS, "Merk reviews", "merk", staff=frozenset({REVIEWS_STAFF}), platform="standard"),
    ),
    calendars={},
    policies={},
    promise_policy="promise",
    people={},
    rotas={},
)
