"""Looking into the file: each thread by a connection of its own that only reads, kept until thread or store ends.

`Looks` is what every store has; `GuestStore` has nothing else, for a program that looks while another one writes.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import StoreError
from inbox.core.ports import Priority, Reading, Writing
from inbox.store import database, upkeep
from inbox.store.database import sentences
from inbox.store.reading import Reader

T = TypeVar("T")

CLOSED = "Parlour is closing, so nothing more is saved. Start it again to go on."
_GUEST = "Another Parlour holds this file, so nothing is changed here. Close it first."


class Looks:
    """The half of `core.ports.Store` that only reads."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._is_closing = False
        self._readers: dict[threading.Thread, Connection] = {}
        self._readers_lock = threading.Lock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reading]:
        """Inside another look of the same thread it is that same look."""
        with self._look() as connection:
            yield Reader(connection, self._clock)

    def check(self) -> list[str]:
        # By a connection of its own: integrity_check has FTS5 look through what an older look of the same connection
        # kept in memory, and call a sound index damaged (seen with SQLite 3.53.4).
        connection = database.reading(self._path)
        try:
            with sentences(self._path), connection.begin():
                return upkeep.check(connection)
        finally:
            database.close(connection)

    def check_quickly(self, stop: Callable[[], bool]) -> list[str]:
        connection = database.reading(self._path)
        try:
            with sentences(self._path), connection.begin():
                return upkeep.check_quickly(connection, self._path, stop)
        finally:
            database.close(connection)

    def about(self) -> Mapping[str, str]:
        with self._look() as connection:
            return upkeep.about(connection, self._path)

    def backup(self, path: str) -> None:
        upkeep.backup(self._path, Path(path))

    def close(self) -> None:
        with self._readers_lock:
            self._is_closing = True
            for connection in self._readers.values():
                database.close(connection)
            self._readers.clear()

    @contextlib.contextmanager
    def _look(self) -> Iterator[Connection]:
        connection = self._reader()
        if connection.in_transaction():
            yield connection
        else:
            with sentences(self._path), connection.begin():
                yield connection

    def _reader(self) -> Connection:
        """This thread's own kept connection."""
        me = threading.current_thread()
        with self._readers_lock:
            if self._is_closing:
                raise StoreError(CLOSED)
            for ended in [thread for thread in self._readers if not thread.is_alive()]:
                database.close(self._readers.pop(ended))
            if me not in self._readers:
                self._readers[me] = database.reading(self._path)
            return self._readers[me]


class GuestStore(Looks):
    """`core.ports.Store` over a file that another program writes: it is neither brought up to date, nor tidied, nor
    written. Two programs that move the log at once have damaged files under SQLite before 3.51.3."""

    def write(self, work: Callable[[Writing], T], priority: Priority = Priority.ACTS) -> T:
        raise StoreError(_GUEST)

    def submit(
        self,
        work: Callable[[Writing], Changes],
        done: Callable[[Changes | Exception], None],
        priority: Priority = Priority.ACTS,
    ) -> None:
        raise StoreError(_GUEST)

    def on_changes(self, heard: Callable[[Changes], None]) -> None:
        """Nothing changes by it."""
