"""A policy of its own for who asks again: `explain` knows whose it is, a replay pages by it."""

from pathlib import Path

import pytest

from tests.config.example import changed
from tests.domain.build import asked, at, replied, wall
from tools import explain, simulate
from tools.factsfile import Record

_QUICK = """
[policies.quick]
target = "30m"
steps = [{ after = "20m", notify = ["on-call"] }]

[policies.direct]"""
_SHOWN = '# next_response_policy = "mention"'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The shipped configuration, with such a policy for the first account."""
    text = changed(_SHOWN, 'next_response_policy = "quick"').replace("\n[policies.direct]", _QUICK, 1)
    path = tmp_path / "quick.toml"
    path.write_text(text, "utf-8")
    return path


def test_it_is_explained_as_a_policy_that_an_account_uses(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explain.main(["--policy", "quick", "--asked-at", "2026-11-17T10:00+01:00", "--config", str(file), "--language=en"])
    told = capsys.readouterr().out
    assert "10:20" in told
    assert "Policy quick, account x:merk, calendar always, target 30m." in told
    assert "No account uses this policy" not in told


def test_a_replay_pages_by_it(file: Path) -> None:
    seen_by = ["2244994945"]
    again = asked("10:00", accounts=seen_by), replied("10:10", accounts=seen_by), asked("11:00", accounts=seen_by)
    record = Record(facts={"x:merk:public:42": again})
    _, found = simulate.simulate(record, at("00:00"), at("12:00"), str(file))
    assert [wall(page.at) for page in found.pages] == ["11:20"]
    assert [wall(miss.clock.due_at) for miss in found.misses] == ["11:30"]
