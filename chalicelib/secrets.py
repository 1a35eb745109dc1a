"""Secrets from SSM in one call, kept for a while; the last good ones stay when SSM fails."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

KEPT_FOR = timedelta(minutes=5)


class NoSecrets(Exception):
    """SSM failed before it ever answered; the message says why."""


def read_all(client: "SSMClient", path: str) -> Mapping[str, str]:
    """Every parameter under a path by its name below that path, decrypted. Raises botocore's errors."""
    found: dict[str, str] = {}
    request: Any = {"Path": path, "Recursive": True, "WithDecryption": True}
    while True:
        answer = client.get_parameters_by_path(**request)
        found |= {each["Name"].removeprefix(path): each["Value"] for each in answer["Parameters"]}
        if "NextToken" not in answer:
            return found
        request["NextToken"] = answer["NextToken"]


@dataclass(slots=True)
class Secrets:
    """The stage's secrets by name, each one or several values at once (during rotation, newest first).

    `fetch` reads them all in one go and raises `failures` when it cannot.
    """

    fetch: Callable[[], Mapping[str, str]]
    failures: tuple[type[Exception], ...]
    on_failure: Callable[[str], None]
    _values: Mapping[str, str] = field(default_factory=dict)
    _fetched_at: datetime | None = None

    def get(self, name: str, now: datetime) -> tuple[str, ...]:
        """The values of a secret, newest first; empty when none is set. Raises NoSecrets."""
        parts = self.get_whole(name, now).replace(",", "\n").split("\n")
        # A space behind a comma, or a carriage return of a pasted line, is no part of a secret.
        return tuple(part.strip() for part in parts if part.strip())

    def missing(self, names: Iterable[str], now: datetime) -> tuple[str, ...]:
        """Those of the names that hold nothing, each once. Raises NoSecrets."""
        return tuple(name for name in dict.fromkeys(names) if not self.get(name, now))

    def get_whole(self, name: str, now: datetime) -> str:
        """A secret that is one value, such as an address, in which a comma parts nothing; empty when it is not set.

        Raises NoSecrets.
        """
        if self._fetched_at is None or now - self._fetched_at >= KEPT_FOR:
            self._refresh(now)
        return self._values.get(name, "").strip()

    def _refresh(self, now: datetime) -> None:
        try:
            self._values = dict(self.fetch())
        except self.failures as error:
            if self._fetched_at is None:
                raise NoSecrets(f"the secrets could not be read from SSM: {error}") from error
            self.on_failure(str(error))
        # After a failure too: a broken SSM is asked again only when the kept ones are old.
        self._fetched_at = now
