"""The environment, the hash of the file, the check before a deployment, and what importing all this costs."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chalicelib import config
from tests.config.example import TEXT, TODAY, changed, organisation

# What only reading, loading or sending needs. Chalice brings some of these itself; config.py must not count on it.
HEAVY = ("tomllib", "holidays", "json", "decimal", "zoneinfo", "importlib.resources", "chalicelib.domain", "boto3")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()


def test_without_any_variable_the_stage_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("WAAKHOND_STAGE", "WAAKHOND_PUBLIC_URL", "WAAKHOND_PAGERDUTY_URL"):
        monkeypatch.delenv(variable, raising=False)
    assert config.settings() == config.Settings(stage="local", public_url="", pagerduty_url="")


def test_every_name_follows_from_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAAKHOND_STAGE", "dev")
    monkeypatch.setenv("WAAKHOND_PUBLIC_URL", "https://wh.example.com/")
    monkeypatch.setenv("WAAKHOND_PAGERDUTY_URL", "http://127.0.0.1:8421/")
    found = config.settings()
    assert (found.public_url, found.pagerduty_url) == ("https://wh.example.com", "http://127.0.0.1:8421")
    assert (found.table, found.inbox, found.inbox_dead, found.work, found.work_dead, found.secrets_path) == (
        "waakhond-dev",
        "waakhond-dev-inbox",
        "waakhond-dev-inbox-dead",
        "waakhond-dev-work",
        "waakhond-dev-work-dead",
        "/waakhond/dev/secrets/",
    )


def test_the_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAAKHOND_STAGE", "dev")
    first = config.settings()
    monkeypatch.setenv("WAAKHOND_STAGE", "prod")
    assert config.settings() is first


def _loaded_by(code: str) -> set[str]:
    """The heavy modules that some code brings in, in a process of its own."""
    probe = f"{code}; import sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    return set(run.stdout.split())


def test_importing_the_module_and_reading_the_environment_loads_nothing_heavy() -> None:
    assert _loaded_by("from chalicelib import config; config.settings()") == set()


def test_loading_a_stored_configuration_reads_no_toml_and_no_holidays(tmp_path: Path) -> None:
    stored = tmp_path / "stored.json"
    stored.write_text(config.dump(organisation()), encoding="utf-8")
    loaded = _loaded_by(f"from chalicelib import config; config.load(open({str(stored)!r}, encoding='utf-8').read())")
    assert loaded & {"tomllib", "holidays"} == set()
    assert "chalicelib.domain" in loaded


def test_the_hash_is_of_the_file_and_the_year() -> None:
    raw = TEXT.encode()
    usual = config.source_hash(raw, TODAY)
    assert config.source_hash(raw, date(2026, 1, 1)) == usual
    assert config.source_hash(raw, date(2027, 1, 1)) != usual
    assert config.source_hash(raw + b"\n", TODAY) != usual


def test_the_hash_tells_every_year_with_its_own_holidays_apart() -> None:
    years = [date(year, 6, 1) for year in range(2024, 2030)]
    closed = {config.read(TEXT, day).calendars["kantoor"].closed for day in years}
    assert len(closed) == len({config.source_hash(TEXT.encode(), day) for day in years}) == len(years)


def test_another_version_of_the_holidays_library_is_another_hash(tmp_path: Path) -> None:
    metadata = tmp_path / "holidays-999.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: holidays\nVersion: 999.0\n", encoding="utf-8")
    code = (
        "from datetime import date; from chalicelib import config;"
        " print(config.source_hash(config.source(), date(2026, 11, 20)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(tmp_path)}, check=True, capture_output=True, text=True
    )
    assert len(run.stdout.strip()) == 64
    assert run.stdout.strip() != config.source_hash(config.source(), TODAY)


def test_a_file_of_an_editor_that_marks_its_encoding_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "waakhond.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert config.load_file(str(file), TODAY) == organisation()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        pytest.param(TEXT.encode(), 0, ["ok"], id="a good file"),
        pytest.param(
            changed('"sanne@example.com"', '"sanne"').replace("[sms]", "[smss]").encode(),
            1,
            [
                'smss: unknown key; did you mean "sms"?',
                'people.sanne.methods[2].to: "sanne" is no e-mail address; write it like sanne@example.com',
            ],
            id="a file with two problems",
        ),
        pytest.param(
            b'a = "Caf\xe9"',
            1,
            ["line 1: is not written in UTF-8; save the file as UTF-8"],
            id="a file in another encoding",
        ),
    ],
)
def test_the_check_by_hand(
    content: bytes, status: int, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "waakhond.toml"
    file.write_bytes(content)
    assert config.main([str(file)]) == status
    assert capsys.readouterr().out.splitlines() == said


def test_the_check_by_hand_without_a_file_is_of_the_shipped_one() -> None:
    run = subprocess.run([sys.executable, "-m", "chalicelib.config"], check=True, capture_output=True, text=True)
    assert run.stdout == "ok\n"


def test_the_check_by_hand_of_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert config.main(["/nowhere/waakhond.toml"]) == 1
    assert "No such file" in capsys.readouterr().out


def _packaged(text: str, folder: Path, mode: str | None) -> "subprocess.CompletedProcess[str]":
    """What a deployment with that file does on import, from a copy of the package."""
    root = Path(config.__file__).parent
    for path in sorted(root.rglob("*.py")):
        copy = folder / "chalicelib" / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "chalicelib" / "waakhond.toml").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", "from chalicelib import config; config.check_when_packaging(); print('imported')"],
        cwd=folder,
        env={"AWS_CHALICE_CLI_MODE": mode} if mode else {},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "mode", "status"),
    [
        pytest.param(TEXT, "true", 0, id="a good file is packaged"),
        pytest.param(TEXT.replace("[sms]", "[smss]"), "true", 1, id="a bad file stops the deployment"),
        pytest.param(TEXT.replace("[sms]", "[smss]"), None, 0, id="in the cloud nothing is read on import"),
    ],
)
def test_packaging(text: str, mode: str | None, status: int, tmp_path: Path) -> None:
    run = _packaged(text, tmp_path, mode)
    assert run.returncode == status, run.stderr
    assert ("imported" in run.stdout) is (status == 0)
    assert ("smss: unknown key" in run.stderr) is (status == 1)
    assert "Traceback" not in run.stderr
