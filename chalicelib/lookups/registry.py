"""Which platforms can be asked. A new one is a line here, a file of that name beside this one, and its test.

Light to import: who only asks whether there is a token imports no look-up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from chalicelib.lookups.port import Lookup, Unanswered
from chalicelib.secrets import NoSecrets

# For all that is asked before one page: whoever waits longer tells the person too late.
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Registered:
    """What is known of a look-up before it is built."""

    own_posts_only: bool = False
    """It sees what stands under the brand's own posts, and of nothing else whether it is there."""
    completes: bool = False
    """It can tell what a webhook leaves out: see `port.Completes`."""


REGISTRY: Mapping[str, Registered] = MappingProxyType(
    {
        "facebook": Registered(own_posts_only=True),
        "instagram": Registered(own_posts_only=True, completes=True),
        "threads": Registered(own_posts_only=True, completes=True),
        "x": Registered(),
    }
)


class Builder(Protocol):
    """A look-up's module."""

    def build(self, token: str, url: str, patience: float) -> Lookup:
        """Reaches for nothing outside yet. `url` empty: the platform's own address."""


def secrets_of(platform: str, account: str) -> tuple[str, ...]:
    """The secrets that may hold the token, the account's own first."""
    return f"{platform}-api-token/{account}", f"{platform}-api-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLookups:
    """Look-ups by the tokens among the stage's secrets. `secrets` gives one whole, empty when it is not set."""

    secrets: Callable[[str], str]
    patience: float = PATIENCE
    urls: Mapping[str, str] = field(default_factory=dict)
    """Where a platform is asked instead of at its own address."""

    def of(self, platform: str, account: str) -> Lookup | None:
        """Built anew each time, so that a token that was changed counts at once. Raises Unanswered."""
        if platform not in REGISTRY:
            return None
        try:
            token = next(filter(None, map(self.secrets, secrets_of(platform, account))), "")
        except NoSecrets as error:
            raise Unanswered(str(error)) from error
        if not token:
            return None
        module = cast(Builder, import_module(f"chalicelib.lookups.{platform}"))
        return module.build(token, self.urls.get(platform, ""), self.patience)
