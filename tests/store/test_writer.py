"""The one thread that writes: order, wholeness, and what travels back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inbox.core.changes import NOTHING, Changes
from inbox.core.errors import StoreError
from inbox.core.model import State
from inbox.core.ports import Priority, Writing
from inbox.store.writer import SqliteStore, open_store
from tests.builders import a_message, a_place, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, dump, states


@contextmanager
def held(store: SqliteStore) -> Iterator[None]:
    """The writer is busy with a piece of intake until the block ends."""
    is_in, go_on = threading.Event(), threading.Event()

    def work(write: Writing) -> Changes:
        is_in.set()
        go_on.wait(10)
        return NOTHING

    store.submit(work, lambda outcome: None, Priority.INTAKE)
    assert is_in.wait(10)
    try:
        yield
    finally:
        go_on.set()


def setting(key: str, said: list[str]) -> tuple[object, object]:
    return (lambda write: write.set_setting(key, "x"), lambda outcome: said.append(key))


def test_acts_go_before_the_outbox_and_that_before_intake_each_in_order(store: SqliteStore) -> None:
    said: list[str] = []
    with held(store):
        for priority in (Priority.INTAKE, Priority.OUTBOX, Priority.ACTS):
            for number in (1, 2):
                work, done = setting(f"{priority.name} {number}", said)
                store.submit(work, done, priority)  # type: ignore[arg-type]
    store.write(lambda write: None, Priority.INTAKE)
    assert said == ["ACTS 1", "ACTS 2", "OUTBOX 1", "OUTBOX 2", "INTAKE 1", "INTAKE 2"]


def test_what_work_returns_and_raises_reaches_who_asked(store: SqliteStore) -> None:
    assert store.write(lambda write: 42) == 42

    def broken(write: Writing) -> None:
        raise ZeroDivisionError("here")

    with pytest.raises(ZeroDivisionError, match="here"):
        store.write(broken)
    assert store.write(lambda write: 43) == 43


def test_work_that_fails_leaves_nothing_behind(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1"))
    before = dump(store)
    heard: list[Changes] = []
    store.on_changes(heard.append)

    def half(write: Writing) -> None:
        write.finish([1])
        write.set_setting("theme", "dark")
        write.add_note(1, "half")
        raise KeyError("then this")

    with pytest.raises(KeyError):
        store.write(half)
    assert dump(store) == before
    assert heard == []
    with store.reading() as reading:
        assert reading.setting("theme") == ""
        assert reading.undo_step() is None


def test_listeners_hear_everything_that_a_transaction_changed(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1"), a_message("2", by="Bob"))
    heard: list[Changes] = []
    store.on_changes(heard.append)

    def both(write: Writing) -> int:
        write.finish([1])
        write.finish([2])
        write.set_setting("theme", "dark")
        return 7

    assert store.write(both) == 7
    assert len(heard) == 1
    assert heard[0].conversations == {1, 2}
    assert heard[0].settings == {"theme"}
    assert {change.id: change.after and change.after.state for change in heard[0].rows} == {
        1: State.DONE,
        2: State.DONE,
    }
    store.write(lambda write: None)
    assert len(heard) == 1


def test_the_work_may_say_it_in_other_words(store: SqliteStore) -> None:
    heard: list[Changes] = []
    store.on_changes(heard.append)
    store.write(lambda write: write.set_setting("theme", "dark") | Changes(sentence="It is dark now."))
    assert heard[0].sentence == "It is dark now."


def test_submitted_work_tells_how_it_went(store: SqliteStore) -> None:
    outcomes: list[Changes | Exception] = []

    def broken(write: Writing) -> Changes:
        raise StoreError("The disk is full.")

    store.submit(lambda write: write.set_setting("theme", "dark"), outcomes.append)
    store.submit(broken, outcomes.append)
    store.write(lambda write: None)
    changes, error = outcomes
    assert isinstance(changes, Changes)
    assert changes.settings == {"theme"}
    assert isinstance(error, StoreError)


def test_a_listener_that_fails_ends_nothing_and_reaches_the_crash_door(store: SqliteStore) -> None:
    caught: list[type[BaseException]] = []

    def heard(changes: Changes) -> None:
        raise ZeroDivisionError

    before, threading.excepthook = threading.excepthook, lambda args: caught.append(args.exc_type)
    try:
        store.on_changes(heard)
        store.write(lambda write: write.set_setting("theme", "dark"))
        assert store.write(lambda write: write.reading.setting("theme")) == "dark"
    finally:
        threading.excepthook = before
    assert caught == [ZeroDivisionError]


def test_the_writer_may_not_wait_for_itself(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        store.write(lambda write: store.write(lambda inner: None))


def test_closing_finishes_acts_and_outbox_and_leaves_intake(tmp_path: Path, clock: FrozenClock) -> None:
    store = open_store(tmp_path, clock)
    said: list[str] = []
    outcomes: list[object] = []
    with held(store):
        for priority in (Priority.INTAKE, Priority.OUTBOX, Priority.ACTS):
            work, done = setting(priority.name, said)
            wanted = outcomes.append if priority is Priority.INTAKE else done
            store.submit(work, wanted, priority)  # type: ignore[arg-type]
        closer = threading.Thread(target=store.close)
        closer.start()
        while not store._is_closing:
            pass
    closer.join()
    assert said == ["ACTS", "OUTBOX"]
    assert [type(outcome) for outcome in outcomes] == [StoreError]
    with pytest.raises(StoreError, match="closing"):
        store.write(lambda write: None)
    with pytest.raises(StoreError, match="closing"), store.reading():
        pass
    again = open_store(tmp_path, clock)
    with again.reading() as reading:
        assert (reading.setting("ACTS"), reading.setting("OUTBOX"), reading.setting("INTAKE")) == ("x", "x", "")
    again.close()
    assert not (tmp_path / "parlour.sqlite-wal").exists()


def test_closing_twice_is_closing(store: SqliteStore) -> None:
    store.close()
    store.close()


def test_a_look_is_one_state_while_it_is_open(store: SqliteStore) -> None:
    place = a_place(store)
    with store.reading() as reading:
        assert reading.counts()[State.WAITING, 0] == 0
        take_in(store, place, a_message())
        with store.reading() as same:
            assert same.counts()[State.WAITING, 0] == 0
        assert reading.counts()[State.WAITING, 0] == 0
    assert states(store) == {"Ann": State.WAITING}


def test_a_transaction_reads_what_it_wrote(store: SqliteStore) -> None:
    def work(write: Writing) -> str:
        write.set_setting("theme", "dark")
        return write.reading.setting("theme")

    assert store.write(work) == "dark"


def test_each_thread_has_a_connection_of_its_own_and_loses_it_when_it_ends(store: SqliteStore) -> None:
    def look() -> None:
        with store.reading() as reading:
            reading.counts()

    for _ in range(4):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    with store.reading():
        assert len(store._readers) == 1


def test_time_within_the_store_never_goes_back_also_after_a_restart(tmp_path: Path, clock: FrozenClock) -> None:
    store = open_store(tmp_path, clock)
    take_in(store, a_place(store), a_message())
    store.close()
    store = open_store(tmp_path, FrozenClock(clock.now().replace(year=2020)))
    store.write(lambda write: write.finish([1]))
    assert states(store) == {"Ann": State.DONE}
    [(arrived, done)] = ask(store, "SELECT m.arrived_at, c.done_at FROM message m, conversation c")
    assert done > arrived
    store.close()
