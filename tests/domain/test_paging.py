"""The pages of one person: which methods go when, how a group of pages is known, and how late one was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.paging import claimed, first_methods, group_id, method_after
from tests.domain.alerting import alert_of
from tests.domain.build import asked, at
from tests.domain.merk import MERK

FIRST = alert_of(asked("10:00"), now="10:45", step="after 45m")
OTHER = replace(FIRST, id="other", planned_at=at("10:50"))


def reached_by(*methods: str) -> Person:
    """Somebody with these channels in this order; those with a `!` go out first, together."""
    return replace(
        MERK.people["sanne"],
        methods=tuple(Method(each.rstrip("!"), f"sanne by {each.rstrip('!')}", each.endswith("!")) for each in methods),
    )


def named(methods: tuple[tuple[int, Method], ...]) -> list[str]:
    return [f"{number} {method.channel}" for number, method in methods]


@pytest.mark.parametrize(
    ("methods", "together"),
    [
        pytest.param(["sms", "email"], ["0 sms"], id="none is marked: simply the first one"),
        pytest.param(["sms", "email!"], ["1 email"], id="the one that is marked, wherever it stands"),
        pytest.param(["sms!", "voice", "email!"], ["0 sms", "2 email"], id="all that are marked"),
        pytest.param([], [], id="who cannot be reached has none"),
    ],
)
def test_what_goes_out_at_once(methods: list[str], together: list[str]) -> None:
    assert named(first_methods(reached_by(*methods))) == together


@pytest.mark.parametrize(
    ("methods", "used", "following"),
    [
        pytest.param(["sms", "email", "voice"], [0], ["1 email"], id="the next in the person's order"),
        pytest.param(["sms", "email", "voice"], [0, 1], ["2 voice"], id="and the one after that"),
        pytest.param(["sms", "email", "voice"], [0, 2], ["1 email"], id="the first that was not tried"),
        pytest.param(["sms", "email"], [0, 1], [], id="none is left"),
        pytest.param(["sms", "email!", "voice"], [1], ["0 sms"], id="one before what went out first"),
        pytest.param(["sms!", "email!", "voice"], [0], ["2 voice"], id="not what goes out first by itself"),
        pytest.param(["sms"], [], [], id="nor when that has not gone out yet"),
    ],
)
def test_what_goes_out_next(methods: list[str], used: list[int], following: list[str]) -> None:
    found = method_after(reached_by(*methods), used)
    assert named((found,) if found else ()) == following


def test_a_group_of_pages_is_known_by_its_person_and_alerts() -> None:
    group = group_id("sanne", [FIRST, OTHER])
    assert group == group_id("sanne", [OTHER, FIRST])
    assert len({group, group_id("bram", [FIRST, OTHER]), group_id("sanne", [FIRST]), group_id("sanne", [OTHER])}) == 4


def test_a_group_keeps_its_name_across_releases() -> None:
    """A page on its way when a new release comes is found again by this: it must never change."""
    alerts = [replace(FIRST, id="a1"), replace(FIRST, id="a2")]
    assert group_id("sanne", alerts) == "da5134abe353097b1939"


def test_a_claim_makes_one_page_for_each_method_with_a_lease_of_a_minute() -> None:
    person = reached_by("sms!", "voice", "email!")
    alerts = (FIRST, OTHER)
    group = group_id("sanne", alerts)
    pages = claimed(person, alerts, at("10:45"), first_methods(person))
    assert [(page.id, page.number) for page in pages] == [(f"{group}-0", 0), (f"{group}-2", 2)]
    assert [(page.channel, page.to) for page in pages] == [("sms", "sanne by sms"), ("email", "sanne by email")]
    for page in pages:
        assert (page.group, page.person, page.alerts) == (group, "sanne", alerts)
        assert (page.state, page.attempts) == ("claimed", 1)
        assert (page.created_at, page.due_at) == (at("10:45"), at("10:46"))
        assert (page.sent_at, page.ended_at, page.acknowledged_by) == (None, None, None)


def test_how_late_a_page_was_counts_from_the_latest_step_it_carries() -> None:
    (page,) = claimed(reached_by("sms"), (OTHER, FIRST), at("10:50"), ((0, Method("sms", "")),))
    assert page.lateness is None  # not sent yet
    assert replace(page, sent_at=at("10:50:03")).lateness == timedelta(seconds=3)
