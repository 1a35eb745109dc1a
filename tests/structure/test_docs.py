"""What the documentation promises is there, and what is there is documented."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.channels.registry import REGISTRY as CHANNELS
from chalicelib.platforms.registry import REGISTRY
from tests.structure.source import ROOT, python, tree

README = ROOT / "README.md"
DECISIONS = ROOT / "docs" / "adr"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
_DECISION = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
MOST_README_LINES = 200


def text(path: Path) -> str:
    assert path.is_file(), f"{path.relative_to(ROOT)} is not written yet"
    return path.read_text("utf-8")


def section(title: str) -> str:
    """The part of the README under a heading of the second level."""
    parts = re.split(r"^## (.+)$", text(README), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert title in found, f"README.md has no section {title!r}"
    return found[title]


def rows(title: str) -> set[str]:
    """What the first cells of the section's table name between back quotes."""
    cells = re.findall(r"^\|([^|]*)\|", section(title), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"\(`([a-z0-9_]+)`\)", cell)}


def verbs() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", text(ROOT / "Makefile"), re.MULTILINE))


def channels() -> set[str]:
    """Files with a class that sends: the registered channels, and what else one of them may be carried by."""
    sends = re.compile(r"^class .*?^    def send\(self, page: OutgoingPage\) -> Receipt:", re.MULTILINE | re.DOTALL)
    there = python("chalicelib/channels")
    return {path.stem for path in there if path.stem != "port" and sends.search(path.read_text("utf-8"))}


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(text(README).splitlines()) < MOST_README_LINES


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert f"`{command}`" in text(README)


def test_every_platform_has_a_row_and_no_row_is_made_up() -> None:
    assert rows("Platforms") == set(REGISTRY)


@pytest.mark.parametrize("platform", REGISTRY)
def test_every_platform_has_recordings(platform: str) -> None:
    recorded = sorted((ROOT / "tests" / "platforms" / platform).glob("*.json"))
    assert recorded, f"tests/platforms/{platform} holds no recording"
    for file in recorded:
        assert isinstance(json.loads(file.read_text("utf-8")), dict), file.name


def test_every_channel_has_a_row_and_no_row_is_made_up() -> None:
    assert channels() >= set(CHANNELS)
    assert rows("Channels") == set(CHANNELS)


def test_every_channel_has_a_test() -> None:
    tested = {path.stem.removeprefix("test_") for path in python("tests/channels")}
    assert channels() - tested == set()


def test_decisions_are_numbered_once_and_listed() -> None:
    files = {path.name for path in DECISIONS.glob("*.md")} - {"README.md"}
    assert files
    numbers = [found[1] for name in sorted(files) if (found := _DECISION.fullmatch(name))]
    assert len(numbers) == len(files), "a decision is called NNNN-title.md"
    assert sorted(set(numbers)) == numbers
    assert set(re.findall(r"\]\((\d{4}-[^)]+)\)", text(DECISIONS / "README.md"))) == files


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_is_headed_by_its_number(path: Path) -> None:
    assert text(path).startswith(f"# {int(path.name[:4])}. ")


def links(path: Path) -> list[str]:
    """Where a page's links lead, those to the outside left out."""
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(path))
    return [link for link in found if "://" not in link and not link.startswith("mailto:")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert [link for link in links(path) if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_exists(path: Path) -> None:
    named = set(re.findall(r"`make ([a-z]+)", text(path)))
    assert named - verbs() == set()
    modules = set(re.findall(r"python -m ((?:tools|bench|chalicelib)(?:\.[a-z_]+)*)", text(path)))
    for module in modules:
        place = ROOT.joinpath(*module.split("."))
        run = place.with_suffix(".py") if not place.is_dir() else place / "__main__.py"
        assert run.is_file(), f"{path.name} names python -m {module}"
        assert tree(run).body, module


def test_every_alarm_has_its_place_in_the_runbook() -> None:
    resources = json.loads(text(ROOT / ".chalice" / "resources.json"))["Resources"]
    alarms = {name for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"}
    assert alarms
    runbook = text(ROOT / "docs" / "runbook.md")
    names = {str(resources[name]["Properties"]["AlarmName"]["Fn::Sub"]) for name in alarms}
    short = {name.removeprefix("waakhond-${Stage} ") for name in names}
    assert len(short) == len(alarms)
    assert {name for name in short if name not in runbook} == set()
