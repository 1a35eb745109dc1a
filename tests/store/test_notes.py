"""What belongs to no conversation: own posts and their deletion, large bodies, configurations, marks, counts."""

from dataclasses import replace

from chalicelib.domain.facts_seen import Deletion
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import CHUNK_BYTES, Notes, StoredConfig
from chalicelib.store.table import Delete, Table
from tests.store.build import at

NOW = at("10:45")
GONE = Deletion(message="9", first_seen_at=NOW, stored_at=NOW, deleted_at=at("10:44"))
WHERE = ("x:merk:direct:42", "x:merk:public:42")


def test_a_deletion_after_its_message_finds_where_it_stood(table: Table) -> None:
    notes = Notes(table)
    assert notes.stands("x", ["9"], WHERE, NOW) is None
    assert [ref for ref, _ in notes.gone("x", GONE)] == list(WHERE)


def test_a_message_after_its_deletion_finds_that_it_is_gone(table: Table) -> None:
    notes = Notes(table)
    assert notes.gone("x", GONE) == ()
    assert notes.stands("x", ["9"], WHERE, NOW) == GONE
    assert [ref for ref, _ in notes.gone("x", GONE)] == list(WHERE), "the deletion delivered once more"


def test_the_first_deletion_stands(table: Table) -> None:
    notes = Notes(table)
    notes.gone("x", GONE)
    notes.gone("x", Deletion(message="9", first_seen_at=at("11:00"), stored_at=at("11:00")))
    assert notes.stands("x", ["9"], WHERE, NOW) == GONE


def test_two_copies_of_a_deletion_join_whichever_is_taken_in_first(table: Table) -> None:
    again = Deletion(message="9", first_seen_at=at("10:46"), stored_at=at("10:44"), deleted_at=None)
    both = Deletion(message="9", first_seen_at=NOW, stored_at=at("10:44"), deleted_at=at("10:44"))
    for platform, copies in (("x", (GONE, again)), ("threads", (again, GONE)), ("facebook", (again, GONE, again))):
        notes = Notes(table)
        for copy in copies:
            notes.gone(platform, copy)
        assert notes.stands(platform, ["9"], WHERE, NOW) == both


def test_deletions_of_two_versions_are_one_of_the_message(table: Table) -> None:
    notes = Notes(table)
    notes.gone("x", replace(GONE, deleted_at=None))
    notes.gone("x", replace(GONE, message="9b", first_seen_at=at("10:50")))
    assert notes.stands("x", ["9", "9b"], WHERE, NOW) == GONE


def test_another_post_and_another_platform_are_not_gone(table: Table) -> None:
    notes = Notes(table)
    notes.gone("x", GONE)
    assert notes.stands("x", ["99"], WHERE, NOW) is None
    assert notes.stands("threads", ["9"], WHERE, NOW) is None


def test_a_large_body_is_kept_in_chunks_and_comes_back_whole(table: Table) -> None:
    notes = Notes(table)
    text = "abcdefghij" * (CHUNK_BYTES // 4)
    notes.keep_body("b1", text, NOW)
    notes.keep_body("b2", "another", NOW)
    assert len(list(table.query("BODY#b1"))) == 3
    assert notes.body("b1") == text


def test_more_chunks_than_ten_stay_in_order() -> None:
    notes = Notes(MemoryTable())
    text = "".join(f"{n:08}" for n in range(CHUNK_BYTES * 11 // 8))
    notes.keep_body("b", text, NOW)
    assert notes.body("b") == text


def test_a_forgotten_body_is_empty_and_leaves_nothing(table: Table) -> None:
    notes = Notes(table)
    notes.keep_body("b", "x" * (2 * CHUNK_BYTES), NOW)
    notes.forget_body("b")
    notes.forget_body("b")
    assert notes.body("b") == ""
    assert list(table.query("BODY#b")) == []


def test_half_a_body_is_none() -> None:
    table = MemoryTable()
    Notes(table).keep_body("b", "x" * (2 * CHUNK_BYTES), NOW)
    first, *_ = table.query("BODY#b")
    table.write(Delete("BODY#b", str(first["sk"])))
    assert Notes(table).body("b") == ""


def test_configurations_are_in_order_of_effect_and_kept_once(table: Table) -> None:
    notes = Notes(table)
    late, early = StoredConfig("b", at("18 10:00"), "{}"), StoredConfig("a", at("10:00"), '{"é": 1}')
    assert notes.register(late)
    assert notes.register(early)
    assert not notes.register(early)
    assert notes.configs() == (early, late)


def test_a_configuration_may_come_back(table: Table) -> None:
    notes = Notes(table)
    for when, hash in (("10:00", "a"), ("11:00", "b"), ("12:00", "a")):
        assert notes.register(StoredConfig(hash, at(when), "{}"))
    assert [config.hash for config in notes.configs()] == ["a", "b", "a"]


def test_marks_by_name(table: Table) -> None:
    notes = Notes(table)
    assert notes.marks() == {}
    notes.mark("last sweep", at("10:00"))
    notes.mark("last sweep", at("10:01"))
    notes.mark("account x 7", at("10:02"))
    assert notes.marks() == {"last sweep": at("10:01"), "account x 7": at("10:02")}


def test_counts_by_day(table: Table) -> None:
    notes = Notes(table)
    notes.count(NOW, "unrecognised", "x poll")
    notes.count(NOW, "unrecognised", "x poll", 2)
    notes.count(at("18 00:00"), "unknown account", "x 9")
    assert notes.counts(NOW) == {"unrecognised#x poll": 3}
    assert notes.counts(at("18 10:00")) == {"unknown account#x 9": 1}


def test_a_deletion_that_names_a_later_edit_is_one_of_the_message_whichever_comes_first(table: Table) -> None:
    notes = Notes(table)
    of_the_edit = replace(GONE, message="9b")
    assert notes.stands("x", ["9", "9b"], WHERE, NOW) is None
    assert notes.gone("x", of_the_edit) == tuple((ref, GONE) for ref in WHERE)
    assert notes.stands("x", ["9", "9b"], WHERE, NOW) == GONE
    assert notes.stands("x", ["9"], WHERE, NOW) is None, "the first id alone was not named"
