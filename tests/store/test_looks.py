"""A guest looks into the file of a program that is at work, and leaves no trace in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.app import workshop
from inbox.core.errors import Refused, StoreError
from inbox.runtime.lock import InstanceLock
from inbox.store import database
from inbox.store.binding import dbapi
from inbox.store.writer import SqliteStore, open_as_guest, open_store
from tests.builders import NOON, a_message, a_place, take_in
from tests.clocks import FrozenClock


def names(folder: Path, clock: FrozenClock) -> list[str]:
    guest = open_as_guest(folder, clock)
    try:
        with guest.reading() as reading:
            return [person.name for person in reading.people()]
    finally:
        guest.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def test_a_guest_sees_what_was_written_and_what_is_written_meanwhile(
    store: SqliteStore, folder: Path, clock: FrozenClock
) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1"))
    guest = open_as_guest(folder, clock)
    with guest.reading() as reading:
        assert len(reading.people()) == 1
    take_in(store, place, a_message("2", by="Ben"))
    with guest.reading() as reading:
        assert len(reading.people()) == 2
    assert guest.check() == []
    assert guest.about()["messages"] == "2"
    guest.close()
    with pytest.raises(StoreError, match="closing"), guest.reading():
        pass


def test_a_guest_leaves_the_log_to_the_program_at_work(store: SqliteStore, folder: Path, clock: FrozenClock) -> None:
    take_in(store, a_place(store), a_message("1"))
    log = folder / f"{database.FILE}-wal"
    before = (log.read_bytes(), (folder / database.FILE).read_bytes())
    assert before[0]
    assert names(folder, clock) == ["Ann"]
    assert (log.read_bytes(), (folder / database.FILE).read_bytes()) == before


def test_a_guest_writes_nothing(store: SqliteStore, folder: Path, clock: FrozenClock) -> None:
    guest = open_as_guest(folder, clock)
    with pytest.raises(StoreError, match="Another Parlour"):
        guest.write(lambda write: write.wake(NOON))
    with pytest.raises(StoreError, match="Another Parlour"):
        guest.submit(lambda write: write.wake(NOON), lambda _: None)
    guest.close()


@pytest.mark.parametrize(("version", "said"), [(1, "An older Parlour"), (99, "A newer Parlour")])
def test_a_file_of_another_program_is_left_as_it_is(folder: Path, clock: FrozenClock, version: int, said: str) -> None:
    open_store(folder, clock).close()
    raw = dbapi.connect(folder / database.FILE)
    raw.execute(f"PRAGMA user_version={version}")
    raw.close()
    before = (folder / database.FILE).read_bytes()
    with pytest.raises(StoreError, match=said):
        open_as_guest(folder, clock)
    assert (folder / database.FILE).read_bytes() == before


def test_where_nothing_is_a_guest_makes_nothing(tmp_path: Path, clock: FrozenClock) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_as_guest(tmp_path, clock)
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_reads_is_a_guest_of_the_window(store: SqliteStore, folder: Path) -> None:
    take_in(store, a_place(store), a_message("1"))
    log = folder / f"{database.FILE}-wal"
    with InstanceLock(folder, "the window"):
        before = log.read_bytes()
        with workshop(folder, writes=False) as at, at.store.reading() as reading:
            assert [person.name for person in reading.people()] == ["Ann"]
        assert log.read_bytes() == before
        with pytest.raises(Refused, match="the window"), workshop(folder, writes=True):
            pass


def test_a_command_that_reads_does_first_what_is_due_and_then_keeps_nobody_from_writing(folder: Path) -> None:
    folder.mkdir()
    with workshop(folder, writes=False) as at:
        assert at.store.check() == []
        with workshop(folder, writes=True) as other:
            a_place(other.store)
        with at.store.reading() as reading:
            assert len(reading.places()) == 1
