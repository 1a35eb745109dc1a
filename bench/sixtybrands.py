"""An organisation for the bench: so many brands that each of sixty clocks pages somebody else."""

from pathlib import Path

BRANDS = 60
# Numbers that no platform gives out.
_FIRST_ACCOUNT = 7_000_000_000


def account(number: int) -> str:
    """The id of the account of brand `number`, on X."""
    return str(_FIRST_ACCOUNT + number)


def handle(number: int) -> str:
    return f"merk_{number}"


def person(number: int) -> str:
    """Who is on call for brand `number`, always."""
    return f"wacht_{number}"


def extend(settings: Path) -> None:
    """Add the brands to a configuration file that works."""
    settings.write_text(settings.read_text("utf-8") + "".join(_brand(number) for number in range(BRANDS)), "utf-8")


def _brand(number: int) -> str:
    return f"""
[brands.b{number}]
name = "Merk {number}"
on_call = "r{number}"
manager = "management"

[[accounts]]
platform = "x"
id = "{account(number)}"
name = "{handle(number)}"
brand = "b{number}"
calendar = "kantoor"
public_policy = "mention"
direct_policy = "direct"

[people.{person(number)}]
name = "Wacht {number}"
methods = [{{ channel = "sms", to = "+316000001{number:02}", first = true }}]

[rotas.r{number}]

[[rotas.r{number}.layers]]
name = "always"
people = ["{person(number)}"]
starts = 2024-01-01
handoff = "09:00"
turn = "1 week"
"""
