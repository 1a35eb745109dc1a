"""Which channels there are. A new one is a line here, a file of that name beside this one with `build`, and its test.

Light to import: who only asks what an address looks like, or which channels follow, imports no channel.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

if TYPE_CHECKING:
    from chalicelib.channels.port import Channel
    from chalicelib.domain.organisation import Organisation

AddressKind = Literal["phone", "mail", "secret"]
"""What stands in the configuration: the address itself, or the name of the stage's secret that holds it."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What is known of a channel before it is built."""

    address: AddressKind
    follows: bool = False
    """Its provider keeps an incident for a page, which can be acknowledged and resolved: see `port.Follows`."""


REGISTRY: Mapping[str, Registered] = {
    "sms": Registered("phone"),
    "email": Registered("mail"),
    "voice": Registered("phone"),
    "pagerduty": Registered("secret", follows=True),
    "slack": Registered("secret"),
    "teams": Registered("secret"),
    "ntfy": Registered("secret"),
    "webhook": Registered("secret", follows=True),
}

FOLLOWS = frozenset(name for name, registered in REGISTRY.items() if registered.follows)


def secret_of(channel: str, name: str) -> str:
    """The secret that holds an address by its name, below the stage's path."""
    return f"{channel}/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """What a channel may be built from; nothing of it is made before a channel asks for it."""

    organisation: "Organisation"
    client: Callable[[str], Any]
    """The AWS client of a service, by its name in the SDK; it makes one attempt."""
    secrets: Callable[[str], str]
    """The whole value of one of the stage's secrets, empty when it is not set. Raises NoSecrets."""
    secrets_path: str
    now: Callable[[], datetime]
    local: bool = False
    """The stage on this machine, where providers are stand-ins that speak plain HTTP."""
    pagerduty_url: str = ""
    """Where PagerDuty's events go instead of to its own address; empty: to its own."""

    def address(self, channel: str, name: str) -> str:
        """What `to = "<name>"` stands for: what the secret of that name holds. Raises Permanent or Temporary."""
        from chalicelib.channels.port import Permanent, Temporary
        from chalicelib.secrets import NoSecrets

        secret = secret_of(channel, name)
        try:
            value = self.secrets(secret)
        except NoSecrets as error:
            raise Temporary(str(error)) from error
        if not value:
            raise Permanent(f"not set: {self.secrets_path}{secret} (put what the provider gave you in that secret)")
        return value


class Builder(Protocol):
    """A channel's module."""

    def build(self, supplies: Supplies) -> "Channel":
        """Reaches for nothing outside yet."""
        ...


def build(name: str, supplies: Supplies) -> "Channel":
    """Raises KeyError for a channel nobody registered."""
    if name not in REGISTRY:
        raise KeyError(name)
    return cast(Builder, import_module(f"chalicelib.channels.{name}")).build(supplies)


@dataclass(frozen=True, slots=True)
class Channels(Mapping[str, "Channel"]):
    """Every registered channel by its name, each built when it is first asked for."""

    supplies: Supplies
    _built: dict[str, "Channel"] = field(default_factory=dict)

    def __getitem__(self, name: str) -> "Channel":
        if name not in self._built:
            self._built[name] = build(name, self.supplies)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(REGISTRY)

    def __len__(self) -> int:
        return len(REGISTRY)
