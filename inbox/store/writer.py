"""The one thread that writes, and the store that everybody else is given (decision 22).

Work waits in a queue: what the person does first, then the outbox, then intake; first come first served among equals.
Each piece is one transaction, whole or not at all.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from inbox.core.changes import Changes
from inbox.core.clock import Clock, to_micros
from inbox.core.errors import StoreError
from inbox.core.ports import Priority, Writing
from inbox.rules.languages import NO_LANGUAGES, Languages
from inbox.rules.thresholds import Threshold, values_of
from inbox.store import database, migrations
from inbox.store.binding import dbapi
from inbox.store.database import sentences
from inbox.store.looks import CLOSED, GuestStore, Looks
from inbox.store.session import Session
from inbox.store.transaction import Transaction

T = TypeVar("T")

_TRIES, _NAP_S = 50, 0.1
"""How long to wait for those who read, before the log is emptied at the end of the program instead."""

IDLE_S = 1.0
"""After this long without work, what was written moves from the log into the file."""
WAL_LIMIT = 16 * 2**20
"""Bytes; beyond it that is not put off any longer."""


@dataclass(order=True, slots=True)
class _Job:
    priority: int
    number: int
    work: Callable[[Writing], Any] = field(compare=False)
    outcome: Future[Any] = field(compare=False)
    done: Callable[[Changes | Exception], None] | None = field(compare=False, default=None)


class _Carried:
    """Holds what was raised inside, to be raised where the work was asked for: another thread."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> _Carried:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True


class SqliteStore(Looks):
    """`core.ports.Store` over one file. Made by `open_store`."""

    def __init__(self, path: Path, raw: Any, clock: Clock, languages: Languages, counts: Mapping[str, int]) -> None:
        super().__init__(path, clock)
        self._raw = raw
        self._connection = database.writing(path, raw)
        self._languages = languages
        self._counts = counts
        with sentences(path), self._connection.begin():
            row = self._connection.exec_driver_sql("SELECT device, clock FROM profile").one()
        self._device = str(row[0])
        self._last = int(row[1])
        self._heard: list[Callable[[Changes], None]] = []
        self._jobs: list[_Job] = []
        self._numbers = itertools.count()
        self._more = threading.Condition()
        self._has_log = False
        self._frozen = ""
        """Why nothing is written any more."""
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Writing], T], priority: Priority = Priority.ACTS) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("The writer thread would wait for itself: use submit().")
        outcome: Future[T] = Future()
        self._put(_Job(priority, next(self._numbers), work, outcome))
        return outcome.result()

    def submit(
        self,
        work: Callable[[Writing], Changes],
        done: Callable[[Changes | Exception], None],
        priority: Priority = Priority.ACTS,
    ) -> None:
        self._put(_Job(priority, next(self._numbers), work, Future(), done))

    def on_changes(self, heard: Callable[[Changes], None]) -> None:
        self._heard.append(heard)

    def check_quickly(self, stop: Callable[[], bool]) -> list[str]:
        said = super().check_quickly(stop)
        self._frozen = " ".join(said)
        return said

    def close(self) -> None:
        """What the person did and what the outbox has to write is still written; intake is left for the next time."""
        with self._more:
            self._is_closing = True
            self._more.notify_all()
        self._thread.join()
        super().close()
        if self._connection.closed:
            return
        if not self._frozen:
            with contextlib.suppress(dbapi.DatabaseError):
                # A full disk, or somebody else reading: all is safe in the log, and the next start moves it.
                self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Last of all: only a connection that may write takes the log away.
        database.close(self._connection)

    def _put(self, job: _Job) -> None:
        with self._more:
            if self._is_closing:
                raise StoreError(CLOSED)
            heapq.heappush(self._jobs, job)
            self._more.notify_all()

    # ---------------------------------------------------------------------------------- on the writer's own thread

    def _run(self) -> None:
        while (job := self._next()) is not None:
            self._do(job)

    def _next(self) -> _Job | None:
        while True:
            with self._more:
                has_waited = not self._jobs and not self._is_closing
                was_told = has_waited and self._more.wait(IDLE_S if self._has_log else None)
                if self._jobs:
                    return heapq.heappop(self._jobs)
                if self._is_closing:
                    return None
            if has_waited and not was_told:
                # Not under the lock: whoever submits work must never wait for a disk.
                self._move_log()

    def _do(self, job: _Job) -> None:
        carried = _Carried()
        with carried:
            if self._frozen:
                raise StoreError(self._frozen)
            if self._is_closing and job.priority == Priority.INTAKE:
                raise StoreError(CLOSED)
            result, changes = self._in_transaction(job.work)
        if carried.error is None and changes:
            for heard in self._heard:
                self._tell(heard, changes)
        if job.done is not None:
            self._tell(job.done, changes if carried.error is None else _as_exception(carried.error))
        elif carried.error is None:
            job.outcome.set_result(result)
        else:
            job.outcome.set_exception(carried.error)

    def _in_transaction(self, work: Callable[[Writing], Any]) -> tuple[Any, Changes]:
        wall = to_micros(self._clock.now())
        written = self._raw.total_changes
        with sentences(self._path), self._connection.begin():
            tx = Transaction(
                self._connection,
                now=max(wall, self._last + 1),
                wall=wall,
                device=self._device,
                languages=self._languages,
                counts=self._counts,
            )
            result = work(Session(tx, self._clock))
            if self._raw.total_changes != written:
                self._connection.exec_driver_sql("UPDATE profile SET clock = ?", (tx.last_tick,))
        self._last = tx.last_tick
        if tx.scrub:
            self._scrub()
        if self._raw.total_changes != written:
            self._has_log = True
            if _size(self._path.with_name(f"{self._path.name}-wal")) > WAL_LIMIT:
                self._move_log()
        return result, _with_words(tx.all, result)

    def _scrub(self) -> None:
        """Write the file anew, without what its free pages still hold, and empty the log. Raises StoreError where the
        disk has no room for it: what was erased is gone from every page in use by then."""
        with sentences(self._path):
            self._raw.execute("VACUUM")
            for copy in self._path.parent.glob("parlour-before-*.sqlite"):
                copy.unlink(missing_ok=True)
            for _ in range(_TRIES):
                if not self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    break
                time.sleep(_NAP_S)  # somebody is still reading
        self._has_log = False

    def _move_log(self) -> None:
        self._has_log = False
        if self._frozen:
            return
        with contextlib.suppress(dbapi.DatabaseError):
            # Nothing is lost when this fails (disk full): the log keeps everything, and the next commit tries again.
            self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _tell(self, heard: Callable[[Any], None], what: Any) -> None:
        """A listener's bug must not end the thread that saves what people do: it goes to the crash door."""
        carried = _Carried()
        with carried:
            heard(what)
        if carried.error is not None:
            error = carried.error
            threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread)))


def open_store(
    folder: Path,
    clock: Clock,
    *,
    languages: Languages = NO_LANGUAGES,
    thresholds: tuple[Threshold, ...] = (),
) -> SqliteStore:
    """Open `folder/parlour.sqlite`, made and brought up to date where needed. `languages`: the words looked for.

    Raises StoreError with one sentence: not ours, newer than this program, damaged, folder not writable.
    """
    path = folder / database.FILE
    migrations.refuse_strangers(path)
    raw = database.open_writer(path)
    try:
        migrations.migrate(raw, path, to_micros(clock.now()))
        return SqliteStore(path, raw, clock, languages, values_of(thresholds))
    except StoreError:
        raw.close()
        raise


def open_as_guest(folder: Path, clock: Clock) -> GuestStore:
    """Look into the file while another program writes it. Raises StoreError, also where that one is older or newer."""
    path = folder / database.FILE
    migrations.refuse_other_steps(path)
    return GuestStore(path, clock)


def _with_words(changes: Changes, result: Any) -> Changes:
    """The work may have said it in other words than the rooms did."""
    if not isinstance(result, Changes):
        return changes
    return replace(changes, sentence=result.sentence or changes.sentence, undo=result.undo or changes.undo)


def _as_exception(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(repr(error))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
