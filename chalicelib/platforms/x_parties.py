"""The people on X, as either generation of its webhook shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.events import NoticeSeen
from chalicelib.platforms import fields

PLATFORM = "x"


@dataclass(frozen=True, slots=True)
class Profile:
    """A user as either generation shows one."""

    id: str
    handle: str | None
    bio: str | None
    reach: int | None


def profile(raw: object) -> Profile | None:
    """None where no user with an id stands. X Activity wraps some users in `data`."""
    user = unwrapped(raw)
    user_id = id_in(user, "id")
    if user_id is None:
        return None
    metrics = user if "followers_count" in user else fields.mapping(user.get("public_metrics"))
    return Profile(
        id=user_id,
        handle=handle(user.get("screen_name")) or handle(user.get("username")),
        bio=fields.text(user.get("description")),
        reach=fields.count(metrics.get("followers_count")),
    )


def profiles(raw: object) -> dict[str, Profile]:
    """Users by id, from a list of them or from a map that the platform keys by id."""
    users = list(raw.values()) if isinstance(raw, Mapping) else fields.sequence(raw)
    return {found.id: found for found in map(profile, users) if found is not None}


def unwrapped(raw: object) -> Mapping[str, object]:
    """The object itself, or what its `data` holds when it has no id of its own."""
    found = fields.mapping(raw)
    return fields.mapping(found.get("data")) if "data" in found and "id" not in found else found


def id_in(raw: Mapping[str, object], name: str) -> str | None:
    """The id under `name`, from its `_str` twin where there is one.

    The number beside it has gone through a float: X's own example pairs 1924465506158879000 with "…878979".
    """
    return fields.identifier(raw.get(f"{name}_str")) or fields.identifier(raw.get(name))


def handle(raw: object) -> str | None:
    """A screen name without the @."""
    name = fields.text(raw)
    return (name.strip().lstrip("@") or None) if name else None


def revoked(account_id: str | None, app_id: str | None) -> NoticeSeen:
    """The account took back the app's access: X sends nothing for it until somebody grants it again."""
    return NoticeSeen(platform=PLATFORM, account=account_id, kind="revoked", detail=f"app {app_id}" if app_id else "")
