"""What the file promises, and what the person reads when the disk or the file does not hold."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inbox.core.errors import StoreError
from inbox.store import database
from inbox.store.binding import dbapi
from inbox.store.database import FILE, connect, open_writer
from inbox.store.writer import SqliteStore, open_store
from tests.builders import a_message, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import dump, states


def pragma(connection: object, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[attr-defined]


def test_the_writer_promises_what_decision_21_says(tmp_path: Path) -> None:
    raw = open_writer(tmp_path / FILE)
    promised = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "wal_autocheckpoint": 0,
        "secure_delete": 0,
    }
    assert {name: pragma(raw, name) for name in promised} == promised
    raw.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    open_writer(tmp_path / FILE).close()
    reader = connect(tmp_path / FILE, read_only=True)
    assert pragma(reader, "query_only") == 1
    with pytest.raises(dbapi.OperationalError, match="readonly"):
        reader.execute("CREATE TABLE x (y)")
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = open_store(tmp_path / "profile", FrozenClock())
        a_place(store)
        files = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "profile").iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert (tmp_path / "profile").stat().st_mode & 0o777 == 0o700
    assert set(files.values()) == {0o600}


def test_a_folder_whose_name_needs_escaping(tmp_path: Path) -> None:
    store = open_store(tmp_path / "Ann's 100% “bread” #1?", FrozenClock())
    take_in(store, a_place(store), a_message())
    assert states(store)
    store.close()


def test_a_full_disk_is_said_in_one_sentence_and_nothing_is_half_written(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1"))
    before = dump(store)
    pages = pragma(store._raw, "page_count")
    store._raw.execute(f"PRAGMA max_page_count={pages}")
    big = [a_message(str(n), f"{n} " * 3000, by=f"Person {n}") for n in range(2, 40)]
    with pytest.raises(StoreError, match=r"^The disk is full, so nothing new can be saved\. Free some space"):
        take_in(store, place, *big, cursor="c1")
    assert dump(store) == before
    assert store.write(lambda write: write.cursors(place)) == {}
    store._raw.execute("PRAGMA max_page_count=1073741823")
    take_in(store, place, *big, cursor="c1")
    assert len(states(store)) == 39
    assert store.check() == []


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    store = open_store(tmp_path, FrozenClock())
    take_in(store, a_place(store), *(a_message(str(n), f"Comment {n}", by=f"P{n}") for n in range(50)))
    store.close()
    path = tmp_path / FILE
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"^Parlour's file is damaged\. Quit, keep a copy"):
        open_and_look(tmp_path)


def open_and_look(folder: Path) -> None:
    store = open_store(folder, FrozenClock())
    try:
        with store.reading() as reading:
            reading.people()
    finally:
        store.close()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root ignores permission bits")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="may not write"):
        open_store(tmp_path / "locked", FrozenClock())


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    with pytest.raises(StoreError, match="may not write"):
        open_store(tmp_path / "taken", FrozenClock())


def test_another_program_holding_the_file_is_said(tmp_path: Path) -> None:
    store = open_store(tmp_path, FrozenClock())
    store._raw.execute("PRAGMA busy_timeout=10")
    other = dbapi.connect(str(tmp_path / FILE), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"^Another program is holding Parlour's file"):
        a_place(store)
    other.execute("ROLLBACK")
    other.close()
    a_place(store)
    store.close()


def test_wrong_sql_and_broken_rules_stay_bugs(tmp_path: Path) -> None:
    with pytest.raises(dbapi.OperationalError), database.sentences(tmp_path / FILE):
        raise dbapi.OperationalError("no such table: x")


def test_the_log_moves_into_the_file_before_it_grows_without_end(store: SqliteStore, tmp_path: Path) -> None:
    for number in range(60):
        store.write(lambda write, key=str(number): write.set_setting(key, "x" * 2**20))
    log = tmp_path / "profile" / f"{FILE}-wal"
    assert log.stat().st_size < 32 * 2**20
    assert (tmp_path / "profile" / FILE).stat().st_size > 32 * 2**20
