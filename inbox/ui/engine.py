"""What works behind the window: lanes that fetch and send, the heartbeat, and what changed, told once a frame.

A place has two lanes, one that reads and one that sends, each with a session of its own: a long first fetch never keeps
an answer from leaving. No widget is known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import InboxError
from inbox.core.model import Place, PlaceStatus, Row
from inbox.core.ports import Priority, Reading, Secrets, Store, Writing
from inbox.runtime import heartbeat
from inbox.runtime.qt_bridge import QtBridge
from inbox.runtime.runner import Runner
from inbox.ui.sending import REST_S, Sending
from inbox.ui.upkeep import Upkeep

if TYPE_CHECKING:
    from inbox.services.sessions import Sessions
    from inbox.services.sync import NextSync, SyncReport

T = TypeVar("T")
TICK_MS = 1000
WAKE_EVERY_S = 20.0
ASLEEP = timedelta(seconds=90)
"""A tick that comes this late means that the computer slept."""
WORDS = "words"
"""The lane of what is on its way into the outbox: it is worked through before the program ends."""


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

    def close(self) -> None:
        self.reading_sessions.close()
        self.sending_sessions.close()
        self.store.close()


class Engine(QObject):
    changed = Signal(object)
    """`Changes` committed since the last frame."""
    said = Signal(object)
    """A sentence that the person should read."""
    synced = Signal(object)
    """A `SyncReport` of a place that was just looked at."""
    left = Signal(int)
    """So much is left of what was taken back or is forgotten; 0 at the end. From a lane."""
    looked = Signal()
    """Something about fetching or sending began or ended."""

    def __init__(self, parts: Parts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.store, self.clock = parts.store, parts.clock
        self._bridge = QtBridge(self)
        self._bridge.changed.connect(self._on_changed)
        self.deliver = self._bridge.deliver
        """Has a call made on the thread of the interface."""
        self.runner = Runner(self.deliver, parts.on_bug)
        parts.reading_sessions.stop_when(self.runner.stopping)
        parts.sending_sessions.stop_when(self.runner.stopping)
        self.sending = Sending(
            parts.store,
            parts.sending_sessions,
            parts.clock,
            self.runner,
            deliver=self.deliver,
            failed=self._on_failed,
            ended=self.looked.emit,
            closed=lambda: self.closed,
        )
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._next_wake = self.clock.now()
        self._looks: Counter[int] = Counter()
        """Place: so many looks at it are under way or queued, one after the other in its lane."""
        self._reads_again: dict[int, float] = {}
        """Place: not before this on the monotonic clock. Set when a look begins, gone when it ended as it should."""
        self._patient: set[int] = set()
        """Places whose server asked for a pause when they were last looked at: until their next turn."""
        self._last_tick = self.clock.now()
        self.upkeep = Upkeep(self)
        self.own_acts = 0
        """So many things that the person does are being written: what changes meanwhile is no surprise to them."""
        self.closed = False

    def start(self) -> None:
        """Orphans of the last run first, then the clockwork."""
        from inbox.ui.reachability import Reachability

        self.store.on_changes(self._bridge.hear)
        # Not in a lane: the writer takes it before anything that a lane could claim to send.
        now = self.clock.now()
        self.store.submit(lambda write: write.recover_sending(now), self._on_kept_up, Priority.OUTBOX)
        self.sending.see_when()
        network = Reachability(self)
        network.back.connect(self.come_back)
        network.away.connect(self._look_around)
        self.upkeep.start()
        self.runner.run(
            "check",
            lambda: self.store.check_quickly(self.runner.stopping),
            lambda said: self.said.emit(" ".join(said)) if said else None,
            self._on_failed,
            alive=lambda: not self.closed,
        )
        self._last_tick = now
        self._tick.start()
        self.tick()

    def close(self) -> None:
        self._tick.stop()
        self.closed = True
        self.runner.stop(finish=(WORDS,))
        self.parts.close()

    # reading and writing

    def read(self, look: Callable[[Reading], T]) -> T:
        with self.store.reading() as reading:
            return look(reading)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.read(lambda reading: reading.rows(ids))

    def write(
        self,
        work: Callable[[Writing], Changes],
        done: Callable[[Changes], None],
        failed: Callable[[InboxError], None],
        *,
        by_itself: bool = False,
    ) -> None:
        """In the background; `done` and `failed` on this thread. `by_itself`: nobody did it, such as noting what is
        read."""
        own = int(not by_itself)

        def finished(result: Changes | Exception) -> None:
            if isinstance(result, InboxError):
                self.deliver(lambda: failed(result))
            elif isinstance(result, Exception):
                self.parts.on_bug(result)
            else:
                self.deliver(lambda: done(result))
            self.deliver(lambda: self._count_own(-own))

        self._count_own(own)
        self.store.submit(work, finished)

    def call(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[InboxError], None]) -> None:
        """For what the store is asked and told in one go, such as queueing an answer: one after the other, and all of
        it before the program ends. What may wait for a keychain or a network has lanes of its own."""

        def in_lane() -> T:
            try:
                return work()
            finally:
                # By way of another turn: `done` comes first.
                self.deliver(lambda: self.deliver(lambda: self._count_own(-1)))

        self._count_own(1)
        self.runner.run(WORDS, in_lane, done, failed, alive=lambda: not self.closed)

    def _count_own(self, more: int) -> None:
        self.own_acts += more

    # fetching

    @property
    def syncing(self) -> set[int]:
        """Places that are being read."""
        return set(self._looks)

    def is_syncing(self) -> bool:
        return bool(self._looks)

    def patient(self) -> set[int]:
        """Places whose servers asked for a pause that is not over."""
        now = self.clock.now()
        places = self.read(lambda reading: reading.places()) if self._patient else []
        asked = [(place.id, place.next_sync_at) for place in places if place.id in self._patient]
        return {id for id, next_turn in asked if next_turn is not None and next_turn > now}

    def sync_now(self, places: list[Place] | None = None, *, fully: bool = False) -> None:
        for place in self.read(lambda reading: reading.places()) if places is None else places:
            if not place.paused:
                self._sync(place, fully=fully)

    def read_whole(self, place: Place, stop: Callable[[], bool], heard: Callable[[SyncReport | None], None]) -> None:
        """Everything of a place again, after what its lane is at. `heard` is told once, however it ended: None when it
        broke, which is said elsewhere."""
        self._begin(place, fully=True, stop=stop, heard=heard)

    def _sync(self, place: Place, *, fully: bool = False) -> None:
        if place.id not in self._looks:
            self._begin(place, fully=fully)

    def _begin(
        self,
        place: Place,
        *,
        fully: bool,
        stop: Callable[[], bool] = lambda: False,
        heard: Callable[[SyncReport | None], None] = lambda report: None,
    ) -> None:
        self._looks[place.id] += 1
        self._reads_again[place.id] = self.clock.monotonic() + REST_S
        self.looked.emit()
        self.runner.run(
            f"read-{place.id}",
            partial(self._look, place, fully=fully, stop=stop, broke=partial(heard, None)),
            partial(self._on_synced, heard=heard),
            self._on_failed,
            alive=lambda: not self.closed,
            is_patient=True,
        )

    def _look(self, place: Place, *, fully: bool, stop: Callable[[], bool], broke: Callable[[], None]) -> SyncReport:
        """In a lane."""
        from inbox.services import sync

        report: SyncReport | None = None
        try:
            if stop():
                report = sync.SyncReport(place.id, 0, PlaceStatus.PAUSED)
                return report
            report = sync.sync_place(
                self.store,
                place.id,
                self.parts.reading_sessions,
                self.clock,
                self.parts.pace(place.network),
                fully=fully,
                stop=lambda: stop() or self.runner.stopping(),
            )
            return report
        finally:
            # However it ends, also by a bug: a place that seems to be read for ever would never be read again.
            self.deliver(partial(self._on_looked, place.id, broke if report is None else None))

    def _on_looked(self, place: int, broke: Callable[[], None] | None) -> None:
        self._looks[place] -= 1
        self._looks = +self._looks
        if broke is not None and not self.closed:
            broke()
        self.looked.emit()

    def _on_synced(self, report: SyncReport, *, heard: Callable[[SyncReport | None], None]) -> None:
        self._reads_again.pop(report.place, None)
        if report.status is not PlaceStatus.PAUSED:  # broken off, since it was changed or removed: who did that says so
            self._note(report)
        heard(report)

    def _note(self, report: SyncReport) -> None:
        if report.is_asked_for_patience:
            self._patient.add(report.place)
        else:
            self._patient.discard(report.place)
        self.synced.emit(report)
        if report.status is PlaceStatus.FINE:
            self.sending.send_what_is_due()

    def _on_failed(self, error: InboxError) -> None:
        """The store could not take it in (disk full): said here, and tried again after a rest."""
        self.said.emit(str(error))

    def come_back(self) -> None:
        """The network is there again, or the computer woke: look everywhere but where the server asked for a pause
        that has not passed, and send what waits."""
        if not self.closed:
            self._look_around()
            self.sending.send_due()

    def _look_around(self) -> None:
        if not self.closed:
            resting = self.patient()
            places = self.read(lambda reading: reading.places())
            self.sync_now([place for place in places if place.id not in resting])

    # the clockwork

    def tick(self) -> None:
        """What a second brings."""
        now = self.clock.now()
        passed, self._last_tick = now - self._last_tick, now
        if passed > ASLEEP:
            self.come_back()
        elif passed < timedelta(0):
            # The clock was put back, by years maybe: what was to come at its old time comes now.
            self._next_wake = now
            self.sending.see_when()
        monotonic = self.clock.monotonic()
        for place in heartbeat.due(self.read(lambda reading: reading.places()), now):
            if self._reads_again.get(place.id, monotonic) <= monotonic:
                self._sync(place)
        self.sending.tick(now)
        if self._next_wake <= now:
            self._next_wake = now + timedelta(seconds=WAKE_EVERY_S)
            self.store.submit(lambda write: write.wake(now), self._on_woken)

    def _on_woken(self, result: Changes | Exception) -> None:
        """On the writer's thread. What is due comes in small batches: after one that found something, the next tick
        asks for more."""
        self._on_kept_up(result)
        if isinstance(result, Changes) and result:
            self._next_wake = self.clock.now()

    def _on_kept_up(self, result: Changes | Exception) -> None:
        if isinstance(result, Exception) and not isinstance(result, InboxError):
            self.parts.on_bug(result)

    def _on_changed(self, changes: Changes) -> None:
        if self.closed:
            return
        if changes.outbox or changes.places:
            self.sending.see_when()
        self.upkeep.follow(changes)
        self.changed.emit(changes)
