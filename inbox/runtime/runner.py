"""The one room of threads besides the store's writer: jobs in a lane run in order, lanes run side by side.

Jobs are plain functions of frozen values. What they return, or the expected error they raise, is handed to `deliver`,
which brings it to the thread that owns the interface (headless: calls it at once). Anything unexpected is a bug and
goes to `on_bug`; the lane goes on.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from inbox.core.errors import InboxError

T = TypeVar("T")
Deliver = Callable[[Callable[[], None]], None]
CROWD = 8
"""So many of the lanes that may wait for each other run at once."""
LANES = 64
"""More than there are others: none of them ever waits for a thread, however many servers are silent."""
SWITCH_S = 0.0005
"""Python's usual 5 ms are what the interface waits for its turn each time it comes back from Qt or from SQLite while a
lane computes: dozens of times a frame."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[InboxError], None] | None
    alive: Callable[[], bool]


class Runner:
    def __init__(self, deliver: Deliver, on_bug: Callable[[BaseException], None]) -> None:
        sys.setswitchinterval(SWITCH_S)
        self._deliver = deliver
        self._on_bug = on_bug
        self._pool = ThreadPoolExecutor(max_workers=LANES, thread_name_prefix="lane")
        self._crowd = ThreadPoolExecutor(max_workers=CROWD, thread_name_prefix="crowd")
        self._lanes: dict[str, deque[_Job]] = {}
        self._guard = threading.Lock()
        self._stopping = threading.Event()

    def run(
        self,
        lane: str,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[InboxError], None] | None = None,
        *,
        alive: Callable[[], bool] = lambda: True,
        is_patient: bool = False,
    ) -> None:
        """Queue `work` in `lane`. `done` or `failed` is delivered unless `alive()` is False by then (a closed owner).

        `is_patient`: of these lanes some may wait until others are done, as fifty places that are read at once.
        """
        with self._guard:
            if self._stopping.is_set():
                return
            job = _Job(work, done, failed, alive)
            waiting = self._lanes.get(lane)
            if waiting is not None:
                waiting.append(job)
                return
            self._lanes[lane] = deque([job])
            (self._crowd if is_patient else self._pool).submit(self._drain, lane)

    def busy(self) -> frozenset[str]:
        """Lanes with work queued or under way."""
        with self._guard:
            return frozenset(self._lanes)

    def stopping(self) -> bool:
        """True once the program ends: long jobs look at it and return early."""
        return self._stopping.is_set()

    def stop_when_idle(self) -> None:
        """Take no new work, and wait until everything that was queued is done."""
        self._shut_down()
        self._stopping.set()

    def stop(self, finish: Collection[str] = ()) -> None:
        """Drop what is queued and wait for what is under way (requests have time limits). Lanes of `finish` are worked
        through to their end."""
        with self._guard:
            self._stopping.set()
            for lane, waiting in self._lanes.items():
                while len(waiting) > 1 and lane not in finish:
                    waiting.pop()
        self._shut_down()

    def _shut_down(self) -> None:
        self._pool.shutdown(wait=True)
        self._crowd.shutdown(wait=True)

    def _drain(self, lane: str) -> None:
        while True:
            with self._guard:
                job = self._lanes[lane][0]
            self._one(job)
            with self._guard:
                waiting = self._lanes[lane]
                waiting.popleft()
                if not waiting:
                    del self._lanes[lane]
                    return

    def _one(self, job: _Job) -> None:
        try:
            result = job.work()
        except InboxError as error:
            if job.failed is not None:
                self._hand_over(job, job.failed, error)
        except Exception as error:
            self._on_bug(error)
        else:
            if job.done is not None:
                self._hand_over(job, job.done, result)

    def _hand_over(self, job: _Job, heard: Callable[[Any], None], value: object) -> None:
        def call() -> None:
            if job.alive():
                heard(value)

        self._deliver(call)
