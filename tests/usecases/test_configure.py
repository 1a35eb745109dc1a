"""Which configuration was in force when: the first for all time, later ones a little later, each for good."""

from datetime import UTC, datetime, timedelta

from chalicelib import config
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import Notes, StoredConfig
from chalicelib.usecases.configure import read_book, register_packaged

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
SOON = timedelta(seconds=120)


def packaged_hash() -> str:
    return config.source_hash(config.source(), NOON.date())


def other(effective_from: datetime, hash: str = "other") -> StoredConfig:
    organisation = config.read(config.source().decode().replace('name = "Merk"', 'name = "Ander"'), NOON.date())
    return StoredConfig(hash, effective_from, config.dump(organisation))


def test_the_first_one_is_registered_for_all_time_by_whoever_reads_first() -> None:
    notes = Notes(MemoryTable())
    book = read_book(notes, NOON)
    assert [entry.hash for entry in book.entries] == [packaged_hash()]
    assert book.at(datetime(2020, 1, 1, tzinfo=UTC)).organisation == book.latest
    assert read_book(notes, NOON + timedelta(days=1)) == book
    assert len(notes.configs()) == 1


def test_what_is_stored_is_what_was_read() -> None:
    book = read_book(Notes(MemoryTable()), NOON)
    assert book.latest == config.read(config.source().decode(), NOON.date())


def test_the_sweep_registers_nothing_while_nothing_changed() -> None:
    notes = Notes(MemoryTable())
    assert register_packaged(notes, NOON, SOON)
    for minutes in range(3):
        assert not register_packaged(notes, NOON + timedelta(minutes=minutes), SOON)
    assert len(notes.configs()) == 1


def test_a_redeploy_takes_effect_a_little_later_and_changes_nothing_before() -> None:
    notes = Notes(MemoryTable())
    notes.register(other(datetime(1970, 1, 1, tzinfo=UTC)))
    assert register_packaged(notes, NOON, SOON)
    book = read_book(notes, NOON)
    assert [entry.effective_from for entry in book.entries][1:] == [NOON + SOON]
    assert book.at(NOON + SOON - timedelta(microseconds=1)).hash == "other"
    assert book.at(NOON + SOON).hash == packaged_hash()


def test_going_back_registers_the_old_one_again() -> None:
    notes = Notes(MemoryTable())
    register_packaged(notes, NOON, SOON)
    notes.register(other(NOON + timedelta(hours=1)))
    back = NOON + timedelta(hours=2)
    assert register_packaged(notes, back, SOON)
    assert [each.hash for each in notes.configs()] == [packaged_hash(), "other", packaged_hash()]
    assert read_book(notes, back).at(NOON + timedelta(hours=1, minutes=30)).hash == "other"


def test_a_new_year_brings_new_holidays() -> None:
    notes = Notes(MemoryTable())
    register_packaged(notes, NOON, SOON)
    assert register_packaged(notes, datetime(2027, 1, 1, tzinfo=UTC), SOON)
