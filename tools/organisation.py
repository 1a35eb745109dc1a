"""What the tools need to know of the organisation in chalicelib/waakhond.toml."""

from datetime import UTC, datetime
from pathlib import Path

from chalicelib import config
from chalicelib.channels.registry import REGISTRY
from chalicelib.domain.organisation import Organisation
from tools.cleantree import ROOT

PATH = ROOT / "chalicelib" / "waakhond.toml"


def problems() -> str:
    """Everything wrong with the file, a line each; empty when it can be deployed."""
    try:
        read()
    except config.ConfigProblems as found:
        return str(found)
    return ""


def read(path: Path = PATH) -> Organisation:
    """Raises ConfigProblems."""
    return config.load_file(str(path), datetime.now(UTC).date())


def secret_addresses(organisation: Organisation) -> list[tuple[str, str]]:
    """Channel and name of every address that is a secret, in the order of the file."""
    methods = (method for person in organisation.people.values() for method in person.methods)
    return list(
        dict.fromkeys((each.channel, each.to) for each in methods if REGISTRY[each.channel].address == "secret")
    )
