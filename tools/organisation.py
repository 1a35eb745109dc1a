"""What the tools need to know of the organisation in chalicelib/waakhond.toml."""

from datetime import UTC, datetime

from chalicelib import config
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


def read() -> Organisation:
    """Raises ConfigProblems."""
    return config.load_file(str(PATH), datetime.now(UTC).date())
