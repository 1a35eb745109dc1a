"""Which configuration was in force when: the packaged one is registered once, and never forgotten.

A clock keeps the configuration of its start. So a redeploy adds an entry that takes effect a little later, when every
warm process has read it, and changes no clock that runs.
"""

from datetime import UTC, datetime, timedelta

from chalicelib import config
from chalicelib.domain.organisation import Book, Effective
from chalicelib.store.notes import Notes, StoredConfig

# The mark of when this stage first ran: until then nothing of ours could have run.
BEGUN = "begun"

# The first configuration ever also covers what was asked before it.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def read_book(notes: Notes, now: datetime) -> Book:
    """Every configuration by its instant. On the very first run the packaged one is registered for all time."""
    stored = notes.configs()
    if not stored:
        notes.mark(BEGUN, now)
        notes.register(_packaged(_BEGINNING, now))
        stored = notes.configs()
    return Book(tuple(Effective(each.hash, each.effective_from, config.load(each.body)) for each in stored))


def register_packaged(notes: Notes, now: datetime, after: timedelta) -> bool:
    """Register the packaged configuration if the newest one is another; True when it was.

    Called by the sweep alone: of all functions it is the one that runs every minute and never twice at once, so an
    old version that is still warm somewhere cannot bring its configuration back.
    """
    stored = notes.configs()
    if stored and stored[-1].hash == config.source_hash(config.source(), now.date()):
        return False
    if not stored:
        notes.mark(BEGUN, now)
    return notes.register(_packaged(now + after if stored else _BEGINNING, now))


def _packaged(effective_from: datetime, now: datetime) -> StoredConfig:
    source = config.source()
    today = now.date()
    body = config.dump(config.read(source.decode("utf-8-sig"), today))
    return StoredConfig(config.source_hash(source, today), effective_from, body)
