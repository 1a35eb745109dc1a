"""Everything that can be set: the environment, as `settings()`, and `waakhond.toml`, as an Organisation.

Nothing else reads either. Importing this module is cheap, since the webhook's cold start pays for it: what reads
and what stores a configuration is imported where it is used.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.configuration.problems import ConfigProblems, Problem

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Organisation

__all__ = [
    "ConfigProblems",
    "Problem",
    "Settings",
    "check_when_packaging",
    "dump",
    "load",
    "load_file",
    "main",
    "read",
    "settings",
    "source",
    "source_hash",
]

_FILE = "waakhond.toml"
# Raised when what `read` makes of the same file changes.
_SCHEMA = "1"
# Whether a file has problems does not depend on the day; only the expanded holidays do.
_ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between stages; the names of everything in the cloud follow from the stage.

    `public_url` is what page links begin with, without a slash at the end; empty when none is set. `pagerduty_url` is
    where events for PagerDuty go instead of to PagerDuty, empty for PagerDuty itself.
    """

    stage: str
    public_url: str
    pagerduty_url: str = ""

    @property
    def table(self) -> str:
        return f"waakhond-{self.stage}"

    @property
    def inbox(self) -> str:
        return f"waakhond-{self.stage}-inbox"

    @property
    def inbox_dead(self) -> str:
        return f"waakhond-{self.stage}-inbox-dead"

    @property
    def work(self) -> str:
        return f"waakhond-{self.stage}-work"

    @property
    def work_dead(self) -> str:
        return f"waakhond-{self.stage}-work-dead"

    @property
    def dead_letters(self) -> Mapping[str, str]:
        """The dead-letter queues by the name that `make redrive` knows them under."""
        return {"inbox": self.inbox_dead, "work": self.work_dead}

    @property
    def sms_replies(self) -> str:
        return f"waakhond-{self.stage}-sms-replies"

    @property
    def receipts(self) -> str:
        return f"waakhond-{self.stage}-receipts"

    @property
    def secrets_path(self) -> str:
        return f"/waakhond/{self.stage}/secrets/"


@cache
def settings() -> Settings:
    """Read once per process. Raises nothing: packaging runs without any of the variables."""
    return Settings(
        stage=os.environ.get("WAAKHOND_STAGE") or "local",
        public_url=os.environ.get("WAAKHOND_PUBLIC_URL", "").rstrip("/"),
        pagerduty_url=os.environ.get("WAAKHOND_PAGERDUTY_URL", "").rstrip("/"),
    )


def source() -> bytes:
    """The configuration this deployment was packaged with."""
    from importlib.resources import files

    return files("chalicelib").joinpath(_FILE).read_bytes()


def read(text: str, today: date) -> "Organisation":
    """Raises ConfigProblems with every problem at once, whatever the text, and nothing else.

    `today` decides which years of holidays are expanded: last year to two years ahead.
    """
    from chalicelib.configuration.reading import read_organisation

    return read_organisation(text, today)


def load_file(path: str, today: date) -> "Organisation":
    """As `read`, for a file on disk; one that cannot be opened raises OSError."""
    with open(path, "rb") as file:
        return read(_decoded(file.read()), today)


def source_hash(text: bytes, today: date) -> str:
    """Changes whenever `read` may give something else: with the file, the holidays, the year and the schema."""
    from hashlib import sha256
    from importlib.metadata import version

    parts = (_SCHEMA, version("holidays"), str(today.year))
    return sha256("\n".join(parts).encode() + b"\n" + text).hexdigest()


def dump(organisation: "Organisation") -> str:
    """Compact JSON of an effective configuration, the same for equal input."""
    from chalicelib.configuration.stored import dumped

    return dumped(organisation)


def load(text: str) -> "Organisation":
    """The inverse of `dump`; reads no TOML and expands no holidays, so it is quick enough for a cold start."""
    from chalicelib.configuration.stored import loaded

    return loaded(text)


def check_when_packaging() -> None:
    """Stop `chalice deploy` and `chalice package` with every problem of the file; do nothing in the cloud.

    SystemExit rather than ConfigProblems, for Chalice would bury the list under a traceback.
    """
    if os.environ.get("AWS_CHALICE_CLI_MODE"):
        try:
            read(_decoded(source()), _ANY_DAY)
        except ConfigProblems as error:
            sys.exit(f"Nothing is deployed, since {_FILE} has problems.\n{error}")


def main(arguments: Sequence[str]) -> int:
    """`python -m chalicelib.config [FILE]`: print "ok" or every problem; 1 when there are any."""
    try:
        if arguments:
            load_file(arguments[0], _ANY_DAY)
        else:
            read(_decoded(source()), _ANY_DAY)
    except (ConfigProblems, OSError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write("ok\n")
    return 0


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")  # some editors put a byte order mark in front
    except UnicodeDecodeError as error:
        place = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(f"line {place}", "is not written in UTF-8", "save the file as UTF-8")
        raise ConfigProblems((problem,)) from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
