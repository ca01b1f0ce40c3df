from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from inbox.core.errors import StoreError
from inbox.core.model import State
from inbox.store import upkeep
from inbox.store.binding import dbapi
from inbox.store.database import close, reading
from inbox.store.first_page import first_page
from inbox.store.writer import open_store
from tests.clocks import FrozenClock
from tests.store.by_hand import Shelf, reader_at, shelf_at


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "parlour.sqlite"
    with shelf_at(path) as shelf:
        fill(shelf)
    return path


def fill(shelf: Shelf) -> Shelf:
    place = shelf.place()
    for name, words in (("Zoë “Z” Ito", '東京 says "hi" NEAR x'), ("Ana", ""), ("...", "👍🏽 ok " * 60)):
        shelf.chat(place, name, words, title="A * title (draft)")
    shelf.recount()
    shelf.derive_people()
    return shelf


def test_a_backup_is_one_whole_private_file_that_opens(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "backup.sqlite"
    target.parent.mkdir()
    with shelf_at(filled) as shelf:
        shelf.chat(1, "Newest", "Not committed yet")
        upkeep.backup(filled, target)
    assert [file.name for file in target.parent.iterdir()] == ["backup.sqlite"]
    if sys.platform != "win32":
        assert target.stat().st_mode & 0o777 == 0o600
    rows, counts = first_page(target)
    assert len(rows) == counts[State.WAITING, 0] == 3
    with reader_at(target) as reader:
        assert len(reader.search("東京").conversations) == 1


def test_a_backup_takes_the_place_of_an_older_one(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    target.write_bytes(b"old")
    upkeep.backup(filled, target)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_a_backup_that_cannot_be_written_says_so_and_leaves_the_older_one(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"could not be written to .*Choose another folder"):
        upkeep.backup(filled, tmp_path / "missing" / "backup.sqlite")
    with pytest.raises(StoreError, match="over the file it is made from"):
        upkeep.backup(filled, filled)
    damaged, target = tmp_path / "damaged.sqlite", tmp_path / "backup.sqlite"
    target.write_bytes(b"older")
    pages = bytearray(filled.read_bytes() if filled.stat().st_size > 8192 else b"")
    if pages:
        damaged.write_bytes(bytes(pages[:4096]) + bytes(len(pages) - 4096))
        with pytest.raises(StoreError):
            upkeep.backup(damaged, target)
    assert target.read_bytes() == b"older"
    assert not list(tmp_path.glob("*.tmp"))


def test_a_file_that_agrees_with_itself_has_nothing_to_say(shelf: Shelf) -> None:
    fill(shelf)
    assert upkeep.check(shelf.conn) == []


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE counter SET n = 9 WHERE account_id = 0", "The view “waiting” of all places says 9 conversations, but"),
        (
            "DELETE FROM counter WHERE account_id != 0",
            "The view “waiting” of place 1 says 0 conversations, but there are 3.",
        ),
        (
            "UPDATE message_text SET text = 'Other words' WHERE text = ''",
            "1 of the newest 3 messages are in the search",
        ),
        ("UPDATE thread SET title = 'Other' WHERE id = 2", "1 of the newest 3 messages are in the search index with"),
        (
            "INSERT INTO search(rowid, body) VALUES (5, 'x')",
            "The search index has 1 messages that are no longer there.",
        ),
        ("INSERT INTO search(search) VALUES ('delete-all')", "3 messages are not in the search index."),
        ("UPDATE profile SET segmenter_version = 0", "The search index was made by rules of version 0;"),
        ("PRAGMA application_id=1", "This file was not made by Parlour."),
    ],
)
def test_what_disagrees_is_said_in_a_sentence(shelf: Shelf, damage: str, sentence: str) -> None:
    fill(shelf).conn.execute(text(damage))
    [said] = upkeep.check(shelf.conn)
    assert said.startswith(sentence)


def test_a_link_into_nothing_is_said(filled: Path) -> None:
    raw = dbapi.connect(filled)
    raw.execute("INSERT INTO place_log (account_id, at, sentence) VALUES (1, 1, 'x')")
    raw.execute("INSERT INTO tag VALUES (987654321, 'x')")
    raw.commit()
    raw.close()
    with shelf_at(filled) as shelf:
        assert upkeep.check(shelf.conn) == ["1 entries of “tag” belong to something that is not there."]


def damage_a_page(filled: Path) -> None:
    raw = dbapi.connect(filled)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_conversation_newest'").fetchone()[0]
    raw.close()
    pages = bytearray(filled.read_bytes())
    pages[(root - 1) * 4096 + 8 : root * 4096] = b"\x55" * 4088
    filled.write_bytes(pages)


def test_a_file_found_damaged_at_the_start_is_not_written_any_more(filled: Path) -> None:
    damage_a_page(filled)
    store = open_store(filled.parent, FrozenClock())
    try:
        store.write(lambda write: write.set_setting("before", "yes"))
        [said] = store.check_quickly(lambda: False)
        assert said.startswith("Parlour's file is damaged, so nothing more is saved")
        assert str(filled.parent) in said
        with pytest.raises(StoreError, match="nothing more is saved"):
            store.write(lambda write: write.set_setting("after", "yes"))
        with store.reading() as look:
            assert (look.setting("before"), look.setting("after")) == ("yes", "")
    finally:
        store.close()


def test_a_file_that_is_whole_is_written_on(filled: Path) -> None:
    store = open_store(filled.parent, FrozenClock())
    try:
        assert store.check_quickly(lambda: False) == []
        store.write(lambda write: write.set_setting("after", "yes"))
        with pytest.raises(StoreError, match="stopped"):
            store.check_quickly(lambda: True)
    finally:
        store.close()


def test_a_damaged_page_is_said_before_anything_else(filled: Path) -> None:
    damage_a_page(filled)
    conn = reading(filled)
    try:
        with conn.begin():
            [said] = upkeep.check(conn)
    finally:
        close(conn)
    assert said.startswith("The file is damaged (")


def test_about_tells_versions_and_sizes_and_nobodys_words(shelf: Shelf) -> None:
    told = upkeep.about(fill(shelf).conn, shelf.path)
    assert told["sqlite"].split(" ")[0] == dbapi.sqlite_version
    assert (told["messages"], told["people"], told["places"], told["file"]) == ("3", "3", "1", str(shelf.path))
    assert not any("Ana" in value for value in told.values())
