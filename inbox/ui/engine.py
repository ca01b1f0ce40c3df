"""What works behind the window: lanes that fetch and send, the heartbeat, and what changed, told once a frame.

A place has two lanes, one that reads and one that sends, each with a session of its own: a long first fetch never keeps
an answer from leaving. No widget is known here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import InboxError
from inbox.core.model import DeliveryState, Place, PlaceStatus, Row
from inbox.core.ports import Reading, Secrets, Store, Writing
from inbox.runtime import heartbeat
from inbox.runtime.qt_bridge import QtBridge
from inbox.runtime.runner import Runner

if TYPE_CHECKING:
    from inbox.services.sessions import Sessions
    from inbox.services.sync import NextSync, SyncReport

T = TypeVar("T")
TICK_MS = 1000
WAKE_EVERY_S = 20.0
ASLEEP = timedelta(seconds=90)
"""A tick that comes this late means that the computer slept."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What `app.py` binds after the first paint."""

    folder: Path
    clock: Clock
    store: Store
    secrets: Secrets
    reading_sessions: Sessions
    sending_sessions: Sessions
    pace: Callable[[str], NextSync]
    on_bug: Callable[[BaseException], None]


class Engine(QObject):
    changed = Signal(object)
    """`Changes` committed since the last frame."""
    said = Signal(object)
    """A sentence that the person should read."""
    synced = Signal(object)
    """A `SyncReport` of a place that was just looked at."""
    looked = Signal()
    """Something about fetching or sending began or ended."""

    def __init__(self, parts: Parts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.store, self.clock = parts.store, parts.clock
        self._bridge = QtBridge(self)
        self._bridge.changed.connect(self._on_changed)
        self.runner = Runner(self._bridge.deliver, parts.on_bug)
        parts.reading_sessions.stop_when(self.runner.stopping)
        parts.sending_sessions.stop_when(self.runner.stopping)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._next_delivery: datetime | None = None
        self._next_wake = self.clock.now()
        self.syncing: set[int] = set()
        self._last_tick = self.clock.now()
        self.closed = False

    def start(self) -> None:
        """Orphans of the last run first, then the clockwork."""
        from inbox.services import delivery

        self.store.on_changes(self._bridge.hear)
        self.runner.run("start", partial(delivery.recover, self.store, self.clock), self._hear)
        self._see_deliveries()
        from inbox.ui.reachability import Reachability

        Reachability(self).back.connect(self.come_back)
        self._last_tick = self.clock.now()
        self._tick.start()
        self._on_tick()

    def close(self) -> None:
        self._tick.stop()
        self.closed = True
        self.runner.stop()
        self.parts.reading_sessions.close()
        self.parts.sending_sessions.close()
        self.store.close()

    # reading and writing

    def read(self, look: Callable[[Reading], T]) -> T:
        with self.store.reading() as reading:
            return look(reading)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.read(lambda reading: reading.rows(ids))

    def write(
        self, work: Callable[[Writing], Changes], done: Callable[[Changes], None], failed: Callable[[InboxError], None]
    ) -> None:
        """In the background; `done` and `failed` on this thread."""

        def finished(result: Changes | Exception) -> None:
            if isinstance(result, InboxError):
                self._bridge.deliver(lambda: failed(result))
            elif isinstance(result, Exception):
                self.parts.on_bug(result)
            else:
                self._bridge.deliver(lambda: done(result))

        self.store.submit(work, finished)

    def call(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[InboxError], None]) -> None:
        """For what may wait for a keychain or a network."""
        self.runner.run("calls", work, done, failed, alive=lambda: not self.closed)

    # fetching

    def is_syncing(self) -> bool:
        return bool(self.syncing)

    def sync_now(self, places: list[Place] | None = None, *, fully: bool = False) -> None:
        for place in self.read(lambda reading: reading.places()) if places is None else places:
            if not place.paused:
                self._sync(place, fully=fully)

    def _sync(self, place: Place, *, fully: bool = False) -> None:
        if place.id in self.syncing:
            return
        from inbox.services import sync

        self.syncing.add(place.id)
        self.looked.emit()
        self.runner.run(
            f"read-{place.id}",
            partial(
                sync.sync_place,
                self.store,
                place.id,
                self.parts.reading_sessions,
                self.clock,
                self.parts.pace(place.network),
                fully=fully,
                stop=self.runner.stopping,
            ),
            self._on_synced,
            partial(self._on_sync_failed, place.id),
            alive=lambda: not self.closed,
        )

    def _on_synced(self, report: SyncReport) -> None:
        self.syncing.discard(report.place)
        self.synced.emit(report)
        self.looked.emit()
        if report.status is PlaceStatus.FINE:
            self.send_due()

    def _on_sync_failed(self, place: int, error: InboxError) -> None:
        """The store could not take it in (disk full): said once here, the place is tried again at its pace."""
        self.syncing.discard(place)
        self.said.emit(str(error))
        self.looked.emit()

    def come_back(self) -> None:
        """The network is there again, or the computer woke: look everywhere, send what waits."""
        if not self.closed:
            self.sync_now()
            self.send_due()

    # sending

    def send_due(self) -> None:
        from inbox.services import delivery

        self.runner.run(
            "outbox", partial(delivery.due_places, self.store, self.clock), self._on_due, alive=lambda: not self.closed
        )

    def _on_due(self, places: list[int]) -> None:
        from inbox.services import delivery

        for place in places:
            self.runner.run(
                f"send-{place}",
                partial(
                    delivery.deliver_due,
                    self.store,
                    self.parts.sending_sessions,
                    self.clock,
                    place,
                    dice=random.Random(),
                    stop=self.runner.stopping,
                ),
                self._on_sent,
                lambda error: self.said.emit(str(error)),
                alive=lambda: not self.closed,
            )

    def _on_sent(self, changes: Changes) -> None:
        self._see_deliveries()
        self.looked.emit()

    def _see_deliveries(self) -> None:
        """When the outbox is to be looked at next."""
        now = self.clock.now()
        open_ones = self.read(lambda reading: reading.outbox())
        times = [
            one.not_before or now for one in open_ones if one.state in (DeliveryState.WAITING, DeliveryState.UNSURE)
        ]
        self._next_delivery = min(times, default=None)

    # the clockwork

    def _on_tick(self) -> None:
        now = self.clock.now()
        slept, self._last_tick = now - self._last_tick > ASLEEP, now
        if slept:
            self.come_back()
        for place in heartbeat.due(self.read(lambda reading: reading.places()), now):
            self._sync(place)
        if self._next_delivery is not None and self._next_delivery <= now:
            self._next_delivery = now + timedelta(seconds=5)
            self.send_due()
        if self._next_wake <= now:
            self._next_wake = now + timedelta(seconds=WAKE_EVERY_S)
            self.store.submit(lambda write: write.wake(now), self._on_woken)

    def _on_woken(self, result: Changes | Exception) -> None:
        if isinstance(result, Exception) and not isinstance(result, InboxError):
            self.parts.on_bug(result)

    def _hear(self, changes: Changes) -> None:
        self._see_deliveries()

    def _on_changed(self, changes: Changes) -> None:
        if self.closed:
            return
        if changes.outbox:
            self._see_deliveries()
        self.changed.emit(changes)
